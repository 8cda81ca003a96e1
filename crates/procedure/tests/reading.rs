//! What a definition and a pack may say: anything unknown is refused where it stands.

// The conditions are written as a person would, to be read beside their text.
#![allow(clippy::nonminimal_bool)]

mod fixture;

use std::collections::BTreeMap;

use procedure::{Definition, Guard, RulePack, Value, Vocabulary};
use proptest::prelude::*;

/// Replaces the first `from` and gives the line of it, from 1, with what the reader says.
fn broken(from: &str, to: &str) -> (usize, procedure::ParseError) {
    let at = fixture::PROPOSAL
        .find(from)
        .unwrap_or_else(|| panic!("no {from}"));
    let line = 1 + fixture::PROPOSAL[..at].matches('\n').count();
    let text = fixture::PROPOSAL.replacen(from, to, 1);
    let error = Definition::parse(&text, &fixture::vocabulary()).expect_err(to);
    (line, error)
}

#[test]
fn an_unknown_name_is_refused_with_its_line() {
    for (from, to, names) in [
        ("start = \"filing\"", "start = \"nowhere\"", "nowhere"),
        ("from = \"accept\"", "from = \"nowhere\"", "nowhere"),
        ("owner = \"office\"", "owner = \"king\"", "king"),
        ("limit = \"filing\"", "limit = \"soon\"", "soon"),
        ("by = [\"liaison\"]", "by = [\"king\"]", "king"),
        (
            "effects = [\"register\"]",
            "effects = [\"conquer\"]",
            "conquer",
        ),
        (
            "effects = [{ review = { passed = true } }]",
            "effects = [{ review = { passed = 1 } }]",
            "passed",
        ),
        (
            "effects = [{ review = { passed = true } }]",
            "effects = [{ review = { failed = true } }]",
            "failed",
        ),
        ("needs = [\"on_date\"]", "needs = [\"in_time\"]", "in_time"),
        ("reasons = \"returned\"", "reasons = \"whims\"", "whims"),
        (
            "then = { to = \"assign\" }",
            "then = { to = \"nowhere\" }",
            "nowhere",
        ),
        (
            "then = { end = \"archived\" }",
            "then = { end = \"filing\" }",
            "filing",
        ),
        (
            "then = { open = \"decide_return\" }",
            "then = { open = \"filing\" }",
            "filing",
        ),
        (
            "when = \"dissatisfied and",
            "when = \"furious and",
            "furious",
        ),
        (
            "during = [\"accept\", \"opinion\", \"handle\"]",
            "during = [\"accept\", \"nowhere\"]",
            "nowhere",
        ),
    ] {
        let (line, error) = broken(from, to);
        assert_eq!(error.line, line, "{to}: {error}");
        assert!(error.message.contains(names), "{error}");
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (from, to) in [
        ("version = 1", "version = 1\nversions = 2"),
        (
            "then = { close = true }",
            "then = { close = true, end = \"archived\" }",
        ),
        ("then = { to = \"assign\" }", "then = { close = true }"),
        ("id = \"not_file\"", "id = \"file\""),
        ("id = \"archived\"", "id = \"archive\""),
        ("id = \"filing\"", "id = \"Filing!\""),
        ("by = [\"office\"]", "by = []"),
        ("units = [\"lead\", \"co\", \"separate\"]\n", ""),
        ("zh = \"立案\"", "cn = \"立案\""),
        ("signed >= threshold", "signed >= \\\"three\\\""),
        ("signed >= threshold", "signed and threshold"),
        ("signed >= threshold", "(signed >= threshold"),
        ("signed >= threshold", "signed >= threshold or"),
    ] {
        let text = fixture::PROPOSAL.replacen(from, to, 1);
        assert_ne!(text, fixture::PROPOSAL, "{from}");
        assert!(
            Definition::parse(&text, &fixture::vocabulary()).is_err(),
            "{to}"
        );
    }
}

#[test]
fn the_shipped_packs_say_where_each_figure_stands() {
    use workday::{Limit, Mark};
    let read = |name: &str| {
        RulePack::parse(RulePack::shipped_text(name).expect("shipped")).expect("readable")
    };
    let limit =
        |pack: &RulePack, name: &str| pack.limit(name).unwrap_or_else(|| panic!("{name}")).limit;
    for (name, _) in RulePack::shipped() {
        let pack = read(name);
        assert_eq!(pack.name, name);
        // 代表法（2025）第五十一条, the one length that is the same everywhere.
        assert_eq!(limit(&pack, "reply"), Limit::Months(3), "{name}");
        assert_eq!(limit(&pack, "reply_extended"), Limit::Months(6), "{name}");
        let classes: Vec<_> = pack
            .classes
            .iter()
            .map(|class| class.code.as_str())
            .collect();
        assert_eq!(classes, ["A", "B", "C", "D"], "{name}");
        for (of, entry) in &pack.limits {
            if let Some(source) = &entry.source {
                assert!(!source.act.is_empty(), "{name}, {of}");
                assert!(
                    source.mark != Mark::Verified || !source.article.is_empty(),
                    "{name}, {of}: read, but where?"
                );
            }
        }
        let again = RulePack::parse(&pack.to_toml()).expect("written");
        assert_eq!(again, pack, "{name}");
    }
    let chongqing = read("chongqing");
    for (of, days) in [
        ("assign", 10),
        ("return_request", 10),
        ("contact", 20),
        ("co_opinion", 30),
        ("verdict", 20),
    ] {
        assert_eq!(limit(&chongqing, of), Limit::WorkingDays(days), "{of}");
    }
    assert_eq!(limit(&chongqing, "redo"), Limit::Months(2));
    let zhejiang = read("zhejiang");
    assert_eq!(limit(&zhejiang, "return_request"), Limit::CalendarDays(10));
    assert_eq!(limit(&zhejiang, "co_opinion"), Limit::Months(2));
    assert_eq!(limit(&zhejiang, "redo"), Limit::Months(1));
}

#[test]
fn a_pack_that_is_wrong_is_refused() {
    let national = RulePack::shipped_text("national").expect("shipped");
    for (from, to) in [
        ("counting = \"lead\"", "counting = \"loudest\""),
        ("working_days = 10", "working_days = 0"),
        ("working_days = 10", "working_weeks = 2"),
        ("redo = 1", "redo = \"once\""),
        ("version = 1", "version = 1\ncolour = \"red\""),
    ] {
        let text = national.replacen(from, to, 1);
        assert_ne!(text, national, "{from}");
        assert!(RulePack::parse(&text).is_err(), "{to}");
    }
}

fn guard(text: &str) -> Result<Guard, procedure::guard::GuardError> {
    Guard::parse(text, &fixture::vocabulary())
}

/// A second, plain way of evaluating: every assignment of two flags and a number, against the same written in Rust.
#[test]
fn conditions_mean_what_they_say() {
    type Plain = fn(bool, bool, i64) -> bool;
    let vocabulary = Vocabulary::default()
        .fact("a", procedure::Type::Flag)
        .fact("b", procedure::Type::Flag)
        .fact("n", procedure::Type::Int);
    let cases: [(&str, Plain); 9] = [
        ("a or b and not a", |a, b, _| a || (b && !a)),
        ("(a or b) and not a", |a, b, _| (a || b) && !a),
        ("not a and b", |a, b, _| !a && b),
        ("not (a and b)", |a, b, _| !(a && b)),
        ("not not a", |a, _, _| a),
        ("n >= 2 and n < 4", |_, _, n| (2..4).contains(&n)),
        ("n != 3 or a", |a, _, n| n != 3 || a),
        ("a == b", |a, b, _| a == b),
        ("a == true and b != false", |a, b, _| a && b),
    ];
    for (text, plain) in cases {
        let guard = Guard::parse(text, &vocabulary).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(guard.text(), text);
        for a in [false, true] {
            for b in [false, true] {
                for n in 0..6 {
                    let known = BTreeMap::from([
                        ("a", Value::Flag(a)),
                        ("b", Value::Flag(b)),
                        ("n", Value::Int(n)),
                    ]);
                    let all = |name: &str| known.get(name).cloned();
                    assert_eq!(guard.holds(&all), plain(a, b, n), "{text} with {a} {b} {n}");
                    assert_eq!(guard.judged(&all), Some(plain(a, b, n)), "{text}");
                    // Judged on part of the facts, it never says what the whole denies.
                    for hidden in ["a", "b", "n"] {
                        let part = |name: &str| known.get(name).filter(|_| name != hidden).cloned();
                        if let Some(held) = guard.judged(&part) {
                            assert_eq!(held, plain(a, b, n), "{text} without {hidden}");
                        }
                    }
                }
            }
        }
    }
}

proptest! {
    /// Whatever is typed as a condition is read or refused, and never brings the program down.
    #[test]
    fn any_text_is_a_condition_or_refused(text in "[a-z_()<>=! \"'0-9-]{0,60}") {
        if let Ok(guard) = guard(&text) {
            guard.holds(&|_| None);
        }
    }

    #[test]
    fn any_text_is_a_definition_or_refused(at in 0usize..6000, len in 0usize..60, with in "[a-z{}\\[\\]=\" \n]{0,12}") {
        let text: Vec<char> = fixture::PROPOSAL.chars().collect();
        let at = at.min(text.len());
        let end = (at + len).min(text.len());
        let cut: String = text[..at].iter().copied().chain(with.chars()).chain(text[end..].iter().copied()).collect();
        let lines = cut.lines().count() + 1;
        match Definition::parse(&cut, &fixture::vocabulary()) {
            Ok(def) => {
                let again = fixture::parse(&def.to_toml());
                prop_assert_eq!(format!("{:?}", def), format!("{:?}", again));
                // However odd, the checker comes to an end.
                procedure::check(&def, &fixture::national(), &workday::Calendar::empty());
            }
            Err(error) => prop_assert!((1..=lines).contains(&error.line), "{}", error),
        }
    }
}
