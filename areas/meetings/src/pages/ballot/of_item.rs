//! The vote on one item of the agenda: what it came to in a sentence, its ballot, and the one that waits to be taken in.

use ballot::Ballot;
use frame::ui::{Doc, Facts, Parts, Press};
use frame::{App, SignedIn};
use kernel::error::Error;
use text::{Lang, ta};

use super::member::how;
use super::of_meeting::seen;
use super::result;
use crate::roll;
use crate::store::item::Item;

/// The ballots of an item that exist for the reader.
pub(in crate::pages) async fn of_item(
    app: &App,
    visit: &SignedIn,
    item: &Item,
) -> Result<Vec<Ballot>, Error> {
    let Some(matter) = item.matter_id else {
        return Ok(Vec::new());
    };
    let mut all = ballot::of_meeting(&app.kernel().db, item.meeting_id).await?;
    all.retain(|b| !b.trial && b.matter_id == matter);
    seen(app, visit, all).await
}

/// What a closed ballot came to, a sentence a line; nothing before.
pub(in crate::pages) fn said(lang: Lang, ballot: &Ballot) -> Vec<String> {
    let Some(frozen) = ballot.frozen() else {
        return Vec::new();
    };
    let lines = frozen.outcome.lines.iter();
    lines
        .map(|line| {
            let n = |n: u32| i64::from(n).into();
            ta(
                lang,
                "ballot-said",
                &[
                    ("how", how(lang, ballot).into()),
                    ("title", line.title.as_str().into()),
                    ("yes", n(line.yes)),
                    ("no", n(line.no)),
                    ("abstain", n(line.abstain)),
                    ("invalid", n(line.invalid)),
                    ("missing", n(line.not_voted)),
                    ("verdict", result::verdict(lang, ballot, line).into()),
                ],
            )
        })
        .collect()
}

/// The vote on the item's own page: how its ballot stands, with the way to it; where one was asked for and is in no meeting
/// yet, whoever runs ballots takes it in from here.
pub(in crate::pages) async fn vote(
    app: &App,
    visit: &SignedIn,
    item: &Item,
    open: bool,
) -> Result<Option<Parts>, Error> {
    let db = &app.kernel().db;
    let held = of_item(app, visit, item).await?;
    let mut facts = Facts::new(visit);
    for b in &held {
        let words = match said(visit.lang, b) {
            lines if lines.is_empty() => visit.t(&format!("ballot-state-{}", b.state.code())),
            lines => lines.join("\n"),
        };
        facts = facts.link(
            how(visit.lang, b),
            words.as_str(),
            format!("/ballots/{}", b.id),
        );
    }
    let mut doc = Doc::default();
    if !held.is_empty() {
        doc = doc.part(facts);
    }
    let mut some = !held.is_empty();
    if open && ballot::runs(visit.actor()) {
        let body = match roll::read(&mut &*db, item.meeting_id, None).await? {
            Some(sitting) => sitting.body,
            None => return Ok(None),
        };
        let mut waiting = ballot::waiting(db, visit.actor().organ, body.code()).await?;
        waiting.retain(|b| Some(b.matter_id) == item.matter_id);
        for b in seen(app, visit, waiting).await? {
            let action = format!("/meetings/{}/ballots", item.meeting_id);
            let press = Press::new(visit, action, visit.t("ballot-put-on"));
            doc = doc.part(press.with("act", "put_on").with("ballot", b.id));
            some = true;
        }
    }
    Ok(some.then(|| doc.together()))
}
