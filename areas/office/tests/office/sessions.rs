//! Terms and sessions.

use axum::http::StatusCode;
use testkit::TestDb;

use crate::desk::signed_in;

testkit::on_both! { &[kernel::MIGRATIONS];
    /// Sessions follow one another; one that stands already or is out of order is refused.
    async fn sessions_follow_one_another(db: TestDb) {
        let county = db.county().await;
        let mut leader = signed_in(&db, &county, "officeleader").await;
        leader.get("/office/sessions/new").await.expect(StatusCode::OK);
        let session = |term: &'static str, n: &'static str, from: &'static str, to: &'static str| {
            [("term", term), ("ordinal", n), ("opened_on", from), ("closed_on", to)]
        };
        let fourth = session("8", "4", "2025-01-10", "2025-01-14");
        let page = leader.act("/office/sessions", &fourth).await.expect(StatusCode::OK);
        assert!(page.words().contains("第8届4次会议") || page.words().contains("第八届第四次会议"), "{}", page.words());
        for (wrong, why) in [
            (session("8", "4", "2025-02-10", "2025-02-14"), "已经设置"),
            (session("8", "5", "2024-12-10", "2024-12-14"), "先后不符"),
            (session("8", "5", "2025-02-10", "2025-02-01"), "结束日期不能早于开始日期"),
        ] {
            let page = leader.post("/office/sessions", &wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.words().contains(why), "{why}: {}", page.words());
        }
        leader.act("/office/sessions", &session("8", "3", "2024-01-10", "2024-01-14")).await.expect(StatusCode::OK);
        let json = leader.get("/api/v1/office/sessions").await.expect(StatusCode::OK).value();
        let codes: Vec<&str> = json["items"].as_array().expect("items").iter().filter_map(|s| s["code"].as_str()).collect();
        assert_eq!(codes, ["8-4", "8-3"]);
        let third = format!("/office/sessions/{}", json["items"][1]["id"].as_str().expect("an id"));
        leader.post(&third, &[("opened_on", "2025-01-12"), ("closed_on", "2025-01-13")]).await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        leader.act(&third, &[("opened_on", "2024-01-11"), ("closed_on", "2024-01-15")]).await.expect(StatusCode::OK);
        let found = kernel::term_session::at(&db.db, county.organ, "2024-06-01".parse().expect("a day")).await;
        assert_eq!(found.expect("read").map(|s| s.code).as_deref(), Some("8-3"));
        let mut clerk = signed_in(&db, &county, "clerk").await;
        clerk.get("/office/sessions").await.expect(StatusCode::OK);
        clerk.post("/office/sessions", &session("8", "5", "2026-01-10", "2026-01-14")).await.expect(StatusCode::FORBIDDEN);
    }
}
