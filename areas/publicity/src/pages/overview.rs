//! The figures of a period: beside the same days a year earlier and the whole of last year; best day, imbalance,
//! fields not covered; charts. Every number opens the rows behind it.

use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use frame::ui::{Doc, Empty, Field, Form as Sheet, Head, Tab, Tabs};
use frame::{App, Failure, Query, Reader, Routes, SignedIn, get};
use kernel::error::{Error, Message};
use kernel::statistics::{self, Answer, Compare, Key, Question, label};
use text::Arg;

use super::parts::{
    amounts, balance, bars, heads, levels, months, outlets, rates, ring, uncovered,
};
use super::{View, enter, keeps, ta, tabs};
use crate::figures::{ADOPTED, AUTHORED};

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity", get(page))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

impl Period {
    pub(super) fn year(year: i32) -> Period {
        let day = |m, d| NaiveDate::from_ymd_opt(year, m, d).unwrap_or_default();
        Period {
            from: day(1, 1),
            to: day(12, 31),
        }
    }

    pub(super) fn ask(self, by: &[&str], compare: bool) -> Question {
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
pub(super) struct Asking<'a> {
    pub(super) app: &'a App,
    pub(super) visit: &'a SignedIn,
    pub(super) period: Period,
}

impl Asking<'_> {
    pub(super) async fn ask(
        &self,
        name: &str,
        by: &[&str],
        compare: bool,
    ) -> Result<Answer, Error> {
        let question = self.period.ask(by, compare);
        statistics::evaluate(self.app.kernel(), self.visit.actor(), name, &question).await
    }

    pub(super) fn word(&self, dimension: &str, key: &Key) -> String {
        let figure = self.app.kernel().figure(ADOPTED).ok();
        match figure.and_then(|f| f.dimension(dimension)) {
            Some(d) => label(self.visit.lang, d, &key.code, &key.label),
            None => key.label.clone(),
        }
    }

    pub(super) fn row_word(&self, row: &statistics::Row) -> String {
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
    let head = match super::briefings::reads(&visit) {
        true => head.button("/publicity/briefings", visit.t("briefing-all")),
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
        ("publicity-chart-unit", "unit"),
        ("publicity-chart-township", "township"),
    ] {
        let mut answer = asking.ask(ADOPTED, &[dimension], false).await?;
        // Pieces of nobody's unit, or of no township, are the whole figure's; the bars compare those that have one.
        answer
            .rows
            .retain(|r| r.keys.get(dimension).is_some_and(|k| !k.code.is_empty()));
        if !answer.rows.is_empty() {
            doc = doc.part(bars(asking, title, dimension, &answer));
        }
    }
    if let Some(rates) = rates(asking).await? {
        doc = doc.panel(&visit.t("publicity-rates"), rates);
    }
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
