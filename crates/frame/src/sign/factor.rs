//! `/account/factor`: the second factor, a code from an app on the phone (RFC 6238), switched on and off.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::account;
use kernel::error::{Error, Message};

use super::square::Square;
use super::{password, tabs};
use crate::http::{Go, Visit};
use crate::read::{Fields, Len, Reader};
use crate::ui::{Control, Doc, Field, Form as Sheet, Note, Tone};
use crate::{App, Failure, Form, SignedIn};

/// Characters of a secret in base 32: 160 bits, as RFC 4226 recommends.
const SECRET: usize = 32;

pub(crate) async fn page(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let account = account::account(&app.kernel().db, visit.account()).await?;
    if account.totp_secret.is_some() {
        return Ok(on_page(&visit, off_form(&visit)).show(&visit));
    }
    let (secret, _) = account::new_code_secret(&account.name)?;
    let form = on_form(&visit, &account.name, &secret)?;
    Ok(doc(&visit).part(form).show(&visit))
}

fn doc(visit: &Visit) -> Doc {
    Doc::titled(visit.t("sign-tab-factor"))
        .trail("/account", visit.t("frame-account"))
        .part(tabs(visit))
}

fn on_page(visit: &Visit, form: Sheet) -> Doc {
    doc(visit)
        .part(Note::new(Tone::Good, visit.t("sign-factor-on-words")))
        .part(form)
}

/// The form that switches it on: the square to scan, the secret to type, and the first code.
fn on_form(visit: &Visit, name: &str, secret: &str) -> Result<Sheet, Failure> {
    let address = account::code_address(secret, name)?;
    let code = Field::new("code", visit.t("sign-code"), Control::Code)
        .hint(visit.t("sign-factor-code-hint"));
    Ok(Sheet::new(visit, "/account/factor")
        .hidden("secret", secret)
        .html(Square::new(visit, &address, secret)?)
        .field(code)
        .send(visit.t("sign-factor-on")))
}

fn off_form(visit: &Visit) -> Sheet {
    Sheet::new(visit, "/account/factor/off")
        .field(Field::password("password", visit.t("sign-password-now"), "current-password").must())
        .send(visit.t("sign-factor-off"))
        .grave()
}

pub(crate) async fn on(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let account = account::account(&app.kernel().db, visit.account()).await?;
    if account.totp_secret.is_some() {
        return Ok(Go::to("/account/factor").into_response());
    }
    let secret = typed.get("secret").unwrap_or_default();
    if secret.len() != SECRET {
        return Err(Failure::bad("frame-bad-request"));
    }
    match switch_on(&app, &visit, secret, &typed).await {
        Ok(()) => Ok(Go::to("/account/factor")
            .saying(Message::new("sign-factor-is-on-now"))
            .into_response()),
        Err(e) => {
            let form = on_form(&visit, &account.name, secret)?.again(&typed, e)?;
            Ok(doc(&visit).again(form).show(&visit))
        }
    }
}

async fn switch_on(app: &App, visit: &SignedIn, secret: &str, typed: &Fields) -> Result<(), Error> {
    let mut r = Reader::new(typed);
    let code = r.must_line("code", Len(12));
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if r.good() && !account::code_fits(secret, &code, visit.now) {
        r.fail("code", Message::new("sign-factor-code-wrong"));
    }
    r.finish()?;
    let mut act = app.kernel().own_act(visit.actor()).await?;
    account::set_code_secret(&mut act, visit.account(), Some(secret)).await?;
    act.commit().await
}

pub(crate) async fn off(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let mut r = Reader::new(&typed);
    let password = r.must_secret("password", Len(200));
    let checked = match r.finish() {
        Ok(()) => password::confirm(&app, &visit, "password", &password).await,
        Err(e) => Err(e.into()),
    };
    match checked {
        Ok(()) => {
            let mut act = app.kernel().own_act(visit.actor()).await?;
            account::set_code_secret(&mut act, visit.account(), None).await?;
            act.commit().await?;
            Ok(Go::to("/account/factor")
                .saying(Message::new("sign-factor-is-off-now"))
                .into_response())
        }
        Err(Failure::Kernel(e)) => {
            let form = off_form(&visit).again(&typed, e)?;
            Ok(on_page(&visit, form)
                .status(axum::http::StatusCode::UNPROCESSABLE_ENTITY)
                .show(&visit))
        }
        Err(other) => Err(other),
    }
}
