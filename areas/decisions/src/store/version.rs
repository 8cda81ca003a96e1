//! The versions of a text. Saved once, never changed.

use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::text::Stage;

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Version {
    /// From 1.
    pub version: i64,
    pub stage: Stage,
    pub title: String,
    pub content: String,
    /// What changed, in the words of whoever saved it.
    pub note: String,
    pub saved_at: i64,
    pub by_name: Option<String>,
}

/// All versions, the first one first.
pub async fn all(on: impl On, matter: Id) -> Result<Vec<Version>> {
    Ok(sql(
        "SELECT v.version, v.stage, v.title, v.content, v.note, v.saved_at, n.name AS by_name
         FROM decision_version v LEFT JOIN person n ON n.id = v.saved_by WHERE v.matter_id = $1 ORDER BY v.version",
    )
    .bind(matter)
    .all(on)
    .await?)
}

/// Saves the next version.
pub async fn save(act: &mut Act, matter: Id, v: &Version) -> Result<()> {
    let by = act.actor.person;
    sql(
        "INSERT INTO decision_version (matter_id, version, stage, title, content, note, saved_at, saved_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(matter)
    .bind(v.version)
    .bind(v.stage)
    .bind(&v.title)
    .bind(&v.content)
    .bind(&v.note)
    .bind(v.saved_at)
    .bind(by)
    .run(act)
    .await?;
    Ok(())
}
