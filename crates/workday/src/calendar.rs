//! The known years together: what a day is, and how many working days lie between two.
//!
//! Working days are counted by arithmetic, not by walking. Every day has an *ordinal*: the number of working
//! days up to and including it. Without holidays that is five per week; each listed day that differs from its
//! weekday (a weekday off, a weekend day worked) shifts it by one. The shifts, some thirty a year, are kept
//! sorted with their running sum, so that the ordinal of a day and the day of an ordinal are one binary search
//! each, for any dates, known years or not.
//!
//! A year is *known* when its notice is here. In unknown years only weekends are off. The last days of December
//! can still be changed by the next year's notice; where two notices speak of a day, the later year's holds.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::year::{CalendarError, Listed, RowKind, Year, is_weekend};

/// What one day is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DayKind {
    /// A weekday no notice speaks of.
    Workday,
    /// A Saturday or Sunday no notice speaks of.
    Weekend,
    /// A day off by notice, on whatever weekday.
    Holiday { occasion: String },
    /// A weekend day worked by notice (调休上班).
    MakeUp { occasion: String },
}

impl DayKind {
    /// Whether offices work on such a day.
    pub fn is_working(&self) -> bool {
        matches!(self, Self::Workday | Self::MakeUp { .. })
    }
}

/// The calendar: years by notice, and the index that counts.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
    listed: BTreeMap<NaiveDate, Listed>,
    shifts: Vec<Shift>,
}

/// A day that is off or worked against its weekday.
#[derive(Debug, Clone, Copy)]
struct Shift {
    /// Days from the common era, as chrono counts them.
    day: i64,
    /// Sum of all shifts up to and including this day: −1 per weekday off, +1 per weekend day worked.
    sum: i64,
}

impl Shift {
    fn ordinal(&self) -> i64 {
        weekdays_up_to(self.day) + self.sum
    }
}

macro_rules! shipped_years {
    ($($year:literal)*) => { [$(include_str!(concat!("../calendars/", $year, ".toml"))),*] };
}

/// The files this version ships, oldest first.
static SHIPPED: [&str; 20] = shipped_years!(
    2007 2008 2009 2010 2011 2012 2013 2014 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024 2025 2026
);

impl Calendar {
    /// A calendar that knows no year: weekends only, everything provisional.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The calendar of the notices shipped with this version.
    pub fn shipped() -> Self {
        static PARSED: LazyLock<Calendar> = LazyLock::new(|| {
            // The files are part of this crate and a test reads each; a failure here is a broken build.
            Calendar::from_years(
                SHIPPED
                    .iter()
                    .map(|text| Year::parse(text).expect("a shipped calendar file")),
            )
        });
        PARSED.clone()
    }

    /// The calendar of these years; a later one of the same number replaces an earlier.
    pub fn from_years(years: impl IntoIterator<Item = Year>) -> Self {
        let years = years.into_iter().map(|year| (year.year(), year)).collect();
        let mut calendar = Self {
            years,
            ..Self::default()
        };
        calendar.index();
        calendar
    }

    /// Reads one year's file; see [`Year::parse`].
    pub fn parse_year(text: &str) -> Result<Year, CalendarError> {
        Year::parse(text)
    }

    /// This calendar with `year` added, or put in place of what stood there.
    pub fn with_year(mut self, year: Year) -> Self {
        self.years.insert(year.year(), year);
        self.index();
        self
    }

    /// This calendar without a year, as if its notice had never come.
    pub fn without_year(mut self, year: i32) -> Self {
        self.years.remove(&year);
        self.index();
        self
    }

    fn index(&mut self) {
        // In ascending order, so that the later notice has the last word on a December day.
        self.listed = self
            .years
            .values()
            .flat_map(|year| year.days().clone())
            .collect();
        let mut sum = 0;
        self.shifts = self
            .listed
            .iter()
            .filter(|(date, listed)| (listed.kind == RowKind::Work) == is_weekend(**date))
            .map(|(date, listed)| {
                sum += if listed.kind == RowKind::Work { 1 } else { -1 };
                Shift {
                    day: day_number(*date),
                    sum,
                }
            })
            .collect();
    }

    /// The known years, oldest first.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    /// The known year of that number.
    pub fn year(&self, year: i32) -> Option<&Year> {
        self.years.get(&year)
    }

    /// Whether the notice for that year is here. Without it only weekends count as off.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// The years of a range that are not known, oldest first; what a provisional date waits for.
    pub fn missing(&self, years: RangeInclusive<i32>) -> Vec<i32> {
        years.filter(|year| !self.knows(*year)).collect()
    }

    /// What a day is.
    pub fn day(&self, date: NaiveDate) -> DayKind {
        match self.listed.get(&date) {
            Some(Listed {
                kind: RowKind::Off,
                occasion,
            }) => DayKind::Holiday {
                occasion: occasion.clone(),
            },
            Some(Listed {
                kind: RowKind::Work,
                occasion,
            }) => DayKind::MakeUp {
                occasion: occasion.clone(),
            },
            None if is_weekend(date) => DayKind::Weekend,
            None => DayKind::Workday,
        }
    }

    /// Whether offices work on that day.
    pub fn is_working(&self, date: NaiveDate) -> bool {
        let listed = self.listed.get(&date);
        listed.map_or_else(|| !is_weekend(date), |listed| listed.kind == RowKind::Work)
    }

    /// Working days from `from` (not counted) to `to` (counted): what is left on `from` of a task due on `to`.
    /// Negative when `to` lies before `from`; zero on the due date itself.
    pub fn working_days_left(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        self.ordinal(to) - self.ordinal(from)
    }

    /// The `n`-th working day after `date` (before it, for a negative `n`); for zero the last working day up to
    /// and including `date`. None beyond the dates that can be written.
    pub fn offset(&self, date: NaiveDate, n: i64) -> Option<NaiveDate> {
        if n < 0 {
            // Counted from the day before, since a `date` that is off holds the ordinal of the last working day.
            return self.nth(self.ordinal(date.pred_opt()?) + n + 1);
        }
        self.nth(self.ordinal(date) + n)
    }

    /// Number of working days up to and including `date`, from the beginning of the common era.
    pub(crate) fn ordinal(&self, date: NaiveDate) -> i64 {
        let day = day_number(date);
        let before = self.shifts.partition_point(|shift| shift.day <= day);
        weekdays_up_to(day) + self.sum_before(before)
    }

    /// The working day of that ordinal: the first day by which so many working days have passed.
    pub(crate) fn nth(&self, ordinal: i64) -> Option<NaiveDate> {
        let before = self
            .shifts
            .partition_point(|shift| shift.ordinal() < ordinal);
        let by_weekdays = day_of_weekday(ordinal - self.sum_before(before));
        // The next shift may itself be the day: a weekend day worked, ahead of the weekday the formula finds.
        let day = self
            .shifts
            .get(before)
            .map_or(by_weekdays, |shift| by_weekdays.min(shift.day));
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)
    }

    fn sum_before(&self, index: usize) -> i64 {
        index
            .checked_sub(1)
            .and_then(|last| self.shifts.get(last))
            .map_or(0, |shift| shift.sum)
    }
}

/// Days from 0001-01-01, a Monday, which is day 1.
fn day_number(date: NaiveDate) -> i64 {
    date.num_days_from_ce().into()
}

/// Weekdays (Monday to Friday) among the days up to and including `day`.
fn weekdays_up_to(day: i64) -> i64 {
    day.div_euclid(7) * 5 + day.rem_euclid(7).min(5)
}

/// The weekday that is the `count`-th by [`weekdays_up_to`].
fn day_of_weekday(count: i64) -> i64 {
    (count - 1).div_euclid(5) * 7 + (count - 1).rem_euclid(5) + 1
}
