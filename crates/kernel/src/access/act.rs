//! A write in progress: the transaction, who acts, and the policy's word for it.

use super::{Actor, Permission};
use crate::clock::Instant;
use crate::db::{Conn, Db, On, Tx};
use crate::error::{Error, Message, Result};
use crate::id::Id;

/// The policy's word that a write may happen. Only `kernel::access` makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorized {
    organ: Id,
    bound: Bound,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Bound {
    /// Outside procedures: a permission.
    Permission(Permission),
    /// One matter at one revision.
    Matter { id: Id, rev: i64 },
    /// Oneself: one's own account, notices and preferences.
    Own { account: Id },
    /// A job acting as the system.
    System,
}

impl Authorized {
    pub(super) fn permitted(permission: Permission, organ: Id) -> Authorized {
        Authorized {
            organ,
            bound: Bound::Permission(permission),
        }
    }

    /// For a step that `procedure::decide` allowed on `matter` as it stands at `rev`.
    pub(crate) fn decided(actor: &Actor, organ: Id, matter: Id, rev: i64) -> Result<Authorized> {
        if actor.read_only {
            return Err(Error::Forbidden(Message::new("forbidden-token-reads-only")));
        }
        Ok(Authorized {
            organ,
            bound: Bound::Matter { id: matter, rev },
        })
    }

    /// For what concerns only the signed-in account itself.
    pub fn own(actor: &Actor) -> Result<Authorized> {
        match actor.account {
            Some(account) => Ok(Authorized {
                organ: actor.organ,
                bound: Bound::Own { account },
            }),
            None => Err(Error::Unauthenticated),
        }
    }

    /// For jobs and the command line. The actor must be the named system actor.
    pub fn system(actor: &Actor) -> Result<Authorized> {
        if actor.system {
            Ok(Authorized {
                organ: actor.organ,
                bound: Bound::System,
            })
        } else {
            Err(Error::Forbidden(Message::new("forbidden-system")))
        }
    }

    pub fn organ(&self) -> Id {
        self.organ
    }

    /// Fails where this word was given for another matter or another revision.
    pub(crate) fn covers(&self, matter: Id, rev: i64) -> Result<()> {
        match self.bound {
            Bound::Matter { id, rev: r } if id == matter && r == rev => Ok(()),
            Bound::System | Bound::Permission(_) => Ok(()),
            _ => Err(Error::internal("an authorisation was used for another row")),
        }
    }
}

/// One act: its transaction, its actor, its instant. Every function that writes takes one.
#[derive(Debug)]
pub struct Act {
    pub(crate) tx: Tx,
    pub actor: Actor,
    pub at: Instant,
    authorized: Authorized,
}

impl Act {
    /// Begins a write for which the policy gave its word.
    pub async fn begin(db: &Db, actor: &Actor, authorized: Authorized, at: Instant) -> Result<Act> {
        Ok(Act {
            tx: db.begin().await?,
            actor: actor.clone(),
            at,
            authorized,
        })
    }

    /// Turns a transaction in which a step was decided into an act.
    pub(crate) fn decided(tx: Tx, actor: &Actor, authorized: Authorized, at: Instant) -> Act {
        Act {
            tx,
            actor: actor.clone(),
            at,
            authorized,
        }
    }

    pub fn authorized(&self) -> &Authorized {
        &self.authorized
    }

    pub fn organ(&self) -> Id {
        self.authorized.organ
    }

    /// Durable when it returns.
    pub async fn commit(self) -> Result<()> {
        Ok(self.tx.commit().await?)
    }

    /// Undoes everything of this act.
    pub async fn rollback(self) -> Result<()> {
        Ok(self.tx.rollback().await?)
    }
}

impl On for &mut Act {
    fn conn(&mut self) -> Conn<'_> {
        match &mut self.tx {
            Tx::Sqlite(tx) => Conn::Sqlite(tx.conn()),
            Tx::Postgres(tx) => Conn::Pg(tx.conn()),
        }
    }
}
