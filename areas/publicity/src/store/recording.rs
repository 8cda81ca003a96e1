//! Sound and film of a manuscript.

use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::file::Kind;
use kernel::id::Id;
use sqlx_macros::FromRow;

/// A recording among a manuscript's papers.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Recording {
    pub file_id: Id,
    pub sort: i64,
    pub caption: String,
    /// 0 where nobody knows it yet.
    pub seconds: i64,
    /// The file's name and media type.
    pub name: String,
    pub mime: String,
}

impl Recording {
    pub fn is_film(&self) -> bool {
        Kind::of_mime(&self.mime).is_some_and(Kind::is_film)
    }
}

/// The recordings of a manuscript in their order.
pub async fn of_matter(on: impl On, matter: Id) -> Result<Vec<Recording>> {
    Ok(sql(
        "SELECT r.file_id, r.sort, r.caption, r.seconds, f.name, b.mime FROM publicity_recording r
         JOIN file f ON f.id = r.file_id JOIN file_body b ON b.digest = f.digest
         WHERE r.matter_id = $1 AND f.removed_at IS NULL ORDER BY r.sort, r.file_id",
    )
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn insert(
    act: &mut Act,
    matter: Id,
    file: Id,
    sort: i64,
    caption: &str,
    seconds: i64,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_recording (file_id, matter_id, sort, caption, seconds) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(file)
    .bind(matter)
    .bind(sort)
    .bind(caption)
    .bind(seconds)
    .run(act)
    .await?;
    Ok(())
}

pub async fn update(act: &mut Act, file: Id, caption: &str, seconds: i64) -> Result<()> {
    sql("UPDATE publicity_recording SET caption = $2, seconds = $3 WHERE file_id = $1")
        .bind(file)
        .bind(caption)
        .bind(seconds)
        .run(act)
        .await?;
    Ok(())
}

pub async fn remove(act: &mut Act, file: Id) -> Result<()> {
    sql("DELETE FROM publicity_recording WHERE file_id = $1")
        .bind(file)
        .run(act)
        .await?;
    Ok(())
}
