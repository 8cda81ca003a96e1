//! JSON: bodies as of a day, a meeting's roll with its counts and quorum, its agenda, its record; what somebody called does
//! for himself. What every matter has stands in the frame.

use axum::extract::State;
use axum::http::StatusCode;
use frame::{App, Failure, Json, Path, Query, Reader, Routes, SignedIn, get, post};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::{Standing, listing};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{OpenApi, ToSchema};

use crate::actions::agenda::{self, NewItem};
use crate::actions::roll as actions;
use crate::kind::Held;
use crate::model::item::{ItemKind, SpeechState};
use crate::roll;
use crate::store::{body, item, record};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/meetings/bodies", get(bodies))
        .route("/meetings/{id}/roll", get(rolls))
        .route("/meetings/{id}/agenda", get(items).post(add))
        .route("/meetings/{id}/record", get(said))
        .route("/meetings/{id}/receipt", post(receipt))
        .route("/meetings/{id}/arrive", post(arrive))
}

pub(crate) fn described() -> utoipa::openapi::OpenApi {
    Described::openapi()
}

/// Whoever reads the organ's work; a token that reads is enough.
fn staff(visit: &SignedIn) -> Result<(), Error> {
    match visit.actor().may(Permission::ReadAll) {
        true => Ok(()),
        false => Err(Error::Forbidden(Message::new(
            Permission::ReadAll.refusal(),
        ))),
    }
}

/// The bodies with the members they have on a day; today unless asked otherwise.
#[utoipa::path(get, path = "/api/v1/meetings/bodies", tag = "meetings", params(("on" = Option<String>, Query)),
    responses((status = 200, description = "The bodies", body = Object)))]
async fn bodies(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
) -> Result<axum::Json<Value>, Failure> {
    staff(&visit)?;
    let mut r = Reader::new(&query);
    let day = r.date("on").unwrap_or(visit.actor().today);
    r.finish_strict()?;
    let db = &app.kernel().db;
    let mut all = Vec::new();
    for one in body::bodies(db, visit.actor().organ).await? {
        let seats = body::seats_on(&body::seats(db, one.id).await?, day);
        let members: Vec<Value> = body::members_on(db, one.id, day)
            .await?
            .into_iter()
            .map(|m| {
                json!({
                    "person": m.person_id, "name": m.name, "duty": m.duty.code(), "from_on": m.from_on,
                    "to_on": m.to_on,
                })
            })
            .collect();
        all.push(json!({
            "id": one.id, "name": one.name, "kind": one.kind.code(), "level": one.level, "seats": seats,
            "members": members, "ended_on": one.ended_on,
        }));
    }
    Ok(axum::Json(json!({"items": all, "next_cursor": null})))
}

async fn standing(app: &App, visit: &SignedIn, id: Id) -> Result<Standing, Error> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    Held::of(&standing)?.sitting()?;
    Ok(standing)
}

/// Who is called, who is there, the counts of the body and whether that is a quorum.
#[utoipa::path(get, path = "/api/v1/meetings/{id}/roll", tag = "meetings", params(("id" = String, Path)),
    responses((status = 200, description = "The roll", body = Object)))]
async fn rolls(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<Value>, Failure> {
    staff(&visit)?;
    let standing = standing(&app, &visit, id).await?;
    let held = Held::of(&standing)?;
    let mut db = &app.kernel().db;
    let Some(counts) = roll::read(&mut db, id, None).await? else {
        return Err(Error::NotFound.into());
    };
    let lines: Vec<Value> = held
        .roll
        .iter()
        .map(|a| {
            json!({
                "id": a.id, "person": a.person_id, "name": a.name, "duty": a.duty, "part": a.part.code(),
                "signed": a.signed_at.is_some(), "leave": a.leave_state.map(|l| l.code()),
                "present": a.is_present(),
            })
        })
        .collect();
    Ok(axum::Json(json!({
        "items": lines, "electorate": counts.electorate, "quorum": counts.quorum(), "sits": counts.sits,
        "next_cursor": null,
    })))
}

/// The agenda, as far as the reader may read it.
#[utoipa::path(get, path = "/api/v1/meetings/{id}/agenda", tag = "meetings", params(("id" = String, Path)),
    responses((status = 200, description = "The items", body = Object)))]
async fn items(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<Value>, Failure> {
    let standing = standing(&app, &visit, id).await?;
    let held = Held::of(&standing)?;
    let db = &app.kernel().db;
    let papers = item::papers(db, id).await?;
    let mut all = Vec::new();
    for i in &held.items {
        let matter = match i.matter_id {
            Some(m) if listing::visible(db, visit.actor(), m).await? => Some(m),
            _ => None,
        };
        let papers: Vec<Value> = papers
            .iter()
            .filter(|p| p.item_id == i.id)
            .map(|p| {
                json!({
                    "file": p.file_id, "name": p.name, "came_on": p.came_on, "due_on": p.due_on, "late": p.is_late(),
                })
            })
            .collect();
        all.push(json!({
            "id": i.id, "place": i.place, "kind": i.kind.code(), "title": agenda::public_title(i), "matter": matter,
            "rapporteur": i.rapporteur, "minutes": i.minutes, "state": i.state.code(), "outcome": i.outcome,
            "paper_due_on": held.paper_due(&standing.pinned.pack.name, i.kind), "papers": papers,
        }));
    }
    Ok(axum::Json(json!({"items": all, "next_cursor": null})))
}

/// An item to be put on an agenda.
#[derive(Debug, Deserialize, ToSchema)]
struct New {
    /// What it is about; as its matter says where it is left out.
    kind: Option<String>,
    #[serde(default)]
    title: String,
    /// The matter it is about.
    matter: Option<String>,
    #[serde(default)]
    rapporteur: String,
    #[serde(default)]
    minutes: i64,
}

/// Puts an item on the agenda.
#[utoipa::path(post, path = "/api/v1/meetings/{id}/agenda", tag = "meetings", params(("id" = String, Path)),
    request_body = New,
    responses((status = 201, description = "Its id", body = Object), (status = 422, description = "What is wrong")))]
async fn add(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Json(new): Json<New>,
) -> Result<(StatusCode, axum::Json<Value>), Failure> {
    visit.actor().authorize(Permission::Register)?;
    let wrong = |field: &str| Error::field(field, Message::new("invalid-choice"));
    let kind = match new.kind {
        Some(code) => Some(ItemKind::parse(&code).ok_or_else(|| wrong("kind"))?),
        None => None,
    };
    let matter = match new.matter {
        Some(id) => Some(id.parse().map_err(|_| wrong("matter"))?),
        None => None,
    };
    let long =
        |text: &str, most: usize| text.chars().count() > most || text.chars().any(char::is_control);
    if long(&new.title, agenda::MOST.0) {
        return Err(wrong("title").into());
    }
    if long(&new.rapporteur, 60) {
        return Err(wrong("rapporteur").into());
    }
    if !(0..=agenda::MOST.2).contains(&new.minutes) {
        return Err(wrong("minutes").into());
    }
    let new = NewItem {
        kind,
        title: new.title.trim().to_owned(),
        matter,
        rapporteur: new.rapporteur,
        minutes: new.minutes,
    };
    let item = agenda::add(app.kernel(), visit.actor(), id, new).await?;
    app.live().wake();
    Ok((StatusCode::CREATED, axum::Json(json!({"id": item}))))
}

/// What was said and decided.
#[utoipa::path(get, path = "/api/v1/meetings/{id}/record", tag = "meetings", params(("id" = String, Path)),
    responses((status = 200, description = "The record", body = Object)))]
async fn said(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<Value>, Failure> {
    standing(&app, &visit, id).await?;
    let db = &app.kernel().db;
    let speeches: Vec<Value> = record::speeches(db, id)
        .await?
        .into_iter()
        .filter(|s| s.state != SpeechState::Dropped)
        .map(|s| {
            json!({
                "id": s.id, "item": s.item_id, "person": s.person_id, "name": s.name, "state": s.state.code(),
                "minutes": s.minutes(), "over": s.is_over(), "said": s.said,
            })
        })
        .collect();
    let corrections: Vec<Value> = record::corrections(db, id)
        .await?
        .into_iter()
        .map(|c| {
            json!({
                "item": c.item_id, "wrong": c.wrong, "correct": c.correct, "reason": c.reason, "by": c.name,
            })
        })
        .collect();
    Ok(axum::Json(
        json!({"items": speeches, "corrections": corrections, "next_cursor": null}),
    ))
}

/// Signs for the notice, for oneself.
#[utoipa::path(post, path = "/api/v1/meetings/{id}/receipt", tag = "meetings", params(("id" = String, Path)),
    responses((status = 204, description = "Signed"), (status = 409, description = "Not called, or over")))]
async fn receipt(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<StatusCode, Failure> {
    actions::sign_for(app.kernel(), visit.actor(), id).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

/// The code on the screen of the hall.
#[derive(Debug, Deserialize, ToSchema)]
struct Code {
    code: String,
}

/// Signs in by the code on the screen of the hall, for oneself.
#[utoipa::path(post, path = "/api/v1/meetings/{id}/arrive", tag = "meetings", params(("id" = String, Path)),
    request_body = Code,
    responses((status = 204, description = "Present"), (status = 422, description = "Another code")))]
async fn arrive(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
    Json(code): Json<Code>,
) -> Result<StatusCode, Failure> {
    actions::sign_in(app.kernel(), visit.actor(), id, &code.code).await?;
    app.live().wake();
    Ok(StatusCode::NO_CONTENT)
}

#[derive(OpenApi)]
#[openapi(
    paths(bodies, rolls, items, add, said, receipt, arrive),
    components(schemas(New, Code))
)]
struct Described;
