//! Bodies, their seats and their members, each by dates.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, placeholders, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::body::{BodyKind, Duty};

/// A row of `meeting_body`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Body {
    pub id: Id,
    pub organ_id: Id,
    pub kind: BodyKind,
    pub level: String,
    pub name: String,
    pub ended_on: Option<NaiveDate>,
}

/// A member of a body from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Member {
    pub id: Id,
    pub body_id: Id,
    pub person_id: Id,
    pub name: String,
    pub number: Option<String>,
    pub duty: Duty,
    pub sort: i64,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

impl Member {
    pub fn is_on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|end| day <= end)
    }
}

const BODY: &str = "SELECT id, organ_id, kind, level, name, ended_on FROM meeting_body";

/// The bodies of an organ, by their kinds and in the order they were set up.
pub async fn bodies(on: impl On, organ: Id) -> Result<Vec<Body>> {
    let mut all: Vec<Body> = sql(format!(
        "{BODY} WHERE organ_id = $1 ORDER BY created_at, id"
    ))
    .bind(organ)
    .all(on)
    .await?;
    all.sort_by_key(|b| b.kind);
    Ok(all)
}

pub async fn body(on: impl On, organ: Id, id: Id) -> Result<Body> {
    sql(format!("{BODY} WHERE organ_id = $1 AND id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

pub async fn named(on: impl On, organ: Id, name: &str) -> Result<Option<Body>> {
    Ok(sql(format!("{BODY} WHERE organ_id = $1 AND name = $2"))
        .bind(organ)
        .bind(name)
        .optional(on)
        .await?)
}

pub async fn insert(act: &mut Act, kind: BodyKind, level: &str, name: &str) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO meeting_body (id, organ_id, kind, level, name, ended_on, created_at)
         VALUES ($1, $2, $3, $4, $5, NULL, $6)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(kind.code())
    .bind(level)
    .bind(name)
    .bind(act.at.0)
    .run(act)
    .await?;
    Ok(id)
}

pub async fn rename(act: &mut Act, id: Id, name: &str, ended_on: Option<NaiveDate>) -> Result<()> {
    sql("UPDATE meeting_body SET name = $2, ended_on = $3 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(ended_on)
        .run(act)
        .await?;
    Ok(())
}

/// The seats a body has from a day on.
pub async fn put_seats(act: &mut Act, body: Id, from_on: NaiveDate, seats: i64) -> Result<()> {
    sql(
        "INSERT INTO meeting_body_seats (body_id, from_on, seats) VALUES ($1, $2, $3)
         ON CONFLICT (body_id, from_on) DO UPDATE SET seats = excluded.seats",
    )
    .bind(body)
    .bind(from_on)
    .bind(seats)
    .run(act)
    .await?;
    Ok(())
}

/// Every change of seats, the newest first.
pub async fn seats(on: impl On, body: Id) -> Result<Vec<(NaiveDate, i64)>> {
    Ok(sql(
        "SELECT from_on, seats FROM meeting_body_seats WHERE body_id = $1 ORDER BY from_on DESC",
    )
    .bind(body)
    .all(on)
    .await?)
}

/// The seats on a day; those first entered where the day lies before them, none where nobody entered any.
pub fn seats_on(all: &[(NaiveDate, i64)], day: NaiveDate) -> i64 {
    let held = all.iter().find(|(from, _)| *from <= day).or(all.last());
    held.map_or(0, |(_, seats)| *seats)
}

const MEMBER: &str = "SELECT m.id, m.body_id, m.person_id, p.name, p.number, m.duty, m.sort, m.from_on, m.to_on \
    FROM meeting_member m JOIN person p ON p.id = m.person_id";

/// Everybody who is or was a member, in the order they sit.
pub async fn members(on: impl On, body: Id) -> Result<Vec<Member>> {
    Ok(sql(format!(
        "{MEMBER} WHERE m.body_id = $1 ORDER BY m.sort, m.from_on, m.id"
    ))
    .bind(body)
    .all(on)
    .await?)
}

/// Who was a member on a day, in the order they sit.
pub async fn members_on(on: impl On, body: Id, day: NaiveDate) -> Result<Vec<Member>> {
    Ok(sql(format!(
        "{MEMBER} WHERE m.body_id = $1 AND m.from_on <= $2 AND (m.to_on IS NULL OR m.to_on >= $2)
         ORDER BY m.sort, m.from_on, m.id"
    ))
    .bind(body)
    .bind(day)
    .all(on)
    .await?)
}

pub async fn member(on: impl On, body: Id, id: Id) -> Result<Member> {
    sql(format!("{MEMBER} WHERE m.body_id = $1 AND m.id = $2"))
        .bind(body)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// Makes somebody a member; the last of those there are.
pub async fn join(
    act: &mut Act,
    body: Id,
    person: Id,
    duty: Duty,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO meeting_member (id, body_id, person_id, duty, sort, from_on, to_on)
         SELECT $1, $2, $3, $4, COALESCE(MAX(sort), 0) + 1, $5, $6 FROM meeting_member WHERE body_id = $2",
    )
    .bind(id)
    .bind(body)
    .bind(person)
    .bind(duty.code())
    .bind(from_on)
    .bind(to_on)
    .run(act)
    .await?;
    Ok(id)
}

pub async fn put_member(
    act: &mut Act,
    id: Id,
    duty: Duty,
    sort: i64,
    to_on: Option<NaiveDate>,
) -> Result<()> {
    sql("UPDATE meeting_member SET duty = $2, sort = $3, to_on = $4 WHERE id = $1")
        .bind(id)
        .bind(duty.code())
        .bind(sort)
        .bind(to_on)
        .run(act)
        .await?;
    Ok(())
}

/// Somebody of the organ's people, as imports and forms look for him.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Known {
    pub id: Id,
    pub name: String,
    pub number: Option<String>,
}

/// People of an organ with one of these names or numbers.
pub async fn known(
    on: &mut (impl On + Copy),
    organ: Id,
    names: &[String],
    numbers: &[String],
) -> Result<Vec<Known>> {
    let mut out: Vec<Known> = Vec::new();
    for (column, all) in [("name", names), ("number", numbers)] {
        for some in all.chunks(400) {
            let rows: Vec<Known> = sql(format!(
                "SELECT id, name, number FROM person WHERE organ_id = $1 AND erased_at IS NULL AND {column} IN ({})
                 ORDER BY id",
                placeholders(2, some.len())
            ))
            .bind(organ)
            .bind_all(some)
            .all(*on)
            .await?;
            out.extend(
                rows.into_iter()
                    .filter(|r| !out.contains(r))
                    .collect::<Vec<_>>(),
            );
        }
    }
    Ok(out)
}

/// Who holds a mandate as a deputy on a day, by delegation and name: the members of a congress.
pub async fn deputies(on: impl On, organ: Id, day: NaiveDate) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = sql(
        "SELECT p.id FROM person p JOIN post o ON o.person_id = p.id LEFT JOIN unit u ON u.id = o.unit_id
         WHERE p.organ_id = $1 AND o.role = 'deputy' AND o.from_on <= $2 AND (o.to_on IS NULL OR o.to_on >= $2)
           AND p.erased_at IS NULL
         GROUP BY p.id, p.name ORDER BY MIN(COALESCE(u.sort, 0)), p.name, p.id",
    )
    .bind(organ)
    .bind(day)
    .all(on)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
