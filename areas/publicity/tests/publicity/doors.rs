//! One act, two doors: what the pages of groups, quotas, the network, training and the calendar do, a program does too, and
//! is refused the same.

use axum::http::{Method, StatusCode};
use kernel::history;
use serde_json::{Value, json};
use testkit::{Client, Page, TestDb};

use super::asked::room;
use super::room::rooms;

async fn send(client: &mut Client, path: &str, body: Value) -> Page {
    let path = format!("/api/v1/publicity/{path}");
    client.json(Method::POST, &path, &[], &body).await
}

async fn told(client: &mut Client, path: &str) -> Value {
    let path = format!("/api/v1/publicity/{path}");
    client.get(&path).await.expect(StatusCode::OK).value()
}

fn id(made: Page) -> String {
    let made = made.expect(StatusCode::CREATED).value();
    made["id"].as_str().expect("an id").to_owned()
}

testkit::on_both! { &rooms();
    /// A group, its people, its quota, days away and the week's board; pages show it, the settings history tells of each.
    async fn a_program_keeps_groups_and_quotas_as_the_page_does(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/groups").await.expect(StatusCode::OK);
        let group = id(send(&mut clerk, "groups", json!({"name": "一组"})).await);
        let taken = send(&mut clerk, "groups", json!({"name": "一组"})).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(taken.body().contains("publicity-name-taken"), "{}", taken.body());
        let long = send(&mut clerk, "groups", json!({"name": "组".repeat(41)})).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(long.body().contains("frame-field-too-long"), "{}", long.body());
        for (who, lead) in [("grouplead", true), ("correspondent", false)] {
            let member = json!({"person": room.county.person(who).to_string(), "lead": lead, "from_on": "2025-01-01"});
            send(&mut clerk, &format!("groups/{group}/members"), member).await.expect(StatusCode::NO_CONTENT);
        }
        let page = clerk.get(&format!("/publicity/groups/{group}")).await.expect(StatusCode::OK).words();
        assert!(page.contains("张稿") && page.contains("施笔"), "{page}");
        let quota = json!({"group": group, "from_on": "2025-03-05", "per_week": 3, "each": 1, "counts": "adopted"});
        send(&mut clerk, "quotas", quota).await.expect(StatusCode::NO_CONTENT);
        let wrong = json!({"group": group, "from_on": "2025-03-05", "per_week": 501, "each": 1, "counts": "adopted"});
        send(&mut clerk, "quotas", wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let quotas = told(&mut clerk, "quotas").await;
        assert_eq!((&quotas["items"][0]["from_on"], &quotas["items"][0]["per_week"]), (&json!("2025-03-03"), &json!(3)));

        let person = room.county.person("correspondent").to_string();
        let away = json!({"person": person, "from_on": "2025-03-01", "to_on": "2025-03-09", "why": "培训"});
        send(&mut clerk, "away", away.clone()).await.expect(StatusCode::NO_CONTENT);
        let board = told(&mut clerk, "board?week=2025-03-06").await;
        assert_eq!((&board["from"], &board["to"]), (&json!("2025-03-03"), &json!("2025-03-09")));
        let of = |board: &Value| {
            let group = &board["groups"][0];
            let line = group["members"].as_array().expect("members").iter().find(|m| m["id"] == json!(person)).expect("a line").clone();
            (group["group"]["owed"].clone(), line["owed"].clone(), line["away"].clone())
        };
        assert_eq!(of(&board), (json!(1), json!(0), json!(true)), "{board}");
        let weeks = told(&mut clerk, "board/weeks?from=2025-02-01&to=2025-03-09").await;
        assert_eq!(weeks["items"].as_array().expect("weeks").len(), 1, "a week without a quota has no line: {weeks}");
        assert_eq!(weeks["items"][0]["group"]["standing"], "short");
        let page = clerk.get("/publicity/board/weeks?from=2025-02-01&to=2025-03-09").await.expect(StatusCode::OK).words();
        assert!(page.contains("一组") && page.contains("0 / 1"), "{page}");
        clerk.get("/publicity/board/weeks?from=2015-02-01").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let absence = told(&mut clerk, "away").await["items"][0]["id"].as_str().expect("an id").to_owned();
        send(&mut clerk, &format!("away/{absence}/remove"), json!({})).await.expect(StatusCode::NO_CONTENT);
        assert_eq!(of(&told(&mut clerk, "board?week=2025-03-06").await), (json!(3), json!(1), json!(false)));

        let groups = told(&mut clerk, "groups").await;
        let member = groups["items"][0]["members"][1]["id"].as_str().expect("an id").to_owned();
        send(&mut clerk, &format!("groups/{group}/members/{member}/end"), json!({})).await.expect(StatusCode::NO_CONTENT);
        send(&mut clerk, &format!("groups/{group}"), json!({"name": "第一组", "ended_on": "2025-12-31"})).await.expect(StatusCode::NO_CONTENT);
        let groups = told(&mut clerk, "groups").await;
        assert_eq!((&groups["items"][0]["name"], &groups["items"][0]["members"][1]["to_on"]), (&json!("第一组"), &json!("2025-03-05")));

        let auditor = room.county.actor(&room.db, "auditor").await;
        let settings = history::of_settings(&room.db.db, &auditor, None, 50).await.expect("read");
        let kinds: Vec<&str> = settings.rows.iter().rev().map(|e| e.kind.as_str()).filter(|k| k.starts_with("publicity_")).collect();
        assert_eq!(kinds, ["publicity_group.added", "publicity_group.joined", "publicity_group.joined", "publicity_quota.set",
            "publicity_away.added", "publicity_away.removed", "publicity_group.left", "publicity_group.edited"]);
        let mut writer = room.client("correspondent").await;
        writer.get("/publicity/groups").await.expect(StatusCode::OK);
        told(&mut writer, "groups").await;
        told(&mut writer, "board").await;
        writer.get("/api/v1/publicity/quotas").await.expect(StatusCode::FORBIDDEN);
        send(&mut writer, "groups", json!({"name": "二组"})).await.expect(StatusCode::FORBIDDEN);
        send(&mut writer, "away", away).await.expect(StatusCode::FORBIDDEN);
    }

    /// Naming somebody, training with who came, an entry of the calendar from its plan to its outcome.
    async fn a_program_keeps_the_network_and_the_calendar_as_the_page_does(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/network").await.expect(StatusCode::OK);
        let (unit, person) = (room.county.unit("water").to_string(), room.county.person("correspondent").to_string());
        let named = |asked_taken: i64| json!({"unit": unit, "person": person, "duty": "correspondent", "asked": 2, "asked_taken": asked_taken, "from_on": "2025-01-01"});
        let wrong = send(&mut clerk, "network", named(3)).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body().contains("network-asks-more"), "{}", wrong.body());
        let one = id(send(&mut clerk, "network", named(1)).await);
        assert_eq!(told(&mut clerk, "network").await["items"][0]["id"], json!(one));
        send(&mut clerk, &format!("network/{one}"), json!({"asked": 5, "asked_taken": 2})).await.expect(StatusCode::NO_CONTENT);
        assert_eq!(told(&mut clerk, "network").await["items"][0]["asked"], 5);

        let session = |day: &str| json!({"title": "新闻写作", "on_date": day, "place": "县委党校"});
        let ahead = id(send(&mut clerk, "trainings", session("2025-04-01")).await);
        let came = |came: &str| json!({"attendance": [{"person": person, "came": came}]});
        send(&mut clerk, &format!("trainings/{ahead}"), came("present")).await.expect(StatusCode::CONFLICT);
        let held = id(send(&mut clerk, "trainings", session("2025-03-01")).await);
        let roll = told(&mut clerk, &format!("trainings/{held}")).await;
        assert_eq!((&roll["roll"][0]["person"], &roll["roll"][0]["came"]), (&json!(person), &Value::Null));
        let stranger = json!({"attendance": [{"person": room.county.person("leader").to_string(), "came": "present"}]});
        for wrong in [json!({"attendance": []}), came("late"), stranger] {
            send(&mut clerk, &format!("trainings/{held}"), wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        }
        send(&mut clerk, &format!("trainings/{held}"), came("present")).await.expect(StatusCode::NO_CONTENT);
        let all = told(&mut clerk, "trainings?to=2025-03-31").await;
        assert_eq!((all["items"].as_array().expect("items").len(), &all["items"][0]["present"]), (1, &json!(1)));
        assert_eq!(told(&mut clerk, "network").await["items"][0]["trained"], 1);

        let entry = |kind: Option<&str>, title: &str, at: &str| json!({"kind": kind, "title": title, "on_date": "2025-03-05", "at_time": at, "people": [person]});
        let wrong = send(&mut clerk, "calendar", entry(Some("interview"), "采访", "25:00")).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body().contains("media-time-wrong"), "{}", wrong.body());
        let made = id(send(&mut clerk, "calendar", entry(Some("interview"), "采访联络站", "9:30")).await);
        let page = clerk.get(&format!("/publicity/media/{made}")).await.expect(StatusCode::OK).words();
        assert!(page.contains("采访联络站") && page.contains("09:30"), "{page}");
        send(&mut clerk, &format!("calendar/{made}"), entry(None, "采访代表家站", "10:00")).await.expect(StatusCode::NO_CONTENT);
        let one = told(&mut clerk, &format!("calendar/{made}")).await;
        assert_eq!((&one["title"], &one["at_time"], &one["people_ids"][0]), (&json!("采访代表家站"), &json!("10:00"), &json!(person)));
        let why = send(&mut clerk, &format!("calendar/{made}/close"), json!({"state": "cancelled"})).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(why.body().contains("media-why-missing"), "{}", why.body());
        send(&mut clerk, &format!("calendar/{made}/close"), json!({"state": "done", "outcome": "写成通讯一篇"})).await.expect(StatusCode::NO_CONTENT);
        send(&mut clerk, &format!("calendar/{made}"), entry(None, "再改", "")).await.expect(StatusCode::CONFLICT);
        let listed = told(&mut clerk, "calendar?from=2025-03-01&to=2025-03-31").await;
        assert_eq!((&listed["items"][0]["state"], &listed["items"][0]["outcome"]), (&json!("done"), &json!("写成通讯一篇")));
        let mut writer = room.client("correspondent").await;
        assert!(writer.get("/notices").await.expect(StatusCode::OK).words().contains("采访"));
        send(&mut writer, "calendar", entry(Some("interview"), "自己去", "")).await.expect(StatusCode::FORBIDDEN);
        send(&mut writer, "network", named(1)).await.expect(StatusCode::FORBIDDEN);
        send(&mut writer, "trainings", session("2025-03-02")).await.expect(StatusCode::FORBIDDEN);
    }
}
