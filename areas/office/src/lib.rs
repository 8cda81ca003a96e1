//! The office itself: organs, people, accounts, calendars, procedures and rule packs.

pub mod api;
pub mod pages;
