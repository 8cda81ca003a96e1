//! A kind of matter that stands in for the real ones where only its procedure matters.

use std::sync::Arc;

use kernel::access::Act;
use kernel::db::Source;
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::{Kind, Matter};
use procedure::{FieldType, RulePack, Type, Vocabulary, Words};
use testkit::{County, TestDb};

/// 立案、交办、承办、协办、答复、评价、归档.
pub const PROCEDURE: &str = include_str!("../../../../crates/procedure/sound/proposal.toml");

pub struct Paper;

impl Kind for Paper {
    fn name(&self) -> &'static str {
        "proposal"
    }

    fn vocabulary(&self) -> Arc<Vocabulary> {
        let words = |code: &str| (code.to_owned(), Words::new(code, code));
        let vocabulary = Vocabulary::default()
            .role("proposer", "提案人", "the proposer")
            .role("office", "提案委办公室", "the proposals office")
            .role("liaison", "承办单位联络员", "the unit's liaison")
            .role("head", "承办单位负责人", "the unit's head")
            .fact("signed", Type::Int)
            .fact("threshold", Type::Int)
            .fact("contacts", Type::Int)
            .fact("dissatisfied", Type::Flag)
            .effect("register", &[])
            .effect("assign", &[])
            .effect("contact", &[])
            .effect("review", &[("passed", Type::Flag)])
            .effect("request", &[("kind", Type::Text)])
            .effect("reply", &[])
            .effect("refuse", &[])
            .effect("withdraw", &[])
            .effect("archive", &[])
            .answers(&["reply", "refuse", "withdraw"])
            .files(&["archive", "refuse", "withdraw"])
            .reasons(
                "returned",
                &[
                    ("remit", "不属本单位职责", "remit"),
                    ("other", "其他", "other"),
                ],
            )
            .field("note", "说明", "note", FieldType::Prose(200))
            .field(
                "result",
                "评价",
                "verdict",
                FieldType::Choice(vec![words("satisfied"), words("dissatisfied")]),
            )
            .field("on_date", "日期", "date", FieldType::Date);
        let pack = RulePack::parse(RulePack::shipped_text("national").expect("shipped"));
        let limits = pack.expect("readable").limits;
        Arc::new(
            limits
                .keys()
                .fold(vocabulary, |v, name| v.limit(name, name, name)),
        )
    }

    fn shipped(&self) -> &'static [&'static str] {
        &[PROCEDURE]
    }

    fn address(&self, matter: Id) -> String {
        format!("/papers/{matter}")
    }

    fn read<'a>(
        &'a self,
        _: Source<'a>,
        _: &'a Matter,
    ) -> kernel::matter::kind::Work<'a, Box<dyn kernel::matter::kind::Case>> {
        Box::pin(async { Err(Error::NotFound) })
    }
}

/// Puts the procedure in force in the county.
pub async fn install(test: &TestDb, county: &County) {
    let mut act: Act = testkit::system_act(&test.db, county.organ, test.now())
        .await
        .expect("begun");
    let kinds: [Arc<dyn Kind>; 1] = [Arc::new(Paper)];
    let made = kernel::procedures::install(&mut act, county.organ, &kinds).await;
    assert_eq!(made.expect("installed"), 1);
    act.commit().await.expect("kept");
}
