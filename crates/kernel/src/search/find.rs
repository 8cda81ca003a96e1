//! Finding matters by what is typed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::document::{kind_token, public_token, tokens_of};
use super::gram::{Query, normal};
use super::mark::{Piece, marked, snippet};
use super::{postgres, sqlite};
use crate::access::Actor;
use crate::db::{Db, EngineKind, placeholders, sql};
use crate::error::{Error, Message, Result};
use crate::id::Id;

/// Results of a page at most.
pub const MOST: usize = 200;
/// Documents read for one page at most. Where fewer hits are found among them, the page is short and its
/// `next` goes on from there: only texts with all the pairs of a long word but not the word come so far.
const READ: usize = 20_000;

/// A matter that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub matter: Id,
    pub kind: String,
    pub number: Option<String>,
    /// The title its reader may see, with marks.
    pub title: Vec<Piece>,
    /// The text around the first words found.
    pub snippet: Vec<Piece>,
    pub state: String,
    pub procedure: String,
    pub procedure_version: i64,
    pub confidentiality: String,
    pub session: Option<String>,
    pub lead_unit: Option<Id>,
    /// The short name of the lead unit.
    pub unit_name: Option<String>,
    pub received_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub amber_on: Option<NaiveDate>,
    pub red_on: Option<NaiveDate>,
    pub open: bool,
    pub historic: bool,
    pub rev: i64,
}

impl Hit {
    /// Green, amber or red on `today`; none where no clock runs.
    pub fn lamp(&self, today: NaiveDate) -> Option<workday::Lamp> {
        if !self.open || self.historic {
            return None;
        }
        Some(workday::lamp::lamp(today, self.amber_on?, self.red_on?))
    }

    /// The title without marks.
    pub fn plain_title(&self) -> String {
        self.title.iter().map(|p| p.text.as_str()).collect()
    }
}

/// Some hits, newest first by the day of receipt, and the way on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub hits: Vec<Hit>,
    /// A cursor for the next call; none when everything was looked at.
    pub next: Option<String>,
}

/// A candidate as stored.
#[derive(Debug, Clone, sqlx_macros::FromRow)]
pub(super) struct Candidate {
    pub(super) id: i64,
    pub(super) matter_id: Id,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) readers: String,
}

impl Candidate {
    fn matches(&self, query: &Query) -> bool {
        query.is_found_in(&[
            normal(&self.number),
            normal(&self.title),
            normal(&self.text),
        ])
    }

    fn is_read_with(&self, tokens: &[String]) -> bool {
        tokens.is_empty()
            || self
                .readers
                .split(' ')
                .any(|r| tokens.iter().any(|t| t == r))
    }
}

/// The matters whose text, as far as `actor` may read it, holds every typed word. `kind` narrows to one kind of
/// matter. A query that is empty, too long or without any letter is refused in the field `q`.
#[crate::compiled_once]
pub async fn find(
    db: &Db,
    actor: &Actor,
    typed: &str,
    kind: Option<&str>,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page> {
    let query = Query::parse(typed)?;
    let tokens = tokens_of(actor);
    if tokens.is_empty() && !actor.system {
        return Ok(Page::default());
    }
    let search = Search {
        db,
        query,
        tokens,
        kind,
        reader: Some(actor),
    };
    search.page(cursor, limit).await
}

/// As [`find`] for a visitor of an organ's public board.
#[crate::compiled_once]
pub async fn find_public(
    db: &Db,
    organ: Id,
    typed: &str,
    kind: Option<&str>,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page> {
    let search = Search {
        db,
        query: Query::parse(typed)?,
        tokens: vec![public_token(organ)],
        kind,
        reader: None,
    };
    search.page(cursor, limit).await
}

struct Search<'a> {
    db: &'a Db,
    query: Query,
    tokens: Vec<String>,
    kind: Option<&'a str>,
    /// None on the public board.
    reader: Option<&'a Actor>,
}

impl Search<'_> {
    async fn page(&self, cursor: Option<&str>, limit: usize) -> Result<Page> {
        let limit = limit.clamp(1, MOST);
        let mut before = match cursor {
            Some(text) => self.place(text).await?,
            None => i64::MAX,
        };
        // Whoever reads the whole organ reads most of what is found: asking every posting for him would only cost
        // time. Where that turns out wrong (many organs in one database), his tokens are asked for after all.
        let mut asked = self.reader.is_none_or(|actor| actor.wide().is_none());
        let mut hits: Vec<(Candidate, Hit)> = Vec::new();
        let mut read = 0;
        let mut lot = limit + 1 + limit / 4;
        let end = loop {
            let needed = self.needed(asked);
            let rows = newest(self.db, before, &needed, lot).await?;
            let mine = |r: &&Candidate| r.is_read_with(&self.tokens);
            if !asked && rows.iter().filter(mine).count() * 2 < rows.len() {
                asked = true;
                continue;
            }
            let last = rows.len() < lot;
            read += rows.len();
            before = rows.last().map_or(before, |r| r.id);
            let mut place = rows.last().cloned();
            let matching: Vec<Candidate> = rows
                .into_iter()
                .filter(|r| r.is_read_with(&self.tokens) && r.matches(&self.query))
                .collect();
            for found in self.shown(matching).await? {
                hits.push(found);
            }
            if hits.len() > limit {
                hits.truncate(limit);
                place = hits.last().map(|(c, _)| c.clone());
            } else if last {
                break None;
            } else if read < READ {
                lot = (lot * 4).min(2_000);
                continue;
            }
            break place;
        };
        let next = match end {
            Some(at) => Some(self.cursor(&at).await?),
            None => None,
        };
        Ok(Page {
            hits: hits.into_iter().map(|(_, hit)| hit).collect(),
            next,
        })
    }

    /// The expression of this search, with or without the reader's tokens.
    fn needed(&self, asked: bool) -> String {
        let readers: &[String] = if asked { &self.tokens } else { &[] };
        expression(self.db.kind(), &self.query.needed(), self.kind, &[readers])
    }

    /// Those of the candidates that exist for the reader, once each matter, with what a result shows.
    async fn shown(&self, rows: Vec<Candidate>) -> Result<Vec<(Candidate, Hit)>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let ids: BTreeSet<Id> = rows.iter().map(|r| r.matter_id).collect();
        let mut known = matters(self.db, self.reader, &ids).await?;
        // A matter with several documents counts at the newest of them that its reader finds.
        let mut newest: BTreeMap<Id, i64> = BTreeMap::new();
        if self.tokens.len() != 1 {
            for some in ids.iter().copied().collect::<Vec<_>>().chunks(500) {
                let siblings: Vec<Candidate> = sql(format!(
                    "SELECT id, matter_id, number, title, text, readers FROM search_document WHERE matter_id IN \
                       (SELECT matter_id FROM search_document WHERE matter_id IN ({}) \
                        GROUP BY matter_id HAVING COUNT(*) > 1)",
                    placeholders(1, some.len())
                ))
                .bind_all(some.iter().copied())
                .all(self.db)
                .await?;
                for row in siblings {
                    if row.is_read_with(&self.tokens) && row.matches(&self.query) {
                        let at = newest.entry(row.matter_id).or_insert(row.id);
                        *at = row.id.max(*at);
                    }
                }
            }
        }
        let mut out = Vec::new();
        for row in rows {
            if newest.get(&row.matter_id).is_some_and(|id| *id != row.id) {
                continue;
            }
            if let Some(m) = known.remove(&row.matter_id) {
                let hit = m.hit(&row, &self.query);
                out.push((row, hit));
            }
        }
        Ok(out)
    }

    /// A place is printed as the matter and which of its documents: nothing about the rest of that day.
    async fn cursor(&self, at: &Candidate) -> Result<String> {
        let nth = sql(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM search_document WHERE matter_id = $1 AND id < $2",
        )
        .bind(at.matter_id)
        .bind(at.id)
        .count(self.db)
        .await?;
        Ok(format!("{}.{nth}", at.matter_id))
    }

    async fn place(&self, cursor: &str) -> Result<i64> {
        let refused = || Error::field("cursor", Message::new("invalid-cursor"));
        let (matter, nth) = cursor.split_once('.').ok_or_else(refused)?;
        let matter: Id = matter.parse().map_err(|_| refused())?;
        let nth: usize = nth.parse().map_err(|_| refused())?;
        let held: Vec<(i64,)> =
            sql("SELECT id FROM search_document WHERE matter_id = $1 ORDER BY id")
                .bind(matter)
                .all(self.db)
                .await?;
        let (id,) = held.get(nth).or(held.last()).ok_or_else(refused)?;
        Ok(*id)
    }
}

/// All of `grams`, the kind, and one token of each group, as the engine writes it.
pub(super) fn expression(
    engine: EngineKind,
    grams: &[String],
    kind: Option<&str>,
    groups: &[&[String]],
) -> String {
    let (term, and, or): (fn(&str) -> String, _, _) = match engine {
        EngineKind::Sqlite => (sqlite::term, sqlite::AND, sqlite::OR),
        EngineKind::Postgres => (postgres::term, postgres::AND, postgres::OR),
    };
    let mut parts: Vec<String> = grams.iter().map(|g| term(g)).collect();
    parts.extend(kind.map(|k| term(&kind_token(k))));
    for group in groups.iter().filter(|g| !g.is_empty()) {
        let any: Vec<String> = group.iter().map(|t| term(t)).collect();
        parts.push(format!("({})", any.join(or)));
    }
    parts.join(and)
}

/// The newest documents before a place that satisfy an [`expression`].
pub(super) async fn newest(
    db: &Db,
    before: i64,
    expression: &str,
    limit: usize,
) -> Result<Vec<Candidate>> {
    let text = match db.kind() {
        EngineKind::Sqlite => sqlite::NEWEST,
        EngineKind::Postgres => postgres::NEWEST,
    };
    Ok(sql(text)
        .bind(before)
        .bind(expression)
        .bind(limit as i64)
        // A word in every second text is found along the days, a rare one by its postings.
        .planned_anew()
        .all(db)
        .await?)
}

/// What a result shows of a matter's own row.
#[derive(Debug, Clone, sqlx_macros::FromRow)]
pub(super) struct Shown {
    pub(super) id: Id,
    pub(super) kind: String,
    pub(super) number: Option<String>,
    pub(super) state: String,
    pub(super) procedure: String,
    pub(super) procedure_version: i64,
    pub(super) confidentiality: String,
    pub(super) session: Option<String>,
    pub(super) lead_unit: Option<Id>,
    pub(super) unit_name: Option<String>,
    pub(super) received_on: NaiveDate,
    pub(super) due_on: Option<NaiveDate>,
    pub(super) amber_on: Option<NaiveDate>,
    pub(super) red_on: Option<NaiveDate>,
    pub(super) open: bool,
    pub(super) historic: bool,
    pub(super) rev: i64,
}

impl Shown {
    fn hit(self, row: &Candidate, query: &Query) -> Hit {
        Hit {
            matter: self.id,
            kind: self.kind,
            number: self.number,
            title: marked(&row.title, query),
            snippet: snippet(&row.text, query),
            state: self.state,
            procedure: self.procedure,
            procedure_version: self.procedure_version,
            confidentiality: self.confidentiality,
            session: self.session,
            lead_unit: self.lead_unit,
            unit_name: self.unit_name,
            received_on: self.received_on,
            due_on: self.due_on,
            amber_on: self.amber_on,
            red_on: self.red_on,
            open: self.open,
            historic: self.historic,
            rev: self.rev,
        }
    }
}

/// The matters among `ids` that exist for the reader now, whatever the index says.
pub(super) async fn matters(
    db: &Db,
    reader: Option<&Actor>,
    ids: &BTreeSet<Id>,
) -> Result<BTreeMap<Id, Shown>> {
    let mut out = BTreeMap::new();
    let ids: Vec<Id> = ids.iter().copied().collect();
    for some in ids.chunks(500) {
        let mut text = format!(
            "SELECT m.id, m.kind, m.number, m.state, m.procedure, m.procedure_version, m.confidentiality, \
               m.session, m.lead_unit, u.short_name AS unit_name, m.received_on, m.due_on, \
               m.amber_on, m.red_on, m.open, m.historic, m.rev \
             FROM matter m LEFT JOIN unit u ON u.id = m.lead_unit WHERE m.id IN ({})",
            placeholders(1, some.len())
        );
        let mut values: Vec<crate::db::Value> = some.iter().map(|id| (*id).into()).collect();
        match reader {
            None => text.push_str(" AND m.confidentiality = 'open'"),
            Some(actor) if actor.system => {}
            Some(actor) => {
                let principals = actor.principals();
                text.push_str(&format!(
                    " AND (EXISTS (SELECT 1 FROM listing l WHERE l.matter_id = m.id AND l.principal IN ({}))",
                    placeholders(values.len() + 1, principals.len())
                ));
                values.extend(principals.into_iter().map(crate::db::Value::from));
                let holdings = actor.holdings();
                if !holdings.is_empty() {
                    text.push_str(&format!(
                        " OR EXISTS (SELECT 1 FROM task t WHERE t.matter_id = m.id AND t.state = 'open' AND {})",
                        crate::matter::task::held(values.len() + 1, holdings.len())
                    ));
                    for (holder, role) in holdings {
                        values.push(holder.into());
                        values.push(role.into());
                    }
                }
                text.push(')');
            }
        }
        let rows: Vec<Shown> = sql(text).bind_all(values).all(db).await?;
        out.extend(rows.into_iter().map(|m| (m.id, m)));
    }
    Ok(out)
}
