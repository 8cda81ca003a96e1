//! An issue of a bulletin or of the journal as a matter: what the core asks of it.
//!
//! **Who sees what.** The staff of the organ from the start; whom it was sent to, once it was: a unit's own people, another
//! organ's staff. What is confidential or under embargo never gets in: [`effects`] refuses it as a source.

mod effects;
mod figures;
mod offers;
pub mod vocabulary;

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Act, Actor, Role};
use kernel::db::Source;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::choice::Offered;
use kernel::matter::kind::{Ground, Work};
use kernel::matter::listing::Reader;
use kernel::matter::{Case, Kind, Matter, Standing};
use kernel::notice::{Letter, To};
use kernel::search::{Audience, Document};
use procedure::{EffectCall, Value, Vocabulary};
use serde_json::json;

pub(crate) use effects::{headline, source_of, total_series, year_series};

pub use figures::figures;

use crate::model::issue::Shape;
use crate::store::issue::{self, Issue};

/// The kinds of issues: the names of matters.
pub const KINDS: [&str; 2] = ["bulletin", "journal"];

/// One of the two.
pub struct Issues(pub Shape);

/// An issue as it stands.
pub struct Held {
    pub issue: Issue,
}

impl Kind for Issues {
    fn name(&self) -> &'static str {
        self.0.code()
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        match self.0 {
            Shape::Bulletin => &[include_str!("../../procedures/bulletin.toml")],
            Shape::Journal => &[include_str!("../../procedures/journal.toml")],
        }
    }

    fn address(&self, matter: Id) -> String {
        format!("/publicity/issues/{matter}")
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

    fn asked_by(&self, notice: &str) -> Option<&'static str> {
        (notice == "notice-issue-sent").then_some("receive")
    }

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let issue = issue::read(&mut from, matter.id)
                .await?
                .ok_or_else(|| Error::missing("the issue of matter", matter.id))?;
            Ok(Box::new(Held { issue }) as Box<dyn Case>)
        })
    }
}

impl Held {
    /// The case of an issue.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing.case.as_any().downcast_ref().ok_or(Error::NotFound)
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, _: &Ground<'_>) -> BTreeMap<String, Value> {
        let items = &self.issue.items;
        let blank = items.iter().filter(|i| i.content.trim().is_empty()).count();
        BTreeMap::from([
            ("items".to_owned(), items.len().into()),
            ("blank".to_owned(), blank.into()),
        ])
    }

    fn roles(&self, actor: &Actor) -> Vec<&'static str> {
        let bodies = actor.principals();
        match self.issue.sent.iter().any(|s| s.is_of(&bodies)) {
            true => vec!["addressee"],
            false => Vec::new(),
        }
    }

    fn due(&self, _: &Matter, step: &str, _: Option<Id>) -> Option<NaiveDate> {
        let paper = &self.issue.paper;
        match step {
            "gather" => paper.gather_by,
            "edit" => paper.edit_by,
            "sign" => paper.sign_by,
            _ => None,
        }
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        let reader = |principal: Id, wide: bool| Reader {
            principal,
            why: 0,
            wide,
        };
        let mut out = vec![reader(matter.organ_id, true)];
        for sent in &self.issue.sent {
            out.extend(sent.unit_id.map(|id| reader(id, false)));
            out.extend(sent.other_id.map(|id| reader(id, false)));
        }
        out
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        let text: Vec<String> = self
            .issue
            .items
            .iter()
            .map(|i| format!("{}\n{}\n{}", i.title, i.sender, i.content))
            .collect();
        let head = match &matter.number {
            Some(number) => format!("{number} {}", matter.title),
            None => matter.title.clone(),
        };
        vec![Document::new(Audience::Parties, head, text.join("\n"))]
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
            self.issue = issue::read(&mut *act, doing.matter.id)
                .await?
                .ok_or_else(|| Error::missing("the issue of matter", doing.matter.id))?;
            Ok(())
        })
    }

    fn letters(&self, doing: &Doing) -> Vec<Letter> {
        if !doing.decision.effects.iter().any(|e| e.name == "send") {
            return Vec::new();
        }
        let unsigned = self.issue.sent.iter().filter(|s| s.received_at.is_none());
        let to: Vec<To> = unsigned
            .filter_map(|s| {
                let (holder, role) = match (s.unit_id, s.other_id) {
                    (Some(unit), _) => (unit, Role::UnitLiaison),
                    (_, Some(organ)) => (organ, Role::Office),
                    _ => return None,
                };
                Some(To::Role {
                    holder,
                    role: role.code().to_owned(),
                })
            })
            .collect();
        match to.is_empty() {
            true => Vec::new(),
            false => vec![Letter::new("notice-issue-sent", to).about(doing.matter.id)],
        }
    }

    fn known(&self, act: &str, field: &str, _: Option<Id>) -> Option<String> {
        offers::known(self, act, field)
    }

    fn detail(&self, actor: &Actor) -> serde_json::Value {
        let Issue {
            paper,
            series,
            items,
            sent,
            taken,
        } = &self.issue;
        // Whom else it went to is the office's to know.
        let bodies = actor.principals();
        let office = bodies.contains(&paper.organ_id);
        let at = |at: Option<i64>| at.map(|t| kernel::clock::Instant(t).local().to_rfc3339());
        json!({
            "series": series.name, "shape": series.shape, "issuer": series.issuer, "year": paper.year,
            "number": paper.number, "total": paper.total, "out_on": paper.out_on, "issued_on": paper.issued_on,
            "gather_by": paper.gather_by, "edit_by": paper.edit_by, "sign_by": paper.sign_by, "copies": paper.copies,
            "items": items.iter().map(|i| json!({
                "id": i.id.to_string(), "title": i.title, "content": i.content, "column": i.column_name, "page": i.page,
                "sender": i.sender, "characters": i.characters,
                "source": i.source_id.filter(|_| office).map(|id| id.to_string()),
                "taken": taken.iter().filter(|t| t.item_id == i.id).map(|t| json!({
                    "outlet": t.outlet, "on": t.on_date,
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "sent": sent.iter().filter(|s| office || s.is_of(&bodies)).map(|s| json!({
                "to": s.name, "way": s.way, "sent_at": at(Some(s.sent_at)), "read_at": at(s.read_at),
                "received_at": at(s.received_at), "receiver": s.receiver,
            })).collect::<Vec<_>>(),
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
