//! An issue as PDF.

use axum::extract::State;
use axum::response::Response;
use frame::{App, Failure, Path, Print, Routes, SignedIn, get};
use kernel::id::Id;

use super::issue::{name, opened};

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/issues/{id}/paper.pdf", get(pdf))
}

async fn pdf(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (standing, issue) = opened(&app, &visit, id).await?;
    Print::Periodical(issue).answer(&app, name(&standing)).await
}
