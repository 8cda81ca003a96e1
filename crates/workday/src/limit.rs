//! Limits: how long something may take, and the day that follows from one.
//!
//! The start day is never counted (民法典 201). A limit in months ends on the day of the same number, or on the
//! month's last day where there is none (202). Where the last day of a limit in days or months is off, the next
//! working day takes its place (203). A limit in working days ends on a working day by itself and never rolls.
//!
//! `Before` counts back from an anchor the caller knows (a meeting). The anchor is not counted either; where
//! the day found is off, the working day *before* it holds, since rolling toward the anchor would leave fewer
//! days than the rule asks for. That is a reading of such rules, not an article.
//!
//! In TOML: `{ working_days = 5 }`, `{ days = 15 }`, `{ months = 3 }`, `{ on = 2026-06-30 }`,
//! `{ before = { days = 20 } }`.

use chrono::{Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Deserializer, Serialize};

use crate::calendar::Calendar;

/// The most days, or working days, a limit may have: ten years. Longer is a mistake, or an attack.
pub const MAX_DAYS: u16 = 3660;
/// The most months a limit may have.
pub const MAX_MONTHS: u16 = 120;

/// How long something may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub enum Limit {
    /// Working days (工作日), the start day not counted.
    WorkingDays(u16),
    /// Calendar days (日), the start day not counted, rolled past days off.
    CalendarDays(u16),
    /// Months (个月), to the corresponding day, rolled past days off.
    Months(u16),
    /// A day named outright; it neither rolls nor moves when the clock is stopped.
    On(NaiveDate),
    /// So long before the anchor, at the latest.
    Before { n: u16, unit: Unit },
}

/// What a length is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    WorkingDays,
    Days,
    Months,
}

/// Why a limit is none, or leads to no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LimitError {
    #[error("a limit needs exactly one of working_days, days, months, on or before")]
    NotOne,
    #[error("a limit of zero leaves no time at all")]
    Zero,
    #[error("{n} is more than ten years")]
    TooLong { n: u16 },
    #[error("`on` needs a date without a time, like 2026-06-30")]
    NotADate,
    #[error("the limit counts back from a day that is not known yet")]
    NoAnchor,
    #[error("the limit leads beyond the dates that can be written")]
    OutOfRange,
}

/// Where a limit lands, before and after the day off at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Landing {
    /// The last day by plain counting.
    pub(crate) landed: NaiveDate,
    /// The last day that holds; differs where a day off was rolled past.
    pub(crate) ends: NaiveDate,
}

impl Limit {
    /// Refuses lengths of zero and beyond ten years. Every computation checks it again, so that a limit made in
    /// code is held to the same.
    pub fn check(self) -> Result<Self, LimitError> {
        let (n, max) = match self {
            Self::On(_) => return Ok(self),
            Self::WorkingDays(n) | Self::CalendarDays(n) => (n, MAX_DAYS),
            Self::Months(n)
            | Self::Before {
                n,
                unit: Unit::Months,
            } => (n, MAX_MONTHS),
            Self::Before { n, .. } => (n, MAX_DAYS),
        };
        match n {
            0 => Err(LimitError::Zero),
            n if n > max => Err(LimitError::TooLong { n }),
            _ => Ok(self),
        }
    }

    /// Whether it is a length that runs and can be stopped, rather than a day fixed from outside.
    pub fn runs(self) -> bool {
        matches!(
            self,
            Self::WorkingDays(_) | Self::CalendarDays(_) | Self::Months(_)
        )
    }

    /// The last day of the limit, started on `start` and not stopped. `anchor` is the day `Before` counts from.
    pub fn end(
        self,
        calendar: &Calendar,
        start: NaiveDate,
        anchor: Option<NaiveDate>,
    ) -> Result<NaiveDate, LimitError> {
        Ok(self.land(calendar, start, anchor)?.ends)
    }

    /// [`Limit::end`], with the day before rolling.
    pub(crate) fn land(
        self,
        calendar: &Calendar,
        start: NaiveDate,
        anchor: Option<NaiveDate>,
    ) -> Result<Landing, LimitError> {
        let plain = |day: Option<NaiveDate>| {
            day.map(|day| Landing {
                landed: day,
                ends: day,
            })
        };
        let landing = match self.check()? {
            Self::WorkingDays(n) => plain(calendar.offset(start, n.into())),
            Self::CalendarDays(n) => start
                .checked_add_signed(TimeDelta::days(n.into()))
                .and_then(|day| forward(calendar, day)),
            Self::Months(n) => start
                .checked_add_months(Months::new(n.into()))
                .and_then(|day| forward(calendar, day)),
            Self::On(day) => plain(Some(day)),
            Self::Before { n, unit } => {
                let anchor = anchor.ok_or(LimitError::NoAnchor)?;
                match unit {
                    Unit::WorkingDays => plain(calendar.offset(anchor, -i64::from(n))),
                    Unit::Days => anchor
                        .checked_sub_signed(TimeDelta::days(n.into()))
                        .and_then(|day| backward(calendar, day)),
                    Unit::Months => anchor
                        .checked_sub_months(Months::new(n.into()))
                        .and_then(|day| backward(calendar, day)),
                }
            }
        };
        landing.ok_or(LimitError::OutOfRange)
    }
}

/// 民法典 203: a last day that is off gives way to the next working day.
pub(crate) fn forward(calendar: &Calendar, day: NaiveDate) -> Option<Landing> {
    let ends = if calendar.is_working(day) {
        day
    } else {
        calendar.offset(day, 1)?
    };
    Some(Landing { landed: day, ends })
}

/// Counted back, a day off gives way to the working day before it.
fn backward(calendar: &Calendar, day: NaiveDate) -> Option<Landing> {
    Some(Landing {
        landed: day,
        ends: calendar.offset(day, 0)?,
    })
}

/// The written form: one key of five.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    working_days: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    days: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    months: Option<u16>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "date"
    )]
    on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Length>,
}

/// The length inside `before`: one key of three.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Length {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    working_days: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    days: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    months: Option<u16>,
}

impl TryFrom<Form> for Limit {
    type Error = LimitError;

    fn try_from(form: Form) -> Result<Self, LimitError> {
        let limit = match form {
            Form {
                working_days: Some(n),
                days: None,
                months: None,
                on: None,
                before: None,
            } => Self::WorkingDays(n),
            Form {
                working_days: None,
                days: Some(n),
                months: None,
                on: None,
                before: None,
            } => Self::CalendarDays(n),
            Form {
                working_days: None,
                days: None,
                months: Some(n),
                on: None,
                before: None,
            } => Self::Months(n),
            Form {
                working_days: None,
                days: None,
                months: None,
                on: Some(day),
                before: None,
            } => Self::On(day),
            Form {
                working_days: None,
                days: None,
                months: None,
                on: None,
                before: Some(length),
            } => {
                let (n, unit) = match length {
                    Length {
                        working_days: Some(n),
                        days: None,
                        months: None,
                    } => (n, Unit::WorkingDays),
                    Length {
                        working_days: None,
                        days: Some(n),
                        months: None,
                    } => (n, Unit::Days),
                    Length {
                        working_days: None,
                        days: None,
                        months: Some(n),
                    } => (n, Unit::Months),
                    _ => return Err(LimitError::NotOne),
                };
                Self::Before { n, unit }
            }
            _ => return Err(LimitError::NotOne),
        };
        limit.check()
    }
}

impl From<Limit> for Form {
    fn from(limit: Limit) -> Self {
        let none = Self {
            working_days: None,
            days: None,
            months: None,
            on: None,
            before: None,
        };
        match limit {
            Limit::WorkingDays(n) => Self {
                working_days: Some(n),
                ..none
            },
            Limit::CalendarDays(n) => Self {
                days: Some(n),
                ..none
            },
            Limit::Months(n) => Self {
                months: Some(n),
                ..none
            },
            Limit::On(day) => Self {
                on: Some(day),
                ..none
            },
            Limit::Before { n, unit } => {
                let of = |wanted| (unit == wanted).then_some(n);
                let length = Length {
                    working_days: of(Unit::WorkingDays),
                    days: of(Unit::Days),
                    months: of(Unit::Months),
                };
                Self {
                    before: Some(length),
                    ..none
                }
            }
        }
    }
}

/// A date as TOML's own literal, or as the text JSON and forms carry.
fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(NaiveDate),
        Literal(toml::value::Datetime),
    }
    let written = Option::<Written>::deserialize(from)?;
    written
        .map(|written| match written {
            Written::Text(day) => Ok(day),
            Written::Literal(value) => crate::year::civil_date(&value)
                .ok_or_else(|| serde::de::Error::custom(LimitError::NotADate)),
        })
        .transpose()
}
