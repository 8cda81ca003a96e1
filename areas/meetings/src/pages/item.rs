//! One item of an agenda: its papers against the days they are due, who stays out of it, what was said and decided, what
//! flows out of it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::matter::Given;
use frame::ui::{Choice, Doc, Facts, Field, Form as Sheet, Head, Note, Press, Tone};
use frame::{App, Failure, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::Standing;

use super::agenda::{self, Agenda};
use super::{Presses, ballot, flow, item_papers, keeps_in, plan, record, ta};
use crate::actions::agenda::{self as actions, MOST};
use crate::actions::{OPEN, RECORD, roll as rolls};
use crate::kind::Held;
use crate::model::item::{ItemKind, ItemState};
use crate::model::period;
use crate::model::roll::{Out, Part};
use crate::store::item::Item;
use crate::store::roll;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/meetings/{id}/items/{item}", get(page).post(edit))
        .route("/meetings/{id}/items/{item}/withdraw", post(withdraw))
        .route("/meetings/{id}/items/{item}/out", post(out))
        .route("/meetings/{id}/items/{item}/now", post(now))
        .route("/meetings/{id}/items/{item}/conclude", post(conclude))
}

const AHEAD: [&str; 2] = ["arranged", "called"];

pub(super) fn at(id: Id, item: Id) -> String {
    format!("/meetings/{id}/items/{item}")
}

fn edit_form(visit: &SignedIn, item: &Item) -> Sheet {
    let mut form = Sheet::new(visit, at(item.meeting_id, item.id)).compact();
    form = match item.title.is_empty() {
        true => form.html(Note::new(Tone::Info, visit.t("meetings-item-hidden"))),
        false => form.field(
            Field::line("title", visit.t("meetings-item-title"), MOST.0)
                .must()
                .value(&item.title),
        ),
    };
    form.field(
        Field::select("kind", visit.t("meetings-item-kind"), agenda::kinds(visit))
            .must()
            .value(item.kind.code()),
    )
    .side(vec![
        Field::line("rapporteur", visit.t("meetings-rapporteur"), 60).value(&item.rapporteur),
        Field::number("minutes", visit.t("meetings-minutes"), 0, MOST.2).value(item.minutes),
    ])
    .send(visit.t("meetings-save"))
}

fn out_form(visit: &SignedIn, held: &Held, item: &Item) -> Sheet {
    let members = held.roll.iter().filter(|a| a.part == Part::Member);
    let people = members
        .filter_map(|a| Some(Choice::named(a.person_id?, &a.name)))
        .collect();
    let kinds = Out::ALL
        .iter()
        .map(|o| Choice::new(o.code(), visit.t(&o.key())))
        .collect();
    Sheet::new(visit, format!("{}/out", at(item.meeting_id, item.id)))
        .compact()
        .field(Field::pick("person", visit.t("meetings-name"), people).must())
        .side(vec![
            Field::select("kind", visit.t("meetings-out-kind"), kinds)
                .must()
                .value(Out::Recused.code()),
            Field::line("reason", visit.t("meetings-out-reason"), rolls::REASON),
        ])
        .send(visit.t("meetings-out-enter"))
}

/// What came of it; it starts with how the vote went.
fn conclude_form(visit: &SignedIn, item: &Item, voted: &str) -> Sheet {
    let outcome = match item.outcome.as_str() {
        "" => voted,
        outcome => outcome,
    };
    Sheet::new(visit, format!("{}/conclude", at(item.meeting_id, item.id)))
        .compact()
        .keep(visit, &format!("conclude-{}", item.id))
        .field(
            Field::prose("outcome", visit.t("meetings-outcome"), MOST.1)
                .must()
                .rows(4)
                .value(outcome)
                .hint(visit.t("meetings-outcome-hint")),
        )
        .send(visit.t("meetings-conclude"))
}

async fn doc(app: &App, visit: &SignedIn, standing: &Standing, id: Id) -> Result<Doc, Error> {
    let held = Held::of(standing)?;
    let item = held.item(id)?;
    let meeting = standing.matter.id;
    let agenda = Agenda::read(app, visit, standing).await?;
    let n = held.items.iter().position(|i| i.id == id).unwrap_or(0) + 1;
    let title = agenda.title(visit, item);
    let args = [("n", n.into()), ("kind", visit.t(&item.kind.key()).into())];
    let mut head = Head::new(&title).eyebrow(ta(visit, "meetings-item-n", &args));
    head = head.answer(visit.t("meetings-item-state"), &visit.t(&item.state.key()));
    if let Some(matter) = agenda.matter(item) {
        head = head.button(
            format!("/matters/{}", matter.id),
            visit.t("meetings-item-open"),
        );
    }
    let (open, ahead) = (
        keeps_in(visit, standing, &OPEN),
        keeps_in(visit, standing, &AHEAD),
    );
    let writes = keeps_in(visit, standing, &RECORD) && item.state != ItemState::Withdrawn;
    if writes {
        head = head.button(
            format!("{}/flow", at(meeting, id)),
            visit.t("meetings-flow"),
        );
    }
    let mut main = Doc::default();
    let mut side = Doc::default();
    let mut facts = Facts::new(visit)
        .line(visit.t("meetings-rapporteur"), item.rapporteur.as_str())
        .line(
            visit.t("meetings-minutes"),
            match item.minutes {
                0 => String::new(),
                n => n.to_string(),
            },
        );
    if let Some(asked) = plan::asked(standing, held) {
        for p in period::papers(asked, item.kind) {
            let day = text::date::date(visit.lang, p.due(held.event.from_on));
            facts = facts
                .line(visit.t(&p.what.key()), day)
                .why(plan::source(visit, &p.source));
        }
    }
    facts = facts.line(visit.t("meetings-outcome"), item.outcome.as_str());
    main = main.panel("", facts);
    if let Some(vote) = ballot::vote(app, visit, item, open).await? {
        main = main.panel(&visit.t("ballot-of-meeting"), vote);
    }
    let said = record::said(app, visit, standing, Some(id)).await?;
    if let Some(said) = said {
        main = main.panel(&visit.t("meetings-said"), said);
    }
    if writes {
        let voted: Vec<String> = ballot::of_item(app, visit, item)
            .await?
            .iter()
            .flat_map(|b| ballot::said(visit.lang, b))
            .collect();
        main = main
            .panel(
                &visit.t("meetings-note"),
                record::note_form(visit, held, item),
            )
            .panel(
                &visit.t("meetings-conclude"),
                conclude_form(visit, item, &voted.join("\n")),
            );
    }
    if let Some(table) = item_papers::table(visit, &agenda, item, ahead) {
        main = main.part(table);
    }
    if open && !item.title.is_empty() {
        let form = item_papers::form(visit, item, &Given::default());
        main = main.panel(&visit.t("meetings-paper-new"), form);
    }
    let out: Vec<roll::Recusal> = roll::recusals(&app.kernel().db, meeting).await?;
    let out: Vec<_> = out.into_iter().filter(|r| r.item_id == id).collect();
    if !out.is_empty() {
        let mut list = Doc::default();
        for r in &out {
            let line = held.roll.iter().find(|a| a.person_id == Some(r.person_id));
            let name = line.map(|a| a.name.clone()).unwrap_or_default();
            let words = match r.reason.as_str() {
                "" => visit.t(&r.kind.key()),
                reason => format!("{}：{reason}", visit.t(&r.kind.key())),
            };
            list = list.part(Facts::new(visit).line(name, words));
            if open {
                let action = format!("{}/out", at(meeting, id));
                let press = Press::new(visit, action, visit.t("meetings-out-undo"));
                list = list.part(press.with("person", r.person_id).with("undo", 1));
            }
        }
        side = side.panel(&visit.t("meetings-out"), list.together());
    }
    if open {
        side = side.panel(&visit.t("meetings-out-new"), out_form(visit, held, item));
    }
    if let Some(flows) = flow::flows(app, visit, meeting, id).await? {
        side = side.panel(&visit.t("meetings-flows"), flows);
    }
    if open {
        let mut acts = Vec::new();
        for (way, key) in [("up", "meetings-up"), ("down", "meetings-down")] {
            let action = format!("{}/move", at(meeting, id));
            acts.push(Press::new(visit, action, visit.t(key)).with("way", way));
        }
        side = side
            .panel(
                &visit.t("meetings-item-place"),
                Presses {
                    all: acts,
                    links: Vec::new(),
                },
            )
            .panel(&visit.t("meetings-item-edit"), edit_form(visit, item));
        if item.state == ItemState::Open {
            side = side.panel(&visit.t("meetings-withdraw"), withdraw_form(visit, item));
        }
    }
    Ok(Doc::new(title)
        .trail("/meetings", visit.t("meetings-nav"))
        .trail(
            format!("/meetings/{meeting}"),
            standing.matter.title.as_str(),
        )
        .live(format!("matter:{meeting}"))
        .follow()
        .part(head)
        .part(ways(visit, standing, &agenda, held, item))
        .columns(main, side))
}

/// Taking the item up while the meeting sits, and the way to those beside it.
fn ways(
    visit: &SignedIn,
    standing: &Standing,
    agenda: &Agenda<'_>,
    held: &Held,
    item: &Item,
) -> Presses {
    let mut ways = Presses::default();
    let now = held.sitting.as_ref().and_then(|s| s.item_id);
    if keeps_in(visit, standing, &["sitting"])
        && item.state == ItemState::Open
        && now != Some(item.id)
    {
        let action = format!("{}/now", at(item.meeting_id, item.id));
        ways.all
            .push(Press::new(visit, action, visit.t("meetings-take-up")).main());
    }
    let n = held.items.iter().position(|i| i.id == item.id);
    let beside = |n: Option<usize>| n.and_then(|n| held.items.get(n));
    for (key, other) in [
        (
            "meetings-item-before",
            beside(n.and_then(|n| n.checked_sub(1))),
        ),
        ("meetings-item-next", beside(n.map(|n| n + 1))),
    ] {
        if let Some(other) = other {
            let title = agenda.title(visit, other);
            let words = ta(visit, key, &[("title", title.as_str().into())]);
            ways.links.push((at(other.meeting_id, other.id), words));
        }
    }
    ways
}

fn withdraw_form(visit: &SignedIn, item: &Item) -> Sheet {
    Sheet::new(visit, format!("{}/withdraw", at(item.meeting_id, item.id)))
        .compact()
        .field(Field::line("reason", visit.t("meetings-withdraw-reason"), 200).must())
        .send(visit.t("meetings-withdraw"))
        .grave()
}

pub(super) async fn standing(
    app: &App,
    visit: &SignedIn,
    id: Id,
    item: Id,
) -> Result<Standing, Error> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?.item(item)?;
    Ok(standing)
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
) -> Result<Response, Failure> {
    let standing = standing(&app, &visit, id, item).await?;
    Ok(doc(&app, &visit, &standing, item).await?.show(&visit))
}

/// Back to the item, or its page again with the form that was refused on top.
pub(super) async fn ended(
    app: &App,
    visit: &SignedIn,
    id: Id,
    item: Id,
    done: Result<(), Error>,
    again: impl FnOnce(&Held, &Item, Error) -> Result<Sheet, Error>,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => {
            app.live().wake();
            Ok(Go::to(at(id, item))
                .saying(Message::new("meetings-saved"))
                .into_response())
        }
        Err(e) => {
            let standing = standing(app, visit, id, item).await?;
            let held = Held::of(&standing)?;
            let form = again(held, held.item(item)?, e)?;
            let doc = Doc::new(visit.t("meetings-item"))
                .trail("/meetings", visit.t("meetings-nav"))
                .trail(at(id, item), visit.t("meetings-item"));
            Ok(doc.again(form).show(visit))
        }
    }
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let codes: Vec<&str> = ItemKind::ALL.iter().map(|k| k.code()).collect();
        let kind = r.must_choice("kind", &codes).and_then(ItemKind::parse);
        let title = r.line("title", Len(MOST.0)).unwrap_or_default();
        let rapporteur = r.line("rapporteur", Len(60)).unwrap_or_default();
        let minutes = r.number("minutes", 0..=MOST.2).unwrap_or_default();
        r.finish()?;
        let kind = kind.unwrap_or(ItemKind::Other);
        let (kernel, actor) = (app.kernel(), visit.actor());
        actions::edit(kernel, actor, id, item, kind, title, rapporteur, minutes).await
    };
    let done = done.await;
    ended(&app, &visit, id, item, done, |_, item, e| {
        edit_form(&visit, item).again(&typed, e)
    })
    .await
}

async fn withdraw(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let reason = r.must_line("reason", Len(200));
        r.finish()?;
        actions::withdraw(app.kernel(), visit.actor(), id, item, &reason).await
    };
    let done = done.await;
    ended(&app, &visit, id, item, done, |_, item, e| {
        withdraw_form(&visit, item).again(&typed, e)
    })
    .await
}

async fn out(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let person = r.must_id("person").unwrap_or(Id(0));
        let undo = r.tick("undo");
        let codes: Vec<&str> = Out::ALL.iter().map(|o| o.code()).collect();
        let kind = r.choice("kind", &codes).and_then(Out::parse);
        let reason = r.line("reason", Len(rolls::REASON)).unwrap_or_default();
        if kind.is_none() && !undo {
            r.fail("kind", Message::new("frame-field-missing"));
        }
        r.finish()?;
        let out = kind.filter(|_| !undo).map(|kind| (kind, reason));
        rolls::recuse(app.kernel(), visit.actor(), id, item, person, out).await
    };
    let done = done.await;
    ended(&app, &visit, id, item, done, |held, item, e| {
        out_form(&visit, held, item).again(&typed, e)
    })
    .await
}

async fn now(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
    Form(_): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = actions::take_up(app.kernel(), visit.actor(), id, item).await;
    ended(&app, &visit, id, item, done, |_, _, e| Err(e)).await
}

async fn conclude(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let outcome = r.must_prose("outcome", Len(MOST.1));
        r.finish()?;
        actions::conclude(app.kernel(), visit.actor(), id, item, &outcome).await
    };
    let done = done.await;
    ended(&app, &visit, id, item, done, |_, item, e| {
        conclude_form(&visit, item, "").again(&typed, e)
    })
    .await
}
