//! The settlement of a period.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::adoption::Size;
use super::super::genre::Genre;
use super::super::outlet::Level;
use super::super::share;
use super::{Reward, Rules, Stacking};

/// An author of a piece, in the order of the byline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Author {
    /// Who he is: the byline's name, one person's alone.
    pub name: String,
    pub parts: u32,
}

/// One appearance in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Of the manuscript; appearances of one manuscript stack.
    pub manuscript: i64,
    /// Of the appearance.
    pub id: i64,
    pub level: Level,
    pub major: bool,
    pub genre: Genre,
    pub size: Option<Size>,
    pub characters: u32,
    pub reprint: bool,
    pub authors: Vec<Author>,
}

/// What somebody owes for the period; who owes nothing need not be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub name: String,
    /// Hundredths of the period he was there: the floor is lowered in proportion, rounded down.
    pub there: u32,
}

/// What one appearance is worth, and which line gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worth {
    /// From 1; none where it is worth nothing.
    pub line: Option<usize>,
    /// By the table, before stacking.
    pub table: Reward,
    /// After stacking with the other appearances of its manuscript.
    pub counts: Reward,
}

/// One author's part of one appearance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub item: i64,
    pub worth: Worth,
    pub got: Reward,
}

/// What somebody gets for the period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settled {
    pub name: String,
    /// Manuscripts he is an author of, with at least one appearance.
    pub pieces: u32,
    pub shares: Vec<Share>,
    /// The sum of the shares.
    pub earned: Reward,
    /// Money above the cap, taken off.
    pub capped: i64,
    /// Money for missing pieces, taken off.
    pub penalty: i64,
}

impl Settled {
    /// What is paid, in fen; negative where the penalty is greater.
    pub fn fen(&self) -> i64 {
        self.earned.fen - self.capped - self.penalty
    }
}

/// What one appearance is worth alone: the test bench.
pub fn worth(rules: &Rules, item: &Item) -> Worth {
    let counts = item.level.reaches(rules.from_level) && (rules.reprints_count || !item.reprint);
    let line = counts
        .then(|| rules.lines.iter().position(|l| l.fits(item)))
        .flatten();
    let table = line.map_or(Reward::default(), |at| {
        rules.lines[at].gives(item.characters)
    });
    Worth {
        line: line.map(|at| at + 1),
        table,
        counts: table,
    }
}

/// Settles a period: what every author gets and why, by name. `due` are those who owe pieces.
pub fn settle(rules: &Rules, ledger: &[Item], due: &[Due]) -> Vec<Settled> {
    let mut all: BTreeMap<String, Settled> = due
        .iter()
        .map(|d| {
            (
                d.name.clone(),
                Settled {
                    name: d.name.clone(),
                    ..Settled::default()
                },
            )
        })
        .collect();
    let mut by_manuscript: BTreeMap<i64, Vec<&Item>> = BTreeMap::new();
    for item in ledger {
        by_manuscript.entry(item.manuscript).or_default().push(item);
    }
    for items in by_manuscript.values_mut() {
        // By what they are, never by when they were entered.
        items.sort_by_key(|i| i.id);
        let worths = stacked(rules, items);
        let mut names: Vec<&str> = Vec::new();
        for (item, worth) in items.iter().zip(worths) {
            let parts: Vec<u32> = item.authors.iter().map(|a| a.parts).collect();
            let points = share::split(worth.counts.points, &parts);
            let money = share::split(worth.counts.fen, &parts);
            for ((author, points), fen) in item.authors.iter().zip(points).zip(money) {
                let got = Reward { points, fen };
                let settled = all.entry(author.name.clone()).or_insert_with(|| Settled {
                    name: author.name.clone(),
                    ..Settled::default()
                });
                settled.shares.push(Share {
                    item: item.id,
                    worth,
                    got,
                });
                settled.earned = settled.earned + got;
                if !names.contains(&author.name.as_str()) {
                    names.push(&author.name);
                    settled.pieces += 1;
                }
            }
        }
    }
    for settled in all.values_mut() {
        if let Some(cap) = rules.cap_fen {
            settled.capped = (settled.earned.fen - cap).max(0);
        }
    }
    for d in due {
        if let Some(settled) = all.get_mut(&d.name) {
            let floor = (u64::from(rules.floor_pieces) * u64::from(d.there.min(100)) / 100) as u32;
            let missing = floor.saturating_sub(settled.pieces);
            settled.penalty = i64::from(missing) * rules.penalty_fen;
        }
    }
    all.into_values().collect()
}

/// The worth of each appearance of one manuscript.
fn stacked(rules: &Rules, items: &[&Item]) -> Vec<Worth> {
    let mut worths: Vec<Worth> = items.iter().map(|i| worth(rules, i)).collect();
    // The best: most money, then most points, then the appearance made first.
    let best = (0..worths.len()).min_by_key(|i| {
        let t = worths[*i].table;
        (Reverse(t.fen), Reverse(t.points), items[*i].id)
    });
    let part = |n: i64| match rules.stacking {
        Stacking::Sum => n,
        Stacking::Highest => 0,
        Stacking::HighestAnd(hundredths) => (i128::from(n) * i128::from(hundredths) / 100) as i64,
    };
    for (i, worth) in worths.iter_mut().enumerate() {
        if Some(i) != best {
            worth.counts = Reward {
                points: part(worth.table.points),
                fen: part(worth.table.fen),
            };
        }
    }
    worths
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(manuscript: i64, id: i64, level: Level, authors: &[(&str, u32)]) -> Item {
        Item {
            manuscript,
            id,
            level,
            major: false,
            genre: Genre::News,
            size: None,
            characters: 600,
            reprint: false,
            authors: authors
                .iter()
                .map(|(name, parts)| Author {
                    name: (*name).to_owned(),
                    parts: *parts,
                })
                .collect(),
        }
    }

    fn of<'a>(all: &'a [Settled], name: &str) -> &'a Settled {
        all.iter().find(|s| s.name == name).unwrap()
    }

    #[test]
    fn one_piece_in_three_outlets_counts_once_at_the_highest() {
        let rules = Rules::usual();
        let ledger = [
            item(1, 1, Level::City, &[("甲", 1)]),
            item(1, 2, Level::National, &[("甲", 1)]),
            item(1, 3, Level::County, &[("甲", 1)]),
        ];
        let all = settle(&rules, &ledger, &[]);
        assert_eq!(
            of(&all, "甲").earned,
            Reward {
                points: 2_000,
                fen: 80_000
            }
        );
        assert_eq!(of(&all, "甲").pieces, 1);
        let some = Rules {
            stacking: Stacking::HighestAnd(50),
            ..rules.clone()
        };
        assert_eq!(of(&settle(&some, &ledger, &[]), "甲").earned.fen, 82_500);
        let sum = Rules {
            stacking: Stacking::Sum,
            ..rules
        };
        assert_eq!(of(&settle(&sum, &ledger, &[]), "甲").earned.fen, 85_000);
    }

    #[test]
    fn caps_floors_and_absence() {
        let rules = Rules {
            cap_fen: Some(50_000),
            floor_pieces: 2,
            penalty_fen: 3_000,
            ..Rules::usual()
        };
        let ledger = [item(1, 1, Level::National, &[("甲", 2), ("乙", 1)])];
        let due = [
            Due {
                name: "甲".into(),
                there: 100,
            },
            Due {
                name: "乙".into(),
                there: 50,
            },
            Due {
                name: "丙".into(),
                there: 100,
            },
        ];
        let all = settle(&rules, &ledger, &due);
        let one = of(&all, "甲");
        assert_eq!(
            (one.earned.fen, one.capped, one.penalty, one.fen()),
            (53_333, 3_333, 3_000, 47_000)
        );
        assert_eq!(
            (of(&all, "乙").earned.fen, of(&all, "乙").penalty),
            (26_667, 0)
        );
        assert_eq!(of(&all, "丙").fen(), -6_000);
    }

    #[test]
    fn fees_are_by_the_thousand_and_faults_are_named() {
        let mut rules = Rules::usual();
        rules.lines[0].fee_per_thousand = 8_000;
        let one = worth(&rules, &item(1, 1, Level::National, &[("甲", 1)]));
        assert_eq!((one.line, one.table.fen), (Some(1), 84_800));
        assert!(rules.faults().is_empty());
        rules.lines.swap(0, 2);
        let faults = rules.faults();
        assert_eq!(faults.len(), 2, "the general line hides both: {faults:?}");
        rules.lines.clear();
        assert_eq!(rules.faults()[0].kind, super::super::FaultKind::NoLines);
        let text = serde_json::to_string(&Rules::usual()).unwrap();
        assert_eq!(
            serde_json::from_str::<Rules>(&text).unwrap(),
            Rules::usual()
        );
    }

    fn ledger() -> impl Strategy<Value = Vec<Item>> {
        let authors = prop::collection::btree_map("[甲乙丙丁]", 1u32..5, 1..4);
        let one = (0i64..6, 0usize..6, 0u32..1_500, any::<bool>(), authors);
        prop::collection::vec(one, 0..25).prop_map(|all| {
            all.into_iter()
                .enumerate()
                .map(
                    |(id, (manuscript, level, characters, reprint, authors))| Item {
                        level: Level::ALL[level],
                        characters,
                        reprint,
                        authors: authors
                            .into_iter()
                            .map(|(name, parts)| Author { name, parts })
                            .collect(),
                        ..item(manuscript, id as i64, Level::City, &[])
                    },
                )
                .collect()
        })
    }

    proptest! {
        #[test]
        fn no_order_of_entry_changes_a_result(items in ledger(), seed in any::<u64>(), hundredths in 0u32..=100) {
            for stacking in [Stacking::Highest, Stacking::Sum, Stacking::HighestAnd(hundredths)] {
                let mut rules = Rules { stacking, ..Rules::usual() };
                rules.lines[1].fee_per_thousand = 777;
                let first = settle(&rules, &items, &[]);
                let mut shuffled = items.clone();
                fastrand::Rng::with_seed(seed).shuffle(&mut shuffled);
                prop_assert_eq!(first, settle(&rules, &shuffled, &[]));
            }
        }

        #[test]
        fn everything_given_is_got_by_somebody(items in ledger()) {
            let rules = Rules { stacking: Stacking::HighestAnd(33), ..Rules::usual() };
            let all = settle(&rules, &items, &[]);
            let got = all.iter().map(|s| s.earned).fold(Reward::default(), |a, b| a + b);
            let mut given = Reward::default();
            let mut seen = std::collections::BTreeSet::new();
            for s in all.iter().flat_map(|s| &s.shares) {
                if seen.insert(s.item) {
                    given = given + s.worth.counts;
                }
            }
            prop_assert_eq!(got, given);
        }
    }
}
