//! A write in progress: the transaction, who acts, and the policy's word for it.

use super::{Actor, Permission};
use crate::clock::Instant;
use crate::db::{Conn, Db, On, Source, Tx};
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
        if actor.read_only {
            return Err(Error::Forbidden(Message::new("forbidden-token-reads-only")));
        }
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
}

/// One act: its transaction, its actor, its instant. Every function that writes takes one.
#[derive(Debug)]
pub struct Act {
    pub(crate) tx: Tx,
    pub actor: Actor,
    pub at: Instant,
    authorized: Authorized,
    /// Matters this act may write besides the one it was decided on, each at the revision it stands at: those it
    /// opened, and those a decided act concerns as well (a merge, a kept promise).
    also: Vec<(Id, i64)>,
}

impl Act {
    /// Fails where the policy's word was given for another matter or another revision.
    pub(crate) fn covers(&self, matter: Id, rev: i64) -> Result<()> {
        let decided = matches!(self.authorized.bound,
            Bound::Matter { id, rev: r } if id == matter && r == rev);
        let system = matches!(self.authorized.bound, Bound::System);
        if decided || system || self.also.contains(&(matter, rev)) {
            return Ok(());
        }
        Err(Error::internal("an authorisation was used for another row"))
    }

    /// This act saved a matter, which stands at `rev` now.
    pub(crate) fn advanced(&mut self, matter: Id, now: i64) {
        if let Bound::Matter { id, rev } = &mut self.authorized.bound
            && *id == matter
        {
            *rev = now;
        }
        for (id, rev) in &mut self.also {
            if *id == matter {
                *rev = now;
            }
        }
    }

    /// This act opened a matter.
    pub(crate) fn opened(&mut self, matter: Id) {
        self.also.push((matter, 0));
    }

    /// What was decided concerns another matter too, which stands at `rev`.
    pub(crate) fn also(&mut self, matter: Id, rev: i64) {
        self.also.retain(|(id, _)| *id != matter);
        self.also.push((matter, rev));
    }

    /// The transaction, to read in.
    pub(crate) fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Where an area reads its own rows within this act.
    pub fn source(&mut self) -> Source<'_> {
        Source::Tx(&mut self.tx)
    }

    /// Begins a write for which the policy gave its word.
    #[crate::compiled_once]
    pub async fn begin(db: &Db, actor: &Actor, authorized: Authorized, at: Instant) -> Result<Act> {
        Ok(Act {
            tx: db.begin().await?,
            actor: actor.clone(),
            at,
            authorized,
            also: Vec::new(),
        })
    }

    /// Turns a transaction in which a step was decided into an act.
    pub(crate) fn decided(tx: Tx, actor: &Actor, authorized: Authorized, at: Instant) -> Act {
        Act {
            tx,
            actor: actor.clone(),
            at,
            authorized,
            also: Vec::new(),
        }
    }

    pub fn authorized(&self) -> &Authorized {
        &self.authorized
    }

    pub fn organ(&self) -> Id {
        self.authorized.organ
    }

    /// Durable when it returns.
    #[crate::compiled_once]
    pub async fn commit(mut self) -> Result<()> {
        crate::idempotency::mark(&mut self).await?;
        Ok(self.tx.commit().await?)
    }

    /// Undoes everything of this act.
    #[crate::compiled_once]
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
