//! Publicity groups and their members, with history.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use super::change;

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Group {
    pub id: Id,
    pub name: String,
    pub ended_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Member {
    pub id: Id,
    pub group_id: Id,
    pub person_id: Id,
    pub name: String,
    pub lead: bool,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

impl Member {
    pub fn is_on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|end| day <= end)
    }
}

const GROUP: &str = "SELECT id, name, ended_on FROM publicity_group";

/// All groups of an organ, the oldest first.
pub async fn groups(on: impl On, organ: Id) -> Result<Vec<Group>> {
    Ok(sql(format!("{GROUP} WHERE organ_id = $1 ORDER BY id"))
        .bind(organ)
        .all(on)
        .await?)
}

pub async fn group(on: impl On, organ: Id, id: Id) -> Result<Group> {
    sql(format!("{GROUP} WHERE organ_id = $1 AND id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// The group of that name, made where there is none.
pub async fn named(act: &mut Act, name: &str) -> Result<Id> {
    let organ = act.organ();
    let known: Option<(Id,)> =
        sql("SELECT id FROM publicity_group WHERE organ_id = $1 AND name = $2")
            .bind(organ)
            .bind(name)
            .optional(&mut *act)
            .await?;
    match known {
        Some((id,)) => Ok(id),
        None => insert(act, name).await,
    }
}

pub async fn insert(act: &mut Act, name: &str) -> Result<Id> {
    let id = Id::new(act.at);
    sql("INSERT INTO publicity_group (id, organ_id, name, ended_on, created_at) VALUES ($1, $2, $3, NULL, $4)")
        .bind(id)
        .bind(act.organ())
        .bind(name)
        .bind(act.at.0)
        .run(&mut *act)
        .await?;
    Ok(id)
}

pub async fn update(act: &mut Act, id: Id, name: &str, ended_on: Option<NaiveDate>) -> Result<()> {
    change::raise(act).await?;
    sql("UPDATE publicity_group SET name = $3, ended_on = $4 WHERE organ_id = $1 AND id = $2")
        .bind(act.organ())
        .bind(id)
        .bind(name)
        .bind(ended_on)
        .run(&mut *act)
        .await?;
    Ok(())
}

const MEMBER: &str = "SELECT m.id, m.group_id, m.person_id, n.name, m.lead, m.from_on, m.to_on
    FROM publicity_member m JOIN person n ON n.id = m.person_id JOIN publicity_group g ON g.id = m.group_id";

/// Every membership in an organ, past ones too: leaders first, then by name.
pub async fn members(on: impl On, organ: Id) -> Result<Vec<Member>> {
    Ok(sql(format!(
        "{MEMBER} WHERE g.organ_id = $1
         ORDER BY CASE WHEN m.lead THEN 0 ELSE 1 END, n.name, m.from_on, m.id"
    ))
    .bind(organ)
    .all(on)
    .await?)
}

/// The members of one group who have not left it.
pub async fn members_now(on: impl On, group: Id) -> Result<Vec<Member>> {
    Ok(sql(format!(
        "{MEMBER} WHERE m.group_id = $1 AND m.to_on IS NULL
         ORDER BY CASE WHEN m.lead THEN 0 ELSE 1 END, n.name, m.id"
    ))
    .bind(group)
    .all(on)
    .await?)
}

/// The group somebody belongs to on a day; of several, the one joined last.
pub async fn group_of(on: impl On, organ: Id, person: Id, day: NaiveDate) -> Result<Option<Id>> {
    let row: Option<(Id,)> = sql(
        "SELECT m.group_id FROM publicity_member m JOIN publicity_group g ON g.id = m.group_id
         WHERE g.organ_id = $1 AND m.person_id = $2 AND m.from_on <= $3 AND (m.to_on IS NULL OR m.to_on >= $3)
         ORDER BY m.from_on DESC, m.id DESC LIMIT 1",
    )
    .bind(organ)
    .bind(person)
    .bind(day)
    .optional(on)
    .await?;
    Ok(row.map(|(id,)| id))
}

pub async fn join(
    act: &mut Act,
    group: Id,
    person: Id,
    lead: bool,
    from_on: NaiveDate,
) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO publicity_member (id, group_id, person_id, lead, from_on, to_on)
         VALUES ($1, $2, $3, $4, $5, NULL)",
    )
    .bind(id)
    .bind(group)
    .bind(person)
    .bind(lead)
    .bind(from_on)
    .run(act)
    .await?;
    Ok(id)
}

/// Ends a membership; false where none of that id runs in the group.
pub async fn leave(act: &mut Act, group: Id, id: Id, to_on: NaiveDate) -> Result<bool> {
    let touched = sql(
        "UPDATE publicity_member SET to_on = $3 WHERE group_id = $1 AND id = $2 AND to_on IS NULL
           AND from_on <= $3",
    )
    .bind(group)
    .bind(id)
    .bind(to_on)
    .run(act)
    .await?;
    Ok(touched > 0)
}
