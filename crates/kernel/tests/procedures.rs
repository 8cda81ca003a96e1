//! A procedure is put in force only when the checker has nothing to say of it.

use std::sync::Arc;

use kernel::db::Source;
use kernel::error::{Error, Result};
use kernel::id::Id;
use kernel::matter::Matter;
use kernel::matter::kind::{Case, Kind, Work};
use kernel::procedures::{copy, install, put_in_force, save, version};
use procedure::Vocabulary;
use testkit::{TestDb, system_act};
use workday::Calendar;

/// A kind of matter with one short procedure; no matter of it is ever read here.
struct Sample;

const SOUND: &str = r#"
[procedure]
name = "sample"
version = 1
kind = "sample"
title = { zh = "样例", en = "Sample" }
start = "reply"

[[step]]
id = "reply"
title = { zh = "答复", en = "Reply" }
owner = "office"
limit = { working_days = 5 }
least = 1

[[step.act]]
id = "reply"
title = { zh = "答复并归档", en = "Reply and file" }
by = ["office"]
effects = ["reply", "archive"]
then = { end = "done" }

[[end]]
id = "done"
title = { zh = "已归档", en = "Filed" }
"#;

impl Kind for Sample {
    fn name(&self) -> &'static str {
        "sample"
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        Arc::new(
            Vocabulary::default()
                .role("office", "办公室", "the office")
                .effect("reply", &[])
                .effect("archive", &[])
                .answers(&["reply"])
                .files(&["archive"]),
        )
    }

    fn shipped(&self) -> &'static [&'static str] {
        &[SOUND]
    }

    fn address(&self, _: Id) -> String {
        "/".to_owned()
    }

    fn read<'a>(&'a self, _: Source<'a>, _: &'a Matter) -> Work<'a, Box<dyn Case>> {
        Box::pin(async { Err(Error::NotFound) })
    }
}

testkit::on_both! { &[kernel::MIGRATIONS];
    /// A draft that leaves the matter unanswered is kept as a draft, and the refusal names the way.
    async fn an_unsound_draft_is_not_put_in_force(test: TestDb) {
        let county = test.county().await;
        let organ = county.organ;
        let kind: Arc<dyn Kind> = Arc::new(Sample);
        let calendar = Calendar::shipped();
        let outcome: Result<()> = async {
            let mut act = system_act(&test.db, organ, test.now()).await?;
            install(&mut act, organ, std::slice::from_ref(&kind)).await?;
            let next = copy(&mut act, "sample", 1).await?;
            let silent = SOUND
                .replace("\"reply\", \"archive\"", "\"archive\"")
                .replace("version = 1", "version = 2");
            save(&mut act, kind.as_ref(), "sample", next, 1, &silent).await?;
            act.commit().await?;

            let mut act = system_act(&test.db, organ, test.now()).await?;
            let stale = put_in_force(&mut act, kind.as_ref(), &calendar, "sample", next, 1).await;
            assert!(matches!(stale, Err(Error::Conflict { rev: 2, .. })), "{stale:?}");
            let refused = put_in_force(&mut act, kind.as_ref(), &calendar, "sample", next, 2).await;
            let Err(Error::Refused(why)) = refused else {
                panic!("put in force: {refused:?}");
            };
            assert!(why.say(text::Lang::Zh).contains("答复 → 已归档"), "{}", why.say(text::Lang::Zh));
            let state = version(&mut act, organ, "sample", next).await?.expect("the draft").state;
            assert_eq!(state, "draft");

            let sound = SOUND.replace("version = 1", "version = 2").replace("working_days = 5", "working_days = 6");
            save(&mut act, kind.as_ref(), "sample", next, 2, &sound).await?;
            put_in_force(&mut act, kind.as_ref(), &calendar, "sample", next, 3).await?;
            let states: Vec<String> = {
                let mut states = Vec::new();
                for number in [1, next] {
                    states.push(version(&mut act, organ, "sample", number).await?.expect("a version").state);
                }
                states
            };
            assert_eq!(states, ["past", "in_force"]);
            let again = put_in_force(&mut act, kind.as_ref(), &calendar, "sample", next, 4).await;
            assert!(matches!(again, Err(Error::Refused(_))), "what is in force is no draft");
            act.commit().await
        }
        .await;
        outcome.expect("no error");
    }
}
