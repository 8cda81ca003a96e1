//! Settlements of long ledgers on their way.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

/// A settlement on its way.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Settling {
    pub id: Id,
    /// Who asked for it, and in whose name it is frozen.
    pub account_id: Id,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub title: String,
    pub done: i64,
    pub steps: i64,
    /// What it became.
    pub settlement_id: Option<Id>,
    /// Why it did not, as [`kernel::error::Message`] in JSON.
    pub trouble: Option<String>,
}

pub async fn insert(
    act: &mut Act,
    account: Id,
    from: NaiveDate,
    to: NaiveDate,
    title: &str,
) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO publicity_settling (id, organ_id, account_id, from_on, to_on, title, done, steps, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, 0, 1, $7)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(account)
    .bind(from)
    .bind(to)
    .bind(title)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(id)
}

pub async fn one(on: impl On, organ: Id, id: Id) -> Result<Settling> {
    sql(
        "SELECT id, account_id, from_on, to_on, title, done, steps, settlement_id, trouble FROM publicity_settling
         WHERE organ_id = $1 AND id = $2",
    )
    .bind(organ)
    .bind(id)
    .optional(on)
    .await?
    .ok_or(Error::NotFound)
}

pub async fn advance(act: &mut Act, id: Id, done: i64, steps: i64) -> Result<()> {
    sql("UPDATE publicity_settling SET done = $2, steps = $3 WHERE id = $1")
        .bind(id)
        .bind(done)
        .bind(steps)
        .run(act)
        .await?;
    Ok(())
}

/// It became a settlement, or says why not.
pub async fn end(
    act: &mut Act,
    id: Id,
    settlement: Option<Id>,
    trouble: Option<String>,
) -> Result<()> {
    sql("UPDATE publicity_settling SET settlement_id = $2, trouble = $3, done = steps WHERE id = $1")
        .bind(id)
        .bind(settlement)
        .bind(trouble)
        .run(act)
        .await?;
    Ok(())
}

/// Appearances of a period: how long settling it takes.
pub async fn appearances(on: impl On, organ: Id, from: NaiveDate, to: NaiveDate) -> Result<i64> {
    Ok(sql("SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_adoption
         WHERE organ_id = $1 AND on_date >= $2 AND on_date <= $3")
    .bind(organ)
    .bind(from)
    .bind(to)
    .count(on)
    .await?)
}
