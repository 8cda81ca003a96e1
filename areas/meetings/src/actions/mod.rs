//! What is done outside a running procedure: entering an event here; bodies, rolls, agendas and records beside.
//!
//! Everything on a meeting ends in [`tell`]: its event, readers and search text in the same transaction, and whoever
//! comes second meets a conflict. A meeting that is over is written by nobody.

pub mod agenda;
pub mod body;
pub mod record;
pub mod roll;

use chrono::{Days, NaiveDate};
use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::error::{Error, FieldError, Message, Result};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::{Confidentiality, listing, load, open};
use serde_json::{Map, Value as Json, json};

use crate::kind::{EventKind, Held};
use crate::model::roll::code;
use crate::store::sitting::{self, Sitting};
use crate::store::{self, Event};

/// The steps in which a meeting is prepared or sits.
pub(crate) const OPEN: [&str; 3] = ["arranged", "called", "sitting"];
/// The steps in which its record is written.
pub(crate) const RECORD: [&str; 2] = ["sitting", "writing"];

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
    /// The body that sits; none for an activity or a meeting of no body.
    pub body: Option<Id>,
    /// 09:00, or empty.
    pub at_time: String,
}

/// By what right something is done beside the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// By the office and the committees.
    Office,
    /// By everybody for himself.
    Own,
}

/// Does something again where somebody else was quicker: receipts and arrivals come many at once.
macro_rules! retried {
    ($what:expr) => {{
        let mut left = 60;
        loop {
            let done: kernel::error::Result<_> = $what.await;
            match done {
                Err(kernel::error::Error::Conflict { .. }) if left > 0 => left -= 1,
                other => break other,
            }
        }
    }};
}
pub(crate) use retried;

/// Begins a write on a meeting that stands in one of `states`, and reads it as it is then.
///
/// # Errors
/// [`Error::NotFound`] where it does not exist for `actor` or is no meeting of a body; a refusal where it is past that.
pub(crate) async fn begin(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    beside: Beside,
    states: &[&str],
) -> Result<(Act, Held)> {
    let mut act = match beside {
        Beside::Office => kernel.act(actor, Permission::Register).await?,
        Beside::Own => kernel.own_act(actor).await?,
    };
    let held = read(actor, &mut act, meeting, states).await?;
    Ok((act, held))
}

/// The same within an act that has begun.
pub(crate) async fn read(
    actor: &Actor,
    act: &mut Act,
    meeting: Id,
    states: &[&str],
) -> Result<Held> {
    if !listing::visible(&mut *act, actor, meeting).await? {
        return Err(Error::NotFound);
    }
    let found = load::matters(&mut *act, &[meeting]).await?;
    let matter = found.into_iter().next().ok_or(Error::NotFound)?;
    if EventKind::parse(&matter.kind) != Some(EventKind::Meeting) {
        return Err(Error::NotFound);
    }
    let held = Held::load(act.source(), &matter).await?;
    held.sitting()?;
    if !states.contains(&matter.state.as_str()) {
        return Err(Error::refused(match matter.state.as_str() {
            "arranged" | "called" => "meetings-not-yet",
            _ => "meetings-frozen",
        }));
    }
    Ok(held)
}

/// What was done on a meeting: its event, readers and search text.
pub(crate) async fn tell(
    kernel: &Kernel,
    act: &mut Act,
    meeting: Id,
    kind: &str,
    data: Json,
) -> Result<()> {
    let data = match data {
        Json::Object(data) => data,
        _ => Map::new(),
    };
    open::tell(kernel, act, meeting, kind, Audience::Parties, &data).await
}

/// A code for the screen of the hall.
pub(crate) fn new_code() -> Result<String> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(code(bytes))
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
    if let Some(body) = new.body.filter(|_| new.kind == EventKind::Meeting) {
        let body = store::body::body(&mut act, actor.organ, body).await;
        let body = body.map_err(|_| Error::field("body", Message::new("invalid-choice")))?;
        let sitting = Sitting {
            matter_id: event.matter_id,
            body_id: body.id,
            body: body.name,
            kind: body.kind,
            level: body.level,
            at_time: new.at_time,
            chair_id: None,
            code: new_code()?,
            told_at: None,
            opened_at: None,
            closed_at: None,
            item_id: None,
            seats: None,
            members: None,
            present: None,
        };
        sitting::put(&mut act, &sitting).await?;
        roll::sync(&mut act, &sitting, event.from_on).await?;
    }
    let mut data = Map::new();
    data.insert("from_on".to_owned(), json!(event.from_on));
    data.insert("to_on".to_owned(), json!(event.to_on));
    open::finish(kernel, &mut act, opening, data).await?;
    act.commit().await?;
    Ok(event.matter_id)
}
