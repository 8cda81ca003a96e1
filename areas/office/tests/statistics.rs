//! Figures on pages and for programs, through HTTP.

#[path = "../../../crates/kernel/tests/register/mod.rs"]
mod register;

use std::sync::Arc;

use axum::http::StatusCode;
use frame::{Area, Settings};
use kernel::statistics::{Dimension, Figure, Measure, Source};
use kernel::{Kernel, Part};
use testkit::{Client, County, TestDb};

const SOURCE: Source = Source(
    "SELECT m.id AS row_id, m.id AS matter_id, m.organ_id, m.confidentiality, m.received_on, m.lead_unit AS unit, \
     m.open, m.session FROM matter m",
);

fn figure(name: &'static str, measure: Measure) -> Figure {
    Figure {
        name,
        title: "office-statistics-value",
        definition: "office-statistics-lede",
        source: SOURCE,
        date: "received_on",
        measure,
        dimensions: &[Dimension::UNIT, Dimension::MONTH],
        page: "/proposals/",
    }
}

fn site(db: &TestDb) -> axum::Router {
    let area = Area {
        name: "test",
        begin: Vec::new(),
        about: Vec::new(),
        nav: Vec::new(),
        asked: None,
        routes: frame::Routes::new(),
        api: frame::Routes::new(),
        openapi: utoipa::openapi::OpenApi::default(),
        part: Part {
            name: "test",
            figures: vec![
                figure("test.received", Measure::All),
                figure(
                    "test.running",
                    Measure::Share {
                        part: "open",
                        of: None,
                    },
                ),
            ],
            ..Part::default()
        },
    };
    let mut areas = vec![office::area(), area];
    let parts = frame::parts(&mut areas);
    let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, parts).unwrap();
    frame::router(Arc::new(kernel), Settings::default(), areas).0
}

async fn client(db: &TestDb, county: &County, who: &str) -> Client {
    let secret = db.session(county, who).await;
    Client::new(site(db))
        .with("accept-language", "en")
        .with_cookie("huiying", &secret)
}

testkit::on_both! { &[kernel::MIGRATIONS];
    /// The pages show the figures; every number of the table leads to a list.
    async fn a_number_leads_to_its_list(db: TestDb) {
        let county = db.county().await;
        register::fill(&db, &county, 120, 3).await;
        let mut clerk = client(&db, &county, "clerk").await;
        clerk.get("/statistics").await.expect(StatusCode::OK);
        for query in ["", "?by=month&compare=previous_year&from=2024-01-01&to=2024-12-31", "?by=unit&and=month", "?by="] {
            for name in ["test.received", "test.running"] {
                let page = clerk.get(&format!("/statistics/{name}{query}")).await.expect(StatusCode::OK);
                let lists = page.attributes("td a[href*='/list']", "href");
                assert!(!lists.is_empty(), "{query}");
                for list in lists.iter().take(4) {
                    clerk.get(list).await.expect(StatusCode::OK);
                }
            }
        }
        let wrong = clerk.get("/statistics/test.received?from=2025-02-01&to=2025-01-01").await;
        let wrong = wrong.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.words().contains("The last day lies before the first"), "{}", wrong.words());
        assert_eq!(wrong.attribute("input[name=to]", "value").as_deref(), Some("2025-01-01"));
        clerk.get("/statistics/test.nothing").await.expect(StatusCode::NOT_FOUND);
        let book = clerk.get("/statistics/test.running/export?by=unit").await.expect(StatusCode::OK);
        assert!(book.bytes.starts_with(b"PK"));
    }

    /// Programs get the same numbers, and lists of exactly as many items.
    async fn the_api_counts_like_its_lists(db: TestDb) {
        let county = db.county().await;
        register::fill(&db, &county, 120, 3).await;
        for who in ["clerk", "unit", "deputy"] {
            let mut client = client(&db, &county, who).await;
            let all = client.get("/api/v1/statistics").await.expect(StatusCode::OK).value();
            assert_eq!(all["items"][0]["name"], "test.received");
            let told = client.get("/api/v1/statistics/test.received?by=unit").await.expect(StatusCode::OK).value();
            let rows = told["rows"].as_array().unwrap();
            assert!(!rows.is_empty());
            for row in rows {
                let list = format!("{}&limit=200", row["list"].as_str().unwrap());
                let list = client.get(&list).await.expect(StatusCode::OK).value();
                assert_eq!(list["items"].as_array().unwrap().len() as i64, row["value"].as_i64().unwrap());
            }
            let sum: i64 = rows.iter().map(|r| r["value"].as_i64().unwrap()).sum();
            assert_eq!(told["total"]["value"].as_i64(), Some(sum));
        }
        Client::new(site(&db)).get("/api/v1/statistics").await.expect(StatusCode::UNAUTHORIZED);
    }

    /// A clerk freezes what is shown; a unit can neither freeze nor see it.
    async fn a_snapshot_is_made_and_seen_by_those_who_read_everything(db: TestDb) {
        let county = db.county().await;
        register::fill(&db, &county, 60, 3).await;
        let mut clerk = client(&db, &county, "clerk").await;
        clerk.get("/statistics/test.received?by=unit").await.expect(StatusCode::OK);
        let refused = clerk.post("/statistics/test.received/snapshots", &[("question", "by=unit"), ("title", "")]).await;
        refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let done = clerk.post("/statistics/test.received/snapshots", &[("question", "by=unit"), ("title", "年度通报")]).await;
        let place = done.location().expect("it is shown").to_owned();
        let page = clerk.get(&place).await.expect(StatusCode::OK);
        assert!(page.words().contains("年度通报"));
        assert!(clerk.get("/statistics/snapshots").await.expect(StatusCode::OK).words().contains("年度通报"));
        let mut unit = client(&db, &county, "unit").await;
        let page = unit.get("/statistics/test.received?by=unit").await.expect(StatusCode::OK);
        assert!(!page.has("form[action$='/snapshots']"));
        unit.post("/statistics/test.received/snapshots", &[("question", ""), ("title", "x")]).await.expect(StatusCode::FORBIDDEN);
        unit.get(&place).await.expect(StatusCode::FORBIDDEN);
    }
}
