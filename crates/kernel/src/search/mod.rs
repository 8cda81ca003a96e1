//! Full-text search over everything the reader may see (X3): what is typed is found.
//!
//! **Nouns.** An area says what a matter holds as [`Document`]s, a part of text for an [`Audience`]. The index
//! keeps one row per matter and group of readers that reads the same text, so that every reader reads one row,
//! words of it may stand in different parts, and no snippet shows what is not his. A *gram* is what the engine
//! indexes: characters, pairs of characters, triples within Latin words; readers and kinds are tokens beside
//! them, so that a narrow reader walks his own postings and not those of a common word.
//!
//! **Acts.** [`index`] in the act that changes a matter, [`remove`], [`find`], [`similar`].
//!
//! **Who sees what.** A row carries the tokens of its readers and of those who hold a task on it; before a hit
//! is shown the matter's readers are asked once more.
//!
//! What it never does: break text by a dictionary, rank by anything but the day of receipt, or show more of a
//! matter than its reader's own row holds. The two engines' own statements stand in `sqlite` and `postgres`.

mod document;
mod find;
mod gram;
mod mark;
mod postgres;
mod restore;
mod similar;
mod sqlite;
mod write;

pub use document::{Audience, Document};
pub use find::{Hit, MOST, Page, find, find_public};
pub use gram::{LONGEST, MOST_WORDS, Query, normal};
pub use mark::Piece;
pub(crate) use restore::{Old, restore};
pub use similar::{Similar, similar};
pub use write::{index, index_many, remove, settle};
