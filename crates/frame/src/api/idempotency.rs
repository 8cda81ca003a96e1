//! `Idempotency-Key` around every POST of the API.
//!
//! A success is kept and given again; a failure changed nothing and gives the key back, so that the repeated
//! request is tried anew. What a server's death in between means is the kernel's matter
//! ([`kernel::idempotency`]).

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::error::{Error, Message};
use kernel::idempotency::{Claim, claim, keep, release, within};
use sha2::{Digest, Sha256};

use crate::App;
use crate::error::{Carried, Failure};
use crate::http::Visit;
use crate::read::UPLOAD_BYTES;

/// The longest answer that is kept.
const ANSWER: usize = 4 * 1024 * 1024;

pub(crate) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let keyed = request.headers().get("idempotency-key").cloned();
    let visit = request.extensions().get::<Arc<Visit>>().cloned();
    let account = visit.and_then(|v| v.who.as_ref().map(|w| w.account));
    match (keyed, account) {
        (Some(key), Some(account)) if request.method() == Method::POST => {
            let done = once(&app, account, &key, request, next).await;
            done.unwrap_or_else(IntoResponse::into_response)
        }
        _ => next.run(request).await,
    }
}

async fn once(
    app: &App,
    account: kernel::id::Id,
    key: &HeaderValue,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let key = key
        .to_str()
        .ok()
        .map(|k| k.trim_matches('"'))
        .filter(|k| !k.is_empty() && k.len() <= 100)
        .ok_or_else(|| Failure::bad("frame-api-key"))?
        .to_owned();
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, UPLOAD_BYTES).await.map_err(|_| {
        let message = Message::new("frame-bad-size");
        Failure::Kernel(Error::TooLarge(message))
    })?;
    let mut digest = Sha256::new();
    digest.update(parts.uri.to_string());
    digest.update([0]);
    digest.update(&bytes);
    let kernel = app.kernel();
    let claimed = claim(&kernel.db, account, &key, &digest.finalize(), kernel.now()).await?;
    match claimed {
        Claim::Fresh => {}
        Claim::Answered(status, body) => return Ok(again(status, body)),
        Claim::Other => {
            return Err(Failure::Bad {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                message: Message::new("frame-api-key-other"),
            });
        }
        Claim::Running => return Err(Error::refused("frame-api-key-running").into()),
        Claim::Written => return Err(Error::refused("frame-api-key-written").into()),
    }
    let request = Request::from_parts(parts, Body::from(bytes));
    let answer = within(account, key.clone(), next.run(request)).await;
    if !answer.status().is_success() || answer.extensions().get::<Carried>().is_some() {
        release(&kernel.db, account, &key).await?;
        return Ok(answer);
    }
    let (parts, body) = answer.into_parts();
    let bytes: Bytes = to_bytes(body, ANSWER).await.map_err(Error::internal)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => keep(&kernel.db, account, &key, parts.status.as_u16(), text).await?,
        Err(_) => release(&kernel.db, account, &key).await?,
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// The answer of the first time.
fn again(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::HeaderName::from_static("idempotency-replayed"),
            "true",
        ),
    ];
    (status, headers, body).into_response()
}
