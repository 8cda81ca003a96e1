//! Photos of a manuscript; outlets told of a correction.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

/// A photo among a manuscript's papers.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Photo {
    pub file_id: Id,
    pub sort: i64,
    pub caption: String,
    /// The file's name.
    pub name: String,
}

/// The photos of a manuscript in their order.
pub async fn of_matter(on: impl On, matter: Id) -> Result<Vec<Photo>> {
    Ok(sql(
        "SELECT p.file_id, p.sort, p.caption, f.name FROM publicity_photo p JOIN file f ON f.id = p.file_id
         WHERE p.matter_id = $1 AND f.removed_at IS NULL ORDER BY p.sort, p.file_id",
    )
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn insert(act: &mut Act, matter: Id, file: Id, sort: i64, caption: &str) -> Result<()> {
    sql("INSERT INTO publicity_photo (file_id, matter_id, sort, caption) VALUES ($1, $2, $3, $4)")
        .bind(file)
        .bind(matter)
        .bind(sort)
        .bind(caption)
        .run(act)
        .await?;
    Ok(())
}

pub async fn set_caption(act: &mut Act, file: Id, caption: &str) -> Result<()> {
    sql("UPDATE publicity_photo SET caption = $2 WHERE file_id = $1")
        .bind(file)
        .bind(caption)
        .run(act)
        .await?;
    Ok(())
}

pub async fn remove(act: &mut Act, file: Id) -> Result<()> {
    sql("DELETE FROM publicity_photo WHERE file_id = $1")
        .bind(file)
        .run(act)
        .await?;
    Ok(())
}

/// An outlet knows of the text as it stands in a version.
pub async fn told(
    act: &mut Act,
    submission: Id,
    version: i64,
    on: NaiveDate,
    how: &str,
) -> Result<()> {
    sql("UPDATE publicity_submission SET told_version = $2, told_on = $3, told_how = $4 WHERE id = $1")
        .bind(submission)
        .bind(version)
        .bind(on)
        .bind(how)
        .run(act)
        .await?;
    Ok(())
}
