//! The cookies: the session, the language, and the sentence shown once after a redirect. None holds anything
//! that its owner may not see; the session's is the only secret and is kept from scripts.

use axum::http::{HeaderMap, HeaderValue, header};

/// The language, for a year.
pub(crate) const LANG: &str = "huiying_lang";
/// The sentence after a redirect, for a minute.
pub(crate) const FLASH: &str = "huiying_flash";

/// The session's cookie. Over https the prefix binds it to this host and to secure connections (RFC 6265bis).
pub(crate) fn session_name(https: bool) -> &'static str {
    if https { "__Host-huiying" } else { "huiying" }
}

/// The value of a cookie.
pub(crate) fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| v)
}

/// A cookie to set, for `seconds` (0 takes it away, `None` keeps it until the browser closes). `value` must be
/// of token characters; anything else sets nothing.
pub(crate) fn set(
    headers: &mut HeaderMap,
    name: &str,
    value: &str,
    seconds: Option<i64>,
    https: bool,
) {
    let mut cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax");
    if let Some(seconds) = seconds {
        cookie.push_str(&format!("; Max-Age={seconds}"));
    }
    if https {
        cookie.push_str("; Secure");
    }
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

/// Binds every cookie of an answer to secure connections: also those set where nobody knew how the program is reached.
pub(crate) fn secure(headers: &mut HeaderMap) {
    let set: Vec<HeaderValue> = headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|cookie| match cookie.to_str() {
            Ok(text) if !text.ends_with("; Secure") => {
                HeaderValue::from_str(&format!("{text}; Secure")).unwrap_or_else(|_| cookie.clone())
            }
            _ => cookie.clone(),
        })
        .collect();
    headers.remove(header::SET_COOKIE);
    for cookie in set {
        headers.append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=1; huiying=secret;b=2"),
        );
        assert_eq!(get(&headers, "huiying"), Some("secret"));
        assert_eq!(get(&headers, "b"), Some("2"));
        assert_eq!(get(&headers, "uiying"), None);
    }

    #[test]
    fn secure_follows_the_address() {
        let mut headers = HeaderMap::new();
        set(&mut headers, session_name(true), "x", None, true);
        let cookie = headers[header::SET_COOKIE].to_str().unwrap();
        assert_eq!(
            cookie,
            "__Host-huiying=x; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
    }
}
