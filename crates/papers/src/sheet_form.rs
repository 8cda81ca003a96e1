//! A form an office prints and signs (报告单): a title, labelled facts, tables with lines around every cell, lines to sign on.

use docx_rs::{
    AlignmentType, Paragraph, Table, TableAlignmentType, TableCell, TableLayoutType, TableRow,
    VAlignType, WidthType,
};

use crate::page::{
    FANG, HEI, KAI, SIZE_2, SIZE_4, SONG_TITLE, TEXT_WIDTH, bound_with, empty, paragraph, run,
};

/// A table of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    pub title: String,
    pub head: Vec<String>,
    /// How wide the columns are, as parts of the whole.
    pub widths: Vec<usize>,
    pub rows: Vec<Vec<String>>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetForm {
    pub title: String,
    /// What stands under the title: the meeting.
    pub under: String,
    /// Label and words.
    pub facts: Vec<(String, String)>,
    pub grids: Vec<Grid>,
    /// Small lines below the tables.
    pub foot: Vec<String>,
    /// Whose signatures stand at the end.
    pub signs: Vec<String>,
    /// The line the date is written on.
    pub date: String,
}

/// A part of a document: a paragraph or a table.
#[expect(
    clippy::large_enum_variant,
    reason = "a document has a few dozen of them, for a moment"
)]
pub(crate) enum Part {
    Words(Paragraph),
    Lined(Table),
}

/// The form as a docx file.
pub fn docx(form: &SheetForm) -> Vec<u8> {
    let centred = |text: &str, font: &str, size: usize| {
        let set = paragraph().align(AlignmentType::Center);
        Part::Words(set.add_run(run(text, font, size)))
    };
    let mut parts = vec![
        centred(&form.title, SONG_TITLE, SIZE_2),
        centred(&form.under, KAI, SIZE_4),
        Part::Words(empty()),
        Part::Lined(facts(&form.facts)),
    ];
    for grid in &form.grids {
        let heading = paragraph().add_run(run(&grid.title, HEI, SIZE_4));
        parts.push(Part::Words(heading));
        parts.push(Part::Lined(lined(grid)));
    }
    for line in &form.foot {
        parts.push(Part::Words(paragraph().add_run(run(line, KAI, SMALL))));
    }
    parts.push(Part::Words(empty()));
    for name in &form.signs {
        let line = format!("{name}：{}", "\u{3000}".repeat(12));
        parts.push(Part::Words(paragraph().add_run(run(&line, FANG, SIZE_4))));
    }
    if !form.date.is_empty() {
        let set = paragraph().align(AlignmentType::Right);
        parts.push(Part::Words(set.add_run(run(&form.date, FANG, SIZE_4))));
    }
    bound_with(parts)
}

/// Size 5, as tables are set.
const SMALL: usize = 21;

fn cell(text: &str, width: usize, font: &str, to: AlignmentType) -> TableCell {
    let set = Paragraph::new()
        .snap_to_grid(false)
        .align(to)
        .add_run(run(text, font, SMALL));
    TableCell::new()
        .width(width, WidthType::Dxa)
        .vertical_align(VAlignType::Center)
        .add_paragraph(set)
}

fn table(rows: Vec<TableRow>, grid: Vec<usize>) -> Table {
    Table::new(rows)
        .set_grid(grid)
        .layout(TableLayoutType::Fixed)
        .width(TEXT_WIDTH, WidthType::Dxa)
        .align(TableAlignmentType::Center)
}

/// Two facts a row.
fn facts(all: &[(String, String)]) -> Table {
    let widths = parts_of(&[3, 5, 3, 5]);
    let blank = (String::new(), String::new());
    let rows = all.chunks(2).map(|pair| {
        let second = pair.get(1).unwrap_or(&blank);
        let cells = [&pair[0].0, &pair[0].1, &second.0, &second.1];
        let cells = cells
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(i, (text, width))| {
                let font = if i % 2 == 0 { HEI } else { FANG };
                cell(text, *width, font, AlignmentType::Left)
            });
        TableRow::new(cells.collect())
    });
    table(rows.collect(), widths.clone())
}

/// The width of the text, shared out.
fn parts_of(widths: &[usize]) -> Vec<usize> {
    let whole: usize = widths.iter().sum();
    widths
        .iter()
        .map(|w| TEXT_WIDTH * w / whole.max(1))
        .collect()
}

fn lined(grid: &Grid) -> Table {
    let widths = parts_of(&grid.widths);
    let row = |cells: &[String], font: &str| {
        let cells = cells
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(i, (text, width))| {
                let to = match i {
                    0 => AlignmentType::Left,
                    _ => AlignmentType::Center,
                };
                cell(text, *width, font, to)
            });
        TableRow::new(cells.collect()).cant_split()
    };
    let mut rows = vec![row(&grid.head, HEI)];
    rows.extend(grid.rows.iter().map(|cells| row(cells, FANG)));
    table(rows, widths.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_form_has_its_tables_and_lines_to_sign_on() {
        let form = SheetForm {
            title: "表决结果报告单".into(),
            under: "第三十一次会议".into(),
            facts: vec![("应投".into(), "31".into())],
            grids: vec![Grid {
                title: "表决结果".into(),
                head: vec!["事项".into(), "赞成".into()],
                widths: vec![3, 1],
                rows: vec![vec!["任命某某".into(), "27".into()]],
            }],
            foot: vec!["依据：《地方组织法》第五十一条".into()],
            signs: vec!["计票人（签名）".into()],
            date: "年　月　日".into(),
        };
        let bytes = docx(&form);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
        let mut text = String::new();
        let mut file = zip.by_name("word/document.xml").expect("the text");
        file.read_to_string(&mut text).expect("read");
        for said in [
            "表决结果报告单",
            "w:tbl",
            "任命某某",
            "27",
            "第五十一条",
            "计票人",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
}
