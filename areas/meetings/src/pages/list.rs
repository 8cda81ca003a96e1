//! Meetings and activities as a list: what is ahead first.

use axum::extract::State;
use axum::response::Response;
use frame::matter::lamp_of;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Failure, Query, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::matter::listing;

use crate::kind::EventKind;

/// Rows of a page.
const ROWS: usize = 50;
/// The steps and ends of the procedures that ship.
const STATES: [&str; 6] = [
    "arranged",
    "called",
    "sitting",
    "writing",
    "held",
    "cancelled",
];

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings", get(page))
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
    let kinds = EventKind::ALL.map(|k| Choice::new(k.code(), t(&format!("kind-{}", k.code()))));
    let states = STATES.map(|s| Choice::new(s, t(&format!("meetings-state-{s}"))));
    let filters = vec![
        Filter::choice("kind", t("meetings-kind"), kinds.to_vec()),
        Filter::choice("state", t("matter-state"), states.to_vec()),
    ];
    let columns = vec![
        Column::new("due", t("matter-due")).sorts(),
        Column::new("title", t("meetings-ask-title")),
        Column::new("kind", t("meetings-kind")),
        Column::new("day", t("meetings-days")),
        Column::new("state", t("matter-state")),
        Column::new("entered", t("meetings-entered-on")).sorts(),
    ];
    let list = Listing::read(
        "meetings",
        "/meetings",
        filters,
        columns,
        "due",
        visit.columns("meetings"),
        &query,
    )?;
    let asked = &list.asked;
    let filter = listing::Filter {
        kinds: EventKind::ALL.iter().map(|k| k.code()).collect(),
        kind: asked.value("kind").map(str::to_owned),
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
    let mut head = Head::new(t("meetings-nav")).lede(t("meetings-lede"));
    if visit.actor().may(Permission::ReadAll) {
        head = head.button("/meetings/bodies", t("meetings-bodies"));
    }
    if visit.actor().may(Permission::Register) {
        head = head.main("/meetings/new", t("meetings-new"));
    }
    let doc = Doc::new(t("meetings-nav"))
        .part(head)
        .part(list.filters(&visit));
    if found.rows.is_empty() {
        let empty = Empty::new(t("meetings-none"), t("meetings-none-about"));
        return Ok(doc.part(empty).show(&visit));
    }
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let today = visit.actor().today;
    let rows = found
        .rows
        .iter()
        .map(|m| {
            let due = m.due_on.filter(|_| m.open);
            Row {
                id: m.id.to_string(),
                cells: vec![
                    match due {
                        Some(_) => {
                            Cell::Lamp(lamp_of(visit.lang, today, &calendar, due, m.lamp(today)))
                        }
                        None => Cell::Nothing,
                    },
                    Cell::lead(format!("/meetings/{}", m.id), m.title.as_str()),
                    Cell::text(t(&format!("kind-{}", m.kind))),
                    Cell::day(due.or(m.closed_on.filter(|_| m.state == "held"))),
                    Cell::text(t(&format!("meetings-state-{}", m.state))),
                    Cell::Day(m.received_on),
                ],
            }
        })
        .collect();
    let (newer, older) = list.neighbours(&found);
    let table = Table::of(&visit, &list, t("meetings-nav"))
        .rows(rows)
        .pages(newer, older)
        .cards();
    Ok(doc.part(table).show(&visit))
}
