//! The rows of an import between its upload and its end.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Register;
use super::job::{Job, may};
use super::row::{Finding, Row, State, Typed};
use crate::access::{Act, Actor};
use crate::db::{On, placeholders, sql};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::kernel::Kernel;

#[derive(Serialize, Deserialize)]
struct Outcome {
    values: BTreeMap<String, String>,
    findings: Vec<Finding>,
}

/// Writes rows as they stand, over what was stored of them.
pub(super) async fn save(act: &mut Act, job: Id, rows: &[&Row]) -> Result<()> {
    for some in rows.chunks(200) {
        let values: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * 6, 6)))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO import_row (job_id, number, state, warned, cells, outcome) VALUES {} \
             ON CONFLICT (job_id, number) DO UPDATE SET state = excluded.state, warned = excluded.warned, \
               cells = excluded.cells, outcome = excluded.outcome",
            values.join(", ")
        ));
        for row in some {
            let outcome = Outcome {
                values: row.values.clone(),
                findings: row.findings.clone(),
            };
            query = query
                .bind(job)
                .bind(row.number)
                .bind(row.state.code())
                .bind(row.is_warned())
                .bind(serde_json::to_string(&row.cells).map_err(Error::internal)?)
                .bind(serde_json::to_string(&outcome).map_err(Error::internal)?);
        }
        query.run(&mut *act).await?;
    }
    Ok(())
}

#[derive(sqlx_macros::FromRow)]
struct StoredRow {
    number: i64,
    state: String,
    cells: String,
    outcome: String,
}

impl StoredRow {
    fn row(self, register: &dyn Register) -> Result<Row> {
        let cells: Vec<Typed> = serde_json::from_str(&self.cells).map_err(Error::internal)?;
        let outcome: Outcome = serde_json::from_str(&self.outcome).map_err(Error::internal)?;
        let number = u32::try_from(self.number).unwrap_or(0);
        let mut row = Row::new(number, register.columns(), cells);
        row.values = outcome.values;
        row.findings = outcome.findings;
        row.state = State::parse(&self.state).unwrap_or_default();
        Ok(row)
    }
}

/// Some rows of a job in the order of the file.
#[derive(Debug, Clone)]
pub struct Page {
    pub rows: Vec<Row>,
    /// The row number to go on after.
    pub next: Option<u32>,
}

/// Rows after row number `after`; of one state, or only those with a warning where `warned`.
pub async fn rows(
    kernel: &Kernel,
    actor: &Actor,
    job: &Job,
    state: Option<State>,
    warned: bool,
    after: u32,
    limit: usize,
) -> Result<Page> {
    may(actor)?;
    let register = kernel.import(&job.kind)?;
    let mut text =
        "SELECT number, state, cells, outcome FROM import_row WHERE job_id = $1 AND number > $2"
            .to_owned();
    if state.is_some() {
        text.push_str(" AND state = $4");
    }
    if warned {
        text.push_str(" AND warned");
    }
    text.push_str(" ORDER BY number LIMIT $3");
    let mut query = sql(text).bind(job.id).bind(after).bind(limit as i64 + 1);
    if let Some(state) = state {
        query = query.bind(state.code());
    }
    let found: Vec<StoredRow> = query.all(&kernel.db).await?;
    let more = found.len() > limit;
    let rows: Vec<Row> = found
        .into_iter()
        .take(limit)
        .map(|row| row.row(&**register))
        .collect::<Result<_>>()?;
    Ok(Page {
        next: rows.last().filter(|_| more).map(|r| r.number),
        rows,
    })
}

/// One row of a job.
pub async fn row(kernel: &Kernel, actor: &Actor, job: &Job, number: u32) -> Result<Row> {
    may(actor)?;
    let register = kernel.import(&job.kind)?;
    let found: Option<StoredRow> = sql(
        "SELECT number, state, cells, outcome FROM import_row WHERE job_id = $1 AND number = $2",
    )
    .bind(job.id)
    .bind(number)
    .optional(&kernel.db)
    .await?;
    found.ok_or(Error::NotFound)?.row(&**register)
}

/// All rows of a job.
pub(super) async fn all(on: impl On, register: &dyn Register, job: Id) -> Result<Vec<Row>> {
    let rows: Vec<StoredRow> = sql(
        "SELECT number, state, cells, outcome FROM import_row WHERE job_id = $1 ORDER BY number",
    )
    .bind(job)
    .all(on)
    .await?;
    rows.into_iter().map(|row| row.row(register)).collect()
}
