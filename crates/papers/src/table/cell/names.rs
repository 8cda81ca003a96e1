//! Names as typed in registers: 张 三, 张三、李四, 杨伟红等16人, 买买提•吐尔逊, 民进江苏省委.

use super::{Cell, Code, Reading, text};
use unicode_normalization::UnicodeNormalization;

/// Who stands in a column of proposers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The names written out, each once, the lead proposer (领衔代表、第一提案人) first.
    pub listed: Vec<String>,
    /// How many they are with those not written out (等16人 → 16).
    pub total: u32,
}

/// One name: blanks between its characters taken out (张 三), those between Latin words kept single.
pub fn name(cell: &Cell) -> Reading<String> {
    let reading = text(cell);
    reading.map(|s| tidy(&s))
}

/// Several names in one cell, parted by commas, semicolons, slashes, line breaks or blanks.
pub fn names(cell: &Cell) -> Reading<Names> {
    let reading = text(cell);
    let Some(typed) = &reading.value else {
        return reading.without_value();
    };
    let (before, count) = cut_count(typed);
    let mut listed: Vec<String> = Vec::new();
    let parted = |c: char| "、，,;；/／\n\t|".contains(c);
    for part in before.split(parted) {
        for name in by_blanks(part) {
            if !name.is_empty() && !listed.contains(&name) {
                listed.push(name);
            }
        }
    }
    if listed.is_empty() {
        return Reading::empty();
    }
    let written = u32::try_from(listed.len()).unwrap_or(u32::MAX);
    let (total, doubtful) = match count {
        Count::None => (written, false),
        Count::Of(n) => (n.max(written), n < written),
        Count::Unknown => (written, true),
    };
    let names = Names { listed, total };
    match doubtful {
        false => Reading::sure(names),
        true => Reading::doubtful(names, Code::CountDoubtful, typed),
    }
}

enum Count {
    None,
    Of(u32),
    Unknown,
}

/// Cuts `等16人`, `等十六位代表`, `等` from the end.
fn cut_count(s: &str) -> (&str, Count) {
    let Some((before, after)) = s.rsplit_once('等') else {
        return (s, Count::None);
    };
    let after: String = after.nfkc().filter(|c| !c.is_whitespace()).collect();
    let after = after.trim_end_matches(['(', ')', '联', '名', '。']);
    let number_end =
        after.find(|c: char| !c.is_ascii_digit() && !"一二三四五六七八九十百零〇两".contains(c));
    let (number, unit) = after.split_at(number_end.unwrap_or(after.len()));
    let is_unit = [
        "",
        "人",
        "位",
        "个",
        "位代表",
        "位委员",
        "名代表",
        "名委员",
        "人代表",
        "代表",
        "委员",
        "位同志",
        "同志",
    ];
    if !is_unit.contains(&unit) {
        // 等 is part of a name (平等路小学): nothing is cut.
        return (s, Count::None);
    }
    match (number, counted(number)) {
        ("", _) => (before, Count::Unknown),
        (_, Some(n)) => (before, Count::Of(n)),
        _ => (s, Count::None),
    }
}

/// 16 or 十六; at most a few thousand.
fn counted(s: &str) -> Option<u32> {
    if let Ok(n) = s.parse::<u32>() {
        return (1..=5_000).contains(&n).then_some(n);
    }
    let (mut total, mut digit) = (0u32, 0u32);
    for c in s.chars().take(6) {
        match c {
            '百' | '十' => {
                total += digit.max(1) * if c == '百' { 100 } else { 10 };
                digit = 0;
            }
            '两' => digit = 2,
            _ => {
                digit = u32::try_from("零一二三四五六七八九".chars().position(|d| d == c)?).ok()?
            }
        }
    }
    (total + digit > 0).then_some(total + digit)
}

/// Blanks inside a name or between names: single characters belong together (张 三, 张 三丰, 欧阳 锋),
/// longer parts are names of their own (张三 李四).
fn by_blanks(part: &str) -> Vec<String> {
    let part = tidy_marks(part);
    let words: Vec<&str> = part.split_whitespace().collect();
    if words
        .iter()
        .any(|w| w.chars().any(|c| c.is_ascii_alphabetic()))
    {
        return vec![words.join(" ")];
    }
    let length = |w: &str| w.chars().count();
    let mut out: Vec<String> = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let singles = words[i..].iter().take_while(|w| length(w) == 1).count();
        match (singles, words.get(i + 1)) {
            (0, _) => {
                out.push(words[i].to_owned());
                i += 1;
            }
            // 张 三, 张 三 丰; four and more are pairs.
            (2 | 3, _) => {
                out.push(words[i..i + singles].concat());
                i += singles;
            }
            (4.., _) => {
                out.push(words[i..i + 2].concat());
                i += 2;
            }
            // A lone character opens a name (张 三丰) or ends one (欧阳 锋).
            (_, Some(next)) if length(next) == 2 && out.is_empty() => {
                out.push(format!("{}{next}", words[i]));
                i += 2;
            }
            _ => {
                match out.last_mut().filter(|last| length(last) <= 2) {
                    Some(last) => last.push_str(words[i]),
                    None => out.push(words[i].to_owned()),
                }
                i += 1;
            }
        }
    }
    out
}

fn tidy(s: &str) -> String {
    let s = tidy_marks(s);
    let words: Vec<&str> = s.split_whitespace().collect();
    let latin = words
        .iter()
        .any(|w| w.chars().any(|c| c.is_ascii_alphabetic()));
    words.join(if latin { " " } else { "" })
}

/// One kind of dot inside names, no bracketed remark (女), (领衔) behind them.
fn tidy_marks(s: &str) -> String {
    let s: String = s
        .chars()
        .map(|c| {
            if matches!(c, '•' | '・' | '‧' | '∙' | '．' | '⋅') {
                '·'
            } else {
                c
            }
        })
        .collect();
    match s.find(['(', '（']) {
        Some(at) if at > 0 && s.trim_end().ends_with([')', '）']) => s[..at].to_owned(),
        _ => s,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(s: &str) -> (Vec<String>, u32, Option<Code>) {
        let reading = names(&Cell::Text(s.into()));
        let names = reading.value.unwrap_or(Names {
            listed: vec![],
            total: 0,
        });
        (names.listed, names.total, reading.remark.map(|r| r.code))
    }

    #[test]
    fn names_as_registers_write_them() {
        for (typed, listed, total) in [
            ("张 三", vec!["张三"], 1),
            ("张　三", vec!["张三"], 1),
            ("欧阳 锋", vec!["欧阳锋"], 1),
            ("张 三丰", vec!["张三丰"], 1),
            ("张三 李四", vec!["张三", "李四"], 2),
            ("张 三 李 四", vec!["张三", "李四"], 2),
            (
                "张三、李四，王五;赵六/钱七\n孙八",
                vec!["张三", "李四", "王五", "赵六", "钱七", "孙八"],
                6,
            ),
            ("张三、张三", vec!["张三"], 1),
            ("杨伟红等16人", vec!["杨伟红"], 16),
            ("杨伟红、李四 等十六位代表", vec!["杨伟红", "李四"], 16),
            ("杨伟红等１１人", vec!["杨伟红"], 11),
            ("民进江苏省委", vec!["民进江苏省委"], 1),
            ("平等路小学", vec!["平等路小学"], 1),
            ("买买提•吐尔逊", vec!["买买提·吐尔逊"], 1),
            ("张三（女）、李四(领衔)", vec!["张三", "李四"], 2),
            ("John Smith", vec!["John Smith"], 1),
        ] {
            let listed: Vec<String> = listed.into_iter().map(str::to_owned).collect();
            assert_eq!(read(typed), (listed, total, None), "{typed}");
        }
        assert_eq!(
            read("张三等"),
            (vec!["张三".into()], 1, Some(Code::CountDoubtful))
        );
        assert_eq!(
            read("张三、李四等1人"),
            (
                vec!["张三".into(), "李四".into()],
                2,
                Some(Code::CountDoubtful)
            )
        );
        assert_eq!(read("、，"), (vec![], 0, None));
        assert_eq!(
            name(&Cell::Text(" 张 三 ".into())).value.as_deref(),
            Some("张三")
        );
    }
}
