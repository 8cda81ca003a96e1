//! A document as a print-quality PDF: the words, order and measures of the docx.

use std::sync::LazyLock;

use serde::Serialize;

use super::{Letter, addressees, copies, day, printed};
use crate::print::{Day, Faces, Form, Parts, Refused, parts};

static FORM: LazyLock<Form> = LazyLock::new(|| Form::new(include_str!("letter.typ")));

/// What the form asks for.
#[derive(Serialize)]
struct Words<'a> {
    /// 密级 and 紧急程度.
    above: Vec<&'a str>,
    class: &'static str,
    mark: &'a str,
    number: &'a str,
    signatory: Option<&'a str>,
    title: Vec<&'a str>,
    to: Option<String>,
    body: Vec<Parts<'a>>,
    attachments: &'a [String],
    issuers: &'a [String],
    date: String,
    day: Day,
    note: Option<String>,
    copies: Option<String>,
    printed: Option<(String, String)>,
}

/// The document as a PDF. It takes a moment of a processor.
///
/// # Errors
/// [`Refused::TooLong`] where it is longer than anything an office prints.
pub fn pdf(letter: &Letter, with: &Faces) -> Result<Vec<u8>, Refused> {
    let words = Words {
        above: [&letter.secrecy, &letter.urgency]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect(),
        class: letter.class.map_or("", super::Class::label),
        mark: &letter.mark,
        number: &letter.number,
        signatory: letter.signatory.as_deref(),
        title: letter.title.lines().collect(),
        to: addressees(letter),
        body: letter.body.iter().map(|text| parts(text)).collect(),
        attachments: &letter.attachments,
        issuers: &letter.issuers,
        date: day(letter.date),
        day: Day::from(letter.date),
        note: letter.note.as_ref().map(|note| format!("（{note}）")),
        copies: copies(letter),
        printed: printed(letter),
    };
    FORM.set(with, &words)
}
