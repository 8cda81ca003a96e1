//! Single cells read as what a column holds: text, a code, a whole number, a telephone number, a date
//! ([`date`]), names ([`names`]). Every reading gives the value, a warning or an error as a [`Code`],
//! and what was typed, so that a preview can show a state per cell and nothing is changed unseen.
//!
//! An empty cell is no value and no remark; whether the column may be empty is the import's to say.

mod date;
mod names;

pub use date::{DateRules, date, moment};
pub use names::{Names, name, names};

use super::Cell;
use unicode_normalization::UnicodeNormalization;

/// What a cell was read as.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T> {
    /// The value; none for an empty cell and for an error.
    pub value: Option<T>,
    /// A doubt or a refusal.
    pub remark: Option<Remark>,
}

/// A doubt about a cell, or why it can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What is the matter.
    pub code: Code,
    /// The cell as typed, cut to 80 characters.
    pub typed: String,
}

/// What can be the matter with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// Warning: the year had two digits, the century was supplied.
    CenturySupplied,
    /// Warning: the year was supplied.
    YearSupplied,
    /// Warning: only the month was given, its first day is taken.
    MonthOnly,
    /// Warning: only the year was given, its first day is taken.
    YearOnly,
    /// Warning: the day stood before or behind the month, and only one order is possible.
    OrderTold,
    /// Warning: `等` without a number, or a number below that of the names written out.
    CountDoubtful,
    /// Warning: several telephone numbers; the first is taken.
    SeveralPhones,
    /// Warning: not a form a telephone number has; kept as typed.
    PhoneUnusual,
    /// Warning: a fraction was dropped that is none (12.0 stays silent, this never rounds).
    UnitDropped,
    /// Error: not a date.
    DateUnreadable,
    /// Error: a day that no calendar has (30 February).
    DateImpossible,
    /// Error: day and month can be read either way round.
    DateAmbiguous,
    /// Error: before 1900 or after 2100.
    DateOutOfRange,
    /// Error: no year, and none known from the table.
    YearMissing,
    /// Error: not a whole number.
    NumberUnreadable,
    /// Error: digits were lost to scientific notation (1.39E+10) before the file came here.
    DigitsLost,
    /// Error: a formula that failed.
    FormulaFailed,
    /// Error: longer than a cell may be.
    TooLong,
}

impl Code {
    /// Every code, for tests and legends.
    pub const ALL: [Code; 18] = [
        Code::CenturySupplied,
        Code::YearSupplied,
        Code::MonthOnly,
        Code::YearOnly,
        Code::OrderTold,
        Code::CountDoubtful,
        Code::SeveralPhones,
        Code::PhoneUnusual,
        Code::UnitDropped,
        Code::DateUnreadable,
        Code::DateImpossible,
        Code::DateAmbiguous,
        Code::DateOutOfRange,
        Code::YearMissing,
        Code::NumberUnreadable,
        Code::DigitsLost,
        Code::FormulaFailed,
        Code::TooLong,
    ];

    /// Whether the value is missing because of it.
    pub fn is_error(self) -> bool {
        use Code::*;
        matches!(
            self,
            DateUnreadable
                | DateImpossible
                | DateAmbiguous
                | DateOutOfRange
                | YearMissing
                | NumberUnreadable
                | DigitsLost
                | FormulaFailed
                | TooLong
        )
    }

    /// The key of its sentence in the `text` crate; the sentence takes `$typed`.
    pub fn key(self) -> &'static str {
        match self {
            Code::CenturySupplied => "cell-century-supplied",
            Code::YearSupplied => "cell-year-supplied",
            Code::MonthOnly => "cell-month-only",
            Code::YearOnly => "cell-year-only",
            Code::OrderTold => "cell-order-told",
            Code::CountDoubtful => "cell-count-doubtful",
            Code::SeveralPhones => "cell-several-phones",
            Code::PhoneUnusual => "cell-phone-unusual",
            Code::UnitDropped => "cell-unit-dropped",
            Code::DateUnreadable => "cell-date-unreadable",
            Code::DateImpossible => "cell-date-impossible",
            Code::DateAmbiguous => "cell-date-ambiguous",
            Code::DateOutOfRange => "cell-date-out-of-range",
            Code::YearMissing => "cell-year-missing",
            Code::NumberUnreadable => "cell-number-unreadable",
            Code::DigitsLost => "cell-digits-lost",
            Code::FormulaFailed => "cell-formula-failed",
            Code::TooLong => "cell-too-long",
        }
    }
}

impl<T> Reading<T> {
    fn empty() -> Self {
        Reading {
            value: None,
            remark: None,
        }
    }

    fn sure(value: T) -> Self {
        Reading {
            value: Some(value),
            remark: None,
        }
    }

    fn doubtful(value: T, code: Code, typed: &str) -> Self {
        Reading {
            value: Some(value),
            remark: Some(Remark::new(code, typed)),
        }
    }

    fn error(code: Code, typed: &str) -> Self {
        Reading {
            value: None,
            remark: Some(Remark::new(code, typed)),
        }
    }

    /// Whether the cell was refused.
    pub fn is_error(&self) -> bool {
        self.remark.as_ref().is_some_and(|r| r.code.is_error())
    }

    /// Changes the value and keeps the remark.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Reading<U> {
        Reading {
            value: self.value.map(f),
            remark: self.remark,
        }
    }

    /// The same refusal or emptiness for another type of value.
    fn without_value<U>(self) -> Reading<U> {
        Reading {
            value: None,
            remark: self.remark,
        }
    }
}

impl Remark {
    fn new(code: Code, typed: &str) -> Remark {
        Remark {
            code,
            typed: typed.chars().take(80).collect(),
        }
    }
}

/// The text of a cell, whole: line breaks as `\n`, no control characters, no blanks around it.
/// Numbers and dates are written as Excel would show them plainly.
pub fn text(cell: &Cell) -> Reading<String> {
    match cell {
        Cell::Empty => Reading::empty(),
        Cell::Text(s) => {
            let s = s.replace("\r\n", "\n").replace('\r', "\n");
            let s: String = s
                .chars()
                .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
                .collect();
            match s.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}') {
                "" => Reading::empty(),
                s => Reading::sure(s.to_owned()),
            }
        }
        // Display prints the shortest form that reads back alike: 12 for 12.0.
        Cell::Number(n) => Reading::sure(n.to_string()),
        Cell::Date(at) if at.time() == chrono::NaiveTime::MIN => {
            Reading::sure(at.date().to_string())
        }
        Cell::Date(at) => Reading::sure(at.format("%Y-%m-%d %H:%M:%S").to_string()),
        Cell::Bool(b) => Reading::sure(if *b { "TRUE" } else { "FALSE" }.to_owned()),
        Cell::Error(e) => Reading::error(Code::FormulaFailed, e),
        Cell::TooLong(bytes) => Reading::error(Code::TooLong, &bytes.to_string()),
    }
}

/// A code or number that identifies something: half width, no blanks inside, no apostrophe before it
/// (with which Excel is told to keep `0001`), leading zeros kept.
pub fn code(cell: &Cell) -> Reading<String> {
    let reading = text(cell);
    let Some(typed) = &reading.value else {
        return reading;
    };
    let s: String = typed.nfkc().filter(|c| !c.is_whitespace()).collect();
    let s = s.trim_start_matches(['\'', '‘', '’']);
    if is_scientific(s) {
        return Reading::error(Code::DigitsLost, typed);
    }
    if s.is_empty() {
        Reading::empty()
    } else {
        Reading::sure(s.to_owned())
    }
}

/// 1.39E+10: what Excel leaves of a long number when it writes a csv.
fn is_scientific(s: &str) -> bool {
    s.to_ascii_uppercase()
        .split_once("E+")
        .is_some_and(|(mantissa, exponent)| {
            mantissa.parse::<f64>().is_ok() && exponent.parse::<u8>().is_ok()
        })
}

/// A whole number: stray blanks, full-width digits, thousands separators and a unit behind it (12件)
/// are read; a fraction is refused, never rounded.
pub fn integer(cell: &Cell) -> Reading<i64> {
    let reading = text(cell);
    let Some(typed) = &reading.value else {
        return reading.without_value();
    };
    let s: String = typed
        .nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '\'' | '’'))
        .collect();
    let s = match s.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') => {
            whole.to_owned()
        }
        _ => s,
    };
    if let Ok(n) = s.parse() {
        return Reading::sure(n);
    }
    let digits = s
        .trim_start_matches('第')
        .trim_end_matches(|c: char| c.is_alphabetic());
    match digits.parse() {
        Ok(n) if !digits.is_empty() => Reading::doubtful(n, Code::UnitDropped, typed),
        _ => Reading::error(Code::NumberUnreadable, typed),
    }
}

/// A telephone number in digits, with a hyphen behind an area code and `转` before an extension as
/// typed; of several the first.
pub fn phone(cell: &Cell) -> Reading<String> {
    let reading = text(cell);
    let Some(typed) = &reading.value else {
        return reading;
    };
    let wide: String = typed.nfkc().collect();
    let mut parts = wide
        .split(['、', ',', ';', '/', '\n'])
        .map(str::trim)
        .filter(|p| !p.is_empty());
    let Some(first) = parts.next() else {
        return Reading::empty();
    };
    let compact: String = first
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '(' | '·'))
        .map(|c| {
            if matches!(c, ')' | '—' | '–' | '－') {
                '-'
            } else {
                c
            }
        })
        .collect();
    if is_scientific(&compact) {
        return Reading::error(Code::DigitsLost, typed);
    }
    let compact = compact
        .trim_start_matches("+86")
        .trim_start_matches("0086")
        .trim_start_matches('-');
    let digits: String = compact.chars().filter(char::is_ascii_digit).collect();
    let is_mobile = digits.len() == 11
        && digits.starts_with('1')
        && !matches!(digits.as_bytes()[1], b'0' | b'1' | b'2')
        && compact.chars().all(|c| c.is_ascii_digit() || c == '-');
    let is_landline = (7..=12).contains(&digits.len())
        && !digits.starts_with('1')
        && compact.chars().all(|c| c.is_ascii_digit() || c == '-');
    let with_extension = compact.contains('转') && digits.len() >= 8;
    if is_mobile {
        match parts.next() {
            None => Reading::sure(digits),
            Some(_) => Reading::doubtful(digits, Code::SeveralPhones, typed),
        }
    } else if is_landline || with_extension {
        match parts.next() {
            None => Reading::sure(compact.to_owned()),
            Some(_) => Reading::doubtful(compact.to_owned(), Code::SeveralPhones, typed),
        }
    } else {
        Reading::doubtful(typed.clone(), Code::PhoneUnusual, typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(s: &str) -> Cell {
        Cell::Text(s.to_owned())
    }

    fn read<T>(r: Reading<T>) -> (Option<T>, Option<Code>) {
        (r.value, r.remark.map(|r| r.code))
    }

    #[test]
    fn texts_are_kept_whole() {
        assert_eq!(
            read(text(&t("\u{3000} 一\r\n二\u{1} \u{a0}"))),
            (Some("一\n二".into()), None)
        );
        assert_eq!(read(text(&Cell::Number(12.0))), (Some("12".into()), None));
        assert_eq!(
            read(text(&Cell::Error("#N/A".into()))),
            (None, Some(Code::FormulaFailed))
        );
        assert_eq!(read(text(&Cell::TooLong(9))), (None, Some(Code::TooLong)));
        assert_eq!(read(text(&t(" \n"))), (None, None));
    }

    #[test]
    fn codes_keep_their_zeros() {
        for (typed, code_) in [
            ("'0001", "0001"),
            ("００ ０１", "0001"),
            (" 12 ", "12"),
            ("提-07", "提-07"),
        ] {
            assert_eq!(read(code(&t(typed))), (Some(code_.into()), None), "{typed}");
        }
        assert_eq!(read(code(&Cell::Number(70.0))), (Some("70".into()), None));
        assert_eq!(
            read(code(&t("6.22202E+18"))),
            (None, Some(Code::DigitsLost))
        );
        assert_eq!(read(code(&t("2E+"))), (Some("2E+".into()), None));
    }

    #[test]
    fn whole_numbers() {
        for (typed, n) in [
            (" 1 234", 1234),
            ("1,234", 1234),
            ("１２", 12),
            ("0007", 7),
            ("-3", -3),
            ("12.00", 12),
        ] {
            assert_eq!(read(integer(&t(typed))), (Some(n), None), "{typed}");
        }
        assert_eq!(
            read(integer(&t("12件"))),
            (Some(12), Some(Code::UnitDropped))
        );
        assert_eq!(
            read(integer(&t("第12号"))),
            (Some(12), Some(Code::UnitDropped))
        );
        for typed in ["十二", "1.5", "--", "件", "99999999999999999999", "1e5件件"] {
            assert_eq!(
                read(integer(&t(typed))),
                (None, Some(Code::NumberUnreadable)),
                "{typed}"
            );
        }
        assert_eq!(
            read(integer(&Cell::Number(1.5))),
            (None, Some(Code::NumberUnreadable))
        );
        assert_eq!(
            read(integer(&Cell::Number(1e300))),
            (None, Some(Code::NumberUnreadable))
        );
    }

    #[test]
    fn telephone_numbers() {
        for (typed, number) in [
            ("13936237135 ", "13936237135"),
            ("139 3623 7135", "13936237135"),
            ("139-3623-7135", "13936237135"),
            ("+86 13936237135", "13936237135"),
            ("１３９３６２３７１３５", "13936237135"),
            ("（0931）8888888", "0931-8888888"),
            ("0931—8888888", "0931-8888888"),
            ("8888888", "8888888"),
            ("0931-8888888转801", "0931-8888888转801"),
        ] {
            assert_eq!(
                read(phone(&t(typed))),
                (Some(number.into()), None),
                "{typed}"
            );
        }
        assert_eq!(
            read(phone(&Cell::Number(13_936_237_135.0))),
            (Some("13936237135".into()), None)
        );
        assert_eq!(
            read(phone(&t("13936237135、0931-8888888"))),
            (Some("13936237135".into()), Some(Code::SeveralPhones))
        );
        assert_eq!(
            read(phone(&t("1393623713"))),
            (Some("1393623713".into()), Some(Code::PhoneUnusual))
        );
        assert_eq!(
            read(phone(&t("无"))),
            (Some("无".into()), Some(Code::PhoneUnusual))
        );
        assert_eq!(
            read(phone(&t("1.39362E+10"))),
            (None, Some(Code::DigitsLost))
        );
        assert_eq!(read(phone(&t("/"))), (None, None));
    }

    #[test]
    fn codes_are_listed_once() {
        let keys: std::collections::BTreeSet<_> = Code::ALL.iter().map(|c| c.key()).collect();
        assert_eq!(keys.len(), Code::ALL.len());
    }
}
