//! The few kinds of error an action ends in. Frame turns them into a page or a problem document; the
//! sentences stand in the text crate under the code.

use chrono::NaiveDate;
use serde_json::Value as Json;

use text::Lang;

use crate::db::DbError;
use crate::id::Id;

/// A sentence by its key in the text crate, with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Message {
    pub key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, Arg)>,
}

/// An argument of a [`Message`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Arg {
    Number(i64),
    /// A civil date, written out in the reader's language.
    Day(NaiveDate),
    Text(String),
    /// Words that stand in data in both languages: titles of steps, sentences of a procedure.
    Both {
        zh: String,
        en: String,
    },
}

impl From<i64> for Arg {
    fn from(n: i64) -> Self {
        Arg::Number(n)
    }
}
impl From<NaiveDate> for Arg {
    fn from(day: NaiveDate) -> Self {
        Arg::Day(day)
    }
}
impl From<usize> for Arg {
    fn from(n: usize) -> Self {
        Arg::Number(n as i64)
    }
}
impl From<&str> for Arg {
    fn from(s: &str) -> Self {
        Arg::Text(s.to_owned())
    }
}
impl From<String> for Arg {
    fn from(s: String) -> Self {
        Arg::Text(s)
    }
}

impl Message {
    pub fn new(key: impl Into<String>) -> Message {
        Message {
            key: key.into(),
            args: Vec::new(),
        }
    }

    pub fn arg(mut self, name: impl Into<String>, value: impl Into<Arg>) -> Message {
        self.args.push((name.into(), value.into()));
        self
    }
}

impl Message {
    /// The sentence in a language.
    pub fn say(&self, lang: Lang) -> String {
        let args: Vec<(&str, text::Arg)> = self
            .args
            .iter()
            .map(|(name, value)| {
                let value = match (value, lang) {
                    (Arg::Number(n), _) => text::Arg::Number(*n),
                    (Arg::Day(day), _) => text::Arg::String(text::date::date(lang, *day)),
                    (Arg::Text(s), _) => text::Arg::Str(s),
                    (Arg::Both { zh, .. }, Lang::Zh) => text::Arg::Str(zh),
                    (Arg::Both { en, .. }, Lang::En) => text::Arg::Str(en),
                };
                (name.as_str(), value)
            })
            .collect();
        text::ta(lang, &self.key, &args)
    }
}

/// One field that was not accepted, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    pub message: Message,
}

/// What an action can end in besides success.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Does not exist, or not for this reader: the two read alike.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, or the session has ended.
    #[error("not signed in")]
    Unauthenticated,
    /// Exists and may be read, but this is not theirs to do. The message says who can.
    #[error("forbidden: {}", .0.key)]
    Forbidden(Message),
    /// Fields were not accepted; nothing was changed.
    #[error("invalid fields")]
    Invalid(Vec<FieldError>),
    /// A rule refused the act; nothing was changed. The message says why and what to do.
    #[error("refused: {}", .0.key)]
    Refused(Message),
    /// Somebody else changed it meanwhile: the revision there is now, and what happened since.
    #[error("changed meanwhile")]
    Conflict { rev: i64, since: Vec<Json> },
    /// More bytes or rows than allowed: the limit and its unit are in the message.
    #[error("too large: {}", .0.key)]
    TooLarge(Message),
    /// Ours to mend. Its text is for the log only.
    #[error("internal: {0}")]
    Internal(String),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<DbError> for Error {
    fn from(e: DbError) -> Self {
        Error::Internal(e.to_string())
    }
}

impl From<crate::id::BadId> for Error {
    fn from(_: crate::id::BadId) -> Self {
        Error::NotFound
    }
}

impl Error {
    /// One refused field.
    pub fn field(field: impl Into<String>, message: Message) -> Error {
        Error::Invalid(vec![FieldError {
            field: field.into(),
            message,
        }])
    }

    pub fn refused(key: impl Into<String>) -> Error {
        Error::Refused(Message::new(key))
    }

    pub fn internal(text: impl std::fmt::Display) -> Error {
        Error::Internal(text.to_string())
    }

    /// Internal, naming the row that should have been there.
    pub fn missing(what: &str, id: Id) -> Error {
        Error::Internal(format!("{what} {id} is missing"))
    }
}
