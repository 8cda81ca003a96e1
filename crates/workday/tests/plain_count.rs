//! Limits and schedules against the plainest way of counting: one day after the other.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use workday::{Calendar, Limit, Node, Plan, Running, Unit};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// `n` working days after `from`, walking.
fn walk(calendar: &Calendar, from: NaiveDate, n: u16) -> NaiveDate {
    let mut at = from;
    for _ in 0..n {
        at = at.succ_opt().expect("a later day");
        while !calendar.is_working(at) {
            at = at.succ_opt().expect("a later day");
        }
    }
    at
}

/// The latest working day from which `n` working days end by `to`, walking back.
fn walk_back(calendar: &Calendar, to: NaiveDate, n: u16) -> NaiveDate {
    if n == 0 {
        return to;
    }
    let mut at = last_working(calendar, to);
    for _ in 0..n {
        at = last_working(calendar, at.pred_opt().expect("an earlier day"));
    }
    at
}

fn last_working(calendar: &Calendar, mut at: NaiveDate) -> NaiveDate {
    while !calendar.is_working(at) {
        at = at.pred_opt().expect("an earlier day");
    }
    at
}

fn next_working(calendar: &Calendar, mut at: NaiveDate) -> NaiveDate {
    while !calendar.is_working(at) {
        at = at.succ_opt().expect("a later day");
    }
    at
}

/// The day `n` months on (back, for a negative `n`), by stepping through months and down to a day that exists.
fn months(from: NaiveDate, n: i32) -> NaiveDate {
    let (mut year, mut month) = (from.year(), from.month());
    for _ in 0..n.abs() {
        (year, month) = match (n > 0, month) {
            (true, 12) => (year + 1, 1),
            (true, month) => (year, month + 1),
            (false, 1) => (year - 1, 12),
            (false, month) => (year, month - 1),
        };
    }
    (1..=from.day())
        .rev()
        .find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
        .expect("every month has a first day")
}

fn plain_end(calendar: &Calendar, limit: Limit, start: NaiveDate, anchor: NaiveDate) -> NaiveDate {
    let days = |from: NaiveDate, n: i64| from + chrono::TimeDelta::days(n);
    match limit {
        Limit::WorkingDays(n) => walk(calendar, start, n),
        Limit::CalendarDays(n) => next_working(calendar, days(start, n.into())),
        Limit::Months(n) => next_working(calendar, months(start, n.into())),
        Limit::On(day) => day,
        Limit::Before { n, unit } => match unit {
            Unit::WorkingDays => {
                let mut at = anchor;
                for _ in 0..n {
                    at = last_working(calendar, at.pred_opt().expect("an earlier day"));
                }
                at
            }
            Unit::Days => last_working(calendar, days(anchor, -i64::from(n))),
            Unit::Months => last_working(calendar, months(anchor, -i32::from(n))),
        },
    }
}

fn a_day() -> impl Strategy<Value = NaiveDate> {
    // From 2006, before the first shipped year, to 2029, beyond the last.
    (0..8700i64).prop_map(|n| day("2006-01-01") + chrono::TimeDelta::days(n))
}

fn a_limit() -> impl Strategy<Value = Limit> {
    let unit = prop_oneof![
        Just(Unit::WorkingDays),
        Just(Unit::Days),
        Just(Unit::Months)
    ];
    prop_oneof![
        (1..260u16).prop_map(Limit::WorkingDays),
        (1..400u16).prop_map(Limit::CalendarDays),
        (1..30u16).prop_map(Limit::Months),
        a_day().prop_map(Limit::On),
        (1..60u16, unit).prop_map(|(n, unit)| Limit::Before { n, unit }),
    ]
}

/// Steps whose predecessors all stand earlier in the list.
fn a_plan() -> impl Strategy<Value = Plan> {
    let node = (
        0..25u16,
        proptest::option::of(a_limit()),
        proptest::collection::vec(any::<prop::sample::Index>(), 0..3),
        proptest::option::weighted(0.2, (0..40i64, proptest::option::of(-10..60i64))),
    );
    (
        proptest::collection::vec(node, 0..9),
        a_day(),
        -20..300i64,
        proptest::option::of(0..200i64),
    )
        .prop_map(|(nodes, today, until, anchor)| {
            let later = |n: i64| today + chrono::TimeDelta::days(n);
            let nodes = nodes
                .into_iter()
                .enumerate()
                .map(|(at, (least, limit, after, running))| Node {
                    id: format!("step-{at}"),
                    least,
                    limit,
                    after: match at {
                        0 => Vec::new(),
                        at => after.iter().map(|index| index.index(at)).collect(),
                    },
                    running: running.map(|(since, due)| Running {
                        since: later(-since),
                        due: due.map(later),
                    }),
                })
                .collect();
            Plan {
                nodes,
                due: later(until),
                today,
                anchor: anchor.map(later),
            }
        })
}

/// The latest finish of a node, by trying: the smallest of all that holds it, followed through the graph.
fn plain_latest(calendar: &Calendar, plan: &Plan, at: usize) -> NaiveDate {
    let node = &plan.nodes[at];
    let mut latest = plain_bound(calendar, plan, at);
    let begins = node
        .after
        .iter()
        .map(|&pred| plain_latest(calendar, plan, pred))
        .max();
    if let (None, Some(limit), Some(begins)) = (node.running, node.limit, begins)
        && limit.runs()
    {
        latest = latest.min(plain_end(calendar, limit, begins, plan.today));
    }
    latest
}

/// The same without the step's own running limit: what the final date and the steps after it leave.
fn plain_bound(calendar: &Calendar, plan: &Plan, at: usize) -> NaiveDate {
    let node = &plan.nodes[at];
    let own = match (node.running, node.limit, plan.anchor) {
        (Some(running), _, _) => running.due,
        (None, Some(Limit::On(day)), _) => Some(day),
        (None, Some(limit @ Limit::Before { .. }), Some(anchor)) => {
            Some(plain_end(calendar, limit, plan.today, anchor))
        }
        _ => None,
    };
    let after = (0..plan.nodes.len())
        .filter(|&next| plan.nodes[next].after.contains(&at))
        .map(|next| {
            walk_back(
                calendar,
                plain_bound(calendar, plan, next),
                plan.nodes[next].least,
            )
        });
    after
        .chain(own)
        .chain([plan.due])
        .min()
        .expect("the due date")
}

fn plain_earliest(calendar: &Calendar, plan: &Plan, at: usize) -> (NaiveDate, NaiveDate) {
    let node = &plan.nodes[at];
    let ready = node
        .after
        .iter()
        .map(|&pred| plain_earliest(calendar, plan, pred).1)
        .fold(plan.today, NaiveDate::max);
    let start = node.running.map_or(ready, |running| running.since);
    (start, walk(calendar, start, node.least).max(ready))
}

/// Working days from `from` (not counted) to `to` (counted), one by one.
fn plain_left(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> i64 {
    let between = |from: NaiveDate, to: NaiveDate| {
        from.iter_days()
            .skip(1)
            .take_while(|day| *day <= to)
            .filter(|day| calendar.is_working(*day))
            .count()
    };
    let (ahead, behind) = (between(from, to), between(to, from));
    i64::try_from(ahead).expect("few") - i64::try_from(behind).expect("few")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn limits_end_where_walking_ends(limit in a_limit(), start in a_day(), anchor in a_day()) {
        let calendar = Calendar::shipped();
        prop_assert_eq!(
            limit.end(&calendar, start, Some(anchor)),
            Ok(plain_end(&calendar, limit, start, anchor))
        );
    }

    #[test]
    fn schedules_are_those_of_walking(plan in a_plan()) {
        let calendar = Calendar::shipped();
        let schedule = plan.schedule(&calendar);
        prop_assert_eq!(schedule.slots.len(), plan.nodes.len());
        for (at, slot) in schedule.slots.iter().enumerate() {
            let (start, finish) = plain_earliest(&calendar, &plan, at);
            let latest = plain_latest(&calendar, &plan, at);
            prop_assert_eq!(slot.earliest_start, start, "earliest start of {}", slot.id);
            prop_assert_eq!(slot.earliest_finish, finish, "earliest finish of {}", slot.id);
            prop_assert_eq!(slot.latest_finish, latest, "latest finish of {}", slot.id);
            prop_assert_eq!(
                slot.latest_start,
                walk_back(&calendar, latest, plan.nodes[at].least),
                "latest start of {}", slot.id
            );
            prop_assert_eq!(slot.slack, plain_left(&calendar, finish, latest));
            prop_assert_eq!(slot.late, finish > latest);
        }
    }

    /// Losing exactly the slack of the whole still fits; a working day more does not.
    #[test]
    fn the_slack_is_what_can_be_lost(lengths in proptest::collection::vec(1..15u16, 1..6), today in a_day(), lost in 0..40i64) {
        let calendar = Calendar::shipped();
        let nodes = lengths
            .iter()
            .enumerate()
            .map(|(at, least)| Node {
                id: at.to_string(),
                least: *least,
                limit: None,
                after: at.checked_sub(1).into_iter().collect(),
                running: None,
            })
            .collect();
        let due = walk(&calendar, today, 90);
        let plan = Plan { nodes, due, today, anchor: None };
        let slack = plan.schedule(&calendar).slack;
        let begun_later = |days: i64| Plan {
            today: walk(&calendar, today, u16::try_from(days).expect("few")),
            ..plan.clone()
        };
        prop_assert_eq!(slack, 90 - lengths.iter().map(|n| i64::from(*n)).sum::<i64>());
        prop_assert_eq!(begun_later(lost).schedule(&calendar).fits, lost <= slack);
    }
}

fn step(id: &str, least: u16, after: &[usize]) -> Node {
    Node {
        id: id.to_owned(),
        least,
        limit: None,
        after: after.to_vec(),
        running: None,
    }
}

#[test]
fn a_fork_is_held_to_its_longer_way() {
    // 2026-01-05 is a Monday; the working week runs to the 9th.
    let plan = Plan {
        nodes: vec![
            step("draft", 1, &[]),
            step("short", 1, &[0]),
            step("long", 3, &[0]),
            step("sign", 0, &[1, 2]),
        ],
        today: day("2026-01-05"),
        due: day("2026-01-12"),
        anchor: None,
    };
    let schedule = plan.schedule(&Calendar::shipped());
    let latest: Vec<String> = schedule
        .slots
        .iter()
        .map(|slot| format!("{} {} {}", slot.id, slot.latest_finish, slot.slack))
        .collect();
    assert_eq!(
        latest,
        [
            "draft 2026-01-07 1",
            "short 2026-01-12 3",
            "long 2026-01-12 1",
            "sign 2026-01-12 1"
        ]
    );
    assert!(schedule.fits);
    assert_eq!(schedule.slack, 1);
}

#[test]
fn a_step_is_held_to_its_own_limit_once_those_before_must_be_done() {
    let plan = Plan {
        nodes: vec![
            Node {
                running: Some(Running {
                    since: day("2026-01-05"),
                    due: Some(day("2026-01-09")),
                }),
                ..step("accept", 1, &[])
            },
            Node {
                limit: Some(Limit::WorkingDays(5)),
                ..step("assign", 1, &[0])
            },
        ],
        today: day("2026-01-06"),
        due: day("2026-06-30"),
        anchor: None,
    };
    let schedule = plan.schedule(&Calendar::shipped());
    assert_eq!(schedule.slots[0].latest_finish, day("2026-01-09"));
    assert_eq!(schedule.slots[1].latest_finish, day("2026-01-16"));
}

#[test]
fn a_year_without_a_notice_makes_dates_provisional_and_is_named() {
    let calendar = Calendar::shipped();
    assert!(!calendar.knows(2027));
    let mut plan = Plan {
        nodes: vec![step("reply", 10, &[])],
        today: day("2026-11-02"),
        due: day("2026-12-18"),
        anchor: None,
    };
    let within = plan.schedule(&calendar);
    assert!(!within.provisional() && !within.slots[0].provisional);
    plan.due = day("2027-01-08");
    let beyond = plan.schedule(&calendar);
    assert!(beyond.provisional() && beyond.slots[0].provisional);
    assert_eq!(beyond.missing_years, [2027]);
}

#[test]
fn a_circle_and_a_step_already_done_do_not_stop_the_count() {
    let plan = Plan {
        nodes: vec![step("a", 2, &[1]), step("b", 2, &[0, 99])],
        today: day("2026-01-05"),
        due: day("2026-01-16"),
        anchor: None,
    };
    let schedule = plan.schedule(&Calendar::shipped());
    assert_eq!(schedule.slots[1].earliest_finish, day("2026-01-07"));
    assert_eq!(schedule.slots[0].earliest_finish, day("2026-01-09"));
    assert!(schedule.fits);
}

#[test]
fn nothing_left_fits_until_the_final_date_has_passed() {
    let plan = |today: &str| Plan {
        nodes: Vec::new(),
        today: day(today),
        due: day("2026-01-09"),
        anchor: None,
    };
    let calendar = Calendar::shipped();
    let on_the_day = plan("2026-01-09").schedule(&calendar);
    assert!(on_the_day.fits && on_the_day.slack == 0);
    let after = plan("2026-01-12").schedule(&calendar);
    assert!(!after.fits && after.slack == -1);
}
