//! Everything about one matter that is this area's: its paper, parties, handling, drafts, replies, verdicts and
//! commitments, read in a fixed number of statements whatever their number.

use chrono::NaiveDate;

use kernel::clock::Instant;
use kernel::db::{On, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;

use crate::model::commitment::{Stage, StageState};
use crate::model::filing::NotFiled;
use crate::model::handling::{ContactWay, HandlingState, Part, RequestKind, Ruling};
use crate::model::matter::{Form, MatterKind};
use crate::model::party::{PartyRole, PartyState};
use crate::model::reply::{Answer, Meaning};
use crate::model::verdict::{Asked, CountingRule, Outcome, Rating, Standing};

/// What was brought in, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Paper {
    pub matter_id: Id,
    pub organ_id: Id,
    pub kind: MatterKind,
    pub form: Form,
    /// The organisation that brought it in, where one did.
    pub body_name: Option<String>,
    /// 情况、分析 (案据)
    pub background: String,
    /// 建议 (方案)
    pub demand: String,
    /// The handling plan for the principal leader (拟办意见).
    pub plan: Option<String>,
    /// What the principal leader wrote on it (批示).
    pub instruction: Option<String>,
    /// What was learnt, written when it is summed up.
    pub lesson: Option<String>,
    pub not_filed: Option<NotFiled>,
    pub filing_note: Option<String>,
    pub merged_into: Option<Id>,
    /// The matter it grew out of: a commitment's, or the proposal treated as a suggestion.
    pub source_id: Option<Id>,
    /// 1, or more after it was handled again.
    pub round: i64,
    /// How often it was handled again because of a verdict.
    pub redone: i64,
    pub counting: CountingRule,
    /// As the figures have it: the only trace of a reply given before the program came.
    pub class: Option<String>,
    pub meaning: Option<Meaning>,
    pub replied_on: Option<NaiveDate>,
    pub standing: Option<Standing>,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Party {
    pub person_id: Id,
    pub name: String,
    pub role: PartyRole,
    pub state: PartyState,
    /// The merged matter this party came with.
    pub from_matter: Option<Id>,
    pub answered_at: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Verdict {
    pub round: i64,
    pub person_id: Id,
    pub attitude: Rating,
    pub result: Rating,
    pub half_solved: bool,
    pub reason: Option<String>,
    pub at: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Handling {
    pub round: i64,
    pub unit_id: Id,
    pub unit: String,
    pub part: Part,
    pub state: HandlingState,
    pub section_id: Option<Id>,
    pub section: Option<String>,
    pub responsible: Option<Id>,
    pub responsible_name: Option<String>,
    pub assigned_on: NaiveDate,
    pub accepted_on: Option<NaiveDate>,
    pub replied_on: Option<NaiveDate>,
    pub opinion: Option<String>,
    pub opinion_at: Option<i64>,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Contact {
    pub id: Id,
    pub round: i64,
    pub unit_id: Id,
    pub unit: String,
    pub person: Option<String>,
    pub way: ContactWay,
    pub on_date: NaiveDate,
    pub place: Option<String>,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Request {
    pub id: Id,
    pub round: i64,
    pub unit_id: Id,
    pub unit: String,
    pub kind: RequestKind,
    pub suggested: Option<Id>,
    pub suggested_unit: Option<String>,
    pub until_on: Option<NaiveDate>,
    pub reason: String,
    pub asked_at: i64,
    pub ruling: Option<Ruling>,
    pub ruled_at: Option<i64>,
    pub ruling_note: Option<String>,
}

/// The newest version of a unit's draft in a round.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Draft {
    pub round: i64,
    pub unit_id: Id,
    pub version: i64,
    content: String,
    pub saved_at: i64,
}

impl Draft {
    pub fn answer(&self) -> Result<Answer> {
        serde_json::from_str(&self.content).map_err(Error::internal)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Review {
    pub round: i64,
    pub unit_id: Id,
    pub step: String,
    pub passed: bool,
    /// Codes of [`crate::model::filing::Reviewed`], parted by blanks.
    pub reason: Option<String>,
    pub note: Option<String>,
    pub by_name: Option<String>,
    pub at: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Reply {
    pub round: i64,
    pub unit_id: Id,
    pub unit: String,
    pub number: String,
    pub class: String,
    pub meaning: Meaning,
    content: String,
    pub letter: String,
    pub issued_on: NaiveDate,
}

impl Reply {
    pub fn answer(&self) -> Result<Answer> {
        serde_json::from_str(&self.content).map_err(Error::internal)
    }
}

/// One stage of a commitment: of this matter's own, or of one that grew out of its replies.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct StageRow {
    pub matter_id: Id,
    pub unit_id: Id,
    pub round: i64,
    pub sort: i64,
    pub stage: Stage,
    pub what: String,
    pub due_on: NaiveDate,
    pub delivered_on: Option<NaiveDate>,
    pub note: Option<String>,
}

impl StageRow {
    pub fn state(&self) -> StageState {
        StageState {
            stage: self.stage,
            due_on: self.due_on,
            delivered_on: self.delivered_on,
        }
    }
}

/// A file of the matter.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct PaperFile {
    pub id: Id,
    pub name: String,
    /// [`crate::effects::place`] says which there are.
    pub place: String,
    pub unit_id: Option<Id>,
    /// [`kernel::history::Audience::code`].
    pub audience: String,
}

/// One matter of this area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub paper: Paper,
    pub parties: Vec<Party>,
    /// Of every round, newest round first.
    pub handlings: Vec<Handling>,
    pub contacts: Vec<Contact>,
    pub requests: Vec<Request>,
    pub drafts: Vec<Draft>,
    pub reviews: Vec<Review>,
    pub replies: Vec<Reply>,
    pub verdicts: Vec<Verdict>,
    pub stages: Vec<StageRow>,
    /// Whoever reads them; oldest first.
    pub papers: Vec<PaperFile>,
}

/// How many statements [`read`] sends.
pub const STATEMENTS: u64 = 11;

/// Reads the case of `matter`; none where this area has nothing of it.
pub async fn read(mut on: impl On, matter: Id) -> Result<Option<Case>> {
    let Some(paper) = paper(&mut on, matter).await? else {
        return Ok(None);
    };
    let parties = sql(
        "SELECT p.person_id, n.name, p.role, p.state, p.from_matter, p.answered_at
         FROM proposal_party p JOIN person n ON n.id = p.person_id
         WHERE p.matter_id = $1 ORDER BY p.sort, p.state = 'declined', p.invited_at, p.person_id",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    let handlings = sql(
        "SELECT h.round, h.unit_id, u.name AS unit, h.part, h.state, h.section_id, s.name AS section,
                h.responsible, r.name AS responsible_name, h.assigned_on, h.accepted_on, h.replied_on,
                h.opinion, h.opinion_at, h.note
         FROM proposal_handling h JOIN unit u ON u.id = h.unit_id
         LEFT JOIN unit s ON s.id = h.section_id LEFT JOIN person r ON r.id = h.responsible
         WHERE h.matter_id = $1 ORDER BY h.round DESC, h.part = 'co', u.sort, h.unit_id",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    let contacts = sql(
        "SELECT c.id, c.round, c.unit_id, u.name AS unit, p.name AS person, c.way, c.on_date, c.place, c.note
         FROM proposal_contact c JOIN unit u ON u.id = c.unit_id LEFT JOIN person p ON p.id = c.person_id
         WHERE c.matter_id = $1 ORDER BY c.on_date, c.at, c.id",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    let requests = sql(
        "SELECT q.id, q.round, q.unit_id, u.name AS unit, q.kind, q.suggested, s.name AS suggested_unit,
                q.until_on, q.reason, q.asked_at, q.ruling, q.ruled_at, q.ruling_note
         FROM proposal_request q JOIN unit u ON u.id = q.unit_id LEFT JOIN unit s ON s.id = q.suggested
         WHERE q.matter_id = $1 ORDER BY q.asked_at, q.id",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    let drafts = sql(
        "SELECT d.round, d.unit_id, d.version, d.content, d.saved_at FROM proposal_draft d
         WHERE d.matter_id = $1 AND d.version = (SELECT MAX(e.version) FROM proposal_draft e
           WHERE e.matter_id = d.matter_id AND e.round = d.round AND e.unit_id = d.unit_id)
         ORDER BY d.round DESC, d.saved_at DESC",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    let reviews = sql(
        "SELECT v.round, v.unit_id, v.step, v.passed, v.reason, v.note, p.name AS by_name, v.at
         FROM proposal_review v LEFT JOIN person p ON p.id = v.by_person
         WHERE v.matter_id = $1 ORDER BY v.at, v.id",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    let replies = sql(
        "SELECT r.round, r.unit_id, u.name AS unit, r.number, r.class, r.meaning, r.content, r.letter,
                r.issued_on
         FROM proposal_reply r JOIN unit u ON u.id = r.unit_id
         WHERE r.matter_id = $1 ORDER BY r.round DESC, r.issued_at, r.unit_id",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    let verdicts = sql(
        "SELECT round, person_id, attitude, result, half_solved, reason, at FROM proposal_verdict
         WHERE matter_id = $1 ORDER BY round DESC, at, person_id",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    let stages = sql(
        "SELECT c.matter_id, c.unit_id, c.round, s.sort, s.stage, s.what, s.due_on, s.delivered_on, s.note
         FROM commitment c JOIN commitment_stage s ON s.matter_id = c.matter_id
         WHERE c.source_id = $1 OR c.matter_id = $1 ORDER BY s.due_on, s.matter_id, s.sort",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    let papers = sql(
        "SELECT id, name, place, unit_id, audience FROM file WHERE matter_id = $1 AND removed_at IS NULL ORDER BY id",
    )
    .bind(matter)
    .all(&mut on)
    .await?;
    Ok(Some(Case {
        paper,
        parties,
        handlings,
        contacts,
        requests,
        drafts,
        reviews,
        replies,
        verdicts,
        stages,
        papers,
    }))
}

/// Only the paper.
pub async fn paper(on: impl On, matter: Id) -> Result<Option<Paper>> {
    Ok(sql(
        "SELECT p.matter_id, p.organ_id, p.kind, p.form, p.body_name, p.background, p.demand, p.plan, p.instruction,
                p.lesson, p.not_filed, p.filing_note, p.merged_into, p.source_id, p.round, p.redone, p.counting,
                f.class, f.meaning, f.replied_on, f.standing
         FROM proposal p LEFT JOIN proposal_fact f ON f.matter_id = p.matter_id WHERE p.matter_id = $1",
    )
    .bind(matter)
    .optional(on)
    .await?)
}

impl Case {
    /// Units of the present round that still have a part.
    pub fn handling_now(&self) -> impl Iterator<Item = &Handling> {
        self.handlings
            .iter()
            .filter(|h| h.round == self.paper.round && h.state != HandlingState::TakenBack)
    }

    /// What `unit` does in the present round.
    pub fn handling_of(&self, unit: Id) -> Option<&Handling> {
        self.handling_now().find(|h| h.unit_id == unit)
    }

    pub fn lead(&self) -> Option<&Party> {
        self.parties.iter().find(|p| p.role == PartyRole::Lead)
    }

    pub fn party(&self, person: Id) -> Option<&Party> {
        self.parties.iter().find(|p| p.person_id == person)
    }

    /// The people who are asked for a verdict: whoever declined to sign is not.
    pub fn raters(&self) -> impl Iterator<Item = &Party> {
        self.parties
            .iter()
            .filter(|p| p.role.rates() && p.state == PartyState::Signed)
    }

    pub fn verdict_of(&self, person: Id, round: i64) -> Option<&Verdict> {
        self.verdicts
            .iter()
            .find(|v| v.person_id == person && v.round == round)
    }

    /// Who was asked in `round`, and what they said of the result.
    pub fn asked(&self, round: i64) -> Vec<Asked> {
        self.raters()
            .map(|p| Asked {
                role: p.role,
                result: self.verdict_of(p.person_id, round).map(|v| v.result),
            })
            .collect()
    }

    /// How the verdict of the present round stands.
    pub fn outcome(&self) -> Outcome {
        self.paper.counting.outcome(&self.asked(self.paper.round))
    }

    /// Contacts a unit had with the proposers in the present round.
    pub fn contacts_of(&self, unit: Id) -> usize {
        self.contacts
            .iter()
            .filter(|c| c.round == self.paper.round && c.unit_id == unit)
            .count()
    }

    /// Co-handling units of the present round whose opinion is still owed.
    pub fn opinions_owed(&self) -> impl Iterator<Item = &Handling> {
        self.handling_now()
            .filter(|h| h.part == Part::Co && h.state.is_pending())
    }

    /// The newest draft of `unit` in the present round.
    pub fn draft_of(&self, unit: Id) -> Option<&Draft> {
        self.drafts
            .iter()
            .find(|d| d.unit_id == unit && d.round == self.paper.round)
    }

    /// The files that may still be taken away at a step of `unit`, or at one of the matter as a whole: what has not left
    /// whoever wrote it.
    pub fn removable(&self, unit: Option<Id>) -> impl Iterator<Item = &PaperFile> {
        let place = match unit {
            Some(_) => "draft",
            None => "paper",
        };
        self.papers
            .iter()
            .filter(move |p| p.place == place && p.unit_id == unit)
    }

    /// The replies of the present round.
    pub fn replies_now(&self) -> impl Iterator<Item = &Reply> {
        self.replies.iter().filter(|r| r.round == self.paper.round)
    }

    /// The request of `unit` that the office has not ruled on.
    pub fn open_request(&self, unit: Id) -> Option<&Request> {
        self.requests
            .iter()
            .rev()
            .find(|r| r.unit_id == unit && r.ruling.is_none())
    }

    /// How often a draft was sent back.
    pub fn reworks(&self) -> i64 {
        self.reviews.iter().filter(|r| !r.passed).count() as i64
    }
}

/// The day of an instant of this case.
pub fn day(at: i64) -> NaiveDate {
    Instant(at).day()
}
