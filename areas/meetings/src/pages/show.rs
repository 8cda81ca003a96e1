//! One event: what, when, where; what is linked with it; its dates and its history.

use axum::extract::State;
use axum::response::Response;
use frame::matter::Shown;
use frame::ui::{Doc, Facts};
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::id::Id;
use kernel::matter::Standing;

use crate::kind::Held;

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/{id}", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let event = &Held::of(&standing)?.event;
    let shown = Shown::new(&app, &visit, &standing).await?;
    let (history, more) = shown.history(&app).await?;
    let day = |d| text::date::date(visit.lang, d);
    let days = match event.from_on == event.to_on {
        true => day(event.from_on),
        false => format!("{} — {}", day(event.from_on), day(event.to_on)),
    };
    let facts = Facts::new(&visit)
        .line(visit.t("meetings-days"), days)
        .line(visit.t("meetings-ask-place"), event.place.clone())
        .line(visit.t("meetings-ask-note"), event.note.clone());
    let mut main = Doc::default().panel(&visit.t("meetings-arrangement"), facts);
    if let Some(links) = shown.linked(&app).await? {
        main = main.panel(&visit.t("matter-links"), links);
    }
    if let Some(papers) = shown.papers(&app).await? {
        main = main.part(papers);
    }
    let mut side = Doc::default()
        .panel_at("dates", &visit.t("meetings-dates"), shown.dates()?)
        .panel(&visit.t("matter-history"), history);
    if let Some(more) = more {
        side = side.part(more);
    }
    Ok(Doc::new(standing.matter.title.as_str())
        .trail("/meetings", visit.t("meetings-nav"))
        .live(format!("matter:{id}"))
        .part(shown.head())
        .part(shown.rail())
        .columns(main, side)
        .show(&visit))
}
