//! The area's tables and queries. Nothing outside this room names a table.
//!
//! - [`outlet`]: outlets with their columns and reporters; [`group`]: groups and members;
//! - [`manuscript`]: everything about one manuscript; [`typing`]: what is not kept yet; [`adoption`]: the ledger;
//! - [`byline`]: who stands over a piece, and by which name;
//! - [`quota`]: quotas, days away, the pieces of a week;
//! - [`incentive`]: rules, settlements, what they made good; [`settling`]: those on their way;
//! - [`series`] of bulletins and journals, addressees; [`issue`]: issues, receipts;
//! - [`topic`]: topics and their manuscripts; [`coverage`]: work and who reports it;
//!   [`campaign`]: campaigns;
//! - [`network`]: correspondents, liaisons, training;
//! - [`media`]: the calendar, columns and their next items;
//! - [`photo`]: photos of a manuscript, outlets told of a correction; [`recording`]: its sound and film;
//! - [`briefing`]: texts with the marks of their numbers;
//! - [`figure`]: what figures count, [`change`] the number under which answers are kept; [`import`]: what tables are held against.

pub mod adoption;
pub mod briefing;
pub mod byline;
pub mod campaign;
pub mod change;
pub mod coverage;
pub mod figure;
pub mod group;
pub mod import;
pub mod incentive;
pub mod issue;
pub mod manuscript;
pub mod media;
pub mod network;
pub mod outlet;
pub mod photo;
pub mod quota;
pub mod recording;
pub mod series;
pub mod settling;
pub mod topic;
pub mod typing;
