//! An issue as PDF.

use axum::extract::State;
use axum::response::Response;
use frame::{App, Failure, Path, Print, Routes, SignedIn, get};
use kernel::id::Id;
use kernel::matter::Standing;

use crate::actions::issue as actions;
use crate::issue::Held;

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/issues/{id}/paper.pdf", get(pdf))
}

async fn pdf(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    actions::opened(app.kernel(), visit.actor(), held).await?;
    let number = standing.matter.number.as_ref();
    let name = number.unwrap_or(&standing.matter.title);
    let issue = super::issue::periodical(&held.issue);
    Print::Periodical(issue).answer(&app, name).await
}
