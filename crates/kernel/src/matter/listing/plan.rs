//! Which index finds a page: probes, and the choice between reading a filter and walking a sort.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::NaiveDate;

use super::filter::{Filter, Text};
use super::sort::{Key, Sort};
use crate::clock::Instant;
use crate::db::{Db, EngineKind, Value};
use crate::error::Result;
use crate::id::Id;

/// Probes stop here; of a filter with so many rows no more is known.
pub(super) const DENSE: i64 = 100_000;
/// Reading and sorting a row takes as long as walking past so many.
const SORTED: i64 = 3;
/// Up to here reading a filter whole and sorting it beats any walk.
const FEW: i64 = 2_000;
/// Rows a walk may touch before the rarest filter is read instead.
const BUDGET: i64 = 4_000;
/// How long a probe is trusted, in microseconds. It only chooses the index, never the result.
const TRUSTED: i64 = 600_000_000;
/// Probes remembered at most; hostile filter values must not fill the memory.
const REMEMBERED: usize = 20_000;

/// What one principal contributes to a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) principal: Id,
    /// Reads the whole organ: the partial indexes hold its rows.
    pub(super) wide: bool,
    /// Only matters that do not exist for the organ at large.
    pub(super) hidden: bool,
}

/// How the rows of a branch are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) index: &'static str,
    /// The index stands in the order asked for, and at most so many of its entries are touched.
    pub(super) budget: Option<i64>,
}

/// A way into the rows of a branch.
struct Way {
    index: &'static str,
    /// Identifies the probe among those of the principal.
    name: String,
    by: By,
}

enum By {
    Received,
    /// Open, and within the dates asked for.
    Open,
    /// Open, whatever the date.
    Running,
    Facet(&'static str, Value),
}

impl Way {
    /// The condition whose rows a probe counts.
    fn condition(&self, principal: Id, filter: &Filter, today: NaiveDate, to: &mut Text) {
        let principal = to.value(principal);
        to.push(&format!("principal = {principal}"));
        match &self.by {
            By::Received => filter.received(to),
            By::Open => filter.due(today, to),
            By::Running => {
                filter.received(to);
                to.push(" AND open");
            }
            By::Facet(column, value) => {
                to.push(" AND wide");
                to.and(&format!("{column} = "), value.clone());
            }
        }
    }
}

/// Row counts of filters, remembered for ten minutes.
#[derive(Debug, Default)]
pub struct Estimates {
    counts: Mutex<HashMap<(Id, String), (i64, Instant)>>,
}

impl Estimates {
    fn known(&self, principal: Id, name: &str, now: Instant) -> Option<i64> {
        let counts = self.counts.lock().ok()?;
        let (n, at) = counts.get(&(principal, name.to_owned()))?;
        ((now.0 - at.0).abs() < TRUSTED).then_some(*n)
    }

    fn learn(&self, principal: Id, name: String, n: i64, now: Instant) {
        if let Ok(mut counts) = self.counts.lock() {
            if counts.len() >= REMEMBERED {
                counts.clear();
            }
            counts.insert((principal, name), (n, now));
        }
    }
}

/// ` INDEXED BY …` on SQLite, whose planner knows no statistics of a single value; PostgreSQL chooses itself. The
/// primary key is named too: left to itself SQLite walks the index of the order and looks every row up for what
/// that index lacks, ten times as long as reading and sorting.
pub(super) fn hint(engine: EngineKind, index: &str) -> String {
    match engine {
        EngineKind::Sqlite if index == PRIMARY => {
            " INDEXED BY sqlite_autoindex_listing_1".to_owned()
        }
        EngineKind::Sqlite => format!(" INDEXED BY {index}"),
        EngineKind::Postgres => String::new(),
    }
}

/// The index holds the rows of whole organs only.
pub(super) fn partial(index: &str) -> bool {
    !matches!(
        index,
        PRIMARY
            | "listing_due"
            | "listing_number"
            | "listing_updated"
            | "listing_open"
            | RUNNING
            | "listing_open_number"
    )
}

/// The primary key: a principal's rows by day of receipt.
pub(super) const PRIMARY: &str = "listing";

/// A principal's open rows by day of receipt.
pub(super) const RUNNING: &str = "listing_open_received";

/// The ways into a branch: the whole of it, its filters, its open rows.
fn ways(branch: &Branch, filter: &Filter, today: NaiveDate) -> Vec<Way> {
    let mut out = vec![Way {
        index: PRIMARY,
        name: format!("{:?} {:?}", filter.received_from, filter.received_to),
        by: By::Received,
    }];
    if filter.is_open() {
        out.push(Way {
            index: "listing_open",
            name: format!("open {:?} {:?} {today}", filter.lamp, filter.due_before),
            by: By::Open,
        });
        out.push(Way {
            index: RUNNING,
            name: format!(
                "running {:?} {:?}",
                filter.received_from, filter.received_to
            ),
            by: By::Running,
        });
    }
    if branch.wide {
        out.extend(filter.facets().into_iter().map(|(column, value)| Way {
            index: facet_index(column),
            name: format!("{column} {value:?}"),
            by: By::Facet(column, value),
        }));
    }
    out
}

fn facet_index(column: &str) -> &'static str {
    match column {
        "kind" => "listing_kind",
        "state" => "listing_state",
        "unit" => "listing_unit",
        "category" => "listing_category",
        "session" => "listing_session",
        _ => "listing_proposer",
    }
}

/// The index that holds the rows in the order asked for.
fn ordered(
    sort: Sort,
    branch: &Branch,
    filter: &Filter,
    ways: &[(&'static str, i64)],
) -> &'static str {
    let session = branch.wide && filter.session.is_some();
    match sort.key {
        // Every facet's index goes on by day of receipt: the rarest facet is the shortest walk.
        Key::Received => ways
            .iter()
            .filter(|(index, _)| *index != "listing_open")
            .min_by_key(|(index, n)| (*n, *index == PRIMARY))
            .map_or(PRIMARY, |(index, _)| *index),
        Key::Due if filter.is_open() => "listing_open",
        Key::Due if session => "listing_session_due",
        Key::Due => "listing_due",
        Key::Number if filter.is_open() => "listing_open_number",
        Key::Number if session => "listing_session_number",
        Key::Number => "listing_number",
        Key::Updated if session => "listing_session_updated",
        Key::Updated => "listing_updated",
    }
}

/// The plan of every branch: `[quick, sure]`. The sure one always finds everything; the quick one is the same
/// or a walk with a budget. Sends at most one statement.
pub(super) async fn plans(
    db: &Db,
    estimates: &Estimates,
    branches: &[Branch],
    filter: &Filter,
    sort: Sort,
    today: NaiveDate,
    now: Instant,
) -> Result<Vec<[Plan; 2]>> {
    let all: Vec<Vec<Way>> = branches.iter().map(|b| ways(b, filter, today)).collect();
    let known: Vec<Vec<Option<i64>>> = branches
        .iter()
        .zip(&all)
        .map(|(branch, ways)| {
            ways.iter()
                .map(|w| estimates.known(branch.principal, &w.name, now))
                .collect()
        })
        .collect();
    let known = probe(db, estimates, branches, &all, known, filter, today, now).await?;
    Ok(branches
        .iter()
        .zip(all)
        .zip(known)
        .map(|((branch, ways), counts)| {
            let ways: Vec<(&'static str, i64)> = ways.iter().map(|w| w.index).zip(counts).collect();
            choose(branch, filter, sort, &ways)
        })
        .collect())
}

fn choose(branch: &Branch, filter: &Filter, sort: Sort, ways: &[(&'static str, i64)]) -> [Plan; 2] {
    let walk = ordered(sort, branch, filter, ways);
    let (rarest, n) = ways
        .iter()
        .min_by_key(|(index, n)| (*n, *index == PRIMARY))
        .copied()
        .unwrap_or((PRIMARY, DENSE));
    // Only the table itself holds the reasons: through any other index each row costs a look into it.
    if filter.why.is_some() && !(n <= FEW && rarest == "listing_open") {
        let whole = Plan {
            index: PRIMARY,
            budget: None,
        };
        return [whole, whole];
    }
    let sure = Plan {
        index: if n * SORTED < touched(walk, filter, ways) {
            rarest
        } else {
            walk
        },
        budget: None,
    };
    if n <= FEW || sure.index == walk {
        [sure, sure]
    } else {
        let quick = Plan {
            index: walk,
            budget: Some(BUDGET),
        };
        [quick, sure]
    }
}

/// The rows a walk to the end of an index touches, as far as the probes tell; what is past counting counts twice.
fn touched(walk: &str, filter: &Filter, ways: &[(&'static str, i64)]) -> i64 {
    let known = |index: &str| ways.iter().find(|(i, _)| *i == index).map(|(_, n)| *n);
    let ranged = filter.received_from.is_some() || filter.received_to.is_some();
    let n = match walk {
        "listing_open_number" => known(RUNNING).filter(|_| !ranged),
        "listing_session_due" | "listing_session_number" | "listing_session_updated" => {
            known("listing_session")
        }
        "listing_due" | "listing_number" | "listing_updated" => known(PRIMARY).filter(|_| !ranged),
        own => known(own),
    };
    match n {
        Some(n) if n < DENSE => n,
        _ => DENSE * 2,
    }
}

/// Fills in the counts that are not known, in one statement of scalar subqueries.
async fn probe(
    db: &Db,
    estimates: &Estimates,
    branches: &[Branch],
    all: &[Vec<Way>],
    mut known: Vec<Vec<Option<i64>>>,
    filter: &Filter,
    today: NaiveDate,
    now: Instant,
) -> Result<Vec<Vec<i64>>> {
    let mut text = Text::default();
    let mut asked = Vec::new();
    for (b, ways) in all.iter().enumerate() {
        for (w, way) in ways.iter().enumerate() {
            if known[b][w].is_some() {
                continue;
            }
            text.push(&format!(
                "{}SELECT CAST({} AS BIGINT), CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM listing{} WHERE ",
                if asked.is_empty() { "" } else { " UNION ALL " },
                asked.len(),
                hint(db.kind(), way.index),
            ));
            way.condition(branches[b].principal, filter, today, &mut text);
            text.push(&format!(" LIMIT {DENSE}) AS probed"));
            asked.push((b, w));
        }
    }
    if !asked.is_empty() {
        let rows: Vec<(i64, i64)> = crate::db::sql(text.text)
            .bind_all(text.values)
            .all(db)
            .await?;
        for (which, n) in rows {
            if let Some((b, w)) = asked.get(which as usize).copied() {
                known[b][w] = Some(n);
                estimates.learn(branches[b].principal, all[b][w].name.clone(), n, now);
            }
        }
    }
    Ok(known
        .into_iter()
        .map(|counts| counts.into_iter().map(|n| n.unwrap_or(DENSE)).collect())
        .collect())
}
