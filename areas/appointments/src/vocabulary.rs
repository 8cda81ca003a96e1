//! What the procedure of appointments may name: who acts, what is known, what is carried out, what is asked for.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Type, Vocabulary, Words};
use text::{Lang, t};

use crate::model::office::{Action, Class};
use crate::model::papers::Paper;

/// Characters of a name, a line, a note and a long text.
pub const NAME: usize = 40;
pub const LINE: usize = 100;
pub const NOTE: usize = 2_000;
pub const LONG: usize = 20_000;

/// In which capacity somebody is named on a case; each is a role of the procedure.
pub const CAPACITIES: [&str; 5] = ["keeper", "party", "chair", "vetter", "informed"];

/// What may be done with the offices of a case.
pub const CHANGES: [&str; 3] = ["add", "change", "drop"];

const ROLES: [&str; 3] = ["office", "office_leader", "committee"];

const FACTS: [(&str, Type); 15] = [
    ("deferred", Type::Flag),
    // Refused before, and the local rule bars another nomination now.
    ("barred", Type::Flag),
    // Papers of the checklist that are not there yet.
    ("missing", Type::Int),
    // The meeting is as far ahead as papers must be in before it.
    ("in_time", Type::Flag),
    ("exam_needed", Type::Flag),
    ("statement_needed", Type::Flag),
    ("oath_needed", Type::Flag),
    // A paper was drawn that is not marked yet.
    ("sitting_open", Type::Flag),
    ("tries_left", Type::Int),
    ("exam_passed", Type::Flag),
    ("exam_failed", Type::Flag),
    // A ballot was asked for.
    ("asked", Type::Flag),
    // Every line has its result.
    ("counted", Type::Flag),
    // At least one line was passed.
    ("passed", Type::Flag),
    ("published", Type::Flag),
];

const EFFECTS: [&str; 25] = [
    "say",
    "edit",
    "change_offices",
    "recast",
    "nominate",
    "file_paper",
    "reschedule",
    "vet",
    "draw",
    "enter_mark",
    "exam_done",
    "excuse",
    "fail",
    "state",
    "put",
    "ask_ballot",
    "enter_votes",
    "announce",
    "close",
    "decree",
    "swear",
    "publish",
    "name_reader",
    "unname_reader",
    "withdraw",
];

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

fn choices(codes: impl Iterator<Item = (String, String)>) -> FieldType {
    FieldType::Choice(codes.map(|(code, key)| (code, both(&key))).collect())
}

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in CAPACITIES {
        v.roles.insert(
            role.to_owned(),
            both(&format!("appointments-capacity-{role}")),
        );
    }
    for role in ROLES {
        v.roles
            .insert(role.to_owned(), both(&format!("role-{role}")));
    }
    v.limits.insert(
        "appointment_papers".to_owned(),
        both("appointments-limit-appointment_papers"),
    );
    // The yearly report of office holders: so long after the end of the year. No step has it; the register asks for it.
    v.limits.insert(
        "appointment_report".to_owned(),
        both("appointments-limit-appointment_report"),
    );
    for (name, ty) in FACTS {
        v = v.fact(name, ty);
    }
    v = v.effect("opinion", &[("view", Type::Text)]);
    for name in ["defer", "resume"].into_iter().chain(EFFECTS) {
        v = v.effect(name, &[]);
    }
    v = v
        .answers(&["announce", "withdraw", "fail"])
        .files(&["publish", "close", "withdraw", "fail"]);
    let genders = ["", "male", "female"].into_iter().skip(1);
    let fields: Vec<(&str, FieldType)> = vec![
        ("name", FieldType::Line(NAME)),
        (
            "gender",
            choices(genders.map(|g| (g.to_owned(), format!("appointments-gender-{g}")))),
        ),
        ("present", FieldType::Line(LINE)),
        ("about", FieldType::Prose(LONG)),
        ("on_date", FieldType::Date),
        ("meeting_on", FieldType::Date),
        ("note", FieldType::Prose(NOTE)),
        ("nominator", FieldType::Pick("nominators".to_owned())),
        ("signed_by", FieldType::Line(NAME)),
        (
            "paper_kind",
            choices(Paper::ALL.iter().map(|p| (p.code().to_owned(), p.key()))),
        ),
        ("questions", FieldType::Int(1, 100)),
        ("minutes", FieldType::Int(1, 240)),
        ("mark", FieldType::Int(0, 100)),
        ("statement", FieldType::Prose(LONG)),
        ("line", FieldType::Pick("lines".to_owned())),
        ("members", FieldType::Int(1, 5_000)),
        ("yes", FieldType::Int(0, 5_000)),
        ("no", FieldType::Int(0, 5_000)),
        ("abstain", FieldType::Int(0, 5_000)),
        ("invalid", FieldType::Int(0, 5_000)),
        (
            "change",
            choices(
                CHANGES
                    .iter()
                    .map(|c| ((*c).to_owned(), format!("appointments-change-{c}"))),
            ),
        ),
        ("of_line", FieldType::Pick("offices".to_owned())),
        (
            "action",
            choices(Action::ALL.iter().map(|a| (a.code().to_owned(), a.key()))),
        ),
        (
            "class",
            choices(Class::ALL.iter().map(|c| (c.code().to_owned(), c.key()))),
        ),
        ("office", FieldType::Line(LINE)),
        ("place", FieldType::Line(LINE)),
        ("led_by", FieldType::Line(NAME)),
        ("person", FieldType::Pick("people".to_owned())),
        ("named", FieldType::Pick("named".to_owned())),
        (
            "capacity",
            choices(
                CAPACITIES
                    .iter()
                    .map(|c| ((*c).to_owned(), format!("appointments-capacity-{c}"))),
            ),
        ),
    ];
    for (name, ty) in fields {
        let key = match name {
            "action" | "class" | "office" => format!("appointments-{name}"),
            name => format!("appointments-ask-{name}"),
        };
        let title = both(&key);
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}

#[cfg(test)]
mod tests {
    use kernel::matter::Kind;

    use super::*;
    use crate::kind::Appointments;

    /// What ships is sound: every step owned and timed, every way ends in an answer and a file.
    #[test]
    fn what_ships_is_sound() {
        let pack = procedure::RulePack::parse(
            procedure::RulePack::shipped_text("national").expect("a pack"),
        )
        .expect("it is read");
        for text in Appointments.shipped() {
            let definition = procedure::Definition::parse(text, &vocabulary()).expect("it is read");
            let calendar = workday::Calendar::shipped();
            let findings = procedure::check::check(&definition, &pack, &calendar);
            assert!(findings.is_empty(), "{findings:#?}");
        }
    }
}
