//! What the tables of the ledger are held against.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kernel::db::{On, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use crate::model::genre::Genre;
use crate::model::outlet::{Level, Medium};

/// An appearance as the ledger holds it, with its whole byline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub on_date: NaiveDate,
    pub title: String,
    pub outlet: String,
    pub nth: i64,
    pub genre: Genre,
    pub group_name: Option<String>,
    pub level: Level,
    pub medium: Medium,
    pub said_place: String,
    pub characters: i64,
    pub byline: String,
}

#[derive(Debug, FromRow)]
struct Line {
    id: Id,
    on_date: NaiveDate,
    title: String,
    outlet: String,
    nth: i64,
    genre: Genre,
    group_name: Option<String>,
    level: Level,
    medium: Medium,
    said_place: String,
    characters: i64,
    name: Option<String>,
}

/// The appearances of a period, struck ones too: what was struck does not come in again.
pub async fn known(on: impl On, organ: Id, from: NaiveDate, to: NaiveDate) -> Result<Vec<Known>> {
    let lines: Vec<Line> = sql(
        "SELECT a.id, a.on_date, a.title, a.outlet, a.nth, a.genre, a.group_name, a.level, a.medium, a.said_place,
           a.characters, b.name
         FROM publicity_adoption a LEFT JOIN publicity_byline b ON b.adoption_id = a.id
         WHERE a.organ_id = $1 AND a.on_date >= $2 AND a.on_date <= $3 ORDER BY a.id, b.sort",
    )
    .bind(organ)
    .bind(from)
    .bind(to)
    .all(on)
    .await?;
    let mut out: Vec<Known> = Vec::new();
    let mut last = None;
    for l in lines {
        match out.last_mut().filter(|_| last == Some(l.id)) {
            Some(known) => {
                known.byline.push('、');
                known.byline.push_str(&l.name.unwrap_or_default());
            }
            None => out.push(Known {
                on_date: l.on_date,
                title: l.title,
                outlet: l.outlet,
                nth: l.nth,
                genre: l.genre,
                group_name: l.group_name,
                level: l.level,
                medium: l.medium,
                said_place: l.said_place,
                characters: l.characters,
                byline: l.name.unwrap_or_default(),
            }),
        }
        last = Some(l.id);
    }
    Ok(out)
}

/// Manuscripts that bear some titles, each with its byline and the days of its appearances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titled {
    pub id: Id,
    pub title: String,
    pub byline: String,
    pub days: Vec<NaiveDate>,
}

/// Those begun since a day.
pub async fn titled(
    mut on: impl On,
    organ: Id,
    since: NaiveDate,
    titles: &[String],
) -> Result<Vec<Titled>> {
    let mut out: BTreeMap<Id, Titled> = BTreeMap::new();
    for some in titles.chunks(400) {
        let among = placeholders(3, some.len());
        let authors: Vec<(Id, String, String)> = sql(format!(
            "SELECT m.id, m.title, a.name FROM matter m JOIN publicity_author a ON a.matter_id = m.id
             WHERE m.organ_id = $1 AND m.kind = 'manuscript' AND m.received_on >= $2 AND m.title IN ({among}) ORDER BY m.id, a.sort"
        ))
        .bind(organ)
        .bind(since)
        .bind_all(some)
        .all(&mut on)
        .await?;
        for (id, title, name) in authors {
            out.entry(id)
                .and_modify(|t| t.byline = format!("{}、{name}", t.byline))
                .or_insert(Titled {
                    id,
                    title,
                    byline: name,
                    days: Vec::new(),
                });
        }
        let days: Vec<(Id, NaiveDate)> = sql(format!(
            "SELECT m.id, a.on_date FROM matter m JOIN publicity_adoption a ON a.matter_id = m.id
             WHERE m.organ_id = $1 AND m.kind = 'manuscript' AND m.received_on >= $2 AND m.title IN ({among}) ORDER BY a.on_date"
        ))
        .bind(organ)
        .bind(since)
        .bind_all(some)
        .all(&mut on)
        .await?;
        for (id, day) in days {
            if let Some(titled) = out.get_mut(&id) {
                titled.days.push(day);
            }
        }
    }
    Ok(out.into_values().collect())
}
