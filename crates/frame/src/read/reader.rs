//! Typed values out of [`Fields`], with every fault noted beside its field.
//!
//! A handler takes what it needs and ends with [`Reader::finish`]; a form then shows all faults at once. The
//! strict reader of query strings also refuses names nobody asked for. Nothing here panics or stops early.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use kernel::error::{Error, FieldError, Message};
use kernel::id::Id;

use super::Fields;

/// How many characters (Unicode scalar values) a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Len(pub usize);

/// Takes typed values out of [`Fields`] and collects what is wrong.
pub struct Reader<'a> {
    fields: &'a Fields,
    asked: BTreeSet<String>,
    errors: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    pub fn new(fields: &'a Fields) -> Reader<'a> {
        Reader {
            fields,
            asked: BTreeSet::new(),
            errors: Vec::new(),
        }
    }

    /// One line, trimmed; `None` where nothing was typed.
    pub fn line(&mut self, name: &str, most: Len) -> Option<String> {
        let text = self.single(name)?.trim();
        if text.is_empty() {
            return None;
        }
        if text.chars().any(char::is_control) {
            self.fail(name, Message::new("frame-field-one-line"));
            return None;
        }
        self.fits(name, text, most)
    }

    /// One line that must be there; empty (and a fault noted) where it is not.
    pub fn must_line(&mut self, name: &str, most: Len) -> String {
        let found = self.line(name, most);
        self.must(name, found)
    }

    /// Several lines, line ends as `\n`, trimmed at both ends; `None` where nothing was typed.
    pub fn prose(&mut self, name: &str, most: Len) -> Option<String> {
        let text = self.single(name)?.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if text
            .chars()
            .any(|c| c.is_control() && c != '\n' && c != '\t')
        {
            self.fail(name, Message::new("frame-field-odd-characters"));
            return None;
        }
        self.fits(name, text, most)
    }

    /// Several lines that must be there.
    pub fn must_prose(&mut self, name: &str, most: Len) -> String {
        let found = self.prose(name, most);
        self.must(name, found)
    }

    /// A secret exactly as typed: neither trimmed nor shown again.
    pub fn must_secret(&mut self, name: &str, most: Len) -> String {
        let typed = self.single(name).unwrap_or_default().to_owned();
        if typed.is_empty() {
            self.missing(name);
        } else if typed.chars().count() > most.0 {
            self.too_long(name, most);
            return String::new();
        }
        typed
    }

    /// A civil date in one of the ways offices type it (see [`parse_date`]).
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let typed = self.single(name)?.trim();
        if typed.is_empty() {
            return None;
        }
        let day = parse_date(typed);
        if day.is_none() {
            self.fail(name, Message::new("frame-field-date"));
        }
        day
    }

    pub fn must_date(&mut self, name: &str) -> Option<NaiveDate> {
        let before = self.errors.len();
        let found = self.date(name);
        if found.is_none() && self.errors.len() == before {
            self.missing(name);
        }
        found
    }

    /// A whole number in a range.
    pub fn number(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let typed = self.single(name)?.trim();
        if typed.is_empty() {
            return None;
        }
        match typed.parse::<i64>() {
            Ok(n) if range.contains(&n) => Some(n),
            _ => {
                let message = Message::new("frame-field-number")
                    .arg("least", *range.start())
                    .arg("most", *range.end());
                self.fail(name, message);
                None
            }
        }
    }

    pub fn must_number(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let before = self.errors.len();
        let found = self.number(name, range);
        if found.is_none() && self.errors.len() == before {
            self.missing(name);
        }
        found
    }

    /// A tick: sent as `1`, or not sent.
    pub fn tick(&mut self, name: &str) -> bool {
        match self.single(name) {
            None | Some("" | "0") => false,
            Some("1" | "on") => true,
            Some(_) => {
                self.fail(name, Message::new("frame-field-choice"));
                false
            }
        }
    }

    /// One of the values offered.
    pub fn choice<'c>(&mut self, name: &str, offered: &[&'c str]) -> Option<&'c str> {
        let typed = self.single(name)?;
        if typed.is_empty() {
            return None;
        }
        let found = offered.iter().find(|o| **o == typed).copied();
        if found.is_none() {
            self.fail(name, Message::new("frame-field-choice"));
        }
        found
    }

    pub fn must_choice<'c>(&mut self, name: &str, offered: &[&'c str]) -> Option<&'c str> {
        let before = self.errors.len();
        let found = self.choice(name, offered);
        if found.is_none() && self.errors.len() == before {
            self.fail(name, Message::new("frame-field-choose"));
        }
        found
    }

    /// Several of the values offered, each once, in the order sent.
    pub fn choices<'c>(&mut self, name: &str, offered: &[&'c str]) -> Vec<&'c str> {
        self.asked.insert(name.to_owned());
        let mut out = Vec::new();
        let mut unknown = false;
        for typed in self.fields.all(name).filter(|t| !t.is_empty()) {
            match offered.iter().find(|o| **o == typed) {
                Some(o) if !out.contains(o) => out.push(*o),
                Some(_) => {}
                None => unknown = true,
            }
        }
        if unknown {
            self.fail(name, Message::new("frame-field-choice"));
        }
        out
    }

    /// The identity of something picked.
    pub fn id(&mut self, name: &str) -> Option<Id> {
        let typed = self.single(name)?.trim();
        if typed.is_empty() {
            return None;
        }
        let id = typed.parse().ok();
        if id.is_none() {
            self.fail(name, Message::new("frame-field-choice"));
        }
        id
    }

    pub fn must_id(&mut self, name: &str) -> Option<Id> {
        let before = self.errors.len();
        let found = self.id(name);
        if found.is_none() && self.errors.len() == before {
            self.fail(name, Message::new("frame-field-choose"));
        }
        found
    }

    /// Identities picked, each once, at most `most`.
    pub fn ids(&mut self, name: &str, most: usize) -> Vec<Id> {
        self.asked.insert(name.to_owned());
        let mut out: Vec<Id> = Vec::new();
        for typed in self.fields.all(name).filter(|t| !t.is_empty()) {
            match typed.parse() {
                Ok(id) if !out.contains(&id) => out.push(id),
                Ok(_) => {}
                Err(_) => {
                    self.fail(name, Message::new("frame-field-choice"));
                    return Vec::new();
                }
            }
            if out.len() > most {
                self.fail(name, Message::new("frame-field-too-many").arg("most", most));
                return Vec::new();
            }
        }
        out
    }

    /// Notes a fault of the handler's own finding.
    pub fn fail(&mut self, name: &str, message: Message) {
        self.errors.push(FieldError {
            field: name.to_owned(),
            message,
        });
    }

    /// Whether nothing is wrong so far.
    pub fn good(&self) -> bool {
        self.errors.is_empty()
    }

    /// Ends a form: what was wrong, if anything.
    pub fn finish(self) -> Result<(), Error> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.errors))
        }
    }

    /// Ends a query string: names nobody asked for are faults too. `lang` is the frame's own.
    pub fn finish_strict(mut self) -> Result<(), Error> {
        for name in self.fields.names() {
            if name != "lang" && !self.asked.contains(name) {
                let shown: String = name.chars().take(40).collect();
                self.errors.push(FieldError {
                    field: shown.clone(),
                    message: Message::new("frame-query-unknown").arg("name", shown),
                });
            }
        }
        self.finish()
    }

    /// The one value of a name; two different ones are a fault.
    fn single(&mut self, name: &str) -> Option<&'a str> {
        self.asked.insert(name.to_owned());
        let mut all = self.fields.all(name);
        let first = all.next()?;
        if all.any(|other| other != first) {
            self.fail(name, Message::new("frame-field-twice"));
            return None;
        }
        Some(first)
    }

    fn fits(&mut self, name: &str, text: &str, most: Len) -> Option<String> {
        if text.chars().count() > most.0 {
            self.too_long(name, most);
            return None;
        }
        Some(text.to_owned())
    }

    fn must(&mut self, name: &str, found: Option<String>) -> String {
        if found.is_none() && !self.errors.iter().any(|e| e.field == name) {
            self.missing(name);
        }
        found.unwrap_or_default()
    }

    fn missing(&mut self, name: &str) {
        self.fail(name, Message::new("frame-field-missing"));
    }

    fn too_long(&mut self, name: &str, most: Len) {
        self.fail(
            name,
            Message::new("frame-field-too-long").arg("most", most.0),
        );
    }
}

/// A civil date as typed in an office: 2024-03-05, 2024-3-5, 2024/3/5, 2024.3.5, 2024年3月5日, 20240305,
/// digits of either width. Years from 1900 to 2199.
pub fn parse_date(typed: &str) -> Option<NaiveDate> {
    let narrow: String = typed
        .trim()
        .chars()
        .take(20)
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            '年' | '月' | '/' | '.' | '．' | '／' | '－' => '-',
            c => c,
        })
        .collect();
    let narrow = narrow.trim_end_matches(['日', '号']);
    let parts: Vec<&str> = if narrow.len() == 8 && narrow.bytes().all(|b| b.is_ascii_digit()) {
        vec![&narrow[..4], &narrow[4..6], &narrow[6..]]
    } else {
        narrow.split('-').collect()
    };
    let [year, month, day] = parts[..] else {
        return None;
    };
    let digits = |s: &str, most: usize| {
        (!s.is_empty() && s.len() <= most && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse::<u32>().ok())?
    };
    let year = digits(year, 4).filter(|y| (1900..2200).contains(y))?;
    NaiveDate::from_ymd_opt(year as i32, digits(month, 2)?, digits(day, 2)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(result: Result<(), Error>) -> Vec<(String, String)> {
        match result {
            Ok(()) => Vec::new(),
            Err(Error::Invalid(all)) => all.into_iter().map(|e| (e.field, e.message.key)).collect(),
            Err(e) => panic!("{e}"),
        }
    }

    #[test]
    fn all_faults_are_collected() {
        let fields = Fields::of([
            ("title", "  "),
            ("text", "一二三四"),
            ("due", "2024-02-30"),
            ("n", "11"),
            ("kind", "x"),
            ("one", "a"),
            ("one", "b"),
        ]);
        let mut r = Reader::new(&fields);
        assert_eq!(r.must_line("title", Len(10)), "");
        assert_eq!(r.prose("text", Len(3)), None);
        assert_eq!(r.date("due"), None);
        assert_eq!(r.number("n", 1..=10), None);
        assert_eq!(r.choice("kind", &["a", "b"]), None);
        assert_eq!(r.line("one", Len(5)), None);
        let keys: Vec<String> = faults(r.finish()).into_iter().map(|(f, _)| f).collect();
        assert_eq!(keys, ["title", "text", "due", "n", "kind", "one"]);
    }

    #[test]
    fn good_values_come_through() {
        let fields = Fields::of([
            ("text", " 第一行\r\n第二行 "),
            ("due", "2024年3月5日"),
            ("tick", "1"),
            ("k", "b"),
        ]);
        let mut r = Reader::new(&fields);
        assert_eq!(r.must_prose("text", Len(10)), "第一行\n第二行");
        assert_eq!(r.must_date("due"), NaiveDate::from_ymd_opt(2024, 3, 5));
        assert!(r.tick("tick"));
        assert_eq!(r.must_choice("k", &["a", "b"]), Some("b"));
        assert!(r.finish_strict().is_ok());
    }

    #[test]
    fn a_strict_reader_names_what_nobody_asked_for() {
        let fields = Fields::of([("sort", "due"), ("lang", "en"), ("drop table", "1")]);
        let mut r = Reader::new(&fields);
        r.choice("sort", &["due"]);
        assert_eq!(
            faults(r.finish_strict()),
            [("drop table".to_owned(), "frame-query-unknown".to_owned())]
        );
    }

    #[test]
    fn dates_as_offices_type_them() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 5);
        for typed in [
            "2024-03-05",
            "2024-3-5",
            "2024/3/5",
            "2024.3.5",
            "2024年3月5日",
            "20240305",
            " ２０２４－３－５ ",
        ] {
            assert_eq!(parse_date(typed), day, "{typed}");
        }
        for typed in [
            "",
            "2024",
            "2024-13-1",
            "2024-02-30",
            "05/03/2024",
            "1899-1-1",
            "2024-3-5-6",
            "明天",
            "+2024-3-5",
            "2024--5",
            "年月日",
        ] {
            assert_eq!(parse_date(typed), None, "{typed}");
        }
    }
}
