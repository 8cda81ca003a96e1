//! Dates as offices type them: 2019-01-12 16:04:48, 2019.1.12, 2019年1月12日, 20190112, 19.1.12,
//! 二〇一九年一月十二日, full-width digits, a weekday behind it, Excel's day numbers in both counts.
//!
//! What can be read one way only is read; what was supplied (a century, a year, a day) is warned of;
//! what can be read two ways is refused, because a date becomes a deadline.

use super::{Cell, Code, Reading, text};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use unicode_normalization::UnicodeNormalization;

/// What a reader of dates must be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DateRules {
    /// Day numbers count from 1904 ([`super::super::Book::from_1904`]).
    pub from_1904: bool,
    /// The year of dates typed without one (the register's year), if there is one.
    pub year: Option<i32>,
}

/// A civil date; a time of day is read and dropped.
pub fn date(cell: &Cell, rules: DateRules) -> Reading<NaiveDate> {
    moment(cell, rules).map(|at| at.date())
}

/// A date with its time of day, midnight where none was typed.
pub fn moment(cell: &Cell, rules: DateRules) -> Reading<NaiveDateTime> {
    match cell {
        Cell::Date(at) => checked(at.date(), at.time(), None, &at.to_string()),
        Cell::Number(n) => from_number(*n, rules),
        _ => {
            let reading = text(cell);
            let Some(typed) = &reading.value else {
                return reading.without_value();
            };
            from_text(typed, rules)
        }
    }
}

fn checked(
    day: NaiveDate,
    time: NaiveTime,
    doubt: Option<Code>,
    typed: &str,
) -> Reading<NaiveDateTime> {
    if !(1900..=2100).contains(&day.year()) {
        return Reading::error(Code::DateOutOfRange, typed);
    }
    match doubt {
        None => Reading::sure(day.and_time(time)),
        Some(code) => Reading::doubtful(day.and_time(time), code, typed),
    }
}

/// A number in a date column: 20190112 and 2019 as typed, otherwise a day number.
fn from_number(n: f64, rules: DateRules) -> Reading<NaiveDateTime> {
    let typed = n.to_string();
    if n.fract() == 0.0 && (19_000_101.0..=21_001_231.0).contains(&n) {
        return from_text(&typed, rules);
    }
    // 1900 to 2100 are day numbers of 1905, before any register: a year is meant.
    if n.fract() == 0.0 && (1900.0..=2100.0).contains(&n) {
        return from_text(&typed, rules);
    }
    // A year and month typed with a dot (2019.1) were stored as a number: a day of 1905 otherwise.
    if (1900.0..=2100.0).contains(&n) && typed.len() <= 7 {
        return from_text(&typed, rules);
    }
    let first = if rules.from_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)
    } else {
        // Excel counts a 29 February 1900 that never was, so later numbers are one high.
        NaiveDate::from_ymd_opt(1899, 12, if n < 60.0 { 31 } else { 30 })
    };
    if !(0.0..=80_000.0).contains(&n) {
        return Reading::error(Code::DateUnreadable, &typed);
    }
    let day = first.and_then(|first| first.checked_add_days(Days::new(n.trunc() as u64)));
    // Rounded to the second: a fraction of a day is never exact.
    let seconds = ((n.fract() * 86_400.0).round() as u32).min(86_399);
    match (
        day,
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0),
    ) {
        (Some(day), Some(time)) => checked(day, time, None, &typed),
        _ => Reading::error(Code::DateUnreadable, &typed),
    }
}

fn from_text(typed: &str, rules: DateRules) -> Reading<NaiveDateTime> {
    let unreadable = || Reading::error(Code::DateUnreadable, typed);
    // Nothing longer is a date; this also bounds the work.
    if typed.len() > 120 {
        return unreadable();
    }
    let s: String = typed.nfkc().collect();
    let s = s
        .trim()
        .trim_start_matches(['\'', '’', '‘'])
        .trim_end_matches(['。', '.', ';', ',']);
    let s = without_weekday(s);
    let Some((day, time)) = split_time(&s) else {
        return unreadable();
    };
    match read_day(&digits_for_numerals(&day), rules) {
        Ok((day, doubt)) => checked(day, time, doubt, typed),
        Err(code) => Reading::error(code, typed),
    }
}

/// Cuts 星期二, 周二, (周二), Tuesday's place being anywhere.
fn without_weekday(s: &str) -> String {
    let mut s = s.replace(['(', ')', '（', '）'], " ");
    for word in ["星期", "礼拜", "周"] {
        if let Some(at) = s.find(word) {
            let mut rest = s[at + word.len()..].chars();
            if rest
                .next()
                .is_some_and(|c| "一二三四五六日天末".contains(c))
            {
                s = format!("{} {}", &s[..at], rest.as_str());
            }
        }
    }
    s.trim().to_owned()
}

/// The day's part and the time of day behind it: `16:04:48`, `16时04分`, `T16:04`, `下午4:05`.
fn split_time(s: &str) -> Option<(String, NaiveTime)> {
    let clock_at = s.find([':', '时', '点']).map(|at| {
        let digits = s[..at]
            .trim_end()
            .bytes()
            .rev()
            .take_while(u8::is_ascii_digit)
            .count();
        s[..at].trim_end().len() - digits
    });
    let Some(at) = clock_at else {
        let day = s.trim_end_matches(['上', '下', '午']);
        return Some((day.trim().to_owned(), NaiveTime::MIN));
    };
    let (day, clock) = s.split_at(at);
    let day = day.trim_end().trim_end_matches(['T', 't']);
    let afternoon = ["下午", "晚上", "PM", "pm"]
        .iter()
        .any(|w| day.ends_with(w) || clock.ends_with(w));
    let day = day
        .trim_end_matches(['上', '下', '午', '晚', '中', '早'])
        .trim_end();
    let numbers: Vec<u32> = clock
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty())
        .map(|p| p.parse().ok())
        .collect::<Option<_>>()?;
    // A fourth number is a fraction of a second or a zone: neither matters to a register.
    let (hour, minute, second) = match numbers.as_slice() {
        [h] => (*h, 0, 0),
        [h, m] => (*h, *m, 0),
        [h, m, s, ..] => (*h, *m, *s),
        [] => return None,
    };
    let hour = if afternoon && hour < 12 {
        hour + 12
    } else {
        hour
    };
    let time = NaiveTime::from_hms_opt(hour, minute, second)?;
    Some((day.to_owned(), time.with_nanosecond(0)?))
}

/// 二〇一九年一月十二日 → 2019年1月12日. Anything without numerals stays as it is.
fn digits_for_numerals(s: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    let value = |c: char| match c {
        '零' | '○' | 'О' | 'O' | '0' => Some(0),
        '元' => Some(1),
        '两' => Some(2),
        _ => DIGITS.chars().position(|d| d == c),
    };
    if !s
        .chars()
        .any(|c| c == '十' || c == '廿' || c == '卅' || (DIGITS.contains(c)))
    {
        return s.to_owned();
    }
    let mut out = String::new();
    let mut run = String::new();
    let flush = |run: &mut String, out: &mut String| {
        let r = std::mem::take(run)
            .replace('廿', "二十")
            .replace('卅', "三十");
        match r.split_once('十') {
            // 十二, 二十, 三十一
            Some((tens, ones)) => {
                let tens = tens.chars().next().and_then(value).unwrap_or(1);
                let ones = ones.chars().next().and_then(value).unwrap_or(0);
                out.push_str(&(tens * 10 + ones).to_string());
            }
            // 二〇一九: digit by digit
            None => r
                .chars()
                .filter_map(value)
                .for_each(|d| out.push_str(&d.to_string())),
        }
    };
    for c in s.chars() {
        if matches!(c, '十' | '廿' | '卅') || (value(c).is_some() && !c.is_ascii_digit()) {
            run.push(c);
        } else {
            flush(&mut run, &mut out);
            out.push(c);
        }
    }
    flush(&mut run, &mut out);
    out
}

type Day = Result<(NaiveDate, Option<Code>), Code>;

fn read_day(s: &str, rules: DateRules) -> Day {
    let compact: String = s.chars().filter(|c| !c.is_whitespace()).collect();
    let by_marks = compact.contains('年') || compact.contains('月');
    // Blanks part numbers only where nothing else does: 2019 1 12.
    let source = if compact.chars().all(|c| c.is_ascii_digit()) {
        s
    } else {
        &compact
    };
    let allowed =
        |c: char| c.is_ascii_digit() || "-./\\年月日号_、,~ ".contains(c) || c == '—' || c == '–';
    if !source.chars().all(allowed) {
        return Err(Code::DateUnreadable);
    }
    let parts: Vec<&str> = source
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty())
        .collect();
    if parts.iter().any(|p| p.len() > 8) {
        return Err(Code::DateUnreadable);
    }
    let n: Vec<u32> = parts.iter().map(|p| p.parse().unwrap_or(0)).collect();
    let lengths: Vec<usize> = parts.iter().map(|p| p.len()).collect();
    match (n.as_slice(), lengths.as_slice()) {
        ([y, m, d], [4, 1..=2, 1..=2]) => civil(*y, *m, *d, None),
        // 12/1/2019 and 1/12/2019: only the order that exists is read.
        ([a, b, y], [1..=2, 1..=2, 4]) if !by_marks => match (*a, *b) {
            (day, month) if day > 12 => civil(*y, month, day, Some(Code::OrderTold)),
            (month, day) if day > 12 => civil(*y, month, day, Some(Code::OrderTold)),
            (same, other) if same == other => civil(*y, same, other, None),
            _ => Err(Code::DateAmbiguous),
        },
        ([y, m, d], [2, 1..=2, 1..=2]) => civil(century(*y), *m, *d, Some(Code::CenturySupplied)),
        ([y, m], [4, 1..=2]) => civil(*y, *m, 1, Some(Code::MonthOnly)),
        ([m, d], [1..=2, 1..=2]) => match rules.year {
            Some(y) => civil(y.unsigned_abs(), *m, *d, Some(Code::YearSupplied)),
            None => Err(Code::YearMissing),
        },
        ([ymd], [8]) => civil(ymd / 10_000, ymd / 100 % 100, ymd % 100, None),
        // 201901 is a month, 190112 a day; 201112 could be either.
        ([n], [6]) => {
            let month = civil(n / 100, n % 100, 1, Some(Code::MonthOnly)).ok();
            let month = month.filter(|(day, _)| (1930..=2100).contains(&day.year()));
            let (y, m, d) = (century(n / 10_000), n / 100 % 100, n % 100);
            match (month, civil(y, m, d, Some(Code::CenturySupplied))) {
                (Some(month), Err(_)) => Ok(month),
                (Some(_), Ok(_)) => Err(Code::DateAmbiguous),
                (None, day) => day,
            }
        }
        ([y], [4]) if (1900..=2100).contains(y) => civil(*y, 1, 1, Some(Code::YearOnly)),
        // A day number kept as text.
        ([serial], [5]) if !by_marks => {
            let reading = from_number(f64::from(*serial), rules);
            reading
                .value
                .map(|at| (at.date(), None))
                .ok_or(Code::DateUnreadable)
        }
        _ => Err(Code::DateUnreadable),
    }
}

/// Two digits: births and histories reach back to 1950, plans forward to 2049.
fn century(yy: u32) -> u32 {
    if yy < 50 { 2000 + yy } else { 1900 + yy }
}

fn civil(y: u32, m: u32, d: u32, doubt: Option<Code>) -> Day {
    let year = i32::try_from(y).map_err(|_| Code::DateUnreadable)?;
    NaiveDate::from_ymd_opt(year, m, d)
        .map(|day| (day, doubt))
        .ok_or(Code::DateImpossible)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: Cell) -> (Option<String>, Option<Code>) {
        let rules = DateRules {
            from_1904: false,
            year: Some(2019),
        };
        let reading = moment(&cell, rules);
        let shown = reading.value.map(|at| match at.time() == NaiveTime::MIN {
            true => at.date().to_string(),
            false => at.to_string(),
        });
        (shown, reading.remark.map(|r| r.code))
    }

    fn t(s: &str) -> (Option<String>, Option<Code>) {
        read(Cell::Text(s.to_owned()))
    }

    #[test]
    fn dates_as_offices_type_them() {
        for typed in [
            "2019-01-12",
            "2019.1.12",
            "2019/1/12",
            "2019年1月12日",
            "2019年01月12号",
            "20190112",
            "２０１９.０１.１２",
            "２０１９年１月１２日",
            "2019 年 1 月 12 日",
            " 2019-1-12 ",
            "2019年1月12",
            "2019、1、12",
            "2019 1 12",
            "2019年1月12日（周六）",
            "2019年1月12日 星期六",
            "二〇一九年一月十二日",
            "二零一九年一月十二日",
            "二○一九年一月十二日",
            "'2019-01-12",
            "2019.1.12.",
            "2019—1—12",
            "2019-01-12 00:00:00",
            "43477",
            "2019\\1\\12",
        ] {
            assert_eq!(t(typed), (Some("2019-01-12".into()), None), "{typed}");
        }
        for typed in [
            "2019-01-12 16:04:48",
            "2019/1/12 16:04:48",
            "2019-01-12T16:04:48",
            "2019年1月12日16时04分48秒",
            "2019-01-12 下午4:04:48",
            "2019-01-12T16:04:48.123",
            "2019-01-1216:04:48",
        ] {
            let expected = if typed.ends_with("1216:04:48") {
                None
            } else {
                Some("2019-01-12 16:04:48".into())
            };
            assert_eq!(t(typed).0, expected, "{typed}");
        }
        assert_eq!(t("二〇一九年十月二十日").0.as_deref(), Some("2019-10-20"));
        assert_eq!(
            t("二〇一九年十二月三十一日").0.as_deref(),
            Some("2019-12-31")
        );
    }

    #[test]
    fn what_was_supplied_is_warned_of() {
        for (typed, day, code) in [
            ("19.1.12", "2019-01-12", Code::CenturySupplied),
            ("66.1.7", "1966-01-07", Code::CenturySupplied),
            ("190112", "2019-01-12", Code::CenturySupplied),
            ("1月12日", "2019-01-12", Code::YearSupplied),
            ("一月十二日", "2019-01-12", Code::YearSupplied),
            ("2019年1月", "2019-01-01", Code::MonthOnly),
            ("2019.1", "2019-01-01", Code::MonthOnly),
            ("201901", "2019-01-01", Code::MonthOnly),
            ("2019年", "2019-01-01", Code::YearOnly),
            ("13/1/2019", "2019-01-13", Code::OrderTold),
            ("1/13/2019", "2019-01-13", Code::OrderTold),
        ] {
            assert_eq!(t(typed), (Some(day.into()), Some(code)), "{typed}");
        }
    }

    #[test]
    fn what_is_no_date_or_two_is_refused() {
        for (typed, code) in [
            ("2019-02-30", Code::DateImpossible),
            ("2019年13月1日", Code::DateImpossible),
            ("20190230", Code::DateImpossible),
            ("1/2/2019", Code::DateAmbiguous),
            ("201112", Code::DateAmbiguous),
            ("待定", Code::DateUnreadable),
            ("2019-1-12-3", Code::DateUnreadable),
            ("2019年1月12日前", Code::DateUnreadable),
            ("1819-01-12", Code::DateOutOfRange),
            ("2019-01-12 25:00", Code::DateUnreadable),
            ("2019-01-12 至 2019-01-14", Code::DateUnreadable),
            ("Jan 12", Code::DateUnreadable),
            ("99999", Code::DateUnreadable),
            ("123456789012", Code::DateUnreadable),
            (":", Code::DateUnreadable),
            ("年月日", Code::DateUnreadable),
        ] {
            assert_eq!(t(typed), (None, Some(code)), "{typed}");
        }
        let no_year = date(&Cell::Text("1月12日".into()), DateRules::default());
        assert_eq!(no_year.remark.map(|r| r.code), Some(Code::YearMissing));
    }

    #[test]
    fn day_numbers_in_both_counts() {
        assert_eq!(
            read(Cell::Number(43477.67)).0.as_deref(),
            Some("2019-01-12 16:04:48")
        );
        assert_eq!(read(Cell::Number(43477.0)).0.as_deref(), Some("2019-01-12"));
        assert_eq!(read(Cell::Number(59.0)).0.as_deref(), Some("1900-02-28"));
        assert_eq!(read(Cell::Number(61.0)).0.as_deref(), Some("1900-03-01"));
        assert_eq!(
            read(Cell::Number(20_190_112.0)).0.as_deref(),
            Some("2019-01-12")
        );
        assert_eq!(
            read(Cell::Number(2019.0)),
            (Some("2019-01-01".into()), Some(Code::YearOnly))
        );
        assert_eq!(
            read(Cell::Number(2019.1)),
            (Some("2019-01-01".into()), Some(Code::MonthOnly))
        );
        let rules = DateRules {
            from_1904: true,
            year: None,
        };
        let day = date(&Cell::Number(42015.0), rules)
            .value
            .map(|d| d.to_string());
        assert_eq!(day.as_deref(), Some("2019-01-12"));
        for n in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(read(Cell::Number(n)).1, Some(Code::DateUnreadable), "{n}");
        }
    }
}
