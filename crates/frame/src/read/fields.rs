//! The pairs of an `application/x-www-form-urlencoded` text: what a form or a query string held.
//!
//! Owns the strict parsing: valid UTF-8 only, no NUL, a bounded number of pairs. Says nothing about which
//! names are known; that is the [`Reader`](super::Reader)'s matter.

use std::borrow::Cow;

/// The most pairs one form or query may hold: a bulk selection of a full page times a few.
const MOST_PAIRS: usize = 4_000;

/// Why the text could not be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("a percent escape or a character is broken")]
    NotText,
    #[error("a NUL character")]
    Nul,
    #[error("too many fields")]
    TooMany,
}

/// What was typed: names and values in their order. A value is kept as typed, so that a refused form
/// can show it again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    pairs: Vec<(String, String)>,
}

impl Fields {
    /// Reads the text of a form body or a query string.
    pub fn parse(text: &[u8]) -> Result<Fields, Unreadable> {
        let mut pairs = Vec::new();
        for part in text.split(|b| *b == b'&').filter(|p| !p.is_empty()) {
            if pairs.len() == MOST_PAIRS {
                return Err(Unreadable::TooMany);
            }
            let cut = part.iter().position(|b| *b == b'=');
            let (name, value) = match cut {
                Some(at) => (&part[..at], &part[at + 1..]),
                None => (part, &b""[..]),
            };
            pairs.push((decode(name)?, decode(value)?));
        }
        Ok(Fields { pairs })
    }

    /// Pairs given directly: defaults of a form, tests.
    pub fn of<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Fields {
        Fields {
            pairs: pairs
                .into_iter()
                .map(|(n, v)| (n.into(), v.into()))
                .collect(),
        }
    }

    /// Adds a pair at the end.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.pairs.push((name.into(), value.into()));
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of a name, in order.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let name = name.to_owned();
        self.pairs
            .iter()
            .filter(move |(n, _)| *n == name)
            .map(|(_, v)| v.as_str())
    }

    /// Whether the name was sent at all, if only empty.
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(n, _)| n == name)
    }

    /// All pairs, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// Every name, each once, in order of first appearance.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.iter() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The same pairs as a query string, without those `drop` names and without empty values.
    pub fn query_without(&self, drop: &[&str]) -> String {
        let mut out = String::new();
        for (name, value) in self.iter() {
            if !drop.contains(&name) && !value.is_empty() {
                push_pair(&mut out, name, value);
            }
        }
        out
    }

    /// The same pairs written as a form body.
    pub fn encode(&self) -> String {
        let mut out = String::new();
        for (name, value) in self.iter() {
            push_pair(&mut out, name, value);
        }
        out
    }
}

/// Appends `name=value` to a query string, escaped.
pub(crate) fn push_pair(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    escape(out, name);
    out.push('=');
    escape(out, value);
}

fn escape(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for b in text.bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(b as char)
            }
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                out.push(HEX[usize::from(b >> 4)] as char);
                out.push(HEX[usize::from(b & 15)] as char);
            }
        }
    }
}

fn decode(raw: &[u8]) -> Result<String, Unreadable> {
    let bytes: Cow<[u8]> = if raw.contains(&b'%') || raw.contains(&b'+') {
        let mut out = Vec::with_capacity(raw.len());
        let mut i = 0;
        while i < raw.len() {
            match raw[i] {
                b'+' => out.push(b' '),
                b'%' => {
                    let pair = raw.get(i + 1..i + 3).ok_or(Unreadable::NotText)?;
                    let digit = |b: u8| (b as char).to_digit(16).ok_or(Unreadable::NotText);
                    out.push((digit(pair[0])? * 16 + digit(pair[1])?) as u8);
                    i += 2;
                }
                b => out.push(b),
            }
            i += 1;
        }
        Cow::Owned(out)
    } else {
        Cow::Borrowed(raw)
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| Unreadable::NotText)?;
    if text.contains('\0') {
        return Err(Unreadable::Nul);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_typed() {
        let fields =
            Fields::parse("title=%E5%85%B3%E4%BA%8E+a%2Bb&unit=1&unit=2&empty=&bare".as_bytes())
                .unwrap();
        assert_eq!(fields.get("title"), Some("关于 a+b"));
        assert_eq!(fields.all("unit").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(fields.get("empty"), Some(""));
        assert_eq!(fields.get("bare"), Some(""));
        assert_eq!(fields.get("missing"), None);
        assert_eq!(fields.names(), ["title", "unit", "empty", "bare"]);
    }

    #[test]
    fn broken_texts_are_refused() {
        assert_eq!(Fields::parse(b"a=%zz"), Err(Unreadable::NotText));
        assert_eq!(Fields::parse(b"a=%E5%85"), Err(Unreadable::NotText));
        assert_eq!(Fields::parse(b"a=%4"), Err(Unreadable::NotText));
        assert_eq!(Fields::parse(&[b'a', b'=', 0xff]), Err(Unreadable::NotText));
        assert_eq!(Fields::parse(b"a=x%00y"), Err(Unreadable::Nul));
        let many = "a=1&".repeat(MOST_PAIRS + 1);
        assert_eq!(Fields::parse(many.as_bytes()), Err(Unreadable::TooMany));
    }

    #[test]
    fn what_is_written_is_read() {
        let fields = Fields::of([("q", "水务局 50%+&=#"), ("e", ""), ("state", "replied")]);
        assert_eq!(Fields::parse(fields.encode().as_bytes()).unwrap(), fields);
        assert_eq!(fields.query_without(&["q"]), "state=replied");
    }
}
