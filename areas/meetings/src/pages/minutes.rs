//! The minutes (会议纪要) as a paper for Word, made of the record: who was there, what was said, what came of each item,
//! what was corrected since.

use axum::extract::State;
use axum::response::Response;
use frame::{App, Failure, Path, Routes, SignedIn, file, get};
use kernel::id::Id;
use kernel::matter::Standing;
use papers::plain::{self, Plain, Span};
use text::{Lang, t, ta};

use super::agenda::Agenda;
use super::ballot;
use crate::kind::Held;
use crate::model::item::{ItemState, SpeechState};
use crate::model::roll::{Leave, Out, Part};
use crate::store::roll::Attendee;
use crate::store::{record, roll};
use kernel::error::Error;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/{id}/minutes.docx", get(word))
}

/// An official paper is in Chinese, whoever reads the page.
const LANG: Lang = Lang::Zh;

fn names<'a>(all: impl Iterator<Item = &'a Attendee>) -> String {
    all.map(|a| a.name.as_str()).collect::<Vec<_>>().join("、")
}

async fn word(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    if held.sitting()?.opened_at.is_none() {
        return Err(Error::refused("meetings-record-early").into());
    }
    let paper = paper(&app, &visit, &standing, held).await?;
    let name = ta(
        LANG,
        "meetings-minutes-of",
        &[("title", standing.matter.title.as_str().into())],
    );
    Ok(file(&format!("{name}.docx"), WORD, plain::docx(&paper)))
}

async fn paper(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    held: &Held,
) -> Result<Plain, Error> {
    let db = &app.kernel().db;
    let id = standing.matter.id;
    let mut lines = vec![opening(held)];
    let there = |a: &&Attendee| a.present_at.is_some();
    let members = || held.roll.iter().filter(|a| a.part == Part::Member);
    let mut push = |key: &str, words: String| {
        if !words.is_empty() {
            lines.push(format!("{}{words}", t(LANG, key)));
        }
    };
    push("meetings-paper-present", names(members().filter(there)));
    let leave = |a: &&Attendee| !there(a) && a.leave_state == Some(Leave::Granted);
    push("meetings-paper-leave", names(members().filter(leave)));
    let absent = |a: &&Attendee| !there(a) && a.leave_state != Some(Leave::Granted);
    push("meetings-paper-absent", names(members().filter(absent)));
    let sit_in = held.roll.iter().filter(|a| a.part == Part::SitIn);
    push("meetings-paper-sit-in", names(sit_in.filter(there)));
    let agenda = Agenda::read(app, visit, standing).await?;
    let all = record::speeches(db, id).await?;
    let out = roll::recusals(db, id).await?;
    for (n, item) in held.items.iter().enumerate() {
        let title = agenda.title(visit, item);
        let nth = u16::try_from(n + 1).ok().and_then(text::numeral::print);
        lines.push(format!(
            "{}、{title}",
            nth.unwrap_or_else(|| (n + 1).to_string())
        ));
        if item.state == ItemState::Withdrawn {
            let args = [("why", item.outcome.as_str().into())];
            lines.push(ta(LANG, "meetings-paper-withdrawn", &args));
            continue;
        }
        if !item.rapporteur.is_empty() {
            let args = [("name", item.rapporteur.as_str().into())];
            lines.push(ta(LANG, "meetings-paper-rapporteur", &args));
        }
        let recused = out
            .iter()
            .filter(|r| r.item_id == item.id && r.kind == Out::Recused)
            .filter_map(|r| held.roll.iter().find(|a| a.person_id == Some(r.person_id)));
        let recused = names(recused);
        if !recused.is_empty() {
            lines.push(ta(
                LANG,
                "meetings-paper-recused",
                &[("names", recused.into())],
            ));
        }
        let spoke = all
            .iter()
            .filter(|s| s.item_id == Some(item.id) && s.state == SpeechState::Done);
        for s in spoke.filter(|s| !s.said.is_empty()) {
            for (n, line) in s.said.lines().enumerate() {
                lines.push(match n {
                    0 => format!("{}：{line}", s.name),
                    _ => line.to_owned(),
                });
            }
        }
        // The vote, where the outcome does not say it already.
        for b in ballot::of_item(app, visit, item).await? {
            let said = ballot::said(LANG, &b).into_iter();
            lines.extend(said.filter(|line| !item.outcome.contains(line.as_str())));
        }
        lines.extend(item.outcome.lines().map(str::to_owned));
    }
    let corrections = record::corrections(db, id).await?;
    if !corrections.is_empty() {
        lines.push(t(LANG, "meetings-corrections"));
    }
    for c in corrections {
        let args = [
            ("wrong", c.wrong.as_str().into()),
            ("right", c.correct.as_str().into()),
            ("reason", c.reason.as_str().into()),
        ];
        lines.push(ta(LANG, "meetings-paper-corrected", &args));
    }
    let said = |text: String| vec![Span { text, link: None }];
    Ok(Plain {
        title: ta(
            LANG,
            "meetings-minutes-of",
            &[("title", standing.matter.title.as_str().into())],
        ),
        body: lines.into_iter().map(said).collect(),
        foot: vec![ta(
            LANG,
            "meetings-paper-foot",
            &[("at", text::date::instant(LANG, visit.now.0).into())],
        )],
    })
}

/// When and where it sat, who was in the chair, how many were there of how many.
fn opening(held: &Held) -> String {
    let sitting = held.sitting.as_ref();
    let chair = sitting.and_then(|s| s.chair_id);
    let chair = held
        .roll
        .iter()
        .find(|a| chair.is_some() && a.person_id == chair)
        .map(|a| {
            let args = [("name", a.name.as_str().into())];
            ta(LANG, "meetings-paper-chair", &args)
        });
    let counts = held.electorate();
    let args = [
        (
            "day",
            text::date::date_plain(LANG, held.event.from_on).into(),
        ),
        ("place", held.event.place.as_str().into()),
        ("body", sitting.map_or("", |s| s.body.as_str()).into()),
        ("chair", chair.unwrap_or_default().into()),
        ("members", counts.map_or(0, |c| c.members).into()),
        ("present", counts.map_or(0, |c| c.present).into()),
    ];
    ta(LANG, "meetings-paper-opening", &args)
}
