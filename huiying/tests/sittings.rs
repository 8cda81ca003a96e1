//! A sitting and what other areas bring to it, through HTTP: a matter that is hidden stands on the agenda without its name;
//! what a sitting demands becomes a matter of a unit.

#[path = "../../areas/meetings/tests/meetings/room.rs"]
#[allow(dead_code, reason = "what the area's own tests ask of it as well")]
mod room;

use axum::http::StatusCode;
use kernel::db::Migrations;
use testkit::TestDb;

use room::{Room, does, item};

fn rooms() -> [Migrations; 4] {
    let [kernel, ballot, meetings] = room::rooms();
    [kernel, ballot, meetings, decisions::MIGRATIONS]
}

async fn house(db: TestDb) -> Room {
    let areas = vec![meetings::area(), decisions::area(), office::area()];
    Room::of(db, areas).await
}

testkit::on_both! { &rooms();
    /// Members, leaders and search read a neutral title; whoever is named on the matter is led to it, and reads it there.
    async fn a_hidden_matter_stands_on_the_agenda_without_its_name(db: TestDb) {
        let room = house(db).await;
        let body = room.committee().await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/decisions/new").await.expect(StatusCode::OK);
        let fields = [
            ("title", "关于玄鸟台的决定"), ("form", "decision"), ("subject", "environment"), ("body", "standing_committee"),
            ("brought_by", "chairpersons"), ("bringer", "主任会议"), ("received_on", "2025-03-05"), ("reason", "理由。"),
            ("confidential", "1"),
        ];
        let entered = clerk.post("/decisions/new", &fields).await;
        let secret = entered.location().unwrap_or_else(|| panic!("{}", entered.words())).to_owned();
        let secret = secret.rsplit('/').next().expect("an id").to_owned();
        let meeting = room.meeting(&mut clerk, &body, "第二十七次会议", "2025-03-14").await;
        clerk.get(&format!("{meeting}/items/new")).await.expect(StatusCode::OK);
        // Somebody who does not know of it cannot put it there, and is not told that it is.
        let mut committee = room.client("committee").await;
        let form = committee.get(&format!("{meeting}/items/new")).await.expect(StatusCode::OK);
        assert!(!form.body().contains("玄鸟"));
        let fields = [("kind", "decision"), ("title", "别名"), ("matter", secret.as_str())];
        committee.post(&format!("{meeting}/items/new"), &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        clerk.post(&format!("{meeting}/items/new"), &fields).await.expect(StatusCode::SEE_OTHER);
        does(&mut clerk, &meeting, "call", &[]).await.expect(StatusCode::SEE_OTHER);

        let agenda = clerk.get(&format!("/api/v1{meeting}/agenda")).await.value();
        let at = format!("{meeting}/items/{}", agenda["items"][0]["id"].as_str().expect("an id"));
        assert_eq!(agenda["items"][0]["matter"], secret.as_str());
        let mut others = Vec::new();
        for who in ["committee", "leader", "chief", "deputy"] {
            others.push(room.client(who).await);
        }
        for other in &mut others {
            let page = other.get(&meeting).await.expect(StatusCode::OK);
            assert!(page.words().contains("A decision"), "{}", page.words());
            let told = other.get(&format!("/api/v1{meeting}/agenda")).await.value();
            assert!(told["items"][0]["matter"].is_null(), "{told}");
            let mut pages = vec![at.clone(), meeting.clone(), format!("/api/v1{meeting}/agenda")];
            pages.push(format!("/matters/{}/history", meeting.rsplit('/').next().expect("an id")));
            pages.extend(["/notices".to_owned(), "/search?q=玄鸟台".to_owned()]);
            for page in pages {
                let seen = other.get(&page).await.body();
                // The search says again what was asked for: the name goes on.
                assert!(!seen.contains("玄鸟台的") && !seen.contains("别名"), "{page}: {seen}");
            }
        }
        let page = clerk.get(&at).await.expect(StatusCode::OK);
        assert!(page.has(&format!("a[href='/matters/{secret}']")), "whoever is named is led to the matter");
        assert!(!page.words().contains("玄鸟"), "and reads its name there");
        // Its papers stand with the matter, where those named on it read them.
        let paper = [("papers", "草案.txt", "玄鸟台。".as_bytes())];
        let refused = clerk.upload(&format!("{at}/papers"), &[], &paper).await;
        assert!(refused.words().contains("stay with the matter"), "{}", refused.words());
    }

    /// What an item asks of a unit is a demand of its own, linked with the meeting, with its day.
    async fn what_a_sitting_demands_becomes_a_matter_of_the_unit(db: TestDb) {
        let room = house(db).await;
        let body = room.committee().await;
        let mut clerk = room.client("clerk").await;
        let meeting = room.meeting(&mut clerk, &body, "第二十八次会议", "2025-03-05").await;
        let report = item(&mut clerk, &meeting, "report", "关于水利工作的报告").await;
        does(&mut clerk, &meeting, "call", &[]).await.expect(StatusCode::SEE_OTHER);
        let water = room.county.unit("water").to_string();
        let flow = [
            ("kind", "instruction"), ("title", "排查病险水库"), ("text", "六月底前完成排查并报告。"),
            ("unit", water.as_str()), ("due_on", "2025-06-30"),
        ];
        clerk.get(&report).await;
        let early = clerk.post(&format!("{report}/flow"), &flow).await;
        assert!(early.words().contains("has not begun"), "{}", early.words());
        let told = clerk.get(&format!("/api/v1{meeting}/roll")).await.value();
        let all = told["items"].as_array().expect("lines");
        let ids: Vec<String> = all.iter().map(|l| l["id"].as_str().expect("an id").to_owned()).collect();
        let here: Vec<(&str, &str)> = ids.iter().map(|id| ("present", id.as_str())).collect();
        clerk.get(&format!("{meeting}/roll")).await;
        clerk.post(&format!("{meeting}/roll"), &here).await.expect(StatusCode::SEE_OTHER);
        does(&mut clerk, &meeting, "convene", &[]).await.expect(StatusCode::SEE_OTHER);
        let form = clerk.get(&format!("{report}/flow")).await.expect(StatusCode::OK);
        assert!(form.has("select[name=kind]"));
        clerk.post(&format!("{report}/flow"), &flow[..3]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        clerk.get(&report).await;
        let done = clerk.post(&format!("{report}/flow"), &flow).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
        let page = clerk.get(&report).await.expect(StatusCode::OK).words();
        assert!(page.contains("排查病险水库"), "{page}");
        let page = clerk.get(&meeting).await.expect(StatusCode::OK).words();
        assert!(page.contains("排查病险水库"), "{page}");
        let mut unit = room.client("unit").await;
        let desk = unit.get("/").await.expect(StatusCode::OK).words();
        assert!(desk.contains("排查病险水库"), "{desk}");
    }
}
