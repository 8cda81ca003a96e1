//! A plain paper for Word and WPS: a title, paragraphs of the body whose words may lead somewhere, small lines below.
//!
//! What every official page has alike stands in [`crate::page`]. Words that lead somewhere look like the others: a speech
//! is read from paper, and a press of the key shows where a number comes from.

use docx_rs::{AlignmentType, Hyperlink, HyperlinkType, Paragraph};

use crate::page::{FANG, KAI, SIZE_2, SIZE_4, SONG_TITLE, bound, empty, indented, run, words};

/// Some words of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    /// The address they lead to, if any.
    pub link: Option<String>,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plain {
    pub title: String,
    /// Paragraphs.
    pub body: Vec<Vec<Span>>,
    /// Small lines at the end: where it comes from, as of when.
    pub foot: Vec<String>,
}

/// The paper as a docx file.
pub fn docx(paper: &Plain) -> Vec<u8> {
    let mut paragraphs = vec![
        Paragraph::new().align(AlignmentType::Center).add_run(run(
            &paper.title,
            SONG_TITLE,
            SIZE_2,
        )),
        empty(),
    ];
    for spans in &paper.body {
        let mut p = indented(4).align(AlignmentType::Both);
        for span in spans {
            let set = words(&span.text, FANG);
            p = match &span.link {
                Some(to) => {
                    p.add_hyperlink(Hyperlink::new(to, HyperlinkType::External).add_run(set))
                }
                None => p.add_run(set),
            };
        }
        paragraphs.push(p);
    }
    if !paper.foot.is_empty() {
        paragraphs.push(empty());
    }
    for line in &paper.foot {
        paragraphs.push(indented(4).add_run(run(line, KAI, SIZE_4)));
    }
    bound(paragraphs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
        let mut out = String::new();
        let mut file = zip.by_name(name).expect("the part is there");
        file.read_to_string(&mut out).expect("text");
        out
    }

    #[test]
    fn numbers_lead_to_their_rows() {
        let span = |text: &str, link: Option<&str>| Span {
            text: text.to_owned(),
            link: link.map(str::to_owned),
        };
        let paper = Plain {
            title: "宣传工作情况".into(),
            body: vec![vec![
                span("采用", None),
                span("73", Some("http://h/statistics/list?from=1&to=2")),
                span("篇。", None),
            ]],
            foot: vec!["数字出自采用台账".into()],
        };
        let bytes = docx(&paper);
        let document = part(&bytes, "word/document.xml");
        for said in [
            "宣传工作情况",
            "采用",
            ">73<",
            "w:hyperlink",
            "数字出自采用台账",
        ] {
            assert!(document.contains(said), "{said}: {document}");
        }
        let rels = part(&bytes, "word/_rels/document.xml.rels");
        assert!(
            rels.contains("http://h/statistics/list?from=1&amp;to=2"),
            "{rels}"
        );
        assert!(rels.contains("TargetMode=\"External\""), "{rels}");
    }
}
