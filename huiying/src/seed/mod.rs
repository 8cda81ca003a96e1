//! Invented data of any size: counties with their people, for the demo, for trying and for measuring.
//!
//! Deterministic: the same seed on the same day makes the same organs, units, people and posts (their ids
//! differ). Everything is made through the kernel's own functions, as if it had been entered; of very many matters
//! the first thousands are, and the others are copies of those ([`many`]).

mod accounts;
mod appointments;
mod ballots;
mod chamber;
mod county;
mod course;
mod decisions;
mod desks;
mod drafts;
mod elections;
mod files;
mod issues;
mod many;
mod matters;
mod moves;
mod network;
mod newsroom;
mod notices;
mod people;
mod pieces;
mod places;
mod sittings;
mod topics;
mod words;

use anyhow::Result;
use kernel::Kernel;

pub use accounts::ACCOUNTS;
pub use appointments::appointments;
pub use county::County;
pub use decisions::decisions;
pub use desks::WAITING;
pub use elections::elections;
pub use many::{WALKED, copy, shares};
pub use matters::fill;
pub use newsroom::newsroom;
pub use notices::read_old;
pub use places::CODE_PREFIX;
pub use sittings::sittings;

/// The password of every account of seeded organs. Public: see the demo's first lines.
pub const PASSWORD: &str = "huiying-demo";

/// What holds the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Nothing,
    /// Seeded organs only; their passwords are public.
    Seeded,
    /// At least one organ that somebody founded.
    Real,
}

/// Whether the organs in the database are real ones.
pub async fn holds(kernel: &Kernel) -> Result<Holds> {
    let organs = kernel::organ::organs(&kernel.db).await?;
    Ok(if organs.is_empty() {
        Holds::Nothing
    } else if organs
        .iter()
        .all(|organ| organ.code.starts_with(CODE_PREFIX))
    {
        Holds::Seeded
    } else {
        Holds::Real
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kernel::access::Role;
    use kernel::clock::Clock;
    use testkit::TestDb;

    use super::*;

    async fn county(test: &TestDb, n: usize, seed: u64) -> County {
        let kernel = kernel_on(test);
        let today = test.clock.today();
        County::found(&kernel, n, seed, today, "no hash: nobody signs in")
            .await
            .unwrap_or_else(|e| panic!("{}", crate::say::error(&e)))
    }

    fn kernel_on(test: &TestDb) -> Kernel {
        let clock: Clock = test.clock.clone();
        Kernel::new(test.db.clone(), clock, &test.folder, Vec::new()).expect("a kernel")
    }

    /// Everybody in the order of making, as `name number`.
    async fn roster(test: &TestDb, county: &County) -> Vec<String> {
        let people = kernel::person::people(&test.db, county.organ, 10_000)
            .await
            .expect("people");
        let by_id: BTreeMap<_, _> = people.into_iter().map(|p| (p.id, p)).collect();
        let line = |s: &super::county::Somebody| {
            let person = &by_id[&s.person];
            format!("{} {:?} {:?}", person.name, person.number, person.born_on)
        };
        county.people.iter().map(line).collect()
    }

    testkit::on_both! { &[kernel::MIGRATIONS];
        async fn a_county_has_its_units_people_and_sign_ins(test: TestDb) {
            assert_eq!(holds(&kernel_on(&test)).await.expect("asked"), Holds::Nothing);
            let county = county(&test, 0, 1).await;
            let count = |role| county.holding(role, None).count();
            assert_eq!((count(Role::Deputy), count(Role::Member)), (182, 150));
            assert_eq!(count(Role::UnitPrincipal), 24 + 14);
            let sessions = kernel::term_session::all(&test.db, county.organ).await.expect("sessions");
            assert_eq!(sessions.len(), 5);
            assert!(sessions.iter().all(|s| s.closed_on < test.clock.today()));
            let water = county.unit("water").expect("the water bureau");
            assert_eq!(county.holding(Role::UnitLiaison, Some(water)).count(), 1);
            for (name, ..) in ACCOUNTS {
                let account = kernel::account::account_named(&test.db, name).await.expect("asked");
                let account = account.unwrap_or_else(|| panic!("{name} cannot sign in"));
                let actor = kernel::account::actor_of(&test.db, account.id, test.clock.today())
                    .await
                    .expect("acts");
                assert!(!actor.roles().is_empty(), "{name} is nobody");
            }
            for (name, ..) in super::accounts::PEOPLE {
                let account = kernel::account::account_named(&test.db, name).await.expect("asked");
                assert!(account.is_some(), "{name} was left out");
            }
            assert_eq!(holds(&kernel_on(&test)).await.expect("asked"), Holds::Seeded);
            let real = test.other_county().await;
            assert_ne!(real.organ, county.organ);
            assert_eq!(holds(&kernel_on(&test)).await.expect("asked"), Holds::Real);
        }

        async fn the_same_seed_makes_the_same_county(test: TestDb) {
            let one = county(&test, 1, 7).await;
            let same = county(&test, 2, 7).await;
            let other = county(&test, 3, 8).await;
            assert_eq!(roster(&test, &one).await, roster(&test, &same).await);
            assert_ne!(roster(&test, &one).await, roster(&test, &other).await);
        }
    }
}
