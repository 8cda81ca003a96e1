//! The running program below the pages: one [`Kernel`] a process, made of what each area adds as a [`Part`].
//!
//! Owns the database handle, the clock, the data folder and the registries. Registries are filled once, at
//! the start, from the parts; two parts that claim the same name stop the start with a sentence.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::access::{Act, Actor, Authorized, Permission};
use crate::calendar::Calendars;
use crate::clock::{Clock, Instant};
use crate::db::{Db, Migrations, migrate};
use crate::error::{Error, Result};
use crate::event::Subscriber;
use crate::import::{self, Register};
use crate::job::{self, Job};
use crate::mail;
use crate::matter::Kind;
use crate::matter::listing::Estimates;
use crate::memory::Memory;
use crate::organ::Directory;
use crate::procedures::Procedures;
use crate::session::Sessions;
use crate::statistics::{Answers, Figure, Kept};

/// What one area adds below the pages.
#[derive(Default)]
pub struct Part {
    /// The area's name, as in its folder and routes.
    pub name: &'static str,
    pub migrations: Option<Migrations>,
    /// The kinds of matter it runs.
    pub kinds: Vec<Arc<dyn Kind>>,
    /// The registers it can fill from a table.
    pub imports: Vec<Arc<dyn Register>>,
    /// The figures it can tell.
    pub figures: Vec<Figure>,
    /// Those of its figures whose answers are kept in memory.
    pub kept: Option<Kept>,
    /// What it does by itself.
    pub jobs: Vec<Job>,
    /// The events of other rooms it wants to know of.
    pub hears: Vec<Subscriber>,
}

/// Everything the areas share, behind one cheap handle.
pub struct Kernel {
    pub db: Db,
    pub clock: Clock,
    /// The data folder: embedded database, files.
    pub data: PathBuf,
    pub sessions: Sessions,
    pub calendars: Calendars,
    pub estimates: Estimates,
    pub directory: Directory,
    pub procedures: Procedures,
    /// What rooms keep in this process's memory alone.
    pub memory: Memory,
    /// Where notices go out by mail; without it they are read in the program only. Set at the start.
    pub mail: Option<mail::Server>,
    kinds: BTreeMap<&'static str, Arc<dyn Kind>>,
    imports: BTreeMap<&'static str, Arc<dyn Register>>,
    figures: Vec<Figure>,
    pub(crate) answers: Answers,
    kept: Vec<Kept>,
    jobs: BTreeMap<&'static str, Job>,
    pub(crate) subscribers: Vec<Subscriber>,
    migrations: Vec<Migrations>,
}

impl Kernel {
    /// Puts the parts together; touches no table. Run [`Kernel::migrate`] before the first use.
    pub fn new(db: Db, clock: Clock, data: &Path, parts: Vec<Part>) -> Result<Kernel> {
        let mut kinds: BTreeMap<&'static str, Arc<dyn Kind>> = BTreeMap::new();
        let mut figures: Vec<Figure> = Vec::new();
        let mut migrations = vec![crate::MIGRATIONS];
        let mut subscribers = Vec::new();
        let mut kept = Vec::new();
        let mut jobs: BTreeMap<&'static str, Job> = job::OWN.map(|j| (j.name, j)).into();
        let mut imports: BTreeMap<&'static str, Arc<dyn Register>> =
            import::own().into_iter().map(|r| (r.name(), r)).collect();
        for part in parts {
            migrations.extend(part.migrations);
            subscribers.extend(part.hears);
            kept.extend(part.kept);
            for register in part.imports {
                let name = register.name();
                if imports.insert(name, register).is_some() {
                    return Err(Error::internal(format!(
                        "two areas claim the import {name}"
                    )));
                }
            }
            for job in part.jobs {
                if jobs.insert(job.name, job).is_some() {
                    return Err(Error::internal(format!(
                        "two areas claim the job {}",
                        job.name
                    )));
                }
            }
            for kind in part.kinds {
                let name = kind.name();
                if kinds.insert(name, kind).is_some() {
                    return Err(Error::internal(format!(
                        "two areas claim the kind of matter {name}"
                    )));
                }
            }
            for figure in part.figures {
                let name = figure.name;
                if !figure.is_well_formed() || figures.iter().any(|f| f.name == name) {
                    return Err(Error::internal(format!(
                        "the figure {name} is named or made wrongly, or claimed by two areas"
                    )));
                }
                figures.push(figure);
            }
        }
        Ok(Kernel {
            db,
            clock,
            data: data.to_owned(),
            sessions: Sessions::default(),
            calendars: Calendars::default(),
            estimates: Estimates::default(),
            directory: Directory::default(),
            procedures: Procedures::default(),
            memory: Memory::default(),
            mail: None,
            kinds,
            imports,
            figures,
            answers: Answers::default(),
            kept,
            jobs,
            subscribers,
            migrations,
        })
    }

    /// Brings the schema of the kernel and of every area up to date; the number of steps that ran.
    pub async fn migrate(&self) -> Result<usize> {
        Ok(migrate(&self.db, &self.migrations, self.clock.now()).await?)
    }

    /// The schema of the kernel and of every area.
    pub(crate) fn migrations(&self) -> &[Migrations] {
        &self.migrations
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The kind of matter of this name; a name from outside that is none does not exist.
    pub fn kind(&self, name: &str) -> Result<&Arc<dyn Kind>> {
        self.kinds.get(name).ok_or(Error::NotFound)
    }

    /// All kinds of matter, by name.
    pub fn kinds(&self) -> impl Iterator<Item = &Arc<dyn Kind>> {
        self.kinds.values()
    }

    /// The figure of this name; a name from outside that is none does not exist.
    pub fn figure(&self, name: &str) -> Result<&Figure> {
        self.figures
            .iter()
            .find(|f| f.name == name)
            .ok_or(Error::NotFound)
    }

    /// How the answers of this figure are kept, where they are.
    pub(crate) fn keeps(&self, figure: &str) -> Option<&Kept> {
        self.kept.iter().find(|k| k.figures.contains(&figure))
    }

    /// All figures, area by area, in the order each gives them.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter()
    }

    /// The job of this name.
    pub fn job(&self, name: &str) -> Option<&Job> {
        self.jobs.get(name)
    }

    /// All jobs, by name.
    pub fn jobs(&self) -> impl Iterator<Item = &Job> {
        self.jobs.values()
    }

    /// The register of this name; a name from outside that is none does not exist.
    pub fn import(&self, name: &str) -> Result<&Arc<dyn Register>> {
        self.imports.get(name).ok_or(Error::NotFound)
    }

    /// All registers that can be filled from a table, by name.
    pub fn imports(&self) -> impl Iterator<Item = &Arc<dyn Register>> {
        self.imports.values()
    }

    /// Begins a write outside procedures, for which `actor` must have `permission`.
    pub async fn act(&self, actor: &Actor, permission: Permission) -> Result<Act> {
        Act::begin(&self.db, actor, actor.authorize(permission)?, self.now()).await
    }

    /// Begins a write that concerns only the signed-in account itself.
    pub async fn own_act(&self, actor: &Actor) -> Result<Act> {
        Act::begin(&self.db, actor, Authorized::own(actor)?, self.now()).await
    }

    /// Begins a write of a job or of the command line, in the name of the system.
    pub async fn system_act(&self, actor: &Actor) -> Result<Act> {
        Act::begin(&self.db, actor, Authorized::system(actor)?, self.now()).await
    }
}
