//! A register going out: every row in the columns its import reads, under the headings offices write, so that what goes
//! out comes in again and changes nothing.
//!
//! Confidential matters stay out unless they are asked for: a table leaves the program, and with it everything that keeps
//! them from those they do not exist for.

use futures_util::future::BoxFuture;
use papers::sheet::{self, Cell, Column, Kind, SheetError};
use text::{Lang, t};

use super::refused::Format;
use crate::access::Actor;
use crate::error::{Error, Message, Result};
use crate::kernel::Kernel;
use crate::organ;

/// What is asked of a register that goes out.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    pub kernel: &'a Kernel,
    /// The rows are those of his organ.
    pub actor: &'a Actor,
    /// Confidential matters too.
    pub confidential: bool,
}

/// The rows of a register, a cell a column in the order of its columns.
pub type Lines<'a> = BoxFuture<'a, Result<Vec<Vec<Cell>>>>;

/// The register called `kind` as a table, and how many rows it has.
///
/// # Errors
/// [`Error::NotFound`] for a kind nobody declares, [`Error::Forbidden`] for whoever may not fill it, [`Error::Refused`] for
/// confidential matters asked for by anybody but the command line.
pub async fn export(
    kernel: &Kernel,
    actor: &Actor,
    kind: &str,
    confidential: bool,
    format: Format,
) -> Result<(Vec<u8>, usize)> {
    let register = kernel.import(kind)?.clone();
    if let Some(permission) = register.needs().iter().find(|p| !actor.may(**p)) {
        return Err(Error::Forbidden(Message::new(permission.refusal())));
    }
    if confidential && !actor.system {
        return Err(Error::refused("export-confidential"));
    }
    let asked = Outgoing {
        kernel,
        actor,
        confidential,
    };
    let rows = register.lines(&asked).await?;
    let number = rows.len();
    let organ = organ::organ(&kernel.db, actor.organ).await?;
    let title = format!("{} {}", organ.name, t(Lang::Zh, register.title()));
    let columns: Vec<Column> = register
        .columns()
        .iter()
        .enumerate()
        .map(|(x, column)| {
            let heading = column.names.first().copied().unwrap_or(column.key);
            Column::new(heading, kind_of(&rows, x))
        })
        .collect();
    let rows = rows.into_iter();
    let bytes = match format {
        Format::Xlsx => sheet::xlsx(&title, &columns, rows),
        Format::Csv => sheet::csv(&columns, rows),
    };
    match bytes {
        Ok(bytes) => Ok((bytes, number)),
        Err(SheetError::TooManyRows) => Err(Error::TooLarge(
            Message::new("export-too-many").arg("most", i64::from(sheet::MAX_ROWS)),
        )),
        Err(other) => Err(Error::internal(other)),
    }
}

/// A column of days or numbers where every cell that holds anything is one.
fn kind_of(rows: &[Vec<Cell>], x: usize) -> Kind {
    let mut held = rows
        .iter()
        .filter_map(|r| r.get(x))
        .filter(|c| **c != Cell::Empty)
        .peekable();
    if held.peek().is_none() {
        return Kind::Text;
    }
    let cells: Vec<&Cell> = held.collect();
    if cells.iter().all(|c| matches!(c, Cell::Date(_))) {
        Kind::Date
    } else if cells.iter().all(|c| matches!(c, Cell::Integer(_))) {
        Kind::Number
    } else {
        Kind::Text
    }
}

/// The word offices write for a code; the code where there is none.
pub fn word_of(words: &[(&'static str, &'static str)], code: &str) -> String {
    let word = words.iter().find(|(_, known)| *known == code);
    word.map_or_else(|| code.to_owned(), |(word, _)| (*word).to_owned())
}
