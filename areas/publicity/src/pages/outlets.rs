//! The register of outlets: the list, adding one, changing one.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Head, Row, Table};
use frame::{
    App, Export, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, Visit, get,
};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::{View, enter, keeps, tabs};
use crate::actions::outlet as actions;
use crate::model::outlet::{Level, Medium};
use crate::store::outlet::{self, Entry, Outlet};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/outlets", get(list).post(add))
        .route("/publicity/outlets.xlsx", get(export))
        .route("/publicity/outlets/new", get(new))
        .route("/publicity/outlets/{id}/edit", get(editing).post(edit))
}

fn columns(visit: &Visit) -> Vec<Column> {
    vec![
        Column::new("name", visit.t("publicity-dimension-outlet")),
        Column::new("level", visit.t("publicity-dimension-level")),
        Column::new("medium", visit.t("publicity-dimension-medium")),
        Column::new("outward", visit.t("publicity-dimension-direction")),
        Column::new("major", visit.t("publicity-outlet-major")),
        Column::new("reporters", visit.t("publicity-reporters")),
        Column::new("columns", visit.t("publicity-columns")),
    ]
}

pub(super) fn direction(visit: &Visit, outward: bool) -> String {
    let code = if outward { "outward" } else { "inward" };
    visit.t(&format!("publicity-direction-{code}"))
}

async fn rows(app: &App, visit: &SignedIn) -> Result<Vec<Row>, Failure> {
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let reporters = outlet::reporters(db, organ).await?;
    let runs = outlet::columns(db, organ).await?;
    Ok(outlet::outlets(db, organ)
        .await?
        .into_iter()
        .map(|o| {
            let named: Vec<&str> = reporters
                .iter()
                .filter(|r| r.outlet_id == o.id && r.to_on.is_none())
                .map(|r| r.name.as_str())
                .collect();
            let columns: Vec<&str> = runs
                .iter()
                .filter(|c| c.outlet_id == o.id && c.ended_on.is_none())
                .map(|c| c.name.as_str())
                .collect();
            let under = match o.ended_on {
                Some(_) => visit.t("publicity-outlet-ended"),
                None => String::new(),
            };
            Row {
                id: o.id.to_string(),
                cells: vec![
                    Cell::Lead {
                        href: format!("/publicity/outlets/{}", o.id),
                        words: o.name,
                        under,
                    },
                    Cell::text(visit.t(&o.level.key())),
                    Cell::text(visit.t(&o.medium.key())),
                    Cell::text(direction(visit, o.outward)),
                    match o.major {
                        true => Cell::Tag(visit.t("publicity-outlet-major")),
                        false => Cell::Nothing,
                    },
                    Cell::text(named.join("、")),
                    Cell::text(columns.join("、")),
                ],
            }
        })
        .collect())
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    enter(&visit)?;
    let rows = rows(&app, &visit).await?;
    let mut head = Head::new(visit.t("publicity-outlets")).lede(visit.t("publicity-outlets-lede"));
    if keeps(&visit) {
        head = head.main("/publicity/outlets/new", visit.t("publicity-outlet-add"));
    }
    let doc = Doc::new(visit.t("publicity-outlets"))
        .trail("/publicity", visit.t("publicity-nav"))
        .part(head)
        .part(tabs(&visit, View::Outlets));
    if rows.is_empty() {
        let mut empty = Empty::new(
            visit.t("publicity-outlets-none"),
            visit.t("publicity-outlets-none-about"),
        );
        if visit.actor().may(Permission::Import) {
            empty = empty.link("/office/imports", visit.t("publicity-to-imports"));
        }
        return Ok(doc.part(empty).show(&visit));
    }
    let table = Table::new(
        &visit,
        "outlets",
        visit.t("publicity-outlets"),
        columns(&visit),
    )
    .rows(rows)
    .export("/publicity/outlets.xlsx")
    .cards();
    Ok(doc.part(table).show(&visit))
}

async fn export(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    enter(&visit)?;
    let rows = rows(&app, &visit).await?;
    Export::Xlsx.answer(
        &visit,
        &visit.t("publicity-outlets"),
        &columns(&visit),
        rows,
    )
}

fn form(visit: &SignedIn, action: String, known: Option<&Outlet>) -> Sheet {
    let t = |key: &str| visit.t(key);
    let levels = Level::ALL
        .iter()
        .map(|l| Choice::new(l.code(), t(&l.key())))
        .collect();
    let media = Medium::ALL
        .iter()
        .map(|m| Choice::new(m.code(), t(&m.key())))
        .collect();
    let ways = vec![
        Choice::new("", t("publicity-outlet-direction-usual")),
        Choice::new("outward", t("publicity-direction-outward")),
        Choice::new("inward", t("publicity-direction-inward")),
    ];
    let way = known.map(|o| if o.outward { "outward" } else { "inward" });
    let mut major = Field::tick("major", t("publicity-outlet-is-major"));
    if known.is_some_and(|o| o.major) {
        major = major.value("1");
    }
    let mut form = Sheet::new(visit, action)
        .field(
            Field::line("name", t("publicity-dimension-outlet"), 60)
                .must()
                .value_opt(known.map(|o| o.name.clone())),
        )
        .side(vec![
            Field::select("level", t("publicity-dimension-level"), levels)
                .must()
                .value_opt(known.map(|o| o.level.code())),
            Field::select("medium", t("publicity-dimension-medium"), media)
                .must()
                .value_opt(known.map(|o| o.medium.code())),
            Field::select("outward", t("publicity-dimension-direction"), ways)
                .hint(t("publicity-outlet-direction-hint"))
                .value_opt(way),
        ])
        .field(major)
        .field(
            Field::prose("note", t("publicity-ask-note"), 500)
                .rows(3)
                .value_opt(known.map(|o| o.note.clone())),
        );
    if let Some(known) = known {
        form = form.field(
            Field::date("ended_on", t("publicity-outlet-ended-on"))
                .hint(t("publicity-outlet-ended-hint"))
                .value_opt(known.ended_on),
        );
    }
    form.send(t("publicity-save")).cancel("/publicity/outlets")
}

fn read(typed: &Fields) -> Result<Entry, Error> {
    let mut r = Reader::new(typed);
    let name = r.must_line("name", Len(60));
    let levels: Vec<&str> = Level::ALL.iter().map(|l| l.code()).collect();
    let media: Vec<&str> = Medium::ALL.iter().map(|m| m.code()).collect();
    let level = r.must_choice("level", &levels).and_then(Level::parse);
    let medium = r.must_choice("medium", &media).and_then(Medium::parse);
    let way = r.choice("outward", &["outward", "inward"]);
    let major = r.tick("major");
    let note = r.prose("note", Len(500)).unwrap_or_default();
    let ended_on = r.date("ended_on");
    r.finish()?;
    let (Some(level), Some(medium)) = (level, medium) else {
        return Err(Error::field("level", Message::new("invalid-choice")));
    };
    Ok(Entry {
        name,
        level,
        medium,
        outward: way.map_or(medium.faces_outward(), |w| w == "outward"),
        major,
        note,
        ended_on,
    })
}

pub(super) fn page(visit: &SignedIn, title: String) -> Doc {
    Doc::titled(title)
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/outlets", visit.t("publicity-outlets"))
}

async fn new(visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let form = form(&visit, "/publicity/outlets".to_owned(), None);
    Ok(page(&visit, visit.t("publicity-outlet-add"))
        .part(form)
        .show(&visit))
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let entry = read(&typed)?;
        actions::add(app.kernel(), visit.actor(), &entry).await
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/publicity/outlets/{id}"))
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = form(&visit, "/publicity/outlets".to_owned(), None).again(&typed, e)?;
            Ok(page(&visit, visit.t("publicity-outlet-add"))
                .again(form)
                .show(&visit))
        }
    }
}

async fn editing(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let o = outlet::outlet(&app.kernel().db, visit.actor().organ, id).await?;
    let form = form(&visit, format!("/publicity/outlets/{id}/edit"), Some(&o));
    Ok(page(&visit, o.name.clone()).part(form).show(&visit))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let entry = read(&typed)?;
        actions::edit(app.kernel(), visit.actor(), id, &entry).await
    };
    match done.await {
        Ok(()) => Ok(Go::to(format!("/publicity/outlets/{id}"))
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let o = outlet::outlet(&app.kernel().db, visit.actor().organ, id).await?;
            let form = form(&visit, format!("/publicity/outlets/{id}/edit"), Some(&o));
            Ok(page(&visit, o.name.clone())
                .again(form.again(&typed, e)?)
                .show(&visit))
        }
    }
}
