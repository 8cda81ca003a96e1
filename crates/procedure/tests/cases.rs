//! A case takes the place of an act's plain outcome.

mod fixture;

use std::collections::BTreeMap;

use fixture::standing::{everybody, standing, token};
use procedure::{Input, Value, decide};

#[test]
fn a_case_takes_the_place_of_the_plain_outcome() {
    let rated = |dissatisfied: bool, round: u32| {
        let mut tokens = vec![token(1, "verdict", None, None)];
        tokens[0].round = round;
        let mut situation = standing(tokens);
        situation
            .facts
            .of_matter
            .insert("dissatisfied".into(), Value::Flag(dissatisfied));
        let result = Input {
            fields: BTreeMap::from([("result".to_owned(), Value::Text("dissatisfied".into()))]),
            ..Input::default()
        };
        let decided = decide(
            &fixture::proposal(),
            &fixture::national(),
            &situation,
            &everybody(&fixture::proposal()),
            "rate",
            None,
            &result,
        )
        .unwrap_or_else(|refusal| panic!("{}", refusal.message.en));
        (decided.state.unwrap_or_default(), decided.sent_back)
    };
    assert_eq!(rated(false, 1), ("archive".to_owned(), false));
    assert_eq!(rated(true, 1), ("assign".to_owned(), true));
    assert_eq!(
        rated(true, 2),
        ("archive".to_owned(), false),
        "handled again once only"
    );
}
