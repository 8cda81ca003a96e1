//! Files given with an act.

mod fixture;

use std::collections::BTreeMap;

use fixture::standing::{co, everybody, lead, standing};
use procedure::{Input, RefusalKind, Value, decide};

/// Files are refused where the procedure takes none, and asked for where it cannot go without one.
#[test]
fn files_go_where_the_procedure_takes_them() {
    let paper = Input {
        papers: 1,
        fields: BTreeMap::from([("note".to_owned(), Value::Text("已阅".into()))]),
        ..Input::default()
    };
    let situation = standing(vec![lead(1, "handle"), co(2, "opinion")]);
    let refused = |name: &str, input: &Input| {
        let def = fixture::proposal();
        let who = everybody(&def);
        let pack = fixture::national();
        let refusal = decide(&def, &pack, &situation, &who, name, None, input).expect_err(name);
        (refusal.kind, refusal.field)
    };
    let about_papers = (RefusalKind::Input, Some("papers".to_owned()));
    assert_eq!(refused("give_opinion", &paper), about_papers);
    let situation = standing(vec![lead(1, "reply")]);
    let def = fixture::proposal();
    let who = everybody(&def);
    let none = decide(
        &def,
        &fixture::national(),
        &situation,
        &who,
        "reply",
        None,
        &Input::default(),
    );
    assert_eq!(
        none.expect_err("a reply without its letter")
            .field
            .as_deref(),
        Some("papers")
    );
}
