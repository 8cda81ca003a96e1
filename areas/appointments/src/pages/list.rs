//! The cases that exist for the reader: his own while they are under embargo, the organ's once they are announced.

use axum::extract::State;
use axum::response::Response;
use frame::matter::lamp_of;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Failure, Query, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::matter::Confidentiality;
use kernel::matter::listing;

use crate::kind::APPOINTMENT;

/// Rows of a page.
const ROWS: usize = 50;
/// The steps and ends of the procedure that ships.
pub(super) const STATES: [&str; 14] = [
    "consult",
    "nominate",
    "papers",
    "exam",
    "statement",
    "agenda",
    "ballot",
    "decree",
    "oath",
    "publish",
    "done",
    "refused",
    "returned",
    "withdrawn",
];

pub(super) fn routes() -> Routes {
    Routes::new().route("/appointments", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    if !crate::opens(visit.actor()) {
        return Err(Error::Forbidden(Message::new(Permission::ReadAll.refusal())).into());
    }
    let kernel = app.kernel();
    let t = |key: &str| visit.t(key);
    let states = STATES.map(|s| Choice::new(s, t(&format!("appointments-state-{s}"))));
    let filters = vec![Filter::choice("state", t("matter-state"), states.to_vec())];
    let columns = vec![
        Column::new("due", t("matter-due")).sorts(),
        Column::new("title", t("appointments-case")),
        Column::new("state", t("matter-state")),
        Column::new("number", t("appointments-decree-number")),
        Column::new("entered", t("appointments-opened-on")).sorts(),
    ];
    let list = Listing::read(
        "appointments",
        "/appointments",
        filters,
        columns,
        "-entered",
        visit.columns("appointments"),
        &query,
    )?;
    let asked = &list.asked;
    let filter = listing::Filter {
        kind: Some(APPOINTMENT.to_owned()),
        state: asked.value("state").map(str::to_owned),
        ..listing::Filter::default()
    };
    let found = listing::page(
        kernel,
        visit.actor(),
        &filter,
        list.order(),
        &list.start()?,
        ROWS,
    )
    .await?;
    let mut head = Head::new(t("appointments-nav")).lede(t("appointments-lede"));
    if visit.actor().may(Permission::Register) {
        head = head.main("/appointments/new", t("appointments-new"));
    }
    if visit.actor().may(Permission::ReadAll) {
        head = head.button("/appointments/register", t("appointments-register"));
        head = head.button("/appointments/elections", t("appointments-elections"));
    }
    if visit.actor().may(Permission::Register) {
        head = head.button("/appointments/questions", t("appointments-bank"));
    }
    let doc = Doc::new(t("appointments-nav"))
        .part(head)
        .part(list.filters(&visit));
    if found.rows.is_empty() {
        let empty = Empty::new(t("appointments-none"), t("appointments-none-about"));
        return Ok(doc.part(empty).show(&visit));
    }
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let today = visit.actor().today;
    let hidden = Confidentiality::Embargo.code();
    let rows = found
        .rows
        .iter()
        .map(|m| {
            let due = m.due_on.filter(|_| m.open);
            let under = match m.confidentiality == hidden {
                true => t("confidentiality-embargo"),
                false => String::new(),
            };
            Row {
                id: m.id.to_string(),
                cells: vec![
                    match due {
                        Some(_) => {
                            Cell::Lamp(lamp_of(visit.lang, today, &calendar, due, m.lamp(today)))
                        }
                        None => Cell::Nothing,
                    },
                    Cell::Lead {
                        href: format!("/appointments/{}", m.id),
                        words: m.title.clone(),
                        under,
                    },
                    Cell::text(t(&format!("appointments-state-{}", m.state))),
                    Cell::text(m.number.clone().unwrap_or_default()),
                    Cell::Day(m.received_on),
                ],
            }
        })
        .collect();
    let (newer, older) = list.neighbours(&found);
    let table = Table::of(&visit, &list, t("appointments-nav"))
        .rows(rows)
        .pages(newer, older)
        .cards();
    Ok(doc.part(table).show(&visit))
}
