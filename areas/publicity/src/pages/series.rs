//! What the office publishes, and to whom: series of bulletins and journals, the list of addressees.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Choice, Column, Doc, Field, Form as Sheet, Head, Press, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::organ;

use crate::actions::issue::{self as actions, Before};
use crate::model::issue::{Shape, Way};
use crate::store::series::{self, Series, SeriesEntry};

/// Characters of a page of 22 lines of 28.
const PAGE: i64 = 616;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/series", get(list).post(add))
        .route("/publicity/series/{id}", get(editing).post(edit))
        .route("/publicity/addressees", get(addressees).post(put))
        .route("/publicity/addressees/{id}/end", post(end))
}

fn form(visit: &SignedIn, known: Option<&Series>) -> Sheet {
    let t = |key: &str| visit.t(key);
    let action = match known {
        Some(known) => format!("/publicity/series/{}", known.id),
        None => "/publicity/series".to_owned(),
    };
    let mut form = Sheet::new(visit, action);
    if known.is_none() {
        let shapes = Shape::ALL
            .iter()
            .map(|s| Choice::new(s.code(), t(&s.key())))
            .collect();
        form = form.field(
            Field::cards("shape", t("issue-shape"), shapes)
                .must()
                .value(Shape::Bulletin.code()),
        );
    }
    form = form
        .side(vec![
            Field::line("name", t("issue-series-name"), 40)
                .must()
                .value_opt(known.map(|s| s.name.as_str())),
            Field::line("issuer", t("issue-issuer"), 60)
                .must()
                .value_opt(known.map(|s| s.issuer.as_str())),
        ])
        .field(
            Field::line("secrecy", t("issue-secrecy"), 40)
                .hint(t("issue-secrecy-hint"))
                .value_opt(known.map(|s| s.secrecy.as_str())),
        )
        .field(
            Field::prose("columns", t("issue-columns"), 500)
                .rows(4)
                .hint(t("issue-columns-hint"))
                .value_opt(known.map(|s| s.columns.as_str())),
        )
        .side(vec![
            Field::number("pages", t("issue-pages"), 0, 200)
                .hint(t("issue-pages-hint"))
                .value(known.map_or(0, |s| s.pages)),
            Field::number("page_characters", t("issue-page-characters"), 100, 5_000)
                .hint(t("issue-page-characters-hint"))
                .value(known.map_or(PAGE, |s| s.page_characters)),
        ]);
    form = match known {
        None => form.side(vec![
            Field::number("this_year", t("issue-before-year"), 0, 100_000)
                .hint(t("issue-before-hint"))
                .value(0),
            Field::number("total", t("issue-before-total"), 0, 1_000_000).value(0),
        ]),
        Some(known) => form
            .field(Field::date("ended_on", t("issue-series-ended-on")).value_opt(known.ended_on)),
    };
    form.send(t("publicity-save")).cancel("/publicity/series")
}

fn read(typed: &Fields, shape: Option<Shape>) -> Result<(SeriesEntry, Before), Error> {
    let mut r = Reader::new(typed);
    let shape = match shape {
        Some(shape) => Some(shape),
        None => {
            let codes: Vec<&str> = Shape::ALL.iter().map(|s| s.code()).collect();
            r.must_choice("shape", &codes).and_then(Shape::parse)
        }
    };
    let entry = SeriesEntry {
        shape: shape.unwrap_or(Shape::Bulletin),
        name: r.must_line("name", Len(40)),
        issuer: r.must_line("issuer", Len(60)),
        secrecy: r.line("secrecy", Len(40)).unwrap_or_default(),
        columns: r.prose("columns", Len(500)).unwrap_or_default(),
        pages: r.number("pages", 0..=200).unwrap_or(0),
        page_characters: r.number("page_characters", 100..=5_000).unwrap_or(PAGE),
        ended_on: r.date("ended_on"),
    };
    let before = Before {
        this_year: r.number("this_year", 0..=100_000).unwrap_or(0),
        total: r.number("total", 0..=1_000_000).unwrap_or(0),
    };
    r.finish()?;
    Ok((entry, before))
}

fn doc(visit: &SignedIn) -> Doc {
    Doc::new(visit.t("issue-series-all"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/issues", visit.t("issue-all"))
}

async fn series_page(app: &App, visit: &SignedIn) -> Result<Doc, Failure> {
    let all = series::all_series(&app.kernel().db, visit.actor().organ).await?;
    let head = Head::new(visit.t("issue-series-all")).lede(visit.t("issue-series-lede"));
    let columns = vec![
        Column::new("name", visit.t("issue-series-name")),
        Column::new("shape", visit.t("issue-shape")),
        Column::new("issuer", visit.t("issue-issuer")),
        Column::new("columns", visit.t("issue-columns")),
        Column::new("ended", visit.t("issue-series-ended-on")),
    ];
    let rows = all
        .iter()
        .map(|s| Row {
            id: s.id.to_string(),
            cells: vec![
                Cell::lead(format!("/publicity/series/{}", s.id), s.name.as_str()),
                Cell::text(visit.t(&s.shape.key())),
                Cell::text(s.issuer.as_str()),
                Cell::text(s.column_names().join("、")),
                Cell::day(s.ended_on),
            ],
        })
        .collect();
    let table = Table::new(visit, "series", visit.t("issue-series-all"), columns).rows(rows);
    Ok(doc(visit).part(head).part(table.cards()))
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let add = form(&visit, None);
    Ok(series_page(&app, &visit)
        .await?
        .panel(&visit.t("issue-series-add"), add)
        .show(&visit))
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let (entry, before) = read(&typed, None)?;
        actions::add_series(app.kernel(), visit.actor(), &entry, before).await
    };
    match done.await {
        Ok(_) => Ok(Go::to("/publicity/series")
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = form(&visit, None).again(&typed, e)?;
            Ok(series_page(&app, &visit).await?.again(form).show(&visit))
        }
    }
}

async fn editing(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let known = series::series(&app.kernel().db, visit.actor().organ, id).await?;
    let form = form(&visit, Some(&known));
    Ok(doc(&visit)
        .trail("/publicity/series", visit.t("issue-series-all"))
        .part(Head::new(&known.name))
        .part(form)
        .show(&visit))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let known = series::series(&app.kernel().db, visit.actor().organ, id).await?;
    let done = async {
        let (entry, _) = read(&typed, Some(known.shape))?;
        actions::edit_series(app.kernel(), visit.actor(), id, &entry).await
    };
    match done.await {
        Ok(()) => Ok(Go::to("/publicity/series")
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = form(&visit, Some(&known)).again(&typed, e)?;
            Ok(doc(&visit)
                .trail("/publicity/series", visit.t("issue-series-all"))
                .part(Head::new(&known.name))
                .again(form)
                .show(&visit))
        }
    }
}

async fn addressee_form(app: &App, visit: &SignedIn) -> Result<Sheet, Error> {
    let (db, actor) = (&app.kernel().db, visit.actor());
    let t = |key: &str| visit.t(key);
    let ways = Way::ALL
        .iter()
        .map(|w| Choice::new(w.code(), t(&w.key())))
        .collect();
    let mut units = vec![Choice::new("", t("issue-unit-no"))];
    units.extend(
        organ::units(db, actor.organ)
            .await?
            .into_iter()
            .filter(|u| u.handles() && u.exists_on(actor.today))
            .map(|u| Choice::new(u.id, u.name)),
    );
    let mut others = vec![Choice::new("", t("issue-organ-no"))];
    others.extend(
        organ::organs(db)
            .await?
            .into_iter()
            .filter(|o| o.id != actor.organ)
            .map(|o| Choice::new(o.id, o.name)),
    );
    let mut fields = vec![Field::select("unit", t("issue-unit"), units).hint(t("issue-unit-hint"))];
    if others.len() > 1 {
        fields.push(Field::select("other", t("issue-organ"), others));
    }
    Ok(Sheet::new(visit, "/publicity/addressees")
        .field(Field::line("name", t("issue-to"), 60).must())
        .field(
            Field::cards("way", t("issue-way"), ways)
                .must()
                .value(Way::Down.code()),
        )
        .side(fields)
        .send(t("publicity-save")))
}

async fn addressee_page(app: &App, visit: &SignedIn) -> Result<Doc, Failure> {
    let db = &app.kernel().db;
    let organ = visit.actor().organ;
    let units = organ::units(db, organ).await?;
    let organs = organ::organs(db).await?;
    let columns = vec![
        Column::new("name", visit.t("issue-to")),
        Column::new("way", visit.t("issue-way")),
        Column::new("signs", visit.t("issue-signs")),
        Column::new("do", visit.t("publicity-do")),
    ];
    let rows = series::addressees(db, organ)
        .await?
        .into_iter()
        .filter(|a| a.ended_on.is_none())
        .map(|a| {
            let unit = units.iter().find(|u| Some(u.id) == a.unit_id);
            let other = organs.iter().find(|o| Some(o.id) == a.other_id);
            let signs = match (unit, other) {
                (Some(unit), _) => unit.name.clone(),
                (_, Some(other)) => other.name.clone(),
                _ => visit.t("issue-on-paper"),
            };
            let action = format!("/publicity/addressees/{}/end", a.id);
            Row {
                id: a.id.to_string(),
                cells: vec![
                    Cell::text(a.name),
                    Cell::text(visit.t(&a.way.key())),
                    Cell::text(signs),
                    Cell::Html(
                        Press::new(visit, action, visit.t("issue-addressee-end")).to_string(),
                    ),
                ],
            }
        })
        .collect();
    let table = Table::new(visit, "addressees", visit.t("issue-addressees"), columns).rows(rows);
    let head = Head::new(visit.t("issue-addressees")).lede(visit.t("issue-addressees-lede"));
    Ok(Doc::new(visit.t("issue-addressees"))
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/issues", visit.t("issue-all"))
        .part(head)
        .part(table.cards()))
}

async fn addressees(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let form = addressee_form(&app, &visit).await?;
    Ok(addressee_page(&app, &visit)
        .await?
        .panel(&visit.t("issue-addressee-add"), form)
        .show(&visit))
}

async fn put(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let name = r.must_line("name", Len(60));
        let codes: Vec<&str> = Way::ALL.iter().map(|w| w.code()).collect();
        let way = r.must_choice("way", &codes).and_then(Way::parse);
        let (unit, other) = (r.id("unit"), r.id("other"));
        if unit.is_some() && other.is_some() {
            r.fail("other", Message::new("issue-unit-or-organ"));
        }
        r.finish()?;
        let way = way.unwrap_or(Way::Down);
        actions::put_addressee(app.kernel(), visit.actor(), &name, way, unit, other).await
    };
    match done.await {
        Ok(()) => Ok(Go::to("/publicity/addressees")
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = addressee_form(&app, &visit).await?.again(&typed, e)?;
            Ok(addressee_page(&app, &visit).await?.again(form).show(&visit))
        }
    }
}

async fn end(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(_): Form,
) -> Result<Response, Failure> {
    actions::end_addressee(app.kernel(), visit.actor(), id).await?;
    Ok(Go::to("/publicity/addressees")
        .saying(Message::new("publicity-saved"))
        .into_response())
}
