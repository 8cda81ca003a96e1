//! Whether search finds everything: for some strings out of the texts a reader may see, each once rare and once less
//! so, every matter with the string in it by a plain scan of all texts is held against what the program finds.
//!
//! The scan knows the readers' tokens on a text and nothing of the index.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, Row, SqliteConnection};

use super::load::Line;
use super::scenario::encoded;
use super::session::Reader;

/// Strings a reader looks for.
const STRINGS: usize = 12;
/// More matters than these are not paged through for one string.
const MOST: usize = 12_000;
const TEXTS: &str = "SELECT matter_id, title, text, readers FROM search_document";

/// One line of the table.
pub fn check(database: &str, address: &str, readers: &[Reader]) -> Result<Vec<Value>> {
    let picked = strings(database, readers)?;
    let there = scan(database, readers, &picked)?;
    let mut out = Vec::new();
    for (reader, (strings, there)) in readers.iter().zip(picked.iter().zip(there)) {
        let mut line = Line::open(address, &reader.cookie)?;
        let (mut compared, mut matters, mut wrong) = (0, 0, Vec::new());
        for (string, expected) in strings.iter().zip(there) {
            if expected.len() > MOST {
                continue;
            }
            let found = found(&mut line, string)?;
            compared += 1;
            matters += expected.len();
            if found != expected {
                let (missed, more) = (
                    expected.difference(&found).count(),
                    found.difference(&expected).count(),
                );
                wrong.push(format!("{string}: {missed} missed, {more} too many"));
            }
        }
        println!(
            "{:<7} search against a plain scan: {compared} strings, {matters} matters, {}",
            reader.name,
            if wrong.is_empty() {
                "all found".to_owned()
            } else {
                wrong.join("; ")
            }
        );
        out.push(json!({
            "reader": reader.name, "strings": compared, "matters": matters, "wrong": wrong,
        }));
    }
    Ok(out)
}

/// Everything the program finds, page after page.
fn found(line: &mut Line, string: &str) -> Result<BTreeSet<String>> {
    let mut out = BTreeSet::new();
    let first = format!("/api/v1/search?q={}&limit=200", encoded(string));
    let mut next = first.clone();
    loop {
        let answer = line.get(&next)?;
        if answer.status != 200 {
            bail!("{next} answers {}", answer.status);
        }
        let page: Value = serde_json::from_slice(&answer.body)?;
        for item in page["items"].as_array().context("items")? {
            out.insert(item["id"].as_str().context("an id")?.to_owned());
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("{first}&cursor={}", encoded(cursor)),
            None => return Ok(out),
        }
    }
}

/// Strings of two to nine Chinese characters, cut from texts spread over the whole table.
fn strings(database: &str, readers: &[Reader]) -> Result<Vec<Vec<String>>> {
    let mut out: Vec<BTreeSet<String>> = vec![BTreeSet::new(); readers.len()];
    let mut n = 0usize;
    each(database, |_, title, text, tokens| {
        for (reader, out) in readers.iter().zip(&mut out) {
            if out.len() >= STRINGS * 8 || !reads(reader, tokens) {
                continue;
            }
            n = n
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            if !(n >> 33).is_multiple_of(997) && out.len() > STRINGS {
                continue;
            }
            let line = format!("{title}\n{text}");
            let chars: Vec<char> = line.chars().collect();
            let at = (n >> 20) % chars.len().max(1);
            let string: String = chars[at..]
                .iter()
                .take(2 + (n >> 40) % 8)
                .take_while(|c| ('\u{4e00}'..='\u{9fff}').contains(*c))
                .collect();
            if string.chars().count() > 1 {
                out.insert(string);
            }
        }
    })?;
    // The longest are the rarest; some of the shortest stay too.
    Ok(out
        .into_iter()
        .map(|all| {
            let mut all: Vec<String> = all.into_iter().collect();
            all.sort_by_key(|s| std::cmp::Reverse(s.chars().count()));
            all.truncate(STRINGS * 3);
            all
        })
        .collect())
}

/// By reader and string: the matters with the string in a text he reads.
fn scan(
    database: &str,
    readers: &[Reader],
    picked: &[Vec<String>],
) -> Result<Vec<Vec<BTreeSet<String>>>> {
    let mut out: Vec<Vec<BTreeSet<String>>> = picked
        .iter()
        .map(|strings| vec![BTreeSet::new(); strings.len()])
        .collect();
    each(database, |matter, title, text, tokens| {
        for (reader, (strings, out)) in readers.iter().zip(picked.iter().zip(&mut out)) {
            if !reads(reader, tokens) {
                continue;
            }
            for (string, out) in strings.iter().zip(out) {
                if out.len() <= MOST && (title.contains(string) || text.contains(string)) {
                    out.insert(printed(matter));
                }
            }
        }
    })?;
    Ok(out)
}

fn reads(reader: &Reader, tokens: &str) -> bool {
    tokens.split(' ').any(|t| reader.tokens.contains(t))
}

fn each(database: &str, mut take: impl FnMut(i64, &str, &str, &str)) -> Result<()> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            match database.strip_prefix("sqlite:") {
                Some(path) => {
                    let mut on = SqliteConnection::connect(&format!("sqlite://{path}")).await?;
                    let mut rows = sqlx::query(TEXTS).fetch(&mut on);
                    while let Some(row) = rows.try_next().await? {
                        take(row.get(0), row.get(1), row.get(2), row.get(3));
                    }
                }
                None => {
                    let mut on = PgConnection::connect(database).await?;
                    let mut rows = sqlx::query(TEXTS).fetch(&mut on);
                    while let Some(row) = rows.try_next().await? {
                        take(row.get(0), row.get(1), row.get(2), row.get(3));
                    }
                }
            }
            Ok(())
        })
}

/// The readers' tokens of a person with these posts, as they stand on texts: `(unit, role)`, `wide` where the whole
/// organ is read.
pub fn tokens(
    organ: i64,
    person: i64,
    posts: &[(Option<i64>, String)],
    wide: bool,
) -> BTreeSet<String> {
    let plain =
        |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    let mut keys = BTreeMap::from([
        (format!("p{person}"), ()),
        (format!("t{person}rperson"), ()),
    ]);
    for (unit, role) in posts {
        if let Some(unit) = unit {
            keys.insert(format!("p{unit}"), ());
            keys.insert(plain(&format!("t{unit}r{role}")), ());
        }
        keys.insert(plain(&format!("t{organ}r{role}")), ());
    }
    let mark = '\u{e000}';
    let mut out: BTreeSet<String> = keys.keys().map(|k| format!("{mark}{k}")).collect();
    if wide {
        out.insert(format!("{mark}p{organ}"));
        out.insert(format!("{mark}o{organ}"));
        out.extend(keys.keys().map(|k| format!("{mark}o{organ}{k}")));
    }
    out
}

/// An id as addresses have it: base 32, 13 digits.
pub(super) fn printed(id: i64) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    (0..13)
        .map(|i| char::from(ALPHABET[((id >> (60 - 5 * i)) & 31) as usize]))
        .collect()
}
