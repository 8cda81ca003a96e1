//! The one file that turns what went wrong into an answer: a calm page, or an RFC 9457 problem for `/api`.
//!
//! Handlers return [`Failure`]; as a response it only carries itself outward, and the visit's layer
//! (`crate::http::layer`) has it rendered here in the reader's language, because only there the reader is known.
//! The text of an internal error goes to the log; the reader sees a request id.

use std::sync::Arc;

use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::error::{Error, Message};
use serde_json::{Value as Json, json};
use text::Lang;

use crate::http::{Go, Visit};
use crate::sign;
use crate::ui::{Doc, Links, Note, Tone};
use crate::words;

/// What a handler can end in besides an answer.
#[derive(Debug)]
pub enum Failure {
    /// An action's refusal.
    Kernel(Error),
    /// A request that could not be read: the status and the sentence why.
    Bad {
        status: StatusCode,
        message: Message,
    },
}

impl From<Error> for Failure {
    fn from(e: Error) -> Failure {
        Failure::Kernel(e)
    }
}

impl Failure {
    /// A request that could not be read.
    pub fn bad(key: &str) -> Failure {
        Failure::Bad {
            status: StatusCode::BAD_REQUEST,
            message: Message::new(key),
        }
    }

    pub fn not_found() -> Failure {
        Failure::Kernel(Error::NotFound)
    }

    /// One of each kind, for the page that explains them.
    pub(crate) fn kinds() -> Vec<Failure> {
        let bad = |status| Failure::Bad {
            status,
            message: Message::new("frame-bad-request"),
        };
        let why = || Message::new("frame-bad-request");
        vec![
            bad(StatusCode::BAD_REQUEST),
            Error::Unauthenticated.into(),
            Error::Forbidden(why()).into(),
            bad(StatusCode::FORBIDDEN),
            Error::NotFound.into(),
            bad(StatusCode::METHOD_NOT_ALLOWED),
            Error::Refused(why()).into(),
            Error::Conflict {
                rev: 0,
                since: Vec::new(),
            }
            .into(),
            bad(StatusCode::PAYLOAD_TOO_LARGE),
            bad(StatusCode::UNSUPPORTED_MEDIA_TYPE),
            Error::Invalid(Vec::new()).into(),
            bad(StatusCode::UNPROCESSABLE_ENTITY),
            bad(StatusCode::PRECONDITION_REQUIRED),
            bad(StatusCode::TOO_MANY_REQUESTS),
            Error::Internal(String::new()).into(),
        ]
    }

    /// A name for programs and for the style of the page; stable.
    pub fn code(&self) -> &str {
        match self {
            Failure::Kernel(e) => match e {
                Error::NotFound => "not-found",
                Error::Unauthenticated => "unauthenticated",
                Error::Forbidden(_) => "forbidden",
                Error::Invalid(_) => "invalid",
                Error::Refused(_) => "refused",
                Error::Conflict { .. } => "conflict",
                Error::TooLarge(_) => "too-large",
                Error::Internal(_) => "internal",
            },
            Failure::Bad { status, .. } => match *status {
                StatusCode::METHOD_NOT_ALLOWED => "method-not-allowed",
                StatusCode::PRECONDITION_REQUIRED => "precondition-required",
                StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported-media-type",
                StatusCode::PAYLOAD_TOO_LARGE => "too-large",
                StatusCode::FORBIDDEN => "cross-site",
                StatusCode::UNPROCESSABLE_ENTITY => "key-used",
                StatusCode::REQUEST_TIMEOUT => "timeout",
                StatusCode::TOO_MANY_REQUESTS => "too-many-requests",
                _ => "bad-request",
            },
        }
    }

    /// The status; a conflict is 412 where the request stated a revision (`If-Match`), else 409.
    pub fn status(&self, api: bool) -> StatusCode {
        match self {
            Failure::Kernel(e) => match e {
                Error::NotFound => StatusCode::NOT_FOUND,
                Error::Unauthenticated => StatusCode::UNAUTHORIZED,
                Error::Forbidden(_) => StatusCode::FORBIDDEN,
                Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Error::Refused(_) => StatusCode::CONFLICT,
                Error::Conflict { .. } if api => StatusCode::PRECONDITION_FAILED,
                Error::Conflict { .. } => StatusCode::CONFLICT,
                Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
                Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Failure::Bad { status, .. } => *status,
        }
    }

    /// The heading of the page and the `title` of the problem.
    pub fn title(&self, lang: Lang) -> String {
        let key = match self.code() {
            "not-found" => "frame-failure-not-found",
            "unauthenticated" => "frame-failure-unauthenticated",
            "forbidden" => "frame-failure-forbidden",
            "invalid" => "frame-failure-invalid",
            "refused" => "frame-failure-refused",
            "conflict" => "frame-failure-conflict",
            "too-large" => "frame-failure-too-large",
            "cross-site" => "frame-failure-cross-site",
            "internal" => "frame-failure-internal",
            "timeout" => "frame-failure-timeout",
            "precondition-required" => "frame-failure-precondition",
            "key-used" => "frame-failure-key-used",
            "too-many-requests" => "frame-failure-too-many-requests",
            _ => "frame-failure-bad-request",
        };
        text::t(lang, key)
    }

    /// The sentence below the heading: why, and what to do.
    pub fn detail(&self, lang: Lang) -> String {
        match self {
            Failure::Bad { message, .. }
            | Failure::Kernel(
                Error::Forbidden(message) | Error::Refused(message) | Error::TooLarge(message),
            ) => words::message(lang, message),
            Failure::Kernel(e) => {
                let key = match e {
                    Error::NotFound => "frame-failure-not-found-detail",
                    Error::Unauthenticated => "frame-failure-unauthenticated-detail",
                    Error::Conflict { .. } => "frame-failure-conflict-detail",
                    Error::Internal(_) => "frame-failure-internal-detail",
                    _ => "frame-failure-invalid-detail",
                };
                text::t(lang, key)
            }
        }
    }

    /// The faults by field, as name and sentence; empty for every other kind.
    pub fn fields(&self, lang: Lang) -> Vec<(String, String)> {
        match self {
            Failure::Kernel(Error::Invalid(all)) => all
                .iter()
                .map(|e| (e.field.clone(), words::message(lang, &e.message)))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The problem document (RFC 9457). `code` is stable, sentences are in the reader's language.
    pub fn problem(&self, lang: Lang, request_id: &str) -> Response {
        let status = self.status(true);
        let mut body = json!({
            "type": format!("/api/problems#{}", self.code()),
            "title": self.title(lang),
            "status": status.as_u16(),
            "detail": self.detail(lang),
            "code": self.code(),
            "request_id": request_id,
        });
        match self {
            Failure::Kernel(Error::Invalid(all)) => {
                let errors: Vec<Json> = all
                    .iter()
                    .map(|e| json!({"field": e.field, "code": e.message.key, "detail": words::message(lang, &e.message)}))
                    .collect();
                body["errors"] = Json::Array(errors);
            }
            Failure::Kernel(Error::Conflict { rev, since }) => {
                body["rev"] = json!(rev);
                body["since"] = Json::Array(since.clone());
            }
            Failure::Kernel(Error::Forbidden(m) | Error::Refused(m) | Error::TooLarge(m))
            | Failure::Bad { message: m, .. } => {
                body["reason"] = json!(m.key);
            }
            Failure::Kernel(_) => {}
        }
        let mut response = (status, body.to_string()).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }

    /// The failure as an answer to this visit: a problem for the API, the sign-in page for who is not signed in
    /// yet, a page of its own for everything else. What the reader is not shown goes to the log.
    pub(crate) fn show(&self, visit: &Visit, method: &Method) -> Response {
        self.log(&visit.request_id);
        if visit.api {
            return self.problem(visit.lang, &visit.request_id);
        }
        if matches!(self, Failure::Kernel(Error::Unauthenticated))
            && matches!(*method, Method::GET | Method::HEAD)
        {
            let owed = visit.session.as_ref().map(|(s, _)| s.passed);
            let step = match owed {
                Some(false) => "/sign-in/code",
                Some(true) => "/account/password",
                None => "/sign-in",
            };
            let place = sign::going_on(step, &visit.here());
            return Go::to(place).into_response();
        }
        self.page(visit)
    }

    fn page(&self, visit: &Visit) -> Response {
        let lang = visit.lang;
        let points = self.fields(lang).into_iter().map(|(field, words)| {
            if field.is_empty() {
                words
            } else {
                format!("{field}: {words}")
            }
        });
        let tone = if self.status(false).is_server_error() {
            Tone::Bad
        } else {
            Tone::Warn
        };
        let mut doc = Doc::titled(self.title(lang))
            .status(self.status(false))
            .hold();
        doc = doc.part(Note::new(tone, self.detail(lang)).points(points.collect()));
        if matches!(self, Failure::Kernel(Error::Internal(_))) {
            let words = text::ta(
                lang,
                "frame-failure-incident",
                &[("id", visit.request_id.as_str().into())],
            );
            doc = doc.part(Note::new(Tone::Info, words));
        }
        if matches!(self, Failure::Kernel(Error::Unauthenticated)) && visit.session.is_none() {
            // What was sent is kept in the browser: after signing in here, its form opens with it.
            let next = visit.from.as_deref().unwrap_or("/");
            return doc
                .stage()
                .part(sign::sign_in_form(visit, next))
                .show(visit);
        }
        let (href, words) = match visit.who {
            Some(_) => ("/", "frame-nav-workbench"),
            None => ("/sign-in", "frame-sign-in"),
        };
        doc.part(Links::new(vec![(href.to_owned(), visit.t(words))]))
            .show(visit)
    }

    /// Writes what the reader is not shown to the log.
    pub fn log(&self, request_id: &str) {
        if let Failure::Kernel(Error::Internal(text)) = self {
            tracing::error!(request = request_id, "{text}");
        }
    }
}

/// A failure on its way outward, to be rendered where the reader is known.
#[derive(Clone)]
pub(crate) struct Carried(pub(crate) Arc<Failure>);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status(false).into_response();
        response.extensions_mut().insert(Carried(Arc::new(self)));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Failure> {
        vec![
            Error::NotFound.into(),
            Error::Unauthenticated.into(),
            Error::Forbidden(Message::new("frame-failure-forbidden")).into(),
            Error::field("title", Message::new("frame-field-missing")).into(),
            Error::refused("frame-failure-refused").into(),
            Error::Conflict {
                rev: 3,
                since: vec![],
            }
            .into(),
            Error::TooLarge(Message::new("frame-bad-form-size").arg("most", 1i64)).into(),
            Error::Internal("secret detail".into()).into(),
            Failure::bad("frame-bad-text"),
        ]
    }

    #[test]
    fn every_kind_has_words_in_both_languages() {
        for failure in all() {
            for lang in Lang::ALL {
                assert!(
                    !failure.title(lang).starts_with("frame-"),
                    "{}",
                    failure.code()
                );
                assert!(
                    !failure.detail(lang).starts_with("frame-"),
                    "{}",
                    failure.code()
                );
                assert!(!failure.detail(lang).contains("secret"));
            }
        }
    }

    #[tokio::test]
    async fn a_problem_names_fields_and_hides_the_inside() {
        for failure in all() {
            let response = failure.problem(Lang::En, "r1");
            assert_eq!(
                response.headers()["content-type"],
                "application/problem+json"
            );
            let bytes = axum::body::to_bytes(response.into_body(), 10_000)
                .await
                .unwrap();
            let body: Json = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(body["code"], failure.code());
            assert_eq!(body["request_id"], "r1");
            assert!(!body.to_string().contains("secret"));
            if failure.code() == "invalid" {
                assert_eq!(body["errors"][0]["field"], "title");
            }
            if failure.code() == "conflict" {
                assert_eq!(
                    (body["status"].clone(), body["rev"].clone()),
                    (json!(412), json!(3))
                );
            }
        }
    }
}
