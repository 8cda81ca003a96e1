//! Working days, limits and backward schedules (H9). Pure: no I/O and no clock; "today" is always an argument.
//!
//! | room | owns |
//! | --- | --- |
//! | [`year`] | one year's notice as data: parsing, checking, writing |
//! | [`calendar`] | the years together: what a day is, and counting working days without walking them |
//! | [`diff`] | what changed between two calendars, and which spans that touches |
//! | [`limit`] | how long something may take, and the TOML form of it |
//! | [`clock`] | a limit started on a day, with stops and extensions, until its due date |
//! | [`explained`] | why a date is what it is: structured facts, no prose |
//! | [`schedule`] | latest and earliest dates of every remaining step, from the final date backward |
//! | [`lamp`] | green, amber, red, as date ranges |
//!
//! Every date here is a civil date in Asia/Shanghai and ends at midnight. How days, months and off days are
//! counted follows 民法典 (Civil Code) Arts 201–203, which the offices apply to their own limits as well; a
//! limit in working days (工作日) skips the days off of the State Council's yearly notice and needs no roll.
//! Words for people are made elsewhere (the `text` crate) from the data returned here.

pub mod calendar;
pub mod clock;
pub mod diff;
pub mod explained;
pub mod lamp;
pub mod limit;
pub mod schedule;
pub mod year;

pub use calendar::{Calendar, DayKind};
pub use clock::{Clock, ClockError, Due, Extension, Stop};
pub use diff::CalendarDiff;
pub use explained::{Explained, Mark, Part, Rolled, Rule, Run, Skipped, Source};
pub use lamp::Lamp;
pub use limit::{Limit, LimitError, Unit};
pub use schedule::{Node, Plan, Running, Schedule, Slot};
pub use year::{CalendarError, Fault, FaultCode, Row, RowKind, Year};
