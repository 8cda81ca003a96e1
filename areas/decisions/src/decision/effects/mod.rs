//! What the acts on a decision do to the tables, each in the transaction of its act.
//!
//! | file | effects |
//! | --- | --- |
//! | [`asking`] | the text, consultations, opinions and what becomes of them |
//! | [`vote`] | deliberation, the ballot asked for, and what its result means |
//! | [`after`] | number, publication, what it replaces, demands |

mod after;
mod asking;
mod vote;

use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::act::Doing;
use procedure::EffectCall;

use super::Held;
use crate::model::decision::Refused;
use crate::store::decision::{self, Decision};

pub use vote::{closed, hears};

pub(super) async fn carry_out(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    match effect.name.as_str() {
        "admit" | "withdraw" | "terminate" | "note" | "urge" | "add_paper" => {
            said(doing, "note");
            Ok(())
        }
        "refuse" => refuse(held, act, doing).await,
        "version" => asking::version(held, act, doing).await,
        "consult" => asking::consult(held, act, doing).await,
        "ask_people" => asking::ask_people(held, act, doing).await,
        "opine" => asking::opine(held, act, doing).await,
        "speak" => asking::speak(held, act, doing).await,
        "enter_word" => asking::enter_word(held, act, doing).await,
        "close_consultation" => Ok(()),
        "weigh" => asking::weigh(held, act, doing).await,
        "deliberated" => vote::deliberated(held, act, doing).await,
        "put_to_vote" => vote::put(held, act, doing).await,
        "recall" => vote::recall(held, kernel, act, doing).await,
        "defer" => vote::defer(held, act, doing).await,
        "adopt" => vote::adopt(held, act, doing).await,
        "not_adopt" => vote::not_adopt(held, act, doing).await,
        "number" => after::number(held, act, doing).await,
        "publish" => after::publish(held, kernel, act, doing).await,
        "keep_back" => after::keep_back(held, act, doing).await,
        "demand" => after::demand(kernel, act, doing).await,
        "archive" => {
            let mut row = held.case.decision.clone();
            row.lesson = doing.request.some_text("lesson");
            said(doing, "lesson");
            decision::put(act, &row).await
        }
        other => Err(Error::internal(format!("no effect {other}"))),
    }
}

/// Keeps what was said in a field in the history, as typed.
fn said(doing: &mut Doing, field: &str) {
    if let Some(words) = doing.request.some_text(field) {
        doing.keep("said", words);
    }
}

/// What those who work on it say among themselves is not for those who are asked.
fn among_staff(doing: &mut Doing) {
    doing.audience = Audience::Office;
}

/// The ids picked in a field.
fn picked(doing: &Doing, field: &str) -> Vec<Id> {
    let ids = doing.request.text(field).split(',');
    ids.filter_map(|id| id.trim().parse().ok()).collect()
}

fn fault<T>(field: &str, key: &str) -> Result<T> {
    Err(Error::field(field, Message::new(key)))
}

/// The row, to be changed and put back.
fn row(held: &Held) -> Decision {
    held.case.decision.clone()
}

async fn refuse(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let mut row = row(held);
    row.refused = doing.request.reason.as_deref().and_then(Refused::parse);
    said(doing, "note");
    decision::put(act, &row).await
}
