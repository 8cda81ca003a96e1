//! Decisions and demands through HTTP, on both engines.

mod afterwards;
mod demands;
mod life;
mod room;
mod ways;
