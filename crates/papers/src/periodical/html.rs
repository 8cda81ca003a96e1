//! An issue for the screen and the printer; everything that was typed is escaped.

use std::fmt::Write;

use super::{Periodical, Piece, Shape};
use crate::letter::{Face, day, element, escaped, faces};

/// How the classes of [`article`] look besides those of letters.
pub const STYLE: &str = include_str!("periodical.css");

/// The issue as one `<article class="letter periodical">`.
pub fn article(issue: &Periodical) -> String {
    let mut out = String::from("<article class=\"letter periodical\" lang=\"zh-CN\"><header>");
    if let Some(secrecy) = &issue.secrecy {
        element(&mut out, "p", "hei", secrecy);
    }
    element(&mut out, "p", "mark", &issue.mark);
    let label = match issue.shape {
        Shape::Bulletin => issue.label(),
        Shape::Journal => issue.year_label(),
    };
    element(&mut out, "p", "label", &label);
    out.push_str("<p class=\"ends\">");
    element(&mut out, "span", "", &issue.issuer);
    element(&mut out, "span", "", &day(issue.date));
    out.push_str("</p><hr></header>");
    match issue.shape {
        Shape::Bulletin if issue.pieces.len() > 1 => {
            element(&mut out, "p", "contents", "本期要目");
            for piece in &issue.pieces {
                element(&mut out, "p", "kai line", &format!("◆{}", piece.title));
            }
        }
        Shape::Bulletin => {}
        Shape::Journal => contents(&mut out, issue),
    }
    let mut column = None;
    for piece in &issue.pieces {
        if issue.shape == Shape::Journal && piece.column != column {
            column.clone_from(&piece.column);
            if let Some(column) = &column {
                element(&mut out, "p", "hei column", &format!("【{column}】"));
            }
        }
        one(&mut out, issue.shape, piece);
    }
    let lines = issue.distribution();
    if !lines.is_empty() || issue.copies.is_some() {
        out.push_str("<footer>");
        for line in lines {
            element(&mut out, "p", "copies", &line);
        }
        out.push_str("</footer>");
    }
    if let Some(copies) = issue.copies {
        element(&mut out, "p", "by", &format!("（共印{copies}份）"));
    }
    out.push_str("</article>");
    out
}

fn contents(out: &mut String, issue: &Periodical) {
    element(out, "p", "contents", "目　录");
    for (column, pieces) in issue.by_column() {
        if let Some(column) = column {
            element(out, "p", "hei line", &format!("【{column}】"));
        }
        for piece in pieces {
            out.push_str("<p class=\"ends line\">");
            let named = match &piece.by {
                Some(by) => format!("{}　{by}", piece.title),
                None => piece.title.clone(),
            };
            element(out, "span", "", &named);
            let page = piece.page.map(|p| p.to_string()).unwrap_or_default();
            element(out, "span", "", &page);
            out.push_str("</p>");
        }
    }
}

fn one(out: &mut String, shape: Shape, piece: &Piece) {
    element(out, "h2", "", &piece.title);
    if let (Some(by), Shape::Journal) = (&piece.by, shape) {
        element(out, "p", "label kai", by);
    }
    for paragraph in &piece.body {
        out.push_str("<p>");
        for (face, words) in faces(paragraph) {
            match face {
                Face::Hei => element(out, "b", "hei", words),
                Face::Kai => element(out, "b", "kai", words),
                Face::Fang => out.push_str(&escaped(words)),
            }
        }
        out.push_str("</p>");
    }
    if let (Some(by), Shape::Bulletin) = (&piece.by, shape) {
        let _ = write!(out, "<p class=\"by kai\">（{}）</p>", escaped(by));
    }
}
