//! The number under which the figures' answers are kept.

use kernel::access::Act;
use kernel::db::sql;
use kernel::error::Result;

/// Read by the kernel before it counts, of the organ `$1`; units and posts have a number of their own. An office that never
/// wrote has none, and nothing of it is kept.
pub const NUMBER: &str = "SELECT c.n + o.authority AS n FROM publicity_change c JOIN organ o ON o.id = c.organ_id \
                          WHERE c.organ_id = $1";

/// Whatever a figure of the organ counts is changed by this act.
pub async fn raise(act: &mut Act) -> Result<()> {
    sql("INSERT INTO publicity_change (organ_id, n) VALUES ($1, 1)
         ON CONFLICT (organ_id) DO UPDATE SET n = publicity_change.n + 1")
    .bind(act.organ())
    .run(act)
    .await?;
    Ok(())
}
