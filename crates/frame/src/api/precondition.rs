//! The revision a write saw, and the one an answer shows (RFC 9110, 13.1.1).

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::error::Message;
use serde::Serialize;

use crate::error::Failure;

/// The revision in `If-Match`: `"7"`. Missing is 428; the action answers `Conflict` where it is stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<IfMatch, Failure> {
        let Some(sent) = parts.headers.get(header::IF_MATCH) else {
            return Err(Failure::Bad {
                status: StatusCode::PRECONDITION_REQUIRED,
                message: Message::new("frame-api-if-match-missing"),
            });
        };
        sent.to_str()
            .ok()
            .and_then(revision)
            .map(IfMatch)
            .ok_or_else(|| Failure::bad("frame-api-if-match"))
    }
}

fn revision(sent: &str) -> Option<i64> {
    let sent = sent.trim();
    let bare = sent.strip_prefix('"').and_then(|s| s.strip_suffix('"'));
    bare.unwrap_or(sent).parse().ok().filter(|rev| *rev >= 0)
}

/// JSON with the revision of what it shows as `ETag`.
#[derive(Debug, Clone)]
pub struct Revised<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Revised<T> {
    fn into_response(self) -> Response {
        let mut response = axum::Json(self.1).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.0)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::revision;

    #[test]
    fn a_revision_is_read_with_and_without_quotes() {
        assert_eq!(revision("\"7\""), Some(7));
        assert_eq!(revision(" 7 "), Some(7));
        for bad in ["", "*", "W/\"7\"", "-1", "7.0", "\"7"] {
            assert_eq!(revision(bad), None, "{bad}");
        }
    }
}
