//! `cargo xtask`: the daily work on this project.
//!
//! * `tidy` checks the rules of the house that the compiler can't keep; quick, nothing is built.
//! * `test` is what `.ci/run` calls: everything a change must pass, on both engines, in a real browser.
//! * `bench` measures the release binary under load, with as many matters as asked for.
//!
//! Nothing here is part of the product.

mod bench;
mod needs;
mod test;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Daily work on Huiying")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check the rules of the house: arrows between crates, rooms, names, sizes, texts, dependencies.
    Tidy,
    /// Install what the tests need, then check format, lints, tidiness and run all tests on both engines.
    ///
    /// Example: cargo xtask test
    Test {
        /// Only tests whose name contains this; format, lints and tidiness are left out.
        filter: Option<String>,
    },
    /// Seed, serve the release binary and load it: times, throughput, memory, as a table and as JSON.
    ///
    /// Example: cargo xtask bench --matters 100000 --engine sqlite
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Tidy => tidy::run(&root()),
        Task::Bench(options) => bench::run(&root(), &options),
        Task::Test { filter } => test::run(&root(), filter.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("xtask: {e:#}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace: where cargo runs this, otherwise where it was built.
fn root() -> PathBuf {
    let manifest = std::env::var("CARGO_MANIFEST_DIR");
    Path::new(manifest.as_deref().unwrap_or(env!("CARGO_MANIFEST_DIR")))
        .parent()
        .expect("xtask lies in the workspace")
        .to_owned()
}
