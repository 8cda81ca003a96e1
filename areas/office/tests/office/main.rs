//! The office through HTTP, on both engines.

mod accounts;
mod audit;
mod desk;
mod finding;
mod imports;
mod people;
mod sessions;
mod units;
