//! One outlet: what it is, its contact reporters, the columns it runs for us.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Cell, Column, Doc, Facts, Field, Form as Sheet, Head, Press, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::outlets::{direction, page};
use super::{enter, keeps};
use crate::actions::outlet as actions;
use crate::store::outlet::{self, Reporter};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/outlets/{id}", get(show))
        .route("/publicity/outlets/{id}/columns", post(column))
        .route("/publicity/outlets/{id}/reporters", post(reporter))
        .route(
            "/publicity/outlets/{id}/reporters/{reporter}/end",
            post(end),
        )
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
    visit.actor().authorize(Permission::Newsroom)?;
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
    visit.actor().authorize(Permission::Newsroom)?;
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
