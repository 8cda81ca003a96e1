//! The figures of a period: beside the same days a year earlier and the whole of last year; best day, imbalance,
//! fields not covered; charts. Every number opens the rows behind it.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use chrono::{Datelike, NaiveDate};
use frame::ui::{
    Bars, Cell, Column, Doc, Empty, Field, Figure, Figures, Flow, Form as Sheet, Head, Note, Ring,
    Row, Series, Tab, Table, Tabs, Tone,
};
use frame::{App, Failure, Query, Reader, SignedIn};
use kernel::error::{Error, Message};
use kernel::statistics::{self, Answer, Compare, Key, Question, label};
use text::Arg;

use super::{View, enter, keeps, ta, tabs};
use crate::figures::{ADOPTED, AUTHORED};
use crate::model::adoption::Field as Work;
use crate::model::imbalance::{Imbalance, imbalance};
use crate::store::group;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/publicity", get(page))
}

/// Bars of one chart at most; the table of the figure holds the rest.
const BARS: usize = 15;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

impl Period {
    fn year(year: i32) -> Period {
        let day = |m, d| NaiveDate::from_ymd_opt(year, m, d).unwrap_or_default();
        Period {
            from: day(1, 1),
            to: day(12, 31),
        }
    }

    fn ask(self, by: &[&str], compare: bool) -> Question {
        Question {
            from: Some(self.from),
            to: Some(self.to),
            by: by.iter().map(|d| (*d).to_owned()).collect(),
            compare: compare.then_some(Compare::PreviousYear),
            ..Question::default()
        }
    }
}

/// Asks figures for one reader.
struct Asking<'a> {
    app: &'a App,
    visit: &'a SignedIn,
    period: Period,
}

impl Asking<'_> {
    async fn ask(&self, name: &str, by: &[&str], compare: bool) -> Result<Answer, Error> {
        let question = self.period.ask(by, compare);
        statistics::evaluate(self.app.kernel(), self.visit.actor(), name, &question).await
    }

    fn word(&self, dimension: &str, key: &Key) -> String {
        let figure = self.app.kernel().figure(ADOPTED).ok();
        match figure.and_then(|f| f.dimension(dimension)) {
            Some(d) => label(self.visit.lang, d, &key.code, &key.label),
            None => key.label.clone(),
        }
    }

    fn row_word(&self, row: &statistics::Row) -> String {
        let all: Vec<String> = row.keys.iter().map(|(d, k)| self.word(d, k)).collect();
        all.join(" · ")
    }
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let today = visit.actor().today;
    let usual = Period {
        to: today,
        ..Period::year(today.year())
    };
    let mut r = Reader::new(&query);
    let from = r.date("from").unwrap_or(usual.from);
    let to = r.date("to").unwrap_or(usual.to);
    if to < from {
        r.fail("to", Message::new("statistics-period-backwards"));
    }
    let form = form(&visit, Period { from, to });
    let head = Head::new(visit.t("publicity-figures")).lede(visit.t("publicity-figures-lede"));
    let head = match keeps(&visit) {
        true => head.main("/publicity/ledger/new", visit.t("publicity-adoption-enter")),
        false => head,
    };
    let doc = Doc::new(visit.t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Overview));
    if let Err(e) = r.finish() {
        return Ok(doc.again(form.again(&query, e)?).show(&visit));
    }
    let asking = Asking {
        app: &app,
        visit: &visit,
        period: Period { from, to },
    };
    let doc = doc.part(periods(&visit, asking.period)).part(form);
    Ok(figures(&asking, doc).await?.show(&visit))
}

fn form(visit: &SignedIn, period: Period) -> Sheet {
    Sheet::new(visit, "/publicity")
        .get()
        .compact()
        .side(vec![
            Field::date("from", visit.t("publicity-from-on")).value(period.from),
            Field::date("to", visit.t("publicity-to-on")).value(period.to),
        ])
        .send(visit.t("publicity-show"))
}

/// This year and the two before: one click each.
fn periods(visit: &SignedIn, here: Period) -> Tabs {
    let today = visit.actor().today;
    let tab = |year: i32| {
        let mut period = Period::year(year);
        period.to = period.to.min(today);
        let args = [("year", Arg::String(year.to_string()))];
        Tab {
            href: format!("/publicity?from={}&to={}", period.from, period.to),
            words: ta(visit, "publicity-year", &args),
            count: None,
            here: here == period,
        }
    };
    let year = today.year();
    Tabs {
        label: visit.t("publicity-years"),
        all: (0..3).map(|back| tab(year - back)).collect(),
    }
}

async fn figures(asking: &Asking<'_>, doc: Doc) -> Result<Doc, Failure> {
    let visit = asking.visit;
    let by_outlet = asking.ask(ADOPTED, &["level", "outlet"], true).await?;
    if by_outlet.total.value.rows() == 0 && by_outlet.total.compared.is_none_or(|v| v.rows() == 0) {
        let empty = Empty::new(
            visit.t("publicity-figures-none"),
            visit.t("publicity-figures-none-about"),
        );
        return Ok(doc.part(empty.link("/publicity/ledger", visit.t("publicity-ledger"))));
    }
    let last_year = Asking {
        period: Period::year(asking.period.from.year() - 1),
        ..*asking
    };
    let whole = last_year.ask(ADOPTED, &[], false).await?;
    let by_person = asking.ask(AUTHORED, &["person"], false).await?;
    let by_field = asking.ask(ADOPTED, &["field"], false).await?;
    let doc = doc
        .part(heads(asking, &by_outlet, &whole).await?)
        .part(balance(asking, &by_person).await?);
    let doc = uncovered(asking, &by_field, doc);
    let doc = doc
        .part(months(asking).await?)
        .part(levels(asking, &by_outlet))
        .part(outlets(asking, &by_outlet))
        .part(bars(asking, "publicity-chart-person", "person", &by_person));
    let by_group = asking.ask(ADOPTED, &["group"], false).await?;
    let mut doc = doc.part(bars(asking, "publicity-chart-group", "group", &by_group));
    for (title, dimension) in [
        ("publicity-dimension-genre", "genre"),
        ("publicity-dimension-medium", "medium"),
        ("publicity-dimension-direction", "direction"),
        ("publicity-dimension-setting", "setting"),
        ("publicity-dimension-nature", "nature"),
        ("publicity-dimension-aspect", "aspect"),
        ("publicity-dimension-place", "place"),
    ] {
        let answer = asking.ask(ADOPTED, &[dimension], false).await?;
        doc = doc.part(ring(asking, title, dimension, &answer));
    }
    Ok(doc.part(amounts(asking).await?))
}

fn said(n: i64) -> String {
    text::number::count(n)
}

/// The totals beside each other: this period, the same days a year ago, the whole of last year, the best day.
async fn heads(asking: &Asking<'_>, now: &Answer, whole: &Answer) -> Result<Figures, Error> {
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
        visit.t("publicity-total"),
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
async fn balance(asking: &Asking<'_>, by_person: &Answer) -> Result<Note, Error> {
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
fn uncovered(asking: &Asking<'_>, by_field: &Answer, doc: Doc) -> Doc {
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
        false => doc
            .part(Note::new(Tone::Warn, missing.join("、")).title(visit.t("publicity-uncovered"))),
    }
}

async fn months(asking: &Asking<'_>) -> Result<Flow, Error> {
    let visit = asking.visit;
    let answer = asking.ask(ADOPTED, &["month"], true).await?;
    let columns: Vec<(String, String)> = answer
        .rows
        .iter()
        .rev()
        .take(24)
        .rev()
        .map(|r| (asking.row_word(r), r.list.clone()))
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
fn levels(asking: &Asking<'_>, by_outlet: &Answer) -> Table {
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

fn outlets(asking: &Asking<'_>, by_outlet: &Answer) -> Table {
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

fn bars(asking: &Asking<'_>, title: &str, dimension: &str, answer: &Answer) -> Bars {
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
fn ring(asking: &Asking<'_>, title: &str, dimension: &str, answer: &Answer) -> Ring {
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
async fn amounts(asking: &Asking<'_>) -> Result<Figures, Error> {
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
