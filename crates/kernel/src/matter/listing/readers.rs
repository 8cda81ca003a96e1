//! Who a matter exists for: writing its rows, and asking.

use super::super::task::held;
use super::filter::{NEVER, Text};
use crate::access::{Act, Actor};
use crate::db::{On, sql};
use crate::error::Result;
use crate::id::Id;

/// One reader of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reader {
    /// An organ, a unit or a person.
    pub principal: Id,
    /// The reasons, as bits; zero for an organ at large.
    pub why: i64,
    /// The principal is an organ whose staff reads every open matter.
    pub wide: bool,
}

/// Makes `readers` the readers of a matter, with its row as it stands in this act. A principal named several
/// times keeps all reasons. Two statements.
#[crate::compiled_once]
pub async fn refresh(act: &mut Act, matter: Id, readers: &[Reader]) -> Result<()> {
    let mut merged: Vec<Reader> = Vec::with_capacity(readers.len());
    for reader in readers {
        match merged.iter_mut().find(|r| r.principal == reader.principal) {
            Some(known) => {
                known.why |= reader.why;
                known.wide |= reader.wide;
            }
            None => merged.push(*reader),
        }
    }
    let mut gone = Text::default();
    let id = gone.value(matter);
    gone.push(&format!("DELETE FROM listing WHERE matter_id = {id}"));
    if !merged.is_empty() {
        let kept: Vec<String> = merged.iter().map(|r| gone.value(r.principal)).collect();
        gone.push(&format!(
            " AND NOT (principal IN ({}) AND received_on = (SELECT m.received_on FROM matter m WHERE m.id = {id}))",
            kept.join(", ")
        ));
    }
    sql(gone.text).bind_all(gone.values).run(&mut *act).await?;
    let rows: Vec<(Id, Reader)> = merged.into_iter().map(|r| (matter, r)).collect();
    insert(act, &rows).await
}

/// Writes the rows of many matters at once, whose own rows already stand; for seed and import.
#[crate::compiled_once]
pub async fn insert(act: &mut Act, rows: &[(Id, Reader)]) -> Result<()> {
    for some in rows.chunks(500) {
        let mut text = Text::default();
        let never = text.value(NEVER);
        text.push("WITH reader (matter_id, principal, why, wide) AS (VALUES ");
        for (i, (matter, reader)) in some.iter().enumerate() {
            let matter = text.value(*matter);
            let principal = text.value(reader.principal);
            let why = text.value(reader.why);
            let wide = text.value(reader.wide);
            let comma = if i > 0 { ", " } else { "" };
            text.push(&format!("{comma}({matter}, {principal}, {why}, {wide})"));
        }
        text.push(&format!(
            ") INSERT INTO listing (principal, received_on, matter_id, wide, why, kind, state, unit, category, \
               session, proposer, open, confidentiality, due_on, amber_on, number_sort, updated_at) \
             SELECT r.principal, m.received_on, m.id, r.wide, r.why, m.kind, m.state, m.lead_unit, m.category, \
               m.session, m.proposer, m.open, m.confidentiality, \
               CASE WHEN m.historic THEN {never} ELSE COALESCE(m.due_on, {never}) END, \
               CASE WHEN m.historic THEN NULL ELSE m.amber_on END, m.number_sort, m.updated_at \
             FROM reader r CROSS JOIN matter m WHERE m.id = r.matter_id \
             ON CONFLICT (principal, received_on, matter_id) DO UPDATE SET \
               wide = excluded.wide, why = excluded.why, kind = excluded.kind, state = excluded.state, \
               unit = excluded.unit, category = excluded.category, session = excluded.session, \
               proposer = excluded.proposer, open = excluded.open, \
               confidentiality = excluded.confidentiality, due_on = excluded.due_on, \
               amber_on = excluded.amber_on, number_sort = excluded.number_sort, \
               updated_at = excluded.updated_at"
        ));
        sql(text.text).bind_all(text.values).run(&mut *act).await?;
    }
    Ok(())
}

/// True where a matter exists for `actor`: he is among its readers, or one of its open tasks is his.
/// The system sees every matter.
pub async fn visible(on: impl On, actor: &Actor, matter: Id) -> Result<bool> {
    let mut text = Text::default();
    let id = text.value(matter);
    if actor.system {
        text.push(&format!("SELECT m.id FROM matter m WHERE m.id = {id}"));
    } else {
        let principals: Vec<String> = actor
            .principals()
            .into_iter()
            .map(|p| text.value(p))
            .collect();
        if principals.is_empty() {
            return Ok(false);
        }
        text.push(&format!(
            "SELECT l.matter_id FROM listing l WHERE l.matter_id = {id} AND l.principal IN ({})",
            principals.join(", ")
        ));
        let holdings = actor.holdings();
        if !holdings.is_empty() {
            let held = held(text.values.len() + 1, holdings.len());
            for (holder, role) in holdings {
                text.values.push(holder.into());
                text.values.push(role.into());
            }
            text.push(&format!(
                " UNION ALL SELECT t.matter_id FROM task t WHERE t.matter_id = {id} AND t.state = 'open' AND {held}"
            ));
        }
    }
    Ok(sql(text.text).bind_all(text.values).exists(on).await?)
}
