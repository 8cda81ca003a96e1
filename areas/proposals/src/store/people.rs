//! People who may bring a matter in or sign it.

use chrono::NaiveDate;
use kernel::db::{On, sql};
use kernel::error::Result;
use kernel::id::Id;

use crate::model::matter::MatterKind;

/// Somebody who may bring a matter of a kind in.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Proposer {
    pub id: Id,
    pub name: String,
    /// The delegation or sector.
    pub belongs: String,
}

/// Who may bring in, or sign, a matter of `kind` on `day`: members proposals, deputies suggestions and bills.
pub async fn proposers(
    on: impl On,
    organ: Id,
    kind: MatterKind,
    day: NaiveDate,
) -> Result<Vec<Proposer>> {
    let role = match kind {
        MatterKind::Proposal => "member",
        _ => "deputy",
    };
    Ok(sql(
        "SELECT n.id, n.name, COALESCE(MIN(u.short_name), '') AS belongs FROM post p
         JOIN person n ON n.id = p.person_id LEFT JOIN unit u ON u.id = p.unit_id
         WHERE p.organ_id = $1 AND p.role = $2 AND p.from_on <= $3 AND (p.to_on IS NULL OR p.to_on >= $3)
           AND n.erased_at IS NULL
         GROUP BY n.id, n.name ORDER BY n.name, n.id LIMIT 3000",
    )
    .bind(organ)
    .bind(role)
    .bind(day)
    .all(on)
    .await?)
}
