//! Entering what was brought in.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Choice, Doc, Field, Form as Sheet, Note, Tone};
use frame::{App, Failure, Fields, Form, Go, Len, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::matter::listing;

use crate::actions::{self, Proposal};
use crate::model::decision::{Body, BroughtBy, Form as Shape, Subject};
use crate::model::text::MOST;
use crate::similar;
use crate::store::people;

pub(super) fn routes() -> Routes {
    Routes::new().route("/decisions/new", get(new).post(add))
}

/// The longest title, name, reason, in characters.
const TITLE: usize = 120;
const NAME: usize = 100;
const REASON: usize = 5_000;
/// No joint proposal has more names.
const NAMES: i64 = 1_000;

macro_rules! codes {
    ($noun:ty) => {
        <$noun>::ALL.iter().map(|v| v.code()).collect::<Vec<&str>>()
    };
}

macro_rules! choices {
    ($visit:expr, $noun:ty) => {
        <$noun>::ALL
            .iter()
            .map(|v| Choice::new(v.code(), $visit.t(&v.key())))
            .collect::<Vec<Choice>>()
    };
}

async fn form(app: &App, visit: &SignedIn) -> Result<Sheet, Error> {
    let kernel = app.kernel();
    let units = kernel.directory.of(&kernel.db, visit.actor().organ).await?;
    let today = visit.actor().today;
    let units = units
        .iter()
        .filter(|u| u.handles() && u.exists_on(today))
        .map(|u| Choice::named(u.id, u.name.as_str()))
        .collect();
    let people = people::bringers(&kernel.db, visit.actor().organ, today).await?;
    let people = people
        .into_iter()
        .map(|p| Choice::named(p.id, p.name).hint(p.belongs))
        .collect();
    let forms = Shape::ALL
        .iter()
        .map(|f| {
            let hint = visit.t(&format!("decisions-form-{}-hint", f.code()));
            Choice::new(f.code(), visit.t(&f.key())).hint(hint)
        })
        .collect();
    Ok(Sheet::new(visit, "/decisions/new")
        .keep(visit, "decision-new")
        .field(
            Field::line("title", visit.t("decisions-title"), TITLE)
                .hint(visit.t("decisions-title-hint"))
                .must(),
        )
        .field(
            Field::cards("form", visit.t("decisions-form"), forms)
                .must()
                .value(Shape::Decision.code()),
        )
        .side(vec![
            Field::select(
                "subject",
                visit.t("decisions-subject"),
                choices!(visit, Subject),
            )
            .must(),
            Field::select("body", visit.t("decisions-body"), choices!(visit, Body))
                .must()
                .value(Body::StandingCommittee.code()),
        ])
        .field(
            Field::select(
                "brought_by",
                visit.t("decisions-brought-by"),
                choices!(visit, BroughtBy),
            )
            .hint(visit.t("decisions-brought-by-hint"))
            .must(),
        )
        .side(vec![
            Field::line("bringer", visit.t("decisions-bringer"), NAME)
                .hint(visit.t("decisions-bringer-hint"))
                .must(),
            Field::number("names", visit.t("decisions-names"), 1, NAMES)
                .hint(visit.t("decisions-names-hint")),
        ])
        .side(vec![
            Field::pick("unit", visit.t("decisions-bringer-unit"), units)
                .hint(visit.t("decisions-bringer-unit-hint")),
            Field::pick("person", visit.t("decisions-bringer-person"), people)
                .hint(visit.t("decisions-bringer-person-hint")),
        ])
        .field(
            Field::date("received_on", visit.t("decisions-received-on"))
                .must()
                .value(today),
        )
        .field(
            Field::prose("reason", visit.t("decisions-ask-reason"), REASON)
                .rows(5)
                .must(),
        )
        .field(
            Field::line("ground", visit.t("decisions-ground"), NAME)
                .hint(visit.t("decisions-ground-hint")),
        )
        .field(
            Field::prose("draft", visit.t("decisions-draft"), MOST)
                .hint(visit.t("decisions-draft-hint"))
                .rows(8),
        )
        .field(
            Field::tick("confidential", visit.t("decisions-confidential"))
                .hint(visit.t("decisions-confidential-hint")),
        )
        .send(visit.t("decisions-enter"))
        .cancel("/decisions"))
}

fn page(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("decisions-new")).trail("/decisions", visit.t("decisions-nav"))
}

async fn new(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let form = form(&app, &visit).await?;
    Ok(page(&visit).part(form).show(&visit))
}

fn read(typed: &Fields, visit: &SignedIn) -> Result<Proposal, Error> {
    let mut r = Reader::new(typed);
    let title = r.must_line("title", Len(TITLE));
    let form = r.must_choice("form", &codes!(Shape)).and_then(Shape::parse);
    let subject = r
        .must_choice("subject", &codes!(Subject))
        .and_then(Subject::parse);
    let body = r.must_choice("body", &codes!(Body)).and_then(Body::parse);
    let by = r
        .must_choice("brought_by", &codes!(BroughtBy))
        .and_then(BroughtBy::parse);
    let bringer = r.must_line("bringer", Len(NAME));
    let names = r.number("names", 1..=NAMES).unwrap_or(1);
    let unit = r.id("unit");
    let person = r.id("person");
    let received_on = r.must_date("received_on");
    let reason = r.must_prose("reason", Len(REASON));
    let ground = r.line("ground", Len(NAME)).unwrap_or_default();
    let draft = r.prose("draft", Len(MOST)).unwrap_or_default();
    let confidential = r.tick("confidential");
    r.finish()?;
    let (Some(form), Some(subject), Some(body), Some(brought_by)) = (form, subject, body, by)
    else {
        return Err(Error::field("form", Message::new("invalid-choice")));
    };
    Ok(Proposal {
        title,
        form,
        body,
        subject,
        brought_by,
        bringer,
        unit,
        person,
        names,
        reason,
        ground,
        draft,
        received_on: received_on.unwrap_or(visit.actor().today),
        confidential,
    })
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let read = read(&typed, &visit);
    // What is alike is said once; whoever sends it again has looked.
    if let Ok(proposal) = &read
        && typed.get("seen") != Some("yes")
    {
        let text = format!("{}\n{}", proposal.reason, proposal.draft);
        let (kernel, actor) = (app.kernel(), visit.actor());
        let before = similar::alike(kernel, actor, &proposal.title, &text, None).await?;
        if before.iter().any(|a| a.found.score >= similar::ASKED) {
            let mut form = form(&app, &visit).await?.hidden("seen", "yes");
            form.fill(&typed);
            let note = Note::new(Tone::Warn, visit.t("decisions-similar-before"));
            let table = similar::table(&before, actor);
            return Ok(page(&visit)
                .hold()
                .part(note.title(visit.t("decisions-similar")))
                .part(frame::matter::table(&visit, table, None))
                .part(form)
                .show(&visit));
        }
    }
    let done = async { actions::propose(app.kernel(), visit.actor(), read?).await };
    match done.await {
        Ok(id) => {
            app.live().wake();
            // Whoever entered what he may not read comes back to the list.
            let here = listing::visible(&app.kernel().db, visit.actor(), id).await?;
            let to = match here {
                true => format!("/decisions/{id}"),
                false => "/decisions".to_owned(),
            };
            Ok(Go::to(to)
                .saying(Message::new("decisions-entered"))
                .into_response())
        }
        Err(e) => {
            let form = form(&app, &visit).await?.again(&typed, e)?;
            Ok(page(&visit).again(form).show(&visit))
        }
    }
}
