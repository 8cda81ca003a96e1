//! Reading the history, each event by those it is meant for.

use serde_json::{Value as Json, json};

use super::Audience;
use crate::access::{Actor, Permission};
use crate::clock::Instant;
use crate::db::{Db, On, Sql, Value, sql};
use crate::embargo;
use crate::error::{Error, Message, Result};
use crate::id::Id;
use crate::matter::listing::visible;

/// Events of a page at most.
const MOST: usize = 200;

/// One event as it is read.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Entry {
    pub seq: i64,
    /// Microseconds UTC.
    pub at: i64,
    pub kind: String,
    /// [`Audience::code`].
    pub audience: String,
    /// JSON; `None` where it was erased.
    pub data: Option<String>,
    pub account_id: Option<Id>,
    /// The name of the acting account; `None` for the system.
    pub account: Option<String>,
    pub person_id: Option<Id>,
    pub person: Option<String>,
    /// The absent person, where a substitute acted.
    pub for_person: Option<Id>,
    pub instead_of: Option<String>,
}

impl Entry {
    pub fn at(&self) -> Instant {
        Instant(self.at)
    }

    /// Its data; null where it was erased.
    pub fn data(&self) -> Json {
        self.data
            .as_deref()
            .and_then(|d| serde_json::from_str(d).ok())
            .unwrap_or(Json::Null)
    }

    pub fn audience(&self) -> Option<Audience> {
        Audience::parse(&self.audience)
    }

    /// As the API and a conflict tell it.
    pub fn to_json(&self) -> Json {
        json!({
            "seq": self.seq,
            "at": self.at,
            "kind": self.kind,
            "by": self.person.as_ref().or(self.account.as_ref()),
            "instead_of": self.instead_of,
            "data": self.data(),
        })
    }
}

/// Some events, newest first, and the way to older ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub rows: Vec<Entry>,
    /// The next page begins before this event.
    pub next: Option<i64>,
}

const SELECT: &str = "SELECT e.seq, e.at, e.kind, e.audience, e.data, e.account_id, a.name AS account, e.person_id, \
    p.name AS person, e.for_person, f.name AS instead_of FROM event e \
    LEFT JOIN account a ON a.id = e.account_id LEFT JOIN person p ON p.id = e.person_id \
    LEFT JOIN person f ON f.id = e.for_person";

/// The events of a matter that `actor` may read, newest first; `before` is a place from [`Page::next`].
/// A matter that does not exist for the actor is not found.
pub async fn of_matter(
    db: &Db,
    actor: &Actor,
    matter: Id,
    before: Option<i64>,
    limit: usize,
) -> Result<Page> {
    if !visible(db, actor, matter).await? {
        return Err(Error::NotFound);
    }
    let limit = limit.clamp(1, MOST);
    let (condition, values) = meant_for(actor, 4, "e", "person_id");
    let rows = sql(format!(
        "{SELECT} WHERE e.stream = $1 AND e.seq < $2 AND {condition} ORDER BY e.seq DESC LIMIT $3"
    ))
    .bind(matter)
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit as i64 + 1);
    page(rows.bind_all(values), db, limit).await
}

/// What happened on a matter after event `seq`, oldest first, as far as `actor` may read it: what a second
/// act is told. At most 200.
pub async fn since(on: impl On, actor: &Actor, matter: Id, seq: i64) -> Result<Vec<Json>> {
    let (condition, values) = meant_for(actor, 4, "e", "person_id");
    let rows: Vec<Entry> = sql(format!(
        "{SELECT} WHERE e.stream = $1 AND e.seq > $2 AND {condition} ORDER BY e.seq LIMIT $3"
    ))
    .bind(matter)
    .bind(seq)
    .bind(MOST as i64)
    .bind_all(values)
    .all(on)
    .await?;
    Ok(rows.iter().map(Entry::to_json).collect())
}

/// The settings history of the actor's organ, newest first: for auditors.
pub async fn of_settings(
    db: &Db,
    actor: &Actor,
    before: Option<i64>,
    limit: usize,
) -> Result<Page> {
    if !actor.may(Permission::Audit) {
        return Err(Error::Forbidden(Message::new(Permission::Audit.refusal())));
    }
    let limit = limit.clamp(1, MOST);
    let rows = sql(format!(
        "{SELECT} WHERE e.stream = $1 AND e.seq < $2 ORDER BY e.seq DESC LIMIT $3"
    ))
    .bind(actor.organ)
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit as i64 + 1);
    page(rows, db, limit).await
}

async fn page(query: Sql, db: &Db, limit: usize) -> Result<Page> {
    let mut rows: Vec<Entry> = query.all(db).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|e| e.seq);
    Ok(Page { rows, next })
}

/// The condition, with placeholders from `$from` on, that a row of a readable matter is meant for `actor`: `row`
/// is its alias, with the columns `audience`, `organ_id` and `by`, the person who wrote it. What stands from before an
/// embargo was lifted is meant for those named alone.
pub(crate) fn meant_for(
    actor: &Actor,
    from: usize,
    row: &'static str,
    by: &'static str,
) -> (String, Vec<Value>) {
    if actor.system {
        return ("1 = 1".to_owned(), Vec::new());
    }
    let (at, matter) = match row {
        "e" => ("e.at", "e.stream"),
        _ => ("f.created_at", "f.matter_id"),
    };
    let mut ways = vec![format!("{row}.audience IN ('public', 'parties')")];
    let mut values: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        values.push(value);
        format!("${}", from + values.len() - 1)
    };
    if let Some(organ) = actor.wide() {
        let organ = bind(organ.into());
        ways.push(format!(
            "{row}.audience = 'office' AND {row}.organ_id = {organ}"
        ));
    }
    for principal in actor.principals() {
        let named = bind(format!("named%:{principal}%").into());
        ways.push(format!("{row}.audience LIKE {named}"));
    }
    if let Some(person) = actor.person {
        let person = bind(person.into());
        ways.push(format!("{row}.{by} = {person}"));
    }
    let named = from + values.len();
    values.push(actor.person.unwrap_or(Id(0)).into());
    let since = embargo::before(at, matter, named);
    (format!("(({}) AND {since})", ways.join(" OR ")), values)
}
