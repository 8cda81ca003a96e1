//! Terms and sessions (届次): 第八届第四次会议, with the days it sat. A matter brought in at a session carries its
//! code (`8-4`), so that registers and figures can be asked by it.

use chrono::NaiveDate;

use crate::access::Act;
use crate::db::{On, sql};
use crate::error::{Error, FieldError, Message, Result};
use crate::id::Id;

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct TermSession {
    pub id: Id,
    pub organ_id: Id,
    /// `8-4`.
    pub code: String,
    /// 届, from 1.
    pub term: i64,
    /// 次会议 within the term, from 1.
    pub ordinal: i64,
    pub opened_on: NaiveDate,
    pub closed_on: NaiveDate,
}

const SESSION: &str =
    "SELECT id, organ_id, code, term, ordinal, opened_on, closed_on FROM term_session";

/// The code of a session.
pub fn code(term: i64, ordinal: i64) -> String {
    format!("{term}-{ordinal}")
}

/// All sessions of an organ, the newest first.
pub async fn all(on: impl On, organ: Id) -> Result<Vec<TermSession>> {
    Ok(sql(format!(
        "{SESSION} WHERE organ_id = $1 ORDER BY term DESC, ordinal DESC"
    ))
    .bind(organ)
    .all(on)
    .await?)
}

pub async fn session(on: impl On, organ: Id, id: Id) -> Result<TermSession> {
    sql(format!("{SESSION} WHERE organ_id = $1 AND id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// The session that sat on a day, or else the last one before it.
pub async fn at(on: impl On, organ: Id, day: NaiveDate) -> Result<Option<TermSession>> {
    Ok(sql(format!(
        "{SESSION} WHERE organ_id = $1 AND opened_on <= $2 ORDER BY opened_on DESC LIMIT 1"
    ))
    .bind(organ)
    .bind(day)
    .optional(on)
    .await?)
}

/// Adds a session.
pub async fn add(
    act: &mut Act,
    term: i64,
    ordinal: i64,
    opened_on: NaiveDate,
    closed_on: NaiveDate,
) -> Result<Id> {
    check(act, None, term, ordinal, opened_on, closed_on).await?;
    let id = Id::new(act.at);
    sql(
        "INSERT INTO term_session (id, organ_id, code, term, ordinal, opened_on, closed_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(code(term, ordinal))
    .bind(term)
    .bind(ordinal)
    .bind(opened_on)
    .bind(closed_on)
    .run(act)
    .await?;
    Ok(id)
}

/// Corrects the days of a session; its number is what matters carry, and stays.
pub async fn edit(act: &mut Act, id: Id, opened_on: NaiveDate, closed_on: NaiveDate) -> Result<()> {
    let organ = act.organ();
    let old = session(&mut *act, organ, id).await?;
    check(act, Some(id), old.term, old.ordinal, opened_on, closed_on).await?;
    sql("UPDATE term_session SET opened_on = $1, closed_on = $2 WHERE id = $3")
        .bind(opened_on)
        .bind(closed_on)
        .bind(id)
        .run(act)
        .await?;
    Ok(())
}

/// Refuses a period that ends before it begins, a number that stands already, and days out of order with
/// the sessions before and after.
async fn check(
    act: &mut Act,
    but: Option<Id>,
    term: i64,
    ordinal: i64,
    opened_on: NaiveDate,
    closed_on: NaiveDate,
) -> Result<()> {
    let organ = act.organ();
    let others = all(&mut *act, organ).await?;
    let mut wrong = Vec::new();
    let mut fault = |field: &str, key: &str| {
        wrong.push(FieldError {
            field: field.to_owned(),
            message: Message::new(key),
        });
    };
    if closed_on < opened_on {
        fault("closed_on", "invalid-period");
    }
    let place = (term, ordinal);
    for other in others.iter().filter(|o| Some(o.id) != but) {
        let there = (other.term, other.ordinal);
        if there == place {
            fault("ordinal", "invalid-session-taken");
        } else if (there < place && other.closed_on >= opened_on)
            || (there > place && other.opened_on <= closed_on)
        {
            fault("opened_on", "invalid-session-order");
            break;
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(wrong))
    }
}
