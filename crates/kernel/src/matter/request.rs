//! What somebody asks to be done on a matter.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use procedure::{Input, Part, Value};

use crate::file::Body;
use crate::id::Id;

/// What somebody asks to be done.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The act's name in the procedure.
    pub act: String,
    /// The running step it is done on; may be left out where only one fits.
    pub task: Option<Id>,
    /// The revision the person saw; none only for the system.
    pub rev: Option<i64>,
    /// The units named, each with its part.
    pub units: Vec<(Id, Part)>,
    /// The coded reason.
    pub reason: Option<String>,
    /// The fields typed, by the names the procedure gives them.
    pub fields: BTreeMap<String, Value>,
    /// Files taken in beforehand, to be attached.
    pub papers: Vec<Body>,
}

impl Request {
    pub fn new(act: impl Into<String>) -> Request {
        Request {
            act: act.into(),
            ..Request::default()
        }
    }

    pub fn rev(mut self, rev: i64) -> Request {
        self.rev = Some(rev);
        self
    }

    pub fn on(mut self, task: Id) -> Request {
        self.task = Some(task);
        self
    }

    pub fn unit(mut self, unit: Id, part: Part) -> Request {
        self.units.push((unit, part));
        self
    }

    pub fn reason(mut self, code: impl Into<String>) -> Request {
        self.reason = Some(code.into());
        self
    }

    pub fn field(mut self, name: impl Into<String>, value: impl Into<Value>) -> Request {
        self.fields.insert(name.into(), value.into());
        self
    }

    pub fn paper(mut self, body: Body) -> Request {
        self.papers.push(body);
        self
    }

    /// A text typed, trimmed; empty where it was left out.
    pub fn text(&self, name: &str) -> &str {
        match self.fields.get(name) {
            Some(Value::Text(text)) => text.trim(),
            _ => "",
        }
    }

    /// The same, none where it is empty.
    pub fn some_text(&self, name: &str) -> Option<String> {
        Some(self.text(name))
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    }

    pub fn int(&self, name: &str) -> Option<i64> {
        match self.fields.get(name) {
            Some(Value::Int(n)) => Some(*n),
            _ => None,
        }
    }

    pub fn date(&self, name: &str) -> Option<NaiveDate> {
        match self.fields.get(name) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        }
    }

    pub fn flag(&self, name: &str) -> bool {
        matches!(self.fields.get(name), Some(Value::Flag(true)))
    }

    pub(super) fn input(&self) -> Input {
        Input {
            units: self
                .units
                .iter()
                .map(|(unit, part)| (unit.0 as u64, *part))
                .collect(),
            reason: self.reason.clone(),
            fields: self.fields.clone(),
            papers: self.papers.len(),
        }
    }
}
