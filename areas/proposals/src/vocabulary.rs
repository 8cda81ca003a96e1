//! What the procedures of this area may name: who acts, what is known, what is carried out, what is asked for.
//!
//! One vocabulary serves all four kinds of matter, so that an office that edits one procedure finds the same words
//! in the others. Titles come from the text crate: a code has one name on pages and in procedures.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Type, Vocabulary, Words};
use text::{Lang, t};

use crate::model::draft::MOST;
use crate::model::filing::{NotFiled, Returned, Reviewed};
use crate::model::handling::ContactWay;
use crate::model::reply::MOST_LETTER;
use crate::model::verdict::Rating;
use kernel::matter::Confidentiality;

/// A note, a reason in one's own words.
const NOTE: usize = 2_000;
/// A list of ids: co-signers.
const SEVERAL: usize = 200;

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

/// The vocabulary of every kind of matter of this area.
pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

macro_rules! codes {
    ($noun:ty) => {
        <$noun>::ALL
            .iter()
            .map(|value| (value.code().to_owned(), both(&value.key())))
            .collect::<Vec<(String, Words)>>()
    };
}

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in ROLES {
        v.roles
            .insert(role.to_owned(), both(&format!("proposals-role-{role}")));
    }
    for limit in LIMITS {
        v.limits
            .insert(limit.to_owned(), both(&format!("proposals-limit-{limit}")));
    }
    // Named by the rule for answers that were not to the proposer's mind, never by a step.
    v.limits
        .insert("redo".to_owned(), both("proposals-limit-redo"));
    for (name, ty) in FACTS {
        v = v.fact(name, ty);
    }
    for (name, args) in EFFECTS {
        v = v.effect(name, args);
    }
    v = v.answers(&ANSWERS).files(&[
        "merge",
        "not_file",
        "treat_as_suggestion",
        "withdraw",
        "archive",
    ]);
    v.reasons.insert("not_filed".into(), codes!(NotFiled));
    v.reasons.insert("returned".into(), codes!(Returned));
    v.reasons.insert("reviewed".into(), codes!(Reviewed));
    for (name, ty) in fields() {
        let title = both(&format!("proposals-field-{name}"));
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}

/// The area's own roles first, then the kernel's.
pub const ROLES: [&str; 19] = [
    "lead_proposer",
    "invited",
    "co_signer",
    "merged_proposer",
    "promiser",
    "handler",
    "holder",
    "office",
    "office_leader",
    "committee",
    "leader",
    "chief",
    "unit_liaison",
    "section",
    "unit_deputy_leader",
    "unit_principal",
    "county_leader",
    "deputy",
    "member",
];

/// The lengths a rule pack gives.
pub const LIMITS: [&str; 19] = [
    "cosign",
    "filing",
    "instruct",
    "assign",
    "accept",
    "return_request",
    "decide_request",
    "contact",
    "co_opinion",
    "draft",
    "review",
    "approve",
    "county_review",
    "issue",
    "reply",
    "reply_extended",
    "verdict",
    "archive",
    "deliver",
];

/// What guards may ask. Those of a running step: `contacts`, `drafted`, `return_closed`.
const FACTS: [(&str, Type); 12] = [
    // Names that stand behind it, the lead's included, and how many it takes.
    ("signed", Type::Int),
    ("threshold", Type::Int),
    // It grew out of a proposal or bill that was treated as a suggestion.
    ("handed_over", Type::Flag),
    // Whoever counts has rated, and is dissatisfied.
    ("verdict_decided", Type::Flag),
    ("dissatisfied", Type::Flag),
    // How often it was handled again.
    ("redone", Type::Int),
    // Its limit was extended in this round.
    ("extended", Type::Flag),
    // Everything promised is there.
    ("all_delivered", Type::Flag),
    // Files that may still be taken away: of the paper before it is sent in, of the unit's draft before it leaves.
    ("removable", Type::Int),
    // Contacts with the proposer by the unit of the step in this round.
    ("contacts", Type::Int),
    // The unit has a draft.
    ("drafted", Type::Flag),
    // The unit's time to ask for a return is over.
    ("return_closed", Type::Flag),
];

/// What this area carries out.
const EFFECTS: [(&str, &[(&str, Type)]); 38] = [
    ("edit", &[]),
    ("invite", &[]),
    ("sign", &[]),
    ("decline", &[]),
    ("submit", &[]),
    ("register", &[]),
    ("merge", &[]),
    ("not_file", &[]),
    ("treat_as_suggestion", &[]),
    ("return_form", &[]),
    ("note", &[]),
    ("instruct", &[]),
    ("assign", &[]),
    ("accept", &[]),
    ("contact", &[]),
    ("draft", &[]),
    ("submit_draft", &[]),
    ("opinion", &[]),
    ("review", &[("passed", Type::Flag)]),
    ("issue", &[]),
    ("request", &[("kind", Type::Text)]),
    ("rule", &[("granted", Type::Flag)]),
    ("take_back", &[]),
    ("extend", &[]),
    ("rate", &[]),
    ("handle_again", &[]),
    ("archive", &[]),
    ("withdraw", &[]),
    ("urge", &[]),
    ("set_key", &[]),
    ("deliver", &[]),
    ("tell_delivered", &[]),
    ("postpone", &[]),
    ("answer_bill", &[]),
    ("report", &[]),
    ("feed_back", &[]),
    ("add_paper", &[]),
    ("remove_paper", &[]),
];

/// With these whoever brought the matter in has been answered: a reply, or the notice why there is none.
const ANSWERS: [&str; 7] = [
    "issue",
    "answer_bill",
    "tell_delivered",
    "merge",
    "not_file",
    "treat_as_suggestion",
    "withdraw",
];

fn fields() -> Vec<(&'static str, FieldType)> {
    let pick = |name: &str| FieldType::Pick(name.to_owned());
    let confidentiality = Confidentiality::ALL
        .iter()
        .filter(|c| **c != Confidentiality::Embargo)
        .map(|c| {
            (
                c.code().to_owned(),
                both(&format!("confidentiality-{}", c.code())),
            )
        })
        .collect();
    vec![
        // The paper.
        ("title", FieldType::Line(MOST.0)),
        ("background", FieldType::Prose(MOST.1)),
        ("demand", FieldType::Prose(MOST.1)),
        ("cosigners", FieldType::PickMany("cosigners".to_owned())),
        // What the office decides.
        ("category", pick("category")),
        ("confidentiality", FieldType::Choice(confidentiality)),
        ("plan", FieldType::Prose(NOTE)),
        ("committee", pick("committee")),
        ("into", pick("matter")),
        ("note", FieldType::Prose(NOTE)),
        ("instruction", FieldType::Prose(NOTE)),
        ("key_leader", pick("leader")),
        ("lesson", FieldType::Prose(NOTE)),
        // What a unit does.
        ("section", pick("section")),
        ("responsible", pick("responsible")),
        ("opinion", FieldType::Prose(MOST.1)),
        ("ask", FieldType::Prose(NOTE)),
        ("suggested", pick("unit")),
        ("until_on", FieldType::Date),
        // A contact with the proposer.
        ("way", FieldType::Choice(codes!(ContactWay))),
        ("on_date", FieldType::Date),
        ("person", pick("party")),
        ("place", FieldType::Line(SEVERAL)),
        ("contact_note", FieldType::Prose(NOTE)),
        // The reply.
        ("class", pick("class")),
        ("gist", FieldType::Prose(NOTE)),
        ("promises", FieldType::Prose(5_000)),
        ("letter", FieldType::Prose(MOST_LETTER)),
        ("reply_number", FieldType::Line(60)),
        // The verdict.
        ("result", FieldType::Choice(codes!(Rating))),
        ("attitude", FieldType::Choice(codes!(Rating))),
        ("half_solved", FieldType::Flag),
        ("why", FieldType::Prose(NOTE)),
        // A commitment.
        ("stage", pick("stage")),
        ("evidence", FieldType::Prose(NOTE)),
        // Files.
        ("internal", FieldType::Flag),
        ("paper", pick("paper")),
        // A bill.
        ("report", FieldType::Prose(MOST.1)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever a procedure shows has a name in both languages.
    #[test]
    fn every_word_has_a_title() {
        let v = vocabulary();
        let mut titles: Vec<(&String, &Words)> = v.roles.iter().chain(&v.limits).collect();
        titles.extend(v.fields.iter().map(|(name, field)| (name, &field.title)));
        let lists = v.reasons.values().flatten();
        titles.extend(lists.map(|(code, words)| (code, words)));
        for (name, words) in titles {
            for text in [&words.zh, &words.en] {
                assert!(
                    !text.contains("proposals-") && !text.is_empty(),
                    "{name}: {text}"
                );
            }
        }
    }

    /// The kernel's roles are called as the kernel calls them.
    #[test]
    fn roles_are_the_areas_or_the_kernels() {
        let own = [
            "lead_proposer",
            "invited",
            "co_signer",
            "merged_proposer",
            "promiser",
            "handler",
            "holder",
        ];
        for role in ROLES {
            assert_eq!(
                own.contains(&role),
                kernel::access::Role::parse(role).is_none(),
                "{role}"
            );
        }
    }

    /// A procedure names a limit; every shipped pack must know it.
    #[test]
    fn every_pack_has_every_limit() {
        for (name, text) in procedure::RulePack::shipped() {
            let pack = procedure::RulePack::parse(text).expect("it is read");
            for limit in LIMITS.iter().chain(&["redo"]) {
                assert!(pack.limit(limit).is_some(), "{name} has no {limit}");
            }
        }
    }
}
