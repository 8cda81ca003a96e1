//! What an account likes: its language, and the columns of its lists.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kernel::account;
use kernel::error::{Error, Message};
use serde_json::{Value, json};
use text::Lang;

use crate::http::{Go, Visit, cookie, local};
use crate::read::Reader;
use crate::{App, Failure, Form, SignedIn};

/// Lists an account may have chosen columns for.
const MOST_LISTS: usize = 60;

pub(crate) async fn language(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let mut r = Reader::new(&typed);
    let lang = r.must_choice("lang", &["zh", "en"]).and_then(Lang::parse);
    r.finish()?;
    let lang = lang.unwrap_or_default();
    remember(&app, &visit, lang).await?;
    let go = Go::to("/account").saying(Message::new("sign-saved"));
    let mut response = go.into_response();
    let https = app.settings().https();
    let year = Some(365 * 86_400);
    cookie::set(
        response.headers_mut(),
        cookie::LANG,
        lang.code(),
        year,
        https,
    );
    Ok(response)
}

/// Keeps the language with the account, so that it is the same on the next machine.
pub(crate) async fn remember(app: &App, visit: &Visit, lang: Lang) -> Result<(), Error> {
    let Some((session, actor)) = &visit.session else {
        return Ok(());
    };
    let lang = lang.code();
    if session.lang.as_deref() == Some(lang) {
        return Ok(());
    }
    let mut act = app.kernel().own_act(actor).await?;
    account::set_preferences(&mut act, session.account, Some(lang), &session.preferences).await?;
    act.commit().await
}

pub(crate) async fn columns(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let plain = |s: &str| {
        !s.is_empty()
            && s.len() <= 40
            && s.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'.')
    };
    let list = typed.get("list").unwrap_or_default();
    let chosen: Vec<&str> = match typed.get("act") {
        Some("usual") => Vec::new(),
        _ => typed.all("column").collect(),
    };
    if !plain(list) || chosen.len() > 60 || !chosen.iter().all(|c| plain(c)) {
        return Err(Failure::bad("frame-bad-request"));
    }
    let mut act = app.kernel().own_act(visit.actor()).await?;
    let account = account::account(&mut act, visit.account()).await?;
    let mut kept: Value = serde_json::from_str(&account.preferences).unwrap_or_default();
    if !kept.is_object() {
        kept = json!({});
    }
    let lists = &mut kept["columns"];
    if !lists.is_object() {
        *lists = json!({});
    }
    if let Some(lists) = lists.as_object_mut() {
        if chosen.is_empty() {
            lists.remove(list);
        } else if lists.len() < MOST_LISTS || lists.contains_key(list) {
            lists.insert(list.to_owned(), json!(chosen));
        }
    }
    let lang = account.lang.as_deref();
    account::set_preferences(&mut act, account.id, lang, &kept.to_string()).await?;
    act.commit().await?;
    let back = typed.get("back").and_then(local).unwrap_or("/");
    Ok(Go::to(back).into_response())
}
