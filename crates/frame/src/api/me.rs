//! `/api/v1/me`: who a token or session acts as; a script's first question.

use serde::Serialize;
use utoipa::ToSchema;

use crate::SignedIn;

/// Who acts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    /// The name shown.
    name: String,
    /// The organ acted in.
    #[schema(value_type = String)]
    organ: kernel::id::Id,
    organ_name: String,
    /// The roles held today.
    roles: Vec<&'static str>,
    /// Whether the token may only read.
    read_only: bool,
}

/// Who this token or session acts as
#[utoipa::path(get, path = "/api/v1/me", tag = "account", responses((status = 200, body = Me)))]
pub(crate) async fn me(visit: SignedIn) -> axum::Json<Me> {
    let actor = visit.actor();
    axum::Json(Me {
        name: actor.name.clone(),
        organ: actor.organ,
        organ_name: visit.organ_name().to_owned(),
        roles: actor.roles().into_iter().map(|r| r.code()).collect(),
        read_only: actor.read_only,
    })
}
