//! Answers: values by key, each with the address of its list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::question::Question;
use crate::clock::Instant;

/// One key of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The key in addresses; empty for "none".
    pub code: String,
    /// What the database calls it, or the code: [`super::label`] says it in a language.
    pub label: String,
}

/// A count, or a part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Int(i64),
    Ratio { num: i64, den: i64 },
}

impl Value {
    /// How many rows stand behind it: its list has so many (for a sum, what its rows add up to).
    pub fn rows(self) -> i64 {
        match self {
            Value::Int(n) => n,
            Value::Ratio { den, .. } => den,
        }
    }

    /// Nothing, of the same sort.
    pub(super) fn nothing(self) -> Value {
        match self {
            Value::Int(_) => Value::Int(0),
            Value::Ratio { .. } => Value::Ratio { num: 0, den: 0 },
        }
    }

    fn and(self, other: Value) -> Value {
        match (self, other) {
            (Value::Int(a), Value::Int(b)) => Value::Int(a + b),
            (Value::Ratio { num, den }, Value::Ratio { num: n, den: d }) => Value::Ratio {
                num: num + n,
                den: den + d,
            },
            (one, _) => one,
        }
    }
}

/// The value of one combination of keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// By name of dimension.
    pub keys: BTreeMap<String, Key>,
    pub value: Value,
    /// The value of the period compared with.
    pub compared: Option<Value>,
    /// The address of the rows behind the value, [`Value::rows`] of them.
    pub list: String,
    /// The same for the value compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_list: Option<String>,
}

/// What a figure answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The figure.
    pub name: String,
    pub question: Question,
    /// The text key of what exactly is counted.
    pub definition: String,
    /// When it was counted.
    pub as_of: Instant,
    /// Along time where the first dimension is time, else the greatest first.
    pub rows: Vec<Row>,
    /// Over all rows; every row of the source stands behind exactly one of them.
    pub total: Row,
}

/// A row that reads otherwise today than when it was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub keys: BTreeMap<String, Key>,
    pub then: Option<Value>,
    pub now: Option<Value>,
    /// Today's list.
    pub list: Option<String>,
}

impl Answer {
    pub(super) fn sum(rows: &[Row], nothing: Value) -> (Value, Option<Value>) {
        let value = rows.iter().map(|r| r.value).fold(nothing, Value::and);
        let compared = rows.iter().filter_map(|r| r.compared).reduce(Value::and);
        (value, compared)
    }

    /// The rows in which `today` differs; labels don't count, keys and values do.
    pub fn differences(&self, today: &Answer) -> Vec<Difference> {
        let codes = |row: &Row| -> Vec<(String, String)> {
            row.keys
                .iter()
                .map(|(d, k)| (d.clone(), k.code.clone()))
                .collect()
        };
        let now: BTreeMap<_, _> = today.rows.iter().map(|r| (codes(r), r)).collect();
        let then: BTreeMap<_, _> = self.rows.iter().map(|r| (codes(r), r)).collect();
        let mut out: Vec<Difference> = self
            .rows
            .iter()
            .filter_map(|row| {
                let other = now.get(&codes(row));
                let now = other.map(|r| r.value);
                (now != Some(row.value)).then(|| Difference {
                    keys: row.keys.clone(),
                    then: Some(row.value),
                    now,
                    list: other.map(|r| r.list.clone()),
                })
            })
            .collect();
        out.extend(
            today
                .rows
                .iter()
                .filter(|r| !then.contains_key(&codes(r)))
                .map(|r| Difference {
                    keys: r.keys.clone(),
                    then: None,
                    now: Some(r.value),
                    list: Some(r.list.clone()),
                }),
        );
        out
    }
}
