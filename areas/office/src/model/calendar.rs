//! A calendar year as a table of months, and changed by one day.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};
use workday::{Calendar, DayKind, RowKind, Year};

/// A day of a month's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    /// `workday`, `weekend`, `off` or `makeup`.
    pub class: &'static str,
    pub occasion: String,
}

/// A month: weeks from Monday to Sunday, empty before its first and after its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    pub first: NaiveDate,
    pub weeks: Vec<Vec<Option<Day>>>,
}

/// The twelve months of a year.
pub fn months(calendar: &Calendar, year: i32) -> Vec<Month> {
    let firsts = (1..=12).filter_map(|m| NaiveDate::from_ymd_opt(year, m, 1));
    firsts.map(|first| month(calendar, first)).collect()
}

fn month(calendar: &Calendar, first: NaiveDate) -> Month {
    let blanks = first.weekday().num_days_from_monday() as usize;
    let mut cells: Vec<Option<Day>> = vec![None; blanks];
    let days = first.iter_days().take_while(|d| d.month() == first.month());
    for date in days {
        let (class, occasion) = match calendar.day(date) {
            DayKind::Workday => ("workday", String::new()),
            DayKind::Weekend => ("weekend", String::new()),
            DayKind::Holiday { occasion } => ("off", occasion),
            DayKind::MakeUp { occasion } => ("makeup", occasion),
        };
        cells.push(Some(Day {
            date,
            class,
            occasion,
        }));
    }
    cells.resize(cells.len().div_ceil(7) * 7, None);
    Month {
        first,
        weeks: cells.chunks(7).map(<[_]>::to_vec).collect(),
    }
}

/// The text of a year with one day said otherwise: off, worked, or (`None`) nothing said of it.
pub fn with_day(year: &Year, date: NaiveDate, kind: Option<RowKind>, occasion: &str) -> String {
    let mut days: Vec<(NaiveDate, RowKind, String)> = year
        .days()
        .iter()
        .filter(|(d, _)| **d != date)
        .map(|(d, listed)| (*d, listed.kind, listed.occasion.clone()))
        .collect();
    if let Some(kind) = kind {
        days.push((date, kind, occasion.trim().to_owned()));
        days.sort();
    }
    let mut names: Vec<&str> = Vec::new();
    for (_, _, name) in &days {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut out = format!("format = 1\nyear = {}\nnotices = [\n", year.year());
    for notice in year.notices() {
        let _ = writeln!(out, "  {},", quoted(notice));
    }
    out.push_str("]\n");
    for name in names {
        let _ = write!(out, "\n[[occasion]]\nname = {}\n", quoted(name));
        for (key, kind) in [("off", RowKind::Off), ("work", RowKind::Work)] {
            let dates: Vec<String> = days
                .iter()
                .filter(|(_, k, n)| *k == kind && n == name)
                .map(|(d, _, _)| d.to_string())
                .collect();
            if !dates.is_empty() {
                let _ = writeln!(out, "{key} = [{}]", dates.join(", "));
            }
        }
    }
    out
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The text a year without a notice is begun with.
pub fn blank(year: i32) -> String {
    format!(
        "format = 1\nyear = {year}\nnotices = [\n  \"\",\n]\n\n[[occasion]]\nname = \"元旦\"\noff = [{year}-01-01]\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_written_with_one_day_changed() {
        let calendar = Calendar::shipped();
        let year = calendar.year(2025).expect("shipped");
        let date: NaiveDate = "2025-07-14".parse().expect("a day");
        let text = with_day(year, date, Some(RowKind::Off), "自治县\"成立\"纪念日");
        let read = Year::parse(&text).expect("readable");
        assert_eq!(read.days().len(), year.days().len() + 1);
        assert_eq!(read.days()[&date].occasion, "自治县\"成立\"纪念日");
        let back = Year::parse(&with_day(&read, date, None, "")).expect("readable");
        assert_eq!(&back, year);
    }

    #[test]
    fn months_begin_on_monday() {
        let months = months(&Calendar::shipped(), 2025);
        assert_eq!(months.len(), 12);
        let october = &months[9];
        // 2025-10-01 was a Wednesday.
        assert_eq!(october.weeks[0][..2], [None, None]);
        let first = october.weeks[0][2].as_ref().expect("a day");
        assert_eq!((first.class, first.date.day()), ("off", 1));
        let makeup = october.weeks.iter().flatten().flatten();
        let makeup: Vec<u32> = makeup
            .filter(|d| d.class == "makeup")
            .map(|d| d.date.day())
            .collect();
        assert_eq!(makeup, [11]);
    }
}
