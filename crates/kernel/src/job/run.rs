//! Working the rows off.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::watch;

use super::claim::{self, LEASE, Row};
use super::{When, Work};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::kernel::Kernel;

/// Rows worked off at the same time by one server.
const WORKERS: usize = 2;
/// Between two looks at the table.
const LOOK: Duration = Duration::from_secs(2);
/// Runs of one [`run_once`] at most.
const MOST: usize = 10_000;

/// Plans what is owed now and works off everything that may run now; the number of runs. For tests, the
/// command line and `seed`; a server uses [`run_forever`].
pub async fn run_once(kernel: &Kernel) -> Result<usize> {
    claim::plan(&kernel.db, kernel.jobs(), kernel.now()).await?;
    let mut runs = 0;
    while runs < MOST {
        let Some(row) = claim::claim(&kernel.db, kernel.now()).await? else {
            break;
        };
        work(kernel, row).await?;
        runs += 1;
    }
    Ok(runs)
}

/// Works off what is owed until `shutdown` ends; then finishes what has begun, for at most half a lease.
pub async fn run_forever(kernel: Arc<Kernel>, shutdown: impl Future<Output = ()> + Send) {
    let (stop, stopping) = watch::channel(false);
    let mut workers = tokio::task::JoinSet::new();
    for first in (0..WORKERS).map(|n| n == 0) {
        workers.spawn(worker(kernel.clone(), stopping.clone(), first));
    }
    drop(stopping);
    shutdown.await;
    let _ = stop.send(true);
    let patience = Duration::from_secs(LEASE as u64 / 2);
    let ended = tokio::time::timeout(patience, async {
        while workers.join_next().await.is_some() {}
    });
    if ended.await.is_err() {
        tracing::warn!("a job did not end in time; its lease will");
    }
}

async fn worker(kernel: Arc<Kernel>, mut stopping: watch::Receiver<bool>, plans: bool) {
    while !*stopping.borrow() {
        let step = async {
            if plans {
                claim::plan(&kernel.db, kernel.jobs(), kernel.now()).await?;
            }
            let Some(row) = claim::claim(&kernel.db, kernel.now()).await? else {
                return Ok(false);
            };
            if *stopping.borrow() {
                claim::give_back(&kernel.db, &row).await?;
                return Ok(false);
            }
            work(&kernel, row).await?;
            Ok::<bool, Error>(true)
        };
        let worked = step.await.unwrap_or_else(|e| {
            // The database does not answer: the look is repeated.
            tracing::error!(error = %e, "jobs");
            false
        });
        if !worked {
            tokio::select! {
                _ = stopping.changed() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }
}

/// Runs one claimed row, keeps its lease meanwhile, and writes what became of it.
async fn work(kernel: &Kernel, row: Row) -> Result<()> {
    let job = kernel.job(&row.name);
    let when = job.map_or(When::Asked, |j| j.when);
    let work = Work {
        key: row.key.clone(),
        organ: row.organ_id,
        args: row.args.clone(),
        tries: row.tries,
        at: kernel.now(),
    };
    let outcome = match job {
        None => Err(format!("no job is named {}", row.name)),
        Some(job) => {
            let running = AssertUnwindSafe((job.run)(kernel, &work)).catch_unwind();
            match held(kernel, &row, running).await {
                None => return Ok(()),
                Some(Ok(Ok(()))) => Ok(()),
                Some(Ok(Err(e))) => Err(e.to_string()),
                Some(Err(_)) => Err("the job panicked".to_owned()),
            }
        }
    };
    let trouble = outcome.err();
    if let Some(trouble) = &trouble {
        tracing::error!(job = row.name, key = row.key, tries = row.tries, %trouble, "a job failed");
    }
    let outcome = if trouble.is_some() { "failed" } else { "done" };
    metrics::counter!("huiying_job_runs_total", "job" => row.name.clone(), "outcome" => outcome)
        .increment(1);
    claim::end(&kernel.db, &row, when, trouble.as_deref(), kernel.now()).await
}

/// Waits for `running` while the lease is renewed beside it; `None` where another server took the row.
async fn held<T>(kernel: &Kernel, row: &Row, running: impl Future<Output = T>) -> Option<T> {
    // In a task of its own: what runs may hold the one writer the renewal waits for.
    let mut keeper = tokio::spawn(keep(kernel.db.clone(), kernel.clock.clone(), row.clone()));
    tokio::select! {
        out = running => {
            keeper.abort();
            Some(out)
        }
        _ = &mut keeper => {
            tracing::warn!(job = row.name, "another server took a job over");
            None
        }
    }
}

/// Renews a lease until it is another server's.
async fn keep(db: Db, clock: Clock, row: Row) {
    loop {
        tokio::time::sleep(Duration::from_secs(LEASE as u64 / 3)).await;
        match claim::renew(&db, &row, clock.now()).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(e) => tracing::error!(error = %e, "a lease was not renewed"),
        }
    }
}
