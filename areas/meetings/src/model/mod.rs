//! The nouns and rules of sittings, without a database, a clock or a word for people.

pub mod body;
pub mod item;
pub mod period;
pub mod roll;
