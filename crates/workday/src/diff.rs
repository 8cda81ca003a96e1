//! What changed between two calendars, so that only the matters it can touch are computed again.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::calendar::{Calendar, DayKind};

/// The difference from an old calendar to a new one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CalendarDiff {
    /// Every day that is something else now, by kind or occasion: what it was, what it is.
    pub days: BTreeMap<NaiveDate, (DayKind, DayKind)>,
    /// Years whose notice is new: their dates are no longer provisional.
    pub learned: Vec<i32>,
    /// Years whose notice is gone.
    pub lost: Vec<i32>,
}

impl CalendarDiff {
    /// Compares two calendars.
    pub fn between(old: &Calendar, new: &Calendar) -> Self {
        let listed = |calendar: &Calendar| {
            calendar
                .years()
                .flat_map(|year| year.days().keys().copied())
                .collect::<Vec<NaiveDate>>()
        };
        let days = listed(old)
            .into_iter()
            .chain(listed(new))
            .map(|date| (date, (old.day(date), new.day(date))))
            .filter(|(_, (was, is))| was != is)
            .collect();
        let absent = |from: &Calendar, of: &Calendar| {
            of.years()
                .map(|year| year.year())
                .filter(|year| !from.knows(*year))
                .collect()
        };
        Self {
            days,
            learned: absent(old, new),
            lost: absent(new, old),
        }
    }

    /// Nothing changed at all.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() && self.learned.is_empty() && self.lost.is_empty()
    }

    /// Whether a date counted through `from..=to` can have moved: a day in it has become a working day or
    /// ceased to be one. For a clock that is its start day and its old due date, for `Before` the old due date
    /// and the anchor.
    pub fn touches(&self, from: NaiveDate, to: NaiveDate) -> bool {
        from <= to
            && self
                .days
                .range(from..=to)
                .any(|(_, (was, is))| was.is_working() != is.is_working())
    }
}
