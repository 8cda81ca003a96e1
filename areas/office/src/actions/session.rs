//! Terms and sessions.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::Result;
use kernel::id::Id;
use kernel::term_session;
use serde_json::json;

use super::record;

/// Adds a session.
pub async fn add(
    kernel: &Kernel,
    actor: &Actor,
    term: i64,
    ordinal: i64,
    opened_on: NaiveDate,
    closed_on: NaiveDate,
) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Configure).await?;
    let id = term_session::add(&mut act, term, ordinal, opened_on, closed_on).await?;
    let code = term_session::code(term, ordinal);
    let data = json!({"session": id, "name": code, "from": opened_on, "to": closed_on});
    record(&mut act, "session.added", data).await?;
    act.commit().await?;
    Ok(id)
}

/// Corrects the days of a session.
pub async fn edit(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    opened_on: NaiveDate,
    closed_on: NaiveDate,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Configure).await?;
    let old = term_session::session(&mut act, actor.organ, id).await?;
    term_session::edit(&mut act, id, opened_on, closed_on).await?;
    let data = json!({
        "session": id, "name": old.code,
        "before": {"from": old.opened_on, "to": old.closed_on},
        "after": {"from": opened_on, "to": closed_on},
    });
    record(&mut act, "session.edited", data).await?;
    act.commit().await
}
