//! What the procedures of demands may name.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Type, Vocabulary};

use crate::decision::vocabulary::{both, choices};
use crate::model::instruction::{Means, Way};

/// A note, a report, in characters.
const NOTE: usize = 3_000;

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

const ROLES: [&str; 5] = ["office", "office_leader", "committee", "leader", "chief"];

/// The lengths a rule pack gives.
pub const LIMITS: [&str; 4] = [
    "instruction_accept",
    "instruction_report",
    "instruction_inspect",
    "decide_request",
];

const EFFECTS: [&str; 12] = [
    "accept",
    "object",
    "uphold",
    "reassign",
    "postpone",
    "inspect",
    "send_back",
    "met",
    "not_met",
    "cancel",
    "urge",
    "add_paper",
];

fn fields() -> Vec<(&'static str, FieldType)> {
    vec![
        ("note", FieldType::Prose(NOTE)),
        ("responsible", FieldType::Line(60)),
        ("plan", FieldType::Prose(NOTE)),
        ("to_unit", FieldType::Pick("other_units".to_owned())),
        ("on_date", FieldType::Date),
        ("until_on", FieldType::Date),
        ("means", FieldType::Choice(choices!(Means))),
        ("said", FieldType::Prose(NOTE)),
        ("way", FieldType::Choice(choices!(Way))),
        ("finding", FieldType::Prose(NOTE)),
    ]
}

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in ROLES {
        v.roles
            .insert(role.to_owned(), both(&format!("role-{role}")));
    }
    v.roles
        .insert("charged".to_owned(), both("instructions-role-charged"));
    for limit in LIMITS {
        v.limits
            .insert(limit.to_owned(), both(&format!("decisions-limit-{limit}")));
    }
    // Inspections since it was last reported done.
    v = v.fact("inspected", Type::Int);
    for name in EFFECTS {
        v = v.effect(name, &[]);
    }
    v = v
        .effect("report", &[("final", Type::Flag)])
        .answers(&["met", "not_met", "cancel"])
        .files(&["met", "not_met", "cancel"]);
    for (name, ty) in fields() {
        let title = both(&format!("instructions-ask-{name}"));
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}
