//! What an area declares about a kind of matter: its vocabulary, its facts, who holds a step, who reads it, its
//! effects and its search text. The core asks; it knows no area.

use std::any::Any;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::NaiveDate;
use procedure::{EffectCall, RulePack, Value, Vocabulary, Words};
use workday::Calendar;

use super::act::Doing;
use super::choice::Offered;
use super::listing::Reader;
use super::open::Wanted;
use super::request::Request;
use super::standing::Standing;
use super::{Matter, Task};
use crate::Kernel;
use crate::access::{Act, Actor};
use crate::db::Source;
use crate::error::Result;
use crate::file::Place;
use crate::history::Audience;
use crate::id::Id;
use crate::notice::Letter;
use crate::search::Document;

/// A future of an area's work, as a trait object can return it.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// What somebody looks at beside the form of an act, to decide by: a table of other matters, none of which the program acts
/// on by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    pub title: Words,
    /// What it is for.
    pub note: Words,
    /// The first stands above the matters.
    pub columns: Vec<Words>,
    pub rows: Vec<BesideRow>,
}

/// One matter beside a form; its cells stand under the columns after the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BesideRow {
    pub matter: Id,
    pub title: String,
    /// Why it is shown.
    pub under: Words,
    pub cells: Vec<Words>,
    /// An act on the matter at hand that takes this one: the act, its field, and what is filled in there.
    pub act: Option<(&'static str, &'static str, String)>,
}

/// A kind of matter, declared by its area.
pub trait Kind: Send + Sync {
    /// Its name in tables, addresses and the API: `proposal`, `suggestion`, `bill`.
    fn name(&self) -> &'static str;

    /// The facts, roles, effects, limits and reasons its procedures may name.
    fn vocabulary(&self) -> Arc<Vocabulary>;

    /// The text of every procedure version ever shipped for it, oldest first; the last is put in force in a new
    /// organ. None of them is ever edited after a release.
    fn shipped(&self) -> &'static [&'static str];

    /// The page of a matter of this kind, below the site's root.
    fn address(&self, matter: Id) -> String;

    /// What the area offers in a field of an act that picks from `source`; none where the kernel knows the source.
    fn offered<'a>(
        &'a self,
        kernel: &'a Kernel,
        standing: &'a Standing,
        task: Option<Id>,
        source: &'a str,
    ) -> Option<Work<'a, Vec<Offered>>> {
        let _ = (kernel, standing, task, source);
        None
    }

    /// What is shown beside the form of `act`; none where there is nothing to show. `actor` may read every matter named.
    fn beside<'a>(
        &'a self,
        kernel: &'a Kernel,
        actor: &'a Actor,
        standing: &'a Standing,
        act: &'a str,
    ) -> Option<Work<'a, Option<Beside>>> {
        let _ = (kernel, actor, standing, act);
        None
    }

    /// Opens a matter of this kind because a matter of another area asks for it ([`super::open::wanted`]): writes its
    /// rows, links it and finishes it. None where the kind is begun by its own area alone.
    fn wanted<'a>(
        &'a self,
        kernel: &'a Kernel,
        act: &'a mut Act,
        wanted: Wanted,
    ) -> Option<Work<'a, Id>> {
        let _ = (kernel, act, wanted);
        None
    }

    /// The act a notice asks for, so that whoever opens the notice has its form before him.
    fn asked_by(&self, notice: &str) -> Option<&'static str> {
        let _ = notice;
        None
    }

    /// Everything the area knows of one matter, in a fixed number of statements.
    fn read<'a>(&'a self, from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>>;
}

/// What facts may rest on besides the matter itself.
pub struct Ground<'a> {
    pub today: NaiveDate,
    pub calendar: &'a Calendar,
    pub pack: &'a RulePack,
}

/// One matter as its area knows it, read within an act or for a page.
pub trait Case: Send + Sync {
    /// The facts of the matter for the guards of its procedure.
    fn facts(&self, matter: &Matter, ground: &Ground<'_>) -> BTreeMap<String, Value>;

    /// The facts of one running step, beside those of the matter; its branch's unit is in the task.
    fn task_facts(
        &self,
        matter: &Matter,
        task: &Task,
        ground: &Ground<'_>,
    ) -> BTreeMap<String, Value> {
        let _ = (matter, task, ground);
        BTreeMap::new()
    }

    /// The area's own roles `actor` has towards this matter: `lead_proposer`, `co_signer` …
    fn roles(&self, actor: &Actor) -> Vec<&'static str> {
        let _ = actor;
        Vec::new()
    }

    /// Who may hold a step owned by `role` on the branch of `unit`, best first: `(holder, role)` as in `task`.
    /// Empty where the role is one of the kernel's own and the area has nothing to add.
    fn holders(&self, matter: &Matter, role: &str, unit: Option<Id>) -> Vec<(Id, String)> {
        let _ = (matter, role, unit);
        Vec::new()
    }

    /// The last day of a step on the branch of `unit`, where the matter itself sets it (a promised date) and not the limit
    /// of the step. Asked again after every act: a date that moved moves the step's.
    fn due(&self, matter: &Matter, step: &str, unit: Option<Id>) -> Option<NaiveDate> {
        let _ = (matter, step, unit);
        None
    }

    /// Who may read it, besides those who hold a task on it. Made anew with every act.
    fn readers(&self, matter: &Matter) -> Vec<Reader>;

    /// What is found by search, a document an audience.
    fn documents(&self, matter: &Matter) -> Vec<Document>;

    /// Carries out one effect of a decided act, in its transaction, and keeps itself true to the tables.
    /// `doing` holds the matter, the request and what goes into the history.
    fn carry_out<'a>(
        &'a mut self,
        kernel: &'a Kernel,
        act: &'a mut Act,
        doing: &'a mut Doing,
        effect: &'a EffectCall,
    ) -> Work<'a, ()>;

    /// Where files given with an act of these effects belong, done on the branch of `unit`, and who reads them there.
    fn place(
        &self,
        effects: &[EffectCall],
        unit: Option<Id>,
        actor: &Actor,
        request: &Request,
    ) -> Place {
        let _ = (effects, unit, actor, request);
        Place::new("paper", Audience::Parties)
    }

    /// Letters this act sends besides those to the holders of new tasks.
    fn letters(&self, doing: &Doing) -> Vec<Letter> {
        let _ = doing;
        Vec::new()
    }

    /// The last thing in an act, after tasks and clocks: rows the area keeps for its figures.
    fn settle<'a>(
        &'a mut self,
        kernel: &'a Kernel,
        act: &'a mut Act,
        doing: &'a mut Doing,
    ) -> Work<'a, ()> {
        let _ = (kernel, act, doing);
        Box::pin(async { Ok(()) })
    }

    /// It was answered before and is handled again: the limit of re-handling holds.
    fn handled_again(&self) -> bool {
        false
    }

    /// People its page names: parties, reviewers, raters; their names are looked up together.
    fn people(&self) -> Vec<Id> {
        Vec::new()
    }

    /// What a field of an act starts with: the draft so far, the text as it stands.
    /// `unit` is that of the branch the act is done on.
    fn known(&self, act: &str, field: &str, unit: Option<Id>) -> Option<String> {
        let _ = (act, field, unit);
        None
    }

    /// What whoever does `act` reads first, as label and words; `unit` is that of the branch it is done on. Asked
    /// only where the act is open to the reader.
    fn in_view(&self, lang: text::Lang, act: &str, unit: Option<Id>) -> Vec<(String, String)> {
        let _ = (lang, act, unit);
        Vec::new()
    }

    /// What the API shows of the matter besides what every matter has, as far as `actor` may read it.
    fn detail(&self, actor: &Actor) -> serde_json::Value {
        let _ = actor;
        serde_json::Value::Null
    }

    /// Itself, for the pages of its own area.
    fn as_any(&self) -> &dyn Any;
}

/// Why a matter is the reader's own: bits of `listing.why`, so that lists can be narrowed by them.
pub mod why {
    /// Brought in by the reader.
    pub const PROPOSED: i64 = 1;
    /// Co-signed, or invited to.
    pub const SIGNED: i64 = 2;
    /// Proposer of a matter merged into it.
    pub const MERGED: i64 = 4;
    /// The reader's unit leads or handles it separately.
    pub const LEADS: i64 = 8;
    /// The reader's unit helps.
    pub const HELPS: i64 = 16;
    /// The reader leads it as a key matter.
    pub const KEY: i64 = 32;
    /// The reader's unit handled it once and no longer does.
    pub const ONCE: i64 = 64;
}
