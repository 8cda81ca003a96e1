//! Topics and the coverage of work as JSON.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use frame::api::{Items, Paging};
use frame::{App, Failure, Json as Body, Len, Query, Reader, Routes, SignedIn, get};
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::listing::{self, Filter, Key, Sort, Start};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::actions::topic::{self as actions, Planning};
use crate::model::genre::Genre;
use crate::model::rhythm::Rhythm;
use crate::pages::coverage::{Asked, Part, lines, place};
use crate::pages::enter;
use crate::store::coverage::Reporting;
use crate::store::topic;
use crate::topic::TOPIC;
use crate::vocabulary::MOST;

#[derive(OpenApi)]
#[openapi(paths(list, plan, coverage))]
pub(super) struct Described;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/topics", get(list).post(plan))
        .route("/publicity/coverage", get(coverage))
}

/// A topic in a list; one of them with its history and acts is a matter: `/api/v1/matters/{id}`.
#[derive(Debug, Serialize, ToSchema)]
struct TopicItem {
    #[schema(value_type = String)]
    id: Id,
    title: String,
    /// `planned`, `covering`, `covered` or `dropped`.
    state: String,
    genres: Vec<String>,
    event_on: Option<NaiveDate>,
    due_on: NaiveDate,
    group: Option<String>,
    person: Option<String>,
    /// How often it recurs; empty for once.
    every: String,
    /// The matter it reports, where that exists for the caller.
    #[schema(value_type = Option<String>)]
    subject: Option<Id>,
    pieces: i64,
    sent: i64,
    adopted: i64,
    rev: i64,
}

/// Topics that exist for the caller, the newest first.
#[utoipa::path(get, path = "/api/v1/publicity/topics", tag = "publicity",
    params(("state" = Option<String>, Query), Paging),
    responses((status = 200, body = Items<TopicItem>), (status = 403)))]
async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Items<TopicItem>>, Failure> {
    enter(&visit)?;
    let mut r = Reader::new(&query);
    let paging = Paging::read(&mut r);
    let filter = Filter {
        kind: Some(TOPIC.to_owned()),
        state: r.line("state", Len(40)),
        ..Filter::default()
    };
    r.finish_strict()?;
    let sort = Sort {
        key: Key::Received,
        descending: true,
    };
    let start = Start::parse(paging.cursor.as_deref())?;
    let (kernel, actor) = (app.kernel(), visit.actor());
    let page = listing::page(kernel, actor, &filter, sort, &start, paging.limit).await?;
    let ids: Vec<Id> = page.rows.iter().map(|m| m.id).collect();
    let all = topic::lines(&kernel.db, &ids).await?;
    let subjects: Vec<Id> = all.iter().filter_map(|l| l.subject_id).collect();
    let shown = topic::shown(&kernel.db, actor, &subjects).await?;
    let items = page
        .rows
        .into_iter()
        .filter_map(|m| {
            let line = all.iter().find(|l| l.matter_id == m.id)?;
            Some(TopicItem {
                id: m.id,
                title: m.title,
                state: m.state,
                genres: line.genres.split_whitespace().map(str::to_owned).collect(),
                event_on: line.event_on,
                due_on: line.due_on,
                group: line.group_name.clone(),
                person: line.person_name.clone(),
                every: line.every.clone(),
                subject: line.subject_id.filter(|id| shown.contains(id)),
                pieces: line.pieces,
                sent: line.sent,
                adopted: line.adopted,
                rev: m.rev,
            })
        })
        .collect();
    Ok(axum::Json(Items {
        items,
        next_cursor: page.next.map(|c| c.to_string()),
    }))
}

/// A topic to be planned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTopic {
    title: String,
    /// The matter it reports.
    subject: Option<String>,
    genres: Vec<String>,
    group: Option<String>,
    person: Option<String>,
    event_on: Option<NaiveDate>,
    due_on: NaiveDate,
    #[serde(default)]
    brief: String,
    /// `week`, `fortnight`, `month`, `quarter` or `year` for one that recurs: the next is planned by itself.
    every: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Planned {
    #[schema(value_type = String)]
    id: Id,
}

fn id(field: &str, typed: Option<&String>) -> Result<Option<Id>, Error> {
    let wrong = || Error::field(field, Message::new("invalid-choice"));
    typed.map(|id| id.parse().map_err(|_| wrong())).transpose()
}

/// Plans a topic. Acts on it go by `/api/v1/matters/{id}/acts/{act}`.
#[utoipa::path(post, path = "/api/v1/publicity/topics", tag = "publicity", request_body = NewTopic,
    responses((status = 201, body = Planned), (status = 403), (status = 404), (status = 422)))]
async fn plan(
    State(app): State<App>,
    visit: SignedIn,
    Body(new): Body<NewTopic>,
) -> Result<(StatusCode, axum::Json<Planned>), Failure> {
    visit.actor().authorize(kernel::access::Permission::Write)?;
    let long = |field: &str, text: &str, most: usize| match text.chars().count() > most {
        true => Err(Error::field(
            field,
            Message::new("frame-field-too-long").arg("most", most),
        )),
        false => Ok(text.trim().to_owned()),
    };
    let title = long("title", &new.title, MOST.0)?;
    if title.is_empty() {
        return Err(Error::field("title", Message::new("frame-field-missing")).into());
    }
    let genres = new
        .genres
        .iter()
        .map(|g| Genre::parse(g))
        .collect::<Option<Vec<Genre>>>();
    let genres = genres.ok_or_else(|| Error::field("genres", Message::new("invalid-choice")))?;
    let every = match new.every.as_deref() {
        None | Some("") => None,
        Some(code) => {
            let no = || Error::field("every", Message::new("invalid-choice"));
            Some(Rhythm::parse(code).ok_or_else(no)?)
        }
    };
    let planning = Planning {
        title,
        subject: id("subject", new.subject.as_ref())?,
        genres,
        group: id("group", new.group.as_ref())?,
        person: id("person", new.person.as_ref())?,
        event_on: new.event_on,
        due_on: new.due_on,
        brief: long("brief", &new.brief, MOST.2)?,
        every,
    };
    let id = actions::plan(app.kernel(), visit.actor(), planning).await?;
    app.live().wake();
    Ok((StatusCode::CREATED, axum::Json(Planned { id })))
}

/// A topic that reports some work.
#[derive(Debug, Serialize, ToSchema)]
struct ReportingItem {
    #[schema(value_type = String)]
    id: Id,
    title: String,
    state: String,
    due_on: NaiveDate,
    group: Option<String>,
    person: Option<String>,
    pieces: i64,
    sent: i64,
    adopted: i64,
}

/// Work that ended, or will, and how far its coverage has come.
#[derive(Debug, Serialize, ToSchema)]
struct WorkItem {
    /// The matter.
    #[schema(value_type = String)]
    id: Id,
    kind: String,
    number: Option<String>,
    title: String,
    open: bool,
    /// The day it ended, or is due.
    day: NaiveDate,
    /// `none`, `planned`, `writing`, `sent`, `adopted` or `dropped`: of the topic that has come furthest.
    coverage: &'static str,
    /// The topics the caller may read.
    topics: Vec<ReportingItem>,
}

fn told(all: Vec<Reporting>, readable: &BTreeSet<Id>) -> Vec<ReportingItem> {
    all.into_iter()
        .filter(|t| readable.contains(&t.id))
        .map(|t| ReportingItem {
            id: t.id,
            title: t.title,
            state: t.state,
            due_on: t.due_on,
            group: t.group_name,
            person: t.person_name,
            pieces: t.pieces,
            sent: t.sent,
            adopted: t.adopted,
        })
        .collect()
}

/// Work of the last weeks and the next without coverage, the earliest first; `show=all` for covered work too.
#[utoipa::path(get, path = "/api/v1/publicity/coverage", tag = "publicity", params(
    ("kind" = Option<String>, Query, description = "a kind of matter, or `every`; meetings and activities otherwise"),
    ("back" = Option<i64>, Query, description = "weeks back, 4 unless said otherwise"),
    ("ahead" = Option<i64>, Query, description = "weeks ahead, 4 unless said otherwise"),
    ("show" = Option<String>, Query, description = "open or all"), Paging),
    responses((status = 200, body = Items<WorkItem>), (status = 403)))]
async fn coverage(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Items<WorkItem>>, Failure> {
    enter(&visit)?;
    let mut r = Reader::new(&query);
    let asked = Asked::take(&app, &mut r);
    let paging = Paging::read(&mut r);
    r.finish_strict()?;
    let after = place(paging.cursor.as_deref())?;
    let found = lines(&app, &visit, &asked, Part::Whole, after, paging.limit).await?;
    let readable = found.readable;
    let items = found
        .all
        .into_iter()
        .map(|l| WorkItem {
            id: l.work.id,
            kind: l.work.kind,
            number: l.work.number,
            title: l.work.title,
            open: l.work.open,
            day: l.work.day,
            coverage: l.coverage.code(),
            topics: told(l.topics, &readable),
        })
        .collect();
    Ok(axum::Json(Items {
        items,
        next_cursor: found.next,
    }))
}
