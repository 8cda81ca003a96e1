//! Use cases that begin outside a running case.

pub mod ballot;
pub mod case;
pub mod exam;
pub mod register;
pub mod yearly;
