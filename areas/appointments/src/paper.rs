//! Decree (任免决定) and certificate (任命书) as documents for Word: what stands in them, from the data of the case.

use kernel::error::{Error, Message, Result};
use papers::letter::{self, Letter};
use papers::plain::{Plain, Span};
use text::{Lang, t, ta};

use crate::kind::{Held, phrase};
use crate::store::case::Line;

fn passed(held: &Held) -> Vec<&Line> {
    held.lines
        .iter()
        .filter(|l| l.passed == Some(true))
        .collect()
}

fn decreed(held: &Held) -> Result<chrono::NaiveDate> {
    held.case
        .decreed_on
        .ok_or_else(|| Error::Refused(Message::new("appointments-no-decree-yet")))
}

/// The decree, its name and its bytes.
pub fn decree(held: &Held, organ: &str) -> Result<(String, Vec<u8>)> {
    let on = decreed(held)?;
    let zh = |key: &str| t(Lang::Zh, key);
    let title = ta(
        Lang::Zh,
        "appointments-decree-title",
        &[("organ", organ.into())],
    );
    let voted = held.case.announced_on.unwrap_or(on);
    let day = text::date::date(Lang::Zh, voted);
    let mut body = vec![ta(
        Lang::Zh,
        "appointments-decree-passed",
        &[("organ", organ.into()), ("day", day.as_str().into())],
    )];
    body.extend(
        passed(held)
            .into_iter()
            .map(|l| format!("{}。", phrase(l, &held.case.name))),
    );
    let mut out = Letter::new(
        &format!("{organ}{}", zh("appointments-decree-mark")),
        held.case.decree.clone(),
        &title,
        on,
    );
    out.body = body;
    out.issuers = vec![organ.to_owned()];
    let name = format!("{} {}.docx", zh("appointments-decree"), held.case.decree);
    Ok((name, letter::docx(&out)))
}

/// The certificate of whoever takes office; refused where nobody does.
pub fn certificate(held: &Held, organ: &str, chair: &str) -> Result<(String, Vec<u8>)> {
    let on = decreed(held)?;
    let zh = |key: &str| t(Lang::Zh, key);
    let taken: Vec<&Line> = passed(held)
        .into_iter()
        .filter(|l| l.action.takes_office())
        .collect();
    if taken.is_empty() {
        return Err(Error::refused("appointments-no-certificate"));
    }
    let offices: Vec<&str> = taken.iter().map(|l| l.office.as_str()).collect();
    let name = held.case.name.as_str();
    let said = ta(
        Lang::Zh,
        "appointments-certificate-said",
        &[
            ("name", name.into()),
            ("office", offices.join("、").as_str().into()),
        ],
    );
    let span = |text: String| vec![Span { text, link: None }];
    let number = ta(
        Lang::Zh,
        "appointments-certificate-number",
        &[("number", held.case.certificate.as_str().into())],
    );
    let paper = Plain {
        title: zh("appointments-certificate"),
        body: vec![span(said)],
        foot: vec![
            number,
            format!("{organ} {} {chair}", zh("appointments-certificate-chair")),
            text::date::date(Lang::Zh, on),
        ],
    };
    let file = format!("{} {name}.docx", zh("appointments-certificate"));
    Ok((file, papers::plain::docx(&paper)))
}
