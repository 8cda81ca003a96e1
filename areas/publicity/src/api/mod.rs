//! This area's part of the API: what every matter has stands in the frame, how figures are asked in the office.
//!
//! Whoever may open the newsroom's pages reads here; what is the office's alone (settlements) is the office's here too.

mod briefing;
mod newsroom;
mod room;
mod topics;

use frame::Routes;
use utoipa::OpenApi;

pub(crate) fn routes() -> Routes {
    topics::routes()
        .merge(newsroom::routes())
        .merge(briefing::routes())
        .merge(room::routes())
}

/// The description of these routes.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    let mut all = topics::Described::openapi();
    all.merge(newsroom::Described::openapi());
    all.merge(briefing::Described::openapi());
    all.merge(room::Described::openapi());
    all
}
