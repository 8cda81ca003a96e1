//! A text whose numbers know where they come from: composed with marks, edited by hand, refreshed.
//!
//! A [`Mark`] says of a stretch of the text which number it is, what it counts and where its rows are. After an edit a
//! mark stays where its number was left in place, as a whole; a number that was changed or taken out loses its mark
//! and is told as [`Changed`], so that nobody reads a hand-written number as a counted one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use text::diff::tokens;

/// What stands around the place of a number in a sentence to be composed: `OPEN index CLOSE`.
pub const OPEN: char = '\u{e000}';
pub const CLOSE: char = '\u{e001}';

/// A number as counted, before it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// What it is, the same however the text is worded: `level.national`.
    pub key: String,
    pub shown: String,
    /// Where its rows are; empty for a date, which is counted nowhere.
    pub list: String,
    /// What it counts, in words.
    pub label: String,
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub key: String,
    pub shown: String,
    pub list: String,
    pub label: String,
    /// Where it begins, in characters.
    pub at: usize,
}

impl Mark {
    fn end(&self) -> usize {
        self.at + self.shown.chars().count()
    }
}

/// A number that somebody changed or took out by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub key: String,
    pub label: String,
    /// As it was counted.
    pub was: String,
    pub list: String,
}

/// A text with its numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Briefing {
    pub content: String,
    /// In the order of the text; none overlaps another.
    pub marks: Vec<Mark>,
    pub changed: Vec<Changed>,
}

/// A stretch of a text as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    Plain(String),
    Counted(&'a Mark),
    /// A number no count stands behind.
    Typed(String),
}

/// Words after a number that make it another one: 31 and 31万 are not the same.
const UNITS: &str = "%％‰十百千万亿";
/// A number before one of these is a date or a name, not a count.
const NAMES: &str = "年月日号届次岁时点";

impl Briefing {
    /// A text from sentences in which numbers stand as [`OPEN`], their place in `numbers`, [`CLOSE`].
    pub fn compose(template: &str, numbers: &[Number]) -> Briefing {
        let mut out = Briefing::default();
        let mut at = 0;
        let mut rest = template;
        while let Some((before, after)) = rest.split_once(OPEN) {
            out.content.push_str(before);
            at += before.chars().count();
            let (index, then) = after.split_once(CLOSE).unwrap_or(("", after));
            if let Some(n) = index.parse::<usize>().ok().and_then(|i| numbers.get(i)) {
                out.content.push_str(&n.shown);
                out.marks.push(Mark {
                    key: n.key.clone(),
                    shown: n.shown.clone(),
                    list: n.list.clone(),
                    label: n.label.clone(),
                    at,
                });
                at += n.shown.chars().count();
            }
            rest = then;
        }
        out.content.push_str(rest);
        out
    }

    /// The text as somebody edited it: numbers left in place keep their marks, the others are told as changed.
    pub fn edited(&self, content: &str) -> Briefing {
        let (old, new) = (tokens(&self.content), tokens(content));
        // Where each token of the old text stands in the new one, in characters.
        let mut kept: Vec<Option<usize>> = vec![None; old.len()];
        let starts = |tokens: &[&str]| -> Vec<usize> {
            let mut at = 0;
            let mut out = Vec::with_capacity(tokens.len());
            for t in tokens {
                out.push(at);
                at += t.chars().count();
            }
            out
        };
        let (from, to) = (starts(&old), starts(&new));
        for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
            if let DiffOp::Equal {
                old_index,
                new_index,
                len,
            } = op
            {
                for i in 0..len {
                    kept[old_index + i] = Some(to[new_index + i]);
                }
            }
        }
        let chars: Vec<char> = content.chars().collect();
        let before: Vec<char> = self.content.chars().collect();
        let mut out = Briefing {
            content: content.to_owned(),
            marks: Vec::new(),
            changed: self.changed.clone(),
        };
        for mark in &self.marks {
            // Its tokens all stayed, and beside each other.
            let first = from.partition_point(|at| *at < mark.at);
            let whole = from.get(first) == Some(&mark.at);
            let moved = (first..from.len())
                .take_while(|i| from[*i] < mark.end())
                .map(|i| kept[i].map(|to| to as i64 - from[i] as i64))
                .collect::<Option<Vec<i64>>>()
                .filter(|shifts| !shifts.is_empty() && shifts.iter().all(|s| *s == shifts[0]))
                .map(|shifts| (mark.at as i64 + shifts[0]) as usize);
            let stays = moved.filter(|at| {
                whole
                    && is_whole(&chars, *at, *at + mark.shown.chars().count())
                    && same_unit(
                        &before,
                        mark.end(),
                        &chars,
                        *at + mark.shown.chars().count(),
                    )
            });
            match stays {
                Some(at) => out.marks.push(Mark { at, ..mark.clone() }),
                None if mark.list.is_empty() => {}
                None => out.changed.push(Changed {
                    key: mark.key.clone(),
                    label: mark.label.clone(),
                    was: mark.shown.clone(),
                    list: mark.list.clone(),
                }),
            }
        }
        out
    }

    /// The numbers that read otherwise today, each with what it reads now; those no longer counted are left out.
    pub fn stale<'a>(&'a self, today: &'a [Number]) -> Vec<(&'a Mark, &'a Number)> {
        let now: BTreeMap<&str, &Number> = today.iter().map(|n| (n.key.as_str(), n)).collect();
        self.marks
            .iter()
            .filter_map(|m| Some((m, *now.get(m.key.as_str())?)))
            .filter(|(m, n)| m.shown != n.shown)
            .collect()
    }

    /// The same words with today's numbers in the places of the counted ones.
    pub fn refreshed(&self, today: &[Number]) -> Briefing {
        let now: BTreeMap<&str, &Number> = today.iter().map(|n| (n.key.as_str(), n)).collect();
        let chars: Vec<char> = self.content.chars().collect();
        let mut out = Briefing {
            changed: self.changed.clone(),
            ..Briefing::default()
        };
        let mut done = 0;
        for mark in &self.marks {
            out.content.extend(&chars[done..mark.at]);
            let fresh = now.get(mark.key.as_str());
            let shown = fresh.map_or(mark.shown.as_str(), |n| n.shown.as_str());
            out.marks.push(Mark {
                at: out.content.chars().count(),
                shown: shown.to_owned(),
                list: fresh.map_or_else(|| mark.list.clone(), |n| n.list.clone()),
                ..mark.clone()
            });
            out.content.push_str(shown);
            done = mark.end();
        }
        out.content.extend(&chars[done..]);
        out
    }

    /// The text cut into what is counted, what is typed, and the words between; a line break stands in the words.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let chars: Vec<char> = self.content.chars().collect();
        let mut out = Vec::new();
        let mut done = 0;
        for mark in &self.marks {
            typed(&chars[done..mark.at], &chars, done, &mut out);
            out.push(Piece::Counted(mark));
            done = mark.end();
        }
        typed(&chars[done..], &chars, done, &mut out);
        out
    }
}

fn digit(c: Option<&char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(c))
}

/// Neither a digit nor a decimal joins the stretch on either side.
fn is_whole(chars: &[char], from: usize, to: usize) -> bool {
    let before = from.checked_sub(1).and_then(|i| chars.get(i));
    let point = |c: Option<&char>| c.is_some_and(|c| matches!(c, '.' | ','));
    let longer_before = digit(before) || point(before) && from >= 2 && digit(chars.get(from - 2));
    let after = chars.get(to);
    let longer_after = digit(after) || point(after) && digit(chars.get(to + 1));
    !longer_before && !longer_after
}

/// No unit that makes another number of it came or went after it.
fn same_unit(old: &[char], old_end: usize, new: &[char], new_end: usize) -> bool {
    let unit = |c: Option<&char>| c.copied().filter(|c| UNITS.contains(*c));
    unit(old.get(old_end)) == unit(new.get(new_end))
}

/// Cuts a stretch without marks into words and numbers; `at` is where it begins in the whole text.
fn typed<'a>(stretch: &[char], all: &[char], at: usize, out: &mut Vec<Piece<'a>>) {
    let mut words = String::new();
    let mut i = 0;
    while i < stretch.len() {
        if !digit(stretch.get(i)) {
            words.push(stretch[i]);
            i += 1;
            continue;
        }
        let from = i;
        while i < stretch.len()
            && (digit(stretch.get(i))
                || matches!(stretch[i], '.' | ',') && digit(stretch.get(i + 1)))
        {
            i += 1;
        }
        let number: String = stretch[from..i].iter().collect();
        let named = all.get(at + i).is_some_and(|c| NAMES.contains(*c));
        // Part of a word (A4, P12) is no count either.
        let in_word = from
            .checked_sub(1)
            .and_then(|b| stretch.get(b))
            .is_some_and(char::is_ascii_alphabetic);
        if named || in_word {
            words.push_str(&number);
        } else {
            if !words.is_empty() {
                out.push(Piece::Plain(std::mem::take(&mut words)));
            }
            out.push(Piece::Typed(number));
        }
    }
    if !words.is_empty() {
        out.push(Piece::Plain(words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(key: &str, shown: &str) -> Number {
        Number {
            key: key.into(),
            shown: shown.into(),
            list: format!("/list/{key}"),
            label: key.into(),
        }
    }

    fn speech() -> Briefing {
        let numbers = [
            number("total", "73"),
            number("then", "16"),
            number("national", "5"),
            number("province", "60"),
            number("rate", "356.3"),
        ];
        let place = |i: usize| format!("{OPEN}{i}{CLOSE}");
        let template = format!(
            "今年采用{}篇，比去年同期的{}篇增长{}%。其中全国级{}篇、省级{}篇。",
            place(0),
            place(1),
            place(4),
            place(2),
            place(3)
        );
        Briefing::compose(&template, &numbers)
    }

    fn keys(b: &Briefing) -> Vec<&str> {
        b.marks.iter().map(|m| m.key.as_str()).collect()
    }

    fn at(b: &Briefing, mark: &Mark) -> String {
        b.content
            .chars()
            .skip(mark.at)
            .take(mark.shown.chars().count())
            .collect()
    }

    #[test]
    fn a_text_is_composed_with_its_numbers() {
        let b = speech();
        assert_eq!(
            b.content,
            "今年采用73篇，比去年同期的16篇增长356.3%。其中全国级5篇、省级60篇。"
        );
        assert_eq!(keys(&b), ["total", "then", "rate", "national", "province"]);
        assert!(b.marks.iter().all(|m| at(&b, m) == m.shown));
    }

    #[test]
    fn words_may_change_around_a_number_and_it_keeps_its_rows() {
        let b = speech();
        let e = b.edited("今年以来，全县人大宣传稿件共采用73篇（次），比去年同期的16篇增长356.3%。其中国家级5篇、省级60篇，成绩可喜。");
        assert_eq!(keys(&e), keys(&b));
        assert!(e.changed.is_empty() && e.marks.iter().all(|m| at(&e, m) == m.shown));
    }

    #[test]
    fn a_number_changed_by_hand_loses_its_rows_and_is_told() {
        let b = speech();
        for (edit, lost) in [
            (b.content.replace("73篇", "80篇"), vec!["total"]),
            (b.content.replace("73篇", "730篇"), vec!["total"]),
            (b.content.replace("73篇", "73.5篇"), vec!["total"]),
            (b.content.replace("73篇", "73万篇"), vec!["total"]),
            (b.content.replace("356.3%", "356%"), vec!["rate"]),
            (b.content.replace("356.3%", "1356.3%"), vec!["rate"]),
            (b.content.replace("356.3%", "356.3"), vec!["rate"]),
            (
                b.content.replace("其中全国级5篇、省级60篇。", ""),
                vec!["national", "province"],
            ),
        ] {
            let e = b.edited(&edit);
            let changed: Vec<&str> = e.changed.iter().map(|c| c.key.as_str()).collect();
            assert_eq!(changed, lost, "{edit}");
            assert!(keys(&e).iter().all(|k| !lost.contains(k)));
            assert!(e.marks.iter().all(|m| at(&e, m) == m.shown));
        }
        let e = b.edited(&b.content.replace("73篇", "80篇"));
        assert!(e.pieces().contains(&Piece::Typed("80".into())));
        assert_eq!(e.changed[0].was, "73");
    }

    #[test]
    fn dates_are_no_counts_and_what_is_typed_is_seen() {
        let b = Briefing::default().edited("2024年3月5日第12次会议，又有31人写稿，A4纸2,300份。");
        let typed: Vec<String> = b
            .pieces()
            .into_iter()
            .filter_map(|p| match p {
                Piece::Typed(n) => Some(n),
                _ => None,
            })
            .collect();
        assert_eq!(typed, ["31", "2,300"]);
    }

    #[test]
    fn today_s_numbers_take_the_places_of_the_counted_ones() {
        let b = speech().edited(&speech().content.replace("省级60篇", "省级六十篇"));
        let today = [number("total", "1,074"), number("then", "16")];
        assert_eq!(b.stale(&today).len(), 1);
        let r = b.refreshed(&today);
        assert_eq!(
            r.content,
            "今年采用1,074篇，比去年同期的16篇增长356.3%。其中全国级5篇、省级六十篇。"
        );
        assert!(r.marks.iter().all(|m| at(&r, m) == m.shown));
        assert!(r.stale(&today).is_empty());
        assert_eq!(r.changed, b.changed);
    }

    proptest! {
        #[test]
        fn a_mark_always_stands_on_its_own_number(edit in "[今年采用7316篇比去 05.%万]{0,40}", from in 0usize..30, to in 0usize..30) {
            let b = speech();
            let chars: Vec<char> = b.content.chars().collect();
            let (from, to) = (from.min(to), from.max(to).min(chars.len()));
            let new: String = chars[..from].iter().collect::<String>() + &edit + &chars[to..].iter().collect::<String>();
            let e = b.edited(&new);
            let mut last = 0;
            for m in &e.marks {
                prop_assert_eq!(at(&e, m), m.shown.clone());
                prop_assert!(m.at >= last);
                last = m.end();
            }
            prop_assert_eq!(e.marks.len() + e.changed.len(), b.marks.len());
            let back: String = e.pieces().iter().map(|p| match p {
                Piece::Plain(t) | Piece::Typed(t) => t.clone(),
                Piece::Counted(m) => m.shown.clone(),
            }).collect();
            prop_assert_eq!(back, new);
        }

        #[test]
        fn an_edit_before_everything_changes_no_number(words in "[一-龥，]{0,20}") {
            let b = speech();
            let e = b.edited(&format!("{words}。{}", b.content));
            prop_assert_eq!(keys(&e), keys(&b));
        }
    }
}
