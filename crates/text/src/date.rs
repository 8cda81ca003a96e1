//! Dates, instants and days left, as the office writes them.
//!
//! Civil dates are dates in Asia/Shanghai; instants are microseconds UTC. The zone is a fixed UTC+8:
//! China has kept no summer time since 1991, and no instant of this program lies before that.

use crate::{Arg, Lang, ta};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime};
use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

const UTC_PLUS_8: i32 = 8 * 3600;

/// The wall clock in Asia/Shanghai at an instant; `None` where the number is no instant at all.
pub fn local(micros: i64) -> Option<NaiveDateTime> {
    let zone = FixedOffset::east_opt(UTC_PLUS_8)?;
    Some(
        DateTime::from_timestamp_micros(micros)?
            .with_timezone(&zone)
            .naive_local(),
    )
}

fn parts(day: NaiveDate) -> [(&'static str, Arg<'static>); 4] {
    [
        ("year", day.year().into()),
        ("month", day.month().into()),
        ("day", day.day().into()),
        ("weekday", day.weekday().number_from_monday().into()),
    ]
}

/// Days in words, kept: a list shows a hundred of them and the same few hundred all day.
static KEPT: LazyLock<RwLock<Kept>> = LazyLock::new(RwLock::default);
type Kept = HashMap<(Lang, &'static str, NaiveDate), Box<str>>;
/// About sixty years in both languages; more at once are a hostile reader's.
const MOST_KEPT: usize = 40_000;

fn words(lang: Lang, key: &'static str, day: NaiveDate) -> String {
    let asked = (lang, key, day);
    if let Some(words) = KEPT.read().ok().and_then(|kept| kept.get(&asked).cloned()) {
        return words.into();
    }
    let words = ta(lang, key, &parts(day));
    if let Ok(mut kept) = KEPT.write() {
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(asked, words.clone().into());
    }
    words
}

/// 2024年3月5日(周二) / 5 March 2024 (Tue): the way every page shows a date.
pub fn date(lang: Lang, day: NaiveDate) -> String {
    words(lang, "date-long", day)
}

/// 2024年3月5日 / 5 March 2024: the date of letters and papers, without the weekday (GB/T 9704, 7.3.5.4).
pub fn date_plain(lang: Lang, day: NaiveDate) -> String {
    words(lang, "date-plain", day)
}

/// 3月5日 / 5 Mar: where the year is plain from the place.
pub fn date_short(lang: Lang, day: NaiveDate) -> String {
    words(lang, "date-short", day)
}

/// 2024年3月 / March 2024: the label of a month.
pub fn month(lang: Lang, day: NaiveDate) -> String {
    ta(lang, "date-month", &parts(day))
}

/// 2024年3月5日 16:04 / 5 March 2024 16:04: an instant on Asia/Shanghai's clock. A number that is no
/// instant is printed as it is.
pub fn instant(lang: Lang, micros: i64) -> String {
    match local(micros) {
        Some(at) => {
            let day = date_plain(lang, at.date());
            let time = at.format("%H:%M").to_string();
            ta(
                lang,
                "date-time",
                &[("date", day.into()), ("time", time.into())],
            )
        }
        None => micros.to_string(),
    }
}

/// Days until a date (positive), on it (zero) or past it (negative).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Counted in working days.
    Working(i64),
    /// Counted in calendar days.
    Calendar(i64),
}

/// 还剩3个工作日 / 今天到期 / 逾期2天; 3 working days left / due today / 2 days late.
pub fn left(lang: Lang, left: Left) -> String {
    let (n, in_time, late) = match left {
        Left::Working(n) => (n, "left-working", "late-working"),
        Left::Calendar(n) => (n, "left-calendar", "late-calendar"),
    };
    match n {
        0 => crate::t(lang, "left-today"),
        1.. => ta(lang, in_time, &[("n", n.into())]),
        _ => ta(lang, late, &[("n", n.saturating_neg().into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang::{En, Zh};

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn dates_read_as_in_the_office() {
        let d = day(2024, 3, 5);
        assert_eq!(date(Zh, d), "2024年3月5日(周二)");
        assert_eq!(date(En, d), "5 March 2024 (Tue)");
        assert_eq!(date_short(Zh, d), "3月5日");
        assert_eq!(date_short(En, d), "5 Mar");
        assert_eq!(date_plain(Zh, d), "2024年3月5日");
        assert_eq!(month(Zh, d), "2024年3月");
        assert_eq!(month(En, d), "March 2024");
        assert_eq!(date(Zh, day(2024, 12, 29)), "2024年12月29日(周日)");
        assert_eq!(date(En, day(2023, 9, 4)), "4 September 2023 (Mon)");
    }

    #[test]
    fn every_month_and_weekday_has_its_own_name() {
        for lang in Lang::ALL {
            let days = (0..366).map(|n| day(2024, 1, 1) + chrono::Days::new(n));
            let names: std::collections::BTreeSet<_> = days.map(|d| date(lang, d)).collect();
            assert_eq!(names.len(), 366);
        }
    }

    #[test]
    fn an_instant_shows_shanghais_clock_and_day() {
        // 2019-01-12 16:04:48 UTC is past midnight in Shanghai.
        let micros = 1_547_309_088_000_000;
        assert_eq!(instant(Zh, micros), "2019年1月13日 00:04");
        assert_eq!(instant(En, micros), "13 January 2019 00:04");
        assert_eq!(instant(Zh, i64::MAX), i64::MAX.to_string());
    }

    #[test]
    fn days_left_and_late() {
        assert_eq!(left(Zh, Left::Working(3)), "还剩3个工作日");
        assert_eq!(left(Zh, Left::Calendar(-2)), "逾期2天");
        assert_eq!(left(Zh, Left::Working(0)), "今天到期");
        assert_eq!(left(En, Left::Working(1)), "1 working day left");
        assert_eq!(left(En, Left::Calendar(-2)), "2 days late");
        assert_eq!(left(En, Left::Calendar(0)), "due today");
        left(En, Left::Calendar(i64::MIN));
    }
}
