//! What this area declares of meetings and activities.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use kernel::Kernel;
use kernel::access::{Act, Actor};
use kernel::db::Source;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::kind::{Ground, Work};
use kernel::matter::listing::Reader;
use kernel::matter::{Case, Kind, Matter, Standing};
use kernel::notice::{Letter, To};
use kernel::search::{Audience, Document};
use procedure::{EffectCall, Value, Vocabulary};
use serde_json::json;

use crate::actions;
use crate::model::item::ItemKind;
use crate::model::period::{self, Asked};
use crate::model::roll::Part;
use crate::roll::electorate;
use crate::store::item::{self, Item};
use crate::store::roll::{self, Attendee};
use crate::store::sitting::{self, Sitting};
use crate::store::{self, Event, body};
use crate::vocabulary;
use threshold::{Electorate, Verdict};

/// Days after a sitting within which its record is to be finished.
const RECORD_DAYS: u64 = 10;

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

/// An event as it stands; a meeting of a body with its roll and its agenda.
pub struct Held {
    pub event: Event,
    pub sitting: Option<Sitting>,
    /// Seats of the body on the first day.
    pub seats: i64,
    pub roll: Vec<Attendee>,
    pub items: Vec<Item>,
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
            EventKind::Meeting => &[
                include_str!("../procedures/meeting.toml"),
                include_str!("../procedures/meeting-2.toml"),
            ],
            EventKind::Activity => &[include_str!("../procedures/activity.toml")],
        }
    }

    fn address(&self, matter: Id) -> String {
        format!("/meetings/{matter}")
    }

    fn read<'a>(&'a self, from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move { Ok(Box::new(Held::load(from, matter).await?) as Box<dyn Case>) })
    }
}

impl Held {
    /// The case of an event.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing.case.as_any().downcast_ref().ok_or(Error::NotFound)
    }

    /// Reads the case of a matter of this area.
    pub(crate) async fn load(mut from: Source<'_>, matter: &Matter) -> Result<Held> {
        let event = store::read(&mut from, matter.id)
            .await?
            .ok_or_else(|| Error::missing("the days of matter", matter.id))?;
        let sitting = match EventKind::parse(&matter.kind) {
            Some(EventKind::Meeting) => sitting::read(&mut from, matter.id).await?,
            _ => None,
        };
        let mut held = Held {
            event,
            sitting,
            seats: 0,
            roll: Vec::new(),
            items: Vec::new(),
            title: matter.title.clone(),
        };
        if let Some(sitting) = &held.sitting {
            held.roll = roll::of(&mut from, matter.id).await?;
            held.items = item::of(&mut from, matter.id).await?;
            let all = body::seats(&mut from, sitting.body_id).await?;
            held.seats = body::seats_on(&all, held.event.from_on);
        }
        Ok(held)
    }

    /// What a meeting of a body has; others have no roll and no agenda.
    pub fn sitting(&self) -> Result<&Sitting> {
        self.sitting.as_ref().ok_or(Error::NotFound)
    }

    /// One of the roll.
    pub fn line(&self, id: Id) -> Result<&Attendee> {
        self.roll.iter().find(|a| a.id == id).ok_or(Error::NotFound)
    }

    /// One of the agenda.
    pub fn item(&self, id: Id) -> Result<&Item> {
        self.items
            .iter()
            .find(|i| i.id == id)
            .ok_or(Error::NotFound)
    }

    /// The counts of the body: as frozen, or as they are.
    pub fn electorate(&self) -> Option<Electorate> {
        let sitting = self.sitting.as_ref()?;
        Some(electorate(sitting, &self.roll, self.seats))
    }

    /// Whether those present are enough.
    pub fn quorum(&self) -> Option<Verdict> {
        let sitting = self.sitting.as_ref()?;
        crate::model::roll::quorum(sitting.kind.code(), &sitting.level, self.electorate()?)
    }

    /// By when a paper of an item is due, under a rule pack.
    pub fn paper_due(&self, pack: &str, kind: ItemKind) -> Option<NaiveDate> {
        let sitting = self.sitting.as_ref()?;
        let asked = Asked {
            pack,
            body: sitting.kind.code(),
            level: &sitting.level,
        };
        period::paper(asked, kind).map(|p| p.due(self.event.from_on))
    }

    /// The roll anew from the members of the body on the first day.
    async fn sync(&mut self, act: &mut Act) -> Result<()> {
        if let Some(sitting) = &self.sitting {
            self.roll = actions::roll::sync(act, sitting, self.event.from_on).await?;
        }
        Ok(())
    }

    /// The notice goes out: whoever is called is told, and reads the meeting from now on.
    async fn call(&mut self, act: &mut Act, doing: &mut Doing) -> Result<()> {
        self.sync(act).await?;
        let at = act.at.0;
        for line in &mut self.roll {
            if line.told_at.is_none() {
                line.told_at = Some(at);
                roll::put(act, line).await?;
            }
        }
        if let Some(sitting) = &mut self.sitting {
            sitting.told_at = sitting.told_at.or(Some(at));
            sitting::put(act, sitting).await?;
        }
        doing.letters.push(self.letter("notice-meeting-called"));
        let said = doing.request.text("note").to_owned();
        doing.keep("said", said);
        Ok(())
    }

    fn letter(&self, kind: &str) -> Letter {
        let to = self.roll.iter().filter(|a| a.told_at.is_some());
        let to = to.filter_map(|a| a.person_id.map(To::Person)).collect();
        Letter::new(kind, to).about(self.event.matter_id)
    }

    async fn convene(&mut self, act: &mut Act, doing: &mut Doing) -> Result<()> {
        let counts = self.electorate();
        let first = self.items.first().map(|i| i.id);
        if let Some(sitting) = &mut self.sitting {
            sitting.opened_at = Some(act.at.0);
            sitting.item_id = sitting.item_id.or(first);
            sitting::put(act, sitting).await?;
        }
        doing.keep("electorate", json!(counts));
        doing.keep("quorum", json!(self.quorum()));
        Ok(())
    }

    /// The counts are frozen as they are now; who is still speaking has spoken.
    async fn adjourn(&mut self, act: &mut Act, doing: &mut Doing) -> Result<()> {
        let counts = self.electorate();
        let came = self.roll.iter().filter(|a| a.part == Part::Member);
        let came = came.filter(|a| a.present_at.is_some()).count();
        if let (Some(sitting), Some(counts)) = (&mut self.sitting, counts) {
            sitting.closed_at = Some(act.at.0);
            sitting.item_id = None;
            sitting.seats = Some(counts.seats.into());
            sitting.members = Some(counts.members.into());
            sitting.present = Some(came as i64);
            sitting::put(act, sitting).await?;
        }
        actions::record::end_all(act, self.event.matter_id).await?;
        doing.keep("electorate", json!(self.electorate()));
        Ok(())
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
        let moved = self.event.from_on != event.from_on;
        self.event = event;
        if let Some(sitting) = &mut self.sitting
            && let Some(at) = doing.request.some_text("at_time")
        {
            sitting.at_time = at;
            sitting::put(act, sitting).await?;
        }
        self.sync(act).await?;
        let pack = doing.pinned.pack.name.clone();
        for item in self.items.iter().filter(|_| moved) {
            item::redate(act, item.id, self.paper_due(&pack, item.kind)).await?;
        }
        let told = self.sitting.as_ref().is_some_and(|s| s.told_at.is_some());
        if told && doing.data.get("changes").is_some_and(|c| c != &json!([])) {
            doing
                .letters
                .push(self.letter("notice-meeting-changed").urgent());
        }
        Ok(())
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, ground: &Ground<'_>) -> BTreeMap<String, Value> {
        let sits = self.sitting.is_some();
        let enough = self.quorum().is_none_or(|v| v.passed);
        BTreeMap::from([
            (
                "begun".to_owned(),
                (self.event.from_on <= ground.today).into(),
            ),
            ("sits".to_owned(), sits.into()),
            ("quorate".to_owned(), (sits && enough).into()),
            ("has_agenda".to_owned(), (!self.items.is_empty()).into()),
            ("has_roll".to_owned(), (!self.roll.is_empty()).into()),
        ])
    }

    fn due(&self, _: &Matter, step: &str, _: Option<Id>) -> Option<NaiveDate> {
        match step {
            "writing" => self.event.to_on.checked_add_days(Days::new(RECORD_DAYS)),
            _ => Some(self.event.to_on),
        }
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
        let called = self.roll.iter().filter(|a| a.told_at.is_some());
        let called = called.filter_map(|a| a.person_id).map(|principal| Reader {
            principal,
            why: 0,
            wide: false,
        });
        own.into_iter().chain(all).chain(called).collect()
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        let mut text = format!("{}\n{}", self.event.place, self.event.note);
        if let Some(sitting) = &self.sitting {
            text = format!("{}\n{text}", sitting.body);
        }
        // Items bear the titles everybody called may read, never those of a matter that is hidden.
        for item in &self.items {
            text = format!("{text}\n{}\n{}", item.title, item.outcome);
        }
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
                "call" => self.call(act, doing).await,
                "convene" => self.convene(act, doing).await,
                "adjourn" => self.adjourn(act, doing).await,
                "cancel" => {
                    if self.sitting.as_ref().is_some_and(|s| s.told_at.is_some()) {
                        doing
                            .letters
                            .push(self.letter("notice-meeting-cancelled").urgent());
                    }
                    if let Some(words) = doing.request.some_text("note") {
                        doing.keep("said", words);
                    }
                    Ok(())
                }
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
            "at_time" => self.sitting.as_ref()?.at_time.clone(),
            _ => return None,
        })
    }

    fn detail(&self, _: &Actor) -> serde_json::Value {
        let mut out = json!({
            "from_on": self.event.from_on, "to_on": self.event.to_on, "place": self.event.place,
            "note": self.event.note,
        });
        if let Some(s) = &self.sitting {
            out["body"] =
                json!({"id": s.body_id, "kind": s.kind.code(), "name": s.body, "level": s.level});
            out["at_time"] = json!(s.at_time);
            out["electorate"] = json!(self.electorate());
            out["quorum"] = json!(self.quorum());
        }
        out
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
