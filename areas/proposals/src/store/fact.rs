//! The row of figures of a matter. Every act that changes one of its columns writes it anew from the case, in the
//! same transaction, so that a figure never lags behind the matter it counts.

use chrono::NaiveDate;

use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::matter::Matter;

use super::case::Case;
use crate::model::commitment::is_delivered;
use crate::model::reply::{Meaning, is_solved};
use crate::model::verdict::{Rating, Standing};

/// What figures count of one matter.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Fact {
    pub matter_id: Id,
    pub organ_id: Id,
    pub kind: String,
    pub confidentiality: String,
    pub historic: bool,
    pub session: Option<String>,
    pub category: Option<String>,
    pub unit: Option<Id>,
    pub committee: Option<Id>,
    pub proposer: Option<Id>,
    pub key_matter: bool,
    pub received_on: NaiveDate,
    pub filed_on: Option<NaiveDate>,
    pub not_filed: bool,
    pub assigned_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    /// The day on which the last unit that owes a reply gave its first one.
    pub replied_on: Option<NaiveDate>,
    /// Told only of what ran a clock here: not of historic rows.
    pub on_time: Option<bool>,
    pub class: Option<String>,
    pub meaning: Option<Meaning>,
    pub solved: bool,
    pub standing: Standing,
    pub attitude: Option<Rating>,
    pub half_solved: bool,
    pub rated: i64,
    pub asked: i64,
    pub reworks: i64,
    pub redone: i64,
}

/// Reads the row; none before the matter was brought in.
pub async fn read(on: impl On, matter: Id) -> Result<Option<Fact>> {
    Ok(sql(
        "SELECT matter_id, organ_id, kind, confidentiality, historic, session, category, unit, committee, proposer,
                key_matter, received_on, filed_on, not_filed, assigned_on, due_on, replied_on, on_time, class,
                meaning, solved, standing, attitude, half_solved, rated, asked, reworks, redone
         FROM proposal_fact WHERE matter_id = $1",
    )
    .bind(matter)
    .optional(on)
    .await?)
}

impl Fact {
    /// What the figures say of `matter` as it stands. `filed_on` and `committee` are known only to the act that
    /// filed or assigned it and are kept from `before`; so is what the first round set, its due date above all.
    pub fn of(matter: &Matter, case: &Case, before: Option<&Fact>) -> Fact {
        let first = case.handlings.iter().map(|h| h.round).min();
        let assigned_on = case
            .handlings
            .iter()
            .filter(|h| Some(h.round) == first)
            .map(|h| h.assigned_on)
            .min();
        let replied_on = replied_on(case).or(before.and_then(|b| b.replied_on));
        let reply = case.replies.iter().max_by_key(|r| (r.round, r.meaning));
        let due_on = match before {
            Some(b) if b.replied_on.is_some() => b.due_on,
            _ => matter.due_on,
        };
        let on_time = match (matter.historic, replied_on, due_on) {
            (false, Some(on), Some(due)) => Some(on <= due),
            _ => None,
        };
        let outcome = case.outcome();
        let rating = case
            .lead()
            .and_then(|lead| case.verdict_of(lead.person_id, case.paper.round));
        let half_solved = case
            .verdicts
            .iter()
            .any(|v| v.round == case.paper.round && v.half_solved);
        let stages: Vec<_> = case.stages.iter().map(|s| s.state()).collect();
        let meaning = reply.map(|r| r.meaning);
        Fact {
            matter_id: matter.id,
            organ_id: matter.organ_id,
            kind: matter.kind.clone(),
            confidentiality: matter.confidentiality.clone(),
            historic: matter.historic,
            session: matter.session.clone(),
            category: matter.category.clone(),
            unit: matter.lead_unit,
            committee: before.and_then(|b| b.committee),
            proposer: matter.proposer,
            key_matter: matter.key_leader.is_some(),
            received_on: matter.received_on,
            filed_on: before.and_then(|b| b.filed_on),
            not_filed: case.paper.not_filed.is_some(),
            assigned_on: assigned_on.or(before.and_then(|b| b.assigned_on)),
            due_on,
            replied_on,
            on_time,
            class: reply.map(|r| r.class.clone()),
            meaning,
            solved: meaning.is_some_and(|m| {
                is_solved(m, outcome.standing, half_solved, is_delivered(&stages))
            }),
            standing: outcome.standing,
            attitude: rating.map(|r| r.attitude),
            half_solved,
            rated: i64::from(outcome.rated),
            asked: i64::from(outcome.asked),
            reworks: case.reworks(),
            redone: case.paper.redone,
        }
    }
}

/// The day on which everybody who owed a reply in the first round that got one had given it.
fn replied_on(case: &Case) -> Option<NaiveDate> {
    let round = case.replies.iter().map(|r| r.round).min()?;
    let owed = case.handlings.iter().filter(|h| {
        h.round == round
            && h.part.replies()
            && h.state != crate::model::handling::HandlingState::TakenBack
    });
    let mut last = None;
    for handling in owed {
        last = last.max(Some(handling.replied_on?));
    }
    last
}

/// Computes the row of `matter` anew and writes it.
pub async fn refresh(act: &mut Act, matter: &Matter) -> Result<Fact> {
    let case = super::case::read(&mut *act, matter.id)
        .await?
        .ok_or_else(|| Error::missing("the paper of matter", matter.id))?;
    let before = read(&mut *act, matter.id).await?;
    let fact = Fact::of(matter, &case, before.as_ref());
    if before.as_ref() != Some(&fact) {
        save(act, &fact).await?;
    }
    Ok(fact)
}

/// Writes the row as it is given: imports and seeds know what no act here could tell.
pub async fn save(act: &mut Act, fact: &Fact) -> Result<()> {
    sql(
        "INSERT INTO proposal_fact (matter_id, organ_id, kind, confidentiality, historic, session, category, unit,
           committee, proposer, key_matter, received_on, filed_on, not_filed, assigned_on, due_on, replied_on, on_time,
           class, meaning, solved, standing, attitude, half_solved, rated, asked, reworks, redone)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
           $23, $24, $25, $26, $27, $28)
         ON CONFLICT (matter_id) DO UPDATE SET confidentiality = excluded.confidentiality,
           session = excluded.session, category = excluded.category, unit = excluded.unit,
           committee = excluded.committee, proposer = excluded.proposer, key_matter = excluded.key_matter,
           received_on = excluded.received_on, filed_on = excluded.filed_on, not_filed = excluded.not_filed,
           assigned_on = excluded.assigned_on, due_on = excluded.due_on, replied_on = excluded.replied_on,
           on_time = excluded.on_time, class = excluded.class, meaning = excluded.meaning, solved = excluded.solved,
           standing = excluded.standing, attitude = excluded.attitude, half_solved = excluded.half_solved,
           rated = excluded.rated, asked = excluded.asked, reworks = excluded.reworks, redone = excluded.redone",
    )
    .bind(fact.matter_id)
    .bind(fact.organ_id)
    .bind(&fact.kind)
    .bind(&fact.confidentiality)
    .bind(fact.historic)
    .bind(fact.session.as_deref())
    .bind(fact.category.as_deref())
    .bind(fact.unit)
    .bind(fact.committee)
    .bind(fact.proposer)
    .bind(fact.key_matter)
    .bind(fact.received_on)
    .bind(fact.filed_on)
    .bind(fact.not_filed)
    .bind(fact.assigned_on)
    .bind(fact.due_on)
    .bind(fact.replied_on)
    .bind(fact.on_time)
    .bind(fact.class.as_deref())
    .bind(fact.meaning.map(Meaning::code))
    .bind(fact.solved)
    .bind(fact.standing)
    .bind(fact.attitude.map(Rating::code))
    .bind(fact.half_solved)
    .bind(fact.rated)
    .bind(fact.asked)
    .bind(fact.reworks)
    .bind(fact.redone)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Notes the day it was filed, kept from then on.
pub async fn filed(act: &mut Act, matter: Id, day: NaiveDate) -> Result<()> {
    sql("UPDATE proposal_fact SET filed_on = $2 WHERE matter_id = $1")
        .bind(matter)
        .bind(day)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// Notes the committee that watches over it.
pub async fn watched_by(act: &mut Act, matter: Id, committee: Option<Id>) -> Result<()> {
    sql("UPDATE proposal_fact SET committee = $2 WHERE matter_id = $1")
        .bind(matter)
        .bind(committee)
        .run(&mut *act)
        .await?;
    Ok(())
}
