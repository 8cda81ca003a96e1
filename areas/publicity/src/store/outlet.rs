//! Outlets, the columns they run for us, their contact reporters.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use super::change;
use crate::model::outlet::{Level, Medium};

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Outlet {
    pub id: Id,
    pub name: String,
    /// Spellings by pinyin initials.
    pub initials: String,
    pub level: Level,
    pub medium: Medium,
    /// 对外; otherwise 对内.
    pub outward: bool,
    pub major: bool,
    pub note: String,
    /// The last day it was in use.
    pub ended_on: Option<NaiveDate>,
}

impl Outlet {
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.ended_on.is_none_or(|end| day <= end)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Column {
    pub id: Id,
    pub outlet_id: Id,
    pub name: String,
    /// Days between two items; none where it has no rhythm.
    pub every_days: Option<i64>,
    pub ended_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Reporter {
    pub id: Id,
    pub outlet_id: Id,
    pub name: String,
    pub phone: String,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

/// What an outlet is, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub level: Level,
    pub medium: Medium,
    pub outward: bool,
    pub major: bool,
    pub note: String,
    pub ended_on: Option<NaiveDate>,
}

const OUTLET: &str = "SELECT id, name, initials, level, medium, outward, major, note, ended_on FROM publicity_outlet";

/// All outlets of an organ, by name. An office has some dozens.
pub async fn outlets(on: impl On, organ: Id) -> Result<Vec<Outlet>> {
    Ok(
        sql(format!("{OUTLET} WHERE organ_id = $1 ORDER BY name, id"))
            .bind(organ)
            .all(on)
            .await?,
    )
}

pub async fn outlet(on: impl On, organ: Id, id: Id) -> Result<Outlet> {
    sql(format!("{OUTLET} WHERE organ_id = $1 AND id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// Whether another outlet bears the name.
pub async fn is_named(on: impl On, organ: Id, name: &str, but: Option<Id>) -> Result<bool> {
    Ok(
        sql("SELECT id FROM publicity_outlet WHERE organ_id = $1 AND name = $2 AND id <> $3")
            .bind(organ)
            .bind(name)
            .bind(but.unwrap_or(Id(0)))
            .exists(on)
            .await?,
    )
}

pub async fn insert(act: &mut Act, new: &Entry) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO publicity_outlet (id, organ_id, name, initials, level, medium, outward, major, note, ended_on,
           created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(&new.name)
    .bind(text::initials(&new.name).join(" "))
    .bind(new.level.code())
    .bind(new.medium.code())
    .bind(new.outward)
    .bind(new.major)
    .bind(&new.note)
    .bind(new.ended_on)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(id)
}

pub async fn update(act: &mut Act, id: Id, entry: &Entry) -> Result<()> {
    change::raise(act).await?;
    sql(
        "UPDATE publicity_outlet SET name = $3, initials = $4, level = $5, medium = $6, outward = $7, major = $8,
           note = $9, ended_on = $10 WHERE organ_id = $1 AND id = $2",
    )
    .bind(act.organ())
    .bind(id)
    .bind(&entry.name)
    .bind(text::initials(&entry.name).join(" "))
    .bind(entry.level.code())
    .bind(entry.medium.code())
    .bind(entry.outward)
    .bind(entry.major)
    .bind(&entry.note)
    .bind(entry.ended_on)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// The columns of all outlets of an organ.
pub async fn columns(on: impl On, organ: Id) -> Result<Vec<Column>> {
    Ok(sql(
        "SELECT c.id, c.outlet_id, c.name, c.every_days, c.ended_on FROM publicity_column c
         JOIN publicity_outlet o ON o.id = c.outlet_id WHERE o.organ_id = $1 ORDER BY c.name, c.id",
    )
    .bind(organ)
    .all(on)
    .await?)
}

/// Adds a column, or gives the one of that name its rhythm and end.
pub async fn put_column(
    act: &mut Act,
    outlet: Id,
    name: &str,
    every_days: Option<i64>,
    ended_on: Option<NaiveDate>,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_column (id, outlet_id, name, every_days, ended_on) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (outlet_id, name) DO UPDATE SET every_days = excluded.every_days, ended_on = excluded.ended_on",
    )
    .bind(Id::new(act.at))
    .bind(outlet)
    .bind(name)
    .bind(every_days)
    .bind(ended_on)
    .run(act)
    .await?;
    Ok(())
}

/// The reporters of all outlets of an organ, those of today first.
pub async fn reporters(on: impl On, organ: Id) -> Result<Vec<Reporter>> {
    Ok(sql(
        "SELECT r.id, r.outlet_id, r.name, r.phone, r.from_on, r.to_on FROM publicity_reporter r
         JOIN publicity_outlet o ON o.id = r.outlet_id WHERE o.organ_id = $1
         ORDER BY CASE WHEN r.to_on IS NULL THEN 0 ELSE 1 END, r.from_on DESC, r.id",
    )
    .bind(organ)
    .all(on)
    .await?)
}

pub async fn add_reporter(
    act: &mut Act,
    outlet: Id,
    name: &str,
    phone: &str,
    from_on: NaiveDate,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_reporter (id, outlet_id, name, phone, from_on, to_on)
         VALUES ($1, $2, $3, $4, $5, NULL)",
    )
    .bind(Id::new(act.at))
    .bind(outlet)
    .bind(name)
    .bind(phone)
    .bind(from_on)
    .run(act)
    .await?;
    Ok(())
}

/// Ends a reporter's contact; false where there is none running of that id at the outlet.
pub async fn end_reporter(act: &mut Act, outlet: Id, id: Id, to_on: NaiveDate) -> Result<bool> {
    let touched = sql(
        "UPDATE publicity_reporter SET to_on = $3 WHERE outlet_id = $1 AND id = $2 AND to_on IS NULL
           AND from_on <= $3",
    )
    .bind(outlet)
    .bind(id)
    .bind(to_on)
    .run(act)
    .await?;
    Ok(touched > 0)
}
