//! Tables written and read back by the reader of imports, and by a second reader of workbooks.

use calamine::{Data, DataType, Reader, Xlsx};
use chrono::NaiveDate;
use papers::sheet::{Cell, Column, Kind, csv, xlsx};
use papers::table;
use std::io::{Cursor, Read};

fn columns() -> Vec<Column> {
    vec![
        Column::new("案由", Kind::Text),
        Column::new("件数", Kind::Number),
        Column::new("办结日期", Kind::Date),
        Column::new("登记时间", Kind::Moment),
    ]
}

fn rows() -> Vec<Vec<Cell>> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    let at = day.and_hms_opt(16, 4, 0).expect("a time");
    vec![
        vec![
            "=HYPERLINK(\"http://x\",\"看\")".into(),
            Cell::Integer(-3),
            day.into(),
            Cell::Moment(at),
        ],
        vec!["@会办".into(), Cell::Number(2.5), Cell::Empty, Cell::Empty],
        vec!["+86 10".into(), Cell::Integer(440_101_199_001_011_234)],
    ]
}

#[test]
fn a_workbook_keeps_words_numbers_and_days() {
    let bytes = xlsx("云岭县提案登记表", &columns(), rows().into_iter()).expect("written");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
    let formulas = book.worksheet_formula("云岭县提案登记表").expect("a sheet");
    assert!(formulas.is_empty(), "{formulas:?}");
    let sheet = book.worksheet_range("云岭县提案登记表").expect("a sheet");
    let at = |y, x| sheet.get_value((y, x)).cloned().unwrap_or(Data::Empty);
    assert_eq!(at(0, 0), Data::String("云岭县提案登记表".into()));
    assert_eq!(at(1, 2), Data::String("办结日期".into()));
    assert_eq!(
        at(2, 0),
        Data::String("=HYPERLINK(\"http://x\",\"看\")".into())
    );
    assert_eq!(at(2, 1), Data::Float(-3.0));
    assert_eq!(at(2, 2).as_date(), NaiveDate::from_ymd_opt(2026, 11, 24));
    assert_eq!(
        at(2, 3).as_datetime().map(|t| t.to_string()),
        Some("2026-11-24 16:04:00".into())
    );
    assert_eq!(at(3, 0), Data::String("@会办".into()));
    assert_eq!(at(3, 1), Data::Float(2.5));
    // A number of eighteen digits keeps them all.
    assert_eq!(at(4, 1), Data::String("440101199001011234".into()));
}

#[test]
fn the_header_is_frozen_and_columns_fit_chinese() {
    let mut long = rows();
    long.push(vec!["关于加强农村饮用水水源地保护的建议".into()]);
    let bytes = xlsx("表", &columns(), long.into_iter()).expect("written");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut xml = String::new();
    zip.by_name("xl/worksheets/sheet1.xml")
        .expect("a sheet")
        .read_to_string(&mut xml)
        .expect("text");
    assert!(xml.contains("ySplit=\"2\""), "{xml}");
    assert!(xml.contains("state=\"frozen\""));
    assert!(xml.contains("<autoFilter ref=\"A2:D6\"/>"), "{xml}");
    let width: f64 = xml
        .split("<col min=\"1\" max=\"1\" width=\"")
        .nth(1)
        .and_then(|x| x.split('"').next())
        .and_then(|x| x.parse().ok())
        .expect("the first column's width");
    assert!((34.0..40.0).contains(&width), "17 characters: {width}");
}

#[test]
fn what_we_write_our_own_import_reads() {
    const KNOWN: &[table::header::Column] = &[
        table::header::Column {
            key: "title",
            names: &["案由"],
            required: true,
        },
        table::header::Column {
            key: "count",
            names: &["件数"],
            required: true,
        },
    ];
    let book = xlsx("登记表", &columns(), rows().into_iter()).expect("written");
    let found = table::header::find(table::read(&book).expect("read"), KNOWN).expect("a header");
    assert_eq!(found.header_row, 2);
    assert_eq!(found.title, "登记表");
    assert_eq!(found.rows.len(), 3);
    let text = csv(&columns(), rows().into_iter()).expect("written");
    let found = table::header::find(table::read(&text).expect("read"), KNOWN).expect("a header");
    assert_eq!(found.rows.len(), 3);
}

#[test]
fn a_text_table_computes_nothing() {
    let bytes = csv(&columns(), rows().into_iter()).expect("written");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(lines[0], "\u{feff}案由,件数,办结日期,登记时间");
    assert_eq!(
        lines[1],
        "\"'=HYPERLINK(\"\"http://x\"\",\"\"看\"\")\",-3,2026-11-24,2026-11-24 16:04"
    );
    assert_eq!(lines[2], "'@会办,2.5,,");
    assert_eq!(lines[3], "'+86 10,440101199001011234,,");
    assert_eq!(lines[4..], [""]);
}

#[test]
fn a_title_no_tab_may_have_still_gives_a_workbook() {
    let title = "二〇二六年[全县]/各乡镇*代表建议：办理情况统计表（截至十一月底）";
    let bytes = xlsx(title, &columns(), std::iter::empty()).expect("written");
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["二〇二六年全县各乡镇代表建议："]);
}
