//! No door stands open that nobody meant to open: no file without a name at the door, no account that came with the
//! program, no word that is run as a command or read as SQL.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use frame::Settings;
use kernel::{Kernel, account, file, import};
use testkit::{Client, PASSWORD, Page, TestDb};

use crate::areas;
use crate::world::{World, rooms};

/// All files below a folder; none where it is missing.
fn files(below: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let Ok(entries) = std::fs::read_dir(below) else {
        return out;
    };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            out.extend(files(&path));
        } else {
            out.push(path);
        }
    }
    out
}

/// A file sent as programs do.
async fn raw(client: &mut Client) -> Page {
    let token = client.csrf.clone().unwrap_or_default();
    let headers = [
        ("content-type", "application/octet-stream"),
        ("x-csrf-token", token.as_str()),
    ];
    let paper = b"%PDF-1.7\n%%EOF\n".to_vec();
    client
        .send(Method::POST, "/api/v1/files?name=a.pdf", &headers, paper)
        .await
}

/// What a template, a shell, a spreadsheet or a script engine would run.
const RUN: &str = "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> $(id) `id` =1+1 eval(7*7)";

testkit::on_both! { &rooms();
    /// O2 #158, #159, #205: what an administrator writes into a procedure and a unit into its letter is shown as it was
    /// typed; a condition that would call something is refused, naming it.
    async fn what_is_typed_is_never_run(db: TestDb) {
        let world = World::new(db).await;
        let (name, version) = world.at.procedure.clone();
        let place = format!("/office/procedures/{name}/{version}");
        let mut leader = world.client("officeleader").await;
        let form = leader.get(&format!("{place}/text")).await.expect(StatusCode::OK);
        let text = form.text("textarea");
        assert!(text.contains("起草联名"), "the text is in the form: {text:.200}");
        let raw = world.procedure_text(&name, version).await;
        let rev = form.attribute("input[name=rev]", "value").unwrap_or_default();
        let harmful = raw.replacen("起草联名", RUN, 1);
        let field = form.attribute("textarea", "name").expect("a field");
        let page = leader.act(&format!("{place}/text"), &[(&field, &harmful), ("rev", &rev)]).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.words());
        let page = leader.get(&place).await.expect(StatusCode::OK);
        assert!(page.words().contains(RUN), "as it was typed: {}", page.words());

        let rev = leader.get(&format!("{place}/text")).await.attribute("input[name=rev]", "value").unwrap_or_default();
        let calls = raw.replacen("that = \"removable >= 1\"", "that = \"system('id') >= 1\"", 1);
        assert_ne!(calls, raw);
        let page = leader.post(&format!("{place}/text"), &[(&field, &calls), ("rev", &rev)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.words());
        assert!(page.words().contains("system"), "{}", page.words());

        let running = world.at.running.parse().expect("an id");
        let section = world.county.unit("rivers").to_string();
        world.does("unit", running, kernel::matter::Request::new("accept").field("section", section)).await;
        let draft = kernel::matter::Request::new("save_draft").field("class", "A").field("gist", RUN).field("letter", RUN);
        world.does("section", running, draft).await;
        let page = world.client("section").await.get(&format!("/proposals/{running}")).await;
        assert!(page.words().contains("{{7*7}} ${7*7}"), "{}", page.words());
        assert!(!page.words().contains("49 49"), "{}", page.words());
    }

    /// JE #3331 … #7665: whatever stands in a parameter is compared, never read as SQL: nobody finds more by it.
    async fn a_parameter_is_only_a_value(db: TestDb) {
        let world = World::new(db).await;
        let mut clerk = world.client("clerk").await;
        let all = clerk.get("/api/v1/matters?limit=200").await.value();
        let count = all["items"].as_array().expect("items").len();
        assert!(count > 2, "{all}");
        let parameters = [
            "kind", "state", "unit", "lamp", "due_before", "q", "sort", "cursor", "session", "category", "proposer",
            "confidentiality", "open", "limit", "columns",
        ];
        for parameter in parameters {
            for typed in [
                "%27%20OR%20%271%27=%271", "1)%20OR%201=1--", "x%27;DROP%20TABLE%20matter;--", "(SELECT%20pg_sleep(5))",
                "%22%20UNION%20SELECT%20password%20FROM%20account--", "%5C%27%20OR%201=1%23",
            ] {
                for place in ["/api/v1/matters", "/api/v1/search", "/proposals", "/office/people", "/proposals.xlsx"] {
                    let began = std::time::Instant::now();
                    let page = clerk.get(&format!("{place}?{parameter}={typed}")).await;
                    let what = format!("{place}?{parameter}={typed}");
                    assert!(!page.status.is_server_error(), "{what}: {}", page.words());
                    assert!(began.elapsed().as_secs() < 4, "{what} was run");
                    if page.status == StatusCode::OK && place == "/api/v1/matters" {
                        let found = page.value()["items"].as_array().expect("items").len();
                        assert_eq!(found, 0, "{what} finds {found}");
                    }
                }
            }
        }
        let left = clerk.get("/api/v1/matters?limit=200").await.value();
        assert_eq!(left["items"].as_array().map(Vec::len), Some(count));
    }

    /// RY #1146, #1188: wherever something can be sent, a file sent by nobody is refused and nowhere kept.
    async fn nobody_sends_a_file_without_signing_in(db: TestDb) {
        let world = World::new(db).await;
        let clerk = world.actor("clerk").await;
        let kept = || files(&file::folder(&world.db.folder)).len();
        let before = (kept(), import::jobs(&world.kernel, &clerk, None, 100).await.expect("imports").len());
        let routes: Vec<String> = world.app.routes().iter().filter(|r| r.method == "POST").map(|r| r.path.clone()).collect();
        assert!(routes.iter().any(|r| r == "/api/v1/files") && routes.iter().any(|r| r == "/office/imports"));
        for route in routes {
            let path = route.replace("{id}", &world.at.draft).replace("{act}", "edit").replace("{kind}", "suggestion");
            let path: Vec<&str> = path.split('/').map(|p| if p.starts_with('{') { "1" } else { p }).collect();
            let path = path.join("/");
            for mut nobody in [world.guest(), world.half("clerk2").await, world.guest().with("authorization", "Bearer hy_x")] {
                nobody.get("/sign-in").await;
                let paper = b"%PDF-1.7\n%%EOF\n".as_slice();
                let sent = [("papers", "a.pdf", paper), ("file", "a.csv", "单位名称\n审计局\n".as_bytes())];
                let page = nobody.upload(&path, &[("kind", "units"), ("rev", "1")], &sent).await;
                let turned_away = page.location().is_some_and(|to| to.starts_with("/sign-in"))
                    || page.status.is_client_error();
                assert!(turned_away, "{path}: {} {}", page.status, page.words());
            }
        }
        for mut nobody in [world.guest(), world.half("clerk2").await] {
            nobody.get("/sign-in").await;
            assert_eq!(raw(&mut nobody).await.status, StatusCode::UNAUTHORIZED);
        }
        let after = (kept(), import::jobs(&world.kernel, &clerk, None, 100).await.expect("imports").len());
        assert_eq!(before, after);
        // The same file from somebody who may is kept: the count counts.
        let mut deputy = world.client("deputy").await;
        deputy.get("/account").await;
        let page = raw(&mut deputy).await;
        assert_eq!((page.status, kept()), (StatusCode::CREATED, before.0 + 1), "{}", page.body());
    }

    /// RY #1153: a program that was just set up has no account, no demo password, no page for its makers.
    async fn a_fresh_program_lets_nobody_in(db: TestDb) {
        let mut areas = areas::all();
        let parts = frame::parts(&mut areas);
        let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, parts).expect("a kernel");
        let (router, _) = frame::router(Arc::new(kernel), Settings::default(), areas);
        for name in ["clerk", "sysadmin", "secadmin", "auditor", "admin", "root", "test", "huiying"] {
            let found = account::account_named(&db.db, name).await.expect("asked");
            assert!(found.is_none(), "{name} came with the program");
        }
        let mut client = Client::new(router.clone());
        for (name, password) in [("clerk", PASSWORD), ("admin", "admin123"), ("sysadmin", PASSWORD)] {
            client.get("/sign-in").await;
            let page = client.post("/sign-in", &[("name", name), ("password", password)]).await;
            assert!(page.status.is_client_error(), "{name}: {}", page.status);
        }
        for place in ["/", "/proposals", "/office", "/account"] {
            let page = client.get(place).await;
            assert!(page.location().is_some_and(|to| to.starts_with("/sign-in")), "{place}: {}", page.status);
        }
        for place in ["/gallery", "/metrics", "/debug", "/actuator", "/druid", "/swagger-ui", "/console"] {
            let page = client.get(place).await;
            assert!(!page.status.is_success(), "{place}: {}", page.status);
        }
        let page = Client::new(router).with("authorization", "Bearer debug").get("/api/v1/matters").await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    }
}

/// O2 #158: the product starts no other program and holds no engine for scripts, so that nothing typed can become a
/// command.
#[test]
fn the_program_starts_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut read = 0;
    for room in ["crates", "areas", "huiying"] {
        for path in files(&root.join(room)) {
            let inside = path.strip_prefix(&root).expect("below the root");
            let tests = inside.iter().any(|part| part == "tests");
            if tests || path.extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source file");
            for start in [
                "process::Command",
                "Command::new(\"",
                "libc::system",
                "execve",
            ] {
                assert!(!text.contains(start), "{} has {start}", inside.display());
            }
            read += 1;
        }
    }
    assert!(read > 300, "{read} files were read");
    let libraries = std::fs::read_to_string(root.join("Cargo.lock")).expect("Cargo.lock");
    for engine in [
        "rhai",
        "mlua",
        "boa_engine",
        "deno_core",
        "rquickjs",
        "wasmtime",
        "pyo3",
        "minijinja",
        "tera",
    ] {
        assert!(
            !libraries.contains(&format!("name = \"{engine}\"")),
            "{engine}"
        );
    }
}
