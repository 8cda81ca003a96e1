//! Reminders and escalation (H9): whoever holds a step hears of it when its lamp turns amber and when it turns red; the
//! leaders hear of it when it has been red for some days.
//!
//! A daily job. What was told stands among the notices, so that a day without the server is made up for, nothing is
//! told twice, and a deadline that moved is told of again when it comes near again.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::Kernel;
use crate::access::{Act, Actor, Authorized, Role};
use crate::clock::Instant;
use crate::db::{placeholders, sql};
use crate::error::{Arg, Result};
use crate::id::Id;
use crate::notice::{self, Letter, To};
use crate::organ;

/// Working days after the last day on which the leaders are told.
const ESCALATES: i64 = 5;
/// Tasks a transaction.
const LOT: i64 = 200;

const AMBER: &str = "notice-amber";
const LATE: &str = "notice-late";
const ESCALATED: &str = "notice-escalated";

#[derive(sqlx_macros::FromRow)]
struct Near {
    id: Id,
    matter_id: Id,
    step: String,
    holder: Id,
    role: String,
    due_on: NaiveDate,
    amber_on: NaiveDate,
    red_on: NaiveDate,
    opened_at: i64,
    kind: String,
    procedure: String,
    procedure_version: i64,
}

/// Tells what is near or late today in every organ; how many letters were written.
pub async fn remind(kernel: &Kernel, at: Instant) -> Result<usize> {
    let mut told = 0;
    for organ in organ::organs(&kernel.db).await? {
        let mut after = Id(0);
        loop {
            let near: Vec<Near> = sql(
                "SELECT t.id, t.matter_id, t.step, t.holder, t.role, t.due_on, t.amber_on, t.red_on, t.opened_at, m.kind,
                        m.procedure, m.procedure_version
                 FROM task t JOIN matter m ON m.id = t.matter_id
                 WHERE t.organ_id = $1 AND t.state = 'open' AND t.due_on IS NOT NULL AND t.amber_on <= $2 AND t.id > $3
                 ORDER BY t.id LIMIT $4",
            )
            .bind(organ.id)
            .bind(at.day())
            .bind(after)
            .bind(LOT)
            .all(&kernel.db)
            .await?;
            let Some(last) = near.last() else { break };
            after = last.id;
            told += lot(kernel, organ.id, at, &near).await?;
        }
    }
    Ok(told)
}

async fn lot(kernel: &Kernel, organ: Id, at: Instant, near: &[Near]) -> Result<usize> {
    let today = at.day();
    let calendar = kernel.calendars.current(&kernel.db, at).await?;
    let matters: Vec<Id> = near.iter().map(|n| n.matter_id).collect();
    let said: Vec<(Id, String, i64)> = sql(format!(
        "SELECT matter_id, kind, MAX(at) FROM notice WHERE matter_id IN ({}) AND kind IN ($1, $2, $3)
         GROUP BY matter_id, kind",
        placeholders(4, matters.len())
    ))
    .bind(AMBER)
    .bind(LATE)
    .bind(ESCALATED)
    .bind_all(matters)
    .all(&kernel.db)
    .await?;
    let said: HashMap<(Id, String), i64> = said
        .into_iter()
        .map(|(matter, kind, at)| ((matter, kind), at))
        .collect();
    // What was said before the step was opened, of an earlier round or another step, was not said of this one.
    let unsaid = |n: &Near, kind: &str, since: NaiveDate| {
        let since = Instant::at(since, 0).0.max(n.opened_at);
        said.get(&(n.matter_id, kind.to_owned()))
            .is_none_or(|at| *at < since)
    };
    let mut letters = Vec::new();
    for n in near {
        let holder = To::Role {
            holder: n.holder,
            role: n.role.clone(),
        };
        let of_organ = |role: Role| To::Role {
            holder: organ,
            role: role.code().to_owned(),
        };
        let escalates = calendar.offset(n.due_on, ESCALATES);
        if today < n.red_on {
            if unsaid(n, AMBER, n.amber_on) {
                letters.push(letter(kernel, organ, n, AMBER, vec![holder], false).await?);
            }
        } else if unsaid(n, LATE, n.red_on) {
            let to = vec![holder, of_organ(Role::OfficeLeader)];
            letters.push(letter(kernel, organ, n, LATE, to, true).await?);
        } else if let Some(day) = escalates.filter(|day| *day <= today)
            && unsaid(n, ESCALATED, day)
        {
            let to = vec![of_organ(Role::Leader), of_organ(Role::Chief)];
            letters.push(letter(kernel, organ, n, ESCALATED, to, false).await?);
        }
    }
    if letters.is_empty() {
        return Ok(0);
    }
    let system = Actor::system(organ, today);
    let mut act = Act::begin(&kernel.db, &system, Authorized::system(&system)?, at).await?;
    let told = letters.len();
    for letter in letters {
        notice::send(&mut act, letter).await?;
    }
    act.commit().await?;
    Ok(told)
}

async fn letter(
    kernel: &Kernel,
    organ: Id,
    n: &Near,
    kind: &str,
    to: Vec<To>,
    urgent: bool,
) -> Result<Letter> {
    let of = kernel.kind(&n.kind)?.clone();
    let pinned = kernel
        .procedures
        .pinned(&kernel.db, &*of, organ, &n.procedure, n.procedure_version)
        .await?;
    let step = pinned.definition.state_title(&n.step);
    Ok(Letter {
        to,
        matter: Some(n.matter_id),
        task: Some(n.id),
        kind: kind.to_owned(),
        args: vec![
            (
                "step".to_owned(),
                Arg::Both {
                    zh: step.zh,
                    en: step.en,
                },
            ),
            ("due".to_owned(), Arg::Day(n.due_on)),
        ],
        urgent,
    })
}
