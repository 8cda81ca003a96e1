//! Incentive rules put in force, and periods settled: previewed, frozen, and made good later where the past was corrected.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::db::Db;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use serde_json::json;

use super::record;
use super::settling::Steps;
use crate::model::incentive::{Adjustment, Due, Reward, Rules, Settled, adjustments, settle};
use crate::store::incentive::{self as store, Settlement, Version};
use crate::store::{group, quota};

/// Puts a new version of the rules in force from a day on. The versions before stay as they are.
///
/// # Errors
/// Invalid where a settled period reaches that day.
pub async fn put_rules(
    kernel: &Kernel,
    actor: &Actor,
    rules: &Rules,
    from_on: NaiveDate,
    why: &str,
) -> Result<()> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    let settled = store::settlements(&mut act, organ).await?;
    if settled.iter().any(|s| s.to_on >= from_on) {
        let message = Message::new("publicity-rules-settled");
        return Err(Error::field("from_on", message));
    }
    let versions = store::versions(&mut act, organ).await?;
    let version = versions.first().map_or(0, |v| v.version) + 1;
    store::add_rules(&mut act, version, from_on, rules, why).await?;
    let data = json!({"name": version.to_string(), "from": from_on, "why": why, "rules": rules});
    record(&mut act, "publicity_rules.put", data).await?;
    act.commit().await
}

/// The version in force on a day: the newest that holds from then or before.
pub fn in_force(all: &[Version], day: NaiveDate) -> Option<&Version> {
    all.iter().find(|v| v.from_on <= day)
}

/// A settlement as it would be now.
pub struct Draft {
    pub version: Version,
    pub settled: Vec<Settled>,
    /// By the earlier settlement it makes good.
    pub adjustments: Vec<(Settlement, Vec<Adjustment>)>,
}

/// The first day that is not settled yet, after the last settled one.
pub fn next_day(all: &[Settlement]) -> Option<NaiveDate> {
    all.iter().map(|s| s.to_on).max().map(|d| d + Days::new(1))
}

/// Who owes pieces in a period, and how much of it he was there.
async fn due(db: &Db, organ: Id, from: NaiveDate, to: NaiveDate) -> Result<Vec<Due>> {
    let members = group::members(db, organ).await?;
    let away = quota::away(db, organ, from, to).await?;
    let all = (to - from).num_days() + 1;
    let mut there: BTreeMap<String, i64> = BTreeMap::new();
    for m in &members {
        let gone = |day: NaiveDate| {
            away.iter()
                .any(|a| a.person_id == m.person_id && a.from_on <= day && day <= a.to_on)
        };
        let days = from
            .iter_days()
            .take_while(|d| *d <= to)
            .filter(|d| m.is_on(*d) && !gone(*d))
            .count();
        *there.entry(m.name.clone()).or_default() += days as i64;
    }
    Ok(there
        .into_iter()
        .filter(|(_, days)| *days > 0)
        .map(|(name, days)| Due {
            name,
            there: u32::try_from((days * 100 / all).min(100)).unwrap_or(0),
        })
        .collect())
}

/// Settles a period without writing anything.
///
/// # Errors
/// [`Error::Refused`] where no rules hold on its first day; an invalid period, one that is not over, one that is
/// settled already in part.
pub async fn draft(
    kernel: &Kernel,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Draft> {
    draft_telling(kernel, actor, from, to, &mut Steps::default()).await
}

/// The same, telling how far it is: the ledger, the settling, each earlier settlement, and the freezing that may follow.
async fn draft_telling(
    kernel: &Kernel,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
    steps: &mut Steps<'_>,
) -> Result<Draft> {
    actor.authorize(Permission::Newsroom)?;
    let (db, organ) = (&kernel.db, actor.organ);
    let wrong = |field: &str, key: &str| Err(Error::field(field, Message::new(key)));
    if to < from || (to - from).num_days() > 366 {
        return wrong("to", "publicity-settle-period");
    }
    if to >= actor.today {
        return wrong("to", "publicity-settle-running");
    }
    let before = store::settlements(db, organ).await?;
    if before.iter().any(|s| s.from_on <= to && from <= s.to_on) {
        return wrong("from", "publicity-settle-overlaps");
    }
    let versions = store::versions(db, organ).await?;
    let version = in_force(&versions, from)
        .ok_or_else(|| Error::Refused(Message::new("publicity-settle-no-rules")))?
        .clone();
    steps.of(before.len() + 3);
    let ledger = store::ledger(db, organ, from, to).await?;
    steps.next().await?;
    let settled = settle(&version.rules()?, &ledger, &due(db, organ, from, to).await?);
    steps.next().await?;
    let mut adjusted = Vec::new();
    for earlier in before {
        let found = corrected(db, organ, &versions, &earlier).await?;
        steps.next().await?;
        if !found.is_empty() {
            adjusted.push((earlier, found));
        }
    }
    Ok(Draft {
        version,
        settled,
        adjustments: adjusted,
    })
}

/// What the corrections since a settlement are worth, less what was made good.
async fn corrected(
    db: &Db,
    organ: Id,
    versions: &[Version],
    earlier: &Settlement,
) -> Result<Vec<Adjustment>> {
    let rules = versions
        .iter()
        .find(|v| v.id == earlier.rules_id)
        .ok_or_else(|| Error::internal("a settlement without its rules"))?
        .rules()?;
    let ledger = store::ledger(db, organ, earlier.from_on, earlier.to_on).await?;
    let frozen = store::settled(db, earlier.id).await?;
    // The floor is not asked again: absences entered later change no frozen penalty.
    let mut now = settle(&rules, &ledger, &[]);
    for f in frozen.iter().filter(|f| f.penalty != 0) {
        match now.iter_mut().find(|s| s.name == f.name) {
            Some(s) => s.penalty = f.penalty,
            None => now.push(Settled {
                name: f.name.clone(),
                penalty: f.penalty,
                ..Settled::default()
            }),
        }
    }
    let mut good: BTreeMap<String, Reward> = BTreeMap::new();
    for made in store::made_of(db, earlier.id).await? {
        let sum = good.entry(made.name).or_default();
        *sum = *sum
            + Reward {
                points: made.points,
                fen: made.fen,
            };
    }
    Ok(adjustments(&frozen, &now, &good))
}

/// Freezes a period: what everybody gets, and what is made good of earlier periods. Returns its id.
pub async fn freeze(
    kernel: &Kernel,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
    title: &str,
) -> Result<Id> {
    freeze_telling(kernel, actor, from, to, title, &mut Steps::default()).await
}

/// The same, telling how far it is.
pub(crate) async fn freeze_telling(
    kernel: &Kernel,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
    title: &str,
    steps: &mut Steps<'_>,
) -> Result<Id> {
    let draft = draft_telling(kernel, actor, from, to, steps).await?;
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let organ = act.organ();
    // Somebody may have settled it while this one was drafted.
    let before = store::settlements(&mut act, organ).await?;
    if before.iter().any(|s| s.from_on <= to && from <= s.to_on) {
        let message = Message::new("publicity-settle-overlaps");
        return Err(Error::field("from", message));
    }
    let id = store::freeze(&mut act, draft.version.id, title, from, to, &draft.settled).await?;
    let mut good = 0;
    for (of, all) in &draft.adjustments {
        for a in all {
            store::make_good(&mut act, id, of.id, a).await?;
            good += a.reward.fen;
        }
    }
    let fen: i64 = draft.settled.iter().map(Settled::fen).sum();
    let data = json!({
        "settlement": id.to_string(), "name": title, "from": from, "to": to, "rules": draft.version.version,
        "fen": fen, "made_good": good,
    });
    record(&mut act, "publicity_settlement.frozen", data).await?;
    act.commit().await?;
    Ok(id)
}
