//! What may be done where, what follows, and that nobody is ever left without a way on.

mod fixture;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use procedure::{
    Decision, Definition, Facts, Input, Need, Offer, Part, RefusalKind, Shape, Situation, Token,
    Value, Who, available, decide,
};
use proptest::prelude::*;

fn token(id: u64, step: &str, unit: Option<(u64, Part)>, beside: Option<u64>) -> Token {
    Token {
        id,
        step: step.into(),
        unit: unit.map(|(unit, _)| unit),
        part: unit.map(|(_, part)| part),
        round: 1,
        beside,
    }
}

fn lead(id: u64, step: &str) -> Token {
    token(id, step, Some((7, Part::Lead)), None)
}

fn co(id: u64, step: &str) -> Token {
    token(id, step, Some((8, Part::Co)), None)
}

fn separate(id: u64, unit: u64, step: &str) -> Token {
    token(id, step, Some((unit, Part::Separate)), None)
}

/// Facts under which nothing but the steps stands in the way.
fn standing(tokens: Vec<Token>) -> Situation {
    Situation {
        tokens,
        facts: Facts {
            of_matter: BTreeMap::from([
                ("signed".to_owned(), Value::Int(3)),
                ("threshold".to_owned(), Value::Int(2)),
                ("contacts".to_owned(), Value::Int(1)),
            ]),
            of_token: BTreeMap::new(),
        },
        today: NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day"),
    }
}

fn everybody(def: &Definition) -> Who {
    Who {
        on_matter: def.vocabulary.roles.keys().cloned().collect(),
        on_token: BTreeMap::new(),
    }
}

/// Something that satisfies every need; `n` varies it.
fn input(situation: &Situation, offer: &Offer, n: usize) -> Input {
    let mut input = Input::default();
    for need in &offer.needs {
        match need {
            Need::Units { parts } => input.units = units(situation, offer, parts, n),
            Need::Reason { list } => input.reason = Some(list[n % list.len()].0.clone()),
            Need::Paper => input.papers = 1,
            Need::Field { name, ty, .. } => {
                use procedure::FieldType as F;
                let value = match ty {
                    F::Line(_) | F::Prose(_) => Value::Text("已办".into()),
                    F::Int(from, _) => Value::Int(*from),
                    F::Date => Value::Date(situation.today),
                    F::Flag => Value::Flag(n % 2 == 0),
                    F::Choice(codes) => Value::Text(codes[n % codes.len()].0.clone()),
                    F::Pick(_) | F::PickMany(_) => Value::Text("1".into()),
                };
                input.fields.insert(name.clone(), value);
            }
        }
    }
    input
}

fn units(situation: &Situation, offer: &Offer, parts: &[Part], n: usize) -> Vec<(u64, Part)> {
    let own = offer
        .token
        .and_then(|id| situation.tokens.iter().find(|t| t.id == id));
    let fresh = 100 + situation.tokens.iter().map(|t| t.id).max().unwrap_or(0);
    let leads = parts.contains(&Part::Lead);
    match own.and_then(|t| t.part) {
        // From a side step: whoever comes takes the same part, or helps.
        Some(part) if parts.contains(&part) && part != Part::Co => vec![(fresh, part)],
        Some(_) if !leads => vec![(fresh, Part::Co)],
        _ => match n % 4 {
            0 => vec![(fresh, Part::Lead)],
            1 => vec![(fresh, Part::Lead), (fresh + 1, Part::Co)],
            2 => vec![(fresh, Part::Separate), (fresh + 1, Part::Separate)],
            _ => vec![
                (fresh, Part::Lead),
                (fresh + 1, Part::Co),
                (fresh + 2, Part::Co),
            ],
        },
    }
}

/// Moves the tokens as whoever keeps them does.
fn carry(situation: &mut Situation, decision: &Decision) {
    let next = 1 + situation.tokens.iter().map(|t| t.id).max().unwrap_or(0);
    let round = |opening: &procedure::Opening| {
        let same = |t: &&Token| t.unit == opening.unit && decision.closes.contains(&t.id);
        situation
            .tokens
            .iter()
            .find(same)
            .map_or(1, |t| t.round + u32::from(decision.sent_back))
    };
    let opened: Vec<Token> = decision
        .opens
        .iter()
        .zip(next..)
        .map(|(opening, id)| Token {
            id,
            step: opening.step.clone(),
            unit: opening.unit,
            part: opening.part,
            round: round(opening),
            beside: opening.beside,
        })
        .collect();
    situation
        .tokens
        .retain(|t| !decision.closes.contains(&t.id));
    situation.tokens.extend(opened);
}

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

#[test]
fn a_case_takes_the_place_of_the_plain_outcome() {
    let rated = |dissatisfied: bool, round: u32| {
        let mut tokens = vec![token(1, "verdict", None, None)];
        tokens[0].round = round;
        let mut situation = standing(tokens);
        situation
            .facts
            .of_matter
            .insert("dissatisfied".into(), Value::Flag(dissatisfied));
        let result = Input {
            fields: BTreeMap::from([("result".to_owned(), Value::Text("dissatisfied".into()))]),
            ..Input::default()
        };
        let decided = act(&situation, "rate", None, &result);
        (decided.state.unwrap_or_default(), decided.sent_back)
    };
    assert_eq!(rated(false, 1), ("archive".to_owned(), false));
    assert_eq!(rated(true, 1), ("assign".to_owned(), true));
    assert_eq!(
        rated(true, 2),
        ("archive".to_owned(), false),
        "handled again once only"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Wherever chance leads: what is shown as allowed is done when its needs are met, what is shown as refused is
    /// refused with the same sentence, somebody can always go on, and the tokens keep their shape.
    #[test]
    fn whatever_happens_somebody_can_go_on(choices in prop::collection::vec((0usize..1000, 0usize..8, any::<bool>()), 1..60)) {
        let def = fixture::proposal();
        let pack = fixture::national();
        let who = everybody(&def);
        let mut situation = standing(vec![token(1, "filing", None, None)]);
        for (choice, n, dissatisfied) in choices {
            situation.facts.of_matter.insert("dissatisfied".into(), Value::Flag(dissatisfied));
            let offers = available(&def, &pack, &situation, &who);
            for offer in &offers {
                let given = input(&situation, offer, n);
                let decided = decide(&def, &pack, &situation, &who, &offer.act, offer.token, &given);
                match (&offer.result, decided) {
                    (Ok(()), Ok(_)) => {}
                    (Err(shown), Err(told)) => prop_assert_eq!(shown, &told, "{}", offer.act),
                    (shown, told) => prop_assert!(false, "{}: shown {:?}, told {:?}", offer.act, shown, told),
                }
            }
            let open: Vec<&Offer> = offers.iter().filter(|offer| offer.result.is_ok()).collect();
            prop_assert!(open.iter().any(|offer| offer.token.is_some() && offer.forward) , "nobody can go on: {:?}", situation.tokens);
            let offer = open[choice % open.len()];
            let given = input(&situation, offer, n);
            let decision = decide(&def, &pack, &situation, &who, &offer.act, offer.token, &given).expect("shown as allowed");
            carry(&mut situation, &decision);
            if decision.ends.is_some() {
                prop_assert!(situation.tokens.is_empty());
                break;
            }
            let shape = |t: &Token| def.step(&t.step).expect("a step").shape;
            let mains = situation.tokens.iter().filter(|t| shape(t) == Shape::Main).count();
            let branches = situation.tokens.iter().filter(|t| shape(t) == Shape::Branch).count();
            prop_assert!(mains + usize::from(branches > 0) == 1, "{:?}", situation.tokens);
            for t in &situation.tokens {
                prop_assert_eq!(t.beside.is_some(), shape(t) == Shape::Side);
                prop_assert!(t.beside.is_none_or(|b| situation.tokens.iter().any(|o| o.id == b)));
                prop_assert_eq!(t.unit.is_none(), shape(t) == Shape::Main);
            }
            let owing = situation.tokens.iter().any(|t| matches!(t.part, Some(Part::Lead | Part::Separate)));
            prop_assert!(mains == 1 || owing, "only helpers are left: {:?}", situation.tokens);
        }
    }

    /// Nobody's input, however odd, brings anything but a decision or a refusal.
    #[test]
    fn odd_input_is_refused_in_words(act in 0usize..18, reason in ".{0,8}", key in "[a-z_]{0,8}", text in ".{0,300}", papers in 0usize..3, units in prop::collection::vec((0u64..3, 0usize..3), 0..4)) {
        let def = fixture::proposal();
        let acts: Vec<&str> = def.steps.iter().flat_map(|s| &s.acts).chain(&def.acts).map(|a| a.id.as_str()).collect();
        let given = Input {
            units: units.into_iter().map(|(unit, part)| (unit, Part::ALL[part])).collect(),
            reason: Some(reason),
            fields: BTreeMap::from([(key, Value::Text(text.clone())), ("note".to_owned(), Value::Text(text))]),
            papers,
        };
        let situation = standing(vec![lead(1, "accept"), token(2, "decide_return", Some((7, Part::Lead)), Some(1))]);
        if let Err(refusal) = decide(&def, &fixture::national(), &situation, &everybody(&def), acts[act], None, &given) {
            prop_assert!(!refusal.message.zh.is_empty() && !refusal.message.en.is_empty());
            prop_assert!(refusal.message.zh.ends_with('。') && refusal.message.en.ends_with('.'), "{:?}", refusal.message);
        }
    }
}
