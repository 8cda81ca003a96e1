//! The register of office holders, and what is kept of them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::holding::Kept;
use crate::model::office::Class;

/// Somebody who holds or held an office.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Holding {
    pub id: Id,
    pub organ_id: Id,
    pub name: String,
    pub office: String,
    pub class: Class,
    /// `appoint`, `acting`, `elected` or `entered`.
    pub how: String,
    pub from_on: NaiveDate,
    /// The day from which he held it no more.
    pub to_on: Option<NaiveDate>,
    pub decree: String,
    pub end_how: String,
    pub end_decree: String,
    pub matter_id: Option<Id>,
    pub end_matter_id: Option<Id>,
    pub note: String,
}

/// What was kept of a holder.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Entry {
    pub id: Id,
    pub kind: Kept,
    pub on_date: NaiveDate,
    /// The year a yearly report is of.
    pub for_year: Option<i64>,
    pub result: String,
    pub note: String,
    pub person: Option<String>,
}

const HOLDING: &str = "SELECT id, organ_id, name, office, class, how, from_on, to_on, decree, end_how, end_decree, \
    matter_id, end_matter_id, note FROM appointment_holding";

/// Who held which office on a day.
pub async fn on_day(on: impl On, organ: Id, day: NaiveDate) -> Result<Vec<Holding>> {
    Ok(sql(format!(
        "{HOLDING} WHERE organ_id = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on > $2)
         ORDER BY class, office, from_on, id LIMIT 2000"
    ))
    .bind(organ)
    .bind(day)
    .all(on)
    .await?)
}

/// Everybody who ever held an office, the newest first.
pub async fn all(on: impl On, organ: Id) -> Result<Vec<Holding>> {
    Ok(sql(format!(
        "{HOLDING} WHERE organ_id = $1 ORDER BY from_on DESC, id DESC LIMIT 5000"
    ))
    .bind(organ)
    .all(on)
    .await?)
}

pub async fn holding(on: impl On, organ: Id, id: Id) -> Result<Holding> {
    sql(format!("{HOLDING} WHERE organ_id = $1 AND id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// The offices a person of this name holds on a day.
pub async fn of_name(on: impl On, organ: Id, name: &str, day: NaiveDate) -> Result<Vec<Holding>> {
    Ok(sql(format!(
        "{HOLDING} WHERE organ_id = $1 AND name = $2 AND from_on <= $3 AND (to_on IS NULL OR to_on > $3)
         ORDER BY from_on, id"
    ))
    .bind(organ)
    .bind(name)
    .bind(day)
    .all(on)
    .await?)
}

pub async fn insert(act: &mut Act, h: &Holding) -> Result<Id> {
    let id = Id::new(act.at);
    let organ = act.organ();
    sql(
        "INSERT INTO appointment_holding (id, organ_id, name, office, class, how, from_on, to_on, decree, end_how,
           end_decree, matter_id, end_matter_id, note, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(id)
    .bind(organ)
    .bind(h.name.as_str())
    .bind(h.office.as_str())
    .bind(h.class.code())
    .bind(h.how.as_str())
    .bind(h.from_on)
    .bind(h.to_on)
    .bind(h.decree.as_str())
    .bind(h.end_how.as_str())
    .bind(h.end_decree.as_str())
    .bind(h.matter_id)
    .bind(h.end_matter_id)
    .bind(h.note.as_str())
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(id)
}

/// Somebody leaves an office: the holding of this name and office ends. How many ended.
pub async fn end(
    act: &mut Act,
    name: &str,
    office: &str,
    to_on: NaiveDate,
    how: &str,
    decree: &str,
    matter: Option<Id>,
) -> Result<u64> {
    let organ = act.organ();
    Ok(sql(
        "UPDATE appointment_holding SET to_on = $4, end_how = $5, end_decree = $6, end_matter_id = $7
         WHERE organ_id = $1 AND name = $2 AND office = $3 AND to_on IS NULL AND from_on <= $4",
    )
    .bind(organ)
    .bind(name)
    .bind(office)
    .bind(to_on)
    .bind(how)
    .bind(decree)
    .bind(matter)
    .run(&mut *act)
    .await?)
}

/// The term of an office ends: whoever holds it holds it no more from that day.
pub async fn end_office(
    act: &mut Act,
    office: &str,
    to_on: NaiveDate,
    how: &str,
    decree: &str,
    matter: Id,
) -> Result<u64> {
    let organ = act.organ();
    Ok(sql(
        "UPDATE appointment_holding SET to_on = $3, end_how = $4, end_decree = $5, end_matter_id = $6
         WHERE organ_id = $1 AND office = $2 AND to_on IS NULL AND from_on < $3",
    )
    .bind(organ)
    .bind(office)
    .bind(to_on)
    .bind(how)
    .bind(decree)
    .bind(matter)
    .run(&mut *act)
    .await?)
}

/// Who filed a report on a year, and when. One kept before years were is of the year that had just ended.
pub async fn reports(on: impl On, organ: Id, year: i32) -> Result<BTreeMap<Id, NaiveDate>> {
    let rows: Vec<(Id, NaiveDate, Option<i64>)> = sql(
        "SELECT e.holding_id, e.on_date, e.for_year FROM appointment_entry e
         JOIN appointment_holding h ON h.id = e.holding_id
         WHERE h.organ_id = $1 AND e.kind = 'report' ORDER BY e.on_date DESC",
    )
    .bind(organ)
    .all(on)
    .await?;
    let of = |day: NaiveDate| i64::from(day.year()) - i64::from(day.month() < 12);
    let all = rows.into_iter();
    Ok(all
        .filter(|(_, day, named)| named.unwrap_or_else(|| of(*day)) == i64::from(year))
        .map(|(holding, day, _)| (holding, day))
        .collect())
}

/// Notes that the office is reminded of the reports on a year; false where it was before.
pub async fn reminded(act: &mut Act, year: i32, stage: &str) -> Result<bool> {
    let (organ, at) = (act.organ(), act.at.0);
    let put = sql(
        "INSERT INTO appointment_reminder (organ_id, year, stage, sent_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organ_id, year, stage) DO NOTHING",
    )
    .bind(organ)
    .bind(i64::from(year))
    .bind(stage)
    .bind(at)
    .run(&mut *act)
    .await?;
    Ok(put == 1)
}

pub async fn entries(on: impl On, holding: Id) -> Result<Vec<Entry>> {
    Ok(sql(
        "SELECT e.id, e.kind, e.on_date, e.for_year, e.result, e.note, p.name AS person FROM appointment_entry e
         LEFT JOIN person p ON p.id = e.person_id WHERE e.holding_id = $1 ORDER BY e.on_date DESC, e.id DESC",
    )
    .bind(holding)
    .all(on)
    .await?)
}

pub async fn keep(
    act: &mut Act,
    holding: Id,
    kind: Kept,
    on_date: NaiveDate,
    for_year: Option<i32>,
    result: &str,
    note: &str,
) -> Result<()> {
    let person = act.actor.person;
    sql(
        "INSERT INTO appointment_entry (id, holding_id, kind, on_date, for_year, result, note, person_id,
           created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(Id::new(act.at))
    .bind(holding)
    .bind(kind.code())
    .bind(on_date)
    .bind(for_year.map(i64::from))
    .bind(result)
    .bind(note)
    .bind(person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}
