//! Units and their parts, contacts with the proposers, requests to the office.

use chrono::NaiveDate;

use kernel::access::Act;
use kernel::db::sql;
use kernel::error::Result;
use kernel::id::Id;

use crate::model::handling::{ContactWay, HandlingState, Part, RequestKind, Ruling};

/// Gives a unit its part in `round` on `day`. A unit that had one there before starts it anew.
pub async fn assign(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Id,
    part: Part,
    day: NaiveDate,
) -> Result<()> {
    sql(
        "INSERT INTO proposal_handling (matter_id, round, unit_id, part, state, assigned_on)
         VALUES ($1, $2, $3, $4, 'assigned', $5)
         ON CONFLICT (matter_id, round, unit_id) DO UPDATE
           SET part = excluded.part, state = 'assigned', assigned_on = excluded.assigned_on, accepted_on = NULL,
               section_id = NULL, responsible = NULL",
    )
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(part)
    .bind(day)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// The unit accepts: it names the section and the responsible leader.
pub async fn accept(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Id,
    section: Option<Id>,
    responsible: Option<Id>,
) -> Result<()> {
    let day = act.at.day();
    sql(
        "UPDATE proposal_handling SET state = 'accepted', accepted_on = $4, section_id = $5, responsible = $6
         WHERE matter_id = $1 AND round = $2 AND unit_id = $3",
    )
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(day)
    .bind(section)
    .bind(responsible)
    .run(&mut *act)
    .await?;
    Ok(())
}

pub async fn set_state(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Id,
    state: HandlingState,
) -> Result<()> {
    sql("UPDATE proposal_handling SET state = $4 WHERE matter_id = $1 AND round = $2 AND unit_id = $3")
        .bind(matter)
        .bind(round)
        .bind(unit)
        .bind(state)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// Takes the matter back from a unit, or, without one, from every unit of the round that has not replied.
pub async fn take_back(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Option<Id>,
    note: &str,
) -> Result<()> {
    sql(
        "UPDATE proposal_handling SET state = 'taken_back', note = $4
         WHERE matter_id = $1 AND round = $2 AND (unit_id = $3 OR CAST($3 AS BIGINT) IS NULL)
           AND state <> 'replied'",
    )
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(note)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// A co-handling unit's opinion (协办意见).
pub async fn give_opinion(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Id,
    opinion: &str,
) -> Result<()> {
    let (by, at) = (act.actor.person, act.at.0);
    sql(
        "UPDATE proposal_handling SET opinion = $4, opinion_by = $5, opinion_at = $6, state = 'opinion_given'
         WHERE matter_id = $1 AND round = $2 AND unit_id = $3",
    )
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(opinion)
    .bind(by)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// One contact with a proposer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    pub person: Option<Id>,
    pub way: ContactWay,
    pub on_date: NaiveDate,
    pub place: Option<String>,
    pub note: String,
}

pub async fn contact(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Id,
    new: &NewContact,
) -> Result<Id> {
    let id = Id::new(act.at);
    let (by, at) = (act.actor.person, act.at.0);
    sql(
        "INSERT INTO proposal_contact (id, matter_id, round, unit_id, person_id, way, on_date, place, note,
                                       entered_by, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id)
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(new.person)
    .bind(new.way)
    .bind(new.on_date)
    .bind(new.place.as_deref())
    .bind(&new.note)
    .bind(by)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(id)
}

/// What a unit asks of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    pub kind: RequestKind,
    pub suggested: Option<Id>,
    /// The day to which an extension is asked.
    pub until_on: Option<NaiveDate>,
    pub reason: String,
}

pub async fn request(
    act: &mut Act,
    matter: Id,
    round: i64,
    unit: Id,
    new: &NewRequest,
) -> Result<Id> {
    let id = Id::new(act.at);
    let (by, at) = (act.actor.person, act.at.0);
    sql(
        "INSERT INTO proposal_request (id, matter_id, round, unit_id, kind, suggested, until_on, reason, asked_by,
                                       asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(id)
    .bind(matter)
    .bind(round)
    .bind(unit)
    .bind(new.kind)
    .bind(new.suggested)
    .bind(new.until_on)
    .bind(&new.reason)
    .bind(by)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(id)
}

/// The office rules on what `unit` asked; true where something was open.
pub async fn rule(act: &mut Act, matter: Id, unit: Id, ruling: Ruling, note: &str) -> Result<bool> {
    let (by, at) = (act.actor.person, act.at.0);
    let changed = sql(
        "UPDATE proposal_request SET ruling = $3, ruled_by = $4, ruled_at = $5, ruling_note = $6
         WHERE matter_id = $1 AND unit_id = $2 AND ruling IS NULL",
    )
    .bind(matter)
    .bind(unit)
    .bind(ruling)
    .bind(by)
    .bind(at)
    .bind(note)
    .run(&mut *act)
    .await?;
    Ok(changed > 0)
}
