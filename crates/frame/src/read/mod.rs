//! Reading what a request brought: forms, query strings, paths, JSON and files. Every byte is hostile.
//!
//! * [`Fields`]: the pairs of a form or query string, in the order typed;
//! * [`Reader`]: takes typed values out of them and collects what is wrong, field by field;
//! * [`Form`], [`Query`], [`Path`], [`Json`], [`Upload`]: extractors; their refusals are [`Failure`]s in the
//!   reader's language, never a 500 and never axum's own text.
//!
//! [`Failure`]: crate::Failure

mod body;
mod fields;
mod reader;

pub(crate) use body::SENT_BYTES;
pub use body::{FORM_BYTES, Form, Json, Path, Query, UPLOAD_BYTES, Upload, UploadedFile};
pub(crate) use fields::push_pair;
pub use fields::{Fields, Unreadable};
pub use reader::{Len, Reader, parse_date};
