//! The working-day calendar of this installation: the years shipped with the program, with those an
//! administrator imported or edited in their place.
//!
//! Reading is from memory; another server's edit is seen within [`FRESH`] seconds, one's own at once.

use std::sync::{Arc, RwLock};

use workday::{Calendar, CalendarDiff, Year};

use crate::access::{Act, Actor, Role};
use crate::clock::Instant;
use crate::db::{Db, On, sql};
use crate::error::{Error, Message, Result};
use crate::organ;

/// Seconds after which the years in the database are looked at again.
pub const FRESH: i64 = 30;

/// The calendar in memory.
#[derive(Default)]
pub struct Calendars {
    held: RwLock<Option<(Instant, Arc<Calendar>)>>,
}

/// An edited year as stored: its definition and how often it was changed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct EditedYear {
    pub year: i64,
    /// The year in the project's own format ([`Year::to_toml`]).
    pub definition: String,
    pub rev: i64,
    pub updated_at: i64,
}

impl Calendars {
    /// The calendar as it is now.
    #[crate::compiled_once]
    pub async fn current(&self, db: &Db, now: Instant) -> Result<Arc<Calendar>> {
        if let Some((at, calendar)) = self.held.read().ok().and_then(|h| h.clone())
            && now.0 - at.0 < FRESH * 1_000_000
            && now >= at
        {
            return Ok(calendar);
        }
        let calendar = Arc::new(read(db).await?);
        if let Ok(mut held) = self.held.write() {
            *held = Some((now, calendar.clone()));
        }
        Ok(calendar)
    }

    /// Looks at the database again at the next use: after one's own edit has been committed.
    pub fn forget(&self) {
        if let Ok(mut held) = self.held.write() {
            *held = None;
        }
    }
}

async fn read(on: impl On) -> Result<Calendar> {
    let mut calendar = Calendar::shipped();
    for row in edited(on).await? {
        let year = Year::parse(&row.definition)
            .map_err(|e| Error::internal(format!("stored calendar year {}: {e}", row.year)))?;
        calendar = calendar.with_year(year);
    }
    Ok(calendar)
}

/// The years that stand in the database in place of the shipped ones.
pub async fn edited(on: impl On) -> Result<Vec<EditedYear>> {
    Ok(
        sql("SELECT year, definition, rev, updated_at FROM calendar_year ORDER BY year")
            .all(on)
            .await?,
    )
}

/// Refuses whoever may not change it: the calendar is that of all organs of the installation, so it is kept by the organ
/// at its top, which has none above it, or by a system administrator.
pub async fn authorize(on: impl On, actor: &Actor) -> Result<()> {
    if actor.system || actor.has_role(Role::SysAdmin) {
        return Ok(());
    }
    match organ::organ(on, actor.organ).await?.parent_id {
        None => Ok(()),
        Some(_) => Err(Error::Forbidden(Message::new("calendar-of-all-organs"))),
    }
}

/// Puts a year in force. `rev` is the revision the editor saw (0 where the year was not edited before).
/// Recomputing the running matters is the caller's next step: see `matter::recompute`.
pub async fn put(act: &mut Act, year: &Year, rev: i64) -> Result<()> {
    let n = i64::from(year.year());
    let held: Option<(i64,)> = sql("SELECT rev FROM calendar_year WHERE year = $1")
        .bind(n)
        .optional(&mut *act)
        .await?;
    let stands = held.map_or(0, |(r,)| r);
    if stands != rev {
        return Err(Error::Conflict {
            rev: stands,
            since: Vec::new(),
        });
    }
    sql(
        "INSERT INTO calendar_year (year, definition, rev, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (year) DO UPDATE SET definition = excluded.definition, rev = excluded.rev,
           updated_at = excluded.updated_at",
    )
    .bind(n)
    .bind(year.to_toml())
    .bind(rev + 1)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Goes back to the shipped year.
pub async fn reset(act: &mut Act, year: i32) -> Result<()> {
    if Calendar::shipped().year(year).is_none() {
        return Err(Error::Refused(
            Message::new("calendar-not-shipped").arg("year", i64::from(year)),
        ));
    }
    sql("DELETE FROM calendar_year WHERE year = $1")
        .bind(i64::from(year))
        .run(&mut *act)
        .await?;
    Ok(())
}

/// What would change if `year` were put in force.
pub fn preview(now: &Calendar, year: &Year) -> CalendarDiff {
    CalendarDiff::between(now, &now.clone().with_year(year.clone()))
}
