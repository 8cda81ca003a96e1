//! Incentives (激励、奖惩办法): rules as versioned data, and the settlement of a period as a pure function of rules and
//! ledger. The order in which pieces were entered changes nothing; money is exact to the fen.
//!
//! [`Rules`] say what one appearance is worth (the first [`Line`] that fits), from which level on, what several
//! appearances of one manuscript are worth together ([`Stacking`]), caps, and what is taken below a floor.
//! [`settle`] applies them; [`Worth`] explains one item: the test bench shows it. [`adjustments`] are what a corrected
//! past is worth; [`table`] is how an office types the lines.

mod adjust;
mod settle;
pub mod table;

use serde::{Deserialize, Serialize};

use super::adoption::Size;
use super::genre::Genre;
use super::outlet::Level;

pub use adjust::{Adjustment, Cause, Part, adjustments};
pub use settle::{Author, Due, Item, Settled, Share, Worth, settle, worth};

/// Points are kept in hundredths, money in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reward {
    #[serde(default)]
    pub points: i64,
    #[serde(default)]
    pub fen: i64,
}

impl std::ops::Add for Reward {
    type Output = Reward;

    fn add(self, other: Reward) -> Reward {
        Reward {
            points: self.points + other.points,
            fen: self.fen + other.fen,
        }
    }
}

/// One line of the table: what it fits, and what it gives. An empty list fits everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<Genre>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<Size>,
    /// Only major outlets.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub major: bool,
    /// Only from so many characters on.
    #[serde(default)]
    pub from_characters: u32,
    /// Points, in hundredths.
    pub points: i64,
    /// The reward by the piece (按篇奖励), in fen.
    pub fen: i64,
    /// The fee (稿酬) for each full thousand characters, in fen; parts of a thousand in proportion, rounded down.
    #[serde(default)]
    pub fee_per_thousand: i64,
}

/// What several appearances of one manuscript are worth together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stacking {
    /// The best one counts (one piece counted once at the highest: 西城街道 2008).
    Highest,
    /// Each counts.
    Sum,
    /// The best one whole, each further one by so many hundredths, rounded down.
    HighestAnd(u32),
}

/// A version of the office's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Appearances below this level are worth nothing.
    pub from_level: Level,
    pub stacking: Stacking,
    /// Whether a reprint of another appearance counts as one of its own.
    #[serde(default)]
    pub reprints_count: bool,
    /// The first that fits an appearance gives its worth.
    pub lines: Vec<Line>,
    /// The most money one person gets for a period, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap_fen: Option<i64>,
    /// Pieces a person owes for the period; below it, each missing one costs `penalty_fen` (as a positive number).
    #[serde(default)]
    pub floor_pieces: u32,
    #[serde(default)]
    pub penalty_fen: i64,
}

/// What is wrong with rules as typed: the line, from 1, or 0 for the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    pub line: usize,
    pub kind: FaultKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    NoLines,
    Negative,
    /// An earlier line takes everything this one fits.
    Hidden,
}

impl Rules {
    /// Every fault at once; rules without one may be put in force.
    pub fn faults(&self) -> Vec<Fault> {
        let mut out = Vec::new();
        if self.lines.is_empty() {
            out.push(Fault {
                line: 0,
                kind: FaultKind::NoLines,
            });
        }
        let negative = |all: &[i64]| all.iter().any(|n| *n < 0);
        if negative(&[self.penalty_fen, self.cap_fen.unwrap_or(0)]) {
            out.push(Fault {
                line: 0,
                kind: FaultKind::Negative,
            });
        }
        for (i, line) in self.lines.iter().enumerate() {
            if negative(&[line.points, line.fen, line.fee_per_thousand]) {
                out.push(Fault {
                    line: i + 1,
                    kind: FaultKind::Negative,
                });
            }
            if self.lines[..i].iter().any(|earlier| earlier.covers(line)) {
                out.push(Fault {
                    line: i + 1,
                    kind: FaultKind::Hidden,
                });
            }
        }
        out
    }

    /// What an office starts from: 潜山县 2015 (中国人大 ≥500 characters 800 yuan, 200–500 400, below 200 100; provincial
    /// 400/200/100), read in a secondary text; lower levels and points are proposals an office edits.
    pub fn usual() -> Rules {
        let line = |level: Level, from_characters: u32, points: i64, yuan: i64| Line {
            levels: vec![level],
            genres: Vec::new(),
            sizes: Vec::new(),
            major: false,
            from_characters,
            points: points * 100,
            fen: yuan * 100,
            fee_per_thousand: 0,
        };
        Rules {
            from_level: Level::City,
            stacking: Stacking::Highest,
            reprints_count: false,
            lines: vec![
                line(Level::National, 500, 20, 800),
                line(Level::National, 200, 15, 400),
                line(Level::National, 0, 10, 100),
                line(Level::Province, 500, 10, 400),
                line(Level::Province, 200, 8, 200),
                line(Level::Province, 0, 5, 100),
                line(Level::City, 0, 3, 50),
            ],
            cap_fen: None,
            floor_pieces: 0,
            penalty_fen: 0,
        }
    }
}

impl Line {
    /// Everything `other` fits, this fits.
    fn covers(&self, other: &Line) -> bool {
        fn within<T: PartialEq>(wide: &[T], narrow: &[T]) -> bool {
            wide.is_empty() || !narrow.is_empty() && narrow.iter().all(|n| wide.contains(n))
        }
        within(&self.levels, &other.levels)
            && within(&self.genres, &other.genres)
            && within(&self.sizes, &other.sizes)
            && (!self.major || other.major)
            && self.from_characters <= other.from_characters
    }

    fn fits(&self, item: &Item) -> bool {
        let among = |empty: bool, holds: bool| empty || holds;
        among(self.levels.is_empty(), self.levels.contains(&item.level))
            && among(self.genres.is_empty(), self.genres.contains(&item.genre))
            && among(
                self.sizes.is_empty(),
                item.size.is_some_and(|s| self.sizes.contains(&s)),
            )
            && (!self.major || item.major)
            && item.characters >= self.from_characters
    }

    fn gives(&self, characters: u32) -> Reward {
        let fee = i128::from(self.fee_per_thousand) * i128::from(characters) / 1_000;
        Reward {
            points: self.points,
            fen: self.fen + fee as i64,
        }
    }
}
