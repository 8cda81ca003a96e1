//! Topics: what is planned, by whom, and what was written of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use kernel::access::{Act, Actor};
use kernel::db::{On, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use super::change;
use super::group::{self, Member};
use crate::model::genre::Genre;
use crate::model::rhythm::Rhythm;

/// The relation of a topic to the matter it reports.
pub const TOPIC_OF: &str = "topic_of";

/// A row of `publicity_topic`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Plan {
    pub matter_id: Id,
    pub organ_id: Id,
    /// Codes of the genres it shall be told in, blanks between them.
    pub genres: String,
    /// Who writes: a group, a person, or both.
    pub group_id: Option<Id>,
    pub person_id: Option<Id>,
    /// The day of what it reports.
    pub event_on: Option<NaiveDate>,
    /// The day by which its pieces are owed.
    pub due_on: NaiveDate,
    pub brief: String,
    /// How often it recurs: a code of [`Rhythm`], empty for once.
    pub every: String,
    /// The one before, of those that recur.
    pub previous_id: Option<Id>,
    /// Who planned the first, where the system planned this one.
    pub planner_id: Option<Id>,
}

impl Plan {
    pub fn rhythm(&self) -> Option<Rhythm> {
        Rhythm::parse(&self.every)
    }

    pub fn genres(&self) -> Vec<Genre> {
        self.genres
            .split_whitespace()
            .filter_map(Genre::parse)
            .collect()
    }
}

/// A manuscript of a topic.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Written {
    pub id: Id,
    pub title: String,
    pub genre: Genre,
    pub state: String,
    pub open: bool,
    /// The first author.
    pub author: String,
    /// Outlets it was sent to, and appearances that stand.
    pub sent: i64,
    pub adopted: i64,
}

/// One topic whole.
#[derive(Debug, Clone)]
pub struct Topic {
    pub plan: Plan,
    pub group: Option<String>,
    pub person: Option<String>,
    /// The group's members whose membership has no end yet.
    pub members: Vec<Member>,
    pub written: Vec<Written>,
    /// Whether it reports something in particular.
    pub tied: bool,
    /// The one after it, of those that recur.
    pub next: Option<Id>,
}

impl Topic {
    /// Whether every genre planned has a piece that appeared.
    pub fn is_complete(&self) -> bool {
        let genres = self.plan.genres();
        !genres.is_empty()
            && genres
                .iter()
                .all(|g| self.written.iter().any(|w| w.genre == *g && w.adopted > 0))
    }

    pub fn is_sent(&self) -> bool {
        self.written.iter().any(|w| w.sent > 0 || w.adopted > 0)
    }
}

const PLAN: &str = "SELECT matter_id, organ_id, genres, group_id, person_id, event_on, due_on, brief, every, previous_id, \
    planner_id FROM publicity_topic";

/// Reads a topic; seven statements.
pub async fn read(mut on: impl On, id: Id) -> Result<Option<Topic>> {
    let plan: Option<Plan> = sql(format!("{PLAN} WHERE matter_id = $1"))
        .bind(id)
        .optional(&mut on)
        .await?;
    let Some(plan) = plan else { return Ok(None) };
    let (group, members) = match plan.group_id {
        Some(id) => (
            Some(group::group(&mut on, plan.organ_id, id).await?.name),
            group::members_now(&mut on, id).await?,
        ),
        None => (None, Vec::new()),
    };
    let person = match plan.person_id {
        Some(id) => kernel::person::names(&mut on, &[id])
            .await?
            .pop()
            .map(|(_, name)| name),
        None => None,
    };
    let written = written(&mut on, &[id])
        .await?
        .into_iter()
        .map(|(_, w)| w)
        .collect();
    let tied = format!(
        "SELECT to_id FROM matter_link WHERE from_id = $1 AND relation = '{TOPIC_OF}' LIMIT 1"
    );
    let tied = sql(tied).bind(id).exists(&mut on).await?;
    let next = after(&mut on, id).await?;
    Ok(Some(Topic {
        plan,
        group,
        person,
        members,
        written,
        tied,
        next,
    }))
}

#[derive(FromRow)]
struct Of {
    topic_id: Id,
    id: Id,
    title: String,
    genre: Genre,
    state: String,
    open: bool,
    author: String,
    sent: i64,
    adopted: i64,
}

/// The manuscripts of some topics, each with its topic, the first begun first.
pub async fn written(on: impl On, topics: &[Id]) -> Result<Vec<(Id, Written)>> {
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Of> = sql(format!(
        "SELECT p.topic_id, p.matter_id AS id, m.title, p.genre, m.state, m.open,
           COALESCE((SELECT a.name FROM publicity_author a WHERE a.matter_id = p.matter_id AND a.sort = 0), '') AS author,
           (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_submission s WHERE s.matter_id = p.matter_id) AS sent,
           (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_adoption d
            WHERE d.matter_id = p.matter_id AND d.struck_at IS NULL) AS adopted
         FROM publicity_manuscript p JOIN matter m ON m.id = p.matter_id
         WHERE p.topic_id IN ({}) ORDER BY p.matter_id",
        placeholders(1, topics.len())
    ))
    .bind_all(topics.iter().copied())
    .all(on)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| {
            let written = Written {
                id: r.id,
                title: r.title,
                genre: r.genre,
                state: r.state,
                open: r.open,
                author: r.author,
                sent: r.sent,
                adopted: r.adopted,
            };
            (r.topic_id, written)
        })
        .collect())
}

/// Writes a topic whose matter stands, or what became of its plan.
pub async fn put(act: &mut Act, plan: &Plan) -> Result<()> {
    sql(
        "INSERT INTO publicity_topic (matter_id, organ_id, genres, group_id, person_id, event_on, due_on, brief,
           every, previous_id, planner_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (matter_id) DO UPDATE SET genres = excluded.genres, group_id = excluded.group_id,
           person_id = excluded.person_id, event_on = excluded.event_on, due_on = excluded.due_on,
           brief = excluded.brief, every = excluded.every",
    )
    .bind(plan.matter_id)
    .bind(plan.organ_id)
    .bind(&plan.genres)
    .bind(plan.group_id)
    .bind(plan.person_id)
    .bind(plan.event_on)
    .bind(plan.due_on)
    .bind(&plan.brief)
    .bind(&plan.every)
    .bind(plan.previous_id)
    .bind(plan.planner_id)
    .run(act)
    .await?;
    Ok(())
}

/// The topic planned after this one, of those that recur.
pub async fn after(on: impl On, topic: Id) -> Result<Option<Id>> {
    let row: Option<(Id,)> = sql("SELECT matter_id FROM publicity_topic WHERE previous_id = $1")
        .bind(topic)
        .optional(on)
        .await?;
    Ok(row.map(|(id,)| id))
}

/// The matters a reader may read that bear a number, the latest first.
pub async fn numbered(on: impl On, reader: &Actor, number: &str) -> Result<Vec<Id>> {
    let own = reader.principals();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(Id,)> = sql(format!(
        "SELECT m.id FROM matter m WHERE m.organ_id = $1 AND m.number = $2
           AND EXISTS (SELECT 1 FROM listing l WHERE l.matter_id = m.id AND l.principal IN ({}))
         ORDER BY m.id DESC LIMIT 20",
        placeholders(3, own.len())
    ))
    .bind(reader.organ)
    .bind(number)
    .bind_all(own)
    .all(on)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Open topics of an organ a reader may see that report nothing in particular, the soonest owed first.
pub async fn untied(on: impl On, reader: &Actor) -> Result<Vec<(Id, String, NaiveDate)>> {
    let own = reader.principals();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT m.id, m.title, t.due_on FROM publicity_topic t JOIN matter m ON m.id = t.matter_id
         WHERE t.organ_id = $1 AND m.open
           AND NOT EXISTS (SELECT 1 FROM matter_link k WHERE k.from_id = m.id AND k.relation = '{TOPIC_OF}')
           AND EXISTS (SELECT 1 FROM listing l WHERE l.matter_id = m.id AND l.principal IN ({}))
         ORDER BY t.due_on, m.id LIMIT 50",
        placeholders(2, own.len())
    ))
    .bind(reader.organ)
    .bind_all(own)
    .all(on)
    .await?)
}

/// Puts a manuscript to a topic, where it has none yet; false where it has.
pub async fn tie(act: &mut Act, manuscript: Id, topic: Id) -> Result<bool> {
    change::raise(act).await?;
    let touched = sql(
        "UPDATE publicity_manuscript SET topic_id = $3 WHERE organ_id = $1 AND matter_id = $2 AND topic_id IS NULL",
    )
    .bind(act.organ())
    .bind(manuscript)
    .bind(topic)
    .run(&mut *act)
    .await?;
    Ok(touched > 0)
}

/// The topic a manuscript belongs to.
pub async fn of_manuscript(on: impl On, manuscript: Id) -> Result<Option<Id>> {
    let row: Option<(Option<Id>,)> =
        sql("SELECT topic_id FROM publicity_manuscript WHERE matter_id = $1")
            .bind(manuscript)
            .optional(on)
            .await?;
    Ok(row.and_then(|(id,)| id))
}

/// Manuscripts without a topic that a reader may see, begun since a day: what may be put to one.
pub async fn loose(
    on: impl On,
    reader: &Actor,
    since: NaiveDate,
) -> Result<Vec<(Id, String, NaiveDate)>> {
    let own = reader.principals();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT m.id, m.title, m.received_on FROM publicity_manuscript p JOIN matter m ON m.id = p.matter_id
         WHERE p.organ_id = $1 AND p.topic_id IS NULL AND m.received_on >= $2
           AND EXISTS (SELECT 1 FROM listing l WHERE l.matter_id = m.id AND l.principal IN ({}))
         ORDER BY m.received_on DESC, m.id DESC LIMIT 500",
        placeholders(3, own.len())
    ))
    .bind(reader.organ)
    .bind(since)
    .bind_all(own)
    .all(on)
    .await?)
}

/// Of some matters those that exist for a reader.
pub async fn shown(on: impl On, reader: &Actor, ids: &[Id]) -> Result<BTreeSet<Id>> {
    let own = reader.principals();
    if own.is_empty() || ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows: Vec<(Id,)> = sql(format!(
        "SELECT DISTINCT matter_id FROM listing WHERE matter_id IN ({}) AND principal IN ({})",
        placeholders(1, ids.len()),
        placeholders(1 + ids.len(), own.len())
    ))
    .bind_all(ids.iter().copied())
    .bind_all(own)
    .all(on)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What a topic reports: its id, kind and title. None where it reports nothing in particular, or something confidential:
/// that one is named only to those who may read it.
pub async fn subject(on: impl On, topic: Id) -> Result<Option<(Id, String, String)>> {
    Ok(sql(format!(
        "SELECT m.id, m.kind, m.title FROM matter_link k JOIN matter m ON m.id = k.to_id
         WHERE k.from_id = $1 AND k.relation = '{TOPIC_OF}' AND m.confidentiality NOT IN ('confidential', 'embargo')
         ORDER BY m.id LIMIT 1"
    ))
    .bind(topic)
    .optional(on)
    .await?)
}

/// A line of the list of topics, beside what every matter has.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Line {
    pub matter_id: Id,
    pub genres: String,
    pub due_on: NaiveDate,
    pub event_on: Option<NaiveDate>,
    pub group_name: Option<String>,
    pub person_name: Option<String>,
    /// How often it recurs.
    pub every: String,
    /// What it reports.
    pub subject_id: Option<Id>,
    pub pieces: i64,
    pub sent: i64,
    pub adopted: i64,
}

/// The lines of some topics.
pub async fn lines(on: impl On, ids: &[Id]) -> Result<Vec<Line>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT t.matter_id, t.genres, t.due_on, t.event_on, t.every, g.name AS group_name, n.name AS person_name,
           (SELECT MIN(k.to_id) FROM matter_link k WHERE k.from_id = t.matter_id AND k.relation = '{TOPIC_OF}')
             AS subject_id,
           {COUNTS}
         FROM publicity_topic t LEFT JOIN publicity_group g ON g.id = t.group_id
         LEFT JOIN person n ON n.id = t.person_id WHERE t.matter_id IN ({})",
        placeholders(1, ids.len())
    ))
    .bind_all(ids.iter().copied())
    .all(on)
    .await?)
}

/// How many manuscripts a topic `t` has, how many of them were sent, how many appeared.
pub(super) const COUNTS: &str = "(SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_manuscript p \
     WHERE p.topic_id = t.matter_id) AS pieces, \
   (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_manuscript p WHERE p.topic_id = t.matter_id \
     AND EXISTS (SELECT 1 FROM publicity_submission s WHERE s.matter_id = p.matter_id)) AS sent, \
   (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_manuscript p WHERE p.topic_id = t.matter_id \
     AND EXISTS (SELECT 1 FROM publicity_adoption d WHERE d.matter_id = p.matter_id AND d.struck_at IS NULL)) \
     AS adopted";

/// The topics being written that have every piece: the day's job ends them.
pub async fn running(on: impl On) -> Result<Vec<(Id, Id)>> {
    Ok(sql(
        // A cross join keeps SQLite from walking all matters of every kind.
        "SELECT m.organ_id, m.id FROM publicity_topic t CROSS JOIN matter m
         WHERE m.id = t.matter_id AND m.open AND EXISTS (
           SELECT 1 FROM publicity_manuscript p JOIN publicity_adoption d ON d.matter_id = p.matter_id
           WHERE p.topic_id = t.matter_id AND d.struck_at IS NULL)
         ORDER BY t.matter_id LIMIT 5000",
    )
    .all(on)
    .await?)
}
