//! Chance walks through the sample procedure: nobody is ever left without a way on, and what is shown is what is
//! decided.

mod fixture;

use std::collections::BTreeMap;

use fixture::standing::{carry, everybody, input, lead, standing, token};
use procedure::{Input, Offer, Part, Shape, Token, Value, available, decide};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Wherever chance leads: what is shown as allowed is done when its needs are met, what is shown as refused is
    /// refused with the same sentence, somebody can always go on, and the tokens keep their shape.
    #[test]
    fn whatever_happens_somebody_can_go_on(choices in prop::collection::vec((0usize..1000, 0usize..8, any::<bool>()), 1..60)) {
        let def = fixture::proposal();
        let pack = fixture::national();
        let who = everybody(&def);
        let mut situation = standing(vec![token(1, "filing", None, None)]);
        for (choice, n, dissatisfied) in choices {
            situation.facts.of_matter.insert("dissatisfied".into(), Value::Flag(dissatisfied));
            let offers = available(&def, &pack, &situation, &who);
            for offer in &offers {
                let given = input(&situation, offer, n);
                let decided = decide(&def, &pack, &situation, &who, &offer.act, offer.token, &given);
                match (&offer.result, decided) {
                    (Ok(()), Ok(_)) => {}
                    (Err(shown), Err(told)) => prop_assert_eq!(shown, &told, "{}", offer.act),
                    (shown, told) => prop_assert!(false, "{}: shown {:?}, told {:?}", offer.act, shown, told),
                }
            }
            let open: Vec<&Offer> = offers.iter().filter(|offer| offer.result.is_ok()).collect();
            prop_assert!(open.iter().any(|offer| offer.token.is_some() && offer.forward) , "nobody can go on: {:?}", situation.tokens);
            let offer = open[choice % open.len()];
            let given = input(&situation, offer, n);
            let decision = decide(&def, &pack, &situation, &who, &offer.act, offer.token, &given).expect("shown as allowed");
            carry(&mut situation, &decision);
            if decision.ends.is_some() {
                prop_assert!(situation.tokens.is_empty());
                break;
            }
            let shape = |t: &Token| def.step(&t.step).expect("a step").shape;
            let mains = situation.tokens.iter().filter(|t| shape(t) == Shape::Main).count();
            let branches = situation.tokens.iter().filter(|t| shape(t) == Shape::Branch).count();
            prop_assert!(mains + usize::from(branches > 0) == 1, "{:?}", situation.tokens);
            for t in &situation.tokens {
                prop_assert_eq!(t.beside.is_some(), shape(t) == Shape::Side);
                prop_assert!(t.beside.is_none_or(|b| situation.tokens.iter().any(|o| o.id == b)));
                prop_assert_eq!(t.unit.is_none(), shape(t) == Shape::Main);
            }
            let owing = situation.tokens.iter().any(|t| matches!(t.part, Some(Part::Lead | Part::Separate)));
            prop_assert!(mains == 1 || owing, "only helpers are left: {:?}", situation.tokens);
        }
    }

    /// Nobody's input, however odd, brings anything but a decision or a refusal.
    #[test]
    fn odd_input_is_refused_in_words(act in 0usize..18, reason in ".{0,8}", key in "[a-z_]{0,8}", text in ".{0,300}", papers in 0usize..3, units in prop::collection::vec((0u64..3, 0usize..3), 0..4)) {
        let def = fixture::proposal();
        let acts: Vec<&str> = def.steps.iter().flat_map(|s| &s.acts).chain(&def.acts).map(|a| a.id.as_str()).collect();
        let given = Input {
            units: units.into_iter().map(|(unit, part)| (unit, Part::ALL[part])).collect(),
            reason: Some(reason),
            fields: BTreeMap::from([(key, Value::Text(text.clone())), ("note".to_owned(), Value::Text(text))]),
            papers,
        };
        let situation = standing(vec![lead(1, "accept"), token(2, "decide_return", Some((7, Part::Lead)), Some(1))]);
        if let Err(refusal) = decide(&def, &fixture::national(), &situation, &everybody(&def), acts[act], None, &given) {
            prop_assert!(!refusal.message.zh.is_empty() && !refusal.message.en.is_empty());
            prop_assert!(refusal.message.zh.ends_with('。') && refusal.message.en.ends_with('.'), "{:?}", refusal.message);
        }
    }
}
