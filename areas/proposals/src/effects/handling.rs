//! Assignment, and what units do until they draft.

use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::settle;
use procedure::{EffectCall, Value};
use workday::{Clock, Limit};

use super::{picked, said, unit};
use crate::kind::Held;
use crate::model::handling::{ContactWay, Part, RequestKind, Ruling};
use crate::store::handling::{self, NewContact, NewRequest};

/// Gives it to the units named; the first that leads is the unit of the matter.
pub(super) async fn assign(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let round = held.case.paper.round;
    let units: Vec<(Id, Part)> = doing
        .request
        .units
        .iter()
        .map(|(unit, part)| (*unit, Part::from(*part)))
        .collect();
    for (unit, _) in &units {
        let known = kernel::organ::unit(&mut *act, doing.matter.organ_id, *unit).await;
        if !known.is_ok_and(|u| u.handles() && u.exists_on(doing.today)) {
            return Err(Error::field("units", Message::new("proposals-unit-gone")));
        }
    }
    for (unit, part) in &units {
        handling::assign(act, doing.matter.id, round, *unit, *part, doing.today).await?;
    }
    let leads = units.iter().find(|(_, part)| part.replies());
    let has_lead = held.case.handling_now().any(|h| h.part == Part::Lead);
    if let Some((unit, part)) = leads
        && (*part == Part::Lead || !has_lead || doing.matter.lead_unit.is_none())
    {
        doing.matter.lead_unit = Some(*unit);
    }
    said(doing, "note");
    Ok(())
}

/// The unit takes it and hands it to a section and a responsible leader.
pub(super) async fn accept(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let unit = unit(doing)?;
    let section = picked(doing, "section");
    let responsible = picked(doing, "responsible");
    handling::accept(
        act,
        doing.matter.id,
        held.case.paper.round,
        unit,
        section,
        responsible,
    )
    .await
}

/// A contact with the proposer; it can't lie ahead, nor before the matter came in.
pub(super) async fn contact(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let unit = unit(doing)?;
    let on_date = doing.request.date("on_date").unwrap_or(doing.today);
    if on_date > doing.today || on_date < doing.matter.received_on {
        return Err(Error::field(
            "on_date",
            Message::new("proposals-contact-day"),
        ));
    }
    let way = ContactWay::parse(doing.request.text("way"))
        .ok_or_else(|| Error::field("way", Message::new("frame-field-choose")))?;
    let new = NewContact {
        person: picked(doing, "person"),
        way,
        on_date,
        place: doing.request.some_text("place"),
        note: doing.request.text("contact_note").to_owned(),
    };
    handling::contact(act, doing.matter.id, held.case.paper.round, unit, &new).await?;
    said(doing, "contact_note");
    Ok(())
}

/// The co-handling unit's opinion.
pub(super) async fn opinion(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let unit = unit(doing)?;
    let round = held.case.paper.round;
    let words = doing.request.text("opinion").to_owned();
    handling::give_opinion(act, doing.matter.id, round, unit, &words).await?;
    said(doing, "opinion");
    Ok(())
}

/// What a unit asks of the office.
pub(super) async fn request(
    held: &Held,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    let unit = unit(doing)?;
    let kind = effect
        .text("kind")
        .and_then(RequestKind::parse)
        .ok_or_else(|| Error::internal("a request of no kind"))?;
    let suggested = picked(doing, "suggested");
    if kind.names_unit() && (suggested.is_none() || suggested == Some(unit)) {
        return Err(Error::field(
            "suggested",
            Message::new("proposals-request-other-unit"),
        ));
    }
    let new = NewRequest {
        kind,
        suggested,
        until_on: doing.request.date("until_on"),
        reason: doing.request.text("ask").to_owned(),
    };
    handling::request(act, doing.matter.id, held.case.paper.round, unit, &new).await?;
    said(doing, "ask");
    Ok(())
}

/// The office rules on it.
pub(super) async fn rule(act: &mut Act, doing: &mut Doing, effect: &EffectCall) -> Result<()> {
    let unit = unit(doing)?;
    let granted = effect.args.get("granted") == Some(&Value::Flag(true));
    let ruling = if granted {
        Ruling::Granted
    } else {
        Ruling::Refused
    };
    handling::rule(
        act,
        doing.matter.id,
        unit,
        ruling,
        doing.request.text("note"),
    )
    .await?;
    said(doing, "note");
    Ok(())
}

/// The unit no longer handles it.
pub(super) async fn take_back(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let unit = unit(doing)?;
    handling::take_back(
        act,
        doing.matter.id,
        held.case.paper.round,
        Some(unit),
        doing.request.text("note"),
    )
    .await?;
    if doing.matter.lead_unit == Some(unit) {
        let other = held
            .case
            .handling_now()
            .find(|h| h.unit_id != unit && h.part.replies());
        doing.matter.lead_unit = other.map(|h| h.unit_id);
    }
    Ok(())
}

/// More time, up to the extended limit of the rule pack, counted from the beginning.
pub(super) fn extend(held: &Held, doing: &mut Doing) -> Result<()> {
    let unit = unit(doing)?;
    let asked = held
        .case
        .requests
        .iter()
        .rev()
        .find(|r| r.unit_id == unit && r.kind == RequestKind::Extension);
    let reason = asked.map(|r| r.reason.clone()).unwrap_or_default();
    let Some(clock) = settle::clock_of(&doing.matter)? else {
        return Err(Error::refused("kernel-no-clock-to-extend"));
    };
    let Some(longest) = doing.pinned.pack.limit("reply_extended") else {
        return Err(Error::refused("proposals-no-extended-limit"));
    };
    let mut whole = Clock::new(clock.started_on, longest.limit);
    whole.stops.clone_from(&clock.stops);
    let last = whole
        .due(&doing.calendar)
        .ok()
        .and_then(workday::Due::date)
        .ok_or_else(|| Error::refused("proposals-no-extended-limit"))?;
    let until = asked.and_then(|r| r.until_on).map_or(last, |u| u.min(last));
    settle::extend(doing, Limit::On(until), &reason)
}
