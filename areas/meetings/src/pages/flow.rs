//! What flows out of an item: a matter of another area, opened by the name of its kind.

use axum::extract::State;
use axum::response::Response;
use frame::ui::{Choice, Doc, Field, Form as Sheet, Links};
use frame::{App, Failure, Form, Len, Path, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::{listing, load};

use super::item::{at, ended, standing};
use crate::actions::agenda::{self as actions, FLOWS, Flow};
use crate::kind::Held;
use crate::store::item::{self, Item};

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/{id}/items/{item}/flow", get(ask_flow).post(flow))
}

/// The matters that grew out of an item, as far as they exist for the reader.
pub(super) async fn flows(
    app: &App,
    visit: &SignedIn,
    meeting: Id,
    item: Id,
) -> Result<Option<Links>, Error> {
    let db = &app.kernel().db;
    let mut links = Vec::new();
    for (of, matter) in item::flows(db, meeting).await? {
        if of == item && listing::visible(db, visit.actor(), matter).await? {
            for m in load::matters(db, &[matter]).await? {
                links.push((format!("/matters/{}", m.id), m.title));
            }
        }
    }
    Ok((!links.is_empty()).then(|| Links::new(links)))
}

async fn flow_form(app: &App, visit: &SignedIn, item: &Item) -> Result<Sheet, Error> {
    let kernel = app.kernel();
    let kinds: Vec<Choice> = FLOWS
        .iter()
        .filter(|k| kernel.kind(k).is_ok())
        .map(|k| Choice::new(k, visit.t(&format!("kind-{k}"))))
        .collect();
    let today = visit.actor().today;
    let units = kernel.directory.of(&kernel.db, visit.actor().organ).await?;
    let units = units
        .iter()
        .filter(|u| u.handles() && u.exists_on(today))
        .map(|u| Choice::named(u.id, &u.name))
        .collect();
    Ok(
        Sheet::new(visit, format!("{}/flow", at(item.meeting_id, item.id)))
            .keep(visit, &format!("flow-{}", item.id))
            .field(
                Field::select("kind", visit.t("meetings-flow-kind"), kinds)
                    .must()
                    .value(FLOWS[0]),
            )
            .field(Field::line("title", visit.t("meetings-flow-title"), 120).must())
            .field(
                Field::prose("text", visit.t("meetings-flow-text"), 4_000)
                    .must()
                    .rows(6)
                    .value(&item.outcome),
            )
            .field(
                Field::pick("unit", visit.t("meetings-flow-unit"), units)
                    .hint(visit.t("meetings-flow-unit-hint")),
            )
            .field(Field::date("due_on", visit.t("meetings-flow-due")))
            .send(visit.t("meetings-flow"))
            .cancel(at(item.meeting_id, item.id)),
    )
}

async fn ask_flow(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let standing = standing(&app, &visit, id, item).await?;
    let form = flow_form(&app, &visit, Held::of(&standing)?.item(item)?).await?;
    Ok(Doc::titled(visit.t("meetings-flow"))
        .trail("/meetings", visit.t("meetings-nav"))
        .trail(format!("/meetings/{id}"), standing.matter.title.as_str())
        .part(form)
        .show(&visit))
}

async fn flow(
    State(app): State<App>,
    visit: SignedIn,
    Path((id, item)): Path<(Id, Id)>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let done = async {
        let mut r = Reader::new(&typed);
        let kind = r.must_choice("kind", &FLOWS).unwrap_or_default().to_owned();
        let title = r.must_line("title", Len(120));
        let text = r.must_prose("text", Len(4_000));
        let unit = r.id("unit");
        if unit.is_none() && kind == FLOWS[0] {
            r.fail("unit", Message::new("frame-field-missing"));
        }
        let due_on = r.date("due_on");
        r.finish()?;
        let flow = Flow {
            kind,
            title,
            text,
            unit,
            due_on,
        };
        actions::flow(app.kernel(), visit.actor(), id, item, flow).await
    };
    let done = done.await.map(|_| ());
    let again = match done {
        Ok(()) => None,
        Err(_) => {
            let standing = standing(&app, &visit, id, item).await?;
            Some(flow_form(&app, &visit, Held::of(&standing)?.item(item)?).await?)
        }
    };
    ended(&app, &visit, id, item, done, |_, _, e| match again {
        Some(form) => form.again(&typed, e),
        None => Err(e),
    })
    .await
}
