//! Tables and queries of this area. SQL stands here and nowhere else.

pub mod case;
pub mod consultation;
pub mod correction;
pub mod decision;
pub mod figure;
pub mod instruction;
pub mod people;
pub mod public;
pub mod version;
pub mod vote;
