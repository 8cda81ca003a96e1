//! A settlement of a long ledger on its way: how far it is, and where it came to.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Doc, Head, Links, Note, Progress, Tone};
use frame::{App, Failure, Go, Path, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::Message;
use kernel::id::Id;

use crate::store::settling;

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/settlements/running/{id}", get(show))
}

async fn show(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let it = settling::one(&app.kernel().db, visit.actor().organ, id).await?;
    if let Some(settlement) = it.settlement_id {
        return Ok(Go::to(format!("/publicity/settlements/{settlement}"))
            .saying(Message::new("publicity-settle-done"))
            .into_response());
    }
    let doc = Doc::new(&it.title)
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/incentives", visit.t("publicity-incentives"))
        .part(Head::new(&it.title));
    Ok(match it.trouble {
        Some(trouble) => {
            let why =
                serde_json::from_str::<Message>(&trouble).map_or(trouble, |m| m.say(visit.lang));
            let back = format!(
                "/publicity/settlements/new?from={}&to={}",
                it.from_on, it.to_on
            );
            doc.part(Note::new(Tone::Bad, why).title(visit.t("publicity-settle-failed")))
                .part(Links::new(vec![(back, visit.t("publicity-settle-again"))]))
        }
        None => doc.part(Progress::new(
            &visit,
            id,
            visit.t("publicity-settle-running-now"),
            it.done,
            it.steps,
        )),
    }
    .show(&visit))
}
