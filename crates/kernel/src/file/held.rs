//! Files that somebody has sent and no act has taken yet: kept for his account for a day, so that a form that is
//! refused, or asks a question back, need not be sent its files again, and so that a program sends files before its act.

use super::{Body, Kind, folder, is_kept, receive};
use crate::access::{Act, Actor};
use crate::db::{placeholders, sql};
use crate::error::{Error, Message, Result};
use crate::id::Id;
use crate::kernel::Kernel;

/// How long a file is held without an act that takes it, in seconds. Shorter than a body without a paper lies about.
const PATIENCE: i64 = 86_400;
/// Files one account may hold at a time.
const MOST_HELD: i64 = 200;

/// A file that is held for an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub id: Id,
    pub body: Body,
}

/// Takes a file in and holds it for the account of `actor`.
///
/// # Errors
/// As [`receive`]; [`Error::Refused`] where the account holds too many already.
#[crate::compiled_once]
pub async fn hold(kernel: &Kernel, actor: &Actor, name: &str, bytes: Vec<u8>) -> Result<Held> {
    let account = actor.account.ok_or(Error::Unauthenticated)?;
    let body = receive(kernel, name, bytes).await?;
    let mut act: Act = kernel.own_act(actor).await?;
    let since = kernel.now().plus_seconds(-PATIENCE).0;
    let number: i64 = sql(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM file_held WHERE account_id = $1 AND created_at >= $2",
    )
    .bind(account)
    .bind(since)
    .count(&mut act)
    .await?;
    if number >= MOST_HELD {
        return Err(Error::Refused(Message::new("file-held-too-many")));
    }
    let id = Id::new(act.at);
    sql(
        "INSERT INTO file_held (id, account_id, digest, name, size, mime, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(account)
    .bind(body.digest.to_vec())
    .bind(&body.name)
    .bind(body.size)
    .bind(body.kind.mime())
    .bind(act.at.0)
    .run(&mut act)
    .await?;
    act.commit().await?;
    Ok(Held { id, body })
}

/// What `actor`'s account holds under these ids, in the order asked; what is no longer held is a fault of `papers`.
#[crate::compiled_once]
pub async fn held(kernel: &Kernel, actor: &Actor, ids: &[Id]) -> Result<Vec<Held>> {
    let (Some(account), false) = (actor.account, ids.is_empty()) else {
        return match ids {
            [] => Ok(Vec::new()),
            _ => Err(gone()),
        };
    };
    let rows: Vec<(Id, Vec<u8>, String, i64, String)> = sql(format!(
        "SELECT id, digest, name, size, mime FROM file_held
         WHERE account_id = $1 AND created_at >= $2 AND id IN ({})",
        placeholders(3, ids.len())
    ))
    .bind(account)
    .bind(kernel.now().plus_seconds(-PATIENCE).0)
    .bind_all(ids.iter().copied())
    .all(&kernel.db)
    .await?;
    let root = folder(&kernel.data);
    ids.iter()
        .map(|id| {
            let (id, digest, name, size, mime) =
                rows.iter().find(|r| r.0 == *id).ok_or_else(gone)?;
            let digest: [u8; 32] = digest.as_slice().try_into().map_err(Error::internal)?;
            let kind = Kind::of_mime(mime).filter(|_| is_kept(&root, &digest));
            Ok(Held {
                id: *id,
                body: Body {
                    digest,
                    size: *size,
                    kind: kind.ok_or_else(gone)?,
                    name: name.clone(),
                },
            })
        })
        .collect()
}

fn gone() -> Error {
    Error::field("papers", Message::new("file-held-gone"))
}

/// Forgets what was held for more than a day; the bodies are swept with other orphans.
pub(super) async fn forget(kernel: &Kernel) -> Result<()> {
    let mut tx = kernel.db.begin().await?;
    sql("DELETE FROM file_held WHERE created_at < $1")
        .bind(kernel.now().plus_seconds(-PATIENCE).0)
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}
