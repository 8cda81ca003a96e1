//! Beginning a manuscript and writing it. What is typed is kept on the server a moment after each stop and in the
//! browser besides; two people who write at once see each other, and nobody's text is overwritten unseen.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Changes, Choice, Doc, Facts, Field, Form as Sheet, Head, Note, Press, Tone};
use frame::{
    App, Failure, Fields, Form, Go, Len, Path, Query, Reader, Routes, SignedIn, get, post,
};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::{Request, Standing, perform};
use serde_json::{Value as Json_, json};

use super::ta;
use crate::actions::manuscript::{self as actions, Beginning};
use crate::actions::topic;
use crate::kind::Held;
use crate::model::characters;
use crate::model::genre::{self, Genre, Limit};
use crate::store::topic::Topic;
use crate::store::typing::{self, Typing};
use crate::vocabulary::MOST;

/// Somebody who typed within so many seconds is writing now.
const NOW: i64 = 90;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/manuscripts/new", get(new).post(begin))
        .route("/publicity/manuscripts/{id}/write", get(ask).post(write))
        .route("/publicity/manuscripts/{id}/typing", get(look).post(keep))
        .route("/publicity/manuscripts/{id}/typing/drop", post(drop))
}

/// The topic a piece is begun from, where the address or the form names one.
async fn topic_of(
    app: &App,
    visit: &SignedIn,
    typed: &Fields,
) -> Result<Option<(Standing, Topic)>, Failure> {
    let Some(asked) = typed.get("topic").filter(|t| !t.is_empty()) else {
        return Ok(None);
    };
    let id: Id = asked.parse().map_err(|_| Error::NotFound)?;
    let found = topic::begun_from(app.kernel(), visit.actor(), id).await?;
    Ok(Some(found))
}

fn new_form(visit: &SignedIn, from: Option<&(Standing, Topic)>) -> Sheet {
    let mut sheet = Sheet::new(visit, "/publicity/manuscripts/new");
    let (mut title, mut event_on, mut genre) = (None, None, Genre::News);
    if let Some((standing, topic)) = from {
        sheet = sheet
            .hidden("topic", standing.matter.id)
            .keep(visit, &format!("manuscript-new-{}", standing.matter.id));
        title = Some(standing.matter.title.clone());
        event_on = topic.plan.event_on;
        // The first genre planned of which nothing is written yet.
        let planned = topic.plan.genres();
        let owed = |g: &&Genre| topic.written.iter().all(|w| w.genre != **g);
        genre = *planned
            .iter()
            .find(owed)
            .or(planned.first())
            .unwrap_or(&genre);
    } else {
        sheet = sheet.keep(visit, "manuscript-new");
    }
    let genres = Genre::ALL
        .iter()
        .map(|g| {
            let hint = most(visit, *g);
            Choice::new(g.code(), visit.t(&g.key())).hint(hint)
        })
        .collect();
    sheet
        .field(
            Field::line("title", visit.t("publicity-ask-title"), MOST.0)
                .must()
                .value_opt(title),
        )
        .field(
            Field::cards("genre", visit.t("publicity-ask-genre"), genres)
                .must()
                .value(genre.code()),
        )
        .field(
            Field::date("event_on", visit.t("publicity-ask-event_on"))
                .hint(visit.t("publicity-event-hint"))
                .value_opt(event_on),
        )
        .send(visit.t("publicity-begin"))
        .cancel("/publicity/manuscripts")
}

fn new_page(visit: &SignedIn, from: Option<&(Standing, Topic)>) -> Doc {
    let doc = Doc::titled(visit.t("publicity-begin"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/manuscripts", visit.t("publicity-manuscripts"));
    let Some((standing, topic)) = from else {
        return doc;
    };
    let facts = Facts::new(visit)
        .link(
            visit.t("publicity-topic"),
            standing.matter.title.clone(),
            format!("/publicity/topics/{}", standing.matter.id),
        )
        .line(
            visit.t("publicity-topic-due_on"),
            text::date::date(visit.lang, topic.plan.due_on),
        )
        .line(visit.t("publicity-topic-brief"), topic.plan.brief.clone());
    doc.panel("", facts)
}

async fn new(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Write)?;
    let from = topic_of(&app, &visit, &query).await?;
    let from = from.as_ref();
    Ok(new_page(&visit, from)
        .part(new_form(&visit, from))
        .show(&visit))
}

async fn begin(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Write)?;
    let from = topic_of(&app, &visit, &typed).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let title = r.must_line("title", Len(MOST.0));
        let genres: Vec<&str> = Genre::ALL.iter().map(|g| g.code()).collect();
        let genre = r.must_choice("genre", &genres).and_then(Genre::parse);
        let event_on = r.date("event_on");
        r.finish()?;
        let new = Beginning {
            title,
            genre: genre.unwrap_or(Genre::News),
            event_on,
            group: None,
            topic: from.as_ref().map(|(standing, _)| standing.matter.id),
        };
        actions::begin(app.kernel(), visit.actor(), new).await
    };
    match done.await {
        Ok(id) => {
            app.live().wake();
            Ok(Go::to(format!("/publicity/manuscripts/{id}/write")).into_response())
        }
        Err(e) => Ok(new_page(&visit, from.as_ref())
            .again(new_form(&visit, from.as_ref()).again(&typed, e)?)
            .show(&visit)),
    }
}

/// A manuscript as it stands and what is being typed on it.
struct Desk {
    standing: Standing,
    typing: Vec<Typing>,
}

impl Desk {
    /// Refused where the reader may not write on it now.
    async fn open(app: &App, visit: &SignedIn, id: Id) -> Result<Desk, Failure> {
        let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
        Held::of(&standing)?;
        if !actions::writes(&standing, visit.actor()) {
            return Err(Error::Forbidden(Message::new("publicity-not-writing")).into());
        }
        let typing = typing::typing(&app.kernel().db, id).await?;
        Ok(Desk { standing, typing })
    }

    fn held(&self) -> Result<&Held, Error> {
        Held::of(&self.standing)
    }

    fn own(&self, visit: &SignedIn) -> Option<&Typing> {
        let account = visit.account();
        self.typing.iter().find(|t| t.account_id == account)
    }

    /// Who else is typing now.
    fn others(&self, visit: &SignedIn) -> String {
        let (account, now) = (visit.account(), visit.now.0);
        let names: Vec<&str> = self
            .typing
            .iter()
            .filter(|t| t.account_id != account && now - t.saved_at < NOW * 1_000_000)
            .filter_map(|t| t.name.as_deref())
            .collect();
        names.join("、")
    }
}

/// How long a piece of a genre may be, in words; nothing where it may be as long as it likes.
fn most(visit: &SignedIn, genre: Genre) -> String {
    match genre::limit(genre, None) {
        Some(Limit::Characters(n)) => ta(visit, "publicity-limit-characters", &[("n", n.into())]),
        Some(Limit::Seconds(n)) => ta(visit, "publicity-limit-minutes", &[("n", (n / 60).into())]),
        None => String::new(),
    }
}

/// How long a text is against the limit of its genre.
pub(super) fn length(visit: &SignedIn, genre: Genre, count: u32) -> String {
    match genre::limit(genre, None) {
        Some(limit @ Limit::Characters(most)) => {
            let args = [("n", count.into()), ("most", most.into())];
            match genre::excess(limit, count, 0) {
                None => ta(visit, "publicity-count-within", &args),
                Some(over) => {
                    let args = [
                        ("n", count.into()),
                        ("most", most.into()),
                        ("over", over.into()),
                    ];
                    ta(visit, "publicity-count-over", &args)
                }
            }
        }
        _ => ta(visit, "publicity-length-characters", &[("n", count.into())]),
    }
}

fn form(visit: &SignedIn, desk: &Desk) -> Result<Sheet, Error> {
    let id = desk.standing.matter.id;
    let held = desk.held()?;
    let paper = &held.piece.paper;
    let own = desk.own(visit);
    let title = own.map_or(held.title.as_str(), |t| t.title.as_str());
    let content = own.map_or(paper.content.as_str(), |t| t.content.as_str());
    let version = own.map_or(paper.version, |t| t.version);
    Ok(
        Sheet::new(visit, format!("/publicity/manuscripts/{id}/write"))
            .keep(visit, &format!("manuscript-{id}-{version}"))
            .autosave(format!("/publicity/manuscripts/{id}/typing"))
            .hidden("version", version)
            .field(
                Field::line("title", visit.t("publicity-ask-title"), MOST.0)
                    .must()
                    .value(title),
            )
            .field(
                Field::prose("content", visit.t("publicity-ask-content"), MOST.1)
                    .must()
                    .rows(24)
                    .uncounted()
                    .hint(most(visit, paper.genre))
                    .value(content),
            )
            .send(visit.t("publicity-keep-version"))
            .cancel(format!("/publicity/manuscripts/{id}")),
    )
}

fn page(visit: &SignedIn, desk: &Desk) -> Result<Doc, Error> {
    let id = desk.standing.matter.id;
    let title = desk.held()?.title.as_str();
    Ok(Doc::new(title)
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/manuscripts", visit.t("publicity-manuscripts"))
        .trail(format!("/publicity/manuscripts/{id}"), title)
        .part(Head::new(visit.t("publicity-write")).lede(visit.t("publicity-write-lede"))))
}

async fn ask(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let desk = Desk::open(&app, &visit, id).await?;
    let mut doc = page(&visit, &desk)?;
    if let Some(own) = desk.own(&visit) {
        let at = text::date::instant(visit.lang, own.at().0);
        let said = ta(&visit, "publicity-typing-restored", &[("at", at.into())]);
        let away = Press::new(
            &visit,
            format!("/publicity/manuscripts/{id}/typing/drop"),
            visit.t("publicity-typing-drop"),
        );
        doc = doc.part(Note::new(Tone::Info, said)).part(away);
        if let Some(note) = behind(&visit, &desk, own.version)? {
            doc = doc.part(note);
        }
    }
    let others = desk.others(&visit);
    if !others.is_empty() {
        let said = ta(
            &visit,
            "publicity-others-write",
            &[("names", others.into())],
        );
        doc = doc.part(Note::new(Tone::Warn, said));
    }
    Ok(doc.part(form(&visit, &desk)?).show(&visit))
}

/// Says that a newer version stands than the one somebody began on.
fn behind(visit: &SignedIn, desk: &Desk, begun_on: i64) -> Result<Option<Note>, Error> {
    let version = desk.held()?.piece.paper.version;
    let args = [("n", version.into())];
    Ok((begun_on < version)
        .then(|| Note::new(Tone::Warn, ta(visit, "publicity-newer-version", &args))))
}

fn read(typed: &Fields) -> Result<(String, String, i64), Error> {
    let mut r = Reader::new(typed);
    let title = r.must_line("title", Len(MOST.0));
    let content = r.must_prose("content", Len(MOST.1));
    let version = r.must_number("version", 0..=i64::MAX);
    r.finish()?;
    Ok((title, content, version.unwrap_or(0)))
}

async fn write(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let desk = Desk::open(&app, &visit, id).await?;
    let held = desk.held()?;
    let done = match read(&typed) {
        Ok((title, content, version)) if version < held.piece.paper.version => {
            // Somebody kept a version meanwhile: both texts are shown, and the next save is a choice.
            let kernel = app.kernel();
            actions::keep_typing(
                kernel,
                visit.actor(),
                &desk.standing,
                held.piece.paper.version,
                &title,
                &content,
            )
            .await?;
            let desk = Desk::open(&app, &visit, id).await?;
            let note = Note::new(Tone::Warn, visit.t("publicity-meanwhile"))
                .title(visit.t("publicity-meanwhile-title"));
            let theirs = desk.held()?.piece.paper.content.as_str();
            let doc = page(&visit, &desk)?
                .status(axum::http::StatusCode::CONFLICT)
                .hold()
                .part(note)
                .panel(
                    &visit.t("publicity-meanwhile-changes"),
                    Changes::new(&visit, theirs, &content),
                )
                .part(form(&visit, &desk)?);
            return Ok(doc.show(&visit));
        }
        Ok((title, content, _)) => {
            let request = Request::new("write")
                .rev(desk.standing.matter.rev)
                .field("title", title)
                .field("content", content);
            perform(app.kernel(), visit.actor(), id, request)
                .await
                .map(|_| ())
        }
        Err(e) => Err(e),
    };
    match done {
        Ok(()) => {
            app.live().wake();
            Ok(Go::to(format!("/publicity/manuscripts/{id}"))
                .saying(Message::new("publicity-version-kept"))
                .into_response())
        }
        Err(e) => Ok(page(&visit, &desk)?
            .again(form(&visit, &desk)?.again(&typed, e)?)
            .show(&visit)),
    }
}

/// What the writer is told while he types: how long it is, that it is kept, who else is writing.
fn said(visit: &SignedIn, desk: &Desk, content: &str, kept: bool) -> Result<Json_, Error> {
    let genre = desk.held()?.piece.paper.genre;
    let mut all = vec![length(visit, genre, characters::count(content))];
    if kept {
        let at = text::date::instant(visit.lang, visit.now.0);
        all.push(ta(visit, "publicity-typing-kept", &[("at", at.into())]));
    }
    let others = desk.others(visit);
    if !others.is_empty() {
        all.push(ta(
            visit,
            "publicity-others-write",
            &[("names", others.into())],
        ));
    }
    Ok(json!({ "said": all.join(" · ") }))
}

async fn look(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Json<Json_>, Failure> {
    let desk = Desk::open(&app, &visit, id).await?;
    let paper = &desk.held()?.piece.paper;
    let own = desk.own(&visit);
    let content = own.map_or(paper.content.as_str(), |t| t.content.as_str());
    Ok(Json(said(&visit, &desk, content, false)?))
}

async fn keep(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Json<Json_>, Failure> {
    let desk = Desk::open(&app, &visit, id).await?;
    // What is half typed is kept as it is: no field must be filled.
    let mut r = Reader::new(&typed);
    let title = r.line("title", Len(MOST.0)).unwrap_or_default();
    let content = r.prose("content", Len(MOST.1)).unwrap_or_default();
    let version = r.number("version", 0..=i64::MAX).unwrap_or(0);
    r.finish()?;
    actions::keep_typing(
        app.kernel(),
        visit.actor(),
        &desk.standing,
        version,
        &title,
        &content,
    )
    .await?;
    Ok(Json(said(&visit, &desk, &content, true)?))
}

async fn drop(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    Standing::read(app.kernel(), visit.actor(), id).await?;
    actions::drop_typing(app.kernel(), visit.actor(), id).await?;
    Ok(Go::to(format!("/publicity/manuscripts/{id}/write")).into_response())
}
