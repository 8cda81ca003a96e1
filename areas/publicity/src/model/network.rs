//! The network: what is asked of a correspondent or liaison within a quarter, and whether he is on course.

use chrono::{Datelike, NaiveDate};

super::codes! {
    /// What somebody is for his unit.
    Duty, "publicity-duty-":
    /// 通讯员: writes.
    Correspondent = "correspondent",
    /// 信息联络员: sends in what happens.
    Liaison = "liaison",
}

super::codes! {
    /// Whether somebody came to a training session.
    Came, "publicity-came-":
    Present = "present",
    /// 请假
    Excused = "excused",
    Absent = "absent",
}

/// First and last day of the quarter of a day.
pub fn quarter(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = (day.month0() / 3) * 3 + 1;
    let from = NaiveDate::from_ymd_opt(day.year(), first, 1).unwrap_or(day);
    let to = from
        .checked_add_months(chrono::Months::new(3))
        .and_then(|d| d.pred_opt())
        .unwrap_or(day);
    (from, to)
}

/// What is asked of somebody within a quarter: pieces sent in, and of these taken by outlets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    pub sent: i64,
    pub taken: i64,
}

/// How somebody stands on a day of the quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Everything asked is done.
    Done,
    /// So far as the quarter has gone, he has done his part.
    OnCourse,
    Behind,
    /// Nothing is asked of him.
    Free,
}

/// Compares what was done with the part of what is asked that the days gone by make, rounded down: nobody is behind for a
/// piece that is not due yet.
pub fn course(asked: Asked, done: Asked, since: NaiveDate, day: NaiveDate) -> Course {
    if asked == Asked::default() {
        return Course::Free;
    }
    let (from, to) = quarter(day);
    let from = from.max(since);
    let (all, gone) = ((to - from).num_days() + 1, (day - from).num_days() + 1);
    let due = |n: i64| n * gone.clamp(0, all.max(1)) / all.max(1);
    match () {
        () if done.sent >= asked.sent && done.taken >= asked.taken => Course::Done,
        () if done.sent >= due(asked.sent) && done.taken >= due(asked.taken) => Course::OnCourse,
        () => Course::Behind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).expect("a date")
    }

    #[test]
    fn a_quarter_ends_with_its_third_month() {
        assert_eq!(quarter(day(2, 28)), (day(1, 1), day(3, 31)));
        assert_eq!(quarter(day(12, 31)), (day(10, 1), day(12, 31)));
    }

    #[test]
    fn nobody_is_behind_for_what_is_not_due_yet() {
        let asked = Asked { sent: 3, taken: 1 };
        let of = |sent, taken, on| course(asked, Asked { sent, taken }, day(1, 1), on);
        assert_eq!(of(0, 0, day(1, 20)), Course::OnCourse);
        assert_eq!(of(0, 0, day(2, 10)), Course::Behind);
        assert_eq!(of(1, 0, day(2, 10)), Course::OnCourse);
        assert_eq!(of(3, 0, day(3, 31)), Course::Behind);
        assert_eq!(of(3, 1, day(3, 1)), Course::Done);
        assert_eq!(
            course(Asked::default(), Asked::default(), day(1, 1), day(2, 1)),
            Course::Free
        );
        // Who came in March owes what remains, counted from his first day.
        assert_eq!(
            course(asked, Asked::default(), day(3, 25), day(3, 26)),
            Course::OnCourse
        );
    }
}
