//! What may stand in which room: SQL, the web, clocks and input or output.
//!
//! Speaks of the product's program text (`src`); tests may look into the database from outside.

use super::{File, Finding};

/// Finds program text that stands in the wrong room.
pub fn check(files: &[File]) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in files
        .iter()
        .filter(|f| f.is("rs") && f.path.contains("src/"))
    {
        let sql = may_hold_sql(&file.path);
        let web = may_hold_web(&file.path);
        let pure = is_pure(&file.path);
        for (line, code) in file.code() {
            if !sql && holds_sql(code) {
                found.push(
                    file.finding(line, "SQL stands only in the kernel and in an area's store"),
                );
            }
            if !web && ["axum", "askama"].iter().any(|name| names(code, name)) {
                found.push(file.finding(
                    line,
                    "the web stands only in frame, huiying, and an area's lib, pages and api",
                ));
            }
            if pure && let Some(word) = IMPURE.iter().find(|w| code.contains(**w)) {
                found.push(file.finding(
                    line,
                    format!("{word}: a pure crate has no clock and no input or output"),
                ));
            }
        }
    }
    found
}

/// The part of the path inside an area's `src`, if it lies in an area.
fn in_area(path: &str) -> Option<&str> {
    path.strip_prefix("areas/")
        .and_then(|p| p.split_once("/src/"))
        .map(|(_, rest)| rest)
}

fn room(rest: &str) -> &str {
    rest.split(['/', '.']).next().unwrap_or_default()
}

fn may_hold_sql(path: &str) -> bool {
    let owners = ["crates/kernel/", "crates/ballot/", "testkit/", "xtask/"];
    owners.iter().any(|o| path.starts_with(o))
        || in_area(path).is_some_and(|rest| room(rest) == "store")
}

fn may_hold_web(path: &str) -> bool {
    let owners = ["crates/frame/", "huiying/", "testkit/", "xtask/"];
    owners.iter().any(|o| path.starts_with(o))
        || in_area(path).is_some_and(|rest| {
            rest == "lib.rs" || room(rest).starts_with("pages") || room(rest).starts_with("api")
        })
}

fn is_pure(path: &str) -> bool {
    ["workday", "procedure", "threshold"]
        .iter()
        .any(|c| path.starts_with(&format!("crates/{c}/src/")))
}

const IMPURE: [&str; 11] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "tokio",
    "sqlx",
    "println!",
];

fn holds_sql(code: &str) -> bool {
    let starts = [
        "\"SELECT ",
        "\"INSERT INTO ",
        "\"UPDATE ",
        "\"DELETE FROM ",
        "\"WITH ",
        "\"CREATE TABLE ",
    ];
    names(code, "sqlx") && !code.contains("FromRow")
        || code.contains("sql(\"")
        || starts.iter().any(|s| code.contains(s))
}

/// The word stands as a path's first part or in an attribute, not inside another word or a string.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + word.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"' || c == ':')
            && after.starts_with("::")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str, text: &str) -> Vec<String> {
        check(&[File::new(path, text)])
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn sql_outside_a_store_is_found() {
        let bad = "//! x\nfn f() {\n    sql(\"SELECT 1\");\n}\n";
        assert_eq!(
            at("areas/proposals/src/actions.rs", bad),
            [
                "areas/proposals/src/actions.rs:3: SQL stands only in the kernel and in an area's store"
            ]
        );
        assert!(at("areas/proposals/src/store/list.rs", bad).is_empty());
        assert!(at("crates/kernel/src/organ.rs", bad).is_empty());
        assert_eq!(
            at(
                "crates/frame/src/lib.rs",
                "let q = \"DELETE FROM session\";"
            )
            .len(),
            1
        );
    }

    #[test]
    fn the_web_outside_its_rooms_is_found() {
        let bad = "use axum::Router;\n";
        for path in [
            "areas/office/src/actions.rs",
            "areas/office/src/model/unit.rs",
            "crates/kernel/src/lib.rs",
        ] {
            assert_eq!(at(path, bad).len(), 1, "{path}");
        }
        for path in [
            "areas/office/src/lib.rs",
            "areas/office/src/pages/unit.rs",
            "areas/office/src/api.rs",
        ] {
            assert!(at(path, bad).is_empty(), "{path}");
        }
        assert_eq!(
            at("areas/office/src/model.rs", "#[derive(askama::Template)]").len(),
            1
        );
    }

    #[test]
    fn a_pure_crate_asks_no_clock() {
        let bad =
            "let today = Utc::now();\n#[cfg(test)]\nmod tests { fn f() { std::fs::read(\"x\"); } }";
        assert_eq!(at("crates/workday/src/lib.rs", bad).len(), 1);
        assert!(at("crates/kernel/src/clock.rs", bad).is_empty());
    }
}
