//! Import (X5): registers as offices keep them, from a spreadsheet into the program.
//!
//! **Nouns.** A [`Register`] is what an area offers to fill: its columns with the names offices write above them,
//! a check and a write. A *file* becomes an import [`Job`]: its rows with a [`State`] and their findings, stored,
//! shown and mended before anything is written. A row's *identity* makes it the same row when it comes again.
//!
//! **Acts.** [`open`] takes a file and stores the preview; [`fix`] mends a cell; [`commit`] writes the fresh rows
//! in lots, each an act of its own, after checking everything once more; [`cancel`] throws a preview away.
//! [`run`] does it all for the command line.
//!
//! [`export`] writes a register as such a table: what goes out comes in again and changes nothing.
//!
//! **What holds.** Nothing is written while a row is refused, unless told to leave refused rows out. The same
//! file twice changes nothing. A row that is already there is never overwritten: its differences are listed.
//! A commit that was interrupted goes on where it stopped when it is called again.
//!
//! **Who.** Everything here needs [`Permission::Import`](crate::access::Permission::Import); jobs are the organ's.

mod check;
mod commit;
mod export;
mod job;
mod refused;
mod row;
mod stored;
mod units;
mod workdays;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use papers::table::header::Column;

pub use check::Ground;
pub use commit::{Progress, Report, commit, run};
pub use export::{Lines, Outgoing, export, word_of};
pub use job::{Header, Job, JobState, cancel, column_names, fix, job, jobs, open, registers};
pub use refused::{Format, refused};
pub use row::{Finding, Level, Row, State};
pub use stored::{Page, row, rows};
pub use units::Units;
pub use workdays::Workdays;

use crate::access::{Act, Permission};
use crate::error::Result;

/// Something that can be filled from a table. Declared by an area in `Part.imports`.
pub trait Register: Send + Sync {
    /// Its name on the command line and in addresses: `deputies`, `proposals`.
    fn name(&self) -> &'static str;

    /// The key of its name for people.
    fn title(&self) -> &'static str;

    /// Its columns; the first name of each is shown above it.
    fn columns(&self) -> &'static [Column];

    /// What whoever fills it must be allowed, all of it: its preview shows what stands there already.
    fn needs(&self) -> &'static [Permission] {
        &[Permission::Import]
    }

    /// Rows checked and written together. A register whose rows belong together takes them all.
    fn lot(&self) -> usize {
        500
    }

    /// Reads the cells of some rows: sets values, identity and what stands there under it, refuses and warns.
    /// Looks things up for all rows together. Writes nothing.
    fn check<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        rows: &'a mut [Row],
    ) -> BoxFuture<'a, Result<()>>;

    /// Every row of the register, in the order of its columns, as [`Register::check`] reads it.
    fn lines<'a>(&'a self, asked: &'a Outgoing<'a>) -> Lines<'a> {
        let _ = asked;
        Box::pin(async { Err(crate::error::Error::refused("export-none")) })
    }

    /// Writes fresh rows, all checked by this register just before. One act for the lot.
    fn write<'a>(
        &'a self,
        ground: &'a Ground<'a>,
        act: &'a mut Act,
        rows: &'a [Row],
    ) -> BoxFuture<'a, Result<()>>;
}

/// How a file is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Check and report only; nothing is stored.
    pub dry_run: bool,
    /// Leave refused rows out and take the others.
    pub skip_bad_rows: bool,
    /// Rows of past years come in as running matters, not as historic ones.
    pub running: bool,
    /// The year of rows that don't say it.
    pub year: Option<i32>,
}

/// How many rows of each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Counts {
    pub total: usize,
    /// Will come in; those with a warning among them.
    pub fresh: usize,
    pub warned: usize,
    pub same: usize,
    pub differs: usize,
    pub refused: usize,
    pub written: usize,
}

/// The registers of the kernel itself.
pub(crate) fn own() -> Vec<Arc<dyn Register>> {
    vec![Arc::new(Units), Arc::new(Workdays)]
}
