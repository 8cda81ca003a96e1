//! Bulletins and journals: the same words in the file and on the screen, nothing typed becomes markup.

use std::io::Read;

use chrono::NaiveDate;
use papers::periodical::{Periodical, Piece, Shape, article, docx};

fn issue(shape: Shape) -> Periodical {
    let piece = |title: &str, column: &str, page| Piece {
        column: Some(column.to_owned()),
        title: title.to_owned(),
        by: Some("白石乡人大".to_owned()),
        body: vec![
            "一、基本情况。各乡镇都动了起来。".to_owned(),
            "水清了<鱼>回来了。".to_owned(),
        ],
        page: Some(page),
    };
    Periodical {
        shape,
        mark: "云岭人大简报".to_owned(),
        secrecy: Some("内部资料".to_owned()),
        number: Some(12),
        total: Some(340),
        issuer: "云岭县人大常委会办公室".to_owned(),
        date: NaiveDate::from_ymd_opt(2026, 3, 5).expect("a date"),
        pieces: vec![
            piece("代表视察河道", "要闻", 1),
            piece("白石乡建起联络站", "基层", 3),
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

fn document(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a docx is a zip");
    let mut text = String::new();
    let mut part = zip.by_name("word/document.xml").expect("it has a text");
    part.read_to_string(&mut text).expect("it is UTF-8");
    text
}

const SAID: [&str; 9] = [
    "内部资料",
    "云岭人大简报",
    "第12期（总第340期）",
    "云岭县人大常委会办公室",
    "2026年3月5日",
    "代表视察河道",
    "白石乡人大",
    "报：市人大常委会办公室。",
    "发：各乡镇人大，县水务局。",
];

#[test]
fn a_bulletin_says_the_same_in_the_file_and_on_the_screen() {
    let bulletin = issue(Shape::Bulletin);
    let (file, screen) = (document(&docx(&bulletin)), article(&bulletin));
    for said in SAID.iter().chain(&["本期要目", "共印80份"]) {
        assert!(file.contains(said), "{said} in the file");
        assert!(screen.contains(said), "{said} on the screen");
    }
    for text in [&file, &screen] {
        assert!(text.contains("水清了&lt;鱼&gt;回来了"), "escaped");
        assert!(!text.contains("送："), "nobody it goes across to");
        assert!(!text.contains("目　录"));
    }
}

#[test]
fn a_journal_has_its_contents_with_pages_and_begins_pieces_on_theirs() {
    let journal = issue(Shape::Journal);
    let (file, screen) = (document(&docx(&journal)), article(&journal));
    for said in [
        "目　录",
        "【要闻】",
        "【基层】",
        "代表视察河道　白石乡人大",
        "2026年第12期",
    ] {
        assert!(file.contains(said), "{said} in the file");
        assert!(screen.contains(said), "{said} on the screen");
    }
    assert_eq!(
        file.matches("w:pageBreakBefore").count(),
        3,
        "the contents and two pages"
    );
}

#[test]
fn without_a_number_the_place_for_it_stays_open() {
    let draft = Periodical {
        number: None,
        total: None,
        ..issue(Shape::Bulletin)
    };
    assert!(article(&draft).contains("第　期"));
}
