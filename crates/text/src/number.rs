//! Counts, money and shares. All of them integers: money is in fen, a share is a part of a whole, and
//! nothing here goes through a float.

use crate::{Lang, ta};

/// 12,345: thousands set apart, alike in both languages.
pub fn count(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 8);
    if n < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// 1,234.50元 / ¥1,234.50, from an amount in fen.
pub fn money(lang: Lang, fen: i64) -> String {
    let yuan = fen.unsigned_abs() / 100;
    // A magnitude divided by 100 always fits.
    let yuan = count(i64::try_from(yuan).unwrap_or(i64::MAX));
    let sign = if fen < 0 { "-" } else { "" };
    let amount = format!("{yuan}.{:02}", fen.unsigned_abs() % 100);
    ta(
        lang,
        "money",
        &[("sign", sign.into()), ("amount", amount.into())],
    )
}

/// 340 KB, 1.2 MB: how large a file is, rounded up, alike in both languages.
pub fn size(bytes: i64) -> String {
    const KIB: i64 = 1024;
    match bytes.max(0) {
        b if b < KIB * KIB => format!("{} KB", (b + KIB - 1) / KIB),
        b => {
            let tenths = (b * 10 + KIB * KIB - 1) / (KIB * KIB);
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// 98.5% of a whole, one decimal, rounded half up; a share short of the whole never reads as 100%,
/// and a share of nothing is a dash.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "—".into();
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    let mut tenths = (part * 2000 + whole) / (whole * 2);
    if part < whole {
        tenths = tenths.min(999);
    }
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1000), "1,000");
        assert_eq!(count(-1_234_567), "-1,234,567");
        assert_eq!(count(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn fen_become_yuan() {
        assert_eq!(money(Lang::Zh, 123_450), "1,234.50元");
        assert_eq!(money(Lang::En, 123_450), "¥1,234.50");
        assert_eq!(money(Lang::Zh, -5), "-0.05元");
        assert_eq!(money(Lang::En, -5), "-¥0.05");
        assert_eq!(money(Lang::Zh, i64::MIN), "-92,233,720,368,547,758.08元");
    }

    #[test]
    fn a_share_never_flatters() {
        assert_eq!(percent(197, 200), "98.5%");
        assert_eq!(percent(9_999, 10_000), "99.9%");
        assert_eq!(percent(10_000, 10_000), "100.0%");
        assert_eq!(percent(1, 3), "33.3%");
        assert_eq!(percent(0, 3), "0.0%");
        assert_eq!(percent(0, 0), "—");
        assert_eq!(percent(u64::MAX, 1), "1844674407370955161500.0%");
    }
}
