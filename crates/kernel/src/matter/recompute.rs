//! A changed calendar: which running matters it moves, and moving them.
//!
//! Dates that have passed never move. Batches are acts of their own, so that a stopped run is simply begun
//! again: what stands right is left alone. Each matter moved has an event with its old and new date.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::json;
use workday::{Calendar, Clock};

use super::Confidentiality;
use super::settle::{Dates, dates};
use crate::Kernel;
use crate::access::{Act, Actor, Permission};
use crate::db::{On, placeholders, sql};
use crate::error::{Error, Result};
use crate::history::{self, Audience, Event, Stream};
use crate::id::Id;

/// Matters of one act.
const BATCH: i64 = 500;

/// A running matter whose last day moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub id: Id,
    pub organ_id: Id,
    pub kind: String,
    pub number: Option<String>,
    pub title: String,
    pub confidentiality: String,
    pub was: Option<NaiveDate>,
    pub is: Option<NaiveDate>,
}

#[derive(Debug, sqlx_macros::FromRow)]
struct Running {
    id: Id,
    organ_id: Id,
    kind: String,
    number: Option<String>,
    title: String,
    confidentiality: String,
    due_on: Option<NaiveDate>,
    clock: Option<String>,
    term: bool,
}

#[derive(Debug, sqlx_macros::FromRow)]
struct Owed {
    id: Id,
    matter_id: Id,
    clock: String,
    side: bool,
    due_on: Option<NaiveDate>,
    amber_on: Option<NaiveDate>,
    red_on: Option<NaiveDate>,
    provisional: bool,
}

/// The matters of an organ that a calendar would move, by their present date. At most `limit`.
pub async fn moved(kernel: &Kernel, organ: Id, new: &Calendar, limit: usize) -> Result<Vec<Moved>> {
    let today = kernel.now().day();
    let mut out = Vec::new();
    let mut after = Id(0);
    loop {
        let batch = Batch::read(&kernel.db, after).await?;
        let Some(last) = batch.matters.last() else {
            break;
        };
        after = last.id;
        for plan in batch.plans(new, today)? {
            let m = plan.matter;
            // What is under embargo is in no list of a calendar's keeper.
            let shown = m.confidentiality != Confidentiality::Embargo.code();
            if m.organ_id == organ && shown && plan.dates.due_on != m.due_on {
                out.push(Moved {
                    id: m.id,
                    organ_id: m.organ_id,
                    kind: m.kind.clone(),
                    number: m.number.clone(),
                    title: m.title.clone(),
                    confidentiality: m.confidentiality.clone(),
                    was: m.due_on,
                    is: plan.dates.due_on,
                });
            }
        }
        if out.len() >= limit {
            break;
        }
    }
    out.sort_by_key(|m| (m.was, m.id));
    out.truncate(limit);
    Ok(out)
}

/// Moves every running matter and step to the dates of the calendar in force, in all organs: a calendar is
/// everybody's. Returns how many matters moved.
#[crate::compiled_once]
pub async fn apply(kernel: &Kernel, actor: &Actor) -> Result<usize> {
    let calendar = kernel.calendars.current(&kernel.db, kernel.now()).await?;
    let today = kernel.now().day();
    let mut moved = 0;
    let mut after = Id(0);
    loop {
        let mut act = kernel.act(actor, Permission::Configure).await?;
        let batch = Batch::read(&mut act, after).await?;
        let Some(last) = batch.matters.last() else {
            act.rollback().await?;
            return Ok(moved);
        };
        after = last.id;
        for plan in batch.plans(&calendar, today)? {
            let counts = plan.matter.confidentiality != Confidentiality::Embargo.code();
            moved += usize::from(plan.write(&mut act).await? && counts);
        }
        act.commit().await?;
    }
}

struct Batch {
    matters: Vec<Running>,
    tasks: HashMap<Id, Vec<Owed>>,
}

/// A matter with the dates it shall have.
struct Plan<'b> {
    matter: &'b Running,
    dates: Dates,
    /// Whether the matter's own date moves.
    moves: bool,
    steps: Vec<(&'b Owed, Dates)>,
}

impl Batch {
    async fn read(mut on: impl On, after: Id) -> Result<Batch> {
        let matters: Vec<Running> = sql(
            "SELECT id, organ_id, kind, number, title, confidentiality, due_on, clock, term FROM matter
             WHERE open AND NOT historic AND id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(BATCH)
        .all(&mut on)
        .await?;
        let mut tasks: HashMap<Id, Vec<Owed>> = HashMap::new();
        if !matters.is_empty() {
            let rows: Vec<Owed> = sql(format!(
                "SELECT id, matter_id, clock, side, due_on, amber_on, red_on, provisional FROM task
                 WHERE state = 'open' AND matter_id IN ({}) ORDER BY id",
                placeholders(1, matters.len())
            ))
            .bind_all(matters.iter().map(|m| m.id))
            .all(&mut on)
            .await?;
            for row in rows {
                tasks.entry(row.matter_id).or_default().push(row);
            }
        }
        Ok(Batch { matters, tasks })
    }

    fn plans(&self, calendar: &Calendar, today: NaiveDate) -> Result<Vec<Plan<'_>>> {
        let mut plans = Vec::new();
        for matter in &self.matters {
            let mut steps = Vec::new();
            let mut first: Option<Dates> = None;
            for task in self.tasks.get(&matter.id).into_iter().flatten() {
                let stands = task.stands();
                let is = match clock(&task.clock)?.filter(|_| ahead(task.due_on, today)) {
                    Some(clock) => dates(&clock, calendar)?,
                    None => stands,
                };
                let earlier = first.is_none_or(|f| is.due_on < f.due_on);
                if !task.side && is.due_on.is_some() && earlier {
                    first = Some(is);
                }
                if is != stands {
                    steps.push((task, is));
                }
            }
            let own = clock(matter.clock.as_deref().unwrap_or_default())?;
            let is = match own.filter(|_| matter.term) {
                Some(clock) => Some(dates(&clock, calendar)?),
                None => first,
            };
            let is = is.filter(|_| ahead(matter.due_on, today));
            let moves = is.is_some_and(|d| d.due_on != matter.due_on);
            if moves || !steps.is_empty() {
                plans.push(Plan {
                    matter,
                    moves,
                    dates: is.unwrap_or(Dates {
                        due_on: matter.due_on,
                        ..Dates::default()
                    }),
                    steps,
                });
            }
        }
        Ok(plans)
    }
}

/// A date that has passed stays.
fn ahead(due: Option<NaiveDate>, today: NaiveDate) -> bool {
    due.is_some_and(|d| d >= today)
}

fn clock(text: &str) -> Result<Option<Clock>> {
    if text.is_empty() || text == "null" {
        return Ok(None);
    }
    serde_json::from_str(text)
        .map(Some)
        .map_err(|e| Error::internal(format!("stored clock: {e}")))
}

impl Owed {
    fn stands(&self) -> Dates {
        Dates {
            due_on: self.due_on,
            amber_on: self.amber_on,
            red_on: self.red_on,
            provisional: self.provisional,
        }
    }
}

impl Plan<'_> {
    /// Whether the matter's own date moved.
    async fn write(&self, act: &mut Act) -> Result<bool> {
        for (task, is) in &self.steps {
            sql(
                "UPDATE task SET due_on = $1, amber_on = $2, red_on = $3, provisional = $4
                 WHERE id = $5 AND state = 'open'",
            )
            .bind(is.due_on)
            .bind(is.amber_on)
            .bind(is.red_on)
            .bind(is.provisional)
            .bind(task.id)
            .run(&mut *act)
            .await?;
        }
        if !self.moves {
            return Ok(false);
        }
        let id = self.matter.id;
        sql(
            "UPDATE matter SET due_on = $1, amber_on = $2, red_on = $3, updated_at = $4, rev = rev + 1
             WHERE id = $5",
        )
        .bind(self.dates.due_on)
        .bind(self.dates.amber_on)
        .bind(self.dates.red_on)
        .bind(act.at.0)
        .bind(id)
        .run(&mut *act)
        .await?;
        let last = NaiveDate::from_ymd_opt(9999, 12, 31);
        sql("UPDATE listing SET due_on = $1, amber_on = $2, updated_at = $3 WHERE matter_id = $4")
            .bind(self.dates.due_on.or(last))
            .bind(self.dates.amber_on)
            .bind(act.at.0)
            .bind(id)
            .run(&mut *act)
            .await?;
        let data = json!({"before": self.matter.due_on, "after": self.dates.due_on});
        let event = Event::new("calendar_moved", Audience::Parties, &data)?;
        history::append(act, Stream::Matter(id), event).await?;
        Ok(true)
    }
}
