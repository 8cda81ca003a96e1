//! Figures: counts and shares with a written definition, each opening the list of the rows behind it.
//!
//! **Nouns.** An area registers [`Figure`]s through [`Part::figures`](crate::Part): name, title, definition,
//! the rows it counts ([`Source`]), the day that places a row in a period, a [`Measure`] and the
//! [`Dimension`]s it can be split by. A [`Question`] names period, dimensions and what to compare with; an
//! [`Answer`] holds one [`Row`] per key, each with the address of its list. A [`Snapshot`] is an answer
//! frozen under a title; it can be held against today's answer, and is never changed.
//!
//! **How.** One `GROUP BY` over the figure's source an answer, a second one for the period compared with.
//! [`list`] runs the same conditions without grouping, so a number and its list can't disagree. What an area counts
//! under a number of its own ([`Kept`]) is counted once a change.
//!
//! **Who sees what.** A figure counts the matters that exist for its reader, by the same readers as every
//! list; two readers may rightly see different numbers. Snapshots are of the whole organ, without
//! confidential and embargoed matters, made by those with [`Permission::Snapshot`](crate::access::Permission)
//! and read by those who read the whole organ.

mod answer;
mod evaluate;
mod figure;
mod kept;
mod list;
mod question;
pub mod snapshot;

pub use answer::{Answer, Difference, Key, Row, Value};
pub use evaluate::{evaluate, greatest, narrowed_to};
pub use figure::{Dimension, Figure, Keys, Measure, Source, label};
pub use kept::{Answers, Kept};
pub use list::{Behind, Rows, list_rows};
pub use question::{Compare, Question};
pub use snapshot::Snapshot;

/// Dimensions of one question at most.
pub const MOST_DIMENSIONS: usize = 3;
/// Rows of one answer at most; beyond, the reader is asked for fewer dimensions or a shorter period.
pub const MOST_ROWS: usize = 5_000;
