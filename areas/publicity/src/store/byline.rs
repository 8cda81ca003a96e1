//! Who may stand over a piece, and by which name.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::db::{On, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

/// Somebody who may write.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Writer {
    pub id: Id,
    pub name: String,
    /// The unit, or nothing.
    pub belongs: String,
}

/// Everybody who holds a post on a day, by name; a county has some hundreds.
pub async fn writers(on: impl On, organ: Id, day: NaiveDate) -> Result<Vec<Writer>> {
    Ok(sql(
        "SELECT n.id, n.name, COALESCE(MIN(u.short_name), '') AS belongs FROM post p
         JOIN person n ON n.id = p.person_id LEFT JOIN unit u ON u.id = p.unit_id
         WHERE p.organ_id = $1 AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on >= $2) AND n.erased_at IS NULL
         GROUP BY n.id, n.name ORDER BY n.name, n.id LIMIT 3000",
    )
    .bind(organ)
    .bind(day)
    .all(on)
    .await?)
}

/// The names of some people as a byline bears them, in the order asked: a name that another person of the organ
/// bears too has the unit beside it, so that a byline's name is one person's alone.
pub async fn labels(mut on: impl On, organ: Id, ids: &[Id]) -> Result<Vec<(Id, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(Id, String, i64, String)> = sql(format!(
        "SELECT n.id, n.name,
           (SELECT CAST(COUNT(*) AS BIGINT) FROM person x WHERE x.organ_id = n.organ_id AND x.name = n.name),
           COALESCE((SELECT MIN(u.short_name) FROM post p JOIN unit u ON u.id = p.unit_id
                     WHERE p.person_id = n.id AND p.to_on IS NULL), '')
         FROM person n WHERE n.organ_id = $1 AND n.erased_at IS NULL AND n.id IN ({})",
        placeholders(2, ids.len())
    ))
    .bind(organ)
    .bind_all(ids.iter().copied())
    .all(&mut on)
    .await?;
    let by_id: BTreeMap<Id, String> = rows
        .into_iter()
        .map(|(id, name, alike, unit)| {
            let name = match (alike, unit.as_str()) {
                (2.., unit) if !unit.is_empty() => format!("{name}（{unit}）"),
                _ => name,
            };
            (id, name)
        })
        .collect();
    Ok(ids
        .iter()
        .filter_map(|id| Some((*id, by_id.get(id)?.clone())))
        .collect())
}

/// The bylines of some manuscripts.
pub async fn of(on: impl On, ids: &[Id]) -> Result<BTreeMap<Id, String>> {
    let mut out: BTreeMap<Id, String> = BTreeMap::new();
    if ids.is_empty() {
        return Ok(out);
    }
    let rows: Vec<(Id, String)> = sql(format!(
        "SELECT matter_id, name FROM publicity_author WHERE matter_id IN ({}) ORDER BY matter_id, sort",
        placeholders(1, ids.len())
    ))
    .bind_all(ids.iter().copied())
    .all(on)
    .await?;
    for (id, name) in rows {
        let line = out.entry(id).or_default();
        if !line.is_empty() {
            line.push('、');
        }
        line.push_str(&name);
    }
    Ok(out)
}

/// The people of an organ by some names; a name two people bear is nobody's.
pub async fn known(mut on: impl On, organ: Id, names: &[String]) -> Result<BTreeMap<String, Id>> {
    let mut out: BTreeMap<String, Vec<Id>> = BTreeMap::new();
    for some in names.chunks(400) {
        let rows: Vec<(Id, String)> = sql(format!(
            "SELECT id, name FROM person WHERE organ_id = $1 AND erased_at IS NULL AND name IN ({})",
            placeholders(2, some.len())
        ))
        .bind(organ)
        .bind_all(some)
        .all(&mut on)
        .await?;
        for (id, name) in rows {
            out.entry(name).or_default().push(id);
        }
    }
    Ok(out
        .into_iter()
        .filter_map(|(name, ids)| match ids[..] {
            [one] => Some((name, one)),
            _ => None,
        })
        .collect())
}
