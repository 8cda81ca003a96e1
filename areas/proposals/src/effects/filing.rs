//! Filing review and what the office and its leaders make of a paper.

use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::file;
use kernel::history::Audience;
use kernel::matter::act::Doing;
use kernel::matter::{Confidentiality, link, load, open};
use kernel::numbering;
use serde_json::{Map, json};

use super::{picked, said};
use crate::kind::Held;
use crate::model::category;
use crate::model::filing::NotFiled;
use crate::model::matter::MatterKind;
use crate::model::number::{Number, Within};
use crate::store::{fact, paper, party, register as sessions};

/// Registers it: number, category, handling plan, and who may know of it.
pub(super) async fn register(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    if doing.request.fields.contains_key("category") {
        doing.matter.category = category::read(doing.request.text("category"));
    }
    if let Some(c) = Confidentiality::parse(doing.request.text("confidentiality")) {
        doing.matter.confidentiality = c.code().to_owned();
    }
    if let Some(plan) = doing.request.some_text("plan") {
        paper::plan(act, doing.matter.id, &plan).await?;
    }
    if doing.matter.number.is_none() {
        let organ = doing.matter.organ_id;
        let code = match doing.matter.session.clone() {
            Some(code) => Some(code),
            None => sessions::session_on(&mut *act, organ, doing.matter.received_on).await?,
        };
        let within = code
            .as_deref()
            .and_then(Within::parse)
            .unwrap_or_else(|| Within::Year(chrono::Datelike::year(&doing.matter.received_on)));
        let secret = doing.matter.confidentiality().hides();
        let series = Number::series(held.case.paper.kind, within, secret);
        let serial = numbering::next(act, &series).await?;
        let number = Number {
            within,
            serial: u32::try_from(serial).map_err(Error::internal)?,
            secret,
        };
        doing.matter.session = Some(within.code());
        doing.matter.number = Some(number.label());
        doing.matter.number_sort = number.sort();
        doing.keep("number", number.label());
    }
    fact::filed(act, doing.matter.id, doing.today).await?;
    fact::watched_by(act, doing.matter.id, picked(doing, "committee")).await
}

/// Merges it into another: its proposers stand behind that one from now on, and its answer is theirs.
pub(super) async fn merge(kernel: &Kernel, act: &mut Act, doing: &mut Doing) -> Result<()> {
    // Its title would stand in the other's history and its proposers among the other's.
    if doing.matter.confidentiality().hides() {
        return Err(Error::refused("proposals-merge-confidential"));
    }
    let into = picked(doing, "into").ok_or_else(|| gone("into"))?;
    let found = load::matters(&mut *act, &[into]).await?;
    let target = found
        .into_iter()
        .find(|m| {
            m.organ_id == doing.matter.organ_id
                && m.kind == doing.matter.kind
                && m.open
                && m.number.is_some()
                && !m.confidentiality().hides()
                && m.id != doing.matter.id
        })
        .ok_or_else(|| gone("into"))?;
    paper::merge(act, doing.matter.id, into).await?;
    party::merge(act, doing.matter.id, into).await?;
    link::add(act, doing.matter.id, "merged_into", into).await?;
    doing.keep("into", into.to_string());
    doing.keep("said", target.number.clone().unwrap_or_default());
    let mut data = Map::new();
    data.insert("from".to_owned(), json!(doing.matter.id.to_string()));
    data.insert("said".to_owned(), json!(doing.matter.title));
    open::tell(kernel, act, into, "merged", Audience::Parties, &data).await
}

fn gone(field: &str) -> Error {
    Error::field(field, Message::new("proposals-merge-gone"))
}

/// Not filed, with the coded ground and the words for the proposer.
pub(super) async fn not_file(act: &mut Act, doing: &mut Doing) -> Result<()> {
    let ground = doing
        .request
        .reason
        .as_deref()
        .and_then(NotFiled::parse)
        .ok_or_else(|| Error::field("reason", Message::new("frame-field-choose")))?;
    paper::not_filed(act, doing.matter.id, ground, doing.request.text("note")).await?;
    said(doing, "note");
    Ok(())
}

/// It lives on as a suggestion with the same text and people, linked to this one.
pub(super) async fn treat_as_suggestion(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
) -> Result<()> {
    let before = &held.case.paper;
    paper::filing_note(act, doing.matter.id, doing.request.text("note")).await?;
    said(doing, "note");
    let new = open::NewMatter {
        kind: MatterKind::Suggestion.code().to_owned(),
        procedure: None,
        title: doing.matter.title.clone(),
        confidentiality: doing.matter.confidentiality(),
        category: doing.matter.category.clone(),
        session: doing.matter.session.clone(),
        proposer: doing.matter.proposer,
        received_on: doing.matter.received_on,
    };
    let opening = open::begin(kernel, act, new).await?;
    let id = opening.matter.id;
    paper::insert(
        act,
        id,
        &paper::NewPaper {
            kind: MatterKind::Suggestion,
            form: before.form,
            body_name: before.body_name.clone(),
            background: before.background.clone(),
            demand: before.demand.clone(),
            source_id: Some(doing.matter.id),
            counting: before.counting,
        },
    )
    .await?;
    party::copy(act, doing.matter.id, id).await?;
    file::carry(act, doing.matter.id, id, "paper").await?;
    link::add(act, id, "treated_from", doing.matter.id).await?;
    doing.keep("suggestion", id.to_string());
    Box::pin(open::finish(kernel, act, opening, Map::new())).await?;
    Ok(())
}

/// Back to the proposer, with what is missing.
pub(super) async fn return_form(act: &mut Act, doing: &mut Doing) -> Result<()> {
    paper::filing_note(act, doing.matter.id, doing.request.text("note")).await?;
    said(doing, "note");
    Ok(())
}

/// The principal leader's instruction on the plan.
pub(super) async fn instruct(act: &mut Act, doing: &mut Doing) -> Result<()> {
    if let Some(words) = doing.request.some_text("instruction") {
        paper::instruct(act, doing.matter.id, &words).await?;
        doing.keep("said", words);
    }
    doing.audience = Audience::Office;
    Ok(())
}

/// A named leader leads it from now on (重点督办).
pub(super) fn set_key(doing: &mut Doing) -> Result<()> {
    doing.matter.key_leader = picked(doing, "key_leader");
    Ok(())
}

/// What the meeting made of a bill is told to those who brought it in.
pub(super) async fn answer_bill(act: &mut Act, doing: &mut Doing) -> Result<()> {
    paper::filing_note(act, doing.matter.id, doing.request.text("report")).await?;
    said(doing, "report");
    Ok(())
}
