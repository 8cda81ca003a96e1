//! The adoption ledger: a year's table whole, every figure with its rows, entries by hand, struck ones.

use axum::http::StatusCode;
use kernel::history;
use testkit::{Client, TestDb};
use text::Lang;

use super::room::{Room, refuses, rooms, sample};

const THIS_YEAR: &str = "from=2008-01-01&to=2008-12-31";
const LAST_YEAR: &str = "from=2007-01-01&to=2007-12-31";

/// The rows of a figure as `(key, value)`; each value opens as many rows as it says.
async fn told(client: &mut Client, query: &str) -> Vec<(String, i64)> {
    let address = format!("/api/v1/statistics/publicity.adoptions?{query}");
    let answer = client.get(&address).await.expect(StatusCode::OK).value();
    let mut out = Vec::new();
    let rows = answer["rows"].as_array().unwrap();
    for row in rows.iter().chain([&answer["total"]]) {
        let n = row["value"].as_i64().unwrap();
        let list = format!("{}&limit=200", row["list"].as_str().unwrap());
        let list = client.get(&list).await.expect(StatusCode::OK).value();
        assert_eq!(list["items"].as_array().unwrap().len() as i64, n, "{query}");
    }
    for row in rows {
        let keys: Vec<&str> = row["keys"]
            .as_object()
            .unwrap()
            .values()
            .map(|k| k["code"].as_str().unwrap())
            .collect();
        out.push((keys.join(" "), row["value"].as_i64().unwrap()));
    }
    out
}

async fn total(client: &mut Client, query: &str) -> i64 {
    let address = format!("/api/v1/statistics/publicity.adoptions?{query}");
    let answer = client.get(&address).await.expect(StatusCode::OK).value();
    answer["total"]["value"].as_i64().unwrap()
}

fn of(rows: &[(String, i64)], key: &str) -> i64 {
    rows.iter().find(|(k, _)| k == key).map_or(0, |(_, n)| *n)
}

testkit::on_both! { &rooms();
    /// The totals of the speech, each with the list behind it, by the API and on the page; the same ledger as csv
    /// changes nothing.
    async fn the_ledger_tells_what_the_speech_should_have_told(db: TestDb) {
        let (Some(book), Some(csv)) = (sample("manuscripts.xlsx"), sample("manuscripts-gbk.csv")) else {
            println!("skipped: the sample ledger is not here");
            return;
        };
        let room = Room::new(db).await;
        let report = room.import("manuscripts", "台账.xlsx", &book).await;
        let why: Vec<_> = report.rows.iter().filter(|r| r.is_refused()).map(|r| (r.number, r.reasons(Lang::Zh))).collect();
        assert!(!report.kept_out, "{why:?}");
        let written = report.counts.written;
        assert_eq!(written, report.counts.total);
        let mut clerk = room.client("clerk").await;

        let last = told(&mut clerk, &format!("{LAST_YEAR}&by=outlet")).await;
        assert_eq!(of(&last, "中国人大新闻网"), 2);
        assert_eq!(of(&last, "甘肃人大信息网"), 14);
        let this = told(&mut clerk, &format!("{THIS_YEAR}&by=outlet")).await;
        assert_eq!(of(&this, "中国人大新闻网"), 5);
        assert_eq!(of(&this, "甘肃人大工作"), 4);
        assert_eq!(of(&this, "甘肃人大信息网"), 56);
        assert_eq!(of(&told(&mut clerk, &format!("{THIS_YEAR}&by=level")).await, "city"), 8);
        assert_eq!(total(&mut clerk, THIS_YEAR).await, 73);
        assert_eq!(total(&mut clerk, &format!("{THIS_YEAR}&level=national&medium=print")).await, 0);
        let site = "%E7%94%98%E8%82%83%E4%BA%BA%E5%A4%A7%E4%BF%A1%E6%81%AF%E7%BD%91";
        let days = told(&mut clerk, &format!("{THIS_YEAR}&by=day&outlet={site}")).await;
        assert_eq!(days.iter().map(|(_, n)| *n).max(), Some(8));
        let people = told(&mut clerk, &format!("{THIS_YEAR}&by=person")).await;
        assert_eq!(people.iter().filter(|(_, n)| *n > 30).count(), 1, "{people:?}");
        assert_eq!(people.iter().filter(|(_, n)| *n < 5).count(), 4, "{people:?}");
        for by in ["medium", "genre", "group", "month", "level,group", "outlet,month"] {
            let rows = told(&mut clerk, &format!("{THIS_YEAR}&by={by}")).await;
            assert_eq!(rows.iter().map(|(_, n)| n).sum::<i64>(), 73, "{by}");
        }
        let compared = clerk.get(&format!("/api/v1/statistics/publicity.adoptions?{THIS_YEAR}&by=outlet&compare=previous_year"))
            .await.expect(StatusCode::OK).value();
        let row = compared["rows"].as_array().unwrap().iter()
            .find(|r| r["keys"]["outlet"]["code"] == "甘肃人大信息网").unwrap().clone();
        assert_eq!((row["value"].as_i64(), row["compared"].as_i64()), (Some(56), Some(14)));
        let before = clerk.get("/api/v1/statistics/publicity.adoptions?from=2008-02-01&to=2008-02-29&compare=previous_period")
            .await.expect(StatusCode::OK).value();
        let january = total(&mut clerk, "from=2008-01-01&to=2008-01-31").await;
        assert_eq!(before["total"]["compared"].as_i64(), Some(january));

        let page = clerk.get(&format!("/publicity?{THIS_YEAR}")).await.expect(StatusCode::OK);
        let words = page.words();
        for said in ["73", "Best day", "12 June 2008", "Half of all pieces come from 2 of 9 people", "赵宁静"] {
            assert!(words.contains(said), "{said}: {words}");
        }
        let lists = page.attributes("td a[href*='/list']", "href");
        assert!(lists.len() > 10);
        for list in lists.iter().take(12) {
            clerk.get(list).await.expect(StatusCode::OK);
        }

        let again = room.import("manuscripts", "台账.csv", &csv).await;
        assert_eq!((again.counts.same, again.counts.written, again.counts.total), (written, 0, written));
        assert_eq!(total(&mut clerk, THIS_YEAR).await, 73);
    }

    /// One title by one author in two outlets is one manuscript; equal rows are counted as they stand; what an
    /// outlet is may be said in the row; nothing unknown is guessed.
    async fn rows_become_manuscripts(db: TestDb) {
        let room = Room::new(db).await;
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
        let mut clerk = room.client("clerk").await;
        let rows = clerk.get("/api/v1/statistics/publicity.adoptions/list?limit=200").await.expect(StatusCode::OK).value();
        let ids: std::collections::BTreeSet<String> = rows["items"].as_array().unwrap().iter()
            .map(|r| r["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids.len(), 2, "a year later the same title is another piece");
        // The correspondent who bears the name finds his pieces, and nobody else's.
        let mut author = room.client("correspondent").await;
        assert_eq!(total(&mut author, "").await, 4);
        let mut other = room.client("grouplead").await;
        assert_eq!(total(&mut other, "").await, 0);
        for id in &ids {
            author.get(&format!("/publicity/manuscripts/{id}")).await.expect(StatusCode::OK);
            other.get(&format!("/publicity/manuscripts/{id}")).await.expect(StatusCode::NOT_FOUND);
        }
        let found = clerk.get("/api/v1/search?q=河道治理").await.expect(StatusCode::OK).value();
        assert_eq!(found["items"].as_array().unwrap().len(), 2, "{found}");
    }

    /// Entered by hand, of a piece nobody wrote here; once more only where it is said to be another; struck with the
    /// reason, told in the history, and no longer counted.
    async fn an_entry_by_hand_is_counted_until_it_is_struck(db: TestDb) {
        let room = Room::new(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/ledger/new").await.expect(StatusCode::OK);
        let made = clerk.post("/publicity/outlets", &[("name", "县电视台"), ("level", "county"), ("medium", "tv"), ("outward", ""), ("note", "")]).await;
        let outlet = made.location().expect("it is shown").rsplit('/').next().unwrap().to_owned();
        let wanted: &[(&str, &str)] = &[("title", "代表视察校车"), ("authors", "张稿、外来者"), ("genre", "audio_video"), ("outlet", &outlet),
            ("on_date", "2024-03-04"), ("seconds", "95"), ("said_place", "晚间新闻")];
        let nothing: &[(&str, &str)] = &[("outlet", &outlet), ("on_date", "2024-03-04")];
        let refused = clerk.post("/publicity/ledger/new", nothing).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains("needs its title and author"), "{}", refused.words());
        let done = clerk.post("/publicity/ledger/new", wanted).await;
        let place = done.location().expect("the manuscript is shown").to_owned();
        let page = clerk.get(&place).await.expect(StatusCode::OK);
        for said in ["代表视察校车", "张稿、外来者", "县电视台", "1 min 35 s", "Adoption entered"] {
            assert!(page.words().contains(said), "{said}: {}", page.words());
        }
        assert_eq!(total(&mut clerk, "").await, 1);
        let twice = clerk.post("/publicity/ledger/new", wanted).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(twice.words().contains("another appearance"));
        assert_eq!(total(&mut clerk, "").await, 1);
        let id = place.rsplit('/').next().unwrap();
        let again: Vec<(&str, &str)> = [("manuscript", id), ("again", "1"), ("outlet", &outlet), ("on_date", "2024-03-04")].into();
        clerk.post("/publicity/ledger/new", &again).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(total(&mut clerk, "").await, 2);
        let sum = clerk.get("/api/v1/statistics/publicity.seconds").await.expect(StatusCode::OK).value();
        assert_eq!(sum["total"]["value"].as_i64(), Some(190));
        let authors = clerk.get("/api/v1/statistics/publicity.bylines?by=person").await.expect(StatusCode::OK).value();
        assert_eq!(authors["rows"].as_array().unwrap().len(), 2);

        let strike = clerk.get(&place).await.expect(StatusCode::OK).attributes("a[href$='/strike']", "href");
        assert_eq!(strike.len(), 2);
        clerk.get(&strike[0]).await.expect(StatusCode::OK);
        clerk.post(&strike[0], &[("why", "")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        clerk.post(&strike[0], &[("why", "实际未播出")]).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(total(&mut clerk, "").await, 1);
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
