//! Tables and queries of this area.

pub mod case;
mod coded;
pub mod election;
pub mod exam;
pub mod public;
pub mod register;
