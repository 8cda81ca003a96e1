//! The checker against procedures that are unsound in one way each, and against sound ones.

mod fixture;

use std::path::Path;

use procedure::{FindingKind, check};
use workday::Calendar;

fn findings(def: &procedure::Definition) -> Vec<procedure::Finding> {
    check(def, &fixture::national(), &Calendar::shipped())
}

/// Each kind has its file, the file shows that kind and no other, and the sentence names the way in both languages.
#[test]
fn every_kind_of_unsoundness_is_refused_by_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("unsound");
    let files = std::fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(files, FindingKind::ALL.len(), "one file per kind");
    for kind in FindingKind::ALL {
        let file = folder.join(format!("{}.toml", kind.code()));
        let text = std::fs::read_to_string(&file).expect("a file per kind");
        let def = fixture::parse(&text);
        let found = findings(&def);
        let kinds: Vec<_> = found.iter().map(|f| f.kind).collect();
        assert_eq!(kinds, [kind], "{}: {found:#?}", kind.code());
        let finding = &found[0];
        let last = finding.path.last().expect("a path");
        let title = def.state_title(last);
        if kind != FindingKind::TooLarge {
            assert!(
                finding.message.zh.contains(&title.zh),
                "{:?}",
                finding.message
            );
            assert!(
                finding.message.en.contains(&title.en),
                "{:?}",
                finding.message
            );
        }
        for side in [&finding.message.zh, &finding.message.en] {
            assert!(!side.contains('{'), "an empty place in {side}");
        }
    }
}

/// The way named is the one that fails, step by step.
#[test]
fn a_finding_names_the_way() {
    let way = |kind: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("unsound");
        let text = std::fs::read_to_string(folder.join(format!("{kind}.toml"))).expect("a file");
        findings(&fixture::parse(&text))[0].path.join(" ")
    };
    assert_eq!(way("unanswered"), "filing archive done");
    assert_eq!(way("unfiled"), "reply done");
    assert_eq!(way("dead_end"), "reply completion");
    assert_eq!(way("over_limit"), "draft reply");
    assert!(way("stuck").starts_with("assign"));
}

#[test]
fn the_sound_procedure_passes_in_every_shipped_pack() {
    let def = fixture::proposal();
    for (name, text) in procedure::RulePack::shipped() {
        let pack = procedure::RulePack::parse(text).expect("a shipped pack");
        assert_eq!(check(&def, &pack, &Calendar::shipped()), [], "{name}");
    }
}

/// A lead waiting for its helpers is held to the slowest of them.
#[test]
fn the_longest_joined_way_counts() {
    let at = |least: &str| {
        let text = fixture::PROPOSAL.replace("least = 5", least);
        let kinds: Vec<_> = findings(&fixture::parse(&text))
            .into_iter()
            .map(|f| (f.kind, f.path.join(" ")))
            .collect();
        kinds
    };
    assert_eq!(at("least = 15"), []);
    let slow = at("least = 70");
    let whole = "accept handle review reply".to_owned();
    assert!(slow.contains(&(FindingKind::OverLimit, whole)), "{slow:?}");
}

/// Taking away what answers or files breaks the proof, wherever it is taken away.
#[test]
fn each_answer_and_each_filing_is_needed() {
    for (effect, kind) in [
        ("effects = [\"reply\"]\n", FindingKind::Unanswered),
        ("effects = [\"refuse\"]\n", FindingKind::Unanswered),
        ("effects = [\"withdraw\"]\n", FindingKind::Unanswered),
        ("effects = [\"archive\"]\n", FindingKind::Unfiled),
    ] {
        assert!(fixture::PROPOSAL.contains(effect));
        let text = fixture::PROPOSAL.replace(effect, "");
        let found = findings(&fixture::parse(&text));
        assert!(found.iter().any(|f| f.kind == kind), "{effect}: {found:#?}");
    }
}
