//! Refuses writes that another site sent. Three hands hold this: the cookie is `SameSite=Lax`, the browser's
//! own word about where the request comes from is checked here, and each form carries its session's token
//! (checked where the form is read; for `/api` with a cookie here, as `X-CSRF-Token`).

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use kernel::error::Message;

use super::Visit;
use crate::error::Failure;

fn cross_site() -> Failure {
    Failure::Bad {
        status: StatusCode::FORBIDDEN,
        message: Message::new("frame-failure-cross-site-detail"),
    }
}

/// Passes reads, requests with a bearer token, and writes from our own pages. `public` is the address people
/// type, where it is configured.
pub(crate) fn guard(visit: &Visit, request: &Parts, public: Option<&str>) -> Result<(), Failure> {
    if matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS) || visit.by_token() {
        return Ok(());
    }
    if !same_site(&request.headers, public) {
        return Err(cross_site());
    }
    if visit.api && visit.has_session() {
        let token = request
            .headers
            .get("x-csrf-token")
            .and_then(|v| v.to_str().ok());
        visit.check_token(token)?;
    }
    Ok(())
}

/// What the browser says about where a request was made. One that says nothing at all is let through to the
/// token: it is no browser, and has no cookie it did not mean to send.
fn same_site(headers: &HeaderMap, public: Option<&str>) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|v: &axum::http::HeaderValue| v.to_str().ok())
    };
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let host = text(header::HOST);
    let ours = |origin: &str| {
        let authority = origin
            .split_once("://")
            .map(|(_, rest)| rest.split('/').next().unwrap_or_default());
        authority.is_some_and(|a| {
            Some(a) == host
                || public
                    .and_then(|p| p.split_once("://"))
                    .is_some_and(|(_, p)| p.trim_end_matches('/') == a)
        })
    };
    match text(header::ORIGIN).or_else(|| text(header::REFERER)) {
        Some(origin) => ours(origin),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pairs: &[(&'static str, &'static str)], public: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, axum::http::HeaderValue::from_static(value));
        }
        same_site(&headers, public)
    }

    #[test]
    fn another_site_is_refused() {
        assert!(said(&[("sec-fetch-site", "same-origin")], None));
        assert!(!said(&[("sec-fetch-site", "cross-site")], None));
        assert!(!said(&[("sec-fetch-site", "same-site")], None));
        assert!(said(
            &[("origin", "http://a:7100"), ("host", "a:7100")],
            None
        ));
        assert!(!said(
            &[("origin", "http://b:7100"), ("host", "a:7100")],
            None
        ));
        assert!(!said(&[("origin", "null"), ("host", "a")], None));
        assert!(!said(&[("referer", "https://b/a"), ("host", "a")], None));
        assert!(said(
            &[
                ("origin", "https://renda.example"),
                ("host", "127.0.0.1:7100")
            ],
            Some("https://renda.example/")
        ));
        assert!(said(&[], None));
    }
}
