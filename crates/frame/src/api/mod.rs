//! What every part of the JSON API shares.
//!
//! * [`Paging`] and [`Items`]: lists are paged by cursor, `{items, next_cursor}`, at most 200 at once;
//! * [`IfMatch`] and [`Revised`]: a write that changes a matter states the revision it saw (428 without, 412
//!   with what changed where it is stale); a read answers with the revision as `ETag`;
//! * `Idempotency-Key` on any POST: the answer of the first time again, 422 where the key was used for another
//!   request (RFC draft-ietf-httpapi-idempotency-key-header);
//! * problems (RFC 9457) in the reader's language: made by [`crate::Failure`], described at `/api/problems`;
//! * the description (`/api/openapi.json`, OpenAPI 3.1) and `/api`, a page to try it.
//!
//! An area's handler reads a list strictly, so that a misspelt filter is told and not ignored:
//!
//! ```ignore
//! async fn list(State(app): State<App>, visit: SignedIn, Query(query): Query) -> Result<Json<Items<Row>>, Failure> {
//!     let mut r = Reader::new(&query);
//!     let paging = Paging::read(&mut r);
//!     let state = r.choice("state", &STATES);
//!     r.finish_strict()?;
//!     …
//! }
//! ```
//!
//! Bearer tokens are found by the visit's layer; a handler sees only [`crate::SignedIn`].

mod describe;
mod idempotency;
mod me;
mod page;
mod paging;
mod precondition;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::routes::{Routes, get};

pub use describe::{Problem, describe};
pub(crate) use idempotency::layer as idempotency_layer;
pub use paging::{Items, MOST, Paging};
pub use precondition::{IfMatch, Revised};

/// Routes below `/api/v1`.
pub(crate) fn routes() -> Routes {
    Routes::new().route("/me", get(me::me))
}

/// The description and the pages about it.
pub(crate) fn pages() -> Routes {
    Routes::new()
        .route("/api", get(page::page))
        .route("/api/problems", get(page::problems))
        .route("/api/openapi.json", get(description))
}

async fn description(State(app): State<App>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, app.openapi().to_owned()).into_response()
}
