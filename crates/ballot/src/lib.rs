//! The ballot box. An area asks for a ballot on a matter, the meetings area holds it, and [`BallotClosed`] reaches
//! whoever asked in the transaction that closes it.

use kernel::id::Id;
use serde::{Deserialize, Serialize};
use threshold::Electorate;

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
}

/// Told once, in the transaction that closes the ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotClosed {
    pub ballot: Id,
    pub matter: Id,
    pub outcome: Outcome,
}
