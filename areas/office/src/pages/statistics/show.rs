//! The page of all figures, the page of one, and its spreadsheet.

use askama::filters::HtmlSafeOutput;
use axum::extract::State;
use axum::response::Response;
use frame::ui::{
    Bars, Cell, Column, Doc, Empty, Field, Flow, Form, Head, Links, Note, Ring, Row, Series, Tab,
    Table, Tabs, Tone,
};
use frame::{App, Failure, Fields, Path, Query, SignedIn};
use kernel::access::Permission;
use kernel::statistics::{self, Answer, Compare, Dimension, Figure, Measure, Question};

use super::ask::{form, read, this_year};
use super::{drawn, key_words, keys_words, moved, said};

/// Bars of one chart at most; the table holds the rest.
const BARS: usize = 20;
/// Bars of a chart on the page of all figures.
const SPLIT: usize = 12;
/// Lines of the year's flow.
const LINES: usize = 3;

/// All figures of this year so far, against the same days a year ago, and the year's flow of each area.
pub(super) async fn all(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let kernel = app.kernel();
    let (from, to) = this_year(visit.actor().today);
    let asked = |by: &[&str], compare| Question {
        from: Some(from),
        to: Some(to),
        by: by.iter().map(|d| (*d).to_owned()).collect(),
        compare,
        ..Question::default()
    };
    let mut head = Head::new(visit.t("office-statistics")).lede(visit.t("office-statistics-lede"));
    if visit.actor().wide().is_some() {
        head = head.button(
            "/statistics/snapshots",
            visit.t("office-statistics-snapshots"),
        );
    }
    let mut doc = Doc::new(visit.t("office-statistics")).part(head);
    let mut areas: Vec<&str> = kernel.figures().map(Figure::area).collect();
    areas.dedup();
    if areas.is_empty() {
        let empty = Empty::new(
            visit.t("office-statistics-empty"),
            visit.t("office-statistics-empty-words"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    for area in areas {
        let figures: Vec<&Figure> = kernel.figures().filter(|f| f.area() == area).collect();
        let mut lines = Vec::new();
        for figure in &figures {
            let plain = !matches!(figure.measure, Measure::Share { .. });
            if plain && lines.len() < LINES && figure.dimension("month").is_some() {
                let answer = statistics::evaluate(
                    kernel,
                    visit.actor(),
                    figure.name,
                    &asked(&["month"], None),
                )
                .await?;
                lines.push((*figure, answer));
            }
        }
        if !lines.is_empty() {
            let mut charts = flow(&visit, &lines, from, to).to_string();
            // What was answered, compared: whose answers, and how they were taken.
            let (figure, _) = lines.get(1).unwrap_or(&lines[0]);
            for by in ["standing", "unit"] {
                if let Some(dimension) = figure.dimension(by) {
                    let question = asked(&[by], None);
                    let answer =
                        statistics::evaluate(kernel, visit.actor(), figure.name, &question).await?;
                    charts += &split(&visit, figure, dimension, &answer);
                }
            }
            doc = doc.part(HtmlSafeOutput(format!(
                "<div class=\"charts\">{charts}</div>"
            )));
        }
        let mut rows = Vec::new();
        for figure in figures {
            let question = asked(&[], Some(Compare::PreviousYear));
            let answer =
                statistics::evaluate(kernel, visit.actor(), figure.name, &question).await?;
            let total = &answer.total;
            rows.push(Row {
                id: figure.name.to_owned(),
                cells: vec![
                    Cell::Lead {
                        href: format!("/statistics/{}", figure.name),
                        words: visit.t(figure.title),
                        under: visit.t(figure.definition),
                    },
                    Cell::link(&total.list, said(total.value)),
                    compared(total),
                    total
                        .compared
                        .map_or(Cell::Nothing, |then| Cell::text(moved(total.value, then))),
                ],
            });
        }
        let columns = vec![
            Column::new("figure", visit.t("office-statistics-figure")),
            Column::new("value", visit.t("office-statistics-this-year")).number(),
            Column::new("compared", visit.t("office-statistics-last-year")).number(),
            Column::new("moved", visit.t("office-statistics-moved")).number(),
        ];
        doc = doc.part(
            Table::new(
                &visit,
                "figures",
                visit.t("office-statistics-this-year"),
                columns,
            )
            .rows(rows)
            .cards(),
        );
    }
    Ok(doc.show(&visit))
}

/// A figure split by a dimension: ratings as a ring, everything else as bars.
fn split(visit: &SignedIn, figure: &Figure, by: &Dimension, answer: &Answer) -> String {
    if answer.rows.is_empty() {
        return String::new();
    }
    let first = visit.t(by.title);
    let title = text::ta(
        visit.lang,
        "office-statistics-compared-by",
        &[
            ("figure", visit.t(figure.title).into()),
            ("dimension", first.clone().into()),
        ],
    );
    let rows = || answer.rows.iter().take(SPLIT);
    let words = |r: &statistics::Row| keys_words(visit, figure, answer, r);
    if by.name != "standing" {
        let labels: Vec<_> = rows().map(|r| (words(r), r.list.clone())).collect();
        let values = rows().map(|r| drawn(r.value)).collect();
        let series = Series::new(visit.t(figure.title), 0, values);
        return Bars::new(visit, &title, &first, &labels, &[series]).to_string();
    }
    let parts: Vec<_> = rows()
        .map(|r| {
            let tone = match r.keys.get(by.name).map(|k| k.code.as_str()) {
                Some("satisfied") => 5,
                Some("basically") => 1,
                Some("dissatisfied") => 3,
                _ => 4,
            };
            (words(r), r.list.clone(), tone, drawn(r.value))
        })
        .collect();
    Ring::new(visit, &title, &first, &parts).to_string()
}

fn compared(row: &statistics::Row) -> Cell {
    match (row.compared, &row.compared_list) {
        (Some(value), Some(list)) => Cell::link(list, said(value)),
        (Some(value), None) => Cell::text(said(value)),
        _ => Cell::Nothing,
    }
}

/// The months from the first to the last day, as `2024-03`.
fn months(from: chrono::NaiveDate, to: chrono::NaiveDate) -> Vec<String> {
    let mut out: Vec<String> = from
        .iter_days()
        .take_while(|d| *d <= to)
        .take(366 * 20)
        .map(|d| d.format("%Y-%m").to_string())
        .collect();
    out.dedup();
    out
}

/// `2024-03` as a month of one year is said.
fn month_words(visit: &SignedIn, month: &str) -> String {
    let day = format!("{month}-01").parse();
    day.map_or_else(
        |_| month.to_owned(),
        |d: chrono::NaiveDate| {
            let n = i64::from(chrono::Datelike::month(&d));
            text::ta(
                visit.lang,
                "office-statistics-month",
                &[("month", n.into())],
            )
        },
    )
}

fn flow(
    visit: &SignedIn,
    lines: &[(&Figure, Answer)],
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
) -> Flow {
    let months = months(from, to);
    let tones = [0, 5, 3];
    let series: Vec<Series> = lines
        .iter()
        .zip(tones)
        .map(|((figure, answer), tone)| {
            let value = |month: &String| {
                let row = answer
                    .rows
                    .iter()
                    .find(|r| r.keys.get("month").is_some_and(|k| k.code == *month));
                row.map_or(0, |r| drawn(r.value))
            };
            Series::new(
                visit.t(figure.title),
                tone,
                months.iter().map(value).collect(),
            )
        })
        .collect();
    let columns: Vec<(String, String)> = months
        .iter()
        .map(|m| (month_words(visit, m), String::new()))
        .collect();
    let (bars, lines) = series.split_at(1.min(series.len()));
    Flow::new(
        visit,
        &visit.t("office-statistics-flow"),
        &visit.t("statistics-dimension-month"),
        &columns,
        bars,
        lines,
    )
}

/// One figure: asked, drawn, told as a table, to be exported and frozen.
pub(super) async fn one(
    State(app): State<App>,
    visit: SignedIn,
    Path(name): Path<String>,
    Query(typed): Query,
) -> Result<Response, Failure> {
    let figure = app.kernel().figure(&name)?;
    let (from, to) = this_year(visit.actor().today);
    let usual = Question {
        from: Some(from),
        to: Some(to),
        by: figure
            .dimensions
            .first()
            .map(|d| d.name.to_owned())
            .into_iter()
            .collect(),
        ..Question::default()
    };
    let asked = typed.names().iter().any(|n| *n != "lang");
    let question = if asked {
        read(figure, &typed, &[])
    } else {
        Ok(usual.clone())
    };
    let told = match question {
        Ok(question) => statistics::evaluate(app.kernel(), visit.actor(), &name, &question)
            .await
            .map(|a| (question, a)),
        Err(e) => Err(e),
    };
    let head = Head::new(visit.t(figure.title)).lede(visit.t(figure.definition));
    let doc = Doc::new(visit.t(figure.title)).trail("/statistics", visit.t("office-statistics"));
    match told {
        Err(error) => {
            let form = form(&visit, figure, &usual).again(&typed, error)?;
            Ok(doc.part(head).again(form).show(&visit))
        }
        Ok((question, answer)) => {
            let head = head.button(
                format!("/statistics/{name}/export?{}", question.query()),
                visit.t("office-statistics-export"),
            );
            let doc = doc
                .part(head)
                .part(periods(&visit, &name, &question))
                .part(form(&visit, figure, &question));
            let doc = narrowing(&app, &visit, figure, &question, doc).await?;
            let doc = chart(&visit, figure, &answer, doc);
            let doc = doc.part(table(&visit, figure, &answer));
            Ok(freezing(&visit, figure, &question, doc).show(&visit))
        }
    }
}

/// This year, last year, everything: one click each.
fn periods(visit: &SignedIn, name: &str, question: &Question) -> Tabs {
    use chrono::{Datelike, NaiveDate};
    let (first, today) = this_year(visit.actor().today);
    let year = |n: i32| NaiveDate::from_ymd_opt(n, 1, 1).zip(NaiveDate::from_ymd_opt(n, 12, 31));
    let last = year(first.year() - 1);
    let all = [
        ("office-statistics-period-this", Some((first, today))),
        ("office-statistics-period-last", last),
        ("office-statistics-period-all", None),
    ];
    let tab = |(key, period): (&str, Option<(NaiveDate, NaiveDate)>)| {
        let mut to_ask = question.clone();
        to_ask.from = period.map(|p| p.0);
        to_ask.to = period.map(|p| p.1);
        if period.is_none() {
            to_ask.compare = None;
        }
        // Without any pair the page would ask for this year: "everything" names its dimension at least.
        let mut query = to_ask.query();
        if query.is_empty() {
            query = "by=".to_owned();
        }
        Tab {
            href: format!("/statistics/{name}?{query}"),
            words: visit.t(key),
            count: None,
            here: (question.from, question.to) == (to_ask.from, to_ask.to),
        }
    };
    Tabs {
        label: visit.t("office-statistics-periods"),
        all: all.map(tab).into(),
    }
}

/// What a narrowed question leaves out, with the way back to all.
pub(super) async fn narrowing(
    app: &App,
    visit: &SignedIn,
    figure: &Figure,
    question: &Question,
    doc: Doc,
) -> Result<Doc, Failure> {
    let keys = statistics::narrowed_to(app.kernel(), visit.actor(), figure.name, question).await?;
    if keys.is_empty() {
        return Ok(doc);
    }
    let points = keys
        .iter()
        .map(|(d, key)| {
            format!(
                "{}: {}",
                visit.t(d.title),
                key_words(visit, figure, d.name, key)
            )
        })
        .collect();
    Ok(doc.part(Note::new(Tone::Info, visit.t("office-statistics-only")).points(points)))
}

/// Along time a flow, else bars; a single number or several dimensions need no drawing.
fn chart(visit: &SignedIn, figure: &Figure, answer: &Answer, doc: Doc) -> Doc {
    let [dimension] = answer.question.by.as_slice() else {
        return doc;
    };
    let Some(dimension) = figure
        .dimension(dimension)
        .filter(|_| !answer.rows.is_empty())
    else {
        return doc;
    };
    let title = match figure.measure {
        Measure::Share { .. } => format!("{} (%)", visit.t(figure.title)),
        _ => visit.t(figure.title),
    };
    let first = visit.t(dimension.title);
    let most = if dimension.is_time() { 60 } else { BARS };
    let skip = if dimension.is_time() {
        answer.rows.len().saturating_sub(most)
    } else {
        0
    };
    let rows = answer.rows.iter().skip(skip).take(most);
    let labels: Vec<(String, String)> = rows
        .clone()
        .map(|r| (keys_words(visit, figure, answer, r), r.list.clone()))
        .collect();
    let now = Series::new(
        visit.t("office-statistics-value"),
        0,
        rows.clone().map(|r| drawn(r.value)).collect(),
    );
    let then: Vec<i64> = rows.filter_map(|r| r.compared.map(drawn)).collect();
    if dimension.is_time() {
        let then: Vec<Series> = (!then.is_empty())
            .then(|| Series::new(visit.t("office-statistics-compared"), 2, then))
            .into_iter()
            .collect();
        doc.part(Flow::new(visit, &title, &first, &labels, &[now], &then))
    } else {
        doc.part(Bars::new(visit, &title, &first, &labels, &[now]))
    }
}

fn table(visit: &SignedIn, figure: &Figure, answer: &Answer) -> Table {
    let by = &answer.question.by;
    let mut columns: Vec<Column> = by
        .iter()
        .filter_map(|d| figure.dimension(d))
        .map(|d| Column::new(d.name, visit.t(d.title)))
        .collect();
    if columns.is_empty() {
        columns.push(Column::new("figure", visit.t("office-statistics-figure")));
    }
    columns.push(Column::new("value", visit.t("office-statistics-value")).number());
    let compares = answer.question.compare.is_some();
    if compares {
        columns.push(Column::new("compared", visit.t("office-statistics-compared")).number());
        columns.push(Column::new("moved", visit.t("office-statistics-moved")).number());
    }
    let row = |row: &statistics::Row, total: bool| {
        let mut cells: Vec<Cell> = match (total, by.is_empty()) {
            (false, false) => by
                .iter()
                .map(|d| {
                    row.keys.get(d).map_or(Cell::Nothing, |k| {
                        Cell::text(key_words(visit, figure, d, k))
                    })
                })
                .collect(),
            (_, true) => vec![Cell::text(visit.t(figure.title))],
            (true, false) => {
                let mut cells = vec![Cell::text(visit.t("office-statistics-total"))];
                cells.resize(by.len(), Cell::Nothing);
                cells
            }
        };
        cells.push(Cell::link(&row.list, said(row.value)));
        if compares {
            cells.push(compared(row));
            cells.push(
                row.compared
                    .map_or(Cell::Nothing, |then| Cell::text(moved(row.value, then))),
            );
        }
        Row {
            id: String::new(),
            cells,
        }
    };
    let mut rows: Vec<Row> = answer.rows.iter().map(|r| row(r, false)).collect();
    let caption = text::ta(
        visit.lang,
        "office-statistics-as-of",
        &[("at", text::date::instant(visit.lang, answer.as_of.0).into())],
    );
    if by.is_empty() {
        return Table::new(visit, "figure", caption, columns).rows(rows);
    }
    rows.push(row(&answer.total, true));
    Table::new(visit, "figure", caption, columns)
        .rows(rows)
        .total()
}

/// The form that freezes what is shown, for those who may.
fn freezing(visit: &SignedIn, figure: &Figure, question: &Question, doc: Doc) -> Doc {
    let actor = visit.actor();
    if !actor.may(Permission::Snapshot) || actor.wide().is_none() {
        return doc;
    }
    doc.panel(
        &visit.t("office-statistics-freeze"),
        freeze_form(visit, figure.name, &question.query()),
    )
    .part(Links::new(vec![(
        format!("/statistics/snapshots?figure={}", figure.name),
        visit.t("office-statistics-snapshots"),
    )]))
}

pub(super) fn freeze_form(visit: &SignedIn, name: &str, query: &str) -> Form {
    Form::new(visit, format!("/statistics/{name}/snapshots"))
        .compact()
        .field(
            Field::line("title", visit.t("office-statistics-freeze-title"), 100)
                .hint(visit.t("office-statistics-freeze-hint"))
                .must(),
        )
        .hidden("question", query)
        .send(visit.t("office-statistics-freeze-do"))
}

/// What a query string held, for the form that posts it back.
pub(super) fn question_of(figure: &Figure, query: &str) -> Result<Question, kernel::error::Error> {
    let fields = Fields::parse(query.as_bytes()).map_err(|_| kernel::error::Error::NotFound)?;
    read(figure, &fields, &[])
}
