//! What an area says about a matter, and who of its readers gets which of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::gram::{grams, normal};
use crate::access::{Actor, Permission, Role};
use crate::id::Id;
use crate::matter::{Confidentiality, Matter};

/// Who a part of a matter's text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Everybody, once the matter stands on the public board.
    Public,
    /// All its readers.
    Parties,
    /// Those of its readers who read for the organ ([`Permission::ReadAll`]).
    Office,
    /// One unit or one person among its readers: a unit's draft, a member's note.
    Named(Id),
}

/// A part of a matter's text. Parts add up: those of the office hold only what the parties don't read already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub audience: Audience,
    pub title: String,
    pub text: String,
}

impl Document {
    pub fn new(audience: Audience, title: impl Into<String>, text: impl Into<String>) -> Document {
        Document {
            audience,
            title: title.into(),
            text: text.into(),
        }
    }
}

/// Characters of one document kept at most; longer papers are files.
const LONGEST: usize = 500_000;

/// A row of the index: one text and everybody who reads exactly that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) number: String,
    pub(super) title: String,
    pub(super) text: String,
    /// Required tokens, separated by blanks: readers and the kind.
    pub(super) readers: String,
}

impl Entry {
    /// Everything a search may ask this row for.
    pub(super) fn tokens(&self) -> String {
        let mut out = BTreeSet::new();
        for text in [&self.number, &self.title, &self.text] {
            grams(&normal(text), &mut out);
        }
        let mut line = self.readers.clone();
        for gram in out {
            line.push(' ');
            line.push_str(&gram);
        }
        line
    }
}

/// A matter's readers and the holders of its open tasks, as they stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Readers {
    pub(super) principals: Vec<Id>,
    pub(super) holders: Vec<(Id, String)>,
}

/// Stands before every reader's token: no gram begins with it, and nobody can type it.
const MARK: char = '\u{e000}';

fn token(parts: &[&str]) -> String {
    let mut out = String::from(MARK);
    for part in parts {
        out.extend(part.chars().filter(|c| c.is_ascii_alphanumeric()));
    }
    out
}

fn principal_key(id: Id) -> String {
    // A person by himself is another reader than he with those who stand in for him.
    match id.0 < 0 {
        true => format!("a{}", -id.0),
        false => format!("p{}", id.0),
    }
}

fn holder_key(holder: Id, role: &str) -> String {
    match holder.0 < 0 {
        true => format!("s{}r{role}", -holder.0),
        false => format!("t{}r{role}", holder.0),
    }
}

/// The token of a kind of matter.
pub(super) fn kind_token(kind: &str) -> String {
    token(&["k", kind])
}

/// The token of those who only see an organ's public board.
pub(super) fn public_token(organ: Id) -> String {
    token(&["w", &organ.0.to_string()])
}

/// The tokens of which one must stand on a document for `actor` to read it; none for the system, which reads all.
pub(super) fn tokens_of(actor: &Actor) -> Vec<String> {
    let mut keys: Vec<String> = actor.principals().into_iter().map(principal_key).collect();
    keys.extend(actor.holdings().iter().map(|(h, r)| holder_key(*h, r)));
    let mut out: Vec<String> = keys.iter().map(|k| token(&[k])).collect();
    if let Some(organ) = actor.wide() {
        let organ = format!("o{}", organ.0);
        out.push(token(&[&organ]));
        out.extend(keys.iter().map(|k| token(&[&organ, k])));
    }
    out
}

/// The rows of a matter: one per text that some reader reads, with the tokens of all who read it.
pub(super) fn entries(matter: &Matter, parts: &[Document], readers: &Readers) -> Vec<Entry> {
    let organ = format!("o{}", matter.organ_id.0);
    let hides = matter.confidentiality().hides();
    // Whether the office's part is read, and whose own part.
    let mut groups: BTreeMap<(bool, Option<Id>), BTreeSet<String>> = BTreeMap::new();
    let named: BTreeSet<Id> = parts
        .iter()
        .filter_map(|p| match p.audience {
            Audience::Named(id) => Some(id),
            _ => None,
        })
        .collect();
    let whole_organ = readers.principals.contains(&matter.organ_id) && !hides;
    let mut add = |office: bool, own: Option<Id>, token: String| {
        groups.entry((office, own)).or_default().insert(token);
    };
    let mut reads = |id: Id, key: &str| {
        let own = named.contains(&id).then_some(id);
        add(false, own, token(&[key]));
        if !whole_organ || own.is_some() {
            add(true, own, token(&[&organ, key]));
        }
    };
    for principal in &readers.principals {
        if *principal != matter.organ_id {
            reads(*principal, &principal_key(*principal));
        }
    }
    for (holder, role) in &readers.holders {
        let covered = readers.principals.contains(holder)
            && (*holder != matter.organ_id || reads_organ(role) && whole_organ);
        if !covered {
            reads(*holder, &holder_key(*holder, role));
        }
    }
    if readers.principals.contains(&matter.organ_id) {
        add(true, None, token(&[&organ]));
    }
    let mut out: Vec<Entry> = Vec::new();
    for ((office, own), tokens) in groups {
        let read = |p: &&Document| match p.audience {
            Audience::Public | Audience::Parties => true,
            Audience::Office => office,
            Audience::Named(id) => own == Some(id),
        };
        put(&mut out, matter, parts.iter().filter(read), tokens);
    }
    if matter.confidentiality() == Confidentiality::Open {
        let public = parts.iter().filter(|p| p.audience == Audience::Public);
        put(
            &mut out,
            matter,
            public,
            [public_token(matter.organ_id)].into(),
        );
    }
    for entry in &mut out {
        entry.readers.push(' ');
        entry.readers.push_str(&kind_token(&matter.kind));
    }
    out
}

fn reads_organ(role: &str) -> bool {
    Role::parse(role).is_some_and(|r| r.permissions().contains(&Permission::ReadAll))
}

/// Adds the text of some parts; readers of the same text share a row.
fn put<'a>(
    out: &mut Vec<Entry>,
    matter: &Matter,
    parts: impl Iterator<Item = &'a Document>,
    tokens: BTreeSet<String>,
) {
    let mut title: Option<(Audience, &str)> = None;
    let mut texts: Vec<&str> = Vec::new();
    for part in parts {
        // The title of the narrowest part is the fullest.
        if !part.title.is_empty() && title.is_none_or(|(a, _)| a <= part.audience) {
            title = Some((part.audience, &part.title));
        }
        let text = part.text.trim();
        if !texts.iter().any(|t| t.contains(text)) {
            texts.retain(|t| !text.contains(t));
            texts.push(text);
        }
    }
    if title.is_none() && texts.is_empty() {
        return;
    }
    let entry = Entry {
        number: matter.number.clone().unwrap_or_default(),
        title: plain(title.map_or("", |(_, t)| t)),
        text: plain(&texts.join("\n\n")),
        readers: tokens.into_iter().collect::<Vec<_>>().join(" "),
    };
    match out
        .iter_mut()
        .find(|e| e.title == entry.title && e.text == entry.text)
    {
        Some(same) => {
            same.readers.push(' ');
            same.readers.push_str(&entry.readers);
        }
        None => out.push(entry),
    }
}

/// Without the NUL that PostgreSQL does not take, and not without end.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(LONGEST).collect()
}
