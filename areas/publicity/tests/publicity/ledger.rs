//! The adoption ledger: rows of a table as manuscripts, entries by hand, struck ones.

use axum::http::StatusCode;
use kernel::statistics::{self, Question};
use kernel::{history, search};
use testkit::TestDb;

use super::asked::{refuses, room, told, total};
use super::room::rooms;

testkit::on_both! { &rooms();
    /// One title by one author in two outlets is one manuscript; equal rows are counted as they stand; what an
    /// outlet is may be said in the row; nothing unknown is guessed.
    async fn rows_become_manuscripts(db: TestDb) {
        let room = room(db).await;
        let table = "刊发日期,标题,体裁,作者,宣传小组,媒体,级别,类别,版面,字数\n\
            2024-03-01,河道治理见成效,消息,张稿,一组,省人大网,省级,网络,,800\n\
            2024-03-05,河道治理见成效,消息,张稿,一组,市日报,市级,报刊,二版豆腐块,300\n\
            2024-03-05,河道治理见成效,消息,张稿,一组,市日报,市级,报刊,二版豆腐块,300\n\
            2024-11-20,河道治理见成效,消息,张稿,一组,市日报,,,,500\n";
        let report = room.import("manuscripts", "台账.csv", table.as_bytes()).await;
        assert_eq!((report.counts.total, report.counts.refused, report.kept_out), (4, 1, true), "the last row does not say what the outlet is");
        let table = table.replace("市日报,,,,500", "市日报,市级,报刊,,500");
        let report = room.import("manuscripts", "台账.csv", table.as_bytes()).await;
        assert_eq!((report.counts.written, report.rows.len()), (4, 2), "two outlets are announced once each");
        assert_eq!(room.import("manuscripts", "台账.csv", table.as_bytes()).await.counts.same, 4);
        let actor = room.county.actor(&room.db, "clerk").await;
        let rows = statistics::list_rows(&room.kernel, &actor, "publicity.adoptions", &Question::default(), None, 200).await.unwrap();
        let ids: std::collections::BTreeSet<String> = rows.rows.iter().map(|r| r.id.to_string()).collect();
        assert_eq!(ids.len(), 2, "a year later the same title is another piece");
        // The correspondent who bears the name finds his pieces, and nobody else's.
        let mut author = room.client("correspondent").await;
        assert_eq!(total(&room, "correspondent").await, 4);
        let mut other = room.client("grouplead").await;
        assert_eq!(total(&room, "grouplead").await, 0);
        for id in &ids {
            author.get(&format!("/publicity/manuscripts/{id}")).await.expect(StatusCode::OK);
            other.get(&format!("/publicity/manuscripts/{id}")).await.expect(StatusCode::NOT_FOUND);
        }
        let found = search::find(&room.db.db, &actor, "河道治理", None, None, 20).await.unwrap();
        assert_eq!(found.hits.len(), 2);
    }

    /// Entered by hand, of a piece nobody wrote here; once more only where it is said to be another; struck with the
    /// reason, told in the history, and no longer counted.
    async fn an_entry_by_hand_is_counted_until_it_is_struck(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/ledger/new").await.expect(StatusCode::OK);
        let made = clerk.post("/publicity/outlets", &[("name", "县电视台"), ("level", "county"), ("medium", "tv"), ("outward", ""), ("note", "")]).await;
        let outlet = made.location().expect("it is shown").rsplit('/').next().unwrap().to_owned();
        let wanted: &[(&str, &str)] = &[("title", "代表视察校车"), ("authors", "张稿、外来者"), ("genre", "audio_video"), ("outlet", &outlet),
            ("on_date", "2024-03-04"), ("seconds", "95"), ("said_place", "晚间新闻")];
        let nothing: &[(&str, &str)] = &[("outlet", &outlet), ("on_date", "2024-03-04")];
        let refused = clerk.post("/publicity/ledger/new", nothing).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains("needs its title and author"), "{}", refused.words());
        const SCAN: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
        let done = clerk.upload("/publicity/ledger/new", wanted, &[("papers", "播出单.pdf", SCAN)]).await;
        let place = done.location().expect("the manuscript is shown").to_owned();
        let proof = clerk.get(&place).await.expect(StatusCode::OK).attributes("a[href*='/files/']", "href");
        assert_eq!(proof.len(), 2, "as the proof of the adoption and among the files");
        clerk.get(&proof[0]).await.expect(StatusCode::OK);
        room.client("unit").await.get(&proof[0]).await.expect(StatusCode::NOT_FOUND);
        let page = clerk.get(&place).await.expect(StatusCode::OK);
        for said in ["代表视察校车", "张稿、外来者", "县电视台", "1 min 35 s", "Adoption entered"] {
            assert!(page.words().contains(said), "{said}: {}", page.words());
        }
        assert_eq!(total(&room, "clerk").await, 1);
        let twice = clerk.post("/publicity/ledger/new", wanted).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(twice.words().contains("another appearance"));
        assert_eq!(total(&room, "clerk").await, 1);
        let id = place.rsplit('/').next().unwrap();
        let again: Vec<(&str, &str)> = [("manuscript", id), ("again", "1"), ("outlet", &outlet), ("on_date", "2024-03-04")].into();
        clerk.post("/publicity/ledger/new", &again).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(total(&room, "clerk").await, 2);
        assert_eq!(told(&room, "clerk", "publicity.seconds", &[]).await.1, 190);
        let authors = told(&room, "clerk", "publicity.bylines", &["person"]).await.0;
        assert_eq!(authors, [("外来者".to_owned(), 2), ("张稿".to_owned(), 2)]);

        let strike = clerk.get(&place).await.expect(StatusCode::OK).attributes("a[href$='/strike']", "href");
        assert_eq!(strike.len(), 2);
        clerk.get(&strike[0]).await.expect(StatusCode::OK);
        clerk.post(&strike[0], &[("why", "")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        clerk.post(&strike[0], &[("why", "实际未播出")]).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(total(&room, "clerk").await, 1);
        clerk.post(&strike[0], &[("why", "再次")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let page = clerk.get(&place).await.expect(StatusCode::OK);
        assert!(page.words().contains("Struck: 实际未播出"), "{}", page.words());
        let matter = id.parse().unwrap();
        let actor = room.county.actor(&room.db, "clerk").await;
        let told = history::of_matter(&room.db.db, &actor, matter, None, 50).await.unwrap();
        let kinds: Vec<&str> = told.rows.iter().map(|e| e.kind.as_str()).collect();
        assert_eq!(kinds, ["adoption_struck", "adopted", "adopted", "imported"]);
        // Who keeps no newsroom enters and strikes nothing.
        for who in ["correspondent", "grouplead", "leader", "unit"] {
            refuses(&room, who, "/publicity/ledger/new", wanted).await;
            refuses(&room, who, &strike[1], &[("why", "x")]).await;
        }
    }
}
