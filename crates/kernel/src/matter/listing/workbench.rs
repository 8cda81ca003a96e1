//! The workbench (X2): what is mine, what is due, what is late, by the tasks one holds.

use chrono::NaiveDate;

use super::filter::Text;
use crate::access::Actor;
use crate::db::{Db, sql};
use crate::error::Result;
use crate::id::Id;

/// An open task of mine with its matter.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Due {
    pub task: Id,
    /// The step of the matter's procedure.
    pub step: String,
    pub branch_unit: Option<Id>,
    pub branch_role: Option<String>,
    pub side: bool,
    pub round: i64,
    pub role: String,
    pub opened_at: i64,
    pub due_on: Option<NaiveDate>,
    pub amber_on: Option<NaiveDate>,
    pub red_on: Option<NaiveDate>,
    pub provisional: bool,
    pub matter: Id,
    pub kind: String,
    pub number: Option<String>,
    pub title: String,
    pub state: String,
    pub procedure: String,
    pub procedure_version: i64,
    pub confidentiality: String,
    pub matter_due_on: Option<NaiveDate>,
    pub rev: i64,
    lot: i64,
}

impl Due {
    /// Green, amber or red on `today`; none without a limit.
    pub fn lamp(&self, today: NaiveDate) -> Option<workday::Lamp> {
        Some(workday::lamp::lamp(today, self.amber_on?, self.red_on?))
    }
}

/// What lies with a person today, each list by its date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workbench {
    /// Past their limit.
    pub late: Vec<Due>,
    /// Close to it.
    pub due: Vec<Due>,
    /// All others.
    pub mine: Vec<Due>,
    /// How many there are of each; they stop at [`super::COUNTED`].
    pub counts: [i64; 3],
}

/// A lot of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lot {
    Late,
    Due,
    Mine,
}

impl Lot {
    pub const ALL: [Lot; 3] = [Lot::Late, Lot::Due, Lot::Mine];

    /// The name in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Lot::Late => "late",
            Lot::Due => "due",
            Lot::Mine => "mine",
        }
    }

    pub fn parse(code: &str) -> Option<Lot> {
        Lot::ALL.into_iter().find(|lot| lot.code() == code)
    }
}

/// The open tasks that lie with `actor`, at most `limit` (1 to 200) of each lot. Two statements.
#[crate::compiled_once]
pub async fn workbench(db: &Db, actor: &Actor, limit: usize) -> Result<Workbench> {
    let holdings = actor.holdings();
    if holdings.is_empty() {
        return Ok(Workbench::default());
    }
    let limit = limit.clamp(1, 200);
    let rows = tasks(db, actor, &Lot::ALL, limit as i64, 0).await?;
    let mut out = Workbench::default();
    for row in rows {
        let lot = match row.lot {
            0 => &mut out.late,
            1 => &mut out.due,
            _ => &mut out.mine,
        };
        if lot.len() < limit {
            lot.push(row);
        }
    }
    let mut text = Text::default();
    text.push("SELECT lot, CAST(COUNT(*) AS BIGINT) FROM (");
    lots(actor, &holdings, &Lot::ALL, "id", super::COUNTED, &mut text);
    text.push(") AS k GROUP BY lot");
    let counts: Vec<(i64, i64)> = sql(text.text).bind_all(text.values).all(db).await?;
    for (lot, n) in counts {
        let i = lot.clamp(0, 2) as usize;
        out.counts[i] = (out.counts[i] + n).min(super::COUNTED);
    }
    Ok(out)
}

/// The nth page (from 1) of one lot, and whether there is another; nothing beyond [`super::COUNTED`]. One statement.
pub async fn lot(
    db: &Db,
    actor: &Actor,
    lot: Lot,
    page: u32,
    limit: usize,
) -> Result<(Vec<Due>, bool)> {
    let limit = limit.clamp(1, 200);
    let skip = i64::from(page.saturating_sub(1)) * limit as i64;
    if actor.holdings().is_empty() || skip >= super::COUNTED {
        return Ok((Vec::new(), false));
    }
    let mut rows = tasks(db, actor, &[lot], limit as i64 + 1, skip).await?;
    let more = rows.len() > limit && skip + (limit as i64) < super::COUNTED;
    rows.truncate(limit);
    Ok((rows, more))
}

/// Tasks of some lots in their order, the first `take` of each holding after `skip` of one lot.
async fn tasks(db: &Db, actor: &Actor, which: &[Lot], take: i64, skip: i64) -> Result<Vec<Due>> {
    let mut text = Text::default();
    text.push(
        "SELECT t.id AS task, t.step, t.branch_unit, t.branch_role, t.side, t.round, t.role, t.opened_at, t.due_on, \
         t.amber_on, t.red_on, t.provisional, m.id AS matter, m.kind, m.number, m.title, m.state, m.procedure, \
         m.procedure_version, m.confidentiality, m.due_on AS matter_due_on, m.rev, k.lot FROM (",
    );
    lots(
        actor,
        &actor.holdings(),
        which,
        "id, due_on",
        skip + take,
        &mut text,
    );
    // An undated task comes after the dated ones; NULL sorts differently on the two engines.
    text.push(
        ") AS k CROSS JOIN task t CROSS JOIN matter m WHERE t.id = k.id AND m.id = t.matter_id \
         ORDER BY k.lot, CASE WHEN t.due_on IS NULL THEN 1 ELSE 0 END, t.due_on, t.id",
    );
    if let [_] = which {
        text.push(&format!(" LIMIT {take} OFFSET {skip}"));
    }
    Ok(sql(text.text).bind_all(text.values).all(db).await?)
}

/// The first `limit` open tasks of each holding and lot: late, due, dated later, undated.
fn lots(
    actor: &Actor,
    holdings: &[(Id, String)],
    which: &[Lot],
    columns: &str,
    limit: i64,
    to: &mut Text,
) {
    let today = to.value(actor.today);
    let lots = [
        (Lot::Late, format!("due_on < {today}"), "due_on"),
        (
            Lot::Due,
            format!("due_on >= {today} AND amber_on <= {today}"),
            "due_on",
        ),
        (
            Lot::Mine,
            format!("due_on >= {today} AND amber_on > {today}"),
            "due_on",
        ),
        (Lot::Mine, "due_on IS NULL".to_owned(), "id"),
    ];
    let mut first = true;
    for (holder, role) in holdings {
        let holder = to.value(*holder);
        let role = to.value(role);
        for (lot, condition, order) in lots.iter().filter(|(lot, ..)| which.contains(lot)) {
            let union = if first { "" } else { " UNION ALL " };
            first = false;
            let lot = *lot as i64;
            to.push(&format!(
                "{union}SELECT {columns}, CAST({lot} AS BIGINT) AS lot FROM (SELECT {columns} FROM task \
                 WHERE state = 'open' AND holder = {holder} AND role = {role} AND {condition} \
                 ORDER BY {order} LIMIT {limit}) AS lot_{lot}"
            ));
        }
    }
}
