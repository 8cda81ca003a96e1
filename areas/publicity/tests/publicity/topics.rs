//! Topics tied to their matter after planning, topics that recur, and the pages of the board of work without coverage.

use axum::http::{Method, StatusCode};
use chrono::{Days, NaiveDate};
use kernel::db::sql;
use kernel::history::Audience;
use kernel::id::Id;
use kernel::matter::open;
use publicity::actions::campaign::{self, Planning};
use publicity::model::campaign::Theme;
use serde_json::{Map, Value, json};
use testkit::{Client, TestDb, system_act};

use super::asked::room;
use super::room::{Room, rooms};
use super::walk::{does, ready, state};

/// A campaign that runs to a day: work that may be reported, of this area's own.
async fn work(room: &Room, title: &str, to_on: NaiveDate) -> String {
    let clerk = room.county.actor(&room.db, "clerk").await;
    let new = Planning {
        title: title.to_owned(),
        theme: Theme::Law,
        from_on: to_on - Days::new(40),
        to_on,
        goal: "讲好代表故事".to_owned(),
    };
    let id = campaign::plan(&room.kernel, &clerk, new).await;
    id.expect("planned").to_string()
}

async fn plan(client: &mut Client, new: Value) -> String {
    client.get("/publicity/topics").await.expect(StatusCode::OK);
    let path = "/api/v1/publicity/topics";
    let made = client.json(Method::POST, path, &[], &new).await;
    let made = made.expect(StatusCode::CREATED).value();
    made["id"].as_str().expect("an id").to_owned()
}

async fn coverage(client: &mut Client, query: &str) -> Value {
    let path = format!("/api/v1/publicity/coverage?kind=campaign&{query}");
    client.get(&path).await.expect(StatusCode::OK).value()
}

/// Makes a matter one that only some may know of.
async fn hide(room: &Room, id: &str, confidentiality: &str) {
    let id: Id = id.parse().expect("an id");
    let mut act = system_act(&room.db.db, room.county.organ, room.db.now())
        .await
        .expect("an act");
    sql("UPDATE matter SET confidentiality = $2 WHERE id = $1")
        .bind(id)
        .bind(confidentiality)
        .run(&mut act)
        .await
        .expect("hidden");
    let nothing = Map::new();
    open::tell(
        &room.kernel,
        &mut act,
        id,
        "told",
        Audience::Office,
        &nothing,
    )
    .await
    .expect("its readers follow");
    act.commit().await.expect("kept");
}

testkit::on_both! { &rooms();
    /// A topic of nothing in particular is tied by its form to a matter, then to another by its address, then to none; what
    /// it reported stands in its history, and the board follows.
    async fn what_a_topic_reports_is_said_after_it_was_planned(db: TestDb) {
        let room = room(db).await;
        ready(&room).await;
        let day = room.db.clock.today() + Days::new(10);
        let (one, two) = (work(&room, "宪法宣传周", day).await, work(&room, "代表法宣传月", day).await);
        let mut clerk = room.client("clerk").await;
        let topic = plan(&mut clerk, json!({"title": "走进代表家站", "genres": ["news"], "due_on": day})).await;
        let form = clerk.get(&format!("/matters/{topic}/acts/tie")).await.expect(StatusCode::OK);
        let offered = form.attributes("table a", "href").join(" ");
        assert!(offered.contains(&format!("/matters/{topic}/acts/tie?subject={one}")), "{offered}");
        does(&mut clerk, &topic, "tie", &[("subject", &one)]).await;
        let page = clerk.get(&format!("/publicity/topics/{topic}")).await.expect(StatusCode::OK);
        assert!(page.attributes("dl a", "href").contains(&format!("/matters/{one}")), "{}", page.body());
        let board = coverage(&mut clerk, "").await;
        let of = |board: &Value, id: &str| {
            let all = board["items"].as_array().expect("items").clone();
            all.into_iter().find(|w| w["id"] == id).expect("listed")["coverage"].as_str().map(str::to_owned)
        };
        assert_eq!((of(&board, &one), of(&board, &two)), (Some("planned".to_owned()), Some("none".to_owned())));

        does(&mut clerk, &topic, "tie", &[("subject", &format!("http://127.0.0.1:7100/matters/{two}?lang=zh"))]).await;
        let board = coverage(&mut clerk, "").await;
        assert_eq!((of(&board, &one), of(&board, &two)), (Some("none".to_owned()), Some("planned".to_owned())));
        let page = clerk.get(&format!("/publicity/topics/{topic}")).await.words();
        assert!(page.contains("Say what it reports") && page.contains("宪法宣传周") && page.contains("代表法宣传月"), "{page}");

        // What is typed wrong is said at its field; a topic reports no topic.
        let rev = clerk.get(&format!("/api/v1/matters/{topic}")).await.value()["rev"].to_string();
        for (subject, said) in [("第999号", "publicity-topic-no-such"), (topic.as_str(), "publicity-topic-of-piece"), (two.as_str(), "publicity-unchanged")] {
            let path = format!("/api/v1/matters/{topic}/acts/tie");
            let body = json!({"fields": {"subject": subject}});
            let no = clerk.json(Method::POST, &path, &[("if-match", &rev)], &body).await;
            let no = no.expect(StatusCode::UNPROCESSABLE_ENTITY).body();
            assert!(no.contains(said), "{subject}: {no}");
        }
        does(&mut clerk, &topic, "untie", &[("note", "改作综述")]).await;
        let board = coverage(&mut clerk, "").await;
        assert_eq!(of(&board, &two), Some("none".to_owned()));
        let again = clerk.get(&format!("/matters/{topic}/acts/untie")).await.words();
        assert!(again.contains("nothing in particular as it is"), "{again}");
        // From the matter's side: it may be tied in one press.
        let planning = clerk.get(&format!("/publicity/topics/new?matter={one}")).await.expect(StatusCode::OK);
        let ways = planning.attributes("table a", "href").join(" ");
        assert!(ways.contains(&format!("/matters/{topic}/acts/tie?subject={one}")), "{ways}");
    }

    /// What only some may know of is tied to no topic that others read: the clerk, who knows it, is told why and what to do;
    /// for whoever does not know it, it isn't there. A topic planned from it is confidential itself, and so may be.
    async fn an_open_topic_never_reports_what_is_confidential(db: TestDb) {
        let room = room(db).await;
        ready(&room).await;
        let day = room.db.clock.today() + Days::new(10);
        let secret = work(&room, "未公布的宣传", day).await;
        hide(&room, &secret, "confidential").await;
        let embargoed = work(&room, "人事任免宣传", day).await;
        hide(&room, &embargoed, "embargo").await;
        let mut clerk = room.client("clerk").await;
        let topic = plan(&mut clerk, json!({"title": "走进代表家站", "genres": ["news"], "due_on": day})).await;
        let place = format!("/matters/{topic}/acts/tie");
        for (subject, key, said) in [
            (&secret, "publicity-topic-tie-secret", "a topic everybody reads can’t report it. Plan one from its own page"),
            (&embargoed, "publicity-topic-", "can"),
        ] {
            let form = clerk.get(&place).await.expect(StatusCode::OK);
            let rev = form.attribute("input[name=rev]", "value").expect("a revision");
            let no = clerk.post(&place, &[("rev", &rev), ("subject", subject)]).await;
            let no = no.expect(StatusCode::UNPROCESSABLE_ENTITY).words();
            assert!(no.contains(said), "{no}");
            let body = json!({"fields": {"subject": subject}});
            let no = clerk.json(Method::POST, &format!("/api/v1{place}"), &[("if-match", &rev)], &body).await;
            let no = no.expect(StatusCode::UNPROCESSABLE_ENTITY).body();
            assert!(no.contains(key), "{no}");
        }
        let place = format!("{place}?lang=zh");
        let form = clerk.get(&place).await.expect(StatusCode::OK);
        // What would be refused is not offered either.
        assert!(!form.words().contains("未公布的宣传"), "{}", form.words());
        let rev = form.attribute("input[name=rev]", "value").expect("a revision");
        let no = clerk.post(&place, &[("rev", &rev), ("subject", &secret)]).await.words();
        assert!(no.contains("这件事尚未公开，不能由公开的选题来报道。请从这件事的页面另行策划选题"), "{no}");

        let own = plan(&mut clerk, json!({"title": "保密选题", "genres": ["news"], "due_on": day, "subject": secret})).await;
        let confidential = clerk.get(&format!("/api/v1/matters/{own}")).await.expect(StatusCode::OK).value();
        assert_eq!(confidential["confidentiality"], "confidential", "{confidential}");
        room.client("correspondent").await.get(&format!("/publicity/topics/{own}")).await.expect(StatusCode::NOT_FOUND);
    }

    /// A weekly topic: once its piece is released the next stands, owed a week later, by the same group and planner; once,
    /// whatever else ends. The system did it, and says so. One set back to once is the last.
    async fn a_topic_that_recurs_plans_the_next_by_itself(db: TestDb) {
        let room = room(db).await;
        let (group, _) = ready(&room).await;
        let today = room.db.clock.today();
        let mut clerk = room.client("clerk").await;
        let new = json!({"title": "一周要闻", "genres": ["news"], "due_on": today + Days::new(2), "event_on": today, "group": group.to_string(), "every": "week"});
        let topic = plan(&mut clerk, new).await;
        assert_eq!(state(&room, "clerk", &topic).await, "covering");
        let mut author = room.client("correspondent").await;
        author.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = author.post("/publicity/manuscripts/new", &[("topic", &topic), ("title", "本周代表这样履职"), ("genre", "news"), ("event_on", "")]).await;
        let place = begun.location().expect("begun").to_owned();
        let piece = place.split('/').nth(3).expect("its id").to_owned();
        author.post(&place, &[("version", "0"), ("title", "本周代表这样履职"), ("content", "正文。")]).await.expect(StatusCode::SEE_OTHER);
        does(&mut author, &piece, "submit", &[]).await;
        let score = [("lively", "20"), ("deep", "20"), ("solid", "20"), ("note", "")];
        does(&mut room.client("grouplead").await, &piece, "pass", &score).await;
        does(&mut room.client("officeleader").await, &piece, "pass", &score).await;
        let next_of = async |topic: &str| room.client("clerk").await.get(&format!("/api/v1/matters/{topic}")).await.value()["detail"]["next"].clone();
        assert!(next_of(&topic).await.is_null());
        does(&mut room.client("leader").await, &piece, "release", &score).await;
        let next = next_of(&topic).await.as_str().expect("the next stands").to_owned();
        let detail = clerk.get(&format!("/api/v1/matters/{next}")).await.expect(StatusCode::OK).value();
        assert_eq!(detail["title"], "一周要闻");
        assert_eq!(detail["state"], "covering");
        assert_eq!(detail["detail"]["due_on"], json!(today + Days::new(9)));
        assert_eq!(detail["detail"]["event_on"], json!(today + Days::new(7)));
        assert_eq!(detail["detail"]["group"], "第一组");
        assert_eq!(detail["detail"]["previous"], json!(topic));
        let page = clerk.get(&format!("/publicity/topics/{topic}")).await.expect(StatusCode::OK);
        assert!(page.attributes("dl a", "href").contains(&format!("/publicity/topics/{next}")));
        assert!(page.words().contains("The next topic was planned"), "{}", page.words());
        let opened = clerk.get(&format!("/api/v1/matters/{next}/history")).await.expect(StatusCode::OK).value();
        assert!(opened["items"].as_array().expect("events").iter().any(|e| e["kind"] == "opened" && e["by"].is_null()), "{opened}");
        // It ends: no second one. The planner of the first keeps the next, and ends the row.
        does(&mut room.client("clerk").await, &piece, "send_out", &[("outlets", &outlet(&room).await)]).await;
        does(&mut clerk, &topic, "conclude", &[("note", "")]).await;
        assert_eq!(next_of(&topic).await, json!(next));
        let listed = clerk.get("/api/v1/publicity/topics").await.expect(StatusCode::OK).value();
        assert_eq!(listed["items"].as_array().expect("items").len(), 2, "{listed}");
        does(&mut clerk, &next, "recur", &[("every", "once")]).await;
        does(&mut clerk, &next, "drop", &[("note", "专栏停办")]).await;
        assert!(next_of(&next).await.is_null());
    }

    /// The board has pages: what they hold together is everything, once, in its order; the figures count all of it. What is
    /// told or given up is not counted, as the rule for one says.
    async fn the_board_of_unreported_work_has_pages(db: TestDb) {
        let room = room(db).await;
        ready(&room).await;
        let today = room.db.clock.today();
        let mut clerk = room.client("clerk").await;
        let mut all = Vec::new();
        for n in 0..57u64 {
            let day = today + Days::new(n % 9 + 1);
            all.push((day, work(&room, &format!("宣传活动{n}"), day).await));
        }
        let topic = plan(&mut clerk, json!({"title": "不报的事", "genres": ["news"], "due_on": today, "subject": all[3].1})).await;
        does(&mut clerk, &topic, "drop", &[("note", "内部工作")]).await;
        let settled = all.remove(3).1;
        all.sort_by_key(|(day, id)| (*day, id.parse::<Id>().expect("an id").0));
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        for _ in 0..20 {
            let page = coverage(&mut clerk, &format!("limit=10{cursor}")).await;
            seen.extend(page["items"].as_array().expect("items").iter().map(|w| w["id"].as_str().expect("an id").to_owned()));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let expected: Vec<String> = all.iter().map(|(_, id)| id.clone()).collect();
        assert_eq!(seen, expected);
        let told = coverage(&mut clerk, "show=all&limit=200").await;
        assert_eq!(told["items"].as_array().expect("items").len(), 57);
        let page = clerk.get("/publicity/coverage?kind=campaign").await.expect(StatusCode::OK);
        assert_eq!(page.texts(".figure b"), ["0", "56"]);
        assert_eq!(page.texts("#ahead tbody tr").len(), 50);
        assert!(!page.body().contains(&settled));
        let next = page.attributes("#ahead a", "href").into_iter().find(|h| h.contains("next=")).expect("a second page");
        let second = clerk.get(next.split('#').next().expect("an address")).await.expect(StatusCode::OK);
        assert_eq!(second.texts("#ahead tbody tr").len(), 6);
        clerk.get("/publicity/coverage?next=nonsense").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        clerk.get("/api/v1/publicity/coverage?cursor=nonsense").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
}

async fn outlet(room: &Room) -> String {
    let all = publicity::store::outlet::outlets(&room.db.db, room.county.organ).await;
    all.expect("outlets")[0].id.to_string()
}
