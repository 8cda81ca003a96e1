//! What a result shows: the title, and the places of the text where the words stand.

use super::gram::{Query, mapped};

/// A stretch of text; `marked` where a searched word stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Piece {
    pub text: String,
    pub marked: bool,
}

/// Characters before the first mark of a snippet, and of a whole snippet.
const BEFORE: usize = 24;
const WIDE: usize = 110;

/// Byte ranges of `text` where words of the query stand, joined where they touch.
fn places(text: &str, query: &Query) -> Vec<(usize, usize)> {
    let (compared, map) = mapped(text);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for word in &query.words {
        for (at, _) in compared.match_indices(word.as_str()).take(50) {
            let from = map[at] as usize;
            let last = map[at + word.len() - 1] as usize;
            let to = last + text[last..].chars().next().map_or(0, char::len_utf8);
            found.push((from, to));
        }
    }
    found.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (from, to) in found {
        match joined.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => joined.push((from, to)),
        }
    }
    joined
}

fn cut(text: &str, from: usize, to: usize, places: &[(usize, usize)]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut put = |a: usize, b: usize, marked: bool| {
        if a < b {
            // Line breaks and runs of blanks are one blank in a snippet.
            let mut shown = String::with_capacity(b - a);
            for c in text[a..b].chars() {
                match c.is_whitespace() {
                    true if shown.ends_with(' ') => {}
                    true => shown.push(' '),
                    false => shown.push(c),
                }
            }
            out.push(Piece {
                text: shown,
                marked,
            });
        }
    };
    let mut at = from;
    for (a, b) in places {
        let (a, b) = ((*a).max(from), (*b).min(to));
        if a < b && a >= at {
            put(at, a, false);
            put(a, b, true);
            at = b;
        }
    }
    put(at, to, false);
    out
}

/// The whole of a short text, with marks.
pub(super) fn marked(text: &str, query: &Query) -> Vec<Piece> {
    cut(text, 0, text.len(), &places(text, query))
}

/// The part of a long text around the first words found; its beginning where none stands in it.
pub(super) fn snippet(text: &str, query: &Query) -> Vec<Piece> {
    let places = places(text, query);
    let first = places.first().map_or(0, |(a, _)| *a);
    let from = text[..first]
        .char_indices()
        .rev()
        .take(BEFORE)
        .last()
        .map_or(first, |(at, _)| at);
    let to = text[from..]
        .char_indices()
        .nth(WIDE)
        .map_or(text.len(), |(at, _)| from + at);
    // A mark that is longer than the room is cut, never a character.
    let mut out = cut(text, from, to, &places);
    let dots = |text: &str| Piece {
        text: text.to_owned(),
        marked: false,
    };
    if from > 0 {
        out.insert(0, dots("…"));
    }
    if to < text.len() {
        out.push(dots("…"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|p| match p.marked {
                true => format!("[{}]", p.text),
                false => p.text.clone(),
            })
            .collect()
    }

    #[test]
    fn words_are_marked_as_they_were_written() {
        let query = Query::parse("道路建设 COVID").unwrap();
        assert_eq!(
            shown(&marked("关于道路\n建设与ＣＯＶＩＤ的建议", &query)),
            "关于[道路 建设]与[ＣＯＶＩＤ]的建议"
        );
        let long = format!("{}道路建设{}", "前".repeat(60), "后".repeat(200));
        let out = shown(&snippet(&long, &query));
        assert!(
            out.starts_with(&format!("…{}[道路建设]后", "前".repeat(BEFORE))),
            "{out}"
        );
        assert!(out.ends_with('…'));
    }

    proptest! {
        #[test]
        fn any_text_is_cut_between_characters(text in "\\PC{0,300}", typed in "\\PC{1,6}") {
            if let Ok(query) = Query::parse(&typed) {
                snippet(&text, &query);
                let whole: String = marked(&text, &query).iter().map(|p| p.text.as_str()).collect();
                let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                prop_assert_eq!(bare(&whole), bare(&text));
            }
        }
    }
}
