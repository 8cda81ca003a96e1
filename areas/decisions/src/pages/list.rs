//! Decisions and resolutions as a list.

use axum::extract::{OriginalUri, State};
use axum::response::Response;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Head, Light, Row, Table};
use frame::{App, Export, Failure, Query, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::matter::listing::{self, Start};

use super::parts;
use crate::decision::{DECISION, DecisionKind};
use crate::model::decision::Subject;
use crate::store::decision;

/// Rows of a page.
const ROWS: usize = 50;
/// Rows an export holds at most; more are asked for by narrower filters.
const EXPORTED: usize = 20_000;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/decisions", get(page))
        .route("/decisions.csv", get(export))
        .route("/decisions.xlsx", get(export))
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

/// What was asked of the list, with what its rows need.
struct Asked {
    list: Listing,
    pinned: Option<std::sync::Arc<kernel::procedures::Pinned>>,
    calendar: std::sync::Arc<workday::Calendar>,
}

impl Asked {
    async fn read(app: &App, visit: &SignedIn, query: &frame::Fields) -> Result<Asked, Failure> {
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
            lamps(visit),
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
            query,
        )?;
        Ok(Asked {
            list,
            pinned,
            calendar: kernel.calendars.current(&kernel.db, kernel.now()).await?,
        })
    }

    fn filter(&self) -> listing::Filter {
        let asked = &self.list.asked;
        listing::Filter {
            kinds: vec![DECISION],
            kind: Some(DECISION.to_owned()),
            state: asked.value("state").map(str::to_owned),
            category: asked.value("subject").map(str::to_owned),
            lamp: lamp(asked.value("lamp")),
            ..listing::Filter::default()
        }
    }

    async fn rows(
        &self,
        app: &App,
        visit: &SignedIn,
        found: &[listing::Row],
    ) -> Result<Vec<Row>, Error> {
        let ids: Vec<_> = found.iter().map(|m| m.id).collect();
        let beside = decision::of_matters(&app.kernel().db, &ids).await?;
        let pinned = self.pinned.as_deref();
        Ok(found
            .iter()
            .map(|m| {
                let d = beside.iter().find(|d| d.matter_id == m.id);
                Row {
                    id: m.id.to_string(),
                    cells: vec![
                        parts::due(visit, &self.calendar, m),
                        Cell::Lead {
                            href: format!("/decisions/{}", m.id),
                            words: m.title.clone(),
                            under: d.map(|d| d.bringer.clone()).unwrap_or_default(),
                        },
                        Cell::text(m.number.clone().unwrap_or_default()),
                        Cell::text(d.map(|d| visit.t(&d.subject.key())).unwrap_or_default()),
                        Cell::text(parts::state(visit.lang, pinned, &m.state)),
                        Cell::day(d.and_then(|d| d.adopted_on)),
                        Cell::Day(m.received_on),
                    ],
                }
            })
            .collect())
    }
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let asked = Asked::read(&app, &visit, &query).await?;
    let list = &asked.list;
    let t = |key: &str| visit.t(key);
    let (filter, start) = (asked.filter(), list.start()?);
    let kernel = app.kernel();
    let found = listing::page(kernel, visit.actor(), &filter, list.order(), &start, ROWS).await?;
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
    let rows = asked.rows(&app, &visit, &found.rows).await?;
    let (newer, older) = list.neighbours(&found);
    let table = Table::of(&visit, list, t("decisions-nav"))
        .rows(rows)
        .pages(newer, older)
        .export(list.same_at("/decisions.xlsx"))
        .cards();
    Ok(doc.part(table).show(&visit))
}

async fn export(
    State(app): State<App>,
    visit: SignedIn,
    OriginalUri(uri): OriginalUri,
    Query(query): Query,
) -> Result<Response, Failure> {
    let kind = Export::of_path(uri.path()).unwrap_or(Export::Xlsx);
    let asked = Asked::read(&app, &visit, &query).await?;
    let (filter, order) = (asked.filter(), asked.list.order());
    let mut rows = Vec::new();
    let mut start = Start::First;
    loop {
        let kernel = app.kernel();
        let most = listing::MOST;
        let found = listing::page(kernel, visit.actor(), &filter, order, &start, most).await?;
        rows.extend(asked.rows(&app, &visit, &found.rows).await?);
        match found.next {
            Some(next) if rows.len() < EXPORTED => start = Start::At(next),
            _ => break,
        }
    }
    let title = visit.t("decisions-nav");
    kind.answer(&visit, &title, &asked.list.columns, rows)
}
