//! Campaigns (专项宣传) as matters: 普法, anniversaries. What this area declares of them, and what their acts do.
//!
//! Its events are meetings and activities, matters of another area, joined by a link; its topics are those that report it
//! or one of its events, and its coverage what appeared of those. **Who sees what.** The staff of the organ.

pub mod vocabulary;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor};
use kernel::db::Source;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::kind::{Ground, Work};
use kernel::matter::listing::Reader;
use kernel::matter::{Case, Kind, Matter, Standing};
use kernel::search::{Audience, Document};
use procedure::{EffectCall, Value, Vocabulary};
use serde_json::json;

use crate::model::campaign::Theme;
use crate::store::campaign::{self, Campaign};

/// The name of the kind.
pub const CAMPAIGN: &str = "campaign";

/// Campaigns.
pub struct CampaignKind;

/// A campaign as it stands.
pub struct Held {
    pub campaign: Campaign,
    title: String,
}

impl Kind for CampaignKind {
    fn name(&self) -> &'static str {
        CAMPAIGN
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        &[include_str!("../../procedures/campaign.toml")]
    }

    fn address(&self, matter: Id) -> String {
        format!("/publicity/campaigns/{matter}")
    }

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let campaign = campaign::read(&mut from, matter.id)
                .await?
                .ok_or_else(|| Error::missing("the campaign of matter", matter.id))?;
            Ok(Box::new(Held {
                campaign,
                title: matter.title.clone(),
            }) as Box<dyn Case>)
        })
    }
}

/// A campaign's days make sense.
pub(crate) fn check(c: &Campaign) -> Result<()> {
    if c.to_on < c.from_on {
        return Err(Error::field("to_on", Message::new("invalid-period")));
    }
    if (c.to_on - c.from_on).num_days() > 800 {
        return Err(Error::field("to_on", Message::new("publicity-event-far")));
    }
    Ok(())
}

impl Held {
    /// The case of a campaign.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing.case.as_any().downcast_ref().ok_or(Error::NotFound)
    }

    async fn plan(&mut self, act: &mut Act, doing: &mut Doing) -> Result<()> {
        let request = &doing.request;
        let title = request.text("title").to_owned();
        let before = &self.campaign;
        let after = Campaign {
            theme: Theme::parse(request.text("theme")).unwrap_or(before.theme),
            from_on: request.date("from_on").unwrap_or(before.from_on),
            to_on: request.date("to_on").unwrap_or(before.to_on),
            goal: request.text("goal").to_owned(),
            ..before.clone()
        };
        check(&after)?;
        let mut changes = Vec::new();
        for (field, old, new) in [
            ("title", self.title.clone(), title.clone()),
            (
                "from_on",
                before.from_on.to_string(),
                after.from_on.to_string(),
            ),
            ("to_on", before.to_on.to_string(), after.to_on.to_string()),
            ("goal", before.goal.clone(), after.goal.clone()),
        ] {
            if old != new {
                changes.push(json!([field, old, new]));
            }
        }
        doing.keep("changes", changes);
        doing.matter.title.clone_from(&title);
        self.title = title;
        campaign::put(act, &after).await?;
        self.campaign = after;
        Ok(())
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, _: &Ground<'_>) -> BTreeMap<String, Value> {
        BTreeMap::new()
    }

    fn due(&self, _: &Matter, _: &str, _: Option<Id>) -> Option<NaiveDate> {
        Some(self.campaign.to_on)
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        vec![Reader {
            principal: matter.organ_id,
            why: 0,
            wide: true,
        }]
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        vec![Document::new(
            Audience::Parties,
            matter.title.as_str(),
            self.campaign.goal.clone(),
        )]
    }

    fn carry_out<'a>(
        &'a mut self,
        _: &'a Kernel,
        act: &'a mut Act,
        doing: &'a mut Doing,
        effect: &'a EffectCall,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            match effect.name.as_str() {
                "plan" => self.plan(act, doing).await,
                _ => {
                    if let Some(words) = doing.request.some_text("note") {
                        doing.keep("said", words);
                    }
                    Ok(())
                }
            }
        })
    }

    fn known(&self, act: &str, field: &str, _: Option<Id>) -> Option<String> {
        if act != "plan" {
            return None;
        }
        let c = &self.campaign;
        Some(match field {
            "title" => self.title.clone(),
            "theme" => c.theme.code().to_owned(),
            "from_on" => c.from_on.to_string(),
            "to_on" => c.to_on.to_string(),
            "goal" => c.goal.clone(),
            _ => return None,
        })
    }

    fn detail(&self, _: &Actor) -> serde_json::Value {
        let c = &self.campaign;
        json!({"theme": c.theme, "from_on": c.from_on, "to_on": c.to_on, "goal": c.goal})
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
