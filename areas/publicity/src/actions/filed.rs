//! Manuscripts that were published before they came into the program: filed from the start, for imports and for pieces
//! nobody wrote here.

use chrono::NaiveDate;
use kernel::access::Act;
use kernel::error::Result;
use kernel::history::{self, Audience, Event, Stream};
use kernel::id::Id;
use kernel::matter::listing::{self, Reader};
use kernel::matter::{Case as _, Confidentiality, Matter, load};
use kernel::search::{self, Document};
use serde_json::json;

use crate::kind::{Held, MANUSCRIPT};
use crate::store::manuscript::{self, Author, Paper};

/// The row of such a manuscript; its procedure is the caller's to fill in.
pub(crate) fn matter(
    act: &Act,
    id: Id,
    title: &str,
    day: NaiveDate,
    proposer: Option<Id>,
) -> Matter {
    Matter {
        id,
        organ_id: act.organ(),
        kind: MANUSCRIPT.to_owned(),
        number: None,
        number_sort: String::new(),
        title: title.to_owned(),
        state: "filed".to_owned(),
        procedure: String::new(),
        procedure_version: 0,
        confidentiality: Confidentiality::Open.code().to_owned(),
        lead_unit: None,
        category: None,
        session: None,
        proposer,
        key_leader: None,
        received_on: day,
        due_on: None,
        amber_on: None,
        red_on: None,
        closed_on: Some(day),
        clock: None,
        term: false,
        open: false,
        historic: true,
        rev: 0,
        events: 0,
        head: Vec::new(),
        created_by: act.actor.person,
        created_at: act.at.0,
        updated_at: act.at.0,
    }
}

/// Writes such manuscripts with authors, history, readers and search text; their appearances are the caller's.
pub(crate) async fn insert<'a>(
    act: &mut Act,
    fresh: impl Iterator<Item = &'a (Matter, Held)> + Clone,
) -> Result<()> {
    let matters: Vec<Matter> = fresh.clone().map(|(m, _)| m.clone()).collect();
    load::insert(act, &matters).await?;
    let papers: Vec<Paper> = fresh.clone().map(|(_, h)| h.piece.paper.clone()).collect();
    manuscript::insert(act, &papers).await?;
    let authors: Vec<Author> = fresh
        .clone()
        .flat_map(|(_, h)| h.piece.authors.clone())
        .collect();
    manuscript::add_authors(act, &authors).await?;
    let mut events = Vec::with_capacity(matters.len());
    for matter in &matters {
        let data = json!({"title": matter.title, "state": matter.state, "historic": true});
        let event = Event::new("imported", Audience::Parties, &data)?;
        events.push((Stream::Matter(matter.id), event));
    }
    history::append_many(act, events).await?;
    let readers: Vec<(Id, Reader)> = fresh
        .clone()
        .flat_map(|(matter, held)| {
            let mut readers = held.readers(matter);
            readers.sort_by_key(|r| r.principal);
            readers.dedup_by(|later, first| {
                let same = later.principal == first.principal;
                if same {
                    first.why |= later.why;
                    first.wide |= later.wide;
                }
                same
            });
            readers.into_iter().map(|r| (matter.id, r))
        })
        .collect();
    listing::insert(act, &readers).await?;
    let documents: Vec<(&Matter, Vec<Document>)> = fresh
        .map(|(matter, held)| (matter, held.documents(matter)))
        .collect();
    let all: Vec<(&Matter, &[Document])> = documents
        .iter()
        .map(|(matter, documents)| (*matter, documents.as_slice()))
        .collect();
    search::index_many(act, &all).await
}
