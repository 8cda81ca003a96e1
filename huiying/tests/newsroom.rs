//! The newsroom's figures through HTTP: the statistics of every area together.

#[path = "../../areas/publicity/tests/publicity/room.rs"]
mod room;

use axum::http::StatusCode;
use testkit::{Client, TestDb};
use text::Lang;

use room::{Room, rooms};

/// A sample file, where a folder of them stands beside the checkout.
fn sample(name: &str) -> Option<Vec<u8>> {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|folder| std::fs::read(folder.join("shared/data").join(name)).ok())
}

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
        let room = Room::of(db, vec![publicity::area(), office::area()]).await;
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
}

testkit::on_both! { &[kernel::MIGRATIONS, publicity::MIGRATIONS, proposals::MIGRATIONS];
    /// What a bulletin found becomes a suggestion with the item's words in its form; both say so, and only to whom they may.
    async fn a_hot_item_of_a_bulletin_becomes_a_matter(db: TestDb) {
        let room = Room::of(db, vec![publicity::area(), proposals::area(), office::area()]).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/series").await.expect(StatusCode::OK);
        let series = [("shape", "bulletin"), ("name", "简讯"), ("issuer", "办公室"), ("pages", "0"), ("page_characters", "616")];
        clerk.post("/publicity/series", &series).await.expect(StatusCode::SEE_OTHER);
        let form = clerk.get("/publicity/issues/new").await.expect(StatusCode::OK);
        let series = form.attribute("input[name=series]", "value").expect("a series");
        let today = room.db.clock.today().to_string();
        let begun = [("series", series.as_str()), ("out_on", &today), ("title", "村卫生室缺药"), ("content", "多个村的常用药不全。")];
        let begun = clerk.post("/publicity/issues/new", &begun).await;
        let id: kernel::id::Id = begun.location().expect("begun").split('/').nth(3).expect("its id").parse().expect("an id");
        for (who, act) in [("clerk", "submit"), ("officeleader", "issue")] {
            let before = clerk.get(&format!("/publicity/issues/{id}")).await.expect(StatusCode::OK);
            assert!(!before.has("a[href^='/proposals/new?from=']"), "before it is out nothing is made of it");
            let actor = room.county.actor(&room.db, who).await;
            let standing = kernel::matter::Standing::read(&room.kernel, &actor, id).await.unwrap();
            let request = kernel::matter::Request::new(act).rev(standing.matter.rev);
            kernel::matter::perform(&room.kernel, &actor, id, request).await.unwrap();
        }
        let page = clerk.get(&format!("/publicity/issues/{id}")).await.expect(StatusCode::OK);
        let all = page.attributes("a[href^='/proposals/new?from=']", "href");
        let raise = all.iter().find(|h| h.contains("title=")).expect("each item offers it").clone();
        let kinds = clerk.get(&raise).await.expect(StatusCode::OK);
        let form = kinds.attributes("a[href^='/proposals/new/suggestion?']", "href").pop().expect("a suggestion");
        let form = clerk.get(&form).await.expect(StatusCode::OK);
        assert_eq!(form.attribute("input[name=title]", "value").as_deref(), Some("村卫生室缺药"));
        assert!(form.text("textarea[name=background]").contains("常用药不全"));
        assert_eq!(form.attribute("input[name=from]", "value"), Some(id.to_string()));
        let deputy = room.county.person("deputy").to_string();
        let from = id.to_string();
        let fields = [
            ("from", from.as_str()), ("proposer", &deputy), ("title", "关于补齐村卫生室常用药的建议"), ("background", "近期走访中，多个村的群众反映村卫生室常用药不全，慢病药时常断供。"),
            ("demand", "建立常用药目录和乡镇之间的调剂机制，对偏远村实行每周巡诊，每月公布一次缺药情况。"), ("form", "single"), ("confidentiality", "open"), ("received_on", &today), ("seen", "yes"),
        ];
        let made = clerk.post("/proposals/new/suggestion", &fields).await;
        let made = made.location().unwrap_or_else(|| panic!("{}", made.words())).to_owned();
        let matter = clerk.get(&made).await.expect(StatusCode::OK).words();
        assert!(matter.contains("Grown out of") && matter.contains("简讯2025年第1期"), "{matter}");
        let page = clerk.get(&format!("/publicity/issues/{id}")).await.expect(StatusCode::OK).words();
        assert!(page.contains("Made a matter: 关于补齐村卫生室常用药的建议") || page.contains("Made a matter"), "{page}");
        assert!(page.contains("关于补齐村卫生室常用药的建议"), "{page}");
        // From what does not exist for somebody nothing grows.
        let mut deputy = room.client("deputy").await;
        deputy.get(&format!("/proposals/new/suggestion?from={id}")).await.expect(StatusCode::NOT_FOUND);
        deputy.get("/proposals/new/suggestion").await.expect(StatusCode::OK);
        let refused = deputy.post("/proposals/new/suggestion", &fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
}
