//! What a paper is, told by its content. The name decides only between kinds that look alike inside.
//!
//! Kept: what offices write, scan and record. Refused, each with a sentence: programs and scripts, documents with macros,
//! pages that a browser would run, packed archives, and what nobody can tell.

use std::io::Cursor;

use zip::ZipArchive;

use crate::error::{Error, Message, Result};

/// What is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Ofd,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Doc,
    Xls,
    Ppt,
    Png,
    Jpeg,
    Gif,
    Webp,
    Tiff,
    Bmp,
    Text,
    Csv,
    Calendar,
    Mp3,
    M4a,
    Wav,
    Ogg,
    Mp4,
    Mov,
    Webm,
    Mkv,
}

impl Kind {
    pub const ALL: [Kind; 27] = [
        Kind::Pdf,
        Kind::Ofd,
        Kind::Docx,
        Kind::Xlsx,
        Kind::Pptx,
        Kind::Odt,
        Kind::Ods,
        Kind::Doc,
        Kind::Xls,
        Kind::Ppt,
        Kind::Png,
        Kind::Jpeg,
        Kind::Gif,
        Kind::Webp,
        Kind::Tiff,
        Kind::Bmp,
        Kind::Text,
        Kind::Csv,
        Kind::Calendar,
        Kind::Mp3,
        Kind::M4a,
        Kind::Wav,
        Kind::Ogg,
        Kind::Mp4,
        Kind::Mov,
        Kind::Webm,
        Kind::Mkv,
    ];

    /// The media type it is served with.
    pub fn mime(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Ofd => "application/ofd",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Pptx => {
                "application/vnd.openxmlformats-officedocument.presentationml.presentation"
            }
            Kind::Odt => "application/vnd.oasis.opendocument.text",
            Kind::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Kind::Doc => "application/msword",
            Kind::Xls => "application/vnd.ms-excel",
            Kind::Ppt => "application/vnd.ms-powerpoint",
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Gif => "image/gif",
            Kind::Webp => "image/webp",
            Kind::Tiff => "image/tiff",
            Kind::Bmp => "image/bmp",
            Kind::Text => "text/plain",
            Kind::Csv => "text/csv",
            Kind::Calendar => "text/calendar",
            Kind::Mp3 => "audio/mpeg",
            Kind::M4a => "audio/mp4",
            Kind::Wav => "audio/wav",
            Kind::Ogg => "audio/ogg",
            Kind::Mp4 => "video/mp4",
            Kind::Mov => "video/quicktime",
            Kind::Webm => "video/webm",
            Kind::Mkv => "video/x-matroska",
        }
    }

    pub fn of_mime(mime: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.mime() == mime)
    }

    /// Endings of names that fit; the first is given where the name has none of them.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Kind::Pdf => &["pdf"],
            Kind::Ofd => &["ofd"],
            Kind::Docx => &["docx"],
            Kind::Xlsx => &["xlsx"],
            Kind::Pptx => &["pptx"],
            Kind::Odt => &["odt"],
            Kind::Ods => &["ods"],
            Kind::Doc => &["doc", "wps"],
            Kind::Xls => &["xls", "et"],
            Kind::Ppt => &["ppt", "dps"],
            Kind::Png => &["png"],
            Kind::Jpeg => &["jpg", "jpeg"],
            Kind::Gif => &["gif"],
            Kind::Webp => &["webp"],
            Kind::Tiff => &["tif", "tiff"],
            Kind::Bmp => &["bmp"],
            Kind::Text => &["txt", "md"],
            Kind::Csv => &["csv"],
            Kind::Calendar => &["ics"],
            Kind::Mp3 => &["mp3"],
            Kind::M4a => &["m4a"],
            Kind::Wav => &["wav"],
            Kind::Ogg => &["ogg", "oga", "opus"],
            Kind::Mp4 => &["mp4", "m4v"],
            Kind::Mov => &["mov"],
            Kind::Webm => &["webm"],
            Kind::Mkv => &["mkv"],
        }
    }

    /// A browser may show it in the page; anything else is only handed out for saving.
    pub fn is_shown(self) -> bool {
        matches!(
            self,
            Kind::Pdf | Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp | Kind::Bmp
        ) || self.is_played()
    }

    /// Sound or film.
    pub fn is_played(self) -> bool {
        self.mime().starts_with("audio/") || self.is_film()
    }

    pub fn is_film(self) -> bool {
        self.mime().starts_with("video/")
    }
}

fn refused(key: &'static str) -> Error {
    Error::Refused(Message::new(key))
}

/// What these bytes are, or the sentence why they are not kept.
pub fn look(name: &str, bytes: &[u8]) -> Result<Kind> {
    let ending = name
        .rsplit_once('.')
        .map_or(String::new(), |(_, e)| e.trim().to_ascii_lowercase());
    if bytes.starts_with(b"PK\x03\x04") {
        return packed(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return compound(&ending, bytes);
    }
    // Also where what follows is cut off or made up.
    if (bytes.starts_with(b"MZ") || bytes.starts_with(b"\x7fELF")) && !is_utf8_text(bytes) {
        return Err(refused("file-program"));
    }
    if let Some(found) = infer::get(bytes) {
        return match found.mime_type() {
            "application/pdf" => Ok(Kind::Pdf),
            "image/png" => Ok(Kind::Png),
            "image/jpeg" => Ok(Kind::Jpeg),
            "image/gif" => Ok(Kind::Gif),
            "image/webp" => Ok(Kind::Webp),
            "image/tiff" => Ok(Kind::Tiff),
            "image/bmp" => Ok(Kind::Bmp),
            "audio/mpeg" => Ok(Kind::Mp3),
            "audio/m4a" => Ok(Kind::M4a),
            "audio/x-wav" => Ok(Kind::Wav),
            "audio/ogg" | "audio/opus" => Ok(Kind::Ogg),
            // One container: phones name recordings of sound by their ending alone.
            "video/mp4" | "video/x-m4v" if Kind::M4a.endings().contains(&ending.as_str()) => {
                Ok(Kind::M4a)
            }
            "video/mp4" | "video/x-m4v" => Ok(Kind::Mp4),
            "video/quicktime" => Ok(Kind::Mov),
            "video/webm" => Ok(Kind::Webm),
            "video/x-matroska" => Ok(Kind::Mkv),
            "text/html" | "text/xml" => Err(refused("file-page")),
            "text/x-shellscript" => Err(refused("file-program")),
            _ => match found.matcher_type() {
                infer::MatcherType::App => Err(refused("file-program")),
                infer::MatcherType::Archive => Err(refused("file-archive")),
                _ => Err(refused("file-unknown")),
            },
        };
    }
    if Kind::Mp3.endings().contains(&ending.as_str()) && is_mp3(bytes) {
        return Ok(Kind::Mp3);
    }
    text(&ending, bytes)
}

/// A frame of MPEG sound, layer three, of any version: recorders of speech write slow ones without a tag before them.
fn is_mp3(bytes: &[u8]) -> bool {
    matches!(bytes, [0xFF, second, ..] if second & 0xE6 == 0xE2 && second & 0x18 != 0x08)
}

/// Office papers are zip archives with parts of known names.
fn packed(bytes: &[u8]) -> Result<Kind> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| refused("file-damaged"))?;
    let mut kind = None;
    for part in archive.file_names() {
        let part = part
            .map_err(|_| refused("file-damaged"))?
            .to_ascii_lowercase();
        if part.ends_with("vbaproject.bin") || part.starts_with("basic/script") {
            return Err(refused("file-macros"));
        }
        kind = kind.or(match part.as_str() {
            "word/document.xml" => Some(Kind::Docx),
            "xl/workbook.xml" => Some(Kind::Xlsx),
            "ppt/presentation.xml" => Some(Kind::Pptx),
            "ofd.xml" => Some(Kind::Ofd),
            _ => None,
        });
    }
    if kind.is_none() {
        // OpenDocument names itself in its first, unpacked part.
        let head = &bytes[..bytes.len().min(200)];
        let says = |mime: Kind| {
            let mime = mime.mime().as_bytes();
            head.windows(mime.len()).any(|w| w == mime)
        };
        kind = [Kind::Odt, Kind::Ods].into_iter().find(|k| says(*k));
    }
    kind.ok_or_else(|| refused("file-archive"))
}

/// The older formats of Office and WPS share one container; their main stream's name, in UTF-16, tells them apart.
fn compound(ending: &str, bytes: &[u8]) -> Result<Kind> {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|w| w == wide)
    };
    if holds("_VBA_PROJECT") {
        return Err(refused("file-macros"));
    }
    for (stream, kind) in [
        ("WordDocument", Kind::Doc),
        ("Workbook", Kind::Xls),
        ("PowerPoint Document", Kind::Ppt),
    ] {
        if holds(stream) {
            return Ok(kind);
        }
    }
    // Workbooks before 1997 call it Book: too short a word to trust alone.
    if Kind::Xls.endings().contains(&ending) && holds("Book") {
        return Ok(Kind::Xls);
    }
    Err(refused("file-unknown"))
}

/// Text has no signature: it is what reads as UTF-8 or GB18030 and is called so.
fn text(ending: &str, bytes: &[u8]) -> Result<Kind> {
    if !is_utf8_text(bytes) && !is_gb_text(bytes) {
        return Err(refused("file-unknown"));
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with("#!") {
        return Err(refused("file-program"));
    }
    if [
        "<!doctype",
        "<html",
        "<script",
        "<svg",
        "<?xml",
        "<?php",
        "<body",
        "<iframe",
    ]
    .iter()
    .any(|mark| head.starts_with(mark))
    {
        return Err(refused("file-page"));
    }
    if [
        "bat", "cmd", "ps1", "vbs", "js", "jse", "wsf", "hta", "sh", "py", "reg", "lnk", "url",
    ]
    .contains(&ending)
    {
        return Err(refused("file-program"));
    }
    if ["htm", "html", "xhtml", "svg", "xml"].contains(&ending) {
        return Err(refused("file-page"));
    }
    [Kind::Text, Kind::Csv, Kind::Calendar]
        .into_iter()
        .find(|k| k.endings().contains(&ending))
        .ok_or_else(|| refused("file-unknown"))
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)
}

fn is_utf8_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok() && !bytes.iter().any(|b| is_control(*b))
}

/// Two-byte and four-byte characters of GB18030, and nothing that controls.
fn is_gb_text(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [b, tail @ ..] if *b < 0x80 => {
                if is_control(*b) {
                    return false;
                }
                tail
            }
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, tail @ ..] => tail,
            [
                0x81..=0xFE,
                b'0'..=b'9',
                0x81..=0xFE,
                b'0'..=b'9',
                tail @ ..,
            ] => tail,
            _ => return false,
        };
    }
}
