//! One event: what, when, where. A meeting of a body with its agenda, its quorum as it stands, who answered the notice,
//! what the reader is asked; its days counted back, its links and its history.

use axum::extract::State;
use axum::response::Response;
use frame::matter::Shown;
use frame::ui::{Doc, Facts, Figure, Figures, Head, Links, Parts};
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::id::Id;
use kernel::matter::Standing;

use super::agenda::Agenda;
use super::{agenda, ballot, keeps, keeps_in, own, plan, record, ta};
use crate::actions::OPEN;
use crate::kind::Held;
use crate::model::roll::{Part, Stands};
use crate::store::item;

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/{id}", get(page))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let shown = Shown::new(&app, &visit, &standing).await?;
    let (history, more) = shown.history(&app).await?;
    let mut main = Doc::default();
    if held.sitting.is_some() {
        let agenda = Agenda::read(&app, &visit, &standing).await?;
        let open = keeps_in(&visit, &standing, &OPEN);
        let mut items = Doc::default().part(agenda.table(&visit));
        if open {
            items = items.part(agenda::links(&visit, id, held));
        }
        main = main.panel(&visit.t("meetings-agenda"), items.together());
        if let Some(ballots) = ballot::panel(&app, &visit, id).await? {
            main = main.panel_at("ballots", &visit.t("ballot-of-meeting"), ballots);
        }
        if keeps(&visit) {
            main = main.panel(&visit.t("meetings-roll"), answers(&visit, held));
        }
        if let Some(corrections) = record::corrections(&app, &visit, held).await? {
            main = main.panel(&visit.t("meetings-corrections"), corrections);
        }
    }
    if let Some(links) = shown.linked(&app).await? {
        main = main.panel(&visit.t("matter-links"), links);
    }
    if let Some(papers) = shown.papers(&app).await? {
        main = main.part(papers);
    }
    let mut side = Doc::default();
    if let Some(facts) = plan::quorum(&visit, held) {
        side = side.panel_at(
            "quorum",
            &visit.t("meetings-presence"),
            counts(&visit, held, facts),
        );
    }
    side = side.panel(&visit.t("meetings-arrangement"), arrangement(&visit, held));
    let mine = own::panel(&app, &visit, &standing, held).await?;
    // Who is called and does not prepare it asks for no paper.
    if keeps(&visit) || mine.is_none() {
        let papers = item::papers(&app.kernel().db, id).await?;
        if let Some(days) = plan::schedule(&visit, &standing, held, &papers) {
            side = side.panel(&visit.t("meetings-plan"), days);
        }
    }
    side = side
        .panel_at("dates", &visit.t("meetings-dates"), shown.dates()?)
        .panel(&visit.t("matter-history"), history);
    if let Some(more) = more {
        side = side.part(more);
    }
    let mut doc = Doc::new(standing.matter.title.as_str())
        .trail("/meetings", visit.t("meetings-nav"))
        .live(format!("matter:{id}"))
        .follow()
        .part(buttons(&visit, id, held, shown.head()));
    if let Some(mine) = mine {
        doc = doc.panel_at("mine", &visit.t("meetings-mine"), mine);
    }
    Ok(doc.part(shown.rail()).columns(main, side).show(&visit))
}

fn buttons(visit: &SignedIn, id: Id, held: &Held, head: Head) -> Head {
    let Some(sitting) = &held.sitting else {
        return head;
    };
    let at = |page: &str| format!("/meetings/{id}/{page}");
    let mut head = head;
    if keeps(visit) {
        head = head
            .button(at("roll"), visit.t("meetings-desk"))
            .button(at("hall"), visit.t("meetings-hall"));
    }
    if sitting.opened_at.is_some() {
        head = head.button(at("record"), visit.t("meetings-record"));
    }
    head
}

fn arrangement(visit: &SignedIn, held: &Held) -> Facts {
    let event = &held.event;
    let day = |d| text::date::date(visit.lang, d);
    let days = match event.from_on == event.to_on {
        true => day(event.from_on),
        false => format!("{} — {}", day(event.from_on), day(event.to_on)),
    };
    let mut facts = Facts::new(visit);
    if let Some(s) = &held.sitting {
        facts = match visit.actor().may(kernel::access::Permission::ReadAll) {
            true => facts.link(
                visit.t("meetings-body"),
                s.body.as_str(),
                format!("/meetings/bodies/{}?on={}", s.body_id, event.from_on),
            ),
            false => facts.line(visit.t("meetings-body"), s.body.as_str()),
        };
    }
    facts = facts.line(visit.t("meetings-days"), days);
    if let Some(s) = &held.sitting {
        let chair = s.chair_id.and_then(|id| {
            let line = held.roll.iter().find(|a| a.person_id == Some(id));
            line.map(|a| match a.is_present() {
                true => ta(
                    visit,
                    "meetings-chair-present",
                    &[("name", a.name.as_str().into())],
                ),
                false => a.name.clone(),
            })
        });
        facts = facts
            .line(visit.t("meetings-ask-at_time"), s.at_time.as_str())
            .line(visit.t("meetings-chair"), chair.unwrap_or_default());
    }
    facts
        .line(visit.t("meetings-ask-place"), event.place.clone())
        .line(visit.t("meetings-ask-note"), event.note.clone())
}

/// Seats, members, those present.
fn counts(visit: &SignedIn, held: &Held, facts: Facts) -> Facts {
    let Some(e) = held.electorate() else {
        return facts;
    };
    let vacant = e.seats.saturating_sub(e.members);
    let args = [
        ("seats", e.seats.into()),
        ("members", e.members.into()),
        ("vacant", vacant.into()),
    ];
    let facts = facts.line(
        visit.t("meetings-members"),
        ta(visit, "meetings-members-of", &args),
    );
    let sits_in = held.roll.iter().filter(|a| a.part == Part::SitIn);
    let there = sits_in.clone().filter(|a| a.is_present()).count();
    match sits_in.count() {
        0 => facts,
        all => {
            let args = [("n", there.into()), ("all", all.into())];
            facts.line(
                visit.t("meetings-part-sit_in"),
                ta(visit, "meetings-of", &args),
            )
        }
    }
}

/// How many of the roll stand where; each leads to the desk.
fn answers(visit: &SignedIn, held: &Held) -> Parts {
    let id = held.event.matter_id;
    let all = [
        Stands::Present,
        Stands::Left,
        Stands::Excused,
        Stands::Asking,
        Stands::Coming,
        Stands::Silent,
        Stands::Untold,
    ];
    let figures = all
        .into_iter()
        .map(|s| (s, held.roll.iter().filter(|a| a.stands() == s).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(s, n)| Figure {
            value: n.to_string(),
            label: visit.t(s.key()),
            href: format!("/meetings/{id}/roll"),
            lamp: None,
        })
        .collect();
    let links = vec![
        (format!("/meetings/{id}/roll"), visit.t("meetings-desk")),
        (
            format!("/meetings/{id}/seating"),
            visit.t("meetings-seating"),
        ),
    ];
    Doc::default()
        .part(Figures { all: figures })
        .part(Links::new(links))
        .together()
}
