//! Changing a definition, so that what an administrator saves is what the file says: by text ([`renumbered`]) and by
//! form ([`apply`]).

mod change;

pub use change::{Change, EditError, apply};

use crate::pack::line_of;
use crate::parse::ParseError;

/// The same definition with another version number; everything else, comments included, stays as it was.
pub fn renumbered(text: &str, version: u32) -> Result<String, ParseError> {
    let mut inside = false;
    let mut done = false;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let trimmed = line.trim();
            if trimmed.starts_with('[') {
                inside = trimmed == "[procedure]";
            }
            let is_version = trimmed
                .strip_prefix("version")
                .is_some_and(|rest| rest.trim_start().starts_with('='));
            if inside && !done && is_version {
                done = true;
                return format!("version = {version}");
            }
            line.to_owned()
        })
        .collect();
    if !done {
        return Err(ParseError {
            line: line_of(text, 0),
            message: "[procedure] has no version".to_owned(),
        });
    }
    Ok(lines.join("\n") + "\n")
}
