//! An Excel 97–2003 workbook as offices still send it, made here record by record.

use std::io::{Cursor, Write};

use papers::table::header::{self, Column};
use papers::table::{Cell, Format, OtherKind, TableError, read};

/// One record: its kind, its length, its bytes.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let long = u16::try_from(data.len()).expect("a short record");
    [&kind.to_le_bytes()[..], &long.to_le_bytes(), data].concat()
}

fn begin(of: u16) -> Vec<u8> {
    let mut data = [0x0600u16.to_le_bytes(), of.to_le_bytes()].concat();
    data.resize(16, 0);
    record(0x0809, &data)
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let wide: Vec<u16> = text.encode_utf16().collect();
    let mut data = [row, column, 0, wide.len() as u16]
        .map(u16::to_le_bytes)
        .concat();
    data.push(1);
    data.extend(wide.iter().flat_map(|c| c.to_le_bytes()));
    record(0x0204, &data)
}

fn number(row: u16, column: u16, n: f64) -> Vec<u8> {
    let at = [row, column, 0].map(u16::to_le_bytes).concat();
    record(0x0203, &[at.as_slice(), &n.to_le_bytes()].concat())
}

/// A book of one sheet with these records, in its container.
fn book(stream: &str, sheet: &[Vec<u8>]) -> Vec<u8> {
    let name: Vec<u8> = [
        &[2u8, 1][..],
        &"表一"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
    ]
    .concat();
    let globals = |at: u32| {
        let listed = [&at.to_le_bytes()[..], &[0, 0], &name].concat();
        [begin(0x0005), record(0x0085, &listed), record(0x000A, &[])].concat()
    };
    let at = globals(0).len() as u32;
    let mut bytes = globals(at);
    bytes.extend(begin(0x0010));
    bytes.extend(sheet.concat());
    bytes.extend(record(0x000A, &[]));
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))
            .expect("a container");
    file.create_stream(format!("/{stream}"))
        .and_then(|mut s| s.write_all(&bytes))
        .expect("its stream");
    file.flush().expect("written");
    file.into_inner().into_inner()
}

fn dimensions(rows: u32, columns: u16) -> Vec<u8> {
    let mut data = [0u32.to_le_bytes(), rows.to_le_bytes()].concat();
    data.extend([0u16, columns, 0].map(u16::to_le_bytes).concat());
    record(0x0200, &data)
}

#[test]
fn a_workbook_of_excel_97_is_read() {
    let bytes = book(
        "Workbook",
        &[
            dimensions(3, 3),
            label(0, 0, "某县代表建议一览表"),
            label(1, 0, "建议号"),
            label(1, 1, "建议题目"),
            label(1, 2, "提出日期"),
            label(2, 0, "001"),
            label(2, 1, "关于打井的建议"),
            number(2, 2, 44201.0),
            label(3, 2, "共 1 件"),
        ],
    );
    let read_back = read(&bytes).expect("it is read");
    assert_eq!(read_back.format, Format::Xls);
    let columns: &'static [Column] = &[
        Column {
            key: "number",
            names: &["建议号"],
            required: true,
        },
        Column {
            key: "title",
            names: &["建议题目"],
            required: true,
        },
        Column {
            key: "day",
            names: &["提出日期"],
            required: false,
        },
    ];
    let table = header::find(read_back, columns).expect("its header is found");
    assert_eq!(
        (table.title.as_str(), table.rows.len()),
        ("某县代表建议一览表", 1)
    );
    let row = &table.rows[0];
    assert_eq!(table.cell(row, "number"), &Cell::Text("001".to_owned()));
    assert_eq!(table.cell(row, "day"), &Cell::Number(44201.0));
}

/// What only looks like one is named for what it is, and what would not fit any memory is refused before it is laid out.
#[test]
fn others_in_the_same_container_are_told_apart() {
    let word = book("WordDocument", &[]);
    assert_eq!(read(&word).err(), Some(TableError::Other(OtherKind::Word)));
    let locked = book("EncryptedPackage", &[]);
    assert_eq!(read(&locked).err(), Some(TableError::Password));
    let other = book("Contents", &[]);
    assert_eq!(
        read(&other).err(),
        Some(TableError::Other(OtherKind::OldExcel))
    );
    let announces = book("Workbook", &[dimensions(u32::MAX, 200), number(0, 0, 1.0)]);
    assert!(matches!(read(&announces), Err(TableError::Damaged(_))));
    let corner = book("Workbook", &[number(0, 0, 1.0), number(65_535, 255, 1.0)]);
    assert_eq!(read(&corner).err(), Some(TableError::UnpacksTooLarge));
    let cut = &book("Workbook", &[number(0, 0, 1.0)])[..700];
    assert!(read(cut).is_err());
}
