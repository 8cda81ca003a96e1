//! A client over a router, without a socket: cookies, form tokens, JSON; pages are asserted on by selectors.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use futures_util::StreamExt as _;
use scraper::{Html, Selector};
use serde_json::Value;
use tower::ServiceExt;

/// Keeps cookies and the last form token seen, as a browser with one open page does.
#[derive(Debug, Clone)]
pub struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
    /// The token of the last page with a form; sent along with every POST unless the test gives `_csrf` itself.
    pub csrf: Option<String>,
    headers: Vec<(String, String)>,
}

/// A file in a multipart form: its field, its name, its bytes.
pub type Upload<'a> = (&'a str, &'a str, &'a [u8]);

impl Client {
    pub fn new(router: Router) -> Client {
        Client {
            router,
            cookies: BTreeMap::new(),
            csrf: None,
            headers: Vec::new(),
        }
    }

    /// Sends this header with every request: a language, a bearer token.
    pub fn with(mut self, name: &str, value: &str) -> Client {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn with_cookie(mut self, name: &str, value: &str) -> Client {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, &[], Vec::new()).await
    }

    /// Posts a form with the token of the last page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut fields = fields.to_vec();
        let token = self.csrf.clone();
        if let Some(token) = token
            .as_deref()
            .filter(|_| fields.iter().all(|(k, _)| *k != "_csrf"))
        {
            fields.push(("_csrf", token));
        }
        let body = encode(&fields);
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, path, &kind, body.into_bytes())
            .await
    }

    /// Posts, and follows the 303 that an act answers with; a refusal is returned as it is.
    pub async fn act(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let done = self.post(path, fields).await;
        match done.location() {
            Some(to) => self.get(to).await,
            None => done,
        }
    }

    /// Posts a form with files.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[Upload<'_>],
    ) -> Page {
        const MARK: &str = "----huiying-test-boundary";
        let mut body = Vec::new();
        let token = self.csrf.clone();
        let token = token.as_deref().map(|t| ("_csrf", t));
        for (name, value) in token.iter().chain(fields) {
            let part = format!(
                "--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        for (name, file, bytes) in files {
            let head = format!(
                "--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{MARK}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={MARK}");
        self.send(Method::POST, path, &[("content-type", &kind)], body)
            .await
    }

    /// Sends JSON with the form token as a header, and headers such as `If-Match`.
    pub async fn json(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Page {
        let mut all = vec![("content-type", "application/json")];
        let token = self.csrf.clone();
        all.extend(token.as_deref().map(|t| ("x-csrf-token", t)));
        all.extend_from_slice(headers);
        self.send(method, path, &all, body.to_string().into_bytes())
            .await
    }

    /// One request as given, with the cookies held; what it sets is kept.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:7100");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let all: Vec<String> = self
                .cookies
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            request = request.header(header::COOKIE, all.join("; "));
        }
        let mut request = request
            .body(Body::from(body))
            .expect("a well-formed request");
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router always answers");
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let text = set.to_str().expect("cookies are ASCII");
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair
                .split_once('=')
                .expect("a cookie has a name and a value");
            if value.is_empty() || attributes.to_ascii_lowercase().contains("max-age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let endless = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|t| t.as_bytes().starts_with(b"text/event-stream"));
        let bytes = if endless {
            beginning(body).await
        } else {
            let whole = to_bytes(body, usize::MAX).await;
            whole.expect("the whole answer arrives").to_vec()
        };
        let page = Page {
            status: parts.status,
            headers: parts.headers,
            bytes,
        };
        if page
            .header("content-type")
            .is_some_and(|t| t.starts_with("text/html"))
            && let Some(token) = page.attribute("input[name=_csrf]", "value")
        {
            self.csrf = Some(token);
        }
        page
    }
}

/// What an answer without an end says at once.
async fn beginning(body: Body) -> Vec<u8> {
    const MOMENT: std::time::Duration = std::time::Duration::from_millis(50);
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Ok(Some(Ok(some))) = tokio::time::timeout(MOMENT, stream.next()).await {
        bytes.extend_from_slice(&some);
    }
    bytes
}

fn encode(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let percent = |text: &str, out: &mut String| {
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    out.push(byte as char)
                }
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
    };
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        percent(name, &mut out);
        out.push('=');
        percent(value, &mut out);
    }
    out
}

/// An answer. The selecting functions parse it as HTML.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Page {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
            .filter(|_| self.status.is_redirection())
    }

    pub fn body(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Fails with the page's words where the status is another one.
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Page {
        assert_eq!(self.status, status, "the answer was: {}", self.words());
        self
    }

    #[track_caller]
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|e| panic!("not JSON ({e}): {}", self.body()))
    }

    /// All text that is shown, blanks folded.
    pub fn words(&self) -> String {
        let words = self.texts("main").join(" ");
        if words.is_empty() {
            self.body().chars().take(2000).collect()
        } else {
            words
        }
    }

    /// The text of each element that matches, blanks folded.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let html = Html::parse_document(&self.body());
        html.select(&parse(selector))
            .map(|e| fold(e.text()))
            .collect()
    }

    /// The text of the only element that matches.
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        let mut all = self.texts(selector);
        assert_eq!(
            all.len(),
            1,
            "{selector} should match once; the page says: {}",
            self.words()
        );
        all.remove(0)
    }

    /// An attribute of the first element that matches.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.attributes(selector, name).into_iter().next()
    }

    /// An attribute of every element that matches and has it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let html = Html::parse_document(&self.body());
        html.select(&parse(selector))
            .filter_map(|e| e.attr(name).map(str::to_owned))
            .collect()
    }

    pub fn has(&self, selector: &str) -> bool {
        !self.texts(selector).is_empty()
    }
}

fn parse(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|e| panic!("{selector}: {e}"))
}

fn fold<'a>(text: impl Iterator<Item = &'a str>) -> String {
    text.collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::RawForm;
    use axum::response::Html as Answer;
    use axum::routing::{get, post};

    #[tokio::test]
    async fn the_token_of_the_last_page_goes_with_the_form() {
        let router = Router::new()
            .route(
                "/",
                get(|| async {
                    (
                        [("set-cookie", "s=1; Path=/")],
                        Answer("<input name=_csrf value=abc>"),
                    )
                }),
            )
            .route(
                "/echo",
                post(|RawForm(bytes): RawForm| async move { bytes }),
            );
        let mut client = Client::new(router);
        client.get("/").await.expect(StatusCode::OK);
        assert_eq!(client.cookie("s"), Some("1"));
        let echoed = client.post("/echo", &[("title", "修路 & 桥")]).await.body();
        assert_eq!(
            echoed,
            "title=%E4%BF%AE%E8%B7%AF%20%26%20%E6%A1%A5&_csrf=abc"
        );
    }

    #[test]
    fn pages_are_read_by_selectors() {
        let page = Page {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            bytes: "<main><h1>一\n 二</h1><a href=/x>去</a></main>".into(),
        };
        assert_eq!(page.text("h1"), "一 二");
        assert_eq!(page.attribute("a", "href").as_deref(), Some("/x"));
        assert!(!page.has("table"));
    }
}
