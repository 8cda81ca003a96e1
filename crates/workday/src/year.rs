//! One calendar year as the State Council's notice (国务院办公厅关于节假日安排的通知) sets it.
//!
//! A [`Year`] lists the days off and the make-up workdays (调休上班) of one notice; ordinary weekends and
//! ordinary weekdays are not listed. Its file is TOML:
//!
//! ```toml
//! format = 1
//! year = 2026
//! notices = ["https://www.gov.cn/…"]
//!
//! [[occasion]]
//! name = "元旦"
//! off = [2026-01-01, 2026-01-02, 2026-01-03]
//! work = [2026-01-04]
//! ```
//!
//! A notice may reach into the last December days before its year (2006-12-30 was worked by the notice for
//! 2007), so a file may list days of December before and January after. Anything a file can have wrong is
//! reported at once, each [`Fault`] with its line; a year with a fault is never half used.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// The version of the file form that is written; the only one read so far.
const FORMAT: u32 = 1;
/// Years a file may be for: 放假办法 dates from 1949.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2200;
/// Longest text of a file, in bytes: ten times the longest year so far.
const MAX_FILE: usize = 64 * 1024;
/// Longest name of an occasion, in characters ("抗日战争暨世界反法西斯战争胜利70周年纪念日" has 23).
const MAX_OCCASION: usize = 60;
/// Longest address or number of a notice, in characters.
const MAX_NOTICE: usize = 300;

/// What a notice says of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A day off (放假), be it a weekday or a weekend day within the holiday.
    Off,
    /// A weekend day that is worked (上班).
    Work,
}

impl std::str::FromStr for RowKind {
    type Err = FaultCode;

    /// Reads the word of an import column: `off`, `休`, `放假`, or `work`, `班`, `上班`.
    fn from_str(word: &str) -> Result<Self, FaultCode> {
        match word.trim() {
            "off" | "休" | "放假" => Ok(Self::Off),
            "work" | "班" | "上班" => Ok(Self::Work),
            other => Err(FaultCode::UnknownKind {
                found: shorten(other),
            }),
        }
    }
}

/// One listed day of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Off or worked.
    pub kind: RowKind,
    /// The occasion as the notice names it, for example 国庆节.
    pub occasion: String,
}

/// The days off and make-up workdays of one year, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Year {
    year: i32,
    notices: Vec<String>,
    days: BTreeMap<NaiveDate, Listed>,
}

/// One row of a table of days (`date, kind, occasion, notice`), as an import hands it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where the row stands in its file, counted from 1, for messages.
    pub line: usize,
    pub date: NaiveDate,
    pub kind: RowKind,
    pub occasion: String,
    /// Address or number of the notice; rows of one notice make up one year.
    pub notice: String,
}

/// What a table of days holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromRows {
    /// The years, oldest first.
    pub years: Vec<Year>,
    /// Rows that call an ordinary weekday worked, which it is anyway; left out and listed for the reader.
    /// Real notices do say it (2020-02-03, "returning to work as usual").
    pub redundant: Vec<Row>,
}

/// Everything wrong with a calendar file or table, in the order of its lines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n"))]
pub struct CalendarError {
    /// Never empty.
    pub faults: Vec<Fault>,
}

/// One thing wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Line in the file, from 1; none where the whole file is meant.
    pub line: Option<usize>,
    #[serde(flatten)]
    pub code: FaultCode,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.code),
            None => write!(f, "{}", self.code),
        }
    }
}

/// What can be wrong; serialised as `{"code": "both_kinds", "date": …}`, a text key with its variables.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FaultCode {
    #[error("this is not a calendar file: {message}")]
    Syntax { message: String },
    #[error("the file is longer than any calendar year ({bytes} bytes)")]
    TooLong { bytes: usize },
    #[error("the file has form {found}; this version reads form 1")]
    Format { found: u32 },
    #[error("{found} is not a year a notice can be for (1949 to 2200)")]
    YearOutOfRange { found: i32 },
    #[error("{found} is not a date (year-month-day)")]
    NotADate { found: String },
    #[error(
        "{date} does not belong to {year}: a notice lists days of its year, the December before and the January after"
    )]
    OutsideYear { date: NaiveDate, year: i32 },
    #[error("{date} is listed twice")]
    Twice { date: NaiveDate },
    #[error("{date} is listed both as a day off and as a make-up workday")]
    BothKinds { date: NaiveDate },
    #[error("{date} is an ordinary weekday and needs no make-up")]
    MakeUpOnWeekday { date: NaiveDate },
    #[error("an occasion has no name")]
    NoOccasion,
    #[error("the name of an occasion is longer than 60 characters: {found}…")]
    OccasionTooLong { found: String },
    #[error("no notice is named; a year is known only by its notice")]
    NoNotice,
    #[error("the notice is longer than 300 characters: {found}…")]
    NoticeTooLong { found: String },
    #[error("the year has no day off at all")]
    NoDayOff,
    #[error("“{found}” is neither a day off (off, 休) nor a make-up workday (work, 班)")]
    UnknownKind { found: String },
}

impl Year {
    /// Reads one year's file (see the module page for its form).
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            format: Spanned<u32>,
            year: Spanned<i32>,
            notices: Spanned<Vec<Spanned<String>>>,
            #[serde(default)]
            occasion: Vec<Occasion>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Occasion {
            name: Spanned<String>,
            #[serde(default)]
            off: Vec<Spanned<toml::value::Datetime>>,
            #[serde(default)]
            work: Vec<Spanned<toml::value::Datetime>>,
        }

        if text.len() > MAX_FILE {
            return Err(fault(None, FaultCode::TooLong { bytes: text.len() }).into());
        }
        let line = |at: usize| Some(text[..at].matches('\n').count() + 1);
        let file: File = toml::from_str(text).map_err(|e| {
            let at = e
                .span()
                .map(|span| span.start)
                .filter(|at| text.is_char_boundary(*at));
            fault(
                at.and_then(line),
                FaultCode::Syntax {
                    message: e.message().to_owned(),
                },
            )
        })?;
        if *file.format.get_ref() != FORMAT {
            let found = *file.format.get_ref();
            return Err(fault(line(file.format.span().start), FaultCode::Format { found }).into());
        }

        let mut faults = Vec::new();
        let mut listed = Vec::new();
        for occasion in &file.occasion {
            for (kind, dates) in [
                (RowKind::Off, &occasion.off),
                (RowKind::Work, &occasion.work),
            ] {
                for date in dates {
                    let at = line(date.span().start);
                    match civil_date(date.get_ref()) {
                        Some(day) => listed.push((at, day, kind, occasion.name.get_ref().as_str())),
                        None => faults.push(fault(
                            at,
                            FaultCode::NotADate {
                                found: date.get_ref().to_string(),
                            },
                        )),
                    }
                }
            }
            if let Some(code) = occasion_fault(occasion.name.get_ref()) {
                faults.push(fault(line(occasion.name.span().start), code));
            }
        }
        let notices = file
            .notices
            .get_ref()
            .iter()
            .map(|n| (line(n.span().start), n.get_ref().as_str()));
        let year = (line(file.year.span().start), *file.year.get_ref());
        Self::build(
            year,
            line(file.notices.span().start),
            notices,
            listed,
            faults,
        )
    }

    /// Gathers a table of days into years. Rows of one notice belong to the year most of them lie in, so that
    /// the December days before it stay with their notice; two notices for one year make one [`Year`].
    pub fn from_rows(rows: impl IntoIterator<Item = Row>) -> Result<FromRows, CalendarError> {
        let mut redundant = Vec::new();
        let mut by_notice: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in rows {
            if row.kind == RowKind::Work && !is_weekend(row.date) {
                redundant.push(row);
            } else {
                by_notice
                    .entry(row.notice.trim().to_owned())
                    .or_default()
                    .push(row);
            }
        }
        let mut by_year: BTreeMap<i32, Vec<Row>> = BTreeMap::new();
        for rows in by_notice.into_values() {
            let mut rows_in: BTreeMap<i32, usize> = BTreeMap::new();
            for row in &rows {
                *rows_in.entry(row.date.year()).or_default() += 1;
            }
            // Of two years with as many rows the later one: a notice reaches back, hardly ever forward.
            if let Some((year, _)) = rows_in.into_iter().max_by_key(|(_, count)| *count) {
                by_year.entry(year).or_default().extend(rows);
            }
        }
        let mut years = Vec::new();
        let mut faults = Vec::new();
        for (year, mut rows) in by_year {
            rows.sort_by_key(|row| row.line);
            let first = rows.first().map(|row| row.line);
            let bad_names = rows
                .iter()
                .filter_map(|row| Some(fault(Some(row.line), occasion_fault(&row.occasion)?)))
                .collect();
            let notices = rows.iter().map(|row| (Some(row.line), row.notice.as_str()));
            let listed = rows
                .iter()
                .map(|row| (Some(row.line), row.date, row.kind, row.occasion.as_str()))
                .collect();
            match Self::build((first, year), first, notices, listed, bad_names) {
                Ok(year) => years.push(year),
                Err(error) => faults.extend(error.faults),
            }
        }
        faults.sort_by_key(|fault| fault.line);
        if faults.is_empty() {
            Ok(FromRows { years, redundant })
        } else {
            Err(CalendarError { faults })
        }
    }

    /// The checks a file and a table share.
    fn build<'a>(
        (year_line, year): (Option<usize>, i32),
        notices_line: Option<usize>,
        notices: impl Iterator<Item = (Option<usize>, &'a str)>,
        listed: Vec<(Option<usize>, NaiveDate, RowKind, &'a str)>,
        mut faults: Vec<Fault>,
    ) -> Result<Self, CalendarError> {
        if !YEARS.contains(&year) {
            faults.push(fault(year_line, FaultCode::YearOutOfRange { found: year }));
        }
        let mut named: Vec<String> = Vec::new();
        for (line, notice) in notices {
            let notice = notice.trim();
            if notice.is_empty() {
                faults.push(fault(line, FaultCode::NoNotice));
            } else if notice.chars().count() > MAX_NOTICE {
                faults.push(fault(
                    line,
                    FaultCode::NoticeTooLong {
                        found: shorten(notice),
                    },
                ));
            } else if !named.iter().any(|known| known == notice) {
                named.push(notice.to_owned());
            }
        }
        if named.is_empty() && !faults.iter().any(|f| f.code == FaultCode::NoNotice) {
            faults.push(fault(notices_line, FaultCode::NoNotice));
        }
        let mut days: BTreeMap<NaiveDate, Listed> = BTreeMap::new();
        for (line, date, kind, occasion) in listed {
            let near = date.year() == year
                || (date.year() + 1 == year && date.month() == 12)
                || (date.year() - 1 == year && date.month() == 1);
            if let Some(earlier) = days.get(&date) {
                let code = if earlier.kind == kind {
                    FaultCode::Twice { date }
                } else {
                    FaultCode::BothKinds { date }
                };
                faults.push(fault(line, code));
            } else if !near {
                faults.push(fault(line, FaultCode::OutsideYear { date, year }));
            } else if kind == RowKind::Work && !is_weekend(date) {
                faults.push(fault(line, FaultCode::MakeUpOnWeekday { date }));
            } else {
                days.insert(
                    date,
                    Listed {
                        kind,
                        occasion: occasion.trim().to_owned(),
                    },
                );
            }
        }
        if faults.is_empty() && !days.values().any(|day| day.kind == RowKind::Off) {
            faults.push(fault(year_line, FaultCode::NoDayOff));
        }
        if faults.is_empty() {
            Ok(Self {
                year,
                notices: named,
                days,
            })
        } else {
            faults.sort_by_key(|fault| fault.line);
            Err(CalendarError { faults })
        }
    }

    /// The year the notice is for.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// Addresses or numbers of the notices; never empty.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// The listed days, oldest first; a few may lie in the neighbouring years.
    pub fn days(&self) -> &BTreeMap<NaiveDate, Listed> {
        &self.days
    }

    /// Writes the year's file; [`Year::parse`] reads it back to an equal year.
    pub fn to_toml(&self) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut out = format!("format = {FORMAT}\nyear = {}\nnotices = [\n", self.year);
        for notice in &self.notices {
            let _ = writeln!(out, "  {},", quoted(notice));
        }
        out.push_str("]\n");
        let mut occasions: Vec<&str> = Vec::new();
        for day in self.days.values() {
            if !occasions.contains(&day.occasion.as_str()) {
                occasions.push(&day.occasion);
            }
        }
        for occasion in occasions {
            let _ = writeln!(out, "\n[[occasion]]\nname = {}", quoted(occasion));
            for (key, kind) in [("off", RowKind::Off), ("work", RowKind::Work)] {
                let mut dates = self
                    .days
                    .iter()
                    .filter(|(_, day)| day.kind == kind && day.occasion == occasion)
                    .peekable();
                if dates.peek().is_some() {
                    let _ = writeln!(out, "{key} = [");
                    for (date, _) in dates {
                        let _ = writeln!(out, "  {date},");
                    }
                    out.push_str("]\n");
                }
            }
        }
        out
    }
}

impl From<Fault> for CalendarError {
    fn from(fault: Fault) -> Self {
        Self {
            faults: vec![fault],
        }
    }
}

/// Saturday or Sunday.
pub(crate) fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The date a TOML date literal names; none for times, offsets and days that no month has.
pub(crate) fn civil_date(value: &toml::value::Datetime) -> Option<NaiveDate> {
    match value {
        toml::value::Datetime {
            date: Some(date),
            time: None,
            offset: None,
        } => NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()),
        _ => None,
    }
}

fn fault(line: Option<usize>, code: FaultCode) -> Fault {
    Fault { line, code }
}

fn occasion_fault(name: &str) -> Option<FaultCode> {
    if name.trim().is_empty() {
        Some(FaultCode::NoOccasion)
    } else if name.trim().chars().count() > MAX_OCCASION {
        Some(FaultCode::OccasionTooLong {
            found: shorten(name),
        })
    } else {
        None
    }
}

/// Enough of a hostile text to find it again, never all of it.
fn shorten(text: &str) -> String {
    text.chars().take(20).collect()
}
