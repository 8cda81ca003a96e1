//! Published appointments, for anybody, signed in or not: after the vote, and not a word before.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Cell, Column, Doc, Empty, Facts, Head, Row, Table};
use frame::{App, Failure, Guest, Path, Routes, get};
use kernel::error::Error;
use kernel::id::Id;
use text::{Lang, ta};

use crate::store::public::{Published, published};

/// Lines of the list.
const LINES: i64 = 300;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/public/appointments", get(list))
        .route("/public/appointments/{id}", get(one))
}

fn said(p: &Published) -> String {
    let key = format!("appointments-phrase-{}", p.action.code());
    let args = [
        ("name", p.name.as_str().into()),
        ("office", p.office.as_str().into()),
    ];
    ta(Lang::Zh, &key, &args)
}

async fn list(State(app): State<App>, visit: Guest) -> Result<Response, Failure> {
    let all = published(&app.kernel().db, None, LINES).await?;
    let head = Head::new(visit.t("appointments-public")).lede(visit.t("appointments-public-lede"));
    let doc = Doc::new(visit.t("appointments-public")).part(head);
    if all.is_empty() {
        let empty = Empty::new(
            visit.t("appointments-public-none"),
            visit.t("appointments-public-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let columns = vec![
        Column::new("said", visit.t("appointments-public-said")),
        Column::new("number", visit.t("appointments-decree-number")),
        Column::new("on", visit.t("appointments-decreed-on")),
        Column::new("organ", visit.t("appointments-public-organ")),
    ];
    let rows = all
        .iter()
        .map(|p| Row {
            id: p.matter_id.to_string(),
            cells: vec![
                Cell::lead(format!("/public/appointments/{}", p.matter_id), said(p)),
                Cell::text(p.decree.as_str()),
                Cell::Day(p.decreed_on),
                Cell::text(p.organ.as_str()),
            ],
        })
        .collect();
    let table = Table::new(&visit, "published", visit.t("appointments-public"), columns)
        .rows(rows)
        .cards();
    Ok(doc.part(table).show(&visit))
}

async fn one(
    State(app): State<App>,
    visit: Guest,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let all = published(&app.kernel().db, Some(id), LINES).await?;
    let first = all.first().ok_or(Error::NotFound)?;
    let words: Vec<String> = all.iter().map(|p| format!("{}。", said(p))).collect();
    let facts = Facts::new(&visit)
        .line(visit.t("appointments-public-said"), words.join("\n"))
        .line(visit.t("appointments-decree-number"), first.decree.clone())
        .line(
            visit.t("appointments-decreed-on"),
            text::date::date(visit.lang, first.decreed_on),
        )
        .line(
            visit.t("appointments-published-at"),
            super::when(&visit, first.published_at),
        );
    Ok(Doc::new(first.decree.as_str())
        .trail("/public/appointments", visit.t("appointments-public"))
        .part(Head::new(visit.t("appointments-decree")).eyebrow(first.organ.as_str()))
        .panel("", facts)
        .show(&visit))
}
