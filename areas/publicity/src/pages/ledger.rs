//! The adoption ledger as a list: filters, export, and the way to enter or strike one.

use axum::extract::{OriginalUri, State};
use axum::response::Response;
use chrono::NaiveDate;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Export, Failure, Fields, Query, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::{View, enter, keeps, tabs};
use crate::model::genre::Genre;
use crate::model::outlet::{Level, Medium};
use crate::store::adoption::{self, Adoption};
use crate::store::{group, outlet};

/// Rows of a page, and of an export at most.
const ROWS: usize = 50;
const EXPORTED: usize = 20_000;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/ledger", get(list))
        .route("/publicity/ledger.xlsx", get(export))
        .route("/publicity/ledger.csv", get(export))
}

async fn read(app: &App, visit: &SignedIn, query: &Fields) -> Result<Listing, Failure> {
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let t = |key: &str| visit.t(key);
    let outlets = outlet::outlets(db, organ)
        .await?
        .into_iter()
        .map(|o| Choice::named(o.id, o.name))
        .collect();
    let groups = group::groups(db, organ)
        .await?
        .into_iter()
        .map(|g| Choice::new(&g.name, g.name.as_str()))
        .collect();
    let levels = Level::ALL
        .iter()
        .map(|l| Choice::new(l.code(), t(&l.key())))
        .collect();
    let media = Medium::ALL
        .iter()
        .map(|m| Choice::new(m.code(), t(&m.key())))
        .collect();
    let genres = Genre::ALL
        .iter()
        .map(|g| Choice::new(g.code(), t(&g.key())))
        .collect();
    let struck = vec![
        Choice::new("no", t("publicity-struck-no")),
        Choice::new("yes", t("publicity-struck")),
    ];
    let filters = vec![
        Filter::day("from", t("publicity-from-on")),
        Filter::day("to", t("publicity-to-on")),
        Filter::choice("level", t("publicity-dimension-level"), levels),
        Filter::choice("outlet", t("publicity-dimension-outlet"), outlets),
        Filter::choice("medium", t("publicity-dimension-medium"), media),
        Filter::choice("genre", t("publicity-dimension-genre"), genres),
        Filter::choice("group", t("publicity-dimension-group"), groups),
        Filter::words("person", t("publicity-dimension-person")),
        Filter::choice("struck", t("publicity-struck"), struck),
    ];
    let columns = vec![
        Column::new("on", t("publicity-on-date")),
        Column::new("title", t("publicity-ask-title")),
        Column::new("genre", t("publicity-dimension-genre")),
        Column::new("authors", t("publicity-dimension-person")),
        Column::new("group", t("publicity-dimension-group")),
        Column::new("outlet", t("publicity-dimension-outlet")),
        Column::new("level", t("publicity-dimension-level")),
        Column::new("medium", t("publicity-dimension-medium")).later(),
        Column::new("place", t("publicity-said-place")),
        Column::new("size", t("publicity-dimension-size")).later(),
        Column::new("characters", t("publicity-characters")).number(),
        Column::new("proof", t("publicity-proof")),
    ];
    Ok(Listing::read(
        "publicity-ledger",
        "/publicity/ledger",
        filters,
        columns,
        "-on",
        visit.columns("publicity-ledger"),
        query,
    )?)
}

fn filter(listing: &Listing) -> adoption::Filter {
    let asked = &listing.asked;
    adoption::Filter {
        from: asked.day("from"),
        to: asked.day("to"),
        outlet: asked.id("outlet"),
        level: asked.value("level").and_then(Level::parse),
        medium: asked.value("medium").and_then(Medium::parse),
        genre: asked.value("genre").and_then(Genre::parse),
        group: asked.value("group").map(str::to_owned),
        person: asked.value("person").map(str::to_owned),
        struck: asked.value("struck").map(|s| s == "yes"),
        about: Vec::new(),
    }
}

/// A place in the list: the day and id of the last row seen.
fn place(cursor: &str) -> Option<(NaiveDate, Id)> {
    let (day, id) = cursor.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

/// The proof of an appearance: the page on the web, the scan among the papers, or nothing yet.
pub(super) fn proof(visit: &SignedIn, a: &Adoption) -> Cell {
    match (&a.link, a.proof) {
        (Some(link), _) => Cell::link(link, visit.t("publicity-link-open")),
        (None, Some(file)) => Cell::link(
            format!("/matters/{}/files/{file}", a.matter_id),
            visit.t("publicity-scan"),
        ),
        (None, None) => Cell::text(visit.t("publicity-proof-none")),
    }
}

async fn rows(app: &App, visit: &SignedIn, found: &[Adoption]) -> Result<Vec<Row>, Failure> {
    let ids: Vec<Id> = found.iter().map(|a| a.id).collect();
    let bylines = adoption::bylines(&app.kernel().db, &ids).await?;
    Ok(found
        .iter()
        .map(|a| {
            let names: Vec<&str> = bylines
                .iter()
                .filter(|b| b.adoption_id == a.id)
                .map(|b| b.name.as_str())
                .collect();
            let under = match (a.struck_at, a.reprint) {
                (Some(_), _) => visit.t("publicity-struck"),
                (None, true) => visit.t("publicity-reprint"),
                (None, false) => String::new(),
            };
            Row {
                id: a.id.to_string(),
                cells: vec![
                    Cell::Day(a.on_date),
                    Cell::Lead {
                        href: format!("/publicity/manuscripts/{}", a.matter_id),
                        words: a.title.clone(),
                        under,
                    },
                    Cell::text(visit.t(&a.genre.key())),
                    Cell::text(names.join("、")),
                    Cell::text(a.group_name.clone().unwrap_or_default()),
                    Cell::link(
                        format!("/publicity/outlets/{}", a.outlet_id),
                        a.outlet.clone(),
                    ),
                    Cell::text(visit.t(&a.level.key())),
                    Cell::text(visit.t(&a.medium.key())),
                    Cell::text(a.said_place.clone()),
                    a.size
                        .map_or(Cell::Nothing, |s| Cell::text(visit.t(&s.key()))),
                    match a.characters {
                        0 => Cell::Nothing,
                        n => Cell::Count(n),
                    },
                    proof(visit, a),
                ],
            }
        })
        .collect())
}

async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let listing = read(&app, &visit, &query).await?;
    let before = match listing.asked.cursor.as_deref() {
        Some(cursor) => Some(
            place(cursor).ok_or_else(|| Error::field("cursor", Message::new("invalid-cursor")))?,
        ),
        None => None,
    };
    let db = &app.kernel().db;
    let mut found = adoption::page(db, visit.actor(), &filter(&listing), before, ROWS + 1).await?;
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    let older = found
        .last()
        .filter(|_| more)
        .map(|a| listing.page_href(&format!("{}.{}", a.on_date, a.id)));
    let mut head = Head::new(visit.t("publicity-ledger")).lede(visit.t("publicity-ledger-lede"));
    if keeps(&visit) {
        head = head.main("/publicity/ledger/new", visit.t("publicity-adoption-enter"));
    }
    if visit.actor().may(Permission::Import) {
        head = head.button("/office/imports", visit.t("publicity-to-imports"));
    }
    let doc = Doc::new(visit.t("publicity-ledger"))
        .trail("/publicity", visit.t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Ledger))
        .part(listing.filters(&visit));
    if found.is_empty() {
        let empty = Empty::new(
            visit.t("publicity-ledger-none"),
            visit.t("publicity-ledger-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let rows = rows(&app, &visit, &found).await?;
    let table = Table::of(&visit, &listing, visit.t("publicity-ledger"))
        .rows(rows)
        .pages(None, older)
        .export(listing.same_at("/publicity/ledger.xlsx"))
        .cards();
    Ok(doc.part(table).show(&visit))
}

async fn export(
    State(app): State<App>,
    visit: SignedIn,
    OriginalUri(uri): OriginalUri,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let listing = read(&app, &visit, &query).await?;
    let db = &app.kernel().db;
    let found = adoption::page(db, visit.actor(), &filter(&listing), None, EXPORTED + 1).await?;
    if found.len() > EXPORTED {
        let most = Message::new("frame-export-rows").arg("most", EXPORTED as i64);
        return Err(Error::TooLarge(most).into());
    }
    let mut all = Vec::with_capacity(found.len());
    for some in found.chunks(400) {
        all.extend(rows(&app, &visit, some).await?);
    }
    let kind = Export::of_path(uri.path()).unwrap_or(Export::Xlsx);
    kind.answer(&visit, &visit.t("publicity-ledger"), &listing.columns, all)
}
