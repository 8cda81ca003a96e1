//! The JSON API of the office.

pub mod register;
pub mod search;
pub mod statistics;

use frame::Routes;
use utoipa::OpenApi;

pub(crate) fn routes() -> Routes {
    register::routes()
        .merge(search::routes())
        .merge(statistics::routes())
}

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    let mut all = register::Description::openapi();
    all.merge(search::Description::openapi());
    all.merge(statistics::Description::openapi());
    all
}
