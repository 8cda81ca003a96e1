//! Planning a topic: of a matter whose page offers it, of a meeting or activity picked here, or of nothing in particular.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::Days;
use frame::ui::{Cell, Choice, Column, Doc, Facts, Field, Form as Sheet, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Query, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::{Matter, listing, load};

use super::coverage::EVENTS;
use super::{keeps, ta};
use crate::actions::topic::{self as actions, Planning};
use crate::campaign::CAMPAIGN;
use crate::model::genre::Genre;
use crate::model::rhythm::Rhythm;
use crate::store::{byline, coverage, group, topic};
use crate::vocabulary::MOST;

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/topics/new", get(new).post(plan))
}

/// The matter a topic is planned for, where the address names one.
async fn subject(app: &App, visit: &SignedIn, typed: &Fields) -> Result<Option<Matter>, Failure> {
    let Some(asked) = typed.get("matter").filter(|m| !m.is_empty()) else {
        return Ok(None);
    };
    let id: Id = asked.parse().map_err(|_| Error::NotFound)?;
    let db = &app.kernel().db;
    if !listing::visible(db, visit.actor(), id).await? {
        return Err(Error::NotFound.into());
    }
    Ok(load::matters(db, &[id]).await?.pop())
}

async fn form(app: &App, visit: &SignedIn, of: Option<&Matter>) -> Result<Sheet, Error> {
    let (db, actor) = (&app.kernel().db, visit.actor());
    let (organ, today) = (actor.organ, actor.today);
    let t = |key: &str| visit.t(key);
    let mut sheet = Sheet::new(visit, "/publicity/topics/new");
    let mut event_on = None;
    match of {
        Some(m) => {
            sheet = sheet
                .hidden("matter", m.id)
                .keep(visit, &format!("topic-new-{}", m.id));
            event_on = m.closed_on.or(m.due_on);
        }
        None => {
            // What lies ahead, and what has just been: the last weeks and the next three months.
            let (from, to) = (today - Days::new(60), today + Days::new(90));
            let kinds: Vec<&str> = EVENTS.iter().copied().chain([CAMPAIGN]).collect();
            let work = coverage::work(db, actor, &coverage::Want::new(&kinds, from, to)).await?;
            let choices = work
                .into_iter()
                .map(|w| {
                    let kind = t(&format!("kind-{}", w.kind));
                    let day = text::date::date(visit.lang, w.day);
                    Choice::named(w.id, w.title).hint(format!("{kind} {day}"))
                })
                .collect();
            sheet = sheet.keep(visit, "topic-new").field(
                Field::pick("subject", t("publicity-topic-subject"), choices)
                    .hint(t("publicity-topic-subject-hint")),
            );
        }
    }
    let genres = Genre::ALL
        .iter()
        .map(|g| Choice::new(g.code(), t(&g.key())))
        .collect();
    let mut groups = vec![Choice::new("", t("publicity-topic-no-group"))];
    groups.extend(
        group::groups(db, organ)
            .await?
            .into_iter()
            .filter(|g| g.ended_on.is_none_or(|end| end >= today))
            .map(|g| Choice::new(g.id, g.name)),
    );
    let people = byline::writers(db, organ, today)
        .await?
        .into_iter()
        .map(|w| Choice::named(w.id, w.name).hint(w.belongs))
        .collect();
    Ok(sheet
        .field(
            Field::line("title", t("publicity-topic-title"), MOST.0)
                .must()
                .hint(t("publicity-topic-title-hint"))
                .value_opt(of.map(|m| m.title.clone())),
        )
        .field(
            Field::ticks("genres", t("publicity-topic-genres"), genres)
                .must()
                .hint(t("publicity-topic-genres-hint"))
                .value(Genre::News.code()),
        )
        .side(vec![
            Field::date("event_on", t("publicity-topic-event_on")).value_opt(event_on),
            Field::date("due_on", t("publicity-topic-due_on"))
                .must()
                .hint(t("publicity-topic-due-hint")),
        ])
        .field(
            Field::select("group", t("publicity-dimension-group"), groups)
                .hint(t("publicity-topic-given-hint")),
        )
        .field(Field::pick("person", t("publicity-topic-person"), people))
        .field(
            Field::select("every", t("publicity-topic-every"), rhythms(visit))
                .hint(t("publicity-topic-every-hint")),
        )
        .field(
            Field::prose("brief", t("publicity-topic-brief"), MOST.2)
                .rows(4)
                .hint(t("publicity-topic-brief-hint")),
        )
        .send(t("publicity-topic-plan"))
        .cancel("/publicity/topics"))
}

/// Once, or how often.
fn rhythms(visit: &SignedIn) -> Vec<Choice> {
    let mut all = vec![Choice::new("", visit.t("publicity-rhythm-once"))];
    let others = Rhythm::ALL.iter();
    all.extend(others.map(|r| Choice::new(r.code(), visit.t(&r.key()))));
    all
}

/// Topics planned before anybody knew what they would report: each may be tied to this matter instead.
async fn loose(app: &App, visit: &SignedIn, of: &Matter) -> Result<Option<Table>, Error> {
    if !keeps(visit) || crate::is_own(&of.kind) {
        return Ok(None);
    }
    let all = topic::untied(&app.kernel().db, visit.actor()).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let columns = vec![
        Column::new("title", visit.t("publicity-topic-title")),
        Column::new("due", visit.t("publicity-topic-due_on")),
        Column::new("tie", visit.t("publicity-do")),
    ];
    let rows = all
        .into_iter()
        .map(|(id, title, due)| Row {
            id: id.to_string(),
            cells: vec![
                Cell::lead(format!("/publicity/topics/{id}"), title),
                Cell::Day(due),
                Cell::link(
                    format!("/matters/{id}/acts/tie?subject={}", of.id),
                    visit.t("publicity-topic-tie-this"),
                ),
            ],
        })
        .collect();
    let title = visit.t("publicity-topic-tie-loose");
    let table = Table::new(visit, "loose", title, columns);
    Ok(Some(table.rows(rows).cards()))
}

fn page(visit: &SignedIn, of: Option<&Matter>) -> Doc {
    let doc = Doc::titled(visit.t("publicity-topic-plan"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/topics", visit.t("publicity-topics"));
    let Some(m) = of else { return doc };
    let kind = visit.t(&format!("kind-{}", m.kind));
    let mut facts = Facts::new(visit).link(
        visit.t("publicity-topic-subject"),
        m.title.clone(),
        format!("/matters/{}", m.id),
    );
    facts = facts.line(visit.t("publicity-topic-kind"), kind);
    if let Some(day) = m.closed_on.or(m.due_on) {
        let key = match m.open {
            true => "publicity-topic-by",
            false => "publicity-topic-on",
        };
        facts = facts.line(visit.t(key), text::date::date(visit.lang, day));
    }
    if m.confidentiality().hides() {
        let said = ta(visit, "publicity-topic-secret", &[]);
        facts = facts.line(visit.t("publicity-topic-secrecy"), said);
    }
    doc.panel("", facts)
}

async fn new(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Write)?;
    let of = subject(&app, &visit, &query).await?;
    let form = form(&app, &visit, of.as_ref()).await?;
    let mut doc = page(&visit, of.as_ref()).part(form);
    if let Some(of) = &of
        && let Some(table) = loose(&app, &visit, of).await?
    {
        doc = doc.panel(&visit.t("publicity-topic-tie-loose"), table);
    }
    Ok(doc.show(&visit))
}

fn read(typed: &Fields, of: Option<&Matter>) -> Result<Planning, Error> {
    let mut r = Reader::new(typed);
    let title = r.must_line("title", Len(MOST.0));
    let all: Vec<&str> = Genre::ALL.iter().map(|g| g.code()).collect();
    let genres: Vec<Genre> = r
        .choices("genres", &all)
        .into_iter()
        .filter_map(Genre::parse)
        .collect();
    if genres.is_empty() {
        r.fail("genres", Message::new("publicity-topic-no-genre"));
    }
    let event_on = r.date("event_on");
    let due_on = r.must_date("due_on");
    let group = r.id("group");
    let person = r.id("person");
    let picked = r.id("subject");
    let brief = r.prose("brief", Len(MOST.2)).unwrap_or_default();
    let codes: Vec<&str> = Rhythm::ALL.iter().map(|r| r.code()).collect();
    let every = r.choice("every", &codes).and_then(Rhythm::parse);
    r.finish()?;
    Ok(Planning {
        title,
        subject: of.map(|m| m.id).or(picked),
        genres,
        group,
        person,
        event_on,
        due_on: due_on.unwrap_or_default(),
        brief,
        every,
    })
}

async fn plan(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Write)?;
    let of = subject(&app, &visit, &typed).await?;
    let done = async {
        let new = read(&typed, of.as_ref())?;
        actions::plan(app.kernel(), visit.actor(), new).await
    };
    match done.await {
        Ok(id) => {
            app.live().wake();
            Ok(Go::to(format!("/publicity/topics/{id}"))
                .saying(Message::new("publicity-topic-planned"))
                .into_response())
        }
        Err(e) => {
            let form = form(&app, &visit, of.as_ref()).await?.again(&typed, e)?;
            Ok(page(&visit, of.as_ref()).again(form).show(&visit))
        }
    }
}
