//! What a corrected past is worth: the difference between a frozen settlement and the same period settled again by the
//! same rules over today's ledger, with what made it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Reward, Settled};

/// Why somebody's sum moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The appearance was struck since.
    Struck,
    /// It was entered after the settlement.
    Late,
    /// It counts otherwise: another appearance of its manuscript came or went.
    Otherwise,
}

impl Cause {
    /// The key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Cause::Struck => "publicity-cause-struck",
            Cause::Late => "publicity-cause-late",
            Cause::Otherwise => "publicity-cause-otherwise",
        }
    }
}

/// One appearance's part in a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub item: i64,
    pub cause: Cause,
    pub fen: i64,
    pub points: i64,
}

/// What somebody is owed (or owes) because the past was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    pub name: String,
    pub reward: Reward,
    pub parts: Vec<Part>,
}

/// The differences from `frozen` to `now`, less what was made good before, by name; nothing where nothing moved.
pub fn adjustments(
    frozen: &[Settled],
    now: &[Settled],
    made_good: &BTreeMap<String, Reward>,
) -> Vec<Adjustment> {
    let by_name = |all: &[Settled]| -> BTreeMap<String, Settled> {
        all.iter().map(|s| (s.name.clone(), s.clone())).collect()
    };
    let (then, now) = (by_name(frozen), by_name(now));
    let names: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let nobody = Settled::default();
    names
        .into_iter()
        .filter_map(|name| {
            let (a, b) = (
                then.get(name).unwrap_or(&nobody),
                now.get(name).unwrap_or(&nobody),
            );
            let good = made_good.get(name).copied().unwrap_or_default();
            let reward = Reward {
                points: b.earned.points - a.earned.points - good.points,
                fen: b.fen() - a.fen() - good.fen,
            };
            (reward != Reward::default()).then(|| Adjustment {
                name: name.clone(),
                reward,
                parts: parts(a, b),
            })
        })
        .collect()
}

fn parts(then: &Settled, now: &Settled) -> Vec<Part> {
    let got = |s: &Settled| -> BTreeMap<i64, Reward> {
        s.shares.iter().map(|s| (s.item, s.got)).collect()
    };
    let (then, now) = (got(then), got(now));
    let items: BTreeSet<i64> = then.keys().chain(now.keys()).copied().collect();
    items
        .into_iter()
        .filter_map(|item| {
            let (cause, a, b) = match (then.get(&item), now.get(&item)) {
                (Some(a), None) => (Cause::Struck, *a, Reward::default()),
                (None, Some(b)) => (Cause::Late, Reward::default(), *b),
                (Some(a), Some(b)) if a != b => (Cause::Otherwise, *a, *b),
                _ => return None,
            };
            Some(Part {
                item,
                cause,
                fen: b.fen - a.fen,
                points: b.points - a.points,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Author, Item, Rules, settle};
    use super::*;
    use crate::model::genre::Genre;
    use crate::model::outlet::Level;
    use proptest::prelude::*;

    fn item(id: i64, manuscript: i64, level: Level, name: &str) -> Item {
        Item {
            manuscript,
            id,
            level,
            major: false,
            genre: Genre::News,
            size: None,
            characters: 600,
            reprint: false,
            authors: vec![Author {
                name: name.to_owned(),
                parts: 1,
            }],
        }
    }

    #[test]
    fn a_struck_piece_is_taken_back_once_and_said() {
        let rules = Rules::usual();
        let ledger = [
            item(1, 1, Level::National, "甲"),
            item(2, 1, Level::Province, "甲"),
            item(3, 2, Level::City, "乙"),
        ];
        let frozen = settle(&rules, &ledger, &[]);
        let now = settle(&rules, &ledger[1..], &[]);
        let found = adjustments(&frozen, &now, &BTreeMap::new());
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].reward,
            Reward {
                points: -1_000,
                fen: -40_000
            }
        );
        let causes: Vec<_> = found[0]
            .parts
            .iter()
            .map(|p| (p.item, p.cause, p.fen))
            .collect();
        assert_eq!(
            causes,
            [(1, Cause::Struck, -80_000), (2, Cause::Otherwise, 40_000)]
        );
        let good = BTreeMap::from([("甲".to_owned(), found[0].reward)]);
        assert!(adjustments(&frozen, &now, &good).is_empty());
    }

    proptest! {
        #[test]
        fn frozen_and_adjusted_is_what_would_have_been(gone in prop::collection::btree_set(0usize..12, 0..12), late in 0usize..4) {
            let rules = Rules::usual();
            let of = |n: usize| item(n as i64, (n % 5) as i64, Level::ALL[n % 4], ["甲", "乙", "丙"][n % 3]);
            let before: Vec<Item> = (0..12).map(of).collect();
            let mut after: Vec<Item> = before.iter().filter(|i| !gone.contains(&(i.id as usize))).cloned().collect();
            after.extend((12..12 + late).map(of));
            let (frozen, now) = (settle(&rules, &before, &[]), settle(&rules, &after, &[]));
            let sum = |all: &[Settled]| all.iter().map(Settled::fen).sum::<i64>();
            let adjusted: i64 = adjustments(&frozen, &now, &BTreeMap::new()).iter().map(|a| a.reward.fen).sum();
            prop_assert_eq!(sum(&frozen) + adjusted, sum(&now));
        }
    }
}
