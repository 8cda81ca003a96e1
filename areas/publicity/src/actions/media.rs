//! The calendar with the media: planning, moving, closing an entry. Who is assigned is told.

use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::error::{Error, FieldError, Message, Result};
use kernel::id::Id;
use kernel::notice::{self, Letter, To};
use serde_json::{Value as Json, json};

use super::record;
use crate::model::media::{Engagement, State};
use crate::store::media::{self, Plan};
use crate::store::{byline, outlet};

fn told(id: Id, plan: &Plan) -> Json {
    json!({
        "engagement": id.to_string(), "kind": plan.kind, "title": plan.title, "on": plan.on_date, "at": plan.at_time,
        "place": plan.place, "people": plan.people.iter().map(|p| p.to_string()).collect::<Vec<_>>(),
    })
}

/// What a plan lacks: a column's item names its column, an interview somebody who goes.
async fn checked(act: &mut Act, mut plan: Plan) -> Result<Plan> {
    let organ = act.organ();
    let mut wrong = Vec::new();
    let mut fault = |field: &str, key: &str| {
        wrong.push(FieldError {
            field: field.to_owned(),
            message: Message::new(key),
        });
    };
    if let Some(column) = plan.column {
        let columns = outlet::columns(&mut *act, organ).await?;
        match columns.iter().find(|c| c.id == column) {
            Some(found) => plan.outlet = Some(found.outlet_id),
            None => fault("column", "invalid-choice"),
        }
    } else if plan.kind == Engagement::Column {
        fault("column", "media-column-missing");
    }
    if let Some(id) = plan.outlet
        && outlet::outlet(&mut *act, organ, id).await.is_err()
    {
        fault("outlet", "invalid-choice");
    }
    if plan.kind == Engagement::Interview && plan.people.is_empty() {
        fault("people", "media-people-missing");
    }
    let known = byline::labels(&mut *act, organ, &plan.people).await?;
    if known.len() != plan.people.len() {
        fault("people", "publicity-author-unknown");
    }
    match wrong.is_empty() {
        true => Ok(plan),
        false => Err(Error::Invalid(wrong)),
    }
}

/// Tells people that they are to go.
async fn tell(act: &mut Act, plan: &Plan, people: Vec<Id>) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let to = people.into_iter().map(To::Person).collect();
    let key = match plan.kind {
        Engagement::Joint => "notice-media-joint",
        Engagement::Interview => "notice-media-interview",
        Engagement::Column => "notice-media-column",
    };
    let letter = Letter::new(key, to)
        .arg("what", plan.title.clone())
        .arg("day", plan.on_date);
    notice::send(act, letter).await?;
    Ok(())
}

/// Puts something into the calendar.
pub async fn plan(kernel: &Kernel, actor: &Actor, plan: Plan) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let plan = checked(&mut act, plan).await?;
    let id = media::insert(&mut act, &plan).await?;
    record(&mut act, "engagement.planned", told(id, &plan)).await?;
    tell(&mut act, &plan, plan.people.clone()).await?;
    act.commit().await?;
    Ok(id)
}

/// Changes an entry that is still planned. Who goes is told where he is new, or the day is another.
pub async fn edit(kernel: &Kernel, actor: &Actor, id: Id, plan: Plan) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let known = open(&mut act, organ, id).await?;
    let plan = Plan {
        kind: known.kind,
        ..plan
    };
    let plan = checked(&mut act, plan).await?;
    let before: Vec<Id> = media::assigned(&mut act, &[id])
        .await?
        .into_iter()
        .map(|(_, person, _)| person)
        .collect();
    let moved = known.on_date != plan.on_date || known.at_time != plan.at_time;
    media::update(&mut act, id, &plan).await?;
    record(&mut act, "engagement.edited", told(id, &plan)).await?;
    let mut people = plan.people.clone();
    people.retain(|p| moved || !before.contains(p));
    tell(&mut act, &plan, people).await?;
    act.commit().await
}

async fn open(act: &mut Act, organ: Id, id: Id) -> Result<media::Entry> {
    let known = media::entry(&mut *act, organ, id).await?;
    match known.state {
        State::Planned => Ok(known),
        _ => Err(Error::Refused(Message::new("media-closed"))),
    }
}

/// It was held, with what came of it; or it was called off, with the reason.
pub async fn close(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    state: State,
    outcome: &str,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let known = open(&mut act, organ, id).await?;
    if state == State::Planned {
        return Err(Error::field("state", Message::new("invalid-choice")));
    }
    if state == State::Done && known.on_date > actor.today {
        return Err(Error::field("state", Message::new("media-ahead")));
    }
    if state == State::Cancelled && outcome.is_empty() {
        return Err(Error::field("outcome", Message::new("media-why-missing")));
    }
    media::close(&mut act, id, state, outcome).await?;
    let data = json!({
        "engagement": id.to_string(), "title": known.title, "state": state, "outcome": outcome,
    });
    record(&mut act, "engagement.closed", data).await?;
    act.commit().await
}
