//! Entering a meeting or an activity.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Choice, Doc, Field, Form as Sheet};
use frame::{App, Failure, Fields, Form, Go, Len, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};

use crate::actions::{self, Entry};
use crate::kind::EventKind;
use crate::store::body;
use crate::vocabulary::{MOST, TIME};

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/new", get(new).post(add))
}

fn form(visit: &SignedIn, bodies: Vec<Choice>) -> Sheet {
    let kinds = EventKind::ALL
        .iter()
        .map(|k| {
            let code = k.code();
            Choice::new(code, visit.t(&format!("kind-{code}")))
                .hint(visit.t(&format!("meetings-{code}-hint")))
        })
        .collect();
    let form = Sheet::new(visit, "/meetings/new")
        .keep(visit, "event-new")
        .field(
            Field::cards("kind", visit.t("meetings-kind"), kinds)
                .must()
                .value(EventKind::Meeting.code()),
        );
    let form = match bodies.is_empty() {
        true => form,
        false => form.field(
            Field::select("body", visit.t("meetings-body"), bodies)
                .hint(visit.t("meetings-body-hint")),
        ),
    };
    form.field(Field::line("title", visit.t("meetings-ask-title"), MOST.0).must())
        .side(vec![
            Field::date("from_on", visit.t("meetings-ask-from_on")).must(),
            Field::date("to_on", visit.t("meetings-ask-to_on")).hint(visit.t("meetings-one-day")),
        ])
        .side(vec![
            Field::line("at_time", visit.t("meetings-ask-at_time"), TIME),
            Field::line("place", visit.t("meetings-ask-place"), MOST.1),
        ])
        .field(Field::prose("note", visit.t("meetings-ask-note"), MOST.2).rows(3))
        .field(
            Field::tick("confidential", visit.t("meetings-confidential"))
                .hint(visit.t("meetings-confidential-hint")),
        )
        .send(visit.t("meetings-enter"))
        .cancel("/meetings")
}

fn page(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("meetings-new")).trail("/meetings", visit.t("meetings-nav"))
}

/// The bodies that sit today, and none.
async fn bodies(app: &App, visit: &SignedIn) -> Result<Vec<Choice>, Error> {
    let today = visit.actor().today;
    let all = body::bodies(&app.kernel().db, visit.actor().organ).await?;
    let mut out: Vec<Choice> = all
        .into_iter()
        .filter(|b| b.ended_on.is_none_or(|end| today <= end))
        .map(|b| Choice::new(b.id, b.name))
        .collect();
    if !out.is_empty() {
        out.insert(0, Choice::new("", visit.t("meetings-body-none")));
    }
    Ok(out)
}

async fn new(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let form = form(&visit, bodies(&app, &visit).await?);
    Ok(page(&visit).part(form).show(&visit))
}

fn read(typed: &Fields) -> Result<Entry, Error> {
    let mut r = Reader::new(typed);
    let kinds: Vec<&str> = EventKind::ALL.iter().map(|k| k.code()).collect();
    let kind = r.must_choice("kind", &kinds).and_then(EventKind::parse);
    let title = r.must_line("title", Len(MOST.0));
    let from_on = r.must_date("from_on");
    let to_on = r.date("to_on");
    let place = r.line("place", Len(MOST.1)).unwrap_or_default();
    let note = r.prose("note", Len(MOST.2)).unwrap_or_default();
    let confidential = r.tick("confidential");
    let body = r.id("body");
    let at_time = r.line("at_time", Len(TIME)).unwrap_or_default();
    r.finish()?;
    let (Some(kind), Some(from_on)) = (kind, from_on) else {
        return Err(Error::field("kind", Message::new("invalid-choice")));
    };
    Ok(Entry {
        kind,
        title,
        from_on,
        to_on: to_on.unwrap_or(from_on),
        place,
        note,
        confidential,
        body,
        at_time,
    })
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let entry = read(&typed)?;
        actions::enter(app.kernel(), visit.actor(), entry).await
    };
    match done.await {
        Ok(id) => {
            app.live().wake();
            Ok(Go::to(format!("/meetings/{id}"))
                .saying(Message::new("meetings-entered"))
                .into_response())
        }
        Err(e) => Ok(page(&visit)
            .again(form(&visit, bodies(&app, &visit).await?).again(&typed, e)?)
            .show(&visit)),
    }
}
