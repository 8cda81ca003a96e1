//! Import jobs as stored: opening, reading, mending, throwing away.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::check::{Ground, check, counts, read};
use super::row::{Row, State, Typed};
use super::stored::{all, save};
use super::{Counts, Options, Register};
use crate::access::{Act, Actor, Permission};
use crate::db::{placeholders, sql};
use crate::error::{Error, Message, Result};
use crate::id::Id;
use crate::kernel::Kernel;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Checked, nothing written.
    Preview,
    /// Rows are being written.
    Running,
    /// Writing stopped before the end; it can go on.
    Stopped,
    Done,
}

impl JobState {
    pub const ALL: [JobState; 4] = [
        JobState::Preview,
        JobState::Running,
        JobState::Stopped,
        JobState::Done,
    ];

    pub fn code(self) -> &'static str {
        match self {
            JobState::Preview => "preview",
            JobState::Running => "running",
            JobState::Stopped => "stopped",
            JobState::Done => "done",
        }
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            JobState::Preview => "import-job-preview",
            JobState::Running => "import-job-running",
            JobState::Stopped => "import-job-stopped",
            JobState::Done => "import-job-done",
        }
    }
}

/// Seconds without a lot after which a running import counts as stopped: its server is gone.
const QUIET: i64 = 60;

/// What a file was found to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub sheet: String,
    /// The header's last row, as numbered in Excel.
    pub row: u32,
    pub from_1904: bool,
    /// Keys of the columns the file has.
    pub present: Vec<String>,
    /// Headings that were not understood; their columns are left out.
    pub unknown: Vec<String>,
    /// Rows that are no data: titles, notes, totals, with their number.
    pub notes: Vec<(u32, String)>,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: Id,
    pub organ: Id,
    /// The register's name.
    pub kind: String,
    /// The file's name.
    pub file: String,
    pub state: JobState,
    /// What stands above the header.
    pub title: String,
    pub header: Header,
    pub year: Option<i64>,
    pub running: bool,
    pub counts: Counts,
    /// Why writing stopped, where it did.
    pub trouble: Option<Message>,
    /// Who opened it.
    pub by: String,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(sqlx_macros::FromRow)]
struct Stored {
    id: Id,
    organ_id: Id,
    kind: String,
    file: String,
    state: String,
    title: String,
    header: String,
    year: Option<i64>,
    running: bool,
    total: i64,
    fresh: i64,
    warned: i64,
    same: i64,
    differs: i64,
    refused: i64,
    written: i64,
    trouble: Option<String>,
    by_name: String,
    created_at: i64,
    updated_at: i64,
}

const JOB: &str = "SELECT id, organ_id, kind, file, state, title, header, year, running, total, fresh, warned, \
    same, differs, refused, written, trouble, by_name, created_at, updated_at FROM import_job";

impl Stored {
    fn job(self, now: i64) -> Result<Job> {
        let n = |n: i64| usize::try_from(n).unwrap_or(0);
        let state = JobState::ALL
            .into_iter()
            .find(|s| s.code() == self.state)
            .unwrap_or(JobState::Stopped);
        let gone = now - self.updated_at > QUIET * 1_000_000;
        Ok(Job {
            id: self.id,
            organ: self.organ_id,
            kind: self.kind,
            file: self.file,
            state: match state {
                JobState::Running if gone => JobState::Stopped,
                state => state,
            },
            title: self.title,
            header: serde_json::from_str(&self.header).map_err(Error::internal)?,
            year: self.year,
            running: self.running,
            counts: Counts {
                total: n(self.total),
                fresh: n(self.fresh),
                warned: n(self.warned),
                same: n(self.same),
                differs: n(self.differs),
                refused: n(self.refused),
                written: n(self.written),
            },
            trouble: match self.trouble {
                Some(text) => Some(serde_json::from_str(&text).map_err(Error::internal)?),
                None => None,
            },
            by: self.by_name,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

impl Job {
    /// Rows may be mended and written.
    pub fn is_open(&self) -> bool {
        matches!(self.state, JobState::Preview | JobState::Stopped)
    }

    pub(super) fn ground<'a>(&'a self, kernel: &'a Kernel, actor: &'a Actor) -> Ground<'a> {
        Ground {
            kernel,
            actor,
            title: &self.title,
            year: self.year.and_then(|y| i32::try_from(y).ok()),
            from_1904: self.header.from_1904,
            running: self.running,
        }
    }
}

pub(super) fn may(actor: &Actor) -> Result<()> {
    actor.authorize(Permission::Import).map(|_| ())
}

/// The registers `actor` may fill.
pub fn registers<'k>(
    kernel: &'k Kernel,
    actor: &Actor,
) -> impl Iterator<Item = &'k Arc<dyn Register>> {
    let actor = actor.clone();
    kernel
        .imports()
        .filter(move |r| r.needs().iter().all(|p| actor.may(*p)))
}

/// The imports of the actor's organ into registers he may fill, newest first; `before` is the instant of the last one seen.
pub async fn jobs(
    kernel: &Kernel,
    actor: &Actor,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Job>> {
    may(actor)?;
    let kinds: Vec<&str> = registers(kernel, actor).map(|r| r.name()).collect();
    let rows: Vec<Stored> = sql(format!(
        "{JOB} WHERE organ_id = $1 AND created_at < $2 AND kind IN ({}) ORDER BY created_at DESC LIMIT $3",
        placeholders(4, kinds.len())
    ))
    .bind(actor.organ)
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .bind_all(kinds)
    .all(&kernel.db)
    .await?;
    let now = kernel.now().0;
    rows.into_iter().map(|row| row.job(now)).collect()
}

pub async fn job(kernel: &Kernel, actor: &Actor, id: Id) -> Result<Job> {
    may(actor)?;
    let row: Option<Stored> = sql(format!("{JOB} WHERE id = $1 AND organ_id = $2"))
        .bind(id)
        .bind(actor.organ)
        .optional(&kernel.db)
        .await?;
    let job = row.ok_or(Error::NotFound)?.job(kernel.now().0)?;
    if !registers(kernel, actor).any(|r| r.name() == job.kind) {
        return Err(Error::NotFound);
    }
    Ok(job)
}

/// Reads and checks a file and stores it as a preview.
pub async fn open(
    kernel: &Kernel,
    actor: &Actor,
    kind: &str,
    file: &str,
    bytes: Vec<u8>,
    options: Options,
) -> Result<Job> {
    may(actor)?;
    let register = kernel.import(kind)?.clone();
    for permission in register.needs() {
        actor.authorize(*permission)?;
    }
    if kind == "workdays" {
        crate::calendar::authorize(&kernel.db, actor).await?;
    }
    let digest = Sha256::digest(&bytes).to_vec();
    let read = read(&*register, bytes).await?;
    let mut job = Job {
        id: Id::new(kernel.now()),
        organ: actor.organ,
        kind: kind.to_owned(),
        file: file.replace('\0', "").chars().take(200).collect(),
        state: JobState::Preview,
        year: read.year(&options).map(i64::from),
        header: Header {
            sheet: read.sheet,
            row: read.header_row,
            from_1904: read.from_1904,
            present: read.present,
            unknown: read.unknown,
            notes: read.notes,
        },
        title: read.title,
        running: options.running,
        counts: Counts::default(),
        trouble: None,
        by: actor.name.clone(),
        created_at: kernel.now().0,
        updated_at: kernel.now().0,
    };
    let mut rows = read.rows;
    check(&*register, &job.ground(kernel, actor), &mut rows).await?;
    job.counts = counts(&rows);
    let mut act = kernel.act(actor, Permission::Import).await?;
    let c = job.counts;
    let mut query = sql(
        "INSERT INTO import_job (id, organ_id, kind, file, digest, state, title, header, year, running, \
           total, fresh, warned, same, differs, refused, written, by_account, by_name, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
    )
    .bind(job.id)
    .bind(job.organ)
    .bind(&job.kind)
    .bind(&job.file)
    .bind(digest)
    .bind(job.state.code())
    .bind(&job.title)
    .bind(serde_json::to_string(&job.header).map_err(Error::internal)?)
    .bind(job.year)
    .bind(job.running);
    for n in [
        c.total, c.fresh, c.warned, c.same, c.differs, c.refused, c.written,
    ] {
        query = query.bind(n as i64);
    }
    query
        .bind(actor.account)
        .bind(&job.by)
        .bind(job.created_at)
        .bind(job.updated_at)
        .run(&mut act)
        .await?;
    save(&mut act, job.id, &rows.iter().collect::<Vec<_>>()).await?;
    act.commit().await?;
    Ok(job)
}

/// Writes the sums and the state of a job.
pub(super) async fn note(
    act: &mut Act,
    job: Id,
    state: JobState,
    c: Counts,
    trouble: Option<&Message>,
) -> Result<()> {
    let trouble = match trouble {
        Some(message) => Some(serde_json::to_string(message).map_err(Error::internal)?),
        None => None,
    };
    let mut query = sql(
        "UPDATE import_job SET state = $1, total = $2, fresh = $3, warned = $4, same = $5, differs = $6, \
           refused = $7, written = $8, trouble = $9, updated_at = $10 WHERE id = $11",
    )
    .bind(state.code());
    for n in [
        c.total, c.fresh, c.warned, c.same, c.differs, c.refused, c.written,
    ] {
        query = query.bind(n as i64);
    }
    query
        .bind(trouble)
        .bind(act.at.0)
        .bind(job)
        .run(&mut *act)
        .await?;
    Ok(())
}

/// The columns of a register that a file has, as `(key, what stands above it)`.
pub fn column_names(kernel: &Kernel, job: &Job) -> Result<Vec<(&'static str, &'static str)>> {
    Ok(kernel
        .import(&job.kind)?
        .columns()
        .iter()
        .filter(|c| job.header.present.iter().any(|p| p == c.key))
        .map(|c| (c.key, c.names.first().copied().unwrap_or(c.key)))
        .collect())
}

/// Types other text into cells of one row, as if they had stood so in the file, and checks everything anew.
pub async fn fix(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    number: u32,
    typed: &[(&str, &str)],
) -> Result<Job> {
    let mut job = job(kernel, actor, id).await?;
    if !job.is_open() {
        return Err(Error::refused("import-not-open"));
    }
    let register = kernel.import(&job.kind)?.clone();
    let mut rows = all(&kernel.db, &*register, id).await?;
    let row = rows
        .iter_mut()
        .find(|r| r.number == number)
        .ok_or(Error::NotFound)?;
    if row.state == State::Written {
        return Err(Error::refused("import-row-written"));
    }
    for (key, text) in typed {
        let at = register
            .columns()
            .iter()
            .position(|c| c.key == *key)
            .ok_or(Error::NotFound)?;
        let new = match text.trim() {
            "" => Typed::Empty,
            text => Typed::Text(text.replace('\0', "")),
        };
        // What reads alike stays what it was: a date of the workbook does not become text.
        if row.typed(key) != text.trim() {
            row.cells[at] = new;
        }
    }
    recheck(kernel, actor, &mut job, &*register, rows).await?;
    Ok(job)
}

/// Checks all rows of a job anew and stores what changed; returns the rows.
pub(super) async fn recheck(
    kernel: &Kernel,
    actor: &Actor,
    job: &mut Job,
    register: &dyn Register,
    mut rows: Vec<Row>,
) -> Result<Vec<Row>> {
    let before = all(&kernel.db, register, job.id).await?;
    check(register, &job.ground(kernel, actor), &mut rows).await?;
    job.counts = counts(&rows);
    let changed: Vec<&Row> = rows
        .iter()
        .enumerate()
        .filter(|(i, r)| {
            before.get(*i).is_none_or(|b| {
                b.state != r.state || b.findings != r.findings || b.cells != r.cells
            })
        })
        .map(|(_, r)| r)
        .collect();
    let mut act = kernel.act(actor, Permission::Import).await?;
    save(&mut act, job.id, &changed).await?;
    note(
        &mut act,
        job.id,
        job.state,
        job.counts,
        job.trouble.as_ref(),
    )
    .await?;
    act.commit().await?;
    Ok(rows)
}

/// Throws a preview away with its rows. What was written stays.
pub async fn cancel(kernel: &Kernel, actor: &Actor, id: Id) -> Result<()> {
    let held = job(kernel, actor, id).await?;
    if held.state != JobState::Preview || held.counts.written > 0 {
        return Err(Error::refused("import-not-open"));
    }
    let mut act = kernel.act(actor, Permission::Import).await?;
    for text in [
        "DELETE FROM import_row WHERE job_id = $1",
        "DELETE FROM import_job WHERE id = $1",
    ] {
        sql(text).bind(id).run(&mut act).await?;
    }
    act.commit().await
}
