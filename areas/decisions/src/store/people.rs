//! Who may lead those that bring something in: deputies and the leaders of the organ.

use chrono::NaiveDate;
use kernel::access::Role;
use kernel::db::{On, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Somebody {
    pub id: Id,
    pub name: String,
    /// A delegation or a post, to tell two of one name apart.
    pub belongs: String,
}

pub async fn bringers(on: impl On, organ: Id, day: NaiveDate) -> Result<Vec<Somebody>> {
    let roles = [Role::Deputy, Role::Leader, Role::Chief];
    Ok(sql(format!(
        "SELECT n.id, n.name, COALESCE(MIN(u.short_name), MIN(p.title), '') AS belongs
         FROM post p JOIN person n ON n.id = p.person_id LEFT JOIN unit u ON u.id = p.unit_id
         WHERE p.organ_id = $1 AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on >= $2) AND n.erased_at IS NULL
           AND p.role IN ({})
         GROUP BY n.id, n.name ORDER BY n.name, n.id LIMIT 3000",
        placeholders(3, roles.len())
    ))
    .bind(organ)
    .bind(day)
    .bind_all(roles.iter().map(|r| r.code()))
    .all(on)
    .await?)
}
