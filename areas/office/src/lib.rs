//! The office itself: organs, people, accounts, calendars, procedures and rule packs.
