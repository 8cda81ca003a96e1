//! Papers: what is kept, under which name, and who reads it.

use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::time::{Duration, SystemTime};

use kernel::access::Act;
use kernel::db::sql;
use kernel::error::{Error, Result};
use kernel::file::{
    self, Kind, MOST, Place, attach, hand_on, held, hold, look, of_matter, open, read, receive,
    remove, sweep,
};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::listing::{Reader, refresh};
use kernel::{Kernel, Part};
use testkit::{County, TestDb, system_act};
use tokio::io::AsyncReadExt;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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

fn zip(parts: &[&str]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        zip.start_file(*part, SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(b"<x/>").expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

fn compound(streams: &[&str]) -> Vec<u8> {
    let mut out = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    out.resize(512, 0);
    for stream in streams {
        out.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        out.resize(out.len() + 64, 0);
    }
    out
}

fn key(name: &str, bytes: &[u8]) -> String {
    match look(name, bytes) {
        Err(Error::Refused(message)) => message.key,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn kinds_are_told_by_content() {
    let gb: &[u8] = &[0xB4, 0xF0, 0xB8, 0xB4, b'\r', b'\n', 0x81, 0x30, 0x81, 0x30];
    for (name, bytes, kind) in [
        ("a.pdf", PDF.to_vec(), Kind::Pdf),
        ("照片.txt", b"\x89PNG\r\n\x1a\n0000".to_vec(), Kind::Png),
        ("a.jpg", vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16], Kind::Jpeg),
        (
            "答复.docx",
            zip(&["[Content_Types].xml", "word/document.xml"]),
            Kind::Docx,
        ),
        (
            "表.xlsx",
            zip(&["_rels/.rels", "xl/workbook.xml"]),
            Kind::Xlsx,
        ),
        ("文.ofd", zip(&["OFD.xml", "Doc_0/Document.xml"]), Kind::Ofd),
        (
            "旧.doc",
            compound(&["Root Entry", "WordDocument"]),
            Kind::Doc,
        ),
        ("旧.et", compound(&["Root Entry", "Workbook"]), Kind::Xls),
        ("说明.txt", "说明\r\n".as_bytes().to_vec(), Kind::Text),
        ("说明.txt", gb.to_vec(), Kind::Text),
        ("a.csv", b"a,b\n".to_vec(), Kind::Csv),
    ] {
        assert_eq!(look(name, &bytes).expect(name), kind, "{name}");
    }
}

#[test]
fn what_could_do_harm_is_refused_with_its_sentence() {
    for (name, bytes, expected) in [
        ("答复.pdf", b"MZ\x90\0\x03\0\0\0".to_vec(), "file-program"),
        (
            "答复.pdf",
            b"\x7fELF\x02\x01\x01\0\xff".to_vec(),
            "file-program",
        ),
        ("a.txt", b"#!/bin/sh\nrm -rf /\n".to_vec(), "file-program"),
        ("a.bat", b"@echo off\r\n".to_vec(), "file-program"),
        (
            "a.txt",
            b"<!DOCTYPE html><script>1</script>".to_vec(),
            "file-page",
        ),
        ("a.txt", b"  \n<svg onload=1>".to_vec(), "file-page"),
        ("a.html", b"hello".to_vec(), "file-page"),
        (
            "a.docx",
            zip(&["word/document.xml", "word/vbaProject.bin"]),
            "file-macros",
        ),
        (
            "a.doc",
            compound(&["WordDocument", "_VBA_PROJECT"]),
            "file-macros",
        ),
        ("a.docx", zip(&["readme.txt"]), "file-archive"),
        ("a.docx", b"PK\x03\x04 and no more".to_vec(), "file-damaged"),
        ("a.7z", b"7z\xBC\xAF\x27\x1C\0\0".to_vec(), "file-archive"),
        ("a.bin", vec![0, 1, 2, 3], "file-unknown"),
        ("a", b"plain".to_vec(), "file-unknown"),
    ] {
        assert_eq!(key(name, &bytes), expected, "{name}");
    }
}

async fn matter(act: &mut Act, county: &County) -> Result<Id> {
    let id = Id::new(act.at);
    sql("INSERT INTO matter (id, organ_id, kind, title, state, procedure, procedure_version, confidentiality,
           received_on, open, historic, rev, events, head, created_at, updated_at)
         VALUES ($1, $2, 'proposal', '修桥', 'register', 'p', $3, 'internal', $4, TRUE, FALSE, $5, $5, $6, $7, $7)")
        .bind(id)
        .bind(act.organ())
        .bind(1i64)
        .bind(act.at.day())
        .bind(0i64)
        .bind(Vec::new())
        .bind(act.at.0)
        .run(&mut *act)
        .await?;
    let readers = [
        Reader {
            principal: county.organ,
            why: 0,
            wide: true,
        },
        Reader {
            principal: county.unit("water"),
            why: 1,
            wide: false,
        },
    ];
    refresh(act, id, &readers).await?;
    Ok(id)
}

/// Files below the folder of papers.
fn bodies(test: &TestDb) -> usize {
    fn below(path: &std::path::Path) -> usize {
        fs::read_dir(path).map_or(0, |found| {
            found
                .flatten()
                .map(|e| {
                    if e.path().is_dir() {
                        below(&e.path())
                    } else {
                        1
                    }
                })
                .sum()
        })
    }
    below(&file::folder(&test.folder))
}

/// Turns the clock of a body's file back.
fn age(test: &TestDb, digest: &str, days: u64) {
    let path = file::folder(&test.folder)
        .join(&digest[..2])
        .join(&digest[2..4])
        .join(digest);
    let then = SystemTime::now() - Duration::from_secs(days * 86_400);
    File::options()
        .append(true)
        .open(path)
        .expect("the body")
        .set_modified(then)
        .expect("its time");
}

testkit::on_both! { &[kernel::MIGRATIONS];
    async fn a_paper_is_read_by_whom_it_is_for(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        let body = receive(&kernel, "../答复函.pdf", PDF.to_vec()).await?;
        let again = receive(&kernel, "副本.pdf", PDF.to_vec()).await?;
        assert_eq!((body.digest(), bodies(&db)), (again.digest(), 1), "kept once");
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let id = matter(&mut act, &county).await?;
        let all = attach(&mut act, id, &body, &Place::new("paper", Audience::Parties)).await?;
        let office = attach(&mut act, id, &again, &Place::new("paper", Audience::Office)).await?;
        act.commit().await?;
        let clerk = county.actor(&db, "clerk").await;
        let unit = county.actor(&db, "unit").await;
        let names = |papers: Vec<file::Paper>| papers.into_iter().map(|p| p.name).collect::<Vec<String>>();
        let seen = names(of_matter(&db.db, &clerk, id).await?);
        assert!(seen.contains(&"答复函.pdf".to_owned()) && seen.len() == 2);
        assert_eq!(names(of_matter(&db.db, &unit, id).await?), ["答复函.pdf"]);
        let mut opened = open(&kernel, &unit, all).await?;
        let mut bytes = Vec::new();
        opened.file.read_to_end(&mut bytes).await.map_err(Error::internal)?;
        assert_eq!((bytes.as_slice(), opened.paper.mime.as_str()), (PDF, "application/pdf"));
        assert!(matches!(open(&kernel, &unit, office).await, Err(Error::NotFound)));
        assert_eq!(read(&kernel, &clerk, office).await?.1, PDF);
        for outsider in ["unit2", "deputy", "sysadmin"] {
            let actor = county.actor(&db, outsider).await;
            assert!(matches!(open(&kernel, &actor, all).await, Err(Error::NotFound)), "{outsider}");
            assert!(matches!(of_matter(&db.db, &actor, id).await, Err(Error::NotFound)), "{outsider}");
        }
        let other = db.other_county().await.actor(&db, "clerk").await;
        assert!(matches!(read(&kernel, &other, all).await, Err(Error::NotFound)));
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        assert_eq!(remove(&mut act, id, all).await?, "答复函.pdf");
        assert!(matches!(remove(&mut act, id, all).await, Err(Error::NotFound)));
        act.commit().await?;
        assert!(matches!(open(&kernel, &clerk, all).await, Err(Error::NotFound)));
        Ok(())
    }

    async fn a_changed_body_is_not_handed_out(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        let body = receive(&kernel, "a.pdf", PDF.to_vec()).await?;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let id = matter(&mut act, &county).await?;
        let paper = attach(&mut act, id, &body, &Place::new("paper", Audience::Parties)).await?;
        act.commit().await?;
        let clerk = county.actor(&db, "clerk").await;
        let digest = body.digest();
        let path = file::folder(&db.folder).join(&digest[..2]).join(&digest[2..4]).join(&digest);
        let mut changed = PDF.to_vec();
        changed[20] ^= 1;
        fs::write(&path, &changed).expect("an intruder writes");
        assert!(matches!(read(&kernel, &clerk, paper).await, Err(Error::Internal(_))));
        fs::write(&path, b"short").expect("an intruder writes");
        assert!(matches!(open(&kernel, &clerk, paper).await, Err(Error::Internal(_))));
        fs::remove_file(&path).expect("it vanishes");
        assert!(matches!(open(&kernel, &clerk, paper).await, Err(Error::Internal(_))));
        Ok(())
    }

    async fn only_old_orphans_are_swept(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        let attached = receive(&kernel, "a.pdf", PDF.to_vec()).await?;
        let orphan = receive(&kernel, "b.txt", b"orphan".to_vec()).await?;
        let young = receive(&kernel, "c.txt", b"young".to_vec()).await?;
        let undone = receive(&kernel, "d.txt", b"undone".to_vec()).await?;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let id = matter(&mut act, &county).await?;
        attach(&mut act, id, &attached, &Place::new("paper", Audience::Parties)).await?;
        act.commit().await?;
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        attach(&mut act, id, &undone, &Place::new("paper", Audience::Parties)).await?;
        act.rollback().await?;
        for body in [&attached, &orphan, &undone] {
            age(&db, &body.digest(), 3);
        }
        age(&db, &young.digest(), 1);
        fs::write(file::folder(&db.folder).join("note.txt"), b"somebody's").expect("it is written");
        assert_eq!(sweep(&kernel).await?, 2);
        assert_eq!(bodies(&db), 3);
        // Handed in again, an old orphan is young.
        let again = receive(&kernel, "c.txt", b"young".to_vec()).await?;
        age(&db, &again.digest(), 5);
        receive(&kernel, "c.txt", b"young".to_vec()).await?;
        assert_eq!(sweep(&kernel).await?, 0);
        Ok(())
    }

    async fn what_is_held_is_its_accounts_own_for_a_day(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        let clerk = county.actor(&db, "clerk").await;
        let unit = county.actor(&db, "unit").await;
        let kept = hold(&kernel, &clerk, "../答复函.pdf", PDF.to_vec()).await?;
        assert_eq!(kept.body.name, "答复函.pdf");
        assert_eq!(held(&kernel, &clerk, &[kept.id]).await?, std::slice::from_ref(&kept));
        assert!(matches!(held(&kernel, &unit, &[kept.id]).await, Err(Error::Invalid(_))));
        assert!(matches!(hold(&kernel, &clerk, "a.bat", b"@echo off".to_vec()).await, Err(Error::Refused(_))));
        db.clock.set(db.now().plus_seconds(25 * 3600));
        assert!(matches!(held(&kernel, &clerk, &[kept.id]).await, Err(Error::Invalid(_))));
        sweep(&kernel).await?;
        let left = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM file_held").count(&db.db).await?;
        assert_eq!(left, 0);
        Ok(())
    }

    async fn a_units_paper_is_handed_on_to_all(db: TestDb) -> Result<()> {
        let county = db.county().await;
        let kernel = kernel(&db);
        let body = receive(&kernel, "答复函.pdf", PDF.to_vec()).await?;
        let water = county.unit("water");
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let id = matter(&mut act, &county).await?;
        let own = Place::new("draft", Audience::Named(vec![water])).of_unit(Some(water));
        let paper = attach(&mut act, id, &body, &own).await?;
        act.commit().await?;
        let clerk = county.actor(&db, "clerk").await;
        let unit = county.actor(&db, "unit").await;
        assert!(open(&kernel, &unit, paper).await.is_ok());
        assert!(matches!(open(&kernel, &clerk, paper).await, Err(Error::NotFound)));
        let mut act = system_act(&db.db, county.organ, db.now()).await?;
        let all = Place::new("reply", Audience::Parties);
        assert_eq!(hand_on(&mut act, id, water, "draft", &all).await?, ["答复函.pdf"]);
        assert!(hand_on(&mut act, id, water, "draft", &all).await?.is_empty());
        act.commit().await?;
        let (seen, _) = read(&kernel, &clerk, paper).await?;
        assert_eq!((seen.place.as_str(), seen.unit_id), ("reply", Some(water)));
        Ok(())
    }

    async fn too_much_and_nothing_are_refused(db: TestDb) -> Result<()> {
        let kernel = kernel(&db);
        assert!(matches!(receive(&kernel, "a.pdf", vec![b'a'; MOST + 1]).await, Err(Error::TooLarge(_))));
        assert!(matches!(receive(&kernel, "a.pdf", Vec::new()).await, Err(Error::Refused(_))));
        assert_eq!(bodies(&db), 0);
        Ok(())
    }
}
