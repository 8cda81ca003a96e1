//! Who counts and how many are needed: quorum, majorities, initiators, co-signers.
//!
//! Pure: counts come in, a verdict goes out, each with the article it rests on. Knows no meeting and no person.
//!
//! **Rules** have a name (`majority`, `quorum`, `bill` …), a body (`congress`, `standing_committee` …) and a level, and
//! stand as data in `data/rules.toml`, with the version of the law they were read from. A member who leaves the room for
//! an item (回避) or is away still counts among all members: only a vacancy makes them fewer.

mod data;
mod rule;

pub use data::{NAMES, rule, rules, seats, version};
pub use rule::{Mark, Rule, Seats, Source, Verdict};

use serde::{Deserialize, Serialize};

/// How many there are, on the day and at the moment that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Electorate {
    /// Seats fixed for the body (定数).
    pub seats: u32,
    /// All members in office (全体组成人员、全体代表): seats less vacancies.
    pub members: u32,
    /// Members present (出席).
    pub present: u32,
}

/// Of whom a share is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// All members in office, whether present or not.
    Members,
    /// Those present.
    Present,
}

/// How much of the base is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// More than half (过半数): exactly half is not enough.
    OverHalf,
    /// This part or more (三分之二以上、五分之一以上): with 以上 the number itself counts.
    AtLeast { of: u32, parts: u32 },
    /// So many heads.
    Heads(u32),
}

impl Share {
    /// The least whole number that satisfies the share of `base`.
    pub fn least(self, base: u32) -> u32 {
        match self {
            Share::OverHalf => base / 2 + 1,
            Share::AtLeast { of, parts } => {
                let (of, parts, base) = (u64::from(of), u64::from(parts), u64::from(base));
                u32::try_from((of * base).div_ceil(parts)).unwrap_or(u32::MAX)
            }
            Share::Heads(n) => n,
        }
    }
}
