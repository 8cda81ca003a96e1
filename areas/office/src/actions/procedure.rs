//! Procedures and rule packs. The kernel writes their events.

use std::sync::Arc;

use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::{Arg, Error, Message, Result};
use kernel::matter::Kind;
use kernel::procedures::{self, Version};
use procedure::edit::{Change, EditError, apply};
use procedure::{RulePack, Words};
use workday::Limit;

/// A version with its kind.
pub async fn version(
    kernel: &Kernel,
    actor: &Actor,
    id: &str,
    number: i64,
) -> Result<(Version, Arc<dyn Kind>)> {
    let row = procedures::version(&kernel.db, actor.organ, id, number)
        .await?
        .ok_or(Error::NotFound)?;
    let kind = kernel.kind(&row.kind)?.clone();
    Ok((row, kind))
}

/// Copies a version into a draft and returns its number.
pub async fn copy(kernel: &Kernel, actor: &Actor, id: &str, number: i64) -> Result<i64> {
    let mut act = kernel.act(actor, Permission::Configure).await?;
    let next = procedures::copy(&mut act, id, number).await?;
    act.commit().await?;
    Ok(next)
}

/// Saves a draft's text.
pub async fn save(
    kernel: &Kernel,
    actor: &Actor,
    id: &str,
    number: i64,
    rev: i64,
    text: &str,
) -> Result<()> {
    let (_, kind) = version(kernel, actor, id, number).await?;
    let mut act = kernel.act(actor, Permission::Configure).await?;
    procedures::save(&mut act, &*kind, id, number, rev, text).await?;
    act.commit().await
}

/// Makes changes to a draft as it stood at `rev`; changes that can't be made are refused with the sentence why.
pub async fn change(
    kernel: &Kernel,
    actor: &Actor,
    id: &str,
    number: i64,
    rev: i64,
    changes: &[Change],
) -> Result<()> {
    let (row, kind) = version(kernel, actor, id, number).await?;
    if changes.is_empty() {
        return Ok(());
    }
    let text = apply(&row.definition, &kind.vocabulary(), changes)
        .map_err(|EditError(words)| said(&words))?;
    save(kernel, actor, id, number, rev, &text).await
}

fn said(words: &Words) -> Error {
    let both = Arg::Both {
        zh: words.zh.clone(),
        en: words.en.clone(),
    };
    Error::Refused(Message::new("said").arg("sentence", both))
}

/// Puts a draft in force.
pub async fn put_in_force(
    kernel: &Kernel,
    actor: &Actor,
    id: &str,
    number: i64,
    rev: i64,
) -> Result<()> {
    let (_, kind) = version(kernel, actor, id, number).await?;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let mut act = kernel.act(actor, Permission::Configure).await?;
    procedures::put_in_force(&mut act, &*kind, &calendar, id, number, rev).await?;
    act.commit().await
}

/// Throws a draft away.
pub async fn discard(kernel: &Kernel, actor: &Actor, id: &str, number: i64) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Configure).await?;
    procedures::discard(&mut act, id, number).await?;
    act.commit().await
}

/// The pack an organ's procedures in force were put in force with; none before the first procedure.
pub async fn pack(kernel: &Kernel, actor: &Actor) -> Result<Option<RulePack>> {
    let rows = procedures::versions(&kernel.db, actor.organ).await?;
    let Some(row) = rows
        .iter()
        .filter(|v| v.state == "in_force")
        .max_by_key(|v| v.in_force_at)
    else {
        return Ok(None);
    };
    RulePack::parse(&row.pack)
        .map(Some)
        .map_err(|e| Error::internal(format!("rule pack of {} {}: {e}", row.id, row.version)))
}

/// Puts the procedures in force once more with a shipped pack, by name. The office's own limits are not taken
/// over: they were set against another pack.
pub async fn pick_pack(kernel: &Kernel, actor: &Actor, name: &str, why: &str) -> Result<()> {
    let text = RulePack::shipped_text(name)
        .ok_or_else(|| Error::field("pack", Message::new("invalid-choice")))?;
    let mut act = kernel.act(actor, Permission::Configure).await?;
    procedures::pick_pack(&mut act, text, why).await?;
    act.commit().await
}

/// Sets a limit of the office's own, with the reason.
pub async fn own_limit(
    kernel: &Kernel,
    actor: &Actor,
    name: &str,
    limit: Limit,
    why: &str,
) -> Result<()> {
    actor.authorize(Permission::Configure)?;
    let pack = pack(kernel, actor).await?.ok_or(Error::NotFound)?;
    let pack = pack.with_limit(name, limit, why);
    let mut act = kernel.act(actor, Permission::Configure).await?;
    procedures::pick_pack(&mut act, &pack.to_toml(), why).await?;
    act.commit().await
}
