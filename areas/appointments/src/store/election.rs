//! Elections and their candidates.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::election::{By, Post};
use crate::model::office::Class;

/// A row of `appointment_election`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Election {
    pub matter_id: Id,
    pub organ_id: Id,
    pub office: String,
    pub class: Class,
    pub post: Post,
    pub seats: i64,
    pub turnover: bool,
    pub opened_on: NaiveDate,
    pub ballot_id: Option<Id>,
    pub announced_on: Option<NaiveDate>,
    /// The number of the notice.
    pub notice: String,
    pub certified_on: Option<NaiveDate>,
    pub published_at: Option<i64>,
    /// The session by its full name, as notice and certificates have it; empty before they are issued.
    pub meeting: String,
    /// The primary that was asked for.
    pub primary_id: Option<Id>,
}

/// A row of `appointment_candidate`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Candidate {
    pub matter_id: Id,
    pub n: i64,
    pub name: String,
    pub present: String,
    pub nominated_by: By,
    pub signers: i64,
    pub dropped: String,
    pub yes: Option<i64>,
    pub no: Option<i64>,
    pub abstain: Option<i64>,
    pub needed: Option<i64>,
    pub passed: Option<bool>,
    pub elected: Option<bool>,
    /// The number of his certificate.
    pub certificate: String,
    pub primary_yes: Option<i64>,
}

impl Candidate {
    pub fn new(matter: Id, n: i64, name: &str, by: By) -> Candidate {
        Candidate {
            matter_id: matter,
            n,
            name: name.to_owned(),
            present: String::new(),
            nominated_by: by,
            signers: 0,
            dropped: String::new(),
            yes: None,
            no: None,
            abstain: None,
            needed: None,
            passed: None,
            elected: None,
            certificate: String::new(),
            primary_yes: None,
        }
    }

    pub fn stands(&self) -> bool {
        self.dropped.is_empty()
    }
}

pub async fn read(on: impl On, matter: Id) -> Result<Option<Election>> {
    Ok(sql(
        "SELECT matter_id, organ_id, office, class, post, seats, turnover, opened_on, ballot_id, announced_on, notice,
           certified_on, published_at, meeting, primary_id FROM appointment_election WHERE matter_id = $1",
    )
    .bind(matter)
    .optional(on)
    .await?)
}

pub async fn candidates(on: impl On, matter: Id) -> Result<Vec<Candidate>> {
    Ok(sql(
        "SELECT matter_id, n, name, present, nominated_by, signers, dropped, yes, no, abstain, needed, passed, elected,
           certificate, primary_yes
         FROM appointment_candidate WHERE matter_id = $1 ORDER BY n",
    )
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn insert(act: &mut Act, e: &Election) -> Result<()> {
    sql(
        "INSERT INTO appointment_election (matter_id, organ_id, office, class, post, seats, turnover, opened_on, notice)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')",
    )
    .bind(e.matter_id)
    .bind(e.organ_id)
    .bind(e.office.as_str())
    .bind(e.class.code())
    .bind(e.post.code())
    .bind(e.seats)
    .bind(e.turnover)
    .bind(e.opened_on)
    .run(&mut *act)
    .await?;
    Ok(())
}

pub async fn save(act: &mut Act, e: &Election) -> Result<()> {
    sql(
        "UPDATE appointment_election SET ballot_id = $2, announced_on = $3, notice = $4, certified_on = $5,
           published_at = $6, meeting = $7, primary_id = $8 WHERE matter_id = $1",
    )
    .bind(e.matter_id)
    .bind(e.ballot_id)
    .bind(e.announced_on)
    .bind(e.notice.as_str())
    .bind(e.certified_on)
    .bind(e.published_at)
    .bind(e.meeting.as_str())
    .bind(e.primary_id)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Writes a candidate, or what became of one.
pub async fn put(act: &mut Act, c: &Candidate) -> Result<()> {
    sql(
        "INSERT INTO appointment_candidate (matter_id, n, name, present, nominated_by, signers, dropped, yes, no, abstain,
           needed, passed, elected, certificate, primary_yes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (matter_id, n) DO UPDATE SET dropped = excluded.dropped, yes = excluded.yes, no = excluded.no,
           abstain = excluded.abstain, needed = excluded.needed, passed = excluded.passed, elected = excluded.elected,
           certificate = excluded.certificate, primary_yes = excluded.primary_yes",
    )
    .bind(c.matter_id)
    .bind(c.n)
    .bind(c.name.as_str())
    .bind(c.present.as_str())
    .bind(c.nominated_by.code())
    .bind(c.signers)
    .bind(c.dropped.as_str())
    .bind(c.yes)
    .bind(c.no)
    .bind(c.abstain)
    .bind(c.needed)
    .bind(c.passed)
    .bind(c.elected)
    .bind(c.certificate.as_str())
    .bind(c.primary_yes)
    .run(&mut *act)
    .await?;
    Ok(())
}
