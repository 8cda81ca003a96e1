//! The ballot box (表决箱). An area asks for a ballot on a matter, the meetings area holds it, and [`BallotClosed`]
//! reaches whoever asked in the transaction that closes it.
//!
//! **Nouns.** A [`Ballot`] is one question, or several lines of one, put to a body; it is *open* (表决过程可记名查证) or
//! *secret* (无记名). Its *roll* names who may vote. A *paper* is one member's vote: for an open ballot a row with his
//! name, for a secret one a one-time token of which the box knows the digest, or a sheet of real paper that two tellers
//! count. The [`Sheet`] reconciles all of them. A *trial* (试投) is a ballot that leaves nothing behind.
//!
//! **States.** `asked` → `dealing` (secret only) → `open` → `closed`, or `void` from each of the first three.
//!
//! **Acts.** [`ask`] and [`trial`]; [`deal`] hands the papers of a secret ballot out, [`open`] begins the vote, [`close`]
//! counts, judges and freezes, [`cancel`] voids; [`vote`] is a member's open vote; [`booth::take`] gives a member his
//! paper while they are dealt, [`paper::cast`] puts a paper into the box; [`mark_paper`] notes who took real paper,
//! [`count::enter`] is one teller's count.
//!
//! **Who may.** A ballot is run by whoever registers for the organ and sees the matter voted on. Members vote who stand on
//! its roll, once each. A teller is anybody who may run it or stands on its roll; two of them, on two accounts.
//!
//! **Who sees what.** A ballot exists for those for whom its matter exists and, from dealing on, for those on its roll.
//! Until it is closed nobody is told more than how many have voted. What it came to is part of its frozen outcome.
//!
//! **Secret means** that no transaction, row or log line ever holds person and choice together. Papers are made before
//! they are handed out, as random tokens of which only digests are stored, in no order but that of the digests. Who
//! holds which paper stands in the memory of one process, and only while papers are handed out ([`booth`]); no paper is
//! taken before that has ended. A paper is put in by itself: no session, no time, no place. A process that starts deals
//! anew whatever was being dealt. `docs/ballot.md` says against whom that holds and against whom it does not.

pub mod board;
pub mod booth;
pub mod close;
pub mod count;
mod guard;
pub mod paper;
mod record;
mod run;
pub mod tally;
mod voting;

pub use close::close;
pub use guard::runs;
pub use record::{
    Ballot, Elector, Frozen, FrozenElector, Line, State, Taken, by_id, frozen_roll, lines,
    of_matter, of_meeting, of_person, roll, taken, waiting,
};
pub use run::{ask, assign, cancel, deal, mark_paper, open, restarted, trial, withdraw};
pub use tally::{Choice, Sheet};
pub use voting::{Progress, progress, vote, voted};

use kernel::id::Id;
use serde::{Deserialize, Serialize};
use threshold::Electorate;

/// The room's own schema.
pub const MIGRATIONS: kernel::db::Migrations = kernel::migrations!("ballot",
    1 => "0001_ballot",
    2 => "0002_write_ins",
);

/// What this room adds below the pages.
pub fn part() -> kernel::Part {
    kernel::Part {
        name: "ballot",
        migrations: Some(MIGRATIONS),
        ..kernel::Part::default()
    }
}

/// What one line of a ballot paper asks: a draft to adopt, a person to appoint, a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLine {
    /// The asker's own name of it, given back with the result.
    pub code: String,
    /// What stands on the paper.
    pub title: String,
}

/// What an area asks to be voted on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The matter voted on.
    pub matter: Id,
    pub title: String,
    /// The body that votes: `congress`, `standing_committee`, `chairpersons`, `party_group`, `joint`, `committee`.
    pub body: String,
    /// A secret ballot (无记名投票): no row, log line or transaction ever holds person and choice together.
    pub secret: bool,
    /// The name of the majority asked for, a rule of `threshold`: `majority`, `two_thirds` …
    pub majority: String,
    pub lines: Vec<NewLine>,
    /// An election: at most so many lines of a paper may be "for"; none where each line stands alone.
    pub at_most: Option<u32>,
    /// A secret election in which whoever is against a candidate may write in somebody else (另选他人).
    pub write_ins: bool,
}

/// What came of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineResult {
    pub code: String,
    pub title: String,
    pub yes: u32,
    pub no: u32,
    pub abstain: u32,
    /// Papers not filled in validly.
    pub invalid: u32,
    /// Members on the roll who took a paper, or could have voted, and did not.
    pub not_voted: u32,
    /// How many "for" were needed.
    pub needed: u32,
    pub passed: bool,
}

/// What came of a ballot, computed and frozen with the roll when it was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub electorate: Electorate,
    /// The rule of the majority asked for.
    pub majority: String,
    pub lines: Vec<LineResult>,
    /// Those written in on the papers of an election (另选他人), most votes first: judged with the candidates. Their code
    /// begins with a plus sign.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<LineResult>,
}

impl Outcome {
    /// Candidates and those written in.
    pub fn all(&self) -> impl Iterator<Item = &LineResult> {
        self.lines.iter().chain(&self.written)
    }
}

/// Told once, in the transaction that closes the ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotClosed {
    pub ballot: Id,
    pub matter: Id,
    pub outcome: Outcome,
}
