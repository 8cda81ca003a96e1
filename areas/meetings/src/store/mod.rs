//! What this area keeps: the days of events here, bodies, rolls, agendas and records beside.

pub mod body;
pub mod item;
pub mod record;
pub mod roll;
pub mod sitting;

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

/// A row of `event_day`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Event {
    pub matter_id: Id,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub place: String,
    pub note: String,
}

pub async fn read(on: impl On, matter: Id) -> Result<Option<Event>> {
    Ok(
        sql("SELECT matter_id, from_on, to_on, place, note FROM event_day WHERE matter_id = $1")
            .bind(matter)
            .optional(on)
            .await?,
    )
}

/// Writes an event whose matter stands, or what became of one.
pub async fn put(act: &mut Act, event: &Event) -> Result<()> {
    sql(
        "INSERT INTO event_day (matter_id, from_on, to_on, place, note) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (matter_id) DO UPDATE SET from_on = excluded.from_on, to_on = excluded.to_on,
           place = excluded.place, note = excluded.note",
    )
    .bind(event.matter_id)
    .bind(event.from_on)
    .bind(event.to_on)
    .bind(&event.place)
    .bind(&event.note)
    .run(act)
    .await?;
    Ok(())
}
