//! What holds for every body, however many sit in it.

use proptest::prelude::*;
use threshold::{Base, Electorate, Rule, Share, rules};

fn any_rule() -> impl Strategy<Value = Rule> {
    (0..rules().len()).prop_map(|i| rules()[i].clone())
}

fn any_body() -> impl Strategy<Value = Electorate> {
    (1u32..3_000).prop_flat_map(|seats| {
        (Just(seats), 0..=seats).prop_flat_map(|(seats, members)| {
            (Just(seats), Just(members), 0..=members).prop_map(|(seats, members, present)| {
                Electorate {
                    seats,
                    members,
                    present,
                }
            })
        })
    })
}

/// The plain second way: is `n` of `base` enough, said by counting out parts.
fn enough(share: Share, base: u32, n: u32) -> bool {
    let (base, n) = (u64::from(base), u64::from(n));
    match share {
        Share::OverHalf => n > base - n.min(base),
        Share::AtLeast { of, parts } => n * u64::from(parts) >= u64::from(of) * base,
        Share::Heads(heads) => n >= u64::from(heads),
    }
}

proptest! {
    #[test]
    fn the_needed_number_is_the_least_that_is_enough(base in 1u32..100_000, of in 1u32..10, more in 0u32..10, heads in 1u32..50) {
        for share in [Share::OverHalf, Share::AtLeast { of, parts: of + more }, Share::Heads(heads)] {
            let least = share.least(base);
            prop_assert!(enough(share, base, least));
            prop_assert!(least == 0 || !enough(share, base, least - 1));
        }
    }

    #[test]
    fn one_more_vote_never_undoes_a_result(rule in any_rule(), who in any_body(), yes in 0u32..3_000) {
        if rule.judge(who, yes).passed {
            prop_assert!(rule.judge(who, yes + 1).passed);
        }
    }

    #[test]
    fn who_is_in_the_room_changes_no_majority_of_all_members(rule in any_rule(), who in any_body(), yes in 0u32..3_000, present in 0u32..3_000) {
        prop_assume!(rule.base == Base::Members);
        let empty = Electorate { present, ..who };
        prop_assert_eq!(rule.judge(empty, yes), rule.judge(who, yes));
    }

    #[test]
    fn a_vacancy_never_asks_for_more(rule in any_rule(), who in any_body()) {
        prop_assume!(who.members > 0);
        let fewer = Electorate { members: who.members - 1, present: who.present.min(who.members - 1), ..who };
        prop_assert!(rule.needed(fewer) <= rule.needed(who));
    }

    #[test]
    fn for_and_against_never_both_have_a_majority(who in any_body(), yes in 0u32..3_000) {
        let rule = threshold::rule("standing_committee", "county", "majority").expect("a rule");
        let yes = yes.min(who.members);
        prop_assert!(!(rule.judge(who, yes).passed && rule.judge(who, who.members - yes).passed));
    }

    #[test]
    fn nothing_is_adopted_by_nobody(rule in any_rule(), who in any_body()) {
        prop_assert!(!rule.judge(who, 0).passed);
        prop_assert!(rule.judge(who, 0).missing() >= 1);
    }
}
