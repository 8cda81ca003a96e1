//! Who speaks and what was said; corrections of a meeting that is over.

use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::Standing;
use serde_json::json;

use super::{Beside, RECORD, begin, retried, tell};
use crate::kind::Held;
use crate::model::item::SpeechState;
use crate::store::record::{self, Correction, Speech};

/// Minutes somebody may speak in a plenary or joint sitting unless told otherwise (广东省人民代表大会议事规则 第四十八条).
pub const MINUTES: i64 = 10;
/// The most characters of what was said, and of a correction.
pub const MOST: (usize, usize) = (8_000, 1_000);

/// Asks to speak on the item at hand, for oneself.
pub async fn ask(kernel: &Kernel, actor: &Actor, meeting: Id) -> Result<()> {
    retried!(async {
        let (mut act, held) = begin(kernel, actor, meeting, Beside::Own, &["sitting"]).await?;
        let person = actor.person.ok_or(Error::NotFound)?;
        let line = held.roll.iter().find(|a| a.person_id == Some(person));
        let Some(line) = line.filter(|a| a.is_present()) else {
            return Err(Error::refused("meetings-speak-absent"));
        };
        let all = record::speeches(&mut act, meeting).await?;
        let waits = |s: &Speech| s.person_id == Some(person) && s.state == SpeechState::Asked;
        if all.iter().any(waits) {
            return Ok(());
        }
        let item = held.sitting()?.item_id;
        let speech = speech(&act, meeting, item, Some(person), &line.name);
        record::put(&mut act, &speech).await?;
        let data = json!({"said": speech.name});
        tell(kernel, &mut act, meeting, "meeting_speak_asked", data).await?;
        act.commit().await
    })
}

fn speech(act: &Act, meeting: Id, item: Option<Id>, person: Option<Id>, name: &str) -> Speech {
    Speech {
        id: Id::new(act.at),
        meeting_id: meeting,
        item_id: item,
        person_id: person,
        name: name.to_owned(),
        state: SpeechState::Asked,
        most_minutes: MINUTES,
        asked_at: act.at.0,
        started_at: None,
        ended_at: None,
        said: String::new(),
    }
}

/// Puts somebody of the roll on the list of speakers, for the item at hand or another.
pub async fn enlist(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    line: Id,
    item: Option<Id>,
    most_minutes: i64,
) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &["sitting"]).await?;
    let line = held.line(line)?;
    let item = match item {
        Some(item) => Some(held.item(item)?.id),
        None => held.sitting()?.item_id,
    };
    let mut speech = speech(&act, meeting, item, line.person_id, &line.name);
    speech.most_minutes = most_minutes;
    record::put(&mut act, &speech).await?;
    let data = json!({"said": speech.name});
    tell(kernel, &mut act, meeting, "meeting_speak_asked", data).await?;
    act.commit().await
}

/// What happens to somebody on the list of speakers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// He has the floor; whoever spoke has ended.
    Start,
    Stop,
    /// He does not speak after all.
    Drop,
}

/// Gives the floor, takes it back, or strikes somebody off the list.
pub async fn turn(kernel: &Kernel, actor: &Actor, meeting: Id, id: Id, turn: Turn) -> Result<()> {
    let (mut act, _) = begin(kernel, actor, meeting, Beside::Office, &["sitting"]).await?;
    let mut speech = record::speech(&mut act, meeting, id).await?;
    let kind = match (turn, speech.state) {
        (Turn::Start, SpeechState::Asked) => {
            end_all(&mut act, meeting).await?;
            speech.state = SpeechState::Speaking;
            speech.started_at = Some(act.at.0);
            "meeting_speaks"
        }
        (Turn::Stop, SpeechState::Speaking) => {
            speech.state = SpeechState::Done;
            speech.ended_at = Some(act.at.0);
            "meeting_spoke"
        }
        (Turn::Drop, SpeechState::Asked) => {
            speech.state = SpeechState::Dropped;
            "meeting_speak_dropped"
        }
        _ => return Err(Error::refused("meetings-speech-moved")),
    };
    record::put(&mut act, &speech).await?;
    tell(
        kernel,
        &mut act,
        meeting,
        kind,
        json!({"said": speech.name}),
    )
    .await?;
    act.commit().await
}

/// Whoever has the floor has ended.
pub(crate) async fn end_all(act: &mut Act, meeting: Id) -> Result<()> {
    for mut speech in record::speeches(&mut *act, meeting).await? {
        if speech.state == SpeechState::Speaking {
            speech.state = SpeechState::Done;
            speech.ended_at = Some(act.at.0);
            record::put(act, &speech).await?;
        }
    }
    Ok(())
}

/// Writes down what somebody of the list said.
pub async fn write(kernel: &Kernel, actor: &Actor, meeting: Id, id: Id, said: &str) -> Result<()> {
    let (mut act, _) = begin(kernel, actor, meeting, Beside::Office, &RECORD).await?;
    let mut speech = record::speech(&mut act, meeting, id).await?;
    said.clone_into(&mut speech.said);
    record::put(&mut act, &speech).await?;
    let data = json!({"said": speech.name});
    tell(kernel, &mut act, meeting, "meeting_recorded", data).await?;
    act.commit().await
}

/// Writes down what somebody said who stood on no list: the clerk's notes of a sitting.
pub async fn note(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    item: Id,
    line: Id,
    said: &str,
) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &RECORD).await?;
    let item = held.item(item)?.id;
    let line = held.line(line)?;
    let mut speech = speech(&act, meeting, Some(item), line.person_id, &line.name);
    speech.state = SpeechState::Done;
    said.clone_into(&mut speech.said);
    record::put(&mut act, &speech).await?;
    let data = json!({"said": speech.name});
    tell(kernel, &mut act, meeting, "meeting_recorded", data).await?;
    act.commit().await
}

/// Corrects a meeting that is over: what stood and what is right, with the reason. Nothing that stood is changed.
///
/// # Errors
/// A refusal while the meeting is not over: until then its record is written, not corrected.
pub async fn correct(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    item: Option<Id>,
    wrong: &str,
    correct: &str,
    reason: &str,
) -> Result<()> {
    let standing = Standing::read(kernel, actor, meeting).await?;
    let held = Held::of(&standing)?;
    held.sitting()?;
    if standing.matter.state != "held" {
        return Err(Error::refused("meetings-correct-early"));
    }
    if let Some(item) = item {
        let found = held.item(item);
        found.map_err(|_| Error::field("item", Message::new("invalid-choice")))?;
    }
    let mut act = kernel.act(actor, Permission::Register).await?;
    let row = Correction {
        id: Id::new(act.at),
        meeting_id: meeting,
        item_id: item,
        wrong: wrong.to_owned(),
        correct: correct.to_owned(),
        reason: reason.to_owned(),
        name: actor.name.clone(),
        at: act.at.0,
    };
    record::correct(&mut act, &row).await?;
    let data = json!({
        "said": reason, "changes": [["record", wrong, correct]], "grave": true,
    });
    tell(kernel, &mut act, meeting, "meeting_corrected", data).await?;
    act.commit().await
}
