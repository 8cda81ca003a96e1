//! What this area declares of a case to the core: facts, who holds a step, who reads it, its words for search.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use kernel::Kernel;
use kernel::access::{Act, Actor, PERSONAL};
use kernel::db::Source;
use kernel::embargo::{self, Embargo, Named};
use kernel::error::{Error, Result};
use kernel::file::Place;
use kernel::history::Audience as Meant;
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::choice::Offered;
use kernel::matter::kind::{Ground, Work};
use kernel::matter::listing::Reader;
use kernel::matter::{Case, Kind, Matter, Request, Standing};
use kernel::notice::{Letter, To};
use kernel::search::{Audience, Document};
use kernel::term_session;
use procedure::{EffectCall, RulePack, Value, Vocabulary, Words};
use serde_json::json;
use text::{Lang, t, ta};
use workday::{Calendar, Limit};

use crate::effects;
use crate::model::exam::{Outcome, outcome};
use crate::model::office::{Action, Class, common};
use crate::model::papers::{Paper, missing};
use crate::model::refusal::{Barred, Rule, barred};
use crate::store::case::{self, Appointment, Line};
use crate::store::exam::{self, Sitting};
use crate::vocabulary::{self, CAPACITIES};

/// The name of the kind.
pub const APPOINTMENT: &str = "appointment";

/// Appointments and removals.
pub struct Appointments;

/// A case as it stands.
pub struct Held {
    pub case: Appointment,
    pub lines: Vec<Line>,
    pub papers: Vec<Paper>,
    pub sittings: Vec<Sitting>,
    /// Those named on it, keepers first.
    pub named: Vec<Named>,
    pub embargo: Option<Embargo>,
    /// Days on which the person was refused for one of these offices before, in this term.
    pub refused: Vec<NaiveDate>,
    /// The term of the congress that runs.
    pub term: Option<i64>,
    /// The ballot that was asked for was broken off.
    voided: bool,
}

impl Kind for Appointments {
    fn name(&self) -> &'static str {
        APPOINTMENT
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        &[
            include_str!("../procedures/appointment.toml"),
            include_str!("../procedures/appointment-2.toml"),
        ]
    }

    fn address(&self, matter: Id) -> String {
        format!("/appointments/{matter}")
    }

    fn offered<'a>(
        &'a self,
        kernel: &'a Kernel,
        standing: &'a Standing,
        _: Option<Id>,
        source: &'a str,
    ) -> Option<Work<'a, Vec<Offered>>> {
        let work: Work<'a, Vec<Offered>> = match source {
            "nominators" => Box::pin(async move {
                let held = Held::of(standing)?;
                let all = common(&held.pairs());
                Ok(all
                    .into_iter()
                    .map(|n| Offered::both(n.code(), both(&n.key())))
                    .collect())
            }),
            "lines" => Box::pin(async move {
                let held = Held::of(standing)?;
                let open = held.lines.iter().filter(|l| l.passed.is_none());
                Ok(open
                    .map(|l| Offered::new(l.n, phrase(l, &held.case.name)))
                    .collect())
            }),
            "offices" => Box::pin(async move {
                let held = Held::of(standing)?;
                let all = held.lines.iter();
                Ok(all
                    .map(|l| Offered::new(l.n, phrase(l, &held.case.name)))
                    .collect())
            }),
            "people" => Box::pin(async move {
                let all = case::people(&kernel.db, standing.matter.organ_id).await?;
                Ok(all
                    .into_iter()
                    .map(|(id, name, post)| Offered::new(id, name).hint(post))
                    .collect())
            }),
            "named" => Box::pin(async move {
                let held = Held::of(standing)?;
                let one = |n: &Named| {
                    let said = |lang| {
                        let one = |c: &str| t(lang, &format!("appointments-capacity-{c}"));
                        n.capacities().map(one).collect::<Vec<_>>().join("、")
                    };
                    let capacity = Words::new(said(Lang::Zh), said(Lang::En));
                    Offered::new(n.person_id, n.person.as_str()).hinting(capacity)
                };
                Ok(held.named.iter().map(one).collect())
            }),
            _ => return None,
        };
        Some(work)
    }

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let case = case::read(&mut from, matter.id)
                .await?
                .ok_or_else(|| Error::missing("the case of matter", matter.id))?;
            let lines = case::lines(&mut from, matter.id).await?;
            let sessions = term_session::all(&mut from, matter.organ_id).await?;
            let term = sessions.first().map(|s| s.term);
            let offices: Vec<String> = lines
                .iter()
                .filter(|l| l.action.takes_office())
                .map(|l| l.office.clone())
                .collect();
            let voided = match case.ballot_id {
                Some(id) => ballot::by_id(&mut from, id).await?.state == ballot::State::Void,
                None => false,
            };
            Ok(Box::new(Held {
                voided,
                refused: case::refusals(&mut from, &case, case.term.or(term), &offices).await?,
                papers: case::papers(&mut from, matter.id).await?,
                sittings: exam::sittings(&mut from, matter.id).await?,
                named: embargo::named(&mut from, matter.id).await?,
                embargo: embargo::of(&mut from, matter.id).await?,
                case,
                lines,
                term,
            }) as Box<dyn Case>)
        })
    }
}

fn both(key: &str) -> Words {
    Words::new(t(Lang::Zh, key), t(Lang::En, key))
}

/// What a line does, as it stands in the decree: 任命某某为某职.
pub fn phrase(line: &Line, name: &str) -> String {
    let key = format!("appointments-phrase-{}", line.action.code());
    let args = [
        ("name", name.into()),
        ("office", line.office.as_str().into()),
    ];
    ta(Lang::Zh, &key, &args)
}

/// The title of a case: its lines, one after the other.
pub fn title(lines: &[Line], name: &str) -> String {
    let all: Vec<String> = lines.iter().map(|l| phrase(l, name)).collect();
    all.join("；").chars().take(200).collect()
}

/// The last day on which papers may be handed in for a meeting.
pub fn latest(meeting: NaiveDate, pack: &RulePack, calendar: &Calendar) -> Option<NaiveDate> {
    match pack.limit("appointment_papers").map(|l| l.limit) {
        Some(Limit::CalendarDays(n)) => meeting.checked_sub_days(Days::new(u64::from(n))),
        Some(Limit::WorkingDays(n)) => calendar.offset(meeting, -i64::from(n)),
        _ => Some(meeting),
    }
}

impl Held {
    /// The case of a matter.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing.case.as_any().downcast_ref().ok_or(Error::NotFound)
    }

    pub fn pairs(&self) -> Vec<(Action, Class)> {
        self.lines.iter().map(|l| (l.action, l.class)).collect()
    }

    /// Whether this reader was named on it, and so reads what was said before the vote.
    pub fn names(&self, actor: &Actor) -> bool {
        actor.system
            || actor
                .person
                .is_some_and(|id| self.named.iter().any(|n| n.person_id == id))
    }

    /// Papers of the checklist that are missing.
    pub fn missing(&self) -> Vec<Paper> {
        let actions: Vec<Action> = self.lines.iter().map(|l| l.action).collect();
        missing(&actions, &self.papers)
    }

    pub fn marks(&self) -> Vec<i64> {
        self.sittings.iter().filter_map(|s| s.mark).collect()
    }

    pub fn examined(&self, pack: &RulePack) -> Outcome {
        outcome(&self.marks(), pack.rules.exam_pass, pack.rules.exam_resits)
    }

    pub fn barred(&self, pack: &RulePack, today: NaiveDate) -> Option<Barred> {
        barred(Rule::of(pack), &self.refused, today)
    }

    fn takes(&self, one: impl Fn(&Line) -> bool) -> bool {
        self.lines.iter().any(one)
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, ground: &Ground<'_>) -> BTreeMap<String, Value> {
        let rules = &ground.pack.rules;
        let open = self.sittings.iter().any(|s| s.ended_at.is_none());
        let in_time = self
            .case
            .meeting_on
            .and_then(|m| latest(m, ground.pack, ground.calendar))
            .is_some_and(|last| ground.today <= last);
        let examined = self.examined(ground.pack);
        let facts: [(&str, Value); 15] = [
            ("deferred", (!self.case.deferred.is_empty()).into()),
            (
                "barred",
                self.barred(ground.pack, ground.today).is_some().into(),
            ),
            ("missing", self.missing().len().into()),
            ("in_time", in_time.into()),
            (
                "exam_needed",
                self.takes(|l| l.action == Action::Appoint).into(),
            ),
            (
                "statement_needed",
                self.takes(|l| l.action.takes_office()).into(),
            ),
            (
                "oath_needed",
                self.takes(|l| l.action.takes_office() && l.passed == Some(true))
                    .into(),
            ),
            ("sitting_open", open.into()),
            (
                "tries_left",
                (rules.exam_resits + 1 - self.sittings.len() as i64).into(),
            ),
            ("exam_passed", (examined == Outcome::Passed).into()),
            ("exam_failed", (examined == Outcome::Failed).into()),
            (
                "asked",
                (self.case.ballot_id.is_some() && !self.voided).into(),
            ),
            (
                "counted",
                self.lines.iter().all(|l| l.passed.is_some()).into(),
            ),
            ("passed", self.takes(|l| l.passed == Some(true)).into()),
            ("published", self.case.published_at.is_some().into()),
        ];
        facts.into_iter().map(|(n, v)| (n.to_owned(), v)).collect()
    }

    fn roles(&self, actor: &Actor) -> Vec<&'static str> {
        let mine = |n: &&Named| Some(n.person_id) == actor.person;
        let has = |c: &&str| self.named.iter().filter(mine).any(|n| n.is(c));
        CAPACITIES.into_iter().filter(has).collect()
    }

    fn holders(&self, _: &Matter, role: &str, _: Option<Id>) -> Vec<(Id, String)> {
        let all = self.named.iter().filter(|n| n.is(role));
        all.map(|n| (n.person_id, PERSONAL.to_owned())).collect()
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        let reader = |principal: Id, wide: bool| Reader {
            principal,
            why: 0,
            wide,
        };
        let named = self.named.iter().map(|n| reader(n.person_id, false));
        std::iter::once(reader(matter.organ_id, true))
            .chain(named)
            .collect()
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        let mut text = vec![self.case.name.clone()];
        text.extend(self.lines.iter().map(|l| l.office.clone()));
        if matter.confidentiality().hides() {
            text.extend([self.case.present.clone(), self.case.about.clone()]);
        }
        vec![Document::new(
            Audience::Parties,
            matter.title.as_str(),
            text.join("\n"),
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
            effects::carry_out(self, act, doing, effect).await?;
            case::save(act, &self.case).await
        })
    }

    fn place(&self, effects: &[EffectCall], _: Option<Id>, _: &Actor, request: &Request) -> Place {
        let does = |name: &str| effects.iter().any(|e| e.name == name);
        let name = match () {
            () if does("file_paper") => Paper::parse(request.text("paper_kind"))
                .unwrap_or(Paper::Other)
                .code(),
            () if does("nominate") => Paper::Letter.code(),
            () if does("opinion") => "opinion",
            () if does("state") => "statement",
            () if does("enter_mark") => "exam",
            () if does("swear") => "oath",
            () => Paper::Other.code(),
        };
        Place::new(name, Meant::Parties)
    }

    fn letters(&self, doing: &Doing) -> Vec<Letter> {
        let does = |name: &str| doing.decision.effects.iter().any(|e| e.name == name);
        if !does("name_reader") {
            return Vec::new();
        }
        let person = doing.request.text("person").parse().ok().map(To::Person);
        let to: Vec<To> = person.into_iter().collect();
        vec![Letter::new("notice-appointments-named", to).about(doing.matter.id)]
    }

    fn settle<'a>(
        &'a mut self,
        _: &'a Kernel,
        act: &'a mut Act,
        doing: &'a mut Doing,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            self.papers = case::papers(&mut *act, doing.matter.id).await?;
            self.sittings = exam::sittings(&mut *act, doing.matter.id).await?;
            self.named = embargo::named(&mut *act, doing.matter.id).await?;
            Ok(())
        })
    }

    fn people(&self) -> Vec<Id> {
        self.named.iter().map(|n| n.person_id).collect()
    }

    fn known(&self, act: &str, field: &str, _: Option<Id>) -> Option<String> {
        let c = &self.case;
        let words = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        match (act, field) {
            ("edit", "name") => words(&c.name),
            ("edit", "gender") => words(&c.gender),
            ("edit", "present") => words(&c.present),
            ("edit", "about") => words(&c.about),
            (_, "meeting_on") => c.meeting_on.map(|d| d.to_string()),
            ("nominate", "nominator") => common(&self.pairs()).first().map(|n| n.code().to_owned()),
            ("draw", "questions") => Some("20".to_owned()),
            ("draw", "minutes") => Some("60".to_owned()),
            ("enter_votes", "line") => self
                .lines
                .iter()
                .find(|l| l.passed.is_none())
                .map(|l| l.n.to_string()),
            ("change_offices" | "recast", "change") => Some("add".to_owned()),
            ("enter_votes", "abstain" | "invalid") => Some("0".to_owned()),
            ("state", "statement") => words(&c.statement),
            _ => None,
        }
    }

    fn in_view(&self, lang: Lang, act: &str, _: Option<Id>) -> Vec<(String, String)> {
        if matches!(act, "edit" | "name_reader" | "unname_reader") {
            return Vec::new();
        }
        let offices: Vec<String> = self
            .lines
            .iter()
            .map(|l| phrase(l, &self.case.name))
            .collect();
        let mut out = vec![
            (t(lang, "appointments-offices"), offices.join("\n")),
            (
                t(lang, "appointments-ask-present"),
                self.case.present.clone(),
            ),
        ];
        if act == "vet" {
            let lacking: Vec<String> = self.missing().iter().map(|p| t(lang, &p.key())).collect();
            if !lacking.is_empty() {
                out.push((t(lang, "appointments-missing"), lacking.join("、")));
            }
        }
        out.retain(|(_, words)| !words.is_empty());
        out
    }

    fn detail(&self, actor: &Actor) -> serde_json::Value {
        let lines: Vec<serde_json::Value> = self
            .lines
            .iter()
            .map(|l| {
                json!({
                    "n": l.n, "action": l.action.code(), "class": l.class.code(), "office": l.office,
                    "members": l.members, "yes": l.yes, "no": l.no, "abstain": l.abstain, "invalid": l.invalid,
                    "not_voted": l.not_voted, "needed": l.needed, "passed": l.passed,
                })
            })
            .collect();
        let c = &self.case;
        let mut out = json!({
            "name": c.name, "lines": lines, "announced_on": c.announced_on, "decree": c.decree,
            "decreed_on": c.decreed_on, "certificate": c.certificate, "sworn_on": c.sworn_on,
        });
        if self.names(actor)
            && let Some(all) = out.as_object_mut()
        {
            let named: Vec<serde_json::Value> = self
                .named
                .iter()
                .map(|n| json!({"person": n.person, "capacity": n.capacity}))
                .collect();
            let papers: Vec<&str> = self.missing().iter().map(|p| p.code()).collect();
            for (name, value) in [
                ("present", json!(c.present)),
                ("about", json!(c.about)),
                ("opinion", json!(c.opinion)),
                ("deferred", json!(c.deferred)),
                ("nominator", json!(c.nominator)),
                ("meeting_on", json!(c.meeting_on)),
                ("missing", json!(papers)),
                ("marks", json!(self.marks())),
                ("named", json!(named)),
                (
                    "code",
                    json!(self.embargo.as_ref().map(|e| e.code.as_str())),
                ),
            ] {
                all.insert(name.to_owned(), value);
            }
        }
        out
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
