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
}
