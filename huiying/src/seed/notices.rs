//! Who works with the program reads what he is told: in the demo only the last days' notices are new.

use anyhow::Result;
use chrono::TimeDelta;
use kernel::notice;
use kernel::{Kernel, account};

use super::accounts::PEOPLE;

/// Days whose notices are still unread.
const FRESH: i64 = 3;

/// Marks what the demo's people were told before the last days as read.
pub async fn read_old(kernel: &Kernel) -> Result<()> {
    let today = kernel.clock.today();
    let since = today
        .checked_sub_signed(TimeDelta::days(FRESH))
        .unwrap_or(today);
    for (name, ..) in PEOPLE {
        let Some(account) = account::account_named(&kernel.db, name).await? else {
            continue;
        };
        let actor = account::actor_of(&kernel.db, account.id, today).await?;
        let told = notice::list(&kernel.db, &actor, true, None, usize::MAX).await?;
        if let Some(newest) = told.rows.iter().find(|n| n.at.day() < since) {
            let mut act = kernel.own_act(&actor).await?;
            notice::mark_all_read(&mut act, newest.id).await?;
            act.commit().await?;
        }
    }
    Ok(())
}
