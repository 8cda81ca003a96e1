//! Terms and sessions: the list, adding one, correcting its days.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Column, Doc, Empty, Field, Form as Sheet, Head, Row, Table};
use frame::{App, Failure, Form, Go, Path, Reader, Routes, SignedIn, Visit, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::term_session::{self, TermSession};
use papers::sheet::{Cell as Out, Kind};

use super::{Export, View, ta, tabs};
use crate::actions::session as actions;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/sessions", get(list).post(add))
        .route("/office/sessions.xlsx", get(export))
        .route("/office/sessions/new", get(new))
        .route("/office/sessions/{id}", get(editing).post(edit))
}

fn columns(visit: &Visit) -> Vec<Column> {
    vec![
        Column::new("session", visit.t("office-session")),
        Column::new("code", visit.t("office-session-code")),
        Column::new("from", visit.t("office-session-opened")),
        Column::new("to", visit.t("office-session-closed")),
    ]
}

fn session_words(visit: &Visit, session: &TermSession) -> String {
    let args = [
        ("term", session.term.into()),
        ("session", session.ordinal.into()),
    ];
    ta(visit, "session-number", &args)
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    let actor = visit.actor();
    View::Sessions.open(actor)?;
    let sessions = term_session::all(&app.kernel().db, actor.organ).await?;
    let may = actor.may(Permission::Configure);
    let rows = sessions
        .iter()
        .map(|s| {
            let words = session_words(&visit, s);
            Row {
                id: s.id.to_string(),
                cells: vec![
                    if may {
                        Cell::lead(format!("/office/sessions/{}", s.id), words)
                    } else {
                        Cell::text(words)
                    },
                    Cell::text(&s.code),
                    Cell::Day(s.opened_on),
                    Cell::Day(s.closed_on),
                ],
            }
        })
        .collect();
    let mut head = Head::new(visit.t("office-sessions")).lede(visit.t("office-sessions-lede"));
    if may {
        head = head.main("/office/sessions/new", visit.t("office-session-add"));
    }
    let doc = Doc::new(visit.t("office-sessions"))
        .trail("/office", visit.t("office-nav"))
        .part(head)
        .part(tabs(&visit, actor, View::Sessions));
    Ok(if sessions.is_empty() {
        doc.part(Empty::new(
            visit.t("office-sessions-none"),
            visit.t("office-sessions-none-about"),
        ))
    } else {
        doc.part(
            Table::new(
                &visit,
                "sessions",
                visit.t("office-sessions"),
                columns(&visit),
            )
            .rows(rows)
            .export("/office/sessions.xlsx")
            .cards(),
        )
    }
    .show(&visit))
}

async fn export(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    View::Sessions.open(visit.actor())?;
    let sessions = term_session::all(&app.kernel().db, visit.actor().organ).await?;
    let columns = columns(&visit);
    let kinds = [Kind::Text, Kind::Text, Kind::Date, Kind::Date];
    let columns: Vec<_> = columns.iter().zip(kinds).collect();
    let mut out = Export::new(visit.t("office-sessions"), &columns);
    for s in &sessions {
        out.rows.push(vec![
            session_words(&visit, s).into(),
            s.code.as_str().into(),
            Out::Date(s.opened_on),
            Out::Date(s.closed_on),
        ]);
    }
    out.send("sessions")
}

fn days(visit: &Visit, session: Option<&TermSession>) -> Vec<Field> {
    vec![
        Field::date("opened_on", visit.t("office-session-opened"))
            .must()
            .value_opt(session.map(|s| s.opened_on)),
        Field::date("closed_on", visit.t("office-session-closed"))
            .must()
            .value_opt(session.map(|s| s.closed_on)),
    ]
}

fn new_form(visit: &SignedIn) -> Sheet {
    Sheet::new(visit, "/office/sessions")
        .side(vec![
            Field::number("term", visit.t("office-session-term"), 1, 99).must(),
            Field::number("ordinal", visit.t("office-session-ordinal"), 1, 99).must(),
        ])
        .side(days(visit, None))
        .send(visit.t("office-session-add"))
        .cancel("/office/sessions")
}

fn page(visit: &SignedIn, title: String) -> Doc {
    Doc::titled(title).trail("/office/sessions", visit.t("office-sessions"))
}

async fn new(visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Configure)?;
    Ok(page(&visit, visit.t("office-session-add"))
        .part(new_form(&visit))
        .show(&visit))
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Configure)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let term = r.must_number("term", 1..=99);
        let ordinal = r.must_number("ordinal", 1..=99);
        let opened = r.must_date("opened_on");
        let closed = r.must_date("closed_on");
        r.finish()?;
        let (Some(term), Some(ordinal), Some(opened), Some(closed)) =
            (term, ordinal, opened, closed)
        else {
            return Err(Error::field("term", Message::new("invalid-choice")));
        };
        actions::add(app.kernel(), visit.actor(), term, ordinal, opened, closed).await
    };
    match done.await {
        Ok(_) => Ok(Go::to("/office/sessions")
            .saying(Message::new("office-session-added"))
            .into_response()),
        Err(e) => Ok(page(&visit, visit.t("office-session-add"))
            .again(new_form(&visit).again(&typed, e)?)
            .show(&visit)),
    }
}

fn edit_form(visit: &SignedIn, session: &TermSession) -> Sheet {
    Sheet::new(visit, format!("/office/sessions/{}", session.id))
        .side(days(visit, Some(session)))
        .send(visit.t("office-save"))
        .cancel("/office/sessions")
}

async fn one(app: &App, visit: &SignedIn, id: Id) -> Result<TermSession, Error> {
    visit.actor().authorize(Permission::Configure)?;
    term_session::session(&app.kernel().db, visit.actor().organ, id).await
}

async fn editing(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let session = one(&app, &visit, id).await?;
    Ok(page(&visit, session_words(&visit, &session))
        .part(edit_form(&visit, &session))
        .show(&visit))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let session = one(&app, &visit, id).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let opened = r.must_date("opened_on").unwrap_or(session.opened_on);
        let closed = r.must_date("closed_on").unwrap_or(session.closed_on);
        r.finish()?;
        actions::edit(app.kernel(), visit.actor(), id, opened, closed).await
    };
    match done.await {
        Ok(()) => Ok(Go::to("/office/sessions")
            .saying(Message::new("office-saved"))
            .into_response()),
        Err(e) => Ok(page(&visit, session_words(&visit, &session))
            .again(edit_form(&visit, &session).again(&typed, e)?)
            .show(&visit)),
    }
}
