//! Extractors: the frame's `Form`, `Query`, `Path`, `Json` and `Upload`. Each ends in a [`Failure`].
//!
//! Owns the sizes of requests and the check of the form token; nothing here reads the database.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use kernel::error::{Error, Message};
use serde::de::DeserializeOwned;

use super::{Fields, Unreadable};
use crate::error::Failure;
use crate::http::Visit;

/// The most bytes of a form or a JSON body.
pub const FORM_BYTES: usize = 1024 * 1024;
/// The most bytes of the files of one request that are taken in.
pub const UPLOAD_BYTES: usize = 40 * 1024 * 1024;
/// The most bytes of one request that are read at all: what is too large is read to its end, so that the form comes back
/// with everything else that was typed, instead of a broken connection.
pub(crate) const SENT_BYTES: usize = 4 * UPLOAD_BYTES;

impl From<Unreadable> for Failure {
    fn from(e: Unreadable) -> Failure {
        Failure::bad(match e {
            Unreadable::NotText => "frame-bad-text",
            Unreadable::Nul => "frame-bad-nul",
            Unreadable::TooMany => "frame-bad-too-many",
        })
    }
}

/// A form as typed. Its token has been compared with the session's.
#[derive(Debug)]
pub struct Form(pub Fields);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Form, Failure> {
        let (parts, body) = request.into_parts();
        if !kind_is(&parts.headers, "application/x-www-form-urlencoded") {
            return Err(wrong_kind());
        }
        let fields = Fields::parse(&read(body, FORM_BYTES).await?)?;
        visit(&parts)?.check_token(fields.get("_csrf"))?;
        Ok(Form(fields))
    }
}

/// A query string as typed.
#[derive(Debug)]
pub struct Query(pub Fields);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query, Failure> {
        Ok(Query(Fields::parse(
            parts.uri.query().unwrap_or_default().as_bytes(),
        )?))
    }
}

/// The variables of a path. What can't be one is simply not found.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Path<T>, Failure> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        found.map(|p| Path(p.0)).map_err(|_| Failure::not_found())
    }
}

/// A JSON body. The header `X-CSRF-Token` of requests with a session cookie was checked before (`http::site`).
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Json<T>, Failure> {
        let (parts, body) = request.into_parts();
        if !kind_is(&parts.headers, "application/json") {
            return Err(wrong_kind());
        }
        let bytes = read(body, FORM_BYTES).await?;
        let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|e| bad_json(&e))?;
        if has_nul(&value) {
            return Err(Failure::bad("frame-bad-nul"));
        }
        serde_json::from_value(value)
            .map(Json)
            .map_err(|e| bad_json(&e))
    }
}

/// One uploaded file. The name is only ever shown, never used as a path.
#[derive(Debug)]
pub struct UploadedFile {
    /// The form field it came in.
    pub field: String,
    /// Its name on the sender's machine, last segment only, at most 200 characters.
    pub name: String,
    pub bytes: Bytes,
    /// It did not fit into [`UPLOAD_BYTES`]; its bytes were not taken in.
    pub cut: bool,
}

/// A form, with files where it has some. Empty file fields are left out.
#[derive(Debug, Default)]
pub struct Upload {
    pub fields: Fields,
    pub files: Vec<UploadedFile>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Upload, Failure> {
        if kind_is(request.headers(), "application/x-www-form-urlencoded") {
            let Form(fields) = Form::from_request(request, state).await?;
            return Ok(Upload {
                fields,
                files: Vec::new(),
            });
        }
        let visit = request.extensions().get::<std::sync::Arc<Visit>>().cloned();
        let visit =
            visit.ok_or_else(|| Failure::Kernel(Error::internal("no visit around an upload")))?;
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|_| wrong_kind())?;
        let (mut fields, mut files) = (Fields::default(), Vec::new());
        let (mut room, mut typed) = (UPLOAD_BYTES, FORM_BYTES);
        let mut token_seen = false;
        while let Some(mut part) = parts
            .next_field()
            .await
            .map_err(|e| broken_upload(e.status()))?
        {
            let field = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(shown_name);
            // The token stands first in the form: nothing is taken in before it was right.
            if !token_seen && field != "_csrf" {
                visit.check_token(None)?;
            }
            let left = if file.is_some() {
                &mut room
            } else {
                &mut typed
            };
            let taken = take(&mut part, left).await?;
            let cut = taken.is_none();
            let bytes = Bytes::from(taken.unwrap_or_default());
            match file {
                Some(name) if cut || !bytes.is_empty() || !name.is_empty() => {
                    files.push(UploadedFile {
                        field,
                        name,
                        bytes,
                        cut,
                    })
                }
                Some(_) => {}
                None if cut => return Err(too_large(FORM_BYTES)),
                None => {
                    let value =
                        std::str::from_utf8(&bytes).map_err(|_| Failure::bad("frame-bad-text"))?;
                    if value.contains('\0') || field.contains('\0') {
                        return Err(Failure::bad("frame-bad-nul"));
                    }
                    if field == "_csrf" {
                        visit.check_token(Some(value))?;
                        token_seen = true;
                    }
                    fields.push(field, value);
                }
            }
            if files.len() > 50 {
                return Err(Failure::bad("frame-bad-too-many"));
            }
        }
        Ok(Upload { fields, files })
    }
}

/// One part's bytes, where `room` is left for them; what does not fit is read and dropped.
async fn take(part: &mut Field<'_>, room: &mut usize) -> Result<Option<Vec<u8>>, Failure> {
    let mut out = Vec::new();
    let mut fits = true;
    while let Some(some) = part.chunk().await.map_err(|e| broken_upload(e.status()))? {
        fits &= some.len() <= *room;
        if fits {
            *room -= some.len();
            out.extend_from_slice(&some);
        } else {
            *room += out.len();
            out = Vec::new();
        }
    }
    Ok(fits.then_some(out))
}

fn visit(parts: &Parts) -> Result<&Visit, Failure> {
    let found = parts.extensions.get::<std::sync::Arc<Visit>>();
    found
        .map(|v| &**v)
        .ok_or_else(|| Failure::Kernel(Error::internal("no visit around a form")))
}

async fn read(body: Body, most: usize) -> Result<Bytes, Failure> {
    to_bytes(body, most).await.map_err(|_| too_large(most))
}

fn too_large(most: usize) -> Failure {
    let kib = i64::try_from(most / 1024).unwrap_or(i64::MAX);
    Failure::Kernel(Error::TooLarge(
        Message::new("frame-bad-form-size").arg("most", kib),
    ))
}

fn broken_upload(status: StatusCode) -> Failure {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        too_large(SENT_BYTES)
    } else {
        Failure::bad("frame-bad-upload")
    }
}

fn wrong_kind() -> Failure {
    Failure::Bad {
        status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        message: Message::new("frame-bad-kind"),
    }
}

/// The media type without its parameters.
fn kind_is(headers: &HeaderMap, kind: &str) -> bool {
    let sent = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    sent.and_then(|v| v.split(';').next())
        .is_some_and(|v| v.trim().eq_ignore_ascii_case(kind))
}

fn bad_json(e: &serde_json::Error) -> Failure {
    // serde's text names the field and the place; it quotes nothing the sender did not send.
    let why: String = e.to_string().chars().take(300).collect();
    Failure::Bad {
        status: StatusCode::BAD_REQUEST,
        message: Message::new("frame-bad-json").arg("why", why),
    }
}

fn has_nul(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::String(s) => s.contains('\0'),
        Value::Array(all) => all.iter().any(has_nul),
        Value::Object(all) => all.iter().any(|(k, v)| k.contains('\0') || has_nul(v)),
        _ => false,
    }
}

/// The last segment of a file name as sent, without control characters, at most 200 characters.
fn shown_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_never_a_path() {
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("C:\\台账\\2019年提案.xlsx"), "2019年提案.xlsx");
        assert_eq!(shown_name("a\u{0}\nb.xlsx"), "ab.xlsx");
        assert_eq!(shown_name(&"长".repeat(500)).chars().count(), 200);
    }

    #[test]
    fn nul_is_found_at_any_depth() {
        assert!(has_nul(&serde_json::json!({"a": [1, {"b": "x\u{0}"}]})));
        assert!(!has_nul(&serde_json::json!({"a": [1, {"b": "x"}]})));
    }
}
