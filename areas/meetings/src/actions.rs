//! Entering an event.

use chrono::{Days, NaiveDate};
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::{Error, FieldError, Message, Result};
use kernel::id::Id;
use kernel::matter::{Confidentiality, open};
use serde_json::{Map, json};

use crate::kind::EventKind;
use crate::store::{self, Event};

/// Days ahead, or back, an event may lie: further is a typing error.
const FAR: u64 = 800;

/// An event as typed.
#[derive(Debug, Clone)]
pub struct Entry {
    pub kind: EventKind,
    pub title: String,
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
    pub place: String,
    pub note: String,
    /// Exists for whoever enters it and for the office alone.
    pub confidential: bool,
}

/// The days of an event make sense.
pub(crate) fn check(event: &Event, today: NaiveDate) -> Result<()> {
    let mut wrong = Vec::new();
    let mut fault = |field: &str, key: &str| {
        wrong.push(FieldError {
            field: field.to_owned(),
            message: Message::new(key),
        });
    };
    if event.to_on < event.from_on {
        fault("to_on", "invalid-period");
    }
    let far = |day: NaiveDate| day > today + Days::new(FAR) || day < today - Days::new(FAR);
    if far(event.from_on) {
        fault("from_on", "meetings-day-far");
    } else if far(event.to_on) {
        fault("to_on", "meetings-day-far");
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Error::Invalid(wrong)),
    }
}

/// Enters a meeting or an activity; its id.
pub async fn enter(kernel: &Kernel, actor: &Actor, new: Entry) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let mut event = Event {
        matter_id: Id(0),
        from_on: new.from_on,
        to_on: new.to_on,
        place: new.place,
        note: new.note,
    };
    check(&event, actor.today)?;
    let opening = open::begin(
        kernel,
        &mut act,
        open::NewMatter {
            kind: new.kind.code().to_owned(),
            procedure: None,
            title: new.title,
            confidentiality: match new.confidential {
                true => Confidentiality::Confidential,
                false => Confidentiality::Internal,
            },
            category: None,
            session: None,
            proposer: None,
            received_on: actor.today,
        },
    )
    .await?;
    event.matter_id = opening.matter.id;
    store::put(&mut act, &event).await?;
    let mut data = Map::new();
    data.insert("from_on".to_owned(), json!(event.from_on));
    data.insert("to_on".to_owned(), json!(event.to_on));
    open::finish(kernel, &mut act, opening, data).await?;
    act.commit().await?;
    Ok(event.matter_id)
}
