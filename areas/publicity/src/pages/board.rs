//! The board of a week: what groups and people owed and did, the weeks before it, and the same for a screen on the wall,
//! which follows what is written.

use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use frame::ui::{
    Cell, Column, Doc, Empty, Figure, Figures, Flow, Head, Lamp, Light, Row, Series, Tab, Table,
    Tabs,
};
use frame::{App, Failure, Query, Reader, Routes, SignedIn, get};

use super::{View, enter, keeps, ta, tabs};
use crate::actions::quota::Weeks;
use crate::model::board::{Board, Line};
use crate::model::quota::{Standing, week_of};

/// Weeks of the chart.
const WEEKS: u64 = 12;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/board", get(page))
        .route("/publicity/board/wall", get(wall))
}

pub(super) fn light(line: &Line) -> Light {
    match line.standing {
        Standing::Free | Standing::Met | Standing::Over(_) => Light::Green,
        Standing::Short(_) if line.done > 0 => Light::Amber,
        Standing::Short(_) => Light::Red,
    }
}

/// How a line stands: a lamp with a word.
fn lamp(visit: &SignedIn, line: &Line) -> Lamp {
    let words = match line.standing {
        Standing::Free if line.away => visit.t("publicity-week-away"),
        Standing::Free => visit.t("publicity-week-free"),
        Standing::Met => visit.t("publicity-week-met"),
        Standing::Over(n) => ta(visit, "publicity-week-over", &[("n", n.into())]),
        Standing::Short(n) => ta(visit, "publicity-week-short", &[("n", n.into())]),
    };
    Lamp::saying(visit.lang, light(line), words)
}

fn groups(visit: &SignedIn, board: &[Board]) -> Figures {
    Figures {
        all: board
            .iter()
            .map(|b| Figure {
                value: format!("{} / {}", b.group.done, b.group.owed),
                label: b.group.name.clone(),
                href: format!("/publicity/groups/{}", kernel::id::Id(b.group.id)),
                lamp: Some(lamp(visit, &b.group)),
            })
            .collect(),
    }
}

fn people(visit: &SignedIn, board: &[Board]) -> Table {
    let columns = vec![
        Column::new("name", visit.t("publicity-group-member")),
        Column::new("group", visit.t("publicity-dimension-group")),
        Column::new("owed", visit.t("publicity-owed")).number(),
        Column::new("done", visit.t("publicity-done")).number(),
        Column::new("standing", visit.t("publicity-week-standing")),
    ];
    let mut lines: Vec<(&str, &Line)> = board
        .iter()
        .flat_map(|b| b.members.iter().map(|l| (b.group.name.as_str(), l)))
        .collect();
    // Most pieces first; of equal ones whoever owed less.
    lines.sort_by_key(|(_, l)| (std::cmp::Reverse(l.done), l.owed));
    let rows = lines
        .into_iter()
        .map(|(group, line)| Row {
            id: String::new(),
            cells: vec![
                Cell::text(line.name.as_str()),
                Cell::text(group),
                Cell::Count(i64::from(line.owed)),
                Cell::Count(i64::from(line.done)),
                Cell::Lamp(lamp(visit, line)),
            ],
        })
        .collect();
    Table::new(visit, "people", visit.t("publicity-board-people"), columns)
        .rows(rows)
        .cards()
}

/// What all groups did and owed by week.
fn flow(visit: &SignedIn, weeks: &Weeks, monday: NaiveDate) -> Flow {
    let mondays: Vec<NaiveDate> = (0..WEEKS)
        .rev()
        .map(|n| monday - Days::new(7 * n))
        .collect();
    let (mut done, mut owed) = (Vec::new(), Vec::new());
    for monday in &mondays {
        let board = weeks.board(*monday);
        done.push(board.iter().map(|b| i64::from(b.group.done)).sum());
        owed.push(board.iter().map(|b| i64::from(b.group.owed)).sum());
    }
    let columns: Vec<(String, String)> = mondays
        .iter()
        .map(|m| {
            (
                m.format("%m-%d").to_string(),
                format!("/publicity/board?week={m}"),
            )
        })
        .collect();
    Flow::new(
        visit,
        &visit.t("publicity-board-weeks"),
        &visit.t("publicity-week"),
        &columns,
        &[Series::new(visit.t("publicity-done"), 0, done)],
        &[Series::new(visit.t("publicity-owed"), 2, owed)],
    )
}

pub(super) fn week_words(visit: &SignedIn, monday: NaiveDate) -> String {
    let day = |d: NaiveDate| text::date::date_plain(visit.lang, d);
    let args = [
        ("from", day(monday).into()),
        ("to", day(monday + Days::new(6)).into()),
    ];
    ta(visit, "publicity-week-of", &args)
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let mut r = Reader::new(&query);
    let today = visit.actor().today;
    let monday = week_of(r.date("week").unwrap_or(today));
    r.finish()?;
    let first = monday - Days::new(7 * (WEEKS - 1));
    let weeks = Weeks::read(app.kernel(), visit.actor().organ, first, monday).await?;
    let board = weeks.board(monday);
    let mut head = Head::new(visit.t("publicity-board"))
        .lede(visit.t("publicity-board-lede"))
        .answer(visit.t("publicity-week"), &week_words(&visit, monday))
        .button("/publicity/board/wall", visit.t("publicity-board-wall"))
        .button("/publicity/board/weeks", visit.t("publicity-weeks"));
    if keeps(&visit) {
        head = head.button("/publicity/quotas", visit.t("publicity-quotas"));
    }
    let week = |n: i64, key: &str| {
        let day = match n {
            ..0 => monday - Days::new(7),
            0 => week_of(today),
            _ => monday + Days::new(7),
        };
        Tab {
            href: format!("/publicity/board?week={day}"),
            words: visit.t(key),
            count: None,
            here: n == 0 && day == monday,
        }
    };
    let mut all = vec![
        week(-1, "publicity-week-before"),
        week(0, "publicity-week-this"),
    ];
    if monday < week_of(today) {
        all.push(week(1, "publicity-week-after"));
    }
    let doc = Doc::new(visit.t("publicity-board"))
        .trail("/publicity", visit.t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Board))
        .part(Tabs {
            label: visit.t("publicity-week"),
            all,
        });
    if board.is_empty() {
        let empty = Empty::new(
            visit.t("publicity-board-none"),
            visit.t("publicity-board-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    Ok(doc
        .part(groups(&visit, &board))
        .part(people(&visit, &board))
        .part(flow(&visit, &weeks, monday))
        .show(&visit))
}

/// This week for a big screen: no form, nothing to press, drawn anew after every write.
async fn wall(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    enter(&visit)?;
    let monday = week_of(visit.actor().today);
    let weeks = Weeks::read(app.kernel(), visit.actor().organ, monday, monday).await?;
    let board = weeks.board(monday);
    let head = Head::new(visit.t("publicity-board"))
        .answer(visit.t("publicity-week"), &week_words(&visit, monday))
        .answer(
            visit.t("publicity-board-as-of"),
            &text::date::instant(visit.lang, visit.now.0),
        );
    Ok(Doc::new(visit.t("publicity-board"))
        .trail("/publicity/board", visit.t("publicity-board"))
        .wall()
        .part(head)
        .part(groups(&visit, &board))
        .part(people(&visit, &board))
        .show(&visit))
}
