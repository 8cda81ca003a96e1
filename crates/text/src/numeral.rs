//! Chinese numerals as terms and sessions are counted in, and the number of a proposal within its
//! session (第八届四次会议第70号), written and read.

use crate::{Lang, ta};

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The largest number written as a numeral here; terms and sessions stay far below it.
pub const MAX: u16 = 199;

/// 1 → 一, 12 → 十二, 20 → 二十, 105 → 一百零五, 112 → 一百一十二. `None` for 0 and above [`MAX`].
pub fn print(n: u16) -> Option<String> {
    if n == 0 || n > MAX {
        return None;
    }
    let (hundreds, tens, ones) = (n / 100, n / 10 % 10, n % 10);
    let mut out = String::new();
    let mut digit = |d: u16, unit: &str| {
        out.push(DIGITS[usize::from(d)]);
        out.push_str(unit);
    };
    match (hundreds, tens) {
        (0, 0) => digit(ones, ""),
        (0, 1) => {
            out.push('十');
            if ones > 0 {
                out.push(DIGITS[usize::from(ones)]);
            }
        }
        _ => {
            if hundreds > 0 {
                digit(hundreds, "百");
            }
            match (tens, ones) {
                (0, 0) => {}
                (0, _) => digit(0, ""),
                _ => digit(tens, "十"),
            }
            if ones > 0 {
                digit(ones, "");
            }
        }
    }
    Some(out)
}

/// Reads a numeral (十二, 一百十二, 廿三, 一百〇五) or plain digits, half or full width. `None` for
/// anything else, for 0 and above [`MAX`].
pub fn parse(s: &str) -> Option<u16> {
    let s = s.trim();
    let n = if s.chars().next()?.is_ascii_digit() || ('０'..='９').contains(&s.chars().next()?) {
        arabic(s).and_then(|n| u16::try_from(n).ok())?
    } else {
        chinese(s)?
    };
    (1..=MAX).contains(&n).then_some(n)
}

/// Digits of either width; at most nine of them.
fn arabic(s: &str) -> Option<u32> {
    if s.is_empty() || s.chars().count() > 9 {
        return None;
    }
    s.chars().try_fold(0, |n: u32, c| {
        let digit = match c {
            '0'..='9' => c as u32 - '0' as u32,
            '０'..='９' => c as u32 - '０' as u32,
            _ => return None,
        };
        Some(n * 10 + digit)
    })
}

fn chinese(s: &str) -> Option<u16> {
    // Each place may be named once, from the largest down.
    let (mut total, mut pending, mut place) = (0u16, None, 1000u16);
    for c in s.chars() {
        let (unit, least) = match c {
            '百' => (100, 1),
            '十' => (10, 1),
            '廿' => (10, 2),
            '卅' => (10, 3),
            '零' | '〇' if pending.is_none() && total >= 100 && place > 1 => {
                // Only stands for a skipped tens place.
                place = 10;
                continue;
            }
            _ => {
                let c = if c == '两' { '二' } else { c };
                let digit = DIGITS.iter().position(|d| *d == c).filter(|d| *d > 0)?;
                if pending.replace(u16::try_from(digit).ok()?).is_some() {
                    return None;
                }
                continue;
            }
        };
        if unit >= place || (least > 1 && pending.is_some()) {
            return None;
        }
        total += pending.take().unwrap_or(least) * unit;
        place = unit;
    }
    Some(total + pending.unwrap_or(0))
}

/// Where a paper stands: the term (届), the session in it (次会议) and the serial, if it has one yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionNumber {
    /// 届, from 1.
    pub term: u16,
    /// 次会议, from 1.
    pub session: u16,
    /// 第…号 within the session.
    pub serial: Option<u32>,
}

impl SessionNumber {
    /// 第八届四次会议第70号 / Term 8, session 4, No. 70.
    pub fn print(self, lang: Lang) -> String {
        let word = |n: u16| match lang {
            Lang::Zh => print(n).unwrap_or_else(|| n.to_string()),
            Lang::En => n.to_string(),
        };
        let session = ta(
            lang,
            "session-number",
            &[
                ("term", word(self.term).into()),
                ("session", word(self.session).into()),
            ],
        );
        match self.serial {
            Some(serial) => ta(
                lang,
                "session-serial",
                &[
                    ("session", session.into()),
                    ("serial", serial.to_string().into()),
                ],
            ),
            None => session,
        }
    }

    /// Reads it in the ways offices write it: 第八届四次会议第70号, 第八届第四次会议第070号, 八届四次会议,
    /// 8届4次70号, with blanks anywhere and prefixes such as 政协某某县 before 第.
    pub fn parse(s: &str) -> Option<SessionNumber> {
        let s: String = s.chars().filter(|c| !c.is_whitespace()).collect();
        let (before, after) = s.split_once('届')?;
        let term = parse(before.rsplit('第').next()?)?;
        let (session, rest) = after.strip_prefix('第').unwrap_or(after).split_once('次')?;
        let session = parse(session)?;
        let rest = rest.strip_prefix("会议").unwrap_or(rest);
        let serial = if rest.is_empty() {
            None
        } else {
            let digits = rest.strip_prefix('第').unwrap_or(rest);
            Some(arabic(digits.strip_suffix('号').unwrap_or(digits)).filter(|n| *n > 0)?)
        };
        Some(SessionNumber {
            term,
            session,
            serial,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numerals_as_written_by_hand() {
        let table = [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (21, "二十一"),
            (99, "九十九"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (112, "一百一十二"),
            (199, "一百九十九"),
        ];
        for (n, word) in table {
            assert_eq!(print(n).as_deref(), Some(word));
            assert_eq!(parse(word), Some(n), "{word}");
        }
        assert_eq!(print(0), None);
        assert_eq!(print(200), None);
        for (word, n) in [
            ("一百十二", 112),
            ("廿三", 23),
            ("一百〇五", 105),
            ("８", 8),
            ("14", 14),
            ("十", 10),
        ] {
            assert_eq!(parse(word), Some(n), "{word}");
        }
        for word in [
            "",
            "零",
            "0",
            "二百",
            "十十",
            "一二",
            "百百",
            "十百",
            "二廿",
            "届",
            "一零五",
            "-1",
            "1.5",
            "99999999999",
        ] {
            assert_eq!(parse(word), None, "{word}");
        }
    }

    #[test]
    fn session_numbers_both_ways() {
        let n = SessionNumber {
            term: 8,
            session: 4,
            serial: Some(70),
        };
        assert_eq!(n.print(Lang::Zh), "第八届四次会议第70号");
        assert_eq!(n.print(Lang::En), "Term 8, session 4, No. 70");
        for s in [
            "第八届四次会议第70号",
            "第八届第四次会议第070号",
            "8届4次70号",
            "政协某县第八届 四次会议 第70号",
            "第８届４次会议７０号",
        ] {
            assert_eq!(SessionNumber::parse(s), Some(n), "{s}");
        }
        assert_eq!(
            SessionNumber::parse("十二届三次会议")
                .unwrap()
                .print(Lang::Zh),
            "第十二届三次会议"
        );
        for s in [
            "",
            "届次",
            "第八届",
            "第八届会议",
            "第零届四次会议",
            "第八届四次会议第号",
            "第八届四次会议第0号",
            "第八届四次会议第x号",
        ] {
            assert_eq!(SessionNumber::parse(s), None, "{s}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(term in 1..=MAX, session in 1..=MAX, serial in proptest::option::of(1u32..1_000_000)) {
            let n = SessionNumber { term, session, serial };
            prop_assert_eq!(SessionNumber::parse(&n.print(Lang::Zh)), Some(n));
        }

        #[test]
        fn nothing_typed_panics(s in "[第届次会议号零〇一二十百廿0-9０-９ 啊]{0,12}") {
            parse(&s);
            SessionNumber::parse(&s);
        }
    }
}
