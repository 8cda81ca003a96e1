//! The pages of the office.

pub mod statistics;
