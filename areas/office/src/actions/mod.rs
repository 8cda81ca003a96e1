//! The use cases of this area, one transaction each; every one writes its event into the settings history.

pub mod account;
pub mod calendar;
pub mod outbox;
pub mod person;
pub mod procedure;
pub mod session;
pub mod unit;

use kernel::access::Act;
use kernel::error::Result;
use kernel::history::{Audience, Event, Stream, append};
use serde_json::Value as Json;

/// Writes down what was set, in the act that set it. The settings history is the auditor's.
pub(crate) async fn record(act: &mut Act, kind: &str, data: Json) -> Result<()> {
    append(
        act,
        Stream::Settings,
        Event::new(kind, Audience::Office, &data)?,
    )
    .await
}
