//! What a reply promised is owed by the date of its next stage, and late where that passed.

mod site;

use axum::http::StatusCode;
use chrono::NaiveDate;
use kernel::Kernel;
use kernel::clock::Instant;
use kernel::id::Id;
use kernel::matter::remind;
use serde_json::Value;
use site::{ROOMS, Site};
use testkit::TestDb;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a day")
}

async fn as_json(site: &Site, id: Id) -> Value {
    let mut client = site.client("clerk").await;
    let page = client.get(&format!("/api/v1/matters/{id}")).await;
    page.expect(StatusCode::OK).value()
}

testkit::on_both! { &ROOMS;
    /// Due by the next stage that is owed, moved with it, told of when it comes near and when it is late; what was
    /// delivered late says so.
    async fn delivery_is_due_by_the_next_stage(db: TestDb) {
        let site = Site::new(db).await;
        let source = site.brought_in("deputy", &[], &[]).await;
        site.assigned(source).await;
        let draft = [
            ("class", "B"),
            ("gist", "已列入今年路灯改造计划，分两批更换节能灯"),
            ("promises", "开工 2025-06-30 第一批更换\n投入使用 2025-12-30 全部点亮"),
            ("letter", "您提出的关于修复滨河路路灯的建议收悉，现答复如下。"),
        ];
        site.replied(source, &draft).await;
        let promised = as_json(&site, source).await["detail"]["commitments"].clone();
        let id: Id = promised[0]["matter"].as_str().and_then(|id| id.parse().ok()).expect("a commitment");
        // The matter it came from is done: nothing is told of that one.
        site.does("deputy", source, "rate", &[("result", "satisfied")], &[]).await;
        site.does("clerk", source, "archive", &[], &[]).await;
        let stands = as_json(&site, id).await;
        assert_eq!((stands["due_on"].as_str(), stands["tasks"][0]["due_on"].as_str()), (Some("2025-06-30"), Some("2025-06-30")));
        assert!(stands["tasks"][0]["explanation"][0].as_str().is_some_and(|w| w.contains("约定的日期")), "{stands}");

        let later = [("stage", "1"), ("until_on", "2025-07-31"), ("note", "灯具到货推迟")];
        site.does("clerk", id, "postpone", &later, &[]).await;
        assert_eq!(as_json(&site, id).await["due_on"], "2025-07-31");

        let part = proposals::area().part;
        let kernel = Kernel::new(site.db.db.clone(), site.db.clock.clone(), &site.db.folder, vec![part]).expect("a kernel");
        let told = async |on: NaiveDate| remind::remind(&kernel, Instant::at(on, 9)).await.expect("a run");
        let lamp = async || as_json(&site, id).await["lamp"].clone();
        site.db.clock.set(Instant::at(day(7, 30), 9));
        assert_eq!(lamp().await, "amber");
        assert!(told(day(7, 30)).await == 1);
        assert_eq!(told(day(7, 30)).await, 0, "once");
        site.db.clock.set(Instant::at(day(8, 5), 9));
        assert_eq!(lamp().await, "red");
        assert!(told(day(8, 5)).await == 1);
        told(day(8, 20)).await;
        told(day(9, 20)).await;

        let done = [("stage", "1"), ("on_date", "2025-08-05"), ("evidence", "第一批二十盏已更换")];
        site.does("unit", id, "report_stage", &done, &[("papers", "验收单.pdf", b"%PDF-1.7\n%%EOF\n")]).await;
        let stands = as_json(&site, id).await;
        assert_eq!((stands["due_on"].as_str(), stands["lamp"].as_str()), (Some("2025-12-30"), Some("green")));
        assert_eq!(stands["detail"]["commitments"][0]["late"], true);
        let page = site.page("deputy", id).await;
        assert!(page.words().contains("2025年8月5日") && page.words().contains("（逾期）"), "{}", page.words());
        assert!(page.texts("a[href*='/files/']").contains(&"验收单.pdf".to_owned()));
        assert_eq!(told(day(11, 3)).await, 0, "the next stage is far off");
        assert!(told(day(12, 29)).await == 1, "and told of when it comes near");

        site.db.clock.set(Instant::at(day(12, 20), 9));
        let last = [("stage", "2"), ("on_date", "2025-12-20"), ("evidence", "全部点亮")];
        site.does("unit", id, "report_stage", &last, &[]).await;
        let stands = as_json(&site, id).await;
        assert_eq!(stands["state"], "verdict");
        assert_eq!(stands["detail"]["commitments"][1]["late"], false);
    }
}
