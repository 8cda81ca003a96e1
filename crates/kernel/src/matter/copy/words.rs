//! What a copy's rows say: identities of their own, numbers that go on, names of other places.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Model, Place};
use crate::db::Value;
use crate::db::catalog::Columns;
use crate::error::{Error, Result};
use crate::id::{Id, RANDOM_BITS};

/// An identity in digits is at least so long: search keeps them so.
const DIGITS: usize = 17;
/// An identity as text.
const PRINTED: usize = 13;

pub(super) struct Words<'a> {
    model: &'a Model,
    ids: HashMap<i64, i64>,
    shift: i64,
    names: Option<(AhoCorasick, Vec<String>)>,
    serials: i64,
}

impl<'a> Words<'a> {
    pub(super) fn new(model: &'a Model, place: &Place) -> Result<Words<'a>> {
        let names = if place.words.is_empty() {
            None
        } else {
            let (from, to): (Vec<String>, Vec<String>) = place.words.iter().cloned().unzip();
            let found = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(from)
                .map_err(Error::internal)?;
            Some((found, to))
        };
        let serials = place.nth * model.serials;
        Ok(Words {
            model,
            ids: place.ids.iter().map(|(a, b)| (a.0, b.0)).collect(),
            shift: place.of_all << RANDOM_BITS,
            names,
            serials,
        })
    }

    pub(super) fn id(&self, id: Id) -> Id {
        Id(self.int(id.0))
    }

    fn int(&self, n: i64) -> i64 {
        if self.model.own.contains_key(&n) {
            return n + self.shift;
        }
        self.ids.get(&n).copied().unwrap_or(n)
    }

    /// The number of the matter at this place of the model, there and here.
    pub(super) fn number(&self, at: usize) -> Option<(String, String)> {
        let number = self.model.matters[at].clone()?;
        let further = label(&number, self.serials)?;
        Some((number, further))
    }

    /// One row of the matter with this number.
    pub(super) fn row(
        &self,
        columns: &Columns,
        number: Option<&(String, String)>,
        cells: &[Value],
    ) -> Vec<Value> {
        columns
            .iter()
            .zip(cells)
            .map(|((column, _), cell)| match cell {
                Value::Int(Some(n)) => Value::Int(Some(self.int(*n))),
                Value::Text(Some(sort)) if column == "number_sort" => {
                    Value::Text(Some(self.sorted(sort)))
                }
                Value::Text(Some(text)) => Value::Text(Some(self.text(number, text))),
                other => other.clone(),
            })
            .collect()
    }

    /// A number so padded that text order is number order.
    fn sorted(&self, sort: &str) -> String {
        let from = sort
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |i| i + 1);
        match sort[from..].parse::<i64>() {
            Ok(n) => format!(
                "{}{:0width$}",
                &sort[..from],
                n + self.serials,
                width = sort.len() - from
            ),
            Err(_) => sort.to_owned(),
        }
    }

    pub(super) fn text(&self, number: Option<&(String, String)>, text: &str) -> String {
        let text = match number {
            Some((from, to)) if text.contains(from.as_str()) => text.replace(from.as_str(), to),
            _ => text.to_owned(),
        };
        let text = match &self.names {
            Some((found, to)) => found.replace_all(&text, to),
            None => text,
        };
        self.identities(&text)
    }

    /// Identities in a text, printed or in digits.
    fn identities(&self, text: &str) -> String {
        let bytes = text.as_bytes();
        let mut out = String::with_capacity(text.len());
        let mut kept = 0;
        let mut at = 0;
        while at < bytes.len() {
            if !bytes[at].is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            let end = bytes[at..]
                .iter()
                .position(|b| !b.is_ascii_alphanumeric())
                .map_or(bytes.len(), |n| at + n);
            let word = &text[at..end];
            if word.len() >= PRINTED
                && let Some(other) = self.word(word)
            {
                out.push_str(&text[kept..at]);
                out.push_str(&other);
                kept = end;
            }
            at = end;
        }
        out.push_str(&text[kept..]);
        out
    }

    fn word(&self, word: &str) -> Option<String> {
        if word.len() == PRINTED
            && let Ok(id) = word.parse::<Id>()
        {
            let other = self.id(id);
            return (other != id).then(|| other.to_string());
        }
        // Tokens of search: letters and identities in turn, as `o123p456`.
        let mut out = String::new();
        let mut changed = false;
        let mut rest = word;
        while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
            let len = rest[from..]
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len() - from);
            let digits = &rest[from..from + len];
            out.push_str(&rest[..from]);
            match digits.parse::<i64>() {
                Ok(n) if len >= DIGITS => {
                    let other = self.int(n);
                    changed |= other != n;
                    out.push_str(&other.to_string());
                }
                _ => out.push_str(digits),
            }
            rest = &rest[from + len..];
        }
        out.push_str(rest);
        changed.then_some(out)
    }
}

/// A number with a later serial: the last run of digits counts.
fn label(number: &str, further: i64) -> Option<String> {
    let end = number.rfind(|c: char| c.is_ascii_digit())? + 1;
    let from = number[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |i| {
            i + number[i..].chars().next().map_or(1, char::len_utf8)
        });
    let serial: i64 = number[from..end].parse().ok()?;
    Some(format!(
        "{}{}{}",
        &number[..from],
        serial + further,
        &number[end..]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on() {
        assert_eq!(
            label("第八届四次会议第70号", 2000).as_deref(),
            Some("第八届四次会议第2070号")
        );
        assert_eq!(
            label("2026年密字第1号", 5).as_deref(),
            Some("2026年密字第6号")
        );
        assert_eq!(label("无号", 5), None);
    }
}
