//! Every way a matter can stand, walked from the start. Owns the walk and what it finds.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use chrono::NaiveDate;

use super::{Finding, FindingKind, finding, leaves};
use crate::decide::{moved, standing};
use crate::definition::{ActDef, Closes, Definition, Part, Shape, Step, Target};
use crate::state::{Decision, Facts, Situation, Token};

/// More ways to stand than this are not looked through.
const MOST: usize = 60_000;

/// No step runs: only whether a condition can be judged at all is asked of it.
static NOWHERE: Situation = Situation {
    tokens: Vec::new(),
    facts: Facts {
        of_matter: BTreeMap::new(),
        of_token: BTreeMap::new(),
    },
    today: NaiveDate::MIN,
};

/// One place in the way a matter stands, written so that alike situations are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Place {
    step: u16,
    unit: u8,
    part: Option<Part>,
    /// Position of the place it runs beside.
    beside: Option<u8>,
}

/// How a matter can stand: its places, and whether it has been answered and filed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Stand {
    places: Vec<Place>,
    answered: bool,
    filed: bool,
}

/// A way from one stand to another.
struct Edge {
    from: usize,
    to: Goal,
    /// Position of the step it is done at; none for an act on the matter as a whole.
    at: Option<u16>,
    /// Always open, as far as conditions go.
    open: bool,
    /// It leads somewhere else.
    moves: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    Stand(usize),
    End(usize),
}

struct Net<'a> {
    def: &'a Definition,
    stands: Vec<Stand>,
    known: HashMap<Stand, usize>,
    /// The stand each was first come to from, and the step the act was done at.
    parents: Vec<Option<(usize, Option<u16>)>>,
    edges: Vec<Edge>,
    /// Ends reached, with the stand before and what the matter had by then.
    ends: Vec<(usize, usize, bool, bool)>,
    too_large: bool,
}

pub(super) fn walk(def: &Definition, findings: &mut Vec<Finding>) {
    let mut net = Net {
        def,
        stands: Vec::new(),
        known: HashMap::new(),
        parents: Vec::new(),
        edges: Vec::new(),
        ends: Vec::new(),
        too_large: false,
    };
    net.explore();
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
    fn explore(&mut self) {
        let Some(start) = self.index(&self.def.start) else {
            return;
        };
        let first = Stand {
            places: vec![Place {
                step: start,
                unit: 0,
                part: None,
                beside: None,
            }],
            answered: false,
            filed: false,
        };
        self.reach(first, None);
        let mut next = 0;
        while next < self.stands.len() {
            if self.stands.len() > MOST {
                self.too_large = true;
                return;
            }
            self.leave(next);
            next += 1;
        }
    }

    fn index(&self, step: &str) -> Option<u16> {
        let at = self.def.steps.iter().position(|s| s.id == step)?;
        u16::try_from(at).ok()
    }

    fn step(&self, at: u16) -> &Step {
        &self.def.steps[usize::from(at)]
    }

    fn reach(&mut self, stand: Stand, from: Option<(usize, Option<u16>)>) -> usize {
        if let Some(at) = self.known.get(&stand) {
            return *at;
        }
        let at = self.stands.len();
        self.known.insert(stand.clone(), at);
        self.stands.push(stand);
        self.parents.push(from);
        at
    }

    /// Everything that can be done at a stand.
    fn leave(&mut self, from: usize) {
        let def = self.def;
        let stand = self.stands[from].clone();
        let situation = self.situation(&stand);
        for token in &situation.tokens {
            let Some(step) = def.step(&token.step) else {
                continue;
            };
            let shared = def
                .acts
                .iter()
                .filter(|act| !act.on_matter && act.during.contains(&step.id));
            for act in step.acts.iter().chain(shared) {
                self.act(from, &stand, &situation, Some(token), act);
            }
        }
        for act in def.acts.iter().filter(|act| act.on_matter) {
            let during = act.during.is_empty()
                || situation
                    .tokens
                    .iter()
                    .any(|token| act.during.contains(&token.step));
            if during {
                self.act(from, &stand, &situation, None, act);
            }
        }
    }

    fn act(
        &mut self,
        from: usize,
        stand: &Stand,
        situation: &Situation,
        token: Option<&Token>,
        act: &ActDef,
    ) {
        let at = token.and_then(|token| self.index(&token.step));
        let facts = |name: &str| standing(situation, token, name);
        let required: Vec<Option<bool>> = act
            .require
            .iter()
            .map(|require| require.that.judged(&facts))
            .collect();
        if required.contains(&Some(false)) {
            return;
        }
        let exhaustive = at.is_some_and(|at| self.step(at).exhaustive);
        let open = token.is_some() && (exhaustive || !required.contains(&None));
        let mut ways = Vec::new();
        let mut settled = false;
        for case in &act.cases {
            let judged = case.when.judged(&facts);
            if !settled && judged != Some(false) {
                ways.push((&case.then, &case.effects[..]));
            }
            settled |= judged == Some(true);
        }
        if !settled {
            ways.push((&act.then, &[]));
        }
        for (target, effects) in ways {
            let done = |marks: &BTreeSet<String>| {
                let effects = act.effects.iter().chain(effects);
                effects.into_iter().any(|call| marks.contains(&call.name))
            };
            let answered = stand.answered || done(&self.def.vocabulary.answers);
            let filed = stand.filed || done(&self.def.vocabulary.files);
            for units in self.units(situation, token, target) {
                if !self.within_bounds(situation, token, target) {
                    continue;
                }
                let mut decision = Decision::default();
                moved(self.def, situation, token, &units, target, &mut decision);
                let to = if let Some(end) = &decision.ends {
                    let Some(end) = self.def.ends.iter().position(|e| e.id == *end) else {
                        continue;
                    };
                    self.ends.push((end, from, answered, filed));
                    Goal::End(end)
                } else {
                    let places = self.places(situation, &decision);
                    let next = Stand {
                        places,
                        answered,
                        filed,
                    };
                    Goal::Stand(self.reach(next, Some((from, at))))
                };
                self.edges.push(Edge {
                    from,
                    to,
                    at,
                    open,
                    moves: to != Goal::Stand(from),
                });
            }
        }
    }

    fn situation(&self, stand: &Stand) -> Situation {
        let tokens = stand.places.iter().enumerate().map(|(at, place)| Token {
            id: at as u64,
            step: self.step(place.step).id.clone(),
            unit: (place.unit > 0).then(|| place.unit.into()),
            part: place.part,
            round: 1,
            beside: place.beside.map(u64::from),
        });
        Situation {
            tokens: tokens.collect(),
            facts: Facts::default(),
            today: NaiveDate::default(),
        }
    }

    /// The places after a decision, in an order that makes alike stands equal.
    fn places(&self, situation: &Situation, decision: &Decision) -> Vec<Place> {
        let mut kept: Vec<(Option<u64>, Place, Option<u64>)> = Vec::new();
        let place = |step: &str, unit: Option<u64>, part| {
            Some(Place {
                step: self.index(step)?,
                unit: unit.and_then(|unit| u8::try_from(unit).ok()).unwrap_or(0),
                part,
                beside: None,
            })
        };
        for token in &situation.tokens {
            if !decision.closes.contains(&token.id)
                && let Some(place) = place(&token.step, token.unit, token.part)
            {
                kept.push((Some(token.id), place, token.beside));
            }
        }
        for opening in &decision.opens {
            if let Some(place) = place(&opening.step, opening.unit, opening.part) {
                kept.push((None, place, opening.beside));
            }
        }
        // Those beside nothing first; the others by where what they run beside has come to stand.
        let mut sorted: Vec<(Option<u64>, Place)> = Vec::new();
        let mut waiting = kept;
        waiting.sort_by_key(|(_, place, _)| *place);
        while !waiting.is_empty() {
            let ids: BTreeMap<u64, u8> = sorted
                .iter()
                .enumerate()
                .filter_map(|(at, (id, _))| Some(((*id)?, u8::try_from(at).ok()?)))
                .collect();
            let gone = |id: u64, rest: &[(Option<u64>, Place, Option<u64>)]| {
                !ids.contains_key(&id) && rest.iter().all(|(other, ..)| *other != Some(id))
            };
            let rest = waiting.clone();
            let (mut ready, later): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|(_, _, beside)| {
                    beside.is_none_or(|id| ids.contains_key(&id) || gone(id, &rest))
                });
            for (_, place, beside) in &mut ready {
                place.beside = beside.and_then(|id| ids.get(&id).copied());
            }
            ready.sort_by_key(|(_, place, _)| *place);
            if ready.is_empty() {
                break;
            }
            sorted.extend(ready.into_iter().map(|(id, place, _)| (id, place)));
            waiting = later;
        }
        sorted.into_iter().map(|(_, place)| place).collect()
    }

    /// Side steps are opened only so far, and none twice beside the same.
    fn within_bounds(&self, situation: &Situation, token: Option<&Token>, target: &Target) -> bool {
        let Target::Open(step) = target else {
            return true;
        };
        let shape = |t: &&Token, shape| self.def.step(&t.step).is_some_and(|s| s.shape == shape);
        let tokens = &situation.tokens;
        let sides = tokens.iter().filter(|t| shape(t, Shape::Side)).count();
        let branches = tokens.iter().filter(|t| shape(t, Shape::Branch)).count();
        let own = token.map(|t| t.id);
        let twice = tokens.iter().any(|t| t.step == *step && t.beside == own);
        !twice && sides < if branches > 1 { 1 } else { 2 }
    }

    /// Whom a fan-out may name: one unit, a lead with a helper, two side by side; where others stay at work, one
    /// more that suits them.
    fn units(
        &self,
        situation: &Situation,
        token: Option<&Token>,
        target: &Target,
    ) -> Vec<Vec<(u64, Part)>> {
        let Target::Fan { to, closes, .. } = target else {
            return vec![Vec::new()];
        };
        let beside = token.and_then(|t| t.beside);
        let own = token.map(|t| t.id);
        let stays: Vec<&Token> = situation
            .tokens
            .iter()
            .filter(|t| match closes {
                Closes::All => false,
                Closes::Own | Closes::Aside => Some(t.id) != own,
                Closes::Beside => Some(t.id) != own && Some(t.id) != beside,
                Closes::None => true,
            })
            .filter(|t| t.unit.is_some() && t.beside.is_none())
            .collect();
        let has = |part| stays.iter().any(|t| t.part == Some(part));
        if stays.is_empty() {
            let mut sets: Vec<Vec<(u64, Part)>> = Vec::new();
            if to.contains_key(&Part::Lead) {
                sets.push(vec![(1, Part::Lead)]);
                if to.contains_key(&Part::Co) {
                    sets.push(vec![(1, Part::Lead), (2, Part::Co)]);
                }
            }
            if to.contains_key(&Part::Separate) {
                sets.push(vec![(1, Part::Separate)]);
                sets.push(vec![(1, Part::Separate), (2, Part::Separate)]);
            }
            if sets.is_empty() {
                sets.push(vec![(1, Part::Co)]);
            }
            return sets;
        }
        if stays.len() > 2 {
            return Vec::new();
        }
        let fresh = (1..)
            .find(|unit| stays.iter().all(|t| t.unit != Some(*unit)))
            .unwrap_or(1);
        let suits = |part: &Part| match part {
            Part::Lead => !has(Part::Lead) && !has(Part::Separate),
            Part::Separate => !has(Part::Lead),
            Part::Co => has(Part::Lead) || has(Part::Separate),
        };
        to.keys()
            .filter(|part| suits(part))
            .map(|part| vec![(fresh, *part)])
            .collect()
    }

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
