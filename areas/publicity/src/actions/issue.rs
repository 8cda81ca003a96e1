//! Keeping series and addressees; beginning an issue out of what is there; who opened one.

use chrono::{Datelike, NaiveDate};
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::{Confidentiality, Standing, open};
use kernel::numbering;
use kernel::organ;
use kernel::search::Audience;
use serde_json::{Map, json};

use super::record;
use crate::issue::{Held, headline, source_of};
use crate::kind;
use crate::model::issue::{self as model, Item, Shape, Way};
use crate::store::issue;
use crate::store::series::{self, SeriesEntry};

/// Characters taken over from a paper nobody condensed yet.
const FIRST: usize = 1_200;

/// What stood before the program: the last number of this year, and since the first issue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Before {
    pub this_year: i64,
    pub total: i64,
}

fn told(id: Id, entry: &SeriesEntry) -> serde_json::Value {
    json!({
        "series": id.to_string(), "name": entry.name, "shape": entry.shape, "issuer": entry.issuer,
        "columns": entry.columns, "pages": entry.pages, "page_characters": entry.page_characters,
        "ended_on": entry.ended_on,
    })
}

/// Begins a series; its numbers go on from those `before`.
pub async fn add_series(
    kernel: &Kernel,
    actor: &Actor,
    entry: &SeriesEntry,
    before: Before,
) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    if series::is_series_named(&mut act, organ, &entry.name, None).await? {
        return Err(Error::field("name", Message::new("publicity-name-taken")));
    }
    if before.total < before.this_year {
        return Err(Error::field("total", Message::new("issue-before-less")));
    }
    let id = series::add_series(&mut act, entry).await?;
    if before.this_year > 0 {
        let year = crate::issue::year_series(id, actor.today.year());
        numbering::advance_to(&mut act, &year, before.this_year).await?;
    }
    if before.total > 0 {
        numbering::advance_to(&mut act, &crate::issue::total_series(id), before.total).await?;
    }
    record(&mut act, "series.added", told(id, entry)).await?;
    act.commit().await?;
    Ok(id)
}

/// Changes a series from now on; issued issues keep what they are.
pub async fn edit_series(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    entry: &SeriesEntry,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    series::series(&mut act, organ, id).await?;
    if series::is_series_named(&mut act, organ, &entry.name, Some(id)).await? {
        return Err(Error::field("name", Message::new("publicity-name-taken")));
    }
    series::update_series(&mut act, id, entry).await?;
    record(&mut act, "series.edited", told(id, entry)).await?;
    act.commit().await
}

/// Puts somebody on the list of those issues go to. A unit of the organ and another organ here are read and signed for in
/// the program; all others on paper.
pub async fn put_addressee(
    kernel: &Kernel,
    actor: &Actor,
    name: &str,
    way: Way,
    unit: Option<Id>,
    other: Option<Id>,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let own = act.organ();
    if let Some(unit) = unit {
        let units = organ::units(&mut act, own).await?;
        if !units.iter().any(|u| u.id == unit) {
            return Err(Error::field("unit", Message::new("invalid-choice")));
        }
    }
    if let Some(other) = other {
        let all = organ::organs(&mut act).await?;
        if other == own || !all.iter().any(|o| o.id == other) {
            return Err(Error::field("other", Message::new("invalid-choice")));
        }
    }
    series::put_addressee(&mut act, name, way, unit, other).await?;
    let data = json!({
        "name": name, "way": way, "unit": unit.map(|id| id.to_string()), "organ": other.map(|id| id.to_string()),
    });
    record(&mut act, "addressee.put", data).await?;
    act.commit().await
}

/// Takes somebody off the list; what he was sent stays.
pub async fn end_addressee(kernel: &Kernel, actor: &Actor, id: Id) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    if !series::end_addressee(&mut act, id, actor.today).await? {
        return Err(Error::NotFound);
    }
    let data = json!({"addressee": id.to_string(), "to": actor.today});
    record(&mut act, "addressee.ended", data).await?;
    act.commit().await
}

/// An issue as it is begun.
#[derive(Debug, Clone)]
pub struct Beginning {
    pub series: Id,
    pub out_on: NaiveDate,
    /// Matters to take items from, in this order.
    pub sources: Vec<Id>,
    /// A short item typed on the spot.
    pub typed: Option<(String, String)>,
}

/// Begins an issue with an item from each source: a released manuscript with its text, another paper with the beginning of
/// what its parties read, where it is an open one.
///
/// # Errors
/// [`Error::Forbidden`] for whoever does not keep the newsroom; invalid fields, among them a source that does not exist for
/// `actor`, is confidential or not released yet.
pub async fn begin(kernel: &Kernel, actor: &Actor, new: Beginning) -> Result<Id> {
    actor.authorize(Permission::Newsroom)?;
    let mut items = Vec::new();
    for id in new.sources {
        items.push(taken_from(kernel, actor, id).await?);
    }
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let own = act.organ();
    let series = series::series(&mut act, own, new.series).await?;
    if !series.is_open(actor.today) {
        return Err(Error::field("series", Message::new("issue-series-ended")));
    }
    if new.out_on < actor.today {
        return Err(Error::field("out_on", Message::new("issue-day-past")));
    }
    for source in items.iter().filter_map(|(_, source)| *source) {
        source_of(&mut act, "sources", source).await?;
    }
    if let Some((title, content)) = new.typed {
        let item = Item {
            title,
            content,
            ..Item::default()
        };
        items.push((item, None));
    }
    if series.pages > 0 {
        let mut plain: Vec<Item> = items.iter().map(|(i, _)| i.clone()).collect();
        model::placed(&mut plain, series.page_characters);
        for ((item, _), placed) in items.iter_mut().zip(plain) {
            item.page = placed.page.filter(|p| *p <= 999);
        }
    }
    let plain: Vec<Item> = items.iter().map(|(i, _)| i.clone()).collect();
    let opening = open::begin(
        kernel,
        &mut act,
        open::NewMatter {
            kind: series.shape.code().to_owned(),
            procedure: None,
            title: headline(&series, &plain),
            confidentiality: Confidentiality::Internal,
            category: None,
            session: None,
            proposer: None,
            received_on: actor.today,
        },
    )
    .await?;
    let id = opening.matter.id;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let dates = (series.shape == Shape::Journal)
        .then(|| model::dates(&calendar, new.out_on))
        .flatten();
    issue::insert(&mut act, id, series.id, new.out_on, dates).await?;
    issue::set_items(&mut act, id, &items).await?;
    let mut data = Map::new();
    data.insert("series".to_owned(), json!(series.name));
    data.insert("items".to_owned(), json!(items.len()));
    open::finish(kernel, &mut act, opening, data).await?;
    act.commit().await?;
    Ok(id)
}

/// The item a matter makes, to be condensed.
pub async fn taken_from(kernel: &Kernel, actor: &Actor, id: Id) -> Result<(Item, Option<Id>)> {
    let standing = match Standing::read(kernel, actor, id).await {
        Err(Error::NotFound) => {
            return Err(Error::field("sources", Message::new("issue-source-none")));
        }
        read => read?,
    };
    let mut item = Item {
        title: standing.matter.title.chars().take(model::MOST.0).collect(),
        source: id.to_string(),
        ..Item::default()
    };
    if let Ok(held) = kind::Held::of(&standing) {
        item.content.clone_from(&held.piece.paper.content);
        item.sender = held.piece.byline();
    } else if standing.matter.confidentiality == Confidentiality::Open.code() {
        let documents = standing.case.documents(&standing.matter);
        let read = documents
            .into_iter()
            .find(|d| matches!(d.audience, Audience::Public | Audience::Parties));
        if let Some(document) = read {
            item.content = document.text.chars().take(FIRST).collect();
        }
    }
    item.content = item.content.trim().to_owned();
    Ok((item, Some(id)))
}

/// Remembers that somebody of an addressee opened the issue for the first time.
pub async fn opened(kernel: &Kernel, actor: &Actor, held: &Held) -> Result<()> {
    let bodies = actor.principals();
    let unread: Vec<Id> = held
        .issue
        .sent
        .iter()
        .filter(|s| s.read_at.is_none() && s.is_of(&bodies))
        .map(|s| s.id)
        .collect();
    if unread.is_empty() || actor.read_only || actor.account.is_none() {
        return Ok(());
    }
    let mut act = kernel.own_act(actor).await?;
    for id in unread {
        issue::opened(&mut act, id).await?;
    }
    act.commit().await
}
