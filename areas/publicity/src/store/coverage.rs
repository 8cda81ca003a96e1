//! Work that ended, or will, and the topics that report it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::access::Actor;
use kernel::clock::Instant;
use kernel::db::{On, Value, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use super::topic::{COUNTS, TOPIC_OF};
use crate::model::coverage::Told;

/// Work offered at most where there is no second page.
pub const MOST: usize = 400;

/// A matter that ended on `day`, or is due then.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Work {
    pub id: Id,
    pub kind: String,
    pub number: Option<String>,
    pub title: String,
    pub open: bool,
    pub day: NaiveDate,
}

/// A topic that reports some work.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Reporting {
    /// The work.
    pub to_id: Id,
    pub id: Id,
    pub title: String,
    pub state: String,
    pub due_on: NaiveDate,
    pub group_name: Option<String>,
    pub person_name: Option<String>,
    pub pieces: i64,
    pub sent: i64,
    pub adopted: i64,
}

impl Reporting {
    pub fn told(&self) -> Told {
        Told {
            dropped: self.state == "dropped",
            pieces: self.pieces,
            sent: self.sent,
            adopted: self.adopted,
        }
    }
}

/// Which work is wanted: of these kinds, ended or due between two days.
#[derive(Debug, Clone)]
pub struct Want<'a> {
    pub kinds: &'a [&'a str],
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Only what no piece was sent or taken of, and was not given up.
    pub open: bool,
    /// The latest first.
    pub latest: bool,
    /// What stands behind this one in that order.
    pub after: Option<(NaiveDate, Id)>,
    pub limit: usize,
}

impl<'a> Want<'a> {
    pub fn new(kinds: &'a [&'a str], from: NaiveDate, to: NaiveDate) -> Want<'a> {
        Want {
            kinds,
            from,
            to,
            open: false,
            latest: false,
            after: None,
            limit: MOST,
        }
    }

    /// The rows, as a table called `work`, with its values. What was called off or withdrawn, and what came in with a
    /// register of the past, is no work to be reported.
    fn rows(&self, own: Vec<Id>) -> (String, Vec<Value>) {
        let mut values: Vec<Value> = vec![
            self.from.into(),
            self.to.into(),
            Instant::at(self.from, 0).0.into(),
        ];
        let among = placeholders(values.len() + 1, own.len());
        values.extend(own.into_iter().map(Value::from));
        let named = placeholders(values.len() + 1, self.kinds.len());
        values.extend(self.kinds.iter().map(|k| Value::from(*k)));
        // What was closed since a day was changed since that day: both halves walk an index of the reader's own rows.
        let half = |day: &str, narrowed: &str| {
            format!(
                "SELECT m.id, m.kind, m.number, m.title, m.open, {day} AS day FROM listing l
                 JOIN matter m ON m.id = l.matter_id
                 WHERE l.principal IN ({among}) AND l.kind IN ({named}) AND {narrowed} AND {day} >= $1 AND {day} <= $2
                   AND NOT m.historic AND m.state NOT IN ('cancelled', 'withdrawn')"
            )
        };
        let open = match self.open {
            true => OPEN,
            false => "1 = 1",
        };
        let rows = format!(
            "({} UNION {}) AS work WHERE {open}",
            half("m.due_on", "l.open AND l.due_on >= $1 AND l.due_on <= $2"),
            half("m.closed_on", "NOT l.open AND l.updated_at >= $3"),
        );
        (rows, values)
    }
}

/// What [`crate::model::coverage::Coverage::is_settled`] says of a piece of work, the other way round.
const OPEN: &str = "NOT EXISTS (SELECT 1 FROM matter_link k JOIN publicity_manuscript p ON p.topic_id = k.from_id \
     WHERE k.to_id = work.id AND k.relation = 'topic_of' AND ( \
       EXISTS (SELECT 1 FROM publicity_submission s WHERE s.matter_id = p.matter_id) \
       OR EXISTS (SELECT 1 FROM publicity_adoption d WHERE d.matter_id = p.matter_id AND d.struck_at IS NULL))) \
   AND (NOT EXISTS (SELECT 1 FROM matter_link k JOIN matter t ON t.id = k.from_id \
       WHERE k.to_id = work.id AND k.relation = 'topic_of' AND t.kind = 'topic') \
     OR EXISTS (SELECT 1 FROM matter_link k JOIN matter t ON t.id = k.from_id \
       WHERE k.to_id = work.id AND k.relation = 'topic_of' AND t.kind = 'topic' AND t.state <> 'dropped'))";

/// The work wanted that exists for a reader; the earliest first unless the latest is wanted.
pub async fn work(on: impl On, reader: &Actor, want: &Want<'_>) -> Result<Vec<Work>> {
    let own = reader.principals();
    if own.is_empty() || want.kinds.is_empty() {
        return Ok(Vec::new());
    }
    let (rows, mut values) = want.rows(own);
    let (than, down) = match want.latest {
        true => ("<", " DESC"),
        false => (">", ""),
    };
    let behind = match want.after {
        Some((day, id)) => {
            let n = values.len();
            values.extend([day.into(), id.into()]);
            format!(
                " AND (day {than} ${} OR day = ${} AND id {than} ${})",
                n + 1,
                n + 1,
                n + 2
            )
        }
        None => String::new(),
    };
    let limit = want.limit;
    Ok(sql(format!(
        "SELECT id, kind, number, title, open, day FROM {rows}{behind} ORDER BY day{down}, id{down} LIMIT {limit}"
    ))
    .bind_all(values)
    .all(on)
    .await?)
}

/// How much of it there is, from its first page on.
pub async fn count(on: impl On, reader: &Actor, want: &Want<'_>) -> Result<i64> {
    let own = reader.principals();
    if own.is_empty() || want.kinds.is_empty() {
        return Ok(0);
    }
    let (rows, values) = want.rows(own);
    Ok(sql(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {rows}"))
        .bind_all(values)
        .count(on)
        .await?)
}

/// Some matters as work, as far as they exist for a reader; by the day they ended, are due, or came in.
pub async fn some(on: impl On, reader: &Actor, ids: &[Id]) -> Result<Vec<Work>> {
    let own = reader.principals();
    if own.is_empty() || ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT m.id, m.kind, m.number, m.title, m.open, COALESCE(m.closed_on, m.due_on, m.received_on) AS day
         FROM matter m WHERE m.id IN ({})
           AND EXISTS (SELECT 1 FROM listing l WHERE l.matter_id = m.id AND l.principal IN ({}))
         ORDER BY day, m.id",
        placeholders(1, ids.len()),
        placeholders(1 + ids.len(), own.len())
    ))
    .bind_all(ids.iter().copied())
    .bind_all(own)
    .all(on)
    .await?)
}

/// The topics of some work, whoever may see them: what they are called is for their readers alone.
pub async fn reporting(on: impl On, work: &[Id]) -> Result<BTreeMap<Id, Vec<Reporting>>> {
    if work.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<Reporting> = sql(format!(
        "SELECT k.to_id, m.id, m.title, m.state, t.due_on, g.name AS group_name, n.name AS person_name, {COUNTS}
         FROM matter_link k JOIN publicity_topic t ON t.matter_id = k.from_id JOIN matter m ON m.id = k.from_id
         LEFT JOIN publicity_group g ON g.id = t.group_id LEFT JOIN person n ON n.id = t.person_id
         WHERE k.relation = '{TOPIC_OF}' AND k.to_id IN ({}) ORDER BY m.id",
        placeholders(1, work.len())
    ))
    .bind_all(work.iter().copied())
    .all(on)
    .await?;
    let mut out: BTreeMap<Id, Vec<Reporting>> = BTreeMap::new();
    for row in rows {
        out.entry(row.to_id).or_default().push(row);
    }
    Ok(out)
}
