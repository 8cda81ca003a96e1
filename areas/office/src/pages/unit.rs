//! The acts on a unit: adding, correcting, renaming from a day on, ending.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use frame::ui::{Choice, Doc, Field, Form as Sheet};
use frame::{App, Failure, Fields, Form, Go, Len, Path, Reader, Routes, SignedIn, Visit, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::organ::past::UnitEdit;
use kernel::organ::{self, NewUnit, UNIT_KINDS, Unit};

use super::{kind_words, unit_choices};
use crate::actions::unit as actions;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/office/units/new", get(new))
        .route("/office/units/{id}/edit", get(editing).post(edit))
        .route("/office/units/{id}/rename", get(renaming).post(rename))
        .route("/office/units/{id}/end", get(ending).post(end))
}

pub(super) fn kinds(visit: &Visit) -> Vec<Choice> {
    UNIT_KINDS
        .iter()
        .map(|k| Choice::new(k, kind_words(visit, k)))
        .collect()
}

fn unit_fields(visit: &Visit, units: &[Unit], but: Option<Id>) -> Vec<Field> {
    let parents: Vec<Unit> = units
        .iter()
        .filter(|u| Some(u.id) != but)
        .cloned()
        .collect();
    vec![
        Field::select("kind", visit.t("office-unit-kind"), kinds(visit)).must(),
        Field::pick(
            "parent",
            visit.t("office-unit-parent"),
            unit_choices(&parents),
        )
        .hint(visit.t("office-unit-parent-hint")),
        Field::line("short_name", visit.t("office-unit-short"), 40)
            .hint(visit.t("office-unit-short-hint")),
        Field::number("sort", visit.t("office-unit-order"), 0, 100_000)
            .hint(visit.t("office-unit-order-hint")),
    ]
}

async fn units_today(app: &App, visit: &SignedIn) -> Result<Vec<Unit>, Error> {
    let day = visit.actor().today;
    let all = organ::units(&app.kernel().db, visit.actor().organ).await?;
    Ok(all.into_iter().filter(|u| u.exists_on(day)).collect())
}

fn new_form(visit: &SignedIn, units: &[Unit]) -> Sheet {
    let mut form = Sheet::new(visit, "/office/units")
        .keep(visit, "unit-new")
        .field(
            Field::line("name", visit.t("office-unit-name"), 100)
                .must()
                .focus(),
        );
    for field in unit_fields(visit, units, None) {
        form = form.field(field);
    }
    form.field(
        Field::date("from_on", visit.t("office-unit-from"))
            .must()
            .value(visit.actor().today),
    )
    .send(visit.t("office-unit-add"))
    .cancel("/office/units")
}

fn form_page(visit: &SignedIn, title: &str, id: Option<Id>, name: &str) -> Doc {
    let mut doc = Doc::titled(title).trail("/office/units", visit.t("office-units"));
    if let Some(id) = id {
        doc = doc.trail(format!("/office/units/{id}"), name);
    }
    doc
}

async fn new(State(app): State<App>, visit: SignedIn) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ManagePeople)?;
    let units = units_today(&app, &visit).await?;
    Ok(form_page(&visit, &visit.t("office-unit-add"), None, "")
        .part(new_form(&visit, &units))
        .show(&visit))
}

pub(super) async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Form(typed): Form,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::ManagePeople)?;
    match try_add(&app, &visit, &typed).await {
        Ok(id) => Ok(Go::to(format!("/office/units/{id}"))
            .saying(Message::new("office-unit-added"))
            .into_response()),
        Err(e) => {
            let units = units_today(&app, &visit).await?;
            Ok(form_page(&visit, &visit.t("office-unit-add"), None, "")
                .again(new_form(&visit, &units).again(&typed, e)?)
                .show(&visit))
        }
    }
}

async fn try_add(app: &App, visit: &SignedIn, typed: &Fields) -> Result<Id, Error> {
    let mut r = Reader::new(typed);
    let name = r.must_line("name", Len(100));
    let kind = r.must_choice("kind", &UNIT_KINDS);
    let parent = r.id("parent");
    let short_name = r.line("short_name", Len(40)).unwrap_or_default();
    let sort = r.number("sort", 0..=100_000).unwrap_or(1000);
    let from_on = r.must_date("from_on");
    r.finish()?;
    let new = NewUnit {
        parent,
        kind: kind.unwrap_or_default(),
        name: &name,
        short_name: &short_name,
        sort,
        from_on: from_on.unwrap_or(visit.actor().today),
    };
    actions::add(app.kernel(), visit.actor(), new).await
}

/// What the three forms about one unit have in common: which unit, whose form.
async fn one(app: &App, visit: &SignedIn, id: Id) -> Result<Unit, Error> {
    visit.actor().authorize(Permission::ManagePeople)?;
    organ::unit(&app.kernel().db, visit.actor().organ, id).await
}

fn edit_form(visit: &SignedIn, unit: &Unit, units: &[Unit]) -> Sheet {
    let mut form = Sheet::new(visit, format!("/office/units/{}/edit", unit.id));
    for field in unit_fields(visit, units, Some(unit.id)) {
        let field = match field.name.as_str() {
            "kind" => field.value(&unit.kind),
            "parent" => field.value_opt(unit.parent_id),
            "short_name" => field.value(&unit.short_name),
            _ => field.value(unit.sort),
        };
        form = form.field(field);
    }
    form.send(visit.t("office-save"))
        .cancel(format!("/office/units/{}", unit.id))
}

async fn editing(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let unit = one(&app, &visit, id).await?;
    let units = units_today(&app, &visit).await?;
    let title = visit.t("office-unit-edit");
    Ok(form_page(&visit, &title, Some(id), &unit.name)
        .part(edit_form(&visit, &unit, &units))
        .show(&visit))
}

async fn edit(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let unit = one(&app, &visit, id).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let kind = r.must_choice("kind", &UNIT_KINDS);
        let parent = r.id("parent");
        let short_name = r.line("short_name", Len(40)).unwrap_or_default();
        let sort = r.number("sort", 0..=100_000).unwrap_or(unit.sort);
        r.finish()?;
        let edit = UnitEdit {
            parent,
            kind: kind.unwrap_or_default(),
            short_name: &short_name,
            sort,
        };
        actions::edit(app.kernel(), visit.actor(), id, edit).await
    };
    match done.await {
        Ok(()) => Ok(back(id, "office-saved")),
        Err(e) => {
            let units = units_today(&app, &visit).await?;
            let title = visit.t("office-unit-edit");
            Ok(form_page(&visit, &title, Some(id), &unit.name)
                .again(edit_form(&visit, &unit, &units).again(&typed, e)?)
                .show(&visit))
        }
    }
}

fn back(id: Id, key: &str) -> Response {
    Go::to(format!("/office/units/{id}"))
        .saying(Message::new(key))
        .into_response()
}

fn rename_form(visit: &SignedIn, unit: &Unit) -> Sheet {
    Sheet::new(visit, format!("/office/units/{}/rename", unit.id))
        .field(
            Field::line("name", visit.t("office-unit-new-name"), 100)
                .must()
                .value(&unit.name)
                .focus(),
        )
        .field(
            Field::date("from_on", visit.t("office-unit-rename-from"))
                .must()
                .value(visit.actor().today)
                .hint(visit.t("office-unit-rename-hint")),
        )
        .send(visit.t("office-unit-rename"))
        .cancel(format!("/office/units/{}", unit.id))
}

async fn renaming(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let unit = one(&app, &visit, id).await?;
    let title = visit.t("office-unit-rename");
    Ok(form_page(&visit, &title, Some(id), &unit.name)
        .part(rename_form(&visit, &unit))
        .show(&visit))
}

async fn rename(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let unit = one(&app, &visit, id).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let name = r.must_line("name", Len(100));
        let from_on = r.must_date("from_on");
        r.finish()?;
        let from_on = from_on.unwrap_or(visit.actor().today);
        actions::rename(app.kernel(), visit.actor(), id, &name, from_on).await
    };
    match done.await {
        Ok(()) => Ok(back(id, "office-unit-renamed")),
        Err(e) => {
            let title = visit.t("office-unit-rename");
            Ok(form_page(&visit, &title, Some(id), &unit.name)
                .again(rename_form(&visit, &unit).again(&typed, e)?)
                .show(&visit))
        }
    }
}

fn end_form(visit: &SignedIn, unit: &Unit) -> Sheet {
    Sheet::new(visit, format!("/office/units/{}/end", unit.id))
        .field(
            Field::date("to_on", visit.t("office-last-day"))
                .must()
                .value(visit.actor().today)
                .hint(visit.t("office-unit-end-hint")),
        )
        .send(visit.t("office-unit-end"))
        .grave()
        .cancel(format!("/office/units/{}", unit.id))
}

async fn ending(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let unit = one(&app, &visit, id).await?;
    let title = visit.t("office-unit-end");
    Ok(form_page(&visit, &title, Some(id), &unit.name)
        .part(end_form(&visit, &unit))
        .show(&visit))
}

async fn end(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Form(typed): Form,
) -> Result<Response, Failure> {
    let unit = one(&app, &visit, id).await?;
    let done = async {
        let mut r = Reader::new(&typed);
        let last = r.must_date("to_on");
        r.finish()?;
        let last = last.unwrap_or(visit.actor().today);
        actions::close(app.kernel(), visit.actor(), id, last).await
    };
    match done.await {
        Ok(()) => Ok(back(id, "office-unit-ended")),
        Err(e) => {
            let title = visit.t("office-unit-end");
            Ok(form_page(&visit, &title, Some(id), &unit.name)
                .again(end_form(&visit, &unit).again(&typed, e)?)
                .show(&visit))
        }
    }
}
