//! What a reader asked of a list: filters, sort, columns, page. The address is the whole question, so that a
//! list can be kept, sent and come back to.
//!
//! An area describes its list once ([`Listing::new`]: filters and columns); reading is strict: an unknown
//! filter, value or sort is a sentence to the reader, never an error of the server and never ignored.

use askama::Template;
use chrono::NaiveDate;
use kernel::error::{Error, Message};
use kernel::id::Id;
use kernel::matter::listing::{Cursor, Key, Page, Sort, Start};
use text::Lang;

use super::field::{Choice, Field};
use super::table::Column;
use crate::http::Visit;
use crate::read::{Fields, Len, Reader};
use crate::words::{Speaks, speaks};

/// One filter of a list.
#[derive(Debug, Clone)]
pub struct Filter {
    pub name: &'static str,
    pub label: String,
    pub kind: FilterKind,
}

/// How a filter is set.
#[derive(Debug, Clone)]
pub enum FilterKind {
    /// One of the values offered.
    Choice(Vec<Choice>),
    /// Words, at most so many characters.
    Words(usize),
    Day,
}

impl Filter {
    pub fn choice(name: &'static str, label: impl Into<String>, options: Vec<Choice>) -> Filter {
        Filter {
            name,
            label: label.into(),
            kind: FilterKind::Choice(options),
        }
    }

    pub fn words(name: &'static str, label: impl Into<String>) -> Filter {
        Filter {
            name,
            label: label.into(),
            kind: FilterKind::Words(100),
        }
    }

    pub fn day(name: &'static str, label: impl Into<String>) -> Filter {
        Filter {
            name,
            label: label.into(),
            kind: FilterKind::Day,
        }
    }
}

/// What was asked, read and checked.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// As typed, for links.
    pub fields: Fields,
    /// Filter values that passed, by name; empty ones are absent.
    pub values: Vec<(&'static str, String)>,
    pub sort: String,
    /// Downward: the largest or latest first.
    pub down: bool,
    /// The page, as a sealed cursor; see `api::cursor`.
    pub cursor: Option<String>,
}

impl Asked {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.as_str())
    }

    /// A filter's value as a date; it was checked when read.
    pub fn day(&self, name: &str) -> Option<NaiveDate> {
        self.value(name).and_then(crate::read::parse_date)
    }

    /// A filter's value as an identity.
    pub fn id(&self, name: &str) -> Option<Id> {
        self.value(name).and_then(|v| v.parse().ok())
    }
}

/// A list: what can be asked of it, and what was.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The name its chosen columns are remembered under.
    pub name: &'static str,
    pub path: String,
    pub filters: Vec<Filter>,
    pub columns: Vec<Column>,
    /// The keys of the columns the reader chose; empty for the usual ones.
    pub chosen: Vec<String>,
    pub asked: Asked,
}

impl Listing {
    /// Reads what was asked of the list at `path`. `sort` is the order unless asked otherwise, `-key` for
    /// downward. `chosen` are the account's columns for this list.
    pub fn read(
        name: &'static str,
        path: impl Into<String>,
        filters: Vec<Filter>,
        columns: Vec<Column>,
        sort: &'static str,
        chosen: Vec<String>,
        fields: &Fields,
    ) -> Result<Listing, Error> {
        let mut reader = Reader::new(fields);
        let mut values = Vec::new();
        for filter in &filters {
            let value = match &filter.kind {
                FilterKind::Choice(options) => {
                    let offered: Vec<&str> = options.iter().map(|o| o.value.as_str()).collect();
                    reader.choice(filter.name, &offered).map(str::to_owned)
                }
                FilterKind::Words(most) => reader.line(filter.name, Len(*most)),
                FilterKind::Day => reader.date(filter.name).map(|d| d.to_string()),
            };
            values.extend(value.map(|v| (filter.name, v)));
        }
        let sorts: Vec<String> = columns
            .iter()
            .filter(|c| c.sorts)
            .flat_map(|c| [c.key.to_owned(), format!("-{}", c.key)])
            .collect();
        let offered: Vec<&str> = sorts.iter().map(String::as_str).collect();
        let order = match reader.line("sort", Len(60)) {
            None => sort.to_owned(),
            Some(asked) if offered.contains(&asked.as_str()) => asked,
            Some(asked) => {
                reader.fail("sort", Message::new("frame-list-sort").arg("name", asked));
                sort.to_owned()
            }
        };
        let cursor = reader.line("cursor", Len(600));
        reader.finish_strict()?;
        let (down, key) = match order.strip_prefix('-') {
            Some(key) => (true, key.to_owned()),
            None => (false, order),
        };
        let asked = Asked {
            fields: fields.clone(),
            values,
            sort: key,
            down,
            cursor,
        };
        Ok(Listing {
            name,
            path: path.into(),
            filters,
            columns,
            chosen,
            asked,
        })
    }

    /// The columns that show, in the list's own order. The first always does.
    pub fn shown_columns(&self) -> Vec<Column> {
        let keep = |(i, c): &(usize, &Column)| {
            *i == 0
                || if self.chosen.is_empty() {
                    c.shown
                } else {
                    self.chosen.iter().any(|k| k == c.key)
                }
        };
        self.columns
            .iter()
            .enumerate()
            .filter(keep)
            .map(|(_, c)| c.clone())
            .collect()
    }

    /// Whether a column shows: a row leaves out the cells of those that don't.
    pub fn shows(&self, key: &str) -> bool {
        self.shown_columns().iter().any(|c| c.key == key)
    }

    /// Where the page asked for begins, in a list of matters.
    pub fn start(&self) -> Result<Start, Error> {
        Start::parse(self.asked.cursor.as_deref())
    }

    /// The order asked for in a list of matters: by last day where the column `due` was picked, by entry otherwise.
    pub fn order(&self) -> Sort {
        Sort {
            key: match self.asked.sort.as_str() {
                "due" => Key::Due,
                _ => Key::Received,
            },
            descending: self.asked.down,
        }
    }

    /// The addresses of the newer and the older page, where there are such.
    pub fn neighbours(&self, page: &Page) -> (Option<String>, Option<String>) {
        let href =
            |cursor: &Option<Cursor>| cursor.as_ref().map(|c| self.page_href(&c.to_string()));
        (href(&page.previous), href(&page.next))
    }

    /// The address of this list at another page.
    pub fn page_href(&self, cursor: &str) -> String {
        let mut query = self.asked.fields.query_without(&["cursor", "lang"]);
        crate::read::push_pair(&mut query, "cursor", cursor);
        format!("{}?{query}", self.path)
    }

    /// The address of the same question elsewhere (the export).
    pub fn same_at(&self, path: &str) -> String {
        let query = self.asked.fields.query_without(&["cursor", "lang"]);
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// Whether any filter is set: an empty list then says so.
    pub fn filtered(&self) -> bool {
        !self.asked.values.is_empty()
    }

    /// The filters above the table.
    pub fn filters(&self, visit: &Visit) -> Filters {
        let fields = self
            .filters
            .iter()
            .map(|filter| {
                let value = self.asked.value(filter.name).unwrap_or_default();
                let mut field = match &filter.kind {
                    FilterKind::Choice(options) => {
                        let mut all = vec![Choice::new("", text::t(visit.lang, "frame-list-any"))];
                        all.extend(options.iter().cloned());
                        Field::select(filter.name, &filter.label, all)
                    }
                    FilterKind::Words(most) => {
                        Field::line(filter.name, &filter.label, *most).kind("search")
                    }
                    FilterKind::Day => Field::new(filter.name, &filter.label, super::Control::Date),
                };
                field.lang = visit.lang;
                field.value(value)
            })
            .collect();
        let set = self
            .asked
            .values
            .iter()
            .map(|(name, value)| {
                let filter = self.filters.iter().find(|f| f.name == *name);
                let label = filter.map(|f| f.label.as_str()).unwrap_or_default();
                let words = match filter.map(|f| &f.kind) {
                    Some(FilterKind::Choice(options)) => options
                        .iter()
                        .find(|o| o.value == *value)
                        .map_or(value.as_str(), |o| &o.label),
                    _ => value.as_str(),
                };
                let rest = self.asked.fields.query_without(&[name, "cursor", "lang"]);
                (format!("{label}: {words}"), format!("{}?{rest}", self.path))
            })
            .collect();
        let sort = self.asked.fields.get("sort").unwrap_or_default().to_owned();
        Filters {
            lang: visit.lang,
            path: self.path.clone(),
            fields,
            set,
            sort,
        }
    }
}

/// The filters above a list: a form sent by GET, and what is set, each with a way to take it off.
#[derive(Debug, Clone, Template)]
#[template(path = "filters.html")]
pub struct Filters {
    lang: Lang,
    path: String,
    fields: Vec<Field>,
    /// Words, and the address without this filter.
    set: Vec<(String, String)>,
    sort: String,
}

speaks!(Filters);

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Listing, Error> {
        let filters = vec![
            Filter::choice("state", "状态", vec![Choice::new("replied", "已答复")]),
            Filter::words("q", "关键词"),
            Filter::day("due_before", "到期早于"),
        ];
        let columns = vec![
            Column::new("due", "期限").sorts(),
            Column::new("title", "标题"),
            Column::new("proposer", "提出人").later(),
        ];
        let fields = Fields::parse(query.as_bytes()).unwrap();
        Listing::read(
            "proposals",
            "/proposals",
            filters,
            columns,
            "-due",
            Vec::new(),
            &fields,
        )
    }

    #[test]
    fn a_question_is_its_address() {
        let list = read("state=replied&q=%E6%B0%B4&due_before=2024-3-5&sort=due&lang=en").unwrap();
        assert_eq!(list.asked.value("state"), Some("replied"));
        assert_eq!(
            list.asked.day("due_before"),
            NaiveDate::from_ymd_opt(2024, 3, 5)
        );
        assert_eq!((list.asked.sort.as_str(), list.asked.down), ("due", false));
        assert_eq!(
            list.page_href("x"),
            "/proposals?state=replied&q=%E6%B0%B4&due_before=2024-3-5&sort=due&cursor=x"
        );
        let usual = read("").unwrap();
        assert_eq!((usual.asked.sort.as_str(), usual.asked.down), ("due", true));
        assert_eq!(usual.same_at("/proposals.xlsx"), "/proposals.xlsx");
    }

    #[test]
    fn what_is_unknown_is_said_not_ignored() {
        for query in [
            "state=lost",
            "sort=title",
            "sort=drop",
            "colour=red",
            "due_before=tomorrow",
            "q=a&q=b",
        ] {
            assert!(matches!(read(query), Err(Error::Invalid(_))), "{query}");
        }
    }

    #[test]
    fn chosen_columns_keep_the_lists_order_and_its_first() {
        let mut list = read("").unwrap();
        let keys = |l: &Listing| l.shown_columns().iter().map(|c| c.key).collect::<Vec<_>>();
        assert_eq!(keys(&list), ["due", "title"]);
        list.chosen = vec!["proposer".into(), "gone".into()];
        assert_eq!(keys(&list), ["due", "proposer"]);
    }
}
