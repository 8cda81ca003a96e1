//! `cargo xtask bench --ballot`: three thousand signed-in members, each with the live page open, vote within ten seconds.
//!
//! Every engine takes a secret ballot and an open one, and a secret one in the middle of which the server is killed and
//! started again; PostgreSQL with two servers too. Told are: votes acknowledged, counted, lost; how long an acknowledgement
//! took; how long after the close the result stood on every page.

mod device;
mod hall;
mod wire;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use scratch_postgres::Scratch;
use serde_json::{Value, json};

use super::Options;
use super::load::{millis, quantile};
use super::session;
use super::site::{Binary, Server};
use device::{Device, Sites, Vote};
use hall::Hall;

/// Seconds in which everybody votes.
const VOTING: Duration = Duration::from_secs(10);
/// When the server is killed, after the vote began.
const KILL_AFTER: Duration = Duration::from_secs(4);
/// The longest anybody waits for anything.
const PATIENCE: Duration = Duration::from_secs(180);

/// What one run is.
struct Plan {
    name: &'static str,
    secret: bool,
    kill: bool,
}

const PLANS: [Plan; 3] = [
    Plan {
        name: "secret",
        secret: true,
        kill: false,
    },
    Plan {
        name: "open",
        secret: false,
        kill: false,
    },
    Plan {
        name: "secret, killed",
        secret: true,
        kill: true,
    },
];

pub fn run(binary: &Binary, folder: &Path, engine: &str, options: &Options) -> Result<Value> {
    wire::allow_many_connections()?;
    let postgres = match engine {
        "postgres" => Some(Scratch::start("huiying-bench", &[])?),
        _ => None,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let mut rows = Vec::new();
    let servers: &[usize] = if postgres.is_some() { &[1, 2] } else { &[1] };
    for &servers in servers {
        for plan in &PLANS {
            let data = folder.join(format!("ballot-{engine}"));
            if data.exists() {
                std::fs::remove_dir_all(&data)?;
            }
            std::fs::create_dir_all(&data)?;
            let database = match &postgres {
                Some(server) => {
                    let name = format!("bench_ballot_{}", rows.len());
                    session::postgres_database(&server.url(), &name)?
                }
                None => format!("sqlite:{}", data.join("huiying.db").display()),
            };
            binary.run(
                &data,
                &database,
                &["seed", "--matters", "10", "--seed", "1"],
            )?;
            let row =
                runtime.block_on(one(binary, &data, &database, servers, plan, options.voters))?;
            rows.push(row);
        }
    }
    Ok(json!({ "engine": engine, "ballots": rows }))
}

async fn one(
    binary: &Binary,
    data: &Path,
    database: &str,
    servers: usize,
    plan: &Plan,
    voters: usize,
) -> Result<Value> {
    let mut running: Vec<Server> = Vec::new();
    for _ in 0..servers {
        running.push(binary.serve(data, database)?);
    }
    let sites = Arc::new(Sites::new(running.iter().map(|s| s.address.clone())));
    let hall = Hall::furnish(database, &running[0].address, voters).await?;
    let ballot = hall.asks(&sites.of(0), plan.secret).await?;
    let devices: Vec<Device> = hall
        .members
        .iter()
        .enumerate()
        .map(|(n, member)| {
            Device::open(
                n,
                member.clone(),
                sites.clone(),
                ballot.clone(),
                plan.secret,
            )
        })
        .collect();
    all(&devices, |d| d.listens(), "pages open").await?;
    if plan.secret {
        hall.does(&sites.of(0), &format!("/ballots/{ballot}/deal"))
            .await?;
        all(&devices, |d| d.has_paper(), "papers taken").await?;
    }
    hall.does(&sites.of(0), &format!("/ballots/{ballot}/open"))
        .await?;
    let began = Instant::now();
    let mut killed = 0.0;
    if plan.kill {
        tokio::time::sleep(KILL_AFTER).await;
        let last = running.pop().context("a server")?;
        drop(last);
        let again = binary.serve(data, database)?;
        killed = again.start_ms;
        sites.moved(servers - 1, again.address.clone());
        running.push(again);
    }
    all(&devices, |d| d.vote().is_some(), "votes acknowledged").await?;
    let took = began.elapsed();
    let close = Instant::now();
    hall.does(&sites.of(0), &format!("/ballots/{ballot}/close"))
        .await?;
    let closed = Instant::now();
    all(&devices, |d| d.result().is_some(), "results shown").await?;
    let shown = devices
        .iter()
        .filter_map(Device::result)
        .max()
        .context("a result")?;
    let counted = hall.outcome(&ballot).await?;
    let votes: Vec<Vote> = devices.iter().filter_map(Device::vote).collect();
    let lost: i64 = ["yes", "no", "abstain"]
        .into_iter()
        .map(|mark| {
            let sent = votes.iter().filter(|v| v.choice == mark).count() as i64;
            (sent - counted[mark].as_i64().unwrap_or(0)).abs()
        })
        .sum();
    let mut times: Vec<f64> = votes.iter().map(|v| millis(v.took)).collect();
    times.sort_by(f64::total_cmp);
    let after_close = millis(shown.saturating_duration_since(closed));
    let (now, peak) = running[0].memory()?;
    println!(
        "{servers} server(s), {:<15} {} pages, {} acknowledged in {:.1} s, {} lost or counted wrongly; acknowledged p50 {:.0} ms, p99 {:.0}, max {:.0}; \
         on all pages {:.0} ms after the close (which took {:.0}); resident {now:.0} MB, at most {peak:.0} MB{}",
        plan.name,
        devices.len(),
        votes.len(),
        took.as_secs_f64(),
        lost,
        quantile(&times, 0.5),
        quantile(&times, 0.99),
        quantile(&times, 1.0),
        after_close,
        millis(closed - close),
        if plan.kill {
            format!("; started again in {killed:.0} ms")
        } else {
            String::new()
        },
    );
    for device in devices {
        device.ends();
    }
    Ok(json!({
        "servers": servers, "run": plan.name, "pages": voters, "acknowledged": votes.len(), "wrong": lost,
        "not_voted": counted["not_voted"], "seconds": took.as_secs_f64(), "p50_ms": quantile(&times, 0.5),
        "p99_ms": quantile(&times, 0.99), "max_ms": quantile(&times, 1.0), "shown_after_ms": after_close,
        "close_ms": millis(closed - close), "resident_peak_mb": peak,
    }))
}

/// Waits until it is so with every device.
async fn all(devices: &[Device], so: impl Fn(&Device) -> bool, what: &str) -> Result<()> {
    let until = Instant::now() + PATIENCE;
    loop {
        let n = devices.iter().filter(|d| so(d)).count();
        if n == devices.len() {
            return Ok(());
        }
        if Instant::now() > until {
            let why = devices.iter().find_map(Device::trouble).unwrap_or_default();
            bail!("{what}: {n} of {} after {PATIENCE:?}; {why}", devices.len());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
