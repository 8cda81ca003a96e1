//! Issues and letters as PDF, read again with `pdftotext`: its pages, its words, its numbers. Where the machine has no Chinese typeface,
//! or no `pdftotext`, the tests say so and check nothing more.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use papers::letter::{self, Class, Letter};
use papers::periodical::{Periodical, Piece, Shape, pdf};
use papers::print::{Faces, NoFace, Refused};

/// What somebody may type who wants more than words.
const HOSTILE: &str = r##"水#strong[鱼]*粗*_斜_`码`$x^2$\n @label <piece-0> "引" #read("/etc/passwd") //注 = 题 - 项 ~ \u{41} #"##;

fn faces() -> Option<Faces> {
    let found = Faces::find(None);
    if found.is_err() {
        eprintln!("skipped: this machine has no Chinese typeface");
    }
    found.ok()
}

/// The words of each page, without blanks.
fn pages(bytes: &[u8]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("issue.pdf");
    std::fs::write(&file, bytes).expect("written");
    if let Some(kept) = std::env::var_os("HUIYING_KEEP_PDF") {
        let name = std::thread::current().name().unwrap_or("issue").to_owned();
        std::fs::create_dir_all(&kept).expect("a folder");
        std::fs::write(std::path::Path::new(&kept).join(name + ".pdf"), bytes).expect("kept");
    }
    let Ok(read) = Command::new("pdftotext")
        .arg("-layout")
        .arg(&file)
        .arg("-")
        .output()
    else {
        eprintln!("skipped: no pdftotext on the path");
        return None;
    };
    assert!(read.status.success(), "it opens: {read:?}");
    let text = String::from_utf8(read.stdout).expect("UTF-8");
    let mut pages: Vec<String> = text
        .split('\u{c}')
        .map(|page| page.chars().filter(|c| !c.is_whitespace()).collect())
        .collect();
    // A form feed ends the last one too.
    assert_eq!(pages.pop().as_deref(), Some(""));
    Some(pages)
}

fn piece(title: &str, column: &str, page: i64, paragraphs: usize) -> Piece {
    let long = "各乡镇都动了起来，代表走进选区听取意见，梳理问题，逐件交办、逐件督办、逐件反馈。"
        .repeat(6);
    let mut body = vec![
        "一、基本情况。各乡镇都动了起来。".to_owned(),
        "（一）家底。全县有代表之家12个、联络站96个，人大代表1 240人次走进去。".to_owned(),
    ];
    body.extend((0..paragraphs).map(|_| long.clone()));
    Piece {
        column: Some(column.to_owned()),
        title: title.to_owned(),
        by: Some("白石乡人大".to_owned()),
        body,
        page: Some(page),
    }
}

fn issue(shape: Shape) -> Periodical {
    Periodical {
        shape,
        mark: "云岭人大简报".to_owned(),
        secrecy: Some("内部资料".to_owned()),
        number: Some(12),
        total: Some(340),
        issuer: "云岭县人大常委会办公室".to_owned(),
        date: NaiveDate::from_ymd_opt(2026, 3, 5).expect("a date"),
        pieces: vec![
            piece("代表视察河道", "要闻", 1, 9),
            piece("白石乡建起联络站", "基层", 3, 1),
        ],
        to: vec![
            ("报".to_owned(), vec!["市人大常委会办公室".to_owned()]),
            ("送".to_owned(), Vec::new()),
            (
                "发".to_owned(),
                vec!["各乡镇人大".to_owned(), "县水务局".to_owned()],
            ),
        ],
        copies: Some(80),
    }
}

#[test]
fn a_bulletin_is_set_with_its_words_and_numbers() {
    let Some(faces) = faces() else { return };
    let bytes = pdf(&issue(Shape::Bulletin), &faces).expect("set");
    assert_eq!(
        bytes,
        pdf(&issue(Shape::Bulletin), &faces).expect("again"),
        "the same bytes"
    );
    let Some(pages) = pages(&bytes) else { return };
    let whole = pages.concat();
    for said in [
        "内部资料",
        "云岭人大简报",
        "第12期（总第340期）",
        "云岭县人大常委会办公室",
        "2026年3月5日",
        "本期要目",
        "代表视察河道",
        "◆白石乡建起联络站",
        "（白石乡人大）",
        "报：市人大常委会办公室。",
        "发：各乡镇人大，县水务局。",
        "（共印80份）",
    ] {
        assert!(whole.contains(said), "{said}: {whole}");
    }
    assert!(!whole.contains("送："), "nobody it goes across to");
    // 10 paragraphs of 240 characters, 28 to a line and 22 lines to a page.
    assert_eq!(pages.len(), 6, "{pages:?}");
    for (n, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("—{}—", n + 1)), "page {n}: {page}");
    }
}

#[test]
fn twenty_two_lines_of_twenty_eight_characters_stand_on_a_page() {
    let Some(faces) = faces() else { return };
    let mut issue = issue(Shape::Bulletin);
    issue.pieces.truncate(1);
    issue.pieces[0].body = vec!["人".repeat(28 * 22 * 3)];
    let bytes = pdf(&issue, &faces).expect("set");
    let Some(pages) = pages(&bytes) else { return };
    let full = pages[1].matches('人').count();
    assert_eq!(full, 28 * 22, "{pages:?}");
}

#[test]
fn a_journal_has_a_cover_and_contents_with_the_pages_its_pieces_fall_on() {
    let Some(faces) = faces() else { return };
    let bytes = pdf(&issue(Shape::Journal), &faces).expect("set");
    let Some(pages) = pages(&bytes) else { return };
    let (cover, contents) = (&pages[0], &pages[1]);
    assert!(
        cover.contains("2026年第12期（总第340期）") && !cover.contains('—'),
        "{cover}"
    );
    assert!(
        contents.contains("目录") && !contents.contains("—1—"),
        "{contents}"
    );
    assert!(
        pages[2].contains("—1—") && pages[2].contains("【要闻】"),
        "{}",
        pages[2]
    );
    let last = pages
        .iter()
        .rposition(|p| p.contains("白石乡建起联络站"))
        .expect("the second piece");
    let number = last - 1;
    assert!(
        pages[last].contains(&format!("—{number}—")),
        "{}",
        pages[last]
    );
    let line = contents.split("白石乡建起联络站").nth(1).expect("its line");
    assert!(line.ends_with(&number.to_string()), "{number}: {line}");
    assert!(
        contents.contains("【基层】") && contents.contains("代表视察河道白石乡人大"),
        "{contents}"
    );
}

#[test]
fn a_letter_is_set_with_everything_it_says() {
    let Some(faces) = faces() else { return };
    let date = NaiveDate::from_ymd_opt(2026, 6, 5).expect("a day");
    let title = "关于对县十七届人大六次会议\n第12号建议的答复";
    let mut reply = Letter::new(
        "云岭县水务局文件",
        "云水函〔2026〕12号".to_owned(),
        title,
        date,
    );
    reply.class = Some(Class::A);
    reply.signatory = Some("周启明".to_owned());
    reply.urgency = Some("特急".to_owned());
    reply.to = vec!["杨志明代表".to_owned()];
    reply.body = vec![
        "您提出的《关于修缮东干渠的建议》收悉，现答复如下：".to_owned(),
        "一、办理情况".to_owned(),
        format!("（一）现场勘查。{HOSTILE}"),
        "东干渠全长八公里，年久失修，渗漏严重，我局已列入今年水利工程维修养护计划，资金三十万元已经落实，六月底前开工。"
            .to_owned(),
    ];
    reply.attachments = vec!["现场照片".to_owned(), "工程清单".to_owned()];
    reply.issuers = vec!["云岭县水务局".to_owned()];
    reply.note = Some("联系人：李静，电话：0000-1234567".to_owned());
    reply.copies = vec!["县人大常委会办公室".to_owned(), "县政府办公室".to_owned()];
    reply.printed_by = Some("云岭县水务局办公室".to_owned());
    let bytes = letter::pdf(&reply, &faces).expect("set");
    let Some(pages) = pages(&bytes) else { return };
    assert_eq!(pages.len(), 2, "{pages:?}");
    let whole = pages.concat();
    let typed: String = HOSTILE.chars().filter(|c| !c.is_whitespace()).collect();
    for said in [
        "特急A类",
        "云岭县水务局文件",
        "云水函〔2026〕12号签发人：周启明",
        "关于对县十七届人大六次会议第12号建议的答复",
        "杨志明代表：",
        &typed,
        "附件：1.现场照片2.工程清单",
        "云岭县水务局2026年6月5日",
        "（联系人：李静，电话：0000-1234567）",
        "抄送：县人大常委会办公室，县政府办公室。",
        "云岭县水务局办公室2026年6月5日印发",
        "—1—",
    ] {
        assert!(whole.contains(said), "{said}: {whole}");
    }
}

#[test]
fn what_was_typed_stays_words() {
    let Some(faces) = faces() else { return };
    for shape in [Shape::Bulletin, Shape::Journal] {
        let mut issue = issue(shape);
        issue.mark = "#云岭*".to_owned();
        issue.issuer = HOSTILE.to_owned();
        issue.to[0].1.push("#panic()".to_owned());
        for piece in &mut issue.pieces {
            piece.title = HOSTILE.to_owned();
            piece.column = Some("]#".to_owned());
            piece.by = Some("\\".to_owned());
            piece.body = vec![
                HOSTILE.to_owned(),
                format!("一、{HOSTILE}。"),
                "a\u{0}b\u{202e}c𫝀\u{10ffff}".to_owned(),
            ];
        }
        let bytes = pdf(&issue, &faces).expect("set");
        let Some(pages) = pages(&bytes) else { return };
        let whole = pages.concat();
        let typed: String = HOSTILE.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(whole.matches(&typed).count() >= 4, "{typed}: {whole}");
        for said in ["#云岭*", "#panic()", "\\", "abc〓〓"] {
            assert!(whole.contains(said), "{said}: {whole}");
        }
        assert!(!whole.contains("root:"), "nothing of this machine is read");
    }
}

#[test]
fn nothing_that_was_typed_holds_the_setter_up() {
    let Some(faces) = faces() else { return };
    let mut wide = String::new();
    for n in 0..5_000 {
        let _ = write!(wide, "a{n}，（“");
    }
    for (name, body) in [
        ("one word", vec!["a".repeat(30_000)]),
        ("one paragraph", vec!["水".repeat(40_000)]),
        ("marks", vec![wide]),
        ("paragraphs", vec!["水".to_owned(); 5_000]),
    ] {
        let mut issue = issue(Shape::Bulletin);
        issue.pieces[0].body = body;
        let begun = Instant::now();
        pdf(&issue, &faces).expect("set");
        let took = begun.elapsed();
        eprintln!("{name}: {took:?}");
        assert!(took < Duration::from_secs(240), "{name}: {took:?}");
    }
    let mut issue = issue(Shape::Bulletin);
    issue.pieces[0].body = vec!["水".repeat(200_001)];
    assert_eq!(pdf(&issue, &faces), Err(Refused::TooLong));
}

#[test]
fn without_a_chinese_typeface_nothing_is_set() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(Faces::only(folder.path()).err(), Some(NoFace));
}

/// Prints how long an issue of four pages takes once the typefaces are read.
#[test]
fn four_pages_take_a_moment() {
    let Some(faces) = faces() else { return };
    let mut issue = issue(Shape::Bulletin);
    issue.pieces[0].body.truncate(6);
    pdf(&issue, &faces).expect("set");
    let begun = Instant::now();
    let bytes = pdf(&issue, &faces).expect("set");
    eprintln!("four pages: {:?}, {} bytes", begun.elapsed(), bytes.len());
    assert!(begun.elapsed() < Duration::from_secs(20));
    let Some(pages) = pages(&bytes) else { return };
    assert_eq!(pages.len(), 4);
}
