//! Meetings (会议) and activities (活动): what the organ holds on a day, as far as other areas need to know of it now.
//!
//! **Nouns.** An *event* is a matter of kind `meeting` or `activity` with its title, its first and last day, and its
//! place. Both kinds follow plain procedures: `arranged` → `held` or `cancelled`.
//!
//! **Dates.** While it is ahead the matter is due on its last day; once held it was closed on that day, whenever it is
//! entered. So any area reads the day of an event from the matter itself, as of every other matter, and knows no table
//! of this one.
//!
//! **Who sees what.** The staff of the organ; a confidential one exists for whoever entered it and for the office, whose
//! task it is until it was held.
//!
//! **To come.** Agenda, notices, attendance and votes make a meeting of it: they are added here, in later versions of
//! `procedures/meeting.toml`. Activities of deputies may move to their area with the kind `activity`: links and topics
//! name kinds, never this crate.

pub mod actions;
pub mod kind;
mod pages;
pub mod store;
pub mod vocabulary;

use frame::{Area, Nav};
use kernel::access::{Actor, Permission};

/// The area's own schema.
pub const MIGRATIONS: kernel::db::Migrations = kernel::migrations!("meetings",
    1 => "0001_event",
);

/// Whoever reads the organ's work.
fn opens(actor: &Actor) -> bool {
    actor.may(Permission::ReadAll)
}

/// What this area adds to the program.
pub fn area() -> Area {
    Area {
        name: "meetings",
        begin: Vec::new(),
        about: Vec::new(),
        nav: vec![Nav {
            key: "meetings-nav",
            href: "/meetings",
            order: 15,
            visible: opens,
        }],
        asked: None,
        routes: pages::routes(),
        api: frame::Routes::new(),
        openapi: utoipa::openapi::OpenApi::default(),
        part: kernel::Part {
            name: "meetings",
            migrations: Some(MIGRATIONS),
            kinds: kind::kinds(),
            ..kernel::Part::default()
        },
    }
}
