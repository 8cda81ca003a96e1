//! The backward schedule (倒排工期): what every remaining step must keep to so that the final date holds.
//!
//! The remaining steps form a graph without circles; a step begins when all steps before it have finished. Two
//! passes over it, in working days:
//!
//! - **earliest**, forward from today: a step begins on the last day of the steps before it and takes its
//!   least working days; a running step has taken some of them already.
//! - **latest**, backward from the final date: a step finishes no later than the latest start of each step
//!   after it, and no later than its own due date where it runs, or the fixed day of its limit.
//!
//! The day a step begins is not counted, as with every limit, so a step may finish on the day the next begins.
//! A limit that runs (days, months) begins to count when the steps before it have finished; a step whose
//! predecessors must be done early is therefore held to its own limit from that day, however far the final
//! date. The dates are computed when shown and never stored. A year without a notice counts weekends only;
//! dates that went through one are provisional and the year is named.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::limit::Limit;

/// One remaining step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// The step, as the procedure names it.
    pub id: String,
    /// Working days it takes at the least; zero for a step done on the day it begins.
    pub least: u16,
    /// How long it may take by the rules.
    pub limit: Option<Limit>,
    /// Positions in the plan of the steps that must finish first. Positions outside the plan are steps already
    /// done; one that would close a circle is left out of account.
    pub after: Vec<usize>,
    /// Set where the step has begun.
    pub running: Option<Running>,
}

/// A step that has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub since: NaiveDate,
    /// Its due date by its clock, with stops and extensions; none without a limit or while the clock stands.
    pub due: Option<NaiveDate>,
}

/// The steps that remain and the dates they lie between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub nodes: Vec<Node>,
    /// The final date.
    pub due: NaiveDate,
    pub today: NaiveDate,
    /// The day `before` limits count back from, where known.
    pub anchor: Option<NaiveDate>,
}

/// What a plan comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Schedule {
    /// One per node, in the plan's order.
    pub slots: Vec<Slot>,
    /// The smallest slack of all steps: how many working days the whole can lose. Negative where it cannot be
    /// kept. Without steps, the working days left to the final date.
    pub slack: i64,
    /// Whether every step can still be in time.
    pub fits: bool,
    /// The years without a notice that the dates went through, oldest first.
    pub missing_years: Vec<i32>,
}

impl Schedule {
    /// Whether a notice still to come may move these dates.
    pub fn provisional(&self) -> bool {
        !self.missing_years.is_empty()
    }
}

/// The dates of one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slot {
    pub id: String,
    /// The day it began, or could begin.
    pub earliest_start: NaiveDate,
    pub earliest_finish: NaiveDate,
    pub latest_start: NaiveDate,
    pub latest_finish: NaiveDate,
    /// Working days between the earliest and the latest finish; negative where it cannot be in time.
    pub slack: i64,
    /// Whether it cannot be in time any more.
    pub late: bool,
    /// Whether its dates went through a year without a notice.
    pub provisional: bool,
}

impl Plan {
    /// The dates of every remaining step.
    pub fn schedule(&self, calendar: &Calendar) -> Schedule {
        let order = self.order();
        let before = self.before(&order);
        let (starts, finishes) = self.earliest(calendar, &order, &before);
        let latest = self.latest(calendar, &order, &before);
        let mut missing_years = Vec::new();
        let slots: Vec<Slot> = (0..self.nodes.len())
            .map(|at| {
                let node = &self.nodes[at];
                let latest_start = back(calendar, latest[at], node.least);
                let counted = [
                    (self.today, finishes[at]),
                    (latest_start, latest[at].max(self.due)),
                ];
                let missing: Vec<i32> = counted
                    .into_iter()
                    .flat_map(|(from, to)| calendar.missing(from.year()..=to.year()))
                    .collect();
                let provisional = !missing.is_empty();
                missing_years.extend(missing);
                Slot {
                    id: node.id.clone(),
                    earliest_start: starts[at],
                    earliest_finish: finishes[at],
                    latest_start,
                    latest_finish: latest[at],
                    slack: calendar.working_days_left(finishes[at], latest[at]),
                    late: finishes[at] > latest[at],
                    provisional,
                }
            })
            .collect();
        if slots.is_empty() {
            missing_years.extend(calendar.missing(self.today.year()..=self.due.year()));
        }
        missing_years.sort_unstable();
        missing_years.dedup();
        Schedule {
            slack: slots
                .iter()
                .map(|slot| slot.slack)
                .min()
                .unwrap_or_else(|| calendar.working_days_left(self.today, self.due)),
            fits: self.today <= self.due && slots.iter().all(|slot| !slot.late),
            slots,
            missing_years,
        }
    }

    /// The nodes so that each comes after those it waits for, wherever there is such an order.
    fn order(&self) -> Vec<usize> {
        let count = self.nodes.len();
        // Depth-first with a stack of its own: a plan may be as deep as it has nodes.
        let mut order = Vec::with_capacity(count);
        let mut seen = vec![false; count];
        for root in 0..count {
            if std::mem::replace(&mut seen[root], true) {
                continue;
            }
            let mut path = vec![(root, 0)];
            while let Some((node, next)) = path.last_mut() {
                let Some(&before) = self.nodes[*node].after.get(*next) else {
                    order.push(*node);
                    path.pop();
                    continue;
                };
                *next += 1;
                if before < count && !std::mem::replace(&mut seen[before], true) {
                    path.push((before, 0));
                }
            }
        }
        order
    }

    /// For each node the nodes it waits for, without those that would close a circle.
    fn before(&self, order: &[usize]) -> Vec<Vec<usize>> {
        let mut place = vec![0; order.len()];
        for (index, &node) in order.iter().enumerate() {
            place[node] = index;
        }
        let earlier = |at: usize, node: &Node| {
            let kept = |before: &&usize| **before < place.len() && place[**before] < place[at];
            node.after.iter().filter(kept).copied().collect()
        };
        self.nodes
            .iter()
            .enumerate()
            .map(|(at, node)| earlier(at, node))
            .collect()
    }

    /// Earliest start and finish of each node.
    fn earliest(
        &self,
        calendar: &Calendar,
        order: &[usize],
        before: &[Vec<usize>],
    ) -> (Vec<NaiveDate>, Vec<NaiveDate>) {
        let mut starts = vec![self.today; self.nodes.len()];
        let mut finishes = starts.clone();
        for &at in order {
            let node = &self.nodes[at];
            let ready = before[at].iter().map(|&pred| finishes[pred]).max();
            starts[at] = match node.running {
                Some(running) => running.since,
                None => ready.unwrap_or(self.today).max(self.today),
            };
            let done = ahead(calendar, starts[at], node.least);
            finishes[at] = done.max(self.today).max(ready.unwrap_or(self.today));
        }
        (starts, finishes)
    }

    /// Latest finish of each node.
    fn latest(
        &self,
        calendar: &Calendar,
        order: &[usize],
        before: &[Vec<usize>],
    ) -> Vec<NaiveDate> {
        let mut latest = vec![self.due; self.nodes.len()];
        for &at in order.iter().rev() {
            if let Some(day) = self.fixed(calendar, &self.nodes[at]) {
                latest[at] = latest[at].min(day);
            }
            // All steps after this one have been visited, so its latest finish is final.
            let start = back(calendar, latest[at], self.nodes[at].least);
            for &pred in &before[at] {
                latest[pred] = latest[pred].min(start);
            }
        }
        for &at in order {
            let node = &self.nodes[at];
            let begins = before[at].iter().map(|&pred| latest[pred]).max();
            if let (None, Some(limit), Some(begins)) = (node.running, node.limit, begins)
                && limit.runs()
                && let Ok(ends) = limit.end(calendar, begins, self.anchor)
            {
                latest[at] = latest[at].min(ends);
            }
        }
        latest
    }

    /// The day a node is held to whenever it begins.
    fn fixed(&self, calendar: &Calendar, node: &Node) -> Option<NaiveDate> {
        match (node.running, node.limit) {
            (Some(running), _) => running.due,
            (None, Some(limit)) if !limit.runs() => {
                limit.end(calendar, self.today, self.anchor).ok()
            }
            _ => None,
        }
    }
}

/// The first day by which `least` working days have passed since `start`.
fn ahead(calendar: &Calendar, start: NaiveDate, least: u16) -> NaiveDate {
    match least {
        0 => start,
        n => calendar.offset(start, n.into()).unwrap_or(NaiveDate::MAX),
    }
}

/// The working day on which a step of `least` working days must begin to finish by `finish`.
fn back(calendar: &Calendar, finish: NaiveDate, least: u16) -> NaiveDate {
    match least {
        0 => finish,
        n => calendar
            .nth(calendar.ordinal(finish) - i64::from(n))
            .unwrap_or(NaiveDate::MIN),
    }
}
