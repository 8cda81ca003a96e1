//! The frame through HTTP, on both engines: a small area stands in for the real ones.

mod sign;
mod site;
