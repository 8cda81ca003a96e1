//! What the procedures of meetings and activities may name.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Type, Vocabulary, Words};
use text::{Lang, t};

/// The longest title, place and note, in characters.
pub const MOST: (usize, usize, usize) = (120, 100, 2_000);

/// The longest time of day: 上午9:00, 9:00 a.m.
pub const TIME: usize = 20;

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

/// The vocabulary of both kinds.
pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

const ROLES: [&str; 3] = ["office", "office_leader", "committee"];
const EFFECTS: [&str; 6] = ["arrange", "call", "convene", "adjourn", "held", "cancel"];
const FACTS: [&str; 5] = ["begun", "sits", "quorate", "has_agenda", "has_roll"];

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in ROLES {
        v.roles
            .insert(role.to_owned(), both(&format!("role-{role}")));
    }
    for name in FACTS {
        v = v.fact(name, Type::Flag);
    }
    for name in EFFECTS {
        v = v.effect(name, &[]);
    }
    v = v.answers(&["held", "cancel"]).files(&["held", "cancel"]);
    for (name, ty) in [
        ("title", FieldType::Line(MOST.0)),
        ("from_on", FieldType::Date),
        ("to_on", FieldType::Date),
        ("place", FieldType::Line(MOST.1)),
        ("at_time", FieldType::Line(TIME)),
        ("note", FieldType::Prose(MOST.2)),
        ("record", FieldType::Prose(MOST.2)),
    ] {
        let title = both(&format!("meetings-ask-{name}"));
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::kinds;

    /// What ships is sound: every step owned and timed, every way ends in an answer and a file.
    #[test]
    fn what_ships_is_sound() {
        let pack = procedure::RulePack::parse(
            procedure::RulePack::shipped_text("national").expect("a pack"),
        )
        .expect("it is read");
        for kind in kinds() {
            for text in kind.shipped() {
                let definition =
                    procedure::Definition::parse(text, &vocabulary()).expect("it is read");
                let calendar = workday::Calendar::shipped();
                let findings = procedure::check::check(&definition, &pack, &calendar);
                assert!(findings.is_empty(), "{findings:#?}");
            }
        }
    }
}
