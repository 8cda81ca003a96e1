//! The two languages: screens, letters and refusals.
//!
//! Owns every sentence a person reads (`locales/{zh,en}/<room>.ftl`, one file per room of the house,
//! the same keys and the same variables in both), and how dates, day counts, numbers, money, session
//! numbers and names are written and read in each language.
//!
//! - [`Lang`]: which of the two, and how a request's wish is negotiated;
//! - [`t`] / [`ta`]: a key's text, without and with arguments;
//! - [`date`]: civil dates, instants and the days left;
//! - [`number`]: counts, money in fen, shares in percent;
//! - [`numeral`]: Chinese numerals and session numbers (第八届四次会议第70号), both ways;
//! - [`diff`]: what changed between two versions of a text, as a reader of Chinese sees it;
//! - [`initials`]: pinyin initials by which a name is found.
//!
//! Never looks anything up outside the binary, never fails and never panics: an unknown key is
//! rendered as the key itself, which the tests and `cargo xtask tidy` catch.

pub mod date;
pub mod diff;
mod initials;
mod lang;
pub mod number;
pub mod numeral;

pub use initials::initials;
pub use lang::Lang;

use fluent_templates::fluent_bundle::FluentValue;
use std::collections::HashMap;

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "zh",
        // The marks would land in copied cells, file names and letters; the texts have no
        // right-to-left language to protect.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// An argument of a text: a number (plural rules apply to it) or a string (inserted as it is).
///
/// Numbers pass through Fluent's `f64`: exact up to 2^53. Money and anything larger is formatted
/// first (see [`number`]) and given as a string.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    /// A count.
    Number(i64),
    /// A borrowed string.
    Str(&'a str),
    /// An owned string.
    String(String),
}

macro_rules! arg_from {
    ($($t:ty),*) => { $(impl From<$t> for Arg<'_> {
        fn from(n: $t) -> Self { Arg::Number(i64::try_from(n).unwrap_or(i64::MAX)) }
    })* };
}
arg_from!(i64, i32, u16, u32, u64, usize);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(s: &'a str) -> Self {
        Arg::Str(s)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(s: &'a String) -> Self {
        Arg::Str(s)
    }
}

impl From<String> for Arg<'_> {
    fn from(s: String) -> Self {
        Arg::String(s)
    }
}

impl<'a> Arg<'a> {
    fn fluent(&'a self) -> FluentValue<'a> {
        match self {
            Arg::Number(n) => FluentValue::from(*n),
            Arg::Str(s) => FluentValue::from(*s),
            Arg::String(s) => FluentValue::from(s.as_str()),
        }
    }
}

/// The text of `key` in `lang`; `message.attribute` names an attribute. An unknown key, or a text
/// that wants arguments, is rendered as the key.
pub fn t(lang: Lang, key: &str) -> String {
    lookup(lang, key, None)
}

/// The text of `key` in `lang` with arguments by name: `ta(lang, "task-due", &[("n", 3.into())])`.
/// A missing argument renders the key; one too many is ignored.
pub fn ta(lang: Lang, key: &str, args: &[(&str, Arg)]) -> String {
    let args = args
        .iter()
        .map(|(name, arg)| (*name, arg.fluent()))
        .collect();
    lookup(lang, key, Some(&args))
}

fn lookup(lang: Lang, key: &str, args: Option<&HashMap<&str, FluentValue>>) -> String {
    TEXTS
        .lookup_single_language(lang.id(), key, args)
        .unwrap_or_else(|_| key.to_owned())
}
