//! This area's part of the API: what every matter has stands in the frame, how figures are asked in the office.
//!
//! Whoever may open the newsroom's pages reads here; what is the office's alone (settlements) is the office's here too.

mod briefing;
mod given;
mod groups;
mod network;
mod newsroom;
mod room;
mod topics;

use axum::http::StatusCode;
use frame::{App, Failure, Routes};
use kernel::id::Id;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

pub(crate) fn routes() -> Routes {
    topics::routes()
        .merge(newsroom::routes())
        .merge(briefing::routes())
        .merge(room::routes())
        .merge(groups::routes())
        .merge(network::routes())
}

/// The description of these routes.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    let mut all = topics::Described::openapi();
    all.merge(newsroom::Described::openapi());
    all.merge(briefing::Described::openapi());
    all.merge(room::Described::openapi());
    all.merge(groups::Described::openapi());
    all.merge(network::Described::openapi());
    all
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
struct Made {
    #[schema(value_type = String)]
    id: Id,
}

/// Says that it stands; open pages are drawn anew.
fn made(app: &App, id: Id) -> Result<(StatusCode, axum::Json<Made>), Failure> {
    app.live().wake();
    Ok((StatusCode::CREATED, axum::Json(Made { id })))
}
