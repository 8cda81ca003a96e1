//! What this area declares of meetings and activities.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor};
use kernel::db::Source;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::kind::{Ground, Work};
use kernel::matter::listing::Reader;
use kernel::matter::{Case, Kind, Matter, Standing};
use kernel::search::{Audience, Document};
use procedure::{EffectCall, Value, Vocabulary};
use serde_json::json;

use crate::store::{self, Event};
use crate::vocabulary;

/// One of the two kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    Meeting,
    Activity,
}

impl EventKind {
    pub const ALL: [EventKind; 2] = [EventKind::Meeting, EventKind::Activity];

    /// The name of the kind.
    pub fn code(self) -> &'static str {
        match self {
            EventKind::Meeting => "meeting",
            EventKind::Activity => "activity",
        }
    }

    pub fn parse(code: &str) -> Option<EventKind> {
        EventKind::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// Both, for the kernel.
pub fn kinds() -> Vec<Arc<dyn Kind>> {
    EventKind::ALL
        .into_iter()
        .map(|kind| Arc::new(kind) as Arc<dyn Kind>)
        .collect()
}

/// An event as it stands.
pub struct Held {
    pub event: Event,
    title: String,
}

impl Kind for EventKind {
    fn name(&self) -> &'static str {
        self.code()
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        match self {
            EventKind::Meeting => &[include_str!("../procedures/meeting.toml")],
            EventKind::Activity => &[include_str!("../procedures/activity.toml")],
        }
    }

    fn address(&self, matter: Id) -> String {
        format!("/meetings/{matter}")
    }

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let event = store::read(&mut from, matter.id)
                .await?
                .ok_or_else(|| Error::missing("the days of matter", matter.id))?;
            Ok(Box::new(Held {
                event,
                title: matter.title.clone(),
            }) as Box<dyn Case>)
        })
    }
}

impl Held {
    /// The case of an event.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing.case.as_any().downcast_ref().ok_or(Error::NotFound)
    }

    async fn arrange(&mut self, act: &mut Act, doing: &mut Doing) -> Result<()> {
        let request = &doing.request;
        let title = request.text("title").to_owned();
        let from_on = request.date("from_on").unwrap_or(self.event.from_on);
        let event = Event {
            matter_id: self.event.matter_id,
            from_on,
            to_on: request.date("to_on").unwrap_or(from_on),
            place: request.text("place").to_owned(),
            note: request.text("note").to_owned(),
        };
        crate::actions::check(&event, doing.today)?;
        let told = |e: &Event| match e.from_on == e.to_on {
            true => e.from_on.to_string(),
            false => format!("{}—{}", e.from_on, e.to_on),
        };
        let mut changes = Vec::new();
        for (field, before, after) in [
            ("title", doing.matter.title.clone(), title.clone()),
            ("from_on", told(&self.event), told(&event)),
            ("place", self.event.place.clone(), event.place.clone()),
        ] {
            if before != after {
                changes.push(json!([field, before, after]));
            }
        }
        doing.keep("changes", changes);
        doing.matter.title.clone_from(&title);
        self.title = title;
        store::put(act, &event).await?;
        self.event = event;
        Ok(())
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, ground: &Ground<'_>) -> BTreeMap<String, Value> {
        BTreeMap::from([(
            "begun".to_owned(),
            (self.event.from_on <= ground.today).into(),
        )])
    }

    fn roles(&self, _: &Actor) -> Vec<&'static str> {
        Vec::new()
    }

    fn holders(&self, _: &Matter, _: &str, _: Option<Id>) -> Vec<(Id, String)> {
        Vec::new()
    }

    fn due(&self, _: &Matter, _: &str, _: Option<Id>) -> Option<NaiveDate> {
        Some(self.event.to_on)
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        let hidden = matter.confidentiality().hides();
        let own = matter.created_by.map(|principal| Reader {
            principal,
            why: 0,
            wide: false,
        });
        let all = (!hidden).then_some(Reader {
            principal: matter.organ_id,
            why: 0,
            wide: true,
        });
        own.into_iter().chain(all).collect()
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        let text = format!("{}\n{}", self.event.place, self.event.note);
        vec![Document::new(
            Audience::Parties,
            matter.title.as_str(),
            text,
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
                "arrange" => self.arrange(act, doing).await,
                _ => {
                    if let Some(words) = doing.request.some_text("note") {
                        doing.keep("said", words);
                    }
                    Ok(())
                }
            }
        })
    }

    /// What was held ended on its own day, whenever somebody enters that it was.
    fn settle<'a>(
        &'a mut self,
        _: &'a Kernel,
        _: &'a mut Act,
        doing: &'a mut Doing,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            if doing.decision.effects.iter().any(|e| e.name == "held") {
                doing.matter.closed_on = Some(self.event.to_on.min(doing.today));
            }
            Ok(())
        })
    }

    fn known(&self, act: &str, field: &str, _: Option<Id>) -> Option<String> {
        if act != "arrange" {
            return None;
        }
        Some(match field {
            "title" => self.title.clone(),
            "from_on" => self.event.from_on.to_string(),
            "to_on" => self.event.to_on.to_string(),
            "place" => self.event.place.clone(),
            "note" => self.event.note.clone(),
            _ => return None,
        })
    }

    fn detail(&self, _: &Actor) -> serde_json::Value {
        json!({
            "from_on": self.event.from_on, "to_on": self.event.to_on, "place": self.event.place,
            "note": self.event.note,
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
