//! A case: the person, the offices, and what became of both step by step.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::office::{Action, Class};
use crate::model::papers::Paper;

/// A row of `appointment`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Appointment {
    pub matter_id: Id,
    pub organ_id: Id,
    /// What the case is about first of all.
    pub action: Action,
    pub name: String,
    /// `male`, `female` or empty.
    pub gender: String,
    /// What the person is now (现任职务).
    pub present: String,
    pub about: String,
    /// The meeting of the standing committee it is meant for.
    pub meeting_on: Option<NaiveDate>,
    /// Of the party group: empty, `agreed` or `not_yet`.
    pub opinion: String,
    pub opinion_on: Option<NaiveDate>,
    /// Why it is deferred; empty where it is not.
    pub deferred: String,
    pub nominator: String,
    pub signed_by: String,
    pub nominated_on: Option<NaiveDate>,
    /// The term of the congress it was nominated in.
    pub term: Option<i64>,
    pub complete_on: Option<NaiveDate>,
    /// Empty, `passed`, `failed` or `excused`.
    pub exam: String,
    pub statement: String,
    pub agenda_on: Option<NaiveDate>,
    pub ballot_id: Option<Id>,
    pub announced_on: Option<NaiveDate>,
    /// The number of the decree.
    pub decree: String,
    pub decreed_on: Option<NaiveDate>,
    pub certificate: String,
    pub sworn_on: Option<NaiveDate>,
    pub sworn_at: String,
    pub sworn_led: String,
    pub published_at: Option<i64>,
}

impl Appointment {
    pub fn new(action: Action, name: &str, present: &str) -> Appointment {
        Appointment {
            matter_id: Id(0),
            organ_id: Id(0),
            action,
            name: name.to_owned(),
            gender: String::new(),
            present: present.to_owned(),
            about: String::new(),
            meeting_on: None,
            opinion: String::new(),
            opinion_on: None,
            deferred: String::new(),
            nominator: String::new(),
            signed_by: String::new(),
            nominated_on: None,
            term: None,
            complete_on: None,
            exam: String::new(),
            statement: String::new(),
            agenda_on: None,
            ballot_id: None,
            announced_on: None,
            decree: String::new(),
            decreed_on: None,
            certificate: String::new(),
            sworn_on: None,
            sworn_at: String::new(),
            sworn_led: String::new(),
            published_at: None,
        }
    }
}

/// A row of `appointment_line`: one office, and what the ballot said.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Line {
    pub matter_id: Id,
    pub n: i64,
    pub action: Action,
    pub class: Class,
    pub office: String,
    pub members: Option<i64>,
    pub yes: Option<i64>,
    pub no: Option<i64>,
    pub abstain: Option<i64>,
    pub invalid: Option<i64>,
    pub not_voted: Option<i64>,
    pub needed: Option<i64>,
    pub passed: Option<bool>,
}

impl Line {
    pub fn new(n: i64, action: Action, class: Class, office: &str) -> Line {
        Line {
            matter_id: Id(0),
            n,
            action,
            class,
            office: office.to_owned(),
            members: None,
            yes: None,
            no: None,
            abstain: None,
            invalid: None,
            not_voted: None,
            needed: None,
            passed: None,
        }
    }
}

const CASE: &str = "SELECT matter_id, organ_id, action, name, gender, present, about, meeting_on, opinion, opinion_on, \
    deferred, nominator, signed_by, nominated_on, term, complete_on, exam, statement, agenda_on, ballot_id, \
    announced_on, decree, decreed_on, certificate, sworn_on, sworn_at, sworn_led, published_at FROM appointment";

pub async fn read(on: impl On, matter: Id) -> Result<Option<Appointment>> {
    Ok(sql(format!("{CASE} WHERE matter_id = $1"))
        .bind(matter)
        .optional(on)
        .await?)
}

pub async fn lines(on: impl On, matter: Id) -> Result<Vec<Line>> {
    Ok(sql(
        "SELECT matter_id, n, action, class, office, members, yes, no, abstain, invalid, not_voted, needed, passed
         FROM appointment_line WHERE matter_id = $1 ORDER BY n",
    )
    .bind(matter)
    .all(on)
    .await?)
}

/// The papers of the checklist a case has.
pub async fn papers(on: impl On, matter: Id) -> Result<Vec<Paper>> {
    let rows: Vec<(String,)> =
        sql("SELECT DISTINCT place FROM file WHERE matter_id = $1 AND removed_at IS NULL")
            .bind(matter)
            .all(on)
            .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(place,)| Paper::parse(&place))
        .collect())
}

/// On which days the person was refused for one of these offices in this term, other cases only. All of them were
/// announced: nothing under embargo is asked here.
pub async fn refusals(
    on: impl On,
    case: &Appointment,
    term: Option<i64>,
    offices: &[String],
) -> Result<Vec<NaiveDate>> {
    if offices.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(Id, NaiveDate, Option<i64>)> = sql(format!(
        "SELECT DISTINCT c.matter_id, c.announced_on, c.term FROM appointment c JOIN appointment_line l ON l.matter_id = c.matter_id
         WHERE c.organ_id = $1 AND c.name = $2 AND c.matter_id <> $3 AND c.announced_on IS NOT NULL
           AND l.passed = $4 AND l.office IN ({}) ORDER BY c.announced_on",
        kernel::db::placeholders(5, offices.len())
    ))
    .bind(case.organ_id)
    .bind(case.name.as_str())
    .bind(case.matter_id)
    .bind(false)
    .bind_all(offices.iter().map(String::as_str))
    .all(on)
    .await?;
    Ok(rows
        .into_iter()
        .filter(|(_, _, of)| *of == term)
        .map(|(_, day, _)| day)
        .collect())
}

/// Writes a case whose matter stands, with its offices.
pub async fn insert(act: &mut Act, case: &Appointment, lines: &[Line]) -> Result<()> {
    sql(
        "INSERT INTO appointment (matter_id, organ_id, action, name, gender, present, about, opinion, deferred,
           nominator, signed_by, exam, statement, decree, certificate, sworn_at, sworn_led)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', '', '', '', '', '', '', '', '')",
    )
    .bind(case.matter_id)
    .bind(case.organ_id)
    .bind(case.action.code())
    .bind(case.name.as_str())
    .bind(case.gender.as_str())
    .bind(case.present.as_str())
    .bind(case.about.as_str())
    .run(&mut *act)
    .await?;
    save(act, case).await?;
    insert_lines(act, case.matter_id, lines).await
}

/// Writes the offices of a case anew; none of them was voted on yet.
pub async fn put_lines(act: &mut Act, matter: Id, lines: &[Line]) -> Result<()> {
    sql("DELETE FROM appointment_line WHERE matter_id = $1")
        .bind(matter)
        .run(&mut *act)
        .await?;
    insert_lines(act, matter, lines).await
}

async fn insert_lines(act: &mut Act, matter: Id, lines: &[Line]) -> Result<()> {
    for line in lines {
        sql(
            "INSERT INTO appointment_line (matter_id, n, action, class, office) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(matter)
        .bind(line.n)
        .bind(line.action.code())
        .bind(line.class.code())
        .bind(line.office.as_str())
        .run(&mut *act)
        .await?;
    }
    Ok(())
}

/// Writes what became of a case.
pub async fn save(act: &mut Act, c: &Appointment) -> Result<()> {
    sql(
        "UPDATE appointment SET name = $2, gender = $3, present = $4, about = $5, meeting_on = $6, opinion = $7,
           opinion_on = $8, deferred = $9, nominator = $10, signed_by = $11, nominated_on = $12, term = $13,
           complete_on = $14, exam = $15, statement = $16, agenda_on = $17, ballot_id = $18, announced_on = $19,
           decree = $20, decreed_on = $21, certificate = $22, sworn_on = $23, sworn_at = $24, sworn_led = $25,
           published_at = $26 WHERE matter_id = $1",
    )
    .bind(c.matter_id)
    .bind(c.name.as_str())
    .bind(c.gender.as_str())
    .bind(c.present.as_str())
    .bind(c.about.as_str())
    .bind(c.meeting_on)
    .bind(c.opinion.as_str())
    .bind(c.opinion_on)
    .bind(c.deferred.as_str())
    .bind(c.nominator.as_str())
    .bind(c.signed_by.as_str())
    .bind(c.nominated_on)
    .bind(c.term)
    .bind(c.complete_on)
    .bind(c.exam.as_str())
    .bind(c.statement.as_str())
    .bind(c.agenda_on)
    .bind(c.ballot_id)
    .bind(c.announced_on)
    .bind(c.decree.as_str())
    .bind(c.decreed_on)
    .bind(c.certificate.as_str())
    .bind(c.sworn_on)
    .bind(c.sworn_at.as_str())
    .bind(c.sworn_led.as_str())
    .bind(c.published_at)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Writes what the ballot said of a line.
pub async fn save_result(act: &mut Act, line: &Line) -> Result<()> {
    sql(
        "UPDATE appointment_line SET members = $3, yes = $4, no = $5, abstain = $6, invalid = $7, not_voted = $8,
           needed = $9, passed = $10 WHERE matter_id = $1 AND n = $2",
    )
    .bind(line.matter_id)
    .bind(line.n)
    .bind(line.members)
    .bind(line.yes)
    .bind(line.no)
    .bind(line.abstain)
    .bind(line.invalid)
    .bind(line.not_voted)
    .bind(line.needed)
    .bind(line.passed)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// Everybody of an organ who may be named on a case: those with an account, by name.
pub async fn people(on: impl On, organ: Id) -> Result<Vec<(Id, String, String)>> {
    Ok(sql(
        "SELECT p.id, p.name, COALESCE(MIN(q.title), '') FROM person p JOIN account a ON a.person_id = p.id
         LEFT JOIN post q ON q.person_id = p.id AND q.to_on IS NULL
         WHERE p.organ_id = $1 AND p.erased_at IS NULL AND NOT a.disabled GROUP BY p.id, p.name
         ORDER BY p.name, p.id LIMIT 2000",
    )
    .bind(organ)
    .all(on)
    .await?)
}
