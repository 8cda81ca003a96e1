//! Units: the tree of any day, and one unit with its past, its parts and its people.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Act, Acts, Cell, Column, Doc, Empty, Facts, Head, Note, Row, Table, Tone};
use frame::{App, Failure, Fields, Path, Query, Routes, SignedIn, Visit, get};
use kernel::access::{Actor, Permission};
use kernel::db::Db;
use kernel::error::Error;
use kernel::id::Id;
use kernel::organ::past::former_names;
use kernel::organ::{self, UNIT_KINDS, Unit};
use kernel::person::register::{everybody, posts_on};
use papers::sheet::{Cell as Out, Kind};

use super::unit::{self, kinds};
use super::{Export, View, day_words, kind_words, name_of, period, role_words, ta, tabs};
use crate::model::unit::{Placed, tree};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/units", get(list).post(unit::add))
        .route("/office/units.xlsx", get(export))
        .route("/office/units/{id}", get(view))
}

/// The units of a day as a tree, under the names of that day.
pub(crate) async fn on_day(db: &Db, organ: Id, day: NaiveDate) -> Result<Vec<Placed>, Error> {
    let former = former_names(db, organ).await?;
    let units = organ::past::on_day(organ::units(db, organ).await?, &former, day);
    Ok(tree(units, &former))
}

fn columns(visit: &Visit) -> Vec<Column> {
    vec![
        Column::new("name", visit.t("office-unit-name")).sorts(),
        Column::new("kind", visit.t("office-unit-kind")).sorts(),
        Column::new("parent", visit.t("office-unit-parent")),
        Column::new("from", visit.t("office-from")).sorts(),
        Column::new("to", visit.t("office-to")),
        Column::new("former", visit.t("office-unit-former")),
        Column::new("order", visit.t("office-unit-order"))
            .sorts()
            .number()
            .later(),
    ]
}

fn asked(visit: &Visit, query: &Fields) -> Result<Listing, Error> {
    let filters = vec![
        Filter::words("q", visit.t("office-find")),
        Filter::choice("kind", visit.t("office-unit-kind"), kinds(visit)),
        Filter::day("on", visit.t("office-on")),
    ];
    Listing::read(
        "units",
        "/office/units",
        filters,
        columns(visit),
        "order",
        visit.columns("units"),
        query,
    )
}

async fn wanted(db: &Db, actor: &Actor, listing: &Listing) -> Result<Vec<Placed>, Error> {
    let asked = &listing.asked;
    let day = asked.day("on").unwrap_or(actor.today);
    let mut rows = on_day(db, actor.organ, day).await?;
    if let Some(words) = asked.value("q") {
        rows.retain(|p| p.is_found(words));
    }
    if let Some(kind) = asked.value("kind") {
        rows.retain(|p| p.unit.kind == kind);
    }
    match asked.sort.as_str() {
        "name" => rows.sort_by(|a, b| a.unit.initials.cmp(&b.unit.initials)),
        "kind" => rows.sort_by_key(|p| UNIT_KINDS.iter().position(|k| *k == p.unit.kind)),
        "from" => rows.sort_by_key(|p| p.unit.from_on),
        _ => {}
    }
    if asked.down {
        rows.reverse();
    }
    Ok(rows)
}

fn former_words(visit: &Visit, placed: &Placed) -> String {
    let names = placed.former.iter().map(|n| {
        let until = day_words(visit, n.to_on);
        ta(
            visit,
            "office-unit-until",
            &[("name", n.name.as_str().into()), ("to", until.into())],
        )
    });
    names.collect::<Vec<_>>().join("；")
}

async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Units.open(actor)?;
    let listing = asked(&visit, &query)?;
    let rows = wanted(&app.kernel().db, actor, &listing).await?;
    let names: Vec<Unit> = rows.iter().map(|p| p.unit.clone()).collect();
    // Sorted otherwise, a row no longer stands under its parent, and is not drawn as if it did.
    let as_tree = listing.asked.sort == "order" && !listing.asked.down;
    let cells = |p: &Placed| {
        let depth = if as_tree { p.depth } else { 0 };
        vec![
            Cell::lead(
                format!("/office/units/{}", p.unit.id),
                format!("{}{}", "　".repeat(depth), p.unit.name),
            ),
            Cell::text(kind_words(&visit, &p.unit.kind)),
            Cell::text(name_of(&names, p.unit.parent_id)),
            Cell::Day(p.unit.from_on),
            Cell::day(p.unit.to_on),
            Cell::text(former_words(&visit, p)),
            Cell::Count(p.unit.sort),
        ]
    };
    let table = Table::of(&visit, &listing, visit.t("office-units"))
        .rows(
            rows.iter()
                .map(|p| Row {
                    id: p.unit.id.to_string(),
                    cells: cells(p),
                })
                .collect(),
        )
        .export(listing.same_at("/office/units.xlsx"));
    let mut head = Head::new(visit.t("office-units")).lede(visit.t("office-units-lede"));
    if actor.may(Permission::ManagePeople) {
        head = head.main("/office/units/new", visit.t("office-unit-add"));
    }
    let mut doc = Doc::new(visit.t("office-units"))
        .trail("/office", visit.t("office-nav"))
        .part(head)
        .part(tabs(&visit, actor, View::Units))
        .part(listing.filters(&visit));
    if let Some(day) = listing.asked.day("on").filter(|d| *d != actor.today) {
        let day = day_words(&visit, day);
        let words = ta(&visit, "office-units-then", &[("date", day.into())]);
        doc = doc.part(Note::new(Tone::Info, words));
    }
    doc = if rows.is_empty() {
        doc.part(Empty::new(
            visit.t("office-units-none"),
            visit.t("office-list-none"),
        ))
    } else {
        doc.part(table)
    };
    Ok(doc.show(&visit))
}

async fn export(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    View::Units.open(visit.actor())?;
    let listing = asked(&visit, &query)?;
    let rows = wanted(&app.kernel().db, visit.actor(), &listing).await?;
    let names: Vec<Unit> = rows.iter().map(|p| p.unit.clone()).collect();
    let kinds = [
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Date,
        Kind::Date,
        Kind::Text,
        Kind::Number,
    ];
    let columns: Vec<_> = listing.columns.iter().zip(kinds).collect();
    let mut out = Export::new(visit.t("office-units"), &columns);
    for p in &rows {
        out.rows.push(vec![
            p.unit.name.as_str().into(),
            kind_words(&visit, &p.unit.kind).into(),
            name_of(&names, p.unit.parent_id).into(),
            p.unit.from_on.into(),
            p.unit.to_on.into(),
            former_words(&visit, p).into(),
            Out::Integer(p.unit.sort),
        ]);
    }
    out.send("units")
}

async fn view(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Units.open(actor)?;
    let db = &app.kernel().db;
    let unit = organ::unit(db, actor.organ, id).await?;
    let all = organ::units(db, actor.organ).await?;
    let former: Vec<_> = former_names(db, actor.organ)
        .await?
        .into_iter()
        .filter(|n| n.unit_id == id)
        .collect();
    let mut facts = Facts::new(&visit)
        .line(visit.t("office-unit-kind"), kind_words(&visit, &unit.kind))
        .line(visit.t("office-unit-short"), &unit.short_name);
    if let Some(parent) = unit.parent_id {
        facts = facts.link(
            visit.t("office-unit-parent"),
            name_of(&all, Some(parent)),
            format!("/office/units/{parent}"),
        );
    }
    facts = facts.line(
        visit.t("office-unit-exists"),
        period(&visit, unit.from_on, unit.to_on),
    );
    let base = format!("/office/units/{id}");
    let head = Head::new(&unit.name)
        .eyebrow(kind_words(&visit, &unit.kind))
        .acts(acts(&visit, actor, &base, &unit));
    let mut doc = Doc::new(&unit.name)
        .trail("/office/units", visit.t("office-units"))
        .part(head)
        .panel(&visit.t("office-unit-facts"), facts);
    if !former.is_empty() {
        let columns = vec![
            Column::new("name", visit.t("office-unit-name")),
            Column::new("from", visit.t("office-from")),
            Column::new("to", visit.t("office-to")),
        ];
        let rows = former
            .iter()
            .map(|n| Row {
                id: n.from_on.to_string(),
                cells: vec![
                    Cell::text(&n.name),
                    Cell::Day(n.from_on),
                    Cell::Day(n.to_on),
                ],
            })
            .collect();
        let table = Table::new(&visit, "former", visit.t("office-unit-former"), columns);
        doc = doc.part(table.rows(rows));
    }
    let parts: Vec<&Unit> = all.iter().filter(|u| u.parent_id == Some(id)).collect();
    if !parts.is_empty() {
        let mut list = Facts::new(&visit);
        for part in parts {
            list = list.link(
                kind_words(&visit, &part.kind),
                &part.name,
                format!("/office/units/{}", part.id),
            );
        }
        doc = doc.panel(&visit.t("office-unit-parts"), list);
    }
    let people = everybody(db, actor.organ).await?;
    let held = posts_on(db, actor.organ, actor.today).await?;
    let rows: Vec<Row> = held
        .iter()
        .filter(|p| p.unit_id == Some(id))
        .filter_map(|p| {
            let person = people.iter().find(|x| x.id == p.person_id)?;
            Some(Row {
                id: p.id.to_string(),
                cells: vec![
                    Cell::lead(format!("/office/people/{}", person.id), &person.name),
                    Cell::text(role_words(&visit, &p.role)),
                    Cell::text(&p.title),
                    Cell::Day(p.from_on),
                ],
            })
        })
        .collect();
    if rows.is_empty() {
        let words = visit.t("office-unit-nobody");
        doc = doc.part(Note::new(Tone::Info, words));
    } else {
        let columns = vec![
            Column::new("name", visit.t("office-person-name")),
            Column::new("role", visit.t("office-post-role")),
            Column::new("title", visit.t("office-post-title")),
            Column::new("from", visit.t("office-from")),
        ];
        let table = Table::new(
            &visit,
            "unit-people",
            visit.t("office-unit-people"),
            columns,
        );
        doc = doc.part(table.rows(rows).cards());
    }
    Ok(doc.show(&visit))
}

fn acts(visit: &Visit, actor: &Actor, base: &str, unit: &Unit) -> Acts {
    let refusal = match actor.authorize(Permission::ManagePeople) {
        Err(Error::Forbidden(message)) => visit.t(&message.key),
        _ => String::new(),
    };
    let ended = match unit.to_on {
        Some(to) if refusal.is_empty() => {
            let to = day_words(visit, to);
            ta(visit, "office-unit-has-ended", &[("date", to.into())])
        }
        _ => refusal.clone(),
    };
    let act = |path: &str, key: &str, refusal: &str, grave: bool| Act {
        words: visit.t(key),
        href: format!("{base}/{path}"),
        refusal: refusal.to_owned(),
        next: false,
        grave,
    };
    Acts::new(
        visit,
        vec![
            act("edit", "office-unit-edit", &refusal, false),
            act("rename", "office-unit-rename", &ended, false),
            act("end", "office-unit-end", &ended, true),
        ],
    )
}
