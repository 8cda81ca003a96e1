//! Units as a tree, on a day.

use std::collections::{HashMap, HashSet};

use kernel::id::Id;
use kernel::organ::Unit;
use kernel::organ::past::FormerName;

/// A unit in its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub unit: Unit,
    /// 0 at the top.
    pub depth: usize,
    /// Earlier names, the newest first.
    pub former: Vec<FormerName>,
}

/// Units from the top down, each before its parts, brothers in their order. One whose parent is not among
/// them stands at the top.
pub fn tree(units: Vec<Unit>, former: &[FormerName]) -> Vec<Placed> {
    let known: HashSet<Id> = units.iter().map(|u| u.id).collect();
    let mut below: HashMap<Option<Id>, Vec<Unit>> = HashMap::new();
    for unit in units {
        let parent = unit.parent_id.filter(|p| known.contains(p));
        below.entry(parent).or_default().push(unit);
    }
    for brothers in below.values_mut() {
        brothers.sort_by_key(|u| (u.sort, u.id));
        brothers.reverse();
    }
    let mut stack: Vec<(usize, Unit)> = below
        .remove(&None)
        .unwrap_or_default()
        .into_iter()
        .map(|u| (0, u))
        .collect();
    let mut out = Vec::with_capacity(known.len());
    while let Some((depth, unit)) = stack.pop() {
        for part in below.remove(&Some(unit.id)).unwrap_or_default() {
            stack.push((depth + 1, part));
        }
        let mut names: Vec<FormerName> = former
            .iter()
            .filter(|n| n.unit_id == unit.id)
            .cloned()
            .collect();
        names.reverse();
        out.push(Placed {
            unit,
            depth,
            former: names,
        });
    }
    out
}

impl Placed {
    /// Whether what was typed finds this unit: a part of its name or of an earlier one, or the beginning of
    /// its pinyin initials.
    pub fn is_found(&self, typed: &str) -> bool {
        let low = typed.trim().to_lowercase();
        self.unit.name.to_lowercase().contains(&low)
            || self.unit.short_name.to_lowercase().contains(&low)
            || self.unit.initials.split(' ').any(|i| i.starts_with(&low))
            || self.former.iter().any(|n| n.name.contains(&low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: i64, parent: Option<i64>, sort: i64) -> Unit {
        Unit {
            id: Id(id),
            organ_id: Id(1),
            parent_id: parent.map(Id),
            kind: "bureau".into(),
            name: format!("单位{id}"),
            short_name: String::new(),
            initials: "dw".into(),
            sort,
            from_on: chrono::NaiveDate::default(),
            to_on: None,
        }
    }

    #[test]
    fn each_stands_before_its_parts() {
        let units = vec![
            unit(2, None, 2),
            unit(3, Some(2), 2),
            unit(4, Some(2), 1),
            unit(5, Some(4), 1),
            unit(6, None, 1),
            // Its bureau has ended and is not among them.
            unit(7, Some(99), 3),
        ];
        let placed: Vec<(i64, usize)> = tree(units, &[])
            .iter()
            .map(|p| (p.unit.id.0, p.depth))
            .collect();
        assert_eq!(placed, [(6, 0), (2, 0), (4, 1), (5, 2), (3, 1), (7, 0)]);
    }
}
