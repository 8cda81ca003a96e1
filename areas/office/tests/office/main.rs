//! The office through HTTP, on both engines.

mod accounts;
mod audit;
mod calendars;
mod desk;
mod finding;
mod imports;
mod outbox;
mod paper;
mod people;
mod procedures;
mod sessions;
mod units;
