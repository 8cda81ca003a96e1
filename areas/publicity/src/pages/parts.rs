//! The parts of the figures' page: totals, balance, charts and tables, each opening the rows behind its numbers.

use chrono::{Datelike, NaiveDate};
use frame::ui::{
    Bars, Cell, Column, Doc, Figure, Figures, Flow, Note, Ring, Row, Series, Table, Tone,
};
use kernel::error::Error;
use kernel::statistics::{self, Answer};
use text::Arg;

use super::overview::{Asking, Period};
use super::ta;
use crate::figures::{ADOPTED, SUBMITTED};
use crate::model::adoption::Field as Work;
use crate::model::imbalance::{Imbalance, imbalance};
use crate::store::group;

/// Bars of one chart at most; the table of the figure holds the rest.
const BARS: usize = 15;

fn said(n: i64) -> String {
    text::number::count(n)
}

/// The totals beside each other: this period, the same days a year ago, the whole of last year, the best day.
pub(super) async fn heads(
    asking: &Asking<'_>,
    now: &Answer,
    whole: &Answer,
) -> Result<Figures, Error> {
    let visit = asking.visit;
    let figure = |value: i64, label: String, href: &str| Figure {
        value: said(value),
        label,
        href: href.to_owned(),
        lamp: None,
    };
    let total = &now.total;
    let mut all = vec![figure(
        total.value.rows(),
        visit.t("publicity-total-now"),
        &total.list,
    )];
    if let (Some(then), Some(list)) = (total.compared, &total.compared_list) {
        all.push(figure(then.rows(), visit.t("publicity-total-then"), list));
    }
    let args = [(
        "year",
        Arg::String((asking.period.from.year() - 1).to_string()),
    )];
    all.push(figure(
        whole.total.value.rows(),
        ta(visit, "publicity-total-year", &args),
        &whole.total.list,
    ));
    let question = asking.period.ask(&["day", "outlet"], false);
    let kernel = asking.app.kernel();
    let best = statistics::greatest(kernel, visit.actor(), ADOPTED, &question).await?;
    if let Some(best) = best {
        let word = |d: &str| {
            best.keys
                .get(d)
                .map(|k| asking.word(d, k))
                .unwrap_or_default()
        };
        let args = [
            ("day", Arg::String(word("day"))),
            ("outlet", Arg::String(word("outlet"))),
        ];
        all.push(figure(
            best.value.rows(),
            ta(visit, "publicity-best-day", &args),
            &best.list,
        ));
    }
    Ok(Figures { all })
}

/// How unevenly the work lies, in one sentence: members of the groups who wrote nothing count as well.
pub(super) async fn balance(asking: &Asking<'_>, by_person: &Answer) -> Result<Note, Error> {
    let visit = asking.visit;
    let kernel = asking.app.kernel();
    let mut counts: Vec<u64> = Vec::new();
    for row in &by_person.rows {
        counts.push(u64::try_from(row.value.rows()).unwrap_or(0));
    }
    if visit.actor().wide().is_some() {
        let named = |name: &str| {
            by_person.rows.iter().any(|r| {
                r.keys
                    .get("person")
                    .is_some_and(|k| k.code == name || k.code.starts_with(&format!("{name}（")))
            })
        };
        let members = group::members(&kernel.db, visit.actor().organ).await?;
        let mut idle: Vec<&str> = members
            .iter()
            .filter(|m| {
                let p = asking.period;
                m.from_on <= p.to && m.to_on.is_none_or(|end| end >= p.from) && !named(&m.name)
            })
            .map(|m| m.name.as_str())
            .collect();
        idle.sort_unstable();
        idle.dedup();
        counts.extend(idle.iter().map(|_| 0));
    }
    let Imbalance {
        people,
        half_by,
        busiest,
        idle,
        ..
    } = imbalance(&counts);
    let first = by_person
        .rows
        .first()
        .and_then(|r| r.keys.get("person"))
        .map(|k| k.label.clone())
        .unwrap_or_default();
    let args = [
        ("half", half_by.into()),
        ("people", people.into()),
        ("name", Arg::String(first)),
        ("percent", busiest.into()),
    ];
    let mut points = vec![ta(visit, "publicity-balance-busiest", &args)];
    if idle > 0 {
        points.push(ta(visit, "publicity-balance-idle", &[("n", idle.into())]));
    }
    // Where a fifth of the people write half of everything, somebody should look.
    let tone = match half_by * 5 <= people && people > 3 {
        true => Tone::Warn,
        false => Tone::Info,
    };
    Ok(Note::new(tone, ta(visit, "publicity-balance-half", &args))
        .title(visit.t("publicity-balance"))
        .points(points))
}

/// The congress's fields of work that no piece told of.
pub(super) fn uncovered(asking: &Asking<'_>, by_field: &Answer, doc: Doc) -> Doc {
    let visit = asking.visit;
    let missing: Vec<String> = Work::ALL
        .iter()
        .filter(|f| {
            let told =
                |r: &statistics::Row| r.keys.get("field").is_some_and(|k| k.code == f.code());
            !by_field.rows.iter().any(told)
        })
        .map(|f| visit.t(&f.key()))
        .collect();
    let doc = doc.part(bars(asking, "publicity-chart-field", "field", by_field));
    match missing.is_empty() {
        true => doc,
        false => doc.part(
            Note::new(Tone::Warn, super::listed(visit, &missing))
                .title(visit.t("publicity-uncovered")),
        ),
    }
}

pub(super) async fn months(asking: &Asking<'_>) -> Result<Flow, Error> {
    let visit = asking.visit;
    let answer = asking.ask(ADOPTED, &["month"], true).await?;
    let columns: Vec<(String, String)> = answer
        .rows
        .iter()
        .rev()
        .take(24)
        .rev()
        .map(|r| {
            let code = r.keys.get("month").map(|k| k.code.clone());
            (code.unwrap_or_default(), r.list.clone())
        })
        .collect();
    let skip = answer.rows.len() - columns.len();
    let rows = || answer.rows.iter().skip(skip);
    let now = Series::new(
        visit.t("publicity-total"),
        0,
        rows().map(|r| r.value.rows()).collect(),
    );
    let then = Series::new(
        visit.t("publicity-total-then"),
        2,
        rows()
            .map(|r| r.compared.map_or(0, statistics::Value::rows))
            .collect(),
    );
    Ok(Flow::new(
        visit,
        &visit.t("publicity-chart-month"),
        &visit.t("statistics-dimension-month"),
        &columns,
        &[now],
        &[then],
    ))
}

/// Levels against the year before.
pub(super) fn levels(asking: &Asking<'_>, by_outlet: &Answer) -> Table {
    let visit = asking.visit;
    let columns = vec![
        Column::new("level", visit.t("publicity-dimension-level")),
        Column::new("now", visit.t("publicity-total")).number(),
        Column::new("then", visit.t("publicity-total-then")).number(),
    ];
    let ask = |code: &str, from: NaiveDate, to: NaiveDate| {
        let mut question = Period { from, to }.ask(&[], false);
        question.only.insert("level".to_owned(), code.to_owned());
        format!("/statistics/{ADOPTED}/list?{}", question.query())
    };
    let before = |day: NaiveDate| {
        day.with_year(day.year() - 1)
            .unwrap_or(day - chrono::Days::new(366))
    };
    let Period { from, to } = asking.period;
    let rows = crate::model::outlet::Level::ALL
        .iter()
        .map(|level| {
            let of =
                |r: &&statistics::Row| r.keys.get("level").is_some_and(|k| k.code == level.code());
            let rows = || by_outlet.rows.iter().filter(of);
            let now: i64 = rows().map(|r| r.value.rows()).sum();
            let then: i64 = rows()
                .filter_map(|r| r.compared)
                .map(statistics::Value::rows)
                .sum();
            Row {
                id: level.code().to_owned(),
                cells: vec![
                    Cell::text(visit.t(&level.key())),
                    Cell::CountLink {
                        href: ask(level.code(), from, to),
                        n: now,
                    },
                    Cell::CountLink {
                        href: ask(level.code(), before(from), before(to)),
                        n: then,
                    },
                ],
            }
        })
        .collect();
    Table::new(visit, "levels", visit.t("publicity-chart-level"), columns).rows(rows)
}

pub(super) fn outlets(asking: &Asking<'_>, by_outlet: &Answer) -> Table {
    let visit = asking.visit;
    let columns = vec![
        Column::new("outlet", visit.t("publicity-dimension-outlet")),
        Column::new("level", visit.t("publicity-dimension-level")),
        Column::new("now", visit.t("publicity-total")).number(),
        Column::new("then", visit.t("publicity-total-then")).number(),
    ];
    let word =
        |r: &statistics::Row, d: &str| r.keys.get(d).map(|k| asking.word(d, k)).unwrap_or_default();
    let mut rows: Vec<Row> = by_outlet
        .rows
        .iter()
        .map(|r| Row {
            id: String::new(),
            cells: vec![
                Cell::text(word(r, "outlet")),
                Cell::text(word(r, "level")),
                Cell::CountLink {
                    href: r.list.clone(),
                    n: r.value.rows(),
                },
                match (r.compared, &r.compared_list) {
                    (Some(n), Some(list)) => Cell::CountLink {
                        href: list.clone(),
                        n: n.rows(),
                    },
                    _ => Cell::Count(0),
                },
            ],
        })
        .collect();
    let total = &by_outlet.total;
    rows.push(Row {
        id: String::new(),
        cells: vec![
            Cell::text(visit.t("publicity-sum")),
            Cell::Nothing,
            Cell::CountLink {
                href: total.list.clone(),
                n: total.value.rows(),
            },
            Cell::Count(total.compared.map_or(0, statistics::Value::rows)),
        ],
    });
    Table::new(visit, "outlets", visit.t("publicity-chart-outlet"), columns)
        .rows(rows)
        .total()
        .cards()
}

pub(super) fn bars(asking: &Asking<'_>, title: &str, dimension: &str, answer: &Answer) -> Bars {
    let visit = asking.visit;
    let rows = || answer.rows.iter().take(BARS);
    let labels: Vec<(String, String)> = rows()
        .map(|r| (asking.row_word(r), r.list.clone()))
        .collect();
    let series = Series::new(
        visit.t("publicity-total"),
        0,
        rows().map(|r| r.value.rows()).collect(),
    );
    let first = visit.t(&format!("publicity-dimension-{dimension}"));
    Bars::new(visit, &visit.t(title), &first, &labels, &[series])
}

/// Shares of one whole; what is beyond five is one part.
pub(super) fn ring(asking: &Asking<'_>, title: &str, dimension: &str, answer: &Answer) -> Ring {
    let visit = asking.visit;
    let mut parts: Vec<(String, String, u8, i64)> = answer
        .rows
        .iter()
        .take(5)
        .zip(0u8..)
        .map(|(r, tone)| (asking.row_word(r), r.list.clone(), tone, r.value.rows()))
        .collect();
    let rest: i64 = answer.rows.iter().skip(5).map(|r| r.value.rows()).sum();
    if rest > 0 {
        let all = format!(
            "/statistics/{ADOPTED}?{}",
            asking.period.ask(&[dimension], false).query()
        );
        parts.push((visit.t("publicity-others"), all, 5, rest));
    }
    Ring::new(visit, &visit.t(title), &visit.t(title), &parts)
}

/// Characters, photos, minutes on air.
pub(super) async fn amounts(asking: &Asking<'_>) -> Result<Figures, Error> {
    let visit = asking.visit;
    let mut all = Vec::new();
    for (name, key) in [
        ("publicity.characters", "publicity-figure-characters"),
        ("publicity.photos", "publicity-figure-photos"),
        ("publicity.seconds", "publicity-minutes"),
        ("publicity.reprints", "publicity-figure-reprints"),
    ] {
        let answer = asking.ask(name, &[], false).await?;
        let n = answer.total.value.rows();
        let value = match name {
            "publicity.seconds" => format!("{}:{:02}", said(n / 60), n % 60),
            _ => said(n),
        };
        all.push(Figure {
            value,
            label: visit.t(key),
            href: answer.total.list,
            lamp: None,
        });
    }
    Ok(Figures { all })
}

/// How much of what was sent was taken, outlet by outlet and in all; none where nothing was sent.
pub(super) async fn rates(asking: &Asking<'_>) -> Result<Option<Table>, Error> {
    let visit = asking.visit;
    let answer = asking.ask(SUBMITTED, &["outlet"], false).await?;
    if answer.rows.is_empty() {
        return Ok(None);
    }
    let columns = vec![
        Column::new("outlet", visit.t("publicity-dimension-outlet")),
        Column::new("sent", visit.t("publicity-rate-sent")).number(),
        Column::new("taken", visit.t("publicity-rate-taken")).number(),
        Column::new("rate", visit.t("publicity-rate")).number(),
    ];
    let cells = |words: String, value: statistics::Value, list: &str| {
        let (num, den) = match value {
            statistics::Value::Ratio { num, den } => (num, den),
            statistics::Value::Int(n) => (n, n),
        };
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        vec![
            Cell::text(words),
            Cell::CountLink {
                href: list.to_owned(),
                n: den,
            },
            Cell::Count(num),
            Cell::Share {
                part: count(num),
                whole: count(den),
            },
        ]
    };
    let mut rows: Vec<Row> = answer
        .rows
        .iter()
        .map(|r| Row {
            id: String::new(),
            cells: cells(
                r.keys
                    .get("outlet")
                    .map(|k| k.label.clone())
                    .unwrap_or_default(),
                r.value,
                &r.list,
            ),
        })
        .collect();
    rows.push(Row {
        id: String::new(),
        cells: cells(
            visit.t("publicity-sum"),
            answer.total.value,
            &answer.total.list,
        ),
    });
    Ok(Some(
        Table::new(visit, "rates", visit.t("publicity-rates"), columns)
            .rows(rows)
            .total(),
    ))
}
