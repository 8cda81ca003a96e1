//! Offices held: since when, until when, and what is kept of the holder meanwhile.

use chrono::{Months, NaiveDate};

/// Years of a term of the congress; an office left sooner is a transfer within the term.
pub const TERM_YEARS: u32 = 5;

kernel::codes! {
    /// What is kept of a holder after he took office.
    Kept, "appointments-kept-":
    /// 年度述职报告
    Report = "report",
    /// 履职评议
    Evaluation = "evaluation",
    /// 培训
    Training = "training",
    /// 工作变动
    Transfer = "transfer",
}

/// Whether somebody in office since `from` and leaving on `to` leaves within the term.
pub fn within_term(from: NaiveDate, to: NaiveDate) -> bool {
    from.checked_add_months(Months::new(TERM_YEARS * 12))
        .is_some_and(|end| to < end)
}

/// Whether the yearly report on `year` is asked of somebody in office from one day to another: at its end, and for half of it.
pub fn reports_on(year: i32, from: NaiveDate, to: Option<NaiveDate>) -> bool {
    let day = |m, d| NaiveDate::from_ymd_opt(year, m, d);
    let (Some(half), Some(end)) = (day(7, 1), day(12, 31)) else {
        return false;
    };
    from <= half && to.is_none_or(|to| to > end)
}

kernel::codes! {
    /// How a yearly report stands.
    Yearly, "appointments-yearly-":
    /// 不要求：任职不满半年，或者已经离任
    NotAsked = "not_asked",
    Filed = "filed",
    Due = "due",
    Late = "late",
}

/// How the report on a year stands today, due on a day.
pub fn yearly(asked: bool, filed: bool, due: NaiveDate, today: NaiveDate) -> Yearly {
    match (asked, filed) {
        (_, true) => Yearly::Filed,
        (false, false) => Yearly::NotAsked,
        (true, false) if today > due => Yearly::Late,
        (true, false) => Yearly::Due,
    }
}

/// Whole months from one day to another.
pub fn months(from: NaiveDate, to: NaiveDate) -> i64 {
    let mut n = 0;
    while from
        .checked_add_months(Months::new(n + 1))
        .is_some_and(|next| next <= to)
    {
        n += 1;
    }
    i64::from(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a day")
    }

    #[test]
    fn leaving_before_five_years_is_within_the_term() {
        assert!(within_term(day(2022, 1, 10), day(2025, 3, 3)));
        assert!(!within_term(day(2022, 1, 10), day(2027, 1, 10)));
        assert_eq!(months(day(2022, 1, 31), day(2022, 3, 1)), 1);
    }

    #[test]
    fn a_year_is_reported_on_by_whoever_held_the_office_for_half_of_it() {
        assert!(reports_on(2025, day(2025, 7, 1), None));
        assert!(!reports_on(2025, day(2025, 7, 2), None));
        assert!(!reports_on(2025, day(2020, 1, 1), Some(day(2025, 12, 31))));
        assert!(reports_on(2025, day(2020, 1, 1), Some(day(2026, 1, 5))));
        let due = day(2026, 3, 2);
        assert_eq!(yearly(true, false, due, due), Yearly::Due);
        assert_eq!(yearly(true, false, due, day(2026, 3, 3)), Yearly::Late);
        assert_eq!(yearly(true, true, due, day(2026, 3, 3)), Yearly::Filed);
    }
}
