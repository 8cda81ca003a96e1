//! Snapshots: freezing what is shown, the list of them, and one held against today.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Column, Doc, Empty, Head, Note, Row, Table, Tone};
use frame::{App, Failure, Form, Go, Len, Path, Query, Reader, SignedIn};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::statistics::{Figure, snapshot};
use text::Lang;

use super::show::{freeze_form, question_of};
use super::{key_words, keys_words, said};

pub(super) async fn freeze(
    State(app): State<App>,
    visit: SignedIn,
    Path(name): Path<String>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let figure = app.kernel().figure(&name)?;
    visit.actor().authorize(Permission::Snapshot)?;
    let query = typed.get("question").unwrap_or_default();
    let done = async {
        let question = question_of(figure, query)?;
        let mut reader = Reader::new(&typed);
        let title = reader.must_line("title", Len(100));
        reader.finish()?;
        let kernel = app.kernel();
        let mut act = kernel.act(visit.actor(), Permission::Snapshot).await?;
        let id = snapshot::freeze(kernel, &mut act, &name, &question, &title).await?;
        act.commit().await?;
        Ok::<Id, Error>(id)
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/statistics/snapshots/{id}"))
            .saying(Message::new("office-statistics-frozen"))
            .into_response()),
        Err(e) => {
            let form = freeze_form(&visit, &name, query).again(&typed, e)?;
            Ok(Doc::titled(visit.t("office-statistics-freeze"))
                .trail("/statistics", visit.t("office-statistics"))
                .trail(format!("/statistics/{name}?{query}"), visit.t(figure.title))
                .again(form)
                .show(&visit))
        }
    }
}

pub(super) async fn all(
    State(app): State<App>,
    visit: SignedIn,
    Query(typed): Query,
) -> Result<Response, Failure> {
    let mut reader = Reader::new(&typed);
    let figure = reader.line("figure", Len(100));
    reader.finish_strict()?;
    let found = snapshot::all(&app.kernel().db, visit.actor(), figure.as_deref()).await?;
    let doc = Doc::titled(visit.t("office-statistics-snapshots"))
        .trail("/statistics", visit.t("office-statistics"));
    if found.is_empty() {
        let empty = Empty::new(
            visit.t("office-statistics-snapshots-none"),
            visit.t("office-statistics-snapshots-how"),
        )
        .link("/statistics", visit.t("office-statistics"));
        return Ok(doc.part(empty).show(&visit));
    }
    let columns = vec![
        Column::new("title", visit.t("office-statistics-freeze-title")),
        Column::new("figure", visit.t("office-statistics-figure")),
        Column::new("by", visit.t("office-statistics-frozen-by")),
        Column::new("at", visit.t("office-statistics-frozen-at")),
    ];
    let rows = found
        .into_iter()
        .map(|s| Row {
            id: s.id.to_string(),
            cells: vec![
                Cell::lead(format!("/statistics/snapshots/{}", s.id), s.title),
                Cell::text(title(&app, &visit, &s.figure)),
                Cell::text(s.made_by.unwrap_or_default()),
                Cell::text(text::date::instant(visit.lang, s.made_at)),
            ],
        })
        .collect();
    let table = Table::new(
        &visit,
        "snapshots",
        visit.t("office-statistics-snapshots"),
        columns,
    );
    Ok(doc.part(table.rows(rows).cards()).show(&visit))
}

/// The words of a figure, or its name where it is told no more.
fn title(app: &App, visit: &SignedIn, name: &str) -> String {
    app.kernel()
        .figure(name)
        .map_or_else(|_| name.to_owned(), |f| visit.t(f.title))
}

pub(super) async fn one(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let kernel = app.kernel();
    let frozen = snapshot::read(&kernel.db, visit.actor(), id).await?;
    let definition = &frozen.definition[usize::from(visit.lang == Lang::En)];
    let head = Head::new(&frozen.title)
        .eyebrow(title(&app, &visit, &frozen.figure))
        .lede(definition)
        .answer(
            visit.t("office-statistics-frozen-at"),
            &text::date::instant(visit.lang, frozen.made_at.0),
        )
        .answer(
            visit.t("office-statistics-frozen-by"),
            frozen.made_by.as_deref().unwrap_or("—"),
        )
        .button(
            format!(
                "/statistics/{}?{}",
                frozen.figure,
                frozen.answer.question.query()
            ),
            visit.t("office-statistics-today"),
        );
    let doc = Doc::new(&frozen.title)
        .trail("/statistics", visit.t("office-statistics"))
        .trail(
            "/statistics/snapshots",
            visit.t("office-statistics-snapshots"),
        )
        .part(head);
    // A figure that is told no more keeps its frozen numbers; there is no today to hold them against.
    let doc = match kernel.figure(&frozen.figure) {
        Ok(figure) => {
            let (_, changed) = snapshot::against_today(kernel, visit.actor(), &frozen).await?;
            differences(&visit, figure, &frozen, &changed, doc)
        }
        Err(_) => doc,
    };
    Ok(doc.part(rows(&app, &visit, &frozen)).show(&visit))
}

fn rows(app: &App, visit: &SignedIn, frozen: &snapshot::Snapshot) -> Table {
    let figure = app.kernel().figure(&frozen.figure).ok();
    let answer = &frozen.answer;
    let columns = vec![
        Column::new("keys", visit.t("office-statistics-by")),
        Column::new("value", visit.t("office-statistics-value")).number(),
    ];
    let words = |row: &kernel::statistics::Row| match figure {
        Some(figure) => keys_words(visit, figure, answer, row),
        None => row
            .keys
            .values()
            .map(|k| k.label.clone())
            .collect::<Vec<_>>()
            .join(" · "),
    };
    let mut rows: Vec<Row> = answer
        .rows
        .iter()
        .filter(|r| !r.keys.is_empty())
        .map(|r| Row {
            id: String::new(),
            cells: vec![Cell::text(words(r)), Cell::text(said(r.value))],
        })
        .collect();
    rows.push(Row {
        id: String::new(),
        cells: vec![
            Cell::text(visit.t("office-statistics-total")),
            Cell::text(said(answer.total.value)),
        ],
    });
    Table::new(
        visit,
        "frozen",
        visit.t("office-statistics-frozen-numbers"),
        columns,
    )
    .rows(rows)
    .total()
}

fn differences(
    visit: &SignedIn,
    figure: &Figure,
    frozen: &snapshot::Snapshot,
    changed: &[kernel::statistics::Difference],
    doc: Doc,
) -> Doc {
    if changed.is_empty() {
        return doc.part(Note::new(
            Tone::Good,
            visit.t("office-statistics-unchanged"),
        ));
    }
    let columns = vec![
        Column::new("keys", visit.t("office-statistics-by")),
        Column::new("then", visit.t("office-statistics-then")).number(),
        Column::new("now", visit.t("office-statistics-now")).number(),
    ];
    let rows = changed
        .iter()
        .map(|d| {
            let keys: Vec<String> = frozen
                .answer
                .question
                .by
                .iter()
                .filter_map(|name| Some(key_words(visit, figure, name, d.keys.get(name)?)))
                .collect();
            let keys = if keys.is_empty() {
                visit.t("office-statistics-total")
            } else {
                keys.join(" · ")
            };
            let none = || "—".to_owned();
            Row {
                id: String::new(),
                cells: vec![
                    Cell::text(keys),
                    Cell::text(d.then.map_or_else(none, said)),
                    match (&d.list, d.now) {
                        (Some(list), Some(now)) => Cell::link(list, said(now)),
                        _ => Cell::text(none()),
                    },
                ],
            }
        })
        .collect();
    doc.part(
        Note::new(Tone::Warn, visit.t("office-statistics-changed-words"))
            .title(visit.t("office-statistics-changed")),
    )
    .part(
        Table::new(
            visit,
            "changed",
            visit.t("office-statistics-changed"),
            columns,
        )
        .rows(rows),
    )
}
