//! Bearer tokens: how a script comes in as its owner. Owned by an account, read only unless made to write, over
//! by themselves; the secret is shown once and only its digest is stored. Finding the actor behind one is
//! `session`'s.

use crate::access::Act;
use crate::account::{random_hex, secret_digest};
use crate::db::{On, sql};
use crate::error::{Error, Message, Result};
use crate::id::Id;

/// A bearer token as listed to its owner; the secret itself is shown once and never stored.
#[derive(Debug, Clone, sqlx_macros::FromRow)]
pub struct ApiToken {
    pub id: Id,
    pub title: String,
    pub may_write: bool,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

/// Makes a bearer token and returns its secret, which cannot be had again.
pub async fn create_token(
    act: &mut Act,
    account: Id,
    title: &str,
    may_write: bool,
    days: i64,
) -> Result<String> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > 60 {
        return Err(Error::field(
            "title",
            Message::new("invalid-name").arg("most", 60i64),
        ));
    }
    let secret = format!("hy_{}", random_hex::<24>());
    sql(
        "INSERT INTO api_token (id, secret, account_id, title, may_write, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(Id::new(act.at))
    .bind(secret_digest(&secret))
    .bind(account)
    .bind(title)
    .bind(may_write)
    .bind(act.at.0)
    .bind(act.at.plus_seconds(days.clamp(1, 3650) * 86_400).0)
    .run(act)
    .await?;
    Ok(secret)
}

pub async fn tokens(on: impl On, account: Id) -> Result<Vec<ApiToken>> {
    Ok(sql(
        "SELECT id, title, may_write, created_at, expires_at, used_at FROM api_token
         WHERE account_id = $1 ORDER BY created_at DESC",
    )
    .bind(account)
    .all(on)
    .await?)
}

pub async fn revoke_token(act: &mut Act, account: Id, token: Id) -> Result<()> {
    sql("DELETE FROM api_token WHERE id = $1 AND account_id = $2")
        .bind(token)
        .bind(account)
        .run(act)
        .await?;
    Ok(())
}

/// Ends every token of an account whose password was reset by somebody else: whoever knew it may have made one.
pub(crate) async fn revoke_tokens(act: &mut Act, account: Id) -> Result<()> {
    sql("DELETE FROM api_token WHERE account_id = $1")
        .bind(account)
        .run(act)
        .await?;
    Ok(())
}
