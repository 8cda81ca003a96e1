//! What is published: read by everybody, signed in or not. A row is here only with its day of publication, and never
//! where its matter is confidential.

use chrono::NaiveDate;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::decision::{Body, Ended, Form, Subject};

/// A published text.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Published {
    pub matter_id: Id,
    pub organ: String,
    pub number: Option<String>,
    pub title: String,
    pub form: Form,
    pub body: Body,
    pub subject: Subject,
    pub adopted_on: NaiveDate,
    pub effective_on: Option<NaiveDate>,
    pub published_on: NaiveDate,
    pub published_at: String,
    pub ended_on: Option<NaiveDate>,
    pub ended_how: Option<Ended>,
    pub ended_by: Option<Id>,
    pub content: String,
}

impl Published {
    /// When and how it ceased to be in force.
    pub fn ended(&self) -> Option<(NaiveDate, Ended)> {
        self.ended_on.zip(self.ended_how)
    }
}

const TEXT: &str = "SELECT d.matter_id, o.name AS organ, m.number, v.title, d.form, d.body, d.subject, d.adopted_on, \
    d.effective_on, d.published_on, COALESCE(d.published_at, '') AS published_at, d.ended_on, d.ended_how, d.ended_by, \
    v.content FROM decision d JOIN matter m ON m.id = d.matter_id JOIN organ o ON o.id = d.organ_id \
    JOIN decision_version v ON v.matter_id = d.matter_id AND v.version = d.adopted_text \
    WHERE d.published_on IS NOT NULL AND d.published_on <= $1 AND d.adopted_on IS NOT NULL \
    AND m.confidentiality = 'open'";

/// One of them, as of `today`.
pub async fn one(on: impl On, matter: Id, today: NaiveDate) -> Result<Option<Published>> {
    Ok(sql(format!("{TEXT} AND d.matter_id = $2"))
        .bind(today)
        .bind(matter)
        .optional(on)
        .await?)
}

/// The most one page of the list holds.
pub const ROWS: i64 = 50;

/// The newest first, from the row after `skip` others; one more than a page, so that the page knows of the next.
pub async fn list(
    on: impl On,
    today: NaiveDate,
    subject: Option<Subject>,
    skip: i64,
) -> Result<Vec<Published>> {
    let narrowed = match subject {
        Some(_) => " AND d.subject = $3",
        None => "",
    };
    let mut query = sql(format!(
        "{TEXT}{narrowed} ORDER BY d.published_on DESC, d.matter_id DESC LIMIT {} OFFSET $2",
        ROWS + 1
    ))
    .bind(today)
    .bind(skip);
    if let Some(subject) = subject {
        query = query.bind(subject);
    }
    Ok(query.all(on).await?)
}

/// Those of an organ in force that a new one may replace or repeal.
pub async fn replaceable(on: impl On, organ: Id, today: NaiveDate) -> Result<Vec<Published>> {
    Ok(sql(format!(
        "{TEXT} AND d.organ_id = $2 AND d.ended_on IS NULL ORDER BY d.adopted_on DESC LIMIT 300"
    ))
    .bind(today)
    .bind(organ)
    .all(on)
    .await?)
}
