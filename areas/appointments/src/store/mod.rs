//! Tables and queries of this area.

pub mod case;
pub mod election;
pub mod exam;
pub mod public;
pub mod register;
