//! Changes by form: what is written reads back the same, and ways are joined again around what comes and goes.

mod fixture;

use procedure::edit::{Change, apply};
use procedure::{Definition, StepLimit, Words, check};
use workday::{Calendar, Limit};

fn changed(changes: &[Change]) -> Result<String, String> {
    apply(fixture::PROPOSAL, &fixture::vocabulary(), changes).map_err(|e| e.0.en)
}

fn after(changes: &[Change]) -> Definition {
    fixture::parse(&changed(changes).expect("the change"))
}

fn add(before: &str) -> Change {
    Change::AddStep {
        before: before.into(),
        id: "county_review".into(),
        title: Words::new("县领导审签", "Review by the county leader"),
        owner: "office".into(),
        limit: StepLimit::Fixed(Limit::WorkingDays(5)),
        least: 1,
        act: Words::new("同意", "Agree"),
    }
}

/// Every file of the tests, sound or not, is written so that it reads back as the same definition.
#[test]
fn what_is_written_reads_back_the_same() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["unsound", "sound"]
        .iter()
        .flat_map(|name| std::fs::read_dir(folder.join(name)).expect("a folder"))
    {
        let path = file.expect("a file").path();
        let def = fixture::parse(&std::fs::read_to_string(&path).expect("a text"));
        let again = fixture::parse(&def.to_toml());
        assert_eq!(
            format!("{def:?}"),
            format!("{again:?}"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn titles_quotes_and_line_breaks_survive() {
    let title = Words::new("含\"引号\"与\\反斜线\n换行", "quotes \" and \\ and\nbreaks");
    let def = after(&[Change::Title(title.clone())]);
    assert_eq!(def.title, title);
}

#[test]
fn the_head_of_the_file_keeps_its_comments() {
    let text = changed(&[Change::Rule("新办法".into())]).expect("the change");
    assert!(text.starts_with("# 提案办理的缩样"));
    assert_eq!(fixture::parse(&text).rule, "新办法");
}

#[test]
fn a_step_put_before_another_is_on_every_way_forward_to_it() {
    let def = after(&[add("reply")]);
    let pass = &def.step("review").expect("review").acts[0];
    assert_eq!(
        format!("{:?}", pass.then),
        "To { step: \"county_review\", back: false }"
    );
    assert_eq!(
        procedure::forward(&def, def.step("county_review").expect("it")),
        Some("reply")
    );
    let findings = check(&def, &fixture::national(), &Calendar::shipped());
    assert_eq!(findings, [], "still sound");
    // Before the first step, it is the first.
    assert_eq!(after(&[add("filing")]).start, "county_review");
    // Sending back still skips it.
    let back = &after(&[add("handle")]).step("review").expect("review").acts[1]
        .then
        .clone();
    assert_eq!(format!("{back:?}"), "To { step: \"handle\", back: true }");
}

#[test]
fn adding_and_removing_a_step_leaves_the_procedure_as_it_was() {
    let before = format!("{:?}", fixture::proposal());
    for at in [
        "filing", "assign", "accept", "opinion", "handle", "review", "reply", "verdict", "archive",
    ] {
        let both = after(&[
            add(at),
            Change::RemoveStep {
                step: "county_review".into(),
            },
        ]);
        assert_eq!(format!("{both:?}"), before, "{at}");
    }
}

#[test]
fn removing_a_step_joins_what_lay_around_it() {
    let def = after(&[Change::RemoveStep {
        step: "review".into(),
    }]);
    assert_eq!(
        procedure::forward(&def, def.step("handle").expect("handle")),
        Some("reply")
    );
    assert!(
        def.acts
            .iter()
            .all(|act| !act.during.contains(&"review".to_owned()))
    );
    let findings = check(&def, &fixture::national(), &Calendar::shipped());
    assert_eq!(findings, [], "still sound");
    // A side step goes with the request that opens it.
    let def = after(&[Change::RemoveStep {
        step: "decide_return".into(),
    }]);
    assert!(def.act("request_return").is_none());
    assert_eq!(check(&def, &fixture::national(), &Calendar::shipped()), []);
}

#[test]
fn what_cannot_be_removed_or_named_says_why() {
    let refused = |change: Change| changed(&[change]).expect_err("a refusal");
    let remove = |step: &str| refused(Change::RemoveStep { step: step.into() });
    assert!(remove("assign").contains("hands the matter to the units"));
    assert!(remove("archive").contains("Nothing follows"));
    assert!(remove("reply").contains("statutory limit"));
    assert!(remove("nowhere").contains("no step"));
    let rename = |to: &str| {
        refused(Change::RenameStep {
            step: "review".into(),
            to: to.into(),
        })
    };
    assert!(rename("Review!").contains("small letters"));
    assert!(rename("reply").contains("taken"));
    assert!(rename("archived").contains("taken"), "an end has the name");
    assert!(
        refused(Change::Owner {
            step: "review".into(),
            role: "king".into()
        })
        .contains("no role")
    );
    assert!(
        refused(Change::Limit {
            step: "review".into(),
            limit: Some(StepLimit::Named("soon".into()))
        })
        .contains("no limit")
    );
    assert!(
        refused(Change::Limit {
            step: "review".into(),
            limit: Some(StepLimit::Fixed(Limit::WorkingDays(0)))
        })
        .contains("at least a day")
    );
    assert!(
        refused(Change::StepTitle {
            step: "review".into(),
            title: Words::new("审核", " ")
        })
        .contains("both")
    );
}

#[test]
fn a_rename_reaches_every_place_the_step_is_named() {
    for step in fixture::proposal().steps {
        let text = changed(&[Change::RenameStep {
            step: step.id.clone(),
            to: "other_name".into(),
        }])
        .expect("the change");
        let def = fixture::parse(&text);
        let quoted = format!("\"{}\"", step.id);
        // Acts, effects and events may bear the same name as a step; places never do.
        for line in text.lines().filter(|l| {
            ["then", "during", "start", "from", "until"]
                .iter()
                .any(|key| l.starts_with(&format!("{key} =")))
        }) {
            assert!(!line.contains(&quoted) || line.contains("end ="), "{line}");
        }
        assert_eq!(
            check(&def, &fixture::national(), &Calendar::shipped()),
            [],
            "{}",
            step.id
        );
    }
}

#[test]
fn a_new_owner_can_do_what_the_old_one_could() {
    let def = after(&[Change::Owner {
        step: "review".into(),
        role: "office".into(),
    }]);
    let review = def.step("review").expect("review");
    assert_eq!(review.owner, "office");
    assert!(review.acts.iter().all(|act| act.by == ["office"]));
    assert_eq!(check(&def, &fixture::national(), &Calendar::shipped()), []);
}

#[test]
fn the_small_changes_change_what_they_name_and_nothing_else() {
    let words = Words::new("至少联系一次。", "Contact once at the least.");
    let def = after(&[
        Change::Otherwise {
            step: Some("handle".into()),
            act: "submit".into(),
            at: 0,
            words: words.clone(),
        },
        Change::ActTitle {
            step: None,
            act: "withdraw".into(),
            title: Words::new("撤案", "Take back"),
        },
        Change::Least {
            step: "handle".into(),
            least: 4,
        },
        Change::Limit {
            step: "handle".into(),
            limit: Some(StepLimit::Fixed(Limit::Months(1))),
        },
        Change::StepTitle {
            step: "handle".into(),
            title: Words::new("办理", "Work on it"),
        },
    ]);
    let handle = def.step("handle").expect("handle");
    assert_eq!(handle.acts[1].require[0].otherwise, words);
    assert_eq!(
        (handle.least, handle.limit.clone()),
        (4, Some(StepLimit::Fixed(Limit::Months(1))))
    );
    assert_eq!(handle.title.zh, "办理");
    assert_eq!(def.act("withdraw").expect("withdraw").title.en, "Take back");
    let back = after(&[Change::Otherwise {
        step: Some("handle".into()),
        act: "submit".into(),
        at: 0,
        words: fixture::proposal().step("handle").unwrap().acts[1].require[0]
            .otherwise
            .clone(),
    }]);
    assert_eq!(format!("{back:?}"), format!("{:?}", fixture::proposal()));
}

#[test]
fn a_copy_differs_in_its_version_alone() {
    let text = procedure::edit::renumbered(fixture::PROPOSAL, 7).expect("renumbered");
    assert_eq!(fixture::parse(&text).version, 7);
    assert_eq!(
        text.replace("version = 7", "version = 1"),
        fixture::PROPOSAL
    );
}
