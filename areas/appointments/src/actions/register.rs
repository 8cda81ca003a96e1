//! The register of office holders, entered by hand for those in office before, and what is kept of holders.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::history::{self, Audience, Event, Stream};
use kernel::id::Id;
use serde_json::json;

use super::yearly;
use crate::model::holding::Kept;
use crate::store::register::{self, Holding};

/// Enters somebody who took office before the program did; his id in the register.
pub async fn enter(kernel: &Kernel, actor: &Actor, holding: Holding) -> Result<Id> {
    if holding.to_on.is_some_and(|to| to <= holding.from_on) {
        return Err(Error::field("to_on", Message::new("invalid-period")));
    }
    if holding.from_on > actor.today {
        return Err(Error::field(
            "from_on",
            Message::new("appointments-day-ahead"),
        ));
    }
    let mut act = kernel.act(actor, Permission::Register).await?;
    let id = register::insert(&mut act, &holding).await?;
    let data = json!({
        "holding": id.to_string(), "name": holding.name, "office": holding.office,
        "from_on": holding.from_on, "to_on": holding.to_on, "decree": holding.decree,
    });
    let event = Event::new("holding_entered", Audience::Office, &data)?;
    history::append(&mut act, Stream::Settings, event).await?;
    act.commit().await?;
    Ok(id)
}

/// What is kept of a holder, as typed.
#[derive(Debug, Clone)]
pub struct New {
    pub kind: Kept,
    pub on_date: NaiveDate,
    /// The year a yearly report is of.
    pub for_year: Option<i32>,
    pub result: String,
    pub note: String,
}

/// Keeps a yearly report, an evaluation or a training of somebody in office.
pub async fn keep(kernel: &Kernel, actor: &Actor, holding: Id, new: New) -> Result<()> {
    let New {
        kind,
        on_date,
        for_year,
        result,
        note,
    } = new;
    let for_year = match kind {
        Kept::Report => Some(for_year.unwrap_or_else(|| yearly::last(on_date))),
        _ => None,
    };
    let mut act = kernel.act(actor, Permission::Register).await?;
    let held = register::holding(&mut act, actor.organ, holding).await?;
    if on_date > actor.today {
        return Err(Error::field(
            "on_date",
            Message::new("appointments-day-ahead"),
        ));
    }
    if on_date < held.from_on {
        return Err(Error::field(
            "on_date",
            Message::new("appointments-before-office"),
        ));
    }
    register::keep(&mut act, holding, kind, on_date, for_year, &result, &note).await?;
    let data = json!({
        "holding": holding.to_string(), "name": held.name, "kept": kind.code(), "on_date": on_date, "result": result,
        "for_year": for_year,
    });
    let event = Event::new("holding_kept", Audience::Office, &data)?;
    history::append(&mut act, Stream::Settings, event).await?;
    act.commit().await
}
