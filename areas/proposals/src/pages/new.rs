//! Bringing a matter in: one page that reads well on a phone. What was typed survives a time-out; doubts about the
//! form (several matters in one paper, nothing concrete asked) are said before it is sent, and earlier matters that
//! look alike are shown with the reply they got.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::matter::Given;
use frame::ui::{Choice, Doc, Field, Form, Links, Note, Tone};
use frame::{App, Failure, Fields, Go, Len, Path, Query, Reader, SignedIn, Upload};
use kernel::access::{Actor, Permission, Role};
use kernel::error::{Error, Message};
use kernel::file::Place;
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::{Confidentiality, Standing};

use crate::actions::{self, Submission};
use crate::model::category;
use crate::model::draft::{self, MOST};
use crate::model::matter::{Form as Shape, MatterKind};
use crate::similar;
use crate::store::people;

/// The kinds of matter somebody may bring in: a deputy suggestions and bills, a member proposals, the office all.
pub(crate) fn kinds_of(actor: &Actor) -> Vec<MatterKind> {
    let mut out = Vec::new();
    let office = actor.may(Permission::Register);
    if office || actor.has_role(Role::Member) {
        out.push(MatterKind::Proposal);
    }
    if office || actor.has_role(Role::Deputy) {
        out.push(MatterKind::Suggestion);
        out.push(MatterKind::Bill);
    }
    out
}

fn kind(visit: &SignedIn, code: &str) -> Result<MatterKind, Failure> {
    let kind = MatterKind::parse(code)
        .filter(|k| k.is_submitted())
        .ok_or(Error::NotFound)?;
    if !kinds_of(visit.actor()).contains(&kind) {
        return Err(Error::Forbidden(Message::new(Permission::Submit.refusal())).into());
    }
    Ok(kind)
}

pub(super) async fn choose(visit: SignedIn, Query(given): Query) -> Result<Response, Failure> {
    let kinds = kinds_of(visit.actor());
    // What a matter it grows out of gives goes on to the form.
    let query = given.encode();
    let form = |kind: MatterKind| match query.as_str() {
        "" => format!("/proposals/new/{}", kind.code()),
        query => format!("/proposals/new/{}?{query}", kind.code()),
    };
    match kinds.as_slice() {
        [] => Err(Error::Forbidden(Message::new(Permission::Submit.refusal())).into()),
        [only] => Ok(Go::to(form(*only)).into_response()),
        several => {
            let links = several
                .iter()
                .map(|k| (form(*k), visit.t(&format!("proposals-new-{}", k.code()))))
                .collect();
            Ok(Doc::titled(visit.t("proposals-new"))
                .part(Links::new(links))
                .show(&visit))
        }
    }
}

async fn page_form(
    app: &App,
    visit: &SignedIn,
    kind: MatterKind,
    given: &Given,
    from: Option<Id>,
) -> Result<Form, Error> {
    let office = visit.actor().may(Permission::Register);
    let t = |key: &str| visit.t(key);
    let forms: Vec<Choice> = Shape::of(kind)
        .iter()
        .map(|f| Choice::new(f.code(), t(&format!("proposals-form-{}", f.code()))))
        .collect();
    let people = people::proposers(
        &app.kernel().db,
        visit.actor().organ,
        kind,
        visit.actor().today,
    )
    .await?
    .into_iter()
    .filter(|p| Some(p.id) != visit.actor().person)
    .map(|p| Choice::named(p.id, p.name).hint(p.belongs))
    .collect::<Vec<_>>();
    let mut form = Form::new(visit, format!("/proposals/new/{}", kind.code()))
        .keep(visit, &format!("new-{}", kind.code()));
    if let Some(from) = from {
        let standing = Standing::read(app.kernel(), visit.actor(), from).await?;
        let words = standing.matter.number.unwrap_or(standing.matter.title);
        let note = Note::new(Tone::Info, words).title(t("proposals-raised-from"));
        form = form.html(note).hidden("from", from);
    }
    if office {
        form = form.field(
            Field::pick("proposer", t("proposals-proposer"), people.clone())
                .must()
                .hint(t("proposals-proposer-hint")),
        );
    }
    form = form
        .field(
            Field::line("title", t("proposals-field-title"), MOST.0)
                .must()
                .hint(t("proposals-title-hint")),
        )
        .field(
            Field::prose("background", t("proposals-field-background"), MOST.1)
                .must()
                .rows(8)
                .hint(t("proposals-background-hint")),
        )
        .field(
            Field::prose("demand", t("proposals-field-demand"), MOST.1)
                .must()
                .rows(6)
                .hint(t("proposals-demand-hint")),
        )
        .field(
            Field::cards("form", t("proposals-form"), forms)
                .must()
                .value(Shape::Single.code()),
        )
        .field(
            Field::picks("cosigners", t("proposals-field-cosigners"), people)
                .hint(t("proposals-cosigners-hint")),
        )
        .field(Field::line("body_name", t("proposals-body"), 60).hint(t("proposals-body-hint")));
    let categories = std::iter::once(Choice::new("", t("proposals-category-later")))
        .chain(
            category::ALL
                .iter()
                .map(|c| Choice::new(c, category::label(visit.lang, c))),
        )
        .collect();
    form = form.field(Field::select(
        "category",
        t("proposals-category"),
        categories,
    ));
    if office {
        let secrecies = [
            Confidentiality::Open,
            Confidentiality::Internal,
            Confidentiality::Confidential,
        ]
        .iter()
        .map(|c| Choice::new(c.code(), t(&format!("confidentiality-{}", c.code()))))
        .collect();
        form = form
            .field(
                Field::select("confidentiality", t("proposals-confidentiality"), secrecies)
                    .value(Confidentiality::Open.code()),
            )
            .field(Field::date("received_on", t("matter-received")).value(visit.actor().today));
    }
    let place = Place::new("paper", Audience::Parties);
    Ok(given
        .fields(form, visit, &place, false)
        .send(t("proposals-submit"))
        .also("only", "draft", t("proposals-save-draft"))
        .cancel("/proposals"))
}

pub(super) async fn form(
    State(app): State<App>,
    visit: SignedIn,
    Path(code): Path<String>,
    Query(query): Query,
) -> Result<Response, Failure> {
    let kind = kind(&visit, &code)?;
    let mut r = Reader::new(&query);
    let from = r.id("from");
    r.finish()?;
    let mut form = page_form(&app, &visit, kind, &Given::default(), from).await?;
    form.start(&query);
    Ok(page(&visit, kind).part(form).show(&visit))
}

fn page(visit: &SignedIn, kind: MatterKind) -> Doc {
    Doc::titled(visit.t(&format!("proposals-new-{}", kind.code())))
        .trail("/proposals", visit.t("proposals-nav"))
}

pub(super) async fn create(
    State(app): State<App>,
    visit: SignedIn,
    Path(code): Path<String>,
    mut upload: Upload,
) -> Result<Response, Failure> {
    let kind = kind(&visit, &code)?;
    let mut given = Given::take(&app, &visit, &mut upload).await?;
    let typed = upload.fields;
    let from = typed.get("from").and_then(|id| id.parse().ok());
    let read = given.with(read(&visit, kind, &typed));
    // Doubts are said once; whoever sends the paper again has read them.
    if let Ok(submission) = &read {
        let hints = draft::hints(&draft::Paper {
            title: &submission.title,
            background: &submission.background,
            demand: &submission.demand,
        });
        let text = format!("{}\n{}", submission.background, submission.demand);
        let (kernel, actor) = (app.kernel(), visit.actor());
        let before = match typed.get("seen") {
            Some("yes") => Vec::new(),
            _ => similar::alike(kernel, actor, &submission.title, &text, None).await?,
        };
        let asked = before.iter().any(|a| a.found.score >= similar::ASKED);
        if (!hints.is_empty() || asked) && typed.get("seen") != Some("yes") {
            let mut form = page_form(&app, &visit, kind, &given, from)
                .await?
                .hidden("seen", "yes");
            form.fill(&typed);
            let mut doc = page(&visit, kind).hold();
            if !hints.is_empty() {
                let points = hints.iter().map(|h| visit.t(&h.key())).collect();
                doc = doc.part(
                    Note::new(Tone::Warn, visit.t("proposals-doubts"))
                        .title(visit.t("proposals-doubts-title"))
                        .points(points),
                );
            }
            if asked {
                let words = visit.t("similar-before");
                doc = doc.part(Note::new(Tone::Warn, words).title(visit.t("similar-title")));
                doc = doc.part(frame::matter::table(&visit, similar::table(&before), None));
            }
            return Ok(doc.part(form).show(&visit));
        }
    }
    let done = match read {
        Ok(mut submission) => {
            submission.papers = given.bodies();
            actions::submit(app.kernel(), visit.actor(), submission).await
        }
        Err(e) => Err(e),
    };
    match done {
        Ok(id) => {
            app.live().wake();
            Ok(Go::to(format!("/proposals/{id}"))
                .saying(Message::new("proposals-saved"))
                .into_response())
        }
        Err(e) => {
            let form = page_form(&app, &visit, kind, &given, from).await?;
            Ok(page(&visit, kind)
                .again(form.again(&typed, e)?)
                .show(&visit))
        }
    }
}

fn read(visit: &SignedIn, kind: MatterKind, typed: &Fields) -> Result<Submission, Error> {
    let office = visit.actor().may(Permission::Register);
    let mut r = Reader::new(typed);
    let title = r.must_line("title", Len(MOST.0));
    let background = r.must_prose("background", Len(MOST.1));
    let demand = r.must_prose("demand", Len(MOST.1));
    let forms: Vec<&str> = Shape::of(kind).iter().map(|f| f.code()).collect();
    let form = r.must_choice("form", &forms).and_then(Shape::parse);
    let cosigners = r.ids("cosigners", 500);
    let body_name = r.line("body_name", Len(60));
    let category = r.choice("category", &category::ALL).map(str::to_owned);
    let proposer = if office {
        r.must_id("proposer")
    } else {
        visit.actor().person
    };
    let secrecies: Vec<&str> = Confidentiality::ALL.iter().map(|c| c.code()).collect();
    let confidentiality = office
        .then(|| r.choice("confidentiality", &secrecies))
        .flatten()
        .and_then(Confidentiality::parse);
    let received_on = office.then(|| r.date("received_on")).flatten();
    let send = typed.get("only") != Some("draft");
    let from = r.id("from");
    r.finish()?;
    Ok(Submission {
        kind,
        form: form.unwrap_or(Shape::Single),
        title,
        background,
        demand,
        body_name,
        category,
        cosigners,
        proposer,
        confidentiality: confidentiality.unwrap_or(Confidentiality::Open),
        received_on,
        papers: Vec::new(),
        from,
        send,
    })
}
