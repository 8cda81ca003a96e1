//! A decision as it leaves: the adopted text in the national format.

use chrono::{Datelike, NaiveDate};
use papers::letter::Letter;
use text::{Lang, ta};

use crate::model::text::paragraphs;
use crate::store::correction::Correction;

/// What the document says beside its text.
#[derive(Debug, Clone)]
pub struct Issued<'a> {
    pub organ: &'a str,
    pub number: &'a str,
    pub title: &'a str,
    pub content: &'a str,
    pub adopted_on: NaiveDate,
    /// 常务委员会会议 or 代表大会会议, as the line under the title says.
    pub body: &'a str,
    /// What was corrected since; it stands below the text.
    pub corrections: &'a [Correction],
}

/// The document. Under the title stands when and by whom it was adopted (题注).
pub fn letter(issued: &Issued<'_>) -> Letter {
    let day = issued.adopted_on;
    let under = format!(
        "（{}年{}月{}日{}通过）",
        day.year(),
        day.month(),
        day.day(),
        issued.body
    );
    let mut body = vec![under];
    body.extend(paragraphs(issued.content));
    for c in issued.corrections {
        let day = text::date::date_plain(Lang::Zh, c.on_date);
        let args = [
            ("day", day.as_str().into()),
            ("wrong", c.wrong.as_str().into()),
            ("right", c.correct.as_str().into()),
        ];
        body.push(ta(Lang::Zh, "decisions-paper-corrected", &args));
    }
    let title = match issued.title.starts_with(issued.organ) {
        true => issued.title.to_owned(),
        false => format!("{}\n{}", issued.organ, issued.title),
    };
    Letter {
        body,
        issuers: vec![issued.organ.to_owned()],
        printed_by: Some(format!("{}办公室", issued.organ)),
        ..Letter::new(
            &format!("{}文件", issued.organ),
            issued.number.to_owned(),
            &title,
            day,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_under_the_title_says_when_and_by_whom() {
        let issued = Issued {
            organ: "云岭县人民代表大会常务委员会",
            number: "云岭县人大常〔2026〕3号",
            title: "关于加强饮用水水源保护的决定",
            content: "一、提高认识。\n\n二、落实责任。",
            adopted_on: "2026-03-05".parse().expect("a date"),
            body: "云岭县人民代表大会常务委员会",
            corrections: &[],
        };
        let letter = letter(&issued);
        assert_eq!(
            letter.body,
            [
                "（2026年3月5日云岭县人民代表大会常务委员会通过）",
                "一、提高认识。",
                "二、落实责任。"
            ]
        );
        assert!(
            letter
                .title
                .starts_with("云岭县人民代表大会常务委员会\n关于")
        );
        assert!(!papers::letter::docx(&letter).is_empty());
    }
}
