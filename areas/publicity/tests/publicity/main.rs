//! The newsroom through HTTP, on both engines.

mod asked;
mod board;
mod briefings;
mod doors;
mod issues;
mod kept;
mod ledger;
mod network;
mod outlets;
mod photos;
mod recordings;
mod room;
mod settlement;
mod topics;
mod walk;
