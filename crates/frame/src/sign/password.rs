//! `/account/password`: a new password, by choice or because one is owed.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::account::{self, SignIn};
use kernel::error::{Error, Message};

use super::{enter, next_of, owner, tabs};
use crate::http::{Go, Visit};
use crate::read::{Fields, Len, Reader};
use crate::ui::{Doc, Field, Form as Sheet, Note, Tone};
use crate::{App, Failure, Form, Guest, Query};

fn form(visit: &Visit, next: &str) -> Sheet {
    Sheet::new(visit, "/account/password")
        .hidden("next", next)
        .field(Field::password("current", visit.t("sign-password-now"), "current-password").must())
        .field(
            Field::password("password", visit.t("sign-password-new"), "new-password")
                .hint(visit.t("sign-password-hint"))
                .must(),
        )
        .field(Field::password("again", visit.t("sign-password-again"), "new-password").must())
        .send(visit.t("sign-password-change"))
}

fn doc(visit: &Visit, owed: bool) -> Doc {
    if owed {
        let note = Note::new(Tone::Warn, visit.t("sign-password-owed"));
        return Doc::titled(visit.t("sign-password-change"))
            .stage()
            .hold()
            .part(note);
    }
    Doc::titled(visit.t("sign-password-change"))
        .trail("/account", visit.t("frame-account"))
        .part(tabs(visit))
}

pub(crate) async fn page(visit: Guest, Query(query): Query) -> Result<Response, Failure> {
    let (session, _) = owner(&visit)?;
    let form = form(&visit, &next_of(&query));
    Ok(doc(&visit, session.must_change).part(form).show(&visit))
}

pub(crate) async fn change(
    State(app): State<App>,
    visit: Guest,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (session, _) = owner(&visit)?;
    let next = match next_of(&typed).as_str() {
        "/" if !session.must_change => "/account".to_owned(),
        next => next.to_owned(),
    };
    match set(&app, &visit, &typed).await {
        Ok(()) => Ok(Go::to(next)
            .saying(Message::new("sign-password-changed"))
            .into_response()),
        Err(Failure::Kernel(e)) => {
            let form = form(&visit, &next).again(&typed, e)?;
            Ok(doc(&visit, session.must_change).again(form).show(&visit))
        }
        Err(other) => Err(other),
    }
}

async fn set(app: &App, visit: &Visit, typed: &Fields) -> Result<(), Failure> {
    let (session, actor) = owner(visit)?;
    let mut r = Reader::new(typed);
    let current = r.must_secret("current", Len(200));
    let password = r.must_secret("password", Len(200));
    let again = r.must_secret("again", Len(200));
    if r.good() && again != password {
        r.fail("again", Message::new("sign-password-differs"));
    }
    if r.good() && current == password {
        r.fail("password", Message::new("sign-password-same"));
    }
    r.finish()?;
    account::check_password(&session.account_name, &password)?;
    confirm(app, visit, "current", &current).await?;
    let hash = account::hash_password(&password).await?;
    let mut act = app.kernel().own_act(actor).await?;
    account::set_password(&mut act, session.account, &hash, false, Some(session.id)).await?;
    act.commit().await?;
    Ok(())
}

/// Asks the session's owner for the password once more; failures count towards the lock-out.
pub(super) async fn confirm(
    app: &App,
    visit: &Visit,
    field: &str,
    password: &str,
) -> Result<(), Failure> {
    let (session, _) = owner(visit)?;
    let db = &app.kernel().db;
    match account::confirm(db, session.account, password, visit.now).await? {
        SignIn::Passed(_) | SignIn::NeedsCode(_) => Ok(()),
        SignIn::Wrong => Err(Error::field(field, Message::new("sign-password-wrong")).into()),
        SignIn::Locked(until) => Err(enter::locked(until, visit.now).into()),
    }
}
