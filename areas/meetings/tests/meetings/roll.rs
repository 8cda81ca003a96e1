//! From the notice to the close of a sitting: receipts, leave, arrival by code and by the clerk, quorum, frozen counts.

use axum::http::StatusCode;
use testkit::TestDb;

use super::room::{Room, does, item, rooms};

testkit::on_both! { &rooms();
    async fn a_sitting_opens_with_its_quorum_and_freezes_with_its_end(db: TestDb) {
        let room = Room::new(db).await;
        let body = room.committee().await;
        let mut clerk = room.client("clerk").await;
        let meeting = room.meeting(&mut clerk, &body, "第二十一次会议", "2025-03-12").await;
        let mut deputy = room.client("deputy").await;
        deputy.get(&meeting).await.expect(StatusCode::NOT_FOUND);

        // No agenda, no notice.
        let early = does(&mut clerk, &meeting, "call", &[]).await;
        assert!(early.words().contains("There is no agenda yet"), "{}", early.words());
        item(&mut clerk, &meeting, "report", "关于安全生产情况的报告").await;
        does(&mut clerk, &meeting, "call", &[]).await.expect(StatusCode::SEE_OTHER);

        // Whoever is called reads it, is asked on his workbench, and signs once.
        let page = deputy.get(&meeting).await.expect(StatusCode::OK);
        assert!(page.has(&format!("form[action='{meeting}/receipt']")), "{}", page.words());
        let desk = deputy.get("/").await.expect(StatusCode::OK).words();
        assert!(desk.contains("Meetings you are called to") && desk.contains("第二十一次会议"), "{desk}");
        deputy.get(&meeting).await;
        deputy.post(&format!("{meeting}/receipt"), &[]).await.expect(StatusCode::SEE_OTHER);
        deputy.post(&format!("{meeting}/receipt"), &[]).await.expect(StatusCode::SEE_OTHER);
        let mut unit = room.client("unit").await;
        unit.get(&meeting).await.expect(StatusCode::NOT_FOUND);
        let roll = |v: &serde_json::Value, name: &str| {
            let all = v["items"].as_array().expect("lines").clone();
            all.into_iter().find(|l| l["name"] == name).expect("a line")
        };
        let told = clerk.get(&format!("/api/v1{meeting}/roll")).await.value();
        assert_eq!(roll(&told, "张桂英")["signed"], true);
        assert_eq!(roll(&told, "刘德福")["signed"], false);
        let page = clerk.get(&format!("{meeting}/roll")).await.expect(StatusCode::OK).words();
        assert!(page.contains("No answer"), "{page}");
        clerk.post(&format!("{meeting}/roll/remind"), &[]).await.expect(StatusCode::SEE_OTHER);

        // Leave is asked for with its reason, and decided.
        let mut second = room.client("deputy2").await;
        second.get(&format!("{meeting}/leave")).await.expect(StatusCode::OK);
        second.post(&format!("{meeting}/leave"), &[("reason", "")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        second.post(&format!("{meeting}/leave"), &[("reason", "住院")]).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(&format!("{meeting}/roll")).await.expect(StatusCode::OK);
        let grant = page.attribute("form[action$='/leave']", "action").expect("the request stands on the desk");
        clerk.post(&grant, &[("said", "")]).await.expect(StatusCode::SEE_OTHER);
        let page = second.get(&meeting).await.expect(StatusCode::OK).words();
        assert!(page.contains("Excused"), "{page}");

        // Nobody signs in before the day; on the day by the code of the screen, and by no other.
        let screen = clerk.get(&format!("{meeting}/hall")).await.expect(StatusCode::OK).words();
        assert!(!screen.contains("Sign-in code"), "{screen}");
        room.turn("2025-03-12");
        let mut clerk = room.client("clerk").await;
        let mut deputy = room.client("deputy").await;
        let mut second = room.client("deputy2").await;
        let code = clerk.get(&format!("{meeting}/roll")).await.words();
        let code = code.split("Sign-in code").nth(1).expect("the code");
        let code: String = code.chars().filter(char::is_ascii_digit).take(6).collect();
        let screen = clerk.get(&format!("{meeting}/hall")).await.expect(StatusCode::OK).words();
        assert!(screen.contains(&code) && screen.contains("0 / 5"), "{screen}");
        deputy.get(&meeting).await;
        let other = if code == "000000" { "000001" } else { "000000" };
        let wrong = deputy.post(&format!("{meeting}/arrive"), &[("code", other)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.words().contains("Not the code"), "{}", wrong.words());
        deputy.post(&format!("{meeting}/arrive"), &[("code", &code)]).await.expect(StatusCode::SEE_OTHER);

        // One of five is no quorum (组织法 第五十一条: over half of all members), two neither, three are.
        let no = does(&mut clerk, &meeting, "convene", &[]).await;
        assert!(no.words().contains("there is no quorum"), "{}", no.words());
        let told = clerk.get(&format!("/api/v1{meeting}/roll")).await.value();
        assert_eq!((&told["quorum"]["needed"], &told["quorum"]["passed"]), (&3.into(), &false.into()), "{told}");
        assert_eq!(told["quorum"]["source"]["article"], "第五十一条");
        let id = |name: &str| roll(&told, name)["id"].as_str().expect("an id").to_owned();
        let (one, chair, vice) = (id("张桂英"), id("吴建平"), id("钱卫东"));
        clerk.get(&format!("{meeting}/roll")).await.expect(StatusCode::OK);
        let here = [("present", one.as_str()), ("present", &chair)];
        clerk.post(&format!("{meeting}/roll"), &here).await.expect(StatusCode::SEE_OTHER);
        let no = does(&mut clerk, &meeting, "convene", &[]).await;
        assert!(no.words().contains("there is no quorum"));
        clerk.get(&format!("{meeting}/roll")).await;
        let here = [("present", one.as_str()), ("present", &chair), ("present", &vice)];
        clerk.post(&format!("{meeting}/roll"), &here).await.expect(StatusCode::SEE_OTHER);
        let person = room.county.person("chief").to_string();
        clerk.post(&format!("{meeting}/roll/chair"), &[("chair", &person)]).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(&meeting).await.words();
        assert!(page.contains("吴建平 (present)") && page.contains("Quorum reached"), "{page}");
        does(&mut clerk, &meeting, "convene", &[]).await.expect(StatusCode::SEE_OTHER);

        // Who leaves is no longer there; the roll of a ballot says so at once.
        clerk.get(&format!("{meeting}/roll")).await;
        let here = [("present", one.as_str()), ("present", &chair)];
        clerk.post(&format!("{meeting}/roll"), &here).await.expect(StatusCode::SEE_OTHER);
        let matter = meeting.rsplit('/').next().expect("an id").parse().expect("an id");
        let counts = meetings::roll::read(&mut &room.db.db, matter, None).await.expect("read").expect("a sitting");
        assert!(counts.sits);
        assert_eq!((counts.electorate.seats, counts.electorate.members, counts.electorate.present), (7, 5, 2));
        assert_eq!(counts.voters().count(), 2);
        assert!(!counts.quorum().expect("a rule").passed);

        // The end freezes who came: five members and three who came, whatever becomes of the body.
        does(&mut clerk, &meeting, "adjourn", &[]).await.expect(StatusCode::SEE_OTHER);
        clerk.get(&format!("{meeting}/roll")).await;
        let late = clerk.post(&format!("{meeting}/roll"), &[("present", one.as_str())]).await;
        assert!(late.words().contains("over and frozen"), "{}", late.words());
        second.get(&meeting).await;
        let late = second.post(&format!("{meeting}/arrive"), &[("code", &code)]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.words());
        let edit = clerk.get(&format!("/meetings/bodies/{body}")).await;
        let edit = edit.attributes(&format!("a[href^='/meetings/bodies/{body}/members/']"), "href");
        clerk.get(&edit[2]).await;
        let left = [("duty", "member"), ("sort", "3"), ("to_on", "2025-03-01")];
        clerk.post(&edit[2], &left).await.expect(StatusCode::SEE_OTHER);
        let counts = meetings::roll::read(&mut &room.db.db, matter, None).await.expect("read").expect("a sitting");
        assert_eq!((counts.electorate.members, counts.electorate.present, counts.sits), (5, 3, false));
    }

    /// Guests sit in and count for nothing; a member who recuses himself from an item still counts among all.
    async fn guests_and_the_recused_leave_the_counts_as_they_are(db: TestDb) {
        let room = Room::new(db).await;
        let body = room.committee().await;
        let mut clerk = room.client("clerk").await;
        let meeting = room.meeting(&mut clerk, &body, "第二十二次会议", "2025-03-05").await;
        let report = item(&mut clerk, &meeting, "report", "关于水利工作的报告").await;
        does(&mut clerk, &meeting, "call", &[]).await.expect(StatusCode::SEE_OTHER);
        let head = room.county.person("unitprincipal").to_string();
        clerk.get(&format!("{meeting}/roll")).await.expect(StatusCode::OK);
        let nobody = clerk.post(&format!("{meeting}/roll/invite"), &[("duty", "水利局局长")]).await;
        nobody.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("people", head.as_str()), ("guest", "省里来的客人"), ("duty", "水利局局长")];
        clerk.post(&format!("{meeting}/roll/invite"), &fields).await.expect(StatusCode::SEE_OTHER);
        let mut guest = room.client("unitprincipal").await;
        let page = guest.get(&meeting).await.expect(StatusCode::OK).words();
        assert!(page.contains("has no vote"), "{page}");

        let told = clerk.get(&format!("/api/v1{meeting}/roll")).await.value();
        let ids: Vec<String> = told["items"].as_array().expect("lines").iter()
            .map(|l| l["id"].as_str().expect("an id").to_owned()).collect();
        assert_eq!(ids.len(), 7);
        let mut here: Vec<(&str, &str)> = ids.iter().take(3).map(|id| ("present", id.as_str())).collect();
        here.extend(ids.iter().skip(5).map(|id| ("guests", id.as_str())));
        clerk.post(&format!("{meeting}/roll"), &here).await.expect(StatusCode::SEE_OTHER);
        let person = room.county.person("chief").to_string();
        let out = [("person", person.as_str()), ("kind", "recused"), ("reason", "本人事项")];
        clerk.post(&format!("{report}/out"), &out).await.expect(StatusCode::SEE_OTHER);

        let id = |at: &str| at.rsplit('/').next().expect("an id").parse().expect("an id");
        let (matter, asked) = (id(&meeting), id(&report));
        let roll = meetings::roll::read(&mut &room.db.db, matter, Some(asked)).await.expect("read").expect("a sitting");
        assert_eq!((roll.electorate.members, roll.electorate.present), (5, 3));
        assert_eq!(roll.voters().count(), 2, "the recused takes no part");
        assert_eq!(roll.lines.iter().filter(|l| !l.entitled).count(), 2);
        let other = meetings::roll::read(&mut &room.db.db, matter, None).await.expect("read").expect("a sitting");
        assert_eq!(other.voters().count(), 3, "only of that item");
        let page = clerk.get(&report).await.expect(StatusCode::OK).words();
        assert!(page.contains("Recused") && page.contains("本人事项"), "{page}");
        let undo = [("person", person.as_str()), ("undo", "1")];
        clerk.post(&format!("{report}/out"), &undo).await.expect(StatusCode::SEE_OTHER);
        let roll = meetings::roll::read(&mut &room.db.db, matter, Some(asked)).await.expect("read").expect("a sitting");
        assert_eq!(roll.voters().count(), 3);
        clerk.get(&format!("{meeting}/seating")).await.expect(StatusCode::OK);
    }

    /// Many arrive in the same second: each is there once, and none is lost.
    async fn many_sign_in_at_once(db: TestDb) {
        let room = Room::new(db).await;
        let body = room.committee().await;
        let mut clerk = room.client("clerk").await;
        let meeting = room.meeting(&mut clerk, &body, "第二十三次会议", "2025-03-05").await;
        item(&mut clerk, &meeting, "other", "审议议程").await;
        does(&mut clerk, &meeting, "call", &[]).await.expect(StatusCode::SEE_OTHER);
        let matter = meeting.rsplit('/').next().expect("an id").parse().expect("an id");
        let sitting = meetings::store::sitting::read(&room.db.db, matter).await.expect("read").expect("a sitting");
        let mut work = Vec::new();
        for who in ["chief", "leader", "deputy", "deputy2", "deputy3"] {
            for _ in 0..3 {
                let (kernel, code) = (room.kernel.clone(), sitting.code.clone());
                let actor = room.county.actor(&room.db, who).await;
                work.push(tokio::spawn(async move {
                    meetings::actions::roll::sign_in(&kernel, &actor, matter, &code).await
                }));
            }
        }
        for one in work {
            one.await.expect("it ran").expect("it is entered");
        }
        let roll = meetings::roll::read(&mut &room.db.db, matter, None).await.expect("read").expect("a sitting");
        assert_eq!((roll.electorate.present, roll.lines.len()), (5, 5));
        let told = clerk.get(&format!("{meeting}/roll")).await.expect(StatusCode::OK).words();
        assert!(told.contains("by code"), "{told}");
    }
}
