//! What may be done where, and what follows.

mod fixture;

use std::collections::BTreeMap;

use fixture::standing::{carry, co, everybody, lead, separate, standing, token};
use procedure::{
    Decision, Input, Part, RefusalKind, Situation, Token, Value, Who, available, decide,
};

fn act(situation: &Situation, name: &str, on: Option<u64>, input: &Input) -> Decision {
    let def = fixture::proposal();
    decide(
        &def,
        &fixture::national(),
        situation,
        &everybody(&def),
        name,
        on,
        input,
    )
    .unwrap_or_else(|refusal| panic!("{name}: {}", refusal.message.en))
}

fn note() -> Input {
    Input {
        fields: BTreeMap::from([("note".to_owned(), Value::Text("已阅".into()))]),
        ..Input::default()
    }
}

fn named(units: &[(u64, Part)]) -> Input {
    Input {
        units: units.to_vec(),
        ..Input::default()
    }
}

/// Every way to stand × every act: A allowed, T not yet, · not here.
#[test]
fn every_standing_and_every_act() {
    let rows: [(&str, Vec<Token>, &str); 12] = [
        (
            "filing",
            vec![token(1, "filing", None, None)],
            "file:A not_file:A withdraw:A",
        ),
        (
            "assign",
            vec![token(1, "assign", None, None)],
            "assign:A withdraw:A",
        ),
        (
            "accept",
            vec![lead(1, "accept")],
            "accept:A request_return:A withdraw:A",
        ),
        (
            "a helper at work",
            vec![lead(1, "handle"), co(2, "opinion")],
            "record_contact:A submit:T give_opinion:A request_return:AA withdraw:A",
        ),
        (
            "handle",
            vec![lead(1, "handle")],
            "record_contact:A submit:A request_return:A withdraw:A",
        ),
        (
            "side by side",
            vec![separate(1, 7, "review"), separate(2, 8, "handle")],
            "pass:A send_back:A record_contact:A submit:A request_return:A withdraw:A",
        ),
        (
            "review",
            vec![lead(1, "review")],
            "pass:A send_back:A withdraw:A",
        ),
        ("reply", vec![lead(1, "reply")], "reply:A"),
        ("verdict", vec![token(1, "verdict", None, None)], "rate:A"),
        (
            "archive",
            vec![token(1, "archive", None, None)],
            "archive:A",
        ),
        (
            "a request",
            vec![
                lead(1, "accept"),
                token(2, "decide_return", Some((7, Part::Lead)), Some(1)),
            ],
            "accept:T request_return:T take_back:A give_to_other:A add_unit:A refuse_return:A withdraw:A",
        ),
        ("ended", vec![], ""),
    ];
    let def = fixture::proposal();
    let all: Vec<&str> = def
        .steps
        .iter()
        .flat_map(|step| &step.acts)
        .chain(&def.acts)
        .map(|act| act.id.as_str())
        .collect();
    for (name, tokens, expected) in rows {
        let expected: BTreeMap<&str, &str> = expected
            .split(' ')
            .filter_map(|pair| pair.split_once(':'))
            .collect();
        let situation = standing(tokens);
        let offers = available(&def, &fixture::national(), &situation, &everybody(&def));
        for act in &all {
            let shown: String = offers
                .iter()
                .filter(|offer| offer.act == *act)
                .filter_map(|offer| match &offer.result {
                    Ok(()) => Some('A'),
                    Err(refusal) if refusal.kind == RefusalKind::NotHere => None,
                    Err(refusal) if refusal.kind == RefusalKind::NotYet => Some('T'),
                    Err(refusal) => panic!("{name}, {act}: {refusal:?}"),
                })
                .collect();
            assert_eq!(shown, *expected.get(act).unwrap_or(&""), "{name}, {act}");
        }
    }
}

/// Somebody without the role is told whose it is; somebody with the role towards one unit's step may do it there
/// and nowhere else.
#[test]
fn an_act_is_for_those_whose_it_is() {
    let def = fixture::proposal();
    let pack = fixture::national();
    let situation = standing(vec![separate(1, 7, "accept"), separate(2, 8, "accept")]);
    let nobody = decide(
        &def,
        &pack,
        &situation,
        &Who::default(),
        "accept",
        Some(1),
        &Input::default(),
    );
    let refusal = nobody.expect_err("nobody may");
    assert_eq!(refusal.kind, RefusalKind::NotYours);
    assert!(
        refusal.message.zh.contains("承办单位联络员"),
        "{:?}",
        refusal.message
    );
    assert!(refusal.message.en.contains("the unit's liaison"));
    let mut liaison = Who::default();
    liaison
        .on_token
        .entry(2)
        .or_default()
        .insert("liaison".into());
    let try_on = |on| {
        decide(
            &def,
            &pack,
            &situation,
            &liaison,
            "accept",
            on,
            &Input::default(),
        )
    };
    assert_eq!(
        try_on(Some(1)).expect_err("another's").kind,
        RefusalKind::NotYours
    );
    assert_eq!(try_on(Some(2)).expect("one's own").token, Some(2));
    assert_eq!(try_on(None).expect("the only one").token, Some(2));
}

#[test]
fn a_requirement_speaks_for_itself() {
    let def = fixture::proposal();
    let mut situation = standing(vec![token(1, "filing", None, None)]);
    situation
        .facts
        .of_matter
        .insert("signed".into(), Value::Int(1));
    let refused = decide(
        &def,
        &fixture::national(),
        &situation,
        &everybody(&def),
        "file",
        None,
        &Input::default(),
    );
    let refusal = refused.expect_err("too few");
    assert_eq!(
        (refusal.kind, refusal.message.zh.as_str()),
        (RefusalKind::NotYet, "联名人数不够。")
    );
}

#[test]
fn units_are_named_by_the_rules_of_their_parts() {
    let def = fixture::proposal();
    let situation = standing(vec![token(1, "assign", None, None)]);
    let try_with = |units: &[(u64, Part)]| {
        decide(
            &def,
            &fixture::national(),
            &situation,
            &everybody(&def),
            "assign",
            None,
            &named(units),
        )
    };
    use Part::{Co, Lead, Separate};
    for wrong in [
        &[][..],
        &[(1, Co)],
        &[(1, Lead), (2, Lead)],
        &[(1, Lead), (2, Separate)],
        &[(1, Lead), (1, Co)],
    ] {
        let refusal = try_with(wrong).expect_err("refused");
        assert_eq!(refusal.kind, RefusalKind::Input, "{wrong:?}");
        assert_eq!(refusal.field.as_deref(), Some("units"));
    }
    let decided = try_with(&[(1, Lead), (2, Co), (3, Co)]).expect("a lead and helpers");
    let steps: Vec<_> = decided
        .opens
        .iter()
        .map(|o| (o.step.as_str(), o.unit))
        .collect();
    assert_eq!(
        steps,
        [
            ("accept", Some(1)),
            ("opinion", Some(2)),
            ("opinion", Some(3))
        ]
    );
    assert_eq!(
        (decided.closes, decided.state.as_deref()),
        (vec![1], Some("accept"))
    );
    assert_eq!(
        try_with(&[(1, Separate), (2, Separate)])
            .expect("side by side")
            .opens
            .len(),
        2
    );
}

/// Who is named later suits those who stay at work.
#[test]
fn a_second_lead_is_refused_while_one_is_at_work() {
    let def = fixture::proposal();
    let situation = standing(vec![
        separate(1, 7, "accept"),
        separate(3, 9, "handle"),
        token(2, "decide_return", Some((7, Part::Separate)), Some(1)),
    ]);
    let try_with = |units: &[(u64, Part)]| {
        decide(
            &def,
            &fixture::national(),
            &situation,
            &everybody(&def),
            "give_to_other",
            None,
            &named(units),
        )
    };
    let refusal = try_with(&[(8, Part::Lead)]).expect_err("a lead beside separate handling");
    assert!(
        refusal.message.en.contains("exclude each other"),
        "{:?}",
        refusal.message
    );
    assert!(
        try_with(&[(9, Part::Separate)]).is_err(),
        "it handles the matter already"
    );
    assert!(
        try_with(&[(7, Part::Separate)]).is_ok(),
        "the one that asked gives way"
    );
    assert!(try_with(&[(8, Part::Separate)]).is_ok());
}

/// Units side by side: the first reply opens nothing, the last opens the verdict.
#[test]
fn the_last_unit_that_owes_an_answer_joins() {
    let paper = Input {
        papers: 1,
        ..Input::default()
    };
    let mut situation = standing(vec![separate(1, 7, "reply"), separate(2, 8, "reply")]);
    let first = act(&situation, "reply", Some(1), &paper);
    assert_eq!(
        (first.closes.clone(), first.opens.len(), first.state.clone()),
        (vec![1], 0, None)
    );
    carry(&mut situation, &first);
    let last = act(&situation, "reply", Some(2), &paper);
    assert_eq!(last.opens[0].step, "verdict");
    assert_eq!(
        (last.opens[0].unit, last.state.as_deref()),
        (None, Some("verdict"))
    );
}

/// A helper that has given its opinion is gone; the lead goes on alone, and takes a silent helper along.
#[test]
fn helpers_are_released() {
    let mut situation = standing(vec![lead(1, "handle"), co(2, "opinion")]);
    let given = act(&situation, "give_opinion", None, &note());
    assert_eq!((given.closes.clone(), given.opens.len()), (vec![2], 0));
    carry(&mut situation, &given);
    act(&situation, "submit", None, &Input::default());
    let paper = Input {
        papers: 1,
        ..Input::default()
    };
    let late = act(
        &standing(vec![lead(1, "reply"), co(2, "opinion")]),
        "reply",
        None,
        &paper,
    );
    assert_eq!(
        (late.closes, late.state.as_deref()),
        (vec![1, 2], Some("verdict"))
    );
}

#[test]
fn a_request_runs_beside_and_stops_the_clock() {
    let reason = Input {
        reason: Some("remit".into()),
        ..Input::default()
    };
    let mut situation = standing(vec![lead(1, "accept"), co(2, "opinion")]);
    let asked = act(&situation, "request_return", Some(1), &reason);
    assert!(asked.stops && !asked.restarts && asked.closes.is_empty());
    assert_eq!(
        (asked.opens[0].beside, asked.opens[0].unit),
        (Some(1), Some(7))
    );
    carry(&mut situation, &asked);
    let side = situation.tokens[2].id;
    // A second request of another unit changes nothing on the clock, and one decided leaves it standing.
    let second = act(&situation, "request_return", Some(2), &reason);
    assert!(!second.stops && !second.restarts);
    let mut both = situation.clone();
    carry(&mut both, &second);
    let one = act(&both, "refuse_return", Some(side), &note());
    assert!(!one.restarts, "the other request still stops it");
    let refused = act(&situation, "refuse_return", None, &note());
    assert_eq!((refused.closes, refused.restarts), (vec![side], true));
}

/// Even where the author forgot to ask for it, a request under way is not made again.
#[test]
fn a_request_is_not_made_twice_at_once() {
    let guard = "require = [{ that = \"side_pending == 0\", else = { zh = \"已有申请等待答复。\", en = \"A request is waiting already.\" } }]\n";
    assert!(fixture::PROPOSAL.contains(guard));
    let def = fixture::parse(&fixture::PROPOSAL.replace(guard, ""));
    let situation = standing(vec![
        lead(1, "accept"),
        token(2, "decide_return", Some((7, Part::Lead)), Some(1)),
        co(3, "opinion"),
    ]);
    let reason = Input {
        reason: Some("remit".into()),
        ..Input::default()
    };
    let ask = |on| {
        decide(
            &def,
            &fixture::national(),
            &situation,
            &everybody(&def),
            "request_return",
            Some(on),
            &reason,
        )
    };
    let refusal = ask(1).expect_err("asked already");
    assert_eq!(refusal.kind, RefusalKind::NotYet);
    assert!(
        refusal.message.zh.contains("审定退回"),
        "{:?}",
        refusal.message
    );
    assert!(ask(3).is_ok(), "another unit may ask");
}

/// What the office may rule on a return, and what becomes of the unit that asked.
#[test]
fn a_return_is_ruled_on() {
    let request = |part: Part, others: Vec<Token>| {
        let mut tokens = vec![token(1, "accept", Some((7, part)), None)];
        tokens.push(token(2, "decide_return", Some((7, part)), Some(1)));
        tokens.extend(others);
        standing(tokens)
    };
    let alone = act(
        &request(Part::Lead, vec![]),
        "take_back",
        None,
        &Input::default(),
    );
    assert_eq!(
        (alone.closes, alone.state.as_deref()),
        (vec![1, 2], Some("assign"))
    );
    // The helper of a lead that goes is released with it; of two side by side the other goes on.
    let helped = act(
        &request(Part::Lead, vec![co(3, "opinion")]),
        "take_back",
        None,
        &Input::default(),
    );
    assert_eq!((helped.closes, helped.opens.len()), (vec![1, 2, 3], 1));
    let other = act(
        &request(Part::Separate, vec![separate(3, 9, "handle")]),
        "take_back",
        None,
        &Input::default(),
    );
    assert_eq!(
        (other.closes, other.opens.len(), other.state),
        (vec![1, 2], 0, None)
    );
    let helper = act(
        &request(Part::Co, vec![lead(3, "handle")]),
        "take_back",
        None,
        &Input::default(),
    );
    assert_eq!((helper.closes, helper.opens.len()), (vec![1, 2], 0));
    let changed = act(
        &request(Part::Lead, vec![]),
        "give_to_other",
        None,
        &named(&[(9, Part::Lead)]),
    );
    assert_eq!(
        (changed.closes, changed.opens[0].unit),
        (vec![1, 2], Some(9))
    );
    let added = act(
        &request(Part::Lead, vec![]),
        "add_unit",
        None,
        &named(&[(9, Part::Co)]),
    );
    assert_eq!(
        (added.closes, added.opens[0].step.as_str()),
        (vec![2], "opinion")
    );
}

#[test]
fn an_end_closes_everything() {
    let situation = standing(vec![
        lead(1, "accept"),
        co(2, "opinion"),
        token(3, "decide_return", Some((7, Part::Lead)), Some(1)),
    ]);
    let ended = act(&situation, "withdraw", None, &note());
    assert_eq!(
        (ended.closes, ended.ends.as_deref()),
        (vec![1, 2, 3], Some("withdrawn"))
    );
    assert!(ended.restarts, "no clock is left standing");
}
