//! Decisions and resolutions as a list.

use axum::extract::State;
use axum::response::Response;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Head, Light, Row, Table};
use frame::{App, Failure, Query, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::matter::listing;

use super::parts;
use crate::decision::{DECISION, DecisionKind};
use crate::model::decision::Subject;
use crate::store::decision;

/// Rows of a page.
const ROWS: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new().route("/decisions", get(page))
}

/// Green, amber and red, to narrow a list by.
pub(super) fn lamps(visit: &SignedIn) -> Filter {
    let lights = [Light::Green, Light::Amber, Light::Red];
    let choices = lights.map(|l| Choice::new(l.code(), l.word(visit.lang)));
    Filter::choice("lamp", visit.t("decisions-lamp"), choices.to_vec())
}

/// The lamp asked for.
pub(super) fn lamp(asked: Option<&str>) -> Option<workday::Lamp> {
    match asked.and_then(Light::parse)? {
        Light::Green => Some(workday::Lamp::Green),
        Light::Amber => Some(workday::Lamp::Amber),
        Light::Red => Some(workday::Lamp::Red),
        Light::Out => None,
    }
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
    let pinned = parts::in_force(kernel, visit.actor(), &DecisionKind).await?;
    let subjects = Subject::ALL
        .iter()
        .map(|s| Choice::new(s.code(), t(&s.key())));
    let filters = vec![
        Filter::choice(
            "state",
            t("matter-state"),
            parts::states(visit.lang, pinned.as_deref()),
        ),
        Filter::choice("subject", t("decisions-subject"), subjects.collect()),
        lamps(&visit),
    ];
    let columns = vec![
        Column::new("due", t("matter-due")).sorts(),
        Column::new("title", t("decisions-title")),
        Column::new("number", t("decisions-number")),
        Column::new("subject", t("decisions-subject")),
        Column::new("state", t("matter-state")),
        Column::new("adopted", t("decisions-adopted-on")),
        Column::new("received", t("decisions-received-on")).sorts(),
    ];
    let list = Listing::read(
        "decisions",
        "/decisions",
        filters,
        columns,
        "-received",
        visit.columns("decisions"),
        &query,
    )?;
    let asked = &list.asked;
    let filter = listing::Filter {
        kinds: vec![DECISION],
        kind: Some(DECISION.to_owned()),
        state: asked.value("state").map(str::to_owned),
        category: asked.value("subject").map(str::to_owned),
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
    let mut head = Head::new(t("decisions-nav")).lede(t("decisions-lede"));
    if visit.actor().may(Permission::Register) {
        head = head.main("/decisions/new", t("decisions-new"));
    }
    let doc = Doc::new(t("decisions-nav"))
        .part(head)
        .part(parts::tabs(&visit, "/decisions"))
        .part(list.filters(&visit));
    if found.rows.is_empty() {
        let empty = Empty::new(t("decisions-none"), t("decisions-none-about"));
        return Ok(doc.part(empty).show(&visit));
    }
    let ids: Vec<_> = found.rows.iter().map(|m| m.id).collect();
    let beside = decision::of_matters(&kernel.db, &ids).await?;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let rows = found
        .rows
        .iter()
        .map(|m| {
            let d = beside.iter().find(|d| d.matter_id == m.id);
            Row {
                id: m.id.to_string(),
                cells: vec![
                    parts::due(&visit, &calendar, m),
                    Cell::Lead {
                        href: format!("/decisions/{}", m.id),
                        words: m.title.clone(),
                        under: d.map(|d| d.bringer.clone()).unwrap_or_default(),
                    },
                    Cell::text(m.number.clone().unwrap_or_default()),
                    Cell::text(d.map(|d| t(&d.subject.key())).unwrap_or_default()),
                    Cell::text(parts::state(visit.lang, pinned.as_deref(), &m.state)),
                    Cell::day(d.and_then(|d| d.adopted_on)),
                    Cell::Day(m.received_on),
                ],
            }
        })
        .collect();
    let (newer, older) = list.neighbours(&found);
    let table = Table::of(&visit, &list, t("decisions-nav"))
        .rows(rows)
        .pages(newer, older)
        .cards();
    Ok(doc.part(table).show(&visit))
}
