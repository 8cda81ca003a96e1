//! This area's part of the API: earlier matters that are alike. Everything every matter has stands in the frame.

use axum::extract::State;
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Standing;
use serde_json::{Value as Json, json};
use utoipa::OpenApi;

use crate::similar;

pub(crate) fn routes() -> Routes {
    Routes::new().route("/proposals/{id}/similar", get(alike))
}

/// Earlier matters the caller may read that are like this one, the likest first, with the reply given then, what it
/// promised and how much of that was kept.
#[utoipa::path(get, path = "/api/v1/proposals/{id}/similar", tag = "proposals", params(("id" = String, Path)),
    responses((status = 200, description = "Some matters", body = Object)))]
async fn alike(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<Json>, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    if crate::kind::Held::of(&standing).is_err() {
        return Err(Error::NotFound.into());
    }
    let all = similar::of(app.kernel(), visit.actor(), &standing).await?;
    let items: Vec<Json> = all.iter().map(similar::to_json).collect();
    Ok(axum::Json(json!({"items": items, "next_cursor": null})))
}

#[derive(OpenApi)]
#[openapi(paths(alike))]
struct Described;

/// The description of these routes.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    Described::openapi()
}
