//! What the effects of issues do to the tables, each in the transaction of its act.

use chrono::Datelike;
use kernel::Kernel;
use kernel::access::Act;
use kernel::error::{Error, Message, Result};
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::act::Doing;
use kernel::matter::{link, listing, load};
use kernel::numbering;
use procedure::EffectCall;
use procedure::Value;

use super::Held;
use crate::kind::MANUSCRIPT;
use crate::model::issue::{self as model, Fault, Item, Shape};
use crate::store::issue;
use crate::store::series::{self, Series};

/// How a source is joined to the issue that carries it.
const CARRIES: &str = "carries";

/// Carries out one effect.
pub(super) async fn carry_out(
    held: &Held,
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
    effect: &EffectCall,
) -> Result<()> {
    // How it came about, and whom it went to, is the organ's own; who reads it sees that it was released and signed for.
    if !matches!(effect.name.as_str(), "issue" | "receive") {
        doing.audience = Audience::Office;
    }
    match effect.name.as_str() {
        "compose" => compose(held, act, doing).await,
        "schedule" => schedule(held, kernel, act, doing).await,
        "issue" => issued(held, act, doing).await,
        "send" => send(act, doing).await,
        "receive" => receive(held, act, doing).await,
        "received" => received(held, act, doing).await,
        "say" | "file" | "discard" => {
            said(doing);
            Ok(())
        }
        other => Err(Error::internal(format!("no effect {other}"))),
    }
}

fn said(doing: &mut Doing) {
    if let Some(words) = doing.request.some_text("note") {
        doing.keep("said", words);
    }
}

/// The title an issue bears: its series, and what stands first in it.
pub(crate) fn headline(series: &Series, items: &[Item]) -> String {
    let title = match items {
        [] => series.name.clone(),
        [only] => format!("{}：{}", series.name, only.title),
        [first, ..] => format!("{}：{}等{}篇", series.name, first.title, items.len()),
    };
    title.chars().take(120).collect()
}

/// What is wrong with a text, as its writer is told.
fn fault(fault: Fault) -> Error {
    let message = match fault {
        Fault::Untitled(line) => Message::new("issue-fault-untitled").arg("line", line),
        Fault::Title(line) => Message::new("issue-fault-title")
            .arg("line", line)
            .arg("most", model::MOST.0),
        Fault::Label(line) => Message::new("issue-fault-label").arg("line", line),
        Fault::TooLong(line) => Message::new("issue-fault-long")
            .arg("line", line)
            .arg("most", model::MOST.1),
        Fault::TooMany => Message::new("issue-fault-many").arg("most", model::MOST.2),
    };
    Error::field("content", message)
}

/// The matter an item may be taken from: one that exists for the writer, is neither confidential nor under embargo, and, if
/// a manuscript, is released.
///
/// # Errors
/// Invalid `field` otherwise; what does not exist for him reads like what does not exist.
pub(crate) async fn source_of(act: &mut Act, field: &str, id: Id) -> Result<Id> {
    let no = || Error::field(field, Message::new("issue-source-none"));
    let actor = act.actor.clone();
    if !listing::visible(&mut *act, &actor, id).await? {
        return Err(no());
    }
    let found = load::matters(&mut *act, &[id]).await?;
    let matter = found.first().ok_or_else(no)?;
    let public = matches!(matter.confidentiality.as_str(), "open" | "internal");
    let released =
        matter.kind != MANUSCRIPT || matches!(matter.state.as_str(), "placing" | "filed");
    match public && released {
        true => Ok(id),
        false => Err(Error::field(field, Message::new("issue-source-not-yet"))),
    }
}

async fn compose(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let text = match doing.request.fields.get("content") {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let items = model::parse(text).map_err(fault)?;
    let before: Vec<Item> = held.issue.items.iter().map(|i| i.item()).collect();
    if items == before {
        return Err(Error::Refused(Message::new("issue-unchanged")));
    }
    let mut rows = Vec::with_capacity(items.len());
    for item in &items {
        let known = held.issue.items.iter().filter_map(|i| i.source_id);
        let source = match item.source.as_str() {
            "" => None,
            typed => {
                let no = || Error::field("content", Message::new("issue-source-none"));
                let id: Id = typed.parse().map_err(|_| no())?;
                match known.into_iter().any(|k| k == id) {
                    true => Some(id),
                    false => Some(source_of(act, "content", id).await?),
                }
            }
        };
        rows.push((item.clone(), source));
    }
    issue::set_items(act, doing.matter.id, &rows).await?;
    doing.matter.title = headline(&held.issue.series, &items);
    let titles: Vec<&str> = items.iter().map(|i| i.title.as_str()).collect();
    doing.keep("items", items.len());
    doing.keep("said", titles.join("；"));
    Ok(())
}

async fn schedule(held: &Held, kernel: &Kernel, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let day = doing.request.date("out_on").unwrap_or(doing.today);
    if day < doing.today {
        return Err(Error::field("out_on", Message::new("issue-day-past")));
    }
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let dates = (held.issue.series.shape == Shape::Journal)
        .then(|| model::dates(&calendar, day))
        .flatten();
    issue::set_dates(act, doing.matter.id, day, dates).await?;
    let change = serde_json::json!(["out_on", held.issue.paper.out_on, day]);
    doing.keep("changes", vec![change]);
    said(doing);
    Ok(())
}

/// It gets its numbers: within the year, and since the first one. Both come from series without gaps.
async fn issued(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let series = &held.issue.series;
    let year = doing.today.year();
    let number = numbering::next(act, &year_series(series.id, year)).await?;
    let total = numbering::next(act, &total_series(series.id)).await?;
    let matter = doing.matter.id;
    issue::issued(act, matter, i64::from(year), number, total, doing.today).await?;
    let label = format!("{}{year}年第{number}期", series.name);
    doing.matter.number_sort = format!("{}{year:04}{number:06}", series.name);
    doing.keep("number", label.as_str());
    doing.matter.number = Some(label);
    for source in held.issue.items.iter().filter_map(|i| i.source_id) {
        link::add(act, matter, CARRIES, source).await?;
    }
    said(doing);
    Ok(())
}

/// The counter of a year's numbers.
pub(crate) fn year_series(series: Id, year: i32) -> String {
    format!("issue-{series}-{year}")
}

/// The counter of numbers since the first one.
pub(crate) fn total_series(series: Id) -> String {
    format!("issue-{series}")
}

async fn send(act: &mut Act, doing: &mut Doing) -> Result<()> {
    let organ = act.organ();
    let all = series::addressees(&mut *act, organ).await?;
    let picked: Vec<Id> = ids(doing, "addressees");
    let mut names = Vec::new();
    for to in all.iter().filter(|a| picked.contains(&a.id)) {
        issue::send(act, doing.matter.id, to).await?;
        names.push(to.name.as_str());
    }
    if names.is_empty() {
        return Err(Error::field("addressees", Message::new("invalid-choice")));
    }
    if let Some(copies) = doing.request.int("copies").filter(|n| *n > 0) {
        issue::set_copies(act, doing.matter.id, copies).await?;
    }
    doing.keep("said", names.join("、"));
    Ok(())
}

fn ids(doing: &Doing, field: &str) -> Vec<Id> {
    let typed = doing.request.text(field).split(',');
    typed.filter_map(|id| id.parse().ok()).collect()
}

/// Somebody signs for the body he acts for.
async fn receive(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let bodies = act.actor.principals();
    let name = act.actor.name.clone();
    let mine = |s: &&issue::Sent| s.is_of(&bodies) && s.received_at.is_none();
    let mut told = Vec::new();
    for sent in held.issue.sent.iter().filter(mine) {
        issue::received(act, sent.id, &name).await?;
        issue::opened(act, sent.id).await?;
        told.push(sent.name.as_str());
    }
    if told.is_empty() {
        return Err(Error::Refused(Message::new("issue-signed-already")));
    }
    doing.keep("said", told.join("、"));
    Ok(())
}

/// The office enters what was signed on paper.
async fn received(held: &Held, act: &mut Act, doing: &mut Doing) -> Result<()> {
    let picked = ids(doing, "receipts");
    let receiver = doing.request.text("receiver").to_owned();
    let mut told = Vec::new();
    let unsigned = held.issue.sent.iter().filter(|s| s.received_at.is_none());
    for sent in unsigned.filter(|s| picked.contains(&s.id)) {
        issue::received(act, sent.id, &receiver).await?;
        told.push(sent.name.as_str());
    }
    if told.is_empty() {
        return Err(Error::field("receipts", Message::new("invalid-choice")));
    }
    doing.keep("said", told.join("、"));
    Ok(())
}
