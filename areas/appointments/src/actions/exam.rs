//! The examination from outside the case: the bank, and a paper answered by whoever has its code.

use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::clock::Instant;
use kernel::error::{Error, Message, Result};
use kernel::history::{self, Audience, Event, Stream};
use kernel::id::Id;
use kernel::matter::Request;
use kernel::matter::act::follow_up;
use kernel::matter::open::tell;
use serde_json::{Map, json};

use crate::model::exam::{self, Question, mark};
use crate::store::case;
use crate::store::exam as store;
use crate::store::exam::Sitting;

/// A code nobody guesses, short enough to be typed.
pub fn code() -> Result<String> {
    let mut bytes = [0u8; 10];
    getrandom::fill(&mut bytes).map_err(|e| Error::internal(e.to_string()))?;
    Ok(hex::encode(bytes))
}

/// Puts a question into the bank.
pub async fn add(kernel: &Kernel, actor: &Actor, subject: &str, question: &Question) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    let id = store::add_question(&mut act, subject, question).await?;
    let data = json!({"question": id.to_string(), "asked": question.asked});
    let event = Event::new("exam_question_added", Audience::Office, &data)?;
    history::append(&mut act, Stream::Settings, event).await?;
    act.commit().await?;
    Ok(id)
}

/// Takes a question out of the bank.
pub async fn retire(kernel: &Kernel, actor: &Actor, question: Id) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Register).await?;
    store::retire(&mut act, question).await?;
    let data = json!({"question": question.to_string()});
    let event = Event::new("exam_question_retired", Audience::Office, &data)?;
    history::append(&mut act, Stream::Settings, event).await?;
    act.commit().await
}

/// The open sitting a code opens; [`Error::NotFound`] where there is none, or its time is over.
pub async fn open(kernel: &Kernel, code: &str) -> Result<Sitting> {
    let found = store::by_code(&kernel.db, code).await?;
    let sitting = found.ok_or(Error::NotFound)?;
    let over = sitting
        .begun_at
        .is_some_and(|at| !exam::in_time(at, sitting.minutes, kernel.now().0));
    if over {
        finish(kernel, &sitting, None).await?;
        return Err(Error::NotFound);
    }
    Ok(sitting)
}

/// The time begins.
pub async fn begin(kernel: &Kernel, code: &str) -> Result<()> {
    let sitting = open(kernel, code).await?;
    let system = Actor::system(sitting.organ_id, kernel.now().day());
    let mut act = kernel.system_act(&system).await?;
    store::begin(&mut act, sitting.id).await?;
    act.commit().await
}

/// Keeps what was answered so far, or hands the paper in.
pub async fn answer(kernel: &Kernel, code: &str, answers: Vec<String>, last: bool) -> Result<()> {
    let sitting = open(kernel, code).await?;
    if sitting.begun_at.is_none() {
        return Err(Error::Refused(Message::new("appointments-exam-not-begun")));
    }
    if last {
        return finish(kernel, &sitting, Some(answers)).await;
    }
    let system = Actor::system(sitting.organ_id, kernel.now().day());
    let mut act = kernel.system_act(&system).await?;
    store::keep(&mut act, sitting.id, &answers).await?;
    act.commit().await
}

/// Ends a sitting with what was handed in or kept last, marks it, and lets the case go on where it is passed.
async fn finish(kernel: &Kernel, sitting: &Sitting, answers: Option<Vec<String>>) -> Result<()> {
    let system = Actor::system(sitting.organ_id, kernel.now().day());
    let mut act = kernel.system_act(&system).await?;
    let answers = answers.unwrap_or_else(|| sitting.answers());
    store::keep(&mut act, sitting.id, &answers).await?;
    let mark = mark(&sitting.paper()?, &answers);
    if !store::end(&mut act, sitting.id, mark, "").await? {
        return act.rollback().await;
    }
    let matter = sitting.matter_id;
    let mut data = Map::new();
    data.insert("mark".to_owned(), json!(mark));
    data.insert("round".to_owned(), json!(sitting.round));
    tell(
        kernel,
        &mut act,
        matter,
        "exam_marked",
        Audience::Parties,
        &data,
    )
    .await?;
    // A case that was withdrawn meanwhile takes no notice of it.
    let goes_on = kernel::matter::load::matters(&mut act, &[matter]).await?;
    let waits = goes_on.first().is_some_and(|m| m.open && m.state == "exam");
    if waits && case::read(&mut act, matter).await?.is_some() {
        match follow_up(kernel, &mut act, matter, Request::new("exam_done")).await {
            // Not passed: the keeper has the next word.
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(e) => return Err(e),
        }
    }
    act.commit().await
}

/// Ends the sittings whose time is over and that nobody handed in; how many.
pub async fn close_overdue(kernel: &Kernel, at: Instant) -> Result<usize> {
    let all = store::overdue(&kernel.db, at.0).await?;
    for sitting in &all {
        finish(kernel, sitting, None).await?;
    }
    Ok(all.len())
}
