//! A document for Word and WPS.
//!
//! What every official page has alike stands in [`crate::page`].

use super::{Letter, addressees, attachments, closing, copies, day, printed};
use crate::page::{
    FANG, HEI, KAI, LINE, MILLIMETRE, RED, SIZE_2, SIZE_4, SONG_TITLE, TEXT_WIDTH, border, bound,
    empty, halves, indented, paragraph, prose, run, words,
};
use docx_rs::{
    AlignmentType, LineSpacing, LineSpacingType, Paragraph, ParagraphBorderPosition,
    ParagraphBorders, Run, SpecialIndentType, Tab, TabValueType,
};

/// The document as a docx file.
pub fn docx(letter: &Letter) -> Vec<u8> {
    let mut paragraphs = head(letter);
    paragraphs.extend(body(letter));
    paragraphs.extend(close(letter));
    paragraphs.extend(imprint(letter));
    bound(paragraphs)
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
        out.push(prose(text));
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
