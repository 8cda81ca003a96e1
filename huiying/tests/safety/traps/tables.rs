//! Tables come in as offices have them, and the import of a long one hangs on nobody's browser.

use std::time::Duration;

use axum::http::StatusCode;
use kernel::import::{self, JobState};
use kernel::organ;
use papers::sheet::{Column, Kind, xlsx};
use testkit::TestDb;

use crate::world::{World, rooms};

/// Rows of the long table.
const ROWS: usize = 3_000;

testkit::on_both! { &rooms();
    /// decidim-barcelona #197: confirmed, and the browser goes away at once: every row comes in all the same, and the
    /// page says so.
    async fn an_import_goes_on_when_its_request_is_gone(db: TestDb) {
        let world = World::bare(db).await;
        let mut table = "单位名称,类别,上级单位\n".to_owned();
        for n in 0..ROWS {
            table.push_str(&format!("第{n}管理所,局,\n"));
        }
        let mut clerk = world.client("clerk").await;
        clerk.get("/office/imports").await.expect(StatusCode::OK);
        let file = ("file", "名单.csv", table.as_bytes());
        let sent = clerk.upload("/office/imports", &[("kind", "units")], &[file]).await;
        let place = sent.location().unwrap_or_else(|| panic!("{}", sent.words())).to_owned();
        let count = async || organ::units(&world.db.db, world.county.organ).await.expect("units").len();
        let before = count().await;
        let mut going = clerk.clone();
        let commit = format!("{place}/commit");
        let actor = world.actor("clerk").await;
        let begun = async {
            loop {
                let jobs = import::jobs(&world.kernel, &actor, None, 1).await.expect("imports");
                if jobs[0].state == JobState::Running {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::select! {
            answer = going.post(&commit, &[]) => panic!("so quick that nothing is shown by this test: {}", answer.status),
            () = begun => {}
        }
        assert!(count().await < before + ROWS, "the browser went before the end");
        for _ in 0..600 {
            let page = clerk.get(&place).await.expect(StatusCode::OK);
            if page.words().contains(&format!("已导入 {ROWS} 行")) || page.words().contains("已完成") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(count().await, before + ROWS, "{}", clerk.get(&place).await.words());
    }

    /// OS #1154: a workbook of today's Excel or WPS, under whatever name, gives a preview; so does text in the
    /// encoding of Chinese Windows.
    async fn workbooks_are_taken_as_offices_have_them(db: TestDb) {
        let world = World::bare(db).await;
        let columns = [Column::new("单位名称", Kind::Text), Column::new("类别", Kind::Text)];
        let rows = [vec!["审计局".into(), "局".into()]];
        let book = xlsx("承办单位名单", &columns, rows.into_iter()).expect("a workbook");
        // GB18030: 单位名称,类别\r\n审计局,局
        let chinese = b"\xb5\xa5\xce\xbb\xc3\xfb\xb3\xc6,\xc0\xe0\xb1\xf0\r\n\xc9\xf3\xbc\xc6\xbe\xd6,\xbe\xd6\r\n";
        let mut clerk = world.client("clerk").await;
        clerk.get("/office/imports").await;
        for (name, bytes) in [("名单.xlsx", book.as_slice()), ("名单.XLSX", &book), ("名单", &book), ("名单.csv", chinese)] {
            let sent = clerk.upload("/office/imports", &[("kind", "units")], &[("file", name, bytes)]).await;
            let place = sent.location().unwrap_or_else(|| panic!("{name}: {}", sent.words())).to_owned();
            let page = clerk.get(&place).await.expect(StatusCode::OK);
            assert!(page.texts("tbody tr").concat().contains("审计局"), "{name}: {}", page.words());
        }
    }
}
