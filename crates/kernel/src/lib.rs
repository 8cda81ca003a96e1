//! What all areas share. Every room says at its head what it owns.
//!
//! * [`db`] the two engines behind one SQL text; [`id`], [`clock`], [`error`]: values every room uses.
//! * `organ`, `person`, `account`, `access`: who is there, who may do what, who sees what.
//! * `matter`, `task`, `act`, `history`: the core; one transaction an act.
//! * [`embargo`] what exists, until it is announced, for those named alone.
//! * `file`, `search`, `notice`, `job`, `import`, `statistics`, `numbering`: services of the core.

pub mod access;
pub mod account;
pub mod backup;
pub mod calendar;
pub mod clock;
pub mod db;
pub mod embargo;
pub mod error;
pub mod event;
pub mod file;
pub mod history;
pub mod id;
pub mod idempotency;
pub mod import;
pub mod job;
mod kernel;
pub mod mail;
pub mod matter;
pub mod memory;
pub mod notice;
pub mod numbering;
pub mod organ;
pub mod person;
pub mod procedures;
pub mod pulse;
pub mod search;
pub mod session;
pub mod statistics;
pub mod term_session;
mod token;

pub use kernel::{Kernel, Part};

/// A door of the kernel whose work is compiled here, once. The body of an `async fn` is otherwise compiled again by every
/// crate that waits for it, and in each of its parts.
pub(crate) use async_recursion::async_recursion as compiled_once;

/// The kernel's own schema.
pub const MIGRATIONS: db::Migrations = migrations!("kernel",
    1 => "0001_ground",
    2 => "0002_search",
    3 => "0003_import",
    4 => "0004_services",
    5 => "0005_statistics",
    6 => "0006_sign_in",
    7 => "0007_file_place",
    8 => "0008_listing_running",
    9 => "0009_quiet",
    10 => "0010_embargo",
    11 => "0011_notice_task",
);
