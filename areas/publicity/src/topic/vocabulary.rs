//! What the procedures of topics may name.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Type, Vocabulary, Words};
use text::{Lang, t};

use crate::model::rhythm::Rhythm;
use crate::vocabulary::MOST;

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

/// The vocabulary of topics.
pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

/// The area's own roles first, then the kernel's.
const ROLES: [&str; 4] = ["planner", "assignee", "office", "office_leader"];
const EFFECTS: [&str; 7] = [
    "plan", "assign", "tie", "untie", "recur", "conclude", "drop",
];
/// What a topic that does not recur is called in a form.
pub const ONCE: &str = "once";
pub const ONCE_KEY: &str = "publicity-rhythm-once";

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in ROLES {
        v.roles
            .insert(role.to_owned(), both(&format!("publicity-role-{role}")));
    }
    for name in ["assigned", "tied", "sent", "complete"] {
        v = v.fact(name, Type::Flag);
    }
    for name in EFFECTS {
        v = v.effect(name, &[]);
    }
    v = v
        .answers(&["conclude", "drop"])
        .files(&["conclude", "drop"]);
    for (name, key, ty) in [
        ("title", "publicity-topic-title", FieldType::Line(MOST.0)),
        (
            "genres",
            "publicity-topic-genres",
            FieldType::PickMany("genres".to_owned()),
        ),
        ("event_on", "publicity-topic-event_on", FieldType::Date),
        ("due_on", "publicity-topic-due_on", FieldType::Date),
        ("brief", "publicity-topic-brief", FieldType::Prose(MOST.2)),
        (
            "group",
            "publicity-dimension-group",
            FieldType::Pick("groups".to_owned()),
        ),
        (
            "person",
            "publicity-topic-person",
            FieldType::Pick("authors".to_owned()),
        ),
        ("subject", "publicity-topic-tie-to", FieldType::Line(200)),
        ("every", "publicity-topic-every", FieldType::Choice(every())),
        ("note", "publicity-ask-note", FieldType::Prose(MOST.2)),
    ] {
        let title = both(key);
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}

/// Once, or how often.
fn every() -> Vec<(String, Words)> {
    let once = [(ONCE.to_owned(), both(ONCE_KEY))];
    let others = Rhythm::ALL
        .iter()
        .map(|r| (r.code().to_owned(), both(&r.key())));
    once.into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What ships is sound: every step owned and timed, every way ends in an answer and a file.
    #[test]
    fn what_ships_is_sound() {
        let text = include_str!("../../procedures/topic-2.toml");
        let definition = procedure::Definition::parse(text, &vocabulary()).expect("it is read");
        let pack = procedure::RulePack::parse(
            procedure::RulePack::shipped_text("national").expect("a pack"),
        )
        .expect("it is read");
        let calendar = workday::Calendar::shipped();
        let findings = procedure::check::check(&definition, &pack, &calendar);
        assert!(findings.is_empty(), "{findings:#?}");
    }
}
