//! Who was asked, what was answered, what became of it.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::decision::{Stance, Taken, asks_for_word};

/// One asked, or one who spoke unasked.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Consultation {
    pub id: Id,
    pub round: i64,
    pub unit_id: Option<Id>,
    pub person_id: Option<Id>,
    /// The name of whoever is neither.
    pub name: String,
    /// The version that was sent.
    pub version: i64,
    pub question: String,
    pub asked_on: NaiveDate,
    pub due_on: NaiveDate,
    pub answered_on: Option<NaiveDate>,
    pub stance: Option<Stance>,
    pub opinion: String,
    pub taken: Option<Taken>,
    pub taken_reason: String,
    pub taken_on: Option<NaiveDate>,
    /// The unit's or the person's name.
    pub who: Option<String>,
}

impl Consultation {
    /// Whoever it is, by name.
    pub fn name(&self) -> &str {
        self.who.as_deref().unwrap_or(&self.name)
    }

    /// Answered, and waiting for a word of what becomes of it.
    pub fn is_unweighed(&self) -> bool {
        let asks = self.stance.is_some_and(|s| asks_for_word(s, &self.opinion));
        asks && self.taken.is_none()
    }
}

pub async fn all(on: impl On, matter: Id) -> Result<Vec<Consultation>> {
    Ok(sql(
        "SELECT c.id, c.round, c.unit_id, c.person_id, c.name, c.version, c.question, c.asked_on, c.due_on,
                c.answered_on, c.stance, c.opinion, c.taken, c.taken_reason, c.taken_on,
                COALESCE(u.name, n.name) AS who
         FROM decision_consultation c LEFT JOIN unit u ON u.id = c.unit_id LEFT JOIN person n ON n.id = c.person_id
         WHERE c.matter_id = $1 ORDER BY c.asked_on, COALESCE(u.sort, 1000000), c.id",
    )
    .bind(matter)
    .all(on)
    .await?)
}

/// Asks somebody.
pub async fn ask(act: &mut Act, matter: Id, c: &Consultation) -> Result<()> {
    let by = act.actor.person.filter(|_| c.answered_on.is_some());
    sql(
        "INSERT INTO decision_consultation (id, matter_id, round, unit_id, person_id, name, version, question, asked_on,
           due_on, answered_on, stance, opinion, entered_by, taken_reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '')",
    )
    .bind(c.id)
    .bind(matter)
    .bind(c.round)
    .bind(c.unit_id)
    .bind(c.person_id)
    .bind(&c.name)
    .bind(c.version)
    .bind(&c.question)
    .bind(c.asked_on)
    .bind(c.due_on)
    .bind(c.answered_on)
    .bind(c.stance.map(Stance::code))
    .bind(&c.opinion)
    .bind(by)
    .run(act)
    .await?;
    Ok(())
}

/// What was answered.
pub async fn answer(
    act: &mut Act,
    id: Id,
    on: NaiveDate,
    stance: Stance,
    opinion: &str,
) -> Result<()> {
    let by = act.actor.person;
    sql(
        "UPDATE decision_consultation SET answered_on = $2, stance = $3, opinion = $4, entered_by = $5 WHERE id = $1",
    )
    .bind(id)
    .bind(on)
    .bind(stance)
    .bind(opinion)
    .bind(by)
    .run(act)
    .await?;
    Ok(())
}

/// What becomes of it.
pub async fn weigh(act: &mut Act, id: Id, on: NaiveDate, taken: Taken, reason: &str) -> Result<()> {
    sql("UPDATE decision_consultation SET taken = $2, taken_reason = $3, taken_on = $4 WHERE id = $1")
        .bind(id)
        .bind(taken)
        .bind(reason)
        .bind(on)
        .run(act)
        .await?;
    Ok(())
}
