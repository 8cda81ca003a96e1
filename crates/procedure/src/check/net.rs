//! Every way a matter can stand, walked from the start. Owns the walk; what it shows is told in [`super::proofs`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::decide::standing;
use crate::definition::{ActDef, Closes, Definition, Part, Shape, Step, Target};
use crate::moves::moved;
use crate::state::{Decision, Facts, Situation, Token};

/// More ways to stand than this are not looked through.
const MOST: usize = 60_000;

/// One place in the way a matter stands, written so that alike situations are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) step: u16,
    pub(super) unit: u8,
    pub(super) part: Option<Part>,
    /// Position of the place it runs beside.
    pub(super) beside: Option<u8>,
}

/// How a matter can stand: its places, and whether it has been answered and filed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Stand {
    pub(super) places: Vec<Place>,
    pub(super) answered: bool,
    pub(super) filed: bool,
}

/// A way from one stand to another.
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: Goal,
    /// Position of the step it is done at; none for an act on the matter as a whole.
    pub(super) at: Option<u16>,
    /// Always open, as far as conditions go.
    pub(super) open: bool,
    /// It leads somewhere else.
    pub(super) moves: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    Stand(usize),
    End(usize),
}

pub(super) struct Net<'a> {
    pub(super) def: &'a Definition,
    pub(super) stands: Vec<Stand>,
    known: HashMap<Stand, usize>,
    /// The stand each was first come to from, and the step the act was done at.
    pub(super) parents: Vec<Option<(usize, Option<u16>)>>,
    pub(super) edges: Vec<Edge>,
    /// Ends reached, with the stand before and what the matter had by then.
    pub(super) ends: Vec<(usize, usize, bool, bool)>,
    pub(super) too_large: bool,
}

impl Net<'_> {
    /// The whole net of a procedure, or as much of it as is looked through.
    pub(super) fn explored(def: &Definition) -> Net<'_> {
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
        net
    }

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

    pub(super) fn step(&self, at: u16) -> &Step {
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
}
