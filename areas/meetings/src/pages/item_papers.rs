//! The papers of an item: each against the day it was due; handing one in, taking one out of view.

use axum::extract::State;
use axum::response::Response;
use frame::matter::Given;
use frame::ui::{Cell, Column, Form as Sheet, Lamp, Light, Press, Row, Table};
use frame::{App, Failure, Form, Path, Reader, Routes, SignedIn, Upload, post};
use kernel::access::Permission;
use kernel::error::Error;
use kernel::file::Place;
use kernel::history::Audience;
use kernel::id::Id;

use super::agenda::Agenda;
use super::item::{at, ended, standing};
use crate::actions::agenda as actions;
use crate::store::item::Item;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/meetings/{id}/items/{item}/papers", post(papers))
        .route(
            "/meetings/{id}/items/{item}/papers/remove",
            post(remove_paper),
        )
}

pub(super) fn table(
    visit: &SignedIn,
    agenda: &Agenda<'_>,
    item: &Item,
    ahead: bool,
) -> Option<Table> {
    let columns = vec![
        Column::new("name", visit.t("meetings-paper")),
        Column::new("came", visit.t("meetings-paper-came")),
        Column::new("due", visit.t("meetings-paper-due")),
        Column::new("act", ""),
    ];
    let rows: Vec<Row> = agenda
        .papers(item)
        .map(|p| {
            let light = if p.is_late() {
                Light::Red
            } else {
                Light::Green
            };
            let key = if p.is_late() {
                "meetings-late"
            } else {
                "meetings-in-time"
            };
            let due = match p.due_on {
                Some(due) => {
                    let words = format!("{} {}", text::date::date(visit.lang, due), visit.t(key));
                    Cell::Lamp(Lamp::saying(visit.lang, light, words))
                }
                None => Cell::Nothing,
            };
            let act = match ahead {
                true => {
                    let action = format!("{}/papers/remove", at(item.meeting_id, item.id));
                    let press = Press::new(visit, action, visit.t("meetings-remove"));
                    Cell::Html(press.with("file", p.file_id).to_string())
                }
                false => Cell::Nothing,
            };
            Row {
                id: p.file_id.to_string(),
                cells: vec![
                    Cell::link(
                        format!("/matters/{}/files/{}", item.meeting_id, p.file_id),
                        p.name.as_str(),
                    ),
                    Cell::Day(p.came_on),
                    due,
                    act,
                ],
            }
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let table = Table::new(visit, "papers", visit.t("meetings-papers"), columns);
    Some(table.rows(rows).cards())
}

pub(super) fn form(visit: &SignedIn, item: &Item, given: &Given) -> Sheet {
    let action = format!("{}/papers", at(item.meeting_id, item.id));
    let place = Place::new("item", Audience::Parties);
    given
        .fields(Sheet::new(visit, action).compact(), visit, &place, true)
        .send(visit.t("meetings-paper-add"))
}

async fn papers(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
    mut upload: Upload,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    standing(&app, &visit, id, item).await?;
    let mut given = Given::take(&app, &visit, &mut upload).await?;
    let done = match given.with(Ok(())) {
        Ok(()) => {
            let bodies = given.bodies();
            actions::add_papers(app.kernel(), visit.actor(), id, item, &bodies).await
        }
        Err(e) => Err(e),
    };
    ended(&app, &visit, id, item, done, |_, item, e| {
        form(&visit, item, &given).again(&upload.fields, e)
    })
    .await
}

async fn remove_paper(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let mut r = Reader::new(&typed);
    let file = r.must_id("file");
    r.finish()?;
    let file = file.ok_or(Error::NotFound)?;
    let done = actions::remove_paper(app.kernel(), visit.actor(), id, file).await;
    ended(&app, &visit, id, item, done, |_, _, e| Err(e)).await
}
