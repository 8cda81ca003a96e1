//! Erasing personal data from the history (个人信息保护法 Art 47), without breaking its chain.

use serde_json::json;

use super::{Audience, Event, Stream, append};
use crate::access::{Act, Permission};
use crate::db::{placeholders, sql};
use crate::error::{Error, Message, Result};

/// The kind of the event that records an erasure; its data names the events and the reason.
pub const ERASED: &str = "history.erased";

/// Takes the data and the salt of events away for good, and records which, why and by whom in the same stream.
/// Only who manages people may, or the system. Events that record an erasure stay.
pub async fn erase(act: &mut Act, stream: Stream, events: &[i64], reason: &str) -> Result<()> {
    if !act.actor.may(Permission::ManagePeople) {
        return Err(Error::Forbidden(Message::new(
            Permission::ManagePeople.refusal(),
        )));
    }
    if reason.trim().is_empty() {
        return Err(Error::field("reason", Message::new("history-erase-reason")));
    }
    if events.is_empty() || events.len() > 500 {
        return Err(Error::field("events", Message::new("history-erase-events")));
    }
    let id = match stream {
        Stream::Matter(id) => id,
        Stream::Settings => act.organ(),
    };
    // First the record, so that the stream is held before its rows are touched.
    let event = Event::new(
        ERASED,
        Audience::Parties,
        &json!({ "events": events, "reason": reason.trim() }),
    )?;
    append(act, stream, event).await?;
    let touched = sql(format!(
        "UPDATE event SET data = NULL, salt = NULL WHERE stream = $1 AND organ_id = $2 AND kind <> $3 AND seq IN ({})",
        placeholders(4, events.len())
    ))
    .bind(id)
    .bind(act.organ())
    .bind(ERASED)
    .bind_all(events.iter().copied())
    .run(&mut *act)
    .await?;
    if touched != events.len() as u64 {
        return Err(Error::field("events", Message::new("history-erase-events")));
    }
    Ok(())
}
