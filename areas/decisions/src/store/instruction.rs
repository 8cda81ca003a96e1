//! Demands: the row beside the matter, reports and inspections.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::instruction::{Came, Means, Way};

/// A row of `instruction`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Instruction {
    pub matter_id: Id,
    pub organ_id: Id,
    /// The matter it grows out of.
    pub source_id: Id,
    pub unit_id: Id,
    pub detail: String,
    pub given_on: NaiveDate,
    pub due_on: NaiveDate,
    pub accepted_on: Option<NaiveDate>,
    pub responsible: String,
    pub plan: String,
    pub round: i64,
    /// The day it was last reported done.
    pub reported_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    pub result: Option<Came>,
    /// By what it was met.
    pub met_by: Option<Means>,
    pub closing: String,
}

const COLUMNS: &str = "matter_id, organ_id, source_id, unit_id, detail, given_on, due_on, accepted_on, responsible, \
    plan, round, reported_on, ended_on, result, met_by, closing";

pub async fn read(on: impl On, matter: Id) -> Result<Option<Instruction>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM instruction WHERE matter_id = $1"
    ))
    .bind(matter)
    .optional(on)
    .await?)
}

/// Writes a demand whose matter stands, or what became of one.
pub async fn put(act: &mut Act, i: &Instruction) -> Result<()> {
    sql(format!(
        "INSERT INTO instruction ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
           $16)
         ON CONFLICT (matter_id) DO UPDATE SET unit_id = excluded.unit_id, due_on = excluded.due_on,
           accepted_on = excluded.accepted_on, responsible = excluded.responsible, plan = excluded.plan,
           round = excluded.round, reported_on = excluded.reported_on, ended_on = excluded.ended_on,
           result = excluded.result, met_by = excluded.met_by, closing = excluded.closing"
    ))
    .bind(i.matter_id)
    .bind(i.organ_id)
    .bind(i.source_id)
    .bind(i.unit_id)
    .bind(&i.detail)
    .bind(i.given_on)
    .bind(i.due_on)
    .bind(i.accepted_on)
    .bind(&i.responsible)
    .bind(&i.plan)
    .bind(i.round)
    .bind(i.reported_on)
    .bind(i.ended_on)
    .bind(i.result.map(Came::code))
    .bind(i.met_by.map(Means::code))
    .bind(&i.closing)
    .run(act)
    .await?;
    Ok(())
}

/// A demand as the page of what made it shows it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Demand {
    pub matter_id: Id,
    pub title: String,
    pub state: String,
    pub unit_id: Id,
    pub unit: String,
    pub given_on: NaiveDate,
    pub due_on: NaiveDate,
    pub reported_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    pub result: Option<Came>,
    pub met_by: Option<Means>,
    pub amber_on: Option<NaiveDate>,
    pub red_on: Option<NaiveDate>,
}

/// The demands a matter made, in the order they were made.
pub async fn of_source(on: impl On, source: Id) -> Result<Vec<Demand>> {
    Ok(sql(
        "SELECT i.matter_id, m.title, m.state, i.unit_id, u.short_name AS unit, i.given_on, i.due_on, i.reported_on,
                i.ended_on, i.result, i.met_by, m.amber_on, m.red_on
         FROM instruction i JOIN matter m ON m.id = i.matter_id JOIN unit u ON u.id = i.unit_id
         WHERE i.source_id = $1 ORDER BY i.given_on, i.matter_id",
    )
    .bind(source)
    .all(on)
    .await?)
}

/// What the list of demands shows beside each matter.
pub async fn of_matters(on: impl On, matters: &[Id]) -> Result<Vec<Instruction>> {
    if matters.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM instruction WHERE matter_id IN ({})",
        placeholders(1, matters.len())
    ))
    .bind_all(matters.iter().copied())
    .all(on)
    .await?)
}

/// How many demands of a matter are not settled.
pub async fn open_of(on: impl On, source: Id) -> Result<i64> {
    Ok(
        sql("SELECT CAST(COUNT(*) AS BIGINT) FROM instruction WHERE source_id = $1 AND ended_on IS NULL")
            .bind(source)
            .count(on)
            .await?,
    )
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Report {
    pub id: Id,
    pub round: i64,
    pub on_date: NaiveDate,
    pub means: Means,
    pub said: String,
    pub is_final: bool,
    pub by_name: Option<String>,
}

pub async fn reports(on: impl On, matter: Id) -> Result<Vec<Report>> {
    Ok(sql(
        "SELECT r.id, r.round, r.on_date, r.means, r.said, r.is_final, n.name AS by_name FROM instruction_report r
         LEFT JOIN person n ON n.id = r.entered_by WHERE r.matter_id = $1 ORDER BY r.at, r.id",
    )
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn report(act: &mut Act, matter: Id, r: &Report) -> Result<()> {
    let (by, at) = (act.actor.person, act.at.0);
    sql(
        "INSERT INTO instruction_report (id, matter_id, round, on_date, means, said, is_final, entered_by, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(r.id)
    .bind(matter)
    .bind(r.round)
    .bind(r.on_date)
    .bind(r.means)
    .bind(&r.said)
    .bind(r.is_final)
    .bind(by)
    .bind(at)
    .run(act)
    .await?;
    Ok(())
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Inspection {
    pub id: Id,
    pub round: i64,
    pub on_date: NaiveDate,
    pub way: Way,
    pub finding: String,
    pub by_name: Option<String>,
}

pub async fn inspections(on: impl On, matter: Id) -> Result<Vec<Inspection>> {
    Ok(sql(
        "SELECT i.id, i.round, i.on_date, i.way, i.finding, n.name AS by_name FROM instruction_inspection i
         LEFT JOIN person n ON n.id = i.entered_by WHERE i.matter_id = $1 ORDER BY i.at, i.id",
    )
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn inspected(act: &mut Act, matter: Id, i: &Inspection) -> Result<()> {
    let (by, at) = (act.actor.person, act.at.0);
    sql(
        "INSERT INTO instruction_inspection (id, matter_id, round, on_date, way, finding, entered_by, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(i.id)
    .bind(matter)
    .bind(i.round)
    .bind(i.on_date)
    .bind(i.way)
    .bind(&i.finding)
    .bind(by)
    .bind(at)
    .run(act)
    .await?;
    Ok(())
}
