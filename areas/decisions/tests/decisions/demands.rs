//! Demands: given, objected to, reported, inspected, sent back; met by words alone; opened by other areas.

use axum::http::StatusCode;
use kernel::access::Permission;
use kernel::id::Id;
use kernel::matter::open::{self, Wanted};
use kernel::statistics::Value;
use testkit::TestDb;

use crate::room::{Room, rooms};

impl Room {
    async fn demanded(&self, decision: Id, what: &str, unit: &str, due: &str) -> Id {
        let unit = self.county.unit(unit).to_string();
        let asked = [
            ("what", what),
            ("to_units", unit.as_str()),
            ("due_on", due),
            ("detail", "列出责任人和时间表"),
        ];
        self.does("clerk", decision, "demand", &asked).await;
        Room::demand(self, decision, what).await
    }
}

testkit::on_both! { &rooms();
    /// Another meeting is no deed: accepted all the same, it is marked wherever it is shown, and counted.
    async fn what_is_met_by_a_meeting_alone_is_marked(db: TestDb) {
        let room = Room::new(db).await;
        let decision = room.published(&[]).await;
        let demand = room.demanded(decision, "清理排污口", "water", "2025-06-30").await;
        let page = format!("/decisions/demands/{demand}");
        for who in ["unit2", "unit3", "deputy"] {
            assert_eq!(room.status(who, &page).await, StatusCode::NOT_FOUND, "{who}");
        }
        room.does("unit", demand, "accept", &[("plan", "先排查后整治")]).await;
        let ahead = room.refused("unit", demand, "report_progress", &[("on_date", "2025-03-30"), ("means", "meeting"), ("said", "开会")]).await;
        assert!(ahead.contains("不能晚于今天"), "{ahead}");
        let before = room.refused("unit", demand, "report_progress", &[("on_date", "2025-01-30"), ("means", "meeting"), ("said", "开会")]).await;
        assert!(before.contains("不能早于交办日期"), "{before}");
        let today = room.db.now().day().to_string();
        room.does("unit", demand, "report_done", &[("on_date", &today), ("means", "meeting"), ("said", "召开了推进会")]).await;
        room.does("clerk", demand, "inspect", &[("on_date", &today), ("way", "papers"), ("finding", "只见会议记录")]).await;
        // Sent back, a new report and a new inspection are asked for.
        room.does("clerk", demand, "send_back", &[("until_on", "2025-07-31"), ("note", "没有实际举措")]).await;
        room.does("unit", demand, "report_done", &[("on_date", &today), ("means", "paper"), ("said", "印发了通知")]).await;
        let unseen = room.refused_now("clerk", demand, "pass").await;
        assert!(unseen.contains("没有检查不能验收"), "{unseen}");
        room.does("committee", demand, "inspect", &[("on_date", &today), ("way", "on_site"), ("finding", "排污口仍在")]).await;
        room.does("clerk", demand, "pass", &[]).await;
        let shown = room.words("unit", &page).await;
        assert!(shown.contains("以会议落实会议") && shown.contains("只见会议记录") && shown.contains("第2轮"), "{shown}");
        for at in ["/decisions/demands".to_owned(), format!("/decisions/{decision}")] {
            let list = room.words("clerk", &at).await;
            assert!(list.contains("仅以会议落实"), "{at}: {list}");
        }
        let water = room.county.unit("water").to_string();
        for (figure, n) in [("demands", 1), ("demands_met", 1), ("demands_hollow", 1), ("demands_late", 0), ("demands_running", 0)] {
            let (told, unit) = room.figure(&format!("decisions.{figure}"), "unit").await;
            assert_eq!(told, Value::Int(n), "{figure}");
            assert!(n == 0 || unit == water, "{figure}");
        }
    }

    /// The unit asks that another do it; the office rules; a moved day moves the running step; not met is an end too.
    async fn a_demand_is_given_to_another_and_not_met(db: TestDb) {
        let room = Room::new(db).await;
        let decision = room.published(&[]).await;
        let demand = room.demanded(decision, "修复取水口道路", "water", "2025-06-30").await;
        let other = room.demanded(decision, "公布水质", "water", "2025-05-31").await;
        room.does("unit", demand, "object", &[("note", "道路属交通部门")]).await;
        let roads = room.county.unit("transport").to_string();
        room.does("clerk", demand, "reassign", &[("to_unit", roads.as_str()), ("note", "改由交通局")]).await;
        assert_eq!(room.status("unit", &format!("/decisions/demands/{demand}")).await, StatusCode::NOT_FOUND);
        room.does("unit2", demand, "accept", &[]).await;
        room.does("clerk", demand, "postpone", &[("until_on", "2025-08-31"), ("note", "汛期")]).await;
        let page = room.words("unit2", &format!("/decisions/demands/{demand}")).await;
        assert!(page.contains("2025年8月31日"), "{page}");
        let today = room.db.now().day().to_string();
        room.does("unit2", demand, "report_done", &[("on_date", &today), ("means", "deed"), ("said", "已修")]).await;
        room.does("clerk", demand, "fail", &[("note", "现场没有动工")]).await;
        assert_eq!(room.state(demand).await, "not_met");
        assert_eq!(room.state(decision).await, "implement", "another is still open");
        room.does("officeleader", other, "cancel", &[("note", "另有安排")]).await;
        assert_eq!(room.state(decision).await, "sum_up");
    }

    /// A matter of another area opens one by the name of its kind alone; without a day the pack's limit holds.
    async fn another_area_opens_one_by_its_name(db: TestDb) {
        let room = Room::new(db).await;
        let source = room.entered(&[]).await;
        let clerk = room.actor("clerk").await;
        let mut act = room.kernel.act(&clerk, Permission::Register).await.expect("an act");
        let wanted = |unit: Option<Id>| Wanted {
            from: source,
            title: "报告专项资金使用情况".to_owned(),
            text: "按季度报告".to_owned(),
            unit,
            due_on: None,
        };
        let water = room.county.unit("water");
        let id = open::wanted(&room.kernel, &mut act, "instruction", wanted(Some(water))).await.expect("it is opened");
        open::wanted(&room.kernel, &mut act, "instruction", wanted(None)).await.expect_err("of nobody");
        let decision = open::wanted(&room.kernel, &mut act, "decision", wanted(None)).await.expect("it is brought in");
        open::wanted(&room.kernel, &mut act, "no_such_kind", wanted(Some(water))).await.expect_err("is no kind");
        act.commit().await.expect("committed");
        let page = room.words("unit", &format!("/decisions/demands/{id}")).await;
        // Three months from 5 March 2025.
        assert!(page.contains("按季度报告") && page.contains("2025年6月5日"), "{page}");
        assert_eq!(room.state(decision).await, "examine");
        let brought = room.words("clerk", &format!("/decisions/{decision}")).await;
        assert!(brought.contains("主任会议") && brought.contains("提自"), "{brought}");
        let from = room.words("clerk", &format!("/decisions/demands/{id}")).await;
        assert!(from.contains("源自") && from.contains("饮用水水源保护"), "{from}");
    }
}
