//! What the pages and the API say about units, people and accounts: plain values, ordered and filtered
//! here, without a database.

pub mod account;
pub mod calendar;
pub mod limit;
pub mod person;
pub mod unit;
