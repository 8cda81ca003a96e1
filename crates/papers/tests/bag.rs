//! Archive packages, unpacked and put before the reference validator.

use chrono::NaiveDate;
use papers::bag::{Bag, BagError, Info, safe};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::process::Command;

fn info() -> Info {
    Info {
        source_organization: "云岭县人大常委会办公室".to_owned(),
        bagging_date: NaiveDate::from_ymd_opt(2026, 11, 24),
        external_identifier: "2026-012".to_owned(),
        external_description: "第12号建议\nPayload-Oxum: 1.1".to_owned(),
        more: vec![("Contact-Name".to_owned(), "办公室".to_owned())],
    }
}

fn package() -> Vec<u8> {
    let mut bag = Bag::new(Cursor::new(Vec::new()), "建议-2026-012").expect("a bag");
    let words = "请修缮东干渠。".repeat(40_000);
    for (path, text) in [
        ("01 建议原文.txt", words.as_str()),
        ("答复/复函.html", "<p>已办结</p>"),
        ("空.txt", ""),
        ("a~b 100％.txt", "x"),
    ] {
        bag.add(path, &mut text.as_bytes()).expect("added");
    }
    bag.finish(&info()).expect("finished").into_inner()
}

fn files(package: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(package)).expect("a zip");
    (0..zip.len())
        .map(|n| {
            let mut file = zip.by_index(n).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            let name = file.name().expect("a name").into_owned();
            let path = name.strip_prefix("建议-2026-012/").expect("one folder");
            (path.to_owned(), bytes)
        })
        .collect()
}

#[test]
fn manifests_hold_every_file() {
    let files = files(package());
    let text = |path: &str| String::from_utf8(files[path].clone()).expect("UTF-8");
    for (manifest, count) in [("manifest-sha256.txt", 4), ("tagmanifest-sha256.txt", 3)] {
        let text = text(manifest);
        assert_eq!(text.lines().count(), count, "{text}");
        for line in text.lines() {
            let (digest, path) = line.split_once("  ").expect("two blanks");
            assert_eq!(digest, hex::encode(Sha256::digest(&files[path])), "{path}");
        }
    }
    let about = text("bag-info.txt");
    let bytes: usize = files
        .iter()
        .filter(|(path, _)| path.starts_with("data/"))
        .map(|(_, bytes)| bytes.len())
        .sum();
    assert!(
        about.contains(&format!("\nPayload-Oxum: {bytes}.4\n")),
        "{about}"
    );
    // What a person typed begins no label of its own.
    assert_eq!(about.matches("\nPayload-Oxum").count(), 1);
    assert!(about.contains("\nBagging-Date: 2026-11-24\n"));
}

#[test]
fn the_same_files_give_the_same_package() {
    assert_eq!(package(), package());
}

#[test]
fn a_stream_gives_a_package_too() {
    let mut out = Vec::new();
    let mut bag = Bag::stream(&mut out, "建议-2026-012").expect("a bag");
    bag.add("x.txt", &mut "x".as_bytes()).expect("added");
    bag.finish(&info()).expect("finished");
    let files = files(out);
    assert_eq!(files["data/x.txt"], b"x");
    assert_eq!(files.len(), 5);
}

#[test]
fn unsafe_and_repeated_names_are_refused() {
    let mut bag = Bag::new(Cursor::new(Vec::new()), "x").expect("a bag");
    let mut add = |path: &str| bag.add(path, &mut "x".as_bytes());
    for path in [
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a//b",
        "a\\b",
        "c:x",
        "NUL.txt",
        "x.",
        "a\nb",
        "~root",
        "50%.txt",
    ] {
        assert!(matches!(add(path), Err(BagError::Unsafe(_))), "{path:?}");
    }
    add("a/B.txt").expect("safe");
    assert!(matches!(add("a/b.txt"), Err(BagError::Twice(_))));
    assert!(matches!(
        Bag::new(Cursor::new(Vec::new()), "a/b"),
        Err(BagError::Unsafe(_))
    ));
}

#[test]
fn a_name_is_made_safe_and_stays_so() {
    for (typed, name) in [
        ("关于“东干渠”的建议?.docx", "关于“东干渠”的建议？.docx"),
        ("../../etc/passwd", "／..／etc／passwd"),
        ("a\u{202e}cod.exe", "acod.exe"),
        ("con.txt", "_con.txt"),
        (" . ", "_"),
        ("100%", "100％"),
    ] {
        assert_eq!(safe(typed), name);
    }
    let long = safe(&format!("{}.docx", "渠".repeat(300)));
    assert!(long.len() <= 200 && long.ends_with("渠.docx"), "{long}");
    for name in ["~~", "NUL", "渠", "x . .", &"~".repeat(500)] {
        let name = safe(name);
        assert_eq!(safe(&name), name);
    }
}

/// bagit-python, where the whole check has fetched it.
#[test]
fn the_reference_validator_accepts_it() {
    let Some(bagit) = std::env::var_os("HUIYING_TEST_BAGIT") else {
        println!("skipped: HUIYING_TEST_BAGIT names no bagit.py; `cargo xtask test` fetches it");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    zip::ZipArchive::new(Cursor::new(package()))
        .expect("a zip")
        .extract(folder.path())
        .expect("unpacked");
    let bag = folder.path().join("建议-2026-012");
    // The validator asks Python for its own version, which an uninstalled file has none of.
    let about = folder.path().join("bagit-0.dist-info");
    std::fs::create_dir(&about).expect("a folder");
    std::fs::write(
        about.join("METADATA"),
        "Metadata-Version: 2.1\nName: bagit\nVersion: 0\n",
    )
    .expect("written");
    let validate = || {
        Command::new("python3")
            .arg(&bagit)
            .env("PYTHONPATH", folder.path())
            .arg("--validate")
            .arg(&bag)
            .output()
            .expect("python3")
    };
    let said = validate();
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    // And it does look: a changed file is found.
    std::fs::write(bag.join("data/空.txt"), "不空").expect("written");
    assert!(!validate().status.success());
}
