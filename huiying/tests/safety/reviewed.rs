//! The reviewed table of routes and roles, and what it would be now.

use std::collections::{BTreeMap, BTreeSet};

/// The reviewed lines by their heads, and the file as it would be with `new` in their place.
fn renewed(file: &str, new: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut left: BTreeMap<&String, &String> = new.iter().collect();
    for line in file.lines() {
        match line.rsplit_once(": ") {
            _ if line.is_empty() || line.starts_with('#') => out.push_str(line),
            Some((head, _)) => match left.remove(&head.to_owned()) {
                Some(now) => out.push_str(now),
                None => continue,
            },
            None => continue,
        }
        out.push('\n');
    }
    if !left.is_empty() {
        out.push_str("\n# New\n");
        for line in left.into_values() {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

pub fn hold(now: &BTreeMap<String, String>) {
    let file = include_str!("routes.txt");
    let reviewed: BTreeSet<&str> = file
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .collect();
    let all: BTreeSet<&str> = now.values().map(String::as_str).collect();
    let faults: Vec<String> = reviewed
        .difference(&all)
        .map(|l| format!("- {l}"))
        .chain(all.difference(&reviewed).map(|l| format!("+ {l}")))
        .collect();
    let no_server_error = all.iter().all(|l| !l.contains(" 500 "));
    let made = concat!(env!("CARGO_TARGET_TMPDIR"), "/routes.txt");
    if !faults.is_empty() {
        std::fs::write(made, renewed(file, now)).expect("the renewed table is written");
    }
    assert!(
        faults.is_empty(),
        "the table of routes and roles is another one; review these lines and put {made} in its place:\n{}",
        faults.join("\n")
    );
    assert!(no_server_error, "a reviewed answer is never a 500");
}
