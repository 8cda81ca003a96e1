//! Who an account is on a day: built once for all the requests until something about it changes.

use chrono::NaiveDate;

use super::roles_of;
use crate::access::{Actor, HeldPost, Role};
use crate::db::{Db, sql};
use crate::embargo::IS_NAMED;
use crate::error::{Error, Result};
use crate::id::Id;

/// Who an account is today: its person's posts, those of the absent he stands in for, its own roles.
pub async fn actor_of(db: &Db, account: Id, today: NaiveDate) -> Result<Actor> {
    let (organ, person, name, named): (Id, Option<Id>, String, bool) = sql(format!(
        "SELECT a.organ_id, a.person_id, COALESCE(p.name, a.name), {IS_NAMED} FROM account a
             LEFT JOIN person p ON p.id = a.person_id WHERE a.id = $1"
    ))
    .bind(account)
    .optional(db)
    .await?
    .ok_or(Error::Unauthenticated)?;
    let mut posts = Vec::new();
    if let Some(person) = person {
        let rows: Vec<(String, Option<Id>, String, Option<Id>)> = sql("
            SELECT role, unit_id, title, CAST(NULL AS BIGINT) FROM post
             WHERE person_id = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on >= $2)
            UNION ALL
            SELECT q.role, q.unit_id, q.title, q.person_id FROM substitute s
              JOIN post q ON q.person_id = s.person_id AND q.from_on <= $2 AND (q.to_on IS NULL OR q.to_on >= $2)
             WHERE s.by_person_id = $1 AND s.from_on <= $2 AND s.to_on >= $2")
        .bind(person)
        .bind(today)
        .all(db)
        .await?;
        posts = rows
            .into_iter()
            .filter_map(|(role, unit, title, instead_of)| {
                Role::parse(&role).map(|role| HeldPost {
                    role,
                    unit,
                    title,
                    instead_of,
                })
            })
            .collect();
    }
    Ok(Actor {
        account: Some(account),
        person,
        organ,
        name,
        posts,
        administrative: roles_of(db, account).await?,
        today,
        system: false,
        read_only: false,
        named,
    })
}
