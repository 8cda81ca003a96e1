//! Schema steps: numbered, the same numbers on both engines, one ledger row per area and step.

use super::{Db, DbError, EngineKind, sql};
use crate::clock::Instant;

/// One numbered step of one area's schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// All steps of one room, ascending by version.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    pub area: &'static str,
    pub steps: &'static [Migration],
}

/// The steps of a room: `migrations!("proposals", 1 => "proposal", …)` reads
/// `migrations/{sqlite,postgres}/0001_proposal.sql` of the calling crate.
#[macro_export]
macro_rules! migrations {
    ($area:literal, $($version:literal => $file:literal),* $(,)?) => {
        $crate::db::Migrations { area: $area, steps: &[$(
            $crate::db::Migration {
                version: $version,
                name: $file,
                sqlite: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite/", $file, ".sql")),
                postgres: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/postgres/", $file, ".sql")),
            }
        ),*] }
    };
}

/// Brings the schema of every room up to date, one transaction a step; a second server waits its turn.
/// Returns how many steps ran.
pub async fn migrate(db: &Db, rooms: &[Migrations], now: Instant) -> Result<usize, DbError> {
    let mut tx = db.begin().await?;
    if tx.kind() == EngineKind::Postgres {
        // Two servers that start together: the second waits here until the first has finished.
        sql("SELECT CAST(pg_advisory_xact_lock(72010) AS TEXT)")
            .exists(&mut tx)
            .await?;
    }
    sql("CREATE TABLE IF NOT EXISTS migration (
           area TEXT NOT NULL, version BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL,
           PRIMARY KEY (area, version))")
    .run(&mut tx)
    .await?;
    let done: Vec<(String, i64)> = sql("SELECT area, version FROM migration")
        .all(&mut tx)
        .await?;
    let mut ran = 0;
    for room in rooms {
        for step in room.steps {
            if done
                .iter()
                .any(|(a, v)| a == room.area && *v == step.version)
            {
                continue;
            }
            let text = match tx.kind() {
                EngineKind::Sqlite => step.sqlite,
                EngineKind::Postgres => step.postgres,
            };
            let raw = sqlx::raw_sql(text);
            let outcome = match &mut tx {
                super::Tx::Sqlite(t) => raw.execute(t.conn()).await.map(|_| ()),
                super::Tx::Postgres(t) => raw.execute(t.conn()).await.map(|_| ()),
            };
            outcome.map_err(|e| DbError::Migration {
                area: room.area.to_owned(),
                version: step.version,
                message: e.to_string(),
            })?;
            sql("INSERT INTO migration (area, version, name, applied_at) VALUES ($1, $2, $3, $4)")
                .bind(room.area)
                .bind(step.version)
                .bind(step.name)
                .bind(now.0)
                .run(&mut tx)
                .await?;
            ran += 1;
        }
    }
    tx.commit().await?;
    Ok(ran)
}
