//! Arrows between crates point one way; an area depends on no other area.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Finding;

/// A crate of the workspace with the workspace's crates it names.
#[derive(Debug)]
pub struct Crate {
    pub name: String,
    /// Of its Cargo.toml, relative to the workspace.
    pub manifest: String,
    pub text: String,
    /// `(crate, needed by its tests only)`
    pub uses: Vec<(String, bool)>,
}

impl Crate {
    fn is_area(&self) -> bool {
        self.manifest.starts_with("areas/")
    }
}

/// What each crate below the areas may use.
const MAY: [(&str, &[&str]); 11] = [
    ("workday", &[]),
    ("threshold", &[]),
    ("text", &[]),
    ("papers", &[]),
    ("procedure", &["workday"]),
    (
        "kernel",
        &["procedure", "threshold", "text", "papers", "workday"],
    ),
    (
        "ballot",
        &[
            "kernel",
            "threshold",
            "text",
            "papers",
            "procedure",
            "workday",
        ],
    ),
    (
        "frame",
        &[
            "kernel",
            "threshold",
            "text",
            "papers",
            "procedure",
            "workday",
        ],
    ),
    ("scratch-postgres", &[]),
    (
        "testkit",
        &["scratch-postgres", "kernel", "text", "procedure", "workday"],
    ),
    ("xtask", &["scratch-postgres"]),
];
const AREAS_MAY: [&str; 8] = [
    "kernel",
    "frame",
    "ballot",
    "threshold",
    "text",
    "papers",
    "procedure",
    "workday",
];

/// Every crate must be named, so that a new one gets its place before it gets its arrows.
pub fn check(crates: &[Crate]) -> Vec<Finding> {
    let areas: Vec<&str> = crates
        .iter()
        .filter(|c| c.is_area())
        .map(|c| c.name.as_str())
        .collect();
    let mut found = Vec::new();
    for c in crates {
        let at = |what: String, used: &str| {
            let named = |line: &str| line.split(['.', ' ', '=']).next() == Some(used);
            let line = c.text.lines().position(named).map_or(1, |n| n + 1);
            Finding {
                file: c.manifest.clone(),
                line,
                what,
            }
        };
        let row = MAY.iter().find(|(name, _)| *name == c.name);
        let may = |used: &str| match row {
            Some((_, list)) => list.contains(&used),
            None if c.is_area() => AREAS_MAY.contains(&used),
            None => !matches!(used, "testkit" | "xtask" | "scratch-postgres"),
        };
        if row.is_none() && !c.is_area() && c.name != "huiying" {
            found.push(at(
                format!("the crate {} has no place in the table of arrows", c.name),
                "",
            ));
        }
        for (used, tests_only) in &c.uses {
            let allowed = may(used)
                || (*tests_only && matches!(used.as_str(), "testkit" | "scratch-postgres"));
            if !allowed {
                let why = if c.is_area() && areas.contains(&used.as_str()) {
                    "areas meet through matters and events, never through each other's crates"
                } else {
                    "arrows between crates point one way"
                };
                found.push(at(
                    format!("{} may not depend on {used}: {why}", c.name),
                    used,
                ));
            }
        }
    }
    found
}

/// The workspace as cargo sees it.
pub fn crates(root: &Path) -> Result<Vec<Crate>> {
    let out = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root)
        .output()
        .context("cargo metadata")?;
    let told: Value = serde_json::from_slice(&out.stdout).context("cargo metadata")?;
    let packages = told["packages"]
        .as_array()
        .context("cargo names no packages")?;
    let names: Vec<&str> = packages.iter().filter_map(|p| p["name"].as_str()).collect();
    let mut crates = Vec::new();
    for package in packages {
        let path = Path::new(package["manifest_path"].as_str().unwrap_or_default());
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let uses = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|d| Some((d["name"].as_str()?, d["kind"] == "dev")))
            .filter(|(name, _)| names.contains(name))
            .map(|(name, tests_only)| (name.to_owned(), tests_only))
            .collect();
        crates.push(Crate {
            name: package["name"].as_str().unwrap_or_default().to_owned(),
            manifest: path
                .strip_prefix(root)
                .unwrap_or(path)
                .display()
                .to_string(),
            text,
            uses,
        });
    }
    Ok(crates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, manifest: &str, uses: &[(&str, bool)]) -> Crate {
        let lines: Vec<String> = uses
            .iter()
            .map(|(u, _)| format!("{u}.workspace = true"))
            .collect();
        Crate {
            name: name.to_owned(),
            manifest: manifest.to_owned(),
            text: format!("[dependencies]\n{}", lines.join("\n")),
            uses: uses.iter().map(|(u, t)| ((*u).to_owned(), *t)).collect(),
        }
    }

    #[test]
    fn an_area_may_not_use_an_area() {
        let crates = [
            one(
                "proposals",
                "areas/proposals/Cargo.toml",
                &[("kernel", false), ("office", false)],
            ),
            one(
                "office",
                "areas/office/Cargo.toml",
                &[("frame", false), ("testkit", true)],
            ),
        ];
        let found = check(&crates);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0]
                .to_string()
                .starts_with("areas/proposals/Cargo.toml:3: proposals may not depend on office")
        );
    }

    #[test]
    fn arrows_never_point_up_and_tests_are_no_excuse_for_the_product() {
        assert_eq!(
            check(&[one(
                "kernel",
                "crates/kernel/Cargo.toml",
                &[("frame", false)]
            )])
            .len(),
            1
        );
        assert_eq!(
            check(&[one(
                "frame",
                "crates/frame/Cargo.toml",
                &[("testkit", false)]
            )])
            .len(),
            1
        );
        assert_eq!(
            check(&[one(
                "frame",
                "crates/frame/Cargo.toml",
                &[("testkit", true), ("kernel", false)]
            )]),
            []
        );
    }

    #[test]
    fn a_new_crate_needs_a_place() {
        assert_eq!(
            check(&[one("misc", "crates/misc/Cargo.toml", &[])]).len(),
            1
        );
    }
}
