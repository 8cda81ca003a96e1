//! The frame through HTTP, on both engines: a small area stands in for the real ones.

mod api;
mod sign;
mod site;
