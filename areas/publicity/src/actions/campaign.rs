//! Planning a campaign, and joining events to it.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::{Error, Message, Result};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::{Confidentiality, Standing, link, listing, load, open};
use serde_json::{Map, json};

use crate::campaign::{CAMPAIGN, Held, check};
use crate::model::campaign::Theme;
use crate::store::campaign::{self, Campaign, PART_OF};

/// A campaign as typed.
#[derive(Debug, Clone)]
pub struct Planning {
    pub title: String,
    pub theme: Theme,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub goal: String,
}

/// Plans a campaign; its id.
pub async fn plan(kernel: &Kernel, actor: &Actor, new: Planning) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let mut row = Campaign {
        matter_id: Id(0),
        organ_id: act.organ(),
        theme: new.theme,
        from_on: new.from_on,
        to_on: new.to_on,
        goal: new.goal,
    };
    check(&row)?;
    let opening = open::begin(
        kernel,
        &mut act,
        open::NewMatter {
            kind: CAMPAIGN.to_owned(),
            procedure: None,
            title: new.title,
            confidentiality: Confidentiality::Internal,
            category: None,
            session: None,
            proposer: None,
            received_on: actor.today,
        },
    )
    .await?;
    row.matter_id = opening.matter.id;
    campaign::put(&mut act, &row).await?;
    let mut data = Map::new();
    data.insert("from_on".to_owned(), json!(row.from_on));
    data.insert("to_on".to_owned(), json!(row.to_on));
    open::finish(kernel, &mut act, opening, data).await?;
    act.commit().await?;
    Ok(row.matter_id)
}

/// Joins events to a campaign: meetings and activities that exist for `actor`, of no campaign yet or of others.
///
/// # Errors
/// [`Error::NotFound`] where the campaign does not exist for `actor`; an invalid field for an event that does not.
pub async fn take_in(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    events: &[Id],
    kinds: &[&str],
) -> Result<()> {
    let standing = Standing::read(kernel, actor, id).await?;
    Held::of(&standing)?;
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let mut names = Vec::new();
    for event in events {
        let seen = listing::visible(&mut act, actor, *event).await?;
        let found = load::matters(&mut act, &[*event]).await?;
        let matter = found
            .first()
            .filter(|m| seen && kinds.contains(&m.kind.as_str()))
            .ok_or_else(|| Error::field("events", Message::new("publicity-campaign-no-event")))?;
        link::add(&mut act, *event, PART_OF, id).await?;
        // A campaign is read by the whole staff: what is confidential is not named in its history.
        if !matter.confidentiality().hides() {
            names.push(matter.title.clone());
        }
    }
    let mut data = Map::new();
    data.insert("said".to_owned(), json!(names.join("；")));
    open::tell(
        kernel,
        &mut act,
        id,
        "campaign_events",
        Audience::Parties,
        &data,
    )
    .await?;
    act.commit().await
}
