//! Drafts, reviews, and the reply that leaves.

use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::file::{self, Place};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::{link, open};
use kernel::{numbering, organ};
use procedure::{EffectCall, Value};
use serde_json::Map;

use super::{promise, said, unit};
use crate::kind::Held;
use crate::model::filing::Reviewed;
use crate::model::handling::HandlingState;
use crate::model::matter::MatterKind;
use crate::model::reply::{Answer, meaning};
use crate::store::{commitment, handling, paper, party, reply};

/// Saves the draft as its next version; fields left out keep what they were.
pub(super) async fn draft(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let unit = unit(doing)?;
    let mut answer = match held.case.draft_of(unit) {
        Some(draft) => draft.answer()?,
        None => Answer::default(),
    };
    let given = |doing: &Doing, field: &str| {
        doing
            .request
            .fields
            .contains_key(field)
            .then(|| doing.request.text(field).to_owned())
    };
    if let Some(class) = given(doing, "class") {
        answer.class = class;
    }
    if let Some(gist) = given(doing, "gist") {
        answer.gist = gist;
    }
    if let Some(letter) = given(doing, "letter") {
        answer.letter = letter;
    }
    if let Some(promises) = given(doing, "promises") {
        answer.promises = promise::read(&promises)?;
    }
    let round = held.case.paper.round;
    let version = reply::save_draft(act, doing.matter.id, round, unit, &answer).await?;
    doing.keep("version", version);
    doing.audience = Audience::Named(vec![unit, doing.matter.organ_id]);
    Ok(())
}

/// Hands the draft to the reviewers, where it says what a reply of its class must.
pub(super) async fn submit(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let unit = unit(doing)?;
    let answer = held
        .case
        .draft_of(unit)
        .ok_or_else(|| Error::refused("proposals-no-draft"))?
        .answer()?;
    let faults = answer.faults(&doing.pinned.pack.classes, doing.today);
    if let Some(fault) = faults.into_iter().next() {
        return Err(Error::Refused(fault.message));
    }
    let round = held.case.paper.round;
    handling::set_state(act, doing.matter.id, round, unit, HandlingState::Reviewing).await?;
    doing.audience = Audience::Named(vec![unit, doing.matter.organ_id]);
    Ok(())
}

/// What a reviewer said.
pub(super) async fn review(
    held: &Held,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    let unit = unit(doing)?;
    let round = held.case.paper.round;
    let passed = effect.args.get("passed") == Some(&Value::Flag(true));
    let step = doing
        .task
        .as_ref()
        .map(|t| t.step.clone())
        .unwrap_or_default();
    let reasons: Vec<Reviewed> = doing
        .request
        .reason
        .as_deref()
        .and_then(Reviewed::parse)
        .into_iter()
        .collect();
    let note = doing.request.some_text("note");
    reply::review(
        act,
        doing.matter.id,
        round,
        unit,
        &step,
        (!passed).then_some(reasons.as_slice()),
        note.as_deref(),
    )
    .await?;
    if !passed {
        handling::set_state(act, doing.matter.id, round, unit, HandlingState::Accepted).await?;
    }
    said(doing, "note");
    doing.audience = Audience::Named(vec![unit, doing.matter.organ_id]);
    Ok(())
}

/// The reply leaves, numbered; what it promises begins a life of its own.
pub(super) async fn issue(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
) -> Result<()> {
    let unit = unit(doing)?;
    let round = held.case.paper.round;
    let mut answer = held
        .case
        .draft_of(unit)
        .ok_or_else(|| Error::refused("proposals-no-draft"))?
        .answer()?;
    let gone = Place::new("reply", Audience::Parties);
    answer.papers = file::hand_on(act, doing.matter.id, unit, "draft", &gone).await?;
    let class = answer
        .class_in(&doing.pinned.pack.classes)
        .ok_or_else(|| Error::Refused(Message::new("proposals-answer-no-class")))?;
    let meaning = meaning(class);
    let number = match doing.request.some_text("reply_number") {
        Some(number) => number,
        None => {
            let office = organ::unit(&mut *act, doing.matter.organ_id, unit).await?;
            let year = chrono::Datelike::year(&doing.today);
            // A gap in the unit's numbers would tell that there is a reply nobody may know of.
            let (series, word) = match doing.matter.confidentiality().hides() {
                true => (format!("reply/{unit}/{year}/secret"), "密函"),
                false => (format!("reply/{unit}/{year}"), "函"),
            };
            let serial = numbering::next(act, &series).await?;
            papers::letter::number(&format!("{}{word}", office.short_name), year, serial)
        }
    };
    reply::issue(act, doing.matter.id, round, unit, &number, meaning, &answer).await?;
    doing.keep("number", number.as_str());
    doing.keep("class", answer.class.as_str());
    if !answer.promises.is_empty() {
        commit(held, kernel, act, doing, unit, &answer).await?;
    }
    Ok(())
}

/// A matter of its own for what was promised (承诺事项).
async fn commit(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
    unit: Id,
    answer: &Answer,
) -> Result<()> {
    let before = &held.case.paper;
    let new = open::NewMatter {
        kind: MatterKind::Commitment.code().to_owned(),
        procedure: None,
        title: doing.matter.title.clone(),
        confidentiality: doing.matter.confidentiality(),
        category: doing.matter.category.clone(),
        session: doing.matter.session.clone(),
        proposer: doing.matter.proposer,
        received_on: doing.today,
    };
    let mut opening = open::begin(kernel, act, new).await?;
    opening.matter.lead_unit = Some(unit);
    // Whoever registered a matter that hides follows what became of it: the same person keeps what it promised.
    if doing.matter.confidentiality().hides() {
        opening.matter.created_by = doing.matter.created_by;
    }
    let id = opening.matter.id;
    paper::insert(
        act,
        id,
        &paper::NewPaper {
            kind: MatterKind::Commitment,
            form: before.form,
            body_name: before.body_name.clone(),
            background: answer.gist.clone(),
            demand: promise::written(&answer.promises),
            source_id: Some(doing.matter.id),
            counting: before.counting,
        },
    )
    .await?;
    party::copy(act, doing.matter.id, id).await?;
    let round = before.round;
    commitment::insert(act, id, doing.matter.id, unit, round, &answer.promises).await?;
    link::add(act, id, "commitment_of", doing.matter.id).await?;
    doing.keep("commitment", id.to_string());
    Box::pin(open::finish(kernel, act, opening, Map::new())).await?;
    Ok(())
}
