//! The nouns and rules of appointments, without a database, a clock or a word for people.

pub mod election;
pub mod exam;
pub mod holding;
pub mod office;
pub mod papers;
pub mod refusal;
