//! What was not sent stays visible until somebody made it go.

use axum::http::StatusCode;
use kernel::{Kernel, Part, mail};
use testkit::{TestDb, system_act};

use crate::desk::signed_in;

testkit::on_both! { &[kernel::MIGRATIONS];
    /// A mail nobody took stands on the page of those who set the program up, with what the server said and without what
    /// it says; it is sent again by a press, and then is gone from the page. Others don't see it.
    async fn what_was_not_sent_is_seen_and_sent_again(db: TestDb) {
        let county = db.county().await;
        let other = db.other_county().await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        let page = admin.get("/office/outbox").await.expect(StatusCode::OK);
        assert!(page.words().contains("没有积压") && page.words().contains("还没有设置邮件服务器"), "{}", page.words());
        let mut kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, Vec::<Part>::new()).expect("a kernel");
        // A port nobody listens on.
        let server = mail::Server::parse("smtp://127.0.0.1:9", "office@example.cn", None).expect("a server");
        kernel.mail = Some(server.patience(std::time::Duration::from_millis(300)));
        for organ in [county.organ, other.organ] {
            let mut act = system_act(&db.db, organ, db.now()).await.expect("an act");
            let to = if organ == county.organ { "zhang@example.cn" } else { "elsewhere@example.cn" };
            mail::queue(&mut act, to, "机密标题", "机密正文").await.expect("queued");
            mail::queue(&mut act, "不是地址", "机密标题", "机密正文").await.expect("queued");
            act.commit().await.expect("committed");
        }
        for _ in 0..12 {
            mail::deliver(&kernel).await.expect("a round");
            db.clock.set(db.now().plus_seconds(86_401));
        }
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        let page = admin.get("/office/outbox").await.expect(StatusCode::OK);
        let words = page.words();
        for said in ["zhang@example.cn", "已停止重试", "不是地址", "对方拒收"] {
            assert!(words.contains(said), "{said} in {words}");
        }
        assert_eq!(page.texts("#t-mails tbody tr").len(), 2, "{words}");
        assert!(!words.contains("elsewhere@") && !words.contains("机密"), "{words}");
        let bell = admin.get("/notices").await;
        assert!(bell.words().contains("没有发出去"), "{}", bell.words());

        let page = admin.act("/office/outbox/again", &[]).await.expect(StatusCode::OK);
        assert!(page.words().contains("共2项") && page.words().contains("等待重试"), "{}", page.words());
        assert_eq!(mail::counts(&db.db, county.organ).await.expect("counts"), (2, 0));
        assert_eq!(mail::counts(&db.db, other.organ).await.expect("counts"), (0, 2), "another office's wait for it");
        let mut auditor = signed_in(&db, &county, "auditor").await;
        let log = auditor.get("/office/audit").await.expect(StatusCode::OK);
        assert!(log.words().contains("重新发送积压的邮件和任务"), "{}", log.words());
        for who in ["clerk", "unit", "deputy", "auditor"] {
            let mut client = signed_in(&db, &county, who).await;
            client.get("/office/outbox").await.expect(StatusCode::FORBIDDEN);
            client.post("/office/outbox/again", &[]).await.expect(StatusCode::FORBIDDEN);
        }
    }
}
