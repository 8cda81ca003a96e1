//! Decree (任免决定) and certificate (任命书) of a case, notice (公告) and certificates (当选证书) of an election, as documents:
//! what stands in them, from the data.

use kernel::error::{Error, Message, Result};
use papers::letter::{self, Letter};
use papers::plain::{Plain, Span};
use text::{Lang, t, ta};

use crate::election::Held as Elected;
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

/// The decree, its name and what stands in it.
pub fn decree(held: &Held, organ: &str) -> Result<(String, Letter)> {
    let on = decreed(held)?;
    let zh = |key: &str| t(Lang::Zh, key);
    let title = ta(
        Lang::Zh,
        "appointments-decree-title",
        &[("organ", organ.into())],
    );
    let voted = held.case.announced_on.unwrap_or(on);
    let day = text::date::date_plain(Lang::Zh, voted);
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
    let name = format!("{} {}", zh("appointments-decree"), held.case.decree);
    Ok((name, out))
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
            text::date::date_plain(Lang::Zh, on),
        ],
    };
    let file = format!("{} {name}.docx", zh("appointments-certificate"));
    Ok((file, papers::plain::docx(&paper)))
}

/// The notice of an election, a paragraph each: what its document says, and the public page.
pub fn announced(
    meeting: &str,
    office: &str,
    on: chrono::NaiveDate,
    names: &[&str],
) -> Vec<String> {
    let day = text::date::date_plain(Lang::Zh, on);
    let names = names.join("、");
    vec![
        ta(
            Lang::Zh,
            "appointments-notice-said",
            &[("meeting", meeting.into()), ("day", day.as_str().into())],
        ),
        ta(
            Lang::Zh,
            "appointments-notice-elected",
            &[("names", names.as_str().into()), ("office", office.into())],
        ),
        t(Lang::Zh, "appointments-notice-so"),
    ]
}

fn certified(held: &Elected) -> Result<chrono::NaiveDate> {
    let missing = || Error::Refused(Message::new("appointments-no-notice-yet"));
    held.election.certified_on.ok_or_else(missing)
}

fn presidium(held: &Elected) -> String {
    let meeting = held.election.meeting.as_str();
    let args = [("meeting", meeting.into())];
    ta(Lang::Zh, "appointments-presidium", &args)
}

/// The notice of an election, its name and its bytes.
pub fn notice(held: &Elected) -> Result<(String, Vec<u8>)> {
    let on = certified(held)?;
    let e = &held.election;
    let one =
        |key: &str, name: &'static str, value: &str| ta(Lang::Zh, key, &[(name, value.into())]);
    let mark = one("appointments-notice-mark", "meeting", &e.meeting);
    let title = one("appointments-notice-title", "office", &e.office);
    let names: Vec<&str> = held.won().map(|c| c.name.as_str()).collect();
    let mut out = Letter::new(&mark, e.notice.clone(), &title, on);
    out.body = announced(&e.meeting, &e.office, e.announced_on.unwrap_or(on), &names);
    out.issuers = vec![presidium(held)];
    let name = format!("{} {}.docx", t(Lang::Zh, "appointments-notice"), e.notice);
    Ok((name, letter::docx(&out)))
}

/// The certificate of one who was elected; nobody else has one.
pub fn elected(held: &Elected, n: i64) -> Result<(String, Vec<u8>)> {
    let on = certified(held)?;
    let c = held.won().find(|c| c.n == n).ok_or(Error::NotFound)?;
    let e = &held.election;
    let span = |text: String| vec![Span { text, link: None }];
    let args = [
        ("meeting", e.meeting.as_str().into()),
        ("office", e.office.as_str().into()),
    ];
    let number = [("number", c.certificate.as_str().into())];
    let title = t(Lang::Zh, "appointments-elected-certificate");
    let paper = Plain {
        body: vec![
            span(ta(
                Lang::Zh,
                "appointments-elected-name",
                &[("name", c.name.as_str().into())],
            )),
            span(ta(Lang::Zh, "appointments-elected-said", &args)),
        ],
        foot: vec![
            ta(Lang::Zh, "appointments-elected-number", &number),
            presidium(held),
            text::date::date_plain(Lang::Zh, on),
        ],
        title: title.clone(),
    };
    Ok((
        format!("{title} {}.docx", c.name),
        papers::plain::docx(&paper),
    ))
}
