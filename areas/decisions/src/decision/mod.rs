//! What the core asks of a decision: facts, roles, holders, readers, search text, effects.

mod effects;
mod notices;
mod offers;
mod view;
pub mod vocabulary;
mod wanted;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, PERSONAL};
use kernel::db::Source;
use kernel::error::{Error, Result};
use kernel::file::Place;
use kernel::history;
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::choice::Offered;
use kernel::matter::kind::{Beside, Ground, Work, why};
use kernel::matter::listing::Reader;
use kernel::matter::open::Wanted;
use kernel::matter::{Case, Kind, Matter, Request, Standing};
use kernel::notice::Letter;
use kernel::search::{Audience, Document};
use procedure::{EffectCall, Value, Vocabulary};
use text::Lang;

use crate::similar;
use crate::store::case::DecisionCase;
use crate::store::consultation::Consultation;
use crate::store::version::Version;

pub use effects::{closed, hears};

/// The kind's name.
pub const DECISION: &str = "decision";

/// The kind `decision`.
pub struct DecisionKind;

/// A decision as it stands.
pub struct Held {
    pub case: DecisionCase,
}

impl Kind for DecisionKind {
    fn name(&self) -> &'static str {
        DECISION
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        &[include_str!("../../procedures/decision.toml")]
    }

    fn address(&self, matter: Id) -> String {
        format!("/decisions/{matter}")
    }

    fn asked_by(&self, notice: &str) -> Option<&'static str> {
        notices::asked_by(notice)
    }

    fn offered<'a>(
        &'a self,
        kernel: &'a Kernel,
        standing: &'a Standing,
        _: Option<Id>,
        source: &'a str,
    ) -> Option<Work<'a, Vec<Offered>>> {
        offers::offered(kernel, standing, source)
    }

    fn beside<'a>(
        &'a self,
        kernel: &'a Kernel,
        actor: &'a Actor,
        standing: &'a Standing,
        act: &'a str,
    ) -> Option<Work<'a, Option<Beside>>> {
        let effects = &standing.pinned.definition.act(act)?.effects;
        let decides = effects
            .iter()
            .any(|e| matches!(e.name.as_str(), "admit" | "refuse"));
        decides
            .then(|| Box::pin(similar::beside(kernel, actor, standing)) as Work<'a, Option<Beside>>)
    }

    fn wanted<'a>(
        &'a self,
        kernel: &'a Kernel,
        act: &'a mut Act,
        wanted: Wanted,
    ) -> Option<Work<'a, Id>> {
        Some(Box::pin(wanted::give(kernel, act, wanted)))
    }

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let case = DecisionCase::read(&mut from, matter).await?;
            Ok(Box::new(Held { case }) as Box<dyn Case>)
        })
    }
}

impl Held {
    /// The case of a decision; for matters of other kinds there is none.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing.case.as_any().downcast_ref().ok_or(Error::NotFound)
    }

    /// Whether `actor` works on it for the organ or brought it in, and so reads every draft and opinion. Whoever was
    /// asked reads what was sent to him.
    pub fn reads_all(&self, actor: &Actor) -> bool {
        actor.system || actor.wide() == Some(self.case.decision.organ_id) || self.brings(actor)
    }

    /// Oneself, and whom one stands in for.
    fn persons(actor: &Actor) -> impl Iterator<Item = Id> {
        let absent = actor.posts.iter().filter_map(|p| p.instead_of);
        actor.person.into_iter().chain(absent)
    }

    fn brings(&self, actor: &Actor) -> bool {
        let by_unit = self.case.decision.unit_id.is_some_and(|unit| {
            let own = actor.posts.iter();
            own.filter(|p| p.role.is_of_unit())
                .any(|p| p.unit == Some(unit))
        });
        by_unit || Held::persons(actor).any(|p| Some(p) == self.case.proposer)
    }

    /// The consultations a reader sees: his own and his unit's, or all.
    pub fn consultations(&self, actor: &Actor) -> Vec<&Consultation> {
        let all = self.reads_all(actor);
        let narrow = actor.narrow();
        let mine = |id: Option<Id>| id.is_some_and(|id| narrow.contains(&id));
        let rows = self.case.consultations.iter();
        rows.filter(|c| all || mine(c.unit_id) || mine(c.person_id))
            .collect()
    }

    /// The versions a reader sees: all, or those that were sent to him and the one that was published.
    pub fn versions(&self, actor: &Actor) -> Vec<&Version> {
        let all = self.reads_all(actor);
        let sent: Vec<i64> = self
            .consultations(actor)
            .iter()
            .map(|c| c.version)
            .collect();
        let public = self
            .case
            .decision
            .adopted_text
            .filter(|_| self.case.is_public());
        let rows = self.case.versions.iter();
        rows.filter(|v| all || sent.contains(&v.version) || public == Some(v.version))
            .collect()
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, _: &Ground<'_>) -> BTreeMap<String, Value> {
        let case = &self.case;
        let passed = case.vote().and_then(|v| v.passed);
        let answered = case.consultations.iter().filter(|c| c.stance.is_some());
        BTreeMap::from([
            ("versions".to_owned(), case.versions.len().into()),
            ("answered".to_owned(), answered.count().into()),
            ("unweighed".to_owned(), case.unweighed().into()),
            ("vote_passed".to_owned(), (passed == Some(true)).into()),
            ("vote_failed".to_owned(), (passed == Some(false)).into()),
            ("demands".to_owned(), case.demands.len().into()),
            ("open_demands".to_owned(), case.open_demands().into()),
        ])
    }

    fn roles(&self, actor: &Actor) -> Vec<&'static str> {
        let mut out = Vec::new();
        if self.brings(actor) {
            out.push("proposer");
        }
        if Held::persons(actor).any(|p| self.case.asked_person(p).is_some()) {
            out.push("asked");
        }
        out
    }

    fn holders(&self, matter: &Matter, role: &str, _: Option<Id>) -> Vec<(Id, String)> {
        match role {
            "proposer" => matter
                .proposer
                .map(|p| (p, PERSONAL.to_owned()))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// An opinion is due by the day the unit was given; implementation by the last demand's.
    fn due(&self, _: &Matter, step: &str, unit: Option<Id>) -> Option<NaiveDate> {
        match step {
            "opine" => self.case.asked_unit(unit?).map(|c| c.due_on),
            "implement" => {
                let open = self.case.demands.iter().filter(|d| d.ended_on.is_none());
                open.map(|d| d.due_on).max()
            }
            _ => None,
        }
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        let one = |principal: Id, why: i64| Reader {
            principal,
            why,
            wide: false,
        };
        let mut out: Vec<Reader> = Vec::new();
        let mut add = |principal: Id, why: i64| {
            if !out.iter().any(|r| r.principal == principal) {
                out.push(one(principal, why));
            }
        };
        let d = &self.case.decision;
        for principal in matter.proposer.into_iter().chain(d.unit_id) {
            add(principal, why::PROPOSED);
        }
        for c in &self.case.consultations {
            for principal in c.unit_id.into_iter().chain(c.person_id) {
                add(principal, why::HELPS);
            }
        }
        // Whoever has to carry it out reads what is published; before that, his demand alone.
        if self.case.is_public() {
            for demand in &self.case.demands {
                add(demand.unit_id, why::LEADS);
            }
        }
        if matter.confidentiality().hides() {
            if let Some(person) = matter.created_by {
                add(person, 0);
            }
        } else {
            out.push(Reader {
                principal: matter.organ_id,
                why: 0,
                wide: true,
            });
        }
        out
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        let case = &self.case;
        let title = matter.title.as_str();
        let public = case.adopted().filter(|_| case.is_public());
        let read = public.map(|v| v.content.clone()).unwrap_or_default();
        let mut out = vec![Document::new(Audience::Parties, title, read)];
        let d = &case.decision;
        let mut office = vec![d.bringer.clone(), d.reason.clone(), d.ground.clone()];
        office.extend(case.newest().map(|v| v.content.clone()));
        for c in &case.consultations {
            office.push(format!("{} {}", c.name(), c.opinion));
        }
        for said in &case.deliberations {
            office.push(format!("{} {}", said.speaker, said.said));
        }
        office.extend(d.lesson.clone());
        out.push(Document::new(Audience::Office, title, office.join("\n")));
        out
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
            self.case = DecisionCase::read(&mut act.source(), &doing.matter).await?;
            Ok(())
        })
    }

    fn place(&self, effects: &[EffectCall], unit: Option<Id>, _: &Actor, _: &Request) -> Place {
        let does = |name: &str| effects.iter().any(|e| e.name == name);
        if does("opine") {
            // A unit's own paper: its own and the organ's to read.
            let named = unit.into_iter().chain([self.case.decision.organ_id]);
            let audience = history::Audience::Named(named.collect());
            return Place::new("opinion", audience).of_unit(unit);
        }
        Place::new("paper", history::Audience::Office)
    }

    fn letters(&self, doing: &Doing) -> Vec<Letter> {
        notices::letters(&self.case, doing)
    }

    fn people(&self) -> Vec<Id> {
        let asked = self.case.consultations.iter().filter_map(|c| c.person_id);
        asked.collect()
    }

    fn known(&self, act: &str, field: &str, _: Option<Id>) -> Option<String> {
        offers::known(self, act, field)
    }

    fn in_view(&self, lang: Lang, act: &str, unit: Option<Id>) -> Vec<(String, String)> {
        view::in_view(self, lang, act, unit)
    }

    fn detail(&self, actor: &Actor) -> serde_json::Value {
        view::detail(self, actor)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
