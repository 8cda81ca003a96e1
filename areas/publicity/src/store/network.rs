//! Correspondents and liaisons of units, what they did within some days, training sessions with who came.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::network::{Asked, Came, Duty};

/// Somebody who stands for a unit.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Correspondent {
    pub id: Id,
    pub unit_id: Id,
    pub unit: String,
    pub person_id: Id,
    pub name: String,
    pub duty: Duty,
    /// Pieces asked for within a quarter.
    pub asked: i64,
    /// Of these taken by outlets.
    pub asked_taken: i64,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

impl Correspondent {
    pub fn is_on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|end| day <= end)
    }

    pub fn asks(&self) -> Asked {
        Asked {
            sent: self.asked,
            taken: self.asked_taken,
        }
    }
}

const CORRESPONDENT: &str = "SELECT c.id, c.unit_id, u.name AS unit, c.person_id, n.name, c.duty, c.asked, \
    c.asked_taken, c.from_on, c.to_on FROM publicity_correspondent c JOIN unit u ON u.id = c.unit_id \
    JOIN person n ON n.id = c.person_id";

/// Everybody of an organ's network, past ones too, by unit.
pub async fn all(on: impl On, organ: Id) -> Result<Vec<Correspondent>> {
    Ok(sql(format!(
        "{CORRESPONDENT} WHERE c.organ_id = $1 ORDER BY u.sort, u.id, c.duty, n.name, c.id"
    ))
    .bind(organ)
    .all(on)
    .await?)
}

pub async fn one(on: impl On, organ: Id, id: Id) -> Result<Correspondent> {
    sql(format!(
        "{CORRESPONDENT} WHERE c.organ_id = $1 AND c.id = $2"
    ))
    .bind(organ)
    .bind(id)
    .optional(on)
    .await?
    .ok_or(Error::NotFound)
}

pub async fn insert(
    act: &mut Act,
    unit: Id,
    person: Id,
    duty: Duty,
    asks: Asked,
    from_on: NaiveDate,
) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO publicity_correspondent (id, organ_id, unit_id, person_id, duty, asked, asked_taken, from_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(unit)
    .bind(person)
    .bind(duty.code())
    .bind(asks.sent)
    .bind(asks.taken)
    .bind(from_on)
    .run(&mut *act)
    .await?;
    Ok(id)
}

pub async fn update(act: &mut Act, id: Id, asks: Asked, to_on: Option<NaiveDate>) -> Result<()> {
    sql(
        "UPDATE publicity_correspondent SET asked = $3, asked_taken = $4, to_on = $5 WHERE organ_id = $1 AND id = $2",
    )
    .bind(act.organ())
    .bind(id)
    .bind(asks.sent)
    .bind(asks.taken)
    .bind(to_on)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Pieces sent in and appearances of each person within some days. A piece is its first author's; an appearance is counted
/// to everybody whose name stood over it, reprints and struck ones to nobody.
pub async fn done(
    mut on: impl On,
    organ: Id,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<(Id, Asked)>> {
    let sent: Vec<(Id, i64)> = sql(
        "SELECT a.person_id, CAST(COUNT(*) AS BIGINT) FROM publicity_manuscript p
         JOIN publicity_author a ON a.matter_id = p.matter_id
         WHERE p.organ_id = $1 AND p.submitted_on >= $2 AND p.submitted_on <= $3 AND a.person_id IS NOT NULL
           AND a.sort = 0 GROUP BY a.person_id",
    )
    .bind(organ)
    .bind(from)
    .bind(to)
    .all(&mut on)
    .await?;
    let taken: Vec<(Id, i64)> = sql(
        "SELECT b.person_id, CAST(COUNT(*) AS BIGINT) FROM publicity_byline b
         JOIN publicity_adoption a ON a.id = b.adoption_id
         WHERE a.organ_id = $1 AND a.on_date >= $2 AND a.on_date <= $3 AND a.struck_at IS NULL AND NOT a.reprint
           AND b.person_id IS NOT NULL GROUP BY b.person_id",
    )
    .bind(organ)
    .bind(from)
    .bind(to)
    .all(&mut on)
    .await?;
    let mut out: Vec<(Id, Asked)> = sent
        .into_iter()
        .map(|(id, sent)| (id, Asked { sent, taken: 0 }))
        .collect();
    for (id, n) in taken {
        match out.iter_mut().find(|(known, _)| *known == id) {
            Some((_, done)) => done.taken = n,
            None => out.push((id, Asked { sent: 0, taken: n })),
        }
    }
    Ok(out)
}

/// A training session.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Training {
    pub id: Id,
    pub on_date: NaiveDate,
    pub title: String,
    pub place: String,
    pub note: String,
    pub present: i64,
    pub told: i64,
}

/// Before the first and behind the last of all.
const FIRST: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date");
const LAST: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

const TRAINING: &str = "SELECT t.id, t.on_date, t.title, t.place, t.note, \
    (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_attendance a WHERE a.training_id = t.id AND a.state = 'present') \
      AS present, \
    (SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_attendance a WHERE a.training_id = t.id) AS told \
    FROM publicity_training t";

/// The training sessions of an organ, the latest first; within some days where they are named.
pub async fn trainings(
    on: impl On,
    organ: Id,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Vec<Training>> {
    Ok(sql(format!(
        "{TRAINING} WHERE t.organ_id = $1 AND t.on_date >= $2 AND t.on_date <= $3
         ORDER BY t.on_date DESC, t.id DESC LIMIT 300"
    ))
    .bind(organ)
    .bind(from.unwrap_or(FIRST))
    .bind(to.unwrap_or(LAST))
    .all(on)
    .await?)
}

pub async fn training(on: impl On, organ: Id, id: Id) -> Result<Training> {
    sql(format!("{TRAINING} WHERE t.organ_id = $1 AND t.id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

pub async fn add_training(
    act: &mut Act,
    on_date: NaiveDate,
    title: &str,
    place: &str,
    note: &str,
) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO publicity_training (id, organ_id, on_date, title, place, note, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(on_date)
    .bind(title)
    .bind(place)
    .bind(note)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(id)
}

/// Whether one person came.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Attendance {
    pub training_id: Id,
    pub person_id: Id,
    pub state: Came,
}

/// Who came to which session since a day.
pub async fn attendance(on: impl On, organ: Id, since: NaiveDate) -> Result<Vec<Attendance>> {
    Ok(sql(
        "SELECT a.training_id, a.person_id, a.state FROM publicity_attendance a
         JOIN publicity_training t ON t.id = a.training_id WHERE t.organ_id = $1 AND t.on_date >= $2",
    )
    .bind(organ)
    .bind(since)
    .all(on)
    .await?)
}

/// Puts down who came, in place of what was put down before.
pub async fn set_attendance(act: &mut Act, training: Id, all: &[(Id, Came)]) -> Result<()> {
    sql("DELETE FROM publicity_attendance WHERE training_id = $1")
        .bind(training)
        .run(&mut *act)
        .await?;
    for (person, came) in all {
        sql("INSERT INTO publicity_attendance (training_id, person_id, state) VALUES ($1, $2, $3)")
            .bind(training)
            .bind(*person)
            .bind(came.code())
            .run(&mut *act)
            .await?;
    }
    Ok(())
}
