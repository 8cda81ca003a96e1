//! What the procedures of this area may name: who acts, what is known, what is carried out, what is asked for.

use std::sync::{Arc, LazyLock};

use procedure::{FieldType, Type, Vocabulary, Words};
use text::{Lang, t};

use crate::model::adoption::{Aspect, Field, Nature, Place, Setting};
use crate::model::genre::Genre;
use crate::model::review::Returned;
use crate::model::score;

/// The longest title, text and note, in characters.
pub const MOST: (usize, usize, usize) = (120, 100_000, 2_000);

static VOCABULARY: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| Arc::new(build()));

/// The vocabulary of manuscripts.
pub fn vocabulary() -> Arc<Vocabulary> {
    VOCABULARY.clone()
}

fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

/// The area's own roles first, then the kernel's.
pub const ROLES: [&str; 10] = [
    "author",
    "own_lead",
    "member",
    "office",
    "office_leader",
    "committee",
    "leader",
    "chief",
    "group_lead",
    "correspondent",
];

const EFFECTS: [(&str, &[(&str, Type)]); 21] = [
    ("write", &[]),
    ("describe", &[]),
    ("share", &[]),
    ("submit", &[]),
    ("review", &[("passed", Type::Flag)]),
    ("release", &[]),
    ("decline", &[]),
    ("send_out", &[]),
    ("not_taken", &[]),
    ("correct", &[]),
    ("remark", &[]),
    ("photos", &[]),
    ("caption", &[]),
    ("drop_photo", &[]),
    ("recordings", &[]),
    ("describe_recording", &[]),
    ("drop_recording", &[]),
    ("add_paper", &[]),
    ("tell_outlet", &[]),
    ("file", &[]),
    ("withdraw", &[]),
];

fn build() -> Vocabulary {
    let mut v = Vocabulary::default();
    for role in ROLES {
        v.roles
            .insert(role.to_owned(), both(&format!("publicity-role-{role}")));
    }
    v = v
        .fact("written", Type::Flag)
        .fact("photos", Type::Int)
        .fact("recordings", Type::Int)
        .fact("untold", Type::Int);
    for (name, args) in EFFECTS {
        v = v.effect(name, args);
    }
    // Released, declined or withdrawn: the authors know what became of their piece.
    v = v
        .answers(&["release", "decline", "withdraw"])
        .files(&["file", "decline", "withdraw"]);
    v.reasons.insert(
        "returned".into(),
        codes(Returned::ALL, |r| (r.code(), r.key())),
    );
    for (name, ty) in fields() {
        let title = both(&format!("publicity-ask-{name}"));
        v.fields
            .insert(name.to_owned(), procedure::vocabulary::Field { title, ty });
    }
    v
}

fn codes<T: Copy>(all: &[T], one: impl Fn(T) -> (&'static str, String)) -> Vec<(String, Words)> {
    all.iter()
        .map(|v| {
            let (code, key) = one(*v);
            (code.to_owned(), both(&key))
        })
        .collect()
}

fn fields() -> Vec<(&'static str, FieldType)> {
    let part = || FieldType::Int(0, i64::from(score::MOST));
    vec![
        ("title", FieldType::Line(MOST.0)),
        ("content", FieldType::Prose(MOST.1)),
        (
            "genre",
            FieldType::Choice(codes(Genre::ALL, |v| (v.code(), v.key()))),
        ),
        ("event_on", FieldType::Date),
        (
            "field",
            FieldType::Choice(codes(Field::ALL, |v| (v.code(), v.key()))),
        ),
        (
            "setting",
            FieldType::Choice(codes(Setting::ALL, |v| (v.code(), v.key()))),
        ),
        (
            "nature",
            FieldType::Choice(codes(Nature::ALL, |v| (v.code(), v.key()))),
        ),
        (
            "aspect",
            FieldType::Choice(codes(Aspect::ALL, |v| (v.code(), v.key()))),
        ),
        (
            "place",
            FieldType::Choice(codes(Place::ALL, |v| (v.code(), v.key()))),
        ),
        ("minutes", FieldType::Int(0, 600)),
        ("seconds", FieldType::Int(0, 59)),
        ("authors", FieldType::PickMany("authors".to_owned())),
        ("parts", FieldType::Line(60)),
        ("lively", part()),
        ("deep", part()),
        ("solid", part()),
        ("note", FieldType::Prose(MOST.2)),
        ("quote", FieldType::Line(200)),
        ("outlets", FieldType::PickMany("outlets".to_owned())),
        ("submission", FieldType::Pick("submission".to_owned())),
        ("photo", FieldType::Pick("photos".to_owned())),
        ("recording", FieldType::Pick("recordings".to_owned())),
        ("caption", FieldType::Prose(MOST.2)),
        ("corrected", FieldType::PickMany("corrected".to_owned())),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever a procedure shows has a name in both languages.
    #[test]
    fn every_word_has_a_title() {
        let v = vocabulary();
        let mut titles: Vec<(&String, &Words)> = v.roles.iter().collect();
        titles.extend(v.fields.iter().map(|(name, field)| (name, &field.title)));
        titles.extend(
            v.reasons
                .values()
                .flatten()
                .map(|(code, words)| (code, words)),
        );
        for field in v.fields.values() {
            if let FieldType::Choice(all) = &field.ty {
                titles.extend(all.iter().map(|(code, words)| (code, words)));
            }
        }
        for (name, words) in titles {
            for text in [&words.zh, &words.en] {
                assert!(
                    !text.contains("publicity-") && !text.is_empty(),
                    "{name}: {text}"
                );
            }
        }
    }

    /// What ships is sound: every step owned and timed, every way ends in an answer and a file.
    #[test]
    fn what_ships_is_sound() {
        let text = include_str!("../procedures/manuscript-3.toml");
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
