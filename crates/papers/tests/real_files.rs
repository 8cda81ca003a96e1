//! The sample files offices really send, when the checkout has them beside it.

use papers::table::cell::{self, DateRules};
use papers::table::header::{Column, Table, find};
use papers::table::{Encoding, Format, Separator, read};
use std::path::Path;

fn sample(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        println!("skipped: {} is not there", path.display());
    }
    bytes
}

const PROPOSALS: &[Column] = &[
    Column {
        key: "number",
        names: &["提案号", "编号", "序号"],
        required: true,
    },
    Column {
        key: "title",
        names: &["案由", "标题", "题目"],
        required: true,
    },
    Column {
        key: "proposer",
        names: &["提案人", "第一提案人", "领衔代表"],
        required: true,
    },
    Column {
        key: "category",
        names: &["类别"],
        required: false,
    },
    Column {
        key: "submitted_on",
        names: &["提交日期"],
        required: false,
    },
    Column {
        key: "unit",
        names: &["承办单位"],
        required: false,
    },
    Column {
        key: "body",
        names: &["内容"],
        required: false,
    },
];

fn table(name: &str, columns: &[Column]) -> Option<Table> {
    let table = find(read(&sample(name)?).expect("readable"), columns).expect("a header");
    assert_eq!(table.missing, Vec::<&str>::new());
    Some(table)
}

#[test]
fn the_register_of_proposals() {
    let Some(table) = table("proposals-2019.xlsx", PROPOSALS) else {
        return;
    };
    assert_eq!(table.title, "政协提案登记表（2019年）");
    assert_eq!(
        (table.header_row, table.rows.len(), table.notes.len()),
        (2, 218, 0)
    );
    let mut forms = std::collections::HashSet::new();
    for row in &table.rows {
        let number = cell::code(table.cell(row, "number")).value.expect("number");
        assert_eq!(number.len(), 4, "leading zeros are kept: {number}");
        let date = cell::date(table.cell(row, "submitted_on"), DateRules::default());
        let day = date
            .value
            .unwrap_or_else(|| panic!("row {}: {:?}", row.number, date.remark));
        assert_eq!(date.remark, None, "row {}", row.number);
        assert!(day.to_string().starts_with("2019-0"), "{day}");
        forms.insert(std::mem::discriminant(table.cell(row, "submitted_on")));
        let names = cell::names(table.cell(row, "proposer"))
            .value
            .expect("proposer");
        assert_eq!(names.listed.len(), 1, "{names:?}");
        assert!(!cell::text(table.cell(row, "title")).is_error());
    }
    assert!(forms.len() >= 2, "dates came both as dates and as texts");
    let longest = table
        .rows
        .iter()
        .filter_map(|r| cell::text(table.cell(r, "body")).value)
        .map(|t| t.chars().count())
        .max();
    assert_eq!(longest, Some(4_740), "long texts are whole");
}

#[test]
fn the_roster_of_deputies() {
    let columns = [
        Column {
            key: "delegation",
            names: &["代表团"],
            required: true,
        },
        Column {
            key: "name",
            names: &["姓名"],
            required: true,
        },
        Column {
            key: "born_on",
            names: &["出生年月"],
            required: false,
        },
        Column {
            key: "phone",
            names: &["联系电话", "手机"],
            required: false,
        },
    ];
    let Some(table) = table("deputies.xlsx", &columns) else {
        return;
    };
    assert_eq!(table.rows.len(), 186);
    assert_eq!(table.notes.len(), 1, "the note at the end is no person");
    let mut delegations = std::collections::BTreeSet::new();
    for row in &table.rows {
        delegations.insert(
            cell::text(table.cell(row, "delegation"))
                .value
                .expect("delegation"),
        );
        let name = cell::name(table.cell(row, "name")).value.expect("name");
        assert!(!name.contains(' '));
        let phone = cell::phone(table.cell(row, "phone"));
        assert!(
            phone.remark.is_none() && phone.value.is_some_and(|p| p.len() == 11),
            "row {}",
            row.number
        );
        let born = cell::date(table.cell(row, "born_on"), DateRules::default());
        assert!(
            born.value.is_some(),
            "row {}: {:?}",
            row.number,
            born.remark
        );
    }
    assert_eq!(delegations.len(), 12);
}

#[test]
fn the_ledger_is_the_same_as_workbook_and_as_gb18030_text() {
    let columns = [
        Column {
            key: "date",
            names: &["刊发日期"],
            required: true,
        },
        Column {
            key: "title",
            names: &["标题"],
            required: true,
        },
        Column {
            key: "outlet",
            names: &["媒体"],
            required: true,
        },
    ];
    let (Some(book), Some(csv)) = (sample("manuscripts.xlsx"), sample("manuscripts-gbk.csv"))
    else {
        return;
    };
    let csv = read(&csv).expect("readable");
    assert_eq!(
        csv.format,
        Format::Text(Encoding::Gb18030, Separator::Comma)
    );
    let tables =
        [read(&book).expect("readable"), csv].map(|b| find(b, &columns).expect("a header"));
    let [workbook, text] = tables.map(|t| {
        t.rows
            .iter()
            .map(|r| {
                let day = cell::date(t.cell(r, "date"), DateRules::default());
                (
                    day.value.expect("date"),
                    cell::text(t.cell(r, "title")).value,
                    cell::text(t.cell(r, "outlet")).value,
                )
            })
            .collect::<Vec<_>>()
    });
    assert_eq!(workbook, text);
}

#[test]
fn petitions_in_utf8() {
    let columns = [
        Column {
            key: "number",
            names: &["编号"],
            required: true,
        },
        Column {
            key: "title",
            names: &["主题"],
            required: true,
        },
        Column {
            key: "at",
            names: &["时间"],
            required: true,
        },
        Column {
            key: "category",
            names: &["类别"],
            required: true,
        },
    ];
    let Some(table) = table("petitions.csv", &columns) else {
        return;
    };
    assert_eq!(table.rows.len(), 247);
    for row in &table.rows {
        assert!(
            cell::moment(table.cell(row, "at"), DateRules::default())
                .value
                .is_some(),
            "row {}",
            row.number
        );
    }
}
