//! Text as it is compared, the grams it is indexed by, and a typed query.
//!
//! Compared text is NFKC in lower case, without control and format characters, and without white space except
//! where it separates Latin words: a line break inside a Chinese word does not hide the word. An empty line
//! stays as a line break, so that no word is found across two paragraphs.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::{Error, Message, Result};

/// Characters of a query at most.
pub const LONGEST: usize = 100;
/// Words of a query at most.
pub const MOST_WORDS: usize = 10;

/// `text` as it is compared.
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    walk(text, |piece, _| out.push_str(piece));
    out
}

/// As [`normal`], with the byte in `text` where each byte of the result comes from.
pub(super) fn mapped(text: &str) -> (String, Vec<u32>) {
    let mut out = String::with_capacity(text.len());
    let mut map = Vec::with_capacity(text.len());
    walk(text, |piece, at| {
        out.push_str(piece);
        map.resize(out.len(), at as u32);
    });
    (out, map)
}

fn walk(text: &str, mut put: impl FnMut(&str, usize)) {
    let mut last = None::<char>;
    let mut space = None::<usize>;
    let mut lines = 0;
    let mut chars = text.char_indices().peekable();
    let mut buffer = [0u8; 4];
    let mut cluster = String::new();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            space = space.or(Some(at));
            lines += usize::from(c == '\n');
            continue;
        }
        if c.is_control() || is_format(c) {
            continue;
        }
        cluster.clear();
        cluster.push(c);
        while let Some((_, next)) = chars.peek().copied().filter(|(_, n)| is_combining_mark(*n)) {
            cluster.push(next);
            chars.next();
        }
        let plain = cluster.len() == c.len_utf8()
            && (c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c));
        if let Some(from) = space.take() {
            if std::mem::take(&mut lines) > 1 {
                put("\n", from);
            } else if last.is_some_and(|l| l.is_ascii_alphanumeric()) && is_latin(c) {
                put(" ", from);
            }
        }
        if plain {
            put(c.to_ascii_lowercase().encode_utf8(&mut buffer), at);
            last = Some(c);
        } else {
            for folded in cluster.nfkc().flat_map(char::to_lowercase) {
                if !folded.is_whitespace() && !folded.is_control() {
                    put(folded.encode_utf8(&mut buffer), at);
                    last = Some(folded);
                }
            }
        }
    }
}

/// A Latin letter or digit, full width or half.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}

/// Invisible: joiners, direction marks, soft hyphens, byte-order marks.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Every gram of compared text: single characters, pairs, and in Latin words also triples.
pub(super) fn grams(normal: &str, into: &mut BTreeSet<String>) {
    for (run, latin) in runs(normal) {
        for width in 1..=(if latin { 3 } else { 2 }) {
            for gram in run.windows(width) {
                into.insert(gram.iter().collect());
            }
        }
    }
}

/// Runs of letters and digits, Latin ones apart from all others.
fn runs(normal: &str) -> Vec<(Vec<char>, bool)> {
    let mut out: Vec<(Vec<char>, bool)> = Vec::new();
    let mut open = false;
    for c in normal.chars() {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let latin = c.is_ascii();
        match out.last_mut() {
            Some((run, l)) if open && *l == latin => run.push(c),
            _ => out.push((vec![c], latin)),
        }
        open = true;
    }
    out
}

/// What somebody typed, understood: every word must occur.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Each as it is compared.
    pub words: Vec<String>,
}

impl Query {
    /// Reads what was typed; words stand apart by white space. Nothing to look for, or too much, is refused in
    /// the field `q`.
    pub fn parse(typed: &str) -> Result<Query> {
        let refused = |key: &str, n: usize| Err(Error::field("q", Message::new(key).arg("n", n)));
        if typed.chars().filter(|c| !c.is_whitespace()).count() > LONGEST {
            return refused("search-too-long", LONGEST);
        }
        let mut words: Vec<String> = Vec::new();
        for word in typed.split_whitespace() {
            let word = normal(word);
            // A stroke or a comma alone says nothing; inside a word it must stand in the text as well.
            if word.chars().any(char::is_alphanumeric) && !words.contains(&word) {
                words.push(word);
            }
        }
        if words.is_empty() {
            return refused("search-nothing-typed", 0);
        }
        if words.len() > MOST_WORDS {
            return refused("search-too-many-words", MOST_WORDS);
        }
        Ok(Query { words })
    }

    /// The grams a document must have to be worth reading, longest first.
    pub(super) fn needed(&self) -> Vec<String> {
        let mut out = BTreeSet::new();
        for word in &self.words {
            out.extend(needed(word));
        }
        let mut out: Vec<String> = out.into_iter().collect();
        out.sort_by_key(|g| std::cmp::Reverse(g.chars().count()));
        out
    }

    /// True where every word occurs in one of the compared texts.
    pub fn is_found_in(&self, texts: &[String]) -> bool {
        self.words
            .iter()
            .all(|w| texts.iter().any(|t| t.contains(w.as_str())))
    }
}

/// The grams of one compared word.
pub(super) fn needed(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (run, latin) in runs(word) {
        let width = run.len().min(if latin { 3 } else { 2 });
        out.extend(run.windows(width).map(|g| g.iter().collect::<String>()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        grams(&normal(text), &mut out);
        out
    }

    #[test]
    fn compared_text() {
        for (typed, compared) in [
            ("建\n设　道路", "建设道路"),
            ("第 12 号", "第12号"),
            ("道路\n\n 建设", "道路\n建设"),
            ("ＣＯＶＩＤ１９", "covid19"),
            ("Smart City 建设", "smart city建设"),
            ("Ａ Ｂ", "a b"),
            ("“会办”、\u{200b}分办", "“会办”、分办"),
            ("e\u{301}", "é"),
            ("㎡", "m2"),
        ] {
            assert_eq!(normal(typed), compared);
        }
    }

    proptest! {
        /// Whatever part of a text is typed, its grams are among those of the text.
        #[test]
        fn a_part_has_no_other_grams(text in "[建设道路a-c0-9，、 \u{e9}ＡＢ]{1,30}", from in 0usize..30, n in 1usize..8) {
            let compared = normal(&text);
            let part: String = compared.chars().skip(from).take(n).filter(|c| *c != ' ').collect();
            if compared.contains(&part) && let Ok(query) = Query::parse(&part) {
                let known = all(&text);
                for gram in query.needed() {
                    prop_assert!(known.contains(&gram), "{gram} of {part} in {text}");
                }
                prop_assert!(query.is_found_in(&[compared]));
            }
        }

        #[test]
        fn any_text_is_a_query_or_refused(text in "\\PC{0,140}") {
            let _ = Query::parse(&text);
        }

        #[test]
        fn every_byte_knows_where_it_came_from(text in "\\PC{0,60}") {
            let (compared, map) = mapped(&text);
            prop_assert_eq!(compared.len(), map.len());
            prop_assert_eq!(&compared, &normal(&text));
            prop_assert!(map.iter().all(|at| text.is_char_boundary(*at as usize)));
        }
    }
}
