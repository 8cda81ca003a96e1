//! The roll of a meeting: who is called, who signed for the notice, who asked for leave, who is there.

use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::roll::{By, Leave, Out, Part, Stands};

/// A row of `meeting_attendee`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Attendee {
    pub id: Id,
    pub meeting_id: Id,
    /// None for a guest of another house, who is in no register.
    pub person_id: Option<Id>,
    pub name: String,
    /// The code of a member's duty; for those who sit in, what they are, as typed.
    pub duty: String,
    pub part: Part,
    pub sort: i64,
    pub told_at: Option<i64>,
    /// When he signed for the notice.
    pub signed_at: Option<i64>,
    pub leave_state: Option<Leave>,
    pub leave_reason: String,
    /// What was said with the decision on the leave.
    pub leave_said: String,
    pub present_at: Option<i64>,
    pub present_by: Option<By>,
    pub left_at: Option<i64>,
}

impl Attendee {
    pub fn is_present(&self) -> bool {
        self.present_at.is_some() && self.left_at.is_none()
    }

    pub fn stands(&self) -> Stands {
        match self {
            a if a.is_present() => Stands::Present,
            a if a.left_at.is_some() => Stands::Left,
            a if a.leave_state == Some(Leave::Granted) => Stands::Excused,
            a if a.leave_state == Some(Leave::Asked) => Stands::Asking,
            a if a.signed_at.is_some() => Stands::Coming,
            a if a.told_at.is_some() => Stands::Silent,
            _ => Stands::Untold,
        }
    }
}

const ATTENDEE: &str = "SELECT id, meeting_id, person_id, name, duty, part, sort, told_at, signed_at, leave_state, \
    leave_reason, leave_said, present_at, present_by, left_at FROM meeting_attendee";

/// Everybody called to a meeting: members first, as they sit.
pub async fn of(on: impl On, meeting: Id) -> Result<Vec<Attendee>> {
    Ok(sql(format!(
        "{ATTENDEE} WHERE meeting_id = $1 ORDER BY part, sort, id"
    ))
    .bind(meeting)
    .all(on)
    .await?)
}

pub async fn insert(act: &mut Act, a: &Attendee) -> Result<()> {
    sql(
        "INSERT INTO meeting_attendee (id, meeting_id, person_id, name, duty, part, sort, told_at, signed_at,
           leave_state, leave_reason, leave_said, present_at, present_by, left_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(a.id)
    .bind(a.meeting_id)
    .bind(a.person_id)
    .bind(&a.name)
    .bind(&a.duty)
    .bind(a.part.code())
    .bind(a.sort)
    .bind(a.told_at)
    .bind(a.signed_at)
    .bind(a.leave_state.map(Leave::code))
    .bind(&a.leave_reason)
    .bind(&a.leave_said)
    .bind(a.present_at)
    .bind(a.present_by.map(By::code))
    .bind(a.left_at)
    .run(act)
    .await?;
    Ok(())
}

/// Writes what became of one of the roll.
pub async fn put(act: &mut Act, a: &Attendee) -> Result<()> {
    sql("UPDATE meeting_attendee SET name = $2, duty = $3, part = $4, sort = $5, told_at = $6, signed_at = $7,
           leave_state = $8, leave_reason = $9, leave_said = $10, present_at = $11, present_by = $12, left_at = $13
         WHERE id = $1")
    .bind(a.id)
    .bind(&a.name)
    .bind(&a.duty)
    .bind(a.part.code())
    .bind(a.sort)
    .bind(a.told_at)
    .bind(a.signed_at)
    .bind(a.leave_state.map(Leave::code))
    .bind(&a.leave_reason)
    .bind(&a.leave_said)
    .bind(a.present_at)
    .bind(a.present_by.map(By::code))
    .bind(a.left_at)
    .run(act)
    .await?;
    Ok(())
}

pub async fn remove(act: &mut Act, meeting: Id, id: Id) -> Result<()> {
    sql("DELETE FROM meeting_attendee WHERE meeting_id = $1 AND id = $2")
        .bind(meeting)
        .bind(id)
        .run(act)
        .await?;
    Ok(())
}

/// Somebody who takes no part in an item.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Recusal {
    pub item_id: Id,
    pub person_id: Id,
    pub kind: Out,
    pub reason: String,
}

/// Everybody who takes no part in some item of a meeting.
pub async fn recusals(on: impl On, meeting: Id) -> Result<Vec<Recusal>> {
    Ok(sql(
        "SELECT r.item_id, r.person_id, r.kind, r.reason FROM meeting_recusal r JOIN meeting_item i ON i.id = r.item_id
         WHERE i.meeting_id = $1 ORDER BY r.item_id, r.person_id",
    )
    .bind(meeting)
    .all(on)
    .await?)
}

pub async fn recuse(act: &mut Act, r: &Recusal) -> Result<()> {
    sql(
        "INSERT INTO meeting_recusal (item_id, person_id, kind, reason) VALUES ($1, $2, $3, $4)
         ON CONFLICT (item_id, person_id) DO UPDATE SET kind = excluded.kind, reason = excluded.reason",
    )
    .bind(r.item_id)
    .bind(r.person_id)
    .bind(r.kind.code())
    .bind(&r.reason)
    .run(act)
    .await?;
    Ok(())
}

pub async fn unrecuse(act: &mut Act, item: Id, person: Id) -> Result<u64> {
    Ok(
        sql("DELETE FROM meeting_recusal WHERE item_id = $1 AND person_id = $2")
            .bind(item)
            .bind(person)
            .run(act)
            .await?,
    )
}
