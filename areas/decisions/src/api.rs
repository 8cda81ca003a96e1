//! What is published, as data for everybody. Everything else of a decision stands in the API of matters.

use axum::extract::State;
use chrono::NaiveDate;
use frame::api::Items;
use frame::{App, Failure, Guest, Query, Reader, Routes, get};
use kernel::id::Id;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::model::decision::{Force, Subject, force};
use crate::store::public::{self, ROWS};

pub(crate) fn routes() -> Routes {
    Routes::new().route("/public/decisions", get(list))
}

/// A published decision or resolution.
#[derive(Debug, Serialize, ToSchema)]
struct PublishedItem {
    #[schema(value_type = String)]
    id: Id,
    organ: String,
    number: Option<String>,
    title: String,
    /// `decision` or `resolution`.
    form: &'static str,
    /// `standing_committee` or `congress`.
    body: &'static str,
    subject: &'static str,
    adopted_on: NaiveDate,
    effective_on: NaiveDate,
    published_on: NaiveDate,
    /// `ahead`, `now`, `replaced` or `repealed`.
    force: &'static str,
    #[schema(value_type = Option<String>)]
    ended_by: Option<Id>,
    content: String,
}

/// What is published, the newest first; no sign-in. `cursor` is that of the page before.
#[utoipa::path(get, path = "/api/v1/public/decisions", tag = "decisions",
    params(("subject" = Option<String>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Items<PublishedItem>)))]
async fn list(
    State(app): State<App>,
    visit: Guest,
    Query(query): Query,
) -> Result<axum::Json<Items<PublishedItem>>, Failure> {
    let mut r = Reader::new(&query);
    let codes: Vec<&str> = Subject::ALL.iter().map(|s| s.code()).collect();
    let subject = r.choice("subject", &codes).and_then(Subject::parse);
    let skip = r.number("cursor", 0..=100_000).unwrap_or(0);
    r.finish_strict()?;
    let today = visit.now.day();
    let mut all = public::list(&app.kernel().db, today, subject, skip).await?;
    let more = all.len() as i64 > ROWS;
    all.truncate(ROWS as usize);
    let items = all
        .into_iter()
        .map(|p| PublishedItem {
            force: match force(p.adopted_on, p.effective_on, p.ended(), today) {
                Force::Ahead => "ahead",
                Force::InForce => "now",
                Force::Over(how) => how.code(),
            },
            id: p.matter_id,
            organ: p.organ,
            number: p.number,
            title: p.title,
            form: p.form.code(),
            body: p.body.code(),
            subject: p.subject.code(),
            adopted_on: p.adopted_on,
            effective_on: p.effective_on.unwrap_or(p.adopted_on),
            published_on: p.published_on,
            ended_by: p.ended_by,
            content: p.content,
        })
        .collect();
    Ok(axum::Json(Items {
        items,
        next_cursor: more.then(|| (skip + ROWS).to_string()),
    }))
}

#[derive(OpenApi)]
#[openapi(paths(list))]
struct Described;

/// The description of these routes.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    Described::openapi()
}
