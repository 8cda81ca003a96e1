//! The checker: before a procedure may be used it is shown that nothing in it can be left hanging or unanswered
//! (件件有着落，事事有回应). Owns the proof and the sentences about what fails; changes nothing.
//!
//! It walks every way the matter can stand (soundness of a workflow net, van der Aalst 1998) with the function
//! that decides in earnest, for one unit, for a lead with a co-handling unit, and for two units side by side.
//! Conditions on which steps run (`co_pending`, `side_pending` …) are judged; all others count as free choices:
//! what is proven holds whatever the facts turn out to be. So that a choice
//! can't come out empty, a step needs an exit without a condition, or its author's word (`exhaustive`) that one
//! of the conditions always holds, and from every step an end must be within reach over such exits alone.
//! Acts on the matter as a whole (a withdrawal, a closing by the office) count as ways the matter may go, but
//! never as the way out: a procedure must come to an end without them.
//!
//! At most two side steps are looked at together, and one where several units are at work.

mod fit;
mod net;
mod proofs;

use serde::Serialize;
use workday::Calendar;

use crate::definition::{Definition, StepLimit, Target};
use crate::pack::RulePack;
use crate::words::Words;

/// What is wrong with a procedure, and on which way it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub kind: FindingKind,
    /// The steps gone through, from the start.
    pub path: Vec<String>,
    /// A sentence naming the way in both languages.
    pub message: Words,
}

/// The kinds of unsoundness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// No matter ever comes to this step or end.
    Unreachable,
    /// A step that nothing leads out of.
    DeadEnd,
    /// Units wait for one another, or for nobody.
    Stuck,
    /// The way goes round without a way out that is always open.
    EndlessLoop,
    /// Every exit of the step has a condition, and nobody says they leave no case open.
    NoOpenExit,
    /// An end is reached without an answer.
    Unanswered,
    /// An end is reached without the papers being filed.
    Unfiled,
    /// Who owns the step can do nothing at it.
    IdleOwner,
    /// The step, or the whole, has no limit, or one the rule pack doesn't know.
    NoLimit,
    /// The least times of a way add up to more than the law allows, or a step's to more than its own limit.
    OverLimit,
    /// The procedure has more ways to stand than can be looked through.
    TooLarge,
}

impl FindingKind {
    pub const ALL: [FindingKind; 11] = [
        FindingKind::Unreachable,
        FindingKind::DeadEnd,
        FindingKind::Stuck,
        FindingKind::EndlessLoop,
        FindingKind::NoOpenExit,
        FindingKind::Unanswered,
        FindingKind::Unfiled,
        FindingKind::IdleOwner,
        FindingKind::NoLimit,
        FindingKind::OverLimit,
        FindingKind::TooLarge,
    ];

    /// Its code, as in the API and in file names.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::DeadEnd => "dead_end",
            Self::Stuck => "stuck",
            Self::EndlessLoop => "endless_loop",
            Self::NoOpenExit => "no_open_exit",
            Self::Unanswered => "unanswered",
            Self::Unfiled => "unfiled",
            Self::IdleOwner => "idle_owner",
            Self::NoLimit => "no_limit",
            Self::OverLimit => "over_limit",
            Self::TooLarge => "too_large",
        }
    }
}

/// Everything that keeps the procedure from being used; empty where it is sound.
pub fn check(def: &Definition, pack: &RulePack, calendar: &Calendar) -> Vec<Finding> {
    let mut findings = Vec::new();
    owners(def, &mut findings);
    limits(def, pack, &mut findings);
    proofs::walk(def, &mut findings);
    fit::fits(def, pack, calendar, &mut findings);
    findings
}

/// The titles of a way, one after the other.
fn way(def: &Definition, path: &[String]) -> Words {
    let titles: Vec<Words> = path.iter().map(|id| def.state_title(id)).collect();
    let join = |side: fn(&Words) -> &str| {
        let sides: Vec<&str> = titles.iter().map(side).collect();
        sides.join(" → ")
    };
    Words::new(join(|w| &w.zh), join(|w| &w.en))
}

/// A finding whose sentence holds `{at}` (its last step) and `{way}`.
fn finding(def: &Definition, kind: FindingKind, path: Vec<String>, zh: &str, en: &str) -> Finding {
    let way = way(def, &path);
    let at = path
        .last()
        .map(|id| def.state_title(id))
        .unwrap_or_default();
    let message = Words::new(
        zh.replace("{at}", &at.zh).replace("{way}", &way.zh),
        en.replace("{at}", &at.en).replace("{way}", &way.en),
    );
    Finding {
        kind,
        path,
        message,
    }
}

fn owners(def: &Definition, findings: &mut Vec<Finding>) {
    for step in &def.steps {
        let shared = def
            .acts
            .iter()
            .filter(|act| !act.on_matter && act.during.contains(&step.id));
        let can = step
            .acts
            .iter()
            .chain(shared)
            .any(|act| act.by.contains(&step.owner));
        if !can {
            let role = def.vocabulary.role_title(&step.owner);
            findings.push(finding(
                def,
                FindingKind::IdleOwner,
                vec![step.id.clone()],
                &format!("“{{at}}”由{}负责，但在这一环节没有任何操作可办。", role.zh),
                &format!("“{{at}}” is owed by {}, who can do nothing there.", role.en),
            ));
        }
    }
}

fn limits(def: &Definition, pack: &RulePack, findings: &mut Vec<Finding>) {
    let mut missing = |limit: Option<&StepLimit>, path: Vec<String>, of: Words| {
        let (zh, en) = match limit {
            None => (
                format!("{}没有办理期限。", of.zh),
                format!("{} has no limit.", of.en),
            ),
            Some(limit @ StepLimit::Named(name)) if limit.resolve(pack).is_none() => (
                format!(
                    "{}的期限“{name}”在规则包“{}”中没有规定。",
                    of.zh, pack.title.zh
                ),
                format!(
                    "The limit “{name}” of {} is not in the rule pack “{}”.",
                    of.en, pack.title.en
                ),
            ),
            Some(_) => return,
        };
        findings.push(finding(def, FindingKind::NoLimit, path, &zh, &en));
    };
    for step in &def.steps {
        let of = Words::new(
            format!("环节“{}”", step.title.zh),
            format!("The step “{}”", step.title.en),
        );
        missing(step.limit.as_ref(), vec![step.id.clone()], of);
    }
    if let Some(statutory) = &def.statutory {
        let of = Words::new("法定办理期限", "the whole");
        let path = vec![statutory.from.clone(), statutory.until.clone()];
        missing(Some(&statutory.limit), path, of);
    }
}

/// Whether the acting step is left.
fn leaves(target: &Target) -> bool {
    !matches!(target, Target::Stay | Target::Open(_))
        && !matches!(
            target,
            Target::Fan {
                closes: crate::definition::Closes::None,
                ..
            }
        )
}
