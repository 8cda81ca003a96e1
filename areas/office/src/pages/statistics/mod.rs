//! Figures on pages: all of them this year, one of them split and compared, the list behind every number, and
//! snapshots. Everybody signed in sees the figures of the matters that exist for him; snapshots are made
//! and read by those who read the whole organ.

mod ask;
mod export;
mod list;
mod show;
mod snapshot;

use frame::{Routes, Visit, get, post};
use kernel::statistics::{Answer, Figure, Key, Value, label};

pub(crate) use ask::read;

pub fn routes() -> Routes {
    Routes::new()
        .route("/statistics", get(show::all))
        .route("/statistics/snapshots", get(snapshot::all))
        .route("/statistics/snapshots/{id}", get(snapshot::one))
        .route("/statistics/{name}", get(show::one))
        .route("/statistics/{name}/export", get(export::export))
        .route("/statistics/{name}/list", get(list::list))
        .route("/statistics/{name}/snapshots", post(snapshot::freeze))
}

/// A value as shown: `1,234`, or `98.2% (55/56)`.
pub(crate) fn said(value: Value) -> String {
    match value {
        Value::Int(n) => text::number::count(n),
        Value::Ratio { den: 0, .. } => "—".to_owned(),
        Value::Ratio { num, den } => format!(
            "{} ({}/{})",
            text::number::percent(num.max(0) as u64, den.max(0) as u64),
            text::number::count(num),
            text::number::count(den)
        ),
    }
}

/// What a chart draws: the count, or whole percent.
fn drawn(value: Value) -> i64 {
    match value {
        Value::Int(n) => n,
        Value::Ratio { num, den } if den > 0 => (num * 100 + den / 2) / den,
        Value::Ratio { .. } => 0,
    }
}

/// How far a value lies above or below an earlier one: `+12`, or percentage points with one decimal.
fn moved(now: Value, then: Value) -> String {
    match (now, then) {
        (Value::Int(a), Value::Int(b)) if a == b => "0".to_owned(),
        (Value::Int(a), Value::Int(b)) => format!("{:+}", a - b),
        (Value::Ratio { num, den }, Value::Ratio { num: n, den: d }) if den > 0 && d > 0 => {
            let tenths = (num * 1000 + den / 2) / den - (n * 1000 + d / 2) / d;
            let sign = match tenths {
                0 => "",
                1.. => "+",
                _ => "-",
            };
            format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
        }
        _ => "—".to_owned(),
    }
}

/// A key in the reader's words.
fn key_words(visit: &Visit, figure: &Figure, dimension: &str, key: &Key) -> String {
    match figure.dimension(dimension) {
        Some(d) => label(visit.lang, d, &key.code, &key.label),
        None => key.label.clone(),
    }
}

/// The keys of a row in one line.
fn keys_words(
    visit: &Visit,
    figure: &Figure,
    answer: &Answer,
    row: &kernel::statistics::Row,
) -> String {
    let words = answer.question.by.iter().filter_map(|d| {
        let key = row.keys.get(d)?;
        Some(key_words(visit, figure, d, key))
    });
    words.collect::<Vec<_>>().join(" · ")
}
