//! The board of a week: what each group and each of its members owed and did. A pure function of quotas, members,
//! absences and pieces.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::quota::{Standing, group_owed, owed, standing};

/// A group in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub id: i64,
    pub name: String,
    /// What it owes, and what each member owes.
    pub per_week: u32,
    pub each: u32,
    /// Its members on at least one day of the week.
    pub members: Vec<Member>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub person: i64,
    pub name: String,
    /// Days of the week he is away, or not a member yet or any more.
    pub away: BTreeSet<NaiveDate>,
}

/// A piece of the week, once however often it appeared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub manuscript: i64,
    /// The group's name on the piece.
    pub group: Option<String>,
    /// Its authors who are people of the register.
    pub people: Vec<i64>,
}

/// A line of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The group or the person.
    pub id: i64,
    pub name: String,
    pub owed: u32,
    pub done: u32,
    pub standing: Standing,
    /// Away on every working day.
    pub away: bool,
}

/// A group's line and those of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    pub group: Line,
    pub members: Vec<Line>,
}

/// The board of a week with these working days.
pub fn board(groups: &[Group], working: &BTreeSet<NaiveDate>, pieces: &[Piece]) -> Vec<Board> {
    let mut by_group: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    let mut by_person: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for piece in pieces {
        if let Some(group) = &piece.group {
            by_group.entry(group).or_default().insert(piece.manuscript);
        }
        for person in &piece.people {
            by_person
                .entry(*person)
                .or_default()
                .insert(piece.manuscript);
        }
    }
    let count = |n: Option<&BTreeSet<i64>>| n.map_or(0, |s| s.len() as u32);
    groups
        .iter()
        .map(|g| {
            let away: Vec<BTreeSet<NaiveDate>> = g.members.iter().map(|m| m.away.clone()).collect();
            let members = g
                .members
                .iter()
                .map(|m| {
                    let (owed, done) = (
                        owed(g.each, working, &m.away),
                        count(by_person.get(&m.person)),
                    );
                    Line {
                        id: m.person,
                        name: m.name.clone(),
                        owed,
                        done,
                        standing: standing(owed, done),
                        away: !working.is_empty() && working.is_subset(&m.away),
                    }
                })
                .collect();
            // A group without members owes what it was given.
            let owed = match away.is_empty() {
                true => g.per_week,
                false => group_owed(g.per_week, working, &away),
            };
            let done = count(by_group.get(g.name.as_str()));
            Board {
                group: Line {
                    id: g.id,
                    name: g.name.clone(),
                    owed,
                    done,
                    standing: standing(owed, done),
                    away: false,
                },
                members,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 4, d).unwrap()
    }

    fn member(person: i64, away: impl IntoIterator<Item = u32>) -> Member {
        Member {
            person,
            name: format!("第{person}人"),
            away: away.into_iter().map(day).collect(),
        }
    }

    #[test]
    fn a_piece_counts_once_for_its_group_and_each_author_and_the_absent_owe_nothing() {
        let working: BTreeSet<NaiveDate> = (8..=12).map(day).collect();
        let group = Group {
            id: 1,
            name: "一组".into(),
            per_week: 3,
            each: 1,
            members: vec![member(1, []), member(2, []), member(3, 8..=12)],
        };
        let piece = |manuscript, people: &[i64]| Piece {
            manuscript,
            group: Some("一组".into()),
            people: people.to_vec(),
        };
        // The first appeared twice.
        let pieces = [piece(1, &[1, 2]), piece(1, &[1, 2]), piece(2, &[1])];
        let all = board(&[group], &working, &pieces);
        let it = &all[0];
        assert_eq!(
            (it.group.owed, it.group.done, it.group.standing),
            (2, 2, Standing::Met)
        );
        let lines: Vec<_> = it
            .members
            .iter()
            .map(|l| (l.owed, l.done, l.standing, l.away))
            .collect();
        assert_eq!(
            lines,
            [
                (1, 2, Standing::Over(1), false),
                (1, 1, Standing::Met, false),
                (0, 0, Standing::Free, true),
            ]
        );
    }
}
