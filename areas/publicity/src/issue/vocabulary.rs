//! What the procedures of issues may name.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Type, Vocabulary, Words};
use text::{Lang, t};

/// The longest text of a whole issue and the longest note, in characters.
pub const MOST: (usize, usize) = (200_000, 2_000);

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

/// The vocabulary of issues.
pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

const ROLES: [&str; 6] = [
    "addressee",
    "office",
    "office_leader",
    "committee",
    "leader",
    "chief",
];

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in ROLES {
        v.roles
            .insert(role.to_owned(), both(&format!("publicity-role-{role}")));
    }
    v = v.fact("items", Type::Int).fact("blank", Type::Int);
    for name in [
        "compose", "schedule", "say", "issue", "send", "receive", "received", "file", "discard",
    ] {
        v = v.effect(name, &[]);
    }
    v = v.answers(&["issue", "discard"]).files(&["file", "discard"]);
    let fields = [
        ("content", "issue-ask-content", FieldType::Prose(MOST.0)),
        ("out_on", "issue-ask-out_on", FieldType::Date),
        ("note", "publicity-ask-note", FieldType::Prose(MOST.1)),
        (
            "addressees",
            "issue-ask-addressees",
            FieldType::PickMany("addressees".to_owned()),
        ),
        ("copies", "issue-ask-copies", FieldType::Int(0, 100_000)),
        (
            "receipts",
            "issue-ask-receipts",
            FieldType::PickMany("receipts".to_owned()),
        ),
        ("receiver", "issue-ask-receiver", FieldType::Line(40)),
    ];
    for (name, key, ty) in fields {
        let title = both(key);
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What ships is sound, and every word of it has a text.
    #[test]
    fn what_ships_is_sound() {
        let v = vocabulary();
        let titles = v.roles.values().chain(v.fields.values().map(|f| &f.title));
        for words in titles {
            assert!(
                !words.zh.contains("issue-") && !words.en.contains("publicity-"),
                "{words:?}"
            );
        }
        let pack = procedure::RulePack::shipped_text("national").expect("a pack");
        let pack = procedure::RulePack::parse(pack).expect("it is read");
        for text in [
            include_str!("../../procedures/bulletin.toml"),
            include_str!("../../procedures/journal.toml"),
        ] {
            let definition = procedure::Definition::parse(text, &v).expect("it is read");
            let findings =
                procedure::check::check(&definition, &pack, &workday::Calendar::shipped());
            assert!(findings.is_empty(), "{findings:#?}");
        }
    }
}
