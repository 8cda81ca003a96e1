//! Publicity groups: who writes with whom, since when.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use frame::ui::{Cell, Choice, Column, Doc, Empty, Field, Form as Sheet, Head, Press, Row, Table};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;

use super::{View, enter, keeps, tabs};
use crate::actions::group as actions;
use crate::store::{byline, group};

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/publicity/groups", get(list).post(add))
        .route("/publicity/groups/{id}", get(show).post(edit))
        .route("/publicity/groups/{id}/members", post(join))
        .route("/publicity/groups/{id}/members/{member}/end", post(leave))
}

fn name_form(visit: &SignedIn) -> Sheet {
    Sheet::new(visit, "/publicity/groups")
        .compact()
        .field(Field::line("name", visit.t("publicity-group"), 40).must())
        .send(visit.t("publicity-group-add"))
}

/// A group's name, and when it ended.
pub(crate) fn read(typed: &Fields) -> Result<(String, Option<NaiveDate>), Error> {
    let mut r = Reader::new(typed);
    let name = r.must_line("name", Len(40));
    let ended_on = r.date("ended_on");
    r.finish()?;
    Ok((name, ended_on))
}

/// Who is taken in, whether to lead, since when.
pub(crate) fn read_member(typed: &Fields) -> Result<(Id, bool, NaiveDate), Error> {
    let mut r = Reader::new(typed);
    let person = r.must_id("person");
    let lead = r.tick("lead");
    let from_on = r.must_date("from_on");
    r.finish()?;
    let (Some(person), Some(from_on)) = (person, from_on) else {
        return Err(Error::field("person", Message::new("invalid-choice")));
    };
    Ok((person, lead, from_on))
}

async fn page(app: &App, visit: &SignedIn) -> Result<Doc, Failure> {
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let groups = group::groups(db, organ).await?;
    let members = group::members(db, organ).await?;
    let today = visit.actor().today;
    let columns = vec![
        Column::new("name", visit.t("publicity-group")),
        Column::new("lead", visit.t("publicity-group-lead")),
        Column::new("members", visit.t("publicity-group-members")),
        Column::new("to", visit.t("publicity-to-on")),
    ];
    let rows: Vec<Row> = groups
        .iter()
        .map(|g| {
            let names = |lead: bool| -> String {
                let all: Vec<&str> = members
                    .iter()
                    .filter(|m| m.group_id == g.id && m.lead == lead && m.is_on(today))
                    .map(|m| m.name.as_str())
                    .collect();
                all.join("、")
            };
            Row {
                id: g.id.to_string(),
                cells: vec![
                    Cell::lead(format!("/publicity/groups/{}", g.id), g.name.as_str()),
                    Cell::text(names(true)),
                    Cell::text(names(false)),
                    Cell::day(g.ended_on),
                ],
            }
        })
        .collect();
    let doc = Doc::new(visit.t("publicity-groups"))
        .trail("/publicity", visit.t("publicity-nav"))
        .part(Head::new(visit.t("publicity-groups")).lede(visit.t("publicity-groups-lede")))
        .part(tabs(visit, View::Groups));
    Ok(match rows.is_empty() {
        true => doc.part(Empty::new(
            visit.t("publicity-groups-none"),
            visit.t("publicity-groups-none-about"),
        )),
        false => doc.part(
            Table::new(visit, "groups", visit.t("publicity-groups"), columns)
                .rows(rows)
                .cards(),
        ),
    })
}

async fn list(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    enter(&visit)?;
    let mut doc = page(&app, &visit).await?;
    if keeps(&visit) {
        doc = doc.panel(&visit.t("publicity-group-add"), name_form(&visit));
    }
    Ok(doc.show(&visit))
}

async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let (name, _) = read(&typed)?;
        actions::add(app.kernel(), visit.actor(), &name).await
    };
    match done.await {
        Ok(id) => Ok(Go::to(format!("/publicity/groups/{id}"))
            .saying(Message::new("publicity-saved"))
            .into_response()),
        Err(e) => {
            let form = name_form(&visit).again(&typed, e)?;
            Ok(page(&app, &visit).await?.again(form).show(&visit))
        }
    }
}

fn edit_form(visit: &SignedIn, g: &group::Group) -> Sheet {
    Sheet::new(visit, format!("/publicity/groups/{}", g.id))
        .compact()
        .side(vec![
            Field::line("name", visit.t("publicity-group"), 40)
                .must()
                .value(&g.name),
            Field::date("ended_on", visit.t("publicity-to-on")).value_opt(g.ended_on),
        ])
        .send(visit.t("publicity-save"))
}

async fn join_form(app: &App, visit: &SignedIn, id: Id) -> Result<Sheet, Error> {
    let actor = visit.actor();
    let people = byline::writers(&app.kernel().db, actor.organ, actor.today)
        .await?
        .into_iter()
        .map(|w| Choice::named(w.id, w.name).hint(w.belongs))
        .collect();
    Ok(Sheet::new(visit, format!("/publicity/groups/{id}/members"))
        .compact()
        .field(Field::pick("person", visit.t("publicity-group-member"), people).must())
        .field(Field::tick("lead", visit.t("publicity-group-leads")))
        .field(
            Field::date("from_on", visit.t("publicity-from-on"))
                .must()
                .value(actor.today),
        )
        .send(visit.t("publicity-group-join")))
}

async fn one(app: &App, visit: &SignedIn, id: Id) -> Result<Doc, Failure> {
    let (db, organ) = (&app.kernel().db, visit.actor().organ);
    let g = group::group(db, organ, id).await?;
    let may = keeps(visit);
    let mut columns = vec![
        Column::new("name", visit.t("publicity-group-member")),
        Column::new("lead", visit.t("publicity-group-lead")),
        Column::new("from", visit.t("publicity-from-on")),
        Column::new("to", visit.t("publicity-to-on")),
    ];
    if may {
        columns.push(Column::new("end", visit.t("publicity-do")));
    }
    let rows = group::members(db, organ)
        .await?
        .into_iter()
        .filter(|m| m.group_id == id)
        .map(|m| {
            let mut cells = vec![
                Cell::text(m.name),
                match m.lead {
                    true => Cell::Tag(visit.t("publicity-group-lead")),
                    false => Cell::Nothing,
                },
                Cell::Day(m.from_on),
                Cell::day(m.to_on),
            ];
            if may {
                cells.push(match m.to_on {
                    Some(_) => Cell::Nothing,
                    None => {
                        let action = format!("/publicity/groups/{id}/members/{}/end", m.id);
                        Cell::Html(Press::new(visit, action, visit.t("publicity-end")).to_string())
                    }
                });
            }
            Row {
                id: m.id.to_string(),
                cells,
            }
        })
        .collect();
    Ok(Doc::titled(g.name.as_str())
        .trail("/publicity", visit.t("publicity-nav"))
        .trail("/publicity/groups", visit.t("publicity-groups"))
        .part(
            Table::new(
                visit,
                "members",
                visit.t("publicity-group-members"),
                columns,
            )
            .rows(rows)
            .cards(),
        ))
}

async fn show(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    enter(&visit)?;
    let mut doc = one(&app, &visit, id).await?;
    if keeps(&visit) {
        let g = group::group(&app.kernel().db, visit.actor().organ, id).await?;
        doc = doc
            .panel(
                &visit.t("publicity-group-join"),
                join_form(&app, &visit, id).await?,
            )
            .panel(&visit.t("publicity-edit"), edit_form(&visit, &g));
    }
    Ok(doc.show(&visit))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let (name, ended_on) = read(&typed)?;
        actions::edit(app.kernel(), visit.actor(), id, &name, ended_on).await
    };
    match done.await {
        Ok(()) => Ok(saved(id)),
        Err(e) => {
            let g = group::group(&app.kernel().db, visit.actor().organ, id).await?;
            let form = edit_form(&visit, &g).again(&typed, e)?;
            Ok(one(&app, &visit, id).await?.again(form).show(&visit))
        }
    }
}

fn saved(id: Id) -> Response {
    Go::to(format!("/publicity/groups/{id}"))
        .saying(Message::new("publicity-saved"))
        .into_response()
}

async fn join(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Newsroom)?;
    let done = async {
        let (person, lead, from_on) = read_member(&typed)?;
        actions::join(app.kernel(), visit.actor(), id, person, lead, from_on).await
    };
    match done.await {
        Ok(()) => Ok(saved(id)),
        Err(e) => {
            visit.actor().authorize(Permission::Newsroom)?;
            let form = join_form(&app, &visit, id).await?.again(&typed, e)?;
            Ok(one(&app, &visit, id).await?.again(form).show(&visit))
        }
    }
}

async fn leave(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, member)): Path<(Id, Id)>,
    Form(_): Form,
) -> Result<Response, Failure> {
    actions::leave(app.kernel(), visit.actor(), id, member).await?;
    Ok(saved(id))
}
