//! The API of what the office publishes. Acts on an issue are those of every matter.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use frame::{App, Failure, Json, Routes, SignedIn, get, post};
use kernel::error::{Error, Message};
use kernel::id::Id;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{OpenApi, ToSchema};

use crate::actions::issue::{self as actions, Beginning};
use crate::model::issue::MOST;
use crate::pages::enter;
use crate::store::series;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/series", get(all_series))
        .route("/publicity/issues", post(begin))
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

#[derive(OpenApi)]
#[openapi(paths(all_series, begin), components(schemas(New)))]
pub(super) struct Described;
