//! Topics as a list: by when each is owed, what it reports, who writes, how far it has come.

use axum::extract::State;
use axum::response::Response;
use frame::matter::lamp_of;
use frame::ui::list::{Filter, Listing};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Head, Row, Table};
use frame::{App, Failure, Query, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::id::Id;
use kernel::matter::listing;
use kernel::matter::load;

use super::{View, enter, listed, ta, tabs};
use crate::model::genre::Genre;
use crate::model::rhythm::Rhythm;
use crate::store::topic::{self, Line};
use crate::topic::TOPIC;

/// Rows of a page.
const ROWS: usize = 50;
/// The steps and ends of the procedure that ships.
pub(super) const STATES: [&str; 4] = ["planned", "covering", "covered", "dropped"];

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/topics", get(page))
}

/// Genres by their codes, in words.
pub(super) fn genres(visit: &SignedIn, codes: &str) -> String {
    let all: Vec<String> = codes
        .split_whitespace()
        .filter_map(Genre::parse)
        .map(|g| visit.t(&g.key()))
        .collect();
    listed(visit, &all)
}

/// How often a topic recurs, in words; empty for once.
pub(super) fn every(visit: &SignedIn, code: &str) -> String {
    Rhythm::parse(code).map_or_else(String::new, |r| visit.t(&r.key()))
}

/// How far the pieces of a topic have come, in words.
pub(super) fn progress(visit: &SignedIn, pieces: i64, sent: i64, adopted: i64) -> String {
    if pieces == 0 {
        return visit.t("publicity-topic-no-pieces");
    }
    let args = [
        ("pieces", pieces.into()),
        // What appeared went out, whoever sent it.
        ("sent", sent.max(adopted).into()),
        ("adopted", adopted.into()),
    ];
    ta(visit, "publicity-topic-progress", &args)
}

/// Who writes, in words.
pub(super) fn given(visit: &SignedIn, group: Option<&str>, person: Option<&str>) -> String {
    let all: Vec<String> = [group, person]
        .into_iter()
        .flatten()
        .map(str::to_owned)
        .collect();
    listed(visit, &all)
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let kernel = app.kernel();
    let t = |key: &str| visit.t(key);
    let states = STATES.map(|s| Choice::new(s, t(&format!("publicity-topic-state-{s}"))));
    let filters = vec![Filter::choice("state", t("matter-state"), states.to_vec())];
    let columns = vec![
        Column::new("due", t("matter-due")).sorts(),
        Column::new("title", t("publicity-topic-title")),
        Column::new("subject", t("publicity-topic-subject")),
        Column::new("genres", t("publicity-topic-genres")),
        Column::new("given", t("publicity-topic-given")),
        Column::new("progress", t("publicity-topic-pieces")),
        Column::new("state", t("matter-state")),
        Column::new("planned", t("publicity-topic-planned-on"))
            .sorts()
            .later(),
    ];
    let list = Listing::read(
        "topics",
        "/publicity/topics",
        filters,
        columns,
        "due",
        visit.columns("topics"),
        &query,
    )?;
    let asked = &list.asked;
    let filter = listing::Filter {
        kind: Some(TOPIC.to_owned()),
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
    let mut head = Head::new(t("publicity-topics")).lede(t("publicity-topics-lede"));
    if visit.actor().may(Permission::Write) {
        head = head.main("/publicity/topics/new", t("publicity-topic-plan"));
    }
    let head = head
        .button("/publicity/coverage", t("publicity-unreported"))
        .button("/publicity/campaigns", t("publicity-campaigns"));
    let doc = Doc::new(t("publicity-topics"))
        .trail("/publicity", t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Topics))
        .part(list.filters(&visit));
    if found.rows.is_empty() {
        let empty = Empty::new(t("publicity-topics-none"), t("publicity-topics-none-about"));
        let empty = empty.link("/publicity/coverage", t("publicity-unreported"));
        return Ok(doc.part(empty).show(&visit));
    }
    let ids: Vec<Id> = found.rows.iter().map(|m| m.id).collect();
    let lines = topic::lines(&kernel.db, &ids).await?;
    let subjects = subjects(&app, &visit, lines.iter().filter_map(|l| l.subject_id)).await?;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let today = visit.actor().today;
    let rows = found
        .rows
        .iter()
        .filter_map(|m| {
            let line: &Line = lines.iter().find(|l| l.matter_id == m.id)?;
            let subject = line
                .subject_id
                .and_then(|id| subjects.iter().find(|(known, _)| *known == id));
            let due = m.due_on.filter(|_| m.open);
            Some(Row {
                id: m.id.to_string(),
                cells: vec![
                    match due {
                        Some(day) => Cell::Due {
                            lamp: lamp_of(visit.lang, today, &calendar, due, m.lamp(today)),
                            day,
                        },
                        None => Cell::Nothing,
                    },
                    Cell::Lead {
                        href: format!("/publicity/topics/{}", m.id),
                        words: m.title.clone(),
                        under: every(&visit, &line.every),
                    },
                    match subject {
                        Some((id, title)) => Cell::link(format!("/matters/{id}"), title.as_str()),
                        None => Cell::Nothing,
                    },
                    Cell::text(genres(&visit, &line.genres)),
                    Cell::text(given(
                        &visit,
                        line.group_name.as_deref(),
                        line.person_name.as_deref(),
                    )),
                    Cell::text(progress(&visit, line.pieces, line.sent, line.adopted)),
                    Cell::text(t(&format!("publicity-topic-state-{}", m.state))),
                    Cell::Day(m.received_on),
                ],
            })
        })
        .collect();
    let (newer, older) = list.neighbours(&found);
    let table = Table::of(&visit, &list, t("publicity-topics"))
        .rows(rows)
        .pages(newer, older)
        .cards();
    Ok(doc.part(table).show(&visit))
}

/// What some matters are called, as far as they exist for the reader.
pub(super) async fn subjects(
    app: &App,
    visit: &SignedIn,
    ids: impl Iterator<Item = Id>,
) -> Result<Vec<(Id, String)>, Failure> {
    let ids: Vec<Id> = ids.collect();
    let db = &app.kernel().db;
    let shown = topic::shown(db, visit.actor(), &ids).await?;
    let ids: Vec<Id> = shown.into_iter().collect();
    let all = load::matters(db, &ids).await?;
    Ok(all.into_iter().map(|m| (m.id, m.title)).collect())
}
