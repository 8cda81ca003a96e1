//! Why a date is what it is: the rule, the days skipped and worked, stops, extensions, the roll at the end.
//!
//! Structured facts only. The words, in two languages, are made from them by the `text` crate.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, DayKind};
use crate::clock::{Clock, ClockError, Due, Extension, Period, Stop};
use crate::limit::{Limit, Unit};

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The act, for example 重庆市人大代表建议办理规定.
    pub act: String,
    /// The article, for example 第十六条.
    pub article: String,
    pub mark: Mark,
}

/// How far a source has been checked; shown beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Read in the act's own text.
    Verified,
    /// Read in a reprint, a report or a commentary.
    Secondary,
    /// From memory.
    Unverified,
}

/// A due date with all that led to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    pub due: Due,
    /// The rule the limit comes from, where the caller named one.
    pub source: Option<Source>,
    /// The years without a notice the count went through; not empty exactly where the date is provisional.
    pub missing_years: Vec<i32>,
    /// The limit, then each extension that began to run.
    pub parts: Vec<Part>,
    /// Extensions that wait for the clock to run again.
    pub waiting: Vec<Extension>,
    /// Stops that moved nothing: after the last day, or of a date fixed from outside.
    pub idle_stops: Vec<Stop>,
}

/// One period of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The extension that granted this period; none for the limit itself.
    pub extension: Option<Extension>,
    pub limit: Limit,
    /// The day counting began, itself not counted.
    pub from: NaiveDate,
    /// The day a `Before` limit counts back from, itself not counted.
    pub anchor: Option<NaiveDate>,
    /// The rules of counting that were used, in their order.
    pub rules: Vec<Rule>,
    /// Days off not counted, oldest first; only where working days are counted.
    pub skipped: Vec<Skipped>,
    /// Weekend days that were counted because they are worked.
    pub made_up: Vec<Skipped>,
    /// Stops that moved the end.
    pub stops: Vec<Stop>,
    /// The roll past a last day that is off.
    pub rolled: Option<Rolled>,
    /// The last day; none while the clock stands.
    pub ends: Option<NaiveDate>,
}

/// A day that was not counted as its weekday, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub date: NaiveDate,
    pub why: DayKind,
}

/// A last day that is off, and the days off passed on the way to the day that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rolled {
    pub from: NaiveDate,
    pub over: Vec<Skipped>,
    pub to: NaiveDate,
}

/// Several days in a row, skipped for one reason: 10-01 to 10-07 国庆节.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub days: usize,
    pub why: DayKind,
}

/// A rule of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The start day is not counted (民法典 201).
    StartNotCounted,
    /// Months end on the day of the same number (202).
    CorrespondingDay,
    /// The month has no such day; its last day ends the limit (202).
    MonthEnd,
    /// A last day that is off gives way to the next working day (203).
    RollsForward,
    /// Only working days count, by the State Council's yearly notice.
    WorkingDaysOnly,
    /// Counted back from the anchor, which is not counted.
    CountedBack,
    /// Counted back, a day off gives way to the working day before it.
    RollsBack,
    /// The day was named outright.
    Named,
}

impl Rule {
    /// The article behind the rule; none for those of practice. The articles were read in reprints of the Code.
    pub fn source(self) -> Option<Source> {
        let article = match self {
            Self::StartNotCounted => "第二百零一条",
            Self::CorrespondingDay | Self::MonthEnd => "第二百零二条",
            Self::RollsForward => "第二百零三条",
            Self::WorkingDaysOnly | Self::CountedBack | Self::RollsBack | Self::Named => {
                return None;
            }
        };
        Some(Source {
            act: "中华人民共和国民法典".to_owned(),
            article: article.to_owned(),
            mark: Mark::Secondary,
        })
    }
}

impl Explained {
    /// Whether the date may still change when a missing year's notice comes.
    pub fn is_provisional(&self) -> bool {
        !self.missing_years.is_empty()
    }

    /// The due date; none while the clock stands.
    pub fn date(&self) -> Option<NaiveDate> {
        self.due.date()
    }
}

impl Part {
    /// The skipped days, those in a row for one reason together.
    pub fn skipped_runs(&self) -> Vec<Run> {
        runs(&self.skipped)
    }
}

/// Days in a row for one reason, together.
pub fn runs(days: &[Skipped]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some(run) if run.why == day.why && run.to.succ_opt() == Some(day.date) => {
                run.to = day.date;
                run.days += 1;
            }
            _ => runs.push(Run {
                from: day.date,
                to: day.date,
                days: 1,
                why: day.why.clone(),
            }),
        }
    }
    runs
}

/// The days off and the weekend days worked in `from..=to`.
pub(crate) fn unusual(
    calendar: &Calendar,
    from: NaiveDate,
    to: NaiveDate,
) -> (Vec<Skipped>, Vec<Skipped>) {
    let (mut off, mut made_up) = (Vec::new(), Vec::new());
    for date in from.iter_days().take_while(|date| *date <= to) {
        match calendar.day(date) {
            DayKind::Workday => {}
            why @ DayKind::MakeUp { .. } => made_up.push(Skipped { date, why }),
            why => off.push(Skipped { date, why }),
        }
    }
    (off, made_up)
}

impl Clock {
    /// The due date with all that led to it. `source` is the rule the limit comes from.
    pub fn explain(
        &self,
        calendar: &Calendar,
        source: Option<Source>,
    ) -> Result<Explained, ClockError> {
        let mut parts = Vec::new();
        let mut missing_years = Vec::new();
        let mut stops_used = 0;
        let last = self.run(calendar, |period| {
            stops_used += period.stops.len();
            missing_years.extend(
                period
                    .years(self.anchor)
                    .into_iter()
                    .flat_map(|years| calendar.missing(years)),
            );
            parts.push(period.explain(calendar, self.anchor));
        })?;
        missing_years.sort_unstable();
        missing_years.dedup();
        let due = match last {
            Ok(date) => Due::On {
                date,
                provisional: !missing_years.is_empty(),
            },
            Err(since) => Due::Stopped { since },
        };
        // The first part is the limit itself, the rest are extensions.
        let waiting = self
            .extensions
            .iter()
            .skip(parts.len().saturating_sub(1))
            .cloned()
            .collect();
        let idle_stops = self.stops.iter().skip(stops_used).cloned().collect();
        Ok(Explained {
            due,
            source,
            missing_years,
            parts,
            waiting,
            idle_stops,
        })
    }
}

impl Period<'_> {
    fn explain(&self, calendar: &Calendar, anchor: Option<NaiveDate>) -> Part {
        let anchor = anchor.filter(|_| matches!(self.limit, Limit::Before { .. }));
        let (mut skipped, mut made_up) = (Vec::new(), Vec::new());
        for (from, to) in self.counted_spans(anchor) {
            let (off, worked) = unusual(calendar, from, to);
            skipped.extend(off);
            made_up.extend(worked);
        }
        let rolled = self
            .landing
            .filter(|landing| landing.landed != landing.ends)
            .map(|landing| {
                let (first, last) = (
                    landing.landed.min(landing.ends),
                    landing.landed.max(landing.ends),
                );
                let (over, _) = unusual(calendar, first, last);
                Rolled {
                    from: landing.landed,
                    over,
                    to: landing.ends,
                }
            });
        let mut rules = match self.limit {
            Limit::WorkingDays(_) => vec![Rule::StartNotCounted, Rule::WorkingDaysOnly],
            Limit::CalendarDays(_) => vec![Rule::StartNotCounted],
            Limit::Months(_) => vec![Rule::StartNotCounted, self.month_rule()],
            Limit::On(_) => vec![Rule::Named],
            Limit::Before {
                unit: Unit::WorkingDays,
                ..
            } => vec![Rule::CountedBack, Rule::WorkingDaysOnly],
            Limit::Before { .. } => vec![Rule::CountedBack],
        };
        if rolled.is_some() {
            rules.push(if self.limit.runs() {
                Rule::RollsForward
            } else {
                Rule::RollsBack
            });
        }
        Part {
            extension: self.extension.cloned(),
            limit: self.limit,
            from: self.from,
            anchor,
            rules,
            skipped,
            made_up,
            stops: self.stops.to_vec(),
            rolled,
            ends: self.landing.map(|landing| landing.ends),
        }
    }

    /// The spans in which working days were counted: between the stops, both ends included.
    fn counted_spans(&self, anchor: Option<NaiveDate>) -> Vec<(NaiveDate, NaiveDate)> {
        match self.limit {
            Limit::WorkingDays(_) => {
                let mut spans = Vec::new();
                let mut next = self.from.succ_opt();
                for stop in self.stops.iter().filter(|stop| stop.from > self.from) {
                    spans.extend(next.zip(stop.from.pred_opt()));
                    next = stop.to;
                }
                spans.extend(next.zip(self.landing.map(|landing| landing.ends)));
                spans
            }
            Limit::Before {
                unit: Unit::WorkingDays,
                ..
            } => {
                let day_before = anchor.and_then(|anchor| anchor.pred_opt());
                self.landing
                    .map(|landing| landing.ends)
                    .zip(day_before)
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether the month the limit ends in has the day it should end on. Stops move the end by days afterwards,
    /// so this looks at the months alone.
    fn month_rule(&self) -> Rule {
        use chrono::{Datelike, Months};

        let Limit::Months(n) = self.limit else {
            return Rule::CorrespondingDay;
        };
        match self.from.checked_add_months(Months::new(n.into())) {
            Some(end) if end.day() != self.from.day() => Rule::MonthEnd,
            _ => Rule::CorrespondingDay,
        }
    }
}
