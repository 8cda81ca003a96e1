//! The register of people: everybody of an organ with the posts of a day, and how a name is found in it.

use chrono::NaiveDate;

use super::{NewPerson, PERSON, POST, Person, Post, Substitute, is_email};
use crate::access::{Act, Permission, Role};
use crate::db::{On, sql};
use crate::error::{Error, FieldError, Message, Result};
use crate::id::Id;

/// Everybody of an organ who was not erased, by name.
pub async fn everybody(on: impl On, organ: Id) -> Result<Vec<Person>> {
    Ok(sql(format!(
        "{PERSON} WHERE organ_id = $1 AND erased_at IS NULL ORDER BY name, id"
    ))
    .bind(organ)
    .all(on)
    .await?)
}

/// All posts of an organ that were held on a day, by person and beginning.
pub async fn posts_on(on: impl On, organ: Id, day: NaiveDate) -> Result<Vec<Post>> {
    Ok(sql(format!(
        "{POST} WHERE organ_id = $1 AND from_on <= $2 AND (to_on IS NULL OR to_on >= $2)
         ORDER BY person_id, from_on, id"
    ))
    .bind(organ)
    .bind(day)
    .all(on)
    .await?)
}

/// One post of an organ.
pub async fn post(on: impl On, organ: Id, id: Id) -> Result<Post> {
    sql(format!("{POST} WHERE organ_id = $1 AND id = $2"))
        .bind(organ)
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// One substitution of an organ.
pub async fn substitution(on: impl On, organ: Id, id: Id) -> Result<Substitute> {
    sql(
        "SELECT id, person_id, by_person_id, from_on, to_on, reason FROM substitute
         WHERE organ_id = $1 AND id = $2",
    )
    .bind(organ)
    .bind(id)
    .optional(on)
    .await?
    .ok_or(Error::NotFound)
}

/// Every substitution for or by a person, the newest first.
pub async fn substitutions_of(on: impl On, organ: Id, person: Id) -> Result<Vec<Substitute>> {
    Ok(sql(
        "SELECT id, person_id, by_person_id, from_on, to_on, reason FROM substitute
         WHERE organ_id = $1 AND (person_id = $2 OR by_person_id = $2) ORDER BY from_on DESC, id",
    )
    .bind(organ)
    .bind(person)
    .all(on)
    .await?)
}

/// Whether what was typed finds this person: a part of the name, the beginning of its pinyin initials, or
/// the whole number.
pub fn is_found(person: &Person, typed: &str) -> bool {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let low = typed.to_lowercase();
    typed.is_empty()
        || person.name.contains(&typed)
        || person.name.to_lowercase().contains(&low)
        || person.number.as_deref() == Some(&typed)
        || person.initials.split(' ').any(|i| i.starts_with(&low))
}

/// What somebody must be allowed before giving or taking a post: a post that carries rights over matters is
/// the security administrator's (GB/T 22239, 8.1.4.2), any other the system administrator's.
pub fn needed_for(role: Role) -> Permission {
    let rights = role.permissions().iter();
    if rights
        .into_iter()
        .any(|p| !matches!(p, Permission::Submit | Permission::Write))
    {
        Permission::ManageRoles
    } else {
        Permission::ManagePeople
    }
}

/// Replaces what is known of a person.
pub async fn edit(act: &mut Act, id: Id, new: NewPerson) -> Result<()> {
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
    let organ = act.organ();
    number_is_free(act, new.number.as_deref(), Some(id)).await?;
    let n = sql(
        "UPDATE person SET name = $1, initials = $2, number = $3, gender = $4, born_on = $5, ethnicity = $6,
           party = $7, occupation = $8, phone = $9, email = $10, note = $11
         WHERE id = $12 AND organ_id = $13 AND erased_at IS NULL",
    )
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
    .bind(id)
    .bind(organ)
    .run(&mut *act)
    .await?;
    if n == 0 {
        return Err(Error::NotFound);
    }
    super::organ::changed(act).await
}

/// Refuses a roster number that another person of the organ has.
pub async fn number_is_free(act: &mut Act, number: Option<&str>, but: Option<Id>) -> Result<()> {
    let Some(number) = number else { return Ok(()) };
    let organ = act.organ();
    let taken: Option<(Id, String)> =
        sql("SELECT id, name FROM person WHERE organ_id = $1 AND number = $2")
            .bind(organ)
            .bind(number)
            .optional(&mut *act)
            .await?;
    match taken.filter(|(id, _)| Some(*id) != but) {
        Some((_, name)) => Err(Error::field(
            "number",
            Message::new("invalid-number-taken").arg("name", name),
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_people_type_them() {
        let person = Person {
            id: Id(1),
            organ_id: Id(2),
            name: "单雄信".into(),
            initials: text::initials("单雄信").join(" "),
            number: Some("017".into()),
            gender: None,
            born_on: None,
            ethnicity: None,
            party: None,
            occupation: None,
            phone: None,
            email: None,
            note: None,
        };
        for typed in ["", "雄", "单 雄", "sx", "SXX", "dxx", "017"] {
            assert!(is_found(&person, typed), "{typed}");
        }
        for typed in ["xx", "李", "17", "sxxx"] {
            assert!(!is_found(&person, typed), "{typed}");
        }
    }

    #[test]
    fn posts_with_rights_are_the_security_administrators() {
        for role in [Role::Office, Role::OfficeLeader, Role::Leader, Role::Chief] {
            assert_eq!(needed_for(role), Permission::ManageRoles);
        }
        for role in [Role::Deputy, Role::UnitLiaison, Role::Correspondent] {
            assert_eq!(needed_for(role), Permission::ManagePeople);
        }
    }
}
