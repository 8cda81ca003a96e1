//! The four-part score of a review: fast 快, lively 活, deep 深, solid 实. Fast is computed, the others are judged.

use chrono::NaiveDate;

/// The most of each part.
pub const MOST: u32 = 25;

/// How fast, from the day of the event to the day of submission: the same or the next day is worth all, then less
/// each step, nothing after a fortnight. A piece that announces what is still to come is as fast as can be.
pub fn fast(event_on: NaiveDate, submitted_on: NaiveDate) -> u32 {
    match (submitted_on - event_on).num_days() {
        ..=1 => 25,
        2 => 22,
        3 => 19,
        4..=5 => 15,
        6..=7 => 10,
        8..=14 => 5,
        _ => 0,
    }
}

/// One review's score. Without the day of the event, fast is not known and the score is of the other three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    pub fast: Option<u32>,
    pub lively: u32,
    pub deep: u32,
    pub solid: u32,
}

impl Score {
    /// Of a hundred, rounded half up; the judged parts weigh more where fast is not known.
    pub fn of_hundred(self) -> u32 {
        let judged = self.lively + self.deep + self.solid;
        match self.fast {
            Some(fast) => fast + judged,
            None => (judged * 100 + 37) / 75,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 3, d).unwrap()
    }

    #[test]
    fn fast_falls_with_the_days() {
        let all: Vec<u32> = (1..=20).map(|d| fast(day(1), day(d))).collect();
        assert!(all.windows(2).all(|w| w[0] >= w[1]));
        assert_eq!((all[0], all[1], all[19]), (25, 25, 0));
        assert_eq!(fast(day(5), day(1)), 25);
    }

    #[test]
    fn a_perfect_piece_is_a_hundred_with_or_without_its_day() {
        let full = Score {
            fast: Some(25),
            lively: 25,
            deep: 25,
            solid: 25,
        };
        assert_eq!(full.of_hundred(), 100);
        assert_eq!(Score { fast: None, ..full }.of_hundred(), 100);
    }
}
