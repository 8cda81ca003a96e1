//! The bank of questions for the law examination: the list, adding one, taking one out.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Column, Doc, Empty, Field, Form as Sheet, Head, Press, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use crate::actions::exam as actions;
use crate::model::exam::{CHOICES, Question, letter, letters};
use crate::store::exam as store;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/appointments/questions", get(list).post(add))
        .route("/appointments/questions/{id}/retire", post(retire))
}

fn form(visit: &SignedIn) -> Sheet {
    Sheet::new(visit, "/appointments/questions")
        .field(Field::line("subject", visit.t("appointments-question-subject"), 60).must())
        .field(
            Field::prose("asked", visit.t("appointments-question-asked"), 500)
                .rows(2)
                .must(),
        )
        .field(
            Field::prose("choices", visit.t("appointments-question-choices"), 1_000)
                .rows(4)
                .hint(visit.t("appointments-question-choices-hint"))
                .must(),
        )
        .field(
            Field::line("answer", visit.t("appointments-question-answer"), 16)
                .hint(visit.t("appointments-question-answer-hint"))
                .short()
                .must(),
        )
        .send(visit.t("appointments-question-add"))
        .compact()
}

async fn doc(app: &App, visit: &SignedIn) -> Result<Doc, Failure> {
    let all = store::bank(&app.kernel().db, visit.actor().organ, false).await?;
    let head = Head::new(visit.t("appointments-bank")).lede(visit.t("appointments-bank-lede"));
    let doc = Doc::new(visit.t("appointments-bank"))
        .trail("/appointments", visit.t("appointments-nav"))
        .part(head);
    if all.is_empty() {
        let empty = Empty::new(
            visit.t("appointments-bank-none"),
            visit.t("appointments-bank-none-about"),
        );
        return Ok(doc.part(empty));
    }
    let columns = vec![
        Column::new("subject", visit.t("appointments-question-subject")),
        Column::new("asked", visit.t("appointments-question-asked")),
        Column::new("choices", visit.t("appointments-question-choices")),
        Column::new("answer", visit.t("appointments-question-answer")),
        Column::new("retire", visit.t("appointments-question-retire")),
    ];
    let rows = all
        .iter()
        .map(|q| {
            let choices: Vec<String> = q
                .choices
                .lines()
                .enumerate()
                .map(|(n, words)| format!("{}. {words}", letter(n)))
                .collect();
            let retire = Press::new(
                visit,
                format!("/appointments/questions/{}/retire", q.id),
                visit.t("appointments-question-retire"),
            );
            Row {
                id: q.id.to_string(),
                cells: vec![
                    Cell::text(q.subject.as_str()),
                    Cell::text(q.asked.as_str()),
                    Cell::text(choices.join("　")),
                    Cell::text(q.answer.as_str()),
                    Cell::Html(retire.to_string()),
                ],
            }
        })
        .collect();
    Ok(doc.part(
        Table::new(visit, "questions", visit.t("appointments-bank"), columns)
            .rows(rows)
            .cards(),
    ))
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let doc = doc(&app, &visit).await?;
    Ok(doc
        .panel(&visit.t("appointments-question-add"), form(&visit))
        .show(&visit))
}

fn read(typed: &Fields) -> Result<(String, Question), Error> {
    let mut r = Reader::new(typed);
    let subject = r.must_line("subject", Len(60));
    let asked = r.must_prose("asked", Len(500));
    let choices: Vec<String> = r
        .must_prose("choices", Len(1_000))
        .lines()
        .map(|l| l.trim().to_owned())
        .filter(|l| !l.is_empty())
        .collect();
    let answer = r.must_line("answer", Len(16));
    if r.good() && !(2..=CHOICES).contains(&choices.len()) {
        r.fail("choices", Message::new("appointments-question-few-choices"));
    }
    let right = letters(&answer, choices.len());
    if r.good() && right.is_none() {
        r.fail("answer", Message::new("appointments-question-no-answer"));
    }
    r.finish()?;
    let question = Question {
        asked,
        choices,
        answer: right.unwrap_or_default(),
    };
    Ok((subject, question))
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let (subject, question) = read(&typed)?;
        actions::add(app.kernel(), visit.actor(), &subject, &question).await
    };
    match done.await {
        Ok(_) => Ok(Go::to("/appointments/questions")
            .saying(Message::new("appointments-question-added"))
            .into_response()),
        Err(e) => {
            let form = form(&visit).again(&typed, e)?;
            Ok(doc(&app, &visit).await?.again(form).show(&visit))
        }
    }
}

async fn retire(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    actions::retire(app.kernel(), visit.actor(), id).await?;
    Ok(Go::to("/appointments/questions")
        .saying(Message::new("appointments-question-retired"))
        .into_response())
}
