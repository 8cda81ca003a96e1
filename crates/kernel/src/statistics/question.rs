//! What is asked of a figure, and which period it is compared with.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::figure::{Dimension, Figure, Keys};
use super::{MOST_DIMENSIONS, answer::Key};
use crate::error::{Error, FieldError, Message, Result};

/// The period an answer is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// As long, ending the day before: whole months before whole months.
    PreviousPeriod,
    /// The same days a year earlier.
    PreviousYear,
}

impl Compare {
    pub const ALL: [Compare; 2] = [Compare::PreviousPeriod, Compare::PreviousYear];

    pub fn code(self) -> &'static str {
        match self {
            Compare::PreviousPeriod => "previous_period",
            Compare::PreviousYear => "previous_year",
        }
    }

    pub fn parse(code: &str) -> Option<Compare> {
        Compare::ALL.into_iter().find(|c| c.code() == code)
    }
}

/// A question to a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// First day; none for "since ever".
    pub from: Option<NaiveDate>,
    /// Last day, itself included; none for "until now".
    pub to: Option<NaiveDate>,
    /// Names of dimensions, at most [`MOST_DIMENSIONS`].
    #[serde(default)]
    pub by: Vec<String>,
    #[serde(default)]
    pub compare: Option<Compare>,
    /// Only rows with these keys, by dimension; an empty code is "none".
    #[serde(default)]
    pub only: BTreeMap<String, String>,
}

impl Question {
    /// The dimensions asked for, in their order; every fault at once.
    pub(super) fn check(&self, figure: &Figure) -> Result<Vec<&'static Dimension>> {
        let mut wrong = Vec::new();
        let mut refuse = |field: &str, message: Message| {
            wrong.push(FieldError {
                field: field.to_owned(),
                message,
            });
        };
        let mut dims: Vec<&'static Dimension> = Vec::new();
        for name in &self.by {
            match figure.dimension(name) {
                Some(d) if !dims.contains(&d) => dims.push(d),
                Some(_) => {}
                None => refuse(
                    "by",
                    Message::new("statistics-no-dimension").arg("name", clipped(name)),
                ),
            }
        }
        if dims.len() > MOST_DIMENSIONS {
            refuse(
                "by",
                Message::new("statistics-dimensions").arg("most", MOST_DIMENSIONS),
            );
        }
        for (name, code) in &self.only {
            if figure.dimension(name).is_none() || code.contains('\0') {
                refuse(
                    &clipped(name),
                    Message::new("statistics-no-dimension").arg("name", clipped(name)),
                );
            }
        }
        let years = 1900..=2200;
        for (field, day) in [("from", self.from), ("to", self.to)] {
            if day.is_some_and(|d| !years.contains(&d.year())) {
                refuse(field, Message::new("statistics-period-years"));
            }
        }
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => {
                refuse("to", Message::new("statistics-period-backwards"));
            }
            (None, _) | (_, None) if self.compare.is_some() => {
                refuse("compare", Message::new("statistics-period-open"));
            }
            _ => {}
        }
        if wrong.is_empty() {
            Ok(dims)
        } else {
            Err(Error::Invalid(wrong))
        }
    }

    /// The earlier period, where one is asked for, and how its keys move onto this one's.
    pub(super) fn earlier(&self) -> Option<(Question, Shift)> {
        let (from, to, compare) = (self.from?, self.to?, self.compare?);
        let after = to + Days::new(1);
        let months = (after.year() - from.year()) * 12 + after.month() as i32 - from.month() as i32;
        let shift = match compare {
            Compare::PreviousYear => Shift::Months(12),
            Compare::PreviousPeriod if from.day() == after.day() && months > 0 => {
                Shift::Months(months as u32)
            }
            Compare::PreviousPeriod => Shift::Days((after - from).num_days() as u64),
        };
        let earlier = Question {
            from: Some(shift.back(from)),
            // The day after is moved, so that the end of a month stays one.
            to: Some(shift.back(after) - Days::new(1)),
            by: self.by.clone(),
            compare: None,
            only: self
                .only
                .iter()
                .map(|(name, code)| {
                    let keys = match name.as_str() {
                        "month" => Some(Keys::Month),
                        "day" => Some(Keys::Day),
                        _ => None,
                    };
                    let moved = keys.and_then(|k| shift.move_code(k, code, false));
                    (name.clone(), moved.unwrap_or_else(|| code.clone()))
                })
                .collect(),
        };
        Some((earlier, shift))
    }

    /// The same period, narrowed to one row's keys: the question its list answers.
    pub(super) fn narrowed(&self, keys: &BTreeMap<String, Key>) -> Question {
        let mut only = self.only.clone();
        only.extend(keys.iter().map(|(d, k)| (d.clone(), k.code.clone())));
        Question {
            from: self.from,
            to: self.to,
            by: Vec::new(),
            compare: None,
            only,
        }
    }

    /// `from=…&to=…&unit=…`: the period and the keys as the query of an address.
    pub fn query(&self) -> String {
        let mut out = String::new();
        let mut add = |name: &str, value: &str| {
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(name);
            out.push('=');
            for byte in value.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                        out.push(byte as char);
                    }
                    _ => out.push_str(&format!("%{byte:02X}")),
                }
            }
        };
        if let Some(day) = self.from {
            add("from", &day.to_string());
        }
        if let Some(day) = self.to {
            add("to", &day.to_string());
        }
        if !self.by.is_empty() {
            add("by", &self.by.join(","));
        }
        if let Some(compare) = self.compare {
            add("compare", compare.code());
        }
        for (name, code) in &self.only {
            add(name, code);
        }
        out
    }
}

/// A name from outside, short enough to be said back.
fn clipped(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// How far a period lies behind another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shift {
    Months(u32),
    Days(u64),
}

impl Shift {
    fn back(self, day: NaiveDate) -> NaiveDate {
        match self {
            Shift::Months(n) => day - Months::new(n),
            Shift::Days(n) => day - Days::new(n),
        }
    }

    fn forth(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Shift::Months(n) => day.checked_add_months(Months::new(n)),
            Shift::Days(n) => day.checked_add_days(Days::new(n)),
        }
    }

    /// The key of the later period that an earlier period's key stands beside, or the other way round.
    pub(super) fn move_code(self, keys: Keys, code: &str, forth: bool) -> Option<String> {
        let moved = |day: NaiveDate| {
            if forth {
                self.forth(day)
            } else {
                Some(self.back(day))
            }
        };
        match keys {
            Keys::Month => {
                let day = moved(format!("{code}-01").parse().ok()?)?;
                Some(day.format("%Y-%m").to_string())
            }
            Keys::Day => Some(moved(code.parse().ok()?)?.to_string()),
            _ => Some(code.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn earlier(from: &str, to: &str, compare: Compare) -> (NaiveDate, NaiveDate) {
        let asked = Question {
            from: Some(day(from)),
            to: Some(day(to)),
            compare: Some(compare),
            ..Question::default()
        };
        let (q, _) = asked.earlier().unwrap();
        (q.from.unwrap(), q.to.unwrap())
    }

    #[test]
    fn whole_months_stand_beside_whole_months() {
        let of = |from, to| earlier(from, to, Compare::PreviousPeriod);
        assert_eq!(
            of("2024-03-01", "2024-03-31"),
            (day("2024-02-01"), day("2024-02-29"))
        );
        assert_eq!(
            of("2024-01-01", "2024-12-31"),
            (day("2023-01-01"), day("2023-12-31"))
        );
        assert_eq!(
            of("2024-03-05", "2024-03-14"),
            (day("2024-02-24"), day("2024-03-04"))
        );
        assert_eq!(
            earlier("2024-02-01", "2024-02-29", Compare::PreviousYear),
            (day("2023-02-01"), day("2023-02-28"))
        );
    }

    #[test]
    fn an_address_keeps_what_is_none_and_what_is_chinese() {
        let mut asked = Question::default();
        asked.only.insert("unit".into(), String::new());
        asked.only.insert("category".into(), "水 利".into());
        assert_eq!(asked.query(), "category=%E6%B0%B4%20%E5%88%A9&unit=");
    }
}
