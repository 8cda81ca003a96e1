//! The desk: who is there, who answered the notice, who asks for leave, who sits in, who is in the chair; and the plan of
//! seats to be printed.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{
    Cell, Choice, Column, Doc, Facts, Field, Form as Sheet, Head, Links, Parts, Press, Row, Table,
};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::person;

use super::{Presses, plan, ta};
use crate::actions::OPEN;
use crate::actions::roll::{self as actions, REASON};
use crate::kind::Held;
use crate::model::body::Duty;
use crate::model::roll::{Leave, Part, Stands};
use crate::store::roll::Attendee;

/// The most characters of what a guest is.
const DUTY: usize = 60;
/// Seats in a row of the plan.
const ROW: usize = 7;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/meetings/{id}/roll", get(page).post(attend))
        .route("/meetings/{id}/roll/invite", post(invite))
        .route("/meetings/{id}/roll/chair", post(chair))
        .route("/meetings/{id}/roll/remind", post(remind))
        .route("/meetings/{id}/roll/{line}/leave", post(leave))
        .route("/meetings/{id}/roll/{line}/remove", post(remove))
        .route("/meetings/{id}/roll/{line}/confirm", post(confirm))
        .route("/meetings/{id}/seating", get(seating))
}

/// The word for what somebody of the roll is.
pub(super) fn duty(visit: &SignedIn, held: &Held, a: &Attendee) -> String {
    match (a.part, Duty::parse(&a.duty), &held.sitting) {
        (Part::Member, Some(duty), Some(s)) => visit.t(&duty.key_in(s.kind)),
        _ => a.duty.clone(),
    }
}

async fn read(app: &App, visit: &SignedIn, id: Id) -> Result<Standing, Error> {
    visit.actor().authorize(Permission::Register)?;
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?.sitting()?;
    Ok(standing)
}

fn is_open(standing: &Standing) -> bool {
    OPEN.contains(&standing.matter.state.as_str())
}

fn head(visit: &SignedIn, standing: &Standing, held: &Held) -> Head {
    let mut head = Head::new(visit.t("meetings-desk")).eyebrow(standing.matter.title.as_str());
    if let Some(e) = held.electorate() {
        let args = [("n", e.present.into()), ("all", e.members.into())];
        head = head.answer(
            visit.t("meetings-presence"),
            &ta(visit, "meetings-of", &args),
        );
    }
    if let Some(v) = held.quorum() {
        head = head.answer(visit.t("meetings-quorum"), &plan::verdict(visit, &v));
    }
    if let Some(s) = held.sitting.as_ref().filter(|_| is_open(standing)) {
        head = head.answer(visit.t("meetings-code"), &s.code);
    }
    head
}

/// Where each of the roll stands.
fn table(visit: &SignedIn, standing: &Standing, held: &Held) -> Table {
    let id = standing.matter.id;
    let columns = vec![
        Column::new("name", visit.t("meetings-name")),
        Column::new("duty", visit.t("meetings-duty")),
        Column::new("stands", visit.t("meetings-stands")),
        Column::new("signed", visit.t("meetings-signed-at")),
        Column::new("came", visit.t("meetings-came-at")),
        Column::new("leave", visit.t("meetings-leave-reason")),
        Column::new("act", ""),
    ];
    let rows = held
        .roll
        .iter()
        .map(|a| {
            let at = |t: Option<i64>| Cell::text(t.map(plan::moment).unwrap_or_default());
            let came = match a.present_by {
                Some(by) => {
                    let at = a.present_at.map(plan::moment).unwrap_or_default();
                    Cell::text(format!("{at} {}", visit.t(&by.key())))
                }
                None => Cell::Nothing,
            };
            let gone = is_open(standing) && a.part == Part::SitIn && a.present_at.is_none();
            let silent = is_open(standing) && a.stands() == Stands::Silent;
            let press = |page: &str, key: &str| {
                let action = format!("/meetings/{id}/roll/{}/{page}", a.id);
                Press::new(visit, action, visit.t(key))
            };
            let mut all = Vec::new();
            if silent {
                all.push(press("confirm", "meetings-confirm"));
            }
            if gone {
                all.push(press("remove", "meetings-remove"));
            }
            let act = match all.is_empty() {
                true => Cell::Nothing,
                false => Cell::Html(
                    Presses {
                        all,
                        ..Presses::default()
                    }
                    .to_string(),
                ),
            };
            Row {
                id: a.id.to_string(),
                cells: vec![
                    Cell::text(a.name.as_str()),
                    Cell::text(duty(visit, held, a)),
                    Cell::text(visit.t(a.stands().key())),
                    at(a.signed_at),
                    came,
                    Cell::text(a.leave_reason.as_str()),
                    act,
                ],
            }
        })
        .collect();
    Table::new(visit, "roll", visit.t("meetings-roll"), columns)
        .rows(rows)
        .cards()
}

/// Everybody with a tick: who is there.
fn attendance(visit: &SignedIn, id: Id, held: &Held) -> Sheet {
    let ticks = |part: Part| {
        held.roll
            .iter()
            .filter(|a| a.part == part)
            .map(|a| {
                let mut hint = duty(visit, held, a);
                if a.leave_state == Some(Leave::Granted) {
                    hint = format!("{hint} {}", visit.t("meetings-stands-excused"));
                }
                Choice::named(a.id, &a.name)
                    .hint(hint)
                    .chosen(a.is_present())
            })
            .collect::<Vec<_>>()
    };
    let mut form = Sheet::new(visit, format!("/meetings/{id}/roll")).compact();
    for (name, part) in [("present", Part::Member), ("guests", Part::SitIn)] {
        let all = ticks(part);
        if !all.is_empty() {
            form = form.field(Field::picks(name, visit.t(&part.key()), all));
        }
    }
    // Who stood as present when this was drawn: whoever signs in meanwhile is not taken out by it.
    for a in held.roll.iter().filter(|a| a.is_present()) {
        form = form.hidden("seen", a.id);
    }
    form.hidden("drawn", 1)
        .send(visit.t("meetings-attend-save"))
}

async fn invite_form(app: &App, visit: &SignedIn, id: Id, held: &Held) -> Result<Sheet, Error> {
    let called: BTreeSet<Id> = held.roll.iter().filter_map(|a| a.person_id).collect();
    let all = person::register::everybody(&app.kernel().db, visit.actor().organ).await?;
    let free = all
        .into_iter()
        .filter(|p| !called.contains(&p.id))
        .map(|p| Choice::named(p.id, p.name).hint(p.occupation.unwrap_or_default()))
        .collect();
    Ok(Sheet::new(visit, format!("/meetings/{id}/roll/invite"))
        .compact()
        .field(Field::picks(
            "people",
            visit.t("meetings-invite-people"),
            free,
        ))
        .side(vec![
            Field::line("guest", visit.t("meetings-invite-guest"), 60),
            Field::line("duty", visit.t("meetings-invite-duty"), DUTY),
        ])
        .send(visit.t("meetings-invite")))
}

fn chair_form(visit: &SignedIn, id: Id, held: &Held) -> Sheet {
    let mut all = vec![Choice::new("", visit.t("meetings-chair-none"))];
    let members = held.roll.iter().filter(|a| a.part == Part::Member);
    all.extend(members.filter_map(|a| Some(Choice::new(a.person_id?, &a.name))));
    let now = held.sitting.as_ref().and_then(|s| s.chair_id);
    Sheet::new(visit, format!("/meetings/{id}/roll/chair"))
        .compact()
        .field(Field::select("chair", visit.t("meetings-chair"), all).value_opt(now))
        .send(visit.t("meetings-save"))
}

/// Requests for leave that nobody decided yet.
fn requests(visit: &SignedIn, id: Id, held: &Held) -> Option<Parts> {
    let asking: Vec<&Attendee> = held
        .roll
        .iter()
        .filter(|a| a.leave_state == Some(Leave::Asked))
        .collect();
    if asking.is_empty() {
        return None;
    }
    let mut doc = Doc::default();
    for a in asking {
        let form = Sheet::new(visit, format!("/meetings/{id}/roll/{}/leave", a.id))
            .compact()
            .html(Facts::new(visit).line(a.name.as_str(), a.leave_reason.as_str()))
            .field(Field::line("said", visit.t("meetings-leave-said"), REASON))
            .send(visit.t("meetings-leave-grant"))
            .also("refuse", "1", visit.t("meetings-leave-refuse"));
        doc = doc.part(form);
    }
    Some(doc.together())
}

async fn doc(app: &App, visit: &SignedIn, standing: &Standing) -> Result<Doc, Error> {
    let held = Held::of(standing)?;
    let id = standing.matter.id;
    let mut main = Doc::default();
    let mut side = Doc::default();
    if is_open(standing) {
        if let Some(requests) = requests(visit, id, held) {
            main = main.panel(&visit.t("meetings-leave-requests"), requests);
        }
        if held.event.from_on <= visit.actor().today {
            main = main.panel(&visit.t("meetings-attend"), attendance(visit, id, held));
        }
        if let Some(facts) = plan::quorum(visit, held) {
            side = side.panel(&visit.t("meetings-presence"), facts);
        }
        let silent = |a: &&Attendee| a.told_at.is_some() && a.signed_at.is_none();
        if held.roll.iter().any(|a| silent(&a)) {
            let action = format!("/meetings/{id}/roll/remind");
            let press = Press::new(visit, action, visit.t("meetings-remind")).below();
            side = side.panel(&visit.t("meetings-silent"), press);
        }
        side = side
            .panel(&visit.t("meetings-chair"), chair_form(visit, id, held))
            .panel(
                &visit.t("meetings-invite-title"),
                invite_form(app, visit, id, held).await?,
            );
    }
    let links = Links::new(vec![
        (
            format!("/meetings/{id}/seating"),
            visit.t("meetings-seating"),
        ),
        (format!("/meetings/{id}/hall"), visit.t("meetings-hall")),
    ]);
    Ok(Doc::new(visit.t("meetings-desk"))
        .trail("/meetings", visit.t("meetings-nav"))
        .trail(format!("/meetings/{id}"), standing.matter.title.as_str())
        .live(format!("matter:{id}"))
        .follow()
        .part(head(visit, standing, held))
        .columns(main.part(table(visit, standing, held)).part(links), side))
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = read(&app, &visit, id).await?;
    Ok(doc(&app, &visit, &standing).await?.show(&visit))
}

fn done(app: &App, id: Id, message: Message) -> Response {
    app.live().wake();
    Go::to(format!("/meetings/{id}/roll"))
        .saying(message)
        .into_response()
}

fn saved(app: &App, id: Id) -> Response {
    done(app, id, Message::new("meetings-saved"))
}

/// The most lines one form names.
const MOST: usize = 3_100;

async fn attend(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    read(&app, &visit, id).await?;
    let mut r = Reader::new(&typed);
    let mut present = r.ids("present", MOST);
    present.extend(r.ids("guests", MOST));
    let seen = r.ids("seen", MOST);
    let seen = r.tick("drawn").then_some(seen.as_slice());
    r.finish()?;
    actions::attend_since(app.kernel(), visit.actor(), id, &present, seen).await?;
    Ok(saved(&app, id))
}

fn invited(typed: &Fields) -> Result<(Vec<Id>, Option<String>, String), Error> {
    let mut r = Reader::new(typed);
    let people = r.ids("people", MOST);
    let guest = r.line("guest", Len(60));
    let duty = r.line("duty", Len(DUTY)).unwrap_or_default();
    r.finish()?;
    Ok((people, guest, duty))
}

async fn invite(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = read(&app, &visit, id).await?;
    let work = async {
        let (people, guest, duty) = invited(&typed)?;
        let guest = guest.as_deref();
        actions::invite(app.kernel(), visit.actor(), id, &people, guest, &duty).await
    };
    match work.await {
        Ok(()) => Ok(saved(&app, id)),
        Err(e) => {
            let held = Held::of(&standing)?;
            let form = invite_form(&app, &visit, id, held)
                .await?
                .again(&typed, e)?;
            let doc = Doc::titled(visit.t("meetings-invite-title"))
                .trail("/meetings", visit.t("meetings-nav"))
                .trail(format!("/meetings/{id}/roll"), visit.t("meetings-desk"));
            Ok(doc.again(form).show(&visit))
        }
    }
}

async fn chair(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    read(&app, &visit, id).await?;
    let mut r = Reader::new(&typed);
    let person = r.id("chair");
    r.finish()?;
    actions::preside(app.kernel(), visit.actor(), id, person).await?;
    Ok(saved(&app, id))
}

async fn remind(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    read(&app, &visit, id).await?;
    let n = actions::remind(app.kernel(), visit.actor(), id).await?;
    Ok(done(
        &app,
        id,
        Message::new("meetings-reminded").arg("n", n),
    ))
}

async fn leave(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, line)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    read(&app, &visit, id).await?;
    let mut r = Reader::new(&typed);
    let said = r.line("said", Len(REASON)).unwrap_or_default();
    let granted = !r.tick("refuse");
    r.finish()?;
    actions::decide_leave(app.kernel(), visit.actor(), id, line, granted, &said).await?;
    Ok(saved(&app, id))
}

async fn remove(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, line)): Path<(Id, Id)>,
    Form(_): Form,
) -> Result<Response, Failure> {
    read(&app, &visit, id).await?;
    actions::uninvite(app.kernel(), visit.actor(), id, line).await?;
    Ok(saved(&app, id))
}

async fn confirm(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, line)): Path<(Id, Id)>,
    Form(_): Form,
) -> Result<Response, Failure> {
    read(&app, &visit, id).await?;
    actions::confirm(app.kernel(), visit.actor(), id, &[line]).await?;
    Ok(saved(&app, id))
}

/// Rows of seats facing the chair, members in their order, then those who sit in.
async fn seating(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = read(&app, &visit, id).await?;
    let held = Held::of(&standing)?;
    let chair = held.sitting.as_ref().and_then(|s| s.chair_id);
    let mut doc = Doc::titled(visit.t("meetings-seating"))
        .trail("/meetings", visit.t("meetings-nav"))
        .trail(format!("/meetings/{id}"), standing.matter.title.as_str());
    let name = held
        .roll
        .iter()
        .find(|a| chair.is_some() && a.person_id == chair);
    let facts = Facts::new(&visit).line(
        visit.t("meetings-chair"),
        name.map(|a| a.name.clone()).unwrap_or_default(),
    );
    if !facts.all.is_empty() {
        doc = doc.part(facts);
    }
    for part in [Part::Member, Part::SitIn] {
        let all: Vec<&Attendee> = held
            .roll
            .iter()
            .filter(|a| a.part == part && (chair.is_none() || a.person_id != chair))
            .filter(|a| a.leave_state != Some(Leave::Granted))
            .collect();
        if all.is_empty() {
            continue;
        }
        let mut columns = vec![Column::new("row", visit.t("meetings-row")).number()];
        let heads = ["1", "2", "3", "4", "5", "6", "7"];
        columns.extend(heads.map(|n| Column::new(n, n)));
        let rows = all
            .chunks(ROW)
            .enumerate()
            .map(|(n, row)| {
                let mut cells = vec![Cell::Count(n as i64 + 1)];
                cells.extend(row.iter().map(|a| Cell::text(a.name.as_str())));
                cells.resize(ROW + 1, Cell::Nothing);
                Row {
                    id: n.to_string(),
                    cells,
                }
            })
            .collect();
        let table = Table::new(&visit, part.code(), visit.t(&part.key()), columns).rows(rows);
        doc = doc.part(table);
    }
    Ok(doc.show(&visit))
}
