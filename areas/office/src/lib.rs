//! The office itself: what the other areas' work rests on.
//!
//! # The map
//!
//! * **Units** (O1): the organ's tree of committees, offices, bureaus, sections, townships and delegations, with
//!   the names they bore. Acts: add, edit, rename from a day on, end. A day picker answers for any day.
//! * **People** (O1): the register, found by name or pinyin initials; posts from a day to a day; substitutes while
//!   somebody is away. Acts: add, edit, give a post, end a post, name a substitute, end a substitution.
//! * **Accounts**: made with a one-time password, disabled, enabled, unlocked, given a new password or freed
//!   of a lost second factor.
//! * **Roles**: who may do what, and the three administrators (三员), who never share a hand.
//! * **Audit**: the settings history and the log of sign-ins.
//! * **Sessions** (届次): terms and sessions with their days.
//! * **Calendars**: working days by year; a change is previewed with the matters it moves, then put in force.
//! * **Rule packs**: limits with article and source; one is picked, a limit may be the office's own, with the reason.
//! * **Procedures**: versions with their picture; a draft is a copy, changed by form, checked, put in force.
//! * **Outbox** (发送情况): mail no server took and jobs that failed, with the reason; tried again by one press.
//! * **Statistics**: figures with the list behind each number, and snapshots.
//!
//! # Who sees and does what
//!
//! Units and people are read by whoever registers matters or administers; the system administrator edits
//! them, but posts that carry rights over matters are given and taken by the security administrator alone,
//! as are the administrators' roles. Accounts are the system administrator's, except that nobody resets the
//! password of a security administrator or an auditor here: that would put their power into one hand
//! (GB/T 22239-2019, 8.1.4.2); the command line does it. The audit pages are the auditor's.
//!
//! Every act writes its event into the settings history in its own transaction ([`actions`]).

pub mod actions;
mod api;
pub mod model;
mod pages;

use frame::{Area, Nav};
use kernel::access::Permission;

/// What this area adds to the program.
pub fn area() -> Area {
    Area {
        name: "office",
        about: Vec::new(),
        begin: vec![
            Nav {
                key: "office-accounts",
                href: "/office/accounts",
                order: 800,
                visible: |actor| actor.may(Permission::ManageAccounts),
            },
            Nav {
                key: "office-roles",
                href: "/office/roles",
                order: 810,
                visible: |actor| actor.may(Permission::ManageRoles),
            },
            Nav {
                key: "office-audit",
                href: "/office/audit",
                order: 820,
                visible: |actor| actor.may(Permission::Audit),
            },
        ],
        nav: vec![
            Nav {
                key: "office-nav-statistics",
                href: "/statistics",
                order: 800,
                visible: |_| true,
            },
            Nav {
                key: "office-nav",
                href: "/office",
                order: 900,
                visible: pages::opens,
            },
        ],
        asked: None,
        routes: pages::routes(),
        api: api::routes(),
        openapi: api::openapi(),
        part: kernel::Part {
            name: "office",
            ..kernel::Part::default()
        },
    }
}
