//! The screen of the hall: who is there of how many, whether that is enough, the code to sign in with, the item at hand and
//! who has the floor. Drawn anew after every write; nothing to press.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Doc, Facts, Figure, Figures, Head};
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::id::Id;
use kernel::matter::Standing;

use super::agenda::Agenda;
use super::{plan, ta};
use crate::actions::OPEN;
use crate::kind::Held;
use crate::model::item::{ItemState, SpeechState};
use crate::store::record;

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/{id}/hall", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let sitting = held.sitting()?;
    let mut head = Head::new(standing.matter.title.as_str()).eyebrow(sitting.body.as_str());
    let mut figures = Vec::new();
    if let Some(e) = held.electorate() {
        figures.push(Figure {
            value: format!("{} / {}", e.present, e.members),
            label: visit.t("meetings-hall-present"),
            href: String::new(),
            lamp: held.quorum().map(|v| plan::quorum_lamp(&visit, &v)),
        });
    }
    if OPEN.contains(&standing.matter.state.as_str()) && held.event.from_on <= visit.actor().today {
        figures.push(Figure {
            value: sitting.code.clone(),
            label: visit.t("meetings-hall-code"),
            href: String::new(),
            lamp: None,
        });
    }
    if let Some(v) = held.quorum() {
        let (said, source) = (plan::verdict(&visit, &v), plan::source(&visit, &v.source));
        head = head.lede(format!("{said} {source}"));
    }
    let mut doc = Doc::new(standing.matter.title.as_str())
        .wall()
        .part(head)
        .part(Figures { all: figures });
    if sitting.opened_at.is_some() && sitting.closed_at.is_none() {
        let agenda = Agenda::read(&app, &visit, &standing).await?;
        let now = held
            .items
            .iter()
            .position(|i| Some(i.id) == sitting.item_id);
        let mut facts = Facts::new(&visit);
        if let Some(n) = now {
            let title = agenda.title(&visit, &held.items[n]);
            facts = facts.line(ta(&visit, "meetings-nth", &[("n", (n + 1).into())]), title);
        }
        let all = record::speeches(&app.kernel().db, id).await?;
        let names = |state: SpeechState| {
            let some = all.iter().filter(|s| s.state == state);
            some.map(|s| s.name.as_str()).collect::<Vec<_>>().join("、")
        };
        facts = facts
            .line(
                visit.t("meetings-speech-speaking"),
                names(SpeechState::Speaking),
            )
            .line(visit.t("meetings-speech-asked"), names(SpeechState::Asked));
        doc = doc.panel(&visit.t("meetings-item-now"), facts);
        let done = held.items.iter().filter(|i| i.state == ItemState::Done);
        let decided = done.fold(Facts::new(&visit), |facts, i| {
            facts.line(agenda.title(&visit, i), i.outcome.as_str())
        });
        if !decided.all.is_empty() {
            doc = doc.panel(&visit.t("meetings-item-state-done"), decided);
        }
    }
    Ok(doc.show(&visit))
}
