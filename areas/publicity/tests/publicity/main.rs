//! The newsroom through HTTP, on both engines.

mod ledger;
mod outlets;
mod room;
