//! What is owed by week (任务量), fair to those away: who is away on some of a week's working days owes that much less.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

/// The Monday of the week of a day.
pub fn week_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// The Mondays of the weeks that lie in a period at least in part.
pub fn weeks(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    week_of(from)
        .iter_days()
        .step_by(7)
        .take_while(|monday| *monday <= to)
        .collect()
}

/// What one person owes in a week: the quota for the working days he is there, rounded down in his favour. A week
/// without a working day owes nothing.
pub fn owed(quota: u32, working: &BTreeSet<NaiveDate>, away: &BTreeSet<NaiveDate>) -> u32 {
    let there = working.difference(away).count() as u64;
    match working.len() as u64 {
        0 => 0,
        all => (u64::from(quota) * there / all) as u32,
    }
}

/// What a group owes in a week: its quota for the days its members are there, rounded down. `away` holds each
/// member's days away.
pub fn group_owed(quota: u32, working: &BTreeSet<NaiveDate>, away: &[BTreeSet<NaiveDate>]) -> u32 {
    let all = (working.len() * away.len()) as u64;
    let there: u64 = away
        .iter()
        .map(|a| working.difference(a).count() as u64)
        .sum();
    match all {
        0 => 0,
        all => (u64::from(quota) * there / all) as u32,
    }
}

/// How a week stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was owed.
    Free,
    Short(u32),
    Met,
    Over(u32),
}

pub fn standing(owed: u32, done: u32) -> Standing {
    match (owed, done) {
        (0, 0) => Standing::Free,
        (o, d) if d < o => Standing::Short(o - d),
        (o, d) if d > o => Standing::Over(d - o),
        _ => Standing::Met,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 4, d).unwrap()
    }

    fn days(all: impl IntoIterator<Item = u32>) -> BTreeSet<NaiveDate> {
        all.into_iter().map(day).collect()
    }

    #[test]
    fn a_week_begins_on_monday() {
        assert_eq!(week_of(day(7)), day(1));
        assert_eq!(week_of(day(8)), day(8));
        assert_eq!(weeks(day(3), day(16)), [day(1), day(8), day(15)]);
    }

    #[test]
    fn who_is_away_owes_less_and_never_more() {
        let week = days(8..=12);
        assert_eq!(owed(5, &week, &days([])), 5);
        assert_eq!(owed(5, &week, &days([8, 9])), 3);
        assert_eq!(owed(1, &week, &days([8])), 0);
        assert_eq!(owed(5, &week, &days([13, 14])), 5);
        assert_eq!(owed(5, &days([]), &days([])), 0);
        assert_eq!(group_owed(4, &week, &[days([]), days(8..=12)]), 2);
    }

    proptest! {
        #[test]
        fn being_away_longer_never_owes_more(quota in 0u32..20, a in prop::collection::btree_set(1u32..29, 0..10), b in prop::collection::btree_set(1u32..29, 0..10)) {
            let week = days(8..=12);
            let (a, b) = (days(a), days(b));
            let both: BTreeSet<_> = a.union(&b).copied().collect();
            prop_assert!(owed(quota, &week, &both) <= owed(quota, &week, &a));
            prop_assert!(owed(quota, &week, &a) <= quota);
        }
    }
}
