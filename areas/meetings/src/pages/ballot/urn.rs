//! Where papers of secret ballots are put in. No session, no account, no address: the paper and what it says.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ballot::Choice;
use frame::{App, BALLOT_BOX, Failure, Form, Guest, Routes, post};
use kernel::error::{Error, Message};
use kernel::id::Id;
use serde_json::json;
use text::Lang;

pub(super) fn routes() -> Routes {
    Routes::new().route(BALLOT_BOX, post(put))
}

/// Choices as the pages send them: one word a line.
pub(super) fn choices(typed: &str) -> Option<Vec<Choice>> {
    typed.split(',').map(Choice::parse).collect()
}

/// Names written in, as the pages send them: a line each.
pub(super) fn names(typed: &str) -> Vec<String> {
    let lines = typed.lines().map(str::trim);
    lines.filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

/// The answer to a script: done, or the sentence that says why not.
pub(super) fn answer(lang: Lang, done: Result<(), Error>) -> Result<Response, Failure> {
    let refused = |status: StatusCode, message: &Message| {
        let said = message.say(lang);
        let body = axum::Json(json!({"said": said, "again": again(message)}));
        Ok((status, body).into_response())
    };
    match done {
        Ok(()) => Ok(axum::Json(json!({"taken": true})).into_response()),
        Err(Error::Refused(m)) => refused(StatusCode::CONFLICT, &m),
        Err(Error::Invalid(faults)) if !faults.is_empty() => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, &faults[0].message)
        }
        Err(e) => Err(e.into()),
    }
}

/// A refusal that may be gone in a moment.
fn again(message: &Message) -> bool {
    ["ballot-dealt-anew", "ballot-taken-elsewhere"].contains(&message.key.as_str())
}

async fn put(State(app): State<App>, guest: Guest, Form(typed): Form) -> Result<Response, Failure> {
    let unknown = || Error::refused("ballot-paper-unknown");
    let done = async {
        let id: Id = typed
            .get("ballot")
            .and_then(|id| id.parse().ok())
            .ok_or_else(unknown)?;
        let choices = choices(typed.get("choices").unwrap_or_default())
            .ok_or_else(|| Error::refused("ballot-paper-incomplete"))?;
        let paper = typed.get("paper").unwrap_or_default();
        let names = names(typed.get("names").unwrap_or_default());
        ballot::paper::elect(app.kernel(), id, paper, &choices, &names).await
    };
    answer(guest.lang, done.await)
}
