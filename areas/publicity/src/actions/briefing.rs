//! Briefings: written from the data, edited, their numbers brought to today's.

use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::clock::Instant;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::organ;
use serde_json::json;
use text::{Arg, Lang};

use super::record;
use crate::briefing::{Period, compose};
use crate::model::briefing::{Briefing, Number};
use crate::store::briefing::{self, Kept};

/// The language a briefing is written in.
pub fn lang_of(code: &str) -> Lang {
    match code {
        "en" => Lang::En,
        _ => Lang::Zh,
    }
}

/// What the text of a period would be now, for `actor`.
pub async fn written(
    kernel: &Kernel,
    actor: &Actor,
    lang: Lang,
    period: &Period,
) -> Result<(Briefing, Vec<Number>)> {
    let organ = organ::organ(&kernel.db, actor.organ).await?;
    compose(kernel, actor, lang, &organ.short_name, period).await
}

/// Writes a briefing of a period and keeps it as a draft; its id.
pub async fn write(kernel: &Kernel, actor: &Actor, lang: Lang, period: &Period) -> Result<Id> {
    actor.authorize(Permission::Newsroom)?;
    if period.to < period.from {
        return Err(Error::field("to", Message::new("invalid-period")));
    }
    let (text, _) = written(kernel, actor, lang, period).await?;
    let day = |d| Arg::String(text::date::date_plain(lang, d));
    let title = text::ta(
        lang,
        "briefing-title",
        &[("from", day(period.from)), ("to", day(period.to))],
    );
    let code = if lang == Lang::En { "en" } else { "zh" };
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let id = briefing::insert(&mut act, &title, code, period.from, period.to, &text).await?;
    let data = json!({
        "briefing": id.to_string(), "from": period.from, "to": period.to, "numbers": text.marks.len(),
    });
    record(&mut act, "publicity_briefing.written", data).await?;
    act.commit().await?;
    Ok(id)
}

/// Keeps a text as somebody edited it: numbers left in place keep their rows, the others are marked as typed.
///
/// # Errors
/// [`Error::Refused`] where somebody else kept a newer one meanwhile.
pub async fn edit(
    kernel: &Kernel,
    actor: &Actor,
    known: &Kept,
    rev: i64,
    title: &str,
    content: &str,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let text = known.text.edited(content);
    if rev != known.rev
        || !briefing::update(&mut act, known.id, rev, title, &text, known.counted_at).await?
    {
        return Err(Error::refused("briefing-meanwhile"));
    }
    let lost: Vec<&str> = text.changed[known.text.changed.len()..]
        .iter()
        .map(|c| c.key.as_str())
        .collect();
    let data = json!({"briefing": known.id.to_string(), "typed": lost});
    record(&mut act, "publicity_briefing.edited", data).await?;
    act.commit().await
}

/// Puts today's numbers into the places of the counted ones; how many read otherwise.
pub async fn refresh(kernel: &Kernel, actor: &Actor, known: &Kept) -> Result<usize> {
    actor.authorize(Permission::Newsroom)?;
    let period = Period {
        from: known.from_on,
        to: known.to_on,
    };
    let (_, today) = written(kernel, actor, lang_of(&known.lang), &period).await?;
    let changes: Vec<[String; 3]> = known
        .text
        .stale(&today)
        .into_iter()
        .map(|(m, n)| [m.key.clone(), m.shown.clone(), n.shown.clone()])
        .collect();
    let text = known.text.refreshed(&today);
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let at: Instant = act.at;
    let title = known.title.clone();
    if !briefing::update(&mut act, known.id, known.rev, &title, &text, at.0).await? {
        return Err(Error::refused("briefing-meanwhile"));
    }
    let data = json!({"briefing": known.id.to_string(), "changes": changes});
    record(&mut act, "publicity_briefing.refreshed", data).await?;
    act.commit().await?;
    Ok(changes.len())
}
