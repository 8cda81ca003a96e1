//! The rows behind a number.

use chrono::NaiveDate;

use super::evaluate::{Eyes, Text, rows_of};
use super::question::Question;
use crate::access::Actor;
use crate::db::sql;
use crate::error::{Error, Message, Result};
use crate::id::Id;
use crate::kernel::Kernel;
use crate::matter::Confidentiality;

/// Rows of a page at most.
const MOST: usize = 200;

/// One row behind a number, with what a list shows of its matter.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Behind {
    /// The row of the source; a matter may stand behind several.
    pub row_id: Id,
    /// The day that places it in the period.
    pub day: NaiveDate,
    pub id: Id,
    pub kind: String,
    pub number: Option<String>,
    pub title: String,
    pub state: String,
    pub procedure: String,
    pub procedure_version: i64,
    pub confidentiality: String,
    pub unit_name: Option<String>,
    pub session: Option<String>,
    pub proposer_name: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub amber_on: Option<NaiveDate>,
    pub red_on: Option<NaiveDate>,
    pub open: bool,
    pub historic: bool,
    pub rev: i64,
    /// In the part of a share; true for plain counts.
    pub part: bool,
    /// What it adds to a sum; one for plain counts.
    pub amount: i64,
}

impl Behind {
    pub fn confidentiality(&self) -> Confidentiality {
        Confidentiality::parse(&self.confidentiality).unwrap_or(Confidentiality::Confidential)
    }

    /// Green, amber or red on `today`; none where no clock runs.
    pub fn lamp(&self, today: NaiveDate) -> Option<workday::Lamp> {
        if !self.open || self.historic {
            return None;
        }
        Some(workday::lamp::lamp(today, self.amber_on?, self.red_on?))
    }
}

/// Some rows, the latest first, and the place to read on from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    pub rows: Vec<Behind>,
    /// Opaque; for the field `cursor`.
    pub next: Option<String>,
}

/// The rows behind a figure for the period and keys of `question` (its dimensions don't matter), at most
/// `limit` and 200, from `cursor` on. A cursor that is none is refused in the field `cursor`.
#[crate::compiled_once]
pub async fn list_rows(
    kernel: &Kernel,
    actor: &Actor,
    name: &str,
    question: &Question,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Rows> {
    use super::figure::Measure;
    let figure = kernel.figure(name)?;
    question.check(figure)?;
    let limit = limit.clamp(1, MOST);
    let date = figure.date;
    let part = match figure.measure {
        Measure::Share { part, .. } => format!("(CASE WHEN f.{part} THEN TRUE ELSE FALSE END)"),
        _ => "TRUE".to_owned(),
    };
    let amount = match figure.measure {
        Measure::Sum(what) => format!("CAST(f.{what} AS BIGINT)"),
        _ => "CAST(1 AS BIGINT)".to_owned(),
    };
    let mut text = Text::default();
    text.push(&format!(
        "SELECT k.row_id, k.day, m.id, m.kind, m.number, m.title, m.state, m.procedure, m.procedure_version, \
         m.confidentiality, u.short_name AS unit_name, m.session, p.name AS proposer_name, m.due_on, m.amber_on, \
         m.red_on, m.open, m.historic, m.rev, k.part, k.amount \
         FROM (SELECT f.row_id, f.matter_id, f.{date} AS day, {part} AS part, {amount} AS amount"
    ));
    rows_of(figure, Eyes::Of(actor), question, &mut text)?;
    if let Some(cursor) = cursor {
        let (day, row) =
            place(cursor).ok_or_else(|| Error::field("cursor", Message::new("invalid-cursor")))?;
        let (day, row) = (text.value(day), text.value(row));
        text.push(&format!(" AND (f.{date}, f.row_id) < ({day}, {row})"));
    }
    text.push(&format!(
        " ORDER BY f.{date} DESC, f.row_id DESC LIMIT {}) AS k CROSS JOIN matter m \
         LEFT JOIN unit u ON u.id = m.lead_unit LEFT JOIN person p ON p.id = m.proposer \
         WHERE m.id = k.matter_id ORDER BY k.day DESC, k.row_id DESC",
        limit + 1
    ));
    let mut rows: Vec<Behind> = sql(text.text).bind_all(text.values).all(&kernel.db).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|r| format!("{}.{}", r.day, r.row_id));
    Ok(Rows { rows, next })
}

fn place(cursor: &str) -> Option<(NaiveDate, Id)> {
    let (day, row) = cursor.split_once('.')?;
    Some((day.parse().ok()?, row.parse().ok()?))
}
