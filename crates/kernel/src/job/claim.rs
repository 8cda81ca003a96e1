//! Rows of `job`: planning periodic ones, taking one by a lease, and what became of it.

use super::{Job, TRIES, When};
use crate::clock::Instant;
use crate::db::{Db, EngineKind, sql};
use crate::error::Result;
use crate::id::Id;

/// Seconds a claimed row belongs to one server without a word from it.
pub(super) const LEASE: i64 = 300;
/// Microseconds in a second.
const SECOND: i64 = 1_000_000;

/// One row of `job`.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Row {
    pub id: Id,
    pub name: String,
    pub key: String,
    pub organ_id: Option<Id>,
    pub args: String,
    /// `waiting`, `done` or `failed`.
    pub state: String,
    pub tries: i64,
    pub run_at: i64,
    /// Until when a server has it.
    pub lease: Option<i64>,
    pub created_at: i64,
    pub ended_at: Option<i64>,
    /// What went wrong the last time; for the log and the administrator.
    pub trouble: Option<String>,
}

pub(super) const COLUMNS: &str =
    "id, name, key, organ_id, args, state, tries, run_at, lease, created_at, ended_at, trouble";

/// The key under which a periodic job is owed at `now`, and from when.
fn owed(job: &Job, now: Instant) -> Option<(String, Instant)> {
    match job.when {
        When::Asked => None,
        When::Every(_) => Some(("every".to_owned(), now)),
        When::Daily(hour) => {
            let from = Instant::at(now.day(), hour);
            (now >= from).then(|| (now.day().to_string(), from))
        }
    }
}

/// Writes the rows of periodic jobs that are owed and missing.
pub(super) async fn plan(db: &Db, jobs: impl Iterator<Item = &Job>, now: Instant) -> Result<()> {
    for job in jobs {
        let Some((key, from)) = owed(job, now) else {
            continue;
        };
        let there = sql("SELECT id FROM job WHERE name = $1 AND key = $2")
            .bind(job.name)
            .bind(&key)
            .exists(db)
            .await?;
        if there {
            continue;
        }
        let mut tx = db.begin().await?;
        sql(
            "INSERT INTO job (id, name, key, args, state, tries, run_at, created_at)
             VALUES ($1, $2, $3, 'null', 'waiting', $4, $5, $6) ON CONFLICT (name, key) DO NOTHING",
        )
        .bind(Id::new(now))
        .bind(job.name)
        .bind(key)
        .bind(0i64)
        .bind(from.0)
        .bind(now.0)
        .run(&mut tx)
        .await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Takes the row that has waited longest; no other server has it until its lease ends.
pub(super) async fn claim(db: &Db, now: Instant) -> Result<Option<Row>> {
    const DUE: &str = "state = 'waiting' AND run_at <= $1 AND (lease IS NULL OR lease <= $1)";
    // A look first: on SQLite an idle server then leaves the writer alone.
    let due = sql(format!("SELECT id FROM job WHERE {DUE} LIMIT 1"))
        .bind(now.0)
        .exists(db)
        .await?;
    if !due {
        return Ok(None);
    }
    let mut tx = db.begin().await?;
    let skip = match tx.kind() {
        EngineKind::Sqlite => "",
        EngineKind::Postgres => " FOR UPDATE SKIP LOCKED",
    };
    let row: Option<Row> = sql(format!(
        "UPDATE job SET lease = $2, tries = tries + 1 WHERE id =
           (SELECT id FROM job WHERE {DUE} ORDER BY run_at, id LIMIT 1{skip}) RETURNING {COLUMNS}"
    ))
    .bind(now.0)
    .bind(now.0 + LEASE * SECOND)
    .optional(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(row)
}

/// Keeps a claimed row; false where another server has it by now.
pub(super) async fn renew(db: &Db, row: &Row, now: Instant) -> Result<bool> {
    let mut tx = db.begin().await?;
    let kept = sql("UPDATE job SET lease = $1 WHERE id = $2 AND tries = $3 AND state = 'waiting'")
        .bind(now.0 + LEASE * SECOND)
        .bind(row.id)
        .bind(row.tries)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(kept > 0)
}

/// Gives a claimed row back untried: the server is stopping.
pub(super) async fn give_back(db: &Db, row: &Row) -> Result<()> {
    let mut tx = db.begin().await?;
    sql("UPDATE job SET lease = NULL, tries = tries - 1 WHERE id = $1 AND tries = $2 AND state = 'waiting'")
        .bind(row.id)
        .bind(row.tries)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Writes what became of a run. Nothing, where another server has the row by now.
pub(super) async fn end(
    db: &Db,
    row: &Row,
    when: When,
    trouble: Option<&str>,
    now: Instant,
) -> Result<()> {
    let (state, run_at, tries) = match (when, trouble) {
        (When::Every(seconds), None) => ("waiting", now.plus_seconds(seconds), 0),
        (_, None) => ("done", now, row.tries),
        (When::Asked, Some(_)) if row.tries >= TRIES => ("failed", now, row.tries),
        (_, Some(_)) => ("waiting", now.plus_seconds(pause(row.tries)), row.tries),
    };
    let mut tx = db.begin().await?;
    sql(
        "UPDATE job SET state = $1, run_at = $2, tries = $3, trouble = $4, ended_at = $5, lease = NULL
         WHERE id = $6 AND tries = $7 AND state = 'waiting'",
    )
    .bind(state)
    .bind(run_at.0)
    .bind(tries)
    .bind(trouble)
    .bind((state != "waiting").then_some(now.0))
    .bind(row.id)
    .bind(row.tries)
    .run(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Seconds before try `tries + 1`: half a minute, doubled each time, an hour at most.
pub(crate) fn pause(tries: i64) -> i64 {
    let doubled = tries.saturating_sub(1).clamp(0, 7);
    (30i64 << doubled).min(3600)
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let first: Vec<i64> = (1..5).map(pause).collect();
        assert_eq!(first, [30, 60, 120, 240]);
        assert_eq!(pause(40), 3600);
    }
}
