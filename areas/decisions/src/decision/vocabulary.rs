//! What the procedures of decisions may name.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Type, Vocabulary, Words};
use text::{Lang, t};

use crate::model::decision::{Ended, Refused, Stance, Taken};
use crate::model::text::{MOST, Stage};

/// A note, an opinion, in characters.
const NOTE: usize = 2_000;
/// A name, a place.
const LINE: usize = 100;

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

pub(crate) fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

/// The values of a closed list with their names, as a choice offers them.
macro_rules! choices {
    ($noun:ty) => {
        <$noun>::ALL
            .iter()
            .map(|v| {
                (
                    v.code().to_owned(),
                    $crate::decision::vocabulary::both(&v.key()),
                )
            })
            .collect::<Vec<(String, procedure::Words)>>()
    };
}
pub(crate) use choices;

/// The kernel's roles a decision's procedure may name.
const ROLES: [&str; 8] = [
    "office",
    "office_leader",
    "committee",
    "leader",
    "chief",
    "unit_liaison",
    "unit_deputy_leader",
    "unit_principal",
];
/// The area's own: who brought it in, and a person who was asked.
const OWN: [&str; 2] = ["proposer", "asked"];

/// The lengths a rule pack gives.
pub const LIMITS: [&str; 10] = [
    "decision_examine",
    "decision_draft",
    "decision_consult",
    "decision_weigh",
    "decision_deliberate",
    "decision_vote",
    "decision_number",
    "decision_publish",
    "decision_implement",
    "archive",
];

const FACTS: [(&str, Type); 7] = [
    // Versions of the text saved.
    ("versions", Type::Int),
    // Opinions that came in, and those nobody said what becomes of.
    ("answered", Type::Int),
    ("unweighed", Type::Int),
    // What the ballot that counts came to.
    ("vote_passed", Type::Flag),
    ("vote_failed", Type::Flag),
    // Demands made, and those not settled.
    ("demands", Type::Int),
    ("open_demands", Type::Int),
];

const EFFECTS: [&str; 24] = [
    "admit",
    "refuse",
    "version",
    "consult",
    "ask_people",
    "opine",
    "speak",
    "enter_word",
    "close_consultation",
    "weigh",
    "note",
    "deliberated",
    "put_to_vote",
    "recall",
    "defer",
    "adopt",
    "not_adopt",
    "number",
    "publish",
    "keep_back",
    "demand",
    "archive",
    "withdraw",
    "terminate",
];
const SMALL: [&str; 2] = ["urge", "add_paper"];

fn fields() -> Vec<(&'static str, FieldType)> {
    let pick = |source: &str| FieldType::Pick(source.to_owned());
    vec![
        ("note", FieldType::Prose(NOTE)),
        ("stage", FieldType::Choice(choices!(Stage))),
        ("content", FieldType::Prose(MOST)),
        ("until_on", FieldType::Date),
        ("people", FieldType::PickMany("askable".to_owned())),
        ("question", FieldType::Prose(NOTE)),
        ("stance", FieldType::Choice(choices!(Stance))),
        ("opinion", FieldType::Prose(NOTE)),
        ("from_name", FieldType::Line(LINE)),
        ("consultation", pick("consultation")),
        ("taken", FieldType::Choice(choices!(Taken))),
        ("taken_reason", FieldType::Prose(NOTE)),
        ("on_date", FieldType::Date),
        ("speaker", FieldType::Line(LINE)),
        ("said", FieldType::Prose(NOTE)),
        ("heeded", FieldType::Prose(NOTE)),
        ("secret", FieldType::Flag),
        ("code_word", FieldType::Line(20)),
        ("effective_on", FieldType::Date),
        ("where", FieldType::Line(LINE)),
        ("checked", FieldType::Flag),
        ("replaces", FieldType::PickMany("replaceable".to_owned())),
        ("replaced_how", FieldType::Choice(choices!(Ended))),
        ("what", FieldType::Line(120)),
        ("detail", FieldType::Prose(NOTE)),
        ("to_units", FieldType::PickMany("units".to_owned())),
        ("due_on", FieldType::Date),
        ("lesson", FieldType::Prose(NOTE)),
    ]
}

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in ROLES {
        v.roles
            .insert(role.to_owned(), both(&format!("role-{role}")));
    }
    for role in OWN {
        v.roles
            .insert(role.to_owned(), both(&format!("decisions-role-{role}")));
    }
    for limit in LIMITS {
        v.limits
            .insert(limit.to_owned(), both(&format!("decisions-limit-{limit}")));
    }
    for (name, ty) in FACTS {
        v = v.fact(name, ty);
    }
    for name in EFFECTS.iter().chain(&SMALL) {
        v = v.effect(name, &[]);
    }
    v = v
        .answers(&["refuse", "adopt", "not_adopt", "withdraw", "terminate"])
        .files(&["refuse", "not_adopt", "withdraw", "terminate", "archive"]);
    v.reasons.insert("refused".into(), choices!(Refused));
    for (name, ty) in fields() {
        let title = both(&format!("decisions-ask-{name}"));
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}
