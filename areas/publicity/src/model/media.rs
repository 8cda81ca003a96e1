//! Work with the media: what stands in the calendar, and whether each column has its next item.

use chrono::{Days, NaiveDate};

super::codes! {
    /// What an entry of the calendar is.
    Engagement, "publicity-engagement-":
    /// 联席会议 with media and the publicity department.
    Joint = "joint",
    /// 采访任务
    Interview = "interview",
    /// The next item of a column.
    Column = "column",
}

super::codes! {
    State, "publicity-engagement-state-":
    Planned = "planned",
    Done = "done",
    Cancelled = "cancelled",
}

/// Whether a column has its next item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Planned, not later than the rhythm asks.
    Planned(NaiveDate),
    /// Planned, but later than the rhythm asks.
    Late(NaiveDate),
    /// Nothing is planned.
    Gap,
}

/// The day the next item of a column is due: its rhythm after the last one; none without a rhythm or a first item.
pub fn due(last: Option<NaiveDate>, every_days: Option<i64>) -> Option<NaiveDate> {
    let days = u64::try_from(every_days?).ok()?;
    last?.checked_add_days(Days::new(days))
}

/// How a column stands: `planned` is its next planned item from today on, `due` the day by its rhythm.
pub fn next(planned: Option<NaiveDate>, due: Option<NaiveDate>) -> Next {
    match (planned, due) {
        (None, _) => Next::Gap,
        (Some(day), Some(due)) if day > due => Next::Late(day),
        (Some(day), _) => Next::Planned(day),
    }
}

/// A time of day as typed: `9:30`, `14：00`. Empty for the whole day; none where it is no time.
pub fn time(typed: &str) -> Option<String> {
    let typed = typed.trim().replace('：', ":");
    if typed.is_empty() {
        return Some(typed);
    }
    let (hour, minute) = typed.split_once(':')?;
    let read = |part: &str, most: u32| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|n: &u32| digits && *n <= most)
    };
    Some(format!("{:02}:{:02}", read(hour, 23)?, read(minute, 59)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, d).expect("a date")
    }

    #[test]
    fn a_column_always_has_a_next_item() {
        assert_eq!(due(Some(day(1)), Some(14)), Some(day(15)));
        assert_eq!(due(None, Some(14)), None);
        assert_eq!(next(None, Some(day(15))), Next::Gap);
        assert_eq!(next(Some(day(15)), Some(day(15))), Next::Planned(day(15)));
        assert_eq!(next(Some(day(16)), Some(day(15))), Next::Late(day(16)));
        assert_eq!(next(Some(day(16)), None), Next::Planned(day(16)));
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        assert_eq!(time("9：30").as_deref(), Some("09:30"));
        assert_eq!(time(" ").as_deref(), Some(""));
        for wrong in ["24:00", "9", "9:60", "上午", "+9:00"] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }
}
