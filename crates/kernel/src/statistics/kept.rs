//! Answers kept in memory. An area may say under which number the rows of its figures stand; it raises that number with
//! every change of one, in the same transaction. An answer counted under a number holds until the number is another:
//! no server tells old news, whichever wrote.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::answer::Value;
use crate::db::{Db, sql};
use crate::error::Result;
use crate::id::Id;

/// Figures whose answers are kept.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    /// Their names.
    pub figures: &'static [&'static str],
    /// A `SELECT` of the area's store: the number for the organ `$1`, no row where there is none yet.
    pub number: &'static str,
}

/// What a count gave: the codes of the dimensions, and the value.
pub(super) type Groups = Vec<(Vec<String>, Value)>;

/// Groups of all answers kept at most; beyond, everything is forgotten and counted anew when asked for.
const MOST: usize = 100_000;

/// The answers kept by one process.
#[derive(Debug, Default)]
pub struct Answers {
    all: Mutex<All>,
}

#[derive(Debug, Default)]
struct All {
    by_question: HashMap<String, (i64, Arc<Groups>)>,
    groups: usize,
}

impl Answers {
    /// What was counted under this number.
    pub(super) fn get(&self, question: &str, number: i64) -> Option<Arc<Groups>> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let (under, groups) = all.by_question.get(question)?;
        (*under == number).then(|| groups.clone())
    }

    /// Keeps what was counted after the number was read.
    pub(super) fn put(&self, question: String, number: i64, groups: Arc<Groups>) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.groups > MOST {
            *all = All::default();
        }
        all.groups += groups.len() + 1;
        if let Some((_, old)) = all.by_question.insert(question, (number, groups)) {
            all.groups -= old.len() + 1;
        }
    }
}

/// The number under which a figure's rows stand now.
pub(super) async fn number(db: &Db, kept: &Kept, organ: Id) -> Result<Option<i64>> {
    let found: Option<(i64,)> = sql(kept.number).bind(organ).optional(db).await?;
    Ok(found.map(|(n,)| n))
}
