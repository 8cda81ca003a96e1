//! The adoption ledger: entering an appearance, striking one. Both are told in the manuscript's own history.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::error::{Error, FieldError, Message, Result};
use kernel::file::{self, Body, Place};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::{Matter, listing, load, open};
use kernel::notice::{self, Letter, To};
use kernel::term_session::{self, TermSession};
use papers::table::{Cell, cell};
use serde_json::{Map, Value as Json, json};

use super::filed;
use crate::kind::{Held, MANUSCRIPT};
use crate::model::adoption::{Position, Setting, Size, field_said};
use crate::model::genre::Genre;
use crate::store::adoption::{self, Adoption, Byline};
use crate::store::manuscript::{self, Author, Paper, Piece};
use crate::store::{byline, group, issue, outlet, topic as topics};

/// An appearance as typed.
#[derive(Debug, Clone)]
pub struct Entry {
    /// None for a piece nobody wrote here: see [`Outside`].
    pub manuscript: Option<Id>,
    pub outlet: Id,
    pub column: Option<Id>,
    pub on_date: NaiveDate,
    /// The title it bore there; the manuscript's own where nothing is typed.
    pub title: Option<String>,
    pub position: Option<Position>,
    pub size: Option<Size>,
    /// Page or block, in the office's own words.
    pub said_place: String,
    /// The manuscript's own where nothing is typed.
    pub characters: Option<i64>,
    pub seconds: Option<i64>,
    pub photos: Option<i64>,
    pub reprint: bool,
    pub link: Option<String>,
    /// Counted although the same day, title and outlet stand already.
    pub again: bool,
    /// The item of an issue of ours that was taken over there (上级采用).
    pub item: Option<Id>,
}

/// A piece nobody wrote here; its title is the entry's.
#[derive(Debug, Clone)]
pub struct Outside {
    /// Names as typed.
    pub authors: String,
    pub genre: Genre,
    pub group: Option<Id>,
}

/// Whether a day lies in a session of the congress; none before the first one known.
pub fn setting_on(sessions: &[TermSession], day: NaiveDate) -> Option<Setting> {
    sessions.iter().any(|s| s.opened_on <= day).then(|| {
        match sessions
            .iter()
            .any(|s| s.opened_on <= day && day <= s.closed_on)
        {
            true => Setting::InSession,
            false => Setting::Between,
        }
    })
}

/// Enters an appearance, with scans or recordings as its proof. Its outlet's level and medium, the manuscript's group
/// and authors are kept as they are today. Returns the manuscript.
///
/// # Errors
/// [`Error::NotFound`] for a manuscript that does not exist for `actor`; invalid fields, among them one that stands
/// already.
pub async fn enter(
    kernel: &Kernel,
    actor: &Actor,
    entry: Entry,
    outside: Option<Outside>,
    proof: &[Body],
) -> Result<Id> {
    if let Some(id) = entry.manuscript
        && !listing::visible(&kernel.db, actor, id).await?
    {
        return Err(Error::NotFound);
    }
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let manuscript_id = match (entry.manuscript, &outside) {
        (Some(id), _) => id,
        (None, Some(outside)) => from_outside(kernel, &mut act, &entry, outside).await?,
        (None, None) => return Err(Error::field("manuscript", Message::new("invalid-choice"))),
    };
    let piece = manuscript::read(&mut act, manuscript_id)
        .await?
        .filter(|p| p.paper.organ_id == organ)
        .ok_or(Error::NotFound)?;
    let to = outlet::outlet(&mut act, organ, entry.outlet).await?;
    let sessions = term_session::all(&mut act, organ).await?;
    let title = match &entry.title {
        Some(title) => title.clone(),
        None => {
            let matters = load::matters(&mut act, &[manuscript_id]).await?;
            matters
                .first()
                .map(|m| m.title.clone())
                .ok_or(Error::NotFound)?
        }
    };
    let mut wrong = Vec::new();
    let mut fault = |field: &str, key: &str| {
        wrong.push(FieldError {
            field: field.to_owned(),
            message: Message::new(key),
        });
    };
    if entry.on_date > actor.today {
        fault("on_date", "publicity-import-day-ahead");
    }
    if piece.authors.is_empty() {
        fault("manuscript", "publicity-no-author");
    }
    if let Some(column) = entry.column {
        let columns = outlet::columns(&mut act, organ).await?;
        if !columns
            .iter()
            .any(|c| c.id == column && c.outlet_id == to.id)
        {
            fault("column", "publicity-column-elsewhere");
        }
    }
    let link = entry.link.as_deref();
    if link.is_some_and(|l| !l.starts_with("https://") && !l.starts_with("http://")) {
        fault("link", "publicity-link-wrong");
    }
    let alike = adoption::alike(&mut act, organ, entry.on_date, &title, to.id).await?;
    if alike > 0 && !entry.again {
        fault("again", "publicity-stands-already");
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let place = Place::new("proof", Audience::Parties);
    let kept = file::attach_all(&mut act, manuscript_id, proof, &place).await?;
    let scan = kept
        .first()
        .and_then(|k| k["id"].as_str())
        .and_then(|id| id.parse().ok());
    let paper = &piece.paper;
    let appearance = Adoption {
        id: Id::new(act.at),
        matter_id: manuscript_id,
        outlet_id: to.id,
        column_id: entry.column,
        on_date: entry.on_date,
        title,
        nth: alike + 1,
        outlet: to.name,
        level: to.level,
        medium: to.medium,
        outward: to.outward,
        major: to.major,
        genre: paper.genre,
        group_name: piece.group.clone(),
        person: piece.first().to_owned(),
        field: paper.field,
        setting: paper
            .setting
            .or_else(|| setting_on(&sessions, paper.event_on.unwrap_or(entry.on_date))),
        nature: paper.nature,
        aspect: paper.aspect,
        place: paper.place,
        said_place: entry.said_place,
        position: entry.position,
        size: entry.size,
        characters: entry.characters.unwrap_or(paper.characters),
        seconds: entry.seconds.unwrap_or(paper.seconds),
        photos: entry.photos.unwrap_or(paper.photos),
        reprint: entry.reprint,
        link: entry.link,
        proof: scan,
        struck_at: None,
        struck_why: None,
        entered_at: act.at.0,
    };
    let bylines: Vec<Byline> = piece
        .authors
        .iter()
        .map(|a| Byline {
            adoption_id: appearance.id,
            sort: a.sort,
            person_id: a.person_id,
            name: a.name.clone(),
            parts: a.parts,
        })
        .collect();
    adoption::insert(&mut act, std::slice::from_ref(&appearance)).await?;
    adoption::insert_bylines(&mut act, &bylines).await?;
    tell_adopted(kernel, &mut act, manuscript_id, &[&appearance], kept).await?;
    if let Some(item) = entry.item {
        take(kernel, &mut act, item, &appearance).await?;
    }
    let to: Vec<To> = piece
        .authors
        .iter()
        .filter_map(|a| a.person_id)
        .map(To::Person)
        .collect();
    if !to.is_empty() {
        let letter = Letter::new("notice-manuscript-adopted", to)
            .about(manuscript_id)
            .arg("outlet", appearance.outlet.clone());
        notice::send(&mut act, letter).await?;
    }
    act.commit().await?;
    Ok(manuscript_id)
}

/// Joins an appearance to the item of an issue it was taken from, and tells the issue.
async fn take(kernel: &Kernel, act: &mut Act, item: Id, appearance: &Adoption) -> Result<()> {
    let organ = act.organ();
    let of = issue::of_item(&mut *act, organ, item).await?;
    issue::take(act, appearance.id, item).await?;
    let mut data = Map::new();
    let said = format!("{}：{}", appearance.outlet, appearance.title);
    data.insert("said".to_owned(), json!(said));
    data.insert("adoption".to_owned(), json!(appearance.id.to_string()));
    open::tell(kernel, act, of, "item_taken", Audience::Parties, &data).await
}

/// A filed manuscript for a piece nobody wrote here. Names that are one person's are that person.
async fn from_outside(
    kernel: &Kernel,
    act: &mut Act,
    entry: &Entry,
    outside: &Outside,
) -> Result<Id> {
    let organ = act.organ();
    let typed = Cell::Text(outside.authors.clone());
    let names = cell::names(&typed)
        .value
        .map(|n| n.listed)
        .unwrap_or_default();
    if names.is_empty() {
        return Err(Error::field(
            "authors",
            Message::new("publicity-outside-needs"),
        ));
    }
    if let Some(id) = outside.group {
        group::group(&mut *act, organ, id).await?;
    }
    let people = byline::known(&mut *act, organ, &names).await?;
    let kind = kernel.kind(MANUSCRIPT)?.clone();
    let pinned = kernel
        .procedures
        .current(&mut *act, &*kind, organ, None)
        .await?;
    let id = Id::new(act.at);
    let authors: Vec<Author> = names
        .into_iter()
        .enumerate()
        .map(|(i, name)| Author {
            matter_id: id,
            sort: i as i64,
            person_id: people.get(&name).copied(),
            name,
            parts: 1,
        })
        .collect();
    let title = entry.title.clone().unwrap_or_default();
    let proposer = authors.first().and_then(|a| a.person_id);
    let matter = Matter {
        procedure: pinned.definition.name.clone(),
        procedure_version: pinned.version,
        ..filed::matter(act, id, &title, entry.on_date, proposer)
    };
    let piece = Piece {
        paper: Paper {
            matter_id: id,
            organ_id: organ,
            genre: outside.genre,
            group_id: outside.group,
            event_on: None,
            field: field_said(&title),
            setting: None,
            nature: None,
            aspect: None,
            place: None,
            content: String::new(),
            version: 0,
            characters: entry.characters.unwrap_or(0),
            seconds: entry.seconds.unwrap_or(0),
            photos: entry.photos.unwrap_or(0),
            submitted_on: None,
            released_on: None,
        },
        group: None,
        authors,
        members: Vec::new(),
        remarks: Vec::new(),
        reviews: Vec::new(),
        submissions: Vec::new(),
        adoptions: Vec::new(),
        photos: Vec::new(),
        recordings: Vec::new(),
    };
    filed::insert(act, [(matter, Held { piece, title })].iter()).await?;
    Ok(id)
}

/// Marks the submissions of appearances as adopted, and tells the manuscript's history of them.
pub(crate) async fn tell_adopted(
    kernel: &Kernel,
    act: &mut Act,
    matter: Id,
    appearances: &[&Adoption],
    kept: Vec<Json>,
) -> Result<()> {
    let mut said = Vec::new();
    for a in appearances {
        manuscript::answer(act, matter, a.outlet_id, "adopted", a.on_date, "").await?;
        said.push(format!("{} {}", a.outlet, a.on_date));
    }
    let ids: Vec<String> = appearances.iter().map(|a| a.id.to_string()).collect();
    let mut data = Map::new();
    data.insert("said".to_owned(), json!(said.join("；")));
    data.insert("adoptions".to_owned(), json!(ids));
    if !kept.is_empty() {
        data.insert("papers".to_owned(), json!(kept));
    }
    open::tell(kernel, act, matter, "adopted", Audience::Parties, &data).await?;
    if let Some(topic) = topics::of_manuscript(&mut *act, matter).await? {
        super::topic::tell(kernel, act, topic, "topic_adopted", &said.join("；")).await?;
    }
    Ok(())
}

/// Strikes an appearance that turned out not to be one, with the reason. It stays in the ledger, struck.
///
/// # Errors
/// [`Error::NotFound`] where there is none for `actor`; [`Error::Refused`] where it is struck already.
pub async fn strike(kernel: &Kernel, actor: &Actor, id: Id, why: &str) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let found = adoption::one(&mut act, organ, id)
        .await?
        .ok_or(Error::NotFound)?;
    if adoption::strike(&mut act, id, why).await? == 0 {
        return Err(Error::Refused(Message::new("publicity-struck-already")));
    }
    let mut data = Map::new();
    let said = format!("{} {}：{why}", found.outlet, found.on_date);
    data.insert("said".to_owned(), json!(said));
    data.insert("adoption".to_owned(), json!(id.to_string()));
    data.insert("grave".to_owned(), json!(true));
    open::tell(
        kernel,
        &mut act,
        found.matter_id,
        "adoption_struck",
        Audience::Parties,
        &data,
    )
    .await?;
    act.commit().await?;
    Ok(found.matter_id)
}
