//! What follows from a decided act: tasks closed and opened, clocks, the matter's row, letters to new holders.

use chrono::NaiveDate;
use procedure::{Opening, Part};
use workday::{Calendar, Clock, Limit, lamp};

use super::act::{Doing, kernel_holders};
use super::kind::Case;
use super::{Confidentiality, Matter, Task, task};
use crate::Kernel;
use crate::access::Act;
use crate::db::sql;
use crate::embargo;
use crate::error::{Arg, Error, Message, Result};
use crate::id::Id;
use crate::notice::{self, Letter, To};

/// A lamp turns amber at most so many working days before the last day.
const AMBER: i64 = 5;

/// When a running clock is due, and from when on its lamp is amber and red.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    pub due_on: Option<NaiveDate>,
    pub amber_on: Option<NaiveDate>,
    pub red_on: Option<NaiveDate>,
    /// It rests on a calendar year that is not published yet.
    pub provisional: bool,
}

/// The dates of a clock. Amber begins five working days before the last day, or with the last third of a limit
/// shorter than fifteen.
pub fn dates(clock: &Clock, calendar: &Calendar) -> Result<Dates> {
    let due = clock
        .due(calendar)
        .map_err(|e| Error::internal(format!("clock: {e}")))?;
    let workday::Due::On { date, provisional } = due else {
        return Ok(Dates::default());
    };
    let span = calendar.working_days_left(clock.started_on, date);
    let before = (span / 3).clamp(0, AMBER);
    Ok(Dates {
        due_on: Some(date),
        amber_on: lamp::amber_on(calendar, date, before as u16),
        red_on: lamp::red_on(date),
        provisional,
    })
}

/// Closes and opens tasks as the decision says, and moves the matter's state.
pub(crate) async fn tasks(
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
    open: &[Task],
    case: &dyn Case,
) -> Result<()> {
    let decision = doing.decision.clone();
    if let Some(state) = &decision.state {
        doing.matter.state = state.clone();
    }
    let ended = decision.ends.is_some();
    let mut left = Vec::new();
    let mut closed = Vec::new();
    for t in open {
        let token = t.id.0 as u64;
        let acted = decision.token == Some(token);
        if ended || decision.closes.contains(&token) {
            let state = if acted || decision.closes.contains(&token) {
                "done"
            } else {
                "dropped"
            };
            close(act, t.id, state, &decision.act).await?;
            closed.push(t.id);
            // A term that begins at the unit's acceptance ends with the reply.
            if let Some(statutory) = &doing.pinned.definition.statutory
                && acted
                && statutory.until == t.step
                && t.branch_role.as_deref() != Some(Part::Co.code())
            {
                doing.answered_branch = true;
            }
        } else {
            let mut t = t.clone();
            if !ended && let Some(day) = case.due(&doing.matter, &t.step, t.branch_unit) {
                redate(act, doing, &mut t, day).await?;
            } else if !ended {
                lengthen(act, doing, &mut t).await?;
            }
            embargo::rehold(act, &doing.matter, &mut t).await?;
            left.push(t);
        }
    }
    notice::settled(act, &closed).await?;
    for opening in &decision.opens {
        let t = opened(kernel, act, doing, opening, case).await?;
        left.push(t.clone());
        doing.opened.push(t);
    }
    if ended {
        doing.matter.open = false;
        doing.matter.closed_on = Some(doing.today);
    }
    doing.left = left;
    Ok(())
}

/// A running step whose last day the matter itself sets follows it.
async fn redate(act: &mut Act, doing: &Doing, t: &mut Task, day: NaiveDate) -> Result<()> {
    if t.due_on == Some(day) {
        return Ok(());
    }
    put_on(act, doing, t, &Clock::new(doing.today, Limit::On(day))).await
}

/// Where the matter gained time, the running steps of the unit that asked for it gain as much: otherwise its section
/// would be reminded of, and shown late by, a day that no longer stands.
async fn lengthen(act: &mut Act, doing: &Doing, t: &mut Task) -> Result<()> {
    let Some((days, reason)) = &doing.gained else {
        return Ok(());
    };
    let of = doing.task.as_ref().and_then(|t| t.branch_unit);
    if t.side || t.branch_unit.is_none() || t.branch_unit != of || t.clock.is_empty() {
        return Ok(());
    }
    let clock: Clock = serde_json::from_str(&t.clock)
        .map_err(|e| Error::internal(format!("stored clock: {e}")))?;
    let clock = clock.extended(Limit::WorkingDays(*days), reason, doing.today);
    put_on(act, doing, t, &clock).await
}

/// Gives a running step this clock.
async fn put_on(act: &mut Act, doing: &Doing, t: &mut Task, clock: &Clock) -> Result<()> {
    let dates = dates(clock, &doing.calendar)?;
    t.clock = serde_json::to_string(clock).map_err(Error::internal)?;
    t.due_on = dates.due_on;
    t.amber_on = dates.amber_on;
    t.red_on = dates.red_on;
    t.provisional = dates.provisional;
    sql(
        "UPDATE task SET clock = $2, due_on = $3, amber_on = $4, red_on = $5, provisional = $6
         WHERE id = $1 AND state = 'open'",
    )
    .bind(t.id)
    .bind(t.clock.as_str())
    .bind(t.due_on)
    .bind(t.amber_on)
    .bind(t.red_on)
    .bind(t.provisional)
    .run(&mut *act)
    .await?;
    Ok(())
}

async fn close(act: &mut Act, id: Id, state: &'static str, outcome: &str) -> Result<()> {
    let at = act.at.0;
    let by = act.actor.person;
    sql("UPDATE task SET state = $2, closed_at = $3, closed_by = $4, outcome = $5 WHERE id = $1 AND state = 'open'")
        .bind(id)
        .bind(state)
        .bind(at)
        .bind(by)
        .bind(outcome)
        .run(&mut *act)
        .await?;
    Ok(())
}

async fn opened(
    kernel: &Kernel,
    act: &mut Act,
    doing: &mut Doing,
    opening: &Opening,
    case: &dyn Case,
) -> Result<Task> {
    let _ = kernel;
    let pinned = doing.pinned.clone();
    let step = pinned
        .definition
        .step(&opening.step)
        .ok_or_else(|| Error::internal(format!("the procedure has no step {}", opening.step)))?;
    let unit = opening.unit.map(|u| Id(u as i64));
    let mut holders = case.holders(&doing.matter, &step.owner, unit);
    holders.extend(kernel_holders(&doing.matter, &step.owner, unit));
    if doing.matter.confidentiality() == Confidentiality::Embargo {
        holders = embargo::holders(act, &doing.matter, &holders).await?;
    }
    let (holder, role) = task::first_held(&mut *act, &holders, doing.today).await?;
    let rounds: i64 = sql(
        "SELECT CAST(COALESCE(MAX(round), 0) AS BIGINT) FROM task WHERE matter_id = $1 AND step = $2
         AND COALESCE(branch_unit, 0) = $3",
    )
    .bind(doing.matter.id)
    .bind(opening.step.as_str())
    .bind(unit.map_or(0, |u| u.0))
    .count(&mut *act)
    .await?;
    let limit = match case.due(&doing.matter, &opening.step, unit) {
        Some(day) => Some(Limit::On(day)),
        None => pinned
            .definition
            .limit_of(step, &pinned.pack)
            .map(|(limit, _)| limit),
    };
    let clock = limit.map(|limit| Clock::new(doing.today, limit));
    let dates = match &clock {
        Some(clock) => dates(clock, &doing.calendar)?,
        None => Dates::default(),
    };
    let t = Task {
        id: Id::new(act.at),
        matter_id: doing.matter.id,
        organ_id: doing.matter.organ_id,
        step: opening.step.clone(),
        branch_unit: unit,
        branch_role: opening.part.map(|p| p.code().to_owned()),
        side: step.shape == procedure::Shape::Side,
        beside: opening.beside.map(|b| Id(b as i64)),
        holder,
        role,
        state: "open".to_owned(),
        round: rounds + 1,
        clock: clock
            .as_ref()
            .map(|c| serde_json::to_string(c).map_err(Error::internal))
            .transpose()?
            .unwrap_or_default(),
        opened_at: act.at.0,
        due_on: dates.due_on,
        amber_on: dates.amber_on,
        red_on: dates.red_on,
        provisional: dates.provisional,
        closed_at: None,
        closed_by: None,
        outcome: None,
    };
    task::insert(act, std::slice::from_ref(&t)).await?;
    start_clock(doing, opening)?;
    Ok(t)
}

/// The matter's own limit begins with the step the law counts from; a matter handled again has its own.
fn start_clock(doing: &mut Doing, opening: &Opening) -> Result<()> {
    let Some(statutory) = doing.pinned.definition.statutory.clone() else {
        return Ok(());
    };
    if statutory.from != opening.step || opening.part == Some(Part::Co) {
        return Ok(());
    }
    let redo = doing.handled_again();
    let pack = &doing.pinned.pack;
    let named = redo
        .then(|| pack.limit("redo").map(|l| l.limit))
        .flatten()
        .or_else(|| statutory.limit.resolve(pack).map(|(limit, _)| limit));
    if let Some(limit) = named {
        put(doing, Some(&Clock::new(doing.today, limit)))?;
        doing.running = true;
    }
    Ok(())
}

/// The matter's clock as stored.
pub fn clock_of(matter: &Matter) -> Result<Option<Clock>> {
    matter
        .clock
        .as_deref()
        .filter(|text| !text.is_empty())
        .map(|text| {
            serde_json::from_str(text).map_err(|e| Error::internal(format!("stored clock: {e}")))
        })
        .transpose()
}

fn put(doing: &mut Doing, clock: Option<&Clock>) -> Result<()> {
    doing.matter.clock = clock
        .map(|c| serde_json::to_string(c).map_err(Error::internal))
        .transpose()?;
    Ok(())
}

/// More time for the whole matter, with the reason and the day it was granted.
pub fn extend(doing: &mut Doing, limit: Limit, reason: &str) -> Result<()> {
    let Some(clock) = clock_of(&doing.matter)? else {
        return Err(Error::Refused(Message::new("kernel-no-clock-to-extend")));
    };
    let before = dates(&clock, &doing.calendar)?.due_on;
    let clock = clock.extended(limit, reason, doing.today);
    let after = dates(&clock, &doing.calendar)
        .map_err(|_| Error::refused("kernel-extension-gains-nothing"))?
        .due_on;
    if after <= before {
        return Err(Error::refused("kernel-extension-gains-nothing"));
    }
    if let (Some(before), Some(after)) = (before, after) {
        let days = doing.calendar.working_days_left(before, after);
        doing.gained = u16::try_from(days)
            .ok()
            .filter(|days| *days > 0)
            .map(|days| (days, reason.to_owned()));
    }
    put(doing, Some(&clock))
}

/// Stops or restarts the matter's clock as the decision says, and works out its dates: those of its own limit while
/// that runs, otherwise those of the step that is due first.
pub(crate) fn clock(doing: &mut Doing) -> Result<()> {
    if let Some(clock) = clock_of(&doing.matter)? {
        let stopped = clock.stops.last().is_some_and(|s| s.to.is_none());
        if doing.decision.stops && !stopped {
            put(
                doing,
                Some(&clock.stopped(doing.today, doing.decision.act.clone())),
            )?;
        } else if doing.decision.restarts && stopped {
            put(doing, Some(&clock.restarted(doing.today)))?;
        }
    }
    if doing.answered_branch {
        let until = doing
            .pinned
            .definition
            .statutory
            .as_ref()
            .map(|s| s.until.clone());
        // With several separate units the limit runs until the last of them has answered.
        let owed = doing.left.iter().any(|t| {
            t.branch_unit.is_some() && !t.side && t.branch_role.as_deref() != Some(Part::Co.code())
        });
        if !owed && until.is_some() {
            doing.running = false;
        }
    }
    let matter = &mut doing.matter;
    let mut dates_now = Dates::default();
    if matter.open {
        if doing.running {
            if let Some(clock) = clock_of(matter)? {
                dates_now = dates(&clock, &doing.calendar)?;
            }
        } else {
            let first = doing
                .left
                .iter()
                .filter(|t| !t.side && t.due_on.is_some())
                .min_by_key(|t| t.due_on);
            if let Some(t) = first {
                dates_now = Dates {
                    due_on: t.due_on,
                    amber_on: t.amber_on,
                    red_on: t.red_on,
                    provisional: t.provisional,
                };
            }
        }
    }
    matter.due_on = dates_now.due_on;
    matter.amber_on = dates_now.amber_on;
    matter.red_on = dates_now.red_on;
    matter.term = doing.running;
    Ok(())
}

/// Writes the matter's row, where nobody else has meanwhile.
pub(crate) async fn save(act: &mut Act, matter: &mut Matter) -> Result<()> {
    act.covers(matter.id, matter.rev)?;
    let touched = sql(
        "UPDATE matter SET number = $3, number_sort = $4, title = $5, state = $6, confidentiality = $7,
           lead_unit = $8, category = $9, session = $10, proposer = $11, key_leader = $12, due_on = $13,
           amber_on = $14, red_on = $15, closed_on = $16, clock = $17, open = $18,
           updated_at = $19, term = $20, received_on = $21, rev = rev + 1
         WHERE id = $1 AND rev = $2",
    )
    .bind(matter.id)
    .bind(matter.rev)
    .bind(matter.number.as_deref())
    .bind(matter.number_sort.as_str())
    .bind(matter.title.as_str())
    .bind(matter.state.as_str())
    .bind(matter.confidentiality.as_str())
    .bind(matter.lead_unit)
    .bind(matter.category.as_deref())
    .bind(matter.session.as_deref())
    .bind(matter.proposer)
    .bind(matter.key_leader)
    .bind(matter.due_on)
    .bind(matter.amber_on)
    .bind(matter.red_on)
    .bind(matter.closed_on)
    .bind(matter.clock.as_deref())
    .bind(matter.open)
    .bind(act.at.0)
    .bind(matter.term)
    .bind(matter.received_on)
    .run(&mut *act)
    .await?;
    if touched != 1 {
        return Err(Error::Conflict {
            rev: matter.rev,
            since: Vec::new(),
        });
    }
    matter.rev += 1;
    matter.updated_at = act.at.0;
    act.advanced(matter.id, matter.rev);
    Ok(())
}

/// A letter to whoever holds each task this act opened.
pub(crate) fn letters(doing: &Doing) -> Vec<Letter> {
    doing
        .opened
        .iter()
        .filter_map(|t| {
            let step = doing.pinned.definition.step(&t.step)?;
            let mut args = vec![(
                "step".to_owned(),
                Arg::Both {
                    zh: step.title.zh.clone(),
                    en: step.title.en.clone(),
                },
            )];
            let name = match t.due_on {
                Some(due) => {
                    args.push(("due".to_owned(), Arg::Day(due)));
                    "notice-task-due"
                }
                None => "notice-task",
            };
            Some(Letter {
                to: vec![To::Role {
                    holder: t.holder,
                    role: t.role.clone(),
                }],
                matter: Some(doing.matter.id),
                task: Some(t.id),
                kind: name.to_owned(),
                args,
                urgent: false,
            })
        })
        .collect()
}

/// Hands the letters of an act to the notice room.
pub(crate) async fn deliver(act: &mut Act, letters: &[Letter]) -> Result<()> {
    for letter in letters {
        notice::send(act, letter.clone()).await?;
    }
    Ok(())
}
