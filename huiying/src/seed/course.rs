//! The course of invented matters: from the paper to the archive as the office would have done it, act by act in
//! the order of time, through the same procedure as everything else.
//!
//! A queue holds what is due next: a paper to bring in, or a running step to be done. The clock of the kernel is
//! turned to each instant, so that dates, limits and the history are those of the day. What would fall after
//! today stays undone: these are the matters that run.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use anyhow::Result;
use chrono::NaiveDate;
use fastrand::Rng;
use kernel::Kernel;
use kernel::access::{Actor, HeldPost, Role};
use kernel::clock::Instant;
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::link;
use kernel::matter::task::Task;
use kernel::matter::{Request, Standing, perform};

use super::county::{County, Somebody};
use super::desks::Stand;
use super::moves::{self, Doing};
use super::words::{Paper, Topic};
use workday::Calendar;

/// One matter on its way.
pub struct Walk {
    pub topic: &'static Topic,
    pub paper: Paper,
    pub rng: Rng,
    pub matter: Option<Id>,
    /// Its people attach files.
    pub files: bool,
    /// Where it stands today, where that is no matter of chance.
    pub stand: Option<Stand>,
    /// Who was asked to sign it, and has yet to.
    pub cosigners: Vec<Id>,
    /// Running steps that stand in the queue, so that none is planned twice.
    planned: HashSet<Id>,
    /// How often a step was not open to be done yet.
    put_off: u32,
}

impl Walk {
    pub fn new(topic: &'static Topic, paper: Paper, rng: Rng) -> Walk {
        Walk {
            topic,
            paper,
            rng,
            matter: None,
            files: false,
            stand: None,
            cosigners: Vec::new(),
            planned: HashSet::new(),
            put_off: 0,
        }
    }

    /// A number below a hundred; the last of them, the usual course, where nothing is left to chance.
    pub fn chance(&mut self) -> u32 {
        match self.stand {
            Some(_) => 99,
            None => self.rng.u32(..100),
        }
    }
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    at: Instant,
    walk: usize,
    /// None to bring the paper in.
    task: Option<Id>,
}

/// Something on its way in one county.
pub struct Course<'a> {
    pub kernel: &'a Kernel,
    pub county: &'a County,
    pub calendar: &'a Calendar,
    pub walks: Vec<Walk>,
    until: Instant,
    queue: BinaryHeap<Reverse<Due>>,
}

/// Tries of a step that is not open yet, before it is left to the people of the demo.
const TRIES: u32 = 40;

impl<'a> Course<'a> {
    /// A course that ends at `until`, the present of the data.
    pub fn new(
        kernel: &'a Kernel,
        county: &'a County,
        calendar: &'a Calendar,
        until: Instant,
    ) -> Course<'a> {
        Course {
            kernel,
            county,
            calendar,
            walks: Vec::new(),
            until,
            queue: BinaryHeap::new(),
        }
    }

    /// Adds a matter whose paper is brought in at `at`.
    pub fn add(&mut self, walk: Walk, at: Instant) {
        let due = Due {
            at,
            walk: self.walks.len(),
            task: None,
        };
        self.walks.push(walk);
        self.queue.push(Reverse(due));
    }

    /// Does everything that is due until the end; `open` brings a paper in, `brought` is told of each.
    pub async fn run(&mut self, mut brought: impl FnMut()) -> Result<()> {
        while let Some(Reverse(due)) = self.queue.pop() {
            if due.at > self.until {
                if due.task.is_none() {
                    brought();
                }
                continue;
            }
            self.kernel.clock.set(due.at);
            match due.task {
                None => {
                    let walk = &mut self.walks[due.walk];
                    walk.matter = moves::bring_in(self.kernel, self.county, walk).await?;
                    brought();
                }
                Some(task) => self.step(due, task).await?,
            }
            self.plan(due).await?;
        }
        Ok(())
    }

    /// Does a running step, where it still runs.
    async fn step(&mut self, due: Due, task: Id) -> Result<()> {
        let Some(matter) = self.walks[due.walk].matter else {
            return Ok(());
        };
        let standing = self.read(matter, due.at.day()).await?;
        let Some(task) = standing.tasks.iter().find(|t| t.id == task).cloned() else {
            return Ok(());
        };
        let Some(actor) = self.holder(&task, due.at.day()) else {
            return Ok(());
        };
        self.sign(due, matter).await;
        let doing = Doing {
            kernel: self.kernel,
            county: self.county,
            standing: &standing,
            task: &task,
            today: due.at.day(),
        };
        let requests = moves::of(&doing, &mut self.walks[due.walk]).await?;
        for (minutes, request) in requests {
            self.kernel.clock.set(due.at.plus_seconds(minutes * 60));
            // What is asked of the office is asked on the step that has just begun, not on this one.
            let request = match request.act.as_str() {
                "request_extension" => request,
                _ => request.on(task.id),
            };
            match perform(self.kernel, &actor, matter, request.clone()).await {
                Ok(_) => {}
                Err(Error::Refused(_) | Error::Conflict { .. }) => {
                    self.again(due);
                    return Ok(());
                }
                Err(e) => {
                    tracing::debug!(step = task.step, act = request.act, "not done: {e}: {e:?}");
                    return Ok(());
                }
            }
        }
        if task.step == "issue" {
            self.follow(due, matter).await?;
        }
        // A step that goes on: a promise with another stage, a unit that waits for the office's word.
        let standing = self.read(matter, due.at.day()).await?;
        if standing.tasks.iter().any(|t| t.id == task.id) {
            let span = match task.step.as_str() {
                "deliver" => (60, 120),
                _ => (4, 8),
            };
            let walk = &mut self.walks[due.walk];
            let at = moves::later(self.calendar, &mut walk.rng, due.at, span);
            walk.put_off += 1;
            if walk.put_off <= TRIES {
                self.queue.push(Reverse(Due { at, ..due }));
            }
        }
        Ok(())
    }

    /// What a reply promised goes its own way from the day it was issued.
    async fn follow(&mut self, due: Due, matter: Id) -> Result<()> {
        let system = Actor::system(self.county.organ, due.at.day());
        for linked in link::linked(&self.kernel.db, &system, matter).await? {
            if linked.relation != "commitment_of" || !linked.open {
                continue;
            }
            if self.walks.iter().any(|w| w.matter == Some(linked.id)) {
                continue;
            }
            let walk = &mut self.walks[due.walk];
            let rng = Rng::with_seed(walk.rng.u64(..));
            let mut promised = Walk::new(walk.topic, walk.paper.clone(), rng);
            promised.matter = Some(linked.id);
            promised.files = walk.files;
            promised.stand.clone_from(&walk.stand);
            self.walks.push(promised);
            let walk = self.walks.len() - 1;
            self.plan(Due {
                walk,
                task: None,
                ..due
            })
            .await?;
        }
        Ok(())
    }

    /// Whoever was asked to sign does so.
    async fn sign(&mut self, due: Due, matter: Id) {
        for person in std::mem::take(&mut self.walks[due.walk].cosigners) {
            let somebody = self.county.people.iter().find(|s| s.person == person);
            let Some(somebody) = somebody else { continue };
            let actor = acting(self.county, somebody, due.at.day());
            if let Err(e) = perform(self.kernel, &actor, matter, Request::new("sign")).await {
                tracing::debug!("not signed: {e}: {e:?}");
            }
        }
    }

    /// Not open to be done yet (another unit owes its opinion): some working days later.
    fn again(&mut self, due: Due) {
        let walk = &mut self.walks[due.walk];
        walk.put_off += 1;
        if walk.put_off > TRIES {
            return;
        }
        let at = moves::later(self.calendar, &mut walk.rng, due.at, (2, 5));
        self.queue.push(Reverse(Due { at, ..due }));
    }

    /// Puts the steps that run now into the queue.
    async fn plan(&mut self, due: Due) -> Result<()> {
        let Some(matter) = self.walks[due.walk].matter else {
            return Ok(());
        };
        let standing = self.read(matter, due.at.day()).await?;
        for task in &standing.tasks {
            let walk = &mut self.walks[due.walk];
            let stays = walk.stand.as_ref().is_some_and(|s| s.stays(&task.step));
            if walk.planned.insert(task.id) && !stays {
                let from = self.kernel.clock.now().max(due.at);
                let set = walk.stand.as_ref().map(|s| s.at(&task.step));
                let at = match set {
                    Some(Some(at)) => at.max(from.plus_seconds(600)),
                    Some(None) => moves::later(self.calendar, &mut walk.rng, from, (1, 1)),
                    None => {
                        let span = moves::span(&task.step, &mut walk.rng);
                        moves::later(self.calendar, &mut walk.rng, from, span)
                    }
                };
                self.queue.push(Reverse(Due {
                    at,
                    walk: due.walk,
                    task: Some(task.id),
                }));
            }
        }
        Ok(())
    }

    async fn read(&self, matter: Id, today: NaiveDate) -> Result<Standing> {
        let system = Actor::system(self.county.organ, today);
        Ok(Standing::read(self.kernel, &system, matter).await?)
    }

    /// Somebody of the county with whom a step lies.
    fn holder(&self, task: &Task, today: NaiveDate) -> Option<Actor> {
        let role = Role::parse(&task.role);
        let found = self.county.people.iter().find(|s| match role {
            None => s.person == task.holder,
            Some(role) if task.holder == self.county.organ => s.role == role,
            Some(role) => s.role == role && s.unit == Some(task.holder),
        });
        found.map(|somebody| acting(self.county, somebody, today))
    }
}

/// A person of the county as an actor, without the account most of them do not have.
pub fn acting(county: &County, somebody: &Somebody, today: NaiveDate) -> Actor {
    Actor {
        person: Some(somebody.person),
        name: String::new(),
        posts: vec![HeldPost {
            role: somebody.role,
            unit: somebody.unit,
            title: String::new(),
            instead_of: None,
        }],
        system: false,
        ..Actor::system(county.organ, today)
    }
}
