//! Files for programs: sent first, named in the act that takes them; listed and taken by whoever may read them.

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kernel::access::Authorized;
use kernel::clock::Instant;
use kernel::embargo;
use kernel::error::{Error, Message};
use kernel::file;
use kernel::id::Id;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::papers;
use crate::api::Items;
use crate::read::{Len, Path, Query, Reader, UPLOAD_BYTES};
use crate::routes::{Routes, get, post};
use crate::{App, Failure, SignedIn};

/// Routes below `/api/v1`.
pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/files", post(send))
        .route("/matters/{id}/files", get(list))
        .route("/matters/{id}/files/{file}", get(take))
}

/// A file that waits for an act.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sent {
    /// To be named in `papers` of an act within a day.
    #[schema(value_type = String)]
    pub id: Id,
    /// As it is kept: without folders, with the ending its content has.
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub media_type: &'static str,
    pub sha256: String,
}

/// A file of a matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct File {
    #[schema(value_type = String)]
    pub id: Id,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub media_type: String,
    pub sha256: String,
    /// What it belongs to: `paper`, `contact`, `draft`, `reply`, `opinion`, `evidence` …
    pub place: String,
    /// The unit whose it is.
    #[schema(value_type = Option<String>)]
    pub unit: Option<Id>,
    pub by: Option<String>,
    /// Local time with its offset (RFC 3339).
    pub at: String,
}

impl File {
    fn of(paper: file::Paper) -> File {
        File {
            sha256: paper.digest(),
            at: Instant(paper.created_at).local().to_rfc3339(),
            id: paper.id,
            name: paper.name,
            size: paper.size,
            media_type: paper.mime,
            place: paper.place,
            unit: paper.unit_id,
            by: paper.person,
        }
    }
}

/// Sends a file: its bytes are the body, whatever the `Content-Type` says; what it is, is told by its content.
#[utoipa::path(post, path = "/api/v1/files", tag = "matters", params(("name" = String, Query)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, description = "Held for a day for an act that takes it", body = Sent),
        (status = 413, description = "Too large"), (status = 409, description = "Not a file that is kept, and why")))]
async fn send(
    State(app): State<App>,
    visit: SignedIn,
    Query(query): Query,
    body: Body,
) -> Result<(StatusCode, axum::Json<Sent>), Failure> {
    Authorized::own(visit.actor())?;
    let mut r = Reader::new(&query);
    let name = r.must_line("name", Len(300));
    r.finish_strict()?;
    let most = UPLOAD_BYTES / 1024 / 1024;
    let bytes = to_bytes(body, UPLOAD_BYTES)
        .await
        .map_err(|_| Error::TooLarge(Message::new("file-sent-too-large").arg("most", most)))?;
    let held = file::hold(app.kernel(), visit.actor(), &name, bytes.to_vec()).await?;
    let sent = Sent {
        id: held.id,
        sha256: held.body.digest(),
        size: held.body.size,
        media_type: held.body.kind.mime(),
        name: held.body.name,
    };
    Ok((StatusCode::CREATED, axum::Json(sent)))
}

/// The files sent before under these ids, for an act.
pub(super) async fn held(
    app: &App,
    visit: &SignedIn,
    ids: &[String],
) -> Result<Vec<file::Body>, Error> {
    let gone = || Error::field("papers", Message::new("file-held-gone"));
    let ids: Vec<Id> = ids
        .iter()
        .map(|id| id.parse().map_err(|_| gone()))
        .collect::<Result<_, _>>()?;
    let held = file::held(app.kernel(), visit.actor(), &ids).await?;
    Ok(held.into_iter().map(|h| h.body).collect())
}

/// The files of a matter the caller may read, oldest first.
#[utoipa::path(get, path = "/api/v1/matters/{id}/files", tag = "matters", params(("id" = String, Path)),
    responses((status = 200, description = "Its files", body = Items<File>)))]
async fn list(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<axum::Json<Items<File>>, Failure> {
    embargo::looked(app.kernel(), visit.actor(), id, None).await?;
    let papers = file::of_matter(&app.kernel().db, visit.actor(), id).await?;
    Ok(axum::Json(Items {
        items: papers.into_iter().map(File::of).collect(),
        next_cursor: None,
    }))
}

/// The bytes of a file, or those a `Range` asks for.
#[utoipa::path(get, path = "/api/v1/matters/{id}/files/{file}", tag = "matters",
    params(("id" = String, Path), ("file" = String, Path)),
    responses((status = 200, description = "Its bytes, under its own media type and name"),
        (status = 206, description = "The part asked for"), (status = 416, description = "No such part"),
        (status = 404, description = "No such file for the caller")))]
async fn take(
    State(app): State<App>,
    visit: SignedIn,
    headers: HeaderMap,
    Path((matter, paper)): Path<(Id, Id)>,
) -> Result<Response, Failure> {
    papers::bytes(&app, &visit, &headers, matter, paper).await
}

#[derive(OpenApi)]
#[openapi(paths(send, list, take), components(schemas(Sent, File)))]
struct Described;

/// The description of these routes.
pub(super) fn described() -> utoipa::openapi::OpenApi {
    Described::openapi()
}
