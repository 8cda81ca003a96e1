//! Small reads for probes and live pages: is the database there, and has a matter changed.

use crate::access::Actor;
use crate::clock::Instant;
use crate::db::{Db, sql};
use crate::error::Result;
use crate::id::Id;
use crate::matter::listing::visible;

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

/// The revision of a matter that exists for `actor` today, by a row of its readers or by a task he holds on it; `None`
/// where it does not exist for him.
pub async fn rev_seen(db: &Db, actor: &Actor, matter: Id) -> Result<Option<i64>> {
    if !visible(db, actor, matter).await? {
        return Ok(None);
    }
    let found: Option<(i64,)> = sql("SELECT rev FROM matter WHERE id = $1")
        .bind(matter)
        .optional(db)
        .await?;
    Ok(found.map(|(rev,)| rev))
}
