//! The procedures this area ships: sound under every shipped rule pack, and at every step exactly these acts are
//! open to these people.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use procedure::check::check;
use procedure::{
    Definition, Facts, Input, Part, RefusalKind, RulePack, Situation, Token, Value, Who,
};
use procedure::{available, decide};

const SHIPPED: [&str; 4] = [
    include_str!("../procedures/cppcc-proposal.toml"),
    include_str!("../procedures/deputy-suggestion.toml"),
    include_str!("../procedures/bill.toml"),
    include_str!("../procedures/commitment.toml"),
];

fn read(text: &str) -> Definition {
    Definition::parse(text, &proposals::vocabulary::vocabulary()).expect("it is read")
}

fn packs() -> Vec<RulePack> {
    let texts = RulePack::shipped();
    texts
        .map(|(_, text)| RulePack::parse(text).expect("a pack"))
        .collect()
}

/// 件件有着落，事事有回应: nothing is left hanging or unanswered, whatever the pack.
#[test]
fn every_shipped_procedure_is_sound_under_every_pack() {
    let calendar = workday::Calendar::shipped();
    for text in SHIPPED {
        let def = read(text);
        for pack in packs() {
            let found: Vec<String> = check(&def, &pack, &calendar)
                .into_iter()
                .map(|f| format!("{}: {}", f.kind.code(), f.message.en))
                .collect();
            assert!(
                found.is_empty(),
                "{} under {}: {found:#?}",
                def.name,
                pack.name
            );
        }
    }
}

fn token(id: u64, step: &str, unit: Option<(u64, Part)>) -> Token {
    Token {
        id,
        step: step.to_owned(),
        unit: unit.map(|(u, _)| u),
        part: unit.map(|(_, p)| p),
        round: 1,
        beside: None,
    }
}

fn situation(tokens: Vec<Token>, facts: &[(&str, Value)]) -> Situation {
    let of_matter: BTreeMap<String, Value> = facts
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    Situation {
        tokens,
        facts: Facts {
            of_matter,
            of_token: BTreeMap::new(),
        },
        today: NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day"),
    }
}

fn who(roles: &[&str]) -> Who {
    Who {
        on_matter: roles.iter().map(|r| (*r).to_owned()).collect(),
        on_token: BTreeMap::new(),
    }
}

/// What `roles` may do at `step`, given `facts`.
fn open_acts(
    def: &Definition,
    step: &str,
    roles: &[&str],
    facts: &[(&str, Value)],
) -> BTreeSet<String> {
    let branch = def.step(step).map(|s| s.shape) != Some(procedure::Shape::Main);
    let unit = branch.then_some((1, Part::Lead));
    let mut tokens = vec![token(1, step, unit)];
    if def.step(step).map(|s| s.shape) == Some(procedure::Shape::Side) {
        tokens = vec![token(1, "handle", unit), token(2, step, unit)];
        tokens[1].beside = Some(1);
    }
    let situation = situation(tokens, facts);
    available(def, &packs()[0], &situation, &who(roles))
        .into_iter()
        .filter(|offer| offer.result.is_ok())
        .map(|offer| offer.act)
        .collect()
}

const ALWAYS: [&str; 5] = ["urge", "set_key", "withdraw", "correct", "add_paper"];

fn named(acts: &[&str]) -> BTreeSet<String> {
    acts.iter().map(|a| (*a).to_owned()).collect()
}

/// Steps × people, by hand: what each meets at each step of a CPPCC proposal when every condition holds.
#[test]
fn who_may_do_what_at_each_step_of_a_proposal() {
    let def = read(SHIPPED[0]);
    let facts = [
        ("signed", Value::Int(2)),
        ("threshold", Value::Int(2)),
        ("contacts", Value::Int(1)),
        ("drafted", Value::Flag(true)),
        ("overdue", Value::Flag(true)),
    ];
    let asks = ["request_return", "request_change", "request_add"];
    let with = |own: &[&'static str]| [own, &asks].concat();
    let matrix: &[(&str, &str, Vec<&str>)] = &[
        ("cosign", "lead_proposer", vec!["edit", "invite", "submit"]),
        ("cosign", "invited", vec!["sign", "decline"]),
        ("cosign", "co_signer", vec![]),
        ("cosign", "office", vec!["edit", "invite", "submit"]),
        (
            "filing",
            "office",
            vec!["file", "merge", "not_file", "as_suggestion", "return_form"],
        ),
        ("filing", "lead_proposer", vec![]),
        ("filing", "unit_liaison", vec![]),
        ("instruct", "chief", vec!["instruct", "return_plan"]),
        ("instruct", "office", vec![]),
        ("assign", "office", vec!["assign"]),
        ("assign", "unit_liaison", vec![]),
        ("accept", "unit_liaison", with(&["accept"])),
        ("accept", "section", vec![]),
        ("accept", "office", vec!["add_unit"]),
        (
            "handle",
            "section",
            vec!["record_contact", "save_draft", "submit_draft"],
        ),
        (
            "handle",
            "unit_liaison",
            with(&[
                "record_contact",
                "save_draft",
                "submit_draft",
                "request_extension",
            ]),
        ),
        ("handle", "unit_deputy_leader", vec!["record_contact"]),
        ("handle", "lead_proposer", vec![]),
        (
            "unit_review",
            "unit_deputy_leader",
            vec!["pass", "send_back"],
        ),
        ("unit_review", "section", vec![]),
        (
            "unit_approve",
            "unit_principal",
            vec!["approve", "send_back"],
        ),
        ("unit_approve", "unit_deputy_leader", vec![]),
        ("county_review", "county_leader", vec!["agree", "send_back"]),
        ("county_review", "unit_principal", vec![]),
        ("issue", "unit_liaison", vec!["issue_reply", "send_back"]),
        ("issue", "office", vec![]),
        ("verdict", "lead_proposer", vec!["rate"]),
        ("verdict", "co_signer", vec!["rate"]),
        ("verdict", "merged_proposer", vec!["rate"]),
        ("verdict", "office", vec!["enter_rating", "close_unrated"]),
        ("verdict", "unit_liaison", vec![]),
        ("sum_up", "office", vec!["archive"]),
        ("sum_up", "co_signer", vec!["rate_late"]),
        ("sum_up", "lead_proposer", vec![]),
        (
            "decide_return",
            "office",
            vec!["grant_return", "grant_change", "refuse_return", "add_unit"],
        ),
        (
            "decide_add",
            "office",
            vec!["grant_add", "refuse_add", "add_unit"],
        ),
        (
            "decide_extension",
            "office",
            vec!["grant_extension", "refuse_extension", "add_unit"],
        ),
        ("decide_return", "chief", vec![]),
    ];
    for (step, role, expected) in matrix {
        let mut acts = open_acts(&def, step, &[role], &facts);
        acts.retain(|act| !ALWAYS.contains(&act.as_str()));
        assert_eq!(acts, named(expected), "{role} at {step}");
    }
    let steps: BTreeSet<&str> = matrix.iter().map(|(step, ..)| *step).collect();
    for step in &def.steps {
        assert!(
            steps.contains(step.id.as_str()) || step.id == "opinion",
            "{} is looked at",
            step.id
        );
    }
}

fn refusal(def: &Definition, s: &Situation, role: &str, act: &str, on: u64) -> Option<RefusalKind> {
    decide(
        def,
        &packs()[0],
        s,
        &who(&[role]),
        act,
        Some(on),
        &Input::default(),
    )
    .err()
    .map(|refusal| refusal.kind)
}

/// A reply leaves only after a contact, a draft, and the opinions of all who help.
#[test]
fn a_draft_waits_for_contact_and_for_the_co_handlers() {
    let def = read(SHIPPED[1]);
    let lead = token(1, "handle", Some((10, Part::Lead)));
    let co = token(2, "opinion", Some((20, Part::Co)));
    let ready = [("contacts", Value::Int(1)), ("drafted", Value::Flag(true))];
    let ask = |tokens: Vec<Token>, facts: &[(&str, Value)]| {
        refusal(
            &def,
            &situation(tokens, facts),
            "section",
            "submit_draft",
            1,
        )
    };
    assert_eq!(ask(vec![lead.clone()], &ready), None);
    assert_eq!(
        ask(vec![lead.clone()], &ready[..1]),
        Some(RefusalKind::NotYet)
    );
    assert_eq!(
        ask(vec![lead.clone()], &ready[1..]),
        Some(RefusalKind::NotYet)
    );
    assert_eq!(
        ask(vec![lead.clone(), co.clone()], &ready),
        Some(RefusalKind::NotYet)
    );
    let mut side = token(3, "decide_return", Some((10, Part::Lead)));
    side.beside = Some(1);
    assert_eq!(ask(vec![lead, side], &ready), Some(RefusalKind::NotYet));
}

/// "Not satisfied" sets off handling again as often as the pack says and no more; silence sets off nothing.
#[test]
fn handled_again_once_and_never_out_of_silence() {
    let def = read(SHIPPED[0]);
    let acts = |decided, dissatisfied, redone| {
        let facts = [
            ("verdict_decided", Value::Flag(decided)),
            ("dissatisfied", Value::Flag(dissatisfied)),
            ("redone", Value::Int(redone)),
        ];
        open_acts(&def, "verdict", &["system"], &facts)
    };
    assert_eq!(acts(false, false, 0), named(&[]));
    assert_eq!(acts(true, true, 0), named(&["handle_again"]));
    assert_eq!(acts(true, true, 1), named(&["conclude"]));
    assert_eq!(acts(true, false, 0), named(&["conclude"]));
}

/// The return of the only unit brings the matter back to the office; that of a helper leaves the lead at work.
#[test]
fn a_return_releases_only_the_unit_that_asked() {
    let def = read(SHIPPED[0]);
    let lead = token(1, "handle", Some((10, Part::Lead)));
    let co = token(2, "opinion", Some((20, Part::Co)));
    let grant = |of: &Token| {
        let mut side = token(3, "decide_return", of.unit.zip(of.part));
        side.beside = Some(of.id);
        let s = situation(vec![lead.clone(), co.clone(), side], &[]);
        decide(
            &def,
            &packs()[0],
            &s,
            &who(&["office"]),
            "grant_return",
            Some(3),
            &Input::default(),
        )
        .expect("it is granted")
    };
    let of_lead = grant(&lead);
    assert_eq!(
        (of_lead.closes, of_lead.state.as_deref()),
        (vec![1, 2, 3], Some("assign"))
    );
    let of_co = grant(&co);
    assert_eq!(
        (of_co.closes, of_co.state, of_co.opens.len()),
        (vec![2, 3], None, 0)
    );
}

/// With separate handling the proposers are asked once the last unit has replied.
#[test]
fn the_last_of_several_units_opens_the_verdict() {
    let def = read(SHIPPED[1]);
    let one = token(1, "issue", Some((10, Part::Separate)));
    let two = token(2, "issue", Some((20, Part::Separate)));
    let issue = |tokens: Vec<Token>| {
        let s = situation(tokens, &[]);
        decide(
            &def,
            &packs()[0],
            &s,
            &who(&["unit_liaison"]),
            "issue_reply",
            Some(1),
            &Input::default(),
        )
        .expect("it is issued")
    };
    assert_eq!(issue(vec![one.clone(), two]).state, None);
    assert_eq!(issue(vec![one]).state.as_deref(), Some("verdict"));
}

/// Too few names: the paper stays where it is, and says so.
#[test]
fn a_bill_is_submitted_with_enough_names() {
    let def = read(SHIPPED[2]);
    let at = |signed| {
        let facts = [
            ("signed", Value::Int(signed)),
            ("threshold", Value::Int(10)),
        ];
        refusal(
            &def,
            &situation(vec![token(1, "cosign", None)], &facts),
            "lead_proposer",
            "submit",
            1,
        )
    };
    assert_eq!(at(9), Some(RefusalKind::NotYet));
    assert_eq!(at(10), None);
}
