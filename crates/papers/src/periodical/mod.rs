//! What an office prints itself: bulletins (简报、信息) and issues of its journal (机关刊物).
//!
//! A bulletin has the head offices give it: the red name, 第N期, who edits it on the left and the day on the right, a red
//! line; below it the headings where there are several pieces, the pieces, and at its foot 报, 送, 发 and the number of
//! copies. No standard rules it: the measures of type and page are those of official documents (GB/T 9704—2012).
//! A journal has a cover, its contents by column with page numbers, and the pieces. [`docx`] sets either for Word and WPS,
//! [`article`] for the screen, `pdf` for the printer, in the same words and order.

mod docx;
mod html;
#[cfg(feature = "pdf")]
mod pdf;

pub use docx::docx;
pub use html::{STYLE, article};
#[cfg(feature = "pdf")]
pub use pdf::pdf;

use chrono::{Datelike, NaiveDate};

/// What it is set as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// 简报、信息
    Bulletin,
    /// 机关刊物
    Journal,
}

/// One issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periodical {
    pub shape: Shape,
    /// The name at its head.
    pub mark: String,
    /// What stands at the top left, such as 内部资料.
    pub secrecy: Option<String>,
    /// Its number within the year, from 1; none while it has none.
    pub number: Option<i64>,
    /// Its number since the first issue ever.
    pub total: Option<i64>,
    /// 编印单位
    pub issuer: String,
    pub date: NaiveDate,
    pub pieces: Vec<Piece>,
    /// 报、送、发: a word and to whom, in this order.
    pub to: Vec<(String, Vec<String>)>,
    /// 共印…份
    pub copies: Option<i64>,
}

/// One piece of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Piece {
    /// 栏目
    pub column: Option<String>,
    pub title: String,
    /// Who wrote or sent it in.
    pub by: Option<String>,
    /// 正文, a paragraph each.
    pub body: Vec<String>,
    /// The page it begins on, in a journal.
    pub page: Option<i64>,
}

impl Periodical {
    /// `第12期`, with the number since the first one; `第  期` while it has none.
    fn label(&self) -> String {
        let number = self
            .number
            .map_or_else(|| "　".to_owned(), |n| n.to_string());
        match self.total {
            Some(total) => format!("第{number}期（总第{total}期）"),
            None => format!("第{number}期"),
        }
    }

    /// The same with the year, as a cover has it.
    fn year_label(&self) -> String {
        format!("{}年{}", self.date.year(), self.label())
    }

    /// The line of its foot for each of 报, 送, 发.
    fn distribution(&self) -> Vec<String> {
        let named = self.to.iter().filter(|(_, names)| !names.is_empty());
        named
            .map(|(word, names)| format!("{word}：{}。", names.join("，")))
            .collect()
    }

    /// Columns in the order they first appear, each with its pieces; pieces without one stand first.
    fn by_column(&self) -> Vec<(Option<&str>, Vec<&Piece>)> {
        let mut out: Vec<(Option<&str>, Vec<&Piece>)> = Vec::new();
        for piece in &self.pieces {
            let column = piece.column.as_deref();
            match out.last_mut() {
                Some((last, pieces)) if *last == column => pieces.push(piece),
                _ => out.push((column, vec![piece])),
            }
        }
        out
    }
}
