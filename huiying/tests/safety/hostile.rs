//! Whatever is sent, the answer is a sentence and never a 500: every form a person of any role can reach, every
//! address and every body of the API, filled with what nobody would type.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use scraper::{ElementRef, Html, Selector};
use testkit::{Client, Page, TestDb};

use crate::world::{World, rooms};

/// Who between them reach every form there is.
const EVERYBODY: [&str; 6] = [
    "officeleader",
    "clerk",
    "unit",
    "deputy",
    "sysadmin",
    "secadmin",
];

/// Not UTF-8 once decoded: a lone surrogate, a cut character, a broken escape; and a NUL.
const UNREADABLE: [&str; 4] = ["%ED%A0%80", "%E5%85", "%zz", "a%00b"];

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

/// A form as a page shows it: where it goes and what a browser would send if nothing was touched.
#[derive(Debug, Clone)]
struct Sheet {
    action: String,
    files: bool,
    fields: Vec<Typed>,
}

#[derive(Debug, Clone)]
struct Typed {
    name: String,
    /// The type of the control: `text`, `date`, `number`, `radio`, `hidden`, `textarea`, `select` …
    kind: String,
    value: String,
}

fn sheets(page: &Page) -> Vec<Sheet> {
    let html = Html::parse_document(&page.body());
    html.select(&select("form[method=post]"))
        .map(|form| Sheet {
            action: form.attr("action").unwrap_or_default().to_owned(),
            files: form.attr("enctype").is_some(),
            fields: fields(form),
        })
        .collect()
}

fn fields(form: ElementRef<'_>) -> Vec<Typed> {
    let mut out: Vec<Typed> = Vec::new();
    for control in form.select(&select("input[name], textarea[name], select[name]")) {
        let name = control.attr("name").unwrap_or_default().to_owned();
        if name == "_csrf" || out.iter().any(|f| f.name == name) {
            continue;
        }
        let (kind, value) = match control.value().name() {
            "textarea" => ("textarea".to_owned(), control.text().collect::<String>()),
            "select" => {
                let option = control.select(&select("option[value]")).last();
                let value = option.and_then(|o| o.attr("value")).unwrap_or_default();
                ("select".to_owned(), value.to_owned())
            }
            // A code is good for half a minute: it is typed anew.
            _ if control.attr("autocomplete") == Some("one-time-code") => {
                ("code".to_owned(), "123456".to_owned())
            }
            _ => (
                control.attr("type").unwrap_or("text").to_owned(),
                control.attr("value").unwrap_or_default().to_owned(),
            ),
        };
        let value = match (kind.as_str(), value.is_empty()) {
            ("textarea", true) => {
                "建议今年完成新泵站立项，明年汛前投入使用，并先行清淤两条干渠，落实到人。"
                    .to_owned()
            }
            ("text", true) => "城东".to_owned(),
            ("date", true) => "2025-03-04".to_owned(),
            ("number", true) => control.attr("min").unwrap_or("1").to_owned(),
            _ => value,
        };
        out.push(Typed { name, kind, value });
    }
    out
}

/// What is typed into a control of a kind instead.
fn spite(kind: &str) -> Vec<String> {
    let long = "长".repeat(70_000);
    let text = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    match kind {
        "date" => text(&[
            "",
            "2025-02-30",
            "0000-00-00",
            "9999-12-31",
            "-0001-01-01",
            "262143-12-31",
            "1899-12-31",
            "明天",
        ]),
        "number" => text(&[
            "",
            "-1",
            "99999999999999999999",
            "9223372036854775807",
            "NaN",
            "1e309",
            "0x10",
            "１２",
            "3.5",
        ]),
        "hidden" | "radio" | "checkbox" | "select" => text(&[
            "",
            "0000000000001",
            "-1",
            "9223372036854775807",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            "zzzzzzzzzzzzz",
            "𠮷🏮\u{202e}",
        ]),
        "file" => Vec::new(),
        _ => {
            let mut all = text(&[
                "",
                "   ",
                "\u{1}\u{7}\u{7f}\u{202e}\u{feff}\u{200b}",
                "<script>alert(1)</script>",
                "'; DROP TABLE matter; --",
                "\"><img src=x onerror=alert(1)>",
                "{{7*7}}${7*7}%s%n",
                "=cmd|'/c calc'!A1",
                "𠮷🏮e\u{301}",
                "\r\nSet-Cookie: x=1",
            ]);
            all.push(long);
            all
        }
    }
}

/// What every answer must be: no failure of ours, no script of theirs, a page in the reader's language.
#[track_caller]
pub fn calm(page: &Page, what: &str) {
    assert!(
        !page.status.is_server_error(),
        "{what}: {} {}",
        page.status,
        page.words()
    );
    let body = page.body();
    for raw in ["<script>alert(1)", "<img src=x"] {
        let html = page
            .header("content-type")
            .is_some_and(|t| t.contains("html"));
        assert!(
            !(html && body.contains(raw)),
            "{what}: {raw} stands in the page"
        );
    }
    let set = page
        .headers
        .get_all("set-cookie")
        .iter()
        .any(|c| c.as_bytes().starts_with(b"x="));
    assert!(!set, "{what}: a cookie of theirs");
    if page.status.is_client_error()
        && page
            .header("content-type")
            .is_some_and(|t| t.contains("html"))
    {
        assert!(body.contains("lang=\"zh-CN\""), "{what}: {body}");
        assert!(!page.words().is_empty(), "{what}: nothing is said");
    }
    if page.status.is_client_error()
        && page
            .header("content-type")
            .is_some_and(|t| t.contains("json"))
    {
        let problem = page.value();
        let said = problem["detail"].as_str().unwrap_or_default();
        assert!(
            !said.is_empty() && !said.contains("frame-"),
            "{what}: {body}"
        );
    }
}

fn escaped(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// A form body as bytes, so that it may hold what no client would write.
fn body(csrf: Option<&str>, fields: &[(&str, String)]) -> Vec<u8> {
    let mut out: Vec<String> = csrf.map(|t| format!("_csrf={t}")).into_iter().collect();
    out.extend(fields.iter().map(|(k, v)| format!("{}={v}", escaped(k))));
    out.join("&").into_bytes()
}

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

/// The pages somebody begins from, and what they lead to, each address once by its shape.
async fn found(world: &World, client: &mut Client) -> BTreeMap<String, Sheet> {
    let mut waiting: Vec<String> = world
        .app
        .routes()
        .iter()
        .filter(|r| {
            r.method == "GET" && !r.path.contains('{') && r.path != "/live" && !r.path.contains('.')
        })
        .map(|r| r.path.clone())
        .collect();
    waiting.extend([
        "/office/calendars/2025".to_owned(),
        "/office/rules/limits/reply".to_owned(),
    ]);
    let (id, version) = &world.at.procedure;
    waiting.push(format!("/office/procedures/{id}/{version}"));
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut shapes: BTreeSet<String> = BTreeSet::new();
    let mut out = BTreeMap::new();
    while let Some(address) = waiting.pop() {
        let page = client.get(&address).await;
        calm(&page, &address);
        for sheet in sheets(&page) {
            // The end of the session, and what leaves nothing to try, come last or not at all.
            let ends = ["/sign-out", "/account/sessions/end-others"];
            if !ends.contains(&sheet.action.as_str()) {
                out.entry(shape(&sheet.action)).or_insert(sheet);
            }
        }
        let html = Html::parse_document(&page.body());
        for link in html.select(&select("a[href]")) {
            let href = link.attr("href").unwrap_or_default();
            let href = href.split('#').next().unwrap_or_default();
            let plain = href.starts_with('/') && !href.contains("lang=") && !href.contains('?');
            if plain
                && !href.contains(".xlsx")
                && seen.insert(href.to_owned())
                && shapes.insert(shape(href))
            {
                waiting.push(href.to_owned());
            }
        }
    }
    out
}

/// An address with its ids, numbers and days taken out.
fn shape(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let parts = path.split('/').map(|part| {
        let id = part.len() == 13 && part.bytes().all(|b| b.is_ascii_alphanumeric());
        let day = part.len() == 10 && part.as_bytes()[4] == b'-';
        let number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if id || day || number { "_" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// One form, spoilt field by field, each with `tries` of what is typed instead, others from field to field.
async fn spoil(client: &mut Client, who: &str, sheet: &Sheet, tries: usize) {
    let csrf = client.csrf.clone();
    let base = |skip: &str| -> Vec<(&str, String)> {
        let kept = sheet
            .fields
            .iter()
            .filter(|f| f.name != skip && f.kind != "file");
        kept.map(|f| (f.name.as_str(), escaped(&f.value))).collect()
    };
    let action = &sheet.action;
    let what = |field: &str, how: &str| format!("{who} posts {action} with {field} {how:.40}");
    let fields = sheet.fields.iter().filter(|f| f.kind != "file");
    for (n, field) in fields.enumerate() {
        let name = field.name.as_str();
        let page = client
            .send(
                Method::POST,
                action,
                &FORM,
                body(csrf.as_deref(), &base(name)),
            )
            .await;
        calm(&page, &what(name, "missing"));
        let values = spite(&field.kind);
        let count = tries.min(values.len());
        for value in values
            .into_iter()
            .cycle()
            .skip(n * count)
            .take(count)
            .filter(|v| n == 0 || v.len() < 1_000)
        {
            let mut all = base(name);
            all.push((name, escaped(&value)));
            let page = client
                .send(Method::POST, action, &FORM, body(csrf.as_deref(), &all))
                .await;
            calm(&page, &what(name, &value));
            let typed =
                matches!(field.kind.as_str(), "text" | "textarea") && value.starts_with("'; DROP");
            if typed && page.status == StatusCode::UNPROCESSABLE_ENTITY {
                let html = Html::parse_document(&page.body());
                let kept = html.select(&select("input, textarea")).any(|control| {
                    control.attr("value").unwrap_or_default() == value
                        || control.text().collect::<String>().contains(&value)
                });
                assert!(
                    kept,
                    "{}: what was typed is lost: {}",
                    what(name, &value),
                    page.words()
                );
            }
        }
        // What can't be read at all is refused before anybody asks which field it was.
        for raw in UNREADABLE.into_iter().filter(|_| n == 0) {
            let mut all = base(name);
            all.push((name, raw.to_owned()));
            let page = client
                .send(Method::POST, action, &FORM, body(csrf.as_deref(), &all))
                .await;
            calm(&page, &what(name, raw));
            assert!(
                page.status.is_client_error(),
                "{} is taken",
                what(name, raw)
            );
        }
        let mut twice = base(name);
        twice.extend([
            (name, "1".to_owned()),
            (name, "2".to_owned()),
            (name, "x".to_owned()),
        ]);
        let page = client
            .send(Method::POST, action, &FORM, body(csrf.as_deref(), &twice))
            .await;
        calm(&page, &what(name, "three times"));
    }
    // The form as a whole.
    let all = base("");
    let page = client
        .send(Method::POST, action, &FORM, body(None, &all))
        .await;
    calm(&page, &what("", "without a token"));
    assert_eq!(
        page.status,
        StatusCode::FORBIDDEN,
        "{}",
        what("", "without a token")
    );
    let page = client
        .send(
            Method::POST,
            action,
            &FORM,
            body(Some("0123456789abcdef0123456789abcdef"), &all),
        )
        .await;
    assert_eq!(
        page.status,
        StatusCode::FORBIDDEN,
        "{}",
        what("", "with another's token")
    );
    let mut huge = body(csrf.as_deref(), &all);
    huge.extend_from_slice(format!("&note={}", "x".repeat(1_100_000)).as_bytes());
    let page = client.send(Method::POST, action, &FORM, huge).await;
    calm(&page, &what("", "over the size"));
    assert!(
        page.status.is_client_error(),
        "{}",
        what("", "over the size")
    );
    let many = body(csrf.as_deref(), &vec![("id", "1".to_owned()); 5_000]);
    let page = client.send(Method::POST, action, &FORM, many).await;
    calm(&page, &what("", "with five thousand fields"));
    for kind in [
        "text/plain",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "?",
    ] {
        let page = client
            .send(
                Method::POST,
                action,
                &[("content-type", kind)],
                b"--x\r\nbroken".to_vec(),
            )
            .await;
        calm(&page, &what("content type", kind));
        assert!(
            page.status.is_client_error(),
            "{}",
            what("content type", kind)
        );
    }
    if sheet.files {
        multipart(client, who, sheet).await;
    }
}

/// A form with files: what no browser would put together.
async fn multipart(client: &mut Client, who: &str, sheet: &Sheet) {
    let token = client.csrf.clone().unwrap_or_default();
    let csrf = format!("--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n");
    let file = |name: &str, bytes: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{bytes}\r\n"
        )
    };
    let bombs = [
        csrf.clone(),
        format!("{csrf}--x--"),
        format!("{csrf}--x\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--x--"),
        format!("{csrf}--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n\u{0}\r\n--x--"),
        format!("{}{csrf}--x--", file("a.csv", "a,b")),
        format!("{csrf}{}--x--", file("../../etc/passwd", "a,b")),
        format!("{csrf}{}--x--", file("a.xlsx", "PK\u{3}\u{4}garbage")),
        format!("{csrf}{}--x--", file(&"n".repeat(5_000), "")),
        format!("{csrf}{}", file("cut.csv", "a,b").repeat(60)),
    ];
    for (n, bomb) in bombs.into_iter().enumerate() {
        let kind = [("content-type", "multipart/form-data; boundary=x")];
        let page = client
            .send(Method::POST, &sheet.action, &kind, bomb.into_bytes())
            .await;
        calm(
            &page,
            &format!("{who} uploads bomb {n} to {}", sheet.action),
        );
        assert!(!page.status.is_success(), "bomb {n} at {}", sheet.action);
    }
}

testkit::on_both! { &rooms();
    /// Every form of every role, every field of it; all that can be typed on one engine, some of it on the other.
    async fn no_form_breaks(db: TestDb) {
        let tries = match db.engine {
            testkit::Engine::Sqlite => usize::MAX,
            testkit::Engine::Postgres => 2,
        };
        let world = World::new(db).await;
        let mut tried: BTreeSet<String> = BTreeSet::new();
        for who in EVERYBODY {
            let mut client = world.client(who).await;
            client.get("/account").await;
            for (shape, sheet) in found(&world, &mut client).await {
                if tried.insert(shape) {
                    spoil(&mut client, who, &sheet, tries).await;
                    if client.get("/account").await.status != StatusCode::OK {
                        client = world.client(who).await;
                        client.get("/account").await;
                    }
                }
            }
        }
        assert!(tried.len() > 40, "{} forms were found: {tried:?}", tried.len());
    }
}
