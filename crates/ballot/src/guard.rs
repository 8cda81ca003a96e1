//! Who may touch a ballot, and the lock under which it changes.

use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::db::{EngineKind, On, Tx, sql};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::listing;

use crate::record::{self, Ballot};

/// Votes go side by side; a change of state goes alone, so that a vote is either counted or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    Shared,
    Alone,
}

/// Takes the ballot's lock until the transaction ends, and reads the ballot as it stands under it. SQLite has one writer
/// anyway; PostgreSQL's lock is of the server's memory, so that a vote writes nothing about the ballot.
pub(crate) async fn hold<T: On>(
    mut on: T,
    engine: EngineKind,
    ballot: Id,
    how: Hold,
) -> Result<Ballot> {
    if engine == EngineKind::Postgres {
        let text = match how {
            Hold::Shared => "SELECT CAST(pg_advisory_xact_lock_shared($1) AS TEXT)",
            Hold::Alone => "SELECT CAST(pg_advisory_xact_lock($1) AS TEXT)",
        };
        sql(text).bind(ballot).exists(&mut on).await?;
    }
    record::by_id(&mut on, ballot).await
}

/// Begins an act of whoever runs ballots, on one he sees the matter of; others are told it does not exist, or that it
/// is not theirs to run.
pub(crate) async fn begin(kernel: &Kernel, actor: &Actor, ballot: Id) -> Result<(Act, Ballot)> {
    let seen = record::by_id(&kernel.db, ballot).await?;
    if !listing::visible(&kernel.db, actor, seen.matter_id).await? {
        return Err(Error::NotFound);
    }
    let mut act = if actor.system {
        kernel.system_act(actor).await?
    } else {
        kernel.act(actor, Permission::Register).await?
    };
    let held = hold(&mut act, kernel.db.kind(), ballot, Hold::Alone).await?;
    if held.organ_id != act.organ() {
        return Err(Error::NotFound);
    }
    Ok((act, held))
}

/// Begins what a member does for himself. It writes no history, and needs a person, not an account: invented members of
/// the demo have none.
pub(crate) async fn own(kernel: &Kernel, actor: &Actor) -> Result<Tx> {
    if actor.read_only {
        return Err(Error::Forbidden(Message::new("forbidden-token-reads-only")));
    }
    Ok(kernel.db.begin().await?)
}

/// Whether `actor` runs the ballots of a matter he sees.
pub fn runs(actor: &Actor) -> bool {
    actor.may(Permission::Register)
}
