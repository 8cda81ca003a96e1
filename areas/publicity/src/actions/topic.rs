//! Planning a topic, putting a manuscript to one, telling it what became of its pieces.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::clock::Instant;
use kernel::error::{Error, Message, Result};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::{
    Confidentiality, Matter, Request, Standing, link, listing, load, open, perform,
};
use serde_json::{Map, json};

use crate::kind::MANUSCRIPT;
use crate::model::genre::Genre;
use crate::model::rhythm::Rhythm;
use crate::store::topic::{self, Plan, TOPIC_OF};
use crate::topic::{Held, TOPIC, check, given_to};

/// A topic as typed.
#[derive(Debug, Clone)]
pub struct Planning {
    pub title: String,
    /// The matter it reports; none for one of the newsroom's own.
    pub subject: Option<Id>,
    pub genres: Vec<Genre>,
    pub group: Option<Id>,
    pub person: Option<Id>,
    pub event_on: Option<NaiveDate>,
    pub due_on: NaiveDate,
    pub brief: String,
    /// How often it recurs, where it does.
    pub every: Option<Rhythm>,
}

/// Whether a matter may be what a topic reports.
pub(crate) fn reportable(subject: &Matter) -> Result<()> {
    let no = |key: &str| Err(Error::field("subject", Message::new(key)));
    if crate::is_own(&subject.kind) {
        return no("publicity-topic-of-piece");
    }
    if subject.confidentiality() == Confidentiality::Embargo {
        return no("publicity-topic-embargo");
    }
    Ok(())
}

/// Plans a topic; its id. One of a confidential matter is confidential itself.
///
/// # Errors
/// [`Error::NotFound`] for a matter that does not exist for `actor`; invalid fields.
pub async fn plan(kernel: &Kernel, actor: &Actor, new: Planning) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Write).await?;
    let mut confidentiality = Confidentiality::Internal;
    if let Some(subject) = new.subject {
        if !listing::visible(&mut act, actor, subject).await? {
            return Err(Error::NotFound);
        }
        let found = load::matters(&mut act, &[subject]).await?;
        let subject = found.first().ok_or(Error::NotFound)?;
        reportable(subject)?;
        if subject.confidentiality().hides() {
            confidentiality = Confidentiality::Confidential;
        }
    }
    let genres: Vec<&str> = new.genres.iter().map(|g| g.code()).collect();
    let mut plan = Plan {
        matter_id: Id(0),
        organ_id: act.organ(),
        genres: genres.join(" "),
        group_id: new.group,
        person_id: new.person,
        event_on: new.event_on,
        due_on: new.due_on,
        brief: new.brief,
        every: new.every.map(Rhythm::code).unwrap_or_default().to_owned(),
        previous_id: None,
        planner_id: None,
    };
    check(&plan, actor.today)?;
    let said = given_to(&mut act, new.group, new.person).await?;
    let opening = open::begin(
        kernel,
        &mut act,
        open::NewMatter {
            kind: TOPIC.to_owned(),
            procedure: None,
            title: new.title,
            confidentiality,
            category: None,
            session: None,
            proposer: actor.person,
            received_on: actor.today,
        },
    )
    .await?;
    plan.matter_id = opening.matter.id;
    topic::put(&mut act, &plan).await?;
    if let Some(subject) = new.subject {
        link::add(&mut act, plan.matter_id, TOPIC_OF, subject).await?;
    }
    let mut data = Map::new();
    data.insert("genres".to_owned(), json!(new.genres));
    data.insert("due_on".to_owned(), json!(plan.due_on));
    if !said.is_empty() {
        data.insert("said".to_owned(), json!(said));
    }
    open::finish(kernel, &mut act, opening, data).await?;
    act.commit().await?;
    Ok(plan.matter_id)
}

/// A topic from which `actor` may begin a piece: open, and existing for him.
pub(crate) async fn begun_from(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
) -> Result<(Standing, topic::Topic)> {
    let standing = Standing::read(kernel, actor, id).await?;
    if standing.matter.kind != TOPIC {
        return Err(Error::NotFound);
    }
    if !standing.matter.open {
        return Err(Error::Refused(Message::new("publicity-topic-closed")));
    }
    let topic = Held::of(&standing)?.topic.clone();
    Ok((standing, topic))
}

/// Puts a manuscript that has no topic yet to this one.
///
/// # Errors
/// [`Error::NotFound`] where either does not exist for `actor`; [`Error::Refused`] where the manuscript has a topic.
pub async fn take_in(kernel: &Kernel, actor: &Actor, id: Id, manuscript: Id) -> Result<()> {
    let standing = Standing::read(kernel, actor, id).await?;
    let held = Held::of(&standing)?;
    let piece = Standing::read(kernel, actor, manuscript).await;
    match piece {
        Ok(piece) if piece.matter.kind == MANUSCRIPT => {}
        Ok(_) | Err(Error::NotFound) => {
            return Err(Error::field(
                "manuscript",
                Message::new("publicity-topic-no-piece"),
            ));
        }
        Err(e) => return Err(e),
    }
    if !takes_in(held, actor) {
        return Err(Error::Forbidden(Message::new(
            Permission::Newsroom.refusal(),
        )));
    }
    let mut act = kernel.act(actor, Permission::Write).await?;
    if !topic::tie(&mut act, manuscript, id).await? {
        return Err(Error::field(
            "manuscript",
            Message::new("publicity-topic-tied"),
        ));
    }
    tell(kernel, &mut act, id, "topic_piece", "").await?;
    act.commit().await
}

/// Who puts manuscripts to a topic: the office, and whoever planned it.
pub fn takes_in(held: &Held, actor: &Actor) -> bool {
    actor.may(Permission::Newsroom) || held.planner.is_some() && held.planner == actor.person
}

/// Tells a topic's history what happened to one of its pieces, without its title: who reads the topic may not read that.
pub(crate) async fn tell(
    kernel: &Kernel,
    act: &mut Act,
    topic: Id,
    event: &str,
    said: &str,
) -> Result<()> {
    let mut data = Map::new();
    if !said.is_empty() {
        data.insert("said".to_owned(), json!(said));
    }
    open::tell(kernel, act, topic, event, Audience::Parties, &data).await
}

/// Ends the topics of which every genre planned has appeared. A job's: once a day.
pub async fn conclude(kernel: &Kernel, at: Instant) -> Result<usize> {
    let mut done = 0;
    for (organ, id) in topic::running(&kernel.db).await? {
        let system = Actor::system(organ, at.day());
        let standing = Standing::read(kernel, &system, id).await?;
        let open = |o: &procedure::Offer| o.act == "covered" && o.result.is_ok();
        if standing.offers(&system).iter().any(open) {
            perform(kernel, &system, id, Request::new("covered")).await?;
            done += 1;
        }
    }
    Ok(done)
}
