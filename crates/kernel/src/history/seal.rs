//! Seals: every minute, one hash over the heads that changed in an organ.

use super::chain;
use crate::access::{Act, Actor, Authorized};
use crate::clock::Instant;
use crate::db::{Db, EngineKind, placeholders, sql};
use crate::error::Result;
use crate::id::Id;

/// Heads of one seal at most; more changed heads make more seals.
const HEADS: i64 = 2000;

/// Seals what changed, in each organ in acts of its own; the number of seals made.
pub async fn seal(db: &Db, now: Instant) -> Result<usize> {
    let organs: Vec<(Id,)> =
        sql("SELECT o.id FROM organ o WHERE EXISTS (SELECT 1 FROM unsealed u WHERE u.organ_id = o.id) ORDER BY o.id")
            .all(db)
            .await?;
    let mut made = 0;
    for (organ,) in organs {
        let actor = Actor::system(organ, now.day());
        loop {
            let word = Authorized::system(&actor)?;
            let mut act = Act::begin(db, &actor, word, now).await?;
            let more = seal_organ(&mut act).await?;
            act.commit().await?;
            made += usize::from(more);
            if !more {
                break;
            }
        }
    }
    Ok(made)
}

/// Makes one seal over changed heads of the act's organ; false where nothing changed.
pub async fn seal_organ(act: &mut Act) -> Result<bool> {
    let organ = act.organ();
    // A second server waits here until the first one's seal stands.
    let hold = match act.tx.kind() {
        EngineKind::Sqlite => "",
        EngineKind::Postgres => " FOR UPDATE",
    };
    sql(format!("SELECT id FROM organ WHERE id = $1{hold}"))
        .bind(organ)
        .exists(&mut *act)
        .await?;
    let heads: Vec<(Id, i64, Vec<u8>)> = sql("SELECT u.stream, u.seq, e.hash
         FROM (SELECT stream, MAX(seq) AS seq FROM unsealed WHERE organ_id = $1 GROUP BY stream
               ORDER BY stream LIMIT $2) u
         JOIN event e ON e.stream = u.stream AND e.seq = u.seq ORDER BY u.stream")
    .bind(organ)
    .bind(HEADS)
    .all(&mut *act)
    .await?;
    if heads.is_empty() {
        return Ok(false);
    }
    let last: Option<(i64, Vec<u8>)> =
        sql("SELECT seq, hash FROM seal WHERE organ_id = $1 ORDER BY seq DESC LIMIT 1")
            .bind(organ)
            .optional(&mut *act)
            .await?;
    let (seq, prev) = last.map_or((1, chain::NOTHING.to_vec()), |(s, h)| (s + 1, h));
    let hash = chain::seal(&prev, organ, seq, act.at.0, &heads);
    sql("INSERT INTO seal (organ_id, seq, at, hash) VALUES ($1, $2, $3, $4)")
        .bind(organ)
        .bind(seq)
        .bind(act.at.0)
        .bind(hash.to_vec())
        .run(&mut *act)
        .await?;
    for some in heads.chunks(500) {
        let rows: Vec<String> = (0..some.len())
            .map(|i| format!("($1, $2, {})", placeholders(3 + 3 * i, 3)))
            .collect();
        let mut insert = sql(format!(
            "INSERT INTO seal_head (organ_id, seal_seq, stream, seq, hash) VALUES {}",
            rows.join(", ")
        ))
        .bind(organ)
        .bind(seq);
        let rows: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + 2 * i, 2)))
            .collect();
        let mut gone = sql(format!(
            "WITH done (stream, seq) AS (VALUES {}) DELETE FROM unsealed WHERE EXISTS
               (SELECT 1 FROM done d WHERE d.stream = unsealed.stream AND unsealed.seq <= d.seq)
               AND stream IN (SELECT stream FROM done)",
            rows.join(", ")
        ));
        for (stream, at, hash) in some {
            insert = insert.bind(*stream).bind(*at).bind(hash.clone());
            gone = gone.bind(*stream).bind(*at);
        }
        insert.run(&mut *act).await?;
        gone.run(&mut *act).await?;
    }
    Ok(true)
}
