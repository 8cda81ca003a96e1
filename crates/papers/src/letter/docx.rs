//! A document for Word and WPS.
//!
//! 22 lines of 28 characters come from a grid of lines alone (pitch 579 twips) and characters drawn together by
//! a quarter of a point: grids of lines and characters break in LibreOffice, and a pitch of 580 loses a
//! line. Fonts are named, not embedded; where an office lacks one its program takes a near one.

use super::{Face, Letter, addressees, attachments, closing, copies, day, faces, printed};
use docx_rs::{
    AlignmentType, BorderType, DocGrid, DocGridType, Docx, FieldCharType, Footer, InstrPAGE,
    InstrText, LineSpacing, LineSpacingType, PageMargin, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, RunFonts, SpecialIndentType, Tab, TabValueType,
};
use std::io::Cursor;

/// Twips, 1/20 pt. The page and the text on it.
const PAGE: (u32, u32) = (11_906, 16_838);
const TEXT_WIDTH: usize = 8_844;
/// The distance of lines.
const LINE: u32 = 579;
/// Half a character of the body, drawn together.
const HALF: f64 = 157.5;
const MILLIMETRE: f64 = 56.693;

const RED: &str = "FF0000";
const SONG_TITLE: &str = "方正小标宋简体";
const FANG: &str = "仿宋_GB2312";
const HEI: &str = "黑体";
const KAI: &str = "楷体_GB2312";
const SONG: &str = "宋体";

/// Sizes in half points: size 2 is 22 pt, size 3 is 16 pt, size 4 is 14 pt.
const SIZE_2: usize = 44;
const SIZE_3: usize = 32;
const SIZE_4: usize = 28;

/// The document as a docx file.
pub fn docx(letter: &Letter) -> Vec<u8> {
    let mut paragraphs = head(letter);
    paragraphs.extend(body(letter));
    paragraphs.extend(close(letter));
    paragraphs.extend(imprint(letter));
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
    for paragraph in paragraphs {
        docx = docx.add_paragraph(paragraph);
    }
    let mut out = Cursor::new(Vec::new());
    // Writing to memory fails only where memory does.
    docx.build()
        .pack(&mut out)
        .expect("a document fits in memory");
    out.into_inner()
}

fn fonts(name: &str) -> RunFonts {
    RunFonts::new()
        .ascii(name)
        .hi_ansi(name)
        .east_asia(name)
        .cs(name)
}

fn run(text: &str, font: &str, size: usize) -> Run {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    Run::new().add_text(text).fonts(fonts(font)).size(size)
}

/// Words of the body, drawn together so that 28 fill a line.
fn words(text: &str, font: &str) -> Run {
    run(text, font, SIZE_3).character_spacing(-5)
}

fn halves(n: i32) -> i32 {
    (f64::from(n) * HALF).round() as i32
}

fn paragraph() -> Paragraph {
    Paragraph::new().line_spacing(
        LineSpacing::new()
            .line_rule(LineSpacingType::Auto)
            .line(240),
    )
}

fn empty() -> Paragraph {
    paragraph().add_run(words("", FANG))
}

fn head(letter: &Letter) -> Vec<Paragraph> {
    let right = Tab::new().val(TabValueType::Right).pos(TEXT_WIDTH);
    let mut lines: Vec<&str> = [&letter.secrecy, &letter.urgency]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if lines.is_empty() {
        lines.push("");
    }
    let mut out = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let mut p = paragraph().add_tab(right.clone()).add_run(words(line, HEI));
        if let (0, Some(class)) = (n, letter.class) {
            p = p
                .add_run(Run::new().add_tab())
                .add_run(words(class.label(), HEI));
        }
        out.push(p);
    }
    // The mark stands 35 mm under the upper edge of the text (7.2.4), as large as it fits on one line.
    let above = (35.0 * MILLIMETRE) as u32 - LINE * lines.len() as u32;
    let signs = letter.mark.chars().count().max(1);
    let points = (TEXT_WIDTH / 20 / signs).clamp(22, 48);
    out.push(
        Paragraph::new()
            .align(AlignmentType::Center)
            .snap_to_grid(false)
            .line_spacing(LineSpacing::new().before(above))
            .add_run(run(&letter.mark, SONG_TITLE, points * 2).color(RED)),
    );
    out.push(empty());
    out.push(empty());
    let number = match &letter.signatory {
        Some(name) => paragraph()
            .indent(Some(halves(2)), None, Some(halves(2)), None)
            .add_tab(
                Tab::new()
                    .val(TabValueType::Right)
                    .pos(TEXT_WIDTH - halves(2) as usize),
            )
            .add_run(words(&letter.number, FANG))
            .add_run(Run::new().add_tab())
            .add_run(words("签发人：", FANG))
            .add_run(words(name, KAI)),
        None => paragraph()
            .align(AlignmentType::Center)
            .add_run(words(&letter.number, FANG)),
    };
    out.push(number);
    // The red line, as wide as the text, 4 mm under the number (7.2.7).
    let red = border(ParagraphBorderPosition::Top, 16).color(RED);
    out.push(
        Paragraph::new()
            .snap_to_grid(false)
            .line_spacing(
                LineSpacing::new()
                    .line_rule(LineSpacingType::Exact)
                    .before((4.0 * MILLIMETRE) as u32)
                    .line(LINE as i32),
            )
            .set_borders(ParagraphBorders::with_empty().set(red)),
    );
    out.push(empty());
    out
}

fn border(position: ParagraphBorderPosition, eighths: usize) -> ParagraphBorder {
    ParagraphBorder::new(position)
        .val(BorderType::Single)
        .size(eighths)
        .space(0)
        .color("000000")
}

fn body(letter: &Letter) -> Vec<Paragraph> {
    let mut out = Vec::new();
    for line in letter.title.lines() {
        out.push(
            Paragraph::new()
                .align(AlignmentType::Center)
                .keep_next(true)
                .snap_to_grid(false)
                .line_spacing(
                    LineSpacing::new()
                        .line_rule(LineSpacingType::Exact)
                        .line(680),
                )
                .add_run(run(line, SONG_TITLE, SIZE_2)),
        );
    }
    out.push(empty());
    if let Some(to) = addressees(letter) {
        out.push(
            paragraph()
                .align(AlignmentType::Both)
                .add_run(words(&to, FANG)),
        );
    }
    for text in &letter.body {
        let mut p = indented(4).align(AlignmentType::Both);
        for (face, part) in faces(text) {
            let font = match face {
                Face::Hei => HEI,
                Face::Kai => KAI,
                Face::Fang => FANG,
            };
            p = p.add_run(words(part, font));
        }
        out.push(p);
    }
    let lines = attachments(letter);
    if !lines.is_empty() {
        out.push(empty());
    }
    for (label, name) in lines {
        // The names stand under one another, their second lines too: two characters, then 附件：, then `1.`.
        let number = if letter.attachments.len() > 1 { 2 } else { 0 };
        let left = halves(4 + 6 + number);
        let hanging = halves(super::halves(&label));
        out.push(
            paragraph()
                .indent(
                    Some(left),
                    Some(SpecialIndentType::Hanging(hanging)),
                    None,
                    None,
                )
                .add_run(words(&format!("{label}{name}"), FANG)),
        );
    }
    out
}

fn indented(half_characters: i32) -> Paragraph {
    paragraph().indent(
        None,
        Some(SpecialIndentType::FirstLine(halves(half_characters))),
        None,
        None,
    )
}

fn close(letter: &Letter) -> Vec<Paragraph> {
    let date = day(letter.date);
    let last = letter.issuers.last().map_or("", String::as_str);
    let right = |text: &str, indent: i32| {
        paragraph()
            .align(AlignmentType::Right)
            .keep_next(true)
            .indent(None, None, Some(halves(indent)), None)
            .add_run(words(text, FANG))
    };
    // Room for the seal, whose lower edge lies on the date.
    let mut out = vec![empty().keep_next(true), empty().keep_next(true)];
    for name in &letter.issuers {
        out.push(right(name, closing(name, &date).0));
    }
    out.push(right(&date, closing(last, &date).1).keep_next(false));
    if let Some(note) = &letter.note {
        out.push(indented(4).add_run(words(&format!("（{note}）"), FANG)));
    }
    out
}

/// 版记, at the foot of the last page: thick lines outside, a thin one between (7.4.1).
fn imprint(letter: &Letter) -> Vec<Paragraph> {
    let (copies, printed) = (copies(letter), printed(letter));
    let character = 280;
    let mut lines = Vec::new();
    if let Some(copies) = &copies {
        let hanging = SpecialIndentType::Hanging(3 * character);
        lines.push(
            Paragraph::new()
                .indent(Some(4 * character), Some(hanging), Some(character), None)
                .add_run(run(copies, FANG, SIZE_4)),
        );
    }
    if let Some((by, on)) = &printed {
        let right = Tab::new()
            .val(TabValueType::Right)
            .pos(TEXT_WIDTH - character as usize);
        lines.push(
            Paragraph::new()
                .indent(Some(character), None, Some(character), None)
                .add_tab(right)
                .add_run(run(by, FANG, SIZE_4))
                .add_run(Run::new().add_tab())
                .add_run(run(on, FANG, SIZE_4)),
        );
    }
    let last = lines.len().saturating_sub(1);
    lines
        .into_iter()
        .enumerate()
        .map(|(n, p)| {
            let thickness = if n == 0 { 8 } else { 6 };
            let mut borders =
                ParagraphBorders::with_empty().set(border(ParagraphBorderPosition::Top, thickness));
            if n == last {
                borders = borders.set(border(ParagraphBorderPosition::Bottom, 8));
            }
            p.snap_to_grid(false)
                .set_borders(borders)
                .wrap("around")
                .v_anchor("margin")
                .h_anchor("margin")
                .x_align("left")
                .y_align("bottom")
                .frame_width(TEXT_WIDTH as u32)
        })
        .collect()
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
