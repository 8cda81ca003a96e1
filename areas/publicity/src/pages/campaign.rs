//! One campaign in one page: its plan, its events with their coverage, its topics, and everything that appeared.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::Days;
use frame::matter::Shown;
use frame::ui::{Bars, Cell, Choice, Column, Doc, Facts, Field, Figure, Figures};
use frame::ui::{Form as Sheet, Row, Series, Table};
use frame::{App, Failure, Form, Go, Path, Reader, Routes, SignedIn, get, post};
use kernel::error::Message;
use kernel::id::Id;
use kernel::matter::Standing;

use super::coverage::{EVENTS, Line, table};
use super::{keeps, on_day};
use crate::actions::campaign as actions;
use crate::campaign::Held;
use crate::model::coverage::coverage;
use crate::model::outlet::Level;
use crate::store::adoption::{self, Adoption, Filter};
use crate::store::coverage::{self as store, Reporting};
use crate::store::{campaign, topic};

/// Appearances shown at most.
const SHOWN: usize = 500;
/// Events joined at once.
const AT_ONCE: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/campaigns/{id}", get(page))
        .route("/publicity/campaigns/{id}/events", post(take))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?;
    let form = joining(&app, &visit, &standing).await?;
    Ok(doc(&app, &visit, &standing, form).await?.show(&visit))
}

async fn doc(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    form: Option<Sheet>,
) -> Result<Doc, Failure> {
    let id = standing.matter.id;
    let c = &Held::of(standing)?.campaign;
    let (db, actor) = (&app.kernel().db, visit.actor());
    let shown = Shown::new(app, visit, standing).await?;
    let (history, more) = shown.history(app).await?;
    let events = campaign::events(db, id).await?;
    let work = store::some(db, actor, &events).await?;
    // Topics of the campaign itself and of its events; what appeared is no secret, whatever it reports.
    let mut about = events;
    about.push(id);
    let mut reporting = store::reporting(db, &about).await?;
    let topics: Vec<Reporting> = reporting.values().flatten().cloned().collect();
    let of: Vec<Id> = topics.iter().map(|t| t.id).collect();
    let readable = topic::shown(db, actor, &of).await?;
    let filter = Filter {
        struck: Some(false),
        about,
        ..Filter::default()
    };
    let appeared = adoption::page(db, actor, &filter, None, SHOWN).await?;
    let lines: Vec<Line> = work
        .into_iter()
        .map(|work| {
            let topics = reporting.remove(&work.id).unwrap_or_default();
            let told: Vec<_> = topics.iter().map(Reporting::told).collect();
            Line {
                coverage: coverage(&told),
                work,
                topics,
            }
        })
        .collect();
    let own: Vec<&Reporting> = topics.iter().filter(|t| readable.contains(&t.id)).collect();
    let t = |key: &str| visit.t(key);
    let day = |d| text::date::date(visit.lang, d);
    let facts = Facts::new(visit)
        .line(t("publicity-campaign-theme"), t(&c.theme.key()))
        .line(
            t("publicity-campaign-days"),
            format!("{} — {}", day(c.from_on), day(c.to_on)),
        )
        .line(t("publicity-campaign-goal"), c.goal.clone());
    let figure = |n: usize, key: &str, href: &str| Figure {
        value: text::number::count(n as i64),
        label: t(key),
        href: href.to_owned(),
        lamp: None,
    };
    let reported = lines.iter().filter(|l| l.coverage.is_settled()).count();
    let figures = Figures {
        all: vec![
            figure(lines.len(), "publicity-campaign-events", "#events"),
            figure(reported, "publicity-campaign-reported", "#events"),
            figure(own.len(), "publicity-topics", "#topics"),
            figure(appeared.len(), "publicity-campaign-appeared", "#appeared"),
        ],
    };
    let mut doc = Doc::new(standing.matter.title.as_str())
        .trail("/publicity", t("publicity-nav"))
        .trail("/publicity/campaigns", t("publicity-campaigns"))
        .live(format!("matter:{id}"))
        .part(shown.head())
        .part(figures)
        .panel(&t("publicity-campaign-plan-panel"), facts);
    if !lines.is_empty() {
        let caption = t("publicity-campaign-events");
        let table = table(visit, "events", caption.clone(), &lines, &readable);
        doc = doc.panel_at("events", &caption, table);
    }
    if let Some(form) = form {
        doc = doc.panel(&t("publicity-campaign-join"), form);
    }
    if !own.is_empty() {
        doc = doc.panel_at("topics", &t("publicity-topics"), topics_of(visit, &own));
    }
    if !appeared.is_empty() {
        doc = doc.part(by_level(visit, &appeared)).panel_at(
            "appeared",
            &t("publicity-campaign-appeared"),
            appearances(visit, &appeared),
        );
    }
    if let Some(papers) = shown.papers(app).await? {
        doc = doc.part(papers);
    }
    doc = doc
        .panel_at("dates", &t("publicity-dates"), shown.dates()?)
        .panel(&t("matter-history"), history);
    if let Some(more) = more {
        doc = doc.part(more);
    }
    Ok(doc)
}

fn topics_of(visit: &SignedIn, topics: &[&Reporting]) -> Table {
    let columns = vec![
        Column::new("title", visit.t("publicity-topic-title")),
        Column::new("given", visit.t("publicity-topic-given")),
        Column::new("due", visit.t("publicity-topic-due_on")),
        Column::new("pieces", visit.t("publicity-topic-pieces")),
        Column::new("state", visit.t("matter-state")),
    ];
    let rows = topics
        .iter()
        .map(|t| Row {
            id: t.id.to_string(),
            cells: vec![
                Cell::lead(format!("/publicity/topics/{}", t.id), t.title.as_str()),
                Cell::text(super::topics::given(
                    visit,
                    t.group_name.as_deref(),
                    t.person_name.as_deref(),
                )),
                on_day(visit, t.due_on),
                Cell::text(super::topics::progress(visit, t.pieces, t.sent, t.adopted)),
                Cell::text(visit.t(&format!("publicity-topic-state-{}", t.state))),
            ],
        })
        .collect();
    Table::new(visit, "topics", visit.t("publicity-topics"), columns)
        .rows(rows)
        .cards()
}

/// How much of it appeared at which level; reprints are no pieces of their own.
fn by_level(visit: &SignedIn, appeared: &[Adoption]) -> Bars {
    let counts: Vec<(Level, i64)> = Level::ALL
        .iter()
        .map(|level| {
            let here = |a: &&Adoption| a.level == *level && !a.reprint;
            (*level, appeared.iter().filter(here).count() as i64)
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    let labels: Vec<(String, String)> = counts
        .iter()
        .map(|(level, _)| (visit.t(&level.key()), "#appeared".to_owned()))
        .collect();
    let series = Series::new(
        visit.t("publicity-total"),
        0,
        counts.into_iter().map(|(_, n)| n).collect(),
    );
    let title = visit.t("publicity-campaign-levels");
    let first = visit.t("publicity-dimension-level");
    Bars::new(visit, &title, &first, &labels, &[series])
}

fn appearances(visit: &SignedIn, appeared: &[Adoption]) -> Table {
    let columns = vec![
        Column::new("on", visit.t("publicity-on-date")),
        Column::new("title", visit.t("publicity-ask-title")),
        Column::new("outlet", visit.t("publicity-dimension-outlet")),
        Column::new("level", visit.t("publicity-dimension-level")),
        Column::new("author", visit.t("publicity-dimension-person")),
    ];
    let rows = appeared
        .iter()
        .map(|a| Row {
            id: a.id.to_string(),
            cells: vec![
                Cell::Day(a.on_date),
                Cell::Lead {
                    href: format!("/publicity/manuscripts/{}", a.matter_id),
                    words: a.title.clone(),
                    under: match a.reprint {
                        true => visit.t("publicity-reprint"),
                        false => String::new(),
                    },
                },
                Cell::text(a.outlet.as_str()),
                Cell::text(visit.t(&a.level.key())),
                Cell::text(a.person.as_str()),
            ],
        })
        .collect();
    let caption = visit.t("publicity-campaign-appeared");
    Table::new(visit, "appeared", caption, columns)
        .rows(rows)
        .cards()
}

/// The form that joins events, for those who may and where there are some.
async fn joining(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
) -> Result<Option<Sheet>, Failure> {
    if !keeps(visit) || !standing.matter.open {
        return Ok(None);
    }
    let c = &Held::of(standing)?.campaign;
    let db = &app.kernel().db;
    let (from, to) = (c.from_on - Days::new(30), c.to_on + Days::new(30));
    let joined = campaign::events(db, standing.matter.id).await?;
    let choices: Vec<Choice> = store::work(db, visit.actor(), &store::Want::new(&EVENTS, from, to))
        .await?
        .into_iter()
        .filter(|w| !joined.contains(&w.id))
        .map(|w| {
            let kind = visit.t(&format!("kind-{}", w.kind));
            let day = text::date::date(visit.lang, w.day);
            Choice::named(w.id, w.title).hint(format!("{kind} {day}"))
        })
        .collect();
    if choices.is_empty() {
        return Ok(None);
    }
    let action = format!("/publicity/campaigns/{}/events", standing.matter.id);
    Ok(Some(
        Sheet::new(visit, action)
            .field(
                Field::picks("events", visit.t("publicity-campaign-events"), choices)
                    .must()
                    .hint(visit.t("publicity-campaign-join-hint")),
            )
            .send(visit.t("publicity-campaign-join-do")),
    ))
}

async fn take(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?;
    visit
        .actor()
        .authorize(kernel::access::Permission::Newsroom)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let events = r.ids("events", AT_ONCE);
        if events.is_empty() {
            r.fail("events", Message::new("publicity-campaign-no-event"));
        }
        r.finish()?;
        actions::take_in(app.kernel(), visit.actor(), id, &events, &EVENTS).await
    };
    match done.await {
        Ok(()) => {
            app.live().wake();
            Ok(Go::to(format!("/publicity/campaigns/{id}"))
                .saying(Message::new("publicity-saved"))
                .into_response())
        }
        Err(e) => match joining(&app, &visit, &standing).await? {
            Some(form) => {
                let form = form.again(&typed, e)?;
                let doc = doc(&app, &visit, &standing, Some(form)).await?;
                Ok(doc
                    .status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
                    .show(&visit))
            }
            None => Err(e.into()),
        },
    }
}
