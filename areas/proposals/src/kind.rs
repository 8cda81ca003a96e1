//! What this area declares of its four kinds of matter: facts, parties' roles, holders, readers, search text.
//!
//! **Who sees what.** Everybody among the parties, from the invitation on; a unit from the day it is assigned until it
//! is taken back; the section it was handed to; the leader of a key matter. The staff of the organ see every matter
//! once it was sent in, unless it is confidential: that one exists for the parties, the handling units, whoever
//! registered it, and those who hold a task on it. Drafts are the unit's own until the reply leaves.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, PERSONAL, Role};
use kernel::db::Source;
use kernel::error::{Error, Result};
use kernel::file::Place;
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::choice::Offered;
use kernel::matter::kind::{Beside, Ground, Work, why};
use kernel::matter::listing::Reader;
use kernel::matter::{Case, Kind, Matter, Request, Standing, Task};
use kernel::notice::Letter;
use kernel::search::{Audience, Document};
use procedure::{EffectCall, Value, Vocabulary};
use text::Lang;
use workday::{Clock, Due};

use crate::model::category;
use crate::model::commitment::{is_delivered, next_due};
use crate::model::handling::Part;
use crate::model::matter::MatterKind;
use crate::model::party::{self, PartyRole, PartyState};
use crate::model::verdict::Standing as Verdict;
use crate::store::{self, fact};
use crate::{detail, effects, notices, offers, similar, vocabulary};

/// One of the area's kinds of matter.
pub struct OwnKind(pub MatterKind);

/// A matter of this area as it stands, with what its rules need besides.
pub struct Held {
    pub case: store::Case,
    pub title: String,
    /// The level of its organ, for thresholds.
    pub level: String,
}

/// The four kinds, for the kernel.
pub fn kinds() -> Vec<Arc<dyn Kind>> {
    MatterKind::ALL
        .iter()
        .map(|kind| Arc::new(OwnKind(*kind)) as Arc<dyn Kind>)
        .collect()
}

impl Kind for OwnKind {
    fn name(&self) -> &'static str {
        self.0.code()
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        match self.0 {
            MatterKind::Proposal => &[include_str!("../procedures/cppcc-proposal.toml")],
            MatterKind::Suggestion => &[include_str!("../procedures/deputy-suggestion.toml")],
            MatterKind::Bill => &[include_str!("../procedures/bill.toml")],
            MatterKind::Commitment => &[include_str!("../procedures/commitment.toml")],
        }
    }

    fn address(&self, matter: Id) -> String {
        format!("/proposals/{matter}")
    }

    fn asked_by(&self, notice: &str) -> Option<&'static str> {
        crate::notices::asked_by(notice)
    }

    fn offered<'a>(
        &'a self,
        kernel: &'a Kernel,
        standing: &'a Standing,
        task: Option<Id>,
        source: &'a str,
    ) -> Option<Work<'a, Vec<Offered>>> {
        offers::offered(kernel, standing, task, source)
    }

    fn beside<'a>(
        &'a self,
        kernel: &'a Kernel,
        actor: &'a Actor,
        standing: &'a Standing,
        act: &'a str,
    ) -> Option<Work<'a, Option<Beside>>> {
        let effects = &standing.pinned.definition.act(act)?.effects;
        let decides = |name: &str| effects.iter().any(|e| e.name == name);
        (decides("register") || decides("merge"))
            .then(|| Box::pin(similar::beside(kernel, actor, standing)) as Work<'a, Option<Beside>>)
    }

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let case = store::case::read(&mut from, matter.id)
                .await?
                .ok_or_else(|| Error::missing("the paper of matter", matter.id))?;
            let organ = kernel::organ::organ(&mut from, matter.organ_id).await?;
            Ok(Box::new(Held {
                case,
                title: matter.title.clone(),
                level: organ.level,
            }) as Box<dyn Case>)
        })
    }
}

impl Held {
    /// Reads the rows again after an effect changed them.
    pub async fn reread(&mut self, act: &mut Act, matter: &Matter) -> Result<()> {
        self.case = store::case::read(&mut *act, matter.id)
            .await?
            .ok_or_else(|| Error::missing("the paper of matter", matter.id))?;
        self.title.clone_from(&matter.title);
        Ok(())
    }

    /// The case of a matter of this area.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing
            .case
            .as_any()
            .downcast_ref()
            .ok_or_else(|| Error::internal("a matter of another area"))
    }

    /// The person of `actor` who is a party: oneself, or whoever one stands in for.
    pub fn party_of(&self, actor: &Actor) -> Option<&store::case::Party> {
        let absent = actor.posts.iter().filter_map(|p| p.instead_of);
        actor
            .person
            .into_iter()
            .chain(absent)
            .find_map(|person| self.case.party(person))
    }

    fn is_unsent(&self, matter: &Matter) -> bool {
        matter.state == "cosign"
            && self.case.paper.filing_note.is_none()
            && matter.created_by == matter.proposer
    }

    fn own_stages(&self, matter: &Matter) -> Vec<crate::model::commitment::StageState> {
        self.case
            .stages
            .iter()
            .filter(|s| s.matter_id == matter.id)
            .map(|s| s.state())
            .collect()
    }

    /// The unit a commitment's promise is owed by.
    fn promiser(&self, matter: &Matter) -> Option<Id> {
        self.case
            .stages
            .iter()
            .find(|s| s.matter_id == matter.id)
            .map(|s| s.unit_id)
    }
}

impl Case for Held {
    fn facts(&self, matter: &Matter, _: &Ground<'_>) -> BTreeMap<String, Value> {
        let case = &self.case;
        let paper = &case.paper;
        let parties: Vec<(Id, PartyRole, PartyState)> = case
            .parties
            .iter()
            .map(|p| (p.person_id, p.role, p.state))
            .collect();
        let outcome = case.outcome();
        let threshold = party::least_names(paper.kind, paper.form, &self.level);
        let extended = case.requests.iter().any(|r| {
            r.round == paper.round
                && r.kind == crate::model::handling::RequestKind::Extension
                && r.ruling == Some(crate::model::handling::Ruling::Granted)
        });
        let handed_over = paper.source_id.is_some() && paper.kind != MatterKind::Commitment;
        BTreeMap::from([
            (
                "signed".to_owned(),
                i64::from(party::names(&parties)).into(),
            ),
            ("threshold".to_owned(), i64::from(threshold).into()),
            ("handed_over".to_owned(), handed_over.into()),
            (
                "verdict_decided".to_owned(),
                paper.counting.is_decided(&case.asked(paper.round)).into(),
            ),
            (
                "dissatisfied".to_owned(),
                (outcome.standing == Verdict::Dissatisfied).into(),
            ),
            ("redone".to_owned(), paper.redone.into()),
            ("extended".to_owned(), extended.into()),
            (
                "all_delivered".to_owned(),
                is_delivered(&self.own_stages(matter)).into(),
            ),
            ("removable".to_owned(), case.removable(None).count().into()),
        ])
    }

    fn task_facts(&self, _: &Matter, task: &Task, ground: &Ground<'_>) -> BTreeMap<String, Value> {
        let Some(unit) = task.branch_unit else {
            return BTreeMap::new();
        };
        let closed = self.case.handling_of(unit).is_some_and(|h| {
            let limit = ground.pack.limit("return_request").map(|l| l.limit);
            let due = limit.and_then(|l| Clock::new(h.assigned_on, l).due(ground.calendar).ok());
            matches!(due, Some(Due::On { date, .. }) if date < ground.today)
        });
        BTreeMap::from([
            ("contacts".to_owned(), self.case.contacts_of(unit).into()),
            (
                "drafted".to_owned(),
                self.case.draft_of(unit).is_some().into(),
            ),
            ("return_closed".to_owned(), closed.into()),
            (
                "removable".to_owned(),
                self.case.removable(Some(unit)).count().into(),
            ),
        ])
    }

    fn roles(&self, actor: &Actor) -> Vec<&'static str> {
        let mut out = Vec::new();
        let absent = actor.posts.iter().filter_map(|p| p.instead_of);
        for person in actor.person.into_iter().chain(absent) {
            for p in self.case.parties.iter().filter(|p| p.person_id == person) {
                out.push(match (p.role, p.state) {
                    (PartyRole::Lead, _) => "lead_proposer",
                    (PartyRole::CoSigner, PartyState::Invited) => "invited",
                    (PartyRole::CoSigner, PartyState::Signed) => "co_signer",
                    (PartyRole::Merged, _) => "merged_proposer",
                    _ => continue,
                });
            }
        }
        let units: Vec<Id> = self
            .case
            .stages
            .iter()
            .filter(|s| s.matter_id == self.case.paper.matter_id)
            .map(|s| s.unit_id)
            .collect();
        let acts_for = |unit: &Id| {
            actor
                .posts
                .iter()
                .any(|p| p.unit == Some(*unit) && p.role.is_of_unit())
        };
        if units.iter().any(acts_for) {
            out.push("promiser");
        }
        if self.handler(actor).is_some() {
            out.push("handler");
        }
        out
    }

    fn holders(&self, matter: &Matter, role: &str, unit: Option<Id>) -> Vec<(Id, String)> {
        match (role, unit) {
            ("lead_proposer", _) => self
                .case
                .lead()
                .map(|lead| (lead.person_id, PERSONAL.to_owned()))
                .into_iter()
                .collect(),
            ("promiser", _) => self
                .promiser(matter)
                .map(|unit| (unit, Role::UnitLiaison.code().to_owned()))
                .into_iter()
                .collect(),
            ("section", Some(unit)) => self
                .case
                .handling_of(unit)
                .and_then(|h| h.section_id)
                .map(|section| (section, Role::Section.code().to_owned()))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Delivery is due by the next stage that is owed.
    fn due(&self, matter: &Matter, step: &str, _: Option<Id>) -> Option<NaiveDate> {
        let stages = self.own_stages(matter);
        let next = next_due(&stages).filter(|_| step == "deliver");
        next.map(|s| s.due_on)
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        let mut out = Vec::new();
        let mut add = |principal: Id, why: i64| {
            out.push(Reader {
                principal,
                why,
                wide: false,
            });
        };
        for p in &self.case.parties {
            match (p.role, p.state) {
                (_, PartyState::Declined) => {}
                (PartyRole::Lead, _) => add(p.person_id, why::PROPOSED),
                (PartyRole::CoSigner | PartyRole::Supporter, _) => add(p.person_id, why::SIGNED),
                (PartyRole::Merged, _) => add(p.person_id, why::MERGED),
            }
        }
        for h in &self.case.handlings {
            if h.state == crate::model::handling::HandlingState::TakenBack {
                continue;
            }
            let reason = match (h.round == self.case.paper.round, h.part) {
                (false, _) => why::ONCE,
                (true, Part::Co) => why::HELPS,
                (true, _) => why::LEADS,
            };
            add(h.unit_id, reason);
            if let Some(section) = h.section_id {
                add(section, reason);
            }
        }
        if let Some(unit) = self.promiser(matter) {
            add(unit, why::LEADS);
        }
        if let Some(leader) = matter.key_leader {
            add(leader, why::KEY);
        }
        if matter.confidentiality().hides() {
            if let Some(person) = matter.created_by {
                add(person, 0);
            }
        } else if !self.is_unsent(matter) {
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
        let mut parties: Vec<String> = vec![
            matter.number.clone().unwrap_or_default(),
            case.paper.background.clone(),
            case.paper.demand.clone(),
        ];
        parties.extend(case.paper.body_name.clone());
        if let Some(c) = &matter.category {
            parties.push(category::label(Lang::Zh, c));
        }
        parties.extend(
            case.parties
                .iter()
                .filter(|p| p.state == PartyState::Signed)
                .map(|p| p.name.clone()),
        );
        parties.extend(case.handling_now().map(|h| h.unit.clone()));
        let shown =
            |p: &&store::case::PaperFile| matches!(p.audience.as_str(), "public" | "parties");
        parties.extend(case.papers.iter().filter(shown).map(|p| p.name.clone()));
        for reply in &case.replies {
            parties.push(reply.number.clone());
            parties.push(reply.letter.clone());
        }
        for stage in &case.stages {
            parties.push(stage.what.clone());
        }
        let mut out = vec![Document::new(
            Audience::Parties,
            matter.title.as_str(),
            parties.join("\n"),
        )];
        let office: Vec<String> = [
            &case.paper.plan,
            &case.paper.instruction,
            &case.paper.lesson,
        ]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
        if !office.is_empty() {
            out.push(Document::new(
                Audience::Office,
                matter.title.as_str(),
                office.join("\n"),
            ));
        }
        for draft in &case.drafts {
            if draft.round == case.paper.round
                && case.replies_now().all(|r| r.unit_id != draft.unit_id)
                && let Ok(answer) = draft.answer()
            {
                out.push(Document::new(
                    Audience::Named(draft.unit_id),
                    matter.title.as_str(),
                    format!("{}\n{}", answer.gist, answer.letter),
                ));
            }
        }
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
            self.reread(act, &doing.matter).await
        })
    }

    fn place(
        &self,
        effects: &[EffectCall],
        unit: Option<Id>,
        actor: &Actor,
        request: &Request,
    ) -> Place {
        effects::place::of(self, effects, unit, actor, request)
    }

    fn settle<'a>(
        &'a mut self,
        _: &'a Kernel,
        act: &'a mut Act,
        doing: &'a mut Doing,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            fact::refresh(act, &doing.matter).await?;
            Ok(())
        })
    }

    fn handled_again(&self) -> bool {
        self.case.paper.redone > 0
    }

    fn letters(&self, doing: &Doing) -> Vec<Letter> {
        notices::letters(&self.case, doing)
    }

    fn people(&self) -> Vec<Id> {
        self.case.parties.iter().map(|p| p.person_id).collect()
    }

    fn in_view(&self, lang: text::Lang, act: &str, unit: Option<Id>) -> Vec<(String, String)> {
        crate::view::in_view(&self.case, lang, act, unit)
    }

    fn known(&self, act: &str, field: &str, unit: Option<Id>) -> Option<String> {
        offers::known(self, act, field, unit)
    }

    fn detail(&self, actor: &Actor) -> serde_json::Value {
        detail::of(&self.case, actor)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
