//! The workbench (X2): what is mine, what is due, what is late. The first page after signing in.

use axum::extract::State;
use axum::response::Response;
use kernel::matter::listing::{self, Due, Lot, workbench};
use kernel::procedures;
use procedure::Definition;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use workday::Calendar;

use super::act::words;
use super::lamp::lamp_of;
use crate::ui::{Cell, Column, Doc, Figure, Figures, Head, Lamp, Light, Note, Row, Table, Tone};
use crate::{App, Failure, Query, SignedIn};

/// Rows of each lot on the page; the rest of a lot has pages of its own.
const ROWS: usize = 30;
/// Rows of what is only followed.
const FOLLOWED: usize = 15;

pub(super) async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    if let Some(code) = query.get("lot") {
        let asked = query.get("page").unwrap_or("1").parse().ok();
        let lot = Lot::parse(code).zip(asked.filter(|page| *page > 0));
        let (lot, page) = lot.ok_or_else(Failure::not_found)?;
        return rest(&app, &visit, lot, page).await;
    }
    let kernel = app.kernel();
    let bench = workbench(&kernel.db, visit.actor(), ROWS).await?;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let running = running(&app, &visit).await?;
    let of_tasks = bench.late.iter().chain(&bench.due).chain(&bench.mine);
    let definitions = definitions(
        &app,
        &visit,
        of_tasks
            .map(|d| (&d.kind, &d.procedure, d.procedure_version))
            .chain(
                running
                    .iter()
                    .map(|m| (&m.kind, &m.procedure, m.procedure_version)),
            ),
    )
    .await?;
    let counted = |n: i64| {
        if n >= kernel::matter::listing::COUNTED {
            "999+".to_owned()
        } else {
            n.to_string()
        }
    };
    let figure = |n: i64, key: &str, anchor: &str, light: Light| Figure {
        value: counted(n),
        label: String::new(),
        href: if n > 0 {
            format!("#{anchor}")
        } else {
            String::new()
        },
        lamp: Some(Lamp::saying(visit.lang, light, visit.t(key))),
    };
    let [late, due, mine] = bench.counts;
    let figures = Figures {
        all: vec![
            figure(late, "workbench-late", "late", Light::Red),
            figure(due, "workbench-due", "due", Light::Amber),
            figure(mine, "workbench-mine", "mine", Light::Green),
        ],
    };
    let head = Head::new(text::ta(
        visit.lang,
        "workbench-hello",
        &[("name", text::Arg::Str(&visit.who().name))],
    ))
    .eyebrow(text::date::date(visit.lang, visit.actor().today))
    .lede(visit.who().post.clone());
    let begin = app.begin_of(visit.actor());
    let head = begin
        .iter()
        .enumerate()
        .fold(head, |head, (i, (href, key))| match i {
            0 => head.main(*href, visit.t(key)),
            _ => head.button(*href, visit.t(key)),
        });
    let mut doc = Doc::new(visit.t("frame-nav-workbench")).part(head);
    // Administrators hold no steps: for them the figures would say nothing.
    let busy = late + due + mine > 0;
    if busy {
        doc = doc.part(figures);
    } else if !visit.actor().posts.is_empty() {
        let words = visit.t("workbench-empty-words");
        doc = doc.part(Note::new(Tone::Good, words).title(visit.t("workbench-empty")));
    }
    for asked in app.asked() {
        if let Some(table) = asked(&app, &visit).await? {
            doc = doc.part(table);
        }
    }
    let lots = [&bench.late, &bench.due, &bench.mine];
    for ((lot, rows), n) in Lot::ALL.into_iter().zip(lots).zip(bench.counts) {
        if !rows.is_empty() {
            let older = (n > rows.len() as i64).then(|| address(lot, 2));
            let table = table(&app, &visit, &calendar, &definitions, rows, lot)?;
            doc = doc.part(table.pages(None, older));
        }
    }
    if !running.is_empty() {
        doc = doc.part(others(&app, &visit, &calendar, &definitions, &running)?);
    }
    Ok(doc.live("workbench").show(&visit))
}

fn address(lot: Lot, page: u32) -> String {
    match page {
        1 => format!("/?lot={}", lot.code()),
        n => format!("/?lot={}&page={n}", lot.code()),
    }
}

fn words_of(lot: Lot) -> &'static str {
    match lot {
        Lot::Late => "workbench-late",
        Lot::Due => "workbench-due",
        Lot::Mine => "workbench-mine",
    }
}

/// A further page of one lot.
async fn rest(app: &App, visit: &SignedIn, lot: Lot, page: u32) -> Result<Response, Failure> {
    let kernel = app.kernel();
    let (rows, more) = listing::lot(&kernel.db, visit.actor(), lot, page, ROWS).await?;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let asked = rows
        .iter()
        .map(|d| (&d.kind, &d.procedure, d.procedure_version));
    let definitions = definitions(app, visit, asked).await?;
    let table = table(app, visit, &calendar, &definitions, &rows, lot)?;
    let newer = (page > 1).then(|| address(lot, page - 1));
    let older = more.then(|| address(lot, page + 1));
    let title = visit.t(words_of(lot));
    let doc = Doc::new(title.clone())
        .trail("/", visit.t("frame-nav-workbench"))
        .part(Head::new(title));
    let doc = match rows.is_empty() {
        true => doc.part(Note::new(Tone::Good, visit.t("workbench-empty"))),
        false => doc.part(table.pages(newer, older)),
    };
    Ok(doc.live("workbench").show(visit))
}

type Definitions = HashMap<(String, i64), Arc<procedures::Pinned>>;

/// The procedures of some matters, by the name and version they are pinned to.
async fn definitions<'a>(
    app: &App,
    visit: &SignedIn,
    asked: impl Iterator<Item = (&'a String, &'a String, i64)>,
) -> Result<Definitions, Failure> {
    let kernel = app.kernel();
    let mut out = Definitions::new();
    for (kind, procedure, version) in asked {
        if let Entry::Vacant(place) = out.entry((procedure.clone(), version)) {
            let kind = kernel.kind(kind)?.clone();
            let pinned = kernel
                .procedures
                .pinned(&kernel.db, &*kind, visit.actor().organ, procedure, version)
                .await?;
            place.insert(pinned);
        }
    }
    Ok(out)
}

/// What one follows without holding its step: the late matters of the whole organ for those who read it all, one's
/// own running matters for everybody else.
async fn running(app: &App, visit: &SignedIn) -> Result<Vec<listing::Row>, Failure> {
    let actor = visit.actor();
    if actor.posts.is_empty() {
        return Ok(Vec::new());
    }
    let filter = listing::Filter {
        open: Some(true),
        lamp: actor.wide().map(|_| workday::Lamp::Red),
        ..listing::Filter::default()
    };
    let sort = listing::Sort {
        key: listing::Key::Due,
        descending: false,
    };
    let first = listing::Start::First;
    let page = listing::page(app.kernel(), actor, &filter, sort, &first, FOLLOWED).await?;
    Ok(page.rows)
}

fn others(
    app: &App,
    visit: &SignedIn,
    calendar: &Calendar,
    definitions: &Definitions,
    rows: &[listing::Row],
) -> Result<Table, Failure> {
    let today = visit.actor().today;
    let columns = vec![
        Column::new("lamp", visit.t("matter-due")),
        Column::new("title", visit.t("matter-title")),
        Column::new("state", visit.t("matter-state")),
        Column::new("unit", visit.t("workbench-unit")),
        Column::new("number", visit.t("matter-number")),
    ];
    let mut out = Vec::with_capacity(rows.len());
    for m in rows {
        let state = definitions
            .get(&(m.procedure.clone(), m.procedure_version))
            .map_or_else(
                || m.state.clone(),
                |p| words(visit.lang, &p.definition.state_title(&m.state)),
            );
        let lamp = lamp_of(visit.lang, today, calendar, m.due_on, m.lamp(today));
        out.push(Row {
            id: m.id.to_string(),
            cells: vec![
                match m.due_on {
                    Some(day) => Cell::Due { lamp, day },
                    None => Cell::Lamp(lamp),
                },
                Cell::Lead {
                    href: app.kernel().kind(&m.kind)?.address(m.id),
                    words: m.title.clone(),
                    under: text::t(visit.lang, &format!("kind-{}", m.kind)),
                },
                Cell::text(state),
                Cell::text(m.unit_name.clone().unwrap_or_default()),
                Cell::text(m.number.clone().unwrap_or_default()),
            ],
        });
    }
    let caption = match visit.actor().wide() {
        Some(_) => "workbench-organ-late",
        None => "workbench-followed",
    };
    Ok(Table::new(visit, "followed", visit.t(caption), columns)
        .rows(out)
        .cards())
}

fn table(
    app: &App,
    visit: &SignedIn,
    calendar: &Calendar,
    definitions: &Definitions,
    rows: &[Due],
    lot: Lot,
) -> Result<Table, Failure> {
    let columns = vec![
        Column::new("lamp", visit.t("matter-due")),
        Column::new("title", visit.t("matter-title")),
        Column::new("step", visit.t("workbench-step")),
        Column::new("number", visit.t("matter-number")),
    ];
    let mut out = Vec::with_capacity(rows.len());
    for due in rows {
        let definition: Option<&Definition> = definitions
            .get(&(due.procedure.clone(), due.procedure_version))
            .map(|p| &p.definition);
        let step = definition.map_or_else(
            || due.step.clone(),
            |d| words(visit.lang, &d.state_title(&due.step)),
        );
        let lamp = lamp_of(
            visit.lang,
            visit.actor().today,
            calendar,
            due.due_on,
            due.lamp(visit.actor().today),
        );
        let address = app.kernel().kind(&due.kind)?.address(due.matter);
        out.push(Row {
            id: due.task.to_string(),
            cells: vec![
                match due.due_on {
                    Some(day) => Cell::Due { lamp, day },
                    None => Cell::Lamp(lamp),
                },
                Cell::Lead {
                    href: address,
                    words: due.title.clone(),
                    under: text::t(visit.lang, &format!("kind-{}", due.kind)),
                },
                Cell::text(if due.round > 1 {
                    text::ta(
                        visit.lang,
                        "workbench-step-again",
                        &[
                            ("step", text::Arg::Str(&step)),
                            ("n", text::Arg::Number(due.round)),
                        ],
                    )
                } else {
                    step
                }),
                Cell::text(due.number.clone().unwrap_or_default()),
            ],
        });
    }
    let caption = visit.t(words_of(lot));
    Ok(Table::new(visit, lot.code(), caption, columns)
        .rows(out)
        .cards())
}
