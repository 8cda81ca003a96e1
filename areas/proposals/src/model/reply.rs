//! The formal reply (答复): its class, and what a reply of that class must contain.
//!
//! Classes differ by place, so a rule pack lists them, with what a reply of each must say; what a class *means* is the
//! same everywhere and drives what follows: a promise lives on as a commitment. A reply is never counted as solved.

use chrono::NaiveDate;
use procedure::ReplyClass;

use super::coded;
use super::verdict::Standing;
use kernel::error::{FieldError, Message};

coded! { "proposals-meaning-",
    /// What a class says about the matter.
    Meaning {
        /// 已经解决或基本解决
        Solved = "solved",
        /// 正在解决或已列入计划
        Solving = "solving",
        /// 因条件限制以后解决
        Planned = "planned",
        /// 留作参考或不能解决
        Reference = "reference",
    }
}

/// One promise of a reply: what will be there by when.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Promise {
    pub stage: super::commitment::Stage,
    pub what: String,
    pub due_on: NaiveDate,
}

/// A reply as drafted: the letter, its class, what its class requires, what it promises.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Answer {
    /// The code of a class of the rule pack; empty while none is chosen.
    #[serde(default)]
    pub class: String,
    /// What a reply of the class must say, in short: it stands in figures and in the memory of earlier matters.
    #[serde(default)]
    pub gist: String,
    #[serde(default)]
    pub promises: Vec<Promise>,
    #[serde(default)]
    pub letter: String,
    /// Names of the files that left with it; none while it is a draft.
    #[serde(default)]
    pub papers: Vec<String>,
}

/// A gist shorter than this says nothing.
pub const LEAST_GIST: usize = 10;
/// A letter longer than this is no letter.
pub const MOST_LETTER: usize = 50_000;
/// More stages than this are a plan, not a promise.
pub const MOST_PROMISES: usize = 20;

/// What a class means; a pack's unknown word is taken for the weakest.
pub fn meaning(class: &ReplyClass) -> Meaning {
    Meaning::parse(&class.meaning).unwrap_or(Meaning::Reference)
}

impl Answer {
    /// Its class in the pack.
    pub fn class_in<'a>(&self, classes: &'a [ReplyClass]) -> Option<&'a ReplyClass> {
        classes.iter().find(|c| c.code == self.class)
    }

    /// What stands in the way of submitting this answer on `today`, by field; empty where nothing does.
    pub fn faults(&self, classes: &[ReplyClass], today: NaiveDate) -> Vec<FieldError> {
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
        let Some(class) = self.class_in(classes) else {
            fault("class", Message::new("proposals-answer-no-class"));
            return out;
        };
        if self.gist.trim().chars().count() < LEAST_GIST {
            let requires = kernel::error::Arg::Both {
                zh: class.requires.zh.clone(),
                en: class.requires.en.clone(),
            };
            fault(
                "gist",
                Message::new("proposals-answer-gist-missing")
                    .arg("requires", requires)
                    .arg("n", LEAST_GIST),
            );
        }
        if !class.dated {
            if !self.promises.is_empty() {
                fault("promises", Message::new("proposals-answer-promise-class"));
            }
            return out;
        }
        if self.promises.is_empty() {
            fault("promises", Message::new("proposals-answer-no-promise"));
        } else if self.promises.len() > MOST_PROMISES {
            fault(
                "promises",
                Message::new("proposals-answer-too-many-promises").arg("n", MOST_PROMISES),
            );
        }
        for (i, promise) in self.promises.iter().enumerate() {
            if promise.what.trim().is_empty() {
                fault(
                    &format!("promise-{i}-what"),
                    Message::new("proposals-answer-promise-empty"),
                );
            }
            let before = i.checked_sub(1).and_then(|b| self.promises.get(b));
            if promise.due_on <= today {
                fault(
                    &format!("promise-{i}-due"),
                    Message::new("proposals-answer-promise-past"),
                );
            } else if before.is_some_and(|b| b.due_on > promise.due_on || b.stage > promise.stage) {
                fault(
                    &format!("promise-{i}-due"),
                    Message::new("proposals-answer-promise-order"),
                );
            }
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
        Meaning::Solving => promises_delivered,
        Meaning::Planned | Meaning::Reference => false,
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

    fn classes() -> Vec<ReplyClass> {
        let (_, text) = procedure::RulePack::shipped().next().expect("a pack");
        procedure::RulePack::parse(text)
            .expect("it is read")
            .classes
    }

    fn fields(answer: &Answer) -> Vec<String> {
        let faults = answer.faults(&classes(), day(1));
        faults.into_iter().map(|f| f.field).collect()
    }

    fn answer(class: &str) -> Answer {
        Answer {
            papers: Vec::new(),
            class: class.to_owned(),
            gist: "已于五月底完成河道清淤三公里".to_owned(),
            promises: Vec::new(),
            letter: "您提出的建议收悉，现答复如下。".to_owned(),
        }
    }

    #[test]
    fn every_class_asks_for_its_content() {
        for class in classes() {
            let bare = Answer {
                gist: "已办".to_owned(),
                ..answer(&class.code)
            };
            assert!(fields(&bare).contains(&"gist".to_owned()), "{}", class.code);
            let expected: &[&str] = if class.dated { &["promises"] } else { &[] };
            assert_eq!(fields(&answer(&class.code)), expected);
        }
        assert_eq!(fields(&answer("Z")), ["class"]);
        assert_eq!(fields(&Answer::default()), ["letter", "class"]);
    }

    /// What a shipped pack says of a class is understood.
    #[test]
    fn every_meaning_of_the_shipped_packs_is_known() {
        for (name, text) in procedure::RulePack::shipped() {
            for class in procedure::RulePack::parse(text)
                .expect("it is read")
                .classes
            {
                assert!(
                    Meaning::parse(&class.meaning).is_some(),
                    "{name} {}",
                    class.code
                );
            }
        }
    }

    #[test]
    fn promises_have_dates_ahead_in_the_order_of_their_stages() {
        let promise = |stage, d| Promise {
            stage,
            what: "开工建设".to_owned(),
            due_on: day(d),
        };
        let with = |class: &str, promises| Answer {
            promises,
            ..answer(class)
        };
        let good = with(
            "B",
            vec![promise(Stage::Planned, 10), promise(Stage::InUse, 20)],
        );
        assert!(fields(&good).is_empty());
        let turned = with(
            "B",
            vec![promise(Stage::InUse, 10), promise(Stage::Planned, 20)],
        );
        assert_eq!(fields(&turned), ["promise-1-due"]);
        assert_eq!(
            fields(&with("B", vec![promise(Stage::Planned, 1)])),
            ["promise-0-due"]
        );
        assert_eq!(
            fields(&with("A", vec![promise(Stage::InUse, 20)])),
            ["promises"]
        );
        assert_eq!(
            fields(&with("B", vec![promise(Stage::InUse, 20); 21])),
            ["promises"]
        );
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
            Meaning::Solving,
            Standing::Satisfied,
            false,
            false
        ));
        assert!(is_solved(
            Meaning::Solving,
            Standing::Satisfied,
            false,
            true
        ));
    }
}
