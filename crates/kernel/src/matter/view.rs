//! What a page or an answer shows of a matter's dates: the backward schedule of the steps that remain, and why
//! a date is what it is. Computed when shown; nothing of it is stored.

use chrono::NaiveDate;
use workday::schedule::{Plan, Schedule};
use workday::{Calendar, Clock, Explained};

use super::Task;
use super::settle;
use super::standing::Standing;
use crate::error::{Error, Result};

impl Standing {
    /// Latest and earliest dates of every remaining step, counted back from the matter's last day; none where no
    /// limit of its own runs.
    pub fn schedule(&self, calendar: &Calendar, today: NaiveDate) -> Option<Schedule> {
        let due = self.matter.due_on.filter(|_| self.matter.term)?;
        let tokens = self.tokens();
        let ahead = procedure::path::ahead(&self.pinned.definition, &self.pinned.pack, &tokens);
        let nodes = ahead
            .into_iter()
            .map(|(mut node, token)| {
                // Tokens stand in the order of the tasks; several units may be at the same step.
                let task = token
                    .and_then(|id| tokens.iter().position(|t| t.id == id))
                    .and_then(|at| self.tasks.get(at));
                if let (Some(running), Some(task)) = (&mut node.running, task) {
                    running.since = crate::clock::Instant(task.opened_at).day();
                    running.due = task.due_on;
                }
                node
            })
            .collect();
        let plan = Plan {
            nodes,
            due,
            today,
            anchor: None,
        };
        Some(plan.schedule(calendar))
    }

    /// Why the matter's last day is what it is.
    pub fn explain_due(&self, calendar: &Calendar) -> Result<Option<Explained>> {
        let Some(clock) = settle::clock_of(&self.matter)? else {
            return Ok(None);
        };
        let source = self
            .pinned
            .definition
            .clock_source(&self.pinned.pack)
            .filter(|_| clock.extensions.is_empty());
        clock
            .explain(calendar, source)
            .map(Some)
            .map_err(Error::internal)
    }

    /// Why a task's last day is what it is.
    pub fn explain_task(&self, task: &Task, calendar: &Calendar) -> Result<Option<Explained>> {
        if task.clock.is_empty() {
            return Ok(None);
        }
        let clock: Clock = serde_json::from_str(&task.clock).map_err(Error::internal)?;
        // A date the matter set itself rests on no rule of the pack.
        let own = matches!(clock.limit, workday::Limit::On(_));
        let source = self
            .pinned
            .definition
            .step(&task.step)
            .filter(|_| !own)
            .and_then(|s| self.pinned.definition.limit_of(s, &self.pinned.pack))
            .and_then(|(_, source)| source);
        clock
            .explain(calendar, source)
            .map(Some)
            .map_err(Error::internal)
    }
}
