//! The workbench (X2): what is mine, what is due, what is late. The first page after signing in.

use axum::extract::State;
use axum::response::Response;
use kernel::matter::listing::{Due, workbench};
use kernel::procedures;
use procedure::Definition;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use workday::Calendar;

use super::act::words;
use super::shown::lamp_of;
use crate::ui::{Cell, Column, Doc, Empty, Figure, Figures, Head, Lamp, Light, Row, Table};
use crate::{App, Failure, SignedIn};

/// Rows of each lot on the page.
const ROWS: usize = 50;

pub(super) async fn page(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let kernel = app.kernel();
    let bench = workbench(&kernel.db, visit.actor(), ROWS).await?;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let mut definitions: HashMap<(String, i64), Arc<procedures::Pinned>> = HashMap::new();
    for due in bench.late.iter().chain(&bench.due).chain(&bench.mine) {
        let key = (due.procedure.clone(), due.procedure_version);
        if let Entry::Vacant(place) = definitions.entry(key) {
            let kind = kernel.kind(&due.kind)?.clone();
            let pinned = kernel
                .procedures
                .pinned(
                    &kernel.db,
                    &*kind,
                    visit.actor().organ,
                    &due.procedure,
                    due.procedure_version,
                )
                .await?;
            place.insert(pinned);
        }
    }
    let counted = |n: i64| {
        if n >= kernel::matter::listing::COUNTED {
            "999+".to_owned()
        } else {
            n.to_string()
        }
    };
    let figure = |n: i64, key: &str, anchor: &str, light: Light| Figure {
        value: counted(n),
        label: visit.t(key),
        href: if n > 0 {
            format!("#{anchor}")
        } else {
            String::new()
        },
        lamp: Some(Lamp::plain(visit.lang, light)),
    };
    let [late, due, mine] = bench.counts;
    let figures = Figures {
        all: vec![
            figure(late, "workbench-late", "late", Light::Red),
            figure(due, "workbench-due", "due", Light::Amber),
            figure(mine, "workbench-mine", "mine", Light::Green),
        ],
    };
    let head = Head::new(text::ta(
        visit.lang,
        "workbench-hello",
        &[("name", text::Arg::Str(&visit.who().name))],
    ))
    .eyebrow(text::date::date(visit.lang, visit.actor().today))
    .lede(visit.who().post.clone());
    let mut doc = Doc::new(visit.t("frame-nav-workbench"))
        .part(head)
        .part(figures);
    if late + due + mine == 0 {
        doc = doc.part(Empty::new(
            visit.t("workbench-empty"),
            visit.t("workbench-empty-words"),
        ));
    }
    for (rows, id, key) in [
        (&bench.late, "late", "workbench-late"),
        (&bench.due, "due", "workbench-due"),
        (&bench.mine, "mine", "workbench-mine"),
    ] {
        if !rows.is_empty() {
            doc = doc.part(table(&app, &visit, &calendar, &definitions, rows, id, key)?);
        }
    }
    Ok(doc.live("workbench").show(&visit))
}

fn table(
    app: &App,
    visit: &SignedIn,
    calendar: &Calendar,
    definitions: &HashMap<(String, i64), Arc<procedures::Pinned>>,
    rows: &[Due],
    id: &str,
    key: &str,
) -> Result<Table, Failure> {
    let columns = vec![
        Column::new("lamp", visit.t("matter-due")),
        Column::new("title", visit.t("matter-title")),
        Column::new("step", visit.t("workbench-step")),
        Column::new("number", visit.t("matter-number")),
    ];
    let mut out = Vec::with_capacity(rows.len());
    for due in rows {
        let definition: Option<&Definition> = definitions
            .get(&(due.procedure.clone(), due.procedure_version))
            .map(|p| &p.definition);
        let step = definition.map_or_else(
            || due.step.clone(),
            |d| words(visit.lang, &d.state_title(&due.step)),
        );
        let lamp = lamp_of(
            visit.lang,
            visit.actor().today,
            calendar,
            due.due_on,
            due.lamp(visit.actor().today),
        );
        let address = app.kernel().kind(&due.kind)?.address(due.matter);
        out.push(Row {
            id: due.task.to_string(),
            cells: vec![
                Cell::Lamp(lamp),
                Cell::Lead {
                    href: address,
                    words: due.title.clone(),
                    under: text::t(visit.lang, &format!("kind-{}", due.kind)),
                },
                Cell::text(if due.round > 1 {
                    text::ta(
                        visit.lang,
                        "workbench-step-again",
                        &[
                            ("step", text::Arg::Str(&step)),
                            ("n", text::Arg::Number(due.round)),
                        ],
                    )
                } else {
                    step
                }),
                Cell::text(due.number.clone().unwrap_or_default()),
            ],
        });
    }
    Ok(Table::new(visit, id, visit.t(key), columns)
        .rows(out)
        .cards())
}
