//! How a matter stands, who asks, and what is decided.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::definition::{EffectCall, Need, Part};
use crate::guard::Value;
use crate::words::Words;

/// A running step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: u64,
    pub step: String,
    /// The unit of its branch.
    pub unit: Option<u64>,
    pub part: Option<Part>,
    /// 1 the first time the step is entered on its branch.
    pub round: u32,
    /// The step it was opened beside.
    pub beside: Option<u64>,
}

/// What is known of the matter and of each running step.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub of_matter: BTreeMap<String, Value>,
    pub of_token: BTreeMap<u64, BTreeMap<String, Value>>,
}

/// A matter as it stands.
#[derive(Debug, Clone)]
pub struct Situation {
    pub tokens: Vec<Token>,
    pub facts: Facts,
    pub today: NaiveDate,
}

/// The roles of whoever asks, towards the matter and towards each running step.
#[derive(Debug, Clone, Default)]
pub struct Who {
    pub on_matter: BTreeSet<String>,
    pub on_token: BTreeMap<u64, BTreeSet<String>>,
}

/// What was given with an act.
#[derive(Debug, Clone, Default)]
pub struct Input {
    pub units: Vec<(u64, Part)>,
    pub reason: Option<String>,
    pub fields: BTreeMap<String, Value>,
    /// How many files.
    pub papers: usize,
}

/// A step to open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening {
    pub step: String,
    pub unit: Option<u64>,
    pub part: Option<Part>,
    pub beside: Option<u64>,
}

/// What follows from an allowed act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    pub act: String,
    /// The running step it is done on.
    pub token: Option<u64>,
    pub closes: Vec<u64>,
    pub opens: Vec<Opening>,
    pub effects: Vec<EffectCall>,
    /// The state the matter is in from now on; none where it stays.
    pub state: Option<String>,
    /// The end it came to.
    pub ends: Option<String>,
    /// The matter's clock stands from now on.
    pub stops: bool,
    /// It runs again.
    pub restarts: bool,
    /// The step goes back to an earlier one.
    pub sent_back: bool,
    pub event: String,
}

/// Why an act is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub kind: RefusalKind,
    pub message: Words,
    /// The field it is about, where it is about one: `units`, `reason`, `papers` or the field's name.
    pub field: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// Not in this step.
    NotHere,
    /// Somebody else's to do.
    NotYours,
    /// A condition does not hold yet.
    NotYet,
    /// Something given is missing or wrong.
    Input,
}

/// An act as somebody meets it: allowed, or refused with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub act: String,
    pub title: Words,
    pub token: Option<u64>,
    pub needs: Vec<Need>,
    pub result: Result<(), Refusal>,
    /// It sends the matter back or ends it: a page asks once more.
    pub grave: bool,
    /// It moves the matter on, rather than noting something beside.
    pub forward: bool,
}
