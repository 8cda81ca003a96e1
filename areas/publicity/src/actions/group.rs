//! Keeping the publicity groups and their members.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::person;
use serde_json::json;

use super::record;
use crate::store::group;

async fn refuse_taken(act: &mut Act, name: &str, but: Option<Id>) -> Result<()> {
    let organ = act.organ();
    let all = group::groups(&mut *act, organ).await?;
    match all.iter().any(|g| g.name == name && Some(g.id) != but) {
        true => Err(Error::field("name", Message::new("publicity-name-taken"))),
        false => Ok(()),
    }
}

/// Adds a group.
pub async fn add(kernel: &Kernel, actor: &Actor, name: &str) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    refuse_taken(&mut act, name, None).await?;
    let id = group::insert(&mut act, name).await?;
    let data = json!({"group": id.to_string(), "name": name});
    record(&mut act, "publicity_group.added", data).await?;
    act.commit().await?;
    Ok(id)
}

/// Renames a group, or ends it. Appearances keep the name of their day.
pub async fn edit(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    name: &str,
    ended_on: Option<NaiveDate>,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let old = group::group(&mut act, organ, id).await?;
    refuse_taken(&mut act, name, Some(id)).await?;
    group::update(&mut act, id, name, ended_on).await?;
    let data =
        json!({"group": id.to_string(), "before": old.name, "name": name, "ended_on": ended_on});
    record(&mut act, "publicity_group.edited", data).await?;
    act.commit().await
}

/// Takes somebody into a group; who is in another one leaves it the day before.
pub async fn join(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    person: Id,
    lead: bool,
    from_on: NaiveDate,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let into = group::group(&mut act, organ, id).await?;
    let who = person::person(&mut act, organ, person).await?;
    let before = from_on.pred_opt().unwrap_or(from_on);
    for m in group::members(&mut act, organ).await? {
        if m.person_id != person || m.to_on.is_some() {
            continue;
        }
        if m.from_on >= from_on {
            return Err(Error::field(
                "from_on",
                Message::new("publicity-member-since"),
            ));
        }
        group::leave(&mut act, m.group_id, m.id, before).await?;
    }
    group::join(&mut act, id, person, lead, from_on).await?;
    let data = json!({
        "group": id.to_string(), "name": into.name, "person": who.name, "lead": lead, "from": from_on,
    });
    record(&mut act, "publicity_group.joined", data).await?;
    act.commit().await
}

/// Ends a membership with today.
pub async fn leave(kernel: &Kernel, actor: &Actor, id: Id, member: Id) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let from = group::group(&mut act, organ, id).await?;
    let gone = group::members(&mut act, organ).await?;
    let gone = gone
        .iter()
        .find(|m| m.id == member && m.group_id == id)
        .ok_or(Error::NotFound)?;
    if !group::leave(&mut act, id, member, actor.today).await? {
        return Err(Error::NotFound);
    }
    let data =
        json!({"group": id.to_string(), "name": from.name, "person": gone.name, "to": actor.today});
    record(&mut act, "publicity_group.left", data).await?;
    act.commit().await
}
