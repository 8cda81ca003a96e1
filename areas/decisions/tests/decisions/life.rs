//! A decision from the proposal to the file, and what is seen of it on the way.

use axum::http::StatusCode;
use kernel::statistics::Value;
use testkit::TestDb;

use crate::room::{Room, TEXT, rooms};

testkit::on_both! { &rooms();
    /// Proposed, consulted on, weighed, deliberated, adopted by the ballot, numbered, published, carried out, filed.
    async fn a_decision_goes_its_whole_way(db: TestDb) {
        let room = Room::new(db).await;
        let id = room.entered(&[]).await;
        let page = format!("/decisions/{id}");
        assert_eq!(room.state(id).await, "examine");
        room.does("clerk", id, "admit", &[("note", "主任会议同意")]).await;
        let none = room.client("committee").await.get(&format!("/matters/{id}/acts/consult")).await.words();
        assert!(none.contains("还没有文稿"), "{none}");
        let text = [("stage", "comment"), ("content", TEXT)];
        room.does("committee", id, "save_version", &text).await;
        let same = room.refused("committee", id, "save_version", &text).await;
        assert!(same.contains("没有改动"), "{same}");

        let (water, roads) = (room.county.unit("water").to_string(), room.county.unit("transport").to_string());
        let deputy = room.county.person("deputy").to_string();
        let asked = [
            ("unit-separate", water.as_str()), ("unit-separate", roads.as_str()), ("people", deputy.as_str()),
            ("until_on", "2025-03-20"), ("question", "请着重说明界标怎么设"),
        ];
        room.does("committee", id, "consult", &asked).await;
        assert_eq!(room.state(id).await, "opine");
        // Each has it on his desk, with the day.
        assert!(room.words("unit", "/").await.contains("饮用水水源保护"));
        let early = room.refused_now("clerk", id, "close_consultation").await;
        assert!(early.contains("期限还没有过"), "{early}");
        let empty = room.refused("unit", id, "give_opinion", &[("stance", "amend")]).await;
        assert!(empty.contains("请写明修改意见"), "{empty}");
        room.does("unit", id, "give_opinion", &[("stance", "amend"), ("opinion", "第一条增加隔离网")]).await;
        room.does("deputy", id, "speak", &[("stance", "agree"), ("opinion", "建议写明经费")]).await;
        room.does("unit2", id, "give_opinion", &[("stance", "agree")]).await;
        assert_eq!(room.state(id).await, "weigh");
        let waits = room.refused_now("committee", id, "submit").await;
        assert!(waits.contains("没有注明是否采纳"), "{waits}");

        // What was said, and what becomes of it.
        let form = room.client("committee").await.get(&format!("/matters/{id}/acts/weigh")).await;
        let opinions = form.attributes("select[name=consultation] option[value], [name=consultation][value]", "value");
        let opinions: Vec<&String> = opinions.iter().filter(|v| !v.is_empty()).collect();
        assert_eq!(opinions.len(), 3, "{}", form.words());
        for (n, taken) in [(0, "accepted"), (2, "partly")] {
            let fields = [("consultation", opinions[n].as_str()), ("taken", taken)];
            if taken == "partly" {
                let why = room.refused("committee", id, "weigh", &fields).await;
                assert!(why.contains("请写明理由"), "{why}");
            }
            let fields = [fields[0], fields[1], ("taken_reason", "经费由预算安排")];
            room.does("committee", id, "weigh", &fields).await;
        }
        let better = format!("{TEXT}\n三、设置隔离网。");
        room.does("committee", id, "save_version", &[("stage", "vote"), ("content", &better), ("note", "采纳水利局意见")]).await;
        let changes = room.client("clerk").await.get(&format!("{page}/versions?old=1&new=2")).await.expect(StatusCode::OK);
        assert!(changes.text("ins").contains("隔离网") && !changes.has("del"), "{}", changes.words());
        room.does("committee", id, "submit", &[]).await;
        room.does("clerk", id, "record_opinion", &[("on_date", "2025-03-05"), ("speaker", "李委员"), ("said", "要有罚则")]).await;
        room.does("clerk", id, "put_to_vote", &[]).await;
        let ballot = room.asked(id).await;
        room.votes(ballot, 3, 1, 5, 5).await;
        assert_eq!(room.state(id).await, "number");
        let shown = room.words("clerk", &page).await;
        for said in ["表决通过", "全体组成人员5人", "赞成3票", "第五十一条", "李委员", "要有罚则", "部分采纳"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }

        // Its number and its text; public only once it is published, and only its text.
        let early = room.refused("clerk", id, "number", &[("code_word", "青川人大常"), ("effective_on", "2025-01-01")]).await;
        assert!(early.contains("不能早于通过日期"), "{early}");
        room.does("clerk", id, "number", &[("code_word", "青川人大常"), ("effective_on", "2025-05-01")]).await;
        let public = format!("/public/decisions/{id}");
        room.guest().get(&public).await.expect(StatusCode::NOT_FOUND);
        let today = room.db.now().day().to_string();
        let fields = [("on_date", today.as_str()), ("where", "县人大网站")];
        let unchecked = room.refused("clerk", id, "publish", &fields).await;
        assert!(unchecked.contains("须经保密审查"), "{unchecked}");
        room.does("clerk", id, "publish", &[fields[0], fields[1], ("checked", "1")]).await;
        let open = room.guest().get(&public).await.expect(StatusCode::OK).words();
        for said in ["设置隔离网", "青川人大常〔2025〕1号", "尚未施行", "县人大网站"] {
            assert!(open.contains(said), "{said}: {open}");
        }
        for hidden in ["李委员", "要有罚则", "增加隔离网", "经费由预算安排", "水利局"] {
            assert!(!open.contains(hidden), "{hidden}: {open}");
        }
        let file = room.guest().get(&format!("{public}/text.docx")).await.expect(StatusCode::OK);
        assert!(file.header("content-type").unwrap().contains("wordprocessingml"));
        let data = room.guest().get("/api/v1/public/decisions").await.expect(StatusCode::OK).value();
        assert_eq!(data["items"][0]["number"], "青川人大常〔2025〕1号");
        assert_eq!(data["items"][0]["force"], "ahead");

        // Demands, each a matter of its own; with the last one settled it goes on by itself.
        let nothing = room.refused("clerk", id, "demand", &[("what", "设立界标"), ("due_on", "2025-06-30")]).await;
        assert!(!nothing.is_empty());
        let asked = [("what", "设立界标"), ("to_units", water.as_str()), ("due_on", "2025-06-30")];
        room.does("clerk", id, "demand", &asked).await;
        let demand = room.demand(id, "设立界标").await;
        let early = room.refused_now("clerk", id, "none_demanded").await;
        assert!(early.contains("已经提出落实要求"), "{early}");
        room.does("unit", demand, "accept", &[("responsible", "褚大江")]).await;
        let done = [("on_date", today.as_str()), ("means", "deed"), ("said", "立界标四十二块")];
        room.does("unit", demand, "report_done", &done).await;
        let unseen = room.refused_now("clerk", demand, "pass").await;
        assert!(unseen.contains("没有检查不能验收"), "{unseen}");
        let seen = [("on_date", today.as_str()), ("way", "on_site"), ("finding", "抽查十块，全部到位")];
        room.does("clerk", demand, "inspect", &seen).await;
        room.does("clerk", demand, "pass", &[]).await;
        assert_eq!(room.state(demand).await, "met");
        assert_eq!(room.state(id).await, "sum_up");
        room.does("clerk", id, "archive", &[("lesson", "征求意见要早")]).await;
        assert_eq!(room.state(id).await, "closed");
        let all = room.client("clerk").await.get(&format!("/api/v1/matters/{id}/history")).await.expect(StatusCode::OK).value();
        let acts: Vec<&str> = all["items"].as_array().unwrap().iter().filter_map(|e| e["data"]["act"].as_str()).collect();
        for act in ["admit", "consult", "give_opinion", "weigh", "put_to_vote", "adopt", "publish", "demands_met", "archive"] {
            assert!(acts.contains(&act), "{act}: {acts:?}");
        }
    }

    /// Most of those present were for it; of all members one vote was missing.
    async fn one_vote_is_missing(db: TestDb) {
        let room = Room::new(db).await;
        let id = room.drafted().await;
        let ballot = room.put(id).await;
        room.votes(ballot, 4, 0, 8, 5).await;
        assert_eq!(room.state(id).await, "not_adopted");
        let page = room.words("clerk", &format!("/decisions/{id}")).await;
        for said in ["未获通过", "全体组成人员8人", "赞成4票", "需要5票", "差1票"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        room.guest().get(&format!("/public/decisions/{id}")).await.expect(StatusCode::NOT_FOUND);
        let list = room.guest().get("/public/decisions").await.expect(StatusCode::OK).words();
        assert!(!list.contains("饮用水"), "{list}");
        let told = room.figure("decisions.not_adopted", "subject").await;
        assert_eq!(told, (Value::Int(1), "environment".to_owned()));
        assert_eq!(room.figure("decisions.brought_in", "brought_by").await.1, "chairpersons");
    }

    /// A draft is for those who work on it and those who were asked; an opinion is not another unit's to read.
    async fn who_was_not_asked_sees_nothing(db: TestDb) {
        let room = Room::new(db).await;
        let id = room.drafted().await;
        let page = format!("/decisions/{id}");
        for who in ["unit", "unit2", "unit3", "deputy", "deputy2"] {
            assert_eq!(room.status(who, &page).await, StatusCode::NOT_FOUND, "{who}");
        }
        let (water, roads) = (room.county.unit("water").to_string(), room.county.unit("transport").to_string());
        let deputy = room.county.person("deputy").to_string();
        let asked = [("unit-separate", water.as_str()), ("unit-separate", roads.as_str()), ("people", deputy.as_str()), ("until_on", "2025-03-20")];
        room.does("committee", id, "consult", &asked).await;
        for who in ["unit3", "deputy2"] {
            for at in [&page, &format!("{page}/versions"), &format!("{page}/text.docx"), &format!("/api/v1/matters/{id}")] {
                assert_eq!(room.status(who, at).await, StatusCode::NOT_FOUND, "{who} {at}");
            }
            assert_eq!(room.finds(who, "饮用水").await, Vec::<String>::new(), "{who}");
        }
        room.does("unit", id, "give_opinion", &[("stance", "object"), ("opinion", "玄鸟条款不可行")]).await;
        // A version made meanwhile was not sent to them.
        room.does("unit2", id, "give_opinion", &[("stance", "agree")]).await;
        room.does("committee", id, "save_version", &[("stage", "deliberation"), ("content", "白虎条款")]).await;
        room.does("clerk", id, "enter_word", &[("from_name", "青龙专家"), ("stance", "amend"), ("opinion", "朱雀意见")]).await;
        for who in ["unit2", "deputy"] {
            for at in [page.clone(), format!("{page}/versions"), format!("/matters/{id}/history"), format!("/api/v1/matters/{id}"), format!("/api/v1/matters/{id}/history")] {
                let seen = room.client(who).await.get(&at).await.expect(StatusCode::OK).body();
                for hidden in ["玄鸟", "白虎", "青龙", "朱雀"] {
                    assert!(!seen.contains(hidden), "{who} {at}: {hidden}");
                }
            }
            assert_eq!(room.status(who, &format!("{page}/versions?new=2")).await, StatusCode::NOT_FOUND);
        }
        assert_eq!(room.finds("unit2", "饮用水").await.len(), 1, "who was asked finds it by its title");
        for (who, word, found) in [("unit2", "玄鸟", 0), ("deputy", "白虎", 0), ("leader", "玄鸟", 1), ("leader", "朱雀", 1)] {
            assert_eq!(room.finds(who, word).await.len(), found, "{who} {word}");
        }
        let own = room.words("unit", &page).await;
        assert!(own.contains("玄鸟条款") && own.contains("设立界标") && !own.contains("朱雀"), "{own}");
        let staff = room.words("leader", &page).await;
        for said in ["玄鸟", "白虎", "青龙专家", "朱雀"] {
            assert!(staff.contains(said), "{said}: {staff}");
        }
    }
}

impl Room {
    /// The sentence that says why an act is not open now.
    pub async fn refused_now(&self, who: &str, id: kernel::id::Id, act: &str) -> String {
        let page = self
            .client(who)
            .await
            .get(&format!("/matters/{id}/acts/{act}"))
            .await;
        page.words()
    }
}
