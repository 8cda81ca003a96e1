//! Numbers without gaps: one counter per organ and series. A number is given in the act that uses it, and goes
//! back with it when the act is undone, so that a register shows no hole. Confidential matters take theirs from
//! a series of their own.

use crate::access::Act;
use crate::db::sql;
use crate::error::Result;

/// The next number of `series` in the acting organ, from 1. The series is held until the act ends.
#[crate::compiled_once]
pub async fn next(act: &mut Act, series: &str) -> Result<i64> {
    let organ = act.organ();
    let after: i64 = sql(
        "INSERT INTO number_series (organ_id, series, next) VALUES ($1, $2, $3)
         ON CONFLICT (organ_id, series) DO UPDATE SET next = number_series.next + 1
         RETURNING next",
    )
    .bind(organ)
    .bind(series)
    .bind(2i64)
    .count(&mut *act)
    .await?;
    Ok(after - 1)
}

/// Marks all numbers up to `used` as given, because an import brought them; never goes back.
pub async fn advance_to(act: &mut Act, series: &str, used: i64) -> Result<()> {
    let organ = act.organ();
    sql(
        "INSERT INTO number_series (organ_id, series, next) VALUES ($1, $2, $3)
         ON CONFLICT (organ_id, series) DO UPDATE SET next = excluded.next
         WHERE excluded.next > number_series.next",
    )
    .bind(organ)
    .bind(series)
    .bind(used.max(0) + 1)
    .run(&mut *act)
    .await?;
    Ok(())
}
