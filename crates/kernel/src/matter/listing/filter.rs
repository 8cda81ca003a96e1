//! What a list is asked for, and how that reads in SQL.

use chrono::NaiveDate;
use workday::Lamp;

use super::super::Confidentiality;
use crate::db::Value;
use crate::id::Id;

/// Conditions on a list; all given ones hold together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<String>,
    /// Only these kinds: an area's list shows its own. Empty for all.
    pub kinds: Vec<&'static str>,
    pub state: Option<String>,
    /// The lead unit.
    pub unit: Option<Id>,
    pub category: Option<String>,
    pub session: Option<String>,
    /// The lead proposer.
    pub proposer: Option<Id>,
    pub confidentiality: Option<Confidentiality>,
    /// Green, amber or red today; open matters with a running limit only.
    pub lamp: Option<Lamp>,
    /// Open matters due before this day.
    pub due_before: Option<NaiveDate>,
    /// Received on this day or later.
    pub received_from: Option<NaiveDate>,
    /// Received on this day or earlier.
    pub received_to: Option<NaiveDate>,
    pub open: Option<bool>,
    /// One of these reasons why the matter is the reader's own (bits of `listing.why`).
    pub why: Option<i64>,
}

/// The day that stands for "no limit runs".
pub(super) const NEVER: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date");

impl Filter {
    /// Nothing can match: no stored text holds a NUL, and PostgreSQL does not even take one.
    pub(super) fn is_impossible(&self) -> bool {
        [&self.kind, &self.state, &self.category, &self.session]
            .into_iter()
            .flatten()
            .any(|text| text.contains('\0'))
    }

    /// Only open matters can match.
    pub(super) fn is_open(&self) -> bool {
        self.open == Some(true) || self.lamp.is_some() || self.due_before.is_some()
    }

    /// The conditions with an index of their own: the column and the value.
    pub(super) fn facets(&self) -> Vec<(&'static str, Value)> {
        let mut out: Vec<(&'static str, Value)> = Vec::new();
        let mut add = |column, value: Option<Value>| out.extend(value.map(|v| (column, v)));
        add("kind", self.kind.as_deref().map(Value::from));
        add("state", self.state.as_deref().map(Value::from));
        add("unit", self.unit.map(Value::from));
        add("category", self.category.as_deref().map(Value::from));
        add("session", self.session.as_deref().map(Value::from));
        add("proposer", self.proposer.map(Value::from));
        out
    }

    /// The range of due dates of open matters, as far as the filter sets one.
    pub(super) fn due(&self, today: NaiveDate, to: &mut Text) {
        match self.lamp {
            Some(Lamp::Red) => to.and("due_on < ", today),
            Some(Lamp::Amber) => {
                to.and("due_on >= ", today);
                to.and("amber_on <= ", today);
            }
            Some(Lamp::Green) => to.and("amber_on > ", today),
            None => {}
        }
        if let Some(day) = self.due_before {
            to.and("due_on < ", day);
        }
        if self.is_open() {
            to.push(" AND open");
        }
    }

    /// The range of the day of receipt.
    pub(super) fn received(&self, to: &mut Text) {
        if let Some(day) = self.received_from {
            to.and("received_on >= ", day);
        }
        if let Some(day) = self.received_to {
            to.and("received_on <= ", day);
        }
    }

    /// Every condition.
    pub(super) fn conditions(&self, today: NaiveDate, to: &mut Text) {
        for (column, value) in self.facets() {
            to.and(&format!("{column} = "), value);
        }
        if self.kind.is_none() && !self.kinds.is_empty() {
            let kinds: Vec<String> = self.kinds.iter().map(|k| to.value(*k)).collect();
            to.push(&format!(" AND kind IN ({})", kinds.join(", ")));
        }
        if let Some(c) = self.confidentiality {
            to.and("confidentiality = ", c.code());
        }
        if self.open == Some(false) {
            to.push(" AND NOT open");
        }
        if let Some(bits) = self.why {
            let bits = to.value(bits);
            to.push(&format!(" AND why & {bits} <> 0"));
        }
        self.due(today, to);
        self.received(to);
    }
}

/// SQL text in the making, with the values it binds.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

impl Text {
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Takes a value; the placeholder to write for it.
    pub(super) fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// ` AND {left}{value}`.
    pub(super) fn and(&mut self, left: &str, value: impl Into<Value>) {
        let value = self.value(value);
        self.text.push_str(" AND ");
        self.text.push_str(left);
        self.text.push_str(&value);
    }
}
