//! Calendar years: what a change would move, and putting one in force.

use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::calendar;
use kernel::error::{Error, Message, Result};
use kernel::matter::recompute::{self, Moved};
use serde_json::json;
use workday::{Calendar, CalendarDiff, Year};

use super::record;

/// The most matters a preview names.
pub const MOST: usize = 200;

/// A year as typed; every fault of it stands beside the field `definition`.
pub fn read(text: &str, year: i32) -> Result<Year> {
    let read = Year::parse(text).map_err(|e| {
        let why = Message::new("invalid-calendar").arg("why", e.to_string());
        Error::field("definition", why)
    })?;
    if read.year() != year {
        return Err(Error::field(
            "definition",
            Message::new("invalid-calendar-year").arg("year", i64::from(year)),
        ));
    }
    Ok(read)
}

/// How often a year was edited here: 0 where the shipped one stands.
pub async fn rev(kernel: &Kernel, year: i32) -> Result<i64> {
    let edited = calendar::edited(&kernel.db).await?;
    let found = edited.iter().find(|e| e.year == i64::from(year));
    Ok(found.map_or(0, |e| e.rev))
}

/// What would change: days, and the matters of the actor's organ whose last day moves. Those that don't exist
/// for everybody in the office are left out.
pub async fn preview(
    kernel: &Kernel,
    actor: &Actor,
    year: &Year,
) -> Result<(CalendarDiff, Vec<Moved>)> {
    let now = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let new: Calendar = (*now).clone().with_year(year.clone());
    let diff = calendar::preview(&now, year);
    let mut moved = recompute::moved(kernel, actor.organ, &new, MOST).await?;
    moved.retain(|m| !matches!(m.confidentiality.as_str(), "confidential" | "embargo"));
    Ok((diff, moved))
}

/// Puts a year in force and moves the running matters; how many moved.
pub async fn put(kernel: &Kernel, actor: &Actor, year: &Year, rev: i64) -> Result<usize> {
    calendar::authorize(&kernel.db, actor).await?;
    let mut act = kernel.act(actor, Permission::Configure).await?;
    calendar::put(&mut act, year, rev).await?;
    let data = json!({"name": year.year().to_string(), "days": year.days().len(), "notices": year.notices()});
    record(&mut act, "calendar.put", data).await?;
    act.commit().await?;
    kernel.calendars.forget();
    recompute::apply(kernel, actor).await
}

/// Goes back to the shipped year and moves the running matters; how many moved.
pub async fn reset(kernel: &Kernel, actor: &Actor, year: i32) -> Result<usize> {
    calendar::authorize(&kernel.db, actor).await?;
    let mut act = kernel.act(actor, Permission::Configure).await?;
    calendar::reset(&mut act, year).await?;
    record(
        &mut act,
        "calendar.reset",
        json!({"name": year.to_string()}),
    )
    .await?;
    act.commit().await?;
    kernel.calendars.forget();
    recompute::apply(kernel, actor).await
}
