//! The paper and its signatures.

use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::matter::act::Doing;
use procedure::Value;

use super::said;
use crate::kind::Held;
use crate::model::category;
use crate::model::draft;
use crate::model::party::{PartyRole, PartyState};
use crate::store::{paper, party};

/// Changes title and text, or the register; what changed stays in the history.
pub(super) async fn edit(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let before = &held.case.paper;
    let given = |doing: &Doing, field: &str, was: &str| {
        if doing.request.fields.contains_key(field) {
            doing.request.text(field).to_owned()
        } else {
            was.to_owned()
        }
    };
    let title = given(doing, "title", &doing.matter.title);
    let background = given(doing, "background", &before.background);
    let demand = given(doing, "demand", &before.demand);
    let faults = draft::faults(
        before.kind,
        &draft::Paper {
            title: &title,
            background: &background,
            demand: &demand,
        },
    );
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let mut changes = Vec::new();
    for (field, was, is) in [
        ("title", &doing.matter.title, &title),
        ("background", &before.background, &background),
        ("demand", &before.demand, &demand),
    ] {
        if was != is {
            changes.push(serde_json::json!([field, was, is]));
        }
    }
    if let Some(Value::Text(code)) = doing.request.fields.get("category") {
        let is = category::read(code);
        if doing.matter.category != is {
            changes.push(serde_json::json!(["category", doing.matter.category, is]));
            doing.matter.category = is;
        }
    }
    doing.keep("changes", changes);
    paper::edit(act, doing.matter.id, before.form, &background, &demand).await?;
    doing.matter.title = title;
    said(doing, "note");
    Ok(())
}

/// Asks others to sign.
pub(super) async fn invite(act: &mut Act, doing: &mut Doing) -> Result<()> {
    let people: Vec<kernel::id::Id> = doing
        .request
        .text("cosigners")
        .split(',')
        .filter_map(|id| id.parse().ok())
        .collect();
    for person in people {
        party::add(
            act,
            doing.matter.id,
            person,
            PartyRole::CoSigner,
            PartyState::Invited,
            None,
        )
        .await?;
    }
    Ok(())
}

/// Signs, or declines to: for oneself, or for whoever one stands in for.
pub(super) async fn answer(
    held: &Held,
    act: &mut Act,
    doing: &mut Doing,
    signs: bool,
) -> Result<()> {
    let party = held
        .party_of(&act.actor)
        .filter(|p| p.role == PartyRole::CoSigner)
        .ok_or_else(|| Error::Forbidden(Message::new("proposals-not-invited")))?;
    let state = if signs {
        PartyState::Signed
    } else {
        PartyState::Declined
    };
    party::answer(act, doing.matter.id, party.person_id, state).await?;
    Ok(())
}

/// Sends it in: whoever has not signed by now has not signed.
pub(super) async fn submit(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let before = &held.case.paper;
    let faults = draft::faults(
        before.kind,
        &draft::Paper {
            title: &doing.matter.title,
            background: &before.background,
            demand: &before.demand,
        },
    );
    if let Some(fault) = faults.into_iter().next() {
        return Err(Error::Refused(fault.message));
    }
    party::close(act, doing.matter.id).await
}
