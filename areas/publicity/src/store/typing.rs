//! What somebody is typing on a manuscript, kept until it becomes a version.

use kernel::access::Act;
use kernel::clock::Instant;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

/// Forgets what the acting account was typing.
pub async fn drop_typing(act: &mut Act, matter: Id) -> Result<()> {
    if let Some(account) = act.actor.account {
        sql("DELETE FROM publicity_typing WHERE matter_id = $1 AND account_id = $2")
            .bind(matter)
            .bind(account)
            .run(&mut *act)
            .await?;
    }
    Ok(())
}

/// What somebody is typing, kept until it becomes a version.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Typing {
    pub account_id: Id,
    pub name: Option<String>,
    /// The version it was begun on.
    pub version: i64,
    pub title: String,
    pub content: String,
    pub saved_at: i64,
}

impl Typing {
    pub fn at(&self) -> Instant {
        Instant(self.saved_at)
    }
}

/// Everything typed on a manuscript and not kept as a version yet, by whom, the latest first.
pub async fn typing(on: impl On, matter: Id) -> Result<Vec<Typing>> {
    Ok(sql(
        "SELECT t.account_id, n.name, t.version, t.title, t.content, t.saved_at FROM publicity_typing t
         JOIN account a ON a.id = t.account_id LEFT JOIN person n ON n.id = a.person_id
         WHERE t.matter_id = $1 ORDER BY t.saved_at DESC LIMIT 50",
    )
    .bind(matter)
    .all(on)
    .await?)
}

/// Keeps what the acting account is typing.
pub async fn keep_typing(
    act: &mut Act,
    matter: Id,
    version: i64,
    title: &str,
    content: &str,
) -> Result<()> {
    let Some(account) = act.actor.account else {
        return Ok(());
    };
    sql(
        "INSERT INTO publicity_typing (matter_id, account_id, version, title, content, saved_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (matter_id, account_id) DO UPDATE SET version = excluded.version, title = excluded.title,
           content = excluded.content, saved_at = excluded.saved_at",
    )
    .bind(matter)
    .bind(account)
    .bind(version)
    .bind(title)
    .bind(content)
    .bind(act.at.0)
    .run(act)
    .await?;
    Ok(())
}
