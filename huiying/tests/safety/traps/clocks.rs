//! Reminders and lamps tell of what stands now.

use chrono::{NaiveDate, TimeDelta};
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::{Request, Standing, Task, remind};
use kernel::notice;
use serde_json::Value;
use testkit::TestDb;

use crate::world::{World, rooms};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

/// The open task of a step.
async fn task(world: &World, id: Id, step: &str) -> Task {
    let clerk = world.actor("clerk").await;
    let standing = Standing::read(&world.kernel, &clerk, id).await;
    let standing = standing.expect("the office reads it");
    let found = standing.tasks.iter().find(|t| t.step == step);
    found.unwrap_or_else(|| panic!("{step} runs")).clone()
}

/// The day passes: the clock stands in its morning and the daily reminders go out.
async fn passes(world: &World, day: NaiveDate) {
    world.db.clock.set(Instant::at(day, 9));
    let told = remind::remind(&world.kernel, Instant::at(day, 9)).await;
    told.expect("the reminders go out");
}

/// The reminders somebody has had, oldest first.
async fn reminders(world: &World, who: &str) -> Vec<String> {
    let actor = world.actor(who).await;
    let page = notice::list(&world.db.db, &actor, false, None, 50).await;
    let mut kinds: Vec<String> = page
        .expect("notices")
        .rows
        .into_iter()
        .map(|n| n.kind)
        .filter(|k| ["notice-amber", "notice-late"].contains(&k.as_str()))
        .collect();
    kinds.reverse();
    kinds
}

/// A suggestion in the hands of the section of the water bureau.
async fn handled(world: &World) -> Id {
    let id = world
        .submitted("deputy", "关于城东排涝泵站的建议", false, "deputy")
        .await;
    world.assigned(id, "water", None).await;
    let section = world.county.unit("rivers").to_string();
    let accept = Request::new("accept").field("section", section);
    world.does("unit", id, accept).await;
    id
}

async fn listed(world: &World, who: &str, query: &str, id: Id) -> bool {
    let mut client = world.client(who).await;
    let list = client.get(&format!("/api/v1/matters?{query}")).await;
    let items = list.value()["items"].as_array().cloned();
    let items = items.unwrap_or_else(|| panic!("{}", list.body()));
    items.iter().any(|m| m["id"] == id.to_string())
}

async fn shown(world: &World, who: &str, id: Id) -> Value {
    let mut client = world.client(who).await;
    client.get(&format!("/api/v1/matters/{id}")).await.value()
}

testkit::on_both! { &rooms();
    /// RY #1018: the step that is done again has a clock of its own, and its holder is reminded of it again, although
    /// he was reminded of the first round.
    async fn a_reminder_lives_after_a_send_back(db: TestDb) {
        let world = World::bare(db).await;
        let id = handled(&world).await;
        let first = task(&world, id, "handle").await;
        let (amber, red) = (first.amber_on.expect("amber"), first.red_on.expect("red"));
        passes(&world, amber).await;
        passes(&world, red).await;
        assert_eq!(reminders(&world, "section").await, ["notice-amber", "notice-late"]);
        world.drafted(id).await;
        world.does("section", id, Request::new("submit_draft")).await;
        passes(&world, red + TimeDelta::days(1)).await;
        world.does("unitdeputy", id, Request::new("send_back").reason("inaccurate")).await;
        let again = task(&world, id, "handle").await;
        assert_eq!((again.round, first.round), (2, 1));
        assert!(again.due_on > first.due_on, "the second round has its own limit");
        passes(&world, world.db.now().day()).await;
        assert_eq!(reminders(&world, "section").await.len(), 2, "in time: nothing to say");
        passes(&world, again.amber_on.expect("amber")).await;
        passes(&world, again.red_on.expect("red")).await;
        assert_eq!(
            reminders(&world, "section").await,
            ["notice-amber", "notice-late", "notice-amber", "notice-late"]
        );
    }

    /// GE #812: late while it runs; once it is answered, and once it is filed, no list, lamp or workbench calls it late.
    async fn what_is_resolved_is_never_shown_as_overdue(db: TestDb) {
        let world = World::bare(db).await;
        let id = handled(&world).await;
        let due = shown(&world, "clerk", id).await["due_on"].as_str().and_then(|d| d.parse().ok());
        let due: NaiveDate = due.expect("a last day");
        passes(&world, due + TimeDelta::days(5)).await;
        assert_eq!(shown(&world, "clerk", id).await["lamp"], "red");
        assert!(listed(&world, "clerk", "lamp=red", id).await);
        assert!(world.client("clerk").await.get("/proposals?lamp=red").await.body().contains(&id.to_string()));

        world.answered_from_section(id).await;
        assert_ne!(shown(&world, "clerk", id).await["lamp"], "red", "answered, if late");
        world.does("deputy", id, Request::new("rate").field("result", "satisfied")).await;
        world.does("clerk", id, Request::new("archive")).await;
        passes(&world, due + TimeDelta::days(400)).await;
        for who in ["clerk", "unit", "deputy", "leader"] {
            let lamp = shown(&world, who, id).await["lamp"].clone();
            assert!(lamp.is_null() || lamp == "green", "{who} is shown {lamp}");
            for lamp in ["lamp=red", "lamp=amber"] {
                assert!(!listed(&world, who, lamp, id).await, "{who} lists it under {lamp}");
            }
            let mut client = world.client(who).await;
            for page in ["/", "/proposals?lamp=red"] {
                let page = client.get(page).await;
                assert!(!page.texts("main").join("").contains("城东排涝泵站"), "{who}: {}", page.words());
            }
        }
    }

    /// GE #4709: an extension moves the matter's last day and, with it, that of the unit's own step: nobody is reminded
    /// of the old day, and everybody of the new one.
    async fn a_reminder_moves_with_its_deadline(db: TestDb) {
        let world = World::bare(db).await;
        let id = handled(&world).await;
        let before = task(&world, id, "handle").await;
        let whole = shown(&world, "clerk", id).await["due_on"].clone();
        let ask = Request::new("request_extension").field("ask", "泵站设备需重新招标");
        world.does("unit", id, ask).await;
        world.does("clerk", id, Request::new("grant_extension")).await;
        let after = task(&world, id, "handle").await;
        let matter = shown(&world, "clerk", id).await;
        assert!(matter["due_on"].as_str() > whole.as_str(), "{matter}");
        assert!(after.amber_on > before.red_on, "the step's day moved: {before:?} {after:?}");
        let card = matter["tasks"].as_array().expect("tasks").iter().find(|t| t["step"] == "handle").cloned();
        assert!(card.expect("handling")["explanation"].to_string().contains("泵站设备需重新招标"), "{matter}");

        for passed in [before.amber_on, before.red_on] {
            passes(&world, passed.expect("a day")).await;
            assert!(reminders(&world, "section").await.is_empty(), "no longer due on {passed:?}");
        }
        passes(&world, after.amber_on.expect("amber")).await;
        passes(&world, after.red_on.expect("red")).await;
        assert_eq!(reminders(&world, "section").await, ["notice-amber", "notice-late"]);
    }

    /// EP #1118: ten working days from Friday 26 September 2025 end on 16 October, over a make-up Sunday, eight days
    /// off and a make-up Saturday (国办发明电〔2024〕12号); not a fortnight later.
    async fn ten_working_days_are_no_fortnight(db: TestDb) {
        let world = World::bare(db).await;
        world.db.clock.set(Instant::at(day(2025, 9, 26), 9));
        let mut deputy = world.client("deputy").await;
        deputy.get("/proposals/new/suggestion").await;
        let typed = [
            ("title", "关于修复滨河路路灯的建议"),
            ("background", "滨河路自南桥至北桥共四十二盏路灯，去冬以来有十七盏不亮，夜间行人不便，老人儿童多次跌倒，群众反映强烈，多次报修没有结果，去年冬天以来已有三起事故。"),
            ("demand", "建议一个月内逐盏检修，安装节能灯，并建立报修电话。"),
            ("form", "single"),
            ("seen", "yes"),
            ("only", "draft"),
        ];
        let kept = deputy.post("/proposals/new/suggestion", &typed).await;
        let place = kept.location().unwrap_or_else(|| panic!("{}", kept.words())).to_owned();
        let id = place.rsplit('/').next().expect("an id");
        let matter = deputy.get(&format!("/api/v1/matters/{id}")).await.value();
        assert_eq!((matter["state"].as_str(), matter["due_on"].as_str()), (Some("cosign"), Some("2025-10-16")));
        let page = deputy.get(&place).await;
        assert!(page.words().contains("2025年10月16日"), "{}", page.words());
    }
}
