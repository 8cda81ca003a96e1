//! How the frame's parts speak: every part of a page knows its reader's language.
//!
//! Owns: the trait templates use for their own words, and turning a kernel [`Message`] into a sentence.

use chrono::NaiveDate;
use kernel::error::Message;
use text::{Arg, Lang};

/// A part of a page that has words of its own.
pub trait Speaks {
    /// The reader's language.
    fn lang(&self) -> Lang;

    /// The text of a key.
    fn t(&self, key: &str) -> String {
        text::t(self.lang(), key)
    }

    /// The text of a key that counts `n`.
    fn tn(&self, key: &str, n: &i64) -> String {
        text::ta(self.lang(), key, &[("n", Arg::Number(*n))])
    }

    /// The text of a key around a name.
    fn tname(&self, key: &str, name: &str) -> String {
        text::ta(self.lang(), key, &[("name", Arg::Str(name))])
    }

    /// 2024年3月5日(周二)
    fn day(&self, day: &NaiveDate) -> String {
        text::date::date(self.lang(), *day)
    }
}

/// Gives structs with a `lang` field their voice and marks their HTML as finished.
macro_rules! speaks {
    ($($part:ty),* $(,)?) => { $(
        impl $crate::words::Speaks for $part {
            fn lang(&self) -> text::Lang { self.lang }
        }
        impl askama::filters::HtmlSafe for $part {}
    )* };
}
pub(crate) use speaks;

/// The sentence of a message in a language. An argument that is itself a key ending in `-name` is
/// not looked up here: whoever makes the message gives words, not keys.
pub fn message(lang: Lang, message: &Message) -> String {
    message.say(lang)
}
