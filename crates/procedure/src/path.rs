//! The way that lies ahead: the steps still to come if everything goes forward, for the backward schedule.

use std::collections::{BTreeMap, BTreeSet};

use workday::schedule::{Node, Running};

use crate::definition::{ActDef, Definition, Part, Shape, Step, Target};
use crate::pack::RulePack;
use crate::state::Token;

/// The remaining steps of the expected way, from the running ones to the step that ends the statutory limit (or to
/// the end, where there is none). Running steps carry an empty [`Running`] for the caller to fill in. Helpers stand
/// before the first step whose way in waits for them; units side by side meet in the main step they join at.
pub fn path_ahead(def: &Definition, pack: &RulePack, tokens: &[Token]) -> Vec<Node> {
    ahead(def, pack, tokens)
        .into_iter()
        .map(|(node, _)| node)
        .collect()
}

/// [`path_ahead`], each running step with the token that stands there.
pub fn ahead(def: &Definition, pack: &RulePack, tokens: &[Token]) -> Vec<(Node, Option<u64>)> {
    let mut nodes: Vec<(Node, Option<u64>)> = Vec::new();
    let until = def.statutory.as_ref().map(|s| s.until.as_str());
    let of = |helps: bool| {
        let own = move |t: &&Token| t.beside.is_none() && (t.part == Some(Part::Co)) == helps;
        tokens.iter().filter(own)
    };
    let mut helping = Vec::new();
    for token in of(true) {
        if let Some(step) = def.step(&token.step) {
            helping.push(nodes.len());
            nodes.push((node(def, pack, step, Vec::new(), true), Some(token.id)));
        }
    }
    // The main steps ahead are there once, however many units come to them.
    let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
    for token in of(false) {
        let mut at = def.step(&token.step);
        let mut before: Option<usize> = None;
        let mut seen = BTreeSet::new();
        let mut waiting = helping.clone();
        while let Some(step) = at {
            if !seen.insert(step.id.as_str()) {
                break;
            }
            let mut after: Vec<usize> = before.into_iter().collect();
            // The step behind an act that waits for the helpers begins when they have done.
            if before.is_some_and(|b| waits(def, &nodes[b].0.id)) {
                after.append(&mut waiting);
            }
            if let Some(met) = shared.get(step.id.as_str()) {
                nodes[*met].0.after.extend(after);
                break;
            }
            let running = before.is_none();
            if step.shape == Shape::Main {
                shared.insert(&step.id, nodes.len());
            }
            before = Some(nodes.len());
            let place = running.then_some(token.id);
            nodes.push((node(def, pack, step, after, running), place));
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
        running: running.then_some(Running {
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
