//! Orders of a list, and places in them.

use chrono::NaiveDate;

use super::page::Row;
use crate::db::Value;
use crate::error::{Error, Message, Result};
use crate::id::Id;

/// What a list is ordered by; ties are broken by the matter's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Key {
    #[default]
    Received,
    Due,
    Number,
    Updated,
}

/// An order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    pub key: Key,
    pub descending: bool,
}

/// Newest first.
impl Default for Sort {
    fn default() -> Self {
        Sort {
            key: Key::Received,
            descending: true,
        }
    }
}

impl Key {
    pub const ALL: [Key; 4] = [Key::Received, Key::Due, Key::Number, Key::Updated];

    /// The name in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Key::Received => "received",
            Key::Due => "due",
            Key::Number => "number",
            Key::Updated => "updated",
        }
    }

    pub(super) fn column(self) -> &'static str {
        match self {
            Key::Received => "received_on",
            Key::Due => "due_on",
            Key::Number => "number_sort",
            Key::Updated => "updated_at",
        }
    }
}

impl Sort {
    /// Reads `received` or `-received`; anything else is no order.
    pub fn parse(text: &str) -> Option<Sort> {
        let (name, descending) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        let key = Key::ALL.into_iter().find(|k| k.code() == name)?;
        Some(Sort { key, descending })
    }

    /// As [`Sort::parse`] reads it.
    pub fn code(self) -> String {
        format!(
            "{}{}",
            if self.descending { "-" } else { "" },
            self.key.code()
        )
    }
}

/// A place between two rows of one order, and the direction to read on. Printed opaque; whoever changes one
/// only changes where he reads on among his own rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub(super) sort: Sort,
    /// Reads towards the beginning.
    pub(super) back: bool,
    value: String,
    pub(super) id: Id,
}

impl Cursor {
    pub(super) fn at(row: &Row, sort: Sort, back: bool) -> Cursor {
        let value = match sort.key {
            Key::Received => row.received_on.to_string(),
            Key::Due => row.sort_due().to_string(),
            Key::Number => row.number_sort.clone(),
            Key::Updated => row.updated_at.to_string(),
        };
        Cursor {
            sort,
            back,
            value,
            id: row.id,
        }
    }

    /// The value of the order's column.
    pub(super) fn value(&self) -> Result<Value> {
        match self.sort.key {
            Key::Received | Key::Due => {
                let day: NaiveDate = self.value.parse().map_err(|_| Cursor::refused())?;
                Ok(day.into())
            }
            Key::Number => Ok(self.value.as_str().into()),
            Key::Updated => {
                let at: i64 = self.value.parse().map_err(|_| Cursor::refused())?;
                Ok(at.into())
            }
        }
    }

    /// Reads what [`Cursor`] prints; for the field `cursor`.
    pub fn parse(text: &str) -> Result<Cursor> {
        if text.len() > 400 {
            return Err(Cursor::refused());
        }
        let bytes = hex::decode(text).map_err(|_| Cursor::refused())?;
        let plain = String::from_utf8(bytes).map_err(|_| Cursor::refused())?;
        let mut parts = plain.splitn(4, ' ');
        let mut next = || parts.next().ok_or_else(Cursor::refused);
        let (way, sort, id, value) = (next()?, next()?, next()?, next()?);
        let cursor = Cursor {
            sort: Sort::parse(sort).ok_or_else(Cursor::refused)?,
            back: way == "b",
            value: value.to_owned(),
            id: id.parse().map_err(|_| Cursor::refused())?,
        };
        if !matches!(way, "b" | "f") || value.contains('\0') {
            return Err(Cursor::refused());
        }
        cursor.value()?;
        Ok(cursor)
    }

    /// The order this place belongs to.
    pub fn sort(&self) -> Sort {
        self.sort
    }

    pub(super) fn refused() -> Error {
        Error::field("cursor", Message::new("invalid-cursor"))
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let way = if self.back { "b" } else { "f" };
        f.write_str(&hex::encode(format!(
            "{way} {} {} {}",
            self.sort.code(),
            self.id,
            self.value
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_a_cursor_or_refused(text in ".{0,60}", bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = Cursor::parse(&text);
            let _ = Cursor::parse(&hex::encode(bytes));
        }

        #[test]
        fn printed_and_read_again(number in "[0-9a-z第号 -]{0,20}", id in 0..=i64::MAX, back: bool, descending: bool) {
            let sort = Sort { key: Key::Number, descending };
            let cursor = Cursor { sort, back, value: number, id: Id(id) };
            prop_assert_eq!(Cursor::parse(&cursor.to_string()).unwrap(), cursor);
        }
    }

    #[test]
    fn a_changed_date_is_refused() {
        let plain = format!("f due {} 2024-13-45", Id(7));
        assert!(matches!(
            Cursor::parse(&hex::encode(plain)),
            Err(Error::Invalid(_))
        ));
    }
}
