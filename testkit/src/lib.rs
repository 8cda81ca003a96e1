//! For tests only: databases on both engines, people to act, a signed-in client, a browser.
//!
//! ```ignore
//! testkit::on_both! { &[kernel::MIGRATIONS];
//!     /// Says what is promised.
//!     async fn an_act_is_kept(db: TestDb) {
//!         let county = db.county().await;
//!         …
//!     }
//! }
//! ```
//!
//! makes two tests, `an_act_is_kept::sqlite` and `an_act_is_kept::postgres`, each on a fresh, migrated database
//! of its own. A test may return nothing or a `Result` whose error prints. A machine without PostgreSQL or a
//! browser fails these tests with a sentence saying what is missing: nothing is skipped in silence.

mod browser;
mod client;
mod database;
mod people;
mod program;

pub use browser::{AXE, Browser, By, Element, Screen, Window, browse, kept};
pub use client::{Client, Page, Upload};
pub use database::{Engine, Outcome, TestDb, run};
pub use people::{County, PASSWORD, system_act};
pub use program::{Program, run_program};

/// Two tests from one body; see the crate's page.
#[macro_export]
macro_rules! on_both {
    ($rooms:expr; $($(#[$meta:meta])* async fn $name:ident($db:ident: $ty:ty) $(-> $out:ty)? $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($db: $ty) $(-> $out)? $body

            #[test]
            fn sqlite() {
                $crate::run($crate::Engine::Sqlite, $rooms, body);
            }

            #[test]
            fn postgres() {
                $crate::run($crate::Engine::Postgres, $rooms, body);
            }
        }
    )+};
}
