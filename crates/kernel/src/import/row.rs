//! One row of a table on its way into a register: what was typed, what was understood, what stands there.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use papers::table::Cell;
use papers::table::cell::{self, DateRules, Reading};
use papers::table::header::Column;
use serde::{Deserialize, Serialize};
use text::Lang;

use crate::error::Message;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Taken, but somebody should look.
    Warning,
    /// What stands in the register is another value; it is left as it is.
    Differs,
    /// Not taken.
    Refused,
}

/// Something to say about a cell, or about the whole row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The key of the column; none for the whole row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub level: Level,
    pub message: Message,
}

/// What becomes of a row.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Will come in.
    #[default]
    Fresh,
    /// Already there, alike.
    Same,
    /// Already there, with other values; nothing is overwritten.
    Differs,
    /// Can't come in as it is.
    Refused,
    /// Came in with this import.
    Written,
}

impl State {
    pub const ALL: [State; 5] = [
        State::Fresh,
        State::Same,
        State::Differs,
        State::Refused,
        State::Written,
    ];

    pub fn code(self) -> &'static str {
        match self {
            State::Fresh => "fresh",
            State::Same => "same",
            State::Differs => "differs",
            State::Refused => "refused",
            State::Written => "written",
        }
    }

    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|s| s.code() == code)
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            State::Fresh => "import-state-fresh",
            State::Same => "import-state-same",
            State::Differs => "import-state-differs",
            State::Refused => "import-state-refused",
            State::Written => "import-state-written",
        }
    }
}

/// A cell as it is kept between the upload and the commit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Typed {
    #[serde(rename = "e")]
    Empty,
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "n")]
    Number(f64),
    #[serde(rename = "d")]
    Date(NaiveDateTime),
    #[serde(rename = "b")]
    Bool(bool),
    #[serde(rename = "x")]
    Error(String),
    #[serde(rename = "l")]
    TooLong(usize),
}

impl From<&Cell> for Typed {
    fn from(cell: &Cell) -> Typed {
        match cell {
            Cell::Empty => Typed::Empty,
            // No stored text holds a NUL: PostgreSQL does not take one.
            Cell::Text(s) => Typed::Text(s.replace('\0', "")),
            Cell::Number(n) => Typed::Number(*n),
            Cell::Date(d) => Typed::Date(*d),
            Cell::Bool(b) => Typed::Bool(*b),
            Cell::Error(e) => Typed::Error(e.replace('\0', "")),
            Cell::TooLong(n) => Typed::TooLong(*n),
        }
    }
}

impl Typed {
    fn cell(&self) -> Cell {
        match self {
            Typed::Empty => Cell::Empty,
            Typed::Text(s) => Cell::Text(s.clone()),
            Typed::Number(n) => Cell::Number(*n),
            Typed::Date(d) => Cell::Date(*d),
            Typed::Bool(b) => Cell::Bool(*b),
            Typed::Error(e) => Cell::Error(e.clone()),
            Typed::TooLong(n) => Cell::TooLong(*n),
        }
    }
}

/// A row of the table. A register reads its cells in `check` and leaves values and findings behind.
#[derive(Debug, Clone)]
pub struct Row {
    /// The number at its left in Excel, or the line of a text table.
    pub number: u32,
    pub(super) columns: &'static [Column],
    /// In the order of `columns`.
    pub(super) cells: Vec<Typed>,
    /// What was understood, by column key: dates as 2025-03-05, codes for choices. Other keys are the register's.
    pub values: BTreeMap<String, String>,
    /// What makes it the same row when it comes again; set by the register. Two rows of a file with one identity:
    /// the second is refused.
    pub identity: Option<String>,
    /// What stands in the register under this identity; set by the register. Keys it does not name are not compared.
    pub standing: Option<BTreeMap<String, String>>,
    pub findings: Vec<Finding>,
    pub state: State,
}

impl Row {
    pub(super) fn new(number: u32, columns: &'static [Column], cells: Vec<Typed>) -> Row {
        Row {
            number,
            columns,
            cells,
            values: BTreeMap::new(),
            identity: None,
            standing: None,
            findings: Vec::new(),
            state: State::Fresh,
        }
    }

    pub(super) fn forget(&mut self) {
        self.values.clear();
        self.identity = None;
        self.standing = None;
        self.findings.clear();
    }

    /// The cell of a column, as the file holds it.
    pub fn cell(&self, key: &str) -> Cell {
        let at = self.columns.iter().position(|c| c.key == key);
        at.and_then(|i| self.cells.get(i))
            .map_or(Cell::Empty, Typed::cell)
    }

    /// The cell as somebody would read it in the file.
    pub fn typed(&self, key: &str) -> String {
        let cell = self.cell(key);
        match cell::text(&cell).value {
            Some(text) => text,
            None => match cell {
                Cell::Error(e) => e,
                _ => String::new(),
            },
        }
    }

    /// What was understood.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }

    pub fn day(&self, key: &str) -> Option<NaiveDate> {
        self.value(key)?.parse().ok()
    }

    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.values.insert(key.to_owned(), value.into());
    }

    fn find(&mut self, column: Option<&str>, level: Level, message: Message) {
        self.findings.push(Finding {
            column: column.map(str::to_owned),
            level,
            message,
        });
    }

    /// Refuses the row for one cell.
    pub fn refuse(&mut self, column: &str, message: Message) {
        self.find(Some(column), Level::Refused, message);
    }

    /// Refuses the row as a whole.
    pub fn refuse_row(&mut self, message: Message) {
        self.find(None, Level::Refused, message);
    }

    pub fn warn(&mut self, column: &str, message: Message) {
        self.find(Some(column), Level::Warning, message);
    }

    pub(super) fn differs(&mut self, column: &str, message: Message) {
        self.find(Some(column), Level::Differs, message);
    }

    pub fn is_refused(&self) -> bool {
        self.findings.iter().any(|f| f.level == Level::Refused)
    }

    pub fn is_warned(&self) -> bool {
        self.findings.iter().any(|f| f.level == Level::Warning)
    }

    /// Takes a reading over: its value, its remark as a warning or a refusal.
    pub fn take<T>(
        &mut self,
        key: &str,
        reading: Reading<T>,
        print: impl Fn(&T) -> String,
    ) -> Option<T> {
        if let Some(remark) = reading.remark {
            let message = Message::new(remark.code.key()).arg("typed", remark.typed);
            match remark.code.is_error() {
                true => self.refuse(key, message),
                false => self.warn(key, message),
            }
        }
        if let Some(value) = &reading.value {
            self.set(key, print(value));
        }
        reading.value
    }

    /// Reads a cell as text, at most `most` characters.
    pub fn text(&mut self, key: &str, most: usize) -> Option<String> {
        let text = self.take(key, cell::text(&self.cell(key)), Clone::clone)?;
        let long = text.chars().count();
        if long > most {
            let message = Message::new("import-too-long")
                .arg("n", long)
                .arg("most", most);
            self.refuse(key, message);
        }
        Some(text)
    }

    /// Reads a cell as a code or number that identifies something; leading zeros stay.
    pub fn code(&mut self, key: &str) -> Option<String> {
        self.take(key, cell::code(&self.cell(key)), Clone::clone)
    }

    pub fn integer(&mut self, key: &str) -> Option<i64> {
        self.take(key, cell::integer(&self.cell(key)), i64::to_string)
    }

    pub fn date(&mut self, key: &str, rules: DateRules) -> Option<NaiveDate> {
        self.take(
            key,
            cell::date(&self.cell(key), rules),
            NaiveDate::to_string,
        )
    }

    pub fn name(&mut self, key: &str) -> Option<String> {
        self.take(key, cell::name(&self.cell(key)), Clone::clone)
    }

    /// Reads a cell as several names; the value joins them by 、.
    pub fn names(&mut self, key: &str) -> Option<cell::Names> {
        self.take(key, cell::names(&self.cell(key)), |n| n.listed.join("、"))
    }

    pub fn phone(&mut self, key: &str) -> Option<String> {
        self.take(key, cell::phone(&self.cell(key)), Clone::clone)
    }

    /// Reads one of some words, each with the code it stands for; another word is refused with the list.
    pub fn choice(&mut self, key: &str, words: &[(&str, &str)]) -> Option<String> {
        let typed = cell::code(&self.cell(key)).value?;
        match words.iter().find(|(word, _)| *word == typed) {
            Some((_, code)) => {
                self.set(key, *code);
                Some((*code).to_owned())
            }
            None => {
                let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let message = Message::new("import-not-a-choice")
                    .arg("typed", typed)
                    .arg("known", known.join("、"));
                self.refuse(key, message);
                None
            }
        }
    }

    /// Refuses the row where nothing was understood in a column and nothing said about it yet.
    pub fn must(&mut self, key: &str) {
        let said = self
            .findings
            .iter()
            .any(|f| f.column.as_deref() == Some(key) && f.level == Level::Refused);
        if !said && self.value(key).is_none_or(str::is_empty) {
            self.refuse(key, Message::new("import-needed"));
        }
    }

    /// What stands above a column in the offices' own files.
    pub fn heading(&self, key: &str) -> &'static str {
        self.columns
            .iter()
            .find(|c| c.key == key)
            .and_then(|c| c.names.first())
            .copied()
            .unwrap_or_default()
    }

    /// Every finding as a sentence, the column before it.
    pub fn reasons(&self, lang: Lang) -> Vec<String> {
        self.findings
            .iter()
            .map(|f| {
                let said = f.message.say(lang);
                let column = f.column.as_deref().map(|c| self.heading(c));
                match column.filter(|c| !c.is_empty()) {
                    Some(column) if lang == Lang::Zh => format!("{column}：{said}"),
                    Some(column) => format!("{column}: {said}"),
                    None => said,
                }
            })
            .collect()
    }
}
