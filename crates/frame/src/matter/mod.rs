//! What the pages of every matter share, whatever its kind: its acts as forms, its head, rail, schedule and
//! history, the workbench, and its part of the API.
//!
//! An area shows its own papers around these; it never asks again what may be done, and by when. Whoever may read a
//! matter is decided by [`Standing::read`]: for all others there is nothing at these addresses.

mod act;
pub(crate) mod api;
mod explain;
mod shown;
mod told;
mod workbench;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use kernel::id::Id;
use kernel::matter::{Standing, perform};

use crate::read::{Form, Path, Query};
use crate::{App, Failure, Go, SignedIn};

pub use explain::sentences;
pub use shown::{Shown, lamp_of};

/// The pages of matters as such.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(workbench::page))
        .route("/matters/{id}", get(open))
        .route("/matters/{id}/acts/{act}", get(ask).post(done))
        .route("/matters/{id}/history", get(history))
}

/// The matter's own page, whatever its kind.
async fn open(State(app): State<App>, visit: SignedIn, Path(id): Path<Id>) -> Result<Go, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Ok(Go::to(standing.kind.address(id)))
}

async fn ask(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, name)): Path<(Id, String)>,
    Query(query): Query,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    act::page(&app, &visit, &standing, &name, &query, None).await
}

async fn done(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, name)): Path<(Id, String)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let performed = match act::read(&app, &visit, &standing, &name, &typed).await {
        Ok(request) => perform(app.kernel(), visit.actor(), id, request).await,
        Err(wrong) => Err(wrong),
    };
    match performed {
        Ok(_) => {
            app.live().wake();
            // Whoever gave the matter away with the act comes back to what is still his.
            let here =
                kernel::matter::listing::visible(&app.kernel().db, visit.actor(), id).await?;
            let to = if here {
                standing.kind.address(id)
            } else {
                "/".to_owned()
            };
            let title = standing
                .pinned
                .definition
                .act(&name)
                .map(|a| act::words(visit.lang, &a.title));
            let said = kernel::error::Message::new("matter-act-done")
                .arg("act", title.unwrap_or_default());
            Ok(axum::response::IntoResponse::into_response(
                Go::to(to).saying(said),
            ))
        }
        Err(error) => act::page(&app, &visit, &standing, &name, &typed, Some(error)).await,
    }
}

async fn history(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Query(query): Query,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let shown = Shown::new(&app, &visit, &standing).await?;
    shown.history_page(&app, &query).await
}
