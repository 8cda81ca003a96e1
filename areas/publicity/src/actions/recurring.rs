//! Topics that recur: the next is planned by itself once a piece of this one is released, or once it ends. By the system,
//! within the act it follows from; it stays with whoever planned the first.

use kernel::Kernel;
use kernel::access::{Act, Actor};
use kernel::error::Result;
use kernel::id::Id;
use kernel::matter::{Confidentiality, load, open};
use serde_json::{Map, json};

use crate::store::topic::{self, Plan};
use crate::topic::TOPIC;

/// Plans the topic after `id`, where it recurs and none stands after it yet; the day that one is owed.
pub(crate) async fn follow(
    kernel: &Kernel,
    act: &mut Act,
    id: Id,
) -> Result<Option<chrono::NaiveDate>> {
    let Some(known) = topic::read(&mut *act, id).await? else {
        return Ok(None);
    };
    let today = act.actor.today;
    let plan = known.plan;
    let Some((due_on, event_on)) = plan
        .rhythm()
        .filter(|_| known.next.is_none())
        .and_then(|r| r.next(plan.due_on, plan.event_on, today))
    else {
        return Ok(None);
    };
    let matter = load::matters(&mut *act, &[id]).await?.pop();
    let Some(matter) = matter else {
        return Ok(None);
    };
    let next = Plan {
        due_on,
        event_on,
        previous_id: Some(id),
        planner_id: plan.planner_id.or(matter.created_by),
        ..plan
    };
    let system = Actor::system(act.organ(), today);
    let person = std::mem::replace(&mut act.actor, system);
    let done = begin(kernel, act, next, matter.title, matter.confidentiality).await;
    act.actor = person;
    done?;
    Ok(Some(due_on))
}

async fn begin(
    kernel: &Kernel,
    act: &mut Act,
    mut plan: Plan,
    title: String,
    confidentiality: String,
) -> Result<()> {
    let opening = open::begin(
        kernel,
        act,
        open::NewMatter {
            kind: TOPIC.to_owned(),
            procedure: None,
            title,
            confidentiality: Confidentiality::parse(&confidentiality)
                .unwrap_or(Confidentiality::Internal),
            category: None,
            session: None,
            proposer: plan.planner_id,
            received_on: act.actor.today,
        },
    )
    .await?;
    plan.matter_id = opening.matter.id;
    topic::put(act, &plan).await?;
    let mut data = Map::new();
    data.insert("genres".to_owned(), json!(plan.genres()));
    data.insert("due_on".to_owned(), json!(plan.due_on));
    data.insert("every".to_owned(), json!(plan.every));
    if let Some(previous) = plan.previous_id {
        data.insert("previous".to_owned(), json!(previous.to_string()));
    }
    open::finish(kernel, act, opening, data).await?;
    Ok(())
}
