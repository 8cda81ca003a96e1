//! The changes an administrator makes to a procedure by form. Owns what each does to the ways of the procedure;
//! whether the outcome may be used is for the checker to say.

use std::sync::Arc;

use crate::definition::{ActDef, Definition, Shape, Step, StepLimit, Target};
use crate::parse::is_name;
use crate::path::forward;
use crate::vocabulary::Vocabulary;
use crate::words::Words;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The title of the whole.
    Title(Words),
    /// The rule it carries out.
    Rule(String),
    StepTitle {
        step: String,
        title: Words,
    },
    /// Who owes the step. What the owner could do at it, the new one can.
    Owner {
        step: String,
        role: String,
    },
    Limit {
        step: String,
        limit: Option<StepLimit>,
    },
    /// Working days.
    Least {
        step: String,
        least: u16,
    },
    /// `step` is none for a shared act.
    ActTitle {
        step: Option<String>,
        act: String,
        title: Words,
    },
    /// What is said where the condition at this position, from 0, does not hold.
    Otherwise {
        step: Option<String>,
        act: String,
        at: usize,
        words: Words,
    },
    /// A step of the same shape put before another: what led there leads to it first. Ways back stay as they are.
    AddStep {
        before: String,
        id: String,
        title: Words,
        owner: String,
        limit: StepLimit,
        least: u16,
        /// The title of the act that ends it.
        act: Words,
    },
    /// What led to the step leads to the one after it; a side step goes with the acts that open it.
    RemoveStep {
        step: String,
    },
    RenameStep {
        step: String,
        to: String,
    },
}

/// Why a change can't be made, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct EditError(pub Words);

fn no<T>(zh: impl Into<String>, en: impl Into<String>) -> Result<T, EditError> {
    Err(EditError(Words::new(zh, en)))
}

/// Makes the changes in their order and writes the definition anew. Comments at the head of the file stay.
pub fn apply(
    text: &str,
    vocabulary: &Arc<Vocabulary>,
    changes: &[Change],
) -> Result<String, EditError> {
    let unreadable = |e: crate::parse::ParseError| {
        EditError(Words::new(
            format!("程序文本读不懂：第{}行，{}", e.line, e.message),
            format!("The procedure can't be read: {e}"),
        ))
    };
    let mut def = Definition::parse(text, vocabulary).map_err(unreadable)?;
    for change in changes {
        def.change(change)?;
    }
    let head: String = text
        .lines()
        .take_while(|line| line.starts_with('#') || line.trim().is_empty())
        .flat_map(|line| [line, "\n"])
        .collect();
    let written = head + &def.to_toml();
    Definition::parse(&written, vocabulary).map_err(unreadable)?;
    Ok(written)
}

/// Every target of an act.
fn targets(act: &mut ActDef) -> impl Iterator<Item = &mut Target> {
    std::iter::once(&mut act.then).chain(act.cases.iter_mut().map(|case| &mut case.then))
}

/// The steps a target names; of a fan, each part's.
fn named(target: &mut Target) -> Vec<&mut String> {
    match target {
        Target::Stay | Target::Close | Target::End(_) => Vec::new(),
        Target::To { step, .. }
        | Target::Open(step)
        | Target::Instead(step)
        | Target::Release(step) => vec![step],
        Target::Fan { to, .. } => to.values_mut().collect(),
    }
}

impl Definition {
    /// Makes one change; the definition is as it was where it can't be made.
    pub fn change(&mut self, change: &Change) -> Result<(), EditError> {
        match change {
            Change::Title(title) => self.title = both(title)?,
            Change::Rule(rule) => self.rule.clone_from(rule),
            Change::StepTitle { step, title } => self.step_mut(step)?.title = both(title)?,
            Change::Owner { step, role } => self.own(step, role)?,
            Change::Limit { step, limit } => {
                self.known_limit(limit.as_ref())?;
                self.step_mut(step)?.limit.clone_from(limit);
            }
            Change::Least { step, least } => self.step_mut(step)?.least = *least,
            Change::ActTitle { step, act, title } => {
                let title = both(title)?;
                self.act_mut(step.as_deref(), act)?.title = title;
            }
            Change::Otherwise {
                step,
                act,
                at,
                words,
            } => {
                let words = both(words)?;
                match self.act_mut(step.as_deref(), act)?.require.get_mut(*at) {
                    Some(require) => require.otherwise = words,
                    None => return no("没有这一项条件。", "There is no such condition."),
                }
            }
            Change::AddStep {
                before,
                id,
                title,
                owner,
                limit,
                least,
                act,
            } => {
                self.role(owner)?;
                self.known_limit(Some(limit))?;
                self.free(id)?;
                let step = Step {
                    id: id.clone(),
                    title: both(title)?,
                    shape: self.step_mut(before)?.shape,
                    owner: owner.clone(),
                    limit: Some(limit.clone()),
                    least: *least,
                    stops_clock: false,
                    acts: vec![ActDef {
                        id: "go_on".to_owned(),
                        title: both(act)?,
                        by: vec![owner.clone()],
                        needs: Vec::new(),
                        effects: Vec::new(),
                        event: format!("{id}_done"),
                        then: Target::To {
                            step: before.clone(),
                            back: false,
                        },
                        require: Vec::new(),
                        cases: Vec::new(),
                        on_matter: false,
                        during: Vec::new(),
                    }],
                    exhaustive: false,
                };
                self.insert(before, step);
            }
            Change::RemoveStep { step } => {
                let mut without = self.clone();
                without.remove(step)?;
                *self = without;
            }
            Change::RenameStep { step, to } => {
                self.step_mut(step)?;
                self.free(to)?;
                self.rename(step, to);
            }
        }
        Ok(())
    }

    fn step_mut(&mut self, id: &str) -> Result<&mut Step, EditError> {
        match self.steps.iter_mut().find(|step| step.id == id) {
            Some(step) => Ok(step),
            None => no(
                format!("没有名为“{id}”的环节。"),
                format!("There is no step “{id}”."),
            ),
        }
    }

    fn act_mut(&mut self, step: Option<&str>, id: &str) -> Result<&mut ActDef, EditError> {
        let acts = match step {
            Some(step) => &mut self.step_mut(step)?.acts,
            None => &mut self.acts,
        };
        match acts.iter_mut().find(|act| act.id == id) {
            Some(act) => Ok(act),
            None => no(
                format!("没有名为“{id}”的操作。"),
                format!("There is no act “{id}”."),
            ),
        }
    }

    fn role(&self, role: &str) -> Result<(), EditError> {
        if self.vocabulary.has_role(role) {
            return Ok(());
        }
        no(
            format!("这类事项没有“{role}”这一身份。"),
            format!("Matters of this kind know no role “{role}”."),
        )
    }

    fn known_limit(&self, limit: Option<&StepLimit>) -> Result<(), EditError> {
        match limit {
            Some(StepLimit::Named(name)) if !self.vocabulary.limits.contains_key(name) => no(
                format!("没有名为“{name}”的期限。"),
                format!("There is no limit “{name}”."),
            ),
            Some(StepLimit::Fixed(limit)) if limit.check().is_err() => no(
                "期限至少一天，最多十年。",
                "A limit is at least a day and at most ten years.",
            ),
            _ => Ok(()),
        }
    }

    /// Whether a new step may bear the name.
    fn free(&self, id: &str) -> Result<(), EditError> {
        if !is_name(id) {
            return no(
                "环节代号只用小写字母、数字和下划线，以字母开头，最多四十个字符。",
                "A step's name has small letters, digits and _, a letter first, at most forty characters.",
            );
        }
        if self.step(id).is_some() || self.end(id).is_some() {
            return no(
                format!("“{id}”已经用过了，请换一个。"),
                format!("“{id}” is taken; choose another."),
            );
        }
        Ok(())
    }

    fn own(&mut self, id: &str, role: &str) -> Result<(), EditError> {
        self.role(role)?;
        let step = self.step_mut(id)?;
        let old = std::mem::replace(&mut step.owner, role.to_owned());
        for act in &mut step.acts {
            if act.by.contains(&old) && !act.by.iter().any(|by| by == role) {
                act.by
                    .iter_mut()
                    .filter(|by| **by == old)
                    .for_each(|by| role.clone_into(by));
            } else {
                act.by.retain(|by| *by != old || old == role);
            }
        }
        Ok(())
    }

    fn all_acts_mut(&mut self) -> impl Iterator<Item = &mut ActDef> {
        let own = self.steps.iter_mut().flat_map(|step| step.acts.iter_mut());
        own.chain(self.acts.iter_mut())
    }

    fn insert(&mut self, before: &str, step: Step) {
        for act in self.all_acts_mut() {
            for target in targets(act) {
                let back = matches!(
                    target,
                    Target::To { back: true, .. } | Target::Fan { back: true, .. }
                );
                for name in named(target) {
                    if name == before && !back {
                        name.clone_from(&step.id);
                    }
                }
            }
        }
        if self.start == before {
            self.start.clone_from(&step.id);
        }
        let at = self.steps.iter().position(|s| s.id == before).unwrap_or(0);
        self.steps.insert(at, step);
    }

    fn remove(&mut self, id: &str) -> Result<(), EditError> {
        let step = self.step_mut(id)?.clone();
        let title = &step.title;
        if step.shape == Shape::Side {
            let opens = |target: &Target| *target == Target::Open(id.to_owned());
            let kept = |act: &ActDef| !opens(&act.then);
            for other in &mut self.steps {
                other.acts.retain(kept);
            }
            self.acts.retain(kept);
            for act in self.all_acts_mut() {
                act.cases.retain(|case| !opens(&case.then));
            }
            let led_to = self
                .all_acts_mut()
                .any(|act| targets(act).any(|target| named(target).iter().any(|name| *name == id)));
            if led_to {
                return no(
                    format!("还有旁支环节通向“{}”，请先改那里。", title.zh),
                    format!(
                        "Another side step leads to “{}”; change that first.",
                        title.en
                    ),
                );
            }
        } else {
            let next = forward(self, &step).map(str::to_owned);
            let Some(next) = next.filter(|next| next != id) else {
                return no(
                    format!("“{}”之后没有可以接上的环节，不能删去。", title.zh),
                    format!("Nothing follows “{}” that could take its place.", title.en),
                );
            };
            let fans = step
                .acts
                .iter()
                .any(|act| matches!(act.then, Target::Fan { .. }));
            let after = self.step(&next).map(|step| step.shape);
            let begins_branch = self.all_acts_mut().any(|act| {
                targets(act).any(|target| matches!(target, Target::Fan { to, .. } if to.values().any(|to| to == id)))
            });
            if fans || (begins_branch && after != Some(Shape::Branch)) {
                return no(
                    format!("“{}”把事项交给承办单位或收回来，删去后无人承办。", title.zh),
                    format!(
                        "“{}” hands the matter to the units or takes it back; without it nobody would handle it.",
                        title.en
                    ),
                );
            }
            if self.statutory.as_ref().is_some_and(|s| s.until == id) {
                return no(
                    format!("法定期限算到“{}”为止，不能删去。", title.zh),
                    format!(
                        "The statutory limit runs until “{}”; it can't be removed.",
                        title.en
                    ),
                );
            }
            self.repoint(id, &next);
        }
        self.steps.retain(|step| step.id != id);
        for act in &mut self.acts {
            let had = !act.during.is_empty();
            act.during.retain(|during| during != id);
            // An act for this step alone goes with it.
            if had && act.during.is_empty() {
                act.by.clear();
            }
        }
        self.acts.retain(|act| !act.by.is_empty());
        Ok(())
    }

    /// Everything that names one step names the other; a step doesn't lead to itself thereby.
    fn repoint(&mut self, from: &str, to: &str) {
        for act in self.all_acts_mut() {
            for target in targets(act) {
                for name in named(target) {
                    if name == from {
                        to.clone_into(name);
                    }
                }
            }
        }
        for step in &mut self.steps {
            let own = step.id.clone();
            for act in &mut step.acts {
                for target in targets(act) {
                    if matches!(&*target, Target::To { step, .. } if *step == own) && own == to {
                        *target = Target::Stay;
                    }
                }
            }
        }
        if self.start == from {
            to.clone_into(&mut self.start);
        }
        if let Some(statutory) = &mut self.statutory
            && statutory.from == from
        {
            to.clone_into(&mut statutory.from);
        }
    }

    fn rename(&mut self, from: &str, to: &str) {
        let swap = |name: &mut String| {
            if name == from {
                to.clone_into(name);
            }
        };
        for step in &mut self.steps {
            swap(&mut step.id);
        }
        swap(&mut self.start);
        if let Some(statutory) = &mut self.statutory {
            swap(&mut statutory.from);
            swap(&mut statutory.until);
        }
        for act in self.all_acts_mut() {
            act.during.iter_mut().for_each(swap);
            for target in targets(act) {
                named(target).into_iter().for_each(swap);
            }
        }
    }
}

/// Words for people are written in both languages.
fn both(words: &Words) -> Result<Words, EditError> {
    if words.zh.trim().is_empty() || words.en.trim().is_empty() {
        return no(
            "请把中文和英文都写上。",
            "Write both the Chinese and the English.",
        );
    }
    Ok(words.clone())
}
