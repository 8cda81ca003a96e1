//! A register of generated matters, the same for the same seed, with readers as areas give them.

// Each test file that takes it in uses a part of it.
#![allow(dead_code)]

use chrono::{Days, NaiveDate};
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::listing::{self, Reader};
use kernel::matter::{Matter, load};
use testkit::{County, TestDb, system_act};

pub const CATEGORIES: [&str; 4] = ["agriculture", "transport", "education", "health"];
pub const SESSIONS: [&str; 3] = ["8-1", "8-2", "8-3"];
pub const STATES: [&str; 4] = ["assignment", "handling", "rating", "archived"];
pub const UNITS: [&str; 4] = ["water", "transport", "education", "chengguan"];
pub const PROPOSERS: [&str; 4] = ["deputy", "deputy2", "deputy3", "member"];
/// Bits of `why`.
pub const HANDLES: i64 = 1;
pub const PROPOSED: i64 = 2;

/// Adds `n` matters received in the two years before the test's day, some of them confidential, historic,
/// closed, without unit, due before or after today.
pub async fn fill(db: &TestDb, county: &County, n: usize, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let today = db.clock.today();
    let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
    let mut readers: Vec<(Id, Reader)> = Vec::new();
    for start in (0..n).step_by(100) {
        let mut rows: Vec<Matter> = Vec::new();
        for i in start..(start + 100).min(n) {
            // A millisecond of its own each, and the same for the same seed.
            let id = Id::from_parts(Instant(db.now().0 - i as i64 * 1_000), random.u32(..));
            let received = today - Days::new(random.u64(0..730));
            let kind = random.choice(["proposal", "suggestion"]).unwrap();
            let unit = random.choice(UNITS).filter(|_| random.u8(..) > 20);
            let unit = unit.map(|u| county.unit(u));
            let proposer = county.person(random.choice(PROPOSERS).unwrap());
            let open = random.bool();
            let state = if open {
                random.choice(&STATES[..3])
            } else {
                Some(&"archived")
            };
            let session =
                SESSIONS[((received - (today - Days::new(730))).num_days() / 244) as usize % 3];
            let confidentiality = match random.u8(0..20) {
                0 => "confidential",
                1 => "embargo",
                2..6 => "internal",
                _ => "open",
            };
            let due: Option<NaiveDate> =
                (random.u8(..) > 40).then(|| received + Days::new(random.u64(30..700)));
            let closed = (!open).then(|| received + Days::new(random.u64(10..120)));
            rows.push(Matter {
                id,
                organ_id: county.organ,
                kind: (*kind).into(),
                number: Some(format!("第{}号", i + 1)),
                number_sort: format!("{:06}", random.u32(0..(n as u32))),
                title: format!("关于第{i}件事的建议"),
                state: (*state.unwrap()).into(),
                procedure: "test".into(),
                procedure_version: 1,
                confidentiality: confidentiality.into(),
                lead_unit: unit,
                category: random
                    .choice(CATEGORIES)
                    .filter(|_| random.u8(..) > 20)
                    .map(Into::into),
                session: Some(session.into()),
                proposer: Some(proposer),
                key_leader: None,
                received_on: received,
                due_on: due,
                amber_on: due.map(|d| d - Days::new(15)),
                red_on: due.map(|d| d - Days::new(5)),
                closed_on: closed,
                clock: None,
                term: false,
                open,
                historic: random.u8(..) < 25,
                rev: 1,
                events: 0,
                head: vec![0u8; 32],
                created_by: None,
                created_at: 0,
                // Several share a moment, so that the tie is broken by id.
                updated_at: db.now().0 - random.i64(0..50) * 1_000_000,
            });
            let mut add = |principal: Id, why: i64, wide: bool| {
                readers.push((
                    id,
                    Reader {
                        principal,
                        why,
                        wide,
                    },
                ));
            };
            if !matches!(confidentiality, "confidential" | "embargo") {
                add(county.organ, 0, true);
            } else if random.bool() {
                add(county.person("clerk"), 4, false);
            }
            if let Some(unit) = unit {
                add(unit, HANDLES, false);
            }
            add(proposer, PROPOSED, false);
        }
        load::insert(&mut act, &rows).await.unwrap();
    }
    listing::insert(&mut act, &readers).await.unwrap();
    act.commit().await.unwrap();
}
