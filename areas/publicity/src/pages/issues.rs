//! Issues of bulletins and of the journal: the list, and beginning one out of what is there.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::matter::lamp_of;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Head, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Query, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::Confidentiality;
use kernel::matter::listing::{self, Key, Sort, Start};
use text::Lang;

use super::{View, enter, keeps, on_day, ta, tabs};
use crate::actions::issue::{self as actions, Beginning};
use crate::issue::KINDS;
use crate::kind::MANUSCRIPT;
use crate::model::issue::{MOST, Shape};
use crate::store::{issue, manuscript, series};

/// Rows of a page; papers offered to take items from; days back a manuscript may have been begun.
const ROWS: usize = 50;
const OFFERED: usize = 150;
const BACK: u64 = 120;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/issues", get(list))
        .route("/publicity/issues/new", get(new).post(begin))
}

/// The steps and ends of both procedures in force, in words.
async fn states(app: &App, visit: &SignedIn) -> Result<Vec<(String, String)>, Failure> {
    let kernel = app.kernel();
    let mut out: Vec<(String, String)> = Vec::new();
    for kind in KINDS {
        let kind = kernel.kind(kind)?.clone();
        let organ = visit.actor().organ;
        let current = kernel.procedures.current(&kernel.db, &*kind, organ, None);
        let pinned = current.await?;
        let def = &pinned.definition;
        let steps = def.steps.iter().map(|s| (&s.id, &s.title));
        for (id, words) in steps.chain(def.ends.iter().map(|e| (&e.id, &e.title))) {
            let words = match visit.lang {
                Lang::Zh => words.zh.clone(),
                Lang::En => words.en.clone(),
            };
            if !out.iter().any(|(known, _)| known == id) {
                out.push((id.clone(), words));
            }
        }
    }
    Ok(out)
}

async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let kernel = app.kernel();
    let t = |key: &str| visit.t(key);
    let states = states(&app, &visit).await?;
    let shapes = Shape::ALL
        .iter()
        .map(|s| Choice::new(s.code(), t(&s.key())))
        .collect();
    let open = vec![
        Choice::new("yes", t("publicity-open-yes")),
        Choice::new("no", t("publicity-open-no")),
    ];
    let filters = vec![
        Filter::choice("shape", t("issue-shape"), shapes),
        Filter::choice("open", t("publicity-open"), open),
        Filter::day("from", t("publicity-from-on")),
        Filter::day("to", t("publicity-to-on")),
    ];
    let columns = vec![
        Column::new("due", t("matter-due")).sorts(),
        Column::new("title", t("issue-one")),
        Column::new("state", t("matter-state")),
        Column::new("out", t("issue-out-on")),
        Column::new("items", t("issue-items-count")).number(),
        Column::new("receipts", t("issue-receipts")),
        Column::new("taken", t("issue-taken-count")).number(),
        Column::new("begun", t("publicity-begun-on")).sorts(),
    ];
    let list = Listing::read(
        "issues",
        "/publicity/issues",
        filters,
        columns,
        "-begun",
        visit.columns("issues"),
        &query,
    )?;
    let asked = &list.asked;
    let filter = listing::Filter {
        kind: asked.value("shape").map(str::to_owned),
        kinds: KINDS.to_vec(),
        open: asked.value("open").map(|v| v == "yes"),
        received_from: asked.day("from"),
        received_to: asked.day("to"),
        ..listing::Filter::default()
    };
    let found = listing::page(
        kernel,
        visit.actor(),
        &filter,
        list.order(),
        &list.start()?,
        ROWS,
    )
    .await?;
    let ids: Vec<Id> = found.rows.iter().map(|r| r.id).collect();
    let lines = issue::lines(&kernel.db, &ids).await?;
    let mut head = Head::new(t("issue-all")).lede(t("issue-all-lede"));
    if keeps(&visit) {
        head = head
            .main("/publicity/issues/new", t("issue-begin"))
            .button("/publicity/series", t("issue-series-all"))
            .button("/publicity/addressees", t("issue-addressees"));
    }
    let doc = Doc::new(t("issue-all"))
        .trail("/publicity", t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Issues))
        .part(list.filters(&visit));
    if found.rows.is_empty() {
        let empty = Empty::new(t("issue-none"), t("issue-none-about"));
        return Ok(doc.part(empty).show(&visit));
    }
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let today = visit.actor().today;
    let rows = found
        .rows
        .iter()
        .map(|m| {
            let line = lines.iter().find(|l| l.matter_id == m.id);
            let due = m.due_on.filter(|_| m.open && !m.historic);
            let state = states.iter().find(|(code, _)| *code == m.state);
            let receipts = line.filter(|l| l.sent > 0).map_or(String::new(), |l| {
                let args = [("n", l.received.into()), ("all", l.sent.into())];
                ta(&visit, "issue-receipts-of", &args)
            });
            Row {
                id: m.id.to_string(),
                cells: vec![
                    match due {
                        Some(_) => {
                            Cell::Lamp(lamp_of(visit.lang, today, &calendar, due, m.lamp(today)))
                        }
                        None => Cell::Nothing,
                    },
                    Cell::Lead {
                        href: format!("/publicity/issues/{}", m.id),
                        words: m.title.clone(),
                        under: m.number.clone().unwrap_or_default(),
                    },
                    Cell::text(state.map_or(m.state.as_str(), |(_, w)| w.as_str())),
                    line.map_or(Cell::Nothing, |l| {
                        on_day(&visit, l.issued_on.unwrap_or(l.out_on))
                    }),
                    Cell::Count(line.map_or(0, |l| l.items)),
                    Cell::text(receipts),
                    Cell::Count(line.map_or(0, |l| l.taken)),
                    Cell::Day(m.received_on),
                ],
            }
        })
        .collect();
    let (newer, older) = list.neighbours(&found);
    let table = Table::of(&visit, &list, t("issue-all"))
        .rows(rows)
        .pages(newer, older)
        .cards();
    Ok(doc.part(table).show(&visit))
}

/// What items may be taken from: released manuscripts first, then other papers that stand open to everybody.
pub(super) async fn sources(app: &App, visit: &SignedIn) -> Result<Vec<Choice>, Error> {
    let kernel = app.kernel();
    let actor = visit.actor();
    let since = actor.today - chrono::Days::new(BACK);
    let mut out: Vec<Choice> = manuscript::placed(&kernel.db, actor.organ, since)
        .await?
        .into_iter()
        .take(OFFERED)
        .map(|(id, title, day)| {
            let day = text::date::date_plain(visit.lang, day);
            let hint = format!("{} · {day}", visit.t("publicity-manuscript"));
            Choice::named(id, title).hint(hint)
        })
        .collect();
    let filter = listing::Filter {
        confidentiality: Some(Confidentiality::Open),
        ..listing::Filter::default()
    };
    let sort = Sort {
        key: Key::Received,
        descending: true,
    };
    let found = listing::page(kernel, actor, &filter, sort, &Start::First, OFFERED).await?;
    let others = found
        .rows
        .into_iter()
        .filter(|m| m.kind != MANUSCRIPT && !KINDS.contains(&m.kind.as_str()));
    out.extend(others.map(|m| {
        let kind = visit.t(&format!("kind-{}", m.kind));
        let number = m.number.unwrap_or_default();
        Choice::named(m.id, m.title).hint(format!("{kind} {number}"))
    }));
    Ok(out)
}

async fn form(app: &App, visit: &SignedIn) -> Result<Option<Sheet>, Error> {
    let t = |key: &str| visit.t(key);
    let today = visit.actor().today;
    let mut all = series::all_series(&app.kernel().db, visit.actor().organ).await?;
    // Bulletins first: they are begun every week.
    all.sort_by_key(|s| s.shape);
    let series: Vec<Choice> = all
        .into_iter()
        .filter(|s| s.is_open(today))
        .map(|s| Choice::new(s.id, s.name).hint(t(&s.shape.key())))
        .collect();
    let Some(first) = series.first().map(|s| s.value.clone()) else {
        return Ok(None);
    };
    let form = Sheet::new(visit, "/publicity/issues/new")
        .keep(visit, "issue-new")
        .field(
            Field::cards("series", t("issue-series"), series)
                .must()
                .value(first),
        )
        .field(
            Field::date("out_on", t("issue-out-on"))
                .must()
                .hint(t("issue-out-hint"))
                .value(today),
        )
        .field(
            Field::picks("sources", t("issue-sources"), sources(app, visit).await?)
                .hint(t("issue-sources-hint")),
        )
        .group(
            t("issue-typed"),
            t("issue-typed-hint"),
            vec![
                Field::line("title", t("publicity-ask-title"), MOST.0),
                Field::prose("content", t("publicity-ask-content"), MOST.1).rows(5),
            ],
        )
        .send(t("issue-begin-do"))
        .cancel("/publicity/issues");
    Ok(Some(form))
}

fn page(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("issue-begin"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/issues", visit.t("issue-all"))
}

async fn new(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let doc = page(&visit);
    Ok(match form(&app, &visit).await? {
        Some(form) => doc.part(form).show(&visit),
        None => {
            let empty = Empty::new(visit.t("issue-series-none"), visit.t("issue-series-first"))
                .link("/publicity/series", visit.t("issue-series-all"));
            doc.part(empty).show(&visit)
        }
    })
}

fn read(typed: &Fields) -> Result<Beginning, Error> {
    let mut r = Reader::new(typed);
    let series = r.must_id("series");
    let out_on = r.must_date("out_on");
    let sources = r.ids("sources", MOST.2);
    let title = r.line("title", Len(MOST.0));
    let content = r.prose("content", Len(MOST.1));
    if title.is_none() && content.is_some() {
        r.fail("title", Message::new("issue-title-missing"));
    }
    r.finish()?;
    let (Some(series), Some(out_on)) = (series, out_on) else {
        return Err(Error::field("series", Message::new("invalid-choice")));
    };
    Ok(Beginning {
        series,
        out_on,
        sources,
        typed: title.map(|title| (title, content.unwrap_or_default())),
    })
}

async fn begin(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async { actions::begin(app.kernel(), visit.actor(), read(&typed)?).await };
    match done.await {
        Ok(id) => {
            app.live().wake();
            Ok(Go::to(format!("/publicity/issues/{id}/compose")).into_response())
        }
        Err(e) => match form(&app, &visit).await? {
            Some(form) => Ok(page(&visit).again(form.again(&typed, e)?).show(&visit)),
            None => Err(e.into()),
        },
    }
}
