//! Who is on the roster: people with their delegation and the terms they were elected for.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use kernel::access::Role;
use kernel::db::{On, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;

/// A person as the roster knows him.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Known {
    pub id: Id,
    pub name: String,
    pub number: Option<String>,
    pub gender: Option<String>,
    pub born_on: Option<NaiveDate>,
    pub ethnicity: Option<String>,
    pub party: Option<String>,
    pub occupation: Option<String>,
    pub phone: Option<String>,
    pub note: Option<String>,
    /// Of one mandate: the delegation's name and the term; both empty for who holds none.
    pub delegation: Option<String>,
    pub term: Option<i64>,
}

/// People of an organ with one of these names or numbers: one row for each mandate held as `role`, the newest
/// first, and one without for who holds none.
pub async fn known(
    on: &mut (impl On + Copy),
    organ: Id,
    role: Role,
    names: &[String],
    numbers: &[String],
) -> Result<Vec<Known>> {
    let mut out: Vec<Known> = Vec::new();
    for (column, all) in [("name", names), ("number", numbers)] {
        for some in all.chunks(400) {
            let rows: Vec<Known> = sql(format!(
                "SELECT p.id, p.name, p.number, p.gender, p.born_on, p.ethnicity, p.party, p.occupation, p.phone, \
                   p.note, u.name AS delegation, o.term \
                 FROM person p LEFT JOIN post o ON o.person_id = p.id AND o.role = $1 \
                   LEFT JOIN unit u ON u.id = o.unit_id \
                 WHERE p.organ_id = $2 AND p.erased_at IS NULL AND p.{column} IN ({}) ORDER BY o.from_on DESC, p.id",
                placeholders(3, some.len())
            ))
            .bind(role.code())
            .bind(organ)
            .bind_all(some)
            .all(*on)
            .await?;
            for row in rows {
                if !out.contains(&row) {
                    out.push(row);
                }
            }
        }
    }
    Ok(out)
}

/// Everybody who holds a mandate as `role` on `day`, once, with the newest of them, by delegation and number.
pub async fn all(on: impl On, organ: Id, role: Role, day: NaiveDate) -> Result<Vec<Known>> {
    let rows: Vec<Known> = sql(
        "SELECT p.id, p.name, p.number, p.gender, p.born_on, p.ethnicity, p.party, p.occupation, p.phone, p.note, \
           u.name AS delegation, o.term \
         FROM person p JOIN post o ON o.person_id = p.id LEFT JOIN unit u ON u.id = o.unit_id \
         WHERE p.organ_id = $1 AND o.role = $2 AND o.from_on <= $3 AND (o.to_on IS NULL OR o.to_on >= $3) \
           AND p.erased_at IS NULL \
         ORDER BY COALESCE(u.sort, 0), u.name, p.number, p.name, p.id, o.from_on DESC",
    )
    .bind(organ)
    .bind(role.code())
    .bind(day)
    .all(on)
    .await?;
    let mut seen = BTreeSet::new();
    Ok(rows.into_iter().filter(|k| seen.insert(k.id)).collect())
}

/// The day a term began: that of its first session.
pub async fn term_began(on: impl On, organ: Id, term: i64) -> Result<Option<NaiveDate>> {
    let row: Option<(NaiveDate,)> = sql(
        "SELECT opened_on FROM term_session WHERE organ_id = $1 AND term = $2 ORDER BY opened_on LIMIT 1",
    )
    .bind(organ)
    .bind(term)
    .optional(on)
    .await?;
    Ok(row.map(|(day,)| day))
}
