//! The stylesheet, the script and the mark, served from the binary.
//!
//! An address carries the content's digest, so that a browser may keep what it has for ever and never shows a
//! page with yesterday's style.

use crate::routes::{Routes, get};
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/huiying.js");
const BALLOT_STYLE: &str = include_str!("../assets/ballot.css");
const BALLOT_SCRIPT: &str = include_str!("../assets/ballot.js");
const MARK: &str = include_str!("../assets/mark.svg");

static STYLE_NAME: LazyLock<String> = LazyLock::new(|| named("style", STYLE, "css"));
static SCRIPT_NAME: LazyLock<String> = LazyLock::new(|| named("huiying", SCRIPT, "js"));
static BALLOT_STYLE_NAME: LazyLock<String> = LazyLock::new(|| named("ballot", BALLOT_STYLE, "css"));
static BALLOT_SCRIPT_NAME: LazyLock<String> =
    LazyLock::new(|| named("ballot", BALLOT_SCRIPT, "js"));
static STYLE_HREF: LazyLock<String> = LazyLock::new(|| format!("/assets/{}", *STYLE_NAME));
static SCRIPT_HREF: LazyLock<String> = LazyLock::new(|| format!("/assets/{}", *SCRIPT_NAME));

fn named(stem: &str, content: &str, ending: &str) -> String {
    let digest = hex::encode(Sha256::digest(content.as_bytes()));
    format!("{stem}.{}.{ending}", &digest[..12])
}

/// The address of the stylesheet.
pub fn style_href() -> &'static str {
    &STYLE_HREF
}

/// The address of the script.
pub fn script_href() -> &'static str {
    &SCRIPT_HREF
}

/// The addresses of the style and the script that pages of ballots have besides.
pub(crate) fn ballot_hrefs() -> (String, String) {
    (
        format!("/assets/{}", *BALLOT_STYLE_NAME),
        format!("/assets/{}", *BALLOT_SCRIPT_NAME),
    )
}

/// Routes below `/assets`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/assets/{name}", get(asset))
        .route("/favicon.ico", get(|| async { mark() }))
}

async fn asset(Path(name): Path<String>) -> Response {
    const CSS: &str = "text/css; charset=utf-8";
    const JS: &str = "text/javascript; charset=utf-8";
    let kept = "public, max-age=31536000, immutable";
    let all = [
        (&*STYLE_NAME, CSS, STYLE),
        (&*SCRIPT_NAME, JS, SCRIPT),
        (&*BALLOT_STYLE_NAME, CSS, BALLOT_STYLE),
        (&*BALLOT_SCRIPT_NAME, JS, BALLOT_SCRIPT),
    ];
    match all.into_iter().find(|(known, ..)| **known == name) {
        Some((_, kind, content)) => (
            [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)],
            content,
        )
            .into_response(),
        None if name == "mark.svg" => mark(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn mark() -> Response {
    (
        [
            (header::CONTENT_TYPE, "image/svg+xml"),
            (header::CACHE_CONTROL, "public, max-age=86400"),
        ],
        MARK,
    )
        .into_response()
}
