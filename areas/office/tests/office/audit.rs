//! The logs: every setting and every sign-in, for the auditor's eyes.

use axum::http::StatusCode;
use testkit::TestDb;

use crate::desk::{sheet, signed_in};

testkit::on_both! { &[kernel::MIGRATIONS];
    /// What an administrator did stands in the history with before and after, and nobody else reads it.
    async fn settings_leave_their_trace(db: TestDb) {
        let county = db.county().await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        let water = format!("/office/units/{}/rename", county.unit("water"));
        admin.get(&water).await.expect(StatusCode::OK);
        admin.act(&water, &[("name", "水务局"), ("from_on", "2025-03-01")]).await.expect(StatusCode::OK);
        // A refused act leaves none.
        admin.post(&water, &[("name", "水利局"), ("from_on", "2020-01-01")]).await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        let clerk = format!("/office/accounts/{}/disable", county.account("clerk2"));
        admin.act(&clerk, &[]).await.expect(StatusCode::OK);

        let mut auditor = signed_in(&db, &county, "auditor").await;
        let page = auditor.get("/office/audit").await.expect(StatusCode::OK);
        let events = page.texts("ol.history > li");
        assert_eq!(events.len(), 2, "{events:?}");
        assert!(events[0].contains("停用账号：clerk2") && events[0].contains("sysadmin"), "{events:?}");
        assert!(events[1].contains("单位更名：水利局") && events[1].contains("水务局"), "{events:?}");
        let json = auditor.get("/api/v1/office/history").await.expect(StatusCode::OK).value();
        assert_eq!(json["items"][1]["kind"], "unit.renamed");
        assert_eq!(json["items"][1]["data"]["after"], "水务局");
        let rows = sheet(&auditor.get("/office/audit.xlsx").await.expect(StatusCode::OK).bytes);
        assert_eq!(rows.len(), 4, "{rows:?}");
        admin.get("/api/v1/office/history").await.expect(StatusCode::FORBIDDEN);
        let report = kernel::history::verify(&db.db, |_| {}).await.expect("verified");
        assert!(report.broken.is_none(), "{report:?}");
    }

    /// Sign-ins and failures are logged, and found by account, outcome and day.
    async fn sign_ins_are_logged(db: TestDb) {
        let county = db.county().await;
        for password in ["wrong", "wrong again", testkit::PASSWORD] {
            kernel::account::sign_in(&db.db, "clerk", password, db.now()).await.expect("checked");
            db.clock.set(db.now().plus_seconds(60));
        }
        db.session(&county, "clerk").await;
        let mut auditor = signed_in(&db, &county, "auditor").await;
        let all = auditor.get("/office/audit/sign-ins?account=clerk").await.expect(StatusCode::OK);
        let outcomes = all.texts("tbody .tag");
        assert_eq!(outcomes, ["登录成功", "密码错误", "密码错误"]);
        assert!(all.words().contains("127.0.0.1"), "{}", all.words());
        let wrong = auditor.get("/office/audit/sign-ins?account=clerk&outcome=wrong&to=2025-03-05").await;
        assert_eq!(wrong.expect(StatusCode::OK).texts("tbody .tag").len(), 2);
        let before = auditor.get("/office/audit/sign-ins?to=2025-03-04").await.expect(StatusCode::OK);
        assert!(before.texts("tbody .tag").is_empty());
        let rows = sheet(&auditor.get("/office/audit/sign-ins.xlsx?outcome=wrong").await.bytes);
        assert_eq!(rows.len(), 4, "{rows:?}");
    }
}
