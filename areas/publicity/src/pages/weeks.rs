//! Quotas week by week over a period: what each group owed and did, each week leading to its board.

use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use frame::ui::{
    Cell, Column, Doc, Empty, Field, Figure, Figures, Form as Sheet, Head, Lamp, Row, Table,
};
use frame::{App, Failure, Fields, Query, Reader, Routes, SignedIn, get};
use kernel::error::{Error, Message};

use super::board::{light, week_words};
use super::{View, enter, tabs};
use crate::actions::quota::Weeks;
use crate::model::board::Line;
use crate::model::quota::{Standing, week_of};

/// Weeks told at once.
const MOST: i64 = 106;

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/board/weeks", get(page))
}

/// The Mondays of the first and last week asked for: this year up to last week unless asked otherwise.
pub(crate) fn read(typed: &Fields, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Error> {
    use chrono::Datelike;
    let mut r = Reader::new(typed);
    let usual = today.with_ordinal(1).unwrap_or(today);
    let first = week_of(r.date("from").unwrap_or(usual));
    let last = week_of(r.date("to").unwrap_or(today - Days::new(7)));
    if (last - first).num_weeks() >= MOST {
        r.fail("from", Message::new("publicity-weeks-many").arg("n", MOST));
    }
    r.finish_strict()?;
    Ok((first, last.max(first)))
}

/// The groups' lines of each week that has a quota, the latest week first.
pub(crate) async fn lines(
    app: &App,
    visit: &SignedIn,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(NaiveDate, Line)>, Error> {
    let weeks = Weeks::read(app.kernel(), visit.actor().organ, first, last).await?;
    let mondays = first.iter_days().step_by(7).take_while(|m| *m <= last);
    let mut out: Vec<(NaiveDate, Line)> = mondays
        .flat_map(|m| weeks.board(m).into_iter().map(move |b| (m, b.group)))
        .collect();
    out.sort_by_key(|(monday, _)| std::cmp::Reverse(*monday));
    Ok(out)
}

fn form(visit: &SignedIn, first: NaiveDate, last: NaiveDate) -> Sheet {
    Sheet::new(visit, "/publicity/board/weeks")
        .get()
        .compact()
        .side(vec![
            Field::date("from", visit.t("publicity-from-on")).value(first),
            Field::date("to", visit.t("publicity-to-on")).value(last + Days::new(6)),
        ])
        .send(visit.t("publicity-show"))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let today = visit.actor().today;
    let doc = Doc::new(visit.t("publicity-weeks"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/board", visit.t("publicity-board"))
        .part(Head::new(visit.t("publicity-weeks")).lede(visit.t("publicity-weeks-lede")))
        .part(tabs(&visit, View::Board));
    let (first, last) = match read(&query, today) {
        Ok(weeks) => weeks,
        Err(e) => {
            let (first, last) = read(&Fields::default(), today)?;
            let form = form(&visit, first, last).again(&query, e)?;
            return Ok(doc.again(form).show(&visit));
        }
    };
    let doc = doc.part(form(&visit, first, last));
    let lines = lines(&app, &visit, first, last).await?;
    if lines.is_empty() {
        let empty = Empty::new(
            visit.t("publicity-board-none"),
            visit.t("publicity-board-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let sum = |of: fn(&Line) -> u32| lines.iter().map(|(_, l)| i64::from(of(l))).sum::<i64>();
    let short = |(_, l): &&(NaiveDate, Line)| matches!(l.standing, Standing::Short(_));
    let figure = |n: i64, key: &str| Figure {
        value: text::number::count(n),
        label: visit.t(key),
        href: String::new(),
        lamp: None,
    };
    let figures = Figures {
        all: vec![
            figure(sum(|l| l.owed), "publicity-owed"),
            figure(sum(|l| l.done), "publicity-done"),
            figure(
                lines.iter().filter(short).count() as i64,
                "publicity-weeks-short",
            ),
        ],
    };
    Ok(doc.part(figures).part(table(&visit, &lines)).show(&visit))
}

/// A row a week, a column a group.
fn table(visit: &SignedIn, lines: &[(NaiveDate, Line)]) -> Table {
    const KEYS: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let mut groups: Vec<(i64, &str)> = Vec::new();
    let mut mondays: Vec<NaiveDate> = Vec::new();
    for (monday, line) in lines {
        if !groups.iter().any(|(id, _)| *id == line.id) {
            groups.push((line.id, line.name.as_str()));
        }
        if mondays.last() != Some(monday) {
            mondays.push(*monday);
        }
    }
    groups.sort_by_key(|(id, _)| *id);
    groups.truncate(KEYS.len());
    let mut columns = vec![Column::new("week", visit.t("publicity-week"))];
    columns.extend(
        KEYS.into_iter()
            .zip(&groups)
            .map(|(key, (_, name))| Column::new(key, (*name).to_owned())),
    );
    columns.push(Column::new("all", visit.t("publicity-weeks-all")));
    let rows = mondays
        .into_iter()
        .map(|monday| {
            let of: Vec<&Line> = lines
                .iter()
                .filter(|(m, _)| *m == monday)
                .map(|(_, line)| line)
                .collect();
            let mut cells = vec![Cell::lead(
                format!("/publicity/board?week={monday}"),
                week_words(visit, monday),
            )];
            cells.extend(
                groups
                    .iter()
                    .map(|(id, _)| match of.iter().find(|l| l.id == *id) {
                        Some(line) => {
                            let words = format!("{} / {}", line.done, line.owed);
                            Cell::Lamp(Lamp::saying(visit.lang, light(line), words))
                        }
                        None => Cell::Nothing,
                    }),
            );
            let (done, owed) = of.iter().fold((0, 0), |(d, o), l| (d + l.done, o + l.owed));
            cells.push(Cell::text(format!("{done} / {owed}")));
            Row {
                id: String::new(),
                cells,
            }
        })
        .collect();
    Table::new(visit, "weeks", visit.t("publicity-weeks-table"), columns)
        .rows(rows)
        .cards()
}
