//! What lists and forms of the register offer: sessions, and people who may bring something in.

use chrono::NaiveDate;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;

/// The sessions and years matters of this organ belong to, newest first.
pub async fn sessions(on: impl On, organ: Id) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sql(
        "SELECT code FROM term_session WHERE organ_id = $1 ORDER BY term DESC, ordinal DESC LIMIT 60",
    )
    .bind(organ)
    .all(on)
    .await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// The session a paper of this day belongs to: the newest one opened by then, as long as the next is not; none before
/// the first.
pub async fn session_on(on: impl On, organ: Id, day: NaiveDate) -> Result<Option<String>> {
    let row: Option<(String,)> = sql(
        "SELECT code FROM term_session WHERE organ_id = $1 AND opened_on <= $2
         ORDER BY opened_on DESC, ordinal DESC LIMIT 1",
    )
    .bind(organ)
    .bind(day)
    .optional(on)
    .await?;
    Ok(row.map(|(code,)| code))
}

/// Registered matters of a kind that run, newest first: what `but` may be merged into. At most 300.
pub async fn merge_targets(
    on: impl On,
    organ: Id,
    kind: &str,
    but: Id,
) -> Result<Vec<(Id, String, String)>> {
    Ok(sql("SELECT id, COALESCE(number, ''), title FROM matter
         WHERE organ_id = $1 AND kind = $2 AND open AND number IS NOT NULL AND id <> $3
           AND confidentiality IN ('open', 'internal')
         ORDER BY received_on DESC, id DESC LIMIT 300")
    .bind(organ)
    .bind(kind)
    .bind(but)
    .all(on)
    .await?)
}
