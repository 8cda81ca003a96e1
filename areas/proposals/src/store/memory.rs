//! What earlier matters tell about a new one (H11): which units handled such a category, and what became of the
//! matters a search found alike.

use chrono::NaiveDate;

use kernel::db::{Db, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;

use crate::model::reply::{Answer, Meaning};
use crate::model::verdict::Standing;

/// A unit that handled matters of a category before, and how often.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Experience {
    pub unit: Id,
    pub name: String,
    pub times: i64,
    pub last_on: NaiveDate,
}

/// The units that were given matters of `category` since `since`, most often first. Units that exist no more and
/// confidential matters are left out.
pub async fn units_of(
    db: &Db,
    organ: Id,
    category: &str,
    since: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Experience>> {
    Ok(sql(
        "SELECT f.unit AS unit, u.name AS name, CAST(COUNT(*) AS BIGINT) AS times, MAX(f.received_on) AS last_on
         FROM proposal_fact f JOIN unit u ON u.id = f.unit
         WHERE f.organ_id = $1 AND f.kind <> 'commitment' AND f.category = $2 AND f.received_on >= $3
           AND f.confidentiality IN ('open', 'internal') AND (u.to_on IS NULL OR u.to_on >= $4)
         GROUP BY f.unit, u.name ORDER BY times DESC, last_on DESC, f.unit LIMIT 5",
    )
    .bind(organ)
    .bind(category)
    .bind(since)
    .bind(today)
    .all(db)
    .await?)
}

/// What became of an earlier matter.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Earlier {
    pub matter_id: Id,
    pub number: Option<String>,
    pub title: String,
    pub received_on: NaiveDate,
    pub unit_id: Option<Id>,
    pub unit: Option<String>,
    pub class: Option<String>,
    pub meaning: Option<Meaning>,
    pub replied_on: Option<NaiveDate>,
    pub standing: Standing,
    /// Stages promised, stages delivered, and stages delivered after their day or owed past it.
    pub promised: i64,
    pub kept: i64,
    pub late: i64,
    /// The newest reply as written, where it was written here.
    content: Option<String>,
}

impl Earlier {
    /// What the reply said, in short; empty where none was written here.
    pub fn gist(&self) -> String {
        let answer = self.content.as_deref().map(serde_json::from_str::<Answer>);
        answer.and_then(Result::ok).unwrap_or_default().gist
    }
}

/// What became of `matters`, in no order. The caller asks only for matters that exist for its reader.
pub async fn of(db: &Db, matters: &[Id], today: NaiveDate) -> Result<Vec<Earlier>> {
    if matters.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT m.id AS matter_id, m.number, m.title, m.received_on, m.lead_unit AS unit_id, u.name AS unit, f.class, f.meaning,
                f.replied_on, f.standing,
                (SELECT CAST(COUNT(*) AS BIGINT) FROM commitment c JOIN commitment_stage s ON s.matter_id = c.matter_id
                 WHERE c.source_id = m.id) AS promised,
                (SELECT CAST(COUNT(*) AS BIGINT) FROM commitment c JOIN commitment_stage s ON s.matter_id = c.matter_id
                 WHERE c.source_id = m.id AND s.delivered_on IS NOT NULL) AS kept,
                (SELECT CAST(COUNT(*) AS BIGINT) FROM commitment c JOIN commitment_stage s ON s.matter_id = c.matter_id
                 WHERE c.source_id = m.id AND COALESCE(s.delivered_on, $1) > s.due_on) AS late,
                (SELECT r.content FROM proposal_reply r WHERE r.matter_id = m.id
                 ORDER BY r.round DESC, r.issued_at DESC LIMIT 1) AS content
         FROM matter m JOIN proposal_fact f ON f.matter_id = m.id LEFT JOIN unit u ON u.id = m.lead_unit
         WHERE m.id IN ({})",
        placeholders(2, matters.len())
    ))
    .bind(today)
    .bind_all(matters.iter().copied())
    .all(db)
    .await?)
}
