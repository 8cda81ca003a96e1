//! The answer to a POST that did its work: 303 to where the result stands, with a sentence shown there once.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::error::Message;

use super::cookie;

/// A redirect to an address of this program.
#[derive(Debug, Clone)]
pub struct Go {
    href: String,
    flash: Option<Message>,
}

impl Go {
    /// To an address of this program; anything else leads to the workbench.
    pub fn to(href: impl AsRef<str>) -> Go {
        Go {
            href: local(href.as_ref()).unwrap_or("/").to_owned(),
            flash: None,
        }
    }

    /// With a sentence at the top of the next page: what was done.
    pub fn saying(mut self, message: Message) -> Go {
        self.flash = Some(message);
        self
    }
}

impl IntoResponse for Go {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        let place = HeaderValue::from_str(&self.href).unwrap_or(HeaderValue::from_static("/"));
        headers.insert(header::LOCATION, place);
        if let Some(message) = self.flash {
            let json = serde_json::to_string(&message).unwrap_or_default();
            if json.len() <= 1_500 {
                cookie::set(
                    &mut headers,
                    cookie::FLASH,
                    &hex::encode(json),
                    Some(60),
                    false,
                );
            }
        }
        (StatusCode::SEE_OTHER, headers).into_response()
    }
}

/// The sentence a flash cookie holds.
pub(crate) fn flash(headers: &HeaderMap) -> Option<Message> {
    let json = hex::decode(cookie::get(headers, cookie::FLASH)?).ok()?;
    serde_json::from_slice(&json).ok()
}

/// An address somebody handed in (`next=`, `back=`), where it is one of this program; never another site's.
pub fn local(href: &str) -> Option<&str> {
    let inside = href.starts_with('/') && !href.starts_with("//") && href.len() <= 2_000;
    let plain = href.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (inside && plain).then_some(href)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_followed() {
        for good in ["/", "/proposals?q=%E6%B0%B4&sort=-due", "/a//b"] {
            assert_eq!(local(good), Some(good));
        }
        for bad in [
            "",
            "//evil.example",
            "https://evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
            "/水",
        ] {
            assert_eq!(local(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_sentence_travels_once() {
        let said = Message::new("frame-account-saved").arg("name", "水务局");
        let response = Go::to("/account").saying(said.clone()).into_response();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let cookie = response.headers()[header::SET_COOKIE].clone();
        let mut back = HeaderMap::new();
        back.insert(header::COOKIE, cookie);
        assert_eq!(flash(&back), Some(said));
        back.insert(header::COOKIE, HeaderValue::from_static("huiying_flash=zz"));
        assert_eq!(flash(&back), None);
    }
}
