//! The real binary: help, exit codes, the first account, a server that is started, asked, ended and restarted.

use std::path::Path;
use std::process::Output;

use testkit::{Program, run_program};

const HUIYING: &str = env!("CARGO_BIN_EXE_huiying");

fn huiying(folder: &Path, args: &[&str]) -> Output {
    run_program(HUIYING, args, folder)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The output of a command that must succeed.
fn done(folder: &Path, args: &[&str]) -> String {
    let output = huiying(folder, args);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{args:?}: {}",
        complained(&output)
    );
    said(&output)
}

/// What a command complained of that must end with `code`.
fn ends_with(folder: &Path, code: i32, args: &[&str]) -> String {
    let output = huiying(folder, args);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{args:?}: {}{}",
        said(&output),
        complained(&output)
    );
    complained(&output)
}

/// Signs in on the pages with the demo's password and reads the workbench.
async fn sign_in(site: &str, account: &str) {
    let browser = reqwest::Client::builder()
        .cookie_store(true)
        .build()
        .expect("a client");
    let page = browser
        .get(format!("{site}/sign-in"))
        .send()
        .await
        .expect("the page");
    let html = page.text().await.expect("its text");
    let token = {
        let page = scraper::Html::parse_document(&html);
        let csrf = scraper::Selector::parse("input[name=_csrf]").expect("a selector");
        let field = page.select(&csrf).next();
        field
            .and_then(|f| f.value().attr("value"))
            .unwrap_or_default()
            .to_owned()
    };
    let form = [
        ("_csrf", token.as_str()),
        ("name", account),
        ("password", "huiying-demo"),
    ];
    let answer = browser
        .post(format!("{site}/sign-in"))
        .form(&form)
        .send()
        .await
        .expect("an answer");
    let status = answer.status().as_u16();
    let address = answer.url().path().to_owned();
    let html = answer.text().await.expect("its text");
    assert!(
        address != "/sign-in" && status == 200,
        "{address} {status}: {html}"
    );
}

async fn get(address: String) -> (u16, String) {
    let answer = reqwest::get(&address).await.expect("an answer");
    (
        answer.status().as_u16(),
        answer.text().await.expect("its body"),
    )
}

#[test]
fn every_command_helps_with_an_example() {
    let folder = folder();
    let commands = done(folder.path(), &["--help"]);
    let names: Vec<&str> = commands
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    for wanted in [
        "serve", "demo", "worker", "migrate", "admin", "check", "verify",
    ] {
        assert!(names.contains(&wanted), "{wanted} is not among {names:?}");
    }
    for name in names {
        let help = done(folder.path(), &[name, "--help"]);
        assert!(
            help.contains("Example") && help.contains(&format!("huiying {name}")),
            "{name}: {help}"
        );
    }
    assert!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .next()
            .is_none(),
        "asking for help leaves nothing behind"
    );
}

#[test]
fn wrong_usage_ends_with_two_and_a_sentence() {
    let folder = folder();
    let at = folder.path();
    ends_with(at, 2, &["fly"]);
    ends_with(at, 2, &["serve", "--no-such-flag"]);
    let address = ends_with(at, 2, &["migrate", "--database", "mysql://u:s3cret@h/x"]);
    assert!(!address.contains("s3cret"), "{address}");
    let missing = ends_with(at, 2, &["migrate", "--config", "nowhere.toml"]);
    assert!(missing.contains("nowhere.toml"));
    std::fs::write(at.join("huiying.toml"), "lisen = \"127.0.0.1:1\"\n").expect("written");
    let unknown = ends_with(at, 2, &["migrate"]);
    assert!(unknown.contains("lisen"), "{unknown}");
}

#[test]
fn flags_win_over_variables_over_the_file() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("huiying.toml"), "data = \"from-file\"\n").expect("written");
    done(at, &["migrate"]);
    assert!(at.join("from-file/huiying.db").is_file());
    let by_variable = std::process::Command::new(HUIYING)
        .arg("migrate")
        .env("HUIYING_DATA", "from-variable")
        .current_dir(at)
        .output()
        .expect("it runs");
    assert!(by_variable.status.success());
    assert!(at.join("from-variable/huiying.db").is_file());
    done(at, &["migrate", "--data", "from-flag"]);
    assert!(at.join("from-flag/huiying.db").is_file());
}

#[test]
fn the_first_account_founds_the_organ_and_gets_a_token() {
    let folder = folder();
    let at = folder.path();
    assert!(ends_with(at, 1, &["admin", "token", "root"]).contains("root"));
    let made = done(
        at,
        &[
            "admin",
            "create",
            "root",
            "--organ",
            "511702",
            "--organ-name",
            "临江县人大常委会",
        ],
    );
    let password = made.lines().last().and_then(|line| line.split(": ").nth(1));
    assert!(password.is_some_and(|p| p.len() == 16), "{made}");
    let again = ends_with(at, 1, &["admin", "create", "root"]);
    assert!(again.starts_with("huiying: name: "), "{again}");
    let token = done(at, &["admin", "token", "root"]);
    assert!(token.starts_with("hy_") && token.lines().count() == 1);
    let list = done(at, &["admin", "list"]);
    assert!(list.contains("511702 临江县人大常委会") && list.contains("root  sys_admin"));
    ends_with(at, 2, &["admin", "create", "li", "--role", "unit_liaison"]);
    ends_with(at, 2, &["admin", "create", "li", "--role", "emperor"]);
    done(
        at,
        &[
            "admin",
            "create",
            "li",
            "--role",
            "office",
            "--person",
            "李文静",
        ],
    );
    done(at, &["admin", "disable", "li"]);
    assert!(done(at, &["admin", "list"]).contains("li  office (disabled)"));
    ends_with(at, 1, &["admin", "token", "li"]);
    assert!(
        ends_with(at, 1, &["admin", "organ", "511702", "another"]).contains("511702"),
        "a code belongs to one organ"
    );
}

#[test]
fn the_history_of_a_new_organ_verifies_and_its_jobs_run() {
    let folder = folder();
    let at = folder.path();
    done(at, &["admin", "create", "root"]);
    let ran = done(at, &["worker", "--once"]);
    assert!(
        ran.ends_with(" jobs ran\n") && ran != "0 jobs ran\n",
        "{ran}"
    );
    let verified = done(at, &["verify"]);
    assert!(
        verified.contains("Everything is as it was written."),
        "{verified}"
    );
    assert!(
        verified.contains(" events in 1 chains, 1 seals"),
        "{verified}"
    );
    assert!(!verified.starts_with("0 events"), "{verified}");
}

#[test]
fn a_backup_is_restored_elsewhere_and_only_into_nothing() {
    let folder = folder();
    let at = folder.path();
    done(at, &["admin", "create", "root"]);
    let written = done(at, &["backup", "all.zip"]);
    assert!(
        written.starts_with("Written and read through: "),
        "{written}"
    );
    ends_with(at, 1, &["backup", "all.zip"]);
    done(at, &["backup", "--check", "all.zip"]);
    done(at, &["restore", "all.zip", "--data", "elsewhere"]);
    assert!(done(at, &["admin", "list", "--data", "elsewhere"]).contains("root  sys_admin"));
    let there = done(at, &["verify", "--data", "elsewhere"]);
    assert_eq!(there, done(at, &["verify"]), "the history came along");
    ends_with(at, 1, &["restore", "all.zip", "--data", "elsewhere"]);
    let mut bytes = std::fs::read(at.join("all.zip")).expect("the backup");
    // Within the rows of a table, not in what a zip says of their time and place.
    let table: &[u8] = b"tables/event.jsonl";
    let name = bytes.windows(table.len()).position(|w| w == table);
    bytes[name.expect("the table") + table.len() + 60] ^= 0x55;
    std::fs::write(at.join("broken.zip"), bytes).expect("written");
    ends_with(at, 1, &["backup", "--check", "broken.zip"]);
    ends_with(at, 1, &["restore", "broken.zip", "--data", "nowhere"]);
}

/// The matters of a seed have gone their way as acts: their history verifies, and the same numbers make the same.
#[test]
fn a_seed_makes_organs_with_matters_whose_history_verifies() {
    let folder = folder();
    let at = folder.path();
    let seed = |data: &str| {
        done(
            at,
            &[
                "seed",
                "--data",
                data,
                "--matters",
                "8",
                "--organs",
                "2",
                "--seed",
                "5",
                "--today",
                "2026-03-02",
            ],
        );
        let verified = done(at, &["verify", "--data", data]);
        let events = verified
            .split(' ')
            .next()
            .and_then(|n| n.parse::<u64>().ok());
        events.expect("a number of events")
    };
    let events = seed("one");
    assert!(events > 40, "{events} events");
    assert_eq!(seed("two"), events, "the same seed makes the same matters");
    let accounts = done(at, &["admin", "list", "--data", "one"]);
    assert!(accounts.contains("990101 临江县") && accounts.contains("  990102-clerk  office"));
    let real = ends_with(at, 1, &["seed", "--data", "one"]);
    assert!(real.contains("holds organs already"), "{real}");
}

/// A roster with a bad row changes nothing until told to leave the row out; twice the same file changes nothing.
#[test]
fn a_register_is_imported_with_its_refused_rows_in_a_file() {
    let folder = folder();
    let at = folder.path();
    done(at, &["admin", "create", "root"]);
    std::fs::write(
        at.join("units.csv"),
        "单位名称,类别\n水利局,承办单位\n,承办单位\n教育局,承办单位\n",
    )
    .expect("written");
    ends_with(at, 2, &["import", "recipes", "units.csv"]);
    let dry = huiying(at, &["import", "units", "units.csv", "--dry-run"]);
    assert_eq!(dry.status.code(), Some(1), "{}", said(&dry));
    assert!(said(&dry).contains("3 rows"), "{}", said(&dry));
    let rejected = std::fs::read_to_string(at.join("units.rej.csv")).expect("the refused rows");
    assert_eq!(rejected.trim_end().lines().count(), 2, "{rejected}");
    let kept_out = huiying(at, &["import", "units", "units.csv"]);
    assert!(said(&kept_out).contains("Nothing was changed"));
    let taken = huiying(at, &["import", "units", "units.csv", "--skip-bad-rows"]);
    assert_eq!(taken.status.code(), Some(0), "{}", complained(&taken));
    assert!(said(&taken).contains("Came in: 2"), "{}", said(&taken));
    let again = huiying(at, &["import", "units", "units.csv", "--skip-bad-rows"]);
    let again = said(&again);
    assert!(
        again.contains("Came in: 0") && again.contains("alike: 2"),
        "{again}"
    );
}

/// A register goes out, over nothing that is there, and comes in again without a change.
#[test]
fn a_register_is_exported_and_comes_in_again() {
    let folder = folder();
    let at = folder.path();
    done(at, &["seed", "--matters", "12", "--seed", "5"]);
    ends_with(at, 2, &["export", "units", "units.txt"]);
    ends_with(at, 2, &["export", "recipes", "units.csv"]);
    for kind in ["units", "deputies", "workdays", "proposals"] {
        for ending in ["xlsx", "csv"] {
            let file = format!("{kind}.{ending}");
            let out = done(at, &["export", kind, &file]);
            assert!(out.contains(" rows: "), "{out}");
            let again = huiying(at, &["import", kind, &file]);
            assert_eq!(again.status.code(), Some(0), "{kind}: {}", said(&again));
            let said = said(&again);
            assert!(
                said.contains("Came in: 0") && said.contains("different: 0"),
                "{kind}: {said}"
            );
        }
    }
    let there = ends_with(at, 1, &["export", "units", "units.csv"]);
    assert!(there.contains("--overwrite"), "{there}");
    done(at, &["export", "units", "units.csv", "--overwrite"]);
}

#[cfg(unix)]
#[test]
fn the_data_folder_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    done(folder.path(), &["migrate", "--data", "kept/here"]);
    let mode = std::fs::metadata(folder.path().join("kept/here"))
        .expect("the folder")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_answers_ends_when_asked_and_starts_again() {
    let folder = folder();
    let at = folder.path();
    done(at, &["admin", "create", "root"]);
    for round in 0..2 {
        let server = Program::serve(HUIYING, &["serve"], at);
        let site = server.site.clone();
        assert_eq!(
            get(format!("{site}/healthz")).await,
            (200, "ok\n".to_owned())
        );
        assert_eq!(get(format!("{site}/readyz")).await.0, 200);
        assert_eq!(get(format!("{site}/nowhere-at-all")).await.0, 404);
        // A second server on the same embedded database ends by itself; a command beside it works.
        let second = ends_with(at, 1, &["serve", "--listen", "127.0.0.1:0"]);
        assert!(second.contains("in use by another huiying"), "{second}");
        done(
            at,
            &[
                "admin",
                "token",
                "root",
                "--title",
                &format!("round {round}"),
            ],
        );
        assert!(server.end().success(), "asked to end, it ends well");
    }
    let log = std::fs::read_to_string(at.join("program.log")).expect("the log");
    assert!(log.contains("Huiying serves http://127.0.0.1:"), "{log}");
    assert!(!log.contains("hy_"), "no token in the log");
}

/// Nobody starts a worker in a county: what serves the pages seals the history, reminds and sends the mail.
#[test]
fn a_server_works_its_jobs_off() {
    let folder = folder();
    let at = folder.path();
    done(at, &["admin", "create", "root"]);
    let server = Program::serve(HUIYING, &["serve"], at);
    let sealed = (0..120).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(500));
        done(at, &["verify"]).contains(" 1 seals")
    });
    assert!(sealed, "nobody seals the history");
    assert!(server.end().success());
    assert_eq!(done(at, &["worker", "--once"]), "0 jobs ran\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_makes_its_county_once_and_stays_on_this_machine() {
    let folder = folder();
    let at = folder.path();
    let outside = ends_with(at, 2, &["demo", "--listen", "0.0.0.0:0"]);
    assert!(outside.contains("loopback"), "{outside}");
    for _ in 0..2 {
        let demo = Program::serve(HUIYING, &["demo", "--matters", "3"], at);
        assert_eq!(get(format!("{}/readyz", demo.site)).await.0, 200);
        let log = std::fs::read_to_string(at.join("program.log")).expect("the log");
        for said in [demo.site.as_str(), "huiying-demo", "clerk", "auditor"] {
            assert!(log.contains(said), "{said} is missing from {log}");
        }
        let accounts = done(at, &["admin", "list"]);
        assert!(accounts.contains("临江县") && accounts.contains("  clerk  office"));
        assert_eq!(accounts.matches("  clerk  ").count(), 1, "made once");
        sign_in(&demo.site, "clerk").await;
        assert!(demo.end().success());
    }
    let served = ends_with(at, 1, &["serve", "--listen", "0.0.0.0:0"]);
    assert!(served.contains("passwords are public"), "{served}");
    done(at, &["admin", "create", "root", "--data", "real"]);
    let real = ends_with(
        at,
        1,
        &["demo", "--data", "real", "--listen", "127.0.0.1:0"],
    );
    assert!(real.contains("real organ"), "{real}");
}
