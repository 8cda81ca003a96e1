//! Deputies and members: the register, delegations and terms.

pub mod import;
pub mod store;
