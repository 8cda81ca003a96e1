//! Shares of authors: whole parts of a whole, and splitting an amount by them without losing a fen.

/// The most parts one author may have.
pub const MOST: u32 = 1_000;

/// What can be wrong with shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("no author")]
    Nobody,
    #[error("author {0} has no part, or too many")]
    Part(usize),
}

/// Refuses an empty list, and parts that are zero or beyond [`MOST`].
pub fn check(parts: &[u32]) -> Result<(), Wrong> {
    if parts.is_empty() {
        return Err(Wrong::Nobody);
    }
    match parts.iter().position(|p| *p == 0 || *p > MOST) {
        Some(at) => Err(Wrong::Part(at)),
        None => Ok(()),
    }
}

/// Splits `amount` (fen, or hundredths of a point) by `parts`: rounded down, and what remains goes to the largest
/// remainders, equal ones in the order of the byline. The sum is the whole, always; no parts, nothing.
pub fn split(amount: i64, parts: &[u32]) -> Vec<i64> {
    let whole: i128 = parts.iter().map(|p| i128::from(*p)).sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let mut out = Vec::with_capacity(parts.len());
    let mut rests = Vec::with_capacity(parts.len());
    for (i, part) in parts.iter().enumerate() {
        let exact = i128::from(amount) * i128::from(*part);
        out.push(exact.div_euclid(whole) as i64);
        rests.push((std::cmp::Reverse(exact.rem_euclid(whole)), i));
    }
    let left = amount - out.iter().sum::<i64>();
    rests.sort();
    for (_, i) in rests.into_iter().take(left as usize) {
        out[i] += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_odd_fen_goes_to_the_largest_remainder() {
        assert_eq!(split(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(split(10, &[1, 2]), [3, 7]);
        assert_eq!(split(-100, &[1, 1, 1]), [-33, -33, -34]);
        assert_eq!(check(&[1, 0]), Err(Wrong::Part(1)));
        assert_eq!(check(&[]), Err(Wrong::Nobody));
    }

    proptest! {
        #[test]
        fn the_sum_is_the_whole(amount in -1_000_000_000i64..1_000_000_000, parts in prop::collection::vec(1u32..=MOST, 1..12)) {
            let shares = split(amount, &parts);
            prop_assert_eq!(shares.iter().sum::<i64>(), amount);
            let whole: i64 = parts.iter().map(|p| i64::from(*p)).sum();
            for (share, part) in shares.iter().zip(&parts) {
                // Nobody is more than one fen from the exact share.
                prop_assert!((share * whole - amount * i64::from(*part)).abs() < whole);
            }
        }
    }
}
