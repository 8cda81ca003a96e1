//! The way ahead, and that the backward schedule can be made of it.

mod fixture;

use chrono::NaiveDate;
use fixture::standing::{co, lead, separate, token};
use procedure::{Token, main_line, path::ahead, path_ahead};
use workday::Calendar;
use workday::schedule::{Node, Plan, Running};

fn way(tokens: &[Token]) -> Vec<Node> {
    path_ahead(&fixture::proposal(), &fixture::national(), tokens)
}

/// Each node as its step, and the steps it waits for.
fn told(nodes: &[Node]) -> Vec<String> {
    let of = |at: &usize| nodes[*at].id.as_str();
    let tell = |node: &Node| {
        let after: Vec<&str> = node.after.iter().map(of).collect();
        format!("{}<{}", node.id, after.join("+"))
    };
    nodes.iter().map(tell).collect()
}

#[test]
fn the_way_runs_from_the_running_step_to_the_end_of_the_statutory_limit() {
    let nodes = way(&[lead(1, "accept")]);
    assert_eq!(
        told(&nodes),
        ["accept<", "handle<accept", "review<handle", "reply<review"]
    );
    assert!(nodes[0].running.is_some() && nodes[1..].iter().all(|node| node.running.is_none()));
    assert_eq!(nodes.iter().map(|node| node.least).sum::<u16>(), 6);
    let before = way(&[token(1, "filing", None, None)]);
    assert_eq!(
        told(&before)[..3],
        ["filing<", "assign<filing", "accept<assign"]
    );
}

#[test]
fn what_waits_for_the_helpers_stands_behind_them() {
    let nodes = way(&[lead(1, "accept"), co(2, "opinion")]);
    assert_eq!(
        told(&nodes),
        [
            "opinion<",
            "accept<",
            "handle<accept",
            "review<handle+opinion",
            "reply<review"
        ]
    );
}

/// Two units at the same step are two nodes, each with its own token.
#[test]
fn units_side_by_side_keep_their_own_dates() {
    let def = fixture::proposal();
    let tokens = [
        separate(4, 7, "reply"),
        separate(9, 8, "reply"),
        token(11, "decide_return", None, Some(9)),
    ];
    let found: Vec<_> = ahead(&def, &fixture::national(), &tokens)
        .into_iter()
        .map(|(node, token)| (node.id, token))
        .collect();
    assert_eq!(
        found,
        [("reply".to_owned(), Some(4)), ("reply".to_owned(), Some(9))]
    );
    // Without a statutory limit the way goes on, and they meet.
    let mut free = fixture::proposal();
    free.statutory = None;
    let nodes = path_ahead(&free, &fixture::national(), &tokens);
    assert_eq!(
        told(&nodes),
        ["reply<", "verdict<reply+reply", "archive<verdict", "reply<"]
    );
}

#[test]
fn the_way_ahead_makes_a_schedule() {
    let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).expect("a day");
    let mut nodes = way(&[lead(1, "handle")]);
    nodes[0].running = Some(Running {
        since: day(3, 2),
        due: None,
    });
    let schedule = Plan {
        nodes,
        due: day(3, 31),
        today: day(3, 2),
        anchor: None,
    }
    .schedule(&Calendar::shipped());
    let latest: Vec<_> = schedule
        .slots
        .iter()
        .map(|slot| (slot.id.as_str(), slot.latest_finish))
        .collect();
    // Tuesday 31 March backward: the reply and the review take a working day each.
    assert_eq!(
        latest,
        [
            ("handle", day(3, 27)),
            ("review", day(3, 30)),
            ("reply", day(3, 31))
        ]
    );
    assert!(schedule.fits);
}

#[test]
fn the_main_line_is_the_rail_of_steps() {
    let def = fixture::proposal();
    let line: Vec<&str> = main_line(&def)
        .iter()
        .map(|step| step.id.as_str())
        .collect();
    assert_eq!(
        line,
        [
            "filing", "assign", "accept", "handle", "review", "reply", "verdict", "archive"
        ]
    );
}
