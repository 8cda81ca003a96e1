//! Topics (选题) as matters: what this area declares of them, and what their acts do.
//!
//! **Who sees what.** Whoever planned it, whoever it was given to, the group's members, and the staff of the organ. A topic
//! of a confidential matter is confidential itself: it exists for those named alone, and gives nobody a right to read
//! what it reports.

mod effects;
mod tying;
pub mod vocabulary;

pub(crate) use effects::{check, given_to};

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, PERSONAL};
use kernel::db::Source;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::choice::Offered;
use kernel::matter::kind::{Beside, Ground, Work, why};
use kernel::matter::listing::Reader;
use kernel::matter::{Case, Kind, Matter, Standing};
use kernel::search::{Audience, Document};
use procedure::{EffectCall, Value, Vocabulary, Words};
use serde_json::json;
use text::{Lang, t};

use crate::model::genre::Genre;
use crate::store::topic::{self, Topic};
use crate::store::{byline, change, group};

/// The name of the kind.
pub const TOPIC: &str = "topic";

/// Topics.
pub struct TopicKind;

/// A topic as it stands.
pub struct Held {
    pub topic: Topic,
    pub title: String,
    /// Who planned it.
    pub planner: Option<Id>,
}

impl Kind for TopicKind {
    fn name(&self) -> &'static str {
        TOPIC
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        &[
            include_str!("../../procedures/topic.toml"),
            include_str!("../../procedures/topic-2.toml"),
        ]
    }

    fn address(&self, matter: Id) -> String {
        format!("/publicity/topics/{matter}")
    }

    fn offered<'a>(
        &'a self,
        kernel: &'a Kernel,
        standing: &'a Standing,
        _: Option<Id>,
        source: &'a str,
    ) -> Option<Work<'a, Vec<Offered>>> {
        let organ = standing.matter.organ_id;
        let today = kernel.clock.today();
        let work: Work<'a, Vec<Offered>> = match source {
            "genres" => Box::pin(async move {
                let one = |g: &Genre| {
                    let words = Words::new(t(Lang::Zh, &g.key()), t(Lang::En, &g.key()));
                    Offered::both(g.code(), words)
                };
                Ok(Genre::ALL.iter().map(one).collect())
            }),
            "groups" => Box::pin(async move {
                let all = group::groups(&kernel.db, organ).await?;
                let open = all
                    .into_iter()
                    .filter(|g| g.ended_on.is_none_or(|end| end >= today));
                Ok(open.map(|g| Offered::new(g.id, g.name)).collect())
            }),
            "authors" => Box::pin(async move {
                let all = byline::writers(&kernel.db, organ, today).await?;
                let one = |w: byline::Writer| Offered::new(w.id, w.name).hint(w.belongs);
                Ok(all.into_iter().map(one).collect())
            }),
            _ => return None,
        };
        Some(work)
    }

    fn beside<'a>(
        &'a self,
        kernel: &'a Kernel,
        actor: &'a Actor,
        standing: &'a Standing,
        act: &'a str,
    ) -> Option<Work<'a, Option<Beside>>> {
        (act == "tie").then(|| Box::pin(tying::beside(kernel, actor, standing)) as Work<'a, _>)
    }

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let topic = topic::read(&mut from, matter.id)
                .await?
                .ok_or_else(|| Error::missing("the topic of matter", matter.id))?;
            Ok(Box::new(Held {
                planner: matter.created_by.or(topic.plan.planner_id),
                topic,
                title: matter.title.clone(),
            }) as Box<dyn Case>)
        })
    }
}

impl Held {
    /// The case of a topic.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing.case.as_any().downcast_ref().ok_or(Error::NotFound)
    }

    /// Who has to see to it: the person named, otherwise those who lead the group.
    fn assignees(&self) -> Vec<Id> {
        match self.topic.plan.person_id {
            Some(person) => vec![person],
            None => self
                .topic
                .members
                .iter()
                .filter(|m| m.lead)
                .map(|m| m.person_id)
                .collect(),
        }
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, _: &Ground<'_>) -> BTreeMap<String, Value> {
        let plan = &self.topic.plan;
        BTreeMap::from([
            (
                "assigned".to_owned(),
                (plan.group_id.is_some() || plan.person_id.is_some()).into(),
            ),
            ("tied".to_owned(), self.topic.tied.into()),
            ("sent".to_owned(), self.topic.is_sent().into()),
            ("complete".to_owned(), self.topic.is_complete().into()),
        ])
    }

    fn roles(&self, actor: &Actor) -> Vec<&'static str> {
        let mut own: Vec<Id> = actor.person.into_iter().collect();
        own.extend(actor.posts.iter().filter_map(|p| p.instead_of));
        let is = |all: &[Id]| all.iter().any(|id| own.contains(id));
        let mut out = Vec::new();
        if is(&self.assignees()) {
            out.push("assignee");
        }
        if self.planner.is_some_and(|id| own.contains(&id)) {
            out.push("planner");
        }
        out
    }

    fn holders(&self, _: &Matter, role: &str, _: Option<Id>) -> Vec<(Id, String)> {
        match role {
            "assignee" => {
                let all = self.assignees();
                all.into_iter()
                    .map(|id| (id, PERSONAL.to_owned()))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    fn due(&self, _: &Matter, step: &str, _: Option<Id>) -> Option<NaiveDate> {
        (step == "covering").then_some(self.topic.plan.due_on)
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        let reader = |principal: Id, why: i64| Reader {
            principal,
            why,
            wide: false,
        };
        let plan = &self.topic.plan;
        let mut out: Vec<Reader> = self
            .topic
            .members
            .iter()
            .map(|m| reader(m.person_id, 0))
            .collect();
        out.extend(plan.person_id.map(|id| reader(id, 0)));
        out.extend(self.planner.map(|id| reader(id, why::PROPOSED)));
        if !matter.confidentiality().hides() {
            out.push(Reader {
                principal: matter.organ_id,
                why: 0,
                wide: true,
            });
        }
        out
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        let mut text = vec![self.topic.plan.brief.clone()];
        text.extend(self.topic.group.clone());
        text.extend(self.topic.person.clone());
        vec![Document::new(
            Audience::Parties,
            matter.title.as_str(),
            text.join("\n"),
        )]
    }

    fn carry_out<'a>(
        &'a mut self,
        kernel: &'a Kernel,
        act: &'a mut Act,
        doing: &'a mut Doing,
        effect: &'a EffectCall,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            effects::carry_out(self, kernel, act, doing, effect).await?;
            self.topic = topic::read(&mut *act, doing.matter.id)
                .await?
                .ok_or_else(|| Error::missing("the topic of matter", doing.matter.id))?;
            self.title.clone_from(&doing.matter.title);
            Ok(())
        })
    }

    /// Figures name topics, as long as they are no secret.
    fn settle<'a>(&'a mut self, _: &'a Kernel, act: &'a mut Act, _: &'a mut Doing) -> Work<'a, ()> {
        Box::pin(change::raise(act))
    }

    fn people(&self) -> Vec<Id> {
        self.assignees()
    }

    fn known(&self, act: &str, field: &str, _: Option<Id>) -> Option<String> {
        let plan = &self.topic.plan;
        match (act, field) {
            ("plan", "title") => Some(self.title.clone()),
            ("plan", "genres") => Some(plan.genres.replace(' ', ",")),
            ("plan", "event_on") => plan.event_on.map(|d| d.to_string()),
            (_, "due_on") => Some(plan.due_on.to_string()),
            ("recur", "every") => match plan.every.as_str() {
                "" => Some(vocabulary::ONCE.to_owned()),
                every => Some(every.to_owned()),
            },
            ("plan", "brief") => Some(plan.brief.clone()),
            ("assign" | "reassign", "group") => plan.group_id.map(|id| id.to_string()),
            ("assign" | "reassign", "person") => plan.person_id.map(|id| id.to_string()),
            _ => None,
        }
    }

    fn detail(&self, _: &Actor) -> serde_json::Value {
        let plan = &self.topic.plan;
        json!({
            "genres": plan.genres(), "group": self.topic.group, "person": self.topic.person,
            "event_on": plan.event_on, "due_on": plan.due_on, "brief": plan.brief,
            "every": plan.rhythm(), "previous": plan.previous_id.map(|id| id.to_string()),
            "next": self.topic.next.map(|id| id.to_string()),
            "pieces": self.topic.written.len(),
            "sent": self.topic.written.iter().filter(|w| w.sent > 0).count(),
            "adopted": self.topic.written.iter().filter(|w| w.adopted > 0).count(),
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
