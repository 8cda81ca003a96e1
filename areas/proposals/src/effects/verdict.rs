//! The proposers' verdict, what follows from it, and the end.

use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::matter::act::Doing;

use super::{picked, said};
use crate::kind::Held;
use crate::model::verdict::Rating;
use crate::store::{commitment, paper, verdict};

/// Rates result and attitude; whoever says nothing of the attitude means the same of both.
pub(super) async fn rate(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let named = picked(doing, "person");
    let party = match named {
        Some(person) => held.case.party(person),
        None => held.party_of(&act.actor),
    };
    let party = party
        .filter(|p| held.case.raters().any(|r| r.person_id == p.person_id))
        .ok_or_else(|| Error::Forbidden(Message::new("proposals-not-a-rater")))?;
    let result = Rating::parse(doing.request.text("result"))
        .ok_or_else(|| Error::field("result", Message::new("frame-field-choose")))?;
    let attitude = Rating::parse(doing.request.text("attitude")).unwrap_or(result);
    let why = doing.request.some_text("why");
    if result == Rating::Dissatisfied && why.is_none() {
        return Err(Error::field("why", Message::new("proposals-rate-why")));
    }
    let rating = verdict::NewVerdict {
        person: party.person_id,
        attitude,
        result,
        half_solved: doing.request.flag("half_solved"),
        reason: why,
    };
    verdict::rate(act, doing.matter.id, held.case.paper.round, &rating).await?;
    doing.keep("result", result.code());
    doing.keep("rater", party.name.as_str());
    said(doing, "why");
    Ok(())
}

/// A new round: what was answered stays, the units are named anew, the limit of re-handling holds. A promise that is
/// not kept is owed again by the limit for delivery.
pub(super) async fn handle_again(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    paper::next_round(act, doing.matter.id).await?;
    let promised = held
        .case
        .stages
        .iter()
        .any(|s| s.matter_id == doing.matter.id);
    if promised && let Some(limit) = doing.pinned.pack.limit("redo") {
        let due = workday::Clock::new(doing.today, limit.limit)
            .due(&doing.calendar)
            .ok()
            .and_then(workday::Due::date)
            .unwrap_or(doing.today);
        commitment::reopen(act, doing.matter.id, due).await?;
    }
    doing.again = true;
    Ok(())
}

/// What was learnt; its papers are filed.
pub(super) async fn archive(act: &mut Act, doing: &mut Doing) -> Result<()> {
    if let Some(lesson) = doing.request.some_text("lesson") {
        paper::lesson(act, doing.matter.id, &lesson).await?;
        doing.keep("said", lesson);
    }
    Ok(())
}

fn stage(doing: &Doing) -> Result<i64> {
    doing
        .request
        .text("stage")
        .parse()
        .map_err(|_| Error::field("stage", Message::new("frame-field-choose")))
}

/// A promised stage is there.
pub(super) async fn deliver(act: &mut Act, doing: &mut Doing) -> Result<()> {
    let sort = stage(doing)?;
    let day = doing.request.date("on_date").unwrap_or(doing.today);
    if day > doing.today {
        return Err(Error::field("on_date", Message::new("proposals-day-ahead")));
    }
    let evidence = doing.request.text("evidence").to_owned();
    if !commitment::deliver(act, doing.matter.id, sort, day, &evidence).await? {
        return Err(Error::field("stage", Message::new("proposals-stage-done")));
    }
    said(doing, "evidence");
    Ok(())
}

/// A promised stage gets another date; the reason stays in the history.
pub(super) async fn postpone(act: &mut Act, doing: &mut Doing) -> Result<()> {
    let sort = stage(doing)?;
    let until = doing.request.date("until_on").unwrap_or(doing.today);
    if until <= doing.today {
        return Err(Error::field(
            "until_on",
            Message::new("proposals-answer-promise-past"),
        ));
    }
    if !commitment::postpone(act, doing.matter.id, sort, until).await? {
        return Err(Error::field("stage", Message::new("proposals-stage-done")));
    }
    said(doing, "note");
    Ok(())
}
