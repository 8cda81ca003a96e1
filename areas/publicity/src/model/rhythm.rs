//! How often a topic recurs, and the days of the next one.

use chrono::{Days, Months, NaiveDate};

super::codes! {
    Rhythm, "publicity-rhythm-":
    Week = "week",
    Fortnight = "fortnight",
    Month = "month",
    Quarter = "quarter",
    Year = "year",
}

impl Rhythm {
    /// The day `n` turns after `day`. The 31st becomes the last of a shorter month, and of that month alone.
    pub fn after(self, day: NaiveDate, n: u32) -> Option<NaiveDate> {
        let months = |m: u32| day.checked_add_months(Months::new(m * n));
        match self {
            Rhythm::Week => day.checked_add_days(Days::new(7 * u64::from(n))),
            Rhythm::Fortnight => day.checked_add_days(Days::new(14 * u64::from(n))),
            Rhythm::Month => months(1),
            Rhythm::Quarter => months(3),
            Rhythm::Year => months(12),
        }
    }

    /// The next days of what is owed on `due` and happens on `event`: the first turn owed after `today`. Both move by as
    /// many turns, so that the day before a yearly day stays the day before.
    pub fn next(
        self,
        due: NaiveDate,
        event: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Option<(NaiveDate, Option<NaiveDate>)> {
        // A weekly topic asleep for ten years is at turn 520.
        let turn = (1..600).find(|n| self.after(due, *n).is_some_and(|d| d > today))?;
        let event = match event {
            Some(day) => Some(self.after(day, turn)?),
            None => None,
        };
        Some((self.after(due, turn)?, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a date")
    }

    #[test]
    fn a_weekly_column_and_a_yearly_day() {
        let (friday, thursday) = (day(2026, 3, 6), day(2026, 3, 5));
        let next = Rhythm::Week.next(friday, Some(thursday), day(2026, 3, 4));
        assert_eq!(next, Some((day(2026, 3, 13), Some(day(2026, 3, 12)))));
        // What was left lying is not planned for a day that has passed.
        let next = Rhythm::Week.next(friday, None, day(2026, 3, 27));
        assert_eq!(next, Some((day(2026, 4, 3), None)));
        let constitution = day(2025, 12, 4);
        let next = Rhythm::Year.next(day(2025, 12, 3), Some(constitution), day(2025, 12, 4));
        assert_eq!(next, Some((day(2026, 12, 3), Some(day(2026, 12, 4)))));
        let last = Rhythm::Month.next(day(2026, 1, 31), None, day(2026, 2, 3));
        assert_eq!(last, Some((day(2026, 2, 28), None)));
    }

    proptest! {
        #[test]
        fn the_next_is_the_first_turn_still_ahead(n in 0usize..5, due in 0i64..4000, gone in 0i64..3000) {
            let rhythm = Rhythm::ALL[n];
            let due = day(2020, 1, 1) + chrono::TimeDelta::days(due);
            let today = due + chrono::TimeDelta::days(gone);
            let (next, _) = rhythm.next(due, None, today).expect("a day");
            prop_assert!(next > today);
            // The turn before it is not ahead.
            let turn = (1..600).find(|t| rhythm.after(due, *t) == Some(next)).expect("a turn");
            prop_assert!(turn == 1 || rhythm.after(due, turn - 1).expect("a day") <= today);
        }
    }
}
