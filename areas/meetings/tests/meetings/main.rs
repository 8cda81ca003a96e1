//! Sittings through HTTP, on both engines.

mod agenda;
mod bodies;
mod roll;
mod room;
