//! The table of results, written by hand from the law, against the engine.

use std::collections::BTreeSet;

use threshold::{Electorate, Mark, NAMES, rule, rules, seats};

fn field<'a>(row: &'a csv::StringRecord, head: &csv::StringRecord, name: &str) -> &'a str {
    let at = head.iter().position(|h| h == name).expect(name);
    row.get(at).expect(name)
}

#[test]
fn every_row_of_the_table_comes_out_as_written() {
    let mut table = csv::Reader::from_reader(include_str!("results.csv").as_bytes());
    let head = table.headers().expect("a head").clone();
    let mut asked = BTreeSet::new();
    let mut rows = 0;
    for row in table.records() {
        let row = row.expect("a row");
        let own = |name: &str| field(&row, &head, name);
        let number = |name: &str| own(name).parse::<u32>().expect(name);
        let case = own("case");
        let (body, level, name) = (own("body"), own("level"), own("rule"));
        let found = rule(body, level, name).unwrap_or_else(|| panic!("no rule: {case}"));
        let who = Electorate {
            seats: number("seats"),
            members: number("seats") - number("vacancies"),
            present: number("present"),
        };
        let verdict = found.judge(who, number("count"));
        assert_eq!(verdict.base, number("base"), "base: {case}");
        assert_eq!(verdict.needed, number("needed"), "needed: {case}");
        assert_eq!(verdict.passed, own("passed") == "yes", "passed: {case}");
        assert!(verdict.source.act.contains(own("act")), "act: {case}");
        assert_eq!(verdict.source.article, own("article"), "article: {case}");
        if name == "quorum" {
            assert_eq!(found.present(who), verdict, "{case}");
        }
        asked.insert(name.to_owned());
        rows += 1;
    }
    assert!(rows >= 70, "{rows} rows");
    let all: BTreeSet<String> = NAMES.map(str::to_owned).into();
    assert_eq!(asked, all, "every name of a rule stands in the table");
}

#[test]
fn a_township_has_no_standing_committee_and_no_rule_for_one() {
    for name in NAMES.into_iter().filter(|n| *n != "two_thirds") {
        assert_eq!(rule("standing_committee", "township", name), None, "{name}");
    }
    assert_eq!(rule("congress", "township", "special_investigation"), None);
    assert_eq!(rule("congress", "county", "nonsense"), None);
}

#[test]
fn what_rests_on_no_read_text_says_so() {
    for r in rules() {
        let read = r.source.mark == Mark::Verified;
        assert_eq!(
            read,
            !r.source.article.is_empty(),
            "{} of {}",
            r.name,
            r.body
        );
        assert!(NAMES.contains(&r.name.as_str()), "{}", r.name);
    }
}

/// 组织法 第四十七条: a county 15 to 35, up to 45 above a million people; a city 29 to 51, up to 61 above eight.
#[test]
fn the_law_says_how_many_seats_there_are() {
    let county = seats("county").expect("a county");
    for (n, allowed) in [(14, false), (15, true), (35, true), (45, true), (46, false)] {
        assert_eq!(county.allows(n), allowed, "{n}");
    }
    let city = seats("city").expect("a city");
    for (n, allowed) in [(28, false), (29, true), (61, true), (62, false)] {
        assert_eq!(city.allows(n), allowed, "{n}");
    }
    assert_eq!((county.most, city.most), (35, 51));
    assert_eq!(seats("township"), None);
}
