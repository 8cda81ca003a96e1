//! After the vote: number, publication, what it replaces, and the demands that grow out of it.

use std::collections::BTreeSet;

use chrono::{Datelike, Days};
use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::history::Audience;
use kernel::matter::act::Doing;
use kernel::matter::{Confidentiality, link, open};
use kernel::numbering;
use serde_json::{Map, json};

use super::{fault, picked, row, said};
use crate::decision::Held;
use crate::instruction::INSTRUCTION;
use crate::model::decision::Ended;
use crate::store::{decision, public};

/// The link to a decision that ceased to be in force with this one.
pub const REPLACES: &str = "replaces";
/// A day further off is a typing error.
const FAR: u64 = 3_660;

/// Its number within the year, with the organ's code word: one series for decisions and resolutions alike.
pub(super) async fn number(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let mut row = row(held);
    let adopted = row.adopted_on.unwrap_or(doing.today);
    let word = doing.request.text("code_word").to_owned();
    let effective = doing.request.date("effective_on");
    if effective.is_some_and(|day| day < adopted) {
        return fault("effective_on", "decisions-effective-early");
    }
    let year = adopted.year();
    let hidden = doing.matter.confidentiality().hides();
    let series = match hidden {
        true => format!("decision-secret-{year}"),
        false => format!("decision-{year}"),
    };
    let serial = numbering::next(act, &series).await?;
    let number = papers::letter::number(&word, year, serial);
    doing.keep("number", number.clone());
    doing.matter.number_sort = format!("{year:04}-{serial:06}");
    doing.matter.number = Some(number);
    doing.matter.session = Some(year.to_string());
    row.code_word = Some(word);
    row.numbered_on = Some(doing.today);
    row.effective_on = effective;
    decision::put(act, &row).await
}

/// Everybody may read it from its day on. What it replaces ceases to be in force.
pub(super) async fn publish(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
) -> Result<()> {
    if doing.matter.confidentiality().hides() {
        return Err(Error::refused("decisions-confidential-not-published"));
    }
    if !doing.request.flag("checked") {
        return fault("checked", "decisions-not-checked");
    }
    let mut row = row(held);
    let day = doing.request.date("on_date").unwrap_or(doing.today);
    if row.adopted_on.is_some_and(|adopted| day < adopted) || day > doing.today {
        return fault("on_date", "decisions-publish-day");
    }
    row.published_on = Some(day);
    row.published_at = doing.request.some_text("where");
    row.kept_back = None;
    doing.matter.confidentiality = Confidentiality::Open.code().to_owned();
    said(doing, "where");
    decision::put(act, &row).await?;
    let old: BTreeSet<_> = picked(doing, "replaces").into_iter().collect();
    if old.is_empty() {
        return Ok(());
    }
    let how = Ended::parse(doing.request.text("replaced_how")).unwrap_or(Ended::Replaced);
    let on = row.effective_on.unwrap_or(day).max(day);
    let standing = public::replaceable(&mut *act, doing.matter.organ_id, doing.today).await?;
    for old in old {
        let known = standing.iter().any(|p| p.matter_id == old);
        let found = decision::read(&mut *act, old).await?;
        let Some(mut ended) = found.filter(|_| known && old != doing.matter.id) else {
            return fault("replaces", "invalid-choice");
        };
        ended.ended_on = Some(on);
        ended.ended_how = Some(how);
        ended.ended_by = Some(doing.matter.id);
        decision::put(act, &ended).await?;
        link::add(act, doing.matter.id, REPLACES, old).await?;
        let mut data = Map::new();
        data.insert("said".to_owned(), json!(doing.matter.title));
        data.insert("by".to_owned(), json!(doing.matter.id.to_string()));
        let told = open::tell(kernel, act, old, "decision_ended", Audience::Parties, &data);
        Box::pin(told).await?;
    }
    Ok(())
}

pub(super) async fn keep_back(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let mut row = row(held);
    row.kept_back = doing.request.some_text("note");
    said(doing, "note");
    decision::put(act, &row).await
}

/// A demand of each unit, each a matter of its own.
pub(super) async fn demand(kernel: &Kernel, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let due_on = doing.request.date("due_on").unwrap_or(doing.today);
    if due_on < doing.today {
        return fault("due_on", "decisions-until-past");
    }
    if due_on > doing.today + Days::new(FAR) {
        return fault("due_on", "decisions-day-far");
    }
    let units = picked(doing, "to_units");
    if units.is_empty() {
        return Err(Error::field("to_units", Message::new("invalid-choice")));
    }
    for unit in &units {
        let wanted = open::Wanted {
            from: doing.matter.id,
            title: doing.request.text("what").to_owned(),
            text: doing.request.text("detail").to_owned(),
            unit: Some(*unit),
            due_on: Some(due_on),
        };
        Box::pin(open::wanted(kernel, act, INSTRUCTION, wanted)).await?;
    }
    let named: Vec<_> = units
        .iter()
        .map(|u| json!({"unit": u.to_string(), "part": "lead"}))
        .collect();
    doing.keep("units", named);
    said(doing, "what");
    Ok(())
}
