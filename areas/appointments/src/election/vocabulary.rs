//! What the procedure of an election may name.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Type, Vocabulary, Words};
use text::{Lang, t};

use crate::model::election::By;
use crate::vocabulary::{LINE, NAME, NOTE};

const ROLES: [&str; 3] = ["office", "office_leader", "committee"];

const FACTS: [(&str, Type); 10] = [
    // Candidates that still stand.
    ("candidates", Type::Int),
    ("too_few", Type::Flag),
    ("too_many", Type::Flag),
    // Nomination lasted as long as it must.
    ("time_up", Type::Flag),
    // A ballot was asked for and was not broken off.
    ("asked", Type::Flag),
    // A primary was asked for and is not counted yet.
    ("primary_asked", Type::Flag),
    ("primary_counted", Type::Flag),
    ("counted", Type::Flag),
    // Equal votes leave the last seat open.
    ("tied", Type::Flag),
    ("any_elected", Type::Flag),
];

const EFFECTS: [&str; 14] = [
    "add_candidate",
    "drop_candidate",
    "fix",
    "ask_primary",
    "enter_primary",
    "primary_done",
    "ask_ballot",
    "enter_votes",
    "enter_written",
    "revote",
    "announce",
    "certify",
    "close",
    "call_off",
];

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in ROLES {
        v.roles
            .insert(role.to_owned(), both(&format!("role-{role}")));
    }
    for (name, ty) in FACTS {
        v = v.fact(name, ty);
    }
    for name in EFFECTS {
        v = v.effect(name, &[]);
    }
    v = v
        .answers(&["announce", "call_off"])
        .files(&["certify", "close", "call_off"]);
    let by = By::NOMINATORS
        .iter()
        .map(|b| (b.code().to_owned(), both(&b.key())))
        .collect();
    let fields: Vec<(&str, FieldType)> = vec![
        ("name", FieldType::Line(NAME)),
        ("present", FieldType::Line(LINE)),
        ("nominated_by", FieldType::Choice(by)),
        ("signers", FieldType::Int(0, 3_000)),
        ("candidate", FieldType::Pick("candidates".to_owned())),
        ("uncounted", FieldType::Pick("uncounted".to_owned())),
        ("unranked", FieldType::Pick("unranked".to_owned())),
        ("meeting", FieldType::Line(LINE)),
        ("members", FieldType::Int(1, 5_000)),
        ("yes", FieldType::Int(0, 5_000)),
        ("no", FieldType::Int(0, 5_000)),
        ("abstain", FieldType::Int(0, 5_000)),
        ("on_date", FieldType::Date),
        ("note", FieldType::Prose(NOTE)),
    ];
    for (name, ty) in fields {
        let key = match name {
            "members" => "appointments-ask-deputies".to_owned(),
            "meeting" => "appointments-session".to_owned(),
            "unranked" => "appointments-ask-uncounted".to_owned(),
            name => format!("appointments-ask-{name}"),
        };
        let title = both(&key);
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}
