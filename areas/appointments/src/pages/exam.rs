//! A paper of the law examination, for whoever has its code, on his own phone: it names nobody, and no office.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Choice, Doc, Field, Form as Sheet, Head, Note, Press, Tone};
use frame::{App, Failure, Fields, Form, Go, Guest, Path, Routes, Visit, get, post};
use kernel::error::{Error, Message, Result};

use super::ta;
use crate::actions::exam;
use crate::model::exam::{Question, closes, letter, letters};
use crate::store::exam::Sitting;

/// A code is as long as this.
const CODE: usize = 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/exam/{code}", get(page))
        .route("/exam/{code}/begin", post(begin))
        .route("/exam/{code}/answers", post(answers))
        .route("/exam/{code}/keep", get(kept).post(keep))
        .route("/exam", get(over))
}

fn checked(code: &str) -> Result<&str> {
    let plain = code.len() == CODE && code.bytes().all(|b| b.is_ascii_hexdigit());
    plain.then_some(code).ok_or(Error::NotFound)
}

fn doc(visit: &Visit) -> Doc {
    Doc::new(visit.t("appointments-exam-title")).hold()
}

async fn page(
    State(app): State<App>,
    visit: Guest,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let sitting = exam::open(app.kernel(), checked(&code)?).await?;
    let paper = sitting.paper()?;
    let args = [
        ("n", paper.len().into()),
        ("minutes", sitting.minutes.into()),
    ];
    let head = Head::new(visit.t("appointments-exam-title")).lede(ta(
        &visit,
        "appointments-exam-lede",
        &args,
    ));
    let doc = doc(&visit).part(head);
    let Some(begun) = sitting.begun_at else {
        let href = format!("/exam/{code}/begin");
        let note = Note::new(Tone::Info, visit.t("appointments-exam-before"));
        let press = Press::new(&visit, href, visit.t("appointments-exam-begin")).below();
        return Ok(doc.part(note).part(press).show(&visit));
    };
    let until = text::date::instant(visit.lang, closes(begun, sitting.minutes));
    let args = [("until", until.as_str().into())];
    let note = Note::new(Tone::Warn, ta(&visit, "appointments-exam-until", &args));
    Ok(doc
        .part(note)
        .part(form(&visit, &code, &sitting, &paper))
        .show(&visit))
}

fn form(visit: &Visit, code: &str, sitting: &Sitting, paper: &[Question]) -> Sheet {
    let kept = sitting.answers();
    let mut form = Sheet::new(visit, format!("/exam/{code}/answers"))
        .autosave(format!("/exam/{code}/keep"))
        .send(visit.t("appointments-exam-hand-in"));
    for (n, q) in paper.iter().enumerate() {
        let given = kept.get(n).map(String::as_str).unwrap_or_default();
        let choices: Vec<Choice> = q
            .choices
            .iter()
            .enumerate()
            .map(|(i, words)| {
                let letter = letter(i);
                Choice::new(letter, format!("{letter}. {words}")).chosen(given.contains(letter))
            })
            .collect();
        let name = format!("q{n}");
        let label = format!("{}. {}", n + 1, q.asked);
        let field = match q.several() {
            true => Field::ticks(&name, label, choices).hint(visit.t("appointments-exam-several")),
            false => Field::cards(&name, label, choices),
        };
        form = form.field(field);
    }
    form
}

fn read(typed: &Fields, paper: &[Question]) -> Vec<String> {
    paper
        .iter()
        .enumerate()
        .map(|(n, q)| {
            let all: String = typed.all(&format!("q{n}")).take(q.choices.len()).collect();
            letters(&all, q.choices.len()).unwrap_or_default()
        })
        .collect()
}

async fn begin(
    State(app): State<App>,
    _: Guest,
    Path(code): Path<String>,
    Form(_): Form,
) -> Result<Response, Failure> {
    exam::begin(app.kernel(), checked(&code)?).await?;
    Ok(Go::to(format!("/exam/{code}")).into_response())
}

async fn answers(
    State(app): State<App>,
    _: Guest,
    Path(code): Path<String>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let sitting = exam::open(app.kernel(), checked(&code)?).await?;
    let given = read(&typed, &sitting.paper()?);
    exam::answer(app.kernel(), &code, given, true).await?;
    Ok(Go::to("/exam").into_response())
}

/// How much is kept, for whoever comes back to his paper.
async fn kept(
    State(app): State<App>,
    visit: Guest,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let sitting = exam::open(app.kernel(), checked(&code)?).await?;
    Ok(said(&visit, &sitting.answers()))
}

fn said(visit: &Visit, given: &[String]) -> Response {
    let n = given.iter().filter(|a| !a.is_empty()).count();
    let said = ta(visit, "appointments-exam-kept", &[("n", n.into())]);
    axum::Json(serde_json::json!({ "said": said })).into_response()
}

async fn keep(
    State(app): State<App>,
    visit: Guest,
    Path(code): Path<String>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let sitting = exam::open(app.kernel(), checked(&code)?).await?;
    let given = read(&typed, &sitting.paper()?);
    let answer = said(&visit, &given);
    exam::answer(app.kernel(), &code, given, false).await?;
    Ok(answer)
}

/// Where whoever handed in his paper comes to; says nothing of the mark, which is told by the office.
async fn over(visit: Guest) -> Response {
    let words = Message::new("appointments-exam-over").say(visit.lang);
    doc(&visit)
        .part(Head::new(visit.t("appointments-exam-title")))
        .part(Note::new(Tone::Good, words))
        .show(&visit)
}
