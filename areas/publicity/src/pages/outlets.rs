//! The register of outlets: the list, one with its columns and reporters, adding and changing.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use frame::ui::{
    Cell, Choice, Column, Doc, Empty, Facts, Field, Form as Sheet, Head, Press, Row, Table,
};
use frame::{App, Export, Failure, Fields, Form, Go, Len, Path, Reader, SignedIn, Visit};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::{View, enter, keeps, tabs};
use crate::actions::outlet as actions;
use crate::model::outlet::{Level, Medium};
use crate::store::outlet::{self, Entry, Outlet, Reporter};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/publicity/outlets", get(list).post(add))
        .route("/publicity/outlets.xlsx", get(export))
        .route("/publicity/outlets/new", get(new))
        .route("/publicity/outlets/{id}", get(show))
        .route("/publicity/outlets/{id}/edit", get(editing).post(edit))
        .route("/publicity/outlets/{id}/columns", post(column))
        .route("/publicity/outlets/{id}/reporters", post(reporter))
        .route(
            "/publicity/outlets/{id}/reporters/{reporter}/end",
            post(end),
        )
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

fn direction(visit: &Visit, outward: bool) -> String {
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
            Field::select("outward", t("publicity-dimension-direction"), ways).value_opt(way),
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

fn page(visit: &SignedIn, title: String) -> Doc {
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

async fn show(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let o = outlet::outlet(db, organ, id).await?;
    let runs: Vec<_> = outlet::columns(db, organ)
        .await?
        .into_iter()
        .filter(|c| c.outlet_id == id)
        .collect();
    let reporters: Vec<Reporter> = outlet::reporters(db, organ)
        .await?
        .into_iter()
        .filter(|r| r.outlet_id == id)
        .collect();
    let mut head = Head::new(&o.name)
        .answer(
            visit.t("publicity-dimension-level"),
            &visit.t(&o.level.key()),
        )
        .answer(
            visit.t("publicity-dimension-medium"),
            &visit.t(&o.medium.key()),
        )
        .answer(
            visit.t("publicity-dimension-direction"),
            &direction(&visit, o.outward),
        )
        .button(
            format!("/publicity/ledger?outlet={id}"),
            visit.t("publicity-outlet-ledger"),
        );
    if o.major {
        head = head.tag(visit.t("publicity-outlet-major"));
    }
    if keeps(&visit) {
        head = head.button(
            format!("/publicity/outlets/{id}/edit"),
            visit.t("publicity-edit"),
        );
    }
    let facts = Facts::new(&visit)
        .line(visit.t("publicity-ask-note"), o.note.clone())
        .line(
            visit.t("publicity-outlet-ended-on"),
            o.ended_on
                .map(|d| text::date::date(visit.lang, d))
                .unwrap_or_default(),
        );
    let mut doc = Doc::new(&o.name)
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/outlets", visit.t("publicity-outlets"))
        .part(head)
        .part(facts);
    doc = doc.part(reporter_table(&visit, id, &reporters));
    if keeps(&visit) {
        doc = doc.panel(
            &visit.t("publicity-reporter-add"),
            reporter_form(&visit, id),
        );
    }
    doc = doc.part(column_table(&visit, &runs));
    if keeps(&visit) {
        doc = doc.panel(&visit.t("publicity-column-put"), column_form(&visit, id));
    }
    Ok(doc.show(&visit))
}

fn reporter_table(visit: &SignedIn, id: Id, all: &[Reporter]) -> Table {
    let may = keeps(visit);
    let mut columns = vec![
        Column::new("name", visit.t("publicity-reporter")),
        Column::new("phone", visit.t("publicity-phone")),
        Column::new("from", visit.t("publicity-from-on")),
        Column::new("to", visit.t("publicity-to-on")),
    ];
    if may {
        columns.push(Column::new("end", visit.t("publicity-do")));
    }
    let rows = all
        .iter()
        .map(|r| {
            let mut cells = vec![
                Cell::text(r.name.as_str()),
                Cell::text(r.phone.as_str()),
                Cell::Day(r.from_on),
                Cell::day(r.to_on),
            ];
            if may {
                cells.push(match r.to_on {
                    Some(_) => Cell::Nothing,
                    None => {
                        let action = format!("/publicity/outlets/{id}/reporters/{}/end", r.id);
                        Cell::Html(Press::new(visit, action, visit.t("publicity-end")).to_string())
                    }
                });
            }
            Row {
                id: r.id.to_string(),
                cells,
            }
        })
        .collect();
    Table::new(visit, "reporters", visit.t("publicity-reporters"), columns)
        .rows(rows)
        .cards()
}

fn column_table(visit: &SignedIn, all: &[outlet::Column]) -> Table {
    let columns = vec![
        Column::new("name", visit.t("publicity-column")),
        Column::new("every", visit.t("publicity-column-every")),
        Column::new("to", visit.t("publicity-to-on")),
    ];
    let rows = all
        .iter()
        .map(|c| Row {
            id: c.id.to_string(),
            cells: vec![
                Cell::text(c.name.as_str()),
                c.every_days.map_or(Cell::Nothing, Cell::Count),
                Cell::day(c.ended_on),
            ],
        })
        .collect();
    Table::new(visit, "columns", visit.t("publicity-columns"), columns)
        .rows(rows)
        .cards()
}

fn reporter_form(visit: &SignedIn, id: Id) -> Sheet {
    Sheet::new(visit, format!("/publicity/outlets/{id}/reporters"))
        .compact()
        .side(vec![
            Field::line("name", visit.t("publicity-reporter"), 40).must(),
            Field::line("phone", visit.t("publicity-phone"), 40),
            Field::date("from_on", visit.t("publicity-from-on"))
                .must()
                .value(visit.actor().today),
        ])
        .send(visit.t("publicity-save"))
}

fn column_form(visit: &SignedIn, id: Id) -> Sheet {
    Sheet::new(visit, format!("/publicity/outlets/{id}/columns"))
        .compact()
        .side(vec![
            Field::line("name", visit.t("publicity-column"), 40).must(),
            Field::number("every_days", visit.t("publicity-column-every"), 1, 366),
            Field::date("ended_on", visit.t("publicity-to-on")),
        ])
        .send(visit.t("publicity-save"))
}

/// Back to the outlet, or its page with what was wrong above the form.
async fn after(
    app: App,
    visit: SignedIn,
    id: Id,
    typed: &Fields,
    done: Result<(), Error>,
    form: fn(&SignedIn, Id) -> Sheet,
    title: &str,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(Go::to(format!("/publicity/outlets/{id}"))
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let o = outlet::outlet(&app.kernel().db, visit.actor().organ, id).await?;
            Ok(page(&visit, visit.t(title))
                .trail(format!("/publicity/outlets/{id}"), o.name)
                .again(form(&visit, id).again(typed, e)?)
                .show(&visit))
        }
    }
}

async fn reporter(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let done = async {
        let mut r = Reader::new(&typed);
        let name = r.must_line("name", Len(40));
        let phone = r.line("phone", Len(40)).unwrap_or_default();
        let from_on = r.must_date("from_on").unwrap_or(visit.actor().today);
        r.finish()?;
        actions::add_reporter(app.kernel(), visit.actor(), id, &name, &phone, from_on).await
    };
    let done = done.await;
    after(
        app,
        visit,
        id,
        &typed,
        done,
        reporter_form,
        "publicity-reporter-add",
    )
    .await
}

async fn column(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let done = async {
        let mut r = Reader::new(&typed);
        let name = r.must_line("name", Len(40));
        let every = r.number("every_days", 1..=366);
        let ended_on = r.date("ended_on");
        r.finish()?;
        actions::put_column(app.kernel(), visit.actor(), id, &name, every, ended_on).await
    };
    let done = done.await;
    after(
        app,
        visit,
        id,
        &typed,
        done,
        column_form,
        "publicity-column-put",
    )
    .await
}

async fn end(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, reporter)): Path<(Id, Id)>,
    Form(_): Form,
) -> Result<Response, Failure> {
    actions::end_reporter(app.kernel(), visit.actor(), id, reporter).await?;
    Ok(Go::to(format!("/publicity/outlets/{id}"))
        .saying(Message::new("publicity-saved"))
        .into_response())
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
