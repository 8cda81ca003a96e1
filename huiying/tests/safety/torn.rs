//! The power goes while SQLite writes: what is left on the disk is the database as it stood, and a log that ends
//! anywhere, in the middle of a frame too, with anything behind its end. Opened again, every act that was acknowledged
//! before the cut is there, every chain is whole, and the engine finds no fault.
//!
//! An act is acknowledged once its commit is on the disk: the one writing connection runs with `synchronous = FULL`
//! ([`every_commit_waits_for_the_disk`]), which in WAL mode forces the log at each commit (sqlite.org/pragma.html#pragma_synchronous).
//! The cuts here then are the states a disk can be in: `killed.rs` shows the processor stopping, this the disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kernel::access::Actor;
use kernel::db::{Address, Db, sql};
use kernel::history;
use kernel::id::Id;
use kernel::matter::Request;
use testkit::{Engine, TestDb, run};

use crate::world::{World, rooms};

/// Acts in each part of the test.
const ACTS: usize = 14;

/// Where the commits of a log end: the bytes of its valid frames (the salts of its header, without a gap).
fn written(log: &[u8]) -> usize {
    let page = u32::from_be_bytes(log[8..12].try_into().expect("a page size")) as usize;
    let salts = &log[16..24];
    let frames = log[32..].chunks_exact(24 + page);
    32 + frames.take_while(|f| f[8..16] == *salts).count() * (24 + page)
}

/// An act that was acknowledged, and how far the log was written when it was.
struct Told {
    matter: Id,
    note: String,
    at: usize,
}

struct Disk {
    database: Vec<u8>,
    log: Vec<u8>,
}

impl Disk {
    fn of(path: &Path) -> Disk {
        Disk {
            database: fs::read(path).expect("the database"),
            log: fs::read(path.with_extension("db-wal")).expect("its log"),
        }
    }
}

/// Opens what a cut left, and holds it against what was acknowledged; how many of the notes are there.
async fn opened(
    folder: &Path,
    database: &[u8],
    log: &[u8],
    clerk: &Actor,
    told: &[Told],
    cut: usize,
) -> usize {
    let place = tempfile::tempdir_in(folder).expect("a folder");
    let path = place.path().join("huiying.db");
    fs::write(&path, database).expect("written");
    fs::write(path.with_extension("db-wal"), log).expect("written");
    let db = Db::open(&Address::Sqlite(path)).await;
    let db = db.unwrap_or_else(|e| panic!("cut at {cut}: {e}"));
    let fault: (String,) = sql("PRAGMA integrity_check").one(&db).await.expect("asked");
    assert_eq!(fault.0, "ok", "cut at {cut}");
    let report = history::verify(&db, |_| {}).await.expect("verified");
    assert!(report.broken.is_none(), "cut at {cut}: {:?}", report.broken);
    let mut there = 0;
    let matters: BTreeSet<Id> = told.iter().map(|t| t.matter).collect();
    for matter in matters {
        let events = history::of_matter(&db, clerk, matter, None, 200).await;
        let events = events.unwrap_or_else(|e| panic!("cut at {cut}: {e}")).rows;
        let data: Vec<&str> = events.iter().filter_map(|e| e.data.as_deref()).collect();
        for told in told.iter().filter(|t| t.matter == matter) {
            let found = data.iter().filter(|d| d.contains(&told.note)).count();
            assert!(found <= 1, "cut at {cut}: {} stands twice", told.note);
            assert!(
                found == 1 || told.at > cut,
                "cut at {cut}: {} was acknowledged when the log was written up to {}",
                told.note,
                told.at
            );
            there += found;
        }
    }
    db.close().await;
    there
}

/// Acts on one matter after the other, each acknowledged before the next.
async fn acts(world: &World, path: &Path, matters: &[Id], name: &str) -> Vec<Told> {
    let mut told = Vec::new();
    for n in 0..ACTS {
        let matter = matters[n % matters.len()];
        let note = format!("{name} act {n} end");
        let urge = Request::new("urge").field("note", note.as_str());
        world.does("clerk", matter, urge).await;
        let log = fs::read(path.with_extension("db-wal")).expect("the log");
        told.push(Told {
            matter,
            note,
            at: written(&log),
        });
    }
    told
}

/// Cuts around each commit: on it, a byte before and behind it, within the head of the next frame, within its page.
fn cuts(told: &[Told], log: &[u8]) -> Vec<usize> {
    let page = u32::from_be_bytes(log[8..12].try_into().expect("a page size")) as usize;
    let mut cuts: BTreeSet<usize> = [0, 7, 31, 32, 32 + 24 + page / 2].into();
    for t in told {
        cuts.extend([
            t.at - page / 2,
            t.at - 1,
            t.at,
            t.at + 1,
            t.at + 13,
            t.at + 24 + 100,
        ]);
    }
    cuts.into_iter().filter(|c| *c <= log.len()).collect()
}

async fn torn(db: TestDb) {
    let Address::Sqlite(path) = db.address.clone() else {
        panic!("SQLite");
    };
    let world = World::bare(db).await;
    let mut matters = Vec::new();
    for title in [
        "关于城东排涝泵站的建议",
        "关于城东干渠清淤的建议",
        "关于修缮城东桥面的建议",
    ] {
        let id = world.submitted("deputy", title, false, "deputy").await;
        world.assigned(id, "water", None).await;
        matters.push(id);
    }
    let clerk = world.actor("clerk").await;
    let folder = world.db.folder.clone();

    // The log from its beginning, over a database nothing was moved into since.
    world.db.db.load(false).await.expect("the log is emptied");
    let start = fs::read(&path).expect("the database");
    let told = acts(&world, &path, &matters, "first").await;
    let first = Disk::of(&path);
    assert_eq!(first.database, start, "nothing was moved from the log yet");
    let mut before = 0;
    let mut tried = 0;
    for cut in cuts(&told, &first.log) {
        let there = opened(&folder, &start, &first.log[..cut], &clerk, &told, cut).await;
        assert!(there >= before, "cut at {cut}: fewer than before");
        before = there;
        // The file had its new length, but not its bytes: nothing, or anything. A missing byte that was nothing before
        // is no loss: then one act more is there.
        let mut behind = first.log[..cut].to_vec();
        behind.resize(first.log.len(), 0);
        let nothing = opened(&folder, &start, &behind, &clerk, &told, cut).await;
        for (n, byte) in behind[cut..].iter_mut().enumerate() {
            *byte = (n as u8).wrapping_mul(151).wrapping_add(cut as u8) | 1;
        }
        let anything = opened(&folder, &start, &behind, &clerk, &told, cut).await;
        for behind in [nothing, anything] {
            assert!(
                (there..=there + 1).contains(&behind),
                "cut at {cut}: {there}, then {behind}"
            );
        }
        tried += 1;
    }
    assert_eq!(before, ACTS, "the whole log holds every act");
    assert!(tried > 4 * ACTS, "{tried} cuts");

    // While the log is moved into the database: some pages are there, others not, one is half written.
    world.db.db.load(false).await.expect("the log is moved");
    let moved = fs::read(&path).expect("the database");
    assert_ne!(moved, start);
    for part in 1..6 {
        let mut mixed = moved.clone();
        for (n, page) in mixed.chunks_mut(4096).enumerate() {
            let from = n * 4096;
            if n % (part + 1) == 0 && from + page.len() <= start.len() {
                let half = if n % 4 == 0 {
                    page.len() / 2
                } else {
                    page.len()
                };
                page[..half].copy_from_slice(&start[from..from + half]);
            }
        }
        let cut = first.log.len();
        assert_eq!(
            opened(&folder, &mixed, &first.log, &clerk, &told, cut).await,
            ACTS
        );
    }

    // The log begun anew over its old bytes: what stands behind the new end is of the log before.
    let again = acts(&world, &path, &matters, "second").await;
    let second = Disk::of(&path);
    assert_eq!(second.database, moved);
    for cut in cuts(&again, &second.log) {
        let mut mixed = second.log[..cut].to_vec();
        mixed.extend_from_slice(first.log.get(cut..).unwrap_or_default());
        opened(&folder, &moved, &mixed, &clerk, &again, cut).await;
    }
    let there = opened(
        &folder,
        &moved,
        &second.log,
        &clerk,
        &again,
        second.log.len(),
    )
    .await;
    assert_eq!(there, ACTS);
    let there = opened(&folder, &moved, &[], &clerk, &told, usize::MAX).await;
    assert_eq!(there, ACTS, "what was moved needs no log");
}

/// Every cut leaves what was acknowledged.
#[test]
fn a_log_cut_anywhere_keeps_what_was_acknowledged() {
    run(Engine::Sqlite, &rooms(), torn);
}

/// The connection that writes forces each commit to the disk, after a large load as well.
#[test]
fn every_commit_waits_for_the_disk() {
    run(Engine::Sqlite, &rooms(), async |db: TestDb| {
        const FULL: i64 = 2;
        let level = async || {
            let mut tx = db.db.begin().await.expect("begun");
            let (level,): (i64,) = sql("PRAGMA synchronous").one(&mut tx).await.expect("asked");
            tx.rollback().await.expect("ended");
            level
        };
        assert_eq!(level().await, FULL);
        db.db.load(true).await.expect("loading");
        assert_eq!(level().await, 0, "the question sees what is set");
        db.db.load(false).await.expect("loaded");
        assert_eq!(level().await, FULL);
        let (mode,): (String,) = sql("PRAGMA journal_mode").one(&db.db).await.expect("asked");
        assert_eq!(mode, "wal");
    });
}
