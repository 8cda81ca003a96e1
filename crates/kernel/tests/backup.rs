//! One file holds everything, and either engine takes it back.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::access::Act;
use kernel::backup::{self, Progress};
use kernel::db::{Address, Db, sql};
use kernel::error::{Error, Result};
use kernel::file::{self, Place, attach, receive};
use kernel::history::{self, Audience, Event, Stream, append, seal, verify};
use kernel::id::Id;
use kernel::matter::listing::{Reader, refresh};
use kernel::matter::load;
use kernel::notice::{Letter, To, send, unread};
use kernel::search::{self, Document};
use kernel::{Kernel, Part, account, numbering};
use testkit::{County, Engine, TestDb, system_act};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

fn kernel(test: &TestDb) -> Kernel {
    Kernel::new(
        test.db.clone(),
        test.clock.clone(),
        &test.folder,
        Vec::<Part>::new(),
    )
    .expect("the kernel is made")
}

/// A second database, on SQLite, in a folder of its own; without any table.
async fn beside(test: &TestDb, name: &str) -> TestDb {
    let folder = test.folder.join(name);
    fs::create_dir(&folder).expect("a folder");
    let address = Address::Sqlite(folder.join("beside.db"));
    TestDb {
        db: Db::open(&address).await.expect("it opens"),
        clock: test.clock.clone(),
        engine: Engine::Sqlite,
        address,
        folder,
    }
}

async fn matter(act: &mut Act, county: &County, title: &str) -> Result<Id> {
    let id = Id::new(act.at);
    sql("INSERT INTO matter (id, organ_id, kind, title, state, procedure, procedure_version, confidentiality,
           received_on, open, historic, rev, events, head, created_at, updated_at)
         VALUES ($1, $2, 'proposal', $8, 'register', 'p', $3, 'internal', $4, TRUE, FALSE, $5, $5, $6, $7, $7)")
        .bind(id)
        .bind(act.organ())
        .bind(1i64)
        .bind(act.at.day())
        .bind(0i64)
        .bind(Vec::new())
        .bind(act.at.0)
        .bind(title)
        .run(&mut *act)
        .await?;
    let readers = [Reader {
        principal: county.organ,
        why: 0,
        wide: true,
    }];
    refresh(act, id, &readers).await?;
    append(
        act,
        Stream::Matter(id),
        Event::new("opened", Audience::Parties, &title)?,
    )
    .await?;
    Ok(id)
}

/// A county with history, a paper, a notice, a number and searched text.
async fn filled(test: &TestDb) -> Result<(County, Id)> {
    let county = test.county().await;
    let body = receive(&kernel(test), "答复.pdf", PDF.to_vec()).await?;
    let mut act = system_act(&test.db, county.organ, test.now()).await?;
    let mut first = None;
    for n in 0..450 {
        let id = matter(
            &mut act,
            &county,
            &format!("关于修建第{n}座桥的建议\n\"引号\"\\ 与 emoji 🌉"),
        )
        .await?;
        first.get_or_insert(id);
    }
    let first = first.expect("there is a matter");
    attach(
        &mut act,
        first,
        &body,
        &Place::new("paper", Audience::Parties),
    )
    .await?;
    let to = vec![To::Person(county.person("clerk"))];
    send(
        &mut act,
        Letter::new("notice-digest-more", to)
            .arg("n", 1i64)
            .about(first),
    )
    .await?;
    assert_eq!(numbering::next(&mut act, "proposal/2025").await?, 1);
    let row = load::matters(&mut act, &[first]).await?.remove(0);
    search::index(
        &mut act,
        &row,
        &[Document::new(
            search::Audience::Parties,
            "独柱桥墩",
            "请加固独柱桥墩",
        )],
    )
    .await?;
    act.commit().await?;
    seal(&test.db, test.now()).await?;
    test.session(&county, "clerk").await;
    Ok((county, first))
}

/// Everything that was there is there, and works.
async fn holds(test: &TestDb, county: &County, matter: Id) -> Result<()> {
    let report = verify(&test.db, |_| {}).await?;
    assert_eq!(
        (report.broken, report.events, report.seals, report.unsealed),
        (None, 450, 1, 0)
    );
    let clerk = account::actor_of(&test.db, county.account("clerk"), test.clock.today()).await?;
    let page = history::of_matter(&test.db, &clerk, matter, None, 5).await?;
    assert_eq!(
        page.rows[0].data(),
        "关于修建第0座桥的建议\n\"引号\"\\ 与 emoji 🌉"
    );
    let papers = file::of_matter(&test.db, &clerk, matter).await?;
    let (paper, bytes) = file::read(&kernel(test), &clerk, papers[0].id).await?;
    assert_eq!((paper.name.as_str(), bytes.as_slice()), ("答复.pdf", PDF));
    assert_eq!(
        unread(&test.db, &county.actor(test, "clerk").await).await?,
        1
    );
    let found = search::find(&test.db, &clerk, "独柱桥墩", None, None, 10).await?;
    assert_eq!(
        found.hits.iter().map(|h| h.matter).collect::<Vec<_>>(),
        [matter]
    );
    assert!(
        !sql("SELECT id FROM session").exists(&test.db).await?,
        "who restores signs in anew"
    );
    let mut act = system_act(&test.db, county.organ, test.now()).await?;
    assert_eq!(numbering::next(&mut act, "proposal/2025").await?, 2);
    append(
        &mut act,
        Stream::Matter(matter),
        Event::new("step", Audience::Parties, &2)?,
    )
    .await?;
    // Foreign keys stand again.
    let orphan = sql("INSERT INTO seal (organ_id, seq, at, hash) VALUES ($1, $1, $1, $2)")
        .bind(5i64)
        .bind(vec![0u8])
        .run(&mut act)
        .await;
    assert!(orphan.is_err());
    act.rollback().await?;
    Ok(())
}

/// Copies an archive, with one entry changed by `change`.
fn changed(from: &Path, to: &Path, entry: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) {
    let bytes = fs::read(from).expect("the archive");
    let mut old = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut new = ZipWriter::new(fs::File::create(to).expect("a file"));
    let mut met = false;
    for n in 0..old.len() {
        let mut part = old.by_index(n).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        if name.starts_with(entry) {
            met = true;
            bytes = change(bytes);
        }
        new.start_file(&name, SimpleFileOptions::default())
            .expect("a part");
        new.write_all(&bytes).expect("its bytes");
    }
    new.finish().expect("an archive");
    assert!(met, "{entry} is in the archive");
}

fn path(test: &TestDb) -> PathBuf {
    test.folder.join("backup.huiying.zip")
}

fn key(refused: Result<backup::Report>) -> String {
    match refused {
        Err(Error::Refused(message)) => message.key,
        other => panic!("{other:?}"),
    }
}

testkit::on_both! { &[kernel::MIGRATIONS];
    /// From SQLite to SQLite, and from PostgreSQL to SQLite.
    async fn a_backup_is_restored_into_sqlite(db: TestDb) -> Result<()> {
        let (county, matter) = filled(&db).await?;
        let mut last = Progress::default();
        let report = backup::write(&kernel(&db), &path(&db), |p| last = p).await?;
        assert_eq!((report.files, report.missing.len()), (1, 0));
        assert_eq!((last.done, last.of), (report.rows + 1, report.rows + 1));
        assert_eq!(backup::check(&path(&db)).await?, report);
        let other = beside(&db, "other").await;
        let mut last = Progress::default();
        assert_eq!(backup::restore(&kernel(&other), &path(&db), |p| last = p).await?, report);
        assert_eq!(last.done, last.of);
        holds(&other, &county, matter).await?;
        let second = db.folder.join("second.zip");
        let again = backup::write(&kernel(&other), &second, |_| {}).await?;
        assert_eq!((again.rows, again.tables), (report.rows, report.tables));
        other.db.close().await;
        Ok(())
    }

    /// From SQLite to SQLite, and from SQLite to PostgreSQL.
    async fn a_backup_of_sqlite_is_restored_here(db: TestDb) -> Result<()> {
        let other = beside(&db, "other").await;
        kernel(&other).migrate().await?;
        let (county, matter) = filled(&other).await?;
        let report = backup::write(&kernel(&other), &path(&db), |_| {}).await?;
        assert_eq!(backup::restore(&kernel(&db), &path(&db), |_| {}).await?, report);
        holds(&db, &county, matter).await?;
        assert_eq!(key(backup::restore(&kernel(&db), &path(&db), |_| {}).await), "backup-not-empty");
        other.db.close().await;
        Ok(())
    }

    /// A server writes meanwhile: the backup is of one instant, and its chains hold.
    async fn a_backup_beside_a_running_server_is_of_one_instant(db: TestDb) -> Result<()> {
        let (county, id) = filled(&db).await?;
        let stop = Arc::new(AtomicBool::new(false));
        let server = {
            let (stop, on, organ, at) = (stop.clone(), db.reopen().await, county.organ, db.now());
            tokio::spawn(async move {
                let mut n = 0;
                while !stop.load(Ordering::SeqCst) {
                    let mut act = system_act(&on, organ, at).await?;
                    append(&mut act, Stream::Matter(id), Event::new("step", Audience::Parties, &n)?).await?;
                    append(&mut act, Stream::Settings, Event::new("x", Audience::Parties, &n)?).await?;
                    act.commit().await?;
                    seal(&on, at).await?;
                    n += 1;
                }
                on.close().await;
                Ok::<i32, Error>(n)
            })
        };
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        backup::write(&kernel(&db), &path(&db), |_| {}).await?;
        stop.store(true, Ordering::SeqCst);
        assert!(server.await.expect("no panic")? > 0);
        let other = beside(&db, "other").await;
        backup::restore(&kernel(&other), &path(&db), |_| {}).await?;
        let report = verify(&other.db, |_| {}).await?;
        assert_eq!(report.broken, None);
        assert!(report.events > 450);
        other.db.close().await;
        Ok(())
    }

    async fn a_damaged_backup_restores_nothing(db: TestDb) -> Result<()> {
        let other = beside(&db, "other").await;
        kernel(&other).migrate().await?;
        filled(&other).await?;
        backup::write(&kernel(&other), &path(&db), |_| {}).await?;
        other.db.close().await;
        let bad = db.folder.join("bad.zip");
        let target = kernel(&db);
        for (entry, change) in [
            ("tables/person.jsonl", (|b| String::from_utf8_lossy(&b).replace("李文静", "李文净").into_bytes()) as fn(Vec<u8>) -> Vec<u8>),
            ("tables/unsealed.jsonl", |b| [b, b"[1,2,3]\n".to_vec()].concat()),
            ("tables/event.jsonl", |b| b[..b.len() / 2].to_vec()),
            ("files/", |mut b| {
                b[3] ^= 1;
                b
            }),
        ] {
            changed(&path(&db), &bad, entry, change);
            assert_eq!(key(backup::check(&bad).await), "backup-damaged", "{entry}");
            assert_eq!(key(backup::restore(&target, &bad, |_| {}).await), "backup-damaged", "{entry}");
            assert!(!sql("SELECT id FROM organ").exists(&db.db).await?);
        }
        let rename = |from: &'static str, to: &'static str| {
            move |b: Vec<u8>| String::from_utf8_lossy(&b).replacen(from, to, 1).into_bytes()
        };
        changed(&path(&db), &bad, "huiying.json", rename("\"format\": 1", "\"format\": 2"));
        assert_eq!(key(backup::restore(&target, &bad, |_| {}).await), "backup-newer");
        changed(&path(&db), &bad, "huiying.json", rename("\"kernel\",\n      1\n", "\"kernel\",\n      99\n"));
        assert_eq!(key(backup::restore(&target, &bad, |_| {}).await), "backup-schema");
        changed(&path(&db), &bad, "huiying.json", rename("\"initials\"", "\"initials, note\""));
        assert_eq!(key(backup::restore(&target, &bad, |_| {}).await), "backup-schema");
        fs::write(&bad, b"no archive").expect("it is written");
        assert_eq!(key(backup::restore(&target, &bad, |_| {}).await), "backup-not-one");
        // It is still empty, and takes the whole one.
        backup::restore(&target, &path(&db), |_| {}).await?;
        assert_eq!(verify(&db.db, |_| {}).await?.broken, None);
        Ok(())
    }

    async fn a_backup_overwrites_nothing_and_names_missing_papers(db: TestDb) -> Result<()> {
        filled(&db).await?;
        fs::write(path(&db), b"mine").expect("it is written");
        assert_eq!(key(backup::write(&kernel(&db), &path(&db), |_| {}).await), "backup-exists");
        assert_eq!(fs::read(path(&db)).expect("it is there"), b"mine");
        fs::remove_dir_all(file::folder(&db.folder)).expect("the papers vanish");
        let second = db.folder.join("second.zip");
        let report = backup::write(&kernel(&db), &second, |_| {}).await?;
        assert_eq!((report.files, report.missing.len()), (0, 1));
        assert_eq!(backup::check(&second).await?.missing, report.missing);
        let nowhere = db.folder.join("no/such/folder.zip");
        assert_eq!(key(backup::write(&kernel(&db), &nowhere, |_| {}).await), "backup-io");
        Ok(())
    }
}

#[cfg(unix)]
mod unix {
    use super::*;

    testkit::on_both! { &[kernel::MIGRATIONS];
        async fn a_backup_is_readable_by_its_owner_alone(db: TestDb) -> Result<()> {
            use std::os::unix::fs::PermissionsExt;
            backup::write(&kernel(&db), &path(&db), |_| {}).await?;
            let mode = fs::metadata(path(&db)).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            Ok(())
        }
    }
}
