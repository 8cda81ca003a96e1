//! Days off and make-up workdays by table (放假安排). A day is the same by its date; a year that is already known
//! is never changed here, its differences are listed.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use futures_util::future::BoxFuture;
use papers::sheet::Cell;
use papers::table::header::Column;
use workday::year::{Row as Day, RowKind};
use workday::{Calendar, FaultCode, Year};

use super::check::Ground;
use super::{Lines, Outgoing, Register, Row, word_of};
use crate::access::Act;
use crate::calendar;
use crate::error::{Error, Message, Result};

/// The register of days off.
pub struct Workdays;

const COLUMNS: [Column; 4] = [
    Column {
        key: "date",
        names: &["日期", "date", "时间"],
        required: true,
    },
    Column {
        key: "kind",
        names: &["类型", "kind", "安排", "类别", "放假或上班"],
        required: true,
    },
    Column {
        key: "occasion",
        names: &["节日", "occasion", "名称", "节假日", "事由"],
        required: false,
    },
    Column {
        key: "notice",
        names: &["通知", "notice", "文号", "依据", "来源"],
        required: false,
    },
];

const KINDS: [(&str, &str); 10] = [
    ("放假", "off"),
    ("休", "off"),
    ("休息", "off"),
    ("休假", "off"),
    ("off", "off"),
    ("上班", "work"),
    ("班", "work"),
    ("调休上班", "work"),
    ("补班", "work"),
    ("work", "work"),
];

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The year a row belongs to: that of its notice in the file.
fn years_of(rows: &[Row]) -> BTreeMap<u32, i32> {
    let mut by_notice: BTreeMap<&str, BTreeMap<i32, usize>> = BTreeMap::new();
    for row in rows {
        if let Some(day) = row.day("date") {
            let counts = by_notice.entry(row.value("notice").unwrap_or_default());
            *counts.or_default().entry(day.year()).or_default() += 1;
        }
    }
    rows.iter()
        .filter_map(|row| {
            let day = row.day("date")?;
            let notice = row.value("notice").unwrap_or_default();
            let year = match notice {
                "" => day.year(),
                notice => *by_notice.get(notice)?.iter().max_by_key(|(_, n)| **n)?.0,
            };
            Some((row.number, year))
        })
        .collect()
}

fn day_of(row: &Row, year: i32) -> Option<Day> {
    Some(Day {
        line: row.number as usize,
        date: row.day("date")?,
        kind: match row.value("kind")? {
            "work" => RowKind::Work,
            _ => RowKind::Off,
        },
        occasion: row.value("occasion").unwrap_or_default().to_owned(),
        // Rows without a notice are those of their year.
        notice: match row.value("notice") {
            Some(notice) if !notice.is_empty() => notice.to_owned(),
            _ => year.to_string(),
        },
    })
}

/// What any known year says of a day; December days stand with the next year's notice.
fn listed(calendar: &Calendar, day: NaiveDate) -> Option<RowKind> {
    [day.year(), day.year() + 1, day.year() - 1]
        .into_iter()
        .filter_map(|y| calendar.year(y))
        .find_map(|y| y.days().get(&day))
        .map(|l| l.kind)
}

/// Why a year can't be put together from its days.
fn wrong(code: &FaultCode) -> Message {
    match code {
        FaultCode::YearOutOfRange { found } => {
            Message::new("import-day-year").arg("year", found.to_string())
        }
        FaultCode::OutsideYear { date, year } => Message::new("import-day-outside")
            .arg("date", *date)
            .arg("year", year.to_string()),
        FaultCode::Twice { date } => Message::new("import-day-twice").arg("date", *date),
        FaultCode::BothKinds { date } => Message::new("import-day-both").arg("date", *date),
        FaultCode::NoOccasion => Message::new("import-day-no-occasion"),
        FaultCode::NoDayOff => Message::new("import-day-none-off"),
        _ => Message::new("import-day-wrong"),
    }
}

impl Register for Workdays {
    fn name(&self) -> &'static str {
        "workdays"
    }

    fn title(&self) -> &'static str {
        "import-kind-workdays"
    }

    fn columns(&self) -> &'static [Column] {
        &COLUMNS
    }

    /// The days of a year belong together.
    fn lot(&self) -> usize {
        usize::MAX
    }

    fn check<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        rows: &'a mut [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let kernel = ground.kernel;
            let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
            for row in rows.iter_mut() {
                let day = row.date("date", ground.dates());
                row.must("date");
                row.choice("kind", &KINDS);
                row.must("kind");
                row.text("occasion", 60);
                row.text("notice", 300);
                row.identity = day.map(|d| d.to_string());
            }
            let years = years_of(rows);
            for row in rows.iter_mut() {
                let (Some(day), Some(year)) = (row.day("date"), years.get(&row.number)) else {
                    continue;
                };
                let kind = row.value("kind").unwrap_or_default().to_owned();
                if kind == "work" && !is_weekend(day) {
                    // A notice may say that work begins as usual; it is so anyway.
                    row.warn("kind", Message::new("import-works-anyway"));
                    row.standing = Some(BTreeMap::new());
                    continue;
                }
                let stands = listed(&calendar, day);
                if calendar.knows(*year) || stands.is_some() {
                    let stands = match stands {
                        Some(RowKind::Off) => "off",
                        Some(RowKind::Work) => "work",
                        None => "",
                    };
                    row.standing = Some(BTreeMap::from([("kind".to_owned(), stands.to_owned())]));
                }
            }
            // What makes a year impossible is said at its row, before anything is written.
            let fresh: Vec<Day> = rows
                .iter()
                .filter(|r| r.standing.is_none() && !r.is_refused())
                .filter_map(|r| day_of(r, *years.get(&r.number)?))
                .collect();
            if let Err(error) = Year::from_rows(fresh) {
                for fault in error.faults {
                    let line = fault.line.and_then(|l| u32::try_from(l).ok());
                    let message = wrong(&fault.code);
                    let at = match rows.iter().position(|r| Some(r.number) == line) {
                        Some(at) => at,
                        None => match rows
                            .iter()
                            .position(|r| r.standing.is_none() && !r.is_refused())
                        {
                            Some(at) => at,
                            None => continue,
                        },
                    };
                    rows[at].refuse_row(message);
                }
            }
            Ok(())
        })
    }

    fn lines<'a>(&'a self, asked: &'a Outgoing<'a>) -> Lines<'a> {
        Box::pin(async move {
            let kernel = asked.kernel;
            let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
            let mut out = Vec::new();
            for year in calendar.years() {
                // One notice a row: it tells which year a day at the turn of the year belongs to.
                let notice = year.notices().first().cloned().unwrap_or_default();
                for (day, listed) in year.days() {
                    let kind = match listed.kind {
                        RowKind::Off => "off",
                        RowKind::Work => "work",
                    };
                    out.push(vec![
                        Cell::from(*day),
                        Cell::from(word_of(&KINDS, kind)),
                        Cell::from(listed.occasion.as_str()),
                        Cell::from(notice.as_str()),
                    ]);
                }
            }
            Ok(out)
        })
    }

    fn write<'a>(
        &'a self,
        _ground: &'a Ground<'a>,
        act: &'a mut Act,
        rows: &'a [Row],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let years = years_of(rows);
            let days = rows
                .iter()
                .filter_map(|r| day_of(r, *years.get(&r.number)?));
            let gathered = Year::from_rows(days).map_err(|e| {
                Error::Refused(e.faults.first().map_or_else(
                    || Message::new("import-day-wrong"),
                    |fault| wrong(&fault.code),
                ))
            })?;
            for year in gathered.years {
                calendar::put(act, &year, 0).await?;
            }
            Ok(())
        })
    }
}
