//! The parts pages are made of. Each is a struct that prints its own HTML (a template in `templates/`), so
//! that areas build pages out of values and every page looks and behaves alike.
//!
//! * [`Form`], [`Field`]: forms that keep what was typed and say what is wrong beside it;
//! * [`Table`], [`list`]: lists with lamp, filters, sorting, columns, paging, bulk acts, export;
//! * [`Head`]: what is this, by when, whose turn; [`Lamp`]; [`Rail`]; [`History`];
//! * [`Bars`], [`Flow`], [`Ring`], [`Schedule`]: charts with their numbers as a table;
//! * [`Changes`]: what changed between two versions of a text;
//! * the small ones: [`Note`], [`Empty`], [`Tabs`], [`Facts`], [`Figures`], [`Acts`], [`Progress`], [`Confirm`].
//!
//! Nothing here decides anything: what may be done comes in as data.

mod changes;
mod chart;
mod field;
mod form;
mod head;
mod lamp;
pub mod list;
mod rail;
mod schedule;
mod small;
mod table;

pub use changes::Changes;
pub use chart::{Bars, Flow, Ring, Series};
pub use field::{Choice, Control, Field};
pub use form::{Form, Part};
pub use head::{Doc, Head, Parts, Tab, Tabs};
pub use lamp::{Lamp, Light};
pub use rail::{History, HistoryEntry, Rail, RailStep, StepState};
pub use schedule::{Schedule, ScheduleBar};
pub use small::{
    Act, Acts, Confirm, Empty, Fact, Facts, Figure, Figures, Links, Note, Photos, Press, Progress,
    Recording, Recordings, Secret, Tone,
};
pub use table::{Bulk, Cell, Column, Row, Table};
