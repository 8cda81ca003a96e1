//! Organs and units (O1), with the names they bore: a question asked of last year gets last year's answer.
//!
//! An **organ** is a tenant: one congress standing committee or CPPCC committee, with a level and a parent.
//! A **unit** is any body inside or under it: committee, office, bureau (the handling unit 承办单位), section,
//! township, delegation. Units form a tree; a section's parent is its bureau.

mod directory;
pub mod past;

pub use directory::Directory;

use chrono::NaiveDate;

use crate::access::Act;
use crate::db::{On, sql};
use crate::error::{Error, FieldError, Message, Result};
use crate::id::Id;

/// 层级, from the whole country down to a township.
pub const LEVELS: [&str; 5] = ["national", "province", "city", "county", "township"];
/// What an organ is: a congress's standing committee, or a CPPCC committee.
pub const ORGAN_KINDS: [&str; 2] = ["congress", "cppcc"];
/// What a unit is. `bureau` and `township` are handed matters to handle; `section` works inside a bureau.
pub const UNIT_KINDS: [&str; 6] = [
    "committee",
    "office",
    "bureau",
    "section",
    "township",
    "delegation",
];

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Organ {
    pub id: Id,
    pub parent_id: Option<Id>,
    pub level: String,
    pub kind: String,
    pub name: String,
    pub short_name: String,
    pub code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Unit {
    pub id: Id,
    pub organ_id: Id,
    pub parent_id: Option<Id>,
    pub kind: String,
    pub name: String,
    pub short_name: String,
    /// Pinyin initials, so that it is found by typing them.
    pub initials: String,
    pub sort: i64,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

impl Unit {
    /// May be given a matter to handle.
    pub fn handles(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "bureau" | "township" | "office" | "committee"
        )
    }

    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to| day <= to)
    }
}

const ORGAN: &str = "SELECT id, parent_id, level, kind, name, short_name, code FROM organ";
const UNIT: &str = "SELECT id, organ_id, parent_id, kind, name, short_name, initials, sort, from_on, to_on FROM unit";

pub async fn organ(on: impl On, id: Id) -> Result<Organ> {
    sql(format!("{ORGAN} WHERE id = $1"))
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

pub async fn organ_by_code(on: impl On, code: &str) -> Result<Option<Organ>> {
    Ok(sql(format!("{ORGAN} WHERE code = $1"))
        .bind(code)
        .optional(on)
        .await?)
}

pub async fn organs(on: impl On) -> Result<Vec<Organ>> {
    Ok(sql(format!("{ORGAN} ORDER BY code")).all(on).await?)
}

/// What a new organ is made of.
#[derive(Debug, Clone)]
pub struct NewOrgan<'a> {
    pub parent: Option<Id>,
    pub level: &'a str,
    pub kind: &'a str,
    pub name: &'a str,
    pub short_name: &'a str,
    pub code: &'a str,
}

/// Makes an organ; its id must be the act's organ (an organ's first act founds it).
pub async fn found(act: &mut Act, new: NewOrgan<'_>) -> Result<Id> {
    if !LEVELS.contains(&new.level) {
        return Err(Error::field("level", Message::new("invalid-choice")));
    }
    if !ORGAN_KINDS.contains(&new.kind) {
        return Err(Error::field("kind", Message::new("invalid-choice")));
    }
    let id = act.organ();
    sql(
        "INSERT INTO organ (id, parent_id, level, kind, name, short_name, code, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id)
    .bind(new.parent)
    .bind(new.level)
    .bind(new.kind)
    .bind(new.name)
    .bind(new.short_name)
    .bind(new.code)
    .bind(act.at.0)
    .run(act)
    .await?;
    Ok(id)
}

/// All units of an organ, in their order; those that have ended too.
pub async fn units(on: impl On, organ: Id) -> Result<Vec<Unit>> {
    Ok(sql(format!("{UNIT} WHERE organ_id = $1 ORDER BY sort, id"))
        .bind(organ)
        .all(on)
        .await?)
}

pub async fn unit(on: impl On, organ: Id, id: Id) -> Result<Unit> {
    sql(format!("{UNIT} WHERE organ_id = $1 AND id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// What a new unit is made of.
#[derive(Debug, Clone)]
pub struct NewUnit<'a> {
    pub parent: Option<Id>,
    pub kind: &'a str,
    pub name: &'a str,
    pub short_name: &'a str,
    pub sort: i64,
    pub from_on: NaiveDate,
}

/// Adds a unit to the act's organ.
pub async fn add_unit(act: &mut Act, new: NewUnit<'_>) -> Result<Id> {
    let name = new.name.trim();
    let mut wrong = Vec::new();
    if name.is_empty() || name.chars().count() > 100 {
        wrong.push(FieldError {
            field: "name".into(),
            message: Message::new("invalid-name").arg("most", 100i64),
        });
    }
    if !UNIT_KINDS.contains(&new.kind) {
        wrong.push(FieldError {
            field: "kind".into(),
            message: Message::new("invalid-choice"),
        });
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    if let Some(parent) = new.parent {
        let organ = act.organ();
        unit(&mut *act, organ, parent).await?;
    }
    let id = Id::new(act.at);
    let initials = text::initials(name).join(" ");
    sql("INSERT INTO unit (id, organ_id, parent_id, kind, name, short_name, initials, sort, from_on, to_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(id)
    .bind(act.organ())
    .bind(new.parent)
    .bind(new.kind)
    .bind(name)
    .bind(if new.short_name.is_empty() { name } else { new.short_name })
    .bind(initials)
    .bind(new.sort)
    .bind(new.from_on)
    .bind(None::<NaiveDate>)
    .run(&mut *act)
    .await?;
    changed(act).await?;
    Ok(id)
}

/// Gives a unit another name from a day on; what it was called before is kept.
pub async fn rename_unit(act: &mut Act, id: Id, name: &str, from_on: NaiveDate) -> Result<()> {
    let organ = act.organ();
    let old = unit(&mut *act, organ, id).await?;
    if old.name == name.trim() {
        return Ok(());
    }
    if name.trim().is_empty() {
        return Err(Error::field(
            "name",
            Message::new("invalid-name").arg("most", 100i64),
        ));
    }
    let since: Option<(NaiveDate,)> =
        sql("SELECT MAX(to_on) FROM unit_name WHERE unit_id = $1 HAVING MAX(to_on) IS NOT NULL")
            .bind(id)
            .optional(&mut *act)
            .await?;
    let began = since.map_or(old.from_on, |(d,)| d.succ_opt().unwrap_or(d));
    if from_on <= began {
        return Err(Error::field("from_on", Message::new("invalid-rename-date")));
    }
    sql("INSERT INTO unit_name (unit_id, from_on, to_on, name) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(began)
        .bind(from_on.pred_opt())
        .bind(old.name)
        .run(&mut *act)
        .await?;
    sql("UPDATE unit SET name = $1, short_name = $1, initials = $2 WHERE id = $3")
        .bind(name.trim())
        .bind(text::initials(name.trim()).join(" "))
        .bind(id)
        .run(&mut *act)
        .await?;
    changed(act).await
}

/// Ends a unit: it keeps its matters and its past, and is offered no more.
pub async fn end_unit(act: &mut Act, id: Id, to_on: NaiveDate) -> Result<()> {
    let organ = act.organ();
    unit(&mut *act, organ, id).await?;
    sql("UPDATE unit SET to_on = $1 WHERE id = $2")
        .bind(to_on)
        .bind(id)
        .run(&mut *act)
        .await?;
    changed(act).await
}

/// What a unit was called on a day.
pub async fn unit_name_on(on: impl On, id: Id, day: NaiveDate) -> Result<String> {
    let row: Option<(String,)> = sql("SELECT name FROM (
           SELECT name, 0 AS later FROM unit_name WHERE unit_id = $1 AND from_on <= $2 AND to_on >= $2
           UNION ALL SELECT name, 1 AS later FROM unit WHERE id = $1) AS names
         ORDER BY later LIMIT 1")
    .bind(id)
    .bind(day)
    .optional(on)
    .await?;
    row.map(|(name,)| name).ok_or(Error::NotFound)
}

/// Tells every server that who is what has changed in this organ: cached actors are built anew.
pub async fn changed(act: &mut Act) -> Result<()> {
    let organ = act.organ();
    sql("UPDATE organ SET authority = authority + 1 WHERE id = $1")
        .bind(organ)
        .run(act)
        .await?;
    Ok(())
}
