//! What the register of deputies asks the database; people and posts themselves are the kernel's.

pub mod roster;
