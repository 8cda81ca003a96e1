//! An issue for Word and WPS.

use docx_rs::{
    AlignmentType, LineSpacing, LineSpacingType, Paragraph, ParagraphBorderPosition,
    ParagraphBorders, Run, SpecialIndentType, Tab, TabLeaderType, TabValueType,
};

use super::{Periodical, Piece, Shape};
use crate::letter::day;
use crate::page::{
    FANG, HEI, KAI, LINE, MILLIMETRE, RED, SIZE_2, SIZE_4, SONG_TITLE, TEXT_WIDTH, border, bound,
    empty, halves, paragraph, prose, run, words,
};

/// The issue as a docx file.
pub fn docx(issue: &Periodical) -> Vec<u8> {
    let mut out = match issue.shape {
        Shape::Bulletin => bulletin_head(issue),
        Shape::Journal => cover_and_contents(issue),
    };
    for (n, piece) in issue.pieces.iter().enumerate() {
        out.extend(one(issue, piece, n));
    }
    out.extend(foot(issue));
    bound(out)
}

fn centred(text: &str, font: &str, size: usize) -> Paragraph {
    Paragraph::new()
        .align(AlignmentType::Center)
        .snap_to_grid(false)
        .add_run(run(text, font, size))
}

/// As large as it fits on one line.
fn mark(issue: &Periodical, most: usize) -> Paragraph {
    let signs = issue.mark.chars().count().max(1);
    let points = (TEXT_WIDTH / 20 / signs).clamp(22, most);
    Paragraph::new()
        .align(AlignmentType::Center)
        .snap_to_grid(false)
        .add_run(run(&issue.mark, SONG_TITLE, points * 2).color(RED))
}

/// Two texts at the ends of a line.
fn ends(left: &str, right: &str) -> Paragraph {
    paragraph()
        .indent(Some(halves(2)), None, Some(halves(2)), None)
        .add_tab(
            Tab::new()
                .val(TabValueType::Right)
                .pos(TEXT_WIDTH - halves(2) as usize),
        )
        .add_run(words(left, FANG))
        .add_run(Run::new().add_tab())
        .add_run(words(right, FANG))
}

fn red_line() -> Paragraph {
    let red = border(ParagraphBorderPosition::Top, 16).color(RED);
    Paragraph::new()
        .snap_to_grid(false)
        .line_spacing(
            LineSpacing::new()
                .line_rule(LineSpacingType::Exact)
                .before((2.0 * MILLIMETRE) as u32)
                .line(LINE as i32),
        )
        .set_borders(ParagraphBorders::with_empty().set(red))
}

fn bulletin_head(issue: &Periodical) -> Vec<Paragraph> {
    let top = issue.secrecy.as_deref().unwrap_or_default();
    let mut out = vec![paragraph().add_run(words(top, HEI)), empty()];
    out.push(mark(issue, 48));
    out.push(
        paragraph()
            .align(AlignmentType::Center)
            .add_run(words(&issue.label(), FANG)),
    );
    out.push(empty());
    out.push(ends(&issue.issuer, &day(issue.date)));
    out.push(red_line());
    if issue.pieces.len() > 1 {
        out.push(
            paragraph()
                .align(AlignmentType::Center)
                .add_run(words("本期要目", HEI)),
        );
        for piece in &issue.pieces {
            let indent = Some(SpecialIndentType::Hanging(halves(2)));
            out.push(
                paragraph()
                    .indent(Some(halves(6)), indent, None, None)
                    .add_run(words(&format!("◆{}", piece.title), KAI)),
            );
        }
        out.push(empty());
    }
    out
}

fn cover_and_contents(issue: &Periodical) -> Vec<Paragraph> {
    let mut out = vec![
        paragraph().add_run(words(issue.secrecy.as_deref().unwrap_or_default(), HEI)),
        empty(),
        empty(),
        empty(),
        mark(issue, 64),
        empty(),
        centred(&issue.year_label(), FANG, SIZE_2),
    ];
    out.extend((0..9).map(|_| empty()));
    out.push(centred(&issue.issuer, KAI, SIZE_2));
    out.push(centred(&day(issue.date), FANG, SIZE_4));
    let title = centred("目　录", SONG_TITLE, SIZE_2).page_break_before(true);
    out.push(title);
    out.push(empty());
    let leader = Tab::new()
        .val(TabValueType::Right)
        .leader(TabLeaderType::Dot)
        .pos(TEXT_WIDTH);
    for (column, pieces) in issue.by_column() {
        if let Some(column) = column {
            out.push(
                paragraph()
                    .keep_next(true)
                    .add_run(words(&format!("【{column}】"), HEI)),
            );
        }
        for piece in pieces {
            let named = match &piece.by {
                Some(by) => format!("{}　{by}", piece.title),
                None => piece.title.clone(),
            };
            let page = piece.page.map(|p| p.to_string()).unwrap_or_default();
            out.push(
                paragraph()
                    .add_tab(leader.clone())
                    .indent(Some(halves(2)), None, None, None)
                    .add_run(words(&named, FANG))
                    .add_run(Run::new().add_tab())
                    .add_run(words(&page, FANG)),
            );
        }
    }
    out
}

/// A piece: in a bulletin one after the other, in a journal from a new page where its page is another than that of
/// the piece before.
fn one(issue: &Periodical, piece: &Piece, n: usize) -> Vec<Paragraph> {
    let before = n.checked_sub(1).and_then(|n| issue.pieces.get(n));
    let column = piece
        .column
        .as_deref()
        .filter(|c| before.is_none_or(|b| b.column.as_deref() != Some(c)));
    let turns = issue.shape == Shape::Journal && before.is_none_or(|b| b.page != piece.page);
    let mut out = Vec::new();
    if n > 0 && !turns {
        out.push(empty());
    }
    if let Some(column) = column.filter(|_| issue.shape == Shape::Journal) {
        let line = paragraph().add_run(words(&format!("【{column}】"), HEI));
        out.push(line.keep_next(true).page_break_before(turns));
    }
    let mut title = Paragraph::new()
        .align(AlignmentType::Center)
        .keep_next(true)
        .snap_to_grid(false)
        .line_spacing(
            LineSpacing::new()
                .line_rule(LineSpacingType::Exact)
                .line(680),
        )
        .add_run(run(&piece.title, SONG_TITLE, SIZE_2));
    if turns && out.is_empty() {
        title = title.page_break_before(true);
    }
    out.push(title);
    if let (Some(by), Shape::Journal) = (&piece.by, issue.shape) {
        out.push(
            paragraph()
                .align(AlignmentType::Center)
                .keep_next(true)
                .add_run(words(by, KAI)),
        );
    }
    out.push(empty());
    out.extend(piece.body.iter().map(|text| prose(text)));
    if let (Some(by), Shape::Bulletin) = (&piece.by, issue.shape) {
        out.push(
            paragraph()
                .align(AlignmentType::Right)
                .add_run(words(&format!("（{by}）"), KAI)),
        );
    }
    out
}

/// 报、送、发 between two lines, the copies below.
fn foot(issue: &Periodical) -> Vec<Paragraph> {
    let lines = issue.distribution();
    if lines.is_empty() && issue.copies.is_none() {
        return Vec::new();
    }
    let character = 280;
    let hanging = SpecialIndentType::Hanging(2 * character);
    let mut out = vec![empty()];
    let last = lines.len().saturating_sub(1);
    for (n, line) in lines.iter().enumerate() {
        let mut borders = ParagraphBorders::with_empty();
        if n == 0 {
            borders = borders.set(border(ParagraphBorderPosition::Top, 8));
        }
        if n == last {
            borders = borders.set(border(ParagraphBorderPosition::Bottom, 8));
        }
        out.push(
            Paragraph::new()
                .snap_to_grid(false)
                .indent(Some(3 * character), Some(hanging), Some(character), None)
                .set_borders(borders)
                .add_run(run(line, FANG, SIZE_4)),
        );
    }
    if let Some(copies) = issue.copies {
        out.push(
            Paragraph::new()
                .align(AlignmentType::Right)
                .snap_to_grid(false)
                .add_run(run(&format!("（共印{copies}份）"), FANG, SIZE_4)),
        );
    }
    out
}
