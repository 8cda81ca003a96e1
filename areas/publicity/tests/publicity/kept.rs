//! Answers kept in memory: asked twice they are counted once, and no server tells old news.

use std::sync::Arc;

use axum::http::StatusCode;
use kernel::Kernel;
use kernel::access::Actor;
use kernel::statistics::{self, Question};
use testkit::TestDb;

use super::asked::room;
use super::room::rooms;

async fn told(kernel: &Kernel, actor: &Actor, figure: &str, by: &str) -> Vec<(String, i64)> {
    let question = Question {
        by: vec![by.to_owned()],
        ..Question::default()
    };
    let answer = statistics::evaluate(kernel, actor, figure, &question)
        .await
        .unwrap();
    let rows = answer.rows.iter();
    rows.map(|r| (r.keys[by].code.clone(), r.value.rows()))
        .collect()
}

testkit::on_both! { &rooms();
    /// Two servers on one database: what one has kept is counted anew after whatever the other wrote that changes it,
    /// and not after what changes nothing of it.
    async fn what_one_server_keeps_another_ends(db: TestDb) {
        let room = room(db).await;
        let parts = frame::parts(&mut [publicity::area()]);
        let other = Kernel::new(room.db.db.clone(), room.db.clock.clone(), &room.db.folder, parts).unwrap();
        let other = Arc::new(other);
        let actor = room.county.actor(&room.db, "clerk").await;
        let table = "刊发日期,标题,体裁,作者,宣传小组,媒体,级别,类别,版面,字数\n\
            2024-03-01,河道治理见成效,消息,张稿,一组,省人大网,省级,网络,,800\n\
            2024-03-05,河道治理见成效,消息,张稿,一组,市日报,市级,报刊,,300\n";
        room.import("manuscripts", "台账.csv", table.as_bytes()).await;
        let by_level = || told(&other, &actor, "publicity.adoptions", "level");
        let first = by_level().await;
        assert_eq!(first, [("city".to_owned(), 1), ("province".to_owned(), 1)]);
        let (again, asked) = kernel::db::counted(by_level()).await;
        assert_eq!((again, asked), (first, 1), "only the number is asked for");

        let more = "刊发日期,标题,体裁,作者,宣传小组,媒体,级别,类别,版面,字数\n\
            2024-04-01,代表走访选民,消息,张稿,一组,市日报,市级,报刊,,300\n";
        room.import("manuscripts", "台账.csv", more.as_bytes()).await;
        assert_eq!(by_level().await, [("city".to_owned(), 2), ("province".to_owned(), 1)]);

        let mut clerk = room.client("clerk").await;
        let ledger = clerk.get("/publicity/ledger").await.expect(StatusCode::OK);
        let piece = ledger.attributes("a[href^='/publicity/manuscripts/']", "href").remove(0);
        let page = clerk.get(&piece).await.expect(StatusCode::OK);
        let strike = page.attributes("a[href$='/strike']", "href").remove(0);
        clerk.post(&strike, &[("why", "实际未刊发")]).await.expect(StatusCode::SEE_OTHER);
        let left: i64 = by_level().await.iter().map(|(_, n)| n).sum();
        assert_eq!(left, 2);
    }
}
