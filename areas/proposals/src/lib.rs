//! Proposals, suggestions and bills, from registration to archive.

pub mod figures;
pub mod model;
pub mod store;

/// The area's own schema.
pub const MIGRATIONS: kernel::db::Migrations = kernel::migrations!("proposals",
    1 => "0001_proposal",
);
