//! Briefings as they are kept.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::briefing::Briefing;

/// A briefing with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: Id,
    pub title: String,
    /// `zh` or `en`.
    pub lang: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub text: Briefing,
    pub rev: i64,
    /// When its numbers were counted.
    pub counted_at: i64,
    pub by_name: Option<String>,
    pub edited_at: i64,
}

#[derive(FromRow)]
struct Row {
    id: Id,
    title: String,
    lang: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    content: String,
    marks: String,
    changed: String,
    rev: i64,
    counted_at: i64,
    by_name: Option<String>,
    edited_at: i64,
}

impl Row {
    fn kept(self) -> Result<Kept> {
        Ok(Kept {
            id: self.id,
            title: self.title,
            lang: self.lang,
            from_on: self.from_on,
            to_on: self.to_on,
            text: Briefing {
                content: self.content,
                marks: serde_json::from_str(&self.marks).map_err(Error::internal)?,
                changed: serde_json::from_str(&self.changed).map_err(Error::internal)?,
            },
            rev: self.rev,
            counted_at: self.counted_at,
            by_name: self.by_name,
            edited_at: self.edited_at,
        })
    }
}

const KEPT: &str = "SELECT b.id, b.title, b.lang, b.from_on, b.to_on, b.content, b.marks, b.changed, b.rev, \
    b.counted_at, n.name AS by_name, b.edited_at FROM publicity_briefing b LEFT JOIN person n ON n.id = b.edited_by";

/// The briefings of an organ, the latest edited first.
pub async fn all(on: impl On, organ: Id) -> Result<Vec<Kept>> {
    let rows: Vec<Row> = sql(format!(
        "{KEPT} WHERE b.organ_id = $1 ORDER BY b.edited_at DESC, b.id DESC LIMIT 200"
    ))
    .bind(organ)
    .all(on)
    .await?;
    rows.into_iter().map(Row::kept).collect()
}

pub async fn one(on: impl On, organ: Id, id: Id) -> Result<Kept> {
    let row: Option<Row> = sql(format!("{KEPT} WHERE b.organ_id = $1 AND b.id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?;
    row.ok_or(Error::NotFound)?.kept()
}

/// Keeps a new one, counted now.
pub async fn insert(
    act: &mut Act,
    title: &str,
    lang: &str,
    from_on: NaiveDate,
    to_on: NaiveDate,
    text: &Briefing,
) -> Result<Id> {
    let id = Id::new(act.at);
    let json = |of: serde_json::Result<String>| of.map_err(Error::internal);
    sql(
        "INSERT INTO publicity_briefing (id, organ_id, title, lang, from_on, to_on, content, marks, changed, rev,
           counted_at, made_by, made_at, edited_by, edited_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $10, $11, $10)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(title)
    .bind(lang)
    .bind(from_on)
    .bind(to_on)
    .bind(&text.content)
    .bind(json(serde_json::to_string(&text.marks))?)
    .bind(json(serde_json::to_string(&text.changed))?)
    .bind(act.at.0)
    .bind(act.actor.person)
    .run(&mut *act)
    .await?;
    Ok(id)
}

/// Writes what became of one, where it still stands at `rev`; false where somebody else wrote meanwhile.
pub async fn update(
    act: &mut Act,
    id: Id,
    rev: i64,
    title: &str,
    text: &Briefing,
    counted_at: i64,
) -> Result<bool> {
    let json = |of: serde_json::Result<String>| of.map_err(Error::internal);
    let touched = sql(
        "UPDATE publicity_briefing SET title = $4, content = $5, marks = $6, changed = $7, counted_at = $8,
           edited_by = $9, edited_at = $10, rev = rev + 1 WHERE organ_id = $1 AND id = $2 AND rev = $3",
    )
    .bind(act.organ())
    .bind(id)
    .bind(rev)
    .bind(title)
    .bind(&text.content)
    .bind(json(serde_json::to_string(&text.marks))?)
    .bind(json(serde_json::to_string(&text.changed))?)
    .bind(counted_at)
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(touched > 0)
}
