//! The rules of the house that the compiler can't keep. Each rule is a function from the tree to findings, and
//! each has a test with a sample that breaks it.
//!
//! Looks only at the files as they lie in the working tree: the history of the repository has no part in it.

mod arrows;
mod dependencies;
mod rooms;
mod shape;
mod texts;

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// A broken rule, with the place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    file: String,
    line: usize,
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// A text file of the project.
#[derive(Debug)]
pub struct File {
    /// Relative to the workspace, with slashes.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    pub fn is(&self, extension: &str) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, e)| e == extension)
    }

    pub fn finding(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding {
            file: self.path.clone(),
            line,
            what: what.into(),
        }
    }

    /// Lines of program text with their numbers: without comments, and without the unit tests at the end.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(n, line)| (n + 1, line))
    }
}

/// Checks the working tree.
pub fn run(root: &Path) -> Result<()> {
    let files = read(root)?;
    let mut found = arrows::check(&arrows::crates(root)?);
    for rule in [
        rooms::check,
        shape::check,
        texts::check,
        dependencies::check,
    ] {
        found.extend(rule(&files));
    }
    found.sort();
    for finding in &found {
        println!("{finding}");
    }
    if !found.is_empty() {
        bail!("tidy: {} rules of the house are broken", found.len());
    }
    println!("tidy: {} files are in order", files.len());
    Ok(())
}

/// Every text file that is, or would be, in the repository.
fn read(root: &Path) -> Result<Vec<File>> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()
        .context("git lists the files")?;
    let mut files = Vec::new();
    for path in String::from_utf8_lossy(&listed.stdout)
        .split('\0')
        .filter(|p| !p.is_empty())
    {
        // Deleted files are still listed, pictures are no text.
        if let Ok(text) = fs::read_to_string(root.join(path)) {
            files.push(File::new(path, &text));
        }
    }
    if files.is_empty() {
        bail!("git lists no file under {}", root.display());
    }
    Ok(files)
}
