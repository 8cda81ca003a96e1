//! Files (附件): where one given with an act belongs, and who reads it there; adding one to a running matter, taking one
//! away again while it has not left whoever wrote it.
//!
//! A file is read by whoever reads what it belongs to. The draft's are the unit's own until the reply leaves; then they go
//! with it ([`super::reply`]).

use kernel::access::{Act, Actor, HeldPost};
use kernel::error::{Error, Message, Result};
use kernel::file::{self, Place};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::Request;
use kernel::matter::act::Doing;
use procedure::EffectCall;

use super::{picked, said};
use crate::kind::Held;
use crate::store::case::Handling;

impl Held {
    /// What the unit or section `actor` acts for has to do with the matter in the present round.
    pub fn handler(&self, actor: &Actor) -> Option<&Handling> {
        let of = |unit: Id| {
            let held = |p: &HeldPost| p.unit == Some(unit) && p.role.is_of_unit();
            actor.posts.iter().any(held)
        };
        self.case
            .handling_now()
            .find(|h| of(h.unit_id) || h.section_id.is_some_and(of))
    }
}

/// Where a file given with an act of these effects belongs.
pub(crate) fn of(
    held: &Held,
    effects: &[EffectCall],
    unit: Option<Id>,
    actor: &Actor,
    request: &Request,
) -> Place {
    let names = |effect: &str| effects.iter().any(|e| e.name == effect);
    let parties = |name| Place::new(name, Audience::Parties).of_unit(unit);
    if names("draft") {
        return Place::new("draft", own(held, unit)).of_unit(unit);
    }
    if names("feed_back") {
        let unit = held.handler(actor).map(|h| h.unit_id);
        return Place::new("feedback", reported(held, unit)).of_unit(unit);
    }
    if names("add_paper") {
        let unit = held.handler(actor).map(|h| h.unit_id);
        let audience = match (request.flag("internal"), unit) {
            (false, _) => Audience::Parties,
            (true, Some(_)) => own(held, unit),
            (true, None) => Audience::Office,
        };
        return Place::new("added", audience).of_unit(unit);
    }
    for (effect, place) in [
        ("contact", "contact"),
        ("opinion", "opinion"),
        ("deliver", "evidence"),
        ("request", "request"),
        ("rate", "verdict"),
        ("report", "report"),
        ("answer_bill", "report"),
    ] {
        if names(effect) {
            return parties(place);
        }
    }
    parties("paper")
}

/// A unit and the section it was handed to.
fn own(held: &Held, unit: Option<Id>) -> Audience {
    let section = unit
        .and_then(|unit| held.case.handling_of(unit))
        .and_then(|h| h.section_id);
    Audience::Named(unit.into_iter().chain(section).collect())
}

/// The same, and the staff of the organ it is reported to.
fn reported(held: &Held, unit: Option<Id>) -> Audience {
    match own(held, unit) {
        Audience::Named(mut ids) => {
            ids.push(held.case.paper.organ_id);
            Audience::Named(ids)
        }
        other => other,
    }
}

/// The unit tells the office how it was handled (反馈), with its papers.
pub(super) fn feed_back(held: &Held, act: &Act, doing: &mut Doing) -> Result<()> {
    let unit = held
        .handler(&act.actor)
        .map(|h| h.unit_id)
        .ok_or_else(|| Error::internal("feedback of no unit"))?;
    doing.keep("unit", unit.to_string());
    doing.audience = reported(held, Some(unit));
    said(doing, "note");
    Ok(())
}

/// Files for a running matter; whoever may not read them does not read of them.
pub(super) fn add(held: &Held, act: &Act, doing: &mut Doing) {
    let place = of(
        held,
        &doing.decision.effects,
        None,
        &act.actor,
        &doing.request,
    );
    if let Some(unit) = place.unit {
        doing.keep("unit", unit.to_string());
    }
    doing.audience = place.audience;
    said(doing, "note");
}

/// Takes a file away that has not left whoever wrote it. The history keeps its name.
pub(super) async fn remove(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let unit = doing.unit();
    let paper = picked(doing, "paper")
        .filter(|id| held.case.removable(unit).any(|p| p.id == *id))
        .ok_or_else(|| Error::field("paper", Message::new("frame-field-choose")))?;
    let name = file::remove(act, doing.matter.id, paper).await?;
    doing.keep("papers_gone", vec![name]);
    if unit.is_some() {
        doing.audience = reported(held, unit);
    }
    Ok(())
}
