//! A running limit: started on a day, perhaps stopped and restarted, perhaps extended, until its due date.
//!
//! **Stops.** A stop takes effect on its own day and ends with the day the clock runs again, which counts. So
//! the days left when a clock is stopped are the days left when it runs again; stopped and restarted on one
//! day, nothing moves. A stop that begins on the start day moves the start to the restart day (not counted
//! then, as no start day is). While a stop runs there is no due date. A stop after the last day comes too late
//! and moves nothing, and neither does any stop of a date fixed from outside (`on`, `before`): a meeting takes
//! place all the same.
//!
//! **Extensions** follow one another. Each is counted from the last day of the period before it, as rolled:
//! by 民法典 203 that day *is* the period's last. One that would not gain a day is refused.
//!
//! The due date and its explanation come out of one and the same computation, so that they cannot disagree.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::limit::{self, Landing, Limit, LimitError};

/// The longest stop, in days: ten years.
const MAX_STOP: i64 = limit::MAX_DAYS as i64;

/// A limit that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The day it began; not counted (民法典 201).
    pub started_on: NaiveDate,
    pub limit: Limit,
    /// The day `Before` limits count back from, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<NaiveDate>,
    /// In order, not overlapping; only the last may be without an end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<Stop>,
    /// In the order they were granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
}

/// A time in which the clock does not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The first day that is not counted.
    pub from: NaiveDate,
    /// The day the clock runs again, counted; none while it is stopped.
    pub to: Option<NaiveDate>,
    pub reason: String,
}

/// More time, granted by an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// How much more, from the last day before; or the new last day, with [`Limit::On`].
    pub limit: Limit,
    pub reason: String,
    pub approved_on: NaiveDate,
}

/// When a clock runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Due {
    /// The last day in time. Provisional where a year the count went through is not known yet.
    On { date: NaiveDate, provisional: bool },
    /// The clock stands; the date is open until it runs again.
    Stopped { since: NaiveDate },
}

impl Due {
    /// The due date; none while the clock stands.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::On { date, .. } => Some(date),
            Self::Stopped { .. } => None,
        }
    }
}

/// Why a clock has no due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ClockError {
    #[error(transparent)]
    Limit(#[from] LimitError),
    #[error("the clock was stopped on {from}, before it began on {started_on}")]
    StoppedBeforeStart {
        from: NaiveDate,
        started_on: NaiveDate,
    },
    #[error("the clock stopped on {from} cannot run again on {to}, before that")]
    RestartBeforeStop { from: NaiveDate, to: NaiveDate },
    #[error("the clock was stopped on {from} while it was already standing")]
    StoppedTwice { from: NaiveDate },
    #[error("the stop that began on {from} lasted longer than ten years")]
    StopTooLong { from: NaiveDate },
    #[error("the extension ends on {ends}, no later than the due date {due} it extends")]
    NoGain { ends: NaiveDate, due: NaiveDate },
}

/// One period: the limit, or an extension. What both the due date and its explanation are made of.
#[derive(Debug)]
pub(crate) struct Period<'a> {
    /// None for the limit itself.
    pub(crate) extension: Option<&'a Extension>,
    pub(crate) limit: Limit,
    /// The day that is not counted; a stop on the start day has moved it.
    pub(crate) from: NaiveDate,
    /// The stops that took effect in this period.
    pub(crate) stops: &'a [Stop],
    /// None where the last of the stops still runs.
    pub(crate) landing: Option<Landing>,
}

impl Clock {
    /// A clock that has neither been stopped nor extended.
    pub fn new(started_on: NaiveDate, limit: Limit) -> Self {
        Self {
            started_on,
            limit,
            anchor: None,
            stops: Vec::new(),
            extensions: Vec::new(),
        }
    }

    /// The day `Before` limits count back from.
    pub fn before(mut self, anchor: NaiveDate) -> Self {
        self.anchor = Some(anchor);
        self
    }

    /// The clock with a stop that began on `from`, still running.
    pub fn stopped(mut self, from: NaiveDate, reason: impl Into<String>) -> Self {
        self.stops.push(Stop {
            from,
            to: None,
            reason: reason.into(),
        });
        self
    }

    /// The clock running again from `to`; unchanged where it was not standing.
    pub fn restarted(mut self, to: NaiveDate) -> Self {
        if let Some(stop) = self.stops.last_mut().filter(|stop| stop.to.is_none()) {
            stop.to = Some(to);
        }
        self
    }

    /// The clock with more time.
    pub fn extended(
        mut self,
        limit: Limit,
        reason: impl Into<String>,
        approved_on: NaiveDate,
    ) -> Self {
        self.extensions.push(Extension {
            limit,
            reason: reason.into(),
            approved_on,
        });
        self
    }

    /// The due date.
    pub fn due(&self, calendar: &Calendar) -> Result<Due, ClockError> {
        let mut provisional = false;
        let last = self.run(calendar, |period| {
            provisional |= period
                .years(self.anchor)
                .is_some_and(|mut years| !years.all(|year| calendar.knows(year)));
        })?;
        Ok(match last {
            Ok(date) => Due::On { date, provisional },
            Err(since) => Due::Stopped { since },
        })
    }

    /// Runs through the periods in order, showing each, to the due date or the day since which the clock stands.
    pub(crate) fn run<'a>(
        &'a self,
        calendar: &Calendar,
        mut show: impl FnMut(&Period<'a>),
    ) -> Result<Result<NaiveDate, NaiveDate>, ClockError> {
        self.check_stops()?;
        let mut stops = self.stops.as_slice();
        let limits = std::iter::once((None, self.limit))
            .chain(self.extensions.iter().map(|e| (Some(e), e.limit)));
        let mut last = self.started_on;
        for (extension, limit) in limits {
            let mut period = if let Limit::WorkingDays(n) = limit.check()? {
                working(calendar, last, n, stops)?
            } else if limit.runs() {
                by_calendar(calendar, last, limit, stops)?
            } else {
                let landing = Some(limit.land(calendar, last, self.anchor)?);
                Period {
                    extension: None,
                    limit,
                    from: last,
                    stops: &[],
                    landing,
                }
            };
            period.extension = extension;
            show(&period);
            let Some(landing) = period.landing else {
                return Ok(Err(period.stops.last().map_or(last, |stop| stop.from)));
            };
            if extension.is_some() && landing.ends <= last {
                return Err(ClockError::NoGain {
                    ends: landing.ends,
                    due: last,
                });
            }
            stops = &stops[period.stops.len()..];
            last = landing.ends;
        }
        Ok(Ok(last))
    }

    fn check_stops(&self) -> Result<(), ClockError> {
        let mut running_since = Some(self.started_on);
        for &Stop { from, to, .. } in &self.stops {
            match running_since {
                None => return Err(ClockError::StoppedTwice { from }),
                Some(_) if from < self.started_on => {
                    return Err(ClockError::StoppedBeforeStart {
                        from,
                        started_on: self.started_on,
                    });
                }
                Some(since) if from < since => return Err(ClockError::StoppedTwice { from }),
                Some(_) => running_since = to,
            }
            if let Some(to) = to {
                if to < from {
                    return Err(ClockError::RestartBeforeStop { from, to });
                }
                if (to - from).num_days() > MAX_STOP {
                    return Err(ClockError::StopTooLong { from });
                }
            }
        }
        Ok(())
    }
}

/// A period in working days: what a stop leaves over is counted on from its end.
fn working<'a>(
    calendar: &Calendar,
    start: NaiveDate,
    n: u16,
    stops: &'a [Stop],
) -> Result<Period<'a>, ClockError> {
    let mut from = start;
    // The last day that needs no more counting, and the working days still to come after it.
    let (mut reached, mut left) = (start, i64::from(n));
    let mut taken = 0;
    let mut landing = Some(
        calendar
            .offset(reached, left)
            .ok_or(LimitError::OutOfRange)?,
    );
    for stop in stops {
        if landing.is_none_or(|last| stop.from > last) {
            break;
        }
        taken += 1;
        landing = match stop.to {
            None => None,
            Some(to) if stop.from <= from => {
                (from, reached) = (to, to);
                calendar.offset(to, left)
            }
            Some(to) => {
                let eve = |day: NaiveDate| day.pred_opt().ok_or(LimitError::OutOfRange);
                left -= calendar.working_days_left(reached, eve(stop.from)?);
                reached = eve(to)?;
                calendar.offset(reached, left)
            }
        };
        if stop.to.is_some() && landing.is_none() {
            return Err(LimitError::OutOfRange.into());
        }
    }
    let landing = landing.map(|day| Landing {
        landed: day,
        ends: day,
    });
    Ok(Period {
        extension: None,
        limit: Limit::WorkingDays(n),
        from,
        stops: &stops[..taken],
        landing,
    })
}

/// A period in days or months: a stop moves its end by the days it lasted.
fn by_calendar<'a>(
    calendar: &Calendar,
    start: NaiveDate,
    limit: Limit,
    stops: &'a [Stop],
) -> Result<Period<'a>, ClockError> {
    let mut from = start;
    let mut taken = 0;
    let mut landing = Some(limit.land(calendar, start, None)?);
    for stop in stops {
        let Some(Landing { landed, ends }) = landing else {
            break;
        };
        if stop.from > ends {
            break;
        }
        taken += 1;
        landing = match stop.to {
            None => None,
            Some(to) if stop.from <= from => {
                from = to;
                Some(limit.land(calendar, from, None)?)
            }
            Some(to) => {
                // Stopped on the way past days off, the last day is all that was left: the restart day itself.
                let moved = if stop.from > landed {
                    Some(to)
                } else {
                    landed.checked_add_signed(TimeDelta::days((to - stop.from).num_days()))
                };
                let moved = moved.and_then(|day| limit::forward(calendar, day));
                Some(moved.ok_or(LimitError::OutOfRange)?)
            }
        };
    }
    Ok(Period {
        extension: None,
        limit,
        from,
        stops: &stops[..taken],
        landing,
    })
}

impl Period<'_> {
    /// The years whose notices the period's end depends on; none for a day named outright or still open.
    pub(crate) fn years(&self, anchor: Option<NaiveDate>) -> Option<std::ops::RangeInclusive<i32>> {
        use chrono::Datelike;

        let Landing { landed, ends } = self.landing?;
        match self.limit {
            Limit::On(_) => None,
            Limit::WorkingDays(_) => Some(self.from.year()..=ends.year()),
            // Only whether the last day is off matters.
            Limit::CalendarDays(_) | Limit::Months(_) => Some(landed.year()..=ends.year()),
            Limit::Before {
                unit: crate::Unit::WorkingDays,
                ..
            } => Some(ends.year()..=anchor?.year()),
            Limit::Before { .. } => Some(ends.year()..=landed.year()),
        }
    }
}
