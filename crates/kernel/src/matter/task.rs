//! Tasks (待办): a running step of a matter's procedure, with who holds it and by when it is owed.
//!
//! A task lies with `(holder, role)`: a unit and a role in it, the organ and one of its roles, or a person
//! and the role `person`. Whoever holds that pair today, also as a substitute, has the task.

use chrono::NaiveDate;

use crate::access::{Act, Actor, PERSONAL, Role};
use crate::db::{On, placeholders, sql};
use crate::embargo::person_of;
use crate::error::Result;
use crate::id::Id;

/// One row of `task`.
#[derive(Debug, Clone, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct Task {
    pub id: Id,
    pub matter_id: Id,
    pub organ_id: Id,
    /// The step of the procedure.
    pub step: String,
    /// The unit of its branch, where the step fans out.
    pub branch_unit: Option<Id>,
    /// `lead`, `co` or `separate`.
    pub branch_role: Option<String>,
    /// Runs beside the main path (申请退回, 改办, extension …).
    pub side: bool,
    /// The task it was opened beside, where it is a side task.
    pub beside: Option<Id>,
    pub holder: Id,
    pub role: String,
    /// `open`, `done` or `dropped`.
    pub state: String,
    /// How often the step was entered on this branch: 1 the first time, more after a send-back.
    pub round: i64,
    /// Its clock as JSON ([`workday::Clock`]).
    pub clock: String,
    pub opened_at: i64,
    pub due_on: Option<NaiveDate>,
    pub amber_on: Option<NaiveDate>,
    pub red_on: Option<NaiveDate>,
    /// The date rests on a calendar year that is not published yet.
    pub provisional: bool,
    pub closed_at: Option<i64>,
    pub closed_by: Option<Id>,
    /// The act that closed it.
    pub outcome: Option<String>,
}

const COLUMNS: &str = "id, matter_id, organ_id, step, branch_unit, branch_role, side, beside, holder, role, state, \
    round, clock, opened_at, due_on, amber_on, red_on, provisional, closed_at, closed_by, outcome";

impl Task {
    /// True where one of `holdings` is this task's.
    pub fn is_held_by(&self, holdings: &[(Id, String)]) -> bool {
        holdings
            .iter()
            .any(|(holder, role)| *holder == self.holder && *role == self.role)
    }

    /// The person it lies with, where it lies with one.
    pub fn person(&self) -> Option<Id> {
        (self.role == PERSONAL).then(|| person_of(self.holder))
    }

    /// Green, amber or red; none without a limit.
    pub fn lamp(&self, today: NaiveDate) -> Option<workday::Lamp> {
        Some(workday::lamp::lamp(today, self.amber_on?, self.red_on?))
    }
}

/// The open tasks of a matter, oldest first.
pub async fn open_of(on: impl On, matter: Id) -> Result<Vec<Task>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM task WHERE matter_id = $1 AND state = 'open' ORDER BY opened_at, id"
    ))
    .bind(matter)
    .all(on)
    .await?)
}

/// All tasks of a matter, oldest first: its whole course.
pub async fn all_of(on: impl On, matter: Id) -> Result<Vec<Task>> {
    Ok(sql(format!(
        "SELECT {COLUMNS} FROM task WHERE matter_id = $1 ORDER BY opened_at, id"
    ))
    .bind(matter)
    .all(on)
    .await?)
}

/// The condition, from placeholder `$from` on, that a row of `task t` lies with one of `holdings`.
pub(crate) fn held(from: usize, holdings: usize) -> String {
    let pairs: Vec<String> = (0..holdings)
        .map(|i| format!("({})", placeholders(from + 2 * i, 2)))
        .collect();
    format!("(t.holder, t.role) IN (VALUES {})", pairs.join(", "))
}

/// How many open tasks lie with `actor`: all, and those already late. Counts stop at 1000.
pub async fn counts(on: impl On, actor: &Actor) -> Result<(i64, i64)> {
    let holdings = actor.holdings();
    if holdings.is_empty() {
        return Ok((0, 0));
    }
    let mut query = sql(format!(
        "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN red_on <= $1 THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM (SELECT t.red_on FROM task t WHERE t.state = 'open' AND {} LIMIT 1000) AS mine",
        held(2, holdings.len())
    ))
    .bind(actor.today);
    for (holder, role) in holdings {
        query = query.bind(holder).bind(role);
    }
    Ok(query.one(on).await?)
}

/// Writes new tasks, a statement for some hundred of them.
#[crate::compiled_once]
pub async fn insert(act: &mut Act, tasks: &[Task]) -> Result<()> {
    const WIDTH: usize = 21;
    for some in tasks.chunks(200) {
        let values: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * WIDTH, WIDTH)))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO task ({COLUMNS}) VALUES {}",
            values.join(", ")
        ));
        for t in some {
            query = query
                .bind(t.id)
                .bind(t.matter_id)
                .bind(t.organ_id)
                .bind(t.step.as_str())
                .bind(t.branch_unit)
                .bind(t.branch_role.as_deref())
                .bind(t.side)
                .bind(t.beside)
                .bind(t.holder)
                .bind(t.role.as_str())
                .bind(t.state.as_str())
                .bind(t.round)
                .bind(t.clock.as_str())
                .bind(t.opened_at)
                .bind(t.due_on)
                .bind(t.amber_on)
                .bind(t.red_on)
                .bind(t.provisional)
                .bind(t.closed_at)
                .bind(t.closed_by)
                .bind(t.outcome.as_deref());
        }
        query.run(&mut *act).await?;
    }
    Ok(())
}

/// The first of `candidates` somebody holds on `day`, so that no task lies with nobody; the last of them where
/// nobody holds any.
pub async fn first_held(
    act: &mut Act,
    candidates: &[(Id, String)],
    day: NaiveDate,
) -> Result<(Id, String)> {
    for (holder, role) in candidates {
        if role == PERSONAL {
            return Ok((*holder, role.clone()));
        }
        let of_unit = Role::parse(role).is_some_and(Role::is_of_unit);
        let column = if of_unit { "unit_id" } else { "organ_id" };
        let held = sql(format!(
            "SELECT id FROM post WHERE {column} = $1 AND role = $2 AND from_on <= $3
             AND (to_on IS NULL OR to_on >= $3) LIMIT 1"
        ))
        .bind(*holder)
        .bind(role.as_str())
        .bind(day)
        .exists(&mut *act)
        .await?;
        if held {
            return Ok((*holder, role.clone()));
        }
    }
    candidates
        .last()
        .cloned()
        .ok_or_else(|| crate::error::Error::internal("a step without an owner"))
}
