//! Outgoing mail and the program's own work, where something is in trouble: what no server took, what failed, what
//! the answer was, and the press that tries it all again. Nothing lost in silence.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Column, Doc, Empty, Head, Note, Press, Row, Table, Tone};
use frame::{App, Failure, Form, Go, Routes, SignedIn, Visit, get, post};
use kernel::access::Permission;
use kernel::error::Message;
use kernel::{job, mail};

use super::{View, tabs};
use crate::actions::outbox as actions;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/outbox", get(list))
        .route("/office/outbox/again", post(again))
}

/// Rows shown of each kind.
const MOST: usize = 200;

fn state_words(visit: &Visit, state: &str) -> String {
    visit.t(match state {
        "refused" => "office-outbox-refused",
        "given_up" | "failed" => "office-outbox-given-up",
        _ => "office-outbox-waiting",
    })
}

fn again_words(visit: &Visit, state: &str, at: i64) -> String {
    match state {
        "waiting" => text::date::instant(visit.lang, at),
        _ => String::new(),
    }
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Outbox.open(actor)?;
    let kernel = app.kernel();
    let mails = mail::stuck(&kernel.db, actor.organ, visit.now, MOST).await?;
    let jobs = job::troubled(&kernel.db, actor.organ, MOST).await?;
    let mut doc = Doc::new(visit.t("office-outbox"))
        .trail("/office", visit.t("office-nav"))
        .part(Head::new(visit.t("office-outbox")).lede(visit.t("office-outbox-lede")))
        .part(tabs(&visit, actor, View::Outbox));
    if kernel.mail.is_none() {
        doc = doc.part(Note::new(Tone::Info, visit.t("office-outbox-no-server")));
    }
    if mails.is_empty() && jobs.is_empty() {
        return Ok(doc
            .part(Empty::new(
                visit.t("office-outbox-none"),
                visit.t("office-outbox-none-about"),
            ))
            .show(&visit));
    }
    doc = doc.part(
        Press::new(
            &visit,
            "/office/outbox/again",
            visit.t("office-outbox-again"),
        )
        .above(),
    );
    let columns = |first| {
        vec![
            Column::new("what", visit.t(first)),
            Column::new("state", visit.t("office-outbox-state")),
            Column::new("tries", visit.t("office-outbox-tries")).number(),
            Column::new("next", visit.t("office-outbox-next")),
            Column::new("why", visit.t("office-outbox-why")),
            Column::new("since", visit.t("office-outbox-since")),
        ]
    };
    if !mails.is_empty() {
        let rows = mails.iter().map(|m| Row {
            id: m.id.to_string(),
            cells: vec![
                Cell::text(&m.recipient),
                Cell::text(state_words(&visit, &m.state)),
                Cell::Count(m.tries),
                Cell::text(again_words(&visit, &m.state, m.next_at)),
                Cell::text(&m.trouble),
                Cell::text(text::date::instant(visit.lang, m.created_at)),
            ],
        });
        let table = Table::new(
            &visit,
            "mails",
            visit.t("office-outbox-mails"),
            columns("office-outbox-to"),
        );
        doc = doc.part(table.rows(rows.collect()).cards());
    }
    if !jobs.is_empty() {
        let rows = jobs.iter().map(|j| Row {
            id: j.id.to_string(),
            cells: vec![
                Cell::text(job_words(&visit, &j.name)),
                Cell::text(state_words(&visit, &j.state)),
                Cell::Count(j.tries),
                Cell::text(again_words(&visit, &j.state, j.run_at)),
                Cell::text(j.trouble.as_deref().unwrap_or_default()),
                Cell::text(text::date::instant(visit.lang, j.created_at)),
            ],
        });
        let table = Table::new(
            &visit,
            "jobs",
            visit.t("office-outbox-jobs"),
            columns("office-outbox-job"),
        );
        doc = doc.part(table.rows(rows.collect()).cards());
    }
    Ok(doc.show(&visit))
}

/// What a job is called; its own name where a later program declared it.
fn job_words(visit: &Visit, name: &str) -> String {
    let key = match name {
        "matter.remind" => "office-job-remind",
        "history.seal" => "office-job-seal",
        "notice.urgent" => "office-job-urgent",
        "notice.digest" => "office-job-digest",
        "publicity.quota" => "office-job-quota",
        "job.sweep" | "session.sweep" | "file.sweep" => "office-job-sweep",
        _ => return name.to_owned(),
    };
    visit.t(key)
}

async fn again(
    State(app): State<App>,
    visit: SignedIn,
    Form(_): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Configure)?;
    let n = actions::again(app.kernel(), visit.actor()).await?;
    Ok(Go::to("/office/outbox")
        .saying(Message::new("office-outbox-was-sent").arg("n", n))
        .into_response())
}
