//! The text through its versions; who is asked about it, what they say, and what becomes of that.

use chrono::{Days, NaiveDate};
use kernel::access::{Act, Role};
use kernel::error::{Error, Result};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::act::Doing;

use super::{among_staff, fault, picked, said};
use crate::decision::Held;
use crate::model::decision::{Stance, Taken};
use crate::model::text::Stage;
use crate::store::consultation::{self, Consultation};
use crate::store::version::{self, Version};

/// Nobody is given longer than this to say what he thinks.
const FAR: u64 = 400;

pub(super) async fn version(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let Some(stage) = Stage::parse(doing.request.text("stage")) else {
        return fault("stage", "invalid-choice");
    };
    let content = doing.request.text("content").to_owned();
    let newest = held.case.newest();
    if newest.is_some_and(|v| v.stage == stage && v.content == content) {
        return fault("content", "decisions-text-unchanged");
    }
    let version = Version {
        version: newest.map_or(0, |v| v.version) + 1,
        stage,
        title: doing.matter.title.clone(),
        content,
        note: doing.request.text("note").to_owned(),
        saved_at: act.at.0,
        by_name: None,
    };
    doing.keep("version", version.version);
    said(doing, "note");
    among_staff(doing);
    version::save(act, doing.matter.id, &version).await
}

/// The day opinions are due.
fn until(doing: &Doing) -> Result<NaiveDate> {
    let day = doing.request.date("until_on").unwrap_or(doing.today);
    if day < doing.today {
        return fault("until_on", "decisions-until-past");
    }
    if day > doing.today + Days::new(FAR) {
        return fault("until_on", "decisions-day-far");
    }
    Ok(day)
}

/// Whoever is asked, before he has answered.
fn asked(held: &Held, act: &Act, doing: &Doing, due_on: NaiveDate) -> Consultation {
    Consultation {
        id: Id::new(act.at),
        round: held.case.decision.round,
        unit_id: None,
        person_id: None,
        name: String::new(),
        version: held.case.newest().map_or(0, |v| v.version),
        question: doing.request.text("question").to_owned(),
        asked_on: doing.today,
        due_on,
        answered_on: None,
        stance: None,
        opinion: String::new(),
        taken: None,
        taken_reason: String::new(),
        taken_on: None,
        who: None,
    }
}

pub(super) async fn consult(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let due_on = until(doing)?;
    let units: Vec<Id> = doing.request.units.iter().map(|(unit, _)| *unit).collect();
    for unit in units {
        let row = Consultation {
            unit_id: Some(unit),
            ..asked(held, act, doing, due_on)
        };
        consultation::ask(act, doing.matter.id, &row).await?;
    }
    people(held, act, doing, due_on).await?;
    among_staff(doing);
    said(doing, "question");
    Ok(())
}

pub(super) async fn ask_people(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let due_on = until(doing)?;
    people(held, act, doing, due_on).await?;
    among_staff(doing);
    said(doing, "question");
    Ok(())
}

/// Asks the people picked; one who is asked and has not answered yet is not asked twice.
async fn people(held: &Held, act: &mut Act, doing: &mut Doing, due_on: NaiveDate) -> Result<()> {
    for person in picked(doing, "people") {
        let waits = held
            .case
            .asked_person(person)
            .is_some_and(|c| c.answered_on.is_none());
        if waits {
            continue;
        }
        let row = Consultation {
            person_id: Some(person),
            ..asked(held, act, doing, due_on)
        };
        consultation::ask(act, doing.matter.id, &row).await?;
    }
    Ok(())
}

/// What was said, as typed. An objection or a wish without a word why is no use to anybody.
fn opinion(doing: &Doing) -> Result<(Stance, String)> {
    let Some(stance) = Stance::parse(doing.request.text("stance")) else {
        return fault("stance", "invalid-choice");
    };
    let words = doing.request.text("opinion").to_owned();
    if stance != Stance::Agree && words.is_empty() {
        return fault("opinion", "decisions-opinion-missing");
    }
    Ok((stance, words))
}

/// A unit's opinion.
pub(super) async fn opine(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let (stance, words) = opinion(doing)?;
    let unit = doing
        .unit()
        .ok_or_else(|| Error::internal("an opinion without its unit"))?;
    let row = held
        .case
        .asked_unit(unit)
        .ok_or_else(|| Error::internal("a unit that was not asked"))?;
    // One unit's opinion is not another's to read.
    doing.audience = Audience::Named(vec![unit, doing.matter.organ_id]);
    said(doing, "opinion");
    consultation::answer(act, row.id, doing.today, stance, &words).await
}

/// A person's opinion, his own; said again it replaces what he said before, until somebody weighed it.
pub(super) async fn speak(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let (stance, words) = opinion(doing)?;
    let mut own = Held::persons(&act.actor);
    let row = own
        .find_map(|p| held.case.asked_person(p))
        .ok_or(Error::NotFound)?
        .clone();
    drop(own);
    if row.taken.is_some() {
        return Err(Error::refused("decisions-opinion-weighed"));
    }
    let mine = row.person_id.into_iter().chain([doing.matter.organ_id]);
    doing.audience = Audience::Named(mine.collect());
    said(doing, "opinion");
    consultation::answer(act, row.id, doing.today, stance, &words).await
}

/// What an expert, a citizen, a meeting said, entered by whoever heard it.
pub(super) async fn enter_word(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let (stance, words) = opinion(doing)?;
    let row = Consultation {
        name: doing.request.text("from_name").to_owned(),
        answered_on: Some(doing.today),
        stance: Some(stance),
        opinion: words,
        ..asked(held, act, doing, doing.today)
    };
    among_staff(doing);
    said(doing, "opinion");
    consultation::ask(act, doing.matter.id, &row).await
}

/// What becomes of an opinion; whoever gave it can read that.
pub(super) async fn weigh(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let id: Option<Id> = doing.request.text("consultation").parse().ok();
    let answered = held
        .case
        .consultations
        .iter()
        .filter(|c| c.stance.is_some());
    let Some(row) = answered.into_iter().find(|c| Some(c.id) == id) else {
        return fault("consultation", "invalid-choice");
    };
    let Some(taken) = Taken::parse(doing.request.text("taken")) else {
        return fault("taken", "invalid-choice");
    };
    let reason = doing.request.text("taken_reason").to_owned();
    if taken != Taken::Accepted && reason.is_empty() {
        return fault("taken_reason", "decisions-reason-missing");
    }
    let giver = row.unit_id.or(row.person_id);
    let named = giver.into_iter().chain([doing.matter.organ_id]);
    doing.audience = Audience::Named(named.collect());
    doing.keep("of", row.name().to_owned());
    said(doing, "taken_reason");
    if let Some(unit) = row.unit_id {
        let to = kernel::notice::To::Role {
            holder: unit,
            role: Role::UnitLiaison.code().to_owned(),
        };
        let letter = kernel::notice::Letter::new("notice-decision-weighed", vec![to]);
        doing.letters.push(letter.about(doing.matter.id));
    }
    consultation::weigh(act, row.id, doing.today, taken, &reason).await
}
