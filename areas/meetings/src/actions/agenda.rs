//! The agenda: items in their order, their papers with the days they are due, and what flows out of an item.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor};
use kernel::error::{Error, Message, Result};
use kernel::file::{self, Body, Place};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::{Standing, listing, load, open};
use serde_json::json;
use text::{Lang, t};

use super::{Beside, OPEN, RECORD, begin, tell};
use crate::kind::{EventKind, Held};
use crate::model::item::{ItemKind, ItemState, place_of, sorted};
use crate::store::item::{self, Item};
use crate::store::sitting;

/// The most characters of an item's title and of its outcome, the most minutes, and items of one agenda.
pub const MOST: (usize, usize, i64, usize) = (200, 4_000, 600, 60);
/// The steps before a sitting.
const AHEAD: [&str; 2] = ["arranged", "called"];
/// The kinds a matter that grows out of an item may have, where an area runs them.
pub const FLOWS: [&str; 2] = ["instruction", "decision"];

/// An item as typed.
#[derive(Debug, Clone)]
pub struct NewItem {
    /// None: as its matter says.
    pub kind: Option<ItemKind>,
    pub title: String,
    pub matter: Option<Id>,
    pub rapporteur: String,
    pub minutes: i64,
}

/// What the history, a file or a search may say of an item: never the title of a matter that is hidden.
pub fn public_title(item: &Item) -> String {
    match item.title.as_str() {
        "" => t(Lang::Zh, &item.kind.neutral_key()),
        title => title.to_owned(),
    }
}

/// Puts an item on the agenda, where its kind belongs.
///
/// # Errors
/// Invalid fields: a matter that does not exist for `actor`, one that is on the agenda already, an item of nothing.
pub async fn add(kernel: &Kernel, actor: &Actor, meeting: Id, new: NewItem) -> Result<Id> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    if held.items.len() >= MOST.3 {
        return Err(Error::refused("meetings-agenda-full"));
    }
    let mut title = new.title;
    let mut kind = new.kind;
    if let Some(id) = new.matter {
        let wrong = |key: &str| Err(Error::field("matter", Message::new(key)));
        if held.items.iter().any(|i| i.matter_id == Some(id)) {
            return wrong("meetings-item-already");
        }
        if !listing::visible(&mut act, actor, id).await? {
            return wrong("invalid-choice");
        }
        let found = load::matters(&mut act, &[id]).await?;
        let own = |kind: &str| EventKind::parse(kind).is_some();
        let Some(matter) = found.first().filter(|m| !own(&m.kind)) else {
            return wrong("invalid-choice");
        };
        kind = kind.or_else(|| Some(ItemKind::of_matter(&matter.kind)));
        // The title of a hidden matter is read from the matter, by those who may.
        title = match matter.confidentiality().hides() {
            true => String::new(),
            false if title.is_empty() => matter.title.clone(),
            false => title,
        };
    } else if title.is_empty() {
        return Err(Error::field("title", Message::new("frame-field-missing")));
    }
    let kind = kind.unwrap_or(ItemKind::Other);
    let order: Vec<ItemKind> = held.items.iter().map(|i| i.kind).collect();
    let at = place_of(kind, &order);
    let item = Item {
        id: Id::new(act.at),
        meeting_id: meeting,
        place: 0,
        kind,
        title,
        matter_id: new.matter,
        rapporteur: new.rapporteur,
        minutes: new.minutes,
        state: ItemState::Open,
        outcome: String::new(),
    };
    let mut items = held.items.clone();
    items.insert(at, item.clone());
    item::put(&mut act, &item).await?;
    item::reorder(&mut act, &items).await?;
    let data = json!({"said": public_title(&item)});
    tell(kernel, &mut act, meeting, "meeting_item_added", data).await?;
    act.commit().await?;
    Ok(item.id)
}

/// Changes what an item says; the day its papers are due follows its kind.
pub async fn edit(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    id: Id,
    kind: ItemKind,
    title: String,
    rapporteur: String,
    minutes: i64,
) -> Result<()> {
    let pack = pack(kernel, actor, meeting).await?;
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let mut item = held.item(id)?.clone();
    let hidden = item.title.is_empty();
    if title.is_empty() && !hidden {
        return Err(Error::field("title", Message::new("frame-field-missing")));
    }
    let was = public_title(&item);
    item.kind = kind;
    if !hidden {
        item.title = title;
    }
    item.rapporteur = rapporteur;
    item.minutes = minutes;
    item::put(&mut act, &item).await?;
    item::redate(&mut act, id, held.paper_due(&pack, kind)).await?;
    let mut data = json!({"said": public_title(&item)});
    if was != public_title(&item) {
        data["changes"] = json!([["title", was, public_title(&item)]]);
    }
    tell(kernel, &mut act, meeting, "meeting_item_changed", data).await?;
    act.commit().await
}

/// How an item moves on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    Up(Id),
    Down(Id),
    /// All of them, by their kinds.
    Sort,
}

/// Moves items.
pub async fn reorder(kernel: &Kernel, actor: &Actor, meeting: Id, how: Move) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let mut items = held.items.clone();
    let at = |id: Id| items.iter().position(|i| i.id == id).ok_or(Error::NotFound);
    match how {
        Move::Up(id) => {
            let n = at(id)?;
            if n > 0 {
                items.swap(n, n - 1);
            }
        }
        Move::Down(id) => {
            let n = at(id)?;
            if n + 1 < items.len() {
                items.swap(n, n + 1);
            }
        }
        Move::Sort => {
            let kinds: Vec<ItemKind> = items.iter().map(|i| i.kind).collect();
            items = sorted(&kinds)
                .into_iter()
                .map(|n| items[n].clone())
                .collect();
        }
    }
    if items == held.items {
        return Ok(());
    }
    item::reorder(&mut act, &items).await?;
    tell(kernel, &mut act, meeting, "meeting_agenda_moved", json!({})).await?;
    act.commit().await
}

/// Takes an item off the agenda before it was taken; it stays, marked, where it was.
pub async fn withdraw(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    id: Id,
    reason: &str,
) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let mut item = held.item(id)?.clone();
    if item.state != ItemState::Open {
        return Err(Error::refused("meetings-item-over"));
    }
    item.state = ItemState::Withdrawn;
    reason.clone_into(&mut item.outcome);
    item::put(&mut act, &item).await?;
    let data = json!({"said": format!("{}：{reason}", public_title(&item)), "grave": true});
    tell(kernel, &mut act, meeting, "meeting_item_withdrawn", data).await?;
    act.commit().await
}

/// The rule pack the procedure of a meeting is pinned to.
async fn pack(kernel: &Kernel, actor: &Actor, meeting: Id) -> Result<String> {
    let standing = Standing::read(kernel, actor, meeting).await?;
    Ok(standing.pinned.pack.name.clone())
}

/// Takes papers in for an item; each is held against the day it was due.
///
/// # Errors
/// A refusal for an item of a hidden matter: its papers stand with the matter, where those named on it read them.
pub async fn add_papers(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    id: Id,
    bodies: &[Body],
) -> Result<()> {
    let pack = pack(kernel, actor, meeting).await?;
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &OPEN).await?;
    let item = held.item(id)?;
    if item.title.is_empty() {
        return Err(Error::refused("meetings-paper-hidden"));
    }
    if bodies.is_empty() {
        return Err(Error::field("papers", Message::new("frame-field-missing")));
    }
    let due = held.paper_due(&pack, item.kind);
    let place = Place::new("item", Audience::Parties);
    let mut kept = Vec::new();
    for body in bodies {
        let file = file::attach(&mut act, meeting, body, &place).await?;
        item::add_paper(&mut act, id, file, actor.today, due).await?;
        kept.push(json!({
            "id": file.to_string(), "name": body.name, "size": body.size, "sha256": body.digest(),
        }));
    }
    let data = json!({"said": item.title, "papers": kept, "grave": is_late(due, actor.today)});
    tell(kernel, &mut act, meeting, "meeting_paper_added", data).await?;
    act.commit().await
}

fn is_late(due: Option<NaiveDate>, today: NaiveDate) -> bool {
    due.is_some_and(|due| today > due)
}

/// Takes a paper of an item out of view.
pub async fn remove_paper(kernel: &Kernel, actor: &Actor, meeting: Id, file: Id) -> Result<()> {
    let (mut act, _) = begin(kernel, actor, meeting, Beside::Office, &AHEAD).await?;
    let papers = item::papers(&mut act, meeting).await?;
    let paper = papers
        .iter()
        .find(|p| p.file_id == file)
        .ok_or(Error::NotFound)?;
    file::remove(&mut act, meeting, file).await?;
    let data = json!({"said": paper.name, "grave": true});
    tell(kernel, &mut act, meeting, "meeting_paper_removed", data).await?;
    act.commit().await
}

/// The item at hand.
pub async fn take_up(kernel: &Kernel, actor: &Actor, meeting: Id, id: Id) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &["sitting"]).await?;
    let item = held.item(id)?;
    let chair = held.sitting()?.chair_id;
    sitting::put_now(&mut act, meeting, Some(id), chair).await?;
    let data = json!({"said": public_title(item)});
    tell(kernel, &mut act, meeting, "meeting_item_taken", data).await?;
    act.commit().await
}

/// What came of an item, in words; it is done with.
pub async fn conclude(
    kernel: &Kernel,
    actor: &Actor,
    meeting: Id,
    id: Id,
    outcome: &str,
) -> Result<()> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &RECORD).await?;
    let mut item = held.item(id)?.clone();
    if item.state == ItemState::Withdrawn {
        return Err(Error::refused("meetings-item-over"));
    }
    outcome.clone_into(&mut item.outcome);
    item.state = ItemState::Done;
    item::put(&mut act, &item).await?;
    let data = json!({"said": format!("{}：{outcome}", public_title(&item))});
    tell(kernel, &mut act, meeting, "meeting_item_concluded", data).await?;
    act.commit().await
}

/// Something an item asks for: a demand on a unit, a decision.
#[derive(Debug, Clone)]
pub struct Flow {
    /// One of [`FLOWS`].
    pub kind: String,
    pub title: String,
    pub text: String,
    pub unit: Option<Id>,
    pub due_on: Option<NaiveDate>,
}

/// Opens a matter of another area that grows out of an item; its id.
pub async fn flow(kernel: &Kernel, actor: &Actor, meeting: Id, id: Id, flow: Flow) -> Result<Id> {
    let (mut act, held) = begin(kernel, actor, meeting, Beside::Office, &RECORD).await?;
    let item = held.item(id)?.clone();
    if !FLOWS.contains(&flow.kind.as_str()) {
        return Err(Error::field("kind", Message::new("invalid-choice")));
    }
    let kind = flow.kind.clone();
    let title = flow.title.clone();
    let opened = opened(kernel, &mut act, &held, flow).await?;
    item::add_flow(&mut act, item.id, opened).await?;
    let data = json!({"said": format!("{}：{title}", public_title(&item)), "kind": kind});
    tell(kernel, &mut act, meeting, "meeting_flowed", data).await?;
    act.commit().await?;
    Ok(opened)
}

async fn opened(kernel: &Kernel, act: &mut Act, held: &Held, flow: Flow) -> Result<Id> {
    let wanted = open::Wanted {
        from: held.event.matter_id,
        title: flow.title,
        text: flow.text,
        unit: flow.unit,
        due_on: flow.due_on,
    };
    match open::wanted(kernel, act, &flow.kind, wanted).await {
        Err(Error::NotFound) => Err(Error::field("kind", Message::new("meetings-flow-none"))),
        done => done,
    }
}
