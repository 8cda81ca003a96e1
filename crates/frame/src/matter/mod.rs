//! What the pages of every matter share, whatever its kind: its acts as forms, its head, rail, schedule and
//! history, the workbench, and its part of the API.
//!
//! An area shows its own papers around these; it never asks again what may be done, and by when. Whoever may read a
//! matter is decided by [`Standing::read`]: for all others there is nothing at these addresses.

mod act;
pub(crate) mod api;
mod beside;
mod explain;
mod files;
mod lamp;
mod papers;
mod shown;
mod stream;
mod told;
mod workbench;

use axum::extract::State;
use axum::response::Response;
use kernel::id::Id;
use kernel::matter::{Standing, perform};

use crate::read::{Path, Query, Upload};
use crate::routes::{Routes, get};
use crate::{App, Failure, Go, SignedIn};

pub use beside::table;
pub use explain::sentences;
pub use lamp::lamp_of;
pub use papers::Given;
pub use shown::Shown;

/// The pages of matters as such.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/", get(workbench::page))
        .route("/matters/{id}", get(open))
        .route("/matters/{id}/acts/{act}", get(ask).post(done))
        .route("/matters/{id}/files/{file}", get(papers::take))
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
    let given = Given::default();
    act::page(&app, &visit, &standing, &name, &query, &given, None).await
}

async fn done(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, name)): Path<(Id, String)>,
    mut upload: Upload,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let mut given = Given::take(&app, &visit, &mut upload).await?;
    let typed = &upload.fields;
    let read = act::read(&app, &visit, &standing, &name, typed).await;
    let performed = match given.with(read) {
        Ok(mut request) => {
            request.papers = given.bodies();
            perform(app.kernel(), visit.actor(), id, request).await
        }
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
        Err(error) => act::page(&app, &visit, &standing, &name, typed, &given, Some(error)).await,
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
