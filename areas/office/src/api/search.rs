//! Search for programs: `/api/v1/search?q=`, the same hits as on the page.

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use frame::api::{Items, Paging};
use frame::{App, Failure, Query, Reader, Routes, SignedIn, get};
use kernel::search::{self, Hit};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::pages::search::read;

#[derive(OpenApi)]
#[openapi(paths(find))]
pub struct Description;

pub fn routes() -> Routes {
    Routes::new().route("/search", get(find))
}

/// A stretch of text; `marked` where a searched word stands.
#[derive(Debug, Serialize, ToSchema)]
struct HitPiece {
    text: String,
    marked: bool,
}

/// A matter that was found.
#[derive(Debug, Serialize, ToSchema)]
struct HitItem {
    id: String,
    kind: String,
    number: Option<String>,
    title: String,
    state: String,
    /// `green`, `amber`, `red`, or null where no clock runs.
    lamp: Option<&'static str>,
    due_on: Option<NaiveDate>,
    rev: i64,
    confidentiality: String,
    received_on: NaiveDate,
    /// The text around the first words found.
    snippet: Vec<HitPiece>,
}

impl HitItem {
    fn of(hit: Hit, today: NaiveDate) -> HitItem {
        HitItem {
            id: hit.matter.to_string(),
            title: hit.plain_title(),
            lamp: hit.lamp(today).map(|lamp| match lamp {
                workday::Lamp::Green => "green",
                workday::Lamp::Amber => "amber",
                workday::Lamp::Red => "red",
            }),
            due_on: hit.due_on,
            rev: hit.rev,
            received_on: hit.received_on,
            snippet: hit
                .snippet
                .into_iter()
                .map(|p| HitPiece {
                    text: p.text,
                    marked: p.marked,
                })
                .collect(),
            kind: hit.kind,
            number: hit.number,
            state: hit.state,
            confidentiality: hit.confidentiality,
        }
    }
}

/// Matters whose text holds every word of `q`, as far as the reader may see it; newest first. Words stand apart
/// by blanks; a page may be short and still have a next one.
#[utoipa::path(get, path = "/api/v1/search", tag = "search",
    params(("q" = String, Query, description = "At most 100 characters and 10 words"),
           ("kind" = Option<String>, Query, description = "One kind of matter"), Paging),
    responses((status = 200, body = Items<HitItem>)))]
async fn find(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Json<Items<HitItem>>, Failure> {
    let mut reader = Reader::new(&query);
    let paging = Paging::read(&mut reader);
    let asked = read(&app, &mut reader);
    reader.finish_strict()?;
    let found = search::find(
        &app.kernel().db,
        visit.actor(),
        &asked.q,
        asked.kind.as_deref(),
        paging.cursor.as_deref(),
        paging.limit,
    )
    .await?;
    let today = visit.actor().today;
    Ok(Json(Items {
        items: found
            .hits
            .into_iter()
            .map(|hit| HitItem::of(hit, today))
            .collect(),
        next_cursor: found.next,
    }))
}
