//! People, the posts they hold from a day to a day, and who stands in for whom (O1).
//!
//! A deputy's or member's mandate is a post too (role `deputy` or `member`, the delegation as its unit, the
//! term as its number), so one table answers "who was what on that day".

pub mod register;

use chrono::NaiveDate;

use crate::access::{Act, Role};
use crate::db::{On, placeholders, sql};
use crate::error::{Error, FieldError, Message, Result};
use crate::id::Id;
use crate::organ;

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Person {
    pub id: Id,
    pub organ_id: Id,
    pub name: String,
    pub initials: String,
    /// The number in the office's own roster, where it keeps one.
    pub number: Option<String>,
    pub gender: Option<String>,
    pub born_on: Option<NaiveDate>,
    pub ethnicity: Option<String>,
    pub party: Option<String>,
    pub occupation: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Post {
    pub id: Id,
    pub person_id: Id,
    pub unit_id: Option<Id>,
    pub role: String,
    pub title: String,
    pub term: Option<i64>,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Substitute {
    pub id: Id,
    pub person_id: Id,
    pub by_person_id: Id,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub reason: String,
}

const PERSON: &str = "SELECT id, organ_id, name, initials, number, gender, born_on, ethnicity, party, occupation, phone, email, note FROM person";

/// What is known of a new person; everything but the name may be missing.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    pub name: String,
    pub number: Option<String>,
    pub gender: Option<String>,
    pub born_on: Option<NaiveDate>,
    pub ethnicity: Option<String>,
    pub party: Option<String>,
    pub occupation: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub note: Option<String>,
}

pub async fn person(on: impl On, organ: Id, id: Id) -> Result<Person> {
    sql(format!("{PERSON} WHERE organ_id = $1 AND id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// People of an organ by name, for registers and choices; at most `limit`.
pub async fn people(on: impl On, organ: Id, limit: i64) -> Result<Vec<Person>> {
    Ok(sql(format!(
        "{PERSON} WHERE organ_id = $1 AND erased_at IS NULL ORDER BY name, id LIMIT $2"
    ))
    .bind(organ)
    .bind(limit)
    .all(on)
    .await?)
}

/// Names of people by id, one query for a whole page.
pub async fn names(on: impl On, ids: &[Id]) -> Result<Vec<(Id, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT id, name FROM person WHERE id IN ({})",
        placeholders(1, ids.len())
    ))
    .bind_all(ids.iter().copied())
    .all(on)
    .await?)
}

/// Adds a person to the act's organ.
pub async fn add(act: &mut Act, new: NewPerson) -> Result<Id> {
    let name = new.name.trim().to_owned();
    let mut wrong = Vec::new();
    if name.is_empty() || name.chars().count() > 60 {
        wrong.push(FieldError {
            field: "name".into(),
            message: Message::new("invalid-name").arg("most", 60i64),
        });
    }
    if new.email.as_deref().is_some_and(|e| !is_email(e)) {
        wrong.push(FieldError {
            field: "email".into(),
            message: Message::new("invalid-email"),
        });
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let id = Id::new(act.at);
    sql("INSERT INTO person (id, organ_id, name, initials, number, gender, born_on, ethnicity, party,
           occupation, phone, email, note, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)")
    .bind(id)
    .bind(act.organ())
    .bind(&name)
    .bind(text::initials(&name).join(" "))
    .bind(new.number)
    .bind(new.gender)
    .bind(new.born_on)
    .bind(new.ethnicity)
    .bind(new.party)
    .bind(new.occupation)
    .bind(new.phone)
    .bind(new.email)
    .bind(new.note)
    .bind(act.at.0)
    .run(act)
    .await?;
    Ok(id)
}

/// Corrects how to reach a person.
pub async fn set_contact(
    act: &mut Act,
    id: Id,
    phone: Option<String>,
    email: Option<String>,
) -> Result<()> {
    if email.as_deref().is_some_and(|e| !is_email(e)) {
        return Err(Error::field("email", Message::new("invalid-email")));
    }
    let organ = act.organ();
    let n = sql("UPDATE person SET phone = $1, email = $2 WHERE id = $3 AND organ_id = $4")
        .bind(phone)
        .bind(email)
        .bind(id)
        .bind(organ)
        .run(act)
        .await?;
    if n == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn is_email(text: &str) -> bool {
    text.len() <= 254 && text.parse::<lettre::Address>().is_ok()
}

/// What a new post is made of.
#[derive(Debug, Clone)]
pub struct NewPost<'a> {
    pub person: Id,
    pub unit: Option<Id>,
    pub role: Role,
    pub title: &'a str,
    pub term: Option<i64>,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

/// Gives a person a post. Posts that act for a unit need the unit.
pub async fn appoint(act: &mut Act, new: NewPost<'_>) -> Result<Id> {
    if new.role.is_administrative() {
        return Err(Error::field(
            "role",
            Message::new("invalid-role-of-account"),
        ));
    }
    if new.role.is_of_unit() && new.unit.is_none() {
        return Err(Error::field("unit", Message::new("invalid-unit-needed")));
    }
    if new.to_on.is_some_and(|to| to < new.from_on) {
        return Err(Error::field("to_on", Message::new("invalid-period")));
    }
    let organ = act.organ();
    person(&mut *act, organ, new.person).await?;
    if let Some(unit) = new.unit {
        organ::unit(&mut *act, organ, unit).await?;
    }
    let id = Id::new(act.at);
    sql(
        "INSERT INTO post (id, organ_id, person_id, unit_id, role, title, term, from_on, to_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(organ)
    .bind(new.person)
    .bind(new.unit)
    .bind(new.role.code())
    .bind(new.title)
    .bind(new.term)
    .bind(new.from_on)
    .bind(new.to_on)
    .run(&mut *act)
    .await?;
    organ::changed(act).await?;
    Ok(id)
}

/// Ends a post on a day; what was, stays.
pub async fn end_post(act: &mut Act, post: Id, to_on: NaiveDate) -> Result<()> {
    let organ = act.organ();
    let n = sql("UPDATE post SET to_on = $1 WHERE id = $2 AND organ_id = $3 AND from_on <= $1")
        .bind(to_on)
        .bind(post)
        .bind(organ)
        .run(&mut *act)
        .await?;
    if n == 0 {
        return Err(Error::field("to_on", Message::new("invalid-period")));
    }
    organ::changed(act).await
}

const POST: &str = "SELECT id, person_id, unit_id, role, title, term, from_on, to_on FROM post";

/// The posts of one person, newest first.
pub async fn posts_of(on: impl On, person: Id) -> Result<Vec<Post>> {
    Ok(sql(format!(
        "{POST} WHERE person_id = $1 ORDER BY from_on DESC, id"
    ))
    .bind(person)
    .all(on)
    .await?)
}

/// Who held a role on a day, in a unit or anywhere in the organ.
pub async fn holders_on(
    on: impl On,
    organ: Id,
    role: Role,
    unit: Option<Id>,
    day: NaiveDate,
) -> Result<Vec<Post>> {
    Ok(sql(format!(
        "{POST} WHERE organ_id = $1 AND role = $2 AND from_on <= $3 AND (to_on IS NULL OR to_on >= $3)
           AND ($4 OR unit_id = $5) ORDER BY from_on, id"
    ))
    .bind(organ)
    .bind(role.code())
    .bind(day)
    .bind(unit.is_none())
    .bind(unit)
    .all(on)
    .await?)
}

/// Records who acts for an absent person, and when. The substitute acts in his own name, for him.
pub async fn stand_in(
    act: &mut Act,
    absent: Id,
    by: Id,
    from_on: NaiveDate,
    to_on: NaiveDate,
    reason: &str,
) -> Result<Id> {
    if absent == by {
        return Err(Error::field("by", Message::new("invalid-own-substitute")));
    }
    if to_on < from_on {
        return Err(Error::field("to_on", Message::new("invalid-period")));
    }
    let organ = act.organ();
    person(&mut *act, organ, absent).await?;
    person(&mut *act, organ, by).await?;
    let id = Id::new(act.at);
    sql("INSERT INTO substitute (id, organ_id, person_id, by_person_id, from_on, to_on, reason, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(id)
    .bind(organ)
    .bind(absent)
    .bind(by)
    .bind(from_on)
    .bind(to_on)
    .bind(reason)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    organ::changed(act).await?;
    Ok(id)
}

/// Ends a substitution early (the absent person is back).
pub async fn end_substitution(act: &mut Act, id: Id, last_day: NaiveDate) -> Result<()> {
    let organ = act.organ();
    sql("UPDATE substitute SET to_on = $1 WHERE id = $2 AND organ_id = $3 AND to_on > $1")
        .bind(last_day)
        .bind(id)
        .bind(organ)
        .run(&mut *act)
        .await?;
    organ::changed(act).await
}

/// Substitutions of an organ that are not over on a day.
pub async fn substitutes(on: impl On, organ: Id, day: NaiveDate) -> Result<Vec<Substitute>> {
    Ok(sql(
        "SELECT id, person_id, by_person_id, from_on, to_on, reason FROM substitute
         WHERE organ_id = $1 AND to_on >= $2 ORDER BY from_on, id",
    )
    .bind(organ)
    .bind(day)
    .all(on)
    .await?)
}
