//! Green, amber, red. A lamp is never stored: an open matter keeps the two days from which it is amber and red.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;

/// How a matter stands to its due date (红黄绿灯).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lamp {
    /// In time.
    Green,
    /// Due soon.
    Amber,
    /// Late.
    Red,
}

/// The first amber day: from then on at most `working_days_before` working days are left. None only where that
/// day lies beyond the dates that can be written.
pub fn amber_on(
    calendar: &Calendar,
    due: NaiveDate,
    working_days_before: u16,
) -> Option<NaiveDate> {
    calendar.nth(calendar.ordinal(due) - i64::from(working_days_before))
}

/// The first red day: the day after the due date, which ends at midnight.
pub fn red_on(due: NaiveDate) -> Option<NaiveDate> {
    due.succ_opt()
}

/// The lamp of a day.
pub fn lamp(today: NaiveDate, amber_on: NaiveDate, red_on: NaiveDate) -> Lamp {
    if today >= red_on {
        Lamp::Red
    } else if today >= amber_on {
        Lamp::Amber
    } else {
        Lamp::Green
    }
}
