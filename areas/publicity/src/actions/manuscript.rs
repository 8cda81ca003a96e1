//! Beginning a manuscript, and keeping what somebody is typing on one.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::{Confidentiality, Standing, open};
use serde_json::{Map, json};

use super::topic;
use crate::kind::MANUSCRIPT;
use crate::model::genre::Genre;
use crate::store::manuscript::{self, Author, Paper};
use crate::store::{byline, group, topic as topics, typing};

/// A manuscript in one's own name.
#[derive(Debug, Clone)]
pub struct Beginning {
    pub title: String,
    pub genre: Genre,
    pub event_on: Option<NaiveDate>,
    /// Of the writer's own; none for "as it is", the group he belongs to.
    pub group: Option<Id>,
    /// The topic it is begun from.
    pub topic: Option<Id>,
}

/// Begins a manuscript: whoever begins it is its author, in his group. Returns its id.
///
/// # Errors
/// [`Error::Forbidden`] for whoever does not write; [`Error::Refused`] for an account without a person, and for a topic
/// that has ended; [`Error::NotFound`] for one that does not exist for `actor`.
pub async fn begin(kernel: &Kernel, actor: &Actor, new: Beginning) -> Result<Id> {
    let from = match new.topic {
        Some(id) => Some(topic::begun_from(kernel, actor, id).await?),
        None => None,
    };
    let mut act = kernel.act(actor, Permission::Write).await?;
    let organ = act.organ();
    let person = actor
        .person
        .ok_or_else(|| Error::Refused(Message::new("publicity-nobody-writes")))?;
    let group = match new.group {
        Some(id) => Some(group::group(&mut act, organ, id).await?.id),
        None => group::group_of(&mut act, organ, person, actor.today).await?,
    };
    // A member of the group the topic was given to writes for that group, whatever others he belongs to.
    let given = from.as_ref().and_then(|(_, topic)| {
        let of = topic.members.iter().any(|m| m.person_id == person);
        topic.plan.group_id.filter(|_| of)
    });
    let confidentiality = match &from {
        Some((standing, _)) if standing.matter.confidentiality().hides() => {
            Confidentiality::Confidential
        }
        _ => Confidentiality::Internal,
    };
    let labels = byline::labels(&mut act, organ, &[person]).await?;
    let (_, name) = labels.into_iter().next().ok_or(Error::NotFound)?;
    let opening = open::begin(
        kernel,
        &mut act,
        open::NewMatter {
            kind: MANUSCRIPT.to_owned(),
            procedure: None,
            title: new.title,
            confidentiality,
            category: None,
            session: None,
            proposer: Some(person),
            received_on: actor.today,
        },
    )
    .await?;
    let matter_id = opening.matter.id;
    let paper = Paper {
        matter_id,
        organ_id: organ,
        genre: new.genre,
        group_id: given.or(group),
        event_on: new
            .event_on
            .or_else(|| from.as_ref().and_then(|(_, topic)| topic.plan.event_on)),
        field: None,
        setting: None,
        nature: None,
        aspect: None,
        place: None,
        content: String::new(),
        version: 0,
        characters: 0,
        seconds: 0,
        photos: 0,
        submitted_on: None,
        released_on: None,
    };
    manuscript::insert(&mut act, &[paper]).await?;
    let author = Author {
        matter_id,
        sort: 0,
        person_id: Some(person),
        name,
        parts: 1,
    };
    manuscript::add_authors(&mut act, &[author]).await?;
    let mut data = Map::new();
    data.insert("genre".to_owned(), json!(new.genre));
    open::finish(kernel, &mut act, opening, data).await?;
    if let Some(id) = new.topic {
        topics::tie(&mut act, matter_id, id).await?;
        topic::tell(kernel, &mut act, id, "topic_piece", "").await?;
    }
    act.commit().await?;
    Ok(matter_id)
}

/// Whether `actor` may write on a manuscript as it stands.
pub fn writes(standing: &Standing, actor: &Actor) -> bool {
    let offers = standing.offers(actor);
    offers.iter().any(|o| o.act == "write" && o.result.is_ok())
}

/// Keeps what `actor` is typing until he keeps it as a version. Nothing of it is in the history: it is nobody's but
/// his until then, and those who write beside him only see that he does.
pub async fn keep_typing(
    kernel: &Kernel,
    actor: &Actor,
    standing: &Standing,
    version: i64,
    title: &str,
    content: &str,
) -> Result<()> {
    if !writes(standing, actor) {
        return Err(Error::Forbidden(Message::new("publicity-not-writing")));
    }
    let mut act = kernel.own_act(actor).await?;
    typing::keep_typing(&mut act, standing.matter.id, version, title, content).await?;
    act.commit().await
}

/// Throws away what `actor` typed and did not keep.
pub async fn drop_typing(kernel: &Kernel, actor: &Actor, matter: Id) -> Result<()> {
    let mut act = kernel.own_act(actor).await?;
    typing::drop_typing(&mut act, matter).await?;
    act.commit().await
}
