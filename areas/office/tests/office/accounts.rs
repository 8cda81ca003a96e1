//! Accounts and the three administrators.

use axum::http::StatusCode;
use kernel::account::{self, SignIn};
use kernel::id::Id;
use testkit::{Page, TestDb};

use crate::desk::signed_in;

/// The one-time password on the page that shows it.
fn password(page: &Page) -> String {
    let facts = page.texts("dl.facts dd");
    facts.last().cloned().expect("a password")
}

async fn id_of(test: &TestDb, name: &str) -> Id {
    let found = account::account_named(&test.db, name).await.expect("read");
    found.expect("the account").id
}

testkit::on_both! { &[kernel::MIGRATIONS];
    /// A new account has a password shown once, which signs in and must be changed.
    async fn a_new_account_has_a_one_time_password(db: TestDb) {
        let county = db.county().await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        admin.get("/office/accounts/new").await.expect(StatusCode::OK);
        let shown = admin.post("/office/accounts", &[("name", "newone")]).await.expect(StatusCode::OK);
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        let secret = password(&shown);
        let done = account::sign_in(&db.db, "newone", &secret, db.now()).await.expect("checked");
        let SignIn::Passed(account) = done else { panic!("{done:?}") };
        assert!(account.must_change);
        let list = admin.get("/office/accounts?q=newone").await.expect(StatusCode::OK);
        assert!(list.words().contains("待改初始密码"), "{}", list.words());
        assert!(!list.body().contains(&secret));
        let again = admin.post("/office/accounts", &[("name", "newone")]).await;
        assert!(again.expect(StatusCode::UNPROCESSABLE_ENTITY).words().contains("已经有人用了"));
        let clerk = county.person("clerk").to_string();
        let second = admin.post("/office/accounts", &[("name", "second"), ("person", &clerk)]).await;
        assert!(second.expect(StatusCode::UNPROCESSABLE_ENTITY).words().contains("此人已有账号“clerk”"));
    }

    /// Disabling ends the sessions; enabling lets in again; five failures lock and an administrator unlocks.
    async fn an_account_is_locked_and_freed(db: TestDb) {
        let county = db.county().await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        let mut clerk = signed_in(&db, &county, "clerk").await;
        clerk.get("/office").await.expect(StatusCode::OK);
        let here = format!("/office/accounts/{}", county.account("clerk"));
        admin.get(&format!("{here}/disable")).await.expect(StatusCode::OK);
        admin.act(&format!("{here}/disable"), &[]).await.expect(StatusCode::OK);
        assert!(clerk.get("/office").await.location().is_some_and(|l| l.starts_with("/sign-in")));
        let signs = |password: &'static str| account::sign_in(&db.db, "clerk", password, db.now());
        assert!(matches!(signs(testkit::PASSWORD).await.expect("checked"), SignIn::Wrong));
        admin.act(&format!("{here}/enable"), &[]).await.expect(StatusCode::OK);
        for _ in 0..account::MOST_FAILURES {
            signs("wrong").await.expect("checked");
        }
        assert!(matches!(signs(testkit::PASSWORD).await.expect("checked"), SignIn::Locked(_)));
        let page = admin.get(&here).await.expect(StatusCode::OK);
        assert!(page.words().contains("已锁定"), "{}", page.words());
        admin.act(&format!("{here}/unlock"), &[]).await.expect(StatusCode::OK);
        assert!(matches!(signs(testkit::PASSWORD).await.expect("checked"), SignIn::Passed(_)));
        admin.get(&format!("{here}/promote")).await.expect(StatusCode::NOT_FOUND);
    }

    /// A lost telephone: the second factor is taken off, and the password still is needed.
    async fn a_second_factor_is_reset(db: TestDb) {
        let county = db.county().await;
        let clerk = county.actor(&db, "clerk").await;
        let (secret, _) = account::new_code_secret("clerk").expect("a secret");
        let own = kernel::access::Authorized::own(&clerk).expect("oneself");
        let mut act = kernel::access::Act::begin(&db.db, &clerk, own, db.now()).await.expect("begun");
        account::set_code_secret(&mut act, county.account("clerk"), Some(&secret)).await.expect("set");
        act.commit().await.expect("kept");
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        let here = format!("/office/accounts/{}", county.account("clerk"));
        admin.get(&here).await.expect(StatusCode::OK);
        admin.get(&format!("{here}/factor")).await.expect(StatusCode::OK);
        admin.act(&format!("{here}/factor"), &[]).await.expect(StatusCode::OK);
        let done = account::sign_in(&db.db, "clerk", testkit::PASSWORD, db.now()).await.expect("checked");
        assert!(matches!(done, SignIn::Passed(_)), "{done:?}");
    }

    /// Whoever makes accounts gives no rights and takes over no other administrator; whoever gives rights makes
    /// no accounts; the auditor changes nothing.
    async fn the_three_administrators_are_separate(db: TestDb) {
        let county = db.county().await;
        let mut sys = signed_in(&db, &county, "sysadmin").await;
        let mut sec = signed_in(&db, &county, "secadmin").await;
        let mut auditor = signed_in(&db, &county, "auditor").await;
        sys.get("/office/accounts/new").await.expect(StatusCode::OK);
        sec.get("/office/roles").await.expect(StatusCode::OK);
        sec.get("/office/accounts/new").await.expect(StatusCode::FORBIDDEN);
        auditor.get("/office/accounts").await.expect(StatusCode::FORBIDDEN);
        sys.get("/office/audit").await.expect(StatusCode::FORBIDDEN);
        sec.get("/office/audit/sign-ins").await.expect(StatusCode::FORBIDDEN);
        for other in ["secadmin", "auditor"] {
            let here = format!("/office/accounts/{}", county.account(other));
            for act in ["password", "factor"] {
                let page = sys.post(&format!("{here}/{act}"), &[]).await.expect(StatusCode::CONFLICT);
                assert!(page.words().contains("三员分立"), "{}", page.words());
            }
        }
        let own = format!("/office/accounts/{}/disable", county.account("sysadmin"));
        sys.post(&own, &[]).await.expect(StatusCode::CONFLICT);

        sys.post("/office/accounts", &[("name", "auditor2")]).await.expect(StatusCode::OK);
        let role = format!("/office/roles/{}", id_of(&db, "auditor2").await);
        sys.get(&role).await.expect(StatusCode::FORBIDDEN);
        sys.post(&role, &[("role", "auditor")]).await.expect(StatusCode::FORBIDDEN);
        sec.get(&role).await.expect(StatusCode::OK);
        let page = sec.act(&role, &[("role", "auditor")]).await.expect(StatusCode::OK);
        assert!(page.words().contains("auditor、auditor2"), "{}", page.words());
        let own = format!("/office/roles/{}", county.account("secadmin"));
        let page = sec.post(&own, &[("role", "auditor")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("不能给自己授权"), "{}", page.words());
        let clerk = format!("/office/roles/{}", county.account("clerk"));
        let page = sec.post(&clerk, &[("role", "auditor")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("在任业务职务"), "{}", page.words());
    }
}
