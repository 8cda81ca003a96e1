//! Elections by the congress (大会选举) as matters: what the core asks of them, and what their acts do.
//!
//! **States.** `procedures/election.toml`: `nomination` → `ballot` → `certificate` → `done`; `nobody` is elected, or it is
//! `called_off`. Candidates are nominated by the presidium or by as many deputies together as the threshold engine says;
//! their number must exceed the seats as the law asks of the post; where it exceeds them by more, a primary (预选) comes
//! first. The ballot is secret, at most as many "for" as seats; whoever is against a candidate may name somebody else, and
//! who is named by over half of all deputies is elected like any other. Everybody elected gets his certificate, the notice
//! is anybody's to read, the register follows.
//!
//! **Who sees what.** The staff of the organ: candidates stand on papers that every deputy gets, so nothing is under embargo.

mod effects;
pub mod vocabulary;

pub(crate) use effects::hear;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Kernel;
use kernel::access::{Act, Actor, Permission};
use kernel::db::Source;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::choice::Offered;
use kernel::matter::kind::{Ground, Work};
use kernel::matter::listing::Reader;
use kernel::matter::{Case, Confidentiality, Kind, Matter, Standing, open};
use kernel::organ;
use kernel::search::{Audience, Document};
use kernel::term_session::{self, TermSession};
use procedure::{EffectCall, Value, Vocabulary};
use serde_json::{Map, json};
use text::{Lang, ta};

use crate::model::election::{Count, Elected, Post, TURNOVER_DAYS, elected, place, span};
use crate::model::office::Class;
use crate::store::election::{self, Candidate, Election};

/// The name of the kind.
pub const ELECTION: &str = "election";

/// Elections by the congress.
pub struct Elections;

/// An election as it stands.
pub struct Held {
    pub election: Election,
    pub candidates: Vec<Candidate>,
    /// The level of the organ: by it goes how many deputies nominate together.
    pub level: String,
    /// The session that sits, by its full name, as far as the register of sessions tells.
    pub session: String,
    /// The ballot, or the primary, that was asked for last was broken off.
    voided: bool,
    primary_voided: bool,
}

/// An election as typed.
#[derive(Debug, Clone)]
pub struct New {
    pub title: String,
    pub office: String,
    pub class: Class,
    pub post: Post,
    pub seats: i64,
    pub turnover: bool,
}

/// Opens an election; its id.
pub async fn begin(kernel: &Kernel, actor: &Actor, new: New) -> Result<Id> {
    if new.post == Post::Head && new.seats != 1 {
        return Err(Error::field("seats", Message::new("appointments-one-head")));
    }
    let mut act = kernel.act(actor, Permission::Register).await?;
    let opening = open::begin(
        kernel,
        &mut act,
        open::NewMatter {
            kind: ELECTION.to_owned(),
            procedure: None,
            title: new.title,
            confidentiality: Confidentiality::Internal,
            category: None,
            session: None,
            proposer: None,
            received_on: actor.today,
        },
    )
    .await?;
    let election = Election {
        matter_id: opening.matter.id,
        organ_id: opening.matter.organ_id,
        office: new.office,
        class: new.class,
        post: new.post,
        seats: new.seats,
        turnover: new.turnover,
        opened_on: actor.today,
        ballot_id: None,
        announced_on: None,
        notice: String::new(),
        certified_on: None,
        published_at: None,
        meeting: String::new(),
        primary_id: None,
    };
    election::insert(&mut act, &election).await?;
    let mut data = Map::new();
    data.insert("office".to_owned(), json!(election.office));
    data.insert("seats".to_owned(), json!(election.seats));
    open::finish(kernel, &mut act, opening, data).await?;
    act.commit().await?;
    Ok(election.matter_id)
}

impl Kind for Elections {
    fn name(&self) -> &'static str {
        ELECTION
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        &[
            include_str!("../../procedures/election.toml"),
            include_str!("../../procedures/election-2.toml"),
        ]
    }

    fn address(&self, matter: Id) -> String {
        format!("/appointments/elections/{matter}")
    }

    fn offered<'a>(
        &'a self,
        _: &'a Kernel,
        standing: &'a Standing,
        _: Option<Id>,
        source: &'a str,
    ) -> Option<Work<'a, Vec<Offered>>> {
        let wanted: fn(&&Candidate) -> bool = match source {
            "candidates" => |_| true,
            "uncounted" => |c| c.passed.is_none(),
            "unranked" => |c| c.primary_yes.is_none(),
            _ => return None,
        };
        Some(Box::pin(async move {
            let held = Held::of(standing)?;
            let all = held
                .open()
                .filter(wanted)
                .map(|c| Offered::new(c.n, c.name.as_str()).hint(c.present.as_str()));
            Ok(all.collect())
        }))
    }

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let election = election::read(&mut from, matter.id)
                .await?
                .ok_or_else(|| Error::missing("the election of matter", matter.id))?;
            let of = organ::organ(&mut from, matter.organ_id).await?;
            let sits = term_session::at(&mut from, of.id, election.opened_on).await?;
            let voided = is_void(&mut from, election.ballot_id).await?;
            let primary_voided = is_void(&mut from, election.primary_id).await?;
            Ok(Box::new(Held {
                candidates: election::candidates(&mut from, matter.id).await?,
                session: session(&of.name, sits.as_ref()),
                level: of.level,
                election,
                voided,
                primary_voided,
            }) as Box<dyn Case>)
        })
    }
}

async fn is_void(from: &mut Source<'_>, asked: Option<Id>) -> Result<bool> {
    Ok(match asked {
        Some(id) => ballot::by_id(from, id).await?.state == ballot::State::Void,
        None => false,
    })
}

/// 青川县第十八届人民代表大会第五次会议, as it stands on documents.
fn session(organ: &str, sits: Option<&TermSession>) -> String {
    let word = |n: i64| {
        let small = u16::try_from(n).ok();
        small
            .and_then(text::numeral::print)
            .unwrap_or_else(|| n.to_string())
    };
    let place = place(organ);
    match sits {
        Some(s) => ta(
            Lang::Zh,
            "appointments-session-name",
            &[
                ("place", place.into()),
                ("term", word(s.term).into()),
                ("ordinal", word(s.ordinal).into()),
            ],
        ),
        None => ta(
            Lang::Zh,
            "appointments-session-unknown",
            &[("place", place.into())],
        ),
    }
}

impl Held {
    /// The case of an election.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing.case.as_any().downcast_ref().ok_or(Error::NotFound)
    }

    /// Candidates of whom it is not settled yet whether they are elected.
    pub fn open(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates
            .iter()
            .filter(|c| c.stands() && c.elected.is_none())
    }

    /// Seats no ballot has filled yet.
    pub fn seats_left(&self) -> i64 {
        self.election.seats - self.won().count() as i64
    }

    /// Who was elected, in the order of the candidates.
    pub fn won(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|c| c.elected == Some(true))
    }

    /// The number of the next candidate.
    fn next(&self) -> i64 {
        self.candidates
            .iter()
            .map(|c| c.n)
            .max()
            .unwrap_or_default()
            + 1
    }

    /// As many candidates as the law allows, at most.
    fn most(&self) -> i64 {
        span(self.election.post, self.election.seats).1
    }

    fn counted(&self) -> bool {
        self.open().next().is_some() && self.open().all(|c| c.passed.is_some())
    }

    /// What the ballot decided; nothing before it is counted.
    pub fn outcome(&self) -> Elected {
        if !self.counted() {
            return Elected::default();
        }
        let counts: Vec<Count> = self
            .open()
            .map(|c| Count {
                n: c.n,
                yes: c.yes.unwrap_or_default(),
                passed: c.passed == Some(true),
            })
            .collect();
        elected(&counts, self.seats_left())
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, ground: &Ground<'_>) -> BTreeMap<String, Value> {
        let standing = self.candidates.iter().filter(|c| c.stands()).count() as i64;
        let (least, most) = span(self.election.post, self.election.seats);
        let days = (ground.today - self.election.opened_on).num_days();
        let outcome = self.outcome();
        let won = self.won().next().is_some();
        let asked = self.election.ballot_id.is_some() && !self.voided;
        let primary_asked = self.election.primary_id.is_some() && !self.primary_voided;
        let ranked = self.open().all(|c| c.primary_yes.is_some());
        let facts: [(&str, Value); 10] = [
            ("candidates", standing.into()),
            ("too_few", (standing < least).into()),
            ("too_many", (standing > most).into()),
            ("primary_asked", primary_asked.into()),
            ("primary_counted", (standing > most && ranked).into()),
            (
                "time_up",
                (!self.election.turnover || days >= TURNOVER_DAYS).into(),
            ),
            ("asked", asked.into()),
            ("counted", self.counted().into()),
            ("tied", (!outcome.tied.is_empty()).into()),
            ("any_elected", (won || !outcome.won.is_empty()).into()),
        ];
        facts.into_iter().map(|(n, v)| (n.to_owned(), v)).collect()
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        vec![Reader {
            principal: matter.organ_id,
            why: 0,
            wide: true,
        }]
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        let mut text = vec![self.election.office.clone()];
        text.extend(self.candidates.iter().map(|c| c.name.clone()));
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
            election::save(act, &self.election).await
        })
    }

    fn known(&self, act: &str, field: &str, _: Option<Id>) -> Option<String> {
        match (act, field) {
            ("enter_votes", "uncounted") => {
                let next = self.open().find(|c| c.passed.is_none());
                next.map(|c| c.n.to_string())
            }
            ("enter_primary", "unranked") => {
                let next = self.open().find(|c| c.primary_yes.is_none());
                next.map(|c| c.n.to_string())
            }
            ("certify", "meeting") => Some(self.session.clone()),
            ("enter_votes", "no" | "abstain") => Some("0".to_owned()),
            ("add_candidate", "nominated_by") => Some("presidium".to_owned()),
            _ => None,
        }
    }

    fn detail(&self, _: &Actor) -> serde_json::Value {
        let e = &self.election;
        let candidates: Vec<serde_json::Value> = self
            .candidates
            .iter()
            .map(|c| {
                json!({
                    "n": c.n, "name": c.name, "nominated_by": c.nominated_by.code(), "signers": c.signers,
                    "stands": c.stands(), "yes": c.yes, "no": c.no, "abstain": c.abstain, "needed": c.needed,
                    "passed": c.passed, "elected": c.elected, "primary_yes": c.primary_yes,
                    "certificate": c.certificate,
                })
            })
            .collect();
        json!({
            "office": e.office, "post": e.post.code(), "seats": e.seats, "turnover": e.turnover,
            "candidates": candidates, "notice": e.notice, "announced_on": e.announced_on, "meeting": e.meeting,
            "certified_on": e.certified_on, "ballot": e.ballot_id, "primary": e.primary_id,
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What ships is sound: every step owned and timed, every way ends in an answer and a file.
    #[test]
    fn what_ships_is_sound() {
        let pack = procedure::RulePack::parse(
            procedure::RulePack::shipped_text("national").expect("a pack"),
        )
        .expect("it is read");
        for text in Elections.shipped() {
            let definition =
                procedure::Definition::parse(text, &vocabulary::vocabulary()).expect("it is read");
            let calendar = workday::Calendar::shipped();
            let findings = procedure::check::check(&definition, &pack, &calendar);
            assert!(findings.is_empty(), "{findings:#?}");
        }
    }
}
