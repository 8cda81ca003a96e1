//! The office through HTTP, on both engines.

mod accounts;
mod audit;
mod desk;
mod people;
mod sessions;
mod units;
