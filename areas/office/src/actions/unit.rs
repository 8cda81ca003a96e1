//! Adding, correcting, renaming and ending units.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::Result;
use kernel::id::Id;
use kernel::organ::past::{self, UnitEdit};
use kernel::organ::{self, NewUnit};
use serde_json::json;

use super::record;

/// Adds a unit.
pub async fn add(kernel: &Kernel, actor: &Actor, new: NewUnit<'_>) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::ManagePeople).await?;
    let id = organ::add_unit(&mut act, new.clone()).await?;
    let data = json!({"unit": id, "name": new.name, "kind": new.kind, "parent": new.parent, "from": new.from_on});
    record(&mut act, "unit.added", data).await?;
    act.commit().await?;
    Ok(id)
}

/// Corrects a unit's place, kind, short name and order.
pub async fn edit(kernel: &Kernel, actor: &Actor, id: Id, edit: UnitEdit<'_>) -> Result<()> {
    let mut act = kernel.act(actor, Permission::ManagePeople).await?;
    let old = organ::unit(&mut act, actor.organ, id).await?;
    past::edit_unit(&mut act, id, edit.clone()).await?;
    let data = json!({
        "unit": id, "name": old.name,
        "before": {"kind": old.kind, "parent": old.parent_id, "short_name": old.short_name, "sort": old.sort},
        "after": {"kind": edit.kind, "parent": edit.parent, "short_name": edit.short_name, "sort": edit.sort},
    });
    record(&mut act, "unit.edited", data).await?;
    act.commit().await
}

/// Gives a unit another name from a day on.
pub async fn rename(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    name: &str,
    from_on: NaiveDate,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::ManagePeople).await?;
    let old = organ::unit(&mut act, actor.organ, id).await?;
    organ::rename_unit(&mut act, id, name, from_on).await?;
    if old.name != name.trim() {
        let data = json!({"unit": id, "before": old.name, "after": name.trim(), "from": from_on});
        record(&mut act, "unit.renamed", data).await?;
    }
    act.commit().await
}

/// Ends a unit after its last day.
pub async fn close(kernel: &Kernel, actor: &Actor, id: Id, last_day: NaiveDate) -> Result<()> {
    let mut act = kernel.act(actor, Permission::ManagePeople).await?;
    let old = organ::unit(&mut act, actor.organ, id).await?;
    past::close_unit(&mut act, id, last_day).await?;
    let data = json!({"unit": id, "name": old.name, "before": old.to_on, "to": last_day});
    record(&mut act, "unit.ended", data).await?;
    act.commit().await
}
