//! The bodies of the organ: seats, members today, vacancies; adding one.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Head, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};

use super::keeps;
use crate::actions::body::{self as actions, NAME, NewBody, SEATS};
use crate::model::body::BodyKind;
use crate::store::body;

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/bodies", get(page).post(add))
}

fn form(visit: &SignedIn) -> Sheet {
    let kinds = BodyKind::ALL
        .iter()
        .map(|k| Choice::new(k.code(), visit.t(&k.key())))
        .collect();
    Sheet::new(visit, "/meetings/bodies")
        .field(Field::line("name", visit.t("meetings-body-name"), NAME).must())
        .field(Field::select("kind", visit.t("meetings-body-kind"), kinds).must())
        .side(vec![
            Field::number("seats", visit.t("meetings-seats"), 1, SEATS)
                .must()
                .hint(visit.t("meetings-seats-hint")),
            Field::date("from_on", visit.t("meetings-seats-from"))
                .must()
                .value(visit.actor().today),
        ])
        .send(visit.t("meetings-body-add"))
}

async fn doc(app: &App, visit: &SignedIn) -> Result<Doc, Failure> {
    let (db, today) = (&app.kernel().db, visit.actor().today);
    let all = body::bodies(db, visit.actor().organ).await?;
    let head = Head::new(visit.t("meetings-bodies")).lede(visit.t("meetings-bodies-lede"));
    let doc = Doc::new(visit.t("meetings-bodies"))
        .trail("/meetings", visit.t("meetings-nav"))
        .part(head);
    if all.is_empty() {
        let words = visit.t("meetings-bodies-none-about");
        return Ok(doc.part(Empty::new(visit.t("meetings-bodies-none"), words)));
    }
    let columns = vec![
        Column::new("name", visit.t("meetings-body-name")),
        Column::new("kind", visit.t("meetings-body-kind")),
        Column::new("seats", visit.t("meetings-seats")).number(),
        Column::new("members", visit.t("meetings-members")).number(),
        Column::new("vacant", visit.t("meetings-vacant")).number(),
    ];
    let mut rows = Vec::with_capacity(all.len());
    for one in all {
        let seats = body::seats_on(&body::seats(db, one.id).await?, today);
        let members = body::members_on(db, one.id, today).await?.len() as i64;
        rows.push(Row {
            id: one.id.to_string(),
            cells: vec![
                Cell::lead(format!("/meetings/bodies/{}", one.id), one.name),
                Cell::text(visit.t(&one.kind.key())),
                Cell::Count(seats),
                Cell::Count(members),
                Cell::Count((seats - members).max(0)),
            ],
        });
    }
    let table = Table::new(visit, "bodies", visit.t("meetings-bodies"), columns);
    Ok(doc.part(table.rows(rows).cards()))
}

async fn page(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ReadAll)?;
    let mut doc = doc(&app, &visit).await?;
    if keeps(&visit) {
        doc = doc.panel(&visit.t("meetings-body-new"), form(&visit));
    }
    Ok(doc.show(&visit))
}

fn read(typed: &Fields) -> Result<NewBody, Error> {
    let mut r = Reader::new(typed);
    let kinds: Vec<&str> = BodyKind::ALL.iter().map(|k| k.code()).collect();
    let kind = r.must_choice("kind", &kinds).and_then(BodyKind::parse);
    let name = r.must_line("name", Len(NAME));
    let seats = r.must_number("seats", 1..=SEATS);
    let from_on = r.must_date("from_on");
    r.finish()?;
    match (kind, seats, from_on) {
        (Some(kind), Some(seats), Some(from_on)) => Ok(NewBody {
            kind,
            name,
            seats,
            from_on,
        }),
        _ => Err(Error::field("kind", Message::new("invalid-choice"))),
    }
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let new = read(&typed)?;
        actions::add(app.kernel(), visit.actor(), new).await
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/meetings/bodies/{id}"))
            .saying(Message::new("meetings-saved"))
            .into_response()),
        Err(e) => {
            let form = form(&visit).again(&typed, e)?;
            Ok(doc(&app, &visit).await?.again(form).show(&visit))
        }
    }
}
