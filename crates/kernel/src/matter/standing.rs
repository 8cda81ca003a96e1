//! A matter as it stands: read once, asked by pages, answers and acts alike.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use procedure::{Facts, Offer, Part, Situation, Token, Value, Who};
use workday::Calendar;

use super::kind::{Case, Ground, Kind};
use super::request::Request;
use super::{Matter, Task, listing, load, task};
use crate::Kernel;
use crate::access::Actor;
use crate::db::Source;
use crate::embargo;
use crate::error::{Error, Result};
use crate::file::Place;
use crate::id::Id;
use crate::procedures::Pinned;

/// A matter as it stands: what every page, answer and act about it starts from.
pub struct Standing {
    pub matter: Matter,
    pub kind: Arc<dyn Kind>,
    pub pinned: Arc<Pinned>,
    /// Its open tasks, oldest first.
    pub tasks: Vec<Task>,
    pub case: Box<dyn Case>,
    pub calendar: Arc<Calendar>,
}

impl Standing {
    /// Reads a matter that exists for `actor`; [`Error::NotFound`] for all others.
    pub async fn read(kernel: &Kernel, actor: &Actor, id: Id) -> Result<Standing> {
        if !listing::visible(&kernel.db, actor, id).await? {
            return Err(Error::NotFound);
        }
        let standing = Standing::load(kernel, Source::Db(&kernel.db), id).await?;
        embargo::note(kernel, actor, &standing.matter, None).await?;
        Ok(standing)
    }

    /// Reads a matter whoever asks.
    pub(crate) async fn load(kernel: &Kernel, mut from: Source<'_>, id: Id) -> Result<Standing> {
        let matter = load::matter(&mut from, id).await?;
        let kind = kernel.kind(&matter.kind)?.clone();
        let pinned = kernel
            .procedures
            .pinned(
                &mut from,
                &*kind,
                matter.organ_id,
                &matter.procedure,
                matter.procedure_version,
            )
            .await?;
        let tasks = if matter.open {
            task::open_of(&mut from, id).await?
        } else {
            Vec::new()
        };
        let case = kind.read(from, &matter).await?;
        let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
        Ok(Standing {
            calendar,
            matter,
            kind,
            pinned,
            tasks,
            case,
        })
    }

    pub(crate) fn tokens(&self) -> Vec<Token> {
        self.tasks.iter().map(token).collect()
    }

    fn facts(&self, today: NaiveDate) -> Facts {
        let ground = Ground {
            today,
            calendar: &self.calendar,
            pack: &self.pinned.pack,
        };
        let mut of_matter = self.case.facts(&self.matter, &ground);
        of_matter.insert(
            "overdue".to_owned(),
            Value::Flag(self.matter.due_on.is_some_and(|due| due < today)),
        );
        Facts {
            of_matter,
            of_token: self
                .tasks
                .iter()
                .map(|t| {
                    let mut facts = self.case.task_facts(&self.matter, t, &ground);
                    facts.insert(
                        "overdue".to_owned(),
                        Value::Flag(t.due_on.is_some_and(|due| due < today)),
                    );
                    (t.id.0 as u64, facts)
                })
                .collect(),
        }
    }

    /// Which roles `actor` has towards the matter and towards each of its running steps.
    pub fn who(&self, actor: &Actor) -> Who {
        let mut on_matter: BTreeSet<String> = self
            .case
            .roles(actor)
            .into_iter()
            .map(str::to_owned)
            .collect();
        if actor.system {
            on_matter.insert("system".to_owned());
        }
        let same_organ = actor.organ == self.matter.organ_id;
        if same_organ {
            on_matter.extend(
                actor
                    .posts
                    .iter()
                    .filter(|p| !p.role.is_of_unit())
                    .map(|p| p.role.code().to_owned()),
            );
        }
        let holdings = actor.holdings();
        let on_token = self
            .tasks
            .iter()
            .map(|t| {
                let mut roles = BTreeSet::new();
                if t.is_held_by(&holdings) {
                    roles.insert("holder".to_owned());
                    if let Some(step) = self.pinned.definition.step(&t.step) {
                        roles.insert(step.owner.clone());
                    }
                }
                if same_organ {
                    roles.extend(
                        actor
                            .posts
                            .iter()
                            .filter(|p| p.unit.is_some() && p.unit == t.branch_unit)
                            .map(|p| p.role.code().to_owned()),
                    );
                }
                (t.id.0 as u64, roles)
            })
            .collect();
        Who {
            on_matter,
            on_token,
        }
    }

    pub(super) fn situation(&self, today: NaiveDate) -> Situation {
        Situation {
            tokens: self.tokens(),
            facts: self.facts(today),
            today,
        }
    }

    /// Where files given with an act would belong, and who would read them there.
    pub fn place(&self, offer: &Offer, actor: &Actor) -> Place {
        let unit = offer
            .token
            .and_then(|token| self.tasks.iter().find(|t| t.id.0 as u64 == token))
            .and_then(|t| t.branch_unit);
        let act = self.pinned.definition.act(&offer.act);
        let effects = act.map(|a| a.effects.as_slice()).unwrap_or_default();
        self.case
            .place(effects, unit, actor, &Request::new(offer.act.as_str()))
    }

    /// Every act on this matter, with its refusal or none, as `actor` would meet it today.
    pub fn offers(&self, actor: &Actor) -> Vec<Offer> {
        procedure::available(
            &self.pinned.definition,
            &self.pinned.pack,
            &self.situation(actor.today),
            &self.who(actor),
        )
    }
}

fn token(task: &Task) -> Token {
    Token {
        id: task.id.0 as u64,
        step: task.step.clone(),
        unit: task.branch_unit.map(|u| u.0 as u64),
        part: task.branch_role.as_deref().and_then(Part::parse),
        round: task.round.clamp(0, i64::from(u32::MAX)) as u32,
        beside: task.beside.map(|t| t.0 as u64),
    }
}
