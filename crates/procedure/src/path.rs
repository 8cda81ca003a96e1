//! The way that lies ahead: the steps still to come if everything goes forward, for the backward schedule.

use std::collections::BTreeSet;

use workday::schedule::{Node, Running};

use crate::definition::{ActDef, Definition, Part, Shape, Step, Target};
use crate::pack::RulePack;
use crate::state::Token;

/// The remaining steps of the expected way, from the running ones to the step that ends the statutory limit (or to
/// the end, where there is none). Running steps carry an empty [`Running`] for the caller to fill in. Helpers stand
/// before the first step whose way in waits for them.
pub fn path_ahead(def: &Definition, pack: &RulePack, tokens: &[Token]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let until = def.statutory.as_ref().map(|s| s.until.as_str());
    let mains: Vec<&Token> = tokens
        .iter()
        .filter(|t| t.beside.is_none() && t.part != Some(Part::Co))
        .collect();
    let helpers: Vec<&Token> = tokens
        .iter()
        .filter(|t| t.beside.is_none() && t.part == Some(Part::Co))
        .collect();
    let mut helping = Vec::new();
    for token in helpers {
        if let Some(step) = def.step(&token.step) {
            helping.push(nodes.len());
            nodes.push(node(def, pack, step, Vec::new(), true));
        }
    }
    for token in mains {
        let mut at = def.step(&token.step);
        let mut before: Option<usize> = None;
        let mut seen = BTreeSet::new();
        let mut waiting = helping.clone();
        let mut running = true;
        while let Some(step) = at {
            if !seen.insert(step.id.clone()) {
                break;
            }
            let mut after: Vec<usize> = before.into_iter().collect();
            // The step behind an act that waits for the helpers begins when they have done.
            if before.is_some_and(|b| waits(def, &nodes[b].id)) {
                after.append(&mut waiting);
            }
            before = Some(nodes.len());
            nodes.push(node(def, pack, step, after, running));
            running = false;
            if until == Some(step.id.as_str()) {
                break;
            }
            at = forward(def, step).and_then(|id| def.step(id));
        }
    }
    nodes
}

fn node(def: &Definition, pack: &RulePack, step: &Step, after: Vec<usize>, running: bool) -> Node {
    Node {
        id: step.id.clone(),
        least: step.least,
        limit: def.limit_of(step, pack).map(|(limit, _)| limit),
        after,
        running: running.then(|| Running {
            since: chrono::NaiveDate::MIN,
            due: None,
        }),
    }
}

/// The step the first forward act of a step leads to.
pub fn forward<'a>(def: &'a Definition, step: &'a Step) -> Option<&'a str> {
    step.acts.iter().find_map(|a| next(def, a))
}

fn next<'a>(def: &'a Definition, act: &'a ActDef) -> Option<&'a str> {
    match &act.then {
        Target::To { step, back: false } => Some(step),
        Target::Fan {
            to, back: false, ..
        } => to
            .get(&Part::Lead)
            .or_else(|| to.get(&Part::Separate))
            .map(String::as_str),
        Target::Release(step) => def
            .step(step)
            .filter(|s| s.shape == Shape::Main)
            .map(|s| s.id.as_str()),
        _ => None,
    }
}

/// The way out of a step waits for the co-handling units.
pub(crate) fn waits(def: &Definition, step: &str) -> bool {
    def.step(step).is_some_and(|s| {
        s.acts.iter().any(|a| {
            next(def, a).is_some() && a.require.iter().any(|r| r.that.mentions("co_pending"))
        })
    })
}

/// The main line of a procedure from its start: what a rail of steps shows.
pub fn main_line(def: &Definition) -> Vec<&Step> {
    let mut out: Vec<&Step> = Vec::new();
    let mut at = def.step(&def.start);
    while let Some(step) = at {
        if out.iter().any(|s| s.id == step.id) {
            break;
        }
        out.push(step);
        at = forward(def, step).and_then(|id| def.step(id));
    }
    out
}
