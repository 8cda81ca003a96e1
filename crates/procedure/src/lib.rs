//! Procedures as data (X1). Pure: no I/O and no clock; the day is always an argument. It knows no area: an area
//! hands its [`Vocabulary`] to the loader and carries out its effects itself.
//!
//! | room | owns |
//! | --- | --- |
//! | [`words`] | words in both languages |
//! | [`vocabulary`] | what the procedures of one kind may name |
//! | [`guard`] | conditions over typed facts |
//! | [`definition`], [`parse`] | a procedure as data, and its TOML form |
//! | [`state`], [`decide`] | how a matter stands; may this be done, and what follows |
//! | [`check`](mod@check) | the proof that nothing is left hanging or unanswered |
//! | [`pack`] | local limits and rules, with their sources |
//! | [`path`] | the way ahead, for the backward schedule |
//! | [`picture`] | a procedure as a drawing |
//! | [`edit`] | changes by form, written back as TOML |
//!
//! **How a matter moves.** It stands in tokens, each a running step. A *main* step has one token for the matter. A
//! *fan* opens a *branch* token for each unit named, by its part: lead, co-handling or separate. Each branch moves
//! by itself; an act from a branch to a main step is the join: the last unit that owes an answer opens the main
//! step. A *side* step runs beside the step it was opened from (a request to the office) and ends with it.

pub mod check;
pub mod decide;
pub mod definition;
pub mod edit;
mod emit;
pub mod guard;
mod input;
mod moves;
pub mod pack;
pub mod parse;
pub mod path;
pub mod picture;
pub mod state;
pub mod vocabulary;
pub mod words;

pub use check::{Finding, FindingKind, check};
pub use decide::{available, decide};
pub use definition::{
    ActDef, Case, Closes, Definition, EffectCall, End, Need, Part, Requirement, Shape, Statutory,
    Step, StepLimit, Target,
};
pub use guard::{Guard, Value};
pub use pack::{PackLimit, ReplyClass, RulePack};
pub use parse::ParseError;
pub use path::{forward, main_line, path_ahead};
pub use state::{
    Decision, Facts, Input, Offer, Opening, Refusal, RefusalKind, Situation, Token, Who,
};
pub use vocabulary::{Field, FieldType, Type, Vocabulary};
pub use words::{Lang, Words};
