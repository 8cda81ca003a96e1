//! Notices (通知): what somebody is told because something happened.
//!
//! **Nouns.** A [`Letter`] says to whom, what (the key of a sentence and its arguments) and about which matter;
//! [`send`] turns it into one row for each account it reaches. Nothing is worded when it is sent: the reader
//! reads in his own language, and only of matters that still exist for him. Number and title of the matter
//! are put into the sentence as `$number` and `$title` at that moment; they must not be among the arguments.
//!
//! **By mail.** Urgent ones at once, the others as one digest a day, as the account prefers ([`Mail`]). A mail
//! names no confidential matter: it says that there is something to read.
//!
//! **Who sees what.** An account reads its own notices and nobody else's.

mod post;
mod read;
mod send;

use serde::{Deserialize, Serialize};

pub use post::{mail_digests, mail_urgent};
pub use read::{About, Notice, Page, list, mark_all_read, mark_read, unread};
pub use send::{preferences, send, set_preferences, settled};

use crate::error::Arg;
use crate::id::Id;

/// Whom a letter reaches. Nobody is told what he did himself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    Account(Id),
    /// A person's accounts, and those of who stands in for him today.
    Person(Id),
    /// Whoever holds a role today: in a unit, in the organ, or `person` for one person; as tasks are held.
    Role {
        holder: Id,
        role: String,
    },
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: Vec<To>,
    pub matter: Option<Id>,
    /// The running step it asks for: with it the notice is done too.
    pub task: Option<Id>,
    /// The key of its sentence, which may use `$number` and `$title` where there is a matter.
    pub kind: String,
    pub args: Vec<(String, Arg)>,
    /// Is mailed at once, not in the day's digest.
    pub urgent: bool,
}

impl Letter {
    /// A letter that can wait for the digest.
    pub fn new(kind: impl Into<String>, to: Vec<To>) -> Letter {
        Letter {
            to,
            matter: None,
            task: None,
            kind: kind.into(),
            args: Vec::new(),
            urgent: false,
        }
    }

    pub fn about(mut self, matter: Id) -> Letter {
        self.matter = Some(matter);
        self
    }

    pub fn arg(mut self, name: impl Into<String>, value: impl Into<Arg>) -> Letter {
        self.args.push((name.into(), value.into()));
        self
    }

    pub fn urgent(mut self) -> Letter {
        self.urgent = true;
        self
    }
}

/// How an account wants its notices by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mail {
    /// Urgent ones at once, the others once a day.
    #[default]
    Digest,
    /// Each at once.
    Each,
    /// Urgent ones only.
    Urgent,
    /// None.
    Never,
}

impl Mail {
    pub const ALL: [Mail; 4] = [Mail::Digest, Mail::Each, Mail::Urgent, Mail::Never];

    pub fn code(self) -> &'static str {
        match self {
            Mail::Digest => "digest",
            Mail::Each => "each",
            Mail::Urgent => "urgent",
            Mail::Never => "never",
        }
    }

    pub fn parse(code: &str) -> Option<Mail> {
        Mail::ALL.into_iter().find(|m| m.code() == code)
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Mail::Digest => "notice-mail-digest",
            Mail::Each => "notice-mail-each",
            Mail::Urgent => "notice-mail-urgent",
            Mail::Never => "notice-mail-never",
        }
    }

    /// What is owed by mail for one notice: `now`, `digest` or `none`.
    fn owed(self, urgent: bool) -> &'static str {
        match (self, urgent) {
            (Mail::Never, _) | (Mail::Urgent, false) => "none",
            (Mail::Each, _) | (_, true) => "now",
            (Mail::Digest, false) => "digest",
        }
    }
}

/// What an account chose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preferences {
    pub mail: Mail,
    /// Kinds that are never mailed unless urgent; they still stand in the list.
    pub muted: Vec<String>,
}
