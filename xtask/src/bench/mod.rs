//! `cargo xtask bench`: what the program reaches on this machine, with as many matters as a province's largest
//! office has. Seeds, serves the release binary, loads it over loopback as clerk, unit and deputy of the largest
//! organ, prints a table and writes it as JSON. The newsroom and the ballot box have benches of their own beside it.
//!
//! Each engine and size is one data folder under `target/bench`, kept for the next run. Times are those a client
//! on the same machine sees, at eight connections; the load program takes its part of the processors.

mod ballot;
mod complete;
mod load;
mod newsroom;
mod register;
mod scenario;
mod session;
mod site;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use scratch_postgres::Scratch;
use serde_json::{Value, json};

use load::{Line, load};
use session::Reader;
use site::{Binary, Server};

/// How the bench is run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Matters of the large data set.
    #[arg(long, default_value_t = 1_000_000)]
    matters: usize,
    /// Matters of the small one, against which the large one is held; 0 leaves it out.
    #[arg(long, default_value_t = 10_000)]
    small: usize,
    /// Matters of the one at which the list's throughput is told; 0 leaves it out.
    #[arg(long, default_value_t = 20_000)]
    middle: usize,
    /// Organs; the seed gives the largest a fifth of the matters.
    #[arg(long, default_value_t = 50)]
    organs: usize,
    /// Requests a scenario at least; a list is asked for every combination once.
    #[arg(long, default_value_t = 2_000)]
    requests: usize,
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// Only this engine: sqlite or postgres.
    #[arg(long, value_parser = ["sqlite", "postgres"])]
    engine: Option<String>,
    /// Measure the newsroom, over so many appearances, in place of matters.
    #[arg(long)]
    newsroom: bool,
    #[arg(long, default_value_t = 1_000_000)]
    adoptions: usize,
    /// Measure ballots, with so many members voting at once, in place of matters.
    #[arg(long)]
    ballot: bool,
    #[arg(long, default_value_t = 3_000)]
    voters: usize,
    /// Also build from nothing, timed.
    #[arg(long)]
    clean_build: bool,
    /// Another file of proposals whose import is timed, instead of a made-up register of 10,000 rows.
    #[arg(long, value_name = "FILE")]
    import: Option<PathBuf>,
}

/// The day the seed ends on: the same data on every run.
const TODAY: &str = "2026-11-24";

pub fn run(root: &Path, options: &Options) -> Result<()> {
    let folder = root.join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let mut clean = None;
    if options.clean_build {
        clean = Binary::build(root, Some(&folder.join("clean")))?.1;
    }
    let (binary, _) = Binary::build(root, None)?;
    let bytes = std::fs::metadata(&binary.0)?.len();
    println!("binary {:.1} MB", bytes as f64 / 1e6);
    if let Some(seconds) = clean {
        println!("clean build {seconds:.0} s");
    }
    let mut engines = Vec::new();
    for engine in ["sqlite", "postgres"] {
        if options.engine.as_deref().is_none_or(|only| only == engine) {
            engines.push(match (options.newsroom, options.ballot) {
                (_, true) => ballot::run(&binary, &folder, engine, options)?,
                (true, false) => newsroom::run(&binary, &folder, engine, options)?,
                (false, false) => bench_engine(&binary, &folder, engine, options)?,
            });
        }
    }
    let report = json!({
        "binary_bytes": bytes,
        "clean_build_seconds": clean,
        "processors": std::thread::available_parallelism().map_or(0, usize::from),
        "connections": options.connections,
        "engines": engines,
    });
    let out = folder.join(match options.newsroom {
        true => "newsroom.json",
        false => "bench.json",
    });
    std::fs::write(&out, serde_json::to_vec_pretty(&report)?)?;
    println!("\nwritten to {}", out.display());
    Ok(())
}

fn bench_engine(binary: &Binary, folder: &Path, engine: &str, options: &Options) -> Result<Value> {
    // One server for all sizes; it ends with this function.
    let postgres = match engine {
        "postgres" => Some(Scratch::start("huiying-bench", &[])?),
        _ => None,
    };
    let mut sizes = Vec::new();
    for matters in [options.small, options.middle, options.matters] {
        if matters == 0 {
            continue;
        }
        let data = folder.join(format!("{engine}-{matters}-{}", options.organs));
        let seeded = data.join("seeded");
        let database = match &postgres {
            Some(server) => session::postgres_database(&server.url(), &format!("bench_{matters}"))?,
            None => format!("sqlite:{}", data.join("huiying.db").display()),
        };
        println!("\n== {engine}, {matters} matters");
        let mut seconds = None;
        if postgres.is_some() || !seeded.exists() {
            if data.exists() {
                std::fs::remove_dir_all(&data)?;
            }
            std::fs::create_dir_all(&data)?;
            let (n, organs) = (matters.to_string(), options.organs.to_string());
            let seed = [
                "seed",
                "--matters",
                &n,
                "--organs",
                &organs,
                "--seed",
                "1",
                "--today",
                TODAY,
            ];
            seconds = Some(binary.run(&data, &database, &seed)?);
            std::fs::write(&seeded, "")?;
        }
        let readers = session::mint(&database)?;
        let server = binary.serve(&data, &database)?;
        println!("start {:.0} ms", server.start_ms);
        let mut rows = Vec::new();
        if matters == options.middle {
            rows.extend(throughput(&server, &readers[0], options)?);
        } else {
            for reader in &readers {
                rows.extend(as_reader(&server, reader, options)?);
            }
        }
        let mut searched = Vec::new();
        if matters == options.matters {
            searched = complete::check(&database, &server.address, &readers)?;
        }
        let (now, peak) = server.memory()?;
        println!("resident {now:.0} MB, at most {peak:.0} MB");
        sizes.push(json!({
            "matters": matters, "seed_seconds": seconds, "start_ms": server.start_ms,
            "resident_mb": now, "resident_peak_mb": peak, "scenarios": rows,
            "search_against_scan": searched,
        }));
    }
    compare(&sizes);
    Ok(json!({
        "engine": engine,
        "sizes": sizes,
        "import_seconds": imported(binary, folder, engine, postgres.as_ref(), options)?,
    }))
}

/// All scenarios of one reader, each as a line of the table.
fn as_reader(server: &Server, reader: &Reader, options: &Options) -> Result<Vec<Value>> {
    let scenarios = scenario::of(&server.address, &reader.cookie)
        .with_context(|| format!("reading pages as {}", reader.name))?;
    let mut out = Vec::new();
    for scenario in scenarios {
        if scenario.paths.is_empty() {
            continue;
        }
        let requests = options.requests.max(scenario.paths.len());
        // A first round over every address warms what a server that runs for months has warm.
        let warm = scenario.paths.len();
        load(
            &server.address,
            &reader.cookie,
            &scenario.paths,
            options.connections,
            warm,
        )?;
        out.push(told(
            server,
            reader,
            scenario.name,
            &scenario.paths,
            requests,
            options,
        )?);
    }
    Ok(out)
}

fn told(
    server: &Server,
    reader: &Reader,
    name: &str,
    paths: &[String],
    requests: usize,
    options: &Options,
) -> Result<Value> {
    let shown = load(
        &server.address,
        &reader.cookie,
        paths,
        options.connections,
        requests,
    )?;
    println!(
        "{:<7} {:<16} p50 {:>7.2} ms  p99 {:>7.2}  max {:>7.2}  {:>7.0}/s  {:>6} of {} addresses{}",
        reader.name,
        name,
        shown.p50,
        shown.p99,
        shown.max,
        shown.rate,
        shown.requests,
        paths.len(),
        if shown.failed > 0 {
            format!("  {} NOT ANSWERED", shown.failed)
        } else {
            String::new()
        },
    );
    Ok(json!({
        "reader": reader.name, "scenario": name, "requests": shown.requests, "addresses": paths.len(),
        "p50_ms": shown.p50, "p99_ms": shown.p99, "max_ms": shown.max, "per_second": shown.rate,
        "failed": shown.failed, "slowest": shown.slowest,
    }))
}

/// The filtered list's throughput beside a bare handler of the same frame that asks the database once.
fn throughput(server: &Server, clerk: &Reader, options: &Options) -> Result<Vec<Value>> {
    let page = Line::open(&server.address, &clerk.cookie)?.get(scenario::LIST)?;
    let filter = scenario::one_filter(&page.body);
    let list = vec![format!("{}?{filter}", scenario::LIST)];
    let bare = vec!["/readyz".to_owned()];
    let mut out = Vec::new();
    for (name, paths) in [("filtered list", list), ("bare handler", bare)] {
        load(
            &server.address,
            &clerk.cookie,
            &paths,
            options.connections,
            options.requests,
        )?;
        out.push(told(
            server,
            clerk,
            name,
            &paths,
            options.requests * 5,
            options,
        )?);
    }
    Ok(out)
}

/// The large set against the small one, the median of each scenario.
fn compare(sizes: &[Value]) {
    let (Some(small), Some(large)) = (sizes.first(), sizes.last()) else {
        return;
    };
    println!("\nlarge against small (median):");
    let rows = |v: &Value| v["scenarios"].as_array().cloned().unwrap_or_default();
    for row in rows(large) {
        let same = |s: &&Value| s["reader"] == row["reader"] && s["scenario"] == row["scenario"];
        let before = rows(small);
        if let Some(before) = before.iter().find(same) {
            let times = |v: &Value| v["p50_ms"].as_f64().unwrap_or_default();
            println!(
                "{:<7} {:<16} {:.2} ×",
                row["reader"].as_str().unwrap_or_default(),
                row["scenario"].as_str().unwrap_or_default(),
                times(&row) / times(before).max(0.001),
            );
        }
    }
}

/// The seconds an import of the given file takes into a fresh organ.
fn imported(
    binary: &Binary,
    folder: &Path,
    engine: &str,
    postgres: Option<&Scratch>,
    options: &Options,
) -> Result<f64> {
    let made = folder.join("register.csv");
    let file = match &options.import {
        Some(file) => file,
        None => {
            register::write(&made)?;
            &made
        }
    };
    let file = file.canonicalize()?;
    let data = folder.join(format!("{engine}-import"));
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    std::fs::create_dir_all(&data)?;
    let database = match postgres {
        Some(server) => session::postgres_database(&server.url(), "bench_import")?,
        None => format!("sqlite:{}", data.join("huiying.db").display()),
    };
    binary.run(
        &data,
        &database,
        &[
            "seed",
            "--matters",
            "10",
            "--organs",
            "1",
            "--seed",
            "1",
            "--today",
            TODAY,
        ],
    )?;
    let file = file.to_string_lossy().into_owned();
    let seconds = binary.run(
        &data,
        &database,
        &["import", "proposals", &file, "--skip-bad-rows"],
    )?;
    println!("import of {file}: {seconds:.1} s");
    Ok(seconds)
}
