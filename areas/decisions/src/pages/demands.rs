//! All demands as a list: what is owed, by whom, by when, and what was met by words alone.

use axum::extract::State;
use axum::response::Response;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Failure, Query, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::matter::listing;

use super::list::{lamp, lamps};
use super::{parts, show};
use crate::instruction::{INSTRUCTION, InstructionKind};
use crate::store::instruction;

/// Rows of a page.
const ROWS: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new().route("/decisions/demands", get(page))
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
    let pinned = parts::in_force(kernel, visit.actor(), &InstructionKind).await?;
    let units = kernel.directory.of(&kernel.db, visit.actor().organ).await?;
    let handling = units.iter().filter(|u| u.handles());
    let choices = handling.map(|u| Choice::new(u.id, u.short_name.as_str()));
    let filters = vec![
        Filter::choice("unit", t("decisions-unit"), choices.collect()),
        Filter::choice(
            "state",
            t("matter-state"),
            parts::states(visit.lang, pinned.as_deref()),
        ),
        lamps(&visit),
    ];
    let columns = vec![
        Column::new("due", t("matter-due")).sorts(),
        Column::new("title", t("instructions-what")),
        Column::new("unit", t("decisions-unit")),
        Column::new("state", t("matter-state")),
        Column::new("met", t("instructions-met-by")),
        Column::new("received", t("instructions-given-on")).sorts(),
    ];
    let list = Listing::read(
        "demands",
        "/decisions/demands",
        filters,
        columns,
        "due",
        visit.columns("demands"),
        &query,
    )?;
    let asked = &list.asked;
    let filter = listing::Filter {
        kinds: vec![INSTRUCTION],
        kind: Some(INSTRUCTION.to_owned()),
        unit: asked.id("unit"),
        state: asked.value("state").map(str::to_owned),
        lamp: lamp(asked.value("lamp")),
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
    let doc = Doc::new(t("decisions-tab-demands"))
        .trail("/decisions", t("decisions-nav"))
        .part(Head::new(t("decisions-tab-demands")).lede(t("instructions-lede")))
        .part(parts::tabs(&visit, "/decisions/demands"))
        .part(list.filters(&visit));
    if found.rows.is_empty() {
        let empty = Empty::new(t("instructions-none"), t("instructions-none-about"));
        return Ok(doc.part(empty).show(&visit));
    }
    let ids: Vec<_> = found.rows.iter().map(|m| m.id).collect();
    let beside = instruction::of_matters(&kernel.db, &ids).await?;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let rows = found
        .rows
        .iter()
        .map(|m| {
            let i = beside.iter().find(|i| i.matter_id == m.id);
            let unit = i.and_then(|i| units.iter().find(|u| u.id == i.unit_id));
            Row {
                id: m.id.to_string(),
                cells: vec![
                    parts::due(&visit, &calendar, m),
                    Cell::lead(format!("/decisions/demands/{}", m.id), m.title.as_str()),
                    Cell::text(unit.map(|u| u.short_name.clone()).unwrap_or_default()),
                    Cell::text(parts::state(visit.lang, pinned.as_deref(), &m.state)),
                    show::met(&visit, i.and_then(|i| i.met_by)),
                    Cell::Day(m.received_on),
                ],
            }
        })
        .collect();
    let (newer, older) = list.neighbours(&found);
    let table = Table::of(&visit, &list, t("decisions-tab-demands"))
        .rows(rows)
        .pages(newer, older)
        .cards();
    Ok(doc.part(table).show(&visit))
}
