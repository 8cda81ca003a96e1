//! Whether there is time enough: the least times of the longest way against the limit of the whole, and of each
//! step against its own, in every year whose notice is known. Owns that comparison.

use chrono::{Datelike, NaiveDate};
use workday::{Calendar, Limit};

use super::{Finding, FindingKind, finding};
use crate::definition::{Definition, Part, Shape, Target};
use crate::pack::RulePack;
use crate::path::{forward, waits};

/// Ways looked at before giving up on a longer one; procedures have a few dozen.
const MOST: usize = 100_000;

pub(super) fn fits(
    def: &Definition,
    pack: &RulePack,
    calendar: &Calendar,
    findings: &mut Vec<Finding>,
) {
    for step in &def.steps {
        let Some((limit, _)) = def.limit_of(step, pack) else {
            continue;
        };
        if let Some((day, has)) =
            tightest(calendar, limit).filter(|(_, has)| *has < i64::from(step.least))
        {
            findings.push(finding(
                def,
                FindingKind::OverLimit,
                vec![step.id.clone()],
                &format!(
                    "“{{at}}”至少要{}个工作日，而从{day}起的期限只有{has}个工作日。",
                    step.least
                ),
                &format!(
                    "“{{at}}” takes {} working days at the least; its limit from {day} has only {has}.",
                    step.least
                ),
            ));
        }
    }
    let Some(statutory) = &def.statutory else {
        return;
    };
    let Some((limit, _)) = statutory.limit.resolve(pack) else {
        return;
    };
    let Some((needs, path)) = longest(def, &statutory.from, &statutory.until) else {
        return;
    };
    let Some((day, has)) = tightest(calendar, limit) else {
        return;
    };
    if has < needs {
        findings.push(finding(
            def,
            FindingKind::OverLimit,
            path,
            &format!(
                "办到“{{at}}”至少要{needs}个工作日，而从{day}起的法定期限只有{has}个工作日（{{way}}）。"
            ),
            &format!(
                "It takes {needs} working days at the least to get to “{{at}}”; the statutory limit from {day} has only {has} ({{way}})."
            ),
        ));
    }
}

/// The working day of the known years from which the limit has the fewest working days, and how many. None for
/// a limit that does not run, or without a known year.
fn tightest(calendar: &Calendar, limit: Limit) -> Option<(NaiveDate, i64)> {
    if let Limit::WorkingDays(n) = limit {
        let first = calendar.years().next()?.year();
        return Some((NaiveDate::from_ymd_opt(first, 1, 1)?, n.into()));
    }
    if !limit.runs() {
        return None;
    }
    let known = calendar.years().flat_map(|year| {
        let first = NaiveDate::from_ymd_opt(year.year(), 1, 1);
        first
            .into_iter()
            .flat_map(|day| day.iter_days().take_while(move |d| d.year() == day.year()))
    });
    known
        .filter(|day| calendar.is_working(*day))
        .filter_map(|day| {
            let end = limit.end(calendar, day, None).ok()?;
            let left = calendar.working_days_left(day, end);
            calendar.knows(end.year()).then_some((day, left))
        })
        .min_by_key(|(day, left)| (*left, *day))
}

/// The way forward from one step through another with the largest sum of least times. Where units work side by
/// side, the join waits for the slowest: a step that waits for the co-handling units ends no earlier than they do.
fn longest(def: &Definition, from: &str, until: &str) -> Option<(i64, Vec<String>)> {
    let mut best: Option<(i64, Vec<String>)> = None;
    let mut budget = MOST;
    let mut path: Vec<&str> = Vec::new();
    let start = Walked {
        sum: 0,
        fanned: 0,
        helpers: 0,
    };
    extend(def, from, until, start, &mut path, &mut best, &mut budget);
    best
}

/// What a way has taken so far, in working days.
#[derive(Clone, Copy)]
struct Walked {
    sum: i64,
    /// What it had taken when the units began.
    fanned: i64,
    /// What the co-handling units take, where any were named.
    helpers: i64,
}

/// What co-handling units take from a step until they have done.
fn helping(def: &Definition, from: &str) -> i64 {
    let mut sum = 0;
    let mut seen: Vec<&str> = Vec::new();
    let mut at = def.step(from);
    while let Some(step) = at.filter(|step| step.shape == Shape::Branch) {
        if seen.contains(&step.id.as_str()) {
            break;
        }
        seen.push(&step.id);
        sum += i64::from(step.least);
        at = forward(def, step).and_then(|id| def.step(id));
    }
    sum
}

/// The step co-handling units begin at, wherever units are named.
fn helpers_begin(def: &Definition) -> Option<&str> {
    let acts = def.steps.iter().flat_map(|s| &s.acts).chain(&def.acts);
    acts.flat_map(|act| std::iter::once(&act.then).chain(act.cases.iter().map(|case| &case.then)))
        .find_map(|target| match target {
            Target::Fan { to, .. } => to.get(&Part::Co).map(String::as_str),
            _ => None,
        })
}

fn extend<'a>(
    def: &'a Definition,
    at: &'a str,
    until: &str,
    so_far: Walked,
    path: &mut Vec<&'a str>,
    best: &mut Option<(i64, Vec<String>)>,
    budget: &mut usize,
) {
    let Some(step) = def.step(at) else { return };
    if path.contains(&at) || *budget == 0 {
        return;
    }
    *budget -= 1;
    path.push(at);
    let mut walked = so_far;
    if step.shape == Shape::Branch && path.len() == 1 {
        walked.helpers = helpers_begin(def).map_or(0, |step| helping(def, step));
    }
    walked.sum += if step.stops_clock {
        0
    } else {
        i64::from(step.least)
    };
    if waits(def, at) {
        walked.sum = walked.sum.max(walked.fanned + walked.helpers);
    }
    let sum = walked.sum;
    if at == until {
        if best.as_ref().is_none_or(|(most, _)| sum > *most) {
            *best = Some((sum, path.iter().map(|id| (*id).to_owned()).collect()));
        }
    } else {
        let shared = def
            .acts
            .iter()
            .filter(|act| !act.on_matter && act.during.iter().any(|during| during == at));
        let targets = step.acts.iter().chain(shared).flat_map(|act| {
            std::iter::once(&act.then).chain(act.cases.iter().map(|case| &case.then))
        });
        for target in targets {
            let next: Vec<&str> = match target {
                Target::To { step, back: false } | Target::Release(step) => vec![step],
                Target::Fan {
                    to, back: false, ..
                } => to.values().map(String::as_str).collect(),
                _ => Vec::new(),
            };
            for next in next {
                if def.step(next).is_some_and(|step| step.shape != Shape::Side) {
                    let mut walked = walked;
                    if let Target::Fan { to, .. } = target {
                        walked.fanned = sum;
                        walked.helpers = to.get(&Part::Co).map_or(0, |step| helping(def, step));
                    }
                    extend(def, next, until, walked, path, best, budget);
                }
            }
        }
    }
    path.pop();
}
