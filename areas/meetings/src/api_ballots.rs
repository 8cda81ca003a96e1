//! JSON of ballots: those of a meeting, one of them with its lines, how far it is and, once closed, what it came to.

use axum::extract::State;
use ballot::{Ballot, State as Stands};
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::{Standing, listing};
use serde_json::{Value, json};
use utoipa::OpenApi;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/meetings/{id}/ballots", get(of_meeting))
        .route("/ballots/{id}", get(one))
}

pub(crate) fn described() -> utoipa::openapi::OpenApi {
    Described::openapi()
}

/// Whether a ballot exists for the reader: he reads its matter or, once it was dealt or opened, stands on its roll.
async fn sees(app: &App, visit: &SignedIn, ballot: &Ballot) -> Result<bool, Error> {
    let (db, actor) = (&app.kernel().db, visit.actor());
    Ok(listing::visible(db, actor, ballot.matter_id).await?
        || (ballot.state != Stands::Asked && ballot::count::on_roll(db, ballot.id, actor).await?))
}

fn shown(ballot: &Ballot) -> Value {
    json!({
        "id": ballot.id, "matter": ballot.matter_id, "meeting": ballot.meeting_id, "title": ballot.title,
        "body": ballot.body, "secret": ballot.secret, "trial": ballot.trial, "majority": ballot.majority,
        "at_most": ballot.at_most(), "write_ins": ballot.write_ins, "state": ballot.state,
    })
}

/// The ballots of a meeting, in the order they were asked for.
#[utoipa::path(get, path = "/api/v1/meetings/{id}/ballots", tag = "meetings", params(("id" = String, Path)),
    responses((status = 200, description = "The ballots", body = Object)))]
async fn of_meeting(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<Value>, Failure> {
    Standing::read(app.kernel(), visit.actor(), id).await?;
    let mut items = Vec::new();
    for ballot in ballot::of_meeting(&app.kernel().db, id).await? {
        if sees(&app, &visit, &ballot).await? {
            items.push(shown(&ballot));
        }
    }
    Ok(axum::Json(json!({"items": items, "next_cursor": null})))
}

/// A ballot. Until it is closed nobody is told more than how many have voted.
#[utoipa::path(get, path = "/api/v1/ballots/{id}", tag = "meetings", params(("id" = String, Path)),
    responses((status = 200, description = "The ballot, with its outcome once closed", body = Object)))]
async fn one(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<Value>, Failure> {
    let db = &app.kernel().db;
    let ballot = ballot::by_id(db, id).await?;
    if !sees(&app, &visit, &ballot).await? {
        return Err(Error::NotFound.into());
    }
    let mut out = shown(&ballot);
    out["lines"] = json!(ballot::lines(db, id).await?);
    out["progress"] = json!(ballot::progress(db, &ballot).await?);
    if let Some(frozen) = ballot.frozen() {
        out["outcome"] = json!(frozen.outcome);
        out["sheet"] = json!(frozen.sheet);
        out["rests_on"] = json!(frozen.source);
    }
    Ok(axum::Json(out))
}

#[derive(OpenApi)]
#[openapi(paths(of_meeting, one))]
struct Described;
