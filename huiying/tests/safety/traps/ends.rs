//! What is done is done: for whoever might change it, on every list, and for what it was part of.

use axum::http::{Method, StatusCode};
use kernel::id::Id;
use kernel::matter::{Request, Standing};
use kernel::notice;
use serde_json::json;
use testkit::TestDb;

use crate::world::{World, rooms};

/// Whether somebody's workbench has a matter among what is his to do; what he only follows stands below that.
async fn holds(world: &World, who: &str, id: &str) -> bool {
    let bench = world.client(who).await.get("/").await;
    let bench = bench.expect(StatusCode::OK);
    let mine = bench.attributes("#t-late a, #t-due a, #t-mine a", "href");
    mine.iter().any(|href| href.ends_with(id))
}

/// Whether a notice nobody has read yet asks somebody for a step of a matter.
async fn asked(world: &World, who: &str, id: Id) -> bool {
    let actor = world.actor(who).await;
    let unread = notice::list(&world.db.db, &actor, true, None, 50).await;
    let unread = unread.expect("notices").rows;
    unread
        .iter()
        .any(|n| n.kind.starts_with("notice-task") && n.about.as_ref().is_some_and(|a| a.id == id))
}

testkit::on_both! { &rooms();
    /// GE #1594: nobody changes what was filed, by any act of its procedure, on the page or as a program.
    async fn what_is_decided_is_not_edited(db: TestDb) {
        let world = World::new(db).await;
        let id: Id = world.at.filed.parse().expect("an id");
        let clerk = world.actor("clerk").await;
        let before = Standing::read(&world.kernel, &clerk, id).await.expect("read");
        let definition = &before.pinned.definition;
        let mut acts: Vec<String> = definition.acts.iter().map(|a| a.id.clone()).collect();
        acts.extend(definition.steps.iter().flat_map(|s| s.acts.iter().map(|a| a.id.clone())));
        assert!(acts.len() > 20, "{acts:?}");
        let rev = before.matter.rev.to_string();
        let tag = format!("\"{rev}\"");
        for who in ["deputy", "clerk", "officeleader", "unit", "section", "unitprincipal", "countyleader"] {
            let mut client = world.client(who).await;
            client.get("/account").await;
            for act in &acts {
                let typed = [
                    ("rev", rev.as_str()), ("title", "改过的标题"), ("letter", "改过的答复"), ("note", "改"),
                    ("background", "改过的案由"), ("demand", "改过的建议"), ("result", "satisfied"), ("lesson", "改"),
                ];
                let page = client.post(&format!("/matters/{id}/acts/{act}"), &typed).await;
                assert!(page.status.is_client_error(), "{who} {act}: {} {}", page.status, page.words());
                let body = json!({"fields": {"title": "改过的标题", "note": "改"}});
                let address = format!("/api/v1/matters/{id}/acts/{act}");
                let page = client.json(Method::POST, &address, &[("if-match", &tag)], &body).await;
                assert!(page.status.is_client_error(), "{who} {act} as a program: {}", page.body());
            }
        }
        let after = Standing::read(&world.kernel, &clerk, id).await.expect("read");
        assert_eq!((after.matter.rev, after.matter.title), (before.matter.rev, before.matter.title));

        // Before that, whoever brought it in no longer edits what is with the office.
        let edit = [("rev", "1"), ("title", "改过的标题"), ("background", "改过的案由"), ("demand", "改过的建议")];
        let mut deputy = world.client("deputy").await;
        deputy.get("/account").await;
        let page = deputy.post(&format!("/matters/{}/acts/edit", world.at.running), &edit).await;
        assert!(page.status.is_client_error(), "{}", page.words());
    }

    /// FR #79: what one of several holders did leaves the workbench and the bell of each of them, and reaches those of
    /// the next.
    async fn what_is_done_leaves_every_workbench(db: TestDb) {
        let world = World::bare(db).await;
        let id = world.submitted("deputy", "关于城东排涝泵站的建议", false, "deputy").await;
        let at = id.to_string();
        assert!(holds(&world, "clerk", &at).await && holds(&world, "clerk2", &at).await);
        assert!(asked(&world, "clerk2", id).await);
        world.assigned(id, "water", None).await;
        assert!(!asked(&world, "clerk2", id).await, "nobody is asked for what a colleague did");
        assert!(asked(&world, "unit", id).await);
        assert!(!holds(&world, "clerk", &at).await && !holds(&world, "clerk2", &at).await);
        assert!(holds(&world, "unit", &at).await);
        let section = world.county.unit("rivers").to_string();
        world.does("unit", id, Request::new("accept").field("section", section)).await;
        assert!(!holds(&world, "unit", &at).await && holds(&world, "section", &at).await);
        world.answered_from_section(id).await;
        assert!(holds(&world, "deputy", &at).await && !holds(&world, "section", &at).await);
        world.does("deputy", id, Request::new("rate").field("result", "satisfied")).await;
        assert!(holds(&world, "clerk", &at).await && holds(&world, "clerk2", &at).await);
        world.does("clerk2", id, Request::new("archive")).await;
        for who in ["clerk", "clerk2", "officeleader", "unit", "section", "unitprincipal", "countyleader"] {
            assert!(!holds(&world, who, &at).await, "{who} still has it to do");
        }
    }

    /// DE #2952: a stage that was delivered shows on the matter whose reply promised it, at once.
    async fn what_is_delivered_shows_on_its_parent(db: TestDb) {
        let world = World::new(db).await;
        let (parent, promised) = (world.at.filed.clone(), world.at.promised.clone());
        let mut clerk = world.client("clerk").await;
        let address = format!("/api/v1/matters/{parent}");
        let before = clerk.get(&address).await.value()["detail"]["commitments"].clone();
        assert!(before[0]["delivered_on"].is_null(), "{before}");
        let page = clerk.get(&format!("/proposals/{parent}")).await;
        assert!(!page.words().contains("主体已经开工"), "{}", page.words());
        let report = Request::new("report_stage")
            .field("stage", "1")
            .field("on_date", world.db.now().day())
            .field("evidence", "城东干渠主体已经开工");
        world.does("unit", promised.parse().expect("an id"), report).await;
        let after = clerk.get(&address).await.value()["detail"]["commitments"].clone();
        assert_eq!(after[0]["delivered_on"], world.db.now().day().to_string(), "{after}");
        let page = clerk.get(&format!("/proposals/{parent}")).await;
        assert!(page.words().contains("2025年3月5日"), "{}", page.words());
    }
}
