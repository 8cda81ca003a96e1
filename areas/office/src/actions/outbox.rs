//! Mail and jobs in trouble are tried again.

use kernel::Kernel;
use kernel::access::{Actor, Permission};
use kernel::error::Result;
use kernel::{job, mail};
use serde_json::json;

use super::record;

/// Rows tried again at once.
const MOST: usize = 500;

/// Lets the organ's mail and given-up jobs be tried again; how many.
pub async fn again(kernel: &Kernel, actor: &Actor) -> Result<i64> {
    let mut act = kernel.act(actor, Permission::Configure).await?;
    let mut n = mail::send_again(&mut act).await? as i64;
    for row in job::troubled(&mut act, actor.organ, MOST).await? {
        if row.state == "failed" && row.organ_id == Some(actor.organ) {
            job::retry(&mut act, row.id).await?;
            n += 1;
        }
    }
    if n > 0 {
        record(&mut act, "outbox.again", json!({"number": n})).await?;
    }
    act.commit().await?;
    Ok(n)
}
