//! What the core asks of a demand (落实要求): one thing asked of one unit, by a decision or by a matter of any other area
//! that opens it by the name of its kind ([`kernel::matter::open::wanted`]).

mod effects;
pub mod vocabulary;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, Role};
use kernel::db::Source;
use kernel::error::{Error, FieldError, Message, Result};
use kernel::file::Place;
use kernel::history;
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::choice::{self, Offered};
use kernel::matter::kind::{Ground, Work, why};
use kernel::matter::listing::Reader;
use kernel::matter::open::Wanted;
use kernel::matter::{Case, Confidentiality, Kind, Matter, Request, Standing, link, load, open};
use kernel::notice::{Letter, To};
use kernel::search::{Audience, Document};
use procedure::{EffectCall, Value, Vocabulary};
use serde_json::{Map, json};
use text::{Lang, t};
use workday::{Clock, Due};

use crate::store::case::InstructionCase;
use crate::store::instruction::{self, Instruction};

/// The kind's name: other areas open it by this.
pub const INSTRUCTION: &str = "instruction";
/// The link from a demand to the matter it grows out of.
pub const OF: &str = "instruction_of";
/// The limit of a demand that was given no day.
const LIMIT: &str = "instruction_report";

/// The kind `instruction`.
pub struct InstructionKind;

/// A demand as it stands.
pub struct Held {
    pub case: InstructionCase,
}

impl Kind for InstructionKind {
    fn name(&self) -> &'static str {
        INSTRUCTION
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        &[include_str!("../../procedures/instruction.toml")]
    }

    fn address(&self, matter: Id) -> String {
        format!("/decisions/demands/{matter}")
    }

    fn offered<'a>(
        &'a self,
        kernel: &'a Kernel,
        standing: &'a Standing,
        task: Option<Id>,
        source: &'a str,
    ) -> Option<Work<'a, Vec<Offered>>> {
        match source {
            // Whoever it lies with now is no other unit.
            "other_units" => Some(Box::pin(async move {
                let mut all = choice::offered(kernel, standing, task, "units").await?;
                let now = Held::of(standing)?.case.row.unit_id.to_string();
                all.retain(|o| o.value != now);
                Ok(all)
            })),
            _ => None,
        }
    }

    fn wanted<'a>(
        &'a self,
        kernel: &'a Kernel,
        act: &'a mut Act,
        wanted: Wanted,
    ) -> Option<Work<'a, Id>> {
        Some(Box::pin(give(kernel, act, wanted)))
    }

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let case = InstructionCase::read(&mut from, matter.id).await?;
            Ok(Box::new(Held { case }) as Box<dyn Case>)
        })
    }
}

/// Gives a demand to a unit, in the act of the matter it grows out of.
async fn give(kernel: &Kernel, act: &mut Act, wanted: Wanted) -> Result<Id> {
    let title = wanted.title.trim().to_owned();
    let mut wrong = Vec::new();
    let mut fault = |field: &str, key: &str| {
        wrong.push(FieldError {
            field: field.to_owned(),
            message: Message::new(key),
        });
    };
    if title.is_empty() {
        fault("what", "instructions-no-title");
    }
    let Some(unit) = wanted.unit else {
        fault("to_units", "instructions-no-unit");
        return Err(Error::Invalid(wrong));
    };
    let known = kernel
        .directory
        .of(&kernel.db, act.organ())
        .await?
        .iter()
        .any(|u| u.id == unit && u.handles() && u.exists_on(act.actor.today));
    if !known {
        fault("to_units", "instructions-no-unit");
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let from = load::matters(&mut *act, &[wanted.from]).await?;
    let from = from
        .into_iter()
        .find(|m| m.organ_id == act.organ())
        .ok_or(Error::NotFound)?;
    let hides = from.confidentiality().hides();
    let new = open::NewMatter {
        kind: INSTRUCTION.to_owned(),
        procedure: None,
        title,
        confidentiality: match hides {
            // Whoever is charged with it has to know of it, whoever else is named on what it grew out of.
            true => Confidentiality::Confidential,
            false => Confidentiality::Internal,
        },
        category: from.category,
        session: from.session,
        proposer: None,
        received_on: act.actor.today,
    };
    let mut opening = open::begin(kernel, act, new).await?;
    opening.matter.lead_unit = Some(unit);
    let id = opening.matter.id;
    let today = act.actor.today;
    let due_on = match wanted.due_on {
        Some(day) => day,
        None => {
            let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
            let limit = opening.pinned.pack.limit(LIMIT).map(|l| l.limit);
            let due = limit.and_then(|l| Clock::new(today, l).due(&calendar).ok());
            match due {
                Some(Due::On { date, .. }) => date,
                _ => today,
            }
        }
    };
    let row = Instruction {
        matter_id: id,
        organ_id: act.organ(),
        source_id: wanted.from,
        unit_id: unit,
        detail: wanted.text.trim().to_owned(),
        given_on: today,
        due_on,
        accepted_on: None,
        responsible: String::new(),
        plan: String::new(),
        round: 1,
        reported_on: None,
        ended_on: None,
        result: None,
        met_by: None,
        closing: String::new(),
    };
    instruction::put(act, &row).await?;
    link::add(act, id, OF, wanted.from).await?;
    let mut data = Map::new();
    data.insert("due_on".to_owned(), json!(due_on));
    data.insert("unit".to_owned(), json!(unit.to_string()));
    open::finish(kernel, act, opening, data).await?;
    Ok(id)
}

impl Held {
    /// The case of a demand; for matters of other kinds there is none.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing.case.as_any().downcast_ref().ok_or(Error::NotFound)
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, _: &Ground<'_>) -> BTreeMap<String, Value> {
        BTreeMap::from([("inspected".to_owned(), self.case.inspected().into())])
    }

    fn roles(&self, actor: &Actor) -> Vec<&'static str> {
        let unit = Some(self.case.row.unit_id);
        let acts = |p: &&kernel::access::HeldPost| p.role.is_of_unit() && p.unit == unit;
        match actor.posts.iter().any(|p| acts(&p)) {
            true => vec!["charged"],
            false => Vec::new(),
        }
    }

    fn holders(&self, _: &Matter, role: &str, _: Option<Id>) -> Vec<(Id, String)> {
        match role {
            "charged" => vec![(self.case.row.unit_id, Role::UnitLiaison.code().to_owned())],
            _ => Vec::new(),
        }
    }

    fn due(&self, _: &Matter, step: &str, _: Option<Id>) -> Option<NaiveDate> {
        (step == "carry_out").then_some(self.case.row.due_on)
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        let one = |principal: Id, why: i64, wide: bool| Reader {
            principal,
            why,
            wide,
        };
        let mut out = vec![one(self.case.row.unit_id, why::LEADS, false)];
        if matter.confidentiality().hides() {
            out.extend(matter.created_by.map(|person| one(person, 0, false)));
        } else {
            out.push(one(matter.organ_id, 0, true));
        }
        out
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        let mut parties = vec![self.case.row.detail.clone()];
        parties.extend(self.case.reports.iter().map(|r| r.said.clone()));
        parties.extend(self.case.inspections.iter().map(|i| i.finding.clone()));
        let title = matter.title.as_str();
        vec![Document::new(Audience::Parties, title, parties.join("\n"))]
    }

    fn carry_out<'a>(
        &'a mut self,
        kernel: &'a Kernel,
        act: &'a mut Act,
        doing: &'a mut Doing,
        effect: &'a EffectCall,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            effects::carry_out(self, act, doing, effect).await?;
            self.case = InstructionCase::read(&mut act.source(), doing.matter.id).await?;
            effects::told(self, kernel, act).await
        })
    }

    fn place(&self, effects: &[EffectCall], _: Option<Id>, _: &Actor, _: &Request) -> Place {
        let reports = effects.iter().any(|e| e.name == "report");
        let name = if reports { "report" } else { "paper" };
        Place::new(name, history::Audience::Parties)
    }

    fn letters(&self, doing: &Doing) -> Vec<Letter> {
        let names = |effect: &str| doing.decision.effects.iter().any(|e| e.name == effect);
        let unit = To::Role {
            holder: self.case.row.unit_id,
            role: Role::UnitLiaison.code().to_owned(),
        };
        let mut out = Vec::new();
        if ["met", "not_met", "cancel"].iter().any(|e| names(e)) {
            out.push(Letter::new("notice-instruction-ended", vec![unit.clone()]));
        }
        if names("postpone") {
            out.push(Letter::new("notice-instruction-moved", vec![unit.clone()]));
        }
        if names("urge") {
            out.push(Letter::new("notice-urged", vec![unit]).urgent());
        }
        out.into_iter()
            .map(|letter| letter.about(doing.matter.id))
            .collect()
    }

    fn in_view(&self, lang: Lang, act: &str, _: Option<Id>) -> Vec<(String, String)> {
        let row = &self.case.row;
        let mut out = Vec::new();
        let mut line = |key: &str, words: String| {
            if !words.is_empty() {
                out.push((t(lang, key), words));
            }
        };
        match act {
            "accept" | "object" | "report_done" | "report_progress" => {
                line("instructions-detail", row.detail.clone());
            }
            "pass" | "send_back" | "fail" | "inspect" => {
                line("instructions-detail", row.detail.clone());
                if let Some(r) = self.case.reports.last() {
                    line("instructions-last-report", r.said.clone());
                    line("instructions-ask-means", t(lang, &r.means.key()));
                }
            }
            _ => {}
        }
        out
    }

    fn detail(&self, _: &Actor) -> serde_json::Value {
        let row = &self.case.row;
        let reports: Vec<_> = self
            .case
            .reports
            .iter()
            .map(|r| json!({"on": r.on_date, "means": r.means.code(), "said": r.said, "final": r.is_final}))
            .collect();
        let inspections: Vec<_> = self
            .case
            .inspections
            .iter()
            .map(|i| json!({"on": i.on_date, "way": i.way.code(), "finding": i.finding}))
            .collect();
        json!({
            "source": row.source_id.to_string(), "unit": row.unit_id.to_string(), "detail": row.detail,
            "given_on": row.given_on, "due_on": row.due_on, "accepted_on": row.accepted_on,
            "reported_on": row.reported_on, "ended_on": row.ended_on,
            "result": row.result.map(|r| r.code()), "met_by": row.met_by.map(|m| m.code()),
            "reports": reports, "inspections": inspections,
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
