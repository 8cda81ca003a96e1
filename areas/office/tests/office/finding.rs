//! The search page and its twin for programs.

use axum::http::StatusCode;
use testkit::TestDb;

use super::desk::{guest, signed_in};

testkit::on_both! { &[kernel::MIGRATIONS];
    /// Nothing typed, nothing found, too much typed: each has its own sentence; hostile text is only text.
    async fn every_query_is_answered_with_a_sentence(db: TestDb) {
        let county = db.county().await;
        let mut clerk = signed_in(&db, &county, "clerk").await;
        let page = clerk.get("/search").await.expect(StatusCode::OK);
        assert!(page.has("form input[name=q]"));
        let page = clerk.get("/search?q=%E6%B2%B3%E9%81%93").await.expect(StatusCode::OK);
        assert!(page.words().contains("没有找到"), "{}", page.words());
        assert_eq!(page.attribute("main input[name=q]", "value").as_deref(), Some("河道"));
        let long = "x".repeat(101);
        for (typed, said) in [
            (long.as_str(), "最多输入 100 个字"),
            ("%E3%80%82%E3%80%82", "请输入要查找的字词"),
            ("a+b+c+d+e+f+g+h+i+j+k", "最多同时查 10 个词"),
        ] {
            let page = clerk.get(&format!("/search?q={typed}")).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.words().contains(said), "{typed}: {}", page.words());
        }
        for typed in ["%22", "%27%20OR%201%3D1--", "NEAR(a%20b)", "a*%20AND%20%28", "%3Cscript%3E"] {
            let page = clerk.get(&format!("/search?q={typed}")).await;
            assert!(page.status == StatusCode::OK || page.status == StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(!page.body().contains("<script>a"));
        }
        clerk.get("/search?q=a&kind=unheard").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        clerk.get("/search?q=a&cursor=zzz").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let json = clerk.get("/api/v1/search?q=%E6%B2%B3%E9%81%93").await.expect(StatusCode::OK).value();
        assert_eq!(json["items"].as_array().map(Vec::len), Some(0));
        assert!(json["next_cursor"].is_null());
        let refused = clerk.get("/api/v1/search?q=").await.expect(StatusCode::UNPROCESSABLE_ENTITY).value();
        assert_eq!(refused["errors"][0]["code"], "search-nothing-typed");
        assert_ne!(guest(&db).get("/search?q=a").await.status, StatusCode::OK);
    }
}
