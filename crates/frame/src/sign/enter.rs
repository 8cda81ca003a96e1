//! Name and password, the code, and the way out.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::account::{self, Account, SignIn};
use kernel::clock::Instant;
use kernel::error::{Error, Message};
use kernel::session;

use super::{going_on, next_of};
use crate::http::{Go, Visit, cookie};
use crate::read::{Fields, Len, Reader};
use crate::ui::{Doc, Field, Form as Sheet, Note, Tone};
use crate::{App, Failure, Form, Guest, Query};

/// Why a sign-in did not succeed.
enum Stopped {
    /// What was typed, or the account's lock-out: the form again.
    Typed(Error),
    /// Too many failures from this address.
    Waits(i64),
}

impl From<Error> for Stopped {
    fn from(e: Error) -> Stopped {
        Stopped::Typed(e)
    }
}

/// The form for name and password; goes on to `next`.
pub(crate) fn form(visit: &Visit, next: &str) -> Sheet {
    Sheet::new(visit, "/sign-in")
        .hidden("next", next)
        .field(
            Field::line("name", visit.t("sign-name"), 40)
                .autocomplete("username")
                .must()
                .focus(),
        )
        .field(Field::password("password", visit.t("sign-password"), "current-password").must())
        .send(visit.t("frame-sign-in"))
}

fn code_form(visit: &Visit, next: &str) -> Sheet {
    let code = Field::new("code", visit.t("sign-code"), crate::ui::Control::Code)
        .hint(visit.t("sign-code-hint"))
        .focus();
    Sheet::new(visit, "/sign-in/code")
        .hidden("next", next)
        .field(code)
        .send(visit.t("sign-code-send"))
        .cancel("/sign-in?again=1")
}

fn doc(visit: &Visit, title: &str) -> Doc {
    Doc::titled(visit.t(title)).stage().hold()
}

pub(crate) async fn page(
    State(app): State<App>,
    visit: Guest,
    Query(query): Query,
) -> Result<Response, Failure> {
    let next = next_of(&query);
    match &visit.session {
        // Whoever owes a code and comes back here wants to begin anew.
        Some((session, _)) if !session.passed => session::end(&app.kernel().db, session.id).await?,
        Some((session, _)) if session.must_change => {
            return Ok(Go::to(going_on("/account/password", &next)).into_response());
        }
        Some(_) => return Ok(Go::to(next).into_response()),
        None => {}
    }
    let mut doc = doc(&visit, "frame-sign-in");
    if next != "/" {
        doc = doc.part(Note::new(Tone::Info, visit.t("sign-first")));
    }
    Ok(doc.part(form(&visit, &next)).show(&visit))
}

pub(crate) async fn sign_in(
    State(app): State<App>,
    visit: Guest,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let next = next_of(&typed);
    match enter(&app, &visit, &typed).await {
        Ok((account, passed)) => {
            if let Some((old, _)) = &visit.session {
                session::end(&app.kernel().db, old.id).await?;
            }
            let kernel = app.kernel();
            let secret = kernel
                .sessions
                .begin(
                    &kernel.db,
                    account.id,
                    passed,
                    &visit.address,
                    &visit.agent,
                    visit.now,
                )
                .await?;
            tracing::info!(request = %visit.request_id, account = %account.id, passed, "signed in");
            let place = match (passed, account.must_change) {
                (false, _) => going_on("/sign-in/code", &next),
                (true, true) => going_on("/account/password", &next),
                (true, false) => next,
            };
            Ok(begin(&app, Go::to(place), &secret))
        }
        Err(stopped) => stopped_page(
            &visit,
            "frame-sign-in",
            form(&visit, &next),
            &typed,
            stopped,
        ),
    }
}

/// The account behind what was typed, and whether its second factor is not owed.
async fn enter(app: &App, visit: &Visit, typed: &Fields) -> Result<(Account, bool), Stopped> {
    if let Some(left) = app.gate().waits(&visit.address, visit.now) {
        return Err(Stopped::Waits(left));
    }
    let mut r = Reader::new(typed);
    let name = r.must_line("name", Len(40));
    let password = r.must_secret("password", Len(200));
    r.finish()?;
    let found = account::sign_in(&app.kernel().db, &name, &password, visit.now).await?;
    match found {
        SignIn::Passed(account) => Ok((*account, true)),
        SignIn::NeedsCode(account) => Ok((*account, false)),
        SignIn::Wrong => {
            app.gate().failed(&visit.address, visit.now);
            Err(Error::refused("sign-wrong").into())
        }
        SignIn::Locked(until) => {
            app.gate().failed(&visit.address, visit.now);
            Err(locked(until, visit.now).into())
        }
    }
}

/// The sentence of a lock-out, with the minutes left.
pub(super) fn locked(until: Instant, now: Instant) -> Error {
    let minutes = ((until.0 - now.0) / 60_000_000 + 1).max(1);
    Error::Refused(Message::new("sign-locked").arg("n", minutes))
}

fn stopped_page(
    visit: &Visit,
    title: &str,
    form: Sheet,
    typed: &Fields,
    stopped: Stopped,
) -> Result<Response, Failure> {
    let (error, status) = match stopped {
        Stopped::Typed(error) => (error, StatusCode::UNPROCESSABLE_ENTITY),
        Stopped::Waits(left) => (
            Error::Refused(Message::new("sign-too-many").arg("n", left / 60 + 1)),
            StatusCode::TOO_MANY_REQUESTS,
        ),
    };
    let again = form.again(typed, error)?;
    Ok(doc(visit, title).part(again).status(status).show(visit))
}

/// Sets the session's cookie on a redirect.
fn begin(app: &App, go: Go, secret: &str) -> Response {
    let https = app.settings().https();
    let mut response = go.into_response();
    let name = cookie::session_name(https);
    cookie::set(response.headers_mut(), name, secret, None, https);
    response
}

pub(crate) async fn code_page(visit: Guest, Query(query): Query) -> Response {
    let next = next_of(&query);
    match &visit.session {
        Some((session, _)) if !session.passed => doc(&visit, "sign-code-title")
            .part(code_form(&visit, &next))
            .show(&visit),
        _ => Go::to(going_on("/sign-in", &next)).into_response(),
    }
}

pub(crate) async fn code(
    State(app): State<App>,
    visit: Guest,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let next = next_of(&typed);
    let Some((owing, _)) = visit.session.as_ref().filter(|(s, _)| !s.passed) else {
        return Ok(Go::to(going_on("/sign-in", &next)).into_response());
    };
    match check(&app, &visit, owing.account, &typed).await {
        Ok(account) => {
            let secret = session::pass(&app.kernel().db, owing.id).await?;
            tracing::info!(request = %visit.request_id, account = %account.id, "gave the code");
            let place = if account.must_change {
                going_on("/account/password", &next)
            } else {
                next
            };
            Ok(begin(&app, Go::to(place), &secret))
        }
        Err(stopped) => {
            let form = code_form(&visit, &next);
            stopped_page(&visit, "sign-code-title", form, &typed, stopped)
        }
    }
}

async fn check(
    app: &App,
    visit: &Visit,
    account: kernel::id::Id,
    typed: &Fields,
) -> Result<Account, Stopped> {
    if let Some(left) = app.gate().waits(&visit.address, visit.now) {
        return Err(Stopped::Waits(left));
    }
    let mut r = Reader::new(typed);
    let code = r.must_line("code", Len(12));
    r.finish()?;
    match account::check_code(&app.kernel().db, account, &code, visit.now).await? {
        SignIn::Passed(account) => Ok(*account),
        SignIn::Locked(until) => {
            app.gate().failed(&visit.address, visit.now);
            Err(locked(until, visit.now).into())
        }
        SignIn::Wrong | SignIn::NeedsCode(_) => {
            app.gate().failed(&visit.address, visit.now);
            Err(Error::field("code", Message::new("sign-code-wrong")).into())
        }
    }
}

pub(crate) async fn sign_out(
    State(app): State<App>,
    visit: Guest,
    Form(_): Form,
) -> Result<Response, Failure> {
    if let Some((session, _)) = &visit.session {
        session::end(&app.kernel().db, session.id).await?;
    }
    let https = app.settings().https();
    let said = Go::to("/sign-in").saying(Message::new("sign-out-done"));
    let mut response = said.into_response();
    let name = cookie::session_name(https);
    cookie::set(response.headers_mut(), name, "", Some(0), https);
    Ok(response)
}
