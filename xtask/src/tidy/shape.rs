//! How a file looks from outside: its length, its name, its opening words, no path of one machine.

use super::{File, Finding};

/// Past this a noun wants a file of its own.
const MOST_LINES: usize = 500;
const NAMES_NOTHING: [&str; 8] = [
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "stuff",
];

/// Home folders and build machines, put together here so that this file does not find itself.
fn machine_paths() -> [String; 4] {
    ["home", "root", "work", "Users"].map(|folder| format!("/{folder}/"))
}

pub fn check(files: &[File]) -> Vec<Finding> {
    let machine_paths = machine_paths();
    let mut found = Vec::new();
    for file in files {
        let written = ["rs", "html", "css", "js"].iter().any(|e| file.is(e));
        let lines = file.text.lines().count();
        if written && lines > MOST_LINES {
            let what =
                format!("{lines} lines: past {MOST_LINES} ask which noun wants its own file");
            found.push(file.finding(MOST_LINES + 1, what));
        }
        let name = |part: &str| part.split('.').next().unwrap_or_default().to_owned();
        if written
            && file
                .path
                .split('/')
                .any(|part| NAMES_NOTHING.contains(&name(part).as_str()))
        {
            found.push(file.finding(1, "the name says nothing: call it by the noun it owns"));
        }
        if file.is("rs") && !file.text.starts_with("//!") {
            found.push(file.finding(
                1,
                "a file opens with `//!`: what it owns, what it never does",
            ));
        }
        for (n, line) in file.text.lines().enumerate() {
            let mut places = machine_paths
                .iter()
                .filter_map(|p| line.find(p.as_str()).map(|at| (p, at)));
            // `x/home/y` is a path of the project or of an address.
            if let Some((path, _)) = places.find(|(_, at)| {
                !line[..*at]
                    .chars()
                    .next_back()
                    .is_some_and(|c| c.is_alphanumeric() || "._-})~".contains(c))
            }) {
                found.push(file.finding(n + 1, format!("{path} is a path of one machine")));
            }
        }
    }
    found
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
    fn a_long_file_is_found() {
        let text = format!("//! Long.\n{}", "x\n".repeat(MOST_LINES));
        assert_eq!(at("crates/kernel/src/matter.rs", &text).len(), 1);
        assert!(at("crates/text/locales/zh/frame.ftl", &text).is_empty());
    }

    #[test]
    fn names_that_say_nothing_are_found() {
        for path in [
            "crates/kernel/src/utils.rs",
            "areas/office/src/common/mod.rs",
            "areas/office/tests/helpers.rs",
        ] {
            assert_eq!(at(path, "//! x\n").len(), 1, "{path}");
        }
        assert!(at("crates/kernel/src/matter.rs", "//! x\n").is_empty());
    }

    #[test]
    fn a_file_without_a_head_is_found() {
        assert_eq!(
            at("xtask/src/x.rs", "fn f() {}\n"),
            ["xtask/src/x.rs:1: a file opens with `//!`: what it owns, what it never does"]
        );
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let bad = format!("data is in {}huiying\n", machine_paths()[0]);
        assert_eq!(at("README.md", &bad).len(), 1);
        assert!(
            at(
                "README.md",
                &format!("see docs{}page\n", machine_paths()[0])
            )
            .is_empty()
        );
    }
}
