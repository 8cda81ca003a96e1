//! One page of a list, and its count.

use chrono::NaiveDate;

use super::COUNTED;
use super::filter::{Filter, NEVER, Text};
use super::plan::{Branch, PRIMARY, Plan, RUNNING, hint, partial, plans};
use super::sort::{Cursor, Key, Sort};
use crate::access::Actor;
use crate::db::{EngineKind, Value, sql};
use crate::error::Result;
use crate::id::Id;
use crate::kernel::Kernel;

/// Rows of a page at most.
pub const MOST: usize = 200;
/// Rows that may be skipped by number; further on a list is read by cursor.
const DEEPEST: i64 = 20_000;

/// Where a page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Start {
    #[default]
    First,
    /// After, or before, a place in the same order.
    At(Cursor),
    /// The nth page, from 1; far pages end at a bound of 20,000 rows.
    Page(u32),
}

impl Start {
    /// Where a cursor from an address points; the first page without one. A cursor that is none is refused.
    pub fn parse(cursor: Option<&str>) -> Result<Start> {
        Ok(match cursor {
            Some(cursor) => Start::At(Cursor::parse(cursor)?),
            None => Start::First,
        })
    }
}

/// What a list shows of a matter.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Row {
    pub id: Id,
    pub kind: String,
    pub number: Option<String>,
    pub number_sort: String,
    pub title: String,
    pub state: String,
    pub procedure: String,
    pub procedure_version: i64,
    pub confidentiality: String,
    pub unit: Option<Id>,
    /// The short name of the lead unit.
    pub unit_name: Option<String>,
    pub category: Option<String>,
    pub session: Option<String>,
    pub proposer: Option<Id>,
    pub proposer_name: Option<String>,
    pub key_leader: Option<Id>,
    pub received_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub amber_on: Option<NaiveDate>,
    pub red_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub open: bool,
    pub historic: bool,
    pub rev: i64,
    pub updated_at: i64,
    branch: i64,
}

impl Row {
    /// The value it is sorted by among the due dates.
    pub(super) fn sort_due(&self) -> NaiveDate {
        self.due_on.filter(|_| !self.historic).unwrap_or(NEVER)
    }

    /// Green, amber or red on `today`; none where no clock runs.
    pub fn lamp(&self, today: NaiveDate) -> Option<workday::Lamp> {
        if !self.open || self.historic {
            return None;
        }
        Some(workday::lamp::lamp(today, self.amber_on?, self.red_on?))
    }
}

/// Some rows of a list in its order, and the way on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub rows: Vec<Row>,
    pub next: Option<Cursor>,
    pub previous: Option<Cursor>,
}

/// A page of the matters that exist for `actor`, at most [`MOST`] rows. A cursor of another order is refused
/// in the field `cursor`.
#[crate::compiled_once]
pub async fn page(
    kernel: &Kernel,
    actor: &Actor,
    filter: &Filter,
    sort: Sort,
    start: &Start,
    limit: usize,
) -> Result<Page> {
    let branches = branches(actor, filter);
    if branches.is_empty() || filter.is_impossible() {
        return Ok(Page::default());
    }
    let limit = limit.clamp(1, MOST);
    let (place, back) = match start {
        Start::At(cursor) if cursor.sort != sort => return Err(Cursor::refused()),
        Start::At(cursor) => (Some((cursor.value()?, cursor.id)), cursor.back),
        _ => (None, false),
    };
    let skip = match start {
        Start::Page(n) => (i64::from(n.saturating_sub(1)) * limit as i64).min(DEEPEST),
        _ => 0,
    };
    let question = Question {
        engine: kernel.db.kind(),
        branches: &branches,
        filter,
        sort,
        descending: sort.descending != back,
        place,
        skip,
        take: limit as i64 + 1,
        today: actor.today,
    };
    let plans = plans(
        &kernel.db,
        &kernel.estimates,
        &branches,
        filter,
        sort,
        actor.today,
        kernel.now(),
    )
    .await?;
    let [quick, sure] = [0, 1].map(|i| plans.iter().map(|p| p[i]).collect::<Vec<Plan>>());
    let quick = if skip > 0 { sure.clone() } else { quick };
    let mut rows = question.ask(kernel, &quick).await?;
    let ran_dry = quick.iter().enumerate().any(|(i, plan)| {
        plan.budget.is_some()
            && (rows.iter().filter(|r| r.branch == i as i64).count() as i64) < question.take
    });
    if ran_dry {
        rows = question.ask(kernel, &sure).await?;
    }
    Ok(cut(rows, sort, start, back, limit))
}

/// Cuts the one row too many that tells whether there are more, and turns a page read backwards round.
fn cut(mut rows: Vec<Row>, sort: Sort, start: &Start, back: bool, limit: usize) -> Page {
    let more = rows.len() > limit;
    rows.truncate(limit);
    if back {
        rows.reverse();
    }
    let began = match start {
        Start::First => false,
        Start::At(_) => !back || more,
        Start::Page(n) => *n > 1,
    };
    let goes_on = if back { true } else { more };
    Page {
        next: rows
            .last()
            .filter(|_| goes_on)
            .map(|r| Cursor::at(r, sort, false)),
        previous: rows
            .first()
            .filter(|_| began)
            .map(|r| Cursor::at(r, sort, true)),
        rows,
    }
}

/// How many matters the list holds of which `page` was read from `start`; stops at [`COUNTED`]. A list of one page is
/// not counted a second time.
#[crate::compiled_once]
pub async fn total(
    kernel: &Kernel,
    actor: &Actor,
    filter: &Filter,
    start: &Start,
    page: &Page,
) -> Result<i64> {
    if *start == Start::First && page.next.is_none() {
        return Ok(page.rows.len() as i64);
    }
    count(kernel, actor, filter).await
}

/// How many matters of this kind exist for `actor`; stops at [`COUNTED`].
#[crate::compiled_once]
pub async fn count(kernel: &Kernel, actor: &Actor, filter: &Filter) -> Result<i64> {
    let branches = branches(actor, filter);
    if branches.is_empty() || filter.is_impossible() {
        return Ok(0);
    }
    let plans = plans(
        &kernel.db,
        &kernel.estimates,
        &branches,
        filter,
        Sort::default(),
        actor.today,
        kernel.now(),
    )
    .await?;
    // What exists for the organ at large and what is hidden from it have nothing in common: only the branches of one
    // kind may hold a matter twice.
    let mut text = Text::default();
    let (wide, own): (Vec<_>, Vec<_>) = branches.iter().zip(&plans).partition(|(b, _)| b.wide);
    for (i, several) in [wide, own]
        .into_iter()
        .filter(|b| !b.is_empty())
        .enumerate()
    {
        text.push(if i > 0 { " + (" } else { "SELECT (" });
        text.push("SELECT CAST(COUNT(*) AS BIGINT) FROM (");
        for (j, (branch, plan)) in several.into_iter().enumerate() {
            text.push(if j > 0 { " UNION " } else { "" });
            text.push("SELECT matter_id FROM (SELECT matter_id FROM listing");
            text.push(&hint(kernel.db.kind(), plan[1].index));
            branch.rows(plan[1].index, &mut text);
            branch.hidden(&mut text);
            filter.conditions(actor.today, &mut text);
            text.push(&format!(" LIMIT {COUNTED}) AS branch_{j}"));
        }
        text.push(&format!(") AS found_{i})"));
    }
    let n = sql(text.text)
        .bind_all(text.values)
        .count(&kernel.db)
        .await?;
    Ok(n.min(COUNTED))
}

/// The branches of an actor: the whole organ and the hidden matters he is named on, or his own matters. An organ
/// has no reason of its own and reads nothing hidden, so a question for either is one for his own matters alone.
fn branches(actor: &Actor, filter: &Filter) -> Vec<Branch> {
    let hidden = filter.confidentiality.is_some_and(|c| c.hides());
    let wide = actor.wide().filter(|_| filter.why.is_none() && !hidden);
    let own = actor.narrow().into_iter().map(|principal| Branch {
        principal,
        wide: false,
        hidden: wide.is_some(),
    });
    wide.into_iter()
        .map(|principal| Branch {
            principal,
            wide: true,
            hidden: false,
        })
        .chain(own)
        .collect()
}

impl Branch {
    /// ` WHERE …`: its rows, in terms that let the index be used.
    fn rows(&self, index: &str, to: &mut Text) {
        let principal = to.value(self.principal);
        to.push(&format!(" WHERE principal = {principal}"));
        if partial(index) {
            to.push(" AND wide");
        }
    }

    fn hidden(&self, to: &mut Text) {
        if self.hidden {
            to.push(" AND confidentiality IN ('confidential', 'embargo')");
        }
    }
}

/// One page to be found, whatever the plan.
struct Question<'a> {
    engine: EngineKind,
    branches: &'a [Branch],
    filter: &'a Filter,
    sort: Sort,
    /// The direction of reading.
    descending: bool,
    place: Option<(Value, Id)>,
    skip: i64,
    take: i64,
    today: NaiveDate,
}

impl Question<'_> {
    async fn ask(&self, kernel: &Kernel, plans: &[Plan]) -> Result<Vec<Row>> {
        let mut text = Text::default();
        text.push(
            "SELECT m.id, m.kind, m.number, m.number_sort, m.title, m.state, m.procedure, m.procedure_version, \
             m.confidentiality, m.lead_unit AS unit, u.short_name AS unit_name, m.category, m.session, m.proposer, \
             p.name AS proposer_name, m.key_leader, m.received_on, m.due_on, m.amber_on, m.red_on, m.closed_on, \
             m.open, m.historic, m.rev, m.updated_at, k.branch FROM (",
        );
        let several = self.branches.len() > 1;
        if several {
            text.push("SELECT sorted, matter_id, MIN(branch) AS branch FROM (");
        }
        for (i, (branch, plan)) in self.branches.iter().zip(plans).enumerate() {
            text.push(if i > 0 { " UNION ALL " } else { "" });
            self.branch(i, branch, plan, &mut text);
        }
        let way = self.way();
        if several {
            text.push(") AS merged GROUP BY sorted, matter_id");
            if self.skip > 0 {
                text.push(&format!(
                    " ORDER BY sorted {way}, matter_id {way} LIMIT {} OFFSET {}",
                    self.take, self.skip
                ));
            }
        }
        // CROSS JOIN keeps SQLite from starting anywhere but at the few rows found.
        text.push(&format!(
            ") AS k CROSS JOIN matter m LEFT JOIN unit u ON u.id = m.lead_unit \
             LEFT JOIN person p ON p.id = m.proposer \
             WHERE m.id = k.matter_id ORDER BY k.sorted {way}, k.matter_id {way}"
        ));
        Ok(sql(text.text).bind_all(text.values).all(&kernel.db).await?)
    }

    fn way(&self) -> &'static str {
        if self.descending { "DESC" } else { "ASC" }
    }

    /// The rows of one branch: sort value, matter, number of the branch.
    fn branch(&self, i: usize, branch: &Branch, plan: &Plan, to: &mut Text) {
        let column = self.sort.key.column();
        to.push(&format!(
            "SELECT sorted, matter_id, CAST({i} AS BIGINT) AS branch FROM (SELECT {column} AS sorted, matter_id FROM "
        ));
        if let Some(budget) = plan.budget {
            // Both engines hand on the rows of a derived table one by one in its order, so the outer limit
            // ends the walk early and the inner one late.
            let why = self.filter.why.map_or("", |_| ", why");
            let sorted = match self.sort.key {
                Key::Received | Key::Due => "",
                Key::Number | Key::Updated => column,
            };
            let comma = if sorted.is_empty() { "" } else { ", " };
            to.push(&format!(
                "(SELECT matter_id, kind, state, unit, category, session, proposer, open, confidentiality, \
                 received_on, due_on, amber_on{comma}{sorted}{why} FROM listing{}",
                hint(self.engine, plan.index)
            ));
            branch.rows(plan.index, to);
            self.leading(plan.index, to);
            self.in_order(to);
            to.push(&format!(" LIMIT {budget}) AS walked WHERE TRUE"));
        } else {
            to.push(&format!("listing{}", hint(self.engine, plan.index)));
            branch.rows(plan.index, to);
        }
        branch.hidden(to);
        self.filter.conditions(self.today, to);
        if plan.budget.is_none() {
            self.in_order(to);
        }
        to.push(&format!(
            " LIMIT {}",
            match self.branches.len() {
                1 => format!("{} OFFSET {}", self.take, self.skip),
                _ => (self.take + self.skip).to_string(),
            }
        ));
        to.push(&format!(") AS branch_{i}"));
    }

    /// From the place on, in the order of reading.
    fn in_order(&self, to: &mut Text) {
        let (column, way) = (self.sort.key.column(), self.way());
        if let Some((value, id)) = &self.place {
            let value = to.value(value.clone());
            let id = to.value(*id);
            let than = if self.descending { "<" } else { ">" };
            to.push(&format!(
                " AND ({column}, matter_id) {than} ({value}, {id})"
            ));
        }
        to.push(&format!(" ORDER BY {column} {way}, matter_id {way}"));
    }

    /// The conditions an index begins with.
    fn leading(&self, index: &str, to: &mut Text) {
        match index {
            PRIMARY => self.filter.received(to),
            "listing_open" => self.filter.due(self.today, to),
            RUNNING => {
                self.filter.received(to);
                to.push(" AND open");
            }
            "listing_open_number" => to.push(" AND open"),
            _ => {
                for (column, value) in self.filter.facets() {
                    if index[PRIMARY.len()..]
                        .trim_start_matches('_')
                        .split('_')
                        .next()
                        == Some(column)
                    {
                        to.and(&format!("{column} = "), value);
                    }
                }
            }
        }
    }
}
