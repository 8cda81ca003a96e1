//! Appointments, removals and what follows them (人事任免).
//!
//! **Nouns.** A *case* (任免案) is a matter of kind `appointment`: one person and one or several *lines*, each an *office*
//! with an *action* (appoint, remove, acting, dismiss, accept a resignation). Those *named* on it have *capacities*: keeper
//! (经办), party group, chairpersons' meeting, vetter, informed. The *bank* holds questions, a *sitting* is one paper drawn
//! from it and answered. The *register* holds *holdings*: who held which office from when to when, by which decree; what
//! is *kept* of a holder are yearly reports, evaluations, training and transfers.
//!
//! **States and acts.** `procedures/appointment.toml`: `consult` (the party group's opinion is recorded before anybody is
//! nominated) → `nominate` (by whom [`model::office::entitled`] names) → `papers` (the checklist of
//! [`model::papers`], as many days before the meeting as the rule pack says) → `exam` → `statement` → `agenda` → `ballot` →
//! `decree` → `oath` → `publish` → `done`; `refused`, `returned` and `withdrawn` end it otherwise. Anybody of the party
//! group or the chairpersons' meeting may defer it; nothing goes on until it is resumed. Nobody is asked how he will vote:
//! the program counts nothing before the ballot.
//!
//! **Embargo.** A case is under embargo ([`kernel::embargo`]) from its first line until the result of the vote is announced:
//! a secret ballot, a line an office, over half of all members. The result comes from the ballot box in the transaction
//! that closes it ([`actions::ballot`]), or is entered as it was announced at the meeting. What is withdrawn or returned is
//! never announced and stays under embargo.
//!
//! **Permissions.** `Register` opens a case, keeps the bank and the register; everything on a case is the procedure's.
//!
//! **Who sees what.** A case: those named alone, and every reading of theirs is written down, shown on the case, and to the
//! auditor by the case's code. Announced: the staff of the organ read person, offices, result, decree; what was said and
//! filed before the vote stays with those who were named. Published: anybody. The register: the staff. A paper of the
//! examination: whoever has its code; it names nobody.
//!
//! **Elections** by the congress are matters of kind `election`: [`election`].
//!
//! **Two refusals** mean what the rule pack says ([`model::refusal`]).
//!
//! **Rooms.** [`model`] pure rules; [`store`] SQL; [`kind`] what the core asks; `effects` what acts do; [`actions`] use
//! cases outside a running case; [`paper`] decree and certificate; `pages` HTML, `api` JSON.
//!
//! **Yearly reports** of holders are due so long after the end of the year as the rule pack says ([`actions::yearly`]); the
//! office is reminded before, and once they are late.
//!
//! **Not here yet.** A second election for seats the first left open (另行选举) is entered as an election of its own; figures.

pub mod actions;
mod api;
mod effects;
pub mod election;
pub mod kind;
pub mod model;
mod pages;
pub mod paper;
pub mod store;
pub mod vocabulary;

use std::sync::Arc;

use frame::{Area, Nav};
use kernel::access::{Actor, Permission};
use kernel::event::Subscriber;
use kernel::job::{Job, When};

/// The area's own schema.
pub const MIGRATIONS: kernel::db::Migrations = kernel::migrations!("appointments",
    1 => "0001_appointment",
    2 => "0002_election",
    3 => "0003_election_papers",
);

/// Whoever reads the organ's work, and whoever is named on a case.
fn opens(actor: &Actor) -> bool {
    actor.may(Permission::ReadAll) || actor.named
}

/// Ends sittings nobody handed in.
const OVERDUE: Job = Job {
    name: "appointments.exam",
    when: When::Every(60),
    run: |kernel, work| {
        Box::pin(async move {
            actions::exam::close_overdue(kernel, work.at).await?;
            Ok(())
        })
    },
};

/// Reminds of yearly reports.
const YEARLY: Job = Job {
    name: "appointments.yearly",
    when: When::Daily(8),
    run: |kernel, work| {
        Box::pin(async move {
            actions::yearly::remind(kernel, work.at).await?;
            Ok(())
        })
    },
};

/// What this area adds to the program.
pub fn area() -> Area {
    Area {
        name: "appointments",
        begin: Vec::new(),
        about: Vec::new(),
        nav: vec![
            Nav {
                key: "appointments-nav",
                href: "/appointments",
                order: 18,
                visible: opens,
            },
            Nav {
                key: "appointments-readings-nav",
                href: "/appointments/readings",
                order: 90,
                visible: |actor| actor.may(Permission::Audit),
            },
        ],
        asked: None,
        routes: pages::routes(),
        api: api::routes(),
        openapi: api::described(),
        part: kernel::Part {
            name: "appointments",
            migrations: Some(MIGRATIONS),
            kinds: vec![Arc::new(kind::Appointments), Arc::new(election::Elections)],
            jobs: vec![OVERDUE, YEARLY],
            hears: vec![Subscriber::new(actions::ballot::closed)],
            ..kernel::Part::default()
        },
    }
}
