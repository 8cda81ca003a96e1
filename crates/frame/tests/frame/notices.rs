//! What one was told.

use axum::http::StatusCode;
use kernel::notice::{Letter, To, send};
use testkit::{TestDb, on_both};

use crate::site::{client, signed_in};

on_both! { &[kernel::MIGRATIONS];
    /// The bell counts, the list shows one's own notices only, opening one marks it as read, and so does marking
    /// all; the wish for mail is kept.
    async fn one_reads_ones_own_notices(test: TestDb) {
        let county = test.county().await;
        let mut act = testkit::system_act(&test.db, county.organ, test.now()).await.unwrap();
        for key in ["sign-saved", "sign-out-done"] {
            let to = vec![To::Account(county.account("clerk"))];
            send(&mut act, Letter::new(key, to)).await.unwrap();
        }
        send(&mut act, Letter::new("sign-wrong", vec![To::Account(county.account("unit"))])).await.unwrap();
        act.commit().await.unwrap();
        let mut c = client(&test);
        signed_in(&mut c, "clerk").await;
        let list = c.get("/notices").await.expect(StatusCode::OK);
        assert_eq!(list.text("[data-bell]"), "2");
        assert_eq!(list.texts(".notices .unread").len(), 2);
        assert!(!list.words().contains("Account or password"));
        let href = list.attribute(".notices a", "href").unwrap();
        let after = c.get(&href).await;
        assert_eq!(after.location(), Some("/notices"));
        assert_eq!(c.get("/notices").await.text("[data-bell]"), "1");
        assert_eq!(c.get("/notices?show=unread").await.texts(".notices li").len(), 1);
        let newest = c.get("/notices").await.attribute("input[name=newest]", "value").unwrap();
        let done = c.act("/notices/read", &[("newest", &newest)]).await.expect(StatusCode::OK);
        assert!(done.has("[data-bell][hidden]"));
        c.get("/notices?show=all").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let mut other = client(&test);
        signed_in(&mut other, "unit").await;
        other.get(&href).await.expect(StatusCode::NOT_FOUND);
        c.get("/account").await;
        let saved = c.act("/account/mail", &[("mail", "never")]).await.expect(StatusCode::OK);
        assert_eq!(saved.attribute("input[name=mail][checked]", "value").as_deref(), Some("never"));
    }
}
