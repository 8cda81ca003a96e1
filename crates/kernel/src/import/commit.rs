//! Writing the rows of an import, and the whole of it in one call for the command line.

use serde::Serialize;

use super::check::{Ground, check, counts, read};
use super::job::{Header, Job, JobState, job, note, recheck};
use super::row::{Row, State};
use super::stored::{all, save};
use super::{Counts, Options, Register};
use crate::access::{Actor, Permission};
use crate::error::{Error, Message, Result};
use crate::history::{self, Audience, Event, Stream};
use crate::id::Id;
use crate::kernel::Kernel;

/// How far an import has come, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

/// What an import came to.
#[derive(Debug)]
pub struct Report {
    /// The stored job; none of a dry run, and none where refused rows kept everything out.
    pub job: Option<Id>,
    pub kind: String,
    pub header: Header,
    pub counts: Counts,
    /// Every row that is not simply written or the same: refused, differing, or with a warning.
    pub rows: Vec<Row>,
    /// Refused rows kept everything out.
    pub kept_out: bool,
}

/// What the settings history keeps of an import.
#[derive(Serialize)]
struct Imported<'a> {
    job: Id,
    kind: &'a str,
    file: &'a str,
    written: usize,
    same: usize,
    differs: usize,
    refused: usize,
}

/// Writes the fresh rows of a stored import in lots, after checking all of them against the register as it is
/// now. Refused rows keep everything out, unless `skip_bad_rows`. Where it stops in the middle, the job says why
/// and the next call goes on.
pub async fn commit(
    kernel: &Kernel,
    actor: &Actor,
    id: Id,
    skip_bad_rows: bool,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Job> {
    let mut held = job(kernel, actor, id).await?;
    if !held.is_open() {
        return Err(Error::refused("import-not-open"));
    }
    let register = kernel.import(&held.kind)?.clone();
    if held.kind == "workdays" {
        crate::calendar::authorize(&kernel.db, actor).await?;
    }
    let rows = all(&kernel.db, &*register, id).await?;
    let mut rows = recheck(kernel, actor, &mut held, &*register, rows).await?;
    if held.counts.refused > 0 && !skip_bad_rows {
        return Err(Error::Refused(
            Message::new("import-has-refused").arg("n", held.counts.refused),
        ));
    }
    held.state = JobState::Running;
    held.trouble = None;
    let mut act = kernel.act(actor, Permission::Import).await?;
    note(&mut act, id, held.state, held.counts, None).await?;
    act.commit().await?;
    let written = write(kernel, actor, &mut held, &*register, &mut rows, progress).await;
    let mut act = kernel.act(actor, Permission::Import).await?;
    held.counts = counts(&rows);
    match written {
        Ok(()) => held.state = JobState::Done,
        Err(error) => {
            held.state = JobState::Stopped;
            let why = trouble(&error);
            note(&mut act, id, held.state, held.counts, Some(&why)).await?;
            act.commit().await?;
            return Err(error);
        }
    }
    note(&mut act, id, held.state, held.counts, None).await?;
    let c = held.counts;
    let said = Imported {
        job: id,
        kind: &held.kind,
        file: &held.file,
        written: c.written,
        same: c.same,
        differs: c.differs,
        refused: c.refused,
    };
    let event = Event::new("imported", Audience::Office, &said)?;
    history::append(&mut act, Stream::Settings, event).await?;
    act.commit().await?;
    if held.kind == "workdays" {
        kernel.calendars.forget();
        // Whoever imports need not be one who configures: the dates follow the calendar by themselves.
        let system = Actor::system(actor.organ, actor.today);
        crate::matter::recompute::apply(kernel, &system).await?;
    }
    Ok(held)
}

fn trouble(error: &Error) -> Message {
    match error {
        Error::Refused(message) | Error::Forbidden(message) | Error::TooLarge(message) => {
            message.clone()
        }
        Error::Invalid(fields) if !fields.is_empty() => fields[0].message.clone(),
        _ => Message::new("import-stopped"),
    }
}

async fn write(
    kernel: &Kernel,
    actor: &Actor,
    job: &mut Job,
    register: &dyn Register,
    rows: &mut [Row],
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<()> {
    let total = job.counts.fresh;
    let mut done = 0;
    progress(Progress { done, total });
    let fresh: Vec<usize> = (0..rows.len())
        .filter(|i| rows[*i].state == State::Fresh)
        .collect();
    for lot in fresh.chunks(register.lot().max(1)) {
        let mut some: Vec<Row> = lot.iter().map(|i| rows[*i].clone()).collect();
        let mut act = kernel.act(actor, Permission::Import).await?;
        register
            .write(&job.ground(kernel, actor), &mut act, &some)
            .await?;
        for row in &mut some {
            row.state = State::Written;
        }
        save(&mut act, job.id, &some.iter().collect::<Vec<_>>()).await?;
        job.counts.fresh -= some.len();
        job.counts.written += some.len();
        note(&mut act, job.id, JobState::Running, job.counts, None).await?;
        act.commit().await?;
        done += some.len();
        for (i, row) in lot.iter().zip(some) {
            rows[*i] = row;
        }
        progress(Progress { done, total });
    }
    Ok(())
}

/// `huiying import KIND FILE`: reads, checks, stores and writes a file, and reports row by row. Nothing is stored
/// by a dry run, nor where rows are refused and `skip_bad_rows` is not set.
pub async fn run(
    kernel: &Kernel,
    actor: &Actor,
    kind: &str,
    file: &str,
    bytes: Vec<u8>,
    options: Options,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report> {
    actor.authorize(Permission::Import)?;
    let register = kernel.import(kind)?.clone();
    let found = read(&*register, bytes.clone()).await?;
    let year = found.year(&options);
    let mut rows = found.rows;
    let ground = Ground {
        kernel,
        actor,
        title: &found.title,
        year,
        from_1904: found.from_1904,
        running: options.running,
    };
    check(&*register, &ground, &mut rows).await?;
    let mut report = Report {
        job: None,
        kind: kind.to_owned(),
        header: Header {
            sheet: found.sheet,
            row: found.header_row,
            from_1904: found.from_1904,
            present: found.present,
            unknown: found.unknown,
            notes: found.notes,
        },
        counts: counts(&rows),
        rows: Vec::new(),
        kept_out: false,
    };
    report.kept_out = report.counts.refused > 0 && !options.skip_bad_rows;
    if !options.dry_run && !report.kept_out {
        let opened = super::open(kernel, actor, kind, file, bytes, options).await?;
        let done = commit(kernel, actor, opened.id, options.skip_bad_rows, progress).await?;
        report.job = Some(done.id);
        report.counts = done.counts;
    }
    rows.retain(|r| !r.findings.is_empty());
    report.rows = rows;
    Ok(report)
}
