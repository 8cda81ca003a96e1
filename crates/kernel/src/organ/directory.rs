//! The units of organs, kept in memory: most pages name a unit or offer some, and reading them all each time costs
//! more than the page itself.
//!
//! Kept under the organ's authority number, which every change to its units raises in the same transaction: a
//! directory is never older than the last commit, on every server.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use super::{Unit, units};
use crate::db::{Db, sql};
use crate::error::Result;
use crate::id::Id;

/// Organs whose units are kept at most.
const KEPT: usize = 500;

/// An organ's authority number with its units as of then.
type Held = (i64, Arc<[Unit]>);

/// The units of this server's organs.
#[derive(Debug, Default)]
pub struct Directory {
    held: RwLock<HashMap<Id, Held>>,
}

impl Directory {
    /// All units of an organ in their order, as [`units`] reads them.
    pub async fn of(&self, db: &Db, organ: Id) -> Result<Arc<[Unit]>> {
        let authority = sql("SELECT authority FROM organ WHERE id = $1")
            .bind(organ)
            .count(db)
            .await?;
        if let Some((_, units)) = self
            .held
            .read()
            .ok()
            .and_then(|held| held.get(&organ).filter(|(at, _)| *at == authority).cloned())
        {
            return Ok(units);
        }
        // Read after the number: should a change fall between, the newer units are read again, never kept too long.
        let units: Arc<[Unit]> = units(db, organ).await?.into();
        if let Ok(mut held) = self.held.write() {
            if held.len() >= KEPT {
                held.clear();
            }
            held.insert(organ, (authority, units.clone()));
        }
        Ok(units)
    }
}
