//! The one check a change must pass, in the order in which failures are cheapest to find.

use std::io::IsTerminal;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use scratch_postgres::Scratch;

use crate::{needs, tidy};

/// Runs everything; with a filter only the tests it names. What the tests start is ended with them.
pub fn run(root: &Path, filter: Option<&str>) -> Result<()> {
    needs::packages()?;
    let axe = needs::axe()?;
    let bagit = needs::bagit()?;
    if filter.is_none() {
        step("format");
        cargo(root, &["fmt", "--all", "--check"]).run("run `cargo fmt --all`")?;
        step("tidy");
        tidy::run(root)?;
        step("lints");
        cargo(
            root,
            &[
                "clippy",
                "--quiet",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ],
        )
        .run("clippy found faults")?;
    }
    step("a private PostgreSQL");
    let server = Scratch::start("huiying-xtask", &[])?;
    let tests = |words: &[&str]| {
        let mut command = cargo(root, words);
        command.0.env(scratch_postgres::VARIABLE, server.url());
        command
            .0
            .env("HUIYING_TEST_AXE", &axe)
            .env("HUIYING_TEST_BAGIT", &bagit);
        command
    };
    if let Some(filter) = filter {
        return tests(&["test", "--workspace", "--no-fail-fast", "--", filter])
            .run("a test failed");
    }
    step("examples in the documentation");
    tests(&["test", "--quiet", "--workspace", "--doc"]).run("an example failed")?;
    step("tests: rules, HTTP on both engines, browser");
    let nextest = cargo(root, &["nextest", "--version"]).silent();
    let words: &[&str] = if nextest {
        &["nextest", "run", "--workspace", "--no-fail-fast"]
    } else {
        &["test", "--workspace", "--all-targets", "--no-fail-fast"]
    };
    tests(words).run("a test failed")
}

/// Says what comes next, and how long the run has taken so far.
fn step(name: &str) {
    use std::sync::OnceLock;
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let seconds = BEGAN.get_or_init(Instant::now).elapsed().as_secs();
    println!("[{:>2}:{:02}] {name}", seconds / 60, seconds % 60);
}

struct Cargo(Command);

fn cargo(root: &Path, words: &[&str]) -> Cargo {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).current_dir(root).stdin(Stdio::null());
    Cargo(command)
}

impl Cargo {
    fn silent(mut self) -> bool {
        self.0
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.success())
    }

    /// Runs in a process group of its own, so that whatever a test left running can be ended; not at a
    /// terminal, where Ctrl-C must reach it.
    fn run(mut self, otherwise: &str) -> Result<()> {
        let grouped = !std::io::stdin().is_terminal();
        if grouped {
            self.0.process_group(0);
        }
        let mut child = self.0.spawn().context("cargo could not be run")?;
        let status = child.wait()?;
        if grouped {
            let _ = Command::new("kill")
                .args(["-KILL", "--", &format!("-{}", child.id())])
                .stderr(Stdio::null())
                .status();
        }
        if !status.success() {
            bail!("{otherwise}");
        }
        Ok(())
    }
}
