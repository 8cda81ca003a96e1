//! Bodies, their seats and their members: asked of last year they answer with last year's.

use axum::http::StatusCode;
use testkit::TestDb;

use super::room::{Room, rooms};

testkit::on_both! { &rooms();
    /// Who left is still a member of the day before; a new one fills the seat; more than the seats never sit.
    async fn a_body_answers_for_the_day_it_is_asked_about(db: TestDb) {
        let room = Room::new(db).await;
        let body = room.committee().await;
        let mut clerk = room.client("clerk").await;
        let at = format!("/meetings/bodies/{body}");
        let page = clerk.get(&at).await.expect(StatusCode::OK).words();
        assert!(page.contains("Seats7") && page.contains("Vacant2"), "{page}");
        // Seven seats, five members: a quorum and a majority need three of them.
        assert!(page.contains("To adopt") && page.contains("第五十一条"), "{page}");

        let told = clerk.get("/api/v1/meetings/bodies").await.value();
        let members = told["items"][0]["members"].as_array().expect("members").clone();
        assert_eq!((members.len(), &told["items"][0]["seats"]), (5, &7.into()), "{told}");
        let page = clerk.get(&at).await;
        let edit = page.attributes(&format!("a[href^='{at}/members/']"), "href");
        assert_eq!(edit.len(), 5, "every member leads to where he is changed");
        // 何秀兰 leaves with the end of January.
        clerk.get(&edit[4]).await.expect(StatusCode::OK);
        let left = [("duty", "member"), ("sort", "5"), ("to_on", "2025-01-31")];
        clerk.post(&edit[4], &left).await.expect(StatusCode::SEE_OTHER);
        let names = |v: &serde_json::Value| -> Vec<String> {
            let all = v["items"][0]["members"].as_array().expect("members");
            all.iter().map(|m| m["name"].as_str().expect("a name").to_owned()).collect()
        };
        let last = clerk.get("/api/v1/meetings/bodies?on=2025-01-31").await.value();
        let next = clerk.get("/api/v1/meetings/bodies?on=2025-02-01").await.value();
        assert!(names(&last).contains(&"何秀兰".to_owned()));
        assert!(!names(&next).contains(&"何秀兰".to_owned()));
        let page = clerk.get(&format!("{at}?on=2025-01-31")).await.expect(StatusCode::OK).words();
        assert!(page.contains("何秀兰"), "{page}");
        assert_eq!(names(&clerk.get("/api/v1/meetings/bodies?on=2021-06-01").await.value()).len(), 0);

        // Twice is refused; so is one more than there are seats.
        let person = room.county.person("chief").to_string();
        let joining = [("person", person.as_str()), ("duty", "member"), ("from_on", "2025-03-01")];
        let twice = clerk.post(&format!("{at}/members"), &joining).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(twice.words().contains("a member on some of these days already"), "{}", twice.words());
        let seats = [("name", "县人大常委会"), ("seats", "3"), ("from_on", "2025-03-01"), ("ended_on", "")];
        let few = clerk.post(&at, &seats).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(few.words().contains("There are 4 members"), "{}", few.words());
        let seats = [("name", "县人大常委会"), ("seats", "4"), ("from_on", "2025-03-01"), ("ended_on", "")];
        clerk.post(&at, &seats).await.expect(StatusCode::SEE_OTHER);
        let person = room.county.person("committee").to_string();
        let joining = [("person", person.as_str()), ("duty", "member"), ("from_on", "2025-03-02")];
        let full = clerk.post(&format!("{at}/members"), &joining).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(full.words().contains("All 4 seats are taken"), "{}", full.words());
        let before = clerk.get("/api/v1/meetings/bodies?on=2025-02-28").await.value();
        assert_eq!(before["items"][0]["seats"], 7, "seats hold from a day on");
        // Fifteen at the least, says the law; the page says so.
        let page = clerk.get(&at).await.expect(StatusCode::OK).words();
        assert!(page.contains("Outside what the law allows"), "{page}");

        // Others read it, and change nothing.
        let mut leader = room.client("leader").await;
        leader.get(&at).await.expect(StatusCode::OK);
        leader.post(&at, &seats).await.expect(StatusCode::FORBIDDEN);
        let mut unit = room.client("unit").await;
        unit.get(&at).await.expect(StatusCode::FORBIDDEN);
    }

    /// The table makes bodies and people that are not there yet, once; the second time nothing is new.
    async fn members_come_in_by_table(db: TestDb) {
        let room = Room::new(db).await;
        room.committee().await;
        let table = "机构,姓名,编号,职务,任职日期\n\
            县人大常委会,郭新民,0711,委员,2023-05-01\n\
            县人大常委会党组,吴建平,,书记,2022-01-10\n\
            县人大常委会党组,钱卫东,,党组成员,2022-01-10\n";
        let odd = "机构,姓名\n办公会,钱卫东\n";
        let report = room.import("members", "办公会.csv", odd.as_bytes()).await;
        assert!(report.kept_out && report.rows[0].is_refused(), "a body nobody can tell the kind of");
        let report = room.import("members", "党组.csv", table.as_bytes()).await;
        assert!(!report.kept_out, "{:?}", report.rows);
        let mut clerk = room.client("clerk").await;
        let told = clerk.get("/api/v1/meetings/bodies").await.value();
        let group = &told["items"][1];
        assert_eq!((group["kind"].as_str(), group["seats"].as_i64()), (Some("party_group"), Some(2)), "{told}");
        assert_eq!(group["members"][0]["duty"], "chair");
        let all = told["items"][0]["members"].as_array().expect("members");
        assert_eq!(all.len(), 6, "{told}");
        let again = room.import("members", "党组.csv", table.as_bytes()).await;
        assert!(!again.kept_out && again.rows.is_empty(), "{:?}", again.rows);
        let told = clerk.get("/api/v1/meetings/bodies").await.value();
        assert_eq!(told["items"][0]["members"].as_array().expect("members").len(), 6);
        assert_eq!(told["items"][1]["members"].as_array().expect("members").len(), 2);
    }
}
