//! What the procedures of campaigns may name.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Vocabulary, Words};
use text::{Lang, t};

use crate::model::campaign::Theme;
use crate::vocabulary::MOST;

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

/// The vocabulary of campaigns.
pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in ["office", "office_leader", "committee"] {
        v.roles
            .insert(role.to_owned(), both(&format!("publicity-role-{role}")));
    }
    for name in ["plan", "conclude", "drop"] {
        v = v.effect(name, &[]);
    }
    v = v
        .answers(&["conclude", "drop"])
        .files(&["conclude", "drop"]);
    let themes = Theme::ALL
        .iter()
        .map(|t| (t.code().to_owned(), both(&t.key())))
        .collect();
    for (name, key, ty) in [
        ("title", "publicity-campaign-title", FieldType::Line(MOST.0)),
        (
            "theme",
            "publicity-campaign-theme",
            FieldType::Choice(themes),
        ),
        ("from_on", "publicity-from-on", FieldType::Date),
        ("to_on", "publicity-to-on", FieldType::Date),
        ("goal", "publicity-campaign-goal", FieldType::Prose(MOST.2)),
        ("note", "publicity-ask-note", FieldType::Prose(MOST.2)),
    ] {
        let title = both(key);
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What ships is sound: every step owned and timed, every way ends in an answer and a file.
    #[test]
    fn what_ships_is_sound() {
        let text = include_str!("../../procedures/campaign.toml");
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
