//! Yearly reports of office holders: due, filed, late; the office is reminded once before and once after.

use appointments::actions::yearly;
use axum::http::StatusCode;
use chrono::NaiveDate;
use kernel::clock::Instant;
use testkit::{Client, TestDb};

use crate::room::{Room, does, rooms};

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).expect("a day")
}

async fn enters(clerk: &mut Client, name: &str, from: &str) -> String {
    clerk
        .get("/appointments/register/new")
        .await
        .expect(StatusCode::OK);
    let fields = [
        ("name", name),
        ("office", "县水利局局长"),
        ("class", "government"),
        ("from_on", from),
    ];
    let made = clerk.post("/appointments/register", &fields).await;
    let at = made.location().expect("entered").to_owned();
    at.rsplit('/').next().unwrap().to_owned()
}

testkit::on_both! { &rooms();
    async fn a_report_is_asked_for_every_year(db: TestDb) {
        let room = Room::of(db).await;
        room.db.clock.set(Instant::at(day(2025, 2, 10), 9));
        let mut clerk = room.client("clerk").await;
        let (one, other) = (enters(&mut clerk, "褚大江", "2022-05-01").await, enters(&mut clerk, "韩大道", "2021-03-01").await);
        enters(&mut clerk, "新任某", "2024-09-01").await;
        let page = clerk.get("/appointments/yearly").await.expect(StatusCode::OK);
        assert!(page.words().contains("asked of 2, filed by 0") && !page.words().contains("新任某"), "{}", page.words());
        assert_eq!(page.words().matches("To be filed").count(), 2, "{}", page.words());
        // Three weeks before, and no second time the day after.
        assert_eq!(yearly::remind(&room.kernel, Instant::at(day(2025, 2, 3), 8)).await.unwrap(), 0);
        let told = yearly::remind(&room.kernel, Instant::at(day(2025, 2, 12), 8)).await.unwrap();
        assert!(told > 0);
        assert_eq!(yearly::remind(&room.kernel, Instant::at(day(2025, 2, 13), 8)).await.unwrap(), 0);
        let bell = clerk.get("/notices").await.expect(StatusCode::OK);
        assert!(bell.words().contains("Yearly reports on 2024") && bell.words().contains("2 are missing"), "{}", bell.words());

        let path = format!("/appointments/register/{one}");
        clerk.get(&path).await.expect(StatusCode::OK);
        let filed = [("kind", "report"), ("on_date", "2025-02-10"), ("for_year", "2024"), ("result", "称职")];
        clerk.post(&format!("{path}/entries"), &filed).await.expect(StatusCode::SEE_OTHER);
        let held = clerk.get("/api/v1/office-holders").await.value();
        let of = |name: &str| {
            let all = held["items"].as_array().unwrap();
            all.iter().find(|h| h["name"] == name).unwrap()["yearly_report"].as_str().unwrap().to_owned()
        };
        assert_eq!((of("褚大江").as_str(), of("韩大道").as_str(), of("新任某").as_str()), ("filed", "due", "not_asked"));

        // Late from the day after on; the office is told once more, of the one that is missing.
        room.db.clock.set(Instant::at(day(2025, 3, 10), 9));
        let mut clerk = room.client("clerk").await;
        assert!(yearly::remind(&room.kernel, Instant::at(day(2025, 3, 10), 8)).await.unwrap() > 0);
        let page = clerk.get("/appointments/register").await.expect(StatusCode::OK);
        assert_eq!((page.words().matches("Late").count(), page.words().matches("Filed").count()), (1, 1), "{}", page.words());
        let page = clerk.get(&format!("/appointments/register/{other}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("Was due on"), "{}", page.words());
        let bell = clerk.get("/notices").await.expect(StatusCode::OK);
        assert!(bell.words().contains("1 are missing"), "{}", bell.words());
        room.client("deputy").await.get("/appointments/yearly").await.expect(StatusCode::FORBIDDEN);
    }

    /// Whoever is removed before his term is over is flagged: on the case before the vote, and in the register after it.
    async fn a_transfer_within_the_term_is_flagged(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        let mut chief = room.client("chief").await;
        let holding = enters(&mut clerk, "褚大江", "2023-05-01").await;
        clerk.get("/appointments/new").await.expect(StatusCode::OK);
        let head = room.county.person("chief").to_string();
        let fields = [
            ("name", "褚大江"),
            ("present", "县水利局局长"),
            ("action1", "remove"),
            ("class1", "government"),
            ("office1", "县水利局局长"),
            ("party", head.as_str()),
        ];
        let made = clerk.post("/appointments/new", &fields).await;
        let id = made.location().expect("opened").rsplit('/').next().unwrap().to_owned();
        does(&mut clerk, &id, "name_reader", &[("person", &head), ("capacity", "chair")]).await;
        let page = clerk.get(&format!("/appointments/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("22 months"), "{}", page.words());
        does(&mut clerk, &id, "agree", &[("on_date", "2025-03-03")]).await;
        let nominated = [("nominator", "government_head"), ("signed_by", "郑海"), ("on_date", "2025-03-03"), ("meeting_on", "2025-04-10")];
        does(&mut clerk, &id, "nominate", &nominated).await;
        for kind in ["letter", "form", "reasons"] {
            room.paper(&mut clerk, &id, kind).await;
        }
        does(&mut clerk, &id, "vet", &[]).await;
        does(&mut chief, &id, "put", &[("on_date", "2025-03-03"), ("meeting_on", "2025-04-10")]).await;
        let votes = [("line", "1"), ("members", "31"), ("yes", "28"), ("no", "0"), ("abstain", "0"), ("invalid", "0")];
        does(&mut clerk, &id, "enter_votes", &votes).await;
        does(&mut clerk, &id, "decree", &[("on_date", "2025-03-05")]).await;
        let page = clerk.get(&format!("/appointments/register/{holding}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("Transfer within the term"), "{}", page.words());
    }
}
