//! Lists of matters: which exist for a reader, filtered, sorted and paged, at a cost that does not grow with
//! the register.
//!
//! **Nouns.** `listing` holds one row per matter and reader's principal with every column lists filter and
//! sort by. A [`Filter`] and a [`Sort`] ask; a [`Page`] answers with at most [`MOST`] rows and the [`Cursor`]s
//! of its neighbours. A *branch* is what one principal contributes: for those who read the whole organ one
//! wide branch, joined by their own branches for the confidential matters they are named on; for everybody
//! else one branch per unit acted for and person. Branches are merged, and a matter that came twice counts once.
//!
//! **How a page is found** (`plan.rs`). Every active filter has an index that starts with it. Its number of
//! rows is probed (up to [`plan::DENSE`], remembered for ten minutes). Where the rarest filter has few rows, those
//! are read and the best sorted out. Where all are dense, the index of the sort is walked and stops when the
//! page is full; that walk has a budget, and where hits are rarer than guessed (old sessions stand at the far
//! end of every date) the rarest filter is read after all. So a page costs one statement, at worst two,
//! and one more where a probe has grown old.
//!
//! What it never does: store a lamp (lamps are ranges of dates), name an index outside SQLite, count beyond
//! [`COUNTED`], or show a row to anyone without a principal on it.

mod filter;
mod page;
mod plan;
mod readers;
mod sort;
mod workbench;

pub use filter::Filter;
pub use page::{MOST, Page, Row, Start, count, page, total};
pub use plan::Estimates;
pub use readers::{Reader, insert, refresh, visible};
pub use sort::{Cursor, Key, Sort};
pub use workbench::{Due, Lot, Workbench, lot, workbench};

/// Counts stop here: a list says "999+".
pub const COUNTED: i64 = 1000;
