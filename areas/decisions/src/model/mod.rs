//! The rules of this area, pure and tested: no database, no page, no clock.

pub mod decision;
pub mod instruction;
pub mod text;
