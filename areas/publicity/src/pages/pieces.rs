//! Manuscripts as a list: one's own and one's group's, or all of the organ's for its staff.

use axum::extract::State;
use axum::response::Response;
use frame::matter::lamp_of;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Failure, Query, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::id::Id;
use kernel::matter::kind::why;
use kernel::matter::listing;
use text::Lang;

use super::{View, enter, tabs};
use crate::kind::MANUSCRIPT;
use crate::store::byline;

/// Rows of a page.
const ROWS: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/manuscripts", get(page))
}

/// The steps and ends of the procedure in force, in words.
async fn states(app: &App, visit: &SignedIn) -> Result<Vec<(String, String)>, Failure> {
    let kernel = app.kernel();
    let kind = kernel.kind(MANUSCRIPT)?.clone();
    let pinned = kernel
        .procedures
        .current(&kernel.db, &*kind, visit.actor().organ, None)
        .await?;
    let def = &pinned.definition;
    let words = |w: &procedure::Words| match visit.lang {
        Lang::Zh => w.zh.clone(),
        Lang::En => w.en.clone(),
    };
    Ok(def
        .steps
        .iter()
        .map(|s| (s.id.clone(), words(&s.title)))
        .chain(def.ends.iter().map(|e| (e.id.clone(), words(&e.title))))
        .collect())
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let kernel = app.kernel();
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let states = states(&app, &visit).await?;
    let t = |key: &str| visit.t(key);
    let filters = vec![
        Filter::choice(
            "state",
            t("matter-state"),
            states
                .iter()
                .map(|(c, w)| Choice::new(c, w.as_str()))
                .collect(),
        ),
        Filter::choice(
            "own",
            t("publicity-own"),
            vec![Choice::new("yes", t("publicity-own-yes"))],
        ),
        Filter::choice(
            "open",
            t("publicity-open"),
            vec![
                Choice::new("yes", t("publicity-open-yes")),
                Choice::new("no", t("publicity-open-no")),
            ],
        ),
        Filter::day("from", t("publicity-from-on")),
        Filter::day("to", t("publicity-to-on")),
    ];
    let columns = vec![
        Column::new("due", t("matter-due")).sorts(),
        Column::new("title", t("publicity-ask-title")),
        Column::new("state", t("matter-state")),
        Column::new("author", t("publicity-dimension-person")),
        Column::new("begun", t("publicity-begun-on")).sorts(),
    ];
    let list = Listing::read(
        "manuscripts",
        "/publicity/manuscripts",
        filters,
        columns,
        "-begun",
        visit.columns("manuscripts"),
        &query,
    )?;
    let asked = &list.asked;
    let filter = listing::Filter {
        kind: Some(MANUSCRIPT.to_owned()),
        state: asked.value("state").map(str::to_owned),
        open: asked.value("open").map(|v| v == "yes"),
        why: asked.value("own").map(|_| why::PROPOSED),
        received_from: asked.day("from"),
        received_to: asked.day("to"),
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
    let mut head = Head::new(t("publicity-manuscripts")).lede(t("publicity-manuscripts-lede"));
    if visit.actor().may(Permission::Write) && visit.actor().person.is_some() {
        head = head.main("/publicity/manuscripts/new", t("publicity-begin"));
    }
    let doc = Doc::new(t("publicity-manuscripts"))
        .trail("/publicity", t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Manuscripts))
        .part(list.filters(&visit));
    if found.rows.is_empty() {
        let empty = Empty::new(
            t("publicity-manuscripts-none"),
            t("publicity-manuscripts-how"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let today = visit.actor().today;
    let ids: Vec<Id> = found.rows.iter().map(|m| m.id).collect();
    let bylines = byline::of(&kernel.db, &ids).await?;
    let rows = found
        .rows
        .iter()
        .map(|m| {
            let state = match m.historic {
                true => t("matter-historic"),
                false => states
                    .iter()
                    .find(|(c, _)| *c == m.state)
                    .map_or_else(|| m.state.clone(), |(_, w)| w.clone()),
            };
            let due = m.due_on.filter(|_| m.open && !m.historic);
            Row {
                id: m.id.to_string(),
                cells: vec![
                    match due {
                        Some(_) => {
                            Cell::Lamp(lamp_of(visit.lang, today, &calendar, due, m.lamp(today)))
                        }
                        None => Cell::Nothing,
                    },
                    Cell::lead(format!("/publicity/manuscripts/{}", m.id), m.title.as_str()),
                    Cell::text(state),
                    Cell::text(bylines.get(&m.id).cloned().unwrap_or_default()),
                    Cell::Day(m.received_on),
                ],
            }
        })
        .collect();
    let (newer, older) = list.neighbours(&found);
    let table = Table::of(&visit, &list, t("publicity-manuscripts"))
        .rows(rows)
        .pages(newer, older)
        .cards();
    Ok(doc.part(table).show(&visit))
}
