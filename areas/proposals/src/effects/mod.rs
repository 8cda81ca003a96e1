//! What the procedures' effects do to the tables, each in the transaction of its act.
//!
//! | file | effects |
//! | --- | --- |
//! | [`paper`] | editing, signatures, submission |
//! | [`filing`] | register, merge, not file, treat as suggestion, return, instruction |
//! | [`handling`] | assignment, acceptance, contacts, opinions, requests and rulings, extension |
//! | [`reply`] | drafts, reviews, the reply that leaves and the commitments that grow out of it |
//! | [`verdict`] | ratings, handling again, commitments delivered, summing up |
//! | [`place`] | where files belong and who reads them; adding one, taking one away |
//! | [`promise`] | how promises are written in a form |

mod filing;
mod handling;
mod paper;
pub(crate) mod place;
pub(crate) mod promise;
mod reply;
mod verdict;

use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use procedure::EffectCall;

use crate::kind::Held;

/// Carries out one effect.
pub(crate) async fn carry_out(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    match effect.name.as_str() {
        "edit" => paper::edit(held, act, doing).await,
        "invite" => paper::invite(act, doing).await,
        "sign" => paper::answer(held, act, doing, true).await,
        "decline" => paper::answer(held, act, doing, false).await,
        "submit" => paper::submit(held, act, doing).await,
        "feed_back" => place::feed_back(held, act, doing),
        "add_paper" => {
            place::add(held, act, doing);
            Ok(())
        }
        "remove_paper" => place::remove(held, act, doing).await,
        "withdraw" | "note" | "urge" | "report" => {
            said(doing, "note");
            Ok(())
        }
        "register" => filing::register(held, act, doing).await,
        "merge" => filing::merge(kernel, act, doing).await,
        "not_file" => filing::not_file(act, doing).await,
        "treat_as_suggestion" => filing::treat_as_suggestion(held, kernel, act, doing).await,
        "return_form" => filing::return_form(act, doing).await,
        "instruct" => filing::instruct(act, doing).await,
        "set_key" => filing::set_key(doing),
        "assign" => handling::assign(held, act, doing).await,
        "accept" => handling::accept(held, act, doing).await,
        "contact" => handling::contact(held, act, doing).await,
        "opinion" => handling::opinion(held, act, doing).await,
        "request" => handling::request(held, act, doing, effect).await,
        "rule" => handling::rule(act, doing, effect).await,
        "take_back" => handling::take_back(held, act, doing).await,
        "extend" => handling::extend(held, doing),
        "draft" => reply::draft(held, act, doing).await,
        "submit_draft" => reply::submit(held, act, doing).await,
        "review" => reply::review(held, act, doing, effect).await,
        "issue" => reply::issue(held, kernel, act, doing).await,
        "rate" => verdict::rate(held, act, doing).await,
        "handle_again" => verdict::handle_again(held, act, doing).await,
        "archive" => verdict::archive(act, doing).await,
        "deliver" => verdict::deliver(act, doing).await,
        // The letters of the act tell the proposers.
        "tell_delivered" => Ok(()),
        "postpone" => verdict::postpone(act, doing).await,
        "answer_bill" => filing::answer_bill(act, doing).await,
        other => Err(Error::internal(format!("no effect {other}"))),
    }
}

/// Keeps what was said in a field in the history, as typed.
pub(super) fn said(doing: &mut Doing, field: &str) {
    if let Some(words) = doing.request.some_text(field) {
        doing.keep("said", words);
    }
}

/// The unit whose branch an act is done on; the procedure sees to it that there is one.
pub(super) fn unit(doing: &Doing) -> Result<Id> {
    doing
        .unit()
        .ok_or_else(|| Error::internal("an act of a unit without its branch"))
}

/// An id picked in a field.
pub(super) fn picked(doing: &Doing, field: &str) -> Option<Id> {
    doing.request.text(field).parse().ok()
}
