//! Meetings (会议) and activities (活动): what the organ holds on a day; and the sittings of its bodies, from the notice to
//! the minutes.
//!
//! **Nouns.** An *event* is a matter of kind `meeting` or `activity` with its title, its days and its place. A *body* (机构)
//! has a kind, a level, *seats* (定数) from a day on and *members* from a day to a day: asked of last year it answers with
//! last year's. A meeting of a body is a *sitting*: it has a *roll* (the members on its first day, and those who sit in
//! 列席), an *agenda* of *items* with *papers*, *speeches* with what was said, and what came of each item. A meeting of no
//! body (座谈会) has none of this.
//!
//! **States and acts.** `procedures/meeting-2.toml`: `arranged` → `called` (the notice is out) → `sitting` → `writing` (the
//! minutes) → `held`; or `cancelled`; a meeting of no body goes from `arranged` to `held` at once, as an activity does. What
//! many do at once stands beside the procedure ([`actions`]): receipts, leave, arrival by the code on the screen of the hall,
//! the wish to speak; the clerk's desk; the agenda and its papers; the record. Opening asks for the quorum, by the rules of
//! the crate `threshold`. Closing freezes the counts and the roll. What is `held` is never changed: a *correction* says what
//! stood, what is right and why, and stands beside it.
//!
//! **Dates.** While it is ahead the matter is due on its last day; once held it was closed on that day, whenever it is
//! entered. So any area reads the day of an event from the matter itself, as of every other matter, and knows no table
//! of this one. Notice and papers are due days before a sitting by body, kind of item and rule pack (`data/periods.toml`);
//! what came later is marked.
//!
//! **Permissions.** `Register` (the office, the committees) keeps bodies, agendas, the desk and the record; whoever is called
//! signs for the notice, asks for leave, arrives and asks to speak, each for himself.
//!
//! **Who sees what.** The staff of the organ, and whoever was sent the notice; a confidential one exists for whoever entered
//! it, the office, and those called. An item of a matter that is hidden bears a neutral title (人事任免事项) for everybody:
//! its own is read in the matter, by those named on it.
//!
//! **Rooms.** [`model`] pure rules; [`store`] SQL; [`kind`] what the core asks; [`roll`] what a ballot asks of a sitting;
//! [`import`] members by table; `pages` HTML (those of ballots in `pages/ballot`), `api` JSON.
//!
//! **To come.** Activities of deputies may move to their area with the kind `activity`: links and topics name kinds, never
//! this crate.

pub mod actions;
mod api;
mod api_ballots;
pub mod import;
pub mod kind;
pub mod model;
mod pages;
pub mod roll;
pub mod store;
pub mod vocabulary;

use std::sync::Arc;

use frame::{Area, Nav};
use kernel::access::{Actor, Permission, Role};

/// The area's own schema.
pub const MIGRATIONS: kernel::db::Migrations = kernel::migrations!("meetings",
    1 => "0001_event",
    2 => "0002_sitting",
);

/// Whoever reads the organ's work, and deputies and members, who are called to sittings: each finds those that exist for
/// him.
fn opens(actor: &Actor) -> bool {
    actor.may(Permission::ReadAll)
        || [Role::Deputy, Role::Member]
            .into_iter()
            .any(|r| actor.has_role(r))
}

/// Who may stand on the roll of a ballot.
fn votes(actor: &Actor) -> bool {
    [Role::Deputy, Role::Member, Role::Leader, Role::Chief]
        .into_iter()
        .any(|r| actor.has_role(r))
}

fn described() -> utoipa::openapi::OpenApi {
    let mut all = api::described();
    all.merge(api_ballots::described());
    all
}

/// What this area adds to the program.
pub fn area() -> Area {
    Area {
        name: "meetings",
        begin: Vec::new(),
        about: Vec::new(),
        nav: vec![
            Nav {
                key: "meetings-nav",
                href: "/meetings",
                order: 15,
                visible: opens,
            },
            Nav {
                key: "vote-title",
                href: "/vote",
                order: 16,
                visible: votes,
            },
        ],
        asked: Some(pages::asked),
        routes: pages::routes(),
        api: api::routes().merge(api_ballots::routes()),
        openapi: described(),
        part: kernel::Part {
            name: "meetings",
            migrations: Some(MIGRATIONS),
            kinds: kind::kinds(),
            imports: vec![Arc::new(import::Members)],
            ..kernel::Part::default()
        },
    }
}
