//! How unevenly the work lies, told so that everybody understands it: how few people wrote half of everything.

/// What a count by person says about balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imbalance {
    /// Everybody who owes pieces or wrote some.
    pub people: usize,
    pub pieces: u64,
    /// The fewest people who together wrote at least half.
    pub half_by: usize,
    /// The busiest one's part of all, in hundredths, rounded half up.
    pub busiest: u32,
    /// People with no piece at all.
    pub idle: usize,
}

/// Of the pieces each person wrote, those with none included.
pub fn imbalance(by_person: &[u64]) -> Imbalance {
    let mut sorted = by_person.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let pieces: u64 = sorted.iter().sum();
    let mut sum = 0;
    let half_by = sorted
        .iter()
        .take_while(|n| {
            let before = sum;
            sum += **n;
            before * 2 < pieces
        })
        .count();
    let busiest = match (sorted.first(), pieces) {
        (Some(most), 1..) => ((most * 200 + pieces) / (pieces * 2)) as u32,
        _ => 0,
    };
    Imbalance {
        people: sorted.len(),
        pieces,
        half_by,
        busiest,
        idle: sorted.iter().filter(|n| **n == 0).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_speech_s_office_leans_on_two() {
        let it = imbalance(&[31, 12, 9, 7, 5, 4, 3, 2, 0, 0]);
        assert_eq!(
            (it.people, it.pieces, it.half_by, it.busiest, it.idle),
            (10, 73, 2, 42, 2)
        );
        assert_eq!(imbalance(&[]).half_by, 0);
    }

    proptest! {
        #[test]
        fn order_changes_nothing_and_half_is_half(mut by in prop::collection::vec(0u64..100, 1..40)) {
            let it = imbalance(&by);
            by.reverse();
            prop_assert_eq!(it, imbalance(&by));
            by.sort_unstable_by(|a, b| b.cmp(a));
            let first: u64 = by.iter().take(it.half_by).sum();
            prop_assert!(first * 2 >= it.pieces);
            if it.half_by > 0 {
                let fewer: u64 = by.iter().take(it.half_by - 1).sum();
                prop_assert!(fewer * 2 < it.pieces);
            }
        }
    }
}
