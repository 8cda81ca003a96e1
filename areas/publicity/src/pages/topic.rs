//! One topic: what it reports, who writes by when, its pieces with what became of them; manuscripts are begun here.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::Days;
use frame::matter::Shown;
use frame::ui::{Cell, Choice, Column, Doc, Empty, Facts, Field, Form as Sheet, Row, Table};
use frame::{App, Failure, Form, Go, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::{Standing, link};

use super::ta;
use super::topics::{every, genres, given};
use crate::actions::topic::{self as actions, takes_in};
use crate::store::topic::{self, TOPIC_OF, Written};
use crate::topic::Held;

/// Manuscripts of so many days back are offered to be put to a topic.
const BACK: u64 = 200;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/topics/{id}", get(page))
        .route("/publicity/topics/{id}/manuscripts", post(take))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let form = taking(&app, &visit, &standing).await?;
    Ok(doc(&app, &visit, &standing, form).await?.show(&visit))
}

async fn doc(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    form: Option<Sheet>,
) -> Result<Doc, Failure> {
    let id = standing.matter.id;
    let held = Held::of(standing)?;
    let db = &app.kernel().db;
    let shown = Shown::new(app, visit, standing).await?;
    let (history, more) = shown.history(app).await?;
    let mut head = shown.head();
    if standing.matter.open && visit.actor().may(Permission::Write) {
        head = head.button(
            format!("/publicity/manuscripts/new?topic={id}"),
            visit.t("publicity-begin"),
        );
    }
    let reports: Vec<link::Linked> = link::linked(db, visit.actor(), id)
        .await?
        .into_iter()
        .filter(|l| l.relation == TOPIC_OF && l.outward)
        .collect();
    // Whoever has to write it is told what it is about, even where he may not open that.
    let named = match reports.is_empty() {
        true => topic::subject(db, id).await?,
        false => None,
    };
    let ids: Vec<Id> = held.topic.written.iter().map(|w| w.id).collect();
    let readable = topic::shown(db, visit.actor(), &ids).await?;
    let about = facts(visit, held, &reports, named);
    let about = beside(app, visit, held, about).await?;
    let mut main = Doc::default().panel(&visit.t("publicity-topic-plan-panel"), about);
    main = match held.topic.written.is_empty() {
        true => main.part(Empty::new(
            visit.t("publicity-topic-no-pieces"),
            visit.t("publicity-topic-no-pieces-about"),
        )),
        false => main.panel(
            &visit.t("publicity-topic-pieces"),
            pieces(visit, &held.topic.written, |id| readable.contains(&id)),
        ),
    };
    if let Some(form) = form {
        main = main.panel(&visit.t("publicity-topic-take"), form);
    }
    let mut side = Doc::default()
        .panel_at("dates", &visit.t("publicity-dates"), shown.dates()?)
        .panel(&visit.t("matter-history"), history);
    if let Some(more) = more {
        side = side.part(more);
    }
    Ok(Doc::new(standing.matter.title.as_str())
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/topics", visit.t("publicity-topics"))
        .live(format!("matter:{id}"))
        .part(head)
        .part(shown.rail())
        .columns(main, side))
}

fn facts(
    visit: &SignedIn,
    held: &Held,
    reports: &[link::Linked],
    named: Option<(Id, String, String)>,
) -> Facts {
    let plan = &held.topic.plan;
    let day = |d| text::date::date(visit.lang, d);
    let mut facts = Facts::new(visit);
    let of = |kind: &str| {
        let args = [("kind", visit.t(&format!("kind-{kind}")).into())];
        ta(visit, "publicity-topic-subject-of", &args)
    };
    if let Some((_, kind, title)) = named {
        facts = facts.line(of(&kind), title);
    }
    for m in reports {
        facts = facts.link(of(&m.kind), m.title.clone(), format!("/matters/{}", m.id));
    }
    facts
        .line(
            visit.t("publicity-topic-event_on"),
            plan.event_on.map(day).unwrap_or_default(),
        )
        .line(
            visit.t("publicity-topic-genres"),
            genres(visit, &plan.genres),
        )
        .line(
            visit.t("publicity-topic-given"),
            given(
                visit,
                held.topic.group.as_deref(),
                held.topic.person.as_deref(),
            ),
        )
        .line(visit.t("publicity-topic-due_on"), day(plan.due_on))
        .line(visit.t("publicity-topic-brief"), plan.brief.clone())
        .line(visit.t("publicity-topic-every"), every(visit, &plan.every))
}

/// The topics before and after one that recurs, as far as the reader may read them.
async fn beside(
    app: &App,
    visit: &SignedIn,
    held: &Held,
    mut facts: Facts,
) -> Result<Facts, Failure> {
    let both = [
        ("publicity-topic-previous", held.topic.plan.previous_id),
        ("publicity-topic-next", held.topic.next),
    ];
    let ids: Vec<Id> = both.iter().filter_map(|(_, id)| *id).collect();
    let db = &app.kernel().db;
    let readable = topic::shown(db, visit.actor(), &ids).await?;
    let lines = topic::lines(db, &ids).await?;
    for (key, id) in both {
        let Some(id) = id.filter(|id| readable.contains(id)) else {
            continue;
        };
        let due = lines.iter().find(|l| l.matter_id == id).map(|l| l.due_on);
        let day = due.map(|d| text::date::date(visit.lang, d));
        let args = [("day", day.unwrap_or_default().into())];
        let words = ta(visit, "publicity-topic-owed", &args);
        facts = facts.link(visit.t(key), words, format!("/publicity/topics/{id}"));
    }
    Ok(facts)
}

/// Manuscripts with what became of them; those the reader may not read yet are counted, not named.
pub(super) fn pieces(
    visit: &SignedIn,
    written: &[Written],
    readable: impl Fn(Id) -> bool,
) -> Table {
    let columns = vec![
        Column::new("title", visit.t("publicity-ask-title")),
        Column::new("genre", visit.t("publicity-dimension-genre")),
        Column::new("author", visit.t("publicity-dimension-person")),
        Column::new("sent", visit.t("publicity-topic-sent")).number(),
        Column::new("adopted", visit.t("publicity-topic-adopted")).number(),
    ];
    let rows = written
        .iter()
        .map(|w| {
            let shows = readable(w.id);
            Row {
                id: w.id.to_string(),
                cells: vec![
                    match shows {
                        true => {
                            Cell::lead(format!("/publicity/manuscripts/{}", w.id), w.title.as_str())
                        }
                        false => Cell::text(visit.t("publicity-topic-unseen")),
                    },
                    Cell::text(visit.t(&w.genre.key())),
                    Cell::text(match shows {
                        true => w.author.as_str(),
                        false => "",
                    }),
                    Cell::Count(w.sent),
                    Cell::Count(w.adopted),
                ],
            }
        })
        .collect();
    Table::new(visit, "pieces", visit.t("publicity-topic-pieces"), columns)
        .rows(rows)
        .cards()
}

/// The form that puts a manuscript to the topic, for those who may and where there is one to be put.
async fn taking(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
) -> Result<Option<Sheet>, Failure> {
    let held = Held::of(standing)?;
    if !takes_in(held, visit.actor()) || standing.matter.state == "dropped" {
        return Ok(None);
    }
    let since = visit.actor().today - Days::new(BACK);
    let loose = topic::loose(&app.kernel().db, visit.actor(), since).await?;
    if loose.is_empty() {
        return Ok(None);
    }
    let choices = loose
        .into_iter()
        .map(|(id, title, day)| Choice::named(id, title).hint(text::date::date(visit.lang, day)))
        .collect();
    let action = format!("/publicity/topics/{}/manuscripts", standing.matter.id);
    Ok(Some(
        Sheet::new(visit, action)
            .field(
                Field::pick("manuscript", visit.t("publicity-topic-manuscript"), choices)
                    .must()
                    .hint(visit.t("publicity-topic-take-hint")),
            )
            .send(visit.t("publicity-topic-take-do")),
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
    let done = async {
        let mut r = Reader::new(&typed);
        let manuscript = r.must_id("manuscript");
        r.finish()?;
        let manuscript = manuscript.ok_or(Error::NotFound)?;
        actions::take_in(app.kernel(), visit.actor(), id, manuscript).await
    };
    match done.await {
        Ok(()) => {
            app.live().wake();
            Ok(Go::to(format!("/publicity/topics/{id}"))
                .saying(Message::new("publicity-topic-taken"))
                .into_response())
        }
        Err(e) => match taking(&app, &visit, &standing).await? {
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
