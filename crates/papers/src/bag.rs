//! Archive packages: BagIt 1.0 (RFC 8493) in one zip, with SHA-256 manifests.
//!
//! A [`Bag`] is written as a stream: each file goes through once, its digest beside it; the manifests
//! follow. The same files in the same order give the same bytes. Names are kept where they are safe on
//! every system and refused where they are not; [`safe`] makes a safe one from what a person typed.
//!
//! Nothing here reads packages; the reference validator does, in the tests.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::io::{self, Read, Seek, Write};
use unicode_normalization::UnicodeNormalization;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// The longest part of a path, in bytes: file systems refuse longer ones.
const MAX_PART: usize = 200;

/// Why a package could not be written.
#[derive(Debug, thiserror::Error)]
pub enum BagError {
    /// A path that is not safe on every system; [`safe`] makes one.
    #[error("the name {0:?} is not safe")]
    Unsafe(String),
    /// A path that stands in the package already, or differs only in case.
    #[error("the name {0:?} stands twice")]
    Twice(String),
    /// A label that is no word of `bag-info.txt`.
    #[error("{0:?} is no label")]
    Label(String),
    /// The archive's writer refused.
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    /// Reading a file or writing the package failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What `bag-info.txt` says (RFC 8493, 2.2.2).
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// Who hands the package over.
    pub source_organization: String,
    /// The day it was made.
    pub bagging_date: Option<NaiveDate>,
    /// The number under which the sender knows it.
    pub external_identifier: String,
    /// What it is, in a sentence.
    pub external_description: String,
    /// Further labels and values, in this order.
    pub more: Vec<(String, String)>,
}

/// A package being written.
pub struct Bag<W: Write + Seek> {
    zip: ZipWriter<W>,
    root: String,
    /// Digests of payload and of tag files, by path within the bag.
    payload: BTreeMap<String, String>,
    tags: BTreeMap<String, String>,
    taken: HashSet<String>,
    bytes: u64,
}

impl<W: Write> Bag<StreamWriter<W>> {
    /// A package written to something that can't go back, such as an answer on its way. `root` is the one
    /// folder it unpacks to.
    pub fn stream(inner: W, root: &str) -> Result<Bag<StreamWriter<W>>, BagError> {
        Bag::over(ZipWriter::new_stream(inner), root)
    }
}

impl<W: Write + Seek> Bag<W> {
    /// A package written to a file or to memory. `root` is the one folder it unpacks to.
    pub fn new(inner: W, root: &str) -> Result<Bag<W>, BagError> {
        Bag::over(ZipWriter::new(inner), root)
    }

    fn over(zip: ZipWriter<W>, root: &str) -> Result<Bag<W>, BagError> {
        if root.contains('/') || !is_safe(root) {
            return Err(BagError::Unsafe(root.to_owned()));
        }
        Ok(Bag {
            zip,
            root: root.to_owned(),
            payload: BTreeMap::new(),
            tags: BTreeMap::new(),
            taken: HashSet::new(),
            bytes: 0,
        })
    }

    /// Puts a file at `path` under `data/`, folders separated by `/`.
    pub fn add(&mut self, path: &str, content: &mut impl Read) -> Result<(), BagError> {
        if !is_safe(path) {
            return Err(BagError::Unsafe(path.to_owned()));
        }
        if !self.taken.insert(path.to_lowercase()) {
            return Err(BagError::Twice(path.to_owned()));
        }
        let path = format!("data/{path}");
        let (digest, bytes) = self.write(&path, content)?;
        self.bytes += bytes;
        self.payload.insert(path, digest);
        Ok(())
    }

    /// Writes the manifests and ends the package.
    pub fn finish(mut self, info: &Info) -> Result<W, BagError> {
        let oxum = format!("{}.{}", self.bytes, self.payload.len());
        let about = about(info, &oxum)?;
        let manifest = manifest(&self.payload);
        self.tag(
            "bagit.txt",
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        )?;
        self.tag("bag-info.txt", &about)?;
        self.tag("manifest-sha256.txt", &manifest)?;
        let tags = self::manifest(&self.tags);
        self.tag("tagmanifest-sha256.txt", &tags)?;
        Ok(self.zip.finish()?)
    }

    fn tag(&mut self, path: &str, text: &str) -> Result<(), BagError> {
        let (digest, _) = self.write(path, &mut text.as_bytes())?;
        self.tags.insert(path.to_owned(), digest);
        Ok(())
    }

    fn write(&mut self, path: &str, content: &mut impl Read) -> Result<(String, u64), BagError> {
        // No time of its own, so that the same files give the same package.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644)
            .large_file(true);
        self.zip
            .start_file(format!("{}/{path}", self.root), options)?;
        let mut digest = Sha256::new();
        let mut bytes = 0;
        let mut buffer = vec![0; 64 << 10];
        loop {
            let n = match content.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e.into()),
            };
            digest.update(&buffer[..n]);
            self.zip.write_all(&buffer[..n])?;
            bytes += n as u64;
        }
        Ok((hex::encode(digest.finalize()), bytes))
    }
}

fn manifest(digests: &BTreeMap<String, String>) -> String {
    digests
        .iter()
        .map(|(path, digest)| format!("{digest}  {path}\n"))
        .collect()
}

fn about(info: &Info, oxum: &str) -> Result<String, BagError> {
    let day = info.bagging_date.map(|d| d.to_string()).unwrap_or_default();
    let fixed = [
        ("Source-Organization", info.source_organization.as_str()),
        ("External-Identifier", &info.external_identifier),
        ("External-Description", &info.external_description),
        ("Bagging-Date", &day),
        ("Payload-Oxum", oxum),
    ];
    let more = info.more.iter().map(|(k, v)| (k.as_str(), v.as_str()));
    let mut text = String::new();
    for (label, value) in fixed.into_iter().chain(more) {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if label.is_empty() || !label.chars().all(word) {
            return Err(BagError::Label(label.to_owned()));
        }
        // A line break would begin another label.
        let value: Vec<&str> = value.split_whitespace().collect();
        if !value.is_empty() {
            text.push_str(&format!("{label}: {}\n", value.join(" ")));
        }
    }
    Ok(text)
}

/// Whether a path can be unpacked on every system and written into a manifest as it is.
fn is_safe(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(|part| safe(part) == part)
}

/// A name, without folders, made safe: composed characters (NFC), signs that some system reserves replaced
/// by their full-width forms, no blank or dot at its ends, no device name of Windows, at most 200 bytes with
/// its extension kept. An empty one becomes `_`.
pub fn safe(name: &str) -> String {
    let mut out = String::new();
    for c in name.nfc() {
        match c {
            '/' => out.push('／'),
            '\\' => out.push('＼'),
            ':' => out.push('：'),
            '*' => out.push('＊'),
            '?' => out.push('？'),
            '"' => out.push('＂'),
            '<' => out.push('＜'),
            '>' => out.push('＞'),
            '|' => out.push('｜'),
            // Manifests encode line breaks with it, and not every reader decodes it alike.
            '%' => out.push('％'),
            c if c.is_control() || invisible(c) => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    let ends = |c: char| c == ' ' || c == '.';
    let mut out = short(out.trim_matches(ends)).trim_matches(ends).to_owned();
    // A manifest's reader may take a leading `~` for a home folder; bagit-python warns of it.
    if out.starts_with('~') || out.is_empty() || is_device(&out) {
        out.insert(0, '_');
        out = short(&out);
    }
    out
}

/// Marks that turn the direction of reading and so hide an extension; the byte-order mark.
fn invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim();
    let stem = stem.to_ascii_uppercase();
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || ["COM", "LPT"].iter().any(|device| {
            stem.strip_prefix(device)
                .is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit())
        })
}

/// At most [`MAX_PART`] bytes, cut before the extension.
fn short(name: &str) -> String {
    let most = MAX_PART;
    if name.len() <= most {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, e)) if e.len() <= 10 && !stem.is_empty() => (stem, format!(".{e}")),
        _ => (name, String::new()),
    };
    let mut end = most - extension.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{extension}", stem[..end].trim_end_matches(['.', ' ']))
}
