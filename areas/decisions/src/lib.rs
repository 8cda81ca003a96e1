//! Decisions on major matters (重大事项决定) and resolutions (决议), from the proposal to the public text, and the demands
//! (落实要求) that follow from them until each is settled.
//!
//! **Nouns.** A *decision* is a matter of kind `decision`: who brings it in and by which right, its text in *versions*
//! (征求意见稿, 草案, 审议稿, 表决稿), *consultations* (who was asked on which version, what was answered, what became of
//! that), what was said in *deliberation*, the *ballot* asked of the ballot box with its frozen result, number and
//! publication. A *demand* is a matter of its own, of kind `instruction`: one thing asked of one unit by a day, with
//! *reports* of what was done (a deed, another meeting, another paper) and *inspections*. Any area opens one by its kind
//! through [`kernel::matter::open::wanted`].
//!
//! **States and acts** stand in `procedures/decision.toml` (examine → draft → opine → weigh → deliberate → voting →
//! number → publish → implement → sum_up → closed; not_admitted, not_adopted, withdrawn, terminated) and
//! `procedures/instruction.toml` (given → carry_out → inspect → met; not_met, cancelled). A vote is asked for by
//! `put_to_vote`; `ballot::BallotClosed` adopts or ends the matter in the transaction that closes the ballot. The last
//! demand settled brings the decision on to its summing-up.
//!
//! What is published is corrected beside the procedure, also after it is filed: the adopted text stays, and the open page
//! says what stands wrong in it, what is right and why.
//!
//! **Permissions.** `Register` enters what was brought in and corrects what is published; everything else is the
//! procedure's.
//!
//! **Who sees what.** The staff of the organ and whoever brought it in: everything. A unit or a person asked: the version
//! that was sent to them, their own opinion and what became of it, never another's, no draft and no deliberation. A
//! confidential one exists for whoever entered it, those asked and those whose task it is. A demand: the staff and its
//! unit. **Everybody**, signed in or not: the text of what is published, its number and dates (`/public/decisions`), and
//! nothing else.
//!
//! **Rooms.** [`model`] pure rules; [`store`] SQL; [`decision`] and [`instruction`] what the core asks of the two kinds,
//! with their effects; [`actions`] entering, correcting; `similar` earlier decisions that are alike; [`letter`] the official document; [`figures`] the statistics.

pub mod actions;
mod api;
pub mod decision;
pub mod figures;
pub mod instruction;
pub mod letter;
pub mod model;
mod pages;
mod similar;
pub mod store;

use std::sync::Arc;

use frame::{Area, Nav};
use kernel::access::{Actor, Permission};

/// The area's own schema.
pub const MIGRATIONS: kernel::db::Migrations = kernel::migrations!("decisions",
    1 => "0001_decision",
    2 => "0002_correction",
);

/// Whoever holds a post may be asked, or charged with something; the three administrators are not.
fn opens(actor: &Actor) -> bool {
    !actor.posts.is_empty()
}

/// What this area adds to the program.
pub fn area() -> Area {
    Area {
        name: "decisions",
        begin: vec![Nav {
            key: "decisions-new",
            href: "/decisions/new",
            order: 35,
            visible: |actor| actor.may(Permission::Register),
        }],
        about: Vec::new(),
        nav: vec![Nav {
            key: "decisions-nav",
            href: "/decisions",
            order: 16,
            visible: opens,
        }],
        asked: None,
        routes: pages::routes(),
        api: api::routes(),
        openapi: api::described(),
        part: kernel::Part {
            name: "decisions",
            migrations: Some(MIGRATIONS),
            kinds: vec![
                Arc::new(decision::DecisionKind),
                Arc::new(instruction::InstructionKind),
            ],
            figures: figures::figures(),
            hears: vec![decision::hears()],
            ..kernel::Part::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use kernel::matter::Kind;
    use procedure::{Definition, RulePack, check};

    use super::*;

    /// What ships is sound under every pack: every step reachable, owned and timed, every way ends in an answer and a
    /// file.
    #[test]
    fn what_ships_is_sound() {
        let calendar = workday::Calendar::shipped();
        let kinds: [&dyn Kind; 2] = [&decision::DecisionKind, &instruction::InstructionKind];
        for kind in kinds {
            for text in kind.shipped() {
                let definition = Definition::parse(text, &kind.vocabulary()).expect("it is read");
                for (name, pack) in RulePack::shipped() {
                    let pack = RulePack::parse(pack).expect("it is read");
                    let findings = check(&definition, &pack, &calendar);
                    assert!(findings.is_empty(), "{name}: {findings:#?}");
                }
            }
        }
    }

    /// Whatever a procedure shows has a name in both languages.
    #[test]
    fn every_word_has_a_title() {
        for v in [
            decision::vocabulary::vocabulary(),
            instruction::vocabulary::vocabulary(),
        ] {
            let fields = v.fields.values().map(|f| &f.title);
            let reasons = v.reasons.values().flatten().map(|(_, w)| w);
            for words in v
                .roles
                .values()
                .chain(v.limits.values())
                .chain(fields)
                .chain(reasons)
            {
                for text in [&words.zh, &words.en] {
                    let is_key =
                        text.starts_with("decisions-") || text.starts_with("instructions-");
                    assert!(!is_key && !text.is_empty(), "{text}");
                }
            }
        }
    }
}
