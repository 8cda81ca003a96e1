//! Keeping the network of correspondents and liaisons, and its training sessions.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::{organ, person};
use serde_json::json;

use super::record;
use crate::model::network::{Asked, Came, Duty};
use crate::store::network;

/// Names somebody for a unit.
///
/// # Errors
/// Invalid fields: a unit or person that is none here, or somebody who has that duty there already.
pub async fn name(
    kernel: &Kernel,
    actor: &Actor,
    unit: Id,
    person: Id,
    duty: Duty,
    asks: Asked,
    from_on: NaiveDate,
) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let own = act.organ();
    let units = organ::units(&mut act, own).await?;
    let Some(unit) = units.iter().find(|u| u.id == unit) else {
        return Err(Error::field("unit", Message::new("invalid-choice")));
    };
    let people = crate::store::byline::labels(&mut act, own, &[person]).await?;
    let Some((_, label)) = people.first() else {
        return Err(Error::field(
            "person",
            Message::new("publicity-author-unknown"),
        ));
    };
    let all = network::all(&mut act, own).await?;
    let has = |c: &network::Correspondent| {
        c.unit_id == unit.id && c.person_id == person && c.duty == duty && c.to_on.is_none()
    };
    if all.iter().any(has) {
        return Err(Error::field("person", Message::new("network-has-duty")));
    }
    if asks.taken > asks.sent {
        return Err(Error::field(
            "asked_taken",
            Message::new("network-asks-more"),
        ));
    }
    let id = network::insert(&mut act, unit.id, person, duty, asks, from_on).await?;
    let data = json!({
        "correspondent": id.to_string(), "unit": unit.name, "name": label, "duty": duty, "asked": asks.sent,
        "asked_taken": asks.taken, "from": from_on,
    });
    record(&mut act, "correspondent.named", data).await?;
    act.commit().await?;
    Ok(id)
}

/// Asks something else of somebody, or ends his duty.
pub async fn edit(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    asks: Asked,
    to_on: Option<NaiveDate>,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let own = act.organ();
    let known = network::one(&mut act, own, id).await?;
    if asks.taken > asks.sent {
        return Err(Error::field(
            "asked_taken",
            Message::new("network-asks-more"),
        ));
    }
    if to_on.is_some_and(|end| end < known.from_on) {
        return Err(Error::field("to_on", Message::new("network-ends-before")));
    }
    network::update(&mut act, id, asks, to_on).await?;
    let data = json!({
        "correspondent": id.to_string(), "unit": known.unit, "name": known.name, "asked": asks.sent,
        "asked_taken": asks.taken, "to": to_on,
    });
    record(&mut act, "correspondent.edited", data).await?;
    act.commit().await
}

/// Puts down a training session, planned or held.
pub async fn train(
    kernel: &Kernel,
    actor: &Actor,
    on_date: NaiveDate,
    title: &str,
    place: &str,
    note: &str,
) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let id = network::add_training(&mut act, on_date, title, place, note).await?;
    let data = json!({"training": id.to_string(), "title": title, "on": on_date});
    record(&mut act, "training.added", data).await?;
    act.commit().await?;
    Ok(id)
}

/// Puts down who came. A session that is still ahead has nobody yet.
pub async fn attended(kernel: &Kernel, actor: &Actor, id: Id, all: &[(Id, Came)]) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let own = act.organ();
    let session = network::training(&mut act, own, id).await?;
    if session.on_date > actor.today {
        return Err(Error::Refused(Message::new("network-training-ahead")));
    }
    let ids: Vec<Id> = all.iter().map(|(id, _)| *id).collect();
    let known = person::names(&mut act, &ids).await?;
    if known.len() != ids.len() {
        return Err(Error::NotFound);
    }
    network::set_attendance(&mut act, id, all).await?;
    let count = |came: Came| all.iter().filter(|(_, c)| *c == came).count();
    let data = json!({
        "training": id.to_string(), "title": session.title, "present": count(Came::Present),
        "excused": count(Came::Excused), "absent": count(Came::Absent),
    });
    record(&mut act, "training.attended", data).await?;
    act.commit().await
}
