//! A manuscript's sound and film: what the acts on them do. A piece lasts what its recordings last together, unless
//! somebody typed another length.

use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::file;
use kernel::id::Id;
use kernel::matter::act::Doing;
use serde_json::json;

use crate::kind::Held;
use crate::photo::{captions, kept, said};
use crate::store::manuscript;
use crate::store::recording::{self, Recording};

/// Refuses what is neither sound nor film; the files themselves are kept when the act is done ([`keep`]).
pub(crate) fn looked(doing: &Doing) -> Result<()> {
    match doing.request.papers.iter().find(|p| !p.kind.is_played()) {
        None => Ok(()),
        Some(other) => {
            let message = Message::new("publicity-not-a-recording").arg("name", other.name.clone());
            Err(Error::field("papers", message))
        }
    }
}

/// The length typed with an act; none where nothing was typed.
fn typed(doing: &Doing) -> Option<i64> {
    let (minutes, seconds) = (doing.request.int("minutes"), doing.request.int("seconds"));
    let all = minutes.unwrap_or(0) * 60 + seconds.unwrap_or(0);
    (all > 0).then_some(all)
}

/// Keeps the recordings that came with this act, each with its line of the captions and its length; true where there were
/// some. What is typed is the length of the one that does not say its own.
pub(crate) async fn keep(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
) -> Result<bool> {
    if !doing
        .decision
        .effects
        .iter()
        .any(|e| e.name == "recordings")
    {
        return Ok(false);
    }
    let mut lengths = Vec::new();
    for body in &doing.request.papers {
        lengths.push(file::length(kernel, body).await?);
    }
    let typed = typed(doing);
    let silent = lengths.iter().filter(|l| l.is_none()).count();
    if typed.is_some() && silent > 1 {
        let message = Message::new("publicity-recording-one-length").arg("n", silent);
        return Err(Error::field("minutes", message));
    }
    let (files, captions) = (kept(doing), captions(doing));
    let known = &held.piece.recordings;
    let last = known.iter().map(|r| r.sort).max().unwrap_or(-1);
    let mut added = 0;
    for (n, (file, length)) in files.into_iter().zip(lengths).enumerate() {
        let caption = captions.get(n).map_or("", String::as_str);
        let seconds = length.or(typed).unwrap_or(0);
        added += seconds;
        recording::insert(
            act,
            doing.matter.id,
            file,
            last + 1 + n as i64,
            caption,
            seconds,
        )
        .await?;
    }
    lasts(held, act, doing, together(known) + added).await?;
    said(doing, captions);
    Ok(true)
}

fn together(all: &[Recording]) -> i64 {
    all.iter().map(|r| r.seconds).sum()
}

/// The piece lasts `now` seconds, where it lasted what its recordings did, or nothing.
async fn lasts(held: &Held, act: &mut Act, doing: &mut Doing, now: i64) -> Result<()> {
    let mut paper = held.piece.paper.clone();
    if paper.seconds != 0 && paper.seconds != together(&held.piece.recordings) {
        return Ok(());
    }
    paper.seconds = now;
    doing.keep("seconds", now);
    manuscript::update(act, &paper).await
}

fn picked<'a>(held: &'a Held, doing: &Doing) -> Result<&'a Recording> {
    let id: Option<Id> = doing.request.text("recording").parse().ok();
    held.piece
        .recordings
        .iter()
        .find(|r| Some(r.file_id) == id)
        .ok_or_else(|| Error::field("recording", Message::new("frame-field-choose")))
}

/// Another caption or length; what is left empty stays.
pub(crate) async fn describe(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let known = picked(held, doing)?.clone();
    let caption = doing
        .request
        .some_text("caption")
        .unwrap_or_else(|| known.caption.clone());
    let seconds = typed(doing).unwrap_or(known.seconds);
    if caption == known.caption && seconds == known.seconds {
        return Err(Error::Refused(Message::new("publicity-unchanged")));
    }
    recording::update(act, known.file_id, &caption, seconds).await?;
    let mut changes = Vec::new();
    if caption != known.caption {
        changes.push(json!(["caption", known.caption, caption]));
    }
    if seconds != known.seconds {
        let clock = |s: i64| format!("{}:{:02}", s / 60, s % 60);
        changes.push(json!(["seconds", clock(known.seconds), clock(seconds)]));
    }
    let all = together(&held.piece.recordings) - known.seconds + seconds;
    lasts(held, act, doing, all).await?;
    doing.keep("said", known.name);
    doing.keep("changes", changes);
    Ok(())
}

/// Takes a recording away; its bytes stay, for the history names it.
pub(crate) async fn away(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let known = picked(held, doing)?.clone();
    recording::remove(act, known.file_id).await?;
    let name = file::remove(act, doing.matter.id, known.file_id).await?;
    doing.keep("papers_gone", vec![name]);
    let all = together(&held.piece.recordings) - known.seconds;
    lasts(held, act, doing, all).await
}
