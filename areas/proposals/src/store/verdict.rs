//! Ratings of the reply.

use kernel::access::Act;
use kernel::db::sql;
use kernel::error::Result;
use kernel::id::Id;

use crate::model::verdict::Rating;

/// One person's rating of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVerdict {
    pub person: Id,
    pub attitude: Rating,
    pub result: Rating,
    pub half_solved: bool,
    pub reason: Option<String>,
}

/// Rates; rating again in the same round replaces what the same person said before, never another's.
pub async fn rate(act: &mut Act, matter: Id, round: i64, verdict: &NewVerdict) -> Result<()> {
    let at = act.at.0;
    let by = act.actor.person;
    sql(
        "INSERT INTO proposal_verdict (matter_id, round, person_id, attitude, result, half_solved, reason, entered_by,
                                       at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (matter_id, round, person_id) DO UPDATE
           SET attitude = excluded.attitude, result = excluded.result, half_solved = excluded.half_solved,
               reason = excluded.reason, entered_by = excluded.entered_by, at = excluded.at",
    )
    .bind(matter)
    .bind(round)
    .bind(verdict.person)
    .bind(verdict.attitude)
    .bind(verdict.result)
    .bind(verdict.half_solved)
    .bind(verdict.reason.as_deref())
    .bind(by)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(())
}
