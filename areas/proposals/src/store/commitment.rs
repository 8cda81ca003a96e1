//! Commitments and their stages.

use chrono::NaiveDate;

use kernel::access::Act;
use kernel::db::sql;
use kernel::error::Result;
use kernel::id::Id;

use crate::model::reply::Promise;

/// A promise of the reply that `unit` gave to `source` in `round` becomes the matter `matter`.
pub async fn insert(
    act: &mut Act,
    matter: Id,
    source: Id,
    unit: Id,
    round: i64,
    promises: &[Promise],
) -> Result<()> {
    let day = act.at.day();
    sql("INSERT INTO commitment (matter_id, source_id, unit_id, round, promised_on) VALUES ($1, $2, $3, $4, $5)")
        .bind(matter)
        .bind(source)
        .bind(unit)
        .bind(round)
        .bind(day)
        .run(&mut *act)
        .await?;
    for (sort, promise) in (1i64..).zip(promises) {
        sql(
            "INSERT INTO commitment_stage (matter_id, sort, stage, what, due_on) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(matter)
        .bind(sort)
        .bind(promise.stage)
        .bind(&promise.what)
        .bind(promise.due_on)
        .run(&mut *act)
        .await?;
    }
    Ok(())
}

/// A stage is there, with what shows it; true where it was owed.
pub async fn deliver(
    act: &mut Act,
    matter: Id,
    sort: i64,
    day: NaiveDate,
    note: &str,
) -> Result<bool> {
    let changed = sql("UPDATE commitment_stage SET delivered_on = $3, note = $4
         WHERE matter_id = $1 AND sort = $2 AND delivered_on IS NULL")
    .bind(matter)
    .bind(sort)
    .bind(day)
    .bind(note)
    .run(&mut *act)
    .await?;
    Ok(changed == 1)
}

/// A rating says that it is not there: the last stage is owed again, by `due_on`.
pub async fn reopen(act: &mut Act, matter: Id, due_on: NaiveDate) -> Result<()> {
    sql(
        "UPDATE commitment_stage SET delivered_on = NULL, due_on = $2
         WHERE matter_id = $1 AND sort = (SELECT MAX(sort) FROM commitment_stage WHERE matter_id = $1)",
    )
    .bind(matter)
    .bind(due_on)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// A stage that is owed gets another date; true where it was owed.
pub async fn postpone(act: &mut Act, matter: Id, sort: i64, due_on: NaiveDate) -> Result<bool> {
    let changed = sql("UPDATE commitment_stage SET due_on = $3
         WHERE matter_id = $1 AND sort = $2 AND delivered_on IS NULL")
    .bind(matter)
    .bind(sort)
    .bind(due_on)
    .run(&mut *act)
    .await?;
    Ok(changed == 1)
}
