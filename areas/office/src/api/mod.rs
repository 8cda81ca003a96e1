//! The JSON API of the office.

pub mod statistics;
