//! Mail that no server took (没有发出的邮件): shown to whoever sets the program up, told once, and sent again when asked.
//!
//! Subjects and texts are not shown: they are their readers'. A mail leaves this list only by being taken by a server
//! or, long after it was given up, with the sweep.

use crate::access::{Act, Actor, Authorized, Permission, Role};
use crate::clock::Instant;
use crate::db::{On, sql};
use crate::error::Result;
use crate::id::Id;
use crate::kernel::Kernel;
use crate::notice::{self, Letter, To};

/// A mail in trouble.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Stuck {
    pub id: Id,
    pub recipient: String,
    /// `waiting` (is tried again), `refused` or `given_up`.
    pub state: String,
    pub tries: i64,
    /// When it is tried again, where it waits.
    pub next_at: i64,
    pub created_at: i64,
    /// What the server answered the last time.
    pub trouble: String,
}

/// Seconds a mail may wait for its first turn before it is shown.
const PATIENCE: i64 = 600;

/// The mail of an organ that was tried and not taken, or that waits for a server for minutes; newest first, at most
/// `limit` (1 to 500).
pub async fn stuck(on: impl On, organ: Id, now: Instant, limit: usize) -> Result<Vec<Stuck>> {
    Ok(sql(
        "SELECT id, recipient, state, tries, next_at, created_at, COALESCE(trouble, '') AS trouble FROM mail
         WHERE organ_id = $1 AND state <> 'sent' AND (trouble IS NOT NULL OR created_at < $2)
         ORDER BY created_at DESC, id DESC LIMIT $3",
    )
    .bind(organ)
    .bind(now.plus_seconds(-PATIENCE).0)
    .bind(limit.clamp(1, 500) as i64)
    .all(on)
    .await?)
}

/// Lets every mail of the actor's organ that [`stuck`] shows be tried at once, the given-up ones for another
/// [`super::DAYS`] days; how many. `act` must have been begun with [`Permission::Configure`].
pub async fn send_again(act: &mut Act) -> Result<u64> {
    act.actor.authorize(Permission::Configure)?;
    let (organ, at) = (act.organ(), act.at.0);
    Ok(sql(
        "UPDATE mail SET state = 'waiting', tries = $1, next_at = $2, ended_at = NULL, lease = NULL, created_at =
           CASE WHEN state = 'waiting' THEN created_at ELSE $2 END
         WHERE organ_id = $3 AND state <> 'sent' AND (trouble IS NOT NULL OR created_at < $4)
           AND (lease IS NULL OR lease <= $2)",
    )
    .bind(0i64)
    .bind(at)
    .bind(organ)
    .bind(act.at.plus_seconds(-PATIENCE).0)
    .run(&mut *act)
    .await?)
}

/// Tells the system administrators of organs whose mail was refused or given up in this round, once a round.
pub(super) async fn tell(kernel: &Kernel, organs: &[(Id, i64)]) -> Result<()> {
    let at = kernel.now();
    for (organ, n) in organs {
        let system = Actor::system(*organ, at.day());
        let mut act = Act::begin(&kernel.db, &system, Authorized::system(&system)?, at).await?;
        let to = To::Role {
            holder: *organ,
            role: Role::SysAdmin.code().to_owned(),
        };
        notice::send(
            &mut act,
            Letter::new("notice-mail-stuck", vec![to]).arg("n", *n),
        )
        .await?;
        act.commit().await?;
    }
    Ok(())
}
