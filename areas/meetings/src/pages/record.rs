//! The record: who asked to speak, who has the floor, what was said; the minutes made of it; corrections.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{
    Cell, Choice, Column, Doc, Facts, Field, Form as Sheet, Head, Links, Note, Parts, Press, Row,
    Table, Tone,
};
use frame::{App, Failure, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::Standing;

use super::agenda::Agenda;
use super::{Presses, keeps_in, ta};
use crate::actions::RECORD;
use crate::actions::record::{self as actions, MINUTES, MOST, Turn};
use crate::kind::Held;
use crate::model::item::{ItemState, SpeechState};
use crate::store::item::Item;
use crate::store::record::{self, Speech};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/meetings/{id}/record", get(page))
        .route("/meetings/{id}/record/enlist", post(enlist))
        .route("/meetings/{id}/record/note", post(note))
        .route("/meetings/{id}/record/{speech}", get(ask).post(write))
        .route("/meetings/{id}/record/{speech}/turn", post(turn))
        .route("/meetings/{id}/correct", get(ask_correct).post(correct))
}

/// Minutes spoken, and whether they were too many.
fn spoken(visit: &SignedIn, s: &Speech) -> String {
    match s.minutes() {
        Some(n) if s.is_over() => ta(
            visit,
            "meetings-spoke-over",
            &[("n", n.into()), ("most", s.most_minutes.into())],
        ),
        Some(n) => ta(visit, "meetings-spoke", &[("n", n.into())]),
        None => String::new(),
    }
}

/// What was said on an item, or on none; nothing where nobody spoke.
pub(super) async fn said(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    item: Option<Id>,
) -> Result<Option<Facts>, Error> {
    let all = record::speeches(&app.kernel().db, standing.matter.id).await?;
    let mut facts = Facts::new(visit);
    for s in all.iter().filter(|s| s.item_id == item) {
        if s.state == SpeechState::Done {
            let words = match s.said.as_str() {
                "" => visit.t("meetings-said-nothing"),
                said => said.to_owned(),
            };
            facts = facts.line(s.name.as_str(), words);
        }
    }
    Ok(Some(facts).filter(|f| !f.all.is_empty()))
}

/// Writing down what somebody said on an item who stood on no list.
pub(super) fn note_form(visit: &SignedIn, held: &Held, item: &Item) -> Sheet {
    let people = held
        .roll
        .iter()
        .map(|a| Choice::named(a.id, &a.name))
        .collect();
    Sheet::new(visit, format!("/meetings/{}/record/note", item.meeting_id))
        .compact()
        .keep(visit, &format!("note-{}", item.id))
        .hidden("item", item.id)
        .field(Field::pick("line", visit.t("meetings-speaker"), people).must())
        .field(
            Field::prose("said", visit.t("meetings-said-what"), MOST.0)
                .must()
                .rows(4),
        )
        .send(visit.t("meetings-note-add"))
}

fn enlist_form(visit: &SignedIn, held: &Held) -> Sheet {
    let here = held.roll.iter().filter(|a| a.is_present());
    let people = here.map(|a| Choice::named(a.id, &a.name)).collect();
    Sheet::new(
        visit,
        format!("/meetings/{}/record/enlist", held.event.matter_id),
    )
    .compact()
    .field(Field::pick("line", visit.t("meetings-speaker"), people).must())
    .field(
        Field::number("most", visit.t("meetings-speech-most"), 1, 120)
            .must()
            .value(MINUTES)
            .hint(visit.t("meetings-speech-most-hint")),
    )
    .send(visit.t("meetings-enlist"))
}

fn queue(visit: &SignedIn, standing: &Standing, all: &[Speech]) -> Option<Table> {
    let id = standing.matter.id;
    let sits = keeps_in(visit, standing, &["sitting"]);
    let waiting: Vec<&Speech> = all
        .iter()
        .filter(|s| matches!(s.state, SpeechState::Asked | SpeechState::Speaking))
        .collect();
    if waiting.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("name", visit.t("meetings-speaker")),
        Column::new("state", visit.t("meetings-item-state")),
        Column::new("most", visit.t("meetings-speech-most")).number(),
        Column::new("act", ""),
    ];
    let rows = waiting
        .into_iter()
        .map(|s| {
            let action = format!("/meetings/{id}/record/{}/turn", s.id);
            let press = |to: &str, key: &str| {
                Press::new(visit, action.as_str(), visit.t(key)).with("to", to)
            };
            let acts = match (sits, s.state) {
                (true, SpeechState::Asked) => vec![
                    press("start", "meetings-floor"),
                    press("drop", "meetings-speech-drop"),
                ],
                (true, _) => vec![press("stop", "meetings-speech-stop")],
                _ => Vec::new(),
            };
            let state = match s.started_at.filter(|_| s.state == SpeechState::Speaking) {
                Some(at) => {
                    let minutes = (visit.now.0 - at).max(0) / 60_000_000;
                    ta(visit, "meetings-speaking-since", &[("n", minutes.into())])
                }
                None => visit.t(&s.state.key()),
            };
            Row {
                id: s.id.to_string(),
                cells: vec![
                    Cell::text(s.name.as_str()),
                    Cell::text(state),
                    Cell::Count(s.most_minutes),
                    Cell::Html(
                        Presses {
                            all: acts,
                            ..Presses::default()
                        }
                        .to_string(),
                    ),
                ],
            }
        })
        .collect();
    let table = Table::new(visit, "queue", visit.t("meetings-queue"), columns);
    Some(table.rows(rows).cards())
}

/// Every item with what was said on it and what came of it.
async fn items(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    held: &Held,
    all: &[Speech],
) -> Result<Doc, Error> {
    let id = standing.matter.id;
    let agenda = Agenda::read(app, visit, standing).await?;
    let writes = keeps_in(visit, standing, &RECORD);
    let mut doc = Doc::default();
    for (n, item) in held.items.iter().enumerate() {
        if item.state == ItemState::Withdrawn {
            continue;
        }
        let mut part = Doc::default();
        let spoken_here = all
            .iter()
            .filter(|s| s.item_id == Some(item.id) && s.state == SpeechState::Done);
        let mut facts = Facts::new(visit);
        let mut owed = Vec::new();
        for s in spoken_here {
            let label = match spoken(visit, s).as_str() {
                "" => s.name.clone(),
                minutes => format!("{} · {minutes}", s.name),
            };
            let words = match s.said.as_str() {
                "" => visit.t("meetings-said-nothing"),
                said => said.to_owned(),
            };
            facts = facts.line(label, words);
            if writes {
                let key = match s.said.is_empty() {
                    true => "meetings-write-of",
                    false => "meetings-rewrite-of",
                };
                let words = ta(visit, key, &[("name", s.name.as_str().into())]);
                owed.push((format!("/meetings/{id}/record/{}", s.id), words));
            }
        }
        facts = facts.line(visit.t("meetings-outcome"), item.outcome.as_str());
        part = part.part(facts);
        if writes {
            let words = visit.t("meetings-item-record");
            owed.push((format!("/meetings/{id}/items/{}", item.id), words));
        }
        if !owed.is_empty() {
            part = part.part(Links::new(owed));
        }
        let title = format!("{}. {}", n + 1, agenda.title(visit, item));
        doc = doc.panel(&title, part.together());
    }
    Ok(doc)
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let sitting = held.sitting()?;
    let all = record::speeches(&app.kernel().db, id).await?;
    let mut head = Head::new(visit.t("meetings-record")).eyebrow(standing.matter.title.as_str());
    if sitting.opened_at.is_some() {
        let word = format!("/meetings/{id}/minutes.docx");
        head = head.button(word, visit.t("meetings-minutes-word"));
    }
    if keeps_in(&visit, &standing, &["held"]) {
        let correct = format!("/meetings/{id}/correct");
        head = head.button(correct, visit.t("meetings-correct"));
    }
    let mut doc = Doc::new(visit.t("meetings-record"))
        .trail("/meetings", visit.t("meetings-nav"))
        .trail(format!("/meetings/{id}"), standing.matter.title.as_str())
        .live(format!("matter:{id}"))
        .follow()
        .part(head);
    if sitting.opened_at.is_none() {
        return Ok(doc
            .part(Note::new(Tone::Info, visit.t("meetings-record-early")))
            .show(&visit));
    }
    if let Some(queue) = queue(&visit, &standing, &all) {
        doc = doc.part(queue);
    }
    if keeps_in(&visit, &standing, &["sitting"]) {
        doc = doc.panel(&visit.t("meetings-enlist"), enlist_form(&visit, held));
    }
    if let Some(corrections) = corrections(&app, &visit, held).await? {
        doc = doc.panel(&visit.t("meetings-corrections"), corrections);
    }
    let items = items(&app, &visit, &standing, held, &all).await?;
    Ok(doc.part(items.together()).show(&visit))
}

fn back(app: &App, id: Id) -> Response {
    app.live().wake();
    Go::to(format!("/meetings/{id}/record"))
        .saying(Message::new("meetings-saved"))
        .into_response()
}

async fn enlist(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let mut r = Reader::new(&typed);
    let line = r.must_id("line").unwrap_or(Id(0));
    let most = r.must_number("most", 1..=120).unwrap_or(MINUTES);
    r.finish()?;
    actions::enlist(app.kernel(), visit.actor(), id, line, None, most).await?;
    Ok(back(&app, id))
}

async fn note(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let mut r = Reader::new(&typed);
    let item = r.must_id("item").unwrap_or(Id(0));
    let line = r.must_id("line").unwrap_or(Id(0));
    let said = r.must_prose("said", Len(MOST.0));
    r.finish()?;
    actions::note(app.kernel(), visit.actor(), id, item, line, &said).await?;
    app.live().wake();
    Ok(Go::to(format!("/meetings/{id}/items/{item}"))
        .saying(Message::new("meetings-saved"))
        .into_response())
}

async fn turn(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, speech)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let mut r = Reader::new(&typed);
    let to = r.must_choice("to", &["start", "stop", "drop"]);
    r.finish()?;
    let turn = match to {
        Some("start") => Turn::Start,
        Some("stop") => Turn::Stop,
        _ => Turn::Drop,
    };
    actions::turn(app.kernel(), visit.actor(), id, speech, turn).await?;
    Ok(back(&app, id))
}

fn write_form(visit: &SignedIn, s: &Speech) -> Sheet {
    Sheet::new(visit, format!("/meetings/{}/record/{}", s.meeting_id, s.id))
        .keep(visit, &format!("said-{}", s.id))
        .field(
            Field::prose("said", visit.t("meetings-said-what"), MOST.0)
                .must()
                .rows(10)
                .value(&s.said),
        )
        .send(visit.t("meetings-save"))
        .cancel(format!("/meetings/{}/record", s.meeting_id))
}

async fn speech(app: &App, visit: &SignedIn, id: Id, of: Id) -> Result<(Standing, Speech), Error> {
    visit.actor().authorize(Permission::Register)?;
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let speech = record::speech(&app.kernel().db, id, of).await?;
    Ok((standing, speech))
}

fn speech_doc(visit: &SignedIn, standing: &Standing, s: &Speech) -> Doc {
    let id = standing.matter.id;
    Doc::titled(ta(
        visit,
        "meetings-write-of",
        &[("name", s.name.as_str().into())],
    ))
    .trail("/meetings", visit.t("meetings-nav"))
    .trail(format!("/meetings/{id}/record"), visit.t("meetings-record"))
}

async fn ask(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, of)): Path<(Id, Id)>,
) -> Result<Response, Failure> {
    let (standing, s) = speech(&app, &visit, id, of).await?;
    Ok(speech_doc(&visit, &standing, &s)
        .part(write_form(&visit, &s))
        .show(&visit))
}

async fn write(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, of)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (standing, s) = speech(&app, &visit, id, of).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let said = r.must_prose("said", Len(MOST.0));
        r.finish()?;
        actions::write(app.kernel(), visit.actor(), id, of, &said).await
    };
    match done.await {
        Ok(()) => Ok(back(&app, id)),
        Err(e) => {
            let form = write_form(&visit, &s).again(&typed, e)?;
            Ok(speech_doc(&visit, &standing, &s).again(form).show(&visit))
        }
    }
}

/// The corrections of a meeting that is over; nothing where there are none.
pub(super) async fn corrections(
    app: &App,
    visit: &SignedIn,
    held: &Held,
) -> Result<Option<Parts>, Error> {
    let all = record::corrections(&app.kernel().db, held.event.matter_id).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let mut doc = Doc::default();
    for c in all {
        let of = c
            .item_id
            .and_then(|id| held.items.iter().position(|i| i.id == id));
        let of = of.map(|n| ta(visit, "meetings-nth", &[("n", (n + 1).into())]));
        let facts = Facts::new(visit)
            .line(visit.t("meetings-item"), of.unwrap_or_default())
            .line(visit.t("meetings-wrong"), c.wrong)
            .line(visit.t("meetings-right"), c.correct)
            .line(visit.t("meetings-correct-reason"), c.reason)
            .line(
                visit.t("meetings-correct-by"),
                format!("{} {}", c.name, text::date::instant(visit.lang, c.at)),
            );
        doc = doc.part(facts);
    }
    Ok(Some(doc.together()))
}

fn correct_form(visit: &SignedIn, held: &Held) -> Sheet {
    let id = held.event.matter_id;
    let mut items = vec![Choice::new("", visit.t("meetings-correct-whole"))];
    let nth = |n: usize| ta(visit, "meetings-nth", &[("n", (n + 1).into())]);
    items.extend(held.items.iter().enumerate().map(|(n, i)| {
        let title = match i.title.as_str() {
            "" => visit.t(&i.kind.neutral_key()),
            title => title.to_owned(),
        };
        Choice::new(i.id, format!("{} {title}", nth(n)))
    }));
    Sheet::new(visit, format!("/meetings/{id}/correct"))
        .field(Field::select("item", visit.t("meetings-item"), items))
        .field(
            Field::prose("wrong", visit.t("meetings-wrong"), MOST.1)
                .must()
                .rows(3),
        )
        .field(
            Field::prose("right", visit.t("meetings-right"), MOST.1)
                .must()
                .rows(3),
        )
        .field(
            Field::prose("reason", visit.t("meetings-correct-reason"), MOST.1)
                .must()
                .rows(2),
        )
        .send(visit.t("meetings-correct"))
        .cancel(format!("/meetings/{id}/record"))
}

async fn correcting(app: &App, visit: &SignedIn, id: Id) -> Result<Standing, Error> {
    visit.actor().authorize(Permission::Register)?;
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?.sitting()?;
    Ok(standing)
}

fn correct_doc(visit: &SignedIn, id: Id) -> Doc {
    Doc::titled(visit.t("meetings-correct"))
        .trail("/meetings", visit.t("meetings-nav"))
        .trail(format!("/meetings/{id}/record"), visit.t("meetings-record"))
        .part(Note::new(Tone::Info, visit.t("meetings-correct-about")))
}

async fn ask_correct(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = correcting(&app, &visit, id).await?;
    let form = correct_form(&visit, Held::of(&standing)?);
    Ok(correct_doc(&visit, id).part(form).show(&visit))
}

async fn correct(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = correcting(&app, &visit, id).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let item = r.id("item");
        let wrong = r.must_prose("wrong", Len(MOST.1));
        let right = r.must_prose("right", Len(MOST.1));
        let reason = r.must_prose("reason", Len(MOST.1));
        r.finish()?;
        let (kernel, actor) = (app.kernel(), visit.actor());
        actions::correct(kernel, actor, id, item, &wrong, &right, &reason).await
    };
    match done.await {
        Ok(()) => Ok(back(&app, id)),
        Err(e) => {
            let form = correct_form(&visit, Held::of(&standing)?).again(&typed, e)?;
            Ok(correct_doc(&visit, id).again(form).show(&visit))
        }
    }
}
