//! What this area declares of manuscripts: facts, roles, holders, readers, search text.
//!
//! **Who sees what.** The authors, whoever began it, and the group's members from the first line on; the staff of the
//! organ once it was sent in, or came with the ledger. A piece begun from a confidential topic exists for the former and
//! for those whose review it is alone.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::Kernel;
use kernel::access::{Act, Actor, PERSONAL};
use kernel::db::Source;
use kernel::error::{Error, Result};
use kernel::file::Place;
use kernel::history::Audience as Parties;
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::choice::Offered;
use kernel::matter::kind::{Ground, Work, why};
use kernel::matter::listing::Reader;
use kernel::matter::{Case, Kind, Matter, Request, Standing};
use kernel::notice::{Letter, To};
use kernel::search::{Audience, Document};
use procedure::{EffectCall, Value, Vocabulary};
use serde_json::json;

use crate::store::change;
use crate::store::manuscript::{self, Piece};
use crate::{effects, offers, photo, recording, vocabulary};

/// The name of the kind.
pub const MANUSCRIPT: &str = "manuscript";

/// Manuscripts.
pub struct Manuscript;

/// A manuscript as it stands.
pub struct Held {
    pub piece: Piece,
    pub title: String,
}

impl Kind for Manuscript {
    fn name(&self) -> &'static str {
        MANUSCRIPT
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        vocabulary::vocabulary()
    }

    fn shipped(&self) -> &'static [&'static str] {
        &[
            include_str!("../procedures/manuscript.toml"),
            include_str!("../procedures/manuscript-2.toml"),
            include_str!("../procedures/manuscript-3.toml"),
        ]
    }

    fn address(&self, matter: Id) -> String {
        format!("/publicity/manuscripts/{matter}")
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

    fn read<'a>(&'a self, mut from: Source<'a>, matter: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async move {
            let piece = manuscript::read(&mut from, matter.id)
                .await?
                .ok_or_else(|| Error::missing("the manuscript of matter", matter.id))?;
            Ok(Box::new(Held {
                piece,
                title: matter.title.clone(),
            }) as Box<dyn Case>)
        })
    }
}

impl Held {
    /// The case of a manuscript.
    pub fn of(standing: &Standing) -> Result<&Held> {
        standing
            .case
            .as_any()
            .downcast_ref()
            .ok_or_else(|| Error::internal("a matter of another kind"))
    }

    /// The people among the authors.
    fn writers(&self) -> impl Iterator<Item = Id> {
        self.piece.authors.iter().filter_map(|a| a.person_id)
    }

    fn leads(&self) -> impl Iterator<Item = Id> {
        self.piece
            .members
            .iter()
            .filter(|m| m.lead)
            .map(|m| m.person_id)
    }
}

impl Case for Held {
    fn facts(&self, _: &Matter, _: &Ground<'_>) -> BTreeMap<String, Value> {
        BTreeMap::from([
            ("written".to_owned(), (self.piece.paper.version > 0).into()),
            ("photos".to_owned(), self.piece.photos.len().into()),
            ("recordings".to_owned(), self.piece.recordings.len().into()),
            ("untold".to_owned(), self.piece.untold().count().into()),
        ])
    }

    fn roles(&self, actor: &Actor) -> Vec<&'static str> {
        let mut own: Vec<Id> = actor.person.into_iter().collect();
        own.extend(actor.posts.iter().filter_map(|p| p.instead_of));
        let mut out = Vec::new();
        if self.writers().any(|id| own.contains(&id)) {
            out.push("author");
        }
        if self.leads().any(|id| own.contains(&id)) {
            out.push("own_lead");
        }
        if self
            .piece
            .members
            .iter()
            .any(|m| own.contains(&m.person_id))
        {
            out.push("member");
        }
        out
    }

    fn holders(&self, matter: &Matter, role: &str, _: Option<Id>) -> Vec<(Id, String)> {
        let personal = |id: Id| (id, PERSONAL.to_owned());
        match role {
            "author" => self
                .writers()
                .chain(matter.created_by)
                .map(personal)
                .take(1)
                .collect(),
            "own_lead" => self.leads().map(personal).collect(),
            _ => Vec::new(),
        }
    }

    fn readers(&self, matter: &Matter) -> Vec<Reader> {
        let reader = |principal: Id, why: i64| Reader {
            principal,
            why,
            wide: false,
        };
        let mut out: Vec<Reader> = self.writers().map(|id| reader(id, why::PROPOSED)).collect();
        out.extend(matter.created_by.map(|id| reader(id, 0)));
        out.extend(self.piece.members.iter().map(|m| reader(m.person_id, 0)));
        let sent_in = self.piece.paper.submitted_on.is_some() || matter.historic || !matter.open;
        if sent_in && !matter.confidentiality().hides() {
            out.push(Reader {
                principal: matter.organ_id,
                why: 0,
                wide: true,
            });
        }
        out
    }

    fn documents(&self, matter: &Matter) -> Vec<Document> {
        let mut text = vec![self.piece.byline(), self.piece.paper.content.clone()];
        text.extend(self.piece.group.clone());
        text.extend(self.piece.photos.iter().map(|p| p.caption.clone()));
        for a in self
            .piece
            .adoptions
            .iter()
            .filter(|a| a.struck_at.is_none())
        {
            text.push(format!("{} {}", a.outlet, a.title));
        }
        vec![Document::new(
            Audience::Parties,
            matter.title.as_str(),
            text.join("\n"),
        )]
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
            self.piece = manuscript::read(&mut *act, doing.matter.id)
                .await?
                .ok_or_else(|| Error::missing("the manuscript of matter", doing.matter.id))?;
            self.title.clone_from(&doing.matter.title);
            Ok(())
        })
    }

    fn letters(&self, doing: &Doing) -> Vec<Letter> {
        let did = |name: &str| doing.decision.effects.iter().any(|e| e.name == name);
        let key = match () {
            () if did("release") => "notice-manuscript-released",
            () if did("decline") => "notice-manuscript-declined",
            () if did("correct") => "notice-manuscript-corrected",
            () if did("remark") => "notice-manuscript-remark",
            () => return Vec::new(),
        };
        let actor = doing.data.get("by").and_then(|v| v.as_str());
        let to: Vec<To> = self
            .writers()
            .filter(|id| actor != Some(id.to_string().as_str()))
            .map(To::Person)
            .collect();
        if to.is_empty() {
            return Vec::new();
        }
        vec![Letter::new(key, to).about(doing.matter.id)]
    }

    fn place(&self, effects: &[EffectCall], _: Option<Id>, _: &Actor, _: &Request) -> Place {
        let named = |effect: &str| effects.iter().any(|e| e.name == effect);
        let name = match () {
            () if named("photos") => "photo",
            () if named("recordings") => "recording",
            () if named("add_paper") => "added",
            () => "paper",
        };
        Place::new(name, Parties::Parties)
    }

    fn settle<'a>(
        &'a mut self,
        kernel: &'a Kernel,
        act: &'a mut Act,
        doing: &'a mut Doing,
    ) -> Work<'a, ()> {
        Box::pin(async move {
            // Whatever is done on a piece may change what is counted of it: genre, authors, where it was sent.
            change::raise(act).await?;
            let kept = photo::keep(self, act, doing).await?;
            if recording::keep(self, kernel, act, doing).await? || kept {
                self.piece = manuscript::read(&mut *act, doing.matter.id)
                    .await?
                    .ok_or_else(|| Error::missing("the manuscript of matter", doing.matter.id))?;
            }
            Ok(())
        })
    }

    fn people(&self) -> Vec<Id> {
        self.writers().collect()
    }

    fn known(&self, act: &str, field: &str, _: Option<Id>) -> Option<String> {
        offers::known(self, act, field)
    }

    fn detail(&self, _: &Actor) -> serde_json::Value {
        let p = &self.piece.paper;
        json!({
            "genre": p.genre, "group": self.piece.group, "event_on": p.event_on,
            "field": p.field, "setting": p.setting, "nature": p.nature, "aspect": p.aspect, "place": p.place,
            "content": p.content, "version": p.version, "characters": p.characters, "seconds": p.seconds,
            "submitted_on": p.submitted_on, "released_on": p.released_on,
            "authors": self.piece.authors.iter().map(|a| json!({
                "person": a.person_id.map(|id| id.to_string()), "name": a.name, "parts": a.parts,
            })).collect::<Vec<_>>(),
            "reviews": self.piece.reviews.iter().map(|r| json!({
                "step": r.step, "version": r.version, "passed": r.passed, "fast": r.fast, "lively": r.lively,
                "deep": r.deep, "solid": r.solid, "note": r.note,
            })).collect::<Vec<_>>(),
            "submissions": self.piece.submissions.iter().map(|s| json!({
                "outlet": s.outlet, "sent_on": s.sent_on, "state": s.state, "answered_on": s.answered_on,
                "version": s.version, "told_version": s.told_version, "told_on": s.told_on, "told_how": s.told_how,
            })).collect::<Vec<_>>(),
            "photos": self.piece.photos.iter().map(|p| json!({
                "file": p.file_id.to_string(), "name": p.name, "caption": p.caption,
            })).collect::<Vec<_>>(),
            "recordings": self.piece.recordings.iter().map(|r| json!({
                "file": r.file_id.to_string(), "name": r.name, "media_type": r.mime, "caption": r.caption,
                "seconds": r.seconds,
            })).collect::<Vec<_>>(),
            "adoptions": self.piece.adoptions.iter().map(|a| json!({
                "id": a.id.to_string(), "outlet": a.outlet, "on": a.on_date, "title": a.title, "level": a.level,
                "medium": a.medium, "size": a.size, "reprint": a.reprint, "link": a.link,
                "struck": a.struck_at.is_some(),
            })).collect::<Vec<_>>(),
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
