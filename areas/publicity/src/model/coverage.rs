//! Whether a piece of work is covered: what became of the topics that report it. A pure function of those.

super::codes! {
    /// How far the coverage of a piece of work has come.
    Coverage, "publicity-coverage-":
    /// Nobody planned anything.
    None = "none",
    /// A topic stands, nothing is written.
    Planned = "planned",
    Writing = "writing",
    /// Sent to an outlet, not taken yet.
    Sent = "sent",
    Adopted = "adopted",
    /// It was decided not to report it.
    Dropped = "dropped",
}

impl Coverage {
    /// Nothing is owed any more: a piece was sent or taken, or none is wanted.
    pub fn is_settled(self) -> bool {
        matches!(self, Coverage::Sent | Coverage::Adopted | Coverage::Dropped)
    }
}

/// What became of one topic: its manuscripts, how many of them were sent, how many appeared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    pub dropped: bool,
    pub pieces: i64,
    pub sent: i64,
    pub adopted: i64,
}

/// The coverage of a piece of work by all topics that report it: that of the one that has come furthest.
pub fn coverage(topics: &[Told]) -> Coverage {
    let any = |told: fn(&Told) -> bool| topics.iter().any(told);
    if any(|t| t.adopted > 0) {
        Coverage::Adopted
    } else if any(|t| t.sent > 0) {
        Coverage::Sent
    } else if any(|t| !t.dropped && t.pieces > 0) {
        Coverage::Writing
    } else if any(|t| !t.dropped) {
        Coverage::Planned
    } else if !topics.is_empty() {
        Coverage::Dropped
    } else {
        Coverage::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(dropped: bool, pieces: i64, sent: i64, adopted: i64) -> Told {
        Told {
            dropped,
            pieces,
            sent,
            adopted,
        }
    }

    #[test]
    fn the_furthest_topic_counts() {
        for (topics, is) in [
            (vec![], Coverage::None),
            (vec![told(false, 0, 0, 0)], Coverage::Planned),
            (
                vec![told(true, 0, 0, 0), told(false, 0, 0, 0)],
                Coverage::Planned,
            ),
            (vec![told(true, 1, 0, 0)], Coverage::Dropped),
            (
                vec![told(false, 0, 0, 0), told(false, 2, 0, 0)],
                Coverage::Writing,
            ),
            (vec![told(false, 2, 1, 0)], Coverage::Sent),
            // A topic given up later had its piece out already.
            (vec![told(true, 1, 1, 1)], Coverage::Adopted),
        ] {
            assert_eq!(coverage(&topics), is, "{topics:?}");
        }
        assert!(Coverage::Sent.is_settled() && !Coverage::Writing.is_settled());
    }
}
