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
const MARK: &str = include_str!("../assets/mark.svg");

static STYLE_NAME: LazyLock<String> = LazyLock::new(|| named("style", STYLE, "css"));
static SCRIPT_NAME: LazyLock<String> = LazyLock::new(|| named("huiying", SCRIPT, "js"));
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

/// Routes below `/assets`.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/assets/{name}", get(asset))
        .route("/favicon.ico", get(|| async { mark() }))
}

async fn asset(Path(name): Path<String>) -> Response {
    let kept = "public, max-age=31536000, immutable";
    if name == *STYLE_NAME {
        (
            [
                (header::CONTENT_TYPE, "text/css; charset=utf-8"),
                (header::CACHE_CONTROL, kept),
            ],
            STYLE,
        )
            .into_response()
    } else if name == *SCRIPT_NAME {
        (
            [
                (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
                (header::CACHE_CONTROL, kept),
            ],
            SCRIPT,
        )
            .into_response()
    } else if name == "mark.svg" {
        mark()
    } else {
        StatusCode::NOT_FOUND.into_response()
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
