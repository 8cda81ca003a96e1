//! The newsroom through HTTP, on both engines.

mod asked;
mod ledger;
mod outlets;
mod room;
mod walk;
