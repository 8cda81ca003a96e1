//! The agenda, its papers and their days, the record with its speakers, the minutes; and what is frozen.

use axum::http::StatusCode;
use std::io::Read;
use testkit::TestDb;

use super::room::{Room, does, item, rooms};

fn word(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut out = String::new();
    let mut file = zip.by_name("word/document.xml").expect("the part");
    file.read_to_string(&mut out).expect("text");
    out
}

testkit::on_both! { &rooms();
    /// Items stand by their kinds; papers are held against days counted back, and what came late is marked.
    async fn papers_are_due_days_before_by_kind_of_item(db: TestDb) {
        let room = Room::new(db).await;
        let body = room.committee().await;
        let mut clerk = room.client("clerk").await;
        // Today is the 5th of March: a paper of a special report was due ten days before the 12th, on the 2nd.
        let meeting = room.meeting(&mut clerk, &body, "第二十四次会议", "2025-03-12").await;
        item(&mut clerk, &meeting, "other", "其他事项").await;
        let special = item(&mut clerk, &meeting, "special_report", "关于教育工作的专项报告").await;
        let report = item(&mut clerk, &meeting, "report", "关于安全生产情况的报告").await;
        let agenda = clerk.get(&format!("/api/v1{meeting}/agenda")).await.value();
        let order: Vec<&str> = agenda["items"].as_array().expect("items").iter()
            .map(|i| i["kind"].as_str().expect("a kind")).collect();
        assert_eq!(order, ["special_report", "report", "other"]);
        assert_eq!(agenda["items"][0]["paper_due_on"], "2025-03-02");
        assert_eq!(agenda["items"][1]["paper_due_on"], "2025-03-05");
        let page = clerk.get(&meeting).await.expect(StatusCode::OK).words();
        assert!(page.contains("Days counted back") && page.contains("第十五条"), "{page}");
        assert!(page.contains("missed"), "the draft was due on the 20th of February: {page}");
        for at in [&special, &report] {
            clerk.get(at).await.expect(StatusCode::OK);
            let paper = [("papers", "报告.txt", "正文。".as_bytes())];
            clerk.upload(&format!("{at}/papers"), &[], &paper).await.expect(StatusCode::SEE_OTHER);
        }
        let agenda = clerk.get(&format!("/api/v1{meeting}/agenda")).await.value();
        let late = |n: usize| agenda["items"][n]["papers"][0]["late"].as_bool();
        assert_eq!((late(0), late(1)), (Some(true), Some(false)), "{agenda}");
        let page = clerk.get(&special).await.expect(StatusCode::OK).words();
        assert!(page.contains("late"), "{page}");
        // The meeting moves by a week: nothing is late any more.
        let fields = [("title", "第二十四次会议"), ("from_on", "2025-03-19"), ("to_on", "2025-03-19"), ("place", "会议厅"), ("note", "")];
        does(&mut clerk, &meeting, "arrange", &fields).await.expect(StatusCode::SEE_OTHER);
        let agenda = clerk.get(&format!("/api/v1{meeting}/agenda")).await.value();
        assert_eq!(agenda["items"][0]["papers"][0]["late"], false, "{agenda}");

        // By hand down, by kind back, and off it with a reason.
        clerk.get(&special).await;
        clerk.post(&format!("{special}/move"), &[("way", "down")]).await.expect(StatusCode::SEE_OTHER);
        let agenda = clerk.get(&format!("/api/v1{meeting}/agenda")).await.value();
        assert_eq!(agenda["items"][0]["kind"], "report");
        clerk.post(&format!("{meeting}/items/sort"), &[]).await.expect(StatusCode::SEE_OTHER);
        let agenda = clerk.get(&format!("/api/v1{meeting}/agenda")).await.value();
        assert_eq!(agenda["items"][0]["kind"], "special_report");
        clerk.post(&format!("{report}/withdraw"), &[("reason", "材料不齐")]).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(&meeting).await.words();
        assert!(page.contains("Withdrawn"), "{page}");

        // A member reads the papers once the notice is out; a stranger finds neither.
        let file = agenda["items"][0]["papers"][0]["file"].as_str().expect("a file").to_owned();
        let mut deputy = room.client("deputy").await;
        deputy.get(&format!("/matters/{}/files/{file}", meeting.rsplit('/').next().expect("an id"))).await.expect(StatusCode::NOT_FOUND);
        does(&mut clerk, &meeting, "call", &[]).await.expect(StatusCode::SEE_OTHER);
        deputy.get(&format!("/matters/{}/files/{file}", meeting.rsplit('/').next().expect("an id"))).await.expect(StatusCode::OK);
        deputy.get(&special).await.expect(StatusCode::OK);
        let mut unit = room.client("unit").await;
        unit.get(&special).await.expect(StatusCode::NOT_FOUND);
        deputy.post(&format!("{special}/withdraw"), &[("reason", "x")]).await.expect(StatusCode::FORBIDDEN);
    }

    /// Who speaks, for how long, what was said and decided: the minutes say it, and after filing only a correction does more.
    async fn minutes_are_made_of_the_record_and_then_frozen(db: TestDb) {
        let room = Room::new(db).await;
        let body = room.committee().await;
        let mut clerk = room.client("clerk").await;
        let meeting = room.meeting(&mut clerk, &body, "第二十五次会议", "2025-03-05").await;
        let report = item(&mut clerk, &meeting, "report", "关于安全生产情况的报告").await;
        does(&mut clerk, &meeting, "call", &[]).await.expect(StatusCode::SEE_OTHER);
        let told = clerk.get(&format!("/api/v1{meeting}/roll")).await.value();
        let ids: Vec<String> = told["items"].as_array().expect("lines").iter()
            .map(|l| l["id"].as_str().expect("an id").to_owned()).collect();
        let here: Vec<(&str, &str)> = ids.iter().take(4).map(|id| ("present", id.as_str())).collect();
        clerk.get(&format!("{meeting}/roll")).await;
        clerk.post(&format!("{meeting}/roll"), &here).await.expect(StatusCode::SEE_OTHER);
        let early = clerk.get(&format!("{meeting}/minutes.docx")).await;
        assert_ne!(early.status, StatusCode::OK);
        does(&mut clerk, &meeting, "convene", &[]).await.expect(StatusCode::SEE_OTHER);

        let mut deputy = room.client("deputy").await;
        let page = deputy.get(&meeting).await.expect(StatusCode::OK);
        assert!(page.has(&format!("form[action='{meeting}/speak']")), "{}", page.words());
        deputy.post(&format!("{meeting}/speak"), &[]).await.expect(StatusCode::SEE_OTHER);
        let mut absent = room.client("deputy3").await;
        absent.get(&meeting).await;
        let no = absent.post(&format!("{meeting}/speak"), &[]).await;
        assert!(no.words().contains("Sign in before"), "{}", no.words());

        let page = clerk.get(&format!("{meeting}/record")).await.expect(StatusCode::OK);
        let turn = page.attribute("form[action$='/turn']", "action").expect("he waits");
        clerk.post(&turn, &[("to", "start")]).await.expect(StatusCode::SEE_OTHER);
        room.db.clock.set(kernel::clock::Instant(room.db.now().0 + 12 * 60_000_000));
        clerk.post(&turn, &[("to", "stop")]).await.expect(StatusCode::SEE_OTHER);
        let again = clerk.post(&turn, &[("to", "start")]).await;
        assert!(again.words().contains("moved on"), "{}", again.words());
        let page = clerk.get(&format!("{meeting}/record")).await.expect(StatusCode::OK).words();
        assert!(page.contains("12 min, more than 10"), "{page}");
        let write = turn.trim_end_matches("/turn").to_owned();
        clerk.get(&write).await.expect(StatusCode::OK);
        clerk.post(&write, &[("said", "建议加强乡镇安监力量。\n增加人员。")]).await.expect(StatusCode::SEE_OTHER);
        let (item, line) = (report.rsplit('/').next().expect("an id"), ids[0].as_str());
        let note = [("item", item), ("line", line), ("said", "同意报告。")];
        clerk.post(&format!("{meeting}/record/note"), &note).await.expect(StatusCode::SEE_OTHER);
        let outcome = "会议听取了报告，决定将审议意见交县人民政府研究处理。";
        clerk.get(&report).await.expect(StatusCode::OK);
        clerk.post(&format!("{report}/conclude"), &[("outcome", outcome)]).await.expect(StatusCode::SEE_OTHER);
        does(&mut clerk, &meeting, "adjourn", &[]).await.expect(StatusCode::SEE_OTHER);

        let minutes = clerk.get(&format!("{meeting}/minutes.docx")).await.expect(StatusCode::OK);
        let said = word(&minutes.bytes);
        for words in ["第二十五次会议纪要", "张桂英：建议加强乡镇安监力量。", "增加人员。", outcome, "缺席：何秀兰", "实到4名"] {
            assert!(said.contains(words), "{words}: {said}");
        }
        // While the minutes are written the record may still be put right; once filed it may not.
        clerk.get(&write).await;
        clerk.post(&write, &[("said", "建议加强乡镇安监力量。")]).await.expect(StatusCode::SEE_OTHER);
        clerk.get(&format!("{meeting}/correct")).await.expect(StatusCode::OK);
        let fix = [("item", item), ("wrong", "县人民政府"), ("right", "县人民政府和县应急管理局"), ("reason", "漏写")];
        let early = clerk.post(&format!("{meeting}/correct"), &fix).await;
        assert!(early.words().contains("until then the record"), "{}", early.words());
        does(&mut clerk, &meeting, "held", &[]).await.expect(StatusCode::SEE_OTHER);
        let frozen = clerk.post(&write, &[("said", "另一种说法")]).await;
        assert!(frozen.words().contains("over and frozen"), "{}", frozen.words());
        let frozen = clerk.post(&format!("{report}/conclude"), &[("outcome", "另一种结果")]).await;
        assert!(frozen.words().contains("over and frozen"), "{}", frozen.words());
        clerk.get(&format!("{meeting}/correct")).await.expect(StatusCode::OK);
        clerk.post(&format!("{meeting}/correct"), &fix).await.expect(StatusCode::SEE_OTHER);
        let record = clerk.get(&format!("/api/v1{meeting}/record")).await.value();
        assert_eq!(record["corrections"][0]["reason"], "漏写", "{record}");
        assert_eq!(record["items"][0]["said"], "建议加强乡镇安监力量。");
        let page = clerk.get(&meeting).await.expect(StatusCode::OK).words();
        assert!(page.contains("县人民政府和县应急管理局") && page.contains("Corrected"), "{page}");
        let minutes = clerk.get(&format!("{meeting}/minutes.docx")).await.expect(StatusCode::OK);
        assert!(word(&minutes.bytes).contains("更正为"));
    }

    /// A matter that is hidden stands on the agenda under a neutral title, for whoever is not named on it.
    async fn a_hidden_matter_bears_a_neutral_title(db: TestDb) {
        let room = Room::new(db).await;
        let body = room.committee().await;
        let mut clerk = room.client("clerk").await;
        let meeting = room.meeting(&mut clerk, &body, "第二十六次会议", "2025-03-20").await;
        // A confidential meeting of no body stands for a matter only the office knows; of this area it is refused.
        clerk.get("/meetings/new").await.expect(StatusCode::OK);
        let hidden = [("kind", "activity"), ("title", "拟任人选考察"), ("from_on", "2025-03-10"), ("confidential", "1")];
        let hidden = clerk.post("/meetings/new", &hidden).await.location().expect("entered").to_owned();
        let hidden = hidden.rsplit('/').next().expect("an id").to_owned();
        let fields = [("kind", "appointment"), ("matter", hidden.as_str())];
        clerk.get(&format!("{meeting}/items/new")).await.expect(StatusCode::OK);
        clerk.post(&format!("{meeting}/items/new"), &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let mut committee = room.client("committee").await;
        committee.get(&format!("{meeting}/items/new")).await.expect(StatusCode::OK);
        let other = [("kind", "appointment"), ("matter", "0000000000001")];
        committee.post(&format!("{meeting}/items/new"), &other).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }
}
