//! Official documents in the national format, GB/T 9704—2012.
//!
//! A [`Letter`] is what a document says; [`docx`] sets it for Word and WPS, [`html`] for the screen and
//! the printer, `pdf` (feature `pdf`) as print-quality PDF, all in the same order with the same words. [`Template`] holds
//! an office's standing texts.
//! Who may sign, and which number comes next, is decided elsewhere.
//!
//! The standard's measures: A4, margins 37, 35, 28 and 26 mm, 22 lines of 28 characters in 仿宋 of size 3 (16 pt),
//! the title in 小标宋 of size 2 (22 pt), red mark and red line, numbers of pages outside between dashes.

mod docx;
mod html;
#[cfg(feature = "pdf")]
mod pdf;
mod template;

pub use docx::docx;
pub use html::{STYLE, article, html};
pub(crate) use html::{element, escaped};
#[cfg(feature = "pdf")]
pub use pdf::pdf;
pub use template::{Template, TemplateError};

use chrono::{Datelike, NaiveDate};

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// 发文机关标志: the red name at the head, such as `云岭县水务局文件`.
    pub mark: String,
    /// 发文字号, written by [`number`].
    pub number: String,
    /// 签发人, on documents that go upward only.
    pub signatory: Option<String>,
    /// 密级和保密期限, such as `秘密★1年`.
    pub secrecy: Option<String>,
    /// 紧急程度: 特急 or 加急.
    pub urgency: Option<String>,
    /// The class of a reply to a suggestion or a proposal, at the top right.
    pub class: Option<Class>,
    /// 标题. A line break says where it is to be broken.
    pub title: String,
    /// 主送机关: organs or persons, in order.
    pub to: Vec<String>,
    /// 正文, a paragraph each. `一、` and `（一）` at its beginning set the heading's face.
    pub body: Vec<String>,
    /// 附件: names, without numbers and book marks.
    pub attachments: Vec<String>,
    /// 发文机关署名, one or (jointly) several.
    pub issuers: Vec<String>,
    /// 成文日期.
    pub date: NaiveDate,
    /// 附注, such as a contact and telephone number; the brackets are added.
    pub note: Option<String>,
    /// 抄送机关.
    pub copies: Vec<String>,
    /// 印发机关; without it and without copies there is no 版记.
    pub printed_by: Option<String>,
    /// 印发日期; without it the document's own date.
    pub printed_on: Option<NaiveDate>,
}

impl Letter {
    /// A document with its head, title and body, and nothing that a document need not have.
    pub fn new(mark: &str, number: String, title: &str, date: NaiveDate) -> Letter {
        Letter {
            mark: mark.to_owned(),
            number,
            signatory: None,
            secrecy: None,
            urgency: None,
            class: None,
            title: title.to_owned(),
            to: Vec::new(),
            body: Vec::new(),
            attachments: Vec::new(),
            issuers: Vec::new(),
            date,
            note: None,
            copies: Vec::new(),
            printed_by: None,
            printed_on: None,
        }
    }
}

/// The class printed on a reply: what became of the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Solved, or largely solved.
    A,
    /// Being solved, or planned.
    B,
    /// Can't be solved for now.
    C,
    /// Kept for reference.
    D,
}

impl Class {
    /// `A类`.
    pub fn label(self) -> &'static str {
        match self {
            Class::A => "A类",
            Class::B => "B类",
            Class::C => "C类",
            Class::D => "D类",
        }
    }
}

/// 发文字号: the code word, the year in hexagonal brackets, the number without 第 and without zeros (7.2.5).
pub fn number(code: &str, year: i32, n: i64) -> String {
    format!("{code}〔{year}〕{n}号")
}

/// 2026年1月5日: Arabic, without zeros (7.3.5.4).
pub(crate) fn day(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// What a paragraph of the body is set in (7.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    /// 黑体, after `一、`.
    Hei,
    /// 楷体, after `（一）`.
    Kai,
    /// 仿宋, everything else.
    Fang,
}

/// A paragraph cut into its heading, set in a face of its own, and the rest. A heading ends with its
/// first full stop; a paragraph without one is all heading only where it is short.
pub(crate) fn faces(paragraph: &str) -> Vec<(Face, &str)> {
    let face = face(paragraph);
    if face == Face::Fang {
        return vec![(face, paragraph)];
    }
    match paragraph.find('。').map(|at| at + '。'.len_utf8()) {
        Some(end) if end < paragraph.len() => {
            vec![(face, &paragraph[..end]), (Face::Fang, &paragraph[end..])]
        }
        Some(_) => vec![(face, paragraph)],
        None if paragraph.chars().count() <= 56 => vec![(face, paragraph)],
        None => vec![(Face::Fang, paragraph)],
    }
}

fn face(paragraph: &str) -> Face {
    let numeral = |c: char| "一二三四五六七八九十百".contains(c);
    let bare = paragraph.trim_start_matches(numeral);
    if bare.len() < paragraph.len() && bare.starts_with('、') {
        return Face::Hei;
    }
    let Some(inside) = paragraph.strip_prefix(['（', '(']) else {
        return Face::Fang;
    };
    let bare = inside.trim_start_matches(numeral);
    if bare.len() < inside.len() && bare.starts_with(['）', ')']) {
        Face::Kai
    } else {
        Face::Fang
    }
}

/// 主送机关 with its colon.
fn addressees(letter: &Letter) -> Option<String> {
    (!letter.to.is_empty()).then(|| format!("{}：", letter.to.join("，")))
}

/// The lines of 附件说明: a label on the first, a number where there are several.
fn attachments(letter: &Letter) -> Vec<(String, &str)> {
    let several = letter.attachments.len() > 1;
    let lines = letter.attachments.iter().enumerate();
    lines
        .map(|(n, name)| {
            let label = if n == 0 { "附件：" } else { "" };
            let number = if several {
                format!("{}.", n + 1)
            } else {
                String::new()
            };
            (format!("{label}{number}"), name.as_str())
        })
        .collect()
}

/// 抄送 with its full stop.
fn copies(letter: &Letter) -> Option<String> {
    (!letter.copies.is_empty()).then(|| format!("抄送：{}。", letter.copies.join("，")))
}

/// 印发机关 and 印发日期.
fn printed(letter: &Letter) -> Option<(String, String)> {
    let by = letter.printed_by.clone()?;
    let on = letter.printed_on.unwrap_or(letter.date);
    Some((by, format!("{}印发", day(on))))
}

/// How wide a text is set, in half characters.
fn halves(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The right indents, in half characters, of the issuer's name and of the date below it: the date four
/// characters from the edge, the name centred over it, and both moved where the name is the longer
/// one (7.3.5.1).
fn closing(name: &str, date: &str) -> (i32, i32) {
    let (name, date) = (halves(name), halves(date));
    let under = 8 + (date - name) / 2;
    if under >= 0 {
        (under, 8)
    } else {
        (0, ((name - date) / 2).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_take_their_faces() {
        assert_eq!(faces("一、办理情况"), [(Face::Hei, "一、办理情况")]);
        assert_eq!(faces("十二、其他"), [(Face::Hei, "十二、其他")]);
        assert_eq!(
            faces("（二）加强管护。落实到村。"),
            [(Face::Kai, "（二）加强管护。"), (Face::Fang, "落实到村。")]
        );
        for plain in ["一是加强管护。", "（略）", "收到您的建议。", "1.管护", ""]
        {
            assert_eq!(faces(plain), [(Face::Fang, plain)]);
        }
    }

    #[test]
    fn the_name_stands_over_the_middle_of_the_date() {
        let date = "2026年1月5日";
        assert_eq!(halves(date), 12);
        assert_eq!(closing("县水务局", date), (10, 8));
        let long = "云岭县人民代表大会常务委员会办公室";
        let (name, day) = closing(long, date);
        assert_eq!(name, 0);
        assert_eq!(day + halves(date) / 2, name + halves(long) / 2);
    }

    #[test]
    fn numbers_are_written_as_the_standard_asks() {
        assert_eq!(number("云水函", 2026, 7), "云水函〔2026〕7号");
    }
}
