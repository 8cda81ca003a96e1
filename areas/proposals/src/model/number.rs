//! Numbers of matters: 第八届四次会议第70号 within a session, 2026年第70号 outside one. Confidential matters have a
//! series of their own (密字), so that no gap in the open one tells of them.

use text::numeral::SessionNumber;

/// The mark of the confidential series in a number's label.
pub const SECRET: &str = "密字";

/// What a number counts within.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    Session { term: u16, ordinal: u16 },
    Year(i32),
}

impl Within {
    /// The code under which matters keep it: `8-4`, `2026`.
    pub fn code(self) -> String {
        match self {
            Within::Session { term, ordinal } => format!("{term}-{ordinal}"),
            Within::Year(year) => year.to_string(),
        }
    }

    pub fn parse(code: &str) -> Option<Within> {
        let number = |s: &str| s.parse::<u16>().ok().filter(|n| (1..=199).contains(n));
        match code.split_once('-') {
            Some((term, ordinal)) => Some(Within::Session {
                term: number(term)?,
                ordinal: number(ordinal)?,
            }),
            None => code
                .parse()
                .ok()
                .filter(|year| (1900..=2100).contains(year))
                .map(Within::Year),
        }
    }
}

/// The number of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    pub within: Within,
    pub serial: u32,
    /// Of the series of confidential matters.
    pub secret: bool,
}

impl Number {
    /// As printed on papers, in either interface: the number is a name, not a phrase.
    pub fn label(self) -> String {
        let mark = if self.secret { SECRET } else { "" };
        match self.within {
            Within::Session { term, ordinal } => {
                let session = SessionNumber {
                    term,
                    session: ordinal,
                    serial: None,
                };
                format!("{}{mark}第{}号", session.print(text::Lang::Zh), self.serial)
            }
            Within::Year(year) => format!("{year}年{mark}第{}号", self.serial),
        }
    }

    /// So padded that text order is number order.
    pub fn sort(self) -> String {
        let mark = if self.secret { "s" } else { "o" };
        match self.within {
            Within::Session { term, ordinal } => {
                format!("t{term:03}-{ordinal:03}-{mark}{:08}", self.serial)
            }
            Within::Year(year) => format!("y{year:04}-{mark}{:08}", self.serial),
        }
    }

    /// The counter it is drawn from; one for each kind of matter.
    pub fn series(kind: super::matter::MatterKind, within: Within, secret: bool) -> String {
        let mark = if secret { "/secret" } else { "" };
        format!("{}/{}{mark}", kind.series(), within.code())
    }
}

/// Reads a number of a year, as labels and registers write it: 2026年第70号, or the serial alone.
pub fn of_year(typed: &str) -> (Option<Within>, Option<u32>) {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some((year, rest)) = plain.split_once('年')
        && let Some(within @ Within::Year(_)) = Within::parse(year)
    {
        return (Some(within), serial(rest));
    }
    (None, serial(typed))
}

/// Reads the serial as registers write it: 70, 0070, 第70号, full-width digits.
pub fn serial(typed: &str) -> Option<u32> {
    let digits: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            c => c,
        })
        .collect();
    let digits = digits.strip_prefix('第').unwrap_or(&digits);
    let digits = digits.strip_suffix('号').unwrap_or(digits);
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|n| *n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn as_on_paper() {
        let within = Within::Session {
            term: 8,
            ordinal: 4,
        };
        let number = Number {
            within,
            serial: 70,
            secret: false,
        };
        assert_eq!(number.label(), "第八届四次会议第70号");
        let year = Number {
            within: Within::Year(2019),
            serial: 1,
            secret: true,
        };
        assert_eq!(year.label(), "2019年密字第1号");
        for typed in ["70", "0070", "第70号", "第７０ 号"] {
            assert_eq!(serial(typed), Some(70), "{typed}");
        }
        for typed in ["", "0", "七十", "70-1", "999999999"] {
            assert_eq!(serial(typed), None, "{typed}");
        }
    }

    fn within() -> impl Strategy<Value = Within> {
        prop_oneof![
            (1u16..200, 1u16..200).prop_map(|(term, ordinal)| Within::Session { term, ordinal }),
            (1900i32..=2100).prop_map(Within::Year),
        ]
    }

    proptest! {
        #[test]
        fn text_order_is_number_order(within in within(), a in 1u32..99_999_999, b in 1u32..99_999_999) {
            let number = |serial| Number { within, serial, secret: false };
            prop_assert_eq!(number(a).sort().cmp(&number(b).sort()), a.cmp(&b));
        }

        #[test]
        fn codes_are_read_back(within in within()) {
            prop_assert_eq!(Within::parse(&within.code()), Some(within));
        }
    }
}
