//! The frame through HTTP and a browser, on both engines: a small area stands in for the real ones.

mod api;
mod browser;
mod notices;
mod pieces;
mod sign;
mod site;
