//! Who read which case under embargo, for the auditor: by the code of the case, for he may not know more of it.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Cell, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Failure, Len, Query, Reader, Routes, SignedIn, Visit, get};
use kernel::embargo::{self, Reading};

/// Readings of a page.
const ROWS: i64 = 100;

pub(super) fn routes() -> Routes {
    Routes::new().route("/appointments/readings", get(page))
}

/// Readings as a table; with the case's code where they are of several.
pub(super) fn table(visit: &Visit, all: &[Reading], coded: bool) -> Table {
    let mut columns = vec![
        Column::new("at", visit.t("appointments-reading-at")),
        Column::new("who", visit.t("appointments-reading-who")),
        Column::new("what", visit.t("appointments-reading-what")),
    ];
    if coded {
        columns.insert(1, Column::new("code", visit.t("appointments-code")));
    }
    let rows = all
        .iter()
        .map(|r| {
            let door = visit.t(&format!("appointments-door-{}", r.door));
            let what = match r.file_id {
                Some(_) => visit.t("appointments-reading-file"),
                None => visit.t("appointments-reading-case"),
            };
            let mut cells = vec![
                Cell::text(super::when(visit, r.at)),
                Cell::text(r.person.as_str()),
                Cell::text(format!("{what} · {door}")),
            ];
            if coded {
                cells.insert(1, Cell::text(r.code.as_str()));
            }
            Row {
                id: r.id.to_string(),
                cells,
            }
        })
        .collect();
    Table::new(visit, "readings", visit.t("appointments-readings"), columns)
        .rows(rows)
        .cards()
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let mut r = Reader::new(&query);
    let before = r.line("before", Len(20)).and_then(|b| b.parse().ok());
    r.finish_strict()?;
    let db = &app.kernel().db;
    let all = embargo::readings_of_organ(db, visit.actor(), before, ROWS).await?;
    let head =
        Head::new(visit.t("appointments-readings")).lede(visit.t("appointments-readings-lede"));
    let doc = Doc::new(visit.t("appointments-readings")).part(head);
    if all.is_empty() {
        let empty = Empty::new(
            visit.t("appointments-readings-none"),
            visit.t("appointments-readings-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let older = (all.len() as i64 == ROWS)
        .then(|| {
            all.last()
                .map(|r| format!("/appointments/readings?before={}", r.id))
        })
        .flatten();
    Ok(doc
        .part(table(&visit, &all, true).pages(None, older))
        .show(&visit))
}
