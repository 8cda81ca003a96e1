//! The adoption ledger: writing appearances, striking one, reading them.

use chrono::NaiveDate;
use kernel::access::{Act, Actor};
use kernel::db::{On, Value, placeholders, sql};
use kernel::error::Result;
use kernel::id::Id;
use sqlx_macros::FromRow;

use super::change;
use super::topic::TOPIC_OF;
use crate::model::adoption::{Aspect, Field, Nature, Place, Position, Setting, Size};
use crate::model::genre::Genre;
use crate::model::outlet::{Level, Medium};

/// One appearance.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Adoption {
    pub id: Id,
    pub matter_id: Id,
    pub outlet_id: Id,
    pub column_id: Option<Id>,
    pub on_date: NaiveDate,
    /// The title it bore there.
    pub title: String,
    /// The nth of the same day, title and outlet, from 1.
    pub nth: i64,
    pub outlet: String,
    pub level: Level,
    pub medium: Medium,
    pub outward: bool,
    pub major: bool,
    pub genre: Genre,
    pub group_name: Option<String>,
    /// The first author.
    pub person: String,
    pub field: Option<Field>,
    pub setting: Option<Setting>,
    pub nature: Option<Nature>,
    pub aspect: Option<Aspect>,
    pub place: Option<Place>,
    /// Where it stood, in the ledger's own words (三版, 豆腐块).
    pub said_place: String,
    pub position: Option<Position>,
    pub size: Option<Size>,
    pub characters: i64,
    pub seconds: i64,
    pub photos: i64,
    /// Taken over from another outlet: not a piece of its own.
    pub reprint: bool,
    pub link: Option<String>,
    /// A scan or recording among the manuscript's papers.
    pub proof: Option<Id>,
    pub struck_at: Option<i64>,
    pub struck_why: Option<String>,
    pub entered_at: i64,
}

/// An author of an appearance.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Byline {
    pub adoption_id: Id,
    pub sort: i64,
    pub person_id: Option<Id>,
    pub name: String,
    pub parts: i64,
}

const COLUMNS: &str = "id, matter_id, outlet_id, column_id, on_date, title, nth, outlet, level, medium, outward, major, \
    genre, group_name, person, field, setting, nature, aspect, place, said_place, position, size, characters, seconds, \
    photos, reprint, link, proof, struck_at, struck_why, entered_at";

/// The appearances of a manuscript, struck ones too, the first one first.
pub async fn of_matter(on: impl On, matter: Id) -> Result<Vec<Adoption>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM publicity_adoption WHERE matter_id = $1 ORDER BY on_date, id"
    ))
    .bind(matter)
    .all(on)
    .await?)
}

pub async fn one(on: impl On, organ: Id, id: Id) -> Result<Option<Adoption>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM publicity_adoption WHERE organ_id = $1 AND id = $2"
    ))
    .bind(organ)
    .bind(id)
    .optional(on)
    .await?)
}

/// How many stand under a day, title and outlet: the next one's number is one more. Struck ones keep theirs.
pub async fn alike(on: impl On, organ: Id, day: NaiveDate, title: &str, outlet: Id) -> Result<i64> {
    Ok(sql("SELECT CAST(COUNT(*) AS BIGINT) FROM publicity_adoption
         WHERE organ_id = $1 AND on_date = $2 AND title = $3 AND outlet_id = $4")
    .bind(organ)
    .bind(day)
    .bind(title)
    .bind(outlet)
    .count(on)
    .await?)
}

/// Writes appearances.
pub async fn insert(act: &mut Act, rows: &[Adoption]) -> Result<()> {
    change::raise(act).await?;
    const WIDTH: usize = 34;
    let organ = act.organ();
    for some in rows.chunks(200) {
        let values: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * WIDTH, WIDTH)))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO publicity_adoption ({COLUMNS}, organ_id, entered_by) VALUES {}",
            values.join(", ")
        ));
        for a in some {
            query = query
                .bind(a.id)
                .bind(a.matter_id)
                .bind(a.outlet_id)
                .bind(a.column_id)
                .bind(a.on_date)
                .bind(a.title.as_str())
                .bind(a.nth)
                .bind(a.outlet.as_str())
                .bind(a.level.code())
                .bind(a.medium.code())
                .bind(a.outward)
                .bind(a.major)
                .bind(a.genre.code())
                .bind(a.group_name.as_deref())
                .bind(a.person.as_str())
                .bind(a.field.map(Field::code))
                .bind(a.setting.map(Setting::code))
                .bind(a.nature.map(Nature::code))
                .bind(a.aspect.map(Aspect::code))
                .bind(a.place.map(Place::code))
                .bind(a.said_place.as_str())
                .bind(a.position.map(Position::code))
                .bind(a.size.map(Size::code))
                .bind(a.characters)
                .bind(a.seconds)
                .bind(a.photos)
                .bind(a.reprint)
                .bind(a.link.as_deref())
                .bind(a.proof)
                .bind(a.struck_at)
                .bind(a.struck_why.as_deref())
                .bind(a.entered_at)
                .bind(organ)
                .bind(act.actor.person);
        }
        query.run(&mut *act).await?;
    }
    Ok(())
}

/// Writes the authors of appearances as they stood over them.
pub async fn insert_bylines(act: &mut Act, rows: &[Byline]) -> Result<()> {
    for some in rows.chunks(500) {
        let values: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * 6, 6)))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO publicity_byline (id, adoption_id, sort, person_id, name, parts) VALUES {}",
            values.join(", ")
        ));
        for b in some {
            query = query
                .bind(Id::new(act.at))
                .bind(b.adoption_id)
                .bind(b.sort)
                .bind(b.person_id)
                .bind(b.name.as_str())
                .bind(b.parts);
        }
        query.run(&mut *act).await?;
        let adoptions: Vec<Id> = some.iter().map(|b| b.adoption_id).collect();
        place(act, &adoptions).await?;
    }
    Ok(())
}

/// Keeps the unit each author belonged to on the day of the appearance, a post with work in it before a seat; the
/// appearance's own is that of the first author.
async fn place(act: &mut Act, ids: &[Id]) -> Result<()> {
    let among = placeholders(1, ids.len());
    sql(format!(
        "UPDATE publicity_byline SET unit_id = (
           SELECT p.unit_id FROM publicity_adoption a JOIN post p ON p.person_id = publicity_byline.person_id
           WHERE a.id = publicity_byline.adoption_id AND p.unit_id IS NOT NULL
             AND p.from_on <= a.on_date AND (p.to_on IS NULL OR p.to_on >= a.on_date)
           ORDER BY CASE WHEN p.role IN ('deputy', 'member') THEN 1 ELSE 0 END, p.from_on DESC, p.id LIMIT 1)
         WHERE adoption_id IN ({among})"
    ))
    .bind_all(ids.iter().copied())
    .run(&mut *act)
    .await?;
    sql(format!(
        "UPDATE publicity_adoption SET unit_id = (
           SELECT b.unit_id FROM publicity_byline b WHERE b.adoption_id = publicity_adoption.id AND b.sort = 0)
         WHERE id IN ({among})"
    ))
    .bind_all(ids.iter().copied())
    .run(act)
    .await?;
    Ok(())
}

/// Strikes an appearance that stands; the number of rows touched.
pub async fn strike(act: &mut Act, id: Id, why: &str) -> Result<u64> {
    change::raise(act).await?;
    Ok(sql(
        "UPDATE publicity_adoption SET struck_at = $3, struck_why = $4
         WHERE organ_id = $1 AND id = $2 AND struck_at IS NULL",
    )
    .bind(act.organ())
    .bind(id)
    .bind(act.at.0)
    .bind(why)
    .run(&mut *act)
    .await?)
}

/// What of the ledger is asked for; empty means everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub outlet: Option<Id>,
    pub level: Option<Level>,
    pub medium: Option<Medium>,
    pub genre: Option<Genre>,
    pub group: Option<String>,
    /// The first author's whole name.
    pub person: Option<String>,
    pub struck: Option<bool>,
    /// Of manuscripts whose topic reports one of these matters; empty for any.
    pub about: Vec<Id>,
}

/// Entries of the ledger that exist for the reader, the latest first, from `before` on.
pub async fn page(
    on: impl On,
    reader: &Actor,
    filter: &Filter,
    before: Option<(NaiveDate, Id)>,
    limit: usize,
) -> Result<Vec<Adoption>> {
    let mut text = format!("SELECT {COLUMNS} FROM publicity_adoption a WHERE a.organ_id = $1");
    let mut values: Vec<Value> = vec![reader.organ.into()];
    let asked: [(&str, Option<Value>); 8] = [
        ("a.on_date >=", filter.from.map(Into::into)),
        ("a.on_date <=", filter.to.map(Into::into)),
        ("a.outlet_id =", filter.outlet.map(Into::into)),
        ("a.level =", filter.level.map(|v| v.code().into())),
        ("a.medium =", filter.medium.map(|v| v.code().into())),
        ("a.genre =", filter.genre.map(|v| v.code().into())),
        ("a.group_name =", filter.group.as_ref().map(Into::into)),
        ("a.person =", filter.person.as_ref().map(Into::into)),
    ];
    for (condition, value) in asked {
        if let Some(value) = value {
            values.push(value);
            text.push_str(&format!(" AND {condition} ${}", values.len()));
        }
    }
    match filter.struck {
        Some(true) => text.push_str(" AND a.struck_at IS NOT NULL"),
        Some(false) => text.push_str(" AND a.struck_at IS NULL"),
        None => {}
    }
    if !filter.about.is_empty() {
        let among = placeholders(values.len() + 1, filter.about.len());
        values.extend(filter.about.iter().map(|id| Value::from(*id)));
        text.push_str(&format!(
            " AND a.matter_id IN (SELECT p.matter_id FROM publicity_manuscript p JOIN matter_link k
               ON k.from_id = p.topic_id AND k.relation = '{TOPIC_OF}' WHERE k.to_id IN ({among}))"
        ));
    }
    if let Some((day, id)) = before {
        values.push(day.into());
        values.push(id.into());
        let n = values.len();
        text.push_str(&format!(" AND (a.on_date, a.id) < (${}, ${n})", n - 1));
    }
    if reader.wide().is_none() && !reader.system {
        let own = reader.narrow();
        let among = placeholders(values.len() + 1, own.len());
        match own.is_empty() {
            true => text.push_str(" AND 1 = 0"),
            false => text.push_str(&format!(
                " AND a.matter_id IN (SELECT l.matter_id FROM listing l WHERE l.principal IN ({among}))"
            )),
        }
        values.extend(own.into_iter().map(Into::into));
    }
    text.push_str(&format!(
        " ORDER BY a.on_date DESC, a.id DESC LIMIT {limit}"
    ));
    Ok(sql(text).bind_all(values).all(on).await?)
}

/// The authors of some appearances, by appearance and place in the byline.
pub async fn bylines(on: impl On, ids: &[Id]) -> Result<Vec<Byline>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT adoption_id, sort, person_id, name, parts FROM publicity_byline WHERE adoption_id IN ({})
         ORDER BY adoption_id, sort",
        placeholders(1, ids.len())
    ))
    .bind_all(ids.iter().copied())
    .all(on)
    .await?)
}
