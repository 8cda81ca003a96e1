//! The proposers' verdict (征询意见): ratings of attitude and result, and which of them counts.
//!
//! Silence is *unrated*. It is never counted as satisfied, and it never stands in the way of counting those who
//! spoke: how many did is told beside the rating as coverage.

use super::coded;
use super::party::PartyRole;

coded! { "proposals-rating-",
    /// One person's word on the attitude or on the result. Ordered from best to worst.
    Rating {
        /// 满意
        Satisfied = "satisfied",
        /// 基本满意
        Basically = "basically",
        /// 不满意
        Dissatisfied = "dissatisfied",
    }
}

coded! { "proposals-standing-",
    /// How a matter stands after its verdict.
    Standing {
        Satisfied = "satisfied",
        Basically = "basically",
        Dissatisfied = "dissatisfied",
        /// Nobody whose rating counts has rated.
        Unrated = "unrated",
    }
}

impl From<Rating> for Standing {
    fn from(rating: Rating) -> Standing {
        match rating {
            Rating::Satisfied => Standing::Satisfied,
            Rating::Basically => Standing::Basically,
            Rating::Dissatisfied => Standing::Dissatisfied,
        }
    }
}

impl Standing {
    pub fn is_rated(self) -> bool {
        self != Standing::Unrated
    }

    /// Counts towards the satisfaction rate (满意率): satisfied and basically satisfied.
    pub fn is_content(self) -> bool {
        matches!(self, Standing::Satisfied | Standing::Basically)
    }
}

coded! { "proposals-counting-",
    /// Whose rating of the result counts, by the rule pack.
    CountingRule {
        /// The lead proposer's.
        Lead = "lead",
        /// One dissatisfied among those who rated is enough.
        Any = "any",
        /// Dissatisfied where more than half of those who rated are.
        Majority = "majority",
    }
}

/// One person asked for a verdict: the rating of the result, if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub role: PartyRole,
    pub result: Option<Rating>,
}

/// How a round of ratings ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub standing: Standing,
    /// How many rated, of how many asked.
    pub rated: u32,
    pub asked: u32,
}

impl Outcome {
    pub fn is_complete(self) -> bool {
        self.asked > 0 && self.rated == self.asked
    }
}

impl CountingRule {
    /// The outcome of a round.
    ///
    /// *Any* takes the worst rating given. *Majority* is dissatisfied or satisfied where more than half of those who
    /// rated are, and basically satisfied otherwise.
    pub fn outcome(self, asked: &[Asked]) -> Outcome {
        let parties: Vec<&Asked> = asked.iter().filter(|a| a.role.rates()).collect();
        let ratings: Vec<Rating> = parties.iter().filter_map(|a| a.result).collect();
        let standing = match self {
            CountingRule::Lead => parties
                .iter()
                .find(|a| a.role == PartyRole::Lead)
                .and_then(|a| a.result),
            CountingRule::Any => ratings.iter().max().copied(),
            CountingRule::Majority => majority(&ratings),
        };
        Outcome {
            standing: standing.map_or(Standing::Unrated, Standing::from),
            rated: ratings.len() as u32,
            asked: parties.len() as u32,
        }
    }

    /// Whether the verdict is in: whoever counts has rated. *Any* needs no more than one dissatisfied.
    pub fn is_decided(self, asked: &[Asked]) -> bool {
        let outcome = self.outcome(asked);
        match self {
            CountingRule::Lead => outcome.standing.is_rated(),
            CountingRule::Any => {
                outcome.is_complete() || outcome.standing == Standing::Dissatisfied
            }
            CountingRule::Majority => outcome.is_complete(),
        }
    }
}

fn majority(ratings: &[Rating]) -> Option<Rating> {
    let more_than_half =
        |rating| 2 * ratings.iter().filter(|r| **r == rating).count() > ratings.len();
    match ratings {
        [] => None,
        _ if more_than_half(Rating::Dissatisfied) => Some(Rating::Dissatisfied),
        _ if more_than_half(Rating::Satisfied) => Some(Rating::Satisfied),
        _ => Some(Rating::Basically),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(role: PartyRole, result: Option<Rating>) -> Asked {
        Asked { role, result }
    }

    #[test]
    fn the_lead_counts_and_the_others_are_coverage() {
        let round = [
            asked(PartyRole::Lead, Some(Rating::Basically)),
            asked(PartyRole::CoSigner, Some(Rating::Dissatisfied)),
            asked(PartyRole::CoSigner, None),
            asked(PartyRole::Supporter, None),
        ];
        let outcome = CountingRule::Lead.outcome(&round);
        assert_eq!(outcome.standing, Standing::Basically);
        assert_eq!((outcome.rated, outcome.asked), (2, 3));
        assert!(CountingRule::Lead.is_decided(&round));
        assert_eq!(
            CountingRule::Any.outcome(&round).standing,
            Standing::Dissatisfied
        );
        assert!(CountingRule::Any.is_decided(&round));
        assert_eq!(
            CountingRule::Majority.outcome(&round).standing,
            Standing::Basically
        );
        assert!(!CountingRule::Majority.is_decided(&round));
    }

    #[test]
    fn a_silent_lead_is_unrated_whatever_the_others_say() {
        let round = [
            asked(PartyRole::Lead, None),
            asked(PartyRole::CoSigner, Some(Rating::Satisfied)),
        ];
        assert_eq!(
            CountingRule::Lead.outcome(&round).standing,
            Standing::Unrated
        );
        assert!(!CountingRule::Lead.is_decided(&round));
    }

    fn round() -> impl Strategy<Value = Vec<Asked>> {
        let role = prop_oneof![
            Just(PartyRole::CoSigner),
            Just(PartyRole::Merged),
            Just(PartyRole::Supporter)
        ];
        let rating = proptest::option::of(prop_oneof![
            Just(Rating::Satisfied),
            Just(Rating::Basically),
            Just(Rating::Dissatisfied)
        ]);
        (
            rating.clone(),
            proptest::collection::vec((role, rating), 0..8),
        )
            .prop_map(|(lead, others)| {
                std::iter::once(asked(PartyRole::Lead, lead))
                    .chain(others.into_iter().map(|(r, x)| asked(r, x)))
                    .collect()
            })
    }

    proptest! {
        /// Silence is never satisfied: without a rating that counts, the matter stands unrated, and taking
        /// ratings away never makes more people counted.
        #[test]
        fn silence_is_unrated(round in round()) {
            let silent: Vec<Asked> = round.iter().map(|a| Asked { result: None, ..*a }).collect();
            for rule in CountingRule::ALL {
                let outcome = rule.outcome(&silent);
                prop_assert_eq!(outcome.standing, Standing::Unrated);
                prop_assert_eq!(outcome.rated, 0);
                prop_assert!(!rule.is_decided(&silent));
                let spoken = rule.outcome(&round);
                prop_assert!(spoken.rated <= spoken.asked);
                prop_assert_eq!(spoken.asked, outcome.asked);
            }
        }

        #[test]
        fn any_is_dissatisfied_as_soon_as_one_is_and_majority_only_beyond_half(round in round()) {
            let spoke: Vec<Rating> = round.iter().filter(|a| a.role.rates()).filter_map(|a| a.result).collect();
            let against = spoke.iter().filter(|r| **r == Rating::Dissatisfied).count();
            prop_assert_eq!(CountingRule::Any.outcome(&round).standing == Standing::Dissatisfied, against > 0);
            prop_assert_eq!(CountingRule::Majority.outcome(&round).standing == Standing::Dissatisfied, 2 * against > spoke.len());
        }
    }
}
