//! The table of rules as an office types or pastes it, a line a row: level, genre, size, from how many characters, points,
//! yuan by the piece, yuan of fee by the thousand characters. A dash or nothing fits everything.

use super::{Line, Rules};
use crate::model::adoption::Size;
use crate::model::genre::Genre;
use crate::model::outlet::Level;

/// What could not be read: the line, from 1, and the cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub line: usize,
    pub typed: String,
}

/// Words of the codes in one language.
pub struct Words {
    pub levels: Vec<(Level, String)>,
    pub genres: Vec<(Genre, String)>,
    pub sizes: Vec<(Size, String)>,
}

fn find<T: Copy>(all: &[(T, String)], typed: &str) -> Option<Vec<T>> {
    if matches!(typed, "" | "-" | "—" | "*" | "不限" | "any") {
        return Some(Vec::new());
    }
    typed
        .split(['/', '、', '，'])
        .map(|one| {
            let found = all.iter().find(|(_, word)| word == one.trim());
            found.map(|(value, _)| *value)
        })
        .collect()
}

/// An amount with at most two decimals, in hundredths.
fn hundredths(typed: &str) -> Option<i64> {
    let (whole, part) = typed.split_once('.').unwrap_or((typed, ""));
    let plain = typed.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if part.len() > 2 || whole.is_empty() || !plain {
        return None;
    }
    let whole: i64 = whole.parse().ok().filter(|n| *n < 1_000_000_000)?;
    let part: i64 = match part.len() {
        0 => 0,
        1 => part.parse::<i64>().ok()? * 10,
        _ => part.parse().ok()?,
    };
    Some(whole * 100 + part)
}

/// Prints hundredths.
pub fn amount(n: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    let n = n.abs();
    match n % 100 {
        0 => format!("{sign}{}", n / 100),
        rest => format!("{sign}{}.{rest:02}", n / 100),
    }
}

/// Reads the lines; the first cell that is not understood is named.
pub fn read(text: &str, words: &Words) -> Result<Vec<Line>, Unread> {
    let mut out = Vec::new();
    for (i, row) in text.lines().enumerate() {
        if row.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = match row.contains('\t') {
            true => row.split('\t').map(str::trim).collect(),
            false => row.split_whitespace().collect(),
        };
        let cell = |n: usize| cells.get(n).copied().unwrap_or("");
        let wrong = |typed: &str| Unread {
            line: i + 1,
            typed: match typed {
                "" => row.to_owned(),
                typed => typed.to_owned(),
            },
        };
        let number = |n: usize| match cell(n) {
            "" | "-" | "—" => Ok(0),
            typed => hundredths(typed).ok_or_else(|| wrong(typed)),
        };
        if cells.len() < 6 {
            return Err(wrong(""));
        }
        out.push(Line {
            levels: find(&words.levels, cell(0)).ok_or_else(|| wrong(cell(0)))?,
            genres: find(&words.genres, cell(1)).ok_or_else(|| wrong(cell(1)))?,
            sizes: find(&words.sizes, cell(2)).ok_or_else(|| wrong(cell(2)))?,
            major: false,
            from_characters: u32::try_from(number(3)? / 100).unwrap_or(u32::MAX),
            points: number(4)?,
            fen: number(5)?,
            fee_per_thousand: number(6)?,
        });
    }
    Ok(out)
}

/// Writes the lines as they are read.
pub fn write(rules: &Rules, words: &Words) -> String {
    fn said<T: Copy + PartialEq>(all: &[(T, String)], some: &[T]) -> String {
        let word = |v: &T| {
            all.iter()
                .find(|(w, _)| w == v)
                .map(|(_, word)| word.as_str())
        };
        let named: Vec<&str> = some.iter().filter_map(word).collect();
        match named.is_empty() {
            true => "-".to_owned(),
            false => named.join("/"),
        }
    }
    let rows: Vec<String> = rules
        .lines
        .iter()
        .map(|l| {
            [
                said(&words.levels, &l.levels),
                said(&words.genres, &l.genres),
                said(&words.sizes, &l.sizes),
                l.from_characters.to_string(),
                amount(l.points),
                amount(l.fen),
                amount(l.fee_per_thousand),
            ]
            .join("\t")
        })
        .collect();
    rows.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words {
            levels: Level::ALL
                .iter()
                .map(|l| (*l, l.code().to_owned()))
                .collect(),
            genres: Genre::ALL
                .iter()
                .map(|g| (*g, g.code().to_owned()))
                .collect(),
            sizes: Size::ALL
                .iter()
                .map(|s| (*s, s.code().to_owned()))
                .collect(),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let rules = Rules::usual();
        assert_eq!(read(&write(&rules, &words()), &words()), Ok(rules.lines));
        let pasted = "national/province news - 500 12.5 300.05 80";
        let line = &read(pasted, &words()).unwrap()[0];
        assert_eq!(
            (line.points, line.fen, line.fee_per_thousand),
            (1_250, 30_005, 8_000)
        );
        assert_eq!((line.levels.len(), line.from_characters), (2, 500));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let wrong = |text: &str| read(text, &words()).unwrap_err();
        assert_eq!(wrong("\nnational - - 0 1 2\nmoon - - 0 1 2").line, 3);
        assert_eq!(wrong("national - - 0 1 2.345").typed, "2.345");
        assert_eq!(wrong("national news").line, 1);
    }
}
