//! The ballots asked for, each with its result as it was frozen.

use ballot::{LineResult, Outcome};
use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Vote {
    pub ballot_id: Id,
    /// The version voted on.
    pub version: i64,
    pub taken_back: bool,
    pub closed_on: Option<NaiveDate>,
    pub seats: Option<i64>,
    pub members: Option<i64>,
    pub present: Option<i64>,
    pub in_favour: Option<i64>,
    pub against: Option<i64>,
    pub abstained: Option<i64>,
    pub invalid: Option<i64>,
    pub not_voted: Option<i64>,
    pub needed: Option<i64>,
    pub passed: Option<bool>,
}

pub async fn all(on: impl On, matter: Id) -> Result<Vec<Vote>> {
    Ok(sql(
        "SELECT ballot_id, version, taken_back, closed_on, seats, members, present, in_favour, against, abstained,
                invalid, not_voted, needed, passed
         FROM decision_ballot WHERE matter_id = $1 ORDER BY asked_at, ballot_id",
    )
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn asked(act: &mut Act, matter: Id, ballot: Id, version: i64) -> Result<()> {
    let at = act.at.0;
    sql("INSERT INTO decision_ballot (ballot_id, matter_id, version, asked_at, taken_back) VALUES ($1, $2, $3, $4, $5)")
        .bind(ballot)
        .bind(matter)
        .bind(version)
        .bind(at)
        .bind(false)
        .run(act)
        .await?;
    Ok(())
}

pub async fn take_back(act: &mut Act, matter: Id) -> Result<()> {
    sql("UPDATE decision_ballot SET taken_back = $2 WHERE matter_id = $1 AND closed_on IS NULL")
        .bind(matter)
        .bind(true)
        .run(act)
        .await?;
    Ok(())
}

/// The matter a ballot was asked for, where this area asked and still wants its result.
pub async fn matter_of(on: impl On, ballot: Id) -> Result<Option<Id>> {
    let row: Option<(Id,)> = sql(
        "SELECT matter_id FROM decision_ballot WHERE ballot_id = $1 AND NOT taken_back AND closed_on IS NULL",
    )
    .bind(ballot)
    .optional(on)
    .await?;
    Ok(row.map(|(id,)| id))
}

/// Keeps the frozen result.
pub async fn closed(act: &mut Act, ballot: Id, outcome: &Outcome, line: &LineResult) -> Result<()> {
    let day = act.at.day();
    let who = outcome.electorate;
    sql(
        "UPDATE decision_ballot SET closed_on = $2, seats = $3, members = $4, present = $5, in_favour = $6, against = $7,
           abstained = $8, invalid = $9, not_voted = $10, needed = $11, passed = $12 WHERE ballot_id = $1",
    )
    .bind(ballot)
    .bind(day)
    .bind(who.seats)
    .bind(who.members)
    .bind(who.present)
    .bind(line.yes)
    .bind(line.no)
    .bind(line.abstain)
    .bind(line.invalid)
    .bind(line.not_voted)
    .bind(line.needed)
    .bind(line.passed)
    .run(act)
    .await?;
    Ok(())
}
