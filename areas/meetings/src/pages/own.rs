//! What a meeting asks of whoever is called to it: the receipt, leave, signing in, the wish to speak. Made for a phone.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{
    Cell, Column, Confirm, Doc, Facts, Field, Form as Sheet, Note, Parts, Press, Row, Table, Tone,
};
use frame::{App, Failure, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use futures_util::future::BoxFuture;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::Standing;

use super::{Presses, ta};
use crate::actions::OPEN;
use crate::actions::roll::{self as actions, REASON};
use crate::kind::Held;
use crate::model::item::SpeechState;
use crate::model::roll::{Leave, Part};
use crate::store::roll::Attendee;
use crate::store::{record, sitting};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/meetings/{id}/receipt", post(receipt))
        .route("/meetings/{id}/leave", get(leave).post(ask_leave))
        .route("/meetings/{id}/arrive", get(arriving).post(arrive))
        .route("/meetings/{id}/speak", post(speak))
}

fn own<'a>(visit: &SignedIn, held: &'a Held) -> Option<&'a Attendee> {
    let person = visit.actor().person?;
    held.roll
        .iter()
        .find(|a| a.person_id == Some(person) && a.told_at.is_some())
}

/// Where the reader stands, and what he can do now; nothing for whoever is not called.
pub(super) async fn panel(
    app: &App,
    visit: &SignedIn,
    standing: &Standing,
    held: &Held,
) -> Result<Option<Parts>, Error> {
    let (Some(line), Some(s)) = (own(visit, held), &held.sitting) else {
        return Ok(None);
    };
    let id = standing.matter.id;
    let part = match line.part {
        Part::Member => visit.t("meetings-mine-member"),
        Part::SitIn => visit.t("meetings-mine-sit-in"),
    };
    let day = text::date::date(visit.lang, held.event.from_on);
    let mut facts = Facts::new(visit)
        .line(
            visit.t("meetings-ask-at_time"),
            format!("{day} {}", s.at_time),
        )
        .line(visit.t("meetings-ask-place"), held.event.place.clone())
        .line(visit.t("meetings-mine-part"), part)
        .line(
            visit.t("meetings-mine-stands"),
            visit.t(line.stands().key()),
        );
    if line.leave_state.is_some() {
        let reason = match line.leave_said.as_str() {
            "" => line.leave_reason.clone(),
            said => format!("{}（{said}）", line.leave_reason),
        };
        facts = facts.line(visit.t("meetings-leave-reason"), reason);
    }
    let mut doc = Doc::default().part(facts);
    if OPEN.contains(&standing.matter.state.as_str()) {
        let mut acts = Presses::default();
        if line.signed_at.is_none() {
            let action = format!("/meetings/{id}/receipt");
            acts.all
                .push(Press::new(visit, action, visit.t("meetings-receipt")).main());
        }
        let ready = held.event.from_on <= visit.actor().today;
        let away = line.leave_state == Some(Leave::Granted);
        if ready && !line.is_present() && !away {
            doc = doc.part(arrive_form(visit, id));
        }
        if !line.is_present() && !matches!(line.leave_state, Some(Leave::Granted | Leave::Asked)) {
            let href = format!("/meetings/{id}/leave");
            acts.links.push((href, visit.t("meetings-leave-ask")));
        }
        if !acts.all.is_empty() || !acts.links.is_empty() {
            doc = doc.part(acts);
        }
        if s.opened_at.is_some() && line.is_present() {
            let all = record::speeches(&app.kernel().db, id).await?;
            let waits = all
                .iter()
                .filter(|s| s.state == SpeechState::Asked)
                .position(|s| s.person_id == line.person_id);
            doc = match waits {
                Some(n) => doc.part(Note::new(
                    Tone::Info,
                    ta(visit, "meetings-speak-waits", &[("n", n.into())]),
                )),
                None => {
                    let action = format!("/meetings/{id}/speak");
                    doc.part(
                        Press::new(visit, action, visit.t("meetings-speak-ask"))
                            .main()
                            .below(),
                    )
                }
            };
        }
    }
    Ok(Some(doc.together()))
}

fn arrive_form(visit: &SignedIn, id: Id) -> Sheet {
    Sheet::new(visit, format!("/meetings/{id}/arrive"))
        .compact()
        .field(
            Field::line("code", visit.t("meetings-code"), 6)
                .must()
                .short()
                .kind("text")
                .autocomplete("one-time-code")
                .hint(visit.t("meetings-code-hint")),
        )
        .send(visit.t("meetings-arrive"))
}

/// The meeting and the reader's line on its roll.
async fn called(app: &App, visit: &SignedIn, id: Id) -> Result<Standing, Error> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?.sitting()?;
    Ok(standing)
}

fn back(app: &App, id: Id, said: &str) -> Response {
    app.live().wake();
    Go::to(format!("/meetings/{id}"))
        .saying(Message::new(said))
        .into_response()
}

async fn receipt(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    actions::sign_for(app.kernel(), visit.actor(), id).await?;
    Ok(back(&app, id, "meetings-receipt-done"))
}

fn leave_form(visit: &SignedIn, id: Id) -> Confirm {
    Confirm {
        title: visit.t("meetings-leave-ask"),
        words: visit.t("meetings-leave-about"),
        form: leave_sheet(visit, id),
    }
}

fn leave_sheet(visit: &SignedIn, id: Id) -> Sheet {
    Sheet::new(visit, format!("/meetings/{id}/leave"))
        .field(
            Field::prose("reason", visit.t("meetings-leave-reason"), REASON)
                .must()
                .rows(3),
        )
        .send(visit.t("meetings-leave-ask"))
        .cancel(format!("/meetings/{id}"))
}

fn doc(visit: &SignedIn, standing: &Standing, title: &str) -> Doc {
    let id = standing.matter.id;
    Doc::new(visit.t(title))
        .trail("/meetings", visit.t("meetings-nav"))
        .trail(format!("/meetings/{id}"), standing.matter.title.as_str())
}

async fn leave(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = called(&app, &visit, id).await?;
    Ok(doc(&visit, &standing, "meetings-leave-ask")
        .part(leave_form(&visit, id))
        .show(&visit))
}

async fn ask_leave(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = called(&app, &visit, id).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let reason = r.must_prose("reason", Len(REASON));
        r.finish()?;
        actions::ask_leave(app.kernel(), visit.actor(), id, &reason).await
    };
    match done.await {
        Ok(()) => Ok(back(&app, id, "meetings-leave-sent")),
        Err(e) => {
            let form = leave_sheet(&visit, id).again(&typed, e)?;
            Ok(doc(&visit, &standing, "meetings-leave-ask")
                .again(form)
                .show(&visit))
        }
    }
}

async fn arriving(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = called(&app, &visit, id).await?;
    Ok(doc(&visit, &standing, "meetings-arrive")
        .part(arrive_form(&visit, id))
        .show(&visit))
}

async fn arrive(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let standing = called(&app, &visit, id).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let code = r.must_line("code", Len(20));
        r.finish()?;
        actions::sign_in(app.kernel(), visit.actor(), id, &code).await
    };
    match done.await {
        Ok(()) => Ok(back(&app, id, "meetings-arrived")),
        Err(e) => {
            let form = arrive_form(&visit, id).again(&typed, e)?;
            Ok(doc(&visit, &standing, "meetings-arrive")
                .again(form)
                .show(&visit))
        }
    }
}

async fn speak(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    crate::actions::record::ask(app.kernel(), visit.actor(), id).await?;
    Ok(back(&app, id, "meetings-speak-asked"))
}

/// On the workbench: the meetings somebody is called to and has not answered, or is to sign in at.
pub(crate) fn asked<'a>(
    app: &'a App,
    visit: &'a SignedIn,
) -> BoxFuture<'a, Result<Option<Table>, Failure>> {
    Box::pin(async move {
        let Some(person) = visit.actor().person else {
            return Ok(None);
        };
        let calls = sitting::calls(&app.kernel().db, visit.actor().organ, person).await?;
        if calls.is_empty() {
            return Ok(None);
        }
        let columns = vec![
            Column::new("on", visit.t("meetings-days")),
            Column::new("title", visit.t("meetings-ask-title")),
            Column::new("place", visit.t("meetings-ask-place")),
            Column::new("asked", visit.t("meetings-asked")),
        ];
        let rows = calls
            .into_iter()
            .map(|c| {
                let (page, key) = match c.opened_at.is_some() && c.present_at.is_none() {
                    true => ("arrive", "meetings-arrive"),
                    false => ("", "meetings-receipt"),
                };
                let here = format!("/meetings/{}", c.meeting_id);
                Row {
                    id: c.meeting_id.to_string(),
                    cells: vec![
                        Cell::Day(c.from_on),
                        Cell::Lead {
                            href: here.clone(),
                            words: c.title,
                            under: c.at_time,
                        },
                        Cell::text(c.place),
                        Cell::link(
                            format!("{here}/{page}").trim_end_matches('/').to_owned(),
                            visit.t(key),
                        ),
                    ],
                }
            })
            .collect();
        let table = Table::new(visit, "calls", visit.t("meetings-calls"), columns);
        Ok(Some(table.rows(rows).cards()))
    })
}
