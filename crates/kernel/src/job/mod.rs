//! Jobs (后台作业): work the program does by itself, once however many servers run it.
//!
//! **Nouns.** A [`Job`] is declared by an area or by a room of the kernel: a name, [`When`] it runs, and what it
//! does. A row of `job` is one run that is owed: `(name, key)` is owed once, however often it is asked for.
//!
//! **States of a row.** `waiting` (with the instant from which it may run), `done`, `failed` (given up after
//! [`TRIES`] tries; an administrator asks again with [`retry`]). Periodic jobs never fail for good.
//!
//! **Claiming.** A server takes a row by a lease, which it renews while it works; the row of a server that
//! vanished is free again when its lease ends. A job must therefore bear being begun twice: it writes through
//! acts, and an act is whole or not there.

mod claim;
mod run;

use chrono::NaiveDate;
use futures_util::future::BoxFuture;
use serde::Serialize;

pub use claim::Row;
pub(crate) use claim::pause;
pub use run::{run_forever, run_once};

use crate::access::{Act, Permission};
use crate::clock::Instant;
use crate::db::{On, sql};
use crate::error::{Error, Message, Result};
use crate::id::Id;
use crate::kernel::Kernel;

/// Tries before a job that was asked for is given up.
pub const TRIES: i64 = 12;

/// When a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// When somebody asks: see [`ask`].
    Asked,
    /// So many seconds after it last ended.
    Every(i64),
    /// Once a civil day in Asia/Shanghai, from this hour on.
    Daily(u32),
}

/// What a job does with one row.
pub type Run = for<'a> fn(&'a Kernel, &'a Work) -> BoxFuture<'a, Result<()>>;

/// A job as declared.
#[derive(Clone, Copy)]
pub struct Job {
    /// Unique in the program; begins with its room: `proposals.reminders`.
    pub name: &'static str,
    pub when: When,
    pub run: Run,
}

/// One run that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// What makes it one: the day of a daily job, the key it was asked with.
    pub key: String,
    /// The organ in which it was asked for; `None` for periodic jobs, which go through all organs.
    pub organ: Option<Id>,
    /// JSON, as given to [`ask`].
    pub args: String,
    /// From 1.
    pub tries: i64,
    /// When this run began.
    pub at: Instant,
}

impl Work {
    pub fn today(&self) -> NaiveDate {
        self.at.day()
    }

    /// What was given to [`ask`].
    pub fn args<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.args).map_err(Error::internal)
    }
}

/// The jobs of the kernel's own rooms.
pub(crate) const OWN: [Job; 7] = [
    Job {
        name: "matter.remind",
        when: When::Daily(7),
        run: |kernel, work| {
            Box::pin(async move {
                crate::matter::remind::remind(kernel, work.at).await?;
                Ok(())
            })
        },
    },
    Job {
        name: "history.seal",
        when: When::Every(60),
        run: |kernel, work| {
            Box::pin(async move {
                crate::history::seal(&kernel.db, work.at).await?;
                Ok(())
            })
        },
    },
    Job {
        name: "notice.urgent",
        when: When::Every(20),
        run: |kernel, _| {
            Box::pin(async move {
                crate::notice::mail_urgent(kernel).await?;
                crate::mail::deliver(kernel).await?;
                Ok(())
            })
        },
    },
    Job {
        name: "notice.digest",
        when: When::Daily(8),
        run: |kernel, _| {
            Box::pin(async move {
                crate::notice::mail_digests(kernel).await?;
                Ok(())
            })
        },
    },
    Job {
        name: "job.sweep",
        when: When::Daily(3),
        run: |kernel, work| Box::pin(sweep(kernel, work.at)),
    },
    Job {
        name: "session.sweep",
        when: When::Daily(3),
        run: |kernel, work| {
            Box::pin(async move {
                crate::session::sweep(&kernel.db, work.at).await?;
                crate::idempotency::sweep(&kernel.db, work.at).await
            })
        },
    },
    Job {
        name: "file.sweep",
        when: When::Daily(3),
        run: |kernel, _| {
            Box::pin(async move {
                crate::file::sweep(kernel).await?;
                Ok(())
            })
        },
    },
];

/// Asks for a run in the act that needs it; a run of this name and key that is already owed, or was done,
/// is not asked for again. `from` is the instant from which it may run; at once without it.
pub async fn ask(
    act: &mut Act,
    name: &'static str,
    key: &str,
    args: &impl Serialize,
    from: Option<Instant>,
) -> Result<()> {
    sql(
        "INSERT INTO job (id, name, key, organ_id, args, state, tries, run_at, created_at)
         VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8) ON CONFLICT (name, key) DO NOTHING",
    )
    .bind(Id::new(act.at))
    .bind(name)
    .bind(key)
    .bind(act.organ())
    .bind(serde_json::to_string(args).map_err(Error::internal)?)
    .bind(0i64)
    .bind(from.unwrap_or(act.at).0)
    .bind(act.at.0)
    .run(&mut *act)
    .await?;
    Ok(())
}

/// What is in trouble: rows of an organ, and of nobody's, that were given up or failed and are tried again.
pub async fn troubled(on: impl On, organ: Id, limit: usize) -> Result<Vec<Row>> {
    Ok(sql(format!(
        "SELECT {} FROM job WHERE state <> 'done' AND trouble IS NOT NULL AND (organ_id = $1 OR organ_id IS NULL)
         ORDER BY created_at DESC, id DESC LIMIT $2",
        claim::COLUMNS
    ))
    .bind(organ)
    .bind(limit.min(500) as i64)
    .all(on)
    .await?)
}

/// The newest rows, those in trouble first.
pub async fn recent(on: impl On, limit: usize) -> Result<Vec<Row>> {
    Ok(sql(format!(
        "SELECT {} FROM job ORDER BY CASE WHEN state = 'failed' THEN 0 WHEN trouble IS NOT NULL AND state = 'waiting'
           THEN 1 ELSE 2 END, created_at DESC, id DESC LIMIT $1",
        claim::COLUMNS
    ))
    .bind(limit.min(500) as i64)
    .all(on)
    .await?)
}

/// Lets a job that was given up run again.
pub async fn retry(act: &mut Act, job: Id) -> Result<()> {
    if !act.actor.may(Permission::Configure) {
        return Err(Error::Forbidden(Message::new(
            Permission::Configure.refusal(),
        )));
    }
    let touched = sql(
        "UPDATE job SET state = 'waiting', tries = $1, run_at = $2, ended_at = NULL WHERE id = $3 AND state = 'failed'",
    )
    .bind(0i64)
    .bind(act.at.0)
    .bind(job)
    .run(&mut *act)
    .await?;
    if touched == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Days that ended rows are kept.
const KEPT: i64 = 90;

/// Takes away what nobody asks for any more: rows of jobs, read notices and delivered mail of the past.
async fn sweep(kernel: &Kernel, now: Instant) -> Result<()> {
    let before = now.0 - KEPT * 86_400_000_000;
    for text in [
        "DELETE FROM job WHERE state = 'done' AND ended_at < $1",
        "DELETE FROM mail WHERE state <> 'waiting' AND created_at < $1",
        "DELETE FROM notice WHERE read_at < $1",
    ] {
        let mut tx = kernel.db.begin().await?;
        sql(text).bind(before).run(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}
