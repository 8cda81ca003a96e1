//! History (办理痕迹): what happened, written in the transaction in which it happened, and never changed.
//!
//! **Nouns.** An [`Event`] has a kind, an [`Audience`] and data. A [`Stream`] is a chain of events: one for
//! each matter, one for each organ's settings. Each event's hash covers the hash before it, its place, its
//! time, who acted, for whom, its kind, its audience and the salted digest of its data. A seal is a hash, made
//! every minute, over the heads that changed in an organ since the last one, chained in its turn.
//!
//! **Acts.** [`append`] and [`append_all`] in an act; [`append_many`] for seed and import; [`seal`](seal())
//! as a job; [`erase`](erase()), which takes personal data out and records that it did: the chain holds over
//! the digest.
//!
//! **Who sees what.** Events of a matter are read by those for whom the matter exists, each event by its
//! audience. The settings history is the auditor's.
//!
//! **What it proves.** Whoever changes, removes or reorders an event, or removes a whole matter, without
//! recomputing every later hash, is found by [`verify`](verify()). Whoever recomputes all of them is found by
//! a seal's hash that was noted elsewhere: [`verify`](verify()) names the newest of each organ for that purpose.

mod append;
mod chain;
mod copied;
mod erase;
mod read;
mod seal;
mod verify;

use serde::Serialize;

pub use append::{append, append_all, append_many};
pub(crate) use copied::{Heads, chain_again, unseal};
pub use erase::{ERASED, erase};
pub(crate) use read::meant_for;
pub use read::{Entry, Page, of_matter, of_settings, since};
pub use seal::{seal, seal_organ};
pub use verify::{Break, Fault, Progress, Report, SealPoint, verify};

use crate::clock::Instant;
use crate::error::{Error, Result};
use crate::id::Id;

/// The chain an event belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    /// One matter; its row keeps the number of events and the newest hash.
    Matter(Id),
    /// What is set in the acting organ: accounts, posts, calendars, procedures.
    Settings,
}

/// Who may read an event, among those for whom its matter exists.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Audience {
    /// May be shown on the public board, once its matter stands there.
    Public,
    /// Everybody who reads the matter.
    Parties,
    /// The staff of the matter's organ who read all its matters.
    Office,
    /// These units and persons, and nobody else; name the organ too where its staff shall read it.
    Named(Vec<Id>),
}

impl Audience {
    /// As stored: a word, or `named` and the ids, each after a colon.
    pub fn code(&self) -> String {
        match self {
            Audience::Public => "public".to_owned(),
            Audience::Parties => "parties".to_owned(),
            Audience::Office => "office".to_owned(),
            Audience::Named(ids) => {
                let mut ids = ids.clone();
                ids.sort();
                ids.dedup();
                ids.iter()
                    .fold("named".to_owned(), |out, id| format!("{out}:{id}"))
            }
        }
    }

    /// Reads what [`Audience::code`] wrote.
    pub fn parse(code: &str) -> Option<Audience> {
        Some(match code {
            "public" => Audience::Public,
            "parties" => Audience::Parties,
            "office" => Audience::Office,
            _ => {
                let ids = code.strip_prefix("named")?;
                Audience::Named(
                    ids.split(':')
                        .skip(1)
                        .map(|id| id.parse().ok())
                        .collect::<Option<Vec<Id>>>()?,
                )
            }
        })
    }
}

/// One thing that happened, to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    kind: String,
    audience: Audience,
    /// JSON.
    data: String,
    for_person: Option<Id>,
    at: Option<Instant>,
    by: Option<(Option<Id>, Option<Id>)>,
}

impl Event {
    /// An event with what describes it; `data` becomes JSON.
    pub fn new(
        kind: impl Into<String>,
        audience: Audience,
        data: &impl Serialize,
    ) -> Result<Event> {
        Ok(Event {
            kind: kind.into(),
            audience,
            data: serde_json::to_string(data).map_err(Error::internal)?,
            for_person: None,
            at: None,
            by: None,
        })
    }

    /// Acted as the substitute of this person.
    pub fn instead_of(mut self, person: Option<Id>) -> Event {
        self.for_person = person;
        self
    }

    /// Happened at another instant than the act: for seed and import by the system only.
    pub fn at(mut self, at: Instant) -> Event {
        self.at = Some(at);
        self
    }

    /// Was done by another account and person than the act's: for seed and import by the system only.
    pub fn by(mut self, account: Option<Id>, person: Option<Id>) -> Event {
        self.by = Some((account, person));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audiences_are_read_back() {
        for audience in [
            Audience::Public,
            Audience::Parties,
            Audience::Office,
            Audience::Named(vec![Id(7), Id(900)]),
        ] {
            assert_eq!(Audience::parse(&audience.code()), Some(audience));
        }
        assert_eq!(Audience::parse("everybody"), None);
    }
}
