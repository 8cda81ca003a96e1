//! The page of official documents and of what offices print themselves, for Word and WPS: measures, faces, lines, numbers.
//!
//! 22 lines of 28 characters come from a grid of lines alone (pitch 579 twips) and characters drawn together by
//! a quarter of a point: grids of lines and characters break in LibreOffice, and a pitch of 580 loses a
//! line. Fonts are named, not embedded; where an office lacks one its program takes a near one.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, DocGrid, DocGridType, Docx, FieldCharType, Footer, InstrPAGE,
    InstrText, LineSpacing, LineSpacingType, PageMargin, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, Run, RunFonts, SpecialIndentType,
};

use crate::letter::{Face, faces};
use crate::sheet_form::Part;

/// Twips, 1/20 pt. The page and the text on it.
pub(crate) const PAGE: (u32, u32) = (11_906, 16_838);
pub(crate) const TEXT_WIDTH: usize = 8_844;
/// The distance of lines.
pub(crate) const LINE: u32 = 579;
/// Half a character of the body, drawn together.
pub(crate) const HALF: f64 = 157.5;
pub(crate) const MILLIMETRE: f64 = 56.693;

pub(crate) const RED: &str = "FF0000";
pub(crate) const SONG_TITLE: &str = "方正小标宋简体";
pub(crate) const FANG: &str = "仿宋_GB2312";
pub(crate) const HEI: &str = "黑体";
pub(crate) const KAI: &str = "楷体_GB2312";
pub(crate) const SONG: &str = "宋体";

/// Sizes in half points: size 2 is 22 pt, size 3 is 16 pt, size 4 is 14 pt.
pub(crate) const SIZE_2: usize = 44;
pub(crate) const SIZE_3: usize = 32;
pub(crate) const SIZE_4: usize = 28;

/// A docx file of these paragraphs, on pages with their numbers.
pub(crate) fn bound(paragraphs: Vec<Paragraph>) -> Vec<u8> {
    bound_with(paragraphs.into_iter().map(Part::Words).collect())
}

/// A docx file of these paragraphs and tables, on pages with their numbers.
pub(crate) fn bound_with(parts: Vec<Part>) -> Vec<u8> {
    let mut docx = Docx::new()
        .default_fonts(fonts(FANG))
        .default_size(SIZE_3)
        .page_size(PAGE.0, PAGE.1)
        .page_margin(
            PageMargin::new()
                .top(2_098)
                .bottom(1_984)
                .left(1_588)
                .right(1_474)
                .header(851)
                // The number stands 7 mm under the text.
                .footer((23.0 * MILLIMETRE) as i32),
        )
        .footer(page_number(true))
        .even_footer(page_number(false));
    docx.document.section_property = docx.document.section_property.doc_grid(
        DocGrid::new()
            .grid_type(DocGridType::Lines)
            .line_pitch(LINE as usize),
    );
    for part in parts {
        docx = match part {
            Part::Words(paragraph) => docx.add_paragraph(paragraph),
            Part::Lined(table) => docx.add_table(table),
        };
    }
    let mut out = Cursor::new(Vec::new());
    // Writing to memory fails only where memory does.
    docx.build()
        .pack(&mut out)
        .expect("a document fits in memory");
    out.into_inner()
}

pub(crate) fn fonts(name: &str) -> RunFonts {
    RunFonts::new()
        .ascii(name)
        .hi_ansi(name)
        .east_asia(name)
        .cs(name)
}

pub(crate) fn run(text: &str, font: &str, size: usize) -> Run {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    Run::new().add_text(text).fonts(fonts(font)).size(size)
}

/// Words of the body, drawn together so that 28 fill a line.
pub(crate) fn words(text: &str, font: &str) -> Run {
    run(text, font, SIZE_3).character_spacing(-5)
}

pub(crate) fn halves(n: i32) -> i32 {
    (f64::from(n) * HALF).round() as i32
}

pub(crate) fn paragraph() -> Paragraph {
    Paragraph::new().line_spacing(
        LineSpacing::new()
            .line_rule(LineSpacingType::Auto)
            .line(240),
    )
}

pub(crate) fn empty() -> Paragraph {
    paragraph().add_run(words("", FANG))
}

pub(crate) fn indented(half_characters: i32) -> Paragraph {
    paragraph().indent(
        None,
        Some(SpecialIndentType::FirstLine(halves(half_characters))),
        None,
        None,
    )
}

pub(crate) fn border(position: ParagraphBorderPosition, eighths: usize) -> ParagraphBorder {
    ParagraphBorder::new(position)
        .val(BorderType::Single)
        .size(eighths)
        .space(0)
        .color("000000")
}

/// A paragraph of the body, its heading in a face of its own.
pub(crate) fn prose(text: &str) -> Paragraph {
    let mut p = indented(4).align(AlignmentType::Both);
    for (face, part) in faces(text) {
        let font = match face {
            Face::Hei => HEI,
            Face::Kai => KAI,
            Face::Fang => FANG,
        };
        p = p.add_run(words(part, font));
    }
    p
}

/// — 1 — in 宋体 of size 4, one character from the outer edge: right on odd pages, left on even ones (7.5).
fn page_number(odd: bool) -> Footer {
    let number = Run::new()
        .add_text("— ")
        .add_field_char(FieldCharType::Begin, false)
        .add_instr_text(InstrText::PAGE(InstrPAGE::new()))
        .add_field_char(FieldCharType::Separate, false)
        .add_text("1")
        .add_field_char(FieldCharType::End, false)
        .add_text(" —")
        .fonts(fonts(SONG))
        .size(SIZE_4);
    let line = Paragraph::new().snap_to_grid(false).add_run(number);
    Footer::new().add_paragraph(if odd {
        line.align(AlignmentType::Right)
            .indent(None, None, Some(280), None)
    } else {
        line.align(AlignmentType::Left)
            .indent(Some(280), None, None, None)
    })
}
