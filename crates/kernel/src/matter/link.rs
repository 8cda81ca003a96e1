//! Links between matters: `merged_into`, `commitment_of`, `renewal_of` … A link carries no right to read:
//! each end exists only for its own readers.

use crate::access::{Act, Actor};
use crate::db::{Db, placeholders, sql};
use crate::error::Result;
use crate::id::Id;

/// One link as seen from one end: a matter at the other end that exists for the reader.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Linked {
    pub id: Id,
    pub kind: String,
    pub number: Option<String>,
    pub title: String,
    pub state: String,
    pub open: bool,
    pub relation: String,
    /// True where the link points from the matter asked about to this one.
    pub outward: bool,
}

/// Joins two matters; joining them again changes nothing.
#[crate::compiled_once]
pub async fn add(act: &mut Act, from: Id, relation: &str, to: Id) -> Result<()> {
    sql(
        "INSERT INTO matter_link (from_id, relation, to_id, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(from)
    .bind(relation)
    .bind(to)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Takes a link away again.
#[crate::compiled_once]
pub async fn remove(act: &mut Act, from: Id, relation: &str, to: Id) -> Result<()> {
    sql("DELETE FROM matter_link WHERE from_id = $1 AND relation = $2 AND to_id = $3")
        .bind(from)
        .bind(relation)
        .bind(to)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// The matters linked from `id` by `relation`, regardless of who asks: for rules inside an act.
pub async fn targets(act: &mut Act, id: Id, relation: &str) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = sql(
        "SELECT to_id FROM matter_link WHERE from_id = $1 AND relation = $2 ORDER BY created_at",
    )
    .bind(id)
    .bind(relation)
    .all(&mut *act)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The matters that point at `id` by `relation`, regardless of who asks: for rules inside an act.
pub async fn sources(act: &mut Act, id: Id, relation: &str) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = sql(
        "SELECT from_id FROM matter_link WHERE to_id = $1 AND relation = $2 ORDER BY created_at",
    )
    .bind(id)
    .bind(relation)
    .all(&mut *act)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Both directions, as far as the other ends exist for `actor`.
#[crate::compiled_once]
pub async fn linked(db: &Db, actor: &Actor, id: Id) -> Result<Vec<Linked>> {
    let principals = actor.principals();
    if principals.is_empty() {
        return Ok(Vec::new());
    }
    let among = placeholders(2, principals.len());
    let one = |own: &str, other: &str, outward: &str| {
        format!(
            "SELECT m.id, m.kind, m.number, m.title, m.state, m.open, k.relation, {outward} AS outward, k.created_at
             FROM matter_link k JOIN matter m ON m.id = k.{other}
             WHERE k.{own} = $1 AND EXISTS (
               SELECT 1 FROM listing l WHERE l.matter_id = m.id AND l.principal IN ({among}))"
        )
    };
    Ok(sql(format!(
        "SELECT id, kind, number, title, state, open, relation, outward FROM ({} UNION ALL {}) AS both_ends
         ORDER BY created_at, id",
        one("from_id", "to_id", "TRUE"),
        one("to_id", "from_id", "FALSE"),
    ))
    .bind(id)
    .bind_all(principals)
    .all(db)
    .await?)
}
