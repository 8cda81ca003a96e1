//! Keeping bodies, their seats and their members. Nothing that was is overwritten: a member leaves on a day, seats hold
//! from a day on.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::error::{Error, FieldError, Message, Result};
use kernel::history::{Audience, Event, Stream, append};
use kernel::id::Id;
use kernel::person;
use serde_json::{Value as Json, json};

use crate::model::body::{BodyKind, Duty};
use crate::store::body::{self, Body};

/// The most characters of a body's name.
pub const NAME: usize = 80;
/// The most seats.
pub const SEATS: i64 = 3_000;

/// Enters what was done into the settings history.
async fn record(act: &mut Act, kind: &str, data: Json) -> Result<()> {
    let event = Event::new(kind, Audience::Office, &data)?;
    append(act, Stream::Settings, event).await
}

/// A body as typed.
#[derive(Debug, Clone)]
pub struct NewBody {
    pub kind: BodyKind,
    pub name: String,
    pub seats: i64,
    pub from_on: NaiveDate,
}

/// Adds a body.
///
/// # Errors
/// Invalid fields: a name another body has.
pub async fn add(kernel: &Kernel, actor: &Actor, new: NewBody) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let id = add_in(&mut act, &new).await?;
    act.commit().await?;
    Ok(id)
}

/// Adds a body within an act: imports.
pub(crate) async fn add_in(act: &mut Act, new: &NewBody) -> Result<Id> {
    let organ = act.organ();
    free(act, &new.name, None).await?;
    let level = kernel::organ::organ(&mut *act, organ).await?.level;
    let id = body::insert(act, new.kind, &level, &new.name).await?;
    body::put_seats(act, id, new.from_on, new.seats).await?;
    let data = json!({
        "body": id.to_string(), "name": new.name, "kind": new.kind.code(), "seats": new.seats, "from": new.from_on,
    });
    record(act, "meeting_body.added", data).await?;
    Ok(id)
}

async fn free(act: &mut Act, name: &str, but: Option<Id>) -> Result<()> {
    let organ = act.organ();
    match body::named(&mut *act, organ, name).await? {
        Some(other) if Some(other.id) != but => {
            Err(Error::field("name", Message::new("meetings-body-taken")))
        }
        _ => Ok(()),
    }
}

/// Renames a body or ends it, and says how many seats it has from a day on.
pub async fn edit(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    name: &str,
    seats: i64,
    from_on: NaiveDate,
    ended_on: Option<NaiveDate>,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let before = body::body(&mut act, actor.organ, id).await?;
    free(&mut act, name, Some(id)).await?;
    let members = body::members_on(&mut act, id, from_on).await?;
    if (members.len() as i64) > seats {
        let message = Message::new("meetings-seats-few").arg("n", members.len());
        return Err(Error::field("seats", message));
    }
    body::rename(&mut act, id, name, ended_on).await?;
    let all = body::seats(&mut act, id).await?;
    if body::seats_on(&all, from_on) != seats {
        body::put_seats(&mut act, id, from_on, seats).await?;
    }
    let data = json!({
        "body": id.to_string(), "name": name, "was": before.name, "seats": seats, "from": from_on, "ended": ended_on,
    });
    record(&mut act, "meeting_body.edited", data).await?;
    act.commit().await
}

/// Somebody who becomes a member.
#[derive(Debug, Clone, Copy)]
pub struct Joining {
    pub person: Id,
    pub duty: Duty,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

/// Makes somebody a member.
///
/// # Errors
/// Invalid fields: nobody of the organ, somebody who is a member on one of the days, no seat that is free.
pub async fn join(kernel: &Kernel, actor: &Actor, id: Id, new: Joining) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let body = body::body(&mut act, actor.organ, id).await?;
    let member = join_in(&mut act, &body, new).await?;
    act.commit().await?;
    Ok(member)
}

/// Makes somebody a member within an act: imports.
pub(crate) async fn join_in(act: &mut Act, body: &Body, new: Joining) -> Result<Id> {
    let wrong = |field: &str, message: Message| {
        Err(Error::Invalid(vec![FieldError {
            field: field.to_owned(),
            message,
        }]))
    };
    if new.to_on.is_some_and(|to| to < new.from_on) {
        return wrong("to_on", Message::new("invalid-period"));
    }
    let organ = act.organ();
    let Ok(person) = person::person(&mut *act, organ, new.person).await else {
        return wrong("person", Message::new("invalid-choice"));
    };
    let all = body::members(&mut *act, body.id).await?;
    let overlaps = |m: &body::Member| {
        m.to_on.is_none_or(|to| new.from_on <= to) && new.to_on.is_none_or(|to| m.from_on <= to)
    };
    if all.iter().any(|m| m.person_id == new.person && overlaps(m)) {
        return wrong("person", Message::new("meetings-member-already"));
    }
    let seats = body::seats(&mut *act, body.id).await?;
    let seats = body::seats_on(&seats, new.from_on);
    let taken = all.iter().filter(|m| m.is_on(new.from_on)).count() as i64;
    if taken >= seats {
        let message = Message::new("meetings-no-seat").arg("n", seats);
        return wrong("person", message);
    }
    let id = body::join(act, body.id, new.person, new.duty, new.from_on, new.to_on).await?;
    let data = json!({
        "body": body.id.to_string(), "name": body.name, "person": new.person.to_string(), "member": person.name,
        "duty": new.duty.code(), "from": new.from_on, "to": new.to_on,
    });
    record(act, "meeting_body.joined", data).await?;
    Ok(id)
}

/// Changes what a member is, where he sits, or ends his membership on a day.
pub async fn change(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    member: Id,
    duty: Duty,
    sort: i64,
    to_on: Option<NaiveDate>,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let body = body::body(&mut act, actor.organ, id).await?;
    let before = body::member(&mut act, id, member).await?;
    if to_on.is_some_and(|to| to < before.from_on) {
        return Err(Error::field("to_on", Message::new("invalid-period")));
    }
    body::put_member(&mut act, member, duty, sort, to_on).await?;
    let data = json!({
        "body": id.to_string(), "name": body.name, "member": before.name, "duty": duty.code(), "was": before.duty.code(), "to": to_on,
    });
    record(&mut act, "meeting_body.changed", data).await?;
    act.commit().await
}

/// Makes members of a congress of everybody who is a deputy on a day and no member yet; how many.
pub async fn take_deputies(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    from_on: NaiveDate,
) -> Result<usize> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let body = body::body(&mut act, actor.organ, id).await?;
    let members = body::members_on(&mut act, id, from_on).await?;
    let deputies = body::deputies(&mut act, actor.organ, from_on).await?;
    let new: Vec<Id> = deputies
        .into_iter()
        .filter(|p| members.iter().all(|m| m.person_id != *p))
        .collect();
    let seats = body::seats(&mut act, id).await?;
    let seats = body::seats_on(&seats, from_on);
    if (members.len() + new.len()) as i64 > seats {
        let message = Message::new("meetings-seats-few").arg("n", members.len() + new.len());
        return Err(Error::field("from_on", message));
    }
    for person in &new {
        body::join(&mut act, id, *person, Duty::Member, from_on, None).await?;
    }
    let data = json!({"body": id.to_string(), "name": body.name, "n": new.len(), "from": from_on});
    record(&mut act, "meeting_body.deputies", data).await?;
    act.commit().await?;
    Ok(new.len())
}
