//! What an area declares: figures, their rows and the ways to split them.

use text::Lang;
use text::numeral::SessionNumber;

/// The rows a figure counts: a `SELECT` of the area's store, one row per thing counted, bound to nothing. It
/// must hold the columns `row_id` (unique), `matter_id`, `organ_id`, `confidentiality`, the figure's date, its
/// condition columns (BOOLEAN) and one column per dimension under the names used in [`Figure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source(pub &'static str);

/// What is computed over the rows; the names are columns of the source, BOOLEAN ones where not said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Every row.
    All,
    /// The rows for which the column is true.
    Count(&'static str),
    /// The sum of a whole-number column over every row: characters, photos, seconds. Its list holds the rows that
    /// add up to it.
    Sum(&'static str),
    /// Of the rows for which `of` is true (of all, where absent), those for which `part` is true.
    Share {
        part: &'static str,
        of: Option<&'static str>,
    },
}

/// What a dimension's keys are, and so how they are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Ids of units; named as the unit is called today.
    Unit,
    /// Ids of people.
    Person,
    /// Codes of term sessions (`8-4`), or years.
    Session,
    /// Codes with words in the text crate: the prefix of their keys.
    Words(&'static str),
    /// Text that names itself.
    Text,
    /// The calendar month of the figure's date, `2024-03`; needs no column.
    Month,
    /// The figure's date itself; needs no column.
    Day,
}

/// One way to split a figure: the name in addresses, which is the source's column as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimension {
    pub name: &'static str,
    pub keys: Keys,
    /// The text key of its heading.
    pub title: &'static str,
}

impl Dimension {
    pub const MONTH: Dimension = Dimension {
        name: "month",
        keys: Keys::Month,
        title: "statistics-dimension-month",
    };
    pub const DAY: Dimension = Dimension {
        name: "day",
        keys: Keys::Day,
        title: "statistics-dimension-day",
    };
    pub const UNIT: Dimension = Dimension {
        name: "unit",
        keys: Keys::Unit,
        title: "statistics-dimension-unit",
    };
    pub const SESSION: Dimension = Dimension {
        name: "session",
        keys: Keys::Session,
        title: "statistics-dimension-session",
    };
    pub const PROPOSER: Dimension = Dimension {
        name: "proposer",
        keys: Keys::Person,
        title: "statistics-dimension-proposer",
    };

    pub fn is_time(&self) -> bool {
        matches!(self.keys, Keys::Month | Keys::Day)
    }
}

/// A figure with its definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// `proposals.received`: the area, then what is counted.
    pub name: &'static str,
    /// Text keys.
    pub title: &'static str,
    pub definition: &'static str,
    pub source: Source,
    /// The DATE column that places a row in a period; rows without it are not counted.
    pub date: &'static str,
    pub measure: Measure,
    pub dimensions: &'static [Dimension],
    /// Where the page of a row's matter lies: this and the matter's id (`/proposals/`).
    pub page: &'static str,
}

impl Figure {
    /// The area it belongs to.
    pub fn area(&self) -> &'static str {
        self.name.split('.').next().unwrap_or_default()
    }

    pub fn dimension(&self, name: &str) -> Option<&'static Dimension> {
        self.dimensions.iter().find(|d| d.name == name)
    }

    /// Names become SQL and addresses: small letters, digits, `_`, and `.` between area and figure.
    pub(crate) fn is_well_formed(&self) -> bool {
        let plain = |s: &str| {
            !s.is_empty()
                && s.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        let columns = match self.measure {
            Measure::All => vec![],
            Measure::Count(what) | Measure::Sum(what) => vec![what],
            Measure::Share { part, of } => std::iter::once(part).chain(of).collect(),
        };
        self.name
            .split_once('.')
            .is_some_and(|(area, what)| plain(area) && plain(what))
            && plain(self.date)
            && columns.into_iter().all(plain)
            && self.dimensions.iter().all(|d| plain(d.name))
    }
}

/// A key in words. `name` is what the database calls it, where it is a row there.
pub fn label(lang: Lang, dimension: &Dimension, code: &str, name: &str) -> String {
    if code.is_empty() {
        return text::t(lang, "statistics-none");
    }
    match dimension.keys {
        Keys::Words(prefix) => {
            let key = format!("{prefix}{code}");
            let words = text::t(lang, &key);
            if words == key { code.to_owned() } else { words }
        }
        Keys::Month => match format!("{code}-01").parse() {
            Ok(day) => text::date::month(lang, day),
            Err(_) => code.to_owned(),
        },
        Keys::Day => match code.parse() {
            Ok(day) => text::date::date_plain(lang, day),
            Err(_) => code.to_owned(),
        },
        Keys::Session => session(lang, code).unwrap_or_else(|| code.to_owned()),
        Keys::Unit | Keys::Person | Keys::Text if name.is_empty() => code.to_owned(),
        Keys::Unit | Keys::Person | Keys::Text => name.to_owned(),
    }
}

/// `8-4` as 第八届四次会议.
fn session(lang: Lang, code: &str) -> Option<String> {
    let (term, session) = code.split_once('-')?;
    let number = SessionNumber {
        term: term.parse().ok()?,
        session: session.parse().ok()?,
        serial: None,
    };
    Some(number.print(lang))
}
