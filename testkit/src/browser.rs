//! A real, headless Chromium through chromedriver, with the checks every page must pass.
//!
//! Each [`Browser`] has a driver process and a window of its own. After the test body, whether it passed or
//! not, window and driver are ended; on failure a picture and the page's source stay in
//! `target/browser-failures`.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use fantoccini::{ClientBuilder, Locator};
use futures_util::FutureExt;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

pub use fantoccini::{Client as Window, Locator as By, elements::Element};

/// The size of a window in CSS pixels, and the language it asks for.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    pub width: u32,
    pub height: u32,
    pub lang: &'static str,
}

impl Screen {
    /// A phone held upright.
    pub const PHONE: Screen = Screen {
        width: 390,
        height: 844,
        lang: "zh-CN",
    };
    /// An office screen.
    pub const DESK: Screen = Screen {
        width: 1440,
        height: 900,
        lang: "zh-CN",
    };

    pub const fn in_english(self) -> Screen {
        Screen { lang: "en", ..self }
    }
}

/// One window on one site.
#[derive(Debug, Clone)]
pub struct Browser {
    pub window: Window,
    site: String,
}

/// Names axe-core's script; `cargo xtask test` fetches and names it.
pub const AXE: &str = "HUIYING_TEST_AXE";
const PATIENCE: Duration = Duration::from_secs(15);

/// Opens a window on `site` (`http://127.0.0.1:PORT`), runs the body, and closes it again. `name` names what
/// a failure leaves behind.
pub async fn browse<F, Fut>(name: &str, site: &str, screen: Screen, body: F)
where
    F: FnOnce(Browser) -> Fut,
    Fut: Future<Output = ()>,
{
    let (mut driver, port) = start_driver().await;
    let window = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities(screen))
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .expect("Chromium opens a window");
    let browser = Browser {
        window: window.clone(),
        site: site.to_owned(),
    };
    browser.resize(screen).await;
    let ended = AssertUnwindSafe(body(browser)).catch_unwind().await;
    if ended.is_err() {
        keep(name, &window).await;
    }
    let _ = window.close().await;
    let _ = driver.kill().await;
    if let Err(panic) = ended {
        std::panic::resume_unwind(panic);
    }
}

async fn start_driver() -> (Child, u16) {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver is needed: run `cargo xtask test`, or install the package chromium-driver");
    let out = driver.stdout.take().expect("the driver's output is piped");
    let mut lines = BufReader::new(out).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        // "ChromeDriver was started successfully on port 34567."
        if let Some((_, port)) = line.split_once("successfully on port ") {
            let port = port
                .trim_end_matches('.')
                .parse()
                .expect("the driver's port is a number");
            // Read on, so that the driver never waits for us.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return (driver, port);
        }
    }
    panic!("chromedriver ended without saying its port");
}

fn capabilities(screen: Screen) -> Map<String, Value> {
    let options = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            "--force-device-scale-factor=1", "--no-first-run", "--disable-background-networking",
            format!("--lang={}", screen.lang), format!("--window-size={},{}", screen.width.max(500), screen.height),
        ],
        "prefs": { "intl.accept_languages": screen.lang },
    });
    let mut all = Map::new();
    all.insert("browserName".to_owned(), json!("chrome"));
    all.insert("goog:chromeOptions".to_owned(), options);
    all.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
    all
}

/// Keeps what the window showed when the test failed.
async fn keep(name: &str, window: &Window) {
    let folder = failures();
    let _ = std::fs::create_dir_all(&folder);
    if let Ok(png) = window.screenshot().await {
        let _ = std::fs::write(folder.join(format!("{name}.png")), png);
    }
    if let Ok(html) = window.source().await {
        let _ = std::fs::write(folder.join(format!("{name}.html")), html);
    }
    let url = window
        .current_url()
        .await
        .map(|u| u.to_string())
        .unwrap_or_default();
    eprintln!(
        "{name} failed on {url}; its picture and source are in {}",
        folder.display()
    );
}

fn failures() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
        PathBuf::from,
    );
    target.join("browser-failures")
}

impl Browser {
    /// The same window as somebody's own device: a name of the same server with cookies and papers of its own.
    pub fn seat(&self, who: &str) -> Browser {
        Browser {
            window: self.window.clone(),
            site: self.site.replace("127.0.0.1", &format!("{who}.localhost")),
        }
    }

    /// Headless Chromium opens no window narrower than 500 pixels; the device metrics make it a phone.
    pub async fn resize(&self, screen: Screen) {
        let metrics = json!({
            "width": screen.width, "height": screen.height, "deviceScaleFactor": 1, "mobile": screen.width < 600,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// A command of the DevTools protocol, for what WebDriver has no word for.
    pub async fn devtools(&self, command: &str, params: Value) -> Value {
        let body = DevTools {
            command: command.to_owned(),
            params,
        };
        self.window
            .issue_cmd(body)
            .await
            .unwrap_or_else(|e| panic!("{command}: {e}"))
    }

    /// Opens a path of the site.
    pub async fn open(&self, path: &str) {
        let url = format!("{}{path}", self.site);
        self.window
            .goto(&url)
            .await
            .unwrap_or_else(|e| panic!("{url}: {e}"));
    }

    /// The path and query shown now.
    pub async fn path(&self) -> String {
        let url = self
            .window
            .current_url()
            .await
            .expect("the window has an address");
        url.query()
            .map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path()))
    }

    /// Waits for an element and returns it.
    #[track_caller]
    pub fn find<'a>(&'a self, css: &'a str) -> impl Future<Output = Element> + 'a {
        let place = std::panic::Location::caller();
        async move {
            let found = self
                .window
                .wait()
                .at_most(PATIENCE)
                .for_element(Locator::Css(css))
                .await;
            found.unwrap_or_else(|e| panic!("{css} did not appear ({place}): {e}"))
        }
    }

    pub async fn has(&self, css: &str) -> bool {
        self.window.find(Locator::Css(css)).await.is_ok()
    }

    pub async fn text(&self, css: &str) -> String {
        self.find(css)
            .await
            .text()
            .await
            .unwrap_or_else(|e| panic!("{css}: {e}"))
    }

    /// Brings the element into view and clicks it.
    pub async fn click(&self, css: &str) {
        let element = self.find(css).await;
        self.click_on(element, css).await;
    }

    /// Clicks the link or button whose text contains `words`.
    pub async fn press(&self, words: &str) {
        let path = format!(
            "//main//*[self::a or self::button or self::summary or self::label][contains(normalize-space(.), '{words}')]"
        );
        let found = self
            .window
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::XPath(&path))
            .await;
        let element = found.unwrap_or_else(|e| panic!("nothing to press says {words}: {e}"));
        self.click_on(element, words).await;
    }

    async fn click_on(&self, element: Element, what: &str) {
        let id = serde_json::to_value(&element).expect("an element is a reference");
        let _ = self
            .window
            .execute("arguments[0].scrollIntoView({block: 'center'})", vec![id])
            .await;
        element
            .click()
            .await
            .unwrap_or_else(|e| panic!("{what} could not be clicked: {e}"));
    }

    /// Types into a field after emptying it.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.unwrap_or_else(|e| panic!("{css}: {e}"));
        field
            .send_keys(text)
            .await
            .unwrap_or_else(|e| panic!("{css}: {e}"));
    }

    /// Chooses an option of a `<select>` by its value.
    pub async fn choose(&self, css: &str, value: &str) {
        self.find(css)
            .await
            .select_by_value(value)
            .await
            .unwrap_or_else(|e| panic!("{css} = {value}: {e}"));
    }

    /// Runs a script and returns what it returns.
    pub async fn script(&self, script: &str) -> Value {
        self.window
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// Waits until a script returns true.
    pub async fn until(&self, condition: &str) {
        let until = tokio::time::Instant::now() + PATIENCE;
        while self.script(&format!("return Boolean({condition})")).await != Value::Bool(true) {
            assert!(
                tokio::time::Instant::now() < until,
                "it never came true that {condition}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn picture(&self, file: &Path) {
        let png = self
            .window
            .screenshot()
            .await
            .expect("a picture of the window");
        std::fs::write(file, png).expect("the picture is kept");
    }

    /// What every page must be: free of axe's findings for WCAG 2.2 AA, no wider than the window, and
    /// with nothing in the browser's error log.
    pub async fn check(&self) {
        let path = self.path().await;
        let axe = std::fs::read_to_string(axe()).expect("axe-core's script is read");
        self.script(&axe).await;
        let found = self
            .window
            .execute_async(
                "const done = arguments[arguments.length - 1];
                 axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
                   .then(r => done(r.violations.map(v =>
                     v.id + ': ' + v.help + ' — ' + v.nodes.slice(0, 3).map(n => n.html).join(' | '))),
                     e => done([String(e)]));",
                Vec::new(),
            )
            .await
            .expect("axe runs");
        assert_eq!(found, json!([]), "accessibility of {path}");
        self.fits().await;
    }

    /// A page no wider than the window, with nothing in the browser's error log.
    pub async fn fits(&self) {
        let path = self.path().await;
        let overflow = self
            .script("return document.documentElement.scrollWidth - window.innerWidth")
            .await;
        assert!(
            overflow.as_i64().unwrap_or(0) <= 0,
            "{path} is {overflow} px wider than the window"
        );
        let errors = self.errors().await;
        assert!(errors.is_empty(), "{path}: the browser logged {errors:?}");
    }

    /// What the browser logged as errors since the last question: refused scripts, missing files.
    pub async fn errors(&self) -> Vec<String> {
        let log = self
            .window
            .issue_cmd(BrowserLog)
            .await
            .expect("the browser's log is read");
        log.as_array()
            .into_iter()
            .flatten()
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].to_string())
            .collect()
    }
}

fn axe() -> PathBuf {
    let named = std::env::var_os(AXE).map(PathBuf::from);
    named.or_else(|| kept("axe-core/axe.min.js")).unwrap_or_else(|| {
        panic!("axe-core is needed: run `cargo xtask test` once, which fetches it, or name its axe.min.js in {AXE}")
    })
}

/// A file that `cargo xtask test` fetched and keeps outside the repository.
pub fn kept(file: &str) -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|h| Path::new(&h).join(".cache")))?;
    Some(cache.join("huiying-test").join(file)).filter(|p| p.exists())
}

#[derive(Debug)]
struct DevTools {
    command: String,
    params: Value,
}

impl fantoccini::wd::WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.params });
        (http::Method::POST, Some(body.to_string()))
    }
}

#[derive(Debug)]
struct BrowserLog;

impl fantoccini::wd::WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (
            http::Method::POST,
            Some(json!({ "type": "browser" }).to_string()),
        )
    }
}
