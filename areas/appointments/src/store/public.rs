//! What is published of appointments, for anybody.

use chrono::NaiveDate;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::office::Action;

/// One line of a published decree.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Published {
    pub matter_id: Id,
    pub organ: String,
    pub decree: String,
    pub decreed_on: NaiveDate,
    pub name: String,
    pub action: Action,
    pub office: String,
    pub published_at: i64,
}

/// Published decrees, the newest first; those of one where it is named.
pub async fn published(on: impl On, only: Option<Id>, limit: i64) -> Result<Vec<Published>> {
    let one = if only.is_some() {
        " AND c.matter_id = $3"
    } else {
        ""
    };
    let mut query = sql(format!(
        "SELECT c.matter_id, o.name AS organ, c.decree, c.decreed_on, c.name, l.action, l.office, c.published_at
         FROM appointment c JOIN organ o ON o.id = c.organ_id JOIN appointment_line l ON l.matter_id = c.matter_id
         WHERE c.published_at IS NOT NULL AND c.decreed_on IS NOT NULL AND l.passed = $1{one}
         ORDER BY c.published_at DESC, c.matter_id DESC, l.n LIMIT $2"
    ))
    .bind(true)
    .bind(limit);
    if let Some(id) = only {
        query = query.bind(id);
    }
    Ok(query.all(on).await?)
}

/// Somebody elected, of a published notice.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Announced {
    pub matter_id: Id,
    pub organ: String,
    pub notice: String,
    pub meeting: String,
    pub announced_on: NaiveDate,
    pub certified_on: NaiveDate,
    pub office: String,
    pub name: String,
    pub published_at: i64,
}

/// Those elected by published notices, the newest first; those of one where it is named.
pub async fn announced(on: impl On, only: Option<Id>, limit: i64) -> Result<Vec<Announced>> {
    let one = if only.is_some() {
        " AND e.matter_id = $3"
    } else {
        ""
    };
    let mut query = sql(format!(
        "SELECT e.matter_id, o.name AS organ, e.notice, e.meeting, COALESCE(e.announced_on, e.certified_on) AS announced_on,
           e.certified_on, e.office, c.name, e.published_at
         FROM appointment_election e JOIN organ o ON o.id = e.organ_id
         JOIN appointment_candidate c ON c.matter_id = e.matter_id
         WHERE e.published_at IS NOT NULL AND e.certified_on IS NOT NULL AND c.elected = $1{one}
         ORDER BY e.published_at DESC, e.matter_id DESC, c.n LIMIT $2"
    ))
    .bind(true)
    .bind(limit);
    if let Some(id) = only {
        query = query.bind(id);
    }
    Ok(query.all(on).await?)
}
