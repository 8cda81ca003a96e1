//! New incentive rules: the table as an office keeps it, typed or pasted, and the terms around it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use frame::ui::{Choice, Doc, Field, Form as Sheet, Head};
use frame::{App, Failure, Fields, Form, Go, Len, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};

use crate::actions::incentive as actions;
use crate::model::adoption::Size;
use crate::model::genre::Genre;
use crate::model::incentive::table::{self, Words};
use crate::model::incentive::{FaultKind, Rules, Stacking};
use crate::model::outlet::Level;
use crate::store::incentive::{self as store, Version};

pub(super) fn routes() -> Routes {
    Routes::new().route("/publicity/incentives/rules", get(ask).post(put))
}

const STACKINGS: [&str; 3] = ["highest", "sum", "highest_and"];

pub(super) fn stacking_code(s: Stacking) -> &'static str {
    match s {
        Stacking::Highest => STACKINGS[0],
        Stacking::Sum => STACKINGS[1],
        Stacking::HighestAnd(_) => STACKINGS[2],
    }
}

/// The words of the codes in the reader's language.
fn words(visit: &SignedIn) -> Words {
    Words {
        levels: Level::ALL.iter().map(|v| (*v, visit.t(&v.key()))).collect(),
        genres: Genre::ALL.iter().map(|v| (*v, visit.t(&v.key()))).collect(),
        sizes: Size::ALL.iter().map(|v| (*v, visit.t(&v.key()))).collect(),
    }
}

fn form(visit: &SignedIn, known: &Rules) -> Sheet {
    let t = |key: &str| visit.t(key);
    let levels = Level::ALL
        .iter()
        .map(|v| Choice::new(v.code(), t(&v.key())))
        .collect();
    let stackings = STACKINGS
        .iter()
        .map(|s| Choice::new(s, t(&format!("publicity-stacking-{s}"))))
        .collect();
    let percent = match known.stacking {
        Stacking::HighestAnd(n) => n,
        _ => 50,
    };
    let mut reprints = Field::tick("reprints", t("publicity-reprints-count"));
    if known.reprints_count {
        reprints = reprints.value("1");
    }
    let lines = Field::prose("lines", t("publicity-rules"), 20_000)
        .must()
        .rows(12)
        .hint(t("publicity-rules-hint"))
        .value(table::write(known, &words(visit)));
    Sheet::new(visit, "/publicity/incentives/rules")
        .keep(visit, "publicity-rules")
        .field(lines)
        .side(vec![
            Field::select("level", t("publicity-rule-level"), levels)
                .must()
                .value(known.from_level.code()),
            Field::select("stacking", t("publicity-stacking"), stackings)
                .must()
                .value(stacking_code(known.stacking)),
            Field::number("percent", t("publicity-stacking-percent"), 0, 100).value(percent),
        ])
        .field(reprints)
        .side(vec![
            Field::number("cap", t("publicity-cap"), 0, 10_000_000)
                .value_opt(known.cap_fen.map(|n| n / 100)),
            Field::number("floor", t("publicity-floor-pieces"), 0, 1_000).value(known.floor_pieces),
            Field::number("penalty", t("publicity-penalty-each"), 0, 100_000)
                .value(known.penalty_fen / 100),
        ])
        .side(vec![
            Field::date("from_on", t("publicity-from-on"))
                .must()
                .value(visit.actor().today),
            Field::line("why", t("publicity-rule-why"), 200).must(),
        ])
        .send(t("publicity-rules-put"))
        .cancel("/publicity/incentives")
}

fn page(visit: &SignedIn) -> Doc {
    Doc::new(visit.t("publicity-rules-new"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/incentives", visit.t("publicity-incentives"))
        .part(Head::new(visit.t("publicity-rules-new")).lede(visit.t("publicity-rules-new-lede")))
}

/// The newest rules, or what an office starts from.
async fn newest(app: &App, visit: &SignedIn) -> Result<Rules, Error> {
    let versions = store::versions(&app.kernel().db, visit.actor().organ).await?;
    versions
        .first()
        .map_or_else(|| Ok(Rules::usual()), Version::rules)
}

async fn ask(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let known = newest(&app, &visit).await?;
    Ok(page(&visit).part(form(&visit, &known)).show(&visit))
}

fn read(visit: &SignedIn, typed: &Fields) -> Result<(Rules, NaiveDate, String), Error> {
    let mut r = Reader::new(typed);
    let text = r.must_prose("lines", Len(20_000));
    let codes: Vec<&str> = Level::ALL.iter().map(|v| v.code()).collect();
    let level = r.must_choice("level", &codes).and_then(Level::parse);
    let stacking = r.must_choice("stacking", &STACKINGS);
    let percent = r.number("percent", 0..=100).unwrap_or(50);
    let reprints_count = r.tick("reprints");
    let cap = r.number("cap", 0..=10_000_000);
    let floor = r.number("floor", 0..=1_000).unwrap_or(0);
    let penalty = r.number("penalty", 0..=100_000).unwrap_or(0);
    let from_on = r.must_date("from_on");
    let why = r.must_line("why", Len(200));
    r.finish()?;
    let lines = table::read(&text, &words(visit)).map_err(|u| {
        let message = Message::new("publicity-rules-unread")
            .arg("line", u.line)
            .arg("typed", u.typed);
        Error::field("lines", message)
    })?;
    let rules = Rules {
        from_level: level.unwrap_or(Level::City),
        stacking: match stacking {
            Some("sum") => Stacking::Sum,
            Some("highest_and") => Stacking::HighestAnd(u32::try_from(percent).unwrap_or(0)),
            _ => Stacking::Highest,
        },
        reprints_count,
        lines,
        cap_fen: cap.map(|n| n * 100),
        floor_pieces: u32::try_from(floor).unwrap_or(0),
        penalty_fen: penalty * 100,
    };
    if let Some(fault) = rules.faults().first() {
        let message = match fault.kind {
            FaultKind::NoLines => Message::new("publicity-rules-empty"),
            FaultKind::Negative => Message::new("publicity-rules-negative").arg("line", fault.line),
            FaultKind::Hidden => Message::new("publicity-rules-hidden").arg("line", fault.line),
        };
        return Err(Error::field("lines", message));
    }
    Ok((rules, from_on.unwrap_or(visit.actor().today), why))
}

async fn put(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = match read(&visit, &typed) {
        Ok((rules, from_on, why)) => {
            actions::put_rules(app.kernel(), visit.actor(), &rules, from_on, &why).await
        }
        Err(e) => Err(e),
    };
    match done {
        Ok(()) => Ok(Go::to("/publicity/incentives")
            .saying(Message::new("publicity-rules-done"))
            .into_response()),
        Err(e) => {
            let known = newest(&app, &visit).await?;
            let form = form(&visit, &known).again(&typed, e)?;
            Ok(page(&visit).again(form).show(&visit))
        }
    }
}
