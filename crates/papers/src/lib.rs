//! Documents in and out: spreadsheets, text tables, letters, archive packages, calendars.
//!
//! - [`table`]: xlsx, xls, csv and pasted columns read into cells; the header found; cells read as
//!   dates, names, numbers; tables written as xlsx and csv.
//!
//! Everything that comes in is hostile: sizes are bounded before anything is allocated, nothing
//! panics, and what could not be read says so with what was typed. Knows no database, no clock and
//! no person's language: problems are codes with facts, whose sentences stand in the `text` crate.

pub mod table;
