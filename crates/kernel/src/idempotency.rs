//! Requests that may be repeated: a key of the sender's, the digest of what was asked, and what was answered.
//!
//! **States of a key.** *Running*: claimed, nothing written yet. *Written*: an act of the request was
//! committed — the mark is part of that very transaction, so that after a crash nothing is done twice.
//! *Answered*: the answer is kept and given again for a day. A request that failed gives its key back.
//!
//! Keys belong to accounts: nobody meets another's.

use crate::access::Act;
use crate::clock::Instant;
use crate::db::{Db, sql};
use crate::error::Result;
use crate::id::Id;

/// Seconds an answer is kept.
pub const KEPT: i64 = 24 * 3600;
/// Seconds after which a key that was claimed and wrote nothing is free again: its server has died.
const ABANDONED: i64 = 600;
const RUNNING: i64 = 0;
const WRITTEN: i64 = 1;

tokio::task_local! {
    static CLAIM: (Id, String);
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Ours: do the work, inside [`within`].
    Fresh,
    /// Another request with the key is at work.
    Running,
    /// The work was done, but the server died before its answer was kept.
    Written,
    /// The answer of the first time: status and body.
    Answered(u16, String),
    /// The key was used for another request.
    Other,
}

/// Claims a key for a request.
pub async fn claim(db: &Db, account: Id, key: &str, digest: &[u8], now: Instant) -> Result<Claim> {
    let mut tx = db.begin().await?;
    sql("DELETE FROM idempotency WHERE account_id = $1 AND key = $2
           AND (created_at <= $3 OR (status = $4 AND created_at <= $5))")
    .bind(account)
    .bind(key)
    .bind(now.plus_seconds(-KEPT).0)
    .bind(RUNNING)
    .bind(now.plus_seconds(-ABANDONED).0)
    .run(&mut tx)
    .await?;
    let fresh = sql(
        "INSERT INTO idempotency (account_id, key, digest, status, body, created_at)
         VALUES ($1, $2, $3, $4, '', $5) ON CONFLICT (account_id, key) DO NOTHING",
    )
    .bind(account)
    .bind(key)
    .bind(digest.to_vec())
    .bind(RUNNING)
    .bind(now.0)
    .run(&mut tx)
    .await?;
    let (kept, status, body): (Vec<u8>, i64, String) =
        sql("SELECT digest, status, body FROM idempotency WHERE account_id = $1 AND key = $2")
            .bind(account)
            .bind(key)
            .one(&mut tx)
            .await?;
    tx.commit().await?;
    Ok(match status {
        _ if fresh == 1 => Claim::Fresh,
        _ if kept != digest => Claim::Other,
        RUNNING => Claim::Running,
        WRITTEN => Claim::Written,
        status => Claim::Answered(u16::try_from(status).unwrap_or(500), body),
    })
}

/// Does the work of a claimed key: whatever act it commits marks the key as written.
pub async fn within<F: Future>(account: Id, key: String, work: F) -> F::Output {
    CLAIM.scope((account, key), work).await
}

/// The mark inside an act's transaction; called by [`Act::commit`] alone.
pub(crate) async fn mark(act: &mut Act) -> Result<()> {
    let Ok((account, key)) = CLAIM.try_with(Clone::clone) else {
        return Ok(());
    };
    sql("UPDATE idempotency SET status = $1 WHERE account_id = $2 AND key = $3 AND status = $4")
        .bind(WRITTEN)
        .bind(account)
        .bind(key)
        .bind(RUNNING)
        .run(act)
        .await?;
    Ok(())
}

/// Keeps the answer.
pub async fn keep(db: &Db, account: Id, key: &str, status: u16, body: &str) -> Result<()> {
    let mut tx = db.begin().await?;
    sql("UPDATE idempotency SET status = $1, body = $2 WHERE account_id = $3 AND key = $4")
        .bind(i64::from(status))
        .bind(body)
        .bind(account)
        .bind(key)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a key back whose request failed without writing anything.
pub async fn release(db: &Db, account: Id, key: &str) -> Result<()> {
    let mut tx = db.begin().await?;
    sql("DELETE FROM idempotency WHERE account_id = $1 AND key = $2 AND status = $3")
        .bind(account)
        .bind(key)
        .bind(RUNNING)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets what is older than [`KEPT`]: a daily job.
pub async fn sweep(db: &Db, now: Instant) -> Result<()> {
    let mut tx = db.begin().await?;
    sql("DELETE FROM idempotency WHERE created_at <= $1")
        .bind(now.plus_seconds(-KEPT).0)
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
