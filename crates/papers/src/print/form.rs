//! Sets a form with words and gives its PDF.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime};
use typst::layout::PagedDocument;
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_pdf::PdfOptions;

use super::Faces;
use crate::letter::{Face, faces};

/// Characters of everything that is said in one document: some 300 pages.
const MOST: usize = 200_000;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Why nothing was set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Longer than anything an office prints in one piece.
    #[error("longer than anything an office prints")]
    TooLong,
    /// A fault of the form, not of what was typed.
    #[error("the form can't be set: {0}")]
    Form(String),
}

/// The fixed text of a kind of document.
pub(crate) struct Form {
    main: Source,
}

impl Form {
    /// A form in the language of the setter, upon the page of official documents.
    pub(crate) fn new(text: &str) -> Form {
        let main = Source::detached(format!("{}{text}", include_str!("page.typ")));
        Form { main }
    }

    /// The PDF of this form with these words.
    pub(crate) fn set(&self, faces: &Faces, words: &impl Serialize) -> Result<Vec<u8>, Refused> {
        let mut words = serde_json::to_value(words).map_err(|e| Refused::Form(e.to_string()))?;
        let mut sieve = Sieve {
            faces,
            known: HashMap::new(),
            left: MOST,
        };
        sieve.clean(&mut words)?;
        words["faces"] = faces.named();
        let press = Press {
            faces,
            main: &self.main,
            words: Bytes::from_string(words.to_string()),
        };
        let set = typst::compile::<PagedDocument>(&press).output;
        let bytes = set.and_then(|document| typst_pdf::pdf(&document, &PdfOptions::default()));
        // What was set is remembered between documents; the next one may be another organ's.
        typst::comemo::evict(0);
        bytes.map_err(|wrong| Refused::Form(said(&wrong)))
    }
}

fn said(wrong: &EcoVec<SourceDiagnostic>) -> String {
    let all: Vec<&str> = wrong.iter().map(|d| d.message.as_str()).collect();
    all.join("; ")
}

/// A day as a form counts it.
#[derive(Serialize)]
pub(crate) struct Day {
    year: i32,
    month: u32,
    day: u32,
}

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Day {
        Day {
            year: day.year(),
            month: day.month(),
            day: day.day(),
        }
    }
}

/// A paragraph: words, each in the face it is set in.
pub(crate) type Parts<'a> = Vec<(&'static str, &'a str)>;

/// The parts of a paragraph that was typed.
pub(crate) fn parts(paragraph: &str) -> Parts<'_> {
    let named = |(face, words)| match face {
        Face::Hei => ("hei", words),
        Face::Kai => ("kai", words),
        Face::Fang => ("fang", words),
    };
    faces(paragraph).into_iter().map(named).collect()
}

/// Leaves only what can be printed, and no more of it than an office prints.
struct Sieve<'a> {
    faces: &'a Faces,
    /// What becomes of a character.
    known: HashMap<char, Option<char>>,
    left: usize,
}

impl Sieve<'_> {
    fn clean(&mut self, value: &mut Value) -> Result<(), Refused> {
        match value {
            Value::String(text) => {
                // A paragraph of one character takes a line too.
                let signs = text.chars().count() + 14;
                self.left = self.left.checked_sub(signs).ok_or(Refused::TooLong)?;
                *text = text.chars().filter_map(|c| self.printed(c)).collect();
                Ok(())
            }
            Value::Array(all) => all.iter_mut().try_for_each(|one| self.clean(one)),
            Value::Object(all) => all.values_mut().try_for_each(|one| self.clean(one)),
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    /// A character no typeface has becomes 〓, as printers set it, never an empty box.
    fn printed(&mut self, c: char) -> Option<char> {
        let faces = self.faces;
        *self.known.entry(c).or_insert_with(|| match c {
            '　' => Some(c),
            c if unseen(c) => None,
            c if c.is_control() || c.is_whitespace() => Some(' '),
            c if faces.has(c) => Some(c),
            _ => Some('〓'),
        })
    }
}

/// Marks without a shape: some would turn the direction of what follows.
fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// All a form may look at: itself, its words, and the faces.
struct Press<'a> {
    faces: &'a Faces,
    main: &'a Source,
    words: Bytes,
}

impl World for Press<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.faces.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == self.main.id() {
            true => Ok(self.main.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let words =
            id.package().is_none() && id.vpath().as_rootless_path().to_str() == Some("words.json");
        match words {
            true => Ok(self.words.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.font(index)
    }

    fn today(&self, _: Option<i64>) -> Option<Datetime> {
        None
    }
}
