//! The network, its training sessions and the calendar with the media as JSON, read and written. Writes read what was sent
//! as the pages do, and go the pages' way.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use frame::api::Items;
use frame::{App, Failure, Fields, Json, Path, Query, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{OpenApi, ToSchema};

use super::given::fields;
use super::{Made, made};
use crate::actions::{media as calendars, network as actions};
use crate::model::media::{Next, due, next};
use crate::model::network::course;
use crate::pages::network::{Network, course_key, read_edit, read_name};
use crate::pages::trainings::{Roll, read_attendance, read_days, read_training};
use crate::pages::{Calendar, engagement, enter};
use crate::store::{media, network as store};

#[derive(OpenApi)]
#[openapi(paths(
    network, name, edit, trainings, train, roll, attended, calendar, plan, entry, change, close,
    columns
))]
pub(super) struct Described;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/network", get(network).post(name))
        .route("/publicity/network/{id}", post(edit))
        .route("/publicity/trainings", get(trainings).post(train))
        .route("/publicity/trainings/{id}", get(roll).post(attended))
        .route("/publicity/calendar", get(calendar).post(plan))
        .route("/publicity/calendar/{id}", get(entry).post(change))
        .route("/publicity/calendar/{id}/close", post(close))
        .route("/publicity/columns", get(columns))
}

/// Correspondents and liaisons with what is asked of each this quarter and what was done; units without anybody.
#[utoipa::path(get, path = "/api/v1/publicity/network", tag = "publicity",
    responses((status = 200, description = "The network", body = Object), (status = 403)))]
async fn network(State(app): State<App>, visit: SignedIn) -> Result<axum::Json<Value>, Failure> {
    enter(&visit)?;
    let network = Network::read(&app, &visit).await?;
    let today = visit.actor().today;
    let items: Vec<Value> = network
        .all
        .iter()
        .map(|c| {
            let done = network.done_by(c.person_id);
            let (came, told) = network.came(c.person_id);
            let stands = course(c.asks(), done, c.from_on, today);
            json!({
                "id": c.id.to_string(), "unit": c.unit_id.to_string(), "unit_name": c.unit,
                "person": c.person_id.to_string(), "name": c.name, "duty": c.duty,
                "asked": c.asked, "sent": done.sent, "asked_taken": c.asked_taken, "taken": done.taken,
                "course": course_key(stands).trim_start_matches("network-course-"), "trained": came,
                "trainings": told, "from_on": c.from_on, "to_on": c.to_on,
            })
        })
        .collect();
    let gaps: Vec<Value> = network
        .gaps
        .iter()
        .map(|u| json!({"unit": u.id.to_string(), "unit_name": u.name, "kind": u.kind}))
        .collect();
    Ok(axum::Json(
        json!({"items": items, "gaps": gaps, "next_cursor": null}),
    ))
}

/// Somebody to be named for a unit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NameGiven {
    unit: String,
    person: String,
    /// `correspondent` or `liaison`.
    duty: String,
    /// Pieces asked for within a quarter, and of these taken by outlets.
    asked: i64,
    asked_taken: i64,
    from_on: NaiveDate,
}

/// Names somebody for a unit.
#[utoipa::path(post, path = "/api/v1/publicity/network", tag = "publicity", request_body = NameGiven,
    responses((status = 201, body = Made), (status = 403), (status = 422)))]
async fn name(
    State(app): State<App>,
    visit: SignedIn,
    Json(given): Json<NameGiven>,
) -> Result<(StatusCode, axum::Json<Made>), Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let n = read_name(&fields(&given)?)?;
    let id = actions::name(
        app.kernel(),
        visit.actor(),
        n.unit,
        n.person,
        n.duty,
        n.asks,
        n.from_on,
    )
    .await?;
    made(&app, id)
}

/// What is asked of somebody from now on, and when his duty ends.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AskGiven {
    asked: i64,
    asked_taken: i64,
    to_on: Option<NaiveDate>,
}

/// Asks something else of somebody, or ends his duty.
#[utoipa::path(post, path = "/api/v1/publicity/network/{id}", tag = "publicity", params(("id" = String, Path)),
    request_body = AskGiven, responses((status = 204), (status = 403), (status = 404), (status = 422)))]
async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Json(given): Json<AskGiven>,
) -> Result<StatusCode, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let (asks, to_on) = read_edit(&fields(&given)?)?;
    actions::edit(app.kernel(), visit.actor(), id, asks, to_on).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// A training session; `present` of `told` came.
#[derive(Debug, Serialize, ToSchema)]
struct TrainingItem {
    #[schema(value_type = String)]
    id: Id,
    title: String,
    on_date: NaiveDate,
    place: String,
    note: String,
    present: i64,
    told: i64,
}

impl TrainingItem {
    fn of(t: store::Training) -> TrainingItem {
        TrainingItem {
            id: t.id,
            title: t.title,
            on_date: t.on_date,
            place: t.place,
            note: t.note,
            present: t.present,
            told: t.told,
        }
    }
}

/// Training sessions, the latest first.
#[utoipa::path(get, path = "/api/v1/publicity/trainings", tag = "publicity",
    params(("from" = Option<String>, Query), ("to" = Option<String>, Query)),
    responses((status = 200, body = Items<TrainingItem>), (status = 403)))]
async fn trainings(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Items<TrainingItem>>, Failure> {
    enter(&visit)?;
    let (from, to) = read_days(&query)?;
    let all = store::trainings(&app.kernel().db, visit.actor().organ, from, to).await?;
    Ok(axum::Json(Items {
        items: all.into_iter().map(TrainingItem::of).collect(),
        next_cursor: None,
    }))
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TrainingGiven {
    title: String,
    on_date: NaiveDate,
    #[serde(default)]
    place: String,
    #[serde(default)]
    note: String,
}

/// Puts down a training session, planned or held.
#[utoipa::path(post, path = "/api/v1/publicity/trainings", tag = "publicity", request_body = TrainingGiven,
    responses((status = 201, body = Made), (status = 403), (status = 422)))]
async fn train(
    State(app): State<App>,
    visit: SignedIn,
    Json(given): Json<TrainingGiven>,
) -> Result<(StatusCode, axum::Json<Made>), Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let t = read_training(&fields(&given)?)?;
    let (kernel, actor) = (app.kernel(), visit.actor());
    let id = actions::train(kernel, actor, t.on_date, &t.title, &t.place, &t.note).await?;
    made(&app, id)
}

/// Somebody of the network on the day of a session.
#[derive(Debug, Serialize, ToSchema)]
struct RollLine {
    #[schema(value_type = String)]
    person: Id,
    name: String,
    unit: String,
    /// `present`, `excused` or `absent`; null before anything was put down.
    came: Option<&'static str>,
}

/// A session with everybody who was asked to it.
#[derive(Debug, Serialize, ToSchema)]
struct RollItem {
    training: TrainingItem,
    roll: Vec<RollLine>,
}

/// A training session and who came.
#[utoipa::path(get, path = "/api/v1/publicity/trainings/{id}", tag = "publicity", params(("id" = String, Path)),
    responses((status = 200, body = RollItem), (status = 403), (status = 404)))]
async fn roll(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<RollItem>, Failure> {
    enter(&visit)?;
    let roll = Roll::read(&app, &visit, id).await?;
    Ok(axum::Json(RollItem {
        training: TrainingItem::of(roll.training),
        roll: roll
            .all
            .into_iter()
            .map(|(person, name, unit, came)| RollLine {
                person,
                name,
                unit,
                came: came.map(|c| c.code()),
            })
            .collect(),
    }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CameGiven {
    person: String,
    /// `present`, `excused` or `absent`.
    came: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttendanceGiven {
    /// Everybody on the roll, each once.
    attendance: Vec<CameGiven>,
}

/// Puts down who came, in place of what was put down before.
#[utoipa::path(post, path = "/api/v1/publicity/trainings/{id}", tag = "publicity", params(("id" = String, Path)),
    request_body = AttendanceGiven,
    responses((status = 204), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn attended(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Json(given): Json<AttendanceGiven>,
) -> Result<StatusCode, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let roll = Roll::read(&app, &visit, id).await?;
    let mut fields = Fields::default();
    for one in given.attendance {
        if !roll.all.iter().any(|(id, ..)| id.to_string() == one.person) {
            let message = Message::new("invalid-choice");
            return Err(Error::field("attendance", message).into());
        }
        fields.push(format!("came-{}", one.person), one.came);
    }
    let all = read_attendance(&fields, &roll)?;
    actions::attended(app.kernel(), visit.actor(), id, &all).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn told(e: &media::Entry, people: &[(Id, &str)]) -> Value {
    json!({
        "id": e.id.to_string(), "kind": e.kind, "title": e.title, "on_date": e.on_date, "at_time": e.at_time,
        "place": e.place, "outlet": e.outlet, "outlet_id": e.outlet_id.map(|id| id.to_string()),
        "column": e.column_name, "column_id": e.column_id.map(|id| id.to_string()),
        "people": people.iter().map(|(_, name)| name).collect::<Vec<_>>(),
        "people_ids": people.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>(),
        "state": e.state, "note": e.note, "outcome": e.outcome,
    })
}

/// Joint meetings, interviews and items of columns of some days: a week back to a year ahead unless asked otherwise.
#[utoipa::path(get, path = "/api/v1/publicity/calendar", tag = "publicity",
    params(("from" = Option<String>, Query), ("to" = Option<String>, Query)),
    responses((status = 200, description = "The calendar", body = Object), (status = 403)))]
async fn calendar(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Value>, Failure> {
    enter(&visit)?;
    let today = visit.actor().today;
    let mut r = Reader::new(&query);
    let from = r.date("from").unwrap_or(today - Days::new(7));
    let to = r.date("to").unwrap_or(today + Days::new(365));
    r.finish_strict()?;
    let calendar = Calendar::read(&app, &visit, from, to).await?;
    let items: Vec<Value> = calendar
        .entries
        .iter()
        .map(|e| told(e, &calendar.people(e.id)))
        .collect();
    Ok(axum::Json(json!({"items": items, "next_cursor": null})))
}

/// An entry of the calendar; its kind can't be changed later.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EntryGiven {
    /// `joint`, `interview` or `column`; not asked for where an entry is changed.
    kind: Option<String>,
    title: String,
    on_date: NaiveDate,
    /// `09:30`; empty for the whole day.
    #[serde(default)]
    at_time: String,
    #[serde(default)]
    place: String,
    outlet: Option<String>,
    column: Option<String>,
    #[serde(default)]
    note: String,
    /// Who goes.
    #[serde(default)]
    people: Vec<String>,
}

/// Puts something into the calendar; who goes is told.
#[utoipa::path(post, path = "/api/v1/publicity/calendar", tag = "publicity", request_body = EntryGiven,
    responses((status = 201, body = Made), (status = 403), (status = 422)))]
async fn plan(
    State(app): State<App>,
    visit: SignedIn,
    Json(given): Json<EntryGiven>,
) -> Result<(StatusCode, axum::Json<Made>), Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let plan = engagement::read(&fields(&given)?, None)?;
    made(
        &app,
        calendars::plan(app.kernel(), visit.actor(), plan).await?,
    )
}

/// One entry.
#[utoipa::path(get, path = "/api/v1/publicity/calendar/{id}", tag = "publicity", params(("id" = String, Path)),
    responses((status = 200, description = "The entry", body = Object), (status = 403), (status = 404)))]
async fn entry(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<Value>, Failure> {
    enter(&visit)?;
    let db = &app.kernel().db;
    let entry = media::entry(db, visit.actor().organ, id).await?;
    let people = media::assigned(db, &[id]).await?;
    let people: Vec<(Id, &str)> = people.iter().map(|(_, id, n)| (*id, n.as_str())).collect();
    Ok(axum::Json(told(&entry, &people)))
}

/// Changes an entry that is still planned.
#[utoipa::path(post, path = "/api/v1/publicity/calendar/{id}", tag = "publicity", params(("id" = String, Path)),
    request_body = EntryGiven,
    responses((status = 204), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn change(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Json(given): Json<EntryGiven>,
) -> Result<StatusCode, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let known = media::entry(&app.kernel().db, visit.actor().organ, id).await?;
    let plan = engagement::read(&fields(&given)?, Some(known.kind))?;
    calendars::edit(app.kernel(), visit.actor(), id, plan).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// What came of an entry.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CloseGiven {
    /// `done`, or `cancelled` with the reason as its outcome.
    state: String,
    #[serde(default)]
    outcome: String,
}

/// It was held, or called off.
#[utoipa::path(post, path = "/api/v1/publicity/calendar/{id}/close", tag = "publicity", params(("id" = String, Path)),
    request_body = CloseGiven,
    responses((status = 204), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn close(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Json(given): Json<CloseGiven>,
) -> Result<StatusCode, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let (state, outcome) = engagement::read_close(&fields(&given)?)?;
    calendars::close(app.kernel(), visit.actor(), id, state, &outcome).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// The columns that run, each with its last and its next item; `gap` where nothing is planned.
#[utoipa::path(get, path = "/api/v1/publicity/columns", tag = "publicity",
    responses((status = 200, description = "The columns", body = Object), (status = 403)))]
async fn columns(State(app): State<App>, visit: SignedIn) -> Result<axum::Json<Value>, Failure> {
    enter(&visit)?;
    let actor = visit.actor();
    let all = media::running(&app.kernel().db, actor.organ, actor.today).await?;
    let items: Vec<Value> = all
        .iter()
        .map(|c| {
            let due = due(c.last_on, c.every_days);
            let stands = match next(c.next_on, due) {
                Next::Gap => "gap",
                Next::Late(_) => "late",
                Next::Planned(_) => "planned",
            };
            json!({
                "id": c.id.to_string(), "outlet": c.outlet, "name": c.name, "every_days": c.every_days,
                "last_on": c.last_on, "due_on": due, "next_on": c.next_on, "state": stands,
            })
        })
        .collect();
    Ok(axum::Json(json!({"items": items, "next_cursor": null})))
}
