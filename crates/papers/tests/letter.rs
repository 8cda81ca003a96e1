//! Documents as Word and a browser get them.

use chrono::NaiveDate;
use papers::letter::{Class, Letter, Template, TemplateError, article, docx, html, number};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

fn reply() -> Letter {
    let date = NaiveDate::from_ymd_opt(2026, 6, 5).expect("a day");
    let title = "关于对县十七届人大六次会议\n第12号建议的答复";
    let mut letter = Letter::new("云岭县水务局文件", number("云水函", 2026, 12), title, date);
    letter.class = Some(Class::A);
    letter.to = vec!["杨志明代表".to_owned()];
    letter.body = vec![
        "您提出的《关于修缮东干渠的建议》收悉，现答复如下：".to_owned(),
        "一、办理情况".to_owned(),
        "（一）现场勘查。<已于3月> & 4月完成。".to_owned(),
    ];
    letter.attachments = vec!["现场照片".to_owned(), "工程清单".to_owned()];
    letter.issuers = vec!["云岭县水务局".to_owned()];
    letter.note = Some("联系人：李静，电话：0000-1234567".to_owned());
    letter.copies = vec!["县人大常委会办公室".to_owned(), "县政府办公室".to_owned()];
    letter.printed_by = Some("云岭县水务局办公室".to_owned());
    letter
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name)
        .expect(name)
        .read_to_string(&mut text)
        .expect("text");
    text
}

/// The paragraphs of a part, as text.
fn paragraphs(xml: &str) -> Vec<String> {
    xml.split("<w:p ")
        .skip(1)
        .map(|p| {
            p.split("<w:t xml:space=\"preserve\">")
                .skip(1)
                .filter_map(|t| t.split("</w:t>").next())
                .collect()
        })
        .collect()
}

#[test]
fn the_page_is_the_standards() {
    let bytes = docx(&reply());
    let xml = part(&bytes, "word/document.xml");
    for measure in [
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"",
        "w:top=\"2098\"",
        "w:bottom=\"1984\"",
        "w:left=\"1588\"",
        "w:right=\"1474\"",
        "<w:docGrid w:type=\"lines\" w:linePitch=\"579\"",
    ] {
        assert!(xml.contains(measure), "{measure}: {xml}");
    }
    assert!(part(&bytes, "word/settings.xml").contains("evenAndOddHeaders"));
    let feet = [1, 2].map(|n| part(&bytes, &format!("word/footer{n}.xml")));
    for foot in &feet {
        assert_eq!(paragraphs(foot), ["— 1 —"]);
        assert!(foot.contains("PAGE"));
    }
    assert!(feet.iter().any(|f| f.contains("<w:jc w:val=\"right\"")));
    assert!(feet.iter().any(|f| f.contains("<w:jc w:val=\"left\"")));
}

#[test]
fn the_parts_stand_in_order() {
    let xml = part(&docx(&reply()), "word/document.xml");
    let said: Vec<String> = paragraphs(&xml)
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    assert_eq!(
        said,
        [
            "A类",
            "云岭县水务局文件",
            "云水函〔2026〕12号",
            "关于对县十七届人大六次会议",
            "第12号建议的答复",
            "杨志明代表：",
            "您提出的《关于修缮东干渠的建议》收悉，现答复如下：",
            "一、办理情况",
            "（一）现场勘查。&lt;已于3月&gt; &amp; 4月完成。",
            "附件：1.现场照片",
            "2.工程清单",
            "云岭县水务局",
            "2026年6月5日",
            "（联系人：李静，电话：0000-1234567）",
            "抄送：县人大常委会办公室，县政府办公室。",
            "云岭县水务局办公室2026年6月5日印发",
        ]
    );
    let mark = xml.find("云岭县水务局文件").expect("the mark");
    let run = &xml[xml[..mark].rfind("<w:r>").expect("its run")..mark];
    assert!(run.contains("FF0000") && run.contains("小标宋"), "{run}");
    let title = xml.find("关于对县").expect("the title");
    let run = &xml[xml[..title].rfind("<w:r>").expect("its run")..title];
    assert!(run.contains("<w:sz w:val=\"44\""), "{run}");
    assert!(xml.contains("w:yAlign=\"bottom\""), "the imprint's frame");
}

#[test]
fn a_document_that_goes_upward_names_who_signed() {
    let mut letter = reply();
    letter.signatory = Some("王建国".to_owned());
    letter.secrecy = Some("秘密★1年".to_owned());
    let said = paragraphs(&part(&docx(&letter), "word/document.xml"));
    assert!(said.contains(&"云水函〔2026〕12号签发人：王建国".to_owned()));
    assert_eq!(said[0], "秘密★1年A类");
    assert!(article(&letter).contains("<span>签发人：王建国</span>"));
}

#[test]
fn the_preview_says_the_same() {
    let page = html(&reply());
    for words in [
        "<p class=\"class\">A类</p>",
        "<p class=\"mark\">云岭县水务局文件</p>",
        "<h1>关于对县十七届人大六次会议<br>第12号建议的答复</h1>",
        "<b class=\"hei\">一、办理情况</b>",
        "<b class=\"kai\">（一）现场勘查。</b>&lt;已于3月&gt; &amp; 4月完成。",
        "<dt>附件：1.</dt><dd>现场照片</dd><dt>2.</dt>",
        "抄送：县人大常委会办公室，县政府办公室。",
        "2026年6月5日印发",
        "@page { size: A4; margin: 37mm 26mm 35mm 28mm; }",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!article(&reply()).contains("style"));
}

#[test]
fn a_document_without_copies_has_no_imprint() {
    let mut letter = reply();
    letter.copies.clear();
    letter.printed_by = None;
    assert!(!part(&docx(&letter), "word/document.xml").contains("yAlign"));
    assert!(!article(&letter).contains("<footer>"));
}

#[test]
fn a_standing_text_is_filled_from_facts() {
    let known = ["proposer", "title"];
    let text = "{{proposer}}代表：\n您提出的《{{ title }}》收悉。";
    let template = Template::parse(text, &known).expect("a template");
    assert_eq!(template.names(), known);
    let mut facts = BTreeMap::from([("proposer", "杨志明".to_owned())]);
    assert_eq!(
        template.fill(&facts),
        Err(TemplateError::Missing {
            name: "title".to_owned()
        })
    );
    // A fact is words, not another template.
    facts.insert("title", "关于{{proposer}}的建议".to_owned());
    assert_eq!(
        template.fill(&facts).as_deref(),
        Ok("杨志明代表：\n您提出的《关于{{proposer}}的建议》收悉。")
    );
    assert_eq!(
        Template::parse("一\n二{{propser}}", &known),
        Err(TemplateError::Unknown {
            name: "propser".to_owned(),
            line: 2
        })
    );
    for open in ["{{title", "{{title\n}}", "{{a {{title}}"] {
        assert_eq!(
            Template::parse(open, &known),
            Err(TemplateError::Open { line: 1 })
        );
    }
}
