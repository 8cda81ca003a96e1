//! The API of what the office publishes, of the network and of the calendar with the media. Acts on an issue are those of
//! every matter.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use frame::{App, Failure, Json, Query, Reader, Routes, SignedIn, get, post};
use kernel::error::{Error, Message};
use kernel::id::Id;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{OpenApi, ToSchema};

use crate::actions::issue::{self as actions, Beginning};
use crate::model::issue::MOST;
use crate::model::media::{Next, due, next};
use crate::model::network::course;
use crate::pages::{Calendar, Network, course_key, enter};
use crate::store::{media, series};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/series", get(all_series))
        .route("/publicity/issues", post(begin))
        .route("/publicity/network", get(network))
        .route("/publicity/calendar", get(calendar))
        .route("/publicity/columns", get(columns))
}

/// The series of bulletins and journals.
#[utoipa::path(get, path = "/api/v1/publicity/series", tag = "publicity",
    responses((status = 200, description = "All of them", body = Object)))]
async fn all_series(State(app): State<App>, visit: SignedIn) -> Result<axum::Json<Value>, Failure> {
    enter(&visit)?;
    let all = series::all_series(&app.kernel().db, visit.actor().organ).await?;
    let items: Vec<Value> = all
        .iter()
        .map(|s| {
            json!({
                "id": s.id.to_string(), "name": s.name, "shape": s.shape, "issuer": s.issuer,
                "columns": s.column_names(), "pages": s.pages, "page_characters": s.page_characters,
                "ended_on": s.ended_on,
            })
        })
        .collect();
    Ok(axum::Json(json!({"items": items, "next_cursor": null})))
}

/// An issue to be begun.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct New {
    series: String,
    /// The day it is to be out.
    out_on: NaiveDate,
    /// Matters to take items from, in this order.
    #[serde(default)]
    sources: Vec<String>,
    /// A short item written on the spot.
    #[serde(default)]
    title: String,
    #[serde(default)]
    content: String,
}

/// Begins an issue; it is edited by the act `compose` of its matter.
#[utoipa::path(post, path = "/api/v1/publicity/issues", tag = "publicity", request_body = New,
    responses((status = 201, description = "Its matter", body = Object), (status = 422, description = "What is wrong")))]
async fn begin(
    State(app): State<App>,
    visit: SignedIn,
    Json(new): Json<New>,
) -> Result<(StatusCode, axum::Json<Value>), Failure> {
    visit
        .actor()
        .authorize(kernel::access::Permission::Newsroom)?;
    let no = |field: &str| Error::field(field, Message::new("invalid-choice"));
    let series = new.series.parse().map_err(|_| no("series"))?;
    let sources: Vec<Id> = new
        .sources
        .iter()
        .take(MOST.2)
        .map(|id| id.parse().map_err(|_| no("sources")))
        .collect::<Result<_, _>>()?;
    let too_long = new.title.chars().count() > MOST.0 || new.content.chars().count() > MOST.1;
    if too_long || (new.title.trim().is_empty() && !new.content.trim().is_empty()) {
        return Err(Error::field("title", Message::new("issue-title-missing")).into());
    }
    let title = new.title.replace(['\n', '\r'], " ").trim().to_owned();
    let typed = (!title.is_empty()).then_some((title, new.content));
    let beginning = Beginning {
        series,
        out_on: new.out_on,
        sources,
        typed,
    };
    let id = actions::begin(app.kernel(), visit.actor(), beginning).await?;
    app.live().wake();
    Ok((
        StatusCode::CREATED,
        axum::Json(json!({"id": id.to_string()})),
    ))
}

/// Correspondents and liaisons with what is asked of each this quarter and what was done; units without anybody.
#[utoipa::path(get, path = "/api/v1/publicity/network", tag = "publicity",
    responses((status = 200, description = "The network", body = Object)))]
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
                "unit": c.unit_id.to_string(), "unit_name": c.unit, "person": c.person_id.to_string(), "name": c.name,
                "duty": c.duty, "asked": c.asked, "sent": done.sent, "asked_taken": c.asked_taken, "taken": done.taken,
                "course": course_key(stands).trim_start_matches("network-course-"), "trained": came,
                "trainings": told, "from_on": c.from_on,
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

/// Joint meetings, interviews and items of columns of some days: a week back to a year ahead unless asked otherwise.
#[utoipa::path(get, path = "/api/v1/publicity/calendar", tag = "publicity",
    params(("from" = Option<String>, Query), ("to" = Option<String>, Query)),
    responses((status = 200, description = "The calendar", body = Object)))]
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
        .map(|e| {
            json!({
                "id": e.id.to_string(), "kind": e.kind, "title": e.title, "on": e.on_date, "at": e.at_time,
                "place": e.place, "outlet": e.outlet, "column": e.column_name, "people": calendar.names(e.id),
                "state": e.state, "note": e.note, "outcome": e.outcome,
            })
        })
        .collect();
    Ok(axum::Json(json!({"items": items, "next_cursor": null})))
}

/// The columns that run, each with its last and its next item; `gap` where nothing is planned.
#[utoipa::path(get, path = "/api/v1/publicity/columns", tag = "publicity",
    responses((status = 200, description = "The columns", body = Object)))]
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

#[derive(OpenApi)]
#[openapi(
    paths(all_series, begin, network, calendar, columns),
    components(schemas(New))
)]
pub(super) struct Described;
