//! Quotas by week, days away, and the pieces of a week.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

/// A group's quota from a Monday on.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Quota {
    pub group_id: Id,
    pub from_on: NaiveDate,
    pub per_week: i64,
    pub each: i64,
    /// `adopted` or `submitted`: what counts.
    pub counts: String,
}

/// All quotas of an organ, the newest of each group first.
pub async fn quotas(on: impl On, organ: Id) -> Result<Vec<Quota>> {
    Ok(sql(
        "SELECT q.group_id, q.from_on, q.per_week, q.each, q.counts FROM publicity_quota q
         JOIN publicity_group g ON g.id = q.group_id WHERE g.organ_id = $1 ORDER BY q.group_id, q.from_on DESC",
    )
    .bind(organ)
    .all(on)
    .await?)
}

/// The quota in force in the week of a Monday.
pub fn in_force(all: &[Quota], group: Id, monday: NaiveDate) -> Option<&Quota> {
    all.iter()
        .find(|q| q.group_id == group && q.from_on <= monday)
}

/// Sets a group's quota from a Monday on.
pub async fn put(
    act: &mut Act,
    group: Id,
    from_on: NaiveDate,
    per_week: i64,
    each: i64,
    counts: &str,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_quota (id, group_id, from_on, per_week, each, counts, set_by, set_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (group_id, from_on) DO UPDATE SET per_week = excluded.per_week, each = excluded.each,
           counts = excluded.counts, set_by = excluded.set_by, set_at = excluded.set_at",
    )
    .bind(Id::new(act.at))
    .bind(group)
    .bind(from_on)
    .bind(per_week)
    .bind(each)
    .bind(counts)
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Somebody's days away.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Away {
    pub id: Id,
    pub person_id: Id,
    pub name: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub why: String,
}

/// Absences that touch a period, the latest first.
pub async fn away(on: impl On, organ: Id, from: NaiveDate, to: NaiveDate) -> Result<Vec<Away>> {
    Ok(sql(
        "SELECT a.id, a.person_id, n.name, a.from_on, a.to_on, a.why FROM publicity_away a
         JOIN person n ON n.id = a.person_id
         WHERE a.organ_id = $1 AND a.to_on >= $2 AND a.from_on <= $3 ORDER BY a.from_on DESC, a.id LIMIT 2000",
    )
    .bind(organ)
    .bind(from)
    .bind(to)
    .all(on)
    .await?)
}

pub async fn add_away(
    act: &mut Act,
    person: Id,
    from_on: NaiveDate,
    to_on: NaiveDate,
    why: &str,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_away (id, organ_id, person_id, from_on, to_on, why, entered_by, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(Id::new(act.at))
    .bind(act.organ())
    .bind(person)
    .bind(from_on)
    .bind(to_on)
    .bind(why)
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Takes an absence back; false where there is none.
pub async fn remove_away(act: &mut Act, id: Id) -> Result<bool> {
    let touched = sql("DELETE FROM publicity_away WHERE organ_id = $1 AND id = $2")
        .bind(act.organ())
        .bind(id)
        .run(&mut *act)
        .await?;
    Ok(touched > 0)
}

/// A piece with one of its authors, on a day that counts.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Counted {
    pub on_date: NaiveDate,
    pub matter_id: Id,
    pub group_name: Option<String>,
    pub person_id: Option<Id>,
}

/// What appeared in a period, a row an author; reprints and struck entries don't count.
pub async fn adopted(
    on: impl On,
    organ: Id,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Counted>> {
    Ok(sql(
        "SELECT a.on_date, a.matter_id, a.group_name, b.person_id FROM publicity_adoption a
         JOIN publicity_byline b ON b.adoption_id = a.id
         WHERE a.organ_id = $1 AND a.on_date >= $2 AND a.on_date <= $3 AND a.struck_at IS NULL AND NOT a.reprint",
    )
    .bind(organ)
    .bind(from)
    .bind(to)
    .all(on)
    .await?)
}

/// What was first sent in for review in a period, a row an author.
pub async fn submitted(
    on: impl On,
    organ: Id,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Counted>> {
    Ok(sql(
        "SELECT p.submitted_on AS on_date, p.matter_id, g.name AS group_name, a.person_id
         FROM publicity_manuscript p JOIN publicity_author a ON a.matter_id = p.matter_id
         LEFT JOIN publicity_group g ON g.id = p.group_id
         WHERE p.organ_id = $1 AND p.submitted_on >= $2 AND p.submitted_on <= $3",
    )
    .bind(organ)
    .bind(from)
    .bind(to)
    .all(on)
    .await?)
}
