//! JSON of this area: the register of office holders on a day. Cases are matters like all others, at `/api/v1/matters`.

use axum::extract::State;
use frame::{App, Failure, Query, Reader, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::actions::yearly;
use crate::model::holding::Yearly;
use crate::store::register::{self, Holding};

pub(crate) fn routes() -> Routes {
    Routes::new().route("/office-holders", get(holders))
}

/// Somebody in office.
#[derive(Debug, Serialize, ToSchema)]
pub struct Holder {
    #[schema(value_type = String)]
    pub id: Id,
    pub name: String,
    pub office: String,
    pub class: String,
    #[schema(value_type = String)]
    pub from_on: chrono::NaiveDate,
    #[schema(value_type = Option<String>)]
    pub to_on: Option<chrono::NaiveDate>,
    pub decree: String,
    /// `appoint`, `acting`, `elected` or `entered`.
    pub how: String,
    /// How the report on the year before stands: `not_asked`, `filed`, `due` or `late`.
    pub yearly_report: String,
}

impl Holder {
    fn of(h: Holding, yearly: Yearly) -> Holder {
        Holder {
            id: h.id,
            name: h.name,
            office: h.office,
            class: h.class.code().to_owned(),
            from_on: h.from_on,
            to_on: h.to_on,
            decree: h.decree,
            how: h.how,
            yearly_report: yearly.code().to_owned(),
        }
    }
}

/// Some office holders.
#[derive(Debug, Serialize, ToSchema)]
pub struct Holders {
    pub items: Vec<Holder>,
}

/// Who held which office on a day; today where none is named.
#[utoipa::path(get, path = "/api/v1/office-holders", tag = "appointments", params(("on" = Option<String>, Query)),
    responses((status = 200, description = "Office holders of that day", body = Holders),
        (status = 403, description = "The caller does not read the organ's work")))]
async fn holders(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Holders>, Failure> {
    if !visit.actor().may(Permission::ReadAll) {
        return Err(Error::Forbidden(Message::new(Permission::ReadAll.refusal())).into());
    }
    let mut r = Reader::new(&query);
    let on = r.date("on").unwrap_or(visit.actor().today);
    r.finish_strict()?;
    let (kernel, today) = (app.kernel(), visit.actor().today);
    let reports = yearly::year(kernel, visit.actor().organ, yearly::last(on), today).await?;
    let all = register::on_day(&app.kernel().db, visit.actor().organ, on).await?;
    Ok(axum::Json(Holders {
        items: all
            .into_iter()
            .map(|h| {
                let stands = reports.of(h.id);
                Holder::of(h, stands)
            })
            .collect(),
    }))
}

#[derive(OpenApi)]
#[openapi(paths(holders), components(schemas(Holder, Holders)))]
struct Described;

pub(crate) fn described() -> utoipa::openapi::OpenApi {
    Described::openapi()
}
