//! This area's part of the API: what every matter has stands in the frame, how figures are asked in the office.
//!
//! Whoever may open the newsroom's pages reads here; what is the office's alone (settlements) is the office's here too.

mod topics;

use frame::Routes;
use utoipa::OpenApi;

pub(crate) fn routes() -> Routes {
    topics::routes()
}

/// The description of these routes.
pub(crate) fn described() -> utoipa::openapi::OpenApi {
    topics::Described::openapi()
}
