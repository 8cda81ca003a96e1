//! Earlier matters like a new one (H11): a suggestion with its reasons, never an act.
//!
//! A dictionary finds the new text's words, the index tells how rare each is, the newest documents with the
//! rarest ones are read, and the words and the titles they share make the score.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::NaiveDate;
use jieba_rs::Jieba;

use super::document::tokens_of;
use super::find::{Candidate, expression, matters, newest};
use super::gram::{needed, normal};
use super::{postgres, sqlite};
use crate::access::Actor;
use crate::db::{Db, EngineKind, sql};
use crate::error::Result;
use crate::id::Id;

/// An earlier matter, and why it is thought alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    pub matter: Id,
    pub kind: String,
    pub number: Option<String>,
    pub title: String,
    pub state: String,
    pub session: Option<String>,
    pub received_on: NaiveDate,
    pub lead_unit: Option<Id>,
    /// The short name of the lead unit.
    pub unit_name: Option<String>,
    pub open: bool,
    /// 0 to 100; above 60 it is likely the same matter once more.
    pub score: u8,
    /// The words both have, the rarest first.
    pub words: Vec<String>,
}

/// Below this nobody would call two matters alike.
const LEAST: u8 = 20;
/// Documents counted for a word at most: what more than so many have tells nothing.
const COUNTED: i64 = 10_000;
/// Words of the new text looked at, by how often it says them.
const WORDS: usize = 24;
/// Documents read for the rarest words, and for those after them.
const READ: [usize; 2] = [1_200, 600];
/// Characters of the new text taken into account.
const LOOKED_AT: usize = 20_000;

static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);

struct Word {
    text: String,
    weight: f64,
}

/// Matters `actor` may read that are like this title and text, the likest first; `except` is the matter itself,
/// where it is already there. At most `limit` (1 to 50).
pub async fn similar(
    db: &Db,
    actor: &Actor,
    title: &str,
    text: &str,
    except: Option<Id>,
    limit: usize,
) -> Result<Vec<Similar>> {
    let tokens = tokens_of(actor);
    if tokens.is_empty() && !actor.system {
        return Ok(Vec::new());
    }
    let words = weighed(db, said(title, text), except.is_some()).await?;
    let mut candidates: BTreeMap<i64, Candidate> = BTreeMap::new();
    for (some, most) in words.chunks(6).take(READ.len()).zip(READ) {
        let any: Vec<String> = some
            .iter()
            .map(|w| format!("({})", expression(db.kind(), &needed(&w.text), None, &[])))
            .collect();
        let or = match db.kind() {
            EngineKind::Sqlite => sqlite::OR,
            EngineKind::Postgres => postgres::OR,
        };
        let mut all = format!("({})", any.join(or));
        if !tokens.is_empty() {
            let and = match db.kind() {
                EngineKind::Sqlite => sqlite::AND,
                EngineKind::Postgres => postgres::AND,
            };
            all = format!("{all}{and}{}", expression(db.kind(), &[], None, &[&tokens]));
        }
        for row in newest(db, i64::MAX, &all, most).await? {
            if Some(row.matter_id) != except {
                candidates.insert(row.id, row);
            }
        }
    }
    let new_title = pairs(&normal(title));
    let whole: f64 = words.iter().map(|w| w.weight).sum();
    let mut best: BTreeMap<Id, (u8, Vec<String>, Candidate)> = BTreeMap::new();
    for row in candidates.into_values() {
        let held = (normal(&row.title), normal(&row.text));
        let shared: Vec<&Word> = words
            .iter()
            .filter(|w| held.0.contains(&w.text) || held.1.contains(&w.text))
            .collect();
        let said: f64 = shared.iter().map(|w| w.weight).sum();
        let titles = alike(&new_title, &pairs(&held.0));
        let score = 100.0 * (0.5 * said / whole.max(1e-9) + 0.5 * titles);
        let score = score.clamp(0.0, 100.0) as u8;
        let known = best.get(&row.matter_id).map_or(0, |(s, ..)| *s);
        if score >= LEAST && score > known {
            let words = shared.iter().take(6).map(|w| w.text.clone()).collect();
            best.insert(row.matter_id, (score, words, row));
        }
    }
    let mut best: Vec<(u8, Vec<String>, Candidate)> = best.into_values().collect();
    best.sort_by_key(|(score, _, row)| std::cmp::Reverse((*score, row.id)));
    best.truncate(limit.clamp(1, 50));
    let ids: BTreeSet<Id> = best.iter().map(|(.., row)| row.matter_id).collect();
    let mut shown = matters(db, Some(actor), &ids).await?;
    Ok(best
        .into_iter()
        .filter_map(|(score, words, row)| {
            let m = shown.remove(&row.matter_id)?;
            Some(Similar {
                matter: m.id,
                kind: m.kind,
                number: m.number,
                title: row.title,
                state: m.state,
                session: m.session,
                received_on: m.received_on,
                lead_unit: m.lead_unit,
                unit_name: m.unit_name,
                open: m.open,
                score,
                words,
            })
        })
        .collect())
}

/// The words of a new text with how much it makes of each; what its title says counts three times.
fn said(title: &str, text: &str) -> Vec<Word> {
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    let text: String = text.chars().take(LOOKED_AT).collect();
    for (part, weight) in [(normal(title), 3.0), (normal(&text), 1.0)] {
        for word in DICTIONARY.cut(&part, true) {
            let word = word.word;
            let long = word.chars().count() >= 2;
            if long
                && word.chars().all(char::is_alphanumeric)
                && !word.bytes().all(|b| b.is_ascii_digit())
            {
                *counts.entry(word.to_owned()).or_default() += weight;
            }
        }
    }
    let mut words: Vec<Word> = counts
        .into_iter()
        .map(|(text, n)| Word {
            text,
            weight: 1.0 + n.ln(),
        })
        .collect();
    words.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    words.truncate(WORDS);
    words
}

/// Times how rare each word is in the rest of the index, the weightiest first. What everybody says falls away; a matter
/// that is in the index itself does not count, else the words only it has would be the rarest and find nothing.
async fn weighed(db: &Db, mut words: Vec<Word>, indexed: bool) -> Result<Vec<Word>> {
    if words.is_empty() {
        return Ok(words);
    }
    let (count, all) = match db.kind() {
        EngineKind::Sqlite => (sqlite::COUNT, sqlite::ALL),
        EngineKind::Postgres => (postgres::COUNT, postgres::ALL),
    };
    let mut parts = vec![format!(
        "SELECT CAST(-1 AS BIGINT) AS word, CAST(COUNT(*) AS BIGINT) AS n FROM ({all} LIMIT {COUNTED}) AS found"
    )];
    for i in 0..words.len() {
        parts.push(format!(
            "SELECT CAST({i} AS BIGINT), CAST(COUNT(*) AS BIGINT) FROM ({} LIMIT {COUNTED}) AS found{i}",
            count.replace("$1", &format!("${}", i + 1))
        ));
    }
    let rows: Vec<(i64, i64)> = sql(parts.join(" UNION ALL "))
        .bind_all(
            words
                .iter()
                .map(|w| expression(db.kind(), &needed(&w.text), None, &[])),
        )
        .all(db)
        .await?;
    let others = |n: i64| (n - i64::from(indexed)).max(0);
    let total = rows.iter().find(|(i, _)| *i < 0);
    let total = total.map_or(0, |(_, n)| others(*n)) as f64;
    for (i, n) in rows {
        let n = others(n);
        if let Some(word) = usize::try_from(i).ok().and_then(|i| words.get_mut(i)) {
            // A word nobody else says can't be shared: it costs the score a little and finds nothing.
            let idf = ((total + 1.0) / (n as f64 + 0.5)).ln().max(0.02);
            word.weight *= if n == 0 { 0.3 } else { idf };
        }
    }
    words.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    Ok(words)
}

fn pairs(compared: &str) -> BTreeSet<[char; 2]> {
    let chars: Vec<char> = compared.chars().filter(|c| c.is_alphanumeric()).collect();
    chars.windows(2).map(|w| [w[0], w[1]]).collect()
}

/// 0 to 1: twice the pairs both have by the pairs of each.
fn alike(a: &BTreeSet<[char; 2]>, b: &BTreeSet<[char; 2]>) -> f64 {
    match a.len() + b.len() {
        0 => 0.0,
        n => 2.0 * a.intersection(b).count() as f64 / n as f64,
    }
}
