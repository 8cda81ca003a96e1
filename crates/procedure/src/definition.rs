//! A procedure as data: steps, who owns them, how long, which acts lead where.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use workday::{Limit, Source};

use crate::guard::{Guard, Value};
use crate::pack::RulePack;
use crate::vocabulary::{FieldType, Vocabulary};
use crate::words::Words;

/// One version of a procedure, checked against its vocabulary.
#[derive(Debug, Clone)]
pub struct Definition {
    pub name: String,
    pub version: u32,
    /// The kind of matter that follows it.
    pub kind: String,
    pub title: Words,
    /// The rule it carries out: act and article.
    pub rule: String,
    /// The limit of the whole, where the law sets one.
    pub statutory: Option<Statutory>,
    /// The step a new matter stands in.
    pub start: String,
    pub steps: Vec<Step>,
    /// Acts that stand in several steps, or on the matter as a whole.
    pub acts: Vec<ActDef>,
    pub ends: Vec<End>,
    pub vocabulary: Arc<Vocabulary>,
}

/// The limit of the whole: it runs from entering `from` until `until` has been done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statutory {
    pub limit: StepLimit,
    pub from: String,
    pub until: String,
}

/// A step's limit: a name the rule pack knows, or a length of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepLimit {
    Named(String),
    Fixed(Limit),
}

impl StepLimit {
    /// The length, with the rule it comes from; none where the pack does not know the name.
    pub fn resolve(&self, pack: &RulePack) -> Option<(Limit, Option<Source>)> {
        match self {
            StepLimit::Named(name) => pack.limit(name).map(|l| (l.limit, l.source.clone())),
            StepLimit::Fixed(limit) => Some((*limit, None)),
        }
    }
}

/// How a step runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// The matter as a whole stands in it.
    Main,
    /// Each unit has its own.
    Branch,
    /// Beside the step it was opened from.
    Side,
}

#[derive(Debug, Clone)]
pub struct Step {
    pub id: String,
    pub title: Words,
    pub shape: Shape,
    /// The role that owes it.
    pub owner: String,
    pub limit: Option<StepLimit>,
    /// Working days it takes at the least.
    pub least: u16,
    /// The matter's clock stands while it runs (a side step).
    pub stops_clock: bool,
    pub acts: Vec<ActDef>,
    /// The guards of its exits leave no case open; the author's word for it.
    pub exhaustive: bool,
}

/// An act somebody may do.
#[derive(Debug, Clone)]
pub struct ActDef {
    pub id: String,
    pub title: Words,
    /// Any of these roles may.
    pub by: Vec<String>,
    pub needs: Vec<Need>,
    pub effects: Vec<EffectCall>,
    /// The name of its event in the history.
    pub event: String,
    pub then: Target,
    pub require: Vec<Requirement>,
    pub cases: Vec<Case>,
    /// Done on the matter as a whole, not on one of its steps.
    pub on_matter: bool,
    /// The steps during which a shared act may be done; empty for all.
    pub during: Vec<String>,
}

/// A condition an act has, and what is said where it fails.
#[derive(Debug, Clone)]
pub struct Requirement {
    pub that: Guard,
    pub otherwise: Words,
}

/// Another way an act ends, where the guard holds; the first that holds is taken.
#[derive(Debug, Clone)]
pub struct Case {
    pub when: Guard,
    pub effects: Vec<EffectCall>,
    pub then: Target,
}

/// The part a unit has in a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 主办
    Lead,
    /// 会办、协办
    Co,
    /// 分办
    Separate,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Lead, Part::Co, Part::Separate];

    pub const fn code(self) -> &'static str {
        match self {
            Part::Lead => "lead",
            Part::Co => "co",
            Part::Separate => "separate",
        }
    }

    pub fn parse(code: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|p| p.code() == code)
    }

    pub fn title(self) -> Words {
        match self {
            Part::Lead => Words::new("主办", "lead"),
            Part::Co => Words::new("会办", "co-handling"),
            Part::Separate => Words::new("分办", "separate handling"),
        }
    }
}

/// What a fan-out ends where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closes {
    /// The step it is done on.
    Own,
    /// That step and the one it was opened beside.
    Beside,
    /// Every running step.
    All,
    /// Only the side step, so that the one beside goes on.
    Aside,
    /// Nothing.
    None,
}

/// Where an act leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Nothing moves.
    Stay,
    /// On to a step; back to one where `back`.
    To { step: String, back: bool },
    /// To one step for each unit named, by its part.
    Fan {
        to: BTreeMap<Part, String>,
        closes: Closes,
        back: bool,
    },
    /// A side step is opened beside.
    Open(String),
    /// The side step is closed.
    Close,
    /// The side step and the one beside it are closed and this one opened in their place.
    Instead(String),
    /// The matter comes to an end.
    End(String),
    /// The unit has done its part; the step follows once no unit owes anything.
    Release(String),
}

/// How a matter may end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub id: String,
    pub title: Words,
    /// An answer has been given by whoever ends it here (withdrawal, merge, non-filing carry their own).
    pub answered: bool,
    /// Its papers are filed.
    pub filed: bool,
}

/// An effect the area carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectCall {
    pub name: String,
    pub args: BTreeMap<String, Value>,
}

impl EffectCall {
    pub fn text(&self, arg: &str) -> Option<&str> {
        match self.args.get(arg) {
            Some(Value::Text(t)) => Some(t),
            _ => None,
        }
    }
}

/// What an act asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Units by these parts; at least one that leads or handles separately, where such a part is among them.
    Units { parts: Vec<Part> },
    /// One of these coded reasons.
    Reason { list: Vec<(String, Words)> },
    Field {
        name: String,
        title: Words,
        ty: FieldType,
        required: bool,
    },
    /// Files; at least one where they are required.
    Paper { required: bool },
}

impl Need {
    /// The act is refused without it.
    pub fn is_required(&self) -> bool {
        match self {
            Need::Field { required, .. } | Need::Paper { required } => *required,
            Need::Units { .. } | Need::Reason { .. } => true,
        }
    }
}

impl Definition {
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|s| s.id == id)
    }

    pub fn end(&self, id: &str) -> Option<&End> {
        self.ends.iter().find(|e| e.id == id)
    }

    /// The title of a state: a step's or an end's; the code where it is neither.
    pub fn state_title(&self, id: &str) -> Words {
        self.step(id)
            .map(|s| s.title.clone())
            .or_else(|| self.end(id).map(|e| e.title.clone()))
            .unwrap_or_else(|| Words::new(id, id))
    }

    /// The first act of the name.
    pub fn act(&self, id: &str) -> Option<&ActDef> {
        self.steps
            .iter()
            .flat_map(|s| &s.acts)
            .chain(&self.acts)
            .find(|a| a.id == id)
    }

    /// True for an act only the system does.
    pub fn is_systems(&self, act: &str) -> bool {
        self.act(act).is_some_and(|a| a.by == ["system"])
    }

    /// A step's length with the rule it comes from.
    pub fn limit_of(&self, step: &Step, pack: &RulePack) -> Option<(Limit, Option<Source>)> {
        step.limit.as_ref()?.resolve(pack)
    }

    /// The rule the limit of the whole comes from.
    pub fn clock_source(&self, pack: &RulePack) -> Option<Source> {
        self.statutory.as_ref()?.limit.resolve(pack)?.1
    }
}
