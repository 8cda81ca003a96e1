//! Drafts with their versions, what reviewers said of them, and the replies that left.

use kernel::access::Act;
use kernel::db::{Db, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;

use crate::model::filing::Reviewed;
use crate::model::reply::{Answer, Meaning};

/// Saves a draft as the next version; an unchanged one makes none. Returns the version it stands at.
pub async fn save_draft(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Id,
    answer: &Answer,
) -> Result<i64> {
    let content = serde_json::to_string(answer).map_err(Error::internal)?;
    let last: Option<(i64, String)> = sql(
        "SELECT version, content FROM proposal_draft WHERE matter_id = $1 AND round = $2 AND unit_id = $3
         ORDER BY version DESC LIMIT 1",
    )
    .bind(matter)
    .bind(round)
    .bind(unit)
    .optional(&mut *act)
    .await?;
    let version = match last {
        Some((version, before)) if before == content => return Ok(version),
        Some((version, _)) => version + 1,
        None => 1,
    };
    let (by, at) = (act.actor.person, act.at.0);
    sql(
        "INSERT INTO proposal_draft (matter_id, round, unit_id, version, content, saved_by, saved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(version)
    .bind(content)
    .bind(by)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(version)
}

/// One version of a draft.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Version {
    pub version: i64,
    content: String,
    pub saved_by: Option<String>,
    pub saved_at: i64,
}

impl Version {
    pub fn answer(&self) -> Result<Answer> {
        serde_json::from_str(&self.content).map_err(Error::internal)
    }
}

/// Every version of a unit's draft in a round, oldest first.
pub async fn versions(db: &Db, matter: Id, round: i64, unit: Id) -> Result<Vec<Version>> {
    Ok(
        sql("SELECT d.version, d.content, p.name AS saved_by, d.saved_at
         FROM proposal_draft d LEFT JOIN person p ON p.id = d.saved_by
         WHERE d.matter_id = $1 AND d.round = $2 AND d.unit_id = $3 ORDER BY d.version")
        .bind(matter)
        .bind(round)
        .bind(unit)
        .all(db)
        .await?,
    )
}

/// Records what a reviewer said: passed, or sent back with reasons.
pub async fn review(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Id,
    step: &str,
    sent_back: Option<&[Reviewed]>,
    note: Option<&str>,
) -> Result<()> {
    let id = Id::new(act.at);
    let (by, at) = (act.actor.person, act.at.0);
    let reason = sent_back.map(|reasons| {
        let codes: Vec<&str> = reasons.iter().map(|r| r.code()).collect();
        codes.join(" ")
    });
    sql(
        "INSERT INTO proposal_review (id, matter_id, round, unit_id, step, passed, reason, note, by_person, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id)
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(step)
    .bind(sent_back.is_none())
    .bind(reason)
    .bind(note)
    .bind(by)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// The reply leaves: its number, class and text are fixed from now on.
pub async fn issue(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Id,
    number: &str,
    meaning: Meaning,
    answer: &Answer,
) -> Result<()> {
    let content = serde_json::to_string(answer).map_err(Error::internal)?;
    let (by, at, day) = (act.actor.person, act.at.0, act.at.day());
    sql(
        "INSERT INTO proposal_reply (matter_id, round, unit_id, number, class, meaning, content, letter, issued_by,
                                     issued_on, issued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(number)
    .bind(&answer.class)
    .bind(meaning)
    .bind(content)
    .bind(&answer.letter)
    .bind(by)
    .bind(day)
    .bind(at)
    .run(&mut *act)
    .await?;
    sql(
        "UPDATE proposal_handling SET state = 'replied', replied_on = $4
         WHERE matter_id = $1 AND round = $2 AND unit_id = $3",
    )
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(day)
    .run(&mut *act)
    .await?;
    Ok(())
}
