//! `/office`: where the views of the office begin.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Cell, Column, Doc, Head, Row, Table};
use frame::{App, Failure, Routes, SignedIn, get};
use kernel::error::{Error, Message};

use super::{View, opens};

pub(super) fn routes() -> Routes {
    Routes::new().route("/office", get(home))
}

async fn home(State(_): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let actor = visit.actor();
    if !opens(actor) {
        return Err(Error::Forbidden(Message::new("forbidden-people")).into());
    }
    let columns = vec![
        Column::new("view", visit.t("office-home-view")),
        Column::new("about", visit.t("office-home-about")),
    ];
    let rows = View::ALL
        .into_iter()
        .filter(|v| v.is_open_to(actor))
        .map(|v| Row {
            id: v.key().to_owned(),
            cells: vec![
                Cell::lead(v.href(), visit.t(v.key())),
                Cell::text(visit.t(v.hint())),
            ],
        })
        .collect();
    let table = Table::new(&visit, "office-home", visit.t("office-home"), columns).rows(rows);
    Ok(Doc::new(visit.t("office-nav"))
        .part(Head::new(visit.t("office-nav")).lede(visit.t("office-lede")))
        .part(table)
        .show(&visit))
}
