//! The row of a decision beside its matter, and what was said of it in deliberation.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::decision::{Body, BroughtBy, Ended, Form, Refused, Subject};

/// A row of `decision`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Decision {
    pub matter_id: Id,
    pub organ_id: Id,
    pub form: Form,
    pub body: Body,
    pub subject: Subject,
    pub brought_by: BroughtBy,
    /// Its name: 县人民政府, the members who sign.
    pub bringer: String,
    /// The unit that brings it in, where it is one of the register.
    pub unit_id: Option<Id>,
    /// How many names stand under it, where names are asked for.
    pub names: i64,
    /// Why it is brought in.
    pub reason: String,
    /// The law or policy it rests on.
    pub ground: String,
    pub refused: Option<Refused>,
    /// 1 the first time; more after each deferral.
    pub round: i64,
    pub adopted_on: Option<NaiveDate>,
    pub failed_on: Option<NaiveDate>,
    /// The version that was adopted.
    pub adopted_text: Option<i64>,
    pub effective_on: Option<NaiveDate>,
    pub numbered_on: Option<NaiveDate>,
    pub code_word: Option<String>,
    pub published_on: Option<NaiveDate>,
    /// Where: the gazette, the site, the paper.
    pub published_at: Option<String>,
    /// Why it is not published.
    pub kept_back: Option<String>,
    pub ended_on: Option<NaiveDate>,
    pub ended_how: Option<Ended>,
    pub ended_by: Option<Id>,
    pub lesson: Option<String>,
}

impl Decision {
    /// A decision of the standing committee that was just brought in.
    pub fn new(matter_id: Id, organ_id: Id) -> Decision {
        Decision {
            matter_id,
            organ_id,
            form: Form::Decision,
            body: Body::StandingCommittee,
            subject: Subject::Other,
            brought_by: BroughtBy::Chairpersons,
            bringer: String::new(),
            unit_id: None,
            names: 1,
            reason: String::new(),
            ground: String::new(),
            refused: None,
            round: 1,
            adopted_on: None,
            failed_on: None,
            adopted_text: None,
            effective_on: None,
            numbered_on: None,
            code_word: None,
            published_on: None,
            published_at: None,
            kept_back: None,
            ended_on: None,
            ended_how: None,
            ended_by: None,
            lesson: None,
        }
    }
}

const COLUMNS: &str = "matter_id, organ_id, form, body, subject, brought_by, bringer, unit_id, names, reason, ground, \
    refused, round, adopted_on, failed_on, adopted_text, effective_on, numbered_on, code_word, published_on, \
    published_at, kept_back, ended_on, ended_how, ended_by, lesson";

pub async fn read(on: impl On, matter: Id) -> Result<Option<Decision>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM decision WHERE matter_id = $1"
    ))
    .bind(matter)
    .optional(on)
    .await?)
}

/// What the list of decisions shows beside each matter.
pub async fn of_matters(on: impl On, matters: &[Id]) -> Result<Vec<Decision>> {
    if matters.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM decision WHERE matter_id IN ({})",
        placeholders(1, matters.len())
    ))
    .bind_all(matters.iter().copied())
    .all(on)
    .await?)
}

/// Writes a decision whose matter stands, or what became of one.
pub async fn put(act: &mut Act, d: &Decision) -> Result<()> {
    sql(format!(
        "INSERT INTO decision ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
           $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
         ON CONFLICT (matter_id) DO UPDATE SET refused = excluded.refused, round = excluded.round,
           adopted_on = excluded.adopted_on, failed_on = excluded.failed_on, adopted_text = excluded.adopted_text,
           effective_on = excluded.effective_on, numbered_on = excluded.numbered_on, code_word = excluded.code_word,
           published_on = excluded.published_on, published_at = excluded.published_at,
           kept_back = excluded.kept_back, ended_on = excluded.ended_on, ended_how = excluded.ended_how,
           ended_by = excluded.ended_by, lesson = excluded.lesson"
    ))
    .bind(d.matter_id)
    .bind(d.organ_id)
    .bind(d.form)
    .bind(d.body)
    .bind(d.subject)
    .bind(d.brought_by)
    .bind(&d.bringer)
    .bind(d.unit_id)
    .bind(d.names)
    .bind(&d.reason)
    .bind(&d.ground)
    .bind(d.refused.map(Refused::code))
    .bind(d.round)
    .bind(d.adopted_on)
    .bind(d.failed_on)
    .bind(d.adopted_text)
    .bind(d.effective_on)
    .bind(d.numbered_on)
    .bind(d.code_word.as_deref())
    .bind(d.published_on)
    .bind(d.published_at.as_deref())
    .bind(d.kept_back.as_deref())
    .bind(d.ended_on)
    .bind(d.ended_how.map(Ended::code))
    .bind(d.ended_by)
    .bind(d.lesson.as_deref())
    .run(act)
    .await?;
    Ok(())
}

/// The code word last used in an organ.
pub async fn last_code_word(on: impl On, organ: Id) -> Result<Option<String>> {
    let row: Option<(String,)> = sql(
        "SELECT code_word FROM decision WHERE organ_id = $1 AND code_word IS NOT NULL
         ORDER BY numbered_on DESC, matter_id DESC LIMIT 1",
    )
    .bind(organ)
    .optional(on)
    .await?;
    Ok(row.map(|(word,)| word))
}

/// What was said of it on a day.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Deliberation {
    pub id: Id,
    pub round: i64,
    pub on_date: NaiveDate,
    pub speaker: String,
    pub said: String,
    /// What was made of it in the text.
    pub heeded: String,
}

pub async fn deliberations(on: impl On, matter: Id) -> Result<Vec<Deliberation>> {
    Ok(sql(
        "SELECT id, round, on_date, speaker, said, heeded FROM decision_deliberation WHERE matter_id = $1
         ORDER BY on_date, at, id",
    )
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn deliberated(act: &mut Act, matter: Id, d: &Deliberation) -> Result<()> {
    let (by, at) = (act.actor.person, act.at.0);
    sql(
        "INSERT INTO decision_deliberation (id, matter_id, round, on_date, speaker, said, heeded, entered_by, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(d.id)
    .bind(matter)
    .bind(d.round)
    .bind(d.on_date)
    .bind(&d.speaker)
    .bind(&d.said)
    .bind(&d.heeded)
    .bind(by)
    .bind(at)
    .run(act)
    .await?;
    Ok(())
}
