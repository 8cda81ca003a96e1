//! A manuscript's photos with their captions, and the outlets told of a correction: what the acts on them do.

use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::file::{self, Kind};
use kernel::id::Id;
use kernel::matter::act::Doing;
use serde_json::json;

use crate::kind::Held;
use crate::store::manuscript;
use crate::store::photo::{self, Photo};

/// Whether a browser shows it as a picture.
fn is_picture(kind: Kind) -> bool {
    kind.is_shown() && kind.mime().starts_with("image/")
}

/// Refuses what is no picture; the files themselves are kept when the act is done ([`keep`]).
pub(crate) fn looked(doing: &Doing) -> Result<()> {
    match doing.request.papers.iter().find(|p| !is_picture(p.kind)) {
        None => Ok(()),
        Some(other) => {
            let message = Message::new("publicity-not-a-photo").arg("name", other.name.clone());
            Err(Error::field("papers", message))
        }
    }
}

/// The files this act brought, in their order.
pub(crate) fn kept(doing: &Doing) -> Vec<Id> {
    let all = doing.data.get("papers").and_then(|p| p.as_array());
    let ids = all.into_iter().flatten();
    ids.filter_map(|p| p["id"].as_str()?.parse().ok()).collect()
}

/// The captions typed, one a line.
pub(crate) fn captions(doing: &Doing) -> Vec<String> {
    let lines = doing.request.text("caption").lines();
    lines.map(|line| line.trim().to_owned()).collect()
}

/// Captions go into the history.
pub(crate) fn said(doing: &mut Doing, mut captions: Vec<String>) {
    captions.retain(|c| !c.is_empty());
    if !captions.is_empty() {
        doing.keep("said", captions.join("\n"));
    }
}

/// Keeps the photos that came with this act, each with its line of the captions; true where there were some.
pub(crate) async fn keep(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<bool> {
    if !doing.decision.effects.iter().any(|e| e.name == "photos") {
        return Ok(false);
    }
    let (files, captions) = (kept(doing), captions(doing));
    let last = held.piece.photos.iter().map(|p| p.sort).max().unwrap_or(-1);
    for (n, file) in files.iter().enumerate() {
        let caption = captions.get(n).map_or("", String::as_str);
        photo::insert(act, doing.matter.id, *file, last + 1 + n as i64, caption).await?;
    }
    count(held, act, held.piece.photos.len() + files.len()).await?;
    said(doing, captions);
    Ok(true)
}

async fn count(held: &Held, act: &mut Act, photos: usize) -> Result<()> {
    let mut paper = held.piece.paper.clone();
    paper.photos = photos as i64;
    manuscript::update(act, &paper).await
}

fn picked<'a>(held: &'a Held, doing: &Doing) -> Result<&'a Photo> {
    let id: Option<Id> = doing.request.text("photo").parse().ok();
    held.piece
        .photos
        .iter()
        .find(|p| Some(p.file_id) == id)
        .ok_or_else(|| Error::field("photo", Message::new("frame-field-choose")))
}

pub(crate) async fn caption(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let photo = picked(held, doing)?;
    let words = doing.request.text("caption").to_owned();
    photo::set_caption(act, photo.file_id, &words).await?;
    let change = json!(["caption", photo.caption, words]);
    doing.keep("changes", vec![change]);
    Ok(())
}

/// Takes a photo away; its bytes stay, for the history names it.
pub(crate) async fn away(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let photo = picked(held, doing)?;
    photo::remove(act, photo.file_id).await?;
    let name = file::remove(act, doing.matter.id, photo.file_id).await?;
    doing.keep("papers_gone", vec![name]);
    count(held, act, held.piece.photos.len() - 1).await
}

/// Outlets that have the piece were told of its correction.
pub(crate) async fn told(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let picked: Vec<Id> = doing
        .request
        .text("corrected")
        .split(',')
        .filter_map(|id| id.parse().ok())
        .collect();
    let version = held.piece.paper.version;
    let how = doing.request.text("note").to_owned();
    let mut names = Vec::new();
    for sent in held.piece.untold().filter(|s| picked.contains(&s.id)) {
        photo::told(act, sent.id, version, doing.today, &how).await?;
        names.push(sent.outlet.as_str());
    }
    if names.is_empty() {
        return Err(Error::field("corrected", Message::new("invalid-choice")));
    }
    let names = names.join("、");
    let said = match how.as_str() {
        "" => names,
        how => format!("{names}：{how}"),
    };
    doing.keep("said", said);
    Ok(())
}
