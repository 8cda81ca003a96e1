//! A document for the screen and the printer, in the words and the order of the docx.
//!
//! [`article`] is the document alone, for a page that brings [`STYLE`] with its own; [`html`] is a whole
//! page. Everything that was typed is escaped. What a browser can't do (numbers of pages outside, the
//! copies at the foot of the last page) is left to the docx.

use super::{Face, Letter, addressees, attachments, closing, copies, day, faces, printed};
use std::fmt::Write;

/// How the classes of [`article`] look, in the standard's measures.
pub const STYLE: &str = include_str!("letter.css");

/// A page of its own.
pub fn html(letter: &Letter) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{}</title><style>{STYLE}</style></head><body>{}</body></html>\n",
        escaped(&letter.title.replace('\n', "")),
        article(letter)
    )
}

/// The document as one `<article class="letter">`.
pub fn article(letter: &Letter) -> String {
    let mut out = String::from("<article class=\"letter\" lang=\"zh-CN\"><header>");
    out.push_str("<div class=\"top\"><div>");
    for line in [&letter.secrecy, &letter.urgency].into_iter().flatten() {
        element(&mut out, "p", "", line);
    }
    out.push_str("</div>");
    if let Some(class) = letter.class {
        element(&mut out, "p", "class", class.label());
    }
    out.push_str("</div>");
    element(&mut out, "p", "mark", &letter.mark);
    match &letter.signatory {
        Some(name) => {
            out.push_str("<p class=\"number upward\">");
            element(&mut out, "span", "", &letter.number);
            element(&mut out, "span", "", &format!("签发人：{name}"));
            out.push_str("</p>");
        }
        None => element(&mut out, "p", "number", &letter.number),
    }
    out.push_str("<hr></header><h1>");
    for (n, line) in letter.title.lines().enumerate() {
        if n > 0 {
            out.push_str("<br>");
        }
        out.push_str(&escaped(line));
    }
    out.push_str("</h1>");
    if let Some(to) = addressees(letter) {
        element(&mut out, "p", "to", &to);
    }
    for paragraph in &letter.body {
        out.push_str("<p>");
        for (face, words) in faces(paragraph) {
            match face {
                Face::Hei => element(&mut out, "b", "hei", words),
                Face::Kai => element(&mut out, "b", "kai", words),
                Face::Fang => out.push_str(&escaped(words)),
            }
        }
        out.push_str("</p>");
    }
    let lines = attachments(letter);
    if !lines.is_empty() {
        out.push_str("<dl class=\"attachments\">");
        for (label, name) in lines {
            element(&mut out, "dt", "", &label);
            element(&mut out, "dd", "", name);
        }
        out.push_str("</dl>");
    }
    close(&mut out, letter);
    out.push_str("</article>");
    out
}

fn close(out: &mut String, letter: &Letter) {
    let date = day(letter.date);
    out.push_str("<div class=\"closing\">");
    let last = letter.issuers.last().map_or("", String::as_str);
    let under = closing(last, &date).1;
    for name in &letter.issuers {
        let right = closing(name, &date).0;
        let _ = write!(
            out,
            "<p class=\"right-{}\">{}</p>",
            right.min(28),
            escaped(name)
        );
    }
    let _ = write!(
        out,
        "<p class=\"date right-{}\">{date}</p></div>",
        under.min(28)
    );
    if let Some(note) = &letter.note {
        element(out, "p", "note", &format!("（{note}）"));
    }
    let (copies, printed) = (copies(letter), printed(letter));
    if copies.is_none() && printed.is_none() {
        return;
    }
    out.push_str("<footer>");
    if let Some(copies) = copies {
        element(out, "p", "copies", &copies);
    }
    if let Some((by, on)) = printed {
        out.push_str("<p class=\"printed\">");
        element(out, "span", "", &by);
        element(out, "span", "", &on);
        out.push_str("</p>");
    }
    out.push_str("</footer>");
}

pub(crate) fn element(out: &mut String, name: &str, class: &str, text: &str) {
    let text = escaped(text);
    let _ = if class.is_empty() {
        write!(out, "<{name}>{text}</{name}>")
    } else {
        write!(out, "<{name} class=\"{class}\">{text}</{name}>")
    };
}

pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
