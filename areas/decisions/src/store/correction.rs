//! Corrections of a published text.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

/// What stands wrong in the adopted text, and what is right.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Correction {
    pub id: Id,
    pub on_date: NaiveDate,
    pub wrong: String,
    pub correct: String,
    pub reason: String,
}

/// Those of a decision, the first one first.
pub async fn all(on: impl On, matter: Id) -> Result<Vec<Correction>> {
    Ok(sql(
        "SELECT id, on_date, wrong, correct, reason FROM decision_correction WHERE matter_id = $1 ORDER BY at, id",
    )
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn add(act: &mut Act, matter: Id, c: &Correction) -> Result<()> {
    let (by, at) = (act.actor.person, act.at.0);
    sql(
        "INSERT INTO decision_correction (id, matter_id, on_date, wrong, correct, reason, entered_by, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(c.id)
    .bind(matter)
    .bind(c.on_date)
    .bind(&c.wrong)
    .bind(&c.correct)
    .bind(&c.reason)
    .bind(by)
    .bind(at)
    .run(act)
    .await?;
    Ok(())
}
