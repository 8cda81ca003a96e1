//! Items of an agenda and their papers.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::item::{ItemKind, ItemState};

/// A row of `meeting_item`. `title` is what everybody called to the meeting may read.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Item {
    pub id: Id,
    pub meeting_id: Id,
    pub place: i64,
    pub kind: ItemKind,
    pub title: String,
    /// The matter it is about, where it is about one.
    pub matter_id: Option<Id>,
    pub rapporteur: String,
    /// Minutes planned; zero where nobody said.
    pub minutes: i64,
    pub state: ItemState,
    /// What was decided.
    pub outcome: String,
}

const ITEM: &str = "SELECT id, meeting_id, place, kind, title, matter_id, rapporteur, minutes, state, outcome \
    FROM meeting_item";

/// The agenda of a meeting in its order.
pub async fn of(on: impl On, meeting: Id) -> Result<Vec<Item>> {
    Ok(
        sql(format!("{ITEM} WHERE meeting_id = $1 ORDER BY place, id"))
            .bind(meeting)
            .all(on)
            .await?,
    )
}

pub async fn one(on: impl On, meeting: Id, id: Id) -> Result<Item> {
    sql(format!("{ITEM} WHERE meeting_id = $1 AND id = $2"))
        .bind(meeting)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// Writes an item, or what became of one.
pub async fn put(act: &mut Act, item: &Item) -> Result<()> {
    sql("INSERT INTO meeting_item (id, meeting_id, place, kind, title, matter_id, rapporteur, minutes, state, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (id) DO UPDATE SET place = excluded.place, kind = excluded.kind, title = excluded.title,
           rapporteur = excluded.rapporteur, minutes = excluded.minutes, state = excluded.state,
           outcome = excluded.outcome")
    .bind(item.id)
    .bind(item.meeting_id)
    .bind(item.place)
    .bind(item.kind.code())
    .bind(&item.title)
    .bind(item.matter_id)
    .bind(&item.rapporteur)
    .bind(item.minutes)
    .bind(item.state.code())
    .bind(&item.outcome)
    .run(act)
    .await?;
    Ok(())
}

/// Puts items at places one after the other, in this order.
pub async fn reorder(act: &mut Act, items: &[Item]) -> Result<()> {
    for (n, item) in items.iter().enumerate() {
        let place = n as i64 + 1;
        if item.place != place {
            sql("UPDATE meeting_item SET place = $2 WHERE id = $1")
                .bind(item.id)
                .bind(place)
                .run(&mut *act)
                .await?;
        }
    }
    Ok(())
}

/// A paper of an item.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Paper {
    pub file_id: Id,
    pub item_id: Id,
    pub name: String,
    pub came_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
}

impl Paper {
    /// It came after the day it was due.
    pub fn is_late(&self) -> bool {
        self.due_on.is_some_and(|due| self.came_on > due)
    }
}

/// The papers of a meeting that were not taken away, by item.
pub async fn papers(on: impl On, meeting: Id) -> Result<Vec<Paper>> {
    Ok(sql(
        "SELECT p.file_id, p.item_id, f.name, p.came_on, p.due_on FROM meeting_paper p
           JOIN file f ON f.id = p.file_id JOIN meeting_item i ON i.id = p.item_id
         WHERE i.meeting_id = $1 AND f.removed_at IS NULL ORDER BY i.place, p.file_id",
    )
    .bind(meeting)
    .all(on)
    .await?)
}

pub async fn add_paper(
    act: &mut Act,
    item: Id,
    file: Id,
    came_on: NaiveDate,
    due_on: Option<NaiveDate>,
) -> Result<()> {
    sql("INSERT INTO meeting_paper (file_id, item_id, came_on, due_on) VALUES ($1, $2, $3, $4)")
        .bind(file)
        .bind(item)
        .bind(came_on)
        .bind(due_on)
        .run(act)
        .await?;
    Ok(())
}

/// Holds the papers of an item against another day, where the meeting or the kind of the item moved.
pub async fn redate(act: &mut Act, item: Id, due_on: Option<NaiveDate>) -> Result<()> {
    sql("UPDATE meeting_paper SET due_on = $2 WHERE item_id = $1")
        .bind(item)
        .bind(due_on)
        .run(act)
        .await?;
    Ok(())
}

/// Matters opened from items of a meeting.
pub async fn flows(on: impl On, meeting: Id) -> Result<Vec<(Id, Id)>> {
    Ok(sql(
        "SELECT f.item_id, f.matter_id FROM meeting_flow f JOIN meeting_item i ON i.id = f.item_id
         WHERE i.meeting_id = $1 ORDER BY f.matter_id",
    )
    .bind(meeting)
    .all(on)
    .await?)
}

pub async fn add_flow(act: &mut Act, item: Id, matter: Id) -> Result<()> {
    sql("INSERT INTO meeting_flow (matter_id, item_id) VALUES ($1, $2)")
        .bind(matter)
        .bind(item)
        .run(act)
        .await?;
    Ok(())
}
