//! Opening a matter: its row, the area's rows, its first task, history, readers and search text, in one act.
//!
//! An area calls [`begin`], writes its own rows under the id it gets, and calls [`finish`]. What it wants of a kind of
//! another area, which it knows by name alone, it asks for by [`wanted`].

use std::sync::Arc;

use chrono::NaiveDate;
use procedure::{Decision, Opening as Opens};
use serde_json::{Map, Value as Json, json};

use super::act::{self, Doing};
use super::kind::Kind;
use super::request::Request;
use super::standing::Standing;
use super::{Confidentiality, Matter, listing, load, settle};
use crate::access::Act;
use crate::db::Source;
use crate::error::{Error, Result};
use crate::history::{self, Audience, Event, Stream};
use crate::id::Id;
use crate::procedures::Pinned;
use crate::{Kernel, embargo, search};

/// What a new matter starts with.
#[derive(Debug, Clone)]
pub struct NewMatter {
    pub kind: String,
    /// The procedure to follow, where the kind has several; the one in force for the kind otherwise.
    pub procedure: Option<String>,
    pub title: String,
    pub confidentiality: Confidentiality,
    pub category: Option<String>,
    pub session: Option<String>,
    /// The lead proposer.
    pub proposer: Option<Id>,
    pub received_on: NaiveDate,
}

/// A matter in the making.
pub struct Opening {
    pub matter: Matter,
    pub pinned: Arc<Pinned>,
    kind: Arc<dyn Kind>,
}

/// Writes the row of a new matter, pinned to the procedure in force today.
#[crate::compiled_once]
pub async fn begin(kernel: &Kernel, act: &mut Act, new: NewMatter) -> Result<Opening> {
    let kind = kernel.kind(&new.kind)?.clone();
    let organ = act.organ();
    let pinned = kernel
        .procedures
        .current(&mut *act, &*kind, organ, new.procedure.as_deref())
        .await?;
    let matter = Matter {
        id: Id::new(act.at),
        organ_id: organ,
        kind: new.kind,
        number: None,
        number_sort: String::new(),
        title: new.title,
        state: pinned.definition.start.clone(),
        procedure: pinned.definition.name.clone(),
        procedure_version: pinned.version,
        confidentiality: new.confidentiality.code().to_owned(),
        lead_unit: None,
        category: new.category,
        session: new.session,
        proposer: new.proposer,
        key_leader: None,
        received_on: new.received_on,
        due_on: None,
        amber_on: None,
        red_on: None,
        closed_on: None,
        clock: None,
        term: false,
        open: true,
        historic: false,
        rev: 0,
        events: 0,
        head: Vec::new(),
        created_by: act.actor.person,
        created_at: act.at.0,
        updated_at: act.at.0,
    };
    load::insert(act, std::slice::from_ref(&matter)).await?;
    act.opened(matter.id);
    if matter.confidentiality() == Confidentiality::Embargo {
        embargo::begin(act, &matter).await?;
    }
    Ok(Opening {
        matter,
        pinned,
        kind,
    })
}

/// Opens the first step and writes what belongs to a new matter; acts of the system that are open follow.
/// `data` is what the history keeps of the opening.
#[crate::compiled_once]
pub async fn finish(
    kernel: &Kernel,
    act: &mut Act,
    opening: Opening,
    mut data: Map<String, Json>,
) -> Result<Standing> {
    let Opening {
        matter,
        pinned,
        kind,
    } = opening;
    let start = pinned.definition.start.clone();
    let mut case = kind.read(Source::Tx(act.tx()), &matter).await?;
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let decision = Decision {
        act: "open".to_owned(),
        opens: vec![Opens {
            step: start,
            ..Opens::default()
        }],
        event: "opened".to_owned(),
        ..Decision::default()
    };
    let mut doing = Doing::new(
        matter,
        Request::new("open"),
        decision,
        None,
        act.actor.today,
        calendar,
        pinned,
    );
    settle::tasks(kernel, act, &mut doing, &[], &*case).await?;
    settle::clock(&mut doing)?;
    case.settle(kernel, act, &mut doing).await?;
    data.insert("state".to_owned(), json!(doing.matter.state));
    data.insert("title".to_owned(), json!(doing.matter.title));
    data.insert("procedure".to_owned(), json!(doing.matter.procedure));
    data.insert("version".to_owned(), json!(doing.matter.procedure_version));
    let event = Event::new("opened", Audience::Parties, &data)?;
    history::append(act, Stream::Matter(doing.matter.id), event).await?;
    let standing = act::conclude(act, doing, kind, case).await?;
    act::follow(kernel, act, standing, &mut Vec::new()).await
}

/// What a matter asks of a kind of another area: a meeting hands a unit an `instruction`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The matter it grows out of, of whatever kind. The new one is linked with it and takes over its confidentiality.
    pub from: Id,
    pub title: String,
    /// What is asked, at length.
    pub text: String,
    /// Who it is asked of, where it is asked of a unit.
    pub unit: Option<Id>,
    /// By when; the limit of the kind's procedure where it is left out.
    pub due_on: Option<NaiveDate>,
}

/// Opens a matter of the kind called `kind` in the transaction of `act` and as its consequence, whatever area runs it.
/// The kind itself writes its rows and makes the link ([`Kind::wanted`]); the asker sees what became of it through
/// [`super::link::linked`].
///
/// ```ignore
/// let wanted = open::Wanted { from: meeting, title, text, unit: Some(unit), due_on: Some(day) };
/// let instruction = open::wanted(kernel, act, "instruction", wanted).await?;
/// ```
///
/// # Errors
/// [`Error::NotFound`] where no area runs that kind, or the kind takes no wishes; what the kind refuses.
#[crate::compiled_once]
pub async fn wanted(kernel: &Kernel, act: &mut Act, kind: &str, wanted: Wanted) -> Result<Id> {
    let kind = kernel.kind(kind)?.clone();
    match kind.wanted(kernel, act, wanted) {
        Some(work) => work.await,
        None => Err(Error::NotFound),
    }
}

/// Tells another matter what this act meant for it (a merge, a kept promise): an event in its own history, its
/// readers and search text made anew from rows the area has already changed.
#[crate::compiled_once]
pub async fn tell(
    kernel: &Kernel,
    act: &mut Act,
    matter: Id,
    kind: &str,
    audience: Audience,
    data: &Map<String, Json>,
) -> Result<()> {
    let mut standing = Standing::load(kernel, Source::Tx(act.tx()), matter).await?;
    if standing.matter.organ_id != act.organ() {
        return Err(Error::NotFound);
    }
    let event = Event::new(kind.to_owned(), audience, data)?;
    history::append(act, Stream::Matter(matter), event).await?;
    act.also(matter, standing.matter.rev);
    settle::save(act, &mut standing.matter).await?;
    let case = &standing.case;
    let readers = embargo::readers(act, &standing.matter, &**case).await?;
    listing::refresh(act, matter, &readers).await?;
    search::index(act, &standing.matter, &case.documents(&standing.matter)).await
}
