//! Settling a long ledger in the background: asked for on the page, worked off as a job, watched on its way.

use chrono::NaiveDate;
use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::account;
use kernel::error::{Error, Message, Result};
use kernel::id::Id;
use kernel::job::{self, Work};
use serde_json::json;

use super::incentive;
use crate::store::settling;

/// The job's name.
pub const JOB: &str = "publicity.settle";
/// Appearances from which on a settlement is worked off in the background.
pub const LONG: i64 = 3_000;

/// How far a settlement is: steps done, and steps in all. One that was asked for writes each down, so that whoever waits
/// sees it; no step is taken while its tables are being written.
#[derive(Default)]
pub struct Steps<'a> {
    asked: Option<(&'a Kernel, Actor, Id)>,
    done: i64,
    all: i64,
}

impl Steps<'_> {
    pub fn of(&mut self, all: usize) {
        self.all = all as i64;
    }

    pub async fn next(&mut self) -> Result<()> {
        self.done += 1;
        let Some((kernel, system, id)) = &self.asked else {
            return Ok(());
        };
        let mut act = kernel.system_act(system).await?;
        settling::advance(&mut act, *id, self.done, self.all).await?;
        act.commit().await
    }
}

/// Whether a period is long enough for the background.
pub async fn is_long(
    kernel: &Kernel,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<bool> {
    let n = settling::appearances(&kernel.db, actor.organ, from, to).await?;
    Ok(n >= LONG)
}

/// Asks for a settlement; returns what to watch.
pub async fn ask(
    kernel: &Kernel,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
    title: &str,
) -> Result<Id> {
    let mut act = kernel.act(actor, Permission::Newsroom).await?;
    let account = actor.account.ok_or(Error::Unauthenticated)?;
    let id = settling::insert(&mut act, account, from, to, title).await?;
    job::ask(&mut act, JOB, &id.to_string(), &json!({}), None).await?;
    act.commit().await?;
    Ok(id)
}

/// Works one off, in the name of who asked for it. What the rules refuse is kept to be read; begun twice, it is done once.
pub async fn run(kernel: &Kernel, work: &Work) -> Result<()> {
    let organ = work
        .organ
        .ok_or_else(|| Error::internal("a settlement of no organ"))?;
    let id: Id = work.key.parse().map_err(Error::internal)?;
    let asked = settling::one(&kernel.db, organ, id).await?;
    if asked.settlement_id.is_some() || asked.trouble.is_some() {
        return Ok(());
    }
    let actor = account::actor_of(&kernel.db, asked.account_id, work.today()).await?;
    let system = Actor::system(organ, work.today());
    let mut steps = Steps {
        asked: Some((kernel, system.clone(), id)),
        ..Steps::default()
    };
    let (from, to) = (asked.from_on, asked.to_on);
    let frozen =
        incentive::freeze_telling(kernel, &actor, from, to, &asked.title, &mut steps).await;
    let (settlement, trouble) = match frozen {
        Ok(settlement) => (Some(settlement), None),
        Err(Error::Refused(why) | Error::Forbidden(why)) => (None, Some(why)),
        Err(Error::Invalid(faults)) => {
            let first = faults.into_iter().next().map(|f| f.message);
            (
                None,
                Some(first.unwrap_or_else(|| Message::new("invalid-choice"))),
            )
        }
        Err(other) => return Err(other),
    };
    let trouble = trouble
        .map(|why| serde_json::to_string(&why))
        .transpose()
        .map_err(Error::internal)?;
    let mut act = kernel.system_act(&system).await?;
    settling::end(&mut act, id, settlement, trouble).await?;
    act.commit().await
}
