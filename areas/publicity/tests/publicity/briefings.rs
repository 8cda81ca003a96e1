//! A briefing of more than the ledger: topics, issues with their receipts, the network, training and quotas, each number
//! leading to its rows on the page, for programs and in Word.

use std::io::Read;

use axum::http::{Method, StatusCode};
use serde_json::json;
use testkit::TestDb;

use super::asked::{room, told};
use super::issues::{begun, choice, ready};
use super::room::rooms;
use super::walk::does;

testkit::on_both! { &rooms();
    /// Nothing appeared, and still there is something to tell; what was not done is not told of.
    async fn a_briefing_tells_what_the_newsroom_did_beside_its_appearances(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/groups").await.expect(StatusCode::OK);
        let asks = "/api/v1/publicity/briefing?from=2025-01-01&to=2025-03-05&language=en";
        let empty = clerk.get(asks).await.expect(StatusCode::OK).value();
        let said = empty["content"].as_str().expect("a text");
        assert!(said.contains("no outlet carried") && !said.contains("topic") && !said.contains("quota"), "{said}");

        let post = async |clerk: &mut testkit::Client, path: &str, body: serde_json::Value| {
            let page = clerk.json(Method::POST, &format!("/api/v1/publicity/{path}"), &[], &body).await;
            assert!(page.status.is_success(), "{path}: {}", page.body());
            page
        };
        for title in ["代表家站见闻", "河长这样履职"] {
            post(&mut clerk, "topics", json!({"title": title, "genres": ["news"], "due_on": "2025-03-20"})).await;
        }
        let listed = clerk.get("/api/v1/publicity/topics").await.value();
        let dropped = listed["items"][0]["id"].as_str().expect("an id").to_owned();
        does(&mut clerk, &dropped, "drop", &[("note", "暂不报道")]).await;
        let group = post(&mut clerk, "groups", json!({"name": "一组"})).await.value()["id"].as_str().expect("an id").to_owned();
        post(&mut clerk, "quotas", json!({"group": group, "from_on": "2025-02-17", "per_week": 3, "each": 1, "counts": "adopted"})).await;
        let (unit, person) = (room.county.unit("water").to_string(), room.county.person("correspondent").to_string());
        post(&mut clerk, "network", json!({"unit": unit, "person": person, "duty": "liaison", "asked": 2, "asked_taken": 1, "from_on": "2025-01-01"})).await;
        let held = post(&mut clerk, "trainings", json!({"title": "新闻写作", "on_date": "2025-03-01"})).await.value()["id"].as_str().expect("an id").to_owned();
        post(&mut clerk, &format!("trainings/{held}"), json!({"attendance": [{"person": person, "came": "present"}]})).await;
        post(&mut clerk, "trainings", json!({"title": "以后的培训", "on_date": "2025-03-09"})).await;

        let (series, _) = ready(&room).await;
        let today = room.db.clock.today().to_string();
        let issue = begun(&mut clerk, &series, "白石乡建起代表联络站", "站里天天有代表。", &today).await;
        does(&mut clerk, &issue, "submit", &[]).await;
        does(&mut room.client("officeleader").await, &issue, "issue", &[("note", "")]).await;
        let form = format!("/matters/{issue}/acts/send");
        let (up, down) = (choice(&mut clerk, &form, "addressees", "市人大").await, choice(&mut clerk, &form, "addressees", "水务").await);
        does(&mut clerk, &issue, "send", &[("addressees", &up), ("addressees", &down), ("copies", "60")]).await;
        does(&mut room.client("unit").await, &issue, "receive", &[]).await;

        let written = clerk.get(asks).await.expect(StatusCode::OK).value();
        let said = written["content"].as_str().expect("a text").to_owned();
        for words in [
            "2 topics were planned: 1 to be assigned, 1 not reported.",
            "The office brought out 1 issue of 云岭人大简讯, with 1 item; of 2 copies sent 1 were signed for, 50%.",
            "1 correspondent or liaison stands for the units;",
            "1 training session was held, with 1 attendance.",
            "The groups owed 6 pieces and did 0, 0%; 2 weekly quotas were missed.",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        for number in written["numbers"].as_array().expect("numbers") {
            let list = number["list"].as_str().expect("rows");
            // Figures are the office's, which does not run here: they are asked below.
            if list.contains("/statistics/") {
                continue;
            }
            let rows = clerk.get(list.split('#').next().expect("an address")).await;
            assert_eq!(rows.status, StatusCode::OK, "{list}");
        }
        let states = told(&room, "clerk", "publicity.topics", &["state"]).await;
        assert_eq!(states, (vec![("dropped".to_owned(), 1), ("planned".to_owned(), 1)], 2));
        let signed = told(&room, "clerk", "publicity.receipts", &["way"]).await.0;
        assert_eq!(signed.len(), 2, "{signed:?}");
        let chinese = clerk.get("/api/v1/publicity/briefing?from=2025-01-01&to=2025-03-05&language=zh").await.value();
        let chinese = chinese["content"].as_str().expect("a text");
        for words in ["策划选题2个，其中待交办1个、不作报道1个。", "编发《云岭人大简讯》1期，刊登信息1条，送出2份次，已签收1份次，签收率50%。", "组织业务培训1期，参训1人次。", "任务量合计6篇，完成0篇，完成率0%，2组次没有完成当周任务。"] {
            assert!(chinese.contains(words), "{words}: {chinese}");
        }

        // Kept as a draft: the page's numbers open their rows, and Word keeps the ways there.
        clerk.get("/publicity/briefings").await.expect(StatusCode::OK);
        let made = clerk.post("/publicity/briefings", &[("from", "2025-01-01"), ("to", "2025-03-05"), ("lang", "zh")]).await;
        let at = made.location().unwrap_or_else(|| panic!("{}", made.words())).to_owned();
        let page = clerk.get(&at).await.expect(StatusCode::OK);
        let ways = page.attributes(".prose a", "href");
        assert!(ways.len() >= 15, "{ways:?}");
        for way in ways.iter().filter(|w| !w.starts_with("/statistics/")) {
            let rows = clerk.get(way.split('#').next().expect("an address")).await;
            assert_eq!(rows.status, StatusCode::OK, "{way}");
        }
        let docx = clerk.get(&format!("{at}/paper.docx")).await.expect(StatusCode::OK);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx.bytes)).expect("a docx is a zip");
        let mut links = String::new();
        zip.by_name("word/_rels/document.xml.rels").expect("links").read_to_string(&mut links).expect("text");
        for way in ["/statistics/publicity.topics", "/statistics/publicity.receipts", "/publicity/trainings?from=2025-01-01", "/publicity/board/weeks?from=", "/publicity/network"] {
            assert!(links.contains(way), "{way}: {links}");
        }
    }
}
