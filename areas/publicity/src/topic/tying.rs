//! What a topic reports, tied after it was planned: what may be taken, and what the acts do.

use chrono::Days;
use kernel::Kernel;
use kernel::access::{Act, Actor};
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::kind::{Beside, BesideRow};
use kernel::matter::{Matter, Standing, link, listing, load};
use procedure::Words;
use serde_json::json;
use text::{Lang, t};

use crate::actions::topic::reportable;
use crate::campaign::CAMPAIGN;
use crate::model::coverage::coverage;
use crate::pages::coverage::EVENTS;
use crate::store::coverage::{self as store, Reporting, Want};
use crate::store::topic::{self, TOPIC_OF};

/// Days back and ahead of work that is offered, and how much of it.
const BACK: u64 = 60;
const AHEAD: u64 = 90;
const SHOWN: usize = 30;

fn both(word: impl Fn(Lang) -> String) -> Words {
    Words::new(word(Lang::Zh), word(Lang::En))
}

/// Meetings, activities and campaigns about now, those nearest to today; each one press from being taken.
pub(super) async fn beside(
    kernel: &Kernel,
    actor: &Actor,
    standing: &Standing,
) -> Result<Option<Beside>> {
    let today = actor.today;
    let kinds: Vec<&str> = EVENTS.iter().copied().chain([CAMPAIGN]).collect();
    let (from, to) = (today - Days::new(BACK), today + Days::new(AHEAD));
    let want = Want::new(&kinds, from, to);
    let mut work = store::work(&kernel.db, actor, &want).await?;
    work.sort_by_key(|w| ((w.day - today).num_days().abs(), w.id));
    work.truncate(SHOWN);
    if !standing.matter.confidentiality().hides() {
        let ids: Vec<Id> = work.iter().map(|w| w.id).collect();
        let hidden = load::matters(&kernel.db, &ids).await?;
        let hidden = |id: Id| {
            hidden
                .iter()
                .any(|m| m.id == id && m.confidentiality().hides())
        };
        work.retain(|w| !hidden(w.id));
    }
    work.sort_by_key(|w| (w.day, w.id));
    let ids: Vec<Id> = work.iter().map(|w| w.id).collect();
    let topics = store::reporting(&kernel.db, &ids).await?;
    let column = |key: &str| both(|l| t(l, key));
    let rows: Vec<BesideRow> = work
        .into_iter()
        .map(|w| {
            let of: Vec<&Reporting> = topics.get(&w.id).into_iter().flatten().collect();
            let told: Vec<_> = of.iter().map(|t| t.told()).collect();
            let own = of.iter().any(|t| t.id == standing.matter.id);
            let id = w.id.to_string();
            BesideRow {
                matter: w.id,
                title: w.title,
                under: both(|l| t(l, &format!("kind-{}", w.kind))),
                cells: vec![
                    both(|l| text::date::date(l, w.day)),
                    column(&coverage(&told).key()),
                ],
                act: (!own).then_some(("tie", "subject", id)),
            }
        })
        .collect();
    Ok((!rows.is_empty()).then(|| Beside {
        title: column("publicity-topic-tie-work"),
        note: column("publicity-topic-tie-note"),
        columns: vec![
            column("publicity-topic-subject"),
            column("publicity-topic-day"),
            column("publicity-coverage"),
        ],
        rows,
    }))
}

/// The matter meant by what was typed: its number, its address or its id, as far as it exists for whoever types.
async fn meant(act: &mut Act, typed: &str) -> Result<Matter> {
    let no = || Error::field("subject", Message::new("publicity-topic-no-such"));
    let actor = act.actor.clone();
    let typed = typed.trim();
    let mut ids = topic::numbered(&mut *act, &actor, typed).await?;
    if ids.is_empty() {
        let path = typed.split(['?', '#']).next().unwrap_or_default();
        let last = path.trim_end_matches('/').rsplit('/').next();
        ids.extend(last.and_then(|id| id.parse::<Id>().ok()));
    }
    let id = *ids.first().ok_or_else(no)?;
    if !listing::visible(&mut *act, &actor, id).await? {
        return Err(no());
    }
    load::matters(&mut *act, &[id]).await?.pop().ok_or_else(no)
}

/// Titles of what it reported until now, as far as the topic's readers are told them; the ties are taken away.
async fn untied(act: &mut Act, topic: Id) -> Result<String> {
    let before = link::targets(act, topic, TOPIC_OF).await?;
    let titles: Vec<String> = load::matters(&mut *act, &before)
        .await?
        .into_iter()
        .filter(|m| !m.confidentiality().hides())
        .map(|m| m.title)
        .collect();
    for id in before {
        link::remove(act, topic, TOPIC_OF, id).await?;
    }
    Ok(titles.join("、"))
}

/// Ties the topic to a matter in place of the one it was tied to.
pub(super) async fn tie(act: &mut Act, doing: &mut Doing) -> Result<()> {
    let typed = doing.request.text("subject").to_owned();
    let subject = meant(act, &typed).await?;
    reportable(&subject)?;
    // A topic everybody reads would give away what only some may know of.
    if subject.confidentiality().hides() && !doing.matter.confidentiality().hides() {
        let message = Message::new("publicity-topic-tie-secret");
        return Err(Error::field("subject", message));
    }
    let topic = doing.matter.id;
    if link::targets(act, topic, TOPIC_OF).await? == [subject.id] {
        return Err(Error::field("subject", Message::new("publicity-unchanged")));
    }
    let before = untied(act, topic).await?;
    link::add(act, topic, TOPIC_OF, subject.id).await?;
    doing.keep("subject", subject.id.to_string());
    let now = match subject.confidentiality().hides() {
        true => String::new(),
        false => subject.title,
    };
    let change = json!(["subject", before, now]);
    doing.keep("changes", vec![change]);
    Ok(())
}

/// It reports nothing in particular any more.
pub(super) async fn untie(act: &mut Act, doing: &mut Doing) -> Result<()> {
    let before = untied(act, doing.matter.id).await?;
    let change = json!(["subject", before, ""]);
    doing.keep("changes", vec![change]);
    Ok(())
}
