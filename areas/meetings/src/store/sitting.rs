//! What a meeting of a body has beside its days.

use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::body::BodyKind;

/// A row of `meeting_sitting`, with its body.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Sitting {
    pub matter_id: Id,
    pub body_id: Id,
    pub body: String,
    pub kind: BodyKind,
    pub level: String,
    /// 09:00, or empty.
    pub at_time: String,
    /// Who is in the chair.
    pub chair_id: Option<Id>,
    /// What is typed to sign in, while it sits.
    pub code: String,
    pub told_at: Option<i64>,
    pub opened_at: Option<i64>,
    pub closed_at: Option<i64>,
    /// The item at hand.
    pub item_id: Option<Id>,
    /// Frozen when it closed.
    pub seats: Option<i64>,
    pub members: Option<i64>,
    pub present: Option<i64>,
}

const SITTING: &str = "SELECT s.matter_id, s.body_id, b.name AS body, b.kind, b.level, s.at_time, s.chair_id, s.code, \
    s.told_at, s.opened_at, s.closed_at, s.item_id, s.seats, s.members, s.present \
    FROM meeting_sitting s JOIN meeting_body b ON b.id = s.body_id";

/// None for an activity, and for a meeting of no body.
pub async fn read(on: impl On, matter: Id) -> Result<Option<Sitting>> {
    Ok(sql(format!("{SITTING} WHERE s.matter_id = $1"))
        .bind(matter)
        .optional(on)
        .await?)
}

pub async fn put(act: &mut Act, s: &Sitting) -> Result<()> {
    sql("INSERT INTO meeting_sitting (matter_id, body_id, at_time, chair_id, code, told_at, opened_at, closed_at,
           item_id, seats, members, present)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (matter_id) DO UPDATE SET at_time = excluded.at_time, chair_id = excluded.chair_id,
           code = excluded.code, told_at = excluded.told_at, opened_at = excluded.opened_at,
           closed_at = excluded.closed_at, item_id = excluded.item_id, seats = excluded.seats,
           members = excluded.members, present = excluded.present")
    .bind(s.matter_id)
    .bind(s.body_id)
    .bind(&s.at_time)
    .bind(s.chair_id)
    .bind(&s.code)
    .bind(s.told_at)
    .bind(s.opened_at)
    .bind(s.closed_at)
    .bind(s.item_id)
    .bind(s.seats)
    .bind(s.members)
    .bind(s.present)
    .run(act)
    .await?;
    Ok(())
}

/// The item at hand, and who is in the chair: what moves while it sits.
pub async fn put_now(act: &mut Act, matter: Id, item: Option<Id>, chair: Option<Id>) -> Result<()> {
    sql("UPDATE meeting_sitting SET item_id = $2, chair_id = $3 WHERE matter_id = $1")
        .bind(matter)
        .bind(item)
        .bind(chair)
        .run(act)
        .await?;
    Ok(())
}

/// A meeting somebody is called to and that is not over.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Call {
    pub meeting_id: Id,
    pub title: String,
    pub from_on: chrono::NaiveDate,
    pub at_time: String,
    pub place: String,
    pub signed_at: Option<i64>,
    pub opened_at: Option<i64>,
    pub present_at: Option<i64>,
}

/// What `person` is called to, told and not over, that still asks something of him: his receipt, or his presence.
pub async fn calls(on: impl On, organ: Id, person: Id) -> Result<Vec<Call>> {
    Ok(sql(
        "SELECT a.meeting_id, m.title, d.from_on, s.at_time, d.place, a.signed_at, s.opened_at, a.present_at
         FROM meeting_attendee a JOIN matter m ON m.id = a.meeting_id JOIN event_day d ON d.matter_id = m.id
           JOIN meeting_sitting s ON s.matter_id = m.id
         WHERE a.person_id = $1 AND m.organ_id = $2 AND m.open AND a.told_at IS NOT NULL AND s.closed_at IS NULL
           AND (a.leave_state IS NULL OR a.leave_state = 'refused')
           AND (a.signed_at IS NULL OR (s.opened_at IS NOT NULL AND a.present_at IS NULL))
         ORDER BY d.from_on, m.id LIMIT 20",
    )
    .bind(person)
    .bind(organ)
    .all(on)
    .await?)
}
