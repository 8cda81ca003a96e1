//! The ways that do not end in a decision carried out, and what becomes of an older one.

use axum::http::StatusCode;
use testkit::TestDb;

use crate::room::{Room, rooms};

testkit::on_both! { &rooms();
    /// Only who is entitled brings something in, with enough names; every fault at once, and what was typed stays.
    async fn who_is_entitled_brings_it_in(db: TestDb) {
        let room = Room::new(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/decisions/new").await.expect(StatusCode::OK);
        let usual = [
            ("title", "关于加强饮用水水源保护的决定"), ("form", "decision"), ("subject", "environment"), ("bringer", "张桂英等2人"),
            ("received_on", "2025-03-05"), ("reason", "水质下降"),
        ];
        let with = |by: &'static str, body: &'static str, names: &'static str| {
            let mut fields = usual.to_vec();
            fields.extend([("brought_by", by), ("body", body), ("names", names)]);
            fields
        };
        let few = clerk.post("/decisions/new", &with("members", "standing_committee", "2")).await;
        let few = few.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(few.words().contains("至少3人（地方组织法第五十二条）") && few.body().contains("水质下降"), "{}", few.words());
        let wrong = clerk.post("/decisions/new", &with("presidium", "standing_committee", "1")).await;
        assert!(wrong.words().contains("不能向所选机关提出"), "{}", wrong.words());
        let ten = clerk.post("/decisions/new", &with("deputies", "congress", "9")).await;
        assert!(ten.words().contains("至少10人（地方组织法第二十二条）"), "{}", ten.words());
        let three = clerk.post("/decisions/new", &with("members", "standing_committee", "3")).await;
        assert!(three.location().is_some(), "{}", three.words());
        let mut unit = room.client("unit").await;
        unit.get("/decisions/new").await.expect(StatusCode::FORBIDDEN);
        unit.post("/decisions/new", &with("members", "standing_committee", "3")).await.expect(StatusCode::FORBIDDEN);
    }

    /// Not taken up, withdrawn by whoever brought it in, discontinued: each an end with its answer.
    async fn it_ends_before_a_vote(db: TestDb) {
        let room = Room::new(db).await;
        let refused = room.entered(&[]).await;
        room.does("clerk", refused, "refuse", &[("reason", "outside_powers"), ("note", "属于县政府职权")]).await;
        assert_eq!(room.state(refused).await, "not_admitted");
        let page = room.words("clerk", &format!("/decisions/{refused}")).await;
        assert!(page.contains("不属于本级职权范围"), "{page}");

        let deputy = room.county.person("deputy").to_string();
        let theirs = [("brought_by", "members"), ("names", "3"), ("bringer", "张桂英等3人"), ("person", deputy.as_str())];
        let withdrawn = room.entered(&theirs).await;
        assert_eq!(room.status("deputy2", &format!("/decisions/{withdrawn}")).await, StatusCode::NOT_FOUND);
        room.does("deputy", withdrawn, "withdraw", &[("note", "与另一件合并提出")]).await;
        assert_eq!(room.state(withdrawn).await, "withdrawn");

        let dropped = room.drafted().await;
        room.does("officeleader", dropped, "terminate", &[("note", "上位法已作规定")]).await;
        assert_eq!(room.state(dropped).await, "terminated");
        let told = room.words("deputy", "/notices").await;
        assert!(!told.contains("终止审议"), "{told}");
    }

    /// Deferred to another session, and taken back from a vote that was not opened; once members vote, they decide.
    async fn it_is_deferred_and_taken_back_from_the_vote(db: TestDb) {
        let room = Room::new(db).await;
        let id = room.drafted().await;
        room.does("committee", id, "submit", &[]).await;
        room.does("clerk", id, "defer", &[("note", "分歧较大")]).await;
        assert_eq!(room.state(id).await, "draft");
        let first = room.put(id).await;
        room.does("clerk", id, "recall", &[("note", "文本有误")]).await;
        assert_eq!(room.state(id).await, "deliberate");
        let clerk = room.actor("clerk").await;
        let roll = [(room.county.person("deputy"), "张桂英".to_owned())];
        ballot::open(&room.kernel, &clerk, first, &roll).await.expect_err("it was taken back");
        room.does("clerk", id, "put_to_vote", &[]).await;
        let second = room.asked(id).await;
        ballot::open(&room.kernel, &clerk, second, &roll).await.expect("it is opened");
        let runs = room.refused("clerk", id, "recall", &[("note", "不想表决了")]).await;
        assert!(!runs.is_empty());
        assert_eq!(room.state(id).await, "voting");
        // Broken off by whoever runs it: then it goes back.
        ballot::cancel(&room.kernel, &clerk, second, "设备故障").await.expect("it is broken off");
        room.does("clerk", id, "recall", &[("note", "设备故障")]).await;
        room.does("clerk", id, "put_to_vote", &[]).await;
        let third = room.asked(id).await;
        room.votes(third, 3, 0, 5, 5).await;
        assert_eq!(room.state(id).await, "number");
    }

    /// What is not public is never published, says why, and is summed up all the same.
    async fn it_is_not_published(db: TestDb) {
        let room = Room::new(db).await;
        let id = room.adopted().await;
        room.does("clerk", id, "number", &[("code_word", "青川人大常")]).await;
        room.does("clerk", id, "keep_back", &[("note", "涉及工作秘密")]).await;
        let page = room.words("clerk", &format!("/decisions/{id}")).await;
        assert!(page.contains("不予公布：涉及工作秘密"), "{page}");
        room.guest().get(&format!("/public/decisions/{id}")).await.expect(StatusCode::NOT_FOUND);
        room.guest().get(&format!("/public/decisions/{id}/text.docx")).await.expect(StatusCode::NOT_FOUND);
        room.does("clerk", id, "none_demanded", &[("note", "无须跟踪")]).await;
        room.does("clerk", id, "archive", &[]).await;
        assert_eq!(room.state(id).await, "closed");
    }

    /// A new one replaces an old one, which says so to everybody, with the way to the new.
    async fn a_new_one_replaces_an_old_one(db: TestDb) {
        let room = Room::new(db).await;
        let old = room.published(&[]).await;
        let public = format!("/public/decisions/{old}");
        let before = room.guest().get(&public).await.expect(StatusCode::OK).words();
        assert!(before.contains("现行有效"), "{before}");
        let text = old.to_string();
        let new = room.published(&[("replaces", text.as_str()), ("replaced_how", "repealed")]).await;
        let after = room.guest().get(&public).await.expect(StatusCode::OK);
        assert!(after.words().contains("起废止，不再有效"), "{}", after.words());
        assert!(after.has(&format!("a[href='/public/decisions/{new}']")));
        let page = room.words("clerk", &format!("/decisions/{old}")).await;
        assert!(page.contains("被替代于") && page.contains("被新的决定替代或废止"), "{page}");
        let list = room.guest().get("/public/decisions").await.expect(StatusCode::OK).words();
        assert!(list.contains("〔2025〕1号") && list.contains("〔2025〕2号") && list.contains("已废止"), "{list}");
    }

    /// A confidential one exists for whoever entered it and those asked; it can't be published.
    async fn a_confidential_one_is_nowhere_else(db: TestDb) {
        let room = Room::new(db).await;
        let id = room.entered(&[("confidential", "1"), ("title", "关于玄鸟台的决定")]).await;
        assert_eq!(room.status("leader", &format!("/decisions/{id}")).await, StatusCode::NOT_FOUND);
        for at in ["/decisions", "/api/v1/matters?kind=decision", "/public/decisions"] {
            let seen = room.client("leader").await.get(at).await.body();
            assert!(!seen.contains("玄鸟"), "{at}");
        }
        assert!(room.finds("leader", "玄鸟台").await.is_empty());
        room.does("clerk", id, "admit", &[]).await;
        room.does("clerk", id, "save_version", &[("stage", "draft"), ("content", "一、略。")]).await;
        room.does("clerk", id, "submit", &[]).await;
        room.does("clerk", id, "put_to_vote", &[]).await;
        let ballot = room.asked(id).await;
        room.votes(ballot, 3, 0, 5, 5).await;
        room.does("clerk", id, "number", &[("code_word", "青川人大常")]).await;
        let fields = [("on_date", "2025-03-05"), ("where", "网站"), ("checked", "1")];
        let never = room.refused("clerk", id, "publish", &fields).await;
        assert!(never.contains("不能公布"), "{never}");
    }
}
