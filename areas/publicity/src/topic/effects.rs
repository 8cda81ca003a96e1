//! What the acts of a topic do to the tables, each in the transaction of its act.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, FieldError, Message, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use procedure::EffectCall;
use serde_json::json;

use super::vocabulary::ONCE_KEY;
use super::{Held, tying};
use crate::actions::recurring;
use crate::model::genre::Genre;
use crate::model::rhythm::Rhythm;
use crate::store::topic::{self, Plan};
use crate::store::{byline, group};

pub(super) async fn carry_out(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    match effect.name.as_str() {
        "plan" => plan(held, act, doing).await,
        "assign" => assign(held, act, doing).await,
        "tie" => tying::tie(act, doing).await,
        "untie" => {
            said(doing);
            tying::untie(act, doing).await
        }
        "recur" => recur(held, act, doing).await,
        "conclude" | "drop" => {
            said(doing);
            if let Some(day) = recurring::follow(kernel, act, doing.matter.id).await? {
                doing.keep("next_on", json!(day));
            }
            Ok(())
        }
        other => Err(Error::internal(format!("no effect {other}"))),
    }
}

fn said(doing: &mut Doing) {
    if let Some(words) = doing.request.some_text("note") {
        doing.keep("said", words);
    }
}

/// How often it recurs from now on.
async fn recur(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let before = &held.topic.plan;
    let now = Rhythm::parse(doing.request.text("every"));
    if now == before.rhythm() {
        return Err(Error::field("every", Message::new("publicity-unchanged")));
    }
    let words = |r: Option<Rhythm>| {
        let key = r.map_or_else(|| ONCE_KEY.to_owned(), |r| r.key());
        text::t(text::Lang::Zh, &key)
    };
    let change = json!(["every", words(before.rhythm()), words(now)]);
    doing.keep("changes", vec![change]);
    let plan = Plan {
        every: now.map(Rhythm::code).unwrap_or_default().to_owned(),
        ..before.clone()
    };
    topic::put(act, &plan).await
}

/// The days of a plan make sense: its pieces are not owed before today, nor years from now.
pub(crate) fn check(plan: &Plan, today: NaiveDate) -> Result<()> {
    let mut wrong = Vec::new();
    let mut fault = |field: &str, key: &str| {
        wrong.push(FieldError {
            field: field.to_owned(),
            message: Message::new(key),
        });
    };
    let far = today + chrono::Days::new(800);
    if plan.genres.is_empty() {
        fault("genres", "publicity-topic-no-genre");
    }
    if plan.due_on < today {
        fault("due_on", "publicity-topic-due-past");
    } else if plan.due_on > far {
        fault("due_on", "publicity-event-far");
    }
    if plan.event_on.is_some_and(|day| day > far) {
        fault("event_on", "publicity-event-far");
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Error::Invalid(wrong)),
    }
}

async fn plan(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let request = &doing.request;
    let title = request.text("title").to_owned();
    let before = &held.topic.plan;
    let genres: Vec<&str> = request
        .text("genres")
        .split(',')
        .filter_map(Genre::parse)
        .map(Genre::code)
        .collect();
    let after = Plan {
        genres: genres.join(" "),
        event_on: request.date("event_on"),
        due_on: request.date("due_on").unwrap_or(before.due_on),
        brief: request.text("brief").to_owned(),
        ..before.clone()
    };
    // A day that has passed already may stay as it is.
    if after.due_on != before.due_on || after.genres.is_empty() {
        check(&after, doing.today)?;
    }
    let words = |plan: &Plan| -> String {
        let all = plan.genres();
        let said = all
            .iter()
            .map(|g| text::t(text::Lang::Zh, &g.key()))
            .collect::<Vec<_>>();
        said.join("、")
    };
    let day = |d: Option<NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
    let mut changes = Vec::new();
    for (field, old, new) in [
        ("title", held.title.clone(), title.clone()),
        ("genres", words(before), words(&after)),
        ("event_on", day(before.event_on), day(after.event_on)),
        (
            "due_on",
            before.due_on.to_string(),
            after.due_on.to_string(),
        ),
        ("brief", before.brief.clone(), after.brief.clone()),
    ] {
        if old != new {
            changes.push(json!([field, old, new]));
        }
    }
    doing.matter.title = title;
    doing.keep("changes", changes);
    topic::put(act, &after).await
}

/// Who a topic is given to: a group, a person or both, of the organ's own.
pub(crate) async fn given_to(
    act: &mut Act,
    group: Option<Id>,
    person: Option<Id>,
) -> Result<String> {
    let organ = act.organ();
    let mut names = Vec::new();
    if let Some(id) = group {
        names.push(group::group(&mut *act, organ, id).await?.name);
    }
    if let Some(id) = person {
        let label = byline::labels(&mut *act, organ, &[id]).await?.pop();
        let (_, name) = label
            .ok_or_else(|| Error::field("person", Message::new("publicity-author-unknown")))?;
        names.push(name);
    }
    Ok(names.join(" "))
}

async fn assign(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let request = &doing.request;
    let group: Option<Id> = request.text("group").parse().ok();
    let person: Option<Id> = request.text("person").parse().ok();
    if group.is_none() && person.is_none() {
        return Err(Error::field(
            "group",
            Message::new("publicity-topic-nobody"),
        ));
    }
    let before = &held.topic.plan;
    let plan = Plan {
        group_id: group,
        person_id: person,
        due_on: request.date("due_on").unwrap_or(before.due_on),
        ..before.clone()
    };
    if plan.due_on != before.due_on {
        check(&plan, doing.today)?;
    }
    let said = given_to(act, group, person).await?;
    doing.keep("said", said);
    doing.keep("due_on", json!(plan.due_on));
    topic::put(act, &plan).await
}
