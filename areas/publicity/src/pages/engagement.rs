//! One entry of the calendar with the media: planning it, changing it, saying what came of it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Choice, Doc, Facts, Field, Form as Sheet, Head};
use frame::{
    App, Failure, Fields, Form, Go, Len, Path, Query, Reader, Routes, SignedIn, get, post,
};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::{enter, keeps, listed};
use crate::actions::media as actions;
use crate::model::media::{Engagement, State as Stands, time};
use crate::store::media::{self, Entry, Plan};
use crate::store::{byline, outlet};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/media/new", get(new).post(plan))
        .route("/publicity/media/{id}", get(show))
        .route("/publicity/media/{id}/edit", get(editing).post(edit))
        .route("/publicity/media/{id}/close", post(close))
}

async fn form(
    app: &App,
    visit: &SignedIn,
    action: String,
    known: Option<(&Entry, &[Id])>,
) -> Result<Sheet, Error> {
    let (db, actor) = (&app.kernel().db, visit.actor());
    let t = |key: &str| visit.t(key);
    let open: Vec<_> = outlet::outlets(db, actor.organ)
        .await?
        .into_iter()
        .filter(|o| o.is_open(actor.today))
        .collect();
    let mut columns = vec![Choice::new("", t("publicity-column-no"))];
    for column in outlet::columns(db, actor.organ).await? {
        if let Some(of) = open.iter().find(|o| o.id == column.outlet_id) {
            columns.push(Choice::new(
                column.id,
                format!("{} · {}", of.name, column.name),
            ));
        }
    }
    let mut outlets = vec![Choice::new("", t("media-outlet-no"))];
    outlets.extend(open.iter().map(|o| Choice::new(o.id, o.name.as_str())));
    let entry = known.map(|(entry, _)| entry);
    let people = byline::writers(db, actor.organ, actor.today)
        .await?
        .into_iter()
        .map(|w| {
            let chosen = known.is_some_and(|(_, ids)| ids.contains(&w.id));
            Choice::named(w.id, w.name).hint(w.belongs).chosen(chosen)
        })
        .collect();
    let mut form = Sheet::new(visit, action).keep(visit, "engagement");
    if entry.is_none() {
        let kinds = Engagement::ALL
            .iter()
            .map(|k| Choice::new(k.code(), t(&k.key())))
            .collect();
        form = form.field(
            Field::cards("kind", t("media-kind"), kinds)
                .must()
                .value(Engagement::Interview.code()),
        );
    }
    Ok(form
        .field(
            Field::line("title", t("media-what"), 80)
                .must()
                .value_opt(entry.map(|e| e.title.as_str())),
        )
        .side(vec![
            Field::date("on_date", t("media-day"))
                .must()
                .value(entry.map_or(actor.today, |e| e.on_date)),
            Field::line("at_time", t("media-time"), 8)
                .hint(t("media-time-hint"))
                .value_opt(entry.map(|e| e.at_time.as_str()))
                .short(),
            Field::line("place", t("network-place"), 60).value_opt(entry.map(|e| e.place.as_str())),
        ])
        .side(vec![
            Field::select("outlet", t("publicity-dimension-outlet"), outlets)
                .value_opt(entry.and_then(|e| e.outlet_id)),
            Field::select("column", t("publicity-column"), columns)
                .hint(t("media-column-hint"))
                .value_opt(entry.and_then(|e| e.column_id)),
        ])
        .field(Field::picks("people", t("media-people"), people).hint(t("media-people-hint")))
        .field(
            Field::prose("note", t("media-note"), 1_000)
                .rows(4)
                .value_opt(entry.map(|e| e.note.as_str())),
        )
        .send(t("publicity-save"))
        .cancel("/publicity/media"))
}

pub(crate) fn read(typed: &Fields, kind: Option<Engagement>) -> Result<Plan, Error> {
    let mut r = Reader::new(typed);
    let kind = match kind {
        Some(kind) => Some(kind),
        None => {
            let codes: Vec<&str> = Engagement::ALL.iter().map(|k| k.code()).collect();
            r.must_choice("kind", &codes).and_then(Engagement::parse)
        }
    };
    let title = r.must_line("title", Len(80));
    let on_date = r.must_date("on_date");
    let at = r.line("at_time", Len(8)).unwrap_or_default();
    let at_time = time(&at);
    if at_time.is_none() {
        r.fail("at_time", Message::new("media-time-wrong"));
    }
    let place = r.line("place", Len(60)).unwrap_or_default();
    let (outlet, column) = (r.id("outlet"), r.id("column"));
    let people = r.ids("people", 50);
    let note = r.prose("note", Len(1_000)).unwrap_or_default();
    r.finish()?;
    let (Some(kind), Some(on_date)) = (kind, on_date) else {
        return Err(Error::field("kind", Message::new("invalid-choice")));
    };
    Ok(Plan {
        kind,
        title,
        on_date,
        at_time: at_time.unwrap_or_default(),
        place,
        outlet,
        column,
        note,
        people,
    })
}

fn page(visit: &SignedIn, title: String) -> Doc {
    Doc::titled(title)
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/media", visit.t("media"))
}

async fn new(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let mut form = form(&app, &visit, "/publicity/media/new".to_owned(), None).await?;
    form.start(&query);
    Ok(page(&visit, visit.t("media-plan")).part(form).show(&visit))
}

async fn plan(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async { actions::plan(app.kernel(), visit.actor(), read(&typed, None)?).await };
    match done.await {
        Ok(_) => {
            app.live().wake();
            Ok(Go::to("/publicity/media")
                .saying(Message::new("publicity-saved"))
                .into_response())
        }
        Err(e) => {
            let form = form(&app, &visit, "/publicity/media/new".to_owned(), None).await?;
            Ok(page(&visit, visit.t("media-plan"))
                .again(form.again(&typed, e)?)
                .show(&visit))
        }
    }
}

fn close_form(visit: &SignedIn, entry: &Entry) -> Sheet {
    let states = [Stands::Done, Stands::Cancelled]
        .iter()
        .map(|s| Choice::new(s.code(), visit.t(&s.key())))
        .collect();
    Sheet::new(visit, format!("/publicity/media/{}/close", entry.id))
        .compact()
        .field(
            Field::cards("state", visit.t("media-close-as"), states)
                .must()
                .value(Stands::Done.code()),
        )
        .field(
            Field::prose("outcome", visit.t("media-outcome"), 2_000)
                .rows(4)
                .hint(visit.t("media-outcome-hint")),
        )
        .send(visit.t("publicity-save"))
}

async fn shown(app: &App, visit: &SignedIn, entry: &Entry) -> Result<Doc, Error> {
    let people: Vec<String> = media::assigned(&app.kernel().db, &[entry.id])
        .await?
        .into_iter()
        .map(|(.., name)| name)
        .collect();
    let day = text::date::date(visit.lang, entry.on_date);
    let mut head = Head::new(&entry.title)
        .eyebrow(visit.t(&entry.kind.key()))
        .answer(visit.t("media-day"), &format!("{day} {}", entry.at_time))
        .answer(visit.t("media-state"), &visit.t(&entry.state.key()));
    if keeps(visit) && entry.state == Stands::Planned {
        let href = format!("/publicity/media/{}/edit", entry.id);
        head = head.button(href, visit.t("publicity-edit"));
    }
    let t = |key: &str| visit.t(key);
    let facts = Facts::new(visit)
        .line(t("network-place"), entry.place.clone())
        .line(
            t("publicity-dimension-outlet"),
            entry.outlet.clone().unwrap_or_default(),
        )
        .line(
            t("publicity-column"),
            entry.column_name.clone().unwrap_or_default(),
        )
        .line(t("media-people"), listed(visit, &people))
        .line(t("media-note"), entry.note.clone())
        .line(t("media-outcome"), entry.outcome.clone());
    Ok(Doc::new(&entry.title)
        .trail("/publicity", t("publicity-nav"))
        .trail("/publicity/media", t("media"))
        .part(head)
        .panel(&t("media-about"), facts))
}

async fn show(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let entry = media::entry(&app.kernel().db, visit.actor().organ, id).await?;
    let mut doc = shown(&app, &visit, &entry).await?;
    if keeps(&visit) && entry.state == Stands::Planned {
        doc = doc.panel(&visit.t("media-close"), close_form(&visit, &entry));
    }
    Ok(doc.show(&visit))
}

/// The entry and the ids of those who go, for whoever keeps the calendar.
async fn kept(app: &App, visit: &SignedIn, id: Id) -> Result<(Entry, Vec<Id>), Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let db = &app.kernel().db;
    let entry = media::entry(db, visit.actor().organ, id).await?;
    let people = media::assigned(db, &[id]).await?;
    Ok((
        entry,
        people.into_iter().map(|(_, person, _)| person).collect(),
    ))
}

async fn editing(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let (entry, people) = kept(&app, &visit, id).await?;
    let action = format!("/publicity/media/{id}/edit");
    let form = form(&app, &visit, action, Some((&entry, &people))).await?;
    Ok(page(&visit, entry.title.clone()).part(form).show(&visit))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (entry, people) = kept(&app, &visit, id).await?;
    let done = async {
        let plan = read(&typed, Some(entry.kind))?;
        actions::edit(app.kernel(), visit.actor(), id, plan).await
    };
    match done.await {
        Ok(()) => {
            app.live().wake();
            Ok(Go::to(format!("/publicity/media/{id}"))
                .saying(Message::new("publicity-saved"))
                .into_response())
        }
        Err(e) => {
            let action = format!("/publicity/media/{id}/edit");
            let form = form(&app, &visit, action, Some((&entry, &people))).await?;
            Ok(page(&visit, entry.title.clone())
                .again(form.again(&typed, e)?)
                .show(&visit))
        }
    }
}

/// How an entry ended, and what came of it.
pub(crate) fn read_close(typed: &Fields) -> Result<(Stands, String), Error> {
    let mut r = Reader::new(typed);
    let codes = [Stands::Done.code(), Stands::Cancelled.code()];
    let state = r.must_choice("state", &codes).and_then(Stands::parse);
    let outcome = r.prose("outcome", Len(2_000)).unwrap_or_default();
    r.finish()?;
    Ok((state.unwrap_or(Stands::Planned), outcome))
}

async fn close(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let (entry, _) = kept(&app, &visit, id).await?;
    let done = async {
        let (state, outcome) = read_close(&typed)?;
        actions::close(app.kernel(), visit.actor(), id, state, &outcome).await
    };
    match done.await {
        Ok(()) => Ok(Go::to(format!("/publicity/media/{id}"))
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = close_form(&visit, &entry).again(&typed, e)?;
            Ok(shown(&app, &visit, &entry).await?.again(form).show(&visit))
        }
    }
}
