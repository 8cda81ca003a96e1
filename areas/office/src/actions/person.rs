//! The register of people, their posts and their substitutes.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission, Role};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::person::register::{self, needed_for};
use kernel::person::{self, NewPerson, NewPost};
use serde_json::json;

use super::record;

/// Adds a person.
pub async fn add(kernel: &Kernel, actor: &Actor, new: NewPerson) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::ManagePeople).await?;
    register::number_is_free(&mut act, new.number.as_deref(), None).await?;
    let data = json!({"name": new.name, "number": new.number});
    let id = person::add(&mut act, new).await?;
    let mut data = data;
    data["person"] = json!(id);
    record(&mut act, "person.added", data).await?;
    act.commit().await?;
    Ok(id)
}

/// Replaces what is known of a person; the history says which facts changed, not what a private one was.
pub async fn edit(kernel: &Kernel, actor: &Actor, id: Id, new: NewPerson) -> Result<()> {
    let mut act = kernel.act(actor, Permission::ManagePeople).await?;
    let old = person::person(&mut act, actor.organ, id).await?;
    let mut fields = Vec::new();
    for (field, same) in [
        ("gender", old.gender == new.gender),
        ("born_on", old.born_on == new.born_on),
        ("ethnicity", old.ethnicity == new.ethnicity),
        ("party", old.party == new.party),
        ("occupation", old.occupation == new.occupation),
        ("phone", old.phone == new.phone),
        ("email", old.email == new.email),
        ("note", old.note == new.note),
    ] {
        if !same {
            fields.push(field);
        }
    }
    let data = json!({
        "person": id,
        "before": {"name": old.name, "number": old.number},
        "after": {"name": new.name.trim(), "number": new.number},
        "fields": fields,
    });
    register::edit(&mut act, id, new).await?;
    record(&mut act, "person.edited", data).await?;
    act.commit().await
}

/// Gives a person a post.
pub async fn appoint(kernel: &Kernel, actor: &Actor, new: NewPost<'_>) -> Result<Id> {
    let mut act = kernel.act(actor, needed_for(new.role)).await?;
    not_oneself(actor, new.person, new.role)?;
    let who = person::person(&mut act, actor.organ, new.person).await?;
    let id = person::appoint(&mut act, new.clone()).await?;
    let data = json!({
        "post": id, "person": new.person, "name": who.name, "role": new.role.code(), "unit": new.unit,
        "title": new.title, "term": new.term, "from": new.from_on, "to": new.to_on,
    });
    record(&mut act, "post.given", data).await?;
    act.commit().await?;
    Ok(id)
}

/// Ends a post after its last day.
pub async fn end_post(kernel: &Kernel, actor: &Actor, post: Id, last_day: NaiveDate) -> Result<()> {
    let old = register::post(&kernel.db, actor.organ, post).await?;
    let needed = Role::parse(&old.role).map_or(Permission::ManageRoles, needed_for);
    let mut act = kernel.act(actor, needed).await?;
    let who = person::person(&mut act, actor.organ, old.person_id).await?;
    person::end_post(&mut act, post, last_day).await?;
    let data = json!({
        "post": post, "person": old.person_id, "name": who.name, "role": old.role, "title": old.title,
        "before": old.to_on, "to": last_day,
    });
    record(&mut act, "post.ended", data).await?;
    act.commit().await
}

/// A substitution passes on what the absent person may do, so it needs the word of whoever gives such posts.
pub async fn needed_to_stand_in(kernel: &Kernel, actor: &Actor, absent: Id) -> Result<Permission> {
    let posts = person::posts_of(&kernel.db, absent).await?;
    let with_rights = posts
        .iter()
        .filter(|p| p.to_on.is_none_or(|to| to >= actor.today))
        .filter_map(|p| Role::parse(&p.role))
        .any(|r| needed_for(r) == Permission::ManageRoles);
    Ok(if with_rights {
        Permission::ManageRoles
    } else {
        Permission::ManagePeople
    })
}

/// Names who acts for an absent person.
pub async fn stand_in(
    kernel: &Kernel,
    actor: &Actor,
    absent: Id,
    by: Id,
    from_on: NaiveDate,
    to_on: NaiveDate,
    reason: &str,
) -> Result<Id> {
    let needed = needed_to_stand_in(kernel, actor, absent).await?;
    let mut act = kernel.act(actor, needed).await?;
    if actor.person == Some(by) {
        return Err(Error::Refused(Message::new("refused-own-rights")));
    }
    let who = person::person(&mut act, actor.organ, absent).await?;
    let id = person::stand_in(&mut act, absent, by, from_on, to_on, reason).await?;
    let other = person::person(&mut act, actor.organ, by).await?;
    let data = json!({
        "substitution": id, "person": absent, "name": who.name, "by": by, "by_name": other.name,
        "from": from_on, "to": to_on, "reason": reason,
    });
    record(&mut act, "substitute.named", data).await?;
    act.commit().await?;
    Ok(id)
}

/// Ends a substitution early: today is its last day, or it never begins.
pub async fn end_substitution(kernel: &Kernel, actor: &Actor, id: Id) -> Result<()> {
    let old = register::substitution(&kernel.db, actor.organ, id).await?;
    let needed = needed_to_stand_in(kernel, actor, old.person_id).await?;
    let mut act = kernel.act(actor, needed).await?;
    let yesterday = old.from_on.pred_opt().unwrap_or(old.from_on);
    let last = if old.from_on > actor.today {
        yesterday
    } else {
        actor.today
    };
    person::end_substitution(&mut act, id, last).await?;
    let data = json!({
        "substitution": id, "person": old.person_id, "by": old.by_person_id, "before": old.to_on, "to": last,
    });
    record(&mut act, "substitute.ended", data).await?;
    act.commit().await
}

/// Nobody gives rights to himself.
fn not_oneself(actor: &Actor, person: Id, role: Role) -> Result<()> {
    if actor.person == Some(person) && needed_for(role) == Permission::ManageRoles {
        return Err(Error::Refused(Message::new("refused-own-rights")));
    }
    Ok(())
}
