//! The area's tables and queries. Nothing outside this room names a table.
//!
//! - [`case`]: everything about one matter, in a fixed number of statements;
//! - [`paper`], [`party`], [`verdict`], [`handling`], [`reply`], [`commitment`]: writes, one noun a file; each takes
//!   the act whose transaction they belong to;
//! - [`fact`]: the row of figures of a matter, recomputed with every act;
//! - [`figure`]: what figures count, over those rows;
//! - [`import`]: rows of registers, many at once;
//! - [`memory`]: what earlier matters tell about a new one.

pub mod case;
mod coded;
pub mod commitment;
pub mod fact;
pub mod figure;
pub mod handling;
pub mod import;
pub mod memory;
pub mod paper;
pub mod party;
pub mod people;
pub mod register;
pub mod reply;
pub mod verdict;

pub use case::Case;
