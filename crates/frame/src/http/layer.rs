//! The one middleware: finds out who comes, refuses foreign writes, catches panics, renders failures in the
//! reader's language, and puts the headers on that every answer bears.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use kernel::error::{Error, Message};
use kernel::id::Id;
use text::Lang;

use super::visit::{Visit, Who};
use super::{cookie, go, site};
use crate::App;
use crate::error::{Carried, Failure};
use crate::read::Fields;
use crate::{sign, words};

/// No inline script or style, no frame, no other host.
const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Where papers of secret ballots are put in. Nobody is asked who comes: a session's cookie is not even read, and nothing
/// but the paper's row is written or woken.
pub const BALLOT_BOX: &str = "/ballot-box";

pub(crate) async fn visit(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let (mut parts, body) = request.into_parts();
    let method = parts.method.clone();
    let route = parts
        .extensions
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |m| m.as_str().to_owned());
    let (visit, found) = arrive(&app, &parts).await;
    let visit = Arc::new(visit);
    let answer =
        match found.and_then(|()| site::guard(&visit, &parts, app.settings().public.as_deref())) {
            Err(failure) => failure.into_response(),
            Ok(()) => {
                parts.extensions.insert(visit.clone());
                let door = if visit.api { "api" } else { "page" };
                let work = next.run(Request::from_parts(parts, body));
                match AssertUnwindSafe(kernel::embargo::through(door, work))
                    .catch_unwind()
                    .await
                {
                    Ok(response) => response,
                    Err(panic) => {
                        Failure::Kernel(Error::internal(panic_words(&*panic))).into_response()
                    }
                }
            }
        };
    let response = leave(&app, &visit, &method, answer);
    let status = response.status();
    if status.is_success() || status.is_redirection() {
        if !matches!(method, Method::GET | Method::HEAD) && visit.path != BALLOT_BOX {
            app.live().wake();
        }
    } else {
        tracing::debug!(request = %visit.request_id, %method, route, status = status.as_u16(), "refused");
    }
    let labels = [
        ("method", method.as_str().to_owned()),
        ("route", route),
        ("status", status.as_u16().to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", &labels[..2])
        .record(started.elapsed().as_secs_f64());
    response
}

/// Makes the visit. Where the database can't say who comes, the visit is a guest's and the failure is shown.
async fn arrive(app: &App, request: &Parts) -> (Visit, Result<(), Failure>) {
    let headers = &request.headers;
    let now = app.kernel().now();
    let path = request.uri.path().to_owned();
    let raw = request.uri.query().unwrap_or_default();
    // A broken query is the handler's to refuse; here it only can't name a language.
    let query = Fields::parse(raw.as_bytes()).unwrap_or_default();
    let api = path.starts_with("/api/") && path != "/api/problems";
    let asked = query.get("lang").and_then(Lang::parse);
    let accept = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok());
    let lang = Lang::negotiate(
        asked.map(Lang::code),
        cookie::get(headers, cookie::LANG),
        accept,
    );
    let mut visit = Visit {
        lang,
        who: None,
        path,
        now,
        flash: None,
        from: came_from(headers),
        request_id: Id::new(now).to_string(),
        address: address(app, request),
        agent: headers
            .get(header::USER_AGENT)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .chars()
            .take(200)
            .collect(),
        api,
        query: query.query_without(&["lang"]),
        organ: app.title(lang),
        session: None,
        lang_asked: asked.is_some(),
    };
    if visit.path == BALLOT_BOX {
        visit.address.clear();
        visit.agent.clear();
        return (visit, Ok(()));
    }
    let mut found = find(app, headers, &mut visit).await;
    if let Some((session, _)) = &visit.session {
        if let Some(asked) = asked.filter(|_| found.is_ok()) {
            found = sign::remember_language(app, &visit, asked).await;
        } else if cookie::get(headers, cookie::LANG).is_none() {
            // A browser that was never told otherwise speaks the account's language.
            visit.lang = session
                .lang
                .as_deref()
                .and_then(Lang::parse)
                .unwrap_or(lang);
        }
    }
    visit.flash = go::flash(headers).and_then(|m| shown(visit.lang, &m));
    (visit, found.map_err(Failure::Kernel))
}

/// The page the browser names as where it comes from, where that is one of this host.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|v: &HeaderValue| v.to_str().ok())
    };
    let (_, rest) = text(header::REFERER)?.split_once("://")?;
    let at = rest.find('/')?;
    (Some(&rest[..at]) == text(header::HOST)).then_some(())?;
    go::local(&rest[at..]).map(str::to_owned)
}

async fn find(app: &App, headers: &HeaderMap, visit: &mut Visit) -> Result<(), Error> {
    let kernel = app.kernel();
    if let Some(sent) = headers.get(header::AUTHORIZATION) {
        let token = sent
            .to_str()
            .ok()
            .and_then(|v| v.strip_prefix("Bearer "))
            .map(str::trim);
        let actor = match token.filter(|_| visit.api) {
            Some(token) => kernel.sessions.bearer(&kernel.db, token, visit.now).await?,
            None => None,
        };
        let Some(actor) = actor else {
            return Err(Error::Unauthenticated);
        };
        visit.organ = app.organ_name(actor.organ).await?;
        visit.who = Some(Who {
            account: actor.account.ok_or(Error::Unauthenticated)?,
            name: actor.name.clone(),
            post: String::new(),
            csrf: String::new(),
            unread: 0,
            nav: Vec::new(),
            preferences: String::new(),
            session: None,
            actor,
        });
        return Ok(());
    }
    let Some(secret) = cookie::get(headers, cookie::session_name(app.settings().https())) else {
        return Ok(());
    };
    let Some((session, actor)) = kernel.sessions.find(&kernel.db, secret, visit.now).await? else {
        return Ok(());
    };
    visit.organ = app.organ_name(actor.organ).await?;
    if session.passed && !session.must_change {
        visit.who = Some(Who {
            actor: actor.clone(),
            account: session.account,
            name: actor.name.clone(),
            post: actor
                .posts
                .first()
                .map(|p| p.title.clone())
                .unwrap_or_default(),
            csrf: session.csrf.clone(),
            unread: if visit.api {
                0
            } else {
                app.unread(&actor).await?
            },
            nav: app.nav_of(&actor),
            preferences: session.preferences.clone(),
            session: Some(session.id),
        });
    }
    visit.session = Some((session, actor));
    Ok(())
}

/// The reader's address: the connection's, or the one the proxy in front of us names last.
fn address(app: &App, request: &Parts) -> String {
    if app.settings().behind_proxy {
        let named = request
            .headers
            .get("x-forwarded-for")
            .and_then(|v| v.to_str().ok());
        if let Some(last) = named.and_then(|v| v.rsplit(',').next()) {
            return last.trim().chars().take(60).collect();
        }
    }
    let peer = request
        .extensions
        .get::<ConnectInfo<std::net::SocketAddr>>();
    peer.map(|p| p.0.ip().to_string()).unwrap_or_default()
}

/// A flash sentence in words; one whose key is unknown was not ours.
fn shown(lang: Lang, message: &Message) -> Option<String> {
    let words = words::message(lang, message);
    (words != message.key).then_some(words)
}

fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a handler panicked: {}", words.unwrap_or_default())
}

/// The answer with its failure rendered and its headers on.
fn leave(app: &App, visit: &Visit, method: &Method, answer: Response) -> Response {
    let https = app.settings().https();
    let mut response = match answer.extensions().get::<Carried>().cloned() {
        Some(carried) => carried.0.show(visit, method),
        None => named(visit, method, answer),
    };
    let headers = response.headers_mut();
    if visit.lang_asked && *method == Method::GET && !visit.api {
        cookie::set(
            headers,
            cookie::LANG,
            visit.lang.code(),
            Some(365 * 86_400),
            https,
        );
    }
    if visit.flash.is_some() && html(headers) {
        cookie::set(headers, cookie::FLASH, "", Some(0), https);
    }
    harden(headers, https);
    if let Ok(id) = HeaderValue::from_str(&visit.request_id) {
        headers.insert("x-request-id", id);
    }
    response
}

/// What every answer bears, those to machines included: nothing is kept by browsers unless it says so, no script or
/// frame of others, cookies over https only where the program is reached so.
pub(crate) fn harden(headers: &mut HeaderMap, https: bool) {
    let mut put = |name: header::HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    put(header::CACHE_CONTROL, "no-store");
    put(header::CONTENT_SECURITY_POLICY, CSP);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "same-origin");
    put(header::X_FRAME_OPTIONS, "DENY");
    put(
        header::HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    put(
        header::HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    );
    if https {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
        cookie::secure(headers);
    }
}

fn html(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|v| v.as_bytes().starts_with(b"text/html"))
}

/// A refusal that came from below our handlers (no such route, wrong method, a library's own extractor) in
/// our words. What already is a page or a problem passes.
fn named(visit: &Visit, method: &Method, answer: Response) -> Response {
    let status = answer.status();
    let kind = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    if !(status.is_client_error() || status.is_server_error())
        || kind.starts_with("text/html")
        || kind.contains("json")
    {
        return answer;
    }
    let allow = answer.headers().get(header::ALLOW).cloned();
    let failure = match status {
        StatusCode::NOT_FOUND => Failure::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => Failure::Bad {
            status,
            message: Message::new("frame-bad-size"),
        },
        StatusCode::METHOD_NOT_ALLOWED => Failure::Bad {
            status,
            message: Message::new("frame-bad-method"),
        },
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Failure::Bad {
            status,
            message: Message::new("frame-bad-kind"),
        },
        s if s.is_server_error() => Failure::Kernel(Error::internal(format!("a bare {s}"))),
        _ => Failure::Bad {
            status,
            message: Message::new("frame-bad-request"),
        },
    };
    let mut response = failure.show(visit, method);
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}
