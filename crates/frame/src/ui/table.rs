//! Tables: columns with typed cells. A reader sorts by a click, chooses columns, copies into Excel or WPS and
//! it fits, ticks rows for one act on all of them, and on a phone sees the rows as cards.

use askama::Template;
use chrono::NaiveDate;
use text::Lang;

use super::Lamp;
use super::list::Listing;
use crate::http::Visit;
use crate::words::{Speaks, speaks};

/// A column of a list.
#[derive(Debug, Clone)]
pub struct Column {
    pub key: &'static str,
    pub title: String,
    /// Whether its head sorts.
    pub sorts: bool,
    /// Whether it shows until the reader chooses otherwise.
    pub shown: bool,
    /// Numbers stand right.
    pub number: bool,
}

impl Column {
    pub fn new(key: &'static str, title: impl Into<String>) -> Column {
        Column {
            key,
            title: title.into(),
            sorts: false,
            shown: true,
            number: false,
        }
    }

    pub fn sorts(mut self) -> Column {
        self.sorts = true;
        self
    }

    /// Not shown until chosen.
    pub fn later(mut self) -> Column {
        self.shown = false;
        self
    }

    pub fn number(mut self) -> Column {
        self.number = true;
        self
    }
}

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum Cell {
    Nothing,
    Text(String),
    /// The row's name: a link, with a soft line below.
    Lead {
        href: String,
        words: String,
        under: String,
    },
    Link {
        href: String,
        words: String,
    },
    Count(i64),
    /// A count that opens the list behind it.
    CountLink {
        href: String,
        n: i64,
    },
    /// Part of a whole, shown in percent.
    Share {
        part: u64,
        whole: u64,
    },
    Day(NaiveDate),
    Lamp(Lamp),
    /// A lamp above its day: copied and exported as the day.
    Due {
        lamp: Lamp,
        day: NaiveDate,
    },
    Tag(String),
    /// Finished HTML of another part.
    Html(String),
}

impl Cell {
    pub fn text(words: impl Into<String>) -> Cell {
        Cell::Text(words.into())
    }

    pub fn lead(href: impl Into<String>, words: impl Into<String>) -> Cell {
        Cell::Lead {
            href: href.into(),
            words: words.into(),
            under: String::new(),
        }
    }

    pub fn link(href: impl Into<String>, words: impl Into<String>) -> Cell {
        Cell::Link {
            href: href.into(),
            words: words.into(),
        }
    }

    pub fn day(day: Option<NaiveDate>) -> Cell {
        day.map_or(Cell::Nothing, Cell::Day)
    }

    fn class(&self) -> &'static str {
        match self {
            Cell::Count(_) | Cell::CountLink { .. } | Cell::Share { .. } => "n",
            Cell::Day(_) => "d",
            Cell::Lead { .. } => "lead",
            Cell::Lamp(_) | Cell::Due { .. } => "lamp-cell",
            _ => "",
        }
    }

    /// What a copied cell holds where the screen shows something else: plain numbers and ISO dates.
    fn copied(&self) -> Option<String> {
        match self {
            Cell::Count(n) | Cell::CountLink { n, .. } => Some(n.to_string()),
            Cell::Day(day) | Cell::Due { day, .. } => Some(day.format("%Y-%m-%d").to_string()),
            Cell::Lead { words, under, .. } if !under.is_empty() => Some(words.clone()),
            _ => None,
        }
    }

    fn count(n: &i64) -> String {
        text::number::count(*n)
    }

    fn percent(part: &u64, whole: &u64) -> String {
        text::number::percent(*part, *whole)
    }
}

/// A row: its identity for bulk acts, and one cell for each column of the description, in order.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub cells: Vec<Cell>,
}

/// One act on all ticked rows: a small form below the table.
#[derive(Debug, Clone)]
pub struct Bulk {
    pub action: String,
    /// The name the rows' ids are sent under.
    pub name: &'static str,
    /// The acts: value of `act`, and words.
    pub acts: Vec<(String, String)>,
}

/// A table. Made by [`Table::new`] for figures, or by [`Listing::table`] for lists.
#[derive(Debug, Clone, Template)]
#[template(path = "table.html")]
pub struct Table {
    pub(crate) lang: Lang,
    pub(crate) id: String,
    pub(crate) token: String,
    pub caption: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    /// Sorted by this key, and whether downward.
    pub(crate) sort: Option<(String, bool)>,
    /// Where a head leads that sorts: the list's address and the query without sort and cursor.
    pub(crate) path: String,
    pub(crate) rest: String,
    pub(crate) list: String,
    pub(crate) export: String,
    pub(crate) newer: String,
    pub(crate) older: String,
    pub(crate) bulk: Option<Bulk>,
    pub(crate) cards: bool,
    /// Whether the last row is a sum.
    pub(crate) total: bool,
    /// For a list: which columns of its description show.
    mask: Vec<bool>,
    /// For a list: every column after the first, to choose from.
    offered: Vec<Column>,
}

speaks!(Table);

impl Table {
    /// A table of figures: no sorting, paging or choosing.
    pub fn new(visit: &Visit, id: &str, caption: impl Into<String>, columns: Vec<Column>) -> Table {
        Table {
            lang: visit.lang,
            id: format!("t-{id}"),
            token: visit.token().to_owned(),
            caption: caption.into(),
            columns,
            rows: Vec::new(),
            sort: None,
            path: String::new(),
            rest: String::new(),
            list: String::new(),
            export: String::new(),
            newer: String::new(),
            older: String::new(),
            bulk: None,
            cards: false,
            total: false,
            mask: Vec::new(),
            offered: Vec::new(),
        }
    }

    /// A table of a list: sorting, columns, paging and export follow its address.
    pub fn of(visit: &Visit, listing: &Listing, caption: impl Into<String>) -> Table {
        let mut table = Table::new(visit, listing.name, caption, listing.shown_columns());
        table.sort = Some((listing.asked.sort.clone(), listing.asked.down));
        table.path.clone_from(&listing.path);
        table.rest = listing.asked.fields.query_without(&["sort", "cursor"]);
        table.list = listing.name.to_owned();
        table.cards = true;
        table.offered = listing.columns.iter().skip(1).cloned().collect();
        table.mask = listing
            .columns
            .iter()
            .map(|c| table.columns.iter().any(|s| s.key == c.key))
            .collect();
        table
    }

    /// Puts the rows in: a cell for each column of the description, in order; those of columns that don't
    /// show are dropped here.
    pub fn rows(mut self, mut rows: Vec<Row>) -> Table {
        if self.mask.contains(&false) {
            for row in &mut rows {
                let mut shows = self.mask.iter();
                row.cells.retain(|_| shows.next().copied().unwrap_or(false));
            }
        }
        self.rows = rows;
        self
    }

    /// The addresses of the pages beside this one.
    pub fn pages(mut self, newer: Option<String>, older: Option<String>) -> Table {
        self.newer = newer.unwrap_or_default();
        self.older = older.unwrap_or_default();
        self
    }

    pub fn bulk(mut self, bulk: Bulk) -> Table {
        self.bulk = Some(bulk);
        self
    }

    /// A link to the same rows as a spreadsheet.
    pub fn export(mut self, href: impl Into<String>) -> Table {
        self.export = href.into();
        self
    }

    /// Rows as cards on a phone.
    pub fn cards(mut self) -> Table {
        self.cards = true;
        self
    }

    /// The last row is a sum.
    pub fn total(mut self) -> Table {
        self.total = true;
        self
    }

    /// A column of numbers is one to the last cell, whatever the cells are.
    fn class_of(&self, column: &Column, cell: &Cell) -> &'static str {
        match cell.class() {
            "" if column.number => "n",
            class => class,
        }
    }

    fn is_total(&self, index: &usize) -> bool {
        self.total && index + 1 == self.rows.len()
    }

    /// Where the head of a column leads: by it upward, or the other way if it sorts already.
    fn sort_href(&self, column: &Column) -> String {
        let down = matches!(&self.sort, Some((key, down)) if key == column.key && !down);
        let mut query = self.rest.clone();
        let key = if down {
            format!("-{}", column.key)
        } else {
            column.key.to_owned()
        };
        crate::read::push_pair(&mut query, "sort", &key);
        format!("{}?{query}", self.path)
    }

    fn aria_sort(&self, column: &Column) -> &'static str {
        match &self.sort {
            Some((key, true)) if key == column.key => "descending",
            Some((key, false)) if key == column.key => "ascending",
            _ => "none",
        }
    }

    fn plain_day(&self, day: &NaiveDate) -> String {
        text::date::date_plain(self.lang, *day)
    }

    fn has_bar(&self) -> bool {
        !self.list.is_empty() || !self.export.is_empty()
    }

    /// The pattern in which the script puts how many rows are ticked.
    fn tally(&self) -> String {
        text::ta(self.lang, "frame-table-tally", &[("n", "#".into())])
    }

    fn is_chosen(&self, key: &str) -> bool {
        self.columns.iter().any(|c| c.key == key)
    }

    /// This list's address without the page, for the way back.
    fn here(&self) -> String {
        if self.rest.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.rest)
        }
    }

    fn row_words(row: &Row) -> &str {
        row.cells
            .iter()
            .find_map(|c| match c {
                Cell::Lead { words, .. } => Some(words.as_str()),
                _ => None,
            })
            .unwrap_or(&row.id)
    }
}
