//! The index on PostgreSQL: the same grams as a `tsvector` without positions under a GIN index.

use super::write::Row;
use crate::access::Act;
use crate::db::{placeholders, sql};
use crate::error::Result;

/// Bits for the place within a day, from a sequence.
pub(super) const PLACES: u32 = 40;

pub(super) async fn place(act: &mut Act, day: i64) -> Result<i64> {
    Ok(places(act, &[day]).await?[0])
}

/// The next free ids of some days, one each.
pub(super) async fn places(act: &mut Act, days: &[i64]) -> Result<Vec<i64>> {
    let next: Vec<(i64,)> = sql("SELECT nextval('search_place') FROM generate_series(1, $1)")
        .bind(days.len() as i64)
        .all(&mut *act)
        .await?;
    let id = |(day, (n,)): (&i64, (i64,))| (day << PLACES) | (n & ((1 << PLACES) - 1));
    Ok(days.iter().zip(next).map(id).collect())
}

pub(super) async fn insert(act: &mut Act, rows: &mut [Row]) -> Result<()> {
    for some in rows.chunks_mut(100) {
        let values: Vec<String> = (0..some.len())
            .map(|i| {
                let from = 1 + i * 7;
                format!(
                    "({}, array_to_tsvector(string_to_array(${}, ' ')))",
                    placeholders(from, 6),
                    from + 6
                )
            })
            .collect();
        let mut query = sql(format!(
            "INSERT INTO search_document (id, matter_id, number, title, text, readers, grams) VALUES {}",
            values.join(", ")
        ));
        for row in some {
            let tokens = row.tokens();
            let e = &row.entry;
            query = query
                .bind(row.id)
                .bind(row.matter)
                .bind(&e.number)
                .bind(&e.title)
                .bind(&e.text)
                .bind(&e.readers)
                .bind(tokens);
        }
        query.run(&mut *act).await?;
    }
    Ok(())
}

/// The newest documents before `$1` that satisfy the expression `$2`, at most `$3`.
pub(super) const NEWEST: &str = "SELECT d.id, d.matter_id, d.number, d.title, d.text, d.readers \
     FROM search_document d WHERE d.id < $1 AND d.grams @@ CAST($2 AS TSQUERY) ORDER BY d.id DESC LIMIT $3";

/// The documents that satisfy the expression `$1`; cut by whoever asks.
pub(super) const COUNT: &str = "SELECT id FROM search_document WHERE grams @@ CAST($1 AS TSQUERY)";
pub(super) const ALL: &str = "SELECT id FROM search_document";

/// One token in an expression.
pub(super) fn term(token: &str) -> String {
    format!("'{}'", token.replace('\\', "\\\\").replace('\'', "''"))
}

pub(super) const AND: &str = " & ";
pub(super) const OR: &str = " | ";
