//! Print-quality PDF, set by Typst as a library (feature `pdf`). Knows typefaces and how to set a form; what is said stands
//! with whoever asks for it (`letter::pdf`, `periodical::pdf`).
//!
//! A [`Form`] is fixed text of this program. Words reach it as values out of a file `words.json` and are set as they are:
//! nothing typed becomes markup. Nothing is read but the typefaces this machine has, nothing fetched.

mod faces;
mod form;

pub use faces::{Faces, NoFace};
pub use form::Refused;
pub(crate) use form::{Day, Form, Parts, parts};
