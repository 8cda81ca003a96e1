//! What the office publishes under one name, and to whom issues go.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::issue::{Shape, Way};

/// What the office publishes under one name.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Series {
    pub id: Id,
    pub shape: Shape,
    pub name: String,
    /// 编印单位
    pub issuer: String,
    /// What stands at the top left (内部资料); may be empty.
    pub secrecy: String,
    /// 栏目, one a line.
    pub columns: String,
    /// Pages of an issue; zero where they are not planned.
    pub pages: i64,
    /// Characters a page takes.
    pub page_characters: i64,
    pub ended_on: Option<NaiveDate>,
}

impl Series {
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.ended_on.is_none_or(|end| day <= end)
    }

    pub fn column_names(&self) -> Vec<&str> {
        let lines = self.columns.lines().map(str::trim);
        lines.filter(|l| !l.is_empty()).collect()
    }
}

/// A series as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesEntry {
    pub shape: Shape,
    pub name: String,
    pub issuer: String,
    pub secrecy: String,
    pub columns: String,
    pub pages: i64,
    pub page_characters: i64,
    pub ended_on: Option<NaiveDate>,
}

/// Somebody issues go to.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Addressee {
    pub id: Id,
    pub name: String,
    pub way: Way,
    /// A unit of the organ, which signs in the program.
    pub unit_id: Option<Id>,
    /// Another organ here, which signs in the program.
    pub other_id: Option<Id>,
    pub ended_on: Option<NaiveDate>,
}

const SERIES: &str = "SELECT id, shape, name, issuer, secrecy, columns, pages, page_characters, ended_on \
    FROM publicity_series";
const ADDRESSEE: &str =
    "SELECT id, name, way, unit_id, other_id, ended_on FROM publicity_addressee";

/// All series of an organ, by name.
pub async fn all_series(on: impl On, organ: Id) -> Result<Vec<Series>> {
    Ok(
        sql(format!("{SERIES} WHERE organ_id = $1 ORDER BY name, id"))
            .bind(organ)
            .all(on)
            .await?,
    )
}

pub async fn series(on: impl On, organ: Id, id: Id) -> Result<Series> {
    sql(format!("{SERIES} WHERE organ_id = $1 AND id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// Whether another series bears the name.
pub async fn is_series_named(on: impl On, organ: Id, name: &str, but: Option<Id>) -> Result<bool> {
    Ok(
        sql("SELECT id FROM publicity_series WHERE organ_id = $1 AND name = $2 AND id <> $3")
            .bind(organ)
            .bind(name)
            .bind(but.unwrap_or(Id(0)))
            .exists(on)
            .await?,
    )
}

pub async fn add_series(act: &mut Act, new: &SeriesEntry) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO publicity_series (id, organ_id, shape, name, issuer, secrecy, columns, pages, page_characters,
           ended_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(new.shape.code())
    .bind(&new.name)
    .bind(&new.issuer)
    .bind(&new.secrecy)
    .bind(&new.columns)
    .bind(new.pages)
    .bind(new.page_characters)
    .bind(new.ended_on)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(id)
}

/// Changes a series; what it is stays.
pub async fn update_series(act: &mut Act, id: Id, entry: &SeriesEntry) -> Result<()> {
    sql(
        "UPDATE publicity_series SET name = $3, issuer = $4, secrecy = $5, columns = $6, pages = $7,
           page_characters = $8, ended_on = $9 WHERE organ_id = $1 AND id = $2",
    )
    .bind(act.organ())
    .bind(id)
    .bind(&entry.name)
    .bind(&entry.issuer)
    .bind(&entry.secrecy)
    .bind(&entry.columns)
    .bind(entry.pages)
    .bind(entry.page_characters)
    .bind(entry.ended_on)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// All addressees of an organ: upward, across, downward.
pub async fn addressees(on: impl On, organ: Id) -> Result<Vec<Addressee>> {
    Ok(sql(format!(
        "{ADDRESSEE} WHERE organ_id = $1
         ORDER BY CASE way WHEN 'up' THEN 0 WHEN 'across' THEN 1 ELSE 2 END, name, id"
    ))
    .bind(organ)
    .all(on)
    .await?)
}

/// Adds an addressee, or changes the one of that name.
pub async fn put_addressee(
    act: &mut Act,
    name: &str,
    way: Way,
    unit: Option<Id>,
    other: Option<Id>,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_addressee (id, organ_id, name, way, unit_id, other_id, ended_on)
         VALUES ($1, $2, $3, $4, $5, $6, NULL)
         ON CONFLICT (organ_id, name) DO UPDATE SET way = excluded.way, unit_id = excluded.unit_id,
           other_id = excluded.other_id, ended_on = NULL",
    )
    .bind(Id::new(act.at))
    .bind(act.organ())
    .bind(name)
    .bind(way.code())
    .bind(unit)
    .bind(other)
    .run(act)
    .await?;
    Ok(())
}

/// Takes an addressee off the list; false where none of that id is on it.
pub async fn end_addressee(act: &mut Act, id: Id, on: NaiveDate) -> Result<bool> {
    let touched = sql(
        "UPDATE publicity_addressee SET ended_on = $3 WHERE organ_id = $1 AND id = $2 AND ended_on IS NULL",
    )
    .bind(act.organ())
    .bind(id)
    .bind(on)
    .run(act)
    .await?;
    Ok(touched > 0)
}
