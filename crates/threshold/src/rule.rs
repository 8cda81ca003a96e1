//! A rule and what it says of counts.

use serde::{Deserialize, Serialize};

use crate::{Base, Electorate, Share};

/// How sure it is that the law says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Read in the text itself.
    Verified,
    /// Read in another text that quotes it.
    Secondary,
    /// Left to the body's own rules of procedure.
    Local,
    /// From memory: shown as unverified.
    Memory,
}

impl Mark {
    pub fn code(self) -> &'static str {
        match self {
            Mark::Verified => "verified",
            Mark::Secondary => "secondary",
            Mark::Local => "local",
            Mark::Memory => "memory",
        }
    }
}

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The act's full title.
    pub act: String,
    /// 第五十一条; empty where none is known.
    pub article: String,
    pub mark: Mark,
}

/// How many are needed for something, in one body of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    pub name: String,
    pub body: String,
    pub level: String,
    pub share: Share,
    pub base: Base,
    pub source: Source,
}

/// What a rule says of counts: complete in itself, so that it can be frozen with a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The name of the rule.
    pub rule: String,
    /// Of how many the share was taken.
    pub base: u32,
    /// The least number that is enough.
    pub needed: u32,
    /// How many there were.
    pub yes: u32,
    pub passed: bool,
    pub source: Source,
}

impl Verdict {
    /// How many are missing.
    pub fn missing(&self) -> u32 {
        self.needed.saturating_sub(self.yes)
    }
}

impl Rule {
    /// Of how many the share is taken.
    pub fn base_of(&self, who: Electorate) -> u32 {
        match self.base {
            Base::Members => who.members,
            Base::Present => who.present,
        }
    }

    /// The least number that is enough. Where nobody counts, nobody is enough: never less than one.
    pub fn needed(&self, who: Electorate) -> u32 {
        self.share.least(self.base_of(who)).max(1)
    }

    /// Whether `yes` is enough: votes for, members present, initiators.
    pub fn judge(&self, who: Electorate, yes: u32) -> Verdict {
        let needed = self.needed(who);
        Verdict {
            rule: self.name.clone(),
            base: self.base_of(who),
            needed,
            yes,
            passed: yes >= needed,
            source: self.source.clone(),
        }
    }

    /// Whether those present are enough: for rules of quorum.
    pub fn present(&self, who: Electorate) -> Verdict {
        self.judge(who, who.present)
    }
}

/// How many seats a standing committee of a level may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seats {
    pub least: u32,
    pub most: u32,
    /// The most where the population is above the number the law names.
    pub at_most: u32,
    pub source: Source,
}

impl Seats {
    /// May a body of this level have so many seats at all.
    pub fn allows(&self, seats: u32) -> bool {
        (self.least..=self.at_most).contains(&seats)
    }
}
