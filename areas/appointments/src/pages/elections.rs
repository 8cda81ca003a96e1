//! Elections by the congress: the list, and opening one.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::list::Listing;
use frame::ui::{Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Head, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Query, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::matter::listing;

use crate::election::{ELECTION, New, begin};
use crate::model::election::Post;
use crate::model::office::Class;
use crate::vocabulary::LINE;

/// Rows of a page.
const ROWS: usize = 50;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/appointments/elections", get(list))
        .route("/appointments/elections/new", get(new).post(add))
}

fn reads(visit: &SignedIn) -> Result<(), Error> {
    match visit.actor().may(Permission::ReadAll) {
        true => Ok(()),
        false => Err(Error::Forbidden(Message::new(
            Permission::ReadAll.refusal(),
        ))),
    }
}

async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    reads(&visit)?;
    let t = |key: &str| visit.t(key);
    let columns = vec![
        Column::new("title", t("appointments-election")),
        Column::new("state", t("matter-state")),
        Column::new("number", t("appointments-notice-number")),
        Column::new("entered", t("appointments-opened-on")).sorts(),
    ];
    let list = Listing::read(
        "elections",
        "/appointments/elections",
        Vec::new(),
        columns,
        "-entered",
        visit.columns("elections"),
        &query,
    )?;
    let filter = listing::Filter {
        kind: Some(ELECTION.to_owned()),
        ..listing::Filter::default()
    };
    let found = listing::page(
        app.kernel(),
        visit.actor(),
        &filter,
        list.order(),
        &list.start()?,
        ROWS,
    )
    .await?;
    let mut head = Head::new(t("appointments-elections")).lede(t("appointments-elections-lede"));
    if visit.actor().may(Permission::Register) {
        head = head.main(
            "/appointments/elections/new",
            t("appointments-election-new"),
        );
    }
    let doc = Doc::new(t("appointments-elections"))
        .trail("/appointments", t("appointments-nav"))
        .part(head);
    if found.rows.is_empty() {
        let empty = Empty::new(
            t("appointments-elections-none"),
            t("appointments-elections-none-about"),
        );
        return Ok(doc.part(empty).show(&visit));
    }
    let rows = found
        .rows
        .iter()
        .map(|m| Row {
            id: m.id.to_string(),
            cells: vec![
                Cell::lead(
                    format!("/appointments/elections/{}", m.id),
                    m.title.as_str(),
                ),
                Cell::text(t(&format!("appointments-election-state-{}", m.state))),
                Cell::text(m.number.clone().unwrap_or_default()),
                Cell::Day(m.received_on),
            ],
        })
        .collect();
    let (newer, older) = list.neighbours(&found);
    let table = Table::of(&visit, &list, t("appointments-elections"))
        .rows(rows)
        .pages(newer, older)
        .cards();
    Ok(doc.part(table).show(&visit))
}

fn form(visit: &SignedIn) -> Sheet {
    let t = |key: &str| visit.t(key);
    let classes = Class::ALL
        .iter()
        .map(|c| Choice::new(c.code(), t(&c.key())));
    let posts = Post::ALL.iter().map(|p| {
        let hint = t(&format!("appointments-post-{}-hint", p.code()));
        Choice::new(p.code(), t(&p.key())).hint(hint)
    });
    Sheet::new(visit, "/appointments/elections/new")
        .field(
            Field::line("title", t("appointments-election"), LINE)
                .placeholder(t("appointments-election-example"))
                .must(),
        )
        .field(Field::line("office", t("appointments-office"), LINE).must())
        .field(Field::select("class", t("appointments-class"), classes.collect()).must())
        .field(Field::cards("post", t("appointments-post"), posts.collect()).must())
        .field(
            Field::number("seats", t("appointments-seats"), 1, 200)
                .must()
                .value(1),
        )
        .field(
            Field::tick("turnover", t("appointments-turnover"))
                .hint(t("appointments-turnover-hint")),
        )
        .send(t("appointments-election-open"))
        .cancel("/appointments/elections")
}

fn blank(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("appointments-election-new"))
        .trail("/appointments/elections", visit.t("appointments-elections"))
}

async fn new(visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    Ok(blank(&visit).part(form(&visit)).show(&visit))
}

fn read(typed: &Fields) -> Result<New, Error> {
    let mut r = Reader::new(typed);
    let title = r.must_line("title", Len(LINE));
    let office = r.must_line("office", Len(LINE));
    let classes: Vec<&str> = Class::ALL.iter().map(|c| c.code()).collect();
    let class = r.must_choice("class", &classes).and_then(Class::parse);
    let posts: Vec<&str> = Post::ALL.iter().map(|p| p.code()).collect();
    let post = r.must_choice("post", &posts).and_then(Post::parse);
    let seats = r.must_number("seats", 1..=200);
    let turnover = r.tick("turnover");
    r.finish()?;
    let (Some(class), Some(post), Some(seats)) = (class, post, seats) else {
        return Err(Error::field("class", Message::new("invalid-choice")));
    };
    Ok(New {
        title,
        office,
        class,
        post,
        seats,
        turnover,
    })
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let new = read(&typed)?;
        begin(app.kernel(), visit.actor(), new).await
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/appointments/elections/{id}"))
            .saying(Message::new("appointments-election-opened"))
            .into_response()),
        Err(e) => Ok(blank(&visit)
            .again(form(&visit).again(&typed, e)?)
            .show(&visit)),
    }
}
