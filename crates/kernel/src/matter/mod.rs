//! Matters (事项): anything the office takes on. The core of the program.
//!
//! **Nouns.** A [`Matter`] has a kind, a pinned procedure version, a state (the step it stands in, or its
//! end), a confidentiality and dates. A [`Task`] is a running step: what one body owes on it, by a date.
//! A link joins two matters by a relation. The [`Kind`] of a matter is declared by an area: its
//! vocabulary, facts, holders, readers, effects and search text.
//!
//! **Acts.** Every change of a matter is [`perform`](act::perform): one transaction, decided by the
//! procedure, written with history, tasks, readers, search text and notices. Opening one is
//! [`open`](open::begin); historic rows of an import come in by [`load::insert`].
//!
//! **Who sees what.** A matter exists for those who are among its readers (`listing` rows) and for those
//! who hold an open task on it, while they hold it. Nothing here asks for a role to read.
//!
//! **Dates.** No lamp is stored: open tasks and matters keep `amber_on` and `red_on`.

pub mod act;
pub mod choice;
pub mod copy;
pub mod kind;
pub mod link;
pub mod listing;
pub mod load;
pub mod open;
pub mod recompute;
pub mod remind;
pub mod request;
pub mod settle;
pub mod standing;
pub mod task;
pub mod view;

use chrono::NaiveDate;

pub use act::{Done, perform};
pub use kind::{Case, Kind};
pub use request::Request;
pub use standing::Standing;
pub use task::Task;

use crate::id::Id;

/// Who a matter exists for, besides its named readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidentiality {
    /// May stand on the public board once answered.
    Open,
    /// For the office and the parties.
    Internal,
    /// For the named readers and the holders of its tasks only; numbered in a series of its own.
    Confidential,
    /// As confidential, until a date or an act lifts it.
    Embargo,
}

impl Confidentiality {
    pub const ALL: [Confidentiality; 4] = [
        Confidentiality::Open,
        Confidentiality::Internal,
        Confidentiality::Confidential,
        Confidentiality::Embargo,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Confidentiality::Open => "open",
            Confidentiality::Internal => "internal",
            Confidentiality::Confidential => "confidential",
            Confidentiality::Embargo => "embargo",
        }
    }

    pub fn parse(code: &str) -> Option<Confidentiality> {
        Confidentiality::ALL.into_iter().find(|c| c.code() == code)
    }

    /// Does not exist for those who are not named.
    pub fn hides(self) -> bool {
        matches!(
            self,
            Confidentiality::Confidential | Confidentiality::Embargo
        )
    }
}

/// One row of `matter`.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Matter {
    pub id: Id,
    pub organ_id: Id,
    pub kind: String,
    /// The number within its session, once registered.
    pub number: Option<String>,
    /// The number so padded that text order is number order.
    pub number_sort: String,
    pub title: String,
    /// The step it stands in, or the end it came to: names of its procedure.
    pub state: String,
    pub procedure: String,
    pub procedure_version: i64,
    pub confidentiality: String,
    pub lead_unit: Option<Id>,
    pub category: Option<String>,
    /// The code of the term session it belongs to, or the year.
    pub session: Option<String>,
    /// The lead proposer.
    pub proposer: Option<Id>,
    /// The leader who leads it as a key matter (重点督办).
    pub key_leader: Option<Id>,
    pub received_on: NaiveDate,
    /// The last day of its limit; none before the clock runs.
    pub due_on: Option<NaiveDate>,
    pub amber_on: Option<NaiveDate>,
    pub red_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    /// Its clock as JSON ([`workday::Clock`]), while one runs or ran.
    pub clock: Option<String>,
    /// Its own limit runs; otherwise its dates are those of the step due first.
    pub term: bool,
    pub open: bool,
    /// Came in with a register of the past: no clock, reminder or late mark.
    pub historic: bool,
    pub rev: i64,
    pub events: i64,
    pub head: Vec<u8>,
    pub created_by: Option<Id>,
    pub created_at: i64,
    pub updated_at: i64,
}

impl Matter {
    pub fn confidentiality(&self) -> Confidentiality {
        Confidentiality::parse(&self.confidentiality).unwrap_or(Confidentiality::Confidential)
    }

    /// Green, amber or red on `today`; none where no clock runs.
    pub fn lamp(&self, today: NaiveDate) -> Option<workday::Lamp> {
        if !self.open || self.historic {
            return None;
        }
        Some(workday::lamp::lamp(today, self.amber_on?, self.red_on?))
    }
}

/// The columns of `matter`, in the order of [`Matter`].
pub(crate) const COLUMNS: &str = "m.id, m.organ_id, m.kind, m.number, m.number_sort, m.title, m.state, \
    m.procedure, m.procedure_version, m.confidentiality, m.lead_unit, m.category, m.session, m.proposer, \
    m.key_leader, m.received_on, m.due_on, m.amber_on, m.red_on, m.closed_on, m.clock, m.term, m.open, m.historic, \
    m.rev, m.events, m.head, m.created_by, m.created_at, m.updated_at";
