//! Speeches with what was said, and corrections of a closed meeting.

use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::item::SpeechState;

/// Microseconds.
const MINUTE: i64 = 60_000_000;

/// A row of `meeting_speech`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Speech {
    pub id: Id,
    pub meeting_id: Id,
    pub item_id: Option<Id>,
    pub person_id: Option<Id>,
    pub name: String,
    pub state: SpeechState,
    /// Minutes he may speak.
    pub most_minutes: i64,
    pub asked_at: i64,
    pub started_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub said: String,
}

impl Speech {
    /// Whole minutes spoken, rounded up; none before the end.
    pub fn minutes(&self) -> Option<i64> {
        let (from, to) = (self.started_at?, self.ended_at?);
        Some(((to - from).max(0) + MINUTE - 1) / MINUTE)
    }

    /// He spoke longer than he may.
    pub fn is_over(&self) -> bool {
        self.minutes().is_some_and(|n| n > self.most_minutes)
    }
}

const SPEECH: &str = "SELECT id, meeting_id, item_id, person_id, name, state, most_minutes, asked_at, started_at, \
    ended_at, said FROM meeting_speech";

/// Everybody who asked to speak or spoke, in the order they asked.
pub async fn speeches(on: impl On, meeting: Id) -> Result<Vec<Speech>> {
    Ok(sql(format!(
        "{SPEECH} WHERE meeting_id = $1 ORDER BY asked_at, id"
    ))
    .bind(meeting)
    .all(on)
    .await?)
}

pub async fn speech(on: impl On, meeting: Id, id: Id) -> Result<Speech> {
    sql(format!("{SPEECH} WHERE meeting_id = $1 AND id = $2"))
        .bind(meeting)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

pub async fn put(act: &mut Act, s: &Speech) -> Result<()> {
    sql("INSERT INTO meeting_speech (id, meeting_id, item_id, person_id, name, state, most_minutes, asked_at,
           started_at, ended_at, said)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (id) DO UPDATE SET item_id = excluded.item_id, state = excluded.state,
           most_minutes = excluded.most_minutes, started_at = excluded.started_at, ended_at = excluded.ended_at,
           said = excluded.said")
    .bind(s.id)
    .bind(s.meeting_id)
    .bind(s.item_id)
    .bind(s.person_id)
    .bind(&s.name)
    .bind(s.state.code())
    .bind(s.most_minutes)
    .bind(s.asked_at)
    .bind(s.started_at)
    .bind(s.ended_at)
    .bind(&s.said)
    .run(act)
    .await?;
    Ok(())
}

/// A row of `meeting_correction`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Correction {
    pub id: Id,
    pub meeting_id: Id,
    pub item_id: Option<Id>,
    pub wrong: String,
    pub correct: String,
    pub reason: String,
    /// Who entered it.
    pub name: String,
    pub at: i64,
}

pub async fn corrections(on: impl On, meeting: Id) -> Result<Vec<Correction>> {
    Ok(sql(
        "SELECT id, meeting_id, item_id, wrong, correct, reason, name, at FROM meeting_correction
         WHERE meeting_id = $1 ORDER BY id",
    )
    .bind(meeting)
    .all(on)
    .await?)
}

pub async fn correct(act: &mut Act, c: &Correction) -> Result<()> {
    sql(
        "INSERT INTO meeting_correction (id, meeting_id, item_id, wrong, correct, reason, name, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(c.id)
    .bind(c.meeting_id)
    .bind(c.item_id)
    .bind(&c.wrong)
    .bind(&c.correct)
    .bind(&c.reason)
    .bind(&c.name)
    .bind(c.at)
    .run(act)
    .await?;
    Ok(())
}
