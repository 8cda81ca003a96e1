//! Ballots through the real program: an attack on what it leaves on the disk, a kill in the middle, and the pages in a
//! real browser.

#[path = "../../src/areas.rs"]
mod areas;
mod attack;
mod elects;
mod hall;
mod killed;
mod pages;
