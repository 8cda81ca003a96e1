//! Entering an appearance, of a manuscript that is here or of a piece nobody wrote here; striking one.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::Days;
use frame::matter::Given;
use frame::ui::{Choice, Doc, Field, Form as Sheet, Head, Note, Tone};
use frame::{
    App, Failure, Fields, Form, Go, Len, Path, Query, Reader, Routes, SignedIn, Upload, get,
};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::file::Place;
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::Standing;

use crate::actions::ledger::{self, Entry, Outside};
use crate::model::adoption::{Position, Size};
use crate::model::genre::Genre;
use crate::store::issue::Kept;
use crate::store::outlet::Outlet;
use crate::store::{adoption, group, issue, manuscript, outlet};

/// Days back a manuscript may have been begun to be offered.
const BACK: u64 = 400;
const NUMBER: i64 = 10_000_000;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/ledger/new", get(new).post(enter))
        .route("/publicity/ledger/{id}/strike", get(ask).post(strike))
}

/// What the entry is about: a manuscript, an item of an issue of ours that was taken over, or what is typed.
#[derive(Default)]
struct About {
    manuscript: Option<Id>,
    item: Option<Kept>,
}

impl About {
    async fn read(app: &App, visit: &SignedIn, fields: &Fields) -> Result<About, Error> {
        let mut r = Reader::new(fields);
        let (manuscript, item) = (r.id("manuscript"), r.id("item"));
        r.finish()?;
        let Some(item) = item else {
            return Ok(About {
                manuscript,
                item: None,
            });
        };
        let (kernel, actor) = (app.kernel(), visit.actor());
        let issue = issue::of_item(&kernel.db, actor.organ, item).await?;
        let standing = Standing::read(kernel, actor, issue).await?;
        let held = crate::issue::Held::of(&standing)?;
        let kept = held.issue.items.iter().find(|i| i.id == item).cloned();
        let source = match kept.as_ref().and_then(|i| i.source_id) {
            Some(source) => Standing::read(kernel, actor, source).await.ok(),
            None => None,
        };
        let written = source.filter(|s| s.matter.kind == crate::kind::MANUSCRIPT);
        Ok(About {
            manuscript: written.map(|s| s.matter.id),
            item: kept,
        })
    }
}

async fn form(app: &App, visit: &SignedIn, about: &About, given: &Given) -> Result<Sheet, Error> {
    let (db, actor) = (&app.kernel().db, visit.actor());
    let t = |key: &str| visit.t(key);
    let mut form = Sheet::new(visit, "/publicity/ledger/new").keep(visit, "adoption-new");
    if let Some(item) = &about.item {
        form = form
            .html(Note::new(Tone::Info, item.title.as_str()).title(t("issue-taken-enter")))
            .hidden("item", item.id);
    }
    let item = about.item.as_ref();
    let known = match about.manuscript {
        Some(id) => {
            let standing = Standing::read(app.kernel(), actor, id).await?;
            Some((id, standing.matter.title))
        }
        None => None,
    };
    if let Some((id, title)) = &known {
        if item.is_none() {
            form = form.html(Note::new(Tone::Info, title.as_str()));
        }
        form = form.hidden("manuscript", id);
    } else {
        let since = actor.today - Days::new(BACK);
        let pieces = manuscript::placed(db, actor.organ, since)
            .await?
            .into_iter()
            .map(|(id, title, day)| {
                Choice::named(id, title).hint(text::date::date_plain(visit.lang, day))
            })
            .collect();
        let genres = Genre::ALL
            .iter()
            .map(|g| Choice::new(g.code(), t(&g.key())))
            .collect();
        let mut groups = vec![Choice::new("", t("publicity-group-no"))];
        groups.extend(
            group::groups(db, actor.organ)
                .await?
                .into_iter()
                .map(|g| Choice::new(g.id, g.name)),
        );
        if item.is_none() {
            form = form.field(
                Field::pick("manuscript", t("publicity-manuscript"), pieces)
                    .hint(t("publicity-manuscript-hint")),
            );
        }
        let genre = item.map_or(Genre::News, |_| Genre::Briefing);
        form = form.group(
            t("publicity-outside"),
            t("publicity-outside-hint"),
            vec![
                Field::line("authors", t("publicity-authors-typed"), 100)
                    .value_opt(item.map(|i| i.sender.as_str())),
                Field::select("genre", t("publicity-dimension-genre"), genres).value(genre.code()),
                Field::select("group", t("publicity-dimension-group"), groups),
            ],
        );
    }
    let open: Vec<Outlet> = outlet::outlets(db, actor.organ)
        .await?
        .into_iter()
        .filter(|o| o.is_open(actor.today))
        .collect();
    let mut columns = vec![Choice::new("", t("publicity-column-no"))];
    for column in outlet::columns(db, actor.organ).await? {
        let running = column.ended_on.is_none_or(|end| actor.today <= end);
        if let Some(of) = open.iter().find(|o| running && o.id == column.outlet_id) {
            columns.push(Choice::new(
                column.id,
                format!("{} · {}", of.name, column.name),
            ));
        }
    }
    let outlets = open
        .into_iter()
        .map(|o| Choice::named(o.id, o.name).hint(t(&o.level.key())))
        .collect();
    let optional = |none: &str, all: Vec<Choice>| {
        let mut out = vec![Choice::new("", t(none))];
        out.extend(all);
        out
    };
    let sizes = Size::ALL
        .iter()
        .map(|s| Choice::new(s.code(), t(&s.key())))
        .collect();
    let positions = Position::ALL
        .iter()
        .map(|p| Choice::new(p.code(), t(&p.key())))
        .collect();
    let hint = match known.is_some() {
        true => "publicity-title-there-hint",
        false => "publicity-title-hint",
    };
    let proof = Place::new("proof", Audience::Parties);
    let form = form
        .field(
            Field::line("title", t("publicity-title-there"), 120)
                .hint(t(hint))
                .value_opt(item.map(|i| i.title.as_str())),
        )
        .side(vec![
            Field::pick("outlet", t("publicity-dimension-outlet"), outlets).must(),
            Field::select("column", t("publicity-column"), columns),
            Field::date("on_date", t("publicity-on-date"))
                .must()
                .value(actor.today),
        ])
        .side(vec![
            Field::line("said_place", t("publicity-said-place"), 60)
                .hint(t("publicity-said-place-hint")),
            Field::select(
                "position",
                t("publicity-position"),
                optional("publicity-unsaid", positions),
            ),
            Field::select(
                "size",
                t("publicity-dimension-size"),
                optional("publicity-unsaid", sizes),
            ),
        ])
        .side(vec![
            Field::number("characters", t("publicity-characters"), 0, NUMBER),
            Field::number("seconds", t("publicity-seconds"), 0, NUMBER),
            Field::number("photos", t("publicity-photos"), 0, NUMBER),
        ])
        .field(Field::line("link", t("publicity-link"), 500).kind("url"));
    Ok(given
        .fields(form, visit, &proof, false)
        .field(Field::tick("reprint", t("publicity-is-reprint")))
        .field(Field::tick("again", t("publicity-is-again")))
        .send(t("publicity-adoption-enter"))
        .cancel("/publicity/ledger"))
}

fn page(visit: &SignedIn) -> Doc {
    Doc::titled(visit.t("publicity-adoption-enter"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/ledger", visit.t("publicity-ledger"))
}

async fn new(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let about = About::read(&app, &visit, &query).await?;
    let form = form(&app, &visit, &about, &Given::default()).await?;
    Ok(page(&visit).part(form).show(&visit))
}

fn read(typed: &Fields) -> Result<(Entry, Option<Outside>), Error> {
    let mut r = Reader::new(typed);
    let manuscript = r.id("manuscript");
    let title = r.line("title", Len(120));
    let outlet = r.must_id("outlet");
    let column = r.id("column");
    let item = r.id("item");
    let on_date = r.must_date("on_date");
    let said_place = r.line("said_place", Len(60)).unwrap_or_default();
    let positions: Vec<&str> = Position::ALL.iter().map(|p| p.code()).collect();
    let sizes: Vec<&str> = Size::ALL.iter().map(|s| s.code()).collect();
    let position = r.choice("position", &positions).and_then(Position::parse);
    let size = r.choice("size", &sizes).and_then(Size::parse);
    let characters = r.number("characters", 0..=NUMBER);
    let seconds = r.number("seconds", 0..=NUMBER);
    let photos = r.number("photos", 0..=NUMBER);
    let link = r.line("link", Len(500));
    let reprint = r.tick("reprint");
    let again = r.tick("again");
    let genres: Vec<&str> = Genre::ALL.iter().map(|g| g.code()).collect();
    let authors = r.line("authors", Len(100));
    let genre = r.choice("genre", &genres).and_then(Genre::parse);
    let group = r.id("group");
    if manuscript.is_none() && r.good() {
        for (name, empty) in [("title", title.is_none()), ("authors", authors.is_none())] {
            if empty {
                r.fail(name, Message::new("publicity-outside-needs"));
            }
        }
    }
    r.finish()?;
    let (Some(outlet), Some(on_date)) = (outlet, on_date) else {
        return Err(Error::field("outlet", Message::new("invalid-choice")));
    };
    let outside = authors
        .filter(|_| manuscript.is_none())
        .map(|authors| Outside {
            authors,
            genre: genre.unwrap_or(Genre::News),
            group,
        });
    let entry = Entry {
        manuscript,
        outlet,
        column,
        on_date,
        title,
        position,
        size,
        said_place,
        characters,
        seconds,
        photos,
        reprint,
        link,
        again,
        item,
    };
    Ok((entry, outside))
}

async fn enter(
    State(app): State<App>,
    visit: SignedIn,
    mut upload: Upload,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let mut given = Given::take(&app, &visit, &mut upload).await?;
    let typed = upload.fields;
    let read = given.with(read(&typed));
    let done = async {
        let (entry, outside) = read?;
        ledger::enter(app.kernel(), visit.actor(), entry, outside, &given.bodies()).await
    };
    match done.await {
        Ok(manuscript) => {
            app.live().wake();
            Ok(Go::to(format!("/publicity/manuscripts/{manuscript}"))
                .saying(Message::new("publicity-adoption-entered"))
                .into_response())
        }
        Err(e) => {
            let about = About::read(&app, &visit, &typed).await.unwrap_or_default();
            let form = form(&app, &visit, &about, &given).await?.again(&typed, e)?;
            Ok(page(&visit).again(form).show(&visit))
        }
    }
}

fn strike_form(visit: &SignedIn, id: Id) -> Sheet {
    Sheet::new(visit, format!("/publicity/ledger/{id}/strike"))
        .field(
            Field::prose("why", visit.t("publicity-strike-why"), 500)
                .rows(3)
                .must(),
        )
        .send(visit.t("publicity-strike"))
        .grave()
        .cancel("/publicity/ledger")
}

async fn striking(app: &App, visit: &SignedIn, id: Id) -> Result<Doc, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let found = adoption::one(&app.kernel().db, visit.actor().organ, id)
        .await?
        .ok_or(Error::NotFound)?;
    let head = Head::new(visit.t("publicity-strike"))
        .lede(visit.t("publicity-strike-lede"))
        .answer(visit.t("publicity-ask-title"), &found.title)
        .answer(visit.t("publicity-dimension-outlet"), &found.outlet)
        .answer(
            visit.t("publicity-on-date"),
            &text::date::date(visit.lang, found.on_date),
        );
    Ok(Doc::new(visit.t("publicity-strike"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/ledger", visit.t("publicity-ledger"))
        .part(head))
}

async fn ask(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    Ok(striking(&app, &visit, id)
        .await?
        .part(strike_form(&visit, id))
        .show(&visit))
}

async fn strike(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let done = async {
        let mut r = Reader::new(&typed);
        let why = r.must_prose("why", Len(500));
        r.finish()?;
        ledger::strike(app.kernel(), visit.actor(), id, &why).await
    };
    match done.await {
        Ok(manuscript) => Ok(Go::to(format!("/publicity/manuscripts/{manuscript}"))
            .saying(Message::new("publicity-strike-done"))
            .into_response()),
        Err(e) => {
            let form = strike_form(&visit, id).again(&typed, e)?;
            Ok(striking(&app, &visit, id).await?.again(form).show(&visit))
        }
    }
}
