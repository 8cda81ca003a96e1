//! The formal reply (答复): its class, and what a reply of that class must contain.
//!
//! Classes differ by place (rules.md 4), so a rule pack names a [`Scheme`]; what a class *means* is the same
//! everywhere and drives what follows: a promise lives on as a commitment. A reply is never counted as solved.

use chrono::NaiveDate;
use std::collections::BTreeMap;

use super::coded;
use super::verdict::Standing;
use kernel::error::{FieldError, Message};

coded! { "proposals-class-",
    /// The letter at the top right of the reply.
    Class {
        A = "A",
        B = "B",
        C = "C",
        D = "D",
    }
}

coded! { "proposals-meaning-",
    /// What a class says about the matter.
    Meaning {
        /// 已经解决或基本解决
        Solved = "solved",
        /// 正在解决或已列入计划
        Promised = "promised",
        /// 因条件限制以后解决
        Deferred = "deferred",
        /// 留作参考或不能解决
        Explained = "explained",
    }
}

coded! { "proposals-content-",
    /// A part that a reply must contain.
    Content {
        /// What was done (solved).
        Done = "done",
        /// By what means it will be solved (promised).
        Means = "means",
        /// How it is pursued although it can't be done now (deferred).
        Plan = "plan",
        /// The facts that stand against it (explained).
        Facts = "facts",
        /// The law or policy behind the explanation.
        Policy = "policy",
    }
}

impl Meaning {
    /// What a reply must say (mission H6).
    pub fn content(self) -> &'static [Content] {
        match self {
            Meaning::Solved => &[Content::Done],
            Meaning::Promised => &[Content::Means],
            Meaning::Deferred => &[Content::Plan],
            Meaning::Explained => &[Content::Facts, Content::Policy],
        }
    }

    /// Must name what is promised and by when; each promise lives on as a commitment.
    pub fn promises(self) -> bool {
        self == Meaning::Promised
    }
}

/// How classes are read in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// A solved, B being solved or planned, C later, D for reference (hhrd.net 2007).
    Four,
    /// A solved, B planned, C can't be solved (the usual form with three letters).
    Three,
}

impl Scheme {
    pub fn code(self) -> &'static str {
        match self {
            Scheme::Four => "four",
            Scheme::Three => "three",
        }
    }

    pub fn parse(code: &str) -> Option<Scheme> {
        [Scheme::Four, Scheme::Three]
            .into_iter()
            .find(|s| s.code() == code)
    }

    pub fn classes(self) -> &'static [(Class, Meaning)] {
        match self {
            Scheme::Four => &[
                (Class::A, Meaning::Solved),
                (Class::B, Meaning::Promised),
                (Class::C, Meaning::Deferred),
                (Class::D, Meaning::Explained),
            ],
            Scheme::Three => &[
                (Class::A, Meaning::Solved),
                (Class::B, Meaning::Promised),
                (Class::C, Meaning::Explained),
            ],
        }
    }

    /// What a class means here; none where the place has no such class.
    pub fn meaning(self, class: Class) -> Option<Meaning> {
        self.classes()
            .iter()
            .find(|(c, _)| *c == class)
            .map(|(_, m)| *m)
    }
}

/// One promise of a reply: what will be there by when.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Promise {
    pub stage: super::commitment::Stage,
    pub what: String,
    pub due_on: NaiveDate,
}

/// A reply as drafted: the letter, its class, the parts its class requires, what it promises.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Answer {
    pub class: Option<Class>,
    #[serde(default)]
    pub content: BTreeMap<Content, String>,
    #[serde(default)]
    pub promises: Vec<Promise>,
    #[serde(default)]
    pub letter: String,
}

/// A part shorter than this says nothing.
pub const LEAST_CONTENT: usize = 10;
/// A letter longer than this is no letter.
pub const MOST_LETTER: usize = 50_000;

impl Answer {
    /// What stands in the way of submitting this answer on `today`, by field; empty where nothing does.
    pub fn faults(&self, scheme: Scheme, today: NaiveDate) -> Vec<FieldError> {
        let mut out = Vec::new();
        let mut fault = |field: &str, message: Message| {
            out.push(FieldError {
                field: field.to_owned(),
                message,
            });
        };
        let letter = self.letter.trim().chars().count();
        if letter == 0 {
            fault("letter", Message::new("proposals-answer-no-letter"));
        } else if letter > MOST_LETTER {
            fault(
                "letter",
                Message::new("proposals-answer-letter-too-long").arg("n", MOST_LETTER),
            );
        }
        let Some(meaning) = self.class.and_then(|c| scheme.meaning(c)) else {
            fault("class", Message::new("proposals-answer-no-class"));
            return out;
        };
        for content in meaning.content() {
            let said = self.content.get(content).map_or("", |s| s.trim());
            if said.chars().count() < LEAST_CONTENT {
                fault(
                    content.code(),
                    Message::new("proposals-answer-content-missing").arg("n", LEAST_CONTENT),
                );
            }
        }
        if meaning.promises() {
            if self.promises.is_empty() {
                fault("promises", Message::new("proposals-answer-no-promise"));
            }
            for (i, promise) in self.promises.iter().enumerate() {
                if promise.what.trim().is_empty() {
                    fault(
                        &format!("promise-{i}-what"),
                        Message::new("proposals-answer-promise-empty"),
                    );
                }
                if promise.due_on <= today {
                    fault(
                        &format!("promise-{i}-due"),
                        Message::new("proposals-answer-promise-past"),
                    );
                }
                let before = i.checked_sub(1).and_then(|b| self.promises.get(b));
                if before.is_some_and(|b| b.due_on > promise.due_on || b.stage > promise.stage) {
                    fault(
                        &format!("promise-{i}-due"),
                        Message::new("proposals-answer-promise-order"),
                    );
                }
            }
        } else if !self.promises.is_empty() {
            fault("promises", Message::new("proposals-answer-promise-class"));
        }
        out
    }
}

/// Whether a matter counts as solved (解决率): the proposer did not deny it, and the reply said so, or what it
/// promised was delivered. The class alone never makes it solved.
pub fn is_solved(
    meaning: Meaning,
    standing: Standing,
    half_solved: bool,
    promises_delivered: bool,
) -> bool {
    let said = match meaning {
        Meaning::Solved => true,
        Meaning::Promised => promises_delivered,
        Meaning::Deferred | Meaning::Explained => false,
    };
    said && standing.is_content() && !half_solved
}

#[cfg(test)]
mod tests {
    use super::super::commitment::Stage;
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, d).unwrap()
    }

    fn fields(answer: &Answer, scheme: Scheme) -> Vec<String> {
        answer
            .faults(scheme, day(1))
            .into_iter()
            .map(|f| f.field)
            .collect()
    }

    fn answer(class: Class, content: &[Content]) -> Answer {
        Answer {
            class: Some(class),
            content: content
                .iter()
                .map(|c| (*c, "已于五月底完成河道清淤三公里".to_owned()))
                .collect(),
            promises: Vec::new(),
            letter: "您提出的建议收悉，现答复如下。".to_owned(),
        }
    }

    #[test]
    fn each_class_asks_for_its_content() {
        for scheme in [Scheme::Four, Scheme::Three] {
            for (class, meaning) in scheme.classes() {
                let bare = fields(&answer(*class, &[]), scheme);
                for content in meaning.content() {
                    assert!(
                        bare.contains(&content.code().to_owned()),
                        "{class} {content}"
                    );
                }
                let full = answer(*class, meaning.content());
                assert_eq!(
                    fields(&full, scheme),
                    if meaning.promises() {
                        vec!["promises"]
                    } else {
                        vec![]
                    }
                );
            }
        }
        assert_eq!(fields(&answer(Class::D, &[]), Scheme::Three), ["class"]);
        assert_eq!(
            fields(&Answer::default(), Scheme::Four),
            ["letter", "class"]
        );
    }

    #[test]
    fn promises_have_dates_ahead_in_the_order_of_their_stages() {
        let mut b = answer(Class::B, &[Content::Means]);
        let promise = |stage, d| Promise {
            stage,
            what: "开工建设".to_owned(),
            due_on: day(d),
        };
        b.promises = vec![promise(Stage::Planned, 10), promise(Stage::InUse, 20)];
        assert!(fields(&b, Scheme::Four).is_empty());
        b.promises = vec![promise(Stage::InUse, 10), promise(Stage::Planned, 20)];
        assert_eq!(fields(&b, Scheme::Four), ["promise-1-due"]);
        b.promises = vec![promise(Stage::Planned, 1)];
        assert_eq!(fields(&b, Scheme::Four), ["promise-0-due"]);
        let mut a = answer(Class::A, &[Content::Done]);
        a.promises = vec![promise(Stage::InUse, 20)];
        assert_eq!(fields(&a, Scheme::Four), ["promises"]);
    }

    #[test]
    fn a_reply_alone_is_never_solved() {
        for meaning in Meaning::ALL {
            for delivered in [false, true] {
                for standing in [Standing::Unrated, Standing::Dissatisfied] {
                    assert!(!is_solved(*meaning, standing, false, delivered));
                }
                assert!(!is_solved(*meaning, Standing::Satisfied, true, delivered));
            }
        }
        assert!(is_solved(
            Meaning::Solved,
            Standing::Basically,
            false,
            false
        ));
        assert!(!is_solved(
            Meaning::Promised,
            Standing::Satisfied,
            false,
            false
        ));
        assert!(is_solved(
            Meaning::Promised,
            Standing::Satisfied,
            false,
            true
        ));
    }
}
