//! Reading one's notices.

use std::collections::BTreeMap;

use text::Lang;

use crate::access::{Act, Actor};
use crate::clock::Instant;
use crate::db::{On, Value, placeholders, sql};
use crate::error::{Arg, Error, Message, Result};
use crate::id::Id;
use crate::matter::Confidentiality;
use crate::matter::task::held;

/// Notices of a page at most.
const MOST: usize = 100;
/// Unread ones are counted up to here.
const COUNTED: i64 = 1000;

/// The matter a notice is about, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub id: Id,
    pub kind: String,
    pub number: Option<String>,
    pub title: String,
    pub confidentiality: Confidentiality,
}

/// A notice as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: Id,
    pub at: Instant,
    pub urgent: bool,
    pub read: bool,
    /// The key of its sentence.
    pub kind: String,
    /// `None` where it is about no matter.
    pub about: Option<About>,
    args: Vec<(String, Arg)>,
}

impl Notice {
    /// Its sentence, with number and title of its matter.
    pub fn message(&self) -> Message {
        let mut message = Message::new(&self.kind);
        message.args = self.args.clone();
        if let Some(about) = &self.about {
            message = message
                .arg("number", about.number.clone().unwrap_or_default())
                .arg("title", about.title.clone());
        }
        message
    }

    pub fn say(&self, lang: Lang) -> String {
        self.message().say(lang)
    }
}

/// Some notices, newest first, and the way to older ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub rows: Vec<Notice>,
    /// The next page begins before this notice.
    pub next: Option<Id>,
}

#[derive(Debug, sqlx_macros::FromRow)]
struct Row {
    id: Id,
    matter_id: Option<Id>,
    kind: String,
    args: String,
    urgent: bool,
    at: i64,
    read_at: Option<i64>,
}

const SELECT: &str = "SELECT id, matter_id, kind, args, urgent, at, read_at FROM notice";

/// The actor's own notices, newest first. One about a matter that does not exist for him any more is left out.
pub async fn list(
    mut on: impl On,
    actor: &Actor,
    unread_only: bool,
    before: Option<Id>,
    limit: usize,
) -> Result<Page> {
    let account = actor.account.ok_or(Error::Unauthenticated)?;
    let limit = limit.clamp(1, MOST);
    let unread = if unread_only {
        "AND read_at IS NULL "
    } else {
        ""
    };
    let mut rows: Vec<Row> = sql(format!(
        "{SELECT} WHERE account_id = $1 AND id < $2 {unread}ORDER BY id DESC LIMIT $3"
    ))
    .bind(account)
    .bind(before.unwrap_or(Id(i64::MAX)))
    .bind(limit as i64 + 1)
    .all(&mut on)
    .await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|r| r.id);
    Ok(Page {
        rows: readable(&mut on, actor, rows).await?,
        next,
    })
}

/// The notices for which mail is owed to an account (`now` or `digest`), oldest first, with the ids of all of
/// them: those about matters that do not exist for it any more are owed no more.
pub(super) async fn owed(
    on: &mut Act,
    actor: &Actor,
    account: Id,
    mail: &str,
    limit: i64,
) -> Result<(Vec<Notice>, Vec<Id>)> {
    let rows: Vec<Row> = sql(format!(
        "{SELECT} WHERE account_id = $1 AND mail = '{mail}' ORDER BY id LIMIT $2"
    ))
    .bind(account)
    .bind(limit)
    .all(&mut *on)
    .await?;
    let ids = rows.iter().map(|r| r.id).collect();
    Ok((readable(on, actor, rows).await?, ids))
}

async fn readable(on: impl On, actor: &Actor, rows: Vec<Row>) -> Result<Vec<Notice>> {
    let mut matters: Vec<Id> = rows.iter().filter_map(|r| r.matter_id).collect();
    matters.sort();
    matters.dedup();
    let matters = seen(on, actor, &matters).await?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let about = match row.matter_id {
            None => None,
            Some(id) => match matters.get(&id) {
                Some(about) => Some(about.clone()),
                None => continue,
            },
        };
        out.push(Notice {
            id: row.id,
            at: Instant(row.at),
            urgent: row.urgent,
            read: row.read_at.is_some(),
            kind: row.kind,
            about,
            args: serde_json::from_str(&row.args).unwrap_or_default(),
        });
    }
    Ok(out)
}

/// Those of `ids` that exist for `actor`.
async fn seen(mut on: impl On, actor: &Actor, ids: &[Id]) -> Result<BTreeMap<Id, About>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    let exists = exists(actor, "m.id", &mut values);
    let rows: Vec<(Id, String, Option<String>, String, String)> = sql(format!(
        "SELECT m.id, m.kind, m.number, m.title, m.confidentiality FROM matter m WHERE m.id IN ({}) AND {exists}",
        placeholders(1, ids.len())
    ))
    .bind_all(values)
    .all(&mut on)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, kind, number, title, confidentiality)| {
            let confidentiality =
                Confidentiality::parse(&confidentiality).unwrap_or(Confidentiality::Confidential);
            let about = About {
                id,
                kind,
                number,
                title,
                confidentiality,
            };
            (id, about)
        })
        .collect())
}

/// The condition that the matter named by the column `matter` exists for `actor`.
fn exists(actor: &Actor, matter: &str, values: &mut Vec<Value>) -> String {
    let mut ways: Vec<String> = Vec::new();
    let principals = actor.principals();
    if !principals.is_empty() {
        ways.push(format!(
            "EXISTS (SELECT 1 FROM listing l WHERE l.matter_id = {matter} AND l.principal IN ({}))",
            placeholders(values.len() + 1, principals.len())
        ));
        values.extend(principals.into_iter().map(Value::from));
    }
    let holdings = actor.holdings();
    if !holdings.is_empty() {
        ways.push(format!(
            "EXISTS (SELECT 1 FROM task t WHERE t.matter_id = {matter} AND t.state = 'open' AND {})",
            held(values.len() + 1, holdings.len())
        ));
        for (holder, role) in holdings {
            values.push(holder.into());
            values.push(role.into());
        }
    }
    match ways.is_empty() {
        true => "1 = 0".to_owned(),
        false => format!("({})", ways.join(" OR ")),
    }
}

/// How many notices the actor's account has not read, of those [`list`] shows; counting stops at 1000.
pub async fn unread(on: impl On, actor: &Actor) -> Result<i64> {
    let account = actor.account.ok_or(Error::Unauthenticated)?;
    let mut values: Vec<Value> = vec![account.into(), COUNTED.into()];
    let exists = exists(actor, "n.matter_id", &mut values);
    Ok(sql(format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT n.id FROM notice n WHERE n.account_id = $1
           AND n.read_at IS NULL AND (n.matter_id IS NULL OR {exists}) LIMIT $2) AS mine"
    ))
    .bind_all(values)
    .count(on)
    .await?)
}

/// Marks some of the acting account's notices as read; others' are left alone. Read ones are mailed no more
/// in a digest.
pub async fn mark_read(act: &mut Act, notices: &[Id]) -> Result<()> {
    let account = act.actor.account.ok_or(Error::Unauthenticated)?;
    for some in notices.chunks(500) {
        sql(format!(
            "UPDATE notice SET read_at = $1, mail = 'none' WHERE account_id = $2 AND read_at IS NULL AND id IN ({})",
            placeholders(3, some.len())
        ))
        .bind(act.at.0)
        .bind(account)
        .bind_all(some.iter().copied())
        .run(&mut *act)
        .await?;
    }
    Ok(())
}

/// Marks all of them as read, up to the newest one the reader had before him.
pub async fn mark_all_read(act: &mut Act, newest: Id) -> Result<()> {
    let account = act.actor.account.ok_or(Error::Unauthenticated)?;
    sql("UPDATE notice SET read_at = $1, mail = 'none' WHERE account_id = $2 AND read_at IS NULL AND id <= $3")
        .bind(act.at.0)
        .bind(account)
        .bind(newest)
        .run(&mut *act)
        .await?;
    Ok(())
}
