//! Documents in and out: spreadsheets, text tables, letters, archive packages, calendars.
//!
//! - [`table`]: xlsx, xls, csv and pasted columns read into cells; the header found; cells read as
//!   dates, names, numbers.
//! - [`sheet`]: tables written as xlsx and csv.
//! - [`letter`]: official documents in the national format (GB/T 9704—2012), for Word and the printer.
//! - [`periodical`]: bulletins and journals an office prints itself, for Word and the screen.
//! - `print`: typefaces and setting for print-quality PDF (feature `pdf`).
//! - [`plain`]: a title and paragraphs whose numbers lead to their rows.
//! - [`sheet_form`]: forms with lined tables that are printed and signed.
//! - [`bag`]: archive packages (BagIt, RFC 8493).
//! - [`ics`]: due dates for calendar programs (RFC 5545).
//!
//! Everything that comes in is hostile: sizes are bounded before anything is allocated, nothing
//! panics, and what could not be read says so with what was typed. Knows no database, no clock and
//! no person's language: problems are codes with facts, whose sentences stand in the `text` crate.

pub mod bag;
pub mod ics;
pub mod letter;
mod page;
pub mod periodical;
pub mod plain;
#[cfg(feature = "pdf")]
pub mod print;
pub mod sheet;
pub mod sheet_form;
pub mod table;
