//! The newsroom's figures through HTTP: the statistics of every area together.

#[path = "../../areas/publicity/tests/publicity/room.rs"]
mod room;

use axum::http::StatusCode;
use kernel::import::{Format, export};
use testkit::{Client, TestDb};
use text::Lang;

use room::{Room, rooms};

/// A sample file, where a folder of them stands beside the checkout.
fn sample(name: &str) -> Option<Vec<u8>> {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|folder| std::fs::read(folder.join("shared/data").join(name)).ok())
}

/// Four appearances of this year, one of the last.
const LEDGER: &str = "\
刊发日期,标题,体裁,作者,宣传小组,媒体,级别,类别,版面,字数,时长（秒）,图片数,转载,链接
2025-02-03,代表视察河道,消息,张稿,第一组,省人大网,省级,网络,,600,,1,,https://example.org/1
2025-02-03,监督工作出实招,消息,张稿、施笔,第一组,省人大网,省级,网络,,500,,,,
2025-02-10,任免工作走深走实,通讯,施笔,第一组,市日报,市级,报刊,豆腐块,1200,,,,
2025-03-01,老百姓的贴心人,音视频,外来人,,市电视台,市级,电视,,,150,,,
2024-02-20,去年的稿,消息,张稿,第一组,市日报,市级,报刊,,400,,,,
";

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

    /// The paragraph is written from the ledger in both languages, every number opens as many rows as it says; words may
    /// be changed, a number changed by hand is marked, and a corrected ledger is told.
    async fn a_briefing_s_numbers_open_their_rows_and_a_typed_one_is_marked(db: TestDb) {
        let room = Room::of(db, vec![publicity::area(), office::area()]).await;
        let report = room.import("manuscripts", "台账.csv", LEDGER.as_bytes()).await;
        assert_eq!((report.counts.written, report.counts.total), (5, 5), "{:?}", report.rows);
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/briefings").await.expect(StatusCode::OK);
        let fields = [("from", "2025-01-01"), ("to", "2025-03-05"), ("lang", "zh")];
        let made = clerk.post("/publicity/briefings", &fields).await;
        let at = made.location().expect("it is written").to_owned();
        let page = clerk.get(&at).await.expect(StatusCode::OK);
        let words = page.words();
        for said in [
            "2025年1月1日至2025年3月5日，", "宣传稿件被各级媒体采用4篇次，比去年同期的1篇次增加3篇次，增长300%；去年全年为1篇次。",
            "其中，省级2篇次、市级2篇次。全国级、省级报刊上还没有刊发。", "省人大网2篇", "至2025年3月5日宣传工作情况",
            "电视1条，播出3分钟。", "刊发照片1张。", "署名作者3人", "没有稿件见报",
        ] {
            assert!(words.contains(said), "{said}: {words}");
        }
        let told = clerk.get("/api/v1/publicity/briefings").await.expect(StatusCode::OK).value();
        let numbers = told["items"][0]["numbers"].as_array().unwrap().clone();
        assert!(numbers.len() > 15, "{numbers:?}");
        let links = page.attributes("main .prose a", "href");
        assert_eq!(links.len(), numbers.len(), "every counted number is a link");
        for number in &numbers {
            let list = number["list"].as_str().unwrap();
            let shown: i64 = number["shown"].as_str().unwrap().parse().unwrap();
            let rows = clerk.get(&format!("{list}{}limit=200", if list.contains('?') { "&" } else { "?" })).await;
            if list.contains("/list?") && !["minutes", "photos"].contains(&number["key"].as_str().unwrap()) {
                let rows = rows.expect(StatusCode::OK).value();
                assert_eq!(rows["items"].as_array().unwrap().len() as i64, shown, "{number}");
            }
            clerk.get(list.trim_start_matches("/api/v1")).await.expect(StatusCode::OK);
        }
        // Words changed, one number changed.
        let form = clerk.get(&format!("{at}/edit")).await.expect(StatusCode::OK);
        let text = form.text("textarea");
        let rev = form.attribute("input[name=rev]", "value").unwrap();
        let text = text.replace("被各级媒体采用4篇次", "今年以来被各级媒体采用12篇次").replace("其中，", "其中：");
        let edited = [("rev", rev.as_str()), ("title", "上半年宣传情况"), ("content", text.as_str())];
        clerk.post(&format!("{at}/edit"), &edited).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(&at).await.expect(StatusCode::OK);
        assert_eq!(page.texts("main .prose mark"), ["12"]);
        assert_eq!(page.attributes("main .prose a", "href").len(), numbers.len() - 1);
        assert!(page.words().contains("These numbers were changed or taken out") && page.words().contains(": 4"), "{}", page.words());
        // Whoever edits an older text loses nothing and overwrites nothing.
        let late = clerk.post(&format!("{at}/edit"), &edited).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.words().contains("has just kept a newer text") && late.body().contains("12篇次"));

        // The ledger is corrected: the text says so, and takes today's numbers where they were counted.
        let ledger = clerk.get("/api/v1/publicity/ledger?level=province").await.expect(StatusCode::OK).value();
        let one = ledger["items"][0]["id"].as_str().unwrap().to_owned();
        clerk.get(&format!("/publicity/ledger/{one}/strike")).await.expect(StatusCode::OK);
        clerk.post(&format!("/publicity/ledger/{one}/strike"), &[("why", "重复登记")]).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(&at).await.expect(StatusCode::OK);
        assert!(page.words().contains("read otherwise today"), "{}", page.words());
        clerk.post(&format!("{at}/refresh"), &[]).await.expect(StatusCode::SEE_OTHER);
        let words = clerk.get(&at).await.expect(StatusCode::OK).words();
        assert!(words.contains("采用12篇次") && words.contains("省级1篇次") && !words.contains("read otherwise today"), "{words}");
        let paper = clerk.get(&format!("{at}/paper.docx")).await.expect(StatusCode::OK);
        assert!(paper.header("content-disposition").unwrap().contains("docx") && paper.body().len() > 2_000);

        let english = clerk.get("/api/v1/publicity/briefing?from=2025-01-01&to=2025-03-05&language=en").await.expect(StatusCode::OK).value();
        let english = english["content"].as_str().unwrap();
        for said in [
            "From 1 January 2025 to 5 March 2025", "carried 3 pieces", "2 more than the 1 of the same days a year earlier, a rise of 200%",
            "Of these, 1 at provincial level", "in print at national or provincial level.", "feature 1", "1 on TV, 3 minutes in all", "3 authors signed pieces",
        ] {
            assert!(english.contains(said), "{said}: {english}");
        }
        // It tells the whole organ's figures: not for those who read their own alone.
        let mut correspondent = room.client("correspondent").await;
        for path in ["/publicity/briefings", at.as_str(), "/api/v1/publicity/briefing", "/api/v1/publicity/settlements"] {
            correspondent.get(path).await.expect(StatusCode::FORBIDDEN);
        }
        let mut reader = room.client("committee").await;
        reader.get(&at).await.expect(StatusCode::OK);
        reader.get(&format!("{at}/edit")).await.expect(StatusCode::FORBIDDEN);
    }

    /// What goes out as a table comes in again and changes nothing; figures are told by unit, township and rate.
    async fn the_registers_go_out_and_come_back_unchanged(db: TestDb) {
        let room = Room::of(db, vec![publicity::area(), office::area()]).await;
        let outlets = "媒体名称,级别,类别,重点媒体,联系记者,联系电话,专栏\n省人大网,省级,网络,是,周晓,13900000000,基层人大、县乡之窗\n人大之窗,本单位,宣传橱窗,,,,\n";
        room.import("outlets", "媒体.csv", outlets.as_bytes()).await;
        room.import("manuscripts", "台账.csv", LEDGER.as_bytes()).await;
        let clerk = room.county.actor(&room.db, "clerk").await;
        for (kind, format, file) in [
            ("outlets", Format::Xlsx, "出.xlsx"), ("outlets", Format::Csv, "出.csv"),
            ("manuscripts", Format::Xlsx, "出.xlsx"), ("manuscripts", Format::Csv, "出.csv"),
        ] {
            let (bytes, n) = export(&room.kernel, &clerk, kind, false, format).await.unwrap();
            assert!(n >= 4, "{kind}: {n}");
            let back = room.import(kind, file, &bytes).await;
            let why: Vec<_> = back.rows.iter().map(|r| (r.number, r.reasons(Lang::Zh))).collect();
            assert_eq!((back.counts.same, back.counts.written), (n, 0), "{kind} {file}: {why:?}");
        }
        let mut client = room.client("clerk").await;
        let by = client.get("/api/v1/statistics/publicity.adoptions?by=unit").await.expect(StatusCode::OK).value();
        let rows = by["rows"].as_array().unwrap();
        assert_eq!(rows.iter().map(|r| r["value"].as_i64().unwrap()).sum::<i64>(), 5);
        assert!(rows.iter().any(|r| r["keys"]["unit"]["code"] != ""), "{rows:?}");
        client.get("/api/v1/statistics/publicity.bylines?by=township,unit").await.expect(StatusCode::OK);
        for figure in ["publicity.submissions", "publicity.pieces_sent"] {
            let told = client.get(&format!("/api/v1/statistics/{figure}?by=genre,group,unit")).await.expect(StatusCode::OK).value();
            assert_eq!(told["total"]["value"]["den"], 0);
        }
        let told = client.get("/api/v1/publicity/overview?from=2025-01-01&to=2025-03-05").await.expect(StatusCode::OK).value();
        assert_eq!((told["adoptions"]["value"].as_i64(), told["same_period_last_year"]["value"].as_i64()), (Some(4), Some(1)));
        assert_eq!(told["best_day"][1], "省人大网");
        let outlets = client.get("/api/v1/publicity/outlets").await.expect(StatusCode::OK).value();
        assert!(outlets["items"].as_array().unwrap().iter().any(|o| o["columns"].as_array().unwrap().len() == 2));
        let page = client.get("/api/v1/publicity/ledger?limit=2").await.expect(StatusCode::OK).value();
        let next = page["next_cursor"].as_str().unwrap();
        let rest = client.get(&format!("/api/v1/publicity/ledger?limit=200&cursor={next}")).await.expect(StatusCode::OK).value();
        assert_eq!(rest["items"].as_array().unwrap().len(), 3);
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
        // What is confidential gets into no issue, though the clerk who registered it reads it.
        let mut secret = fields.map(|(name, value)| match name {
            "confidentiality" => (name, "confidential"),
            "title" => (name, "关于某事的建议"),
            _ => (name, value),
        });
        secret[0] = ("from", "");
        let made = clerk.post("/proposals/new/suggestion", &secret).await;
        let secret = made.location().unwrap_or_else(|| panic!("{}", made.words())).rsplit('/').next().expect("its id").to_owned();
        clerk.get(&format!("/proposals/{secret}")).await.expect(StatusCode::OK);
        let offers = clerk.get("/publicity/issues/new").await.expect(StatusCode::OK).words();
        assert!(offers.contains("关于补齐村卫生室常用药的建议") && !offers.contains("关于某事的建议"), "{offers}");
        let taken = [("series", series.as_str()), ("out_on", today.as_str()), ("sources", secret.as_str()), ("title", ""), ("content", "")];
        let refused = clerk.post("/publicity/issues/new", &taken).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains("can’t be printed"), "{}", refused.words());

        // From what does not exist for somebody nothing grows.
        let mut deputy = room.client("deputy").await;
        deputy.get(&format!("/proposals/new/suggestion?from={id}")).await.expect(StatusCode::NOT_FOUND);
        deputy.get("/proposals/new/suggestion").await.expect(StatusCode::OK);
        let refused = deputy.post("/proposals/new/suggestion", &fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
}
