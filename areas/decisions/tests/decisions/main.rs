//! Decisions and demands through HTTP, on both engines.

mod demands;
mod life;
mod room;
mod ways;
