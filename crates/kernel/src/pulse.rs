//! Small reads for probes and live pages: is the database there, and has a matter changed.

use crate::clock::Instant;
use crate::db::{Db, placeholders, sql};
use crate::error::Result;
use crate::id::Id;

/// Fails where the database does not answer.
pub async fn ready(db: &Db) -> Result<()> {
    sql("SELECT CAST(1 AS BIGINT)").count(db).await?;
    Ok(())
}

/// How many jobs wait, how many of those should have run a minute ago, and how many gave up.
pub async fn jobs(db: &Db, now: Instant) -> Result<[i64; 3]> {
    let waiting = "SELECT CAST(COUNT(*) AS BIGINT) FROM job WHERE state = 'waiting'";
    let late = format!("{waiting} AND run_at < $1");
    let failed = "SELECT CAST(COUNT(*) AS BIGINT) FROM job WHERE state = 'failed'";
    Ok([
        sql(waiting).count(db).await?,
        sql(late).bind(now.plus_seconds(-60).0).count(db).await?,
        sql(failed).count(db).await?,
    ])
}

/// The revision of a matter, where it is listed for one of the principals; `None` where it does not exist
/// for them.
pub async fn rev_seen(db: &Db, principals: &[Id], matter: Id) -> Result<Option<i64>> {
    if principals.is_empty() {
        return Ok(None);
    }
    let text = format!(
        "SELECT m.rev FROM matter m WHERE m.id = $1 AND EXISTS (SELECT 1 FROM listing l
           WHERE l.matter_id = m.id AND l.principal IN ({}))",
        placeholders(2, principals.len())
    );
    let found: Option<(i64,)> = sql(text)
        .bind(matter)
        .bind_all(principals.iter().copied())
        .optional(db)
        .await?;
    Ok(found.map(|(rev,)| rev))
}
