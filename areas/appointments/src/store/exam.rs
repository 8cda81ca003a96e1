//! The bank of questions and the sittings of the law examination.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::exam::Question;

/// A question of the bank.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Banked {
    pub id: Id,
    pub subject: String,
    pub asked: String,
    /// A line each.
    pub choices: String,
    pub answer: String,
    pub retired_on: Option<NaiveDate>,
}

impl Banked {
    pub fn question(&self) -> Question {
        Question {
            asked: self.asked.clone(),
            choices: self.choices.lines().map(str::to_owned).collect(),
            answer: self.answer.clone(),
        }
    }
}

/// One sitting.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Sitting {
    pub id: Id,
    pub organ_id: Id,
    pub matter_id: Id,
    pub round: i64,
    /// What opens it, while it is open.
    pub code: Option<String>,
    pub minutes: i64,
    paper: String,
    answers: String,
    pub drawn_at: i64,
    pub begun_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub mark: Option<i64>,
    pub note: String,
}

impl Sitting {
    pub fn paper(&self) -> Result<Vec<Question>> {
        serde_json::from_str(&self.paper).map_err(Error::internal)
    }

    /// As kept so far, one a question; empty where it was left.
    pub fn answers(&self) -> Vec<String> {
        serde_json::from_str(&self.answers).unwrap_or_default()
    }
}

const SITTING: &str = "SELECT id, organ_id, matter_id, round, code, minutes, paper, answers, drawn_at, begun_at, ended_at, \
    mark, note FROM appointment_sitting";

/// The bank of an organ; retired questions only where they are asked for.
pub async fn bank(on: impl On, organ: Id, retired: bool) -> Result<Vec<Banked>> {
    let only = if retired {
        ""
    } else {
        " AND retired_on IS NULL"
    };
    Ok(sql(format!(
        "SELECT id, subject, asked, choices, answer, retired_on FROM appointment_question
         WHERE organ_id = $1{only} ORDER BY subject, id LIMIT 5000"
    ))
    .bind(organ)
    .all(on)
    .await?)
}

pub async fn add_question(act: &mut Act, subject: &str, question: &Question) -> Result<Id> {
    let id = Id::new(act.at);
    let organ = act.organ();
    sql(
        "INSERT INTO appointment_question (id, organ_id, subject, asked, choices, answer, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(organ)
    .bind(subject)
    .bind(question.asked.as_str())
    .bind(question.choices.join("\n"))
    .bind(question.answer.as_str())
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(id)
}

/// A question is drawn no more; papers that hold it stay as they are.
pub async fn retire(act: &mut Act, question: Id) -> Result<()> {
    let organ = act.organ();
    let touched = sql(
        "UPDATE appointment_question SET retired_on = $3 WHERE id = $1 AND organ_id = $2 AND retired_on IS NULL",
    )
    .bind(question)
    .bind(organ)
    .bind(act.at.day())
    .run(&mut *act)
    .await?;
    match touched {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

pub async fn sittings(on: impl On, matter: Id) -> Result<Vec<Sitting>> {
    Ok(
        sql(format!("{SITTING} WHERE matter_id = $1 ORDER BY round"))
            .bind(matter)
            .all(on)
            .await?,
    )
}

/// The sitting a code opens.
pub async fn by_code(on: impl On, code: &str) -> Result<Option<Sitting>> {
    Ok(sql(format!("{SITTING} WHERE code = $1"))
        .bind(code)
        .optional(on)
        .await?)
}

/// A paper drawn, waiting for whoever has the code.
pub async fn insert(
    act: &mut Act,
    matter: Id,
    round: i64,
    code: Option<&str>,
    minutes: i64,
    paper: &[Question],
) -> Result<Id> {
    let id = Id::new(act.at);
    let organ = act.organ();
    sql(
        "INSERT INTO appointment_sitting (id, organ_id, matter_id, round, code, minutes, paper, answers, drawn_at, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '[]', $8, '')",
    )
    .bind(id)
    .bind(organ)
    .bind(matter)
    .bind(round)
    .bind(code)
    .bind(minutes)
    .bind(serde_json::to_string(paper).map_err(Error::internal)?)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(id)
}

/// The time begins to run; once begun it is not begun again.
pub async fn begin(act: &mut Act, sitting: Id) -> Result<()> {
    sql("UPDATE appointment_sitting SET begun_at = $2 WHERE id = $1 AND begun_at IS NULL AND ended_at IS NULL")
        .bind(sitting)
        .bind(act.at.0)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// Keeps what was answered so far.
pub async fn keep(act: &mut Act, sitting: Id, answers: &[String]) -> Result<()> {
    sql("UPDATE appointment_sitting SET answers = $2 WHERE id = $1 AND ended_at IS NULL")
        .bind(sitting)
        .bind(serde_json::to_string(answers).map_err(Error::internal)?)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// A sitting ends with its mark; its code opens nothing any more. False where it had ended before.
pub async fn end(act: &mut Act, sitting: Id, mark: i64, note: &str) -> Result<bool> {
    let touched = sql(
        "UPDATE appointment_sitting SET ended_at = $2, mark = $3, note = $4, code = NULL
         WHERE id = $1 AND ended_at IS NULL",
    )
    .bind(sitting)
    .bind(act.at.0)
    .bind(mark)
    .bind(note)
    .run(&mut *act)
    .await?;
    Ok(touched > 0)
}

/// Sittings whose time is over and that nobody handed in.
pub async fn overdue(on: impl On, now: i64) -> Result<Vec<Sitting>> {
    Ok(sql(format!(
        "{SITTING} WHERE ended_at IS NULL AND begun_at IS NOT NULL AND begun_at + minutes * 60000000 + 60000000 < $1
         ORDER BY id LIMIT 200"
    ))
    .bind(now)
    .all(on)
    .await?)
}
