//! Settling a long ledger in the background: asked for on the page, worked off as a job, watched on its way.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

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
/// Between two looks at how far it is.
const LOOK: Duration = Duration::from_millis(300);

/// How far a settlement is: steps done, and steps in all.
#[derive(Debug, Default)]
pub struct Steps {
    done: AtomicI64,
    all: AtomicI64,
}

impl Steps {
    pub fn of(&self, all: usize) {
        self.all.store(all as i64, Ordering::Relaxed);
    }

    pub fn next(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    fn told(&self) -> (i64, i64) {
        let all = self.all.load(Ordering::Relaxed).max(1);
        (self.done.load(Ordering::Relaxed).min(all), all)
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
    let steps = Steps::default();
    let frozen = {
        let freezing = incentive::freeze_telling(
            kernel,
            &actor,
            asked.from_on,
            asked.to_on,
            &asked.title,
            &steps,
        );
        // Both go on side by side: the one writer may be busy freezing when its progress is to be written.
        let telling = async {
            let mut told = (0, 0);
            loop {
                tokio::time::sleep(LOOK).await;
                let now = steps.told();
                if now != told && now.0 < now.1 {
                    told = now;
                    if let Err(e) = advance(kernel, organ, work, id, now).await {
                        break e;
                    }
                }
            }
        };
        tokio::select! {
            frozen = freezing => frozen,
            failed = telling => return Err(failed),
        }
    };
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
    let mut act = kernel
        .system_act(&Actor::system(organ, work.today()))
        .await?;
    settling::end(&mut act, id, settlement, trouble).await?;
    act.commit().await
}

async fn advance(
    kernel: &Kernel,
    organ: Id,
    work: &Work,
    id: Id,
    (done, steps): (i64, i64),
) -> Result<()> {
    let mut act = kernel
        .system_act(&Actor::system(organ, work.today()))
        .await?;
    settling::advance(&mut act, id, done, steps).await?;
    act.commit().await
}
