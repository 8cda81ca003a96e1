//! Keeping the register of outlets.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use serde_json::{Value as Json, json};

use super::record;
use crate::store::outlet::{self, Entry};

fn told(id: Id, entry: &Entry) -> Json {
    json!({
        "outlet": id.to_string(), "name": entry.name, "level": entry.level, "medium": entry.medium,
        "outward": entry.outward, "major": entry.major, "note": entry.note, "ended_on": entry.ended_on,
    })
}

/// Adds an outlet. A name that stands already is refused.
pub async fn add(kernel: &Kernel, actor: &Actor, entry: &Entry) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    if outlet::is_named(&mut act, organ, &entry.name, None).await? {
        return Err(Error::field("name", Message::new("publicity-name-taken")));
    }
    let id = outlet::insert(&mut act, entry).await?;
    record(&mut act, "outlet.added", told(id, entry)).await?;
    act.commit().await?;
    Ok(id)
}

/// Changes an outlet from now on: appearances keep the name, level and medium of their day.
pub async fn edit(kernel: &Kernel, actor: &Actor, id: Id, entry: &Entry) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    outlet::outlet(&mut act, organ, id).await?;
    if outlet::is_named(&mut act, organ, &entry.name, Some(id)).await? {
        return Err(Error::field("name", Message::new("publicity-name-taken")));
    }
    outlet::update(&mut act, id, entry).await?;
    record(&mut act, "outlet.edited", told(id, entry)).await?;
    act.commit().await
}

/// Adds a column, or changes the rhythm and end of the one of that name.
pub async fn put_column(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    name: &str,
    every_days: Option<i64>,
    ended_on: Option<NaiveDate>,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let outlet = outlet::outlet(&mut act, organ, id).await?;
    outlet::put_column(&mut act, id, name, every_days, ended_on).await?;
    let data = json!({
        "outlet": id.to_string(), "name": outlet.name, "column": name, "every_days": every_days, "ended_on": ended_on,
    });
    record(&mut act, "outlet.column", data).await?;
    act.commit().await
}

/// Names a contact reporter of an outlet.
pub async fn add_reporter(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    name: &str,
    phone: &str,
    from_on: NaiveDate,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let outlet = outlet::outlet(&mut act, organ, id).await?;
    outlet::add_reporter(&mut act, id, name, phone, from_on).await?;
    let data =
        json!({"outlet": id.to_string(), "name": outlet.name, "reporter": name, "from": from_on});
    record(&mut act, "outlet.reporter", data).await?;
    act.commit().await
}

/// Ends a reporter's contact with today.
pub async fn end_reporter(kernel: &Kernel, actor: &Actor, id: Id, reporter: Id) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let outlet = outlet::outlet(&mut act, organ, id).await?;
    if !outlet::end_reporter(&mut act, id, reporter, actor.today).await? {
        return Err(Error::NotFound);
    }
    let data = json!({"outlet": id.to_string(), "name": outlet.name, "reporter": reporter.to_string(), "to": actor.today});
    record(&mut act, "outlet.reporter_ended", data).await?;
    act.commit().await
}
