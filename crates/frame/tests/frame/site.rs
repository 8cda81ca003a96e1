//! A site of one small area: `/paper`, a page with a form whose draft is kept.

use std::sync::Arc;

use axum::Router;
use axum::response::{IntoResponse, Response};
use frame::ui::{Doc, Field};
use frame::{App, Area, Failure, Form, Go, Len, Nav, Reader, Routes, Settings, SignedIn, get};
use kernel::error::Message;
use kernel::{Kernel, Part};
use testkit::{Client, TestDb};

fn form(visit: &SignedIn) -> frame::ui::Form {
    frame::ui::Form::new(visit, "/paper")
        .keep(visit, "paper")
        .field(Field::line("title", "Title", 100).must())
}

async fn page(visit: SignedIn) -> Response {
    Doc::titled("Paper").part(form(&visit)).show(&visit)
}

async fn send(visit: SignedIn, Form(typed): Form) -> Result<Response, Failure> {
    let mut r = Reader::new(&typed);
    let title = r.must_line("title", Len(100));
    match r.finish() {
        Ok(()) => Ok(Go::to("/paper")
            .saying(Message::new("sign-saved").arg("title", title))
            .into_response()),
        Err(e) => Ok(Doc::titled("Paper")
            .again(form(&visit).again(&typed, e)?)
            .show(&visit)),
    }
}

fn area() -> Area {
    Area {
        name: "paper",
        begin: Vec::new(),
        about: Vec::new(),
        nav: vec![Nav {
            key: "frame-notices",
            href: "/paper",
            order: 1,
            visible: |_| true,
        }],
        asked: None,
        routes: Routes::new().route("/paper", get(page).post(send)),
        api: crate::api::routes(),
        openapi: crate::api::described(),
        part: Part {
            name: "paper",
            ..Part::default()
        },
    }
}

pub fn site_with(test: &TestDb, settings: Settings) -> (Router, App) {
    let mut areas = vec![area()];
    let parts = frame::parts(&mut areas);
    let kernel = Kernel::new(test.db.clone(), test.clock.clone(), &test.folder, parts)
        .expect("the parts fit together");
    frame::router(Arc::new(kernel), settings, areas)
}

/// A browser with an empty cookie jar, in English.
pub fn client(test: &TestDb) -> Client {
    let (router, _) = site_with(test, Settings::default());
    Client::new(router).with("accept-language", "en")
}

/// A browser that is signed in as an account of the county.
pub async fn signed_in(client: &mut Client, name: &str) {
    client.get("/sign-in").await;
    let fields = [("name", name), ("password", testkit::PASSWORD)];
    let done = client.post("/sign-in", &fields).await;
    assert_eq!(done.location(), Some("/"), "{}", done.words());
    client.get("/account").await;
}
