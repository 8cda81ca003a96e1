//! An issue as a print-quality PDF: the words and order of the docx, page numbers counted as they fall.

use std::sync::LazyLock;

use serde::Serialize;

use super::{Periodical, Shape};
use crate::letter::day;
use crate::print::{Day, Faces, Form, Parts, Refused, parts};

static FORM: LazyLock<Form> = LazyLock::new(|| Form::new(include_str!("issue.typ")));

/// What the form asks for.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Words<'a> {
    journal: bool,
    mark: &'a str,
    secrecy: &'a str,
    label: String,
    year_label: String,
    /// Its name in a list of files and at the head of a journal's pages.
    named: String,
    issuer: &'a str,
    date: String,
    day: Day,
    pieces: Vec<Piece<'a>>,
    to: Vec<String>,
    copies: Option<String>,
}

#[derive(Serialize)]
struct Piece<'a> {
    /// The column, where it begins with this piece.
    column: Option<&'a str>,
    title: &'a str,
    by: Option<&'a str>,
    /// Paragraphs of words in the face they are set in.
    body: Vec<Parts<'a>>,
    /// Whether a new page begins with it.
    turns: bool,
}

/// The issue as a PDF. It takes a moment of a processor.
///
/// # Errors
/// [`Refused::TooLong`] where it is longer than anything an office prints.
pub fn pdf(issue: &Periodical, with: &Faces) -> Result<Vec<u8>, Refused> {
    FORM.set(with, &words(issue))
}

fn words(issue: &Periodical) -> Words<'_> {
    let journal = issue.shape == Shape::Journal;
    let pieces = issue.pieces.iter().enumerate();
    let pieces = pieces.map(|(n, it)| {
        let before = n.checked_sub(1).and_then(|n| issue.pieces.get(n));
        let column = it.column.as_deref();
        Piece {
            column: column.filter(|_| before.is_none_or(|b| b.column.as_deref() != column)),
            title: &it.title,
            by: it.by.as_deref(),
            body: it.body.iter().map(|text| parts(text)).collect(),
            turns: journal && before.is_some_and(|b| b.page != it.page),
        }
    });
    Words {
        journal,
        mark: &issue.mark,
        secrecy: issue.secrecy.as_deref().unwrap_or_default(),
        label: issue.label(),
        year_label: issue.year_label(),
        named: format!("{} {}", issue.mark, issue.year_label()),
        issuer: &issue.issuer,
        date: day(issue.date),
        day: Day::from(issue.date),
        pieces: pieces.collect(),
        to: issue.distribution(),
        copies: issue.copies.map(|n| format!("（共印{n}份）")),
    }
}
