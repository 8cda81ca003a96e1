//! The newsroom's calendar with the media, and when columns last had an item.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, placeholders, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::media::{Engagement, State};

/// One entry of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Entry {
    pub id: Id,
    pub kind: Engagement,
    pub title: String,
    pub on_date: NaiveDate,
    /// `09:30`; empty for the whole day.
    pub at_time: String,
    pub place: String,
    pub outlet_id: Option<Id>,
    pub outlet: Option<String>,
    pub column_id: Option<Id>,
    pub column_name: Option<String>,
    pub note: String,
    pub state: State,
    /// What came of it, or why it was called off.
    pub outcome: String,
    pub changed_at: i64,
}

/// An entry as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub kind: Engagement,
    pub title: String,
    pub on_date: NaiveDate,
    pub at_time: String,
    pub place: String,
    pub outlet: Option<Id>,
    pub column: Option<Id>,
    pub note: String,
    /// Who goes.
    pub people: Vec<Id>,
}

const ENTRY: &str = "SELECT e.id, e.kind, e.title, e.on_date, e.at_time, e.place, e.outlet_id, o.name AS outlet, \
    e.column_id, c.name AS column_name, e.note, e.state, e.outcome, e.changed_at FROM publicity_engagement e \
    LEFT JOIN publicity_outlet o ON o.id = e.outlet_id LEFT JOIN publicity_column c ON c.id = e.column_id";

/// The entries of some days in their order.
pub async fn entries(on: impl On, organ: Id, from: NaiveDate, to: NaiveDate) -> Result<Vec<Entry>> {
    Ok(sql(format!(
        "{ENTRY} WHERE e.organ_id = $1 AND e.on_date >= $2 AND e.on_date <= $3
         ORDER BY e.on_date, e.at_time, e.id LIMIT 1000"
    ))
    .bind(organ)
    .bind(from)
    .bind(to)
    .all(on)
    .await?)
}

pub async fn entry(on: impl On, organ: Id, id: Id) -> Result<Entry> {
    sql(format!("{ENTRY} WHERE e.organ_id = $1 AND e.id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// Who goes, by entry, in the order given.
pub async fn assigned(on: impl On, entries: &[Id]) -> Result<Vec<(Id, Id, String)>> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT a.engagement_id, a.person_id, n.name FROM publicity_assigned a JOIN person n ON n.id = a.person_id
         WHERE a.engagement_id IN ({}) ORDER BY a.engagement_id, a.sort",
        placeholders(1, entries.len())
    ))
    .bind_all(entries.iter().copied())
    .all(on)
    .await?)
}

pub async fn insert(act: &mut Act, plan: &Plan) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO publicity_engagement (id, organ_id, kind, title, on_date, at_time, place, outlet_id, column_id, note,
           state, outcome, changed_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'planned', '', $11, $11)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(plan.kind.code())
    .bind(&plan.title)
    .bind(plan.on_date)
    .bind(&plan.at_time)
    .bind(&plan.place)
    .bind(plan.outlet)
    .bind(plan.column)
    .bind(&plan.note)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    assign(act, id, &plan.people).await?;
    Ok(id)
}

pub async fn update(act: &mut Act, id: Id, plan: &Plan) -> Result<()> {
    sql(
        "UPDATE publicity_engagement SET title = $3, on_date = $4, at_time = $5, place = $6, outlet_id = $7,
           column_id = $8, note = $9, changed_at = $10 WHERE organ_id = $1 AND id = $2",
    )
    .bind(act.organ())
    .bind(id)
    .bind(&plan.title)
    .bind(plan.on_date)
    .bind(&plan.at_time)
    .bind(&plan.place)
    .bind(plan.outlet)
    .bind(plan.column)
    .bind(&plan.note)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    sql("DELETE FROM publicity_assigned WHERE engagement_id = $1")
        .bind(id)
        .run(&mut *act)
        .await?;
    assign(act, id, &plan.people).await
}

async fn assign(act: &mut Act, id: Id, people: &[Id]) -> Result<()> {
    for (n, person) in people.iter().enumerate() {
        sql("INSERT INTO publicity_assigned (engagement_id, person_id, sort) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(*person)
            .bind(n as i64)
            .run(&mut *act)
            .await?;
    }
    Ok(())
}

/// It was held or called off.
pub async fn close(act: &mut Act, id: Id, state: State, outcome: &str) -> Result<()> {
    sql(
        "UPDATE publicity_engagement SET state = $3, outcome = $4, changed_at = $5 WHERE organ_id = $1 AND id = $2",
    )
    .bind(act.organ())
    .bind(id)
    .bind(state.code())
    .bind(outcome)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// A column that runs, when it last had an item, and its next planned one.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Running {
    pub id: Id,
    pub outlet_id: Id,
    pub outlet: String,
    pub name: String,
    pub every_days: Option<i64>,
    /// The last appearance in it, or the last planned item that was done.
    pub last_on: Option<NaiveDate>,
    /// The next item planned from `day` on.
    pub next_on: Option<NaiveDate>,
}

/// The columns that run on a day.
pub async fn running(on: impl On, organ: Id, day: NaiveDate) -> Result<Vec<Running>> {
    let rows: Vec<Raw> = sql(
        "SELECT c.id, c.outlet_id, o.name AS outlet, c.name, c.every_days,
           (SELECT MAX(a.on_date) FROM publicity_adoption a WHERE a.column_id = c.id AND a.struck_at IS NULL
              AND a.on_date <= $2) AS adopted_on,
           (SELECT MAX(e.on_date) FROM publicity_engagement e WHERE e.column_id = c.id AND e.state = 'done'
              AND e.on_date <= $2) AS done_on,
           (SELECT MIN(e.on_date) FROM publicity_engagement e WHERE e.column_id = c.id AND e.state = 'planned'
              AND e.on_date >= $2) AS next_on
         FROM publicity_column c JOIN publicity_outlet o ON o.id = c.outlet_id
         WHERE o.organ_id = $1 AND (c.ended_on IS NULL OR c.ended_on >= $2) AND (o.ended_on IS NULL OR o.ended_on >= $2)
         ORDER BY o.name, c.name, c.id",
    )
    .bind(organ)
    .bind(day)
    .all(on)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Running {
            id: r.id,
            outlet_id: r.outlet_id,
            outlet: r.outlet,
            name: r.name,
            every_days: r.every_days,
            last_on: r.adopted_on.max(r.done_on),
            next_on: r.next_on,
        })
        .collect())
}

#[derive(FromRow)]
struct Raw {
    id: Id,
    outlet_id: Id,
    outlet: String,
    name: String,
    every_days: Option<i64>,
    adopted_on: Option<NaiveDate>,
    done_on: Option<NaiveDate>,
    next_on: Option<NaiveDate>,
}

/// An issue of the journal that is not out yet, with its dates.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Ahead {
    pub matter_id: Id,
    pub name: String,
    pub out_on: NaiveDate,
    pub gather_by: Option<NaiveDate>,
    pub edit_by: Option<NaiveDate>,
    pub sign_by: Option<NaiveDate>,
    pub created_at: i64,
}

/// The journal's issues that are being made.
pub async fn journals(on: impl On, organ: Id) -> Result<Vec<Ahead>> {
    Ok(sql(
        "SELECT p.matter_id, s.name, p.out_on, p.gather_by, p.edit_by, p.sign_by, p.created_at FROM publicity_issue p
         JOIN publicity_series s ON s.id = p.series_id JOIN matter m ON m.id = p.matter_id
         WHERE p.organ_id = $1 AND p.issued_on IS NULL AND m.open AND s.shape = 'journal' ORDER BY p.out_on LIMIT 50",
    )
    .bind(organ)
    .all(on)
    .await?)
}
