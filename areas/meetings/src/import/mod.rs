//! Members of bodies by table.

mod members;

pub use members::Members;
