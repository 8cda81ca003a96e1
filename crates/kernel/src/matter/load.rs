//! Rows of `matter`: reading one, writing new ones.

use super::{COLUMNS, Matter};
use crate::access::Act;
use crate::db::{On, placeholders, sql};
use crate::error::{Error, Result};
use crate::id::Id;

/// One matter, whoever asks. Pages and answers ask [`super::act::Standing::read`] instead.
pub(crate) async fn matter(on: impl On, id: Id) -> Result<Matter> {
    sql(format!("SELECT {COLUMNS} FROM matter m WHERE m.id = $1"))
        .bind(id)
        .optional(on)
        .await?
        .ok_or(Error::NotFound)
}

/// Several matters, whoever asks, in no particular order; for jobs and batches.
pub async fn matters(on: impl On, ids: &[Id]) -> Result<Vec<Matter>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM matter m WHERE m.id IN ({})",
        placeholders(1, ids.len())
    ))
    .bind_all(ids.iter().copied())
    .all(on)
    .await?)
}

/// The matter of a kind that bears `number` in `session`, whoever asks: how a register's rows are recognised.
pub async fn numbered(
    on: impl On,
    organ: Id,
    kind: &str,
    session: &str,
    number: &str,
) -> Result<Option<Id>> {
    let row: Option<(Id,)> = sql(
        "SELECT id FROM matter WHERE organ_id = $1 AND kind = $2 AND session = $3 AND number = $4",
    )
    .bind(organ)
    .bind(kind)
    .bind(session)
    .bind(number)
    .optional(on)
    .await?;
    Ok(row.map(|(id,)| id))
}

/// Writes new rows, a statement for some hundred of them; for opening, import and seed.
#[crate::compiled_once]
pub async fn insert(act: &mut Act, rows: &[Matter]) -> Result<()> {
    const WIDTH: usize = 30;
    for some in rows.chunks(200) {
        let values: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * WIDTH, WIDTH)))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO matter (id, organ_id, kind, number, number_sort, title, state, procedure, \
             procedure_version, confidentiality, lead_unit, category, session, proposer, key_leader, received_on, \
             due_on, amber_on, red_on, closed_on, clock, term, open, historic, rev, events, head, created_by, \
             created_at, updated_at) VALUES {}",
            values.join(", ")
        ));
        for m in some {
            query = query
                .bind(m.id)
                .bind(m.organ_id)
                .bind(m.kind.as_str())
                .bind(m.number.as_deref())
                .bind(m.number_sort.as_str())
                .bind(m.title.as_str())
                .bind(m.state.as_str())
                .bind(m.procedure.as_str())
                .bind(m.procedure_version)
                .bind(m.confidentiality.as_str())
                .bind(m.lead_unit)
                .bind(m.category.as_deref())
                .bind(m.session.as_deref())
                .bind(m.proposer)
                .bind(m.key_leader)
                .bind(m.received_on)
                .bind(m.due_on)
                .bind(m.amber_on)
                .bind(m.red_on)
                .bind(m.closed_on)
                .bind(m.clock.as_deref())
                .bind(m.term)
                .bind(m.open)
                .bind(m.historic)
                .bind(m.rev)
                .bind(m.events)
                .bind(m.head.clone())
                .bind(m.created_by)
                .bind(m.created_at)
                .bind(m.updated_at);
        }
        query.run(&mut *act).await?;
    }
    Ok(())
}
