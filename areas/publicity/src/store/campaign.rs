//! Campaigns and their events.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::campaign::Theme;

/// The relation of an event to the campaign it belongs to.
pub const PART_OF: &str = "part_of";

/// A row of `publicity_campaign`.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Campaign {
    pub matter_id: Id,
    pub organ_id: Id,
    pub theme: Theme,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// What is to be reached, and how.
    pub goal: String,
}

const CAMPAIGN: &str =
    "SELECT matter_id, organ_id, theme, from_on, to_on, goal FROM publicity_campaign";

pub async fn read(on: impl On, matter: Id) -> Result<Option<Campaign>> {
    Ok(sql(format!("{CAMPAIGN} WHERE matter_id = $1"))
        .bind(matter)
        .optional(on)
        .await?)
}

/// Writes a campaign whose matter stands, or what became of its plan.
pub async fn put(act: &mut Act, c: &Campaign) -> Result<()> {
    sql(
        "INSERT INTO publicity_campaign (matter_id, organ_id, theme, from_on, to_on, goal)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (matter_id) DO UPDATE SET theme = excluded.theme, from_on = excluded.from_on,
           to_on = excluded.to_on, goal = excluded.goal",
    )
    .bind(c.matter_id)
    .bind(c.organ_id)
    .bind(c.theme.code())
    .bind(c.from_on)
    .bind(c.to_on)
    .bind(&c.goal)
    .run(act)
    .await?;
    Ok(())
}

/// The events that belong to a campaign, whoever may see them.
pub async fn events(on: impl On, campaign: Id) -> Result<Vec<Id>> {
    let rows: Vec<(Id,)> = sql(format!(
        "SELECT from_id FROM matter_link WHERE to_id = $1 AND relation = '{PART_OF}' ORDER BY created_at, from_id"
    ))
    .bind(campaign)
    .all(on)
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The campaigns of an organ by their matters.
pub async fn some(on: impl On, organ: Id) -> Result<Vec<Campaign>> {
    Ok(sql(format!(
        "{CAMPAIGN} WHERE organ_id = $1 ORDER BY from_on DESC, matter_id DESC LIMIT 1000"
    ))
    .bind(organ)
    .all(on)
    .await?)
}
