//! Versions of the incentive rules, settlements, and the ledger as they see it.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::db::{On, placeholders, sql};
use kernel::error::{Error, Result};
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::adoption::Size;
use crate::model::genre::Genre;
use crate::model::incentive::{Adjustment, Author, Item, Reward, Rules, Settled};
use crate::model::outlet::Level;

/// A version of the rules.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Version {
    pub id: Id,
    pub version: i64,
    pub from_on: NaiveDate,
    definition: String,
    pub why: String,
    pub made_at: i64,
}

impl Version {
    pub fn rules(&self) -> Result<Rules> {
        serde_json::from_str(&self.definition).map_err(Error::internal)
    }
}

/// All versions, the newest first.
pub async fn versions(on: impl On, organ: Id) -> Result<Vec<Version>> {
    Ok(sql(
        "SELECT id, version, from_on, definition, why, made_at FROM publicity_rules
         WHERE organ_id = $1 ORDER BY version DESC",
    )
    .bind(organ)
    .all(on)
    .await?)
}

pub async fn add_rules(
    act: &mut Act,
    version: i64,
    from_on: NaiveDate,
    rules: &Rules,
    why: &str,
) -> Result<()> {
    sql(
        "INSERT INTO publicity_rules (id, organ_id, version, from_on, definition, why, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(Id::new(act.at))
    .bind(act.organ())
    .bind(version)
    .bind(from_on)
    .bind(serde_json::to_string(rules).map_err(Error::internal)?)
    .bind(why)
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// A settled period.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Settlement {
    pub id: Id,
    pub rules_id: Id,
    pub version: i64,
    pub title: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub by_name: Option<String>,
    pub made_at: i64,
}

const SETTLEMENT: &str = "SELECT s.id, s.rules_id, r.version, s.title, s.from_on, s.to_on, n.name AS by_name, s.made_at
    FROM publicity_settlement s JOIN publicity_rules r ON r.id = s.rules_id LEFT JOIN person n ON n.id = s.made_by";

/// All settlements, the newest period first.
pub async fn settlements(on: impl On, organ: Id) -> Result<Vec<Settlement>> {
    Ok(sql(format!(
        "{SETTLEMENT} WHERE s.organ_id = $1 ORDER BY s.from_on DESC, s.id DESC"
    ))
    .bind(organ)
    .all(on)
    .await?)
}

pub async fn settlement(on: impl On, organ: Id, id: Id) -> Result<Settlement> {
    sql(format!("{SETTLEMENT} WHERE s.organ_id = $1 AND s.id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

#[derive(Debug, FromRow)]
struct SettledRow {
    name: String,
    pieces: i64,
    points: i64,
    earned: i64,
    capped: i64,
    penalty: i64,
    shares: String,
}

/// What everybody got in a settlement, by name.
pub async fn settled(on: impl On, id: Id) -> Result<Vec<Settled>> {
    let rows: Vec<SettledRow> = sql(
        "SELECT name, pieces, points, earned, capped, penalty, shares FROM publicity_settled
         WHERE settlement_id = $1 ORDER BY name",
    )
    .bind(id)
    .all(on)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(Settled {
                name: r.name,
                pieces: u32::try_from(r.pieces).unwrap_or(0),
                shares: serde_json::from_str(&r.shares).map_err(Error::internal)?,
                earned: Reward {
                    points: r.points,
                    fen: r.earned,
                },
                capped: r.capped,
                penalty: r.penalty,
            })
        })
        .collect()
}

/// What one settlement makes good of another.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Made {
    /// The title of the settlement at the other end.
    pub other: String,
    pub name: String,
    pub points: i64,
    pub fen: i64,
    /// The parts it is made of, as JSON.
    pub why: String,
}

/// What a settlement made good of earlier ones.
pub async fn made_by(on: impl On, id: Id) -> Result<Vec<Made>> {
    Ok(sql(
        "SELECT s.title AS other, a.name, a.points, a.fen, a.why FROM publicity_adjustment a
         JOIN publicity_settlement s ON s.id = a.of_id WHERE a.settlement_id = $1 ORDER BY a.of_id, a.name",
    )
    .bind(id)
    .all(on)
    .await?)
}

/// What later settlements made good of one.
pub async fn made_of(on: impl On, id: Id) -> Result<Vec<Made>> {
    Ok(sql(
        "SELECT s.title AS other, a.name, a.points, a.fen, a.why FROM publicity_adjustment a
         JOIN publicity_settlement s ON s.id = a.settlement_id WHERE a.of_id = $1 ORDER BY a.name, s.from_on",
    )
    .bind(id)
    .all(on)
    .await?)
}

pub async fn freeze(
    act: &mut Act,
    rules: Id,
    title: &str,
    from_on: NaiveDate,
    to_on: NaiveDate,
    all: &[Settled],
) -> Result<Id> {
    let id = Id::new(act.at);
    sql(
        "INSERT INTO publicity_settlement (id, organ_id, rules_id, title, from_on, to_on, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id)
    .bind(act.organ())
    .bind(rules)
    .bind(title)
    .bind(from_on)
    .bind(to_on)
    .bind(act.actor.person)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    for some in all.chunks(200) {
        let values: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * 8, 8)))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO publicity_settled (settlement_id, name, pieces, points, earned, capped, penalty, shares)
             VALUES {}",
            values.join(", ")
        ));
        for s in some {
            query = query
                .bind(id)
                .bind(s.name.as_str())
                .bind(s.pieces)
                .bind(s.earned.points)
                .bind(s.earned.fen)
                .bind(s.capped)
                .bind(s.penalty)
                .bind(serde_json::to_string(&s.shares).map_err(Error::internal)?);
        }
        query.run(&mut *act).await?;
    }
    Ok(id)
}

pub async fn make_good(act: &mut Act, settlement: Id, of: Id, a: &Adjustment) -> Result<()> {
    sql(
        "INSERT INTO publicity_adjustment (settlement_id, of_id, name, points, fen, why)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(settlement)
    .bind(of)
    .bind(&a.name)
    .bind(a.reward.points)
    .bind(a.reward.fen)
    .bind(serde_json::to_string(&a.parts).map_err(Error::internal)?)
    .run(&mut *act)
    .await?;
    Ok(())
}

#[derive(Debug, FromRow)]
struct Line {
    id: Id,
    matter_id: Id,
    level: Level,
    major: bool,
    genre: Genre,
    size: Option<Size>,
    characters: i64,
    reprint: bool,
    name: String,
    parts: i64,
}

/// The ledger of a period as a settlement sees it: what stands, with its authors.
pub async fn ledger(on: impl On, organ: Id, from: NaiveDate, to: NaiveDate) -> Result<Vec<Item>> {
    let lines: Vec<Line> = sql(
        "SELECT a.id, a.matter_id, a.level, a.major, a.genre, a.size, a.characters, a.reprint, b.name, b.parts
         FROM publicity_adoption a JOIN publicity_byline b ON b.adoption_id = a.id
         WHERE a.organ_id = $1 AND a.on_date >= $2 AND a.on_date <= $3 AND a.struck_at IS NULL
         ORDER BY a.id, b.sort",
    )
    .bind(organ)
    .bind(from)
    .bind(to)
    .all(on)
    .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(0);
    let mut out: Vec<Item> = Vec::new();
    for l in lines {
        let author = Author {
            name: l.name,
            parts: count(l.parts),
        };
        match out.last_mut().filter(|i| i.id == l.id.0) {
            Some(item) => item.authors.push(author),
            None => out.push(Item {
                manuscript: l.matter_id.0,
                id: l.id.0,
                level: l.level,
                major: l.major,
                genre: l.genre,
                size: l.size,
                characters: count(l.characters),
                reprint: l.reprint,
                authors: vec![author],
            }),
        }
    }
    Ok(out)
}
