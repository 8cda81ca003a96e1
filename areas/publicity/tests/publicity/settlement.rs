//! Rules, a settlement, and what a later correction makes good in the next one.

use axum::http::StatusCode;
use testkit::TestDb;

use super::asked::{refuses, room};
use super::room::rooms;

const LINES: &str =
    "Provincial\t-\t-\t500\t10\t400\t\nProvincial\t-\t-\t0\t5\t100.50\t\nCity\t-\t-\t0\t3\t50\t";

fn rules(lines: &str) -> Vec<(&str, &str)> {
    vec![
        ("lines", lines),
        ("level", "city"),
        ("stacking", "highest"),
        ("percent", "50"),
        ("cap", ""),
        ("floor", "0"),
        ("penalty", "0"),
        ("from_on", "2024-01-01"),
        ("why", "主任会议通过"),
    ]
}

testkit::on_both! { &rooms();
    /// Put in force, tried on the bench, settled and locked; struck and late pieces come back in the next period with
    /// their cause, and the locked one stays as it was.
    async fn a_correction_is_made_good_in_the_next_period(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/incentives").await.expect(StatusCode::OK);
        clerk.get("/publicity/incentives/rules").await.expect(StatusCode::OK);
        let unread = clerk.post("/publicity/incentives/rules", &rules("Lunar - - 0 1 2")).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unread.words().contains("“Lunar” is not understood"), "{}", unread.words());
        let hidden = clerk.post("/publicity/incentives/rules", &rules("City - - 0 1 2\nCity News - 0 1 2")).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(hidden.words().contains("Line 2 never applies"));
        clerk.post("/publicity/incentives/rules", &rules(LINES)).await.expect(StatusCode::SEE_OTHER);
        let bench = clerk.get("/publicity/incentives?level=province&genre=news&size=&characters=300").await.expect(StatusCode::OK);
        assert!(bench.words().contains("By line 2: 5 points, 100.50 yuan"), "{}", bench.words());
        let bench = clerk.get("/publicity/incentives?level=county&genre=news&size=&characters=300").await.expect(StatusCode::OK);
        assert!(bench.words().contains("worth nothing"));

        let table = "刊发日期,标题,体裁,作者,媒体,级别,类别,字数\n\
            2025-01-06,两家采用,消息,甲,省人大网,省级,网络,800\n\
            2025-01-07,两家采用,消息,甲,市日报,市级,报刊,800\n\
            2025-01-09,三人合写,消息,甲、乙、丙,省人大网,省级,网络,200\n\
            2025-02-10,二月的稿,消息,乙,市日报,市级,报刊,300\n";
        assert_eq!(room.import("manuscripts", "台账.csv", table.as_bytes()).await.counts.written, 4);
        let preview = clerk.get("/publicity/settlements/new?from=2025-01-01&to=2025-01-31").await.expect(StatusCode::OK);
        // 100.50 in three: 33.50 each, exact to the fen; one piece in two outlets at the highest.
        for said in ["433.50", "33.50", "500.50"] {
            assert!(preview.words().contains(said), "{said}: {}", preview.words());
        }
        clerk.get("/publicity/settlements/new?from=2025-01-01&to=2025-03-05").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let frozen = clerk.post("/publicity/settlements/new", &[("from", "2025-01-01"), ("to", "2025-01-31"), ("title", "一月")]).await;
        let january = frozen.location().expect("it is shown").to_owned();
        let page = clerk.get(&january).await.expect(StatusCode::OK);
        assert!(page.words().contains("433.50"));
        let people = page.attributes("a[href*='/people/']", "href");
        assert_eq!(people.len(), 3);
        let why = clerk.get(&people[0]).await.expect(StatusCode::OK);
        assert!(why.words().contains("两家采用") && why.words().contains("省人大网"), "{}", why.words());
        let sheet = clerk.get(&format!("{january}/sheet.xlsx")).await.expect(StatusCode::OK);
        assert!(sheet.bytes.starts_with(b"PK"));
        clerk.post("/publicity/settlements/new", &[("from", "2025-01-15"), ("to", "2025-02-15"), ("title", "重")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let back = clerk.post("/publicity/incentives/rules", &rules(LINES)).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.words().contains("A settled period reaches that day"));

        // The provincial appearance turns out wrong, and a piece of January comes in late.
        let piece = clerk.get("/publicity/ledger?from=2025-01-06&to=2025-01-06").await.expect(StatusCode::OK);
        let manuscript = piece.attribute("a[href*='/publicity/manuscripts/']", "href").unwrap();
        let strike = clerk.get(&manuscript).await.expect(StatusCode::OK).attributes("a[href$='/strike']", "href");
        clerk.post(&strike[0], &[("why", "未刊发")]).await.expect(StatusCode::SEE_OTHER);
        let late = "刊发日期,标题,体裁,作者,媒体,级别,类别,字数\n2025-01-20,补登的稿,消息,丁,市日报,市级,报刊,300\n";
        assert_eq!(room.import("manuscripts", "补.csv", late.as_bytes()).await.counts.written, 1);
        let page = clerk.get(&january).await.expect(StatusCode::OK);
        assert!(page.words().contains("433.50"), "what is locked stays");
        let preview = clerk.get("/publicity/settlements/new?from=2025-02-01&to=2025-02-28").await.expect(StatusCode::OK);
        for said in ["甲: -350 yuan for “一月”", "丁: 50 yuan for “一月”"] {
            assert!(preview.words().contains(said), "{said}: {}", preview.words());
        }
        let frozen = clerk.post("/publicity/settlements/new", &[("from", "2025-02-01"), ("to", "2025-02-28"), ("title", "二月")]).await;
        let february = frozen.location().expect("it is shown").to_owned();
        let people = clerk.get(&february).await.expect(StatusCode::OK).attributes("a[href*='/people/']", "href");
        let mut causes = String::new();
        for href in &people {
            causes.push_str(&clerk.get(href).await.expect(StatusCode::OK).words());
        }
        for said in ["Struck: 2025-01-06 省人大网 两家采用, -400 yuan", "Another appearance of the piece changed", "Entered after the settlement"] {
            assert!(causes.contains(said), "{said}: {causes}");
        }
        let page = clerk.get(&january).await.expect(StatusCode::OK);
        assert!(page.words().contains("made good in “二月”"), "{}", page.words());
        // Made good once: the next period finds nothing more.
        let next = clerk.get("/publicity/settlements/new?from=2025-03-01&to=2025-03-04").await.expect(StatusCode::OK);
        assert!(!next.words().contains("for “一月”"));
        for who in ["grouplead", "leader"] {
            refuses(&room, who, "/publicity/settlements/new", &[("from", "2025-03-01"), ("to", "2025-03-04"), ("title", "x")]).await;
            room.client(who).await.get(&january).await.expect(StatusCode::FORBIDDEN);
        }
    }
}

testkit::on_both! { &rooms();
    /// A long ledger is settled in the background, in the name of who asked; what the rules refuse is said where he waits.
    async fn a_long_ledger_is_settled_on_its_way(db: TestDb) {
        use publicity::actions::settling;
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/incentives").await.expect(StatusCode::OK);
        clerk.post("/publicity/incentives/rules", &rules(LINES)).await.expect(StatusCode::SEE_OTHER);
        let table = "刊发日期,标题,体裁,作者,媒体,级别,类别,字数\n2025-01-06,一家采用,消息,甲,省人大网,省级,网络,800\n";
        room.import("manuscripts", "台账.csv", table.as_bytes()).await;
        let actor = room.county.actor(&room.db, "clerk").await;
        let day = |m, d| chrono::NaiveDate::from_ymd_opt(2025, m, d).expect("a date");
        assert!(!settling::is_long(&room.kernel, &actor, day(1, 1), day(1, 31)).await.unwrap());
        let asked = settling::ask(&room.kernel, &actor, day(1, 1), day(1, 31), "一月").await.unwrap();
        let place = format!("/publicity/settlements/running/{asked}");
        let page = clerk.get(&place).await.expect(StatusCode::OK);
        assert!(page.has("progress[value='0']") && page.words().contains("You may leave this page"), "{}", page.words());
        for who in ["correspondent", "leader"] {
            room.client(who).await.get(&place).await.expect(StatusCode::FORBIDDEN);
        }
        kernel::job::run_once(&room.kernel).await.unwrap();
        let there = clerk.get(&place).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(there.location().expect("the settlement")).await.expect(StatusCode::OK).words();
        assert!(page.contains("400Paid in all") && page.contains("Settled by李文静"), "{page}");
        // The same period once more is refused, and the page says why.
        let again = settling::ask(&room.kernel, &actor, day(1, 1), day(1, 31), "又一次").await.unwrap();
        kernel::job::run_once(&room.kernel).await.unwrap();
        let page = clerk.get(&format!("/publicity/settlements/running/{again}")).await.expect(StatusCode::OK).words();
        assert!(page.contains("It could not be settled"), "{page}");
    }

    /// A settlement tells how far it is at every step: whoever waits sees it grow, never shrink, and end.
    async fn whoever_waits_sees_a_settlement_grow(db: TestDb) {
        use publicity::actions::{incentive, settling};
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/incentives").await.expect(StatusCode::OK);
        clerk.post("/publicity/incentives/rules", &rules(LINES)).await.expect(StatusCode::SEE_OTHER);
        let actor = room.county.actor(&room.db, "clerk").await;
        let day = |d| chrono::NaiveDate::from_ymd_opt(2025, 1, d).expect("a date");
        // Each earlier settlement is looked through for corrections: a step of its own.
        let earlier = 25;
        for d in 1..=earlier {
            incentive::freeze(&room.kernel, &actor, day(d), day(d), &format!("一月{d}日")).await.expect("frozen");
        }
        let asked = settling::ask(&room.kernel, &actor, day(26), day(31), "一月下旬").await.expect("asked");
        let place = format!("/publicity/settlements/running/{asked}");
        let watching = async {
            let mut seen: Vec<u32> = Vec::new();
            loop {
                let page = clerk.get(&place).await;
                if page.status == StatusCode::SEE_OTHER {
                    break seen;
                }
                let page = page.expect(StatusCode::OK);
                let done = page.attribute("progress", "value").expect("how far it is");
                seen.push(done.parse().expect("a number"));
            }
        };
        let (worked, mut seen) = tokio::join!(kernel::job::run_once(&room.kernel), watching);
        worked.expect("worked off");
        assert!(seen.is_sorted(), "{seen:?}");
        seen.dedup();
        let between = seen.iter().filter(|n| (1..earlier + 2).contains(n)).count();
        assert!(between >= 2, "{seen:?}");
    }
}
