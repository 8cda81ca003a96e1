//! What the walk over a procedure shows: what is never reached, where it stops, where it goes round, and which end
//! comes without an answer. Owns these findings and the ways they name.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;

use super::net::{Edge, Goal, Net, Stand};
use super::{Finding, FindingKind, finding, leaves};
use crate::decide::standing;
use crate::definition::{ActDef, Definition};
use crate::state::{Facts, Situation};

/// No step runs: only whether a condition can be judged at all is asked of it.
static NOWHERE: Situation = Situation {
    tokens: Vec::new(),
    facts: Facts {
        of_matter: BTreeMap::new(),
        of_token: BTreeMap::new(),
    },
    today: NaiveDate::MIN,
};

pub(super) fn walk(def: &Definition, findings: &mut Vec<Finding>) {
    let net = Net::explored(def);
    if net.too_large {
        findings.push(finding(
            def,
            FindingKind::TooLarge,
            vec![def.start.clone()],
            "这一程序的走法太多，无法逐一核对；请减少并行的环节。",
            "This procedure can stand in more ways than can be looked through; let fewer steps run side by side.",
        ));
        return;
    }
    net.unreachable(findings);
    let guarded = net.exits(findings);
    net.endings(guarded, findings);
    net.answers(findings);
}

impl Net<'_> {
    /// The steps gone through until a stand was first reached, and one of those it stands at.
    fn path(&self, to: usize, last: Option<u16>) -> Vec<String> {
        let mut steps: Vec<u16> = last.into_iter().collect();
        let mut at = to;
        while let Some((before, step)) = self.parents[at] {
            steps.extend(step);
            at = before;
        }
        steps.reverse();
        steps.dedup();
        steps
            .into_iter()
            .map(|at| self.step(at).id.clone())
            .collect()
    }

    /// A way to a step, over the first stand that has it.
    fn path_to_step(&self, step: u16) -> Vec<String> {
        let has = |stand: &Stand| stand.places.iter().any(|place| place.step == step);
        match self.stands.iter().position(has) {
            Some(stand) => self.path(stand, Some(step)),
            None => vec![self.step(step).id.clone()],
        }
    }

    fn unreachable(&self, findings: &mut Vec<Finding>) {
        let seen: BTreeSet<u16> = self
            .stands
            .iter()
            .flat_map(|stand| stand.places.iter().map(|place| place.step))
            .collect();
        let mut none = |id: &str| {
            findings.push(finding(
                self.def,
                FindingKind::Unreachable,
                vec![id.to_owned()],
                "没有任何走法能到“{at}”。",
                "Nothing leads to “{at}”.",
            ));
        };
        for (at, step) in self.def.steps.iter().enumerate() {
            if !seen.iter().any(|seen| usize::from(*seen) == at) {
                none(&step.id);
            }
        }
        for (at, end) in self.def.ends.iter().enumerate() {
            if self.ends.iter().all(|(reached, ..)| *reached != at) {
                none(&end.id);
            }
        }
    }

    /// Steps all of whose exits have a condition on facts nobody can foresee.
    fn exits(&self, findings: &mut Vec<Finding>) -> bool {
        let mut found = false;
        for (at, step) in self.def.steps.iter().enumerate() {
            let shared = self
                .def
                .acts
                .iter()
                .filter(|act| !act.on_matter && act.during.contains(&step.id));
            let exits: Vec<&ActDef> = step
                .acts
                .iter()
                .chain(shared)
                .filter(|act| leaves(&act.then) || act.cases.iter().any(|case| leaves(&case.then)))
                .collect();
            // Conditions on which steps run are judged where they matter, on the way.
            let foreseen = |name: &str| standing(&NOWHERE, None, name);
            let open = |act: &&ActDef| {
                act.require
                    .iter()
                    .all(|r| r.that.judged(&foreseen).is_some())
                    && leaves(&act.then)
                    && act.cases.iter().all(|case| leaves(&case.then))
            };
            if exits.is_empty() || step.exhaustive || exits.iter().any(open) {
                continue;
            }
            let Ok(at) = u16::try_from(at) else { continue };
            found = true;
            findings.push(finding(
                self.def,
                FindingKind::NoOpenExit,
                self.path_to_step(at),
                "“{at}”的每个出口都有条件，可能一个都走不通（{way}）。请留一个无条件的出口；确信总有一个走得通的，写明 exhaustive。",
                "Every exit of “{at}” has a condition, so all may be shut ({way}). Leave one open, or declare the step exhaustive.",
            ));
        }
        found
    }

    /// The stands an end can be reached from over these edges.
    fn finishing(&self, over: impl Fn(&Edge) -> bool) -> Vec<bool> {
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); self.stands.len()];
        let mut can = vec![false; self.stands.len()];
        let mut queue = VecDeque::new();
        for edge in self.edges.iter().filter(|edge| over(edge)) {
            match edge.to {
                Goal::Stand(to) => before[to].push(edge.from),
                Goal::End(_) if !can[edge.from] => {
                    can[edge.from] = true;
                    queue.push_back(edge.from);
                }
                Goal::End(_) => {}
            }
        }
        while let Some(at) = queue.pop_front() {
            for from in &before[at] {
                if !can[*from] {
                    can[*from] = true;
                    queue.push_back(*from);
                }
            }
        }
        can
    }

    /// From every stand an end must be within reach, without acts on the matter as a whole.
    fn endings(&self, guarded: bool, findings: &mut Vec<Finding>) {
        let free = self.finishing(|edge| edge.at.is_some());
        let open = self.finishing(|edge| edge.open);
        let mut onward = vec![false; self.stands.len()];
        for edge in self.edges.iter().filter(|e| e.at.is_some() && e.moves) {
            onward[edge.from] = true;
        }
        let mut said: BTreeSet<Vec<u16>> = BTreeSet::new();
        let mut round = true;
        for (at, stand) in self.stands.iter().enumerate() {
            if free[at] || onward[at] {
                continue;
            }
            round = false;
            let steps: Vec<u16> = stand.places.iter().map(|place| place.step).collect();
            if !said.insert(steps.clone()) {
                continue;
            }
            let path = self.path(at, steps.last().copied());
            findings.push(if steps.len() == 1 {
                finding(
                    self.def,
                    FindingKind::DeadEnd,
                    path,
                    "到“{at}”之后无路可走，办不到头（{way}）。",
                    "Nothing leads out of “{at}”; the matter can never end ({way}).",
                )
            } else {
                finding(
                    self.def,
                    FindingKind::Stuck,
                    path,
                    "几个环节并行到“{at}”后彼此等待，谁也走不下去（{way}）。",
                    "Steps running side by side wait for one another at “{at}” and none goes on ({way}).",
                )
            });
        }
        let looped =
            (0..self.stands.len()).find(|at| round && (!free[*at] || (!guarded && !open[*at])));
        if let Some(at) = looped {
            let last = self.stands[at].places.last().map(|place| place.step);
            findings.push(finding(
                self.def,
                FindingKind::EndlessLoop,
                self.path(at, last),
                "从“{at}”起会一直循环，没有一条始终走得通的出路（{way}）。",
                "From “{at}” the way goes round and round, with no way out that is always open ({way}).",
            ));
        }
    }

    /// Every end is answered and filed, on every way.
    fn answers(&self, findings: &mut Vec<Finding>) {
        let mut said: BTreeSet<(usize, FindingKind)> = BTreeSet::new();
        for (end, from, answered, filed) in &self.ends {
            let id = &self.def.ends[*end].id;
            let path = || {
                let last = self.stands[*from].places.last().map(|place| place.step);
                let mut path = self.path(*from, last);
                path.push(id.clone());
                path
            };
            if !answered && said.insert((*end, FindingKind::Unanswered)) {
                findings.push(finding(
                    self.def,
                    FindingKind::Unanswered,
                    path(),
                    "走到“{at}”时还没有给提出人任何答复（{way}）。",
                    "“{at}” is reached before whoever brought the matter has had an answer ({way}).",
                ));
            }
            if !filed && said.insert((*end, FindingKind::Unfiled)) {
                findings.push(finding(
                    self.def,
                    FindingKind::Unfiled,
                    path(),
                    "走到“{at}”时材料还没有归档（{way}）。",
                    "“{at}” is reached before the papers have been filed ({way}).",
                ));
            }
        }
    }
}
