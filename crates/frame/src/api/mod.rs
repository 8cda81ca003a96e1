//! What every part of the JSON API shares.

mod me;

use axum::Router;
use axum::routing::get;

use crate::App;

/// Routes below `/api/v1`.
pub(crate) fn routes() -> Router<App> {
    Router::new().route("/me", get(me::me))
}
