//! The use cases that begin outside a running manuscript, one transaction each.

pub mod briefing;
pub mod campaign;
pub(crate) mod filed;
pub mod group;
pub mod incentive;
pub mod issue;
pub mod ledger;
pub mod manuscript;
pub mod media;
pub mod network;
pub mod outlet;
pub mod quota;
pub(crate) mod recurring;
pub mod settling;
pub mod topic;

use kernel::access::Act;
use kernel::error::Result;
use kernel::history::{Audience, Event, Stream, append};
use serde_json::Value as Json;

/// Writes down what was set in the newsroom, in the act that set it. The settings history is the auditor's.
async fn record(act: &mut Act, kind: &str, data: Json) -> Result<()> {
    append(
        act,
        Stream::Settings,
        Event::new(kind, Audience::Office, &data)?,
    )
    .await
}
