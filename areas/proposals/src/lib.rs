//! Proposals (提案), deputies' suggestions (代表建议), bills (议案), and the commitments (承诺事项) that grow out of
//! their replies: from the draft on a phone to the filed volume.
//!
//! **Nouns.** A *paper* is what was brought in. *Parties* stand behind it: lead, co-signers, the proposers of merged
//! matters. A unit's *handling* has a part (lead, co-handling, separate), *contacts*, *drafts* with versions,
//! *reviews*, a *reply*. A *verdict* is one party's rating of one round. A *commitment* is a matter of its own.
//!
//! **States and acts** stand in `procedures/*.toml`, the words they may use in [`vocabulary`], what the acts do in
//! [`effects`]. **Who sees what**: [`kind`]. **Rules**, pure and tested: [`model`].

pub mod actions;
mod api;
mod detail;
pub mod effects;
pub mod figures;
pub mod import;
pub mod kind;
pub mod model;
mod notices;
pub mod offers;
mod pages;
pub mod similar;
pub mod store;
mod view;
pub mod vocabulary;
pub mod volume;

use frame::{About, Area, Nav};
use kernel::access::{Actor, Permission, Role};

/// The area's own schema.
pub const MIGRATIONS: kernel::db::Migrations = kernel::migrations!("proposals",
    1 => "0001_proposal",
);

/// Whoever holds a post may have matters here; the three administrators have none.
fn has_post(actor: &Actor) -> bool {
    !actor.posts.is_empty()
}

/// A hot item of a bulletin becomes a paper of its own. The address also takes `title` and `background`.
const RAISE: About = About {
    key: "proposals-raise",
    href: "/proposals/new?from=",
    offered: |actor, matter| {
        let issued = matter.kind == "bulletin" && matter.number.is_some();
        issued && actor.may(Permission::Register) && actor.organ == matter.organ_id
    },
};

/// What this area adds to the program.
pub fn area() -> Area {
    Area {
        name: "proposals",
        about: vec![RAISE],
        begin: vec![
            Nav {
                key: "proposals-new-suggestion",
                href: "/proposals/new/suggestion",
                order: 10,
                visible: |actor| actor.has_role(Role::Deputy),
            },
            Nav {
                key: "proposals-new-proposal",
                href: "/proposals/new/proposal",
                order: 20,
                visible: |actor| actor.has_role(Role::Member),
            },
            Nav {
                key: "proposals-many-instruct",
                href: "/proposals/bulk?act=instruct",
                order: 12,
                visible: |actor| actor.has_role(Role::Chief),
            },
            Nav {
                key: "proposals-many-agree",
                href: "/proposals/bulk?act=agree",
                order: 12,
                visible: |actor| actor.has_role(Role::CountyLeader),
            },
            Nav {
                key: "proposals-many-approve",
                href: "/proposals/bulk?act=approve",
                order: 12,
                visible: |actor| actor.has_role(Role::UnitPrincipal),
            },
            Nav {
                key: "proposals-many-pass",
                href: "/proposals/bulk?act=pass",
                order: 12,
                visible: |actor| actor.has_role(Role::UnitDeputyLeader),
            },
            Nav {
                key: "proposals-register-paper",
                href: "/proposals/new",
                order: 30,
                visible: |actor| actor.may(Permission::Register),
            },
            Nav {
                key: "proposals-nav",
                href: "/proposals?open=yes",
                order: 40,
                visible: has_post,
            },
        ],
        nav: vec![Nav {
            key: "proposals-nav",
            href: "/proposals",
            order: 10,
            visible: has_post,
        }],
        asked: Some(pages::asked),
        routes: pages::routes(),
        api: api::routes(),
        openapi: api::described(),
        part: kernel::Part {
            name: "proposals",
            migrations: Some(MIGRATIONS),
            kinds: kind::kinds(),
            imports: vec![std::sync::Arc::new(import::Proposals)],
            figures: figures::figures(),
            ..kernel::Part::default()
        },
    }
}
