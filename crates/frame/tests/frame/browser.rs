//! A browser walks the frame's own pages: signing in, one's account, every piece, at two widths in two languages,
//! each page checked by axe.

use std::net::SocketAddr;

use frame::{App, Settings};
use kernel::notice::{Letter, To, send};
use testkit::{Browser, PASSWORD, Screen, TestDb, browse, on_both};

use crate::site::site_with;

/// Serves the site on a port of its own until the test ends.
async fn serve(test: &TestDb) -> (String, App) {
    let settings = Settings {
        gallery: true,
        ..Settings::default()
    };
    let (router, app) = site_with(test, settings);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let site = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service)
            .await
            .expect("the site is served");
    });
    (site, app)
}

/// Keeps a picture of the whole page where `HUIYING_TEST_PICTURES` names a folder, for whoever wants to look.
async fn look(b: &Browser, name: &str) {
    let Some(folder) = std::env::var_os("HUIYING_TEST_PICTURES") else {
        return;
    };
    let page = b
        .devtools("Page.getLayoutMetrics", serde_json::json!({}))
        .await;
    let size = &page["cssContentSize"];
    let clip = serde_json::json!({"captureBeyondViewport": true, "clip":
        {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}});
    let shot = b.devtools("Page.captureScreenshot", clip).await;
    let file = std::path::Path::new(&folder).join(format!("{name}.b64"));
    std::fs::write(file, shot["data"].as_str().unwrap_or_default()).expect("the picture is kept");
}

async fn walk(b: &Browser, mark: &str) {
    b.open("/account").await;
    b.check().await;
    look(b, &format!("sign-in-{mark}")).await;
    b.fill("#f-name", "clerk").await;
    b.fill("#f-password", "wrong").await;
    b.click("main form button[type=submit]").await;
    b.find("[role=alert]").await;
    // A refused form answers 422, which the browser logs.
    b.errors().await;
    b.check().await;
    b.fill("#f-name", "clerk").await;
    b.fill("#f-password", PASSWORD).await;
    b.click("main form button[type=submit]").await;
    b.find(".tabs").await;
    assert_eq!(b.path().await, "/account");
    for path in [
        "/account",
        "/account/password",
        "/account/factor",
        "/account/sessions",
        "/account/tokens",
        "/notices",
        "/api",
        "/api/problems",
        "/gallery",
        "/nowhere",
    ] {
        b.open(path).await;
        if path != "/nowhere" {
            b.check().await;
        }
        look(
            b,
            &format!("{}-{mark}", path.trim_start_matches('/').replace('/', "-")),
        )
        .await;
        b.errors().await;
    }
}

on_both! { &[kernel::MIGRATIONS];
    /// On a phone and at a desk, in both languages, nothing is wider than the window and axe finds nothing.
    async fn every_page_is_accessible(test: TestDb) {
        test.county().await;
        let (site, _) = serve(&test).await;
        for (mark, screen) in [
            ("phone-zh", Screen::PHONE),
            ("desk-zh", Screen::DESK),
            ("phone-en", Screen::PHONE.in_english()),
            ("desk-en", Screen::DESK.in_english()),
        ] {
            browse(mark, &site, screen, async move |b| walk(&b, mark).await).await;
        }
    }

    /// The bell of an open page counts by itself; a column of names pasted from a spreadsheet is ticked, and what
    /// is not in the list is told.
    async fn an_open_page_hears_of_a_notice(test: TestDb) {
        let county = test.county().await;
        let (site, app) = serve(&test).await;
        let (db, now, account) = (test.db.clone(), test.now(), county.account("clerk"));
        browse("bell", &site, Screen::DESK.in_english(), async move |b| {
            b.open("/gallery").await;
            b.fill("#f-name", "clerk").await;
            b.fill("#f-password", PASSWORD).await;
            b.click("main form button[type=submit]").await;
            b.find("[data-pick]").await;
            let paste = "const data = new DataTransfer();
                data.setData('text', 'Committee staff\\r\\nNobody\\r\\nSection of a unit\\r\\n');
                document.querySelector('[data-pick-find] input').dispatchEvent(
                    new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
                return null";
            b.script(paste).await;
            assert_eq!(b.text("[data-pick-left]").await, "Not in the list: Nobody");
            b.until("document.querySelectorAll('[data-pick] .tag').length === 3").await;
            b.until("document.querySelector('[data-bell]').hidden").await;
            let mut act = testkit::system_act(&db, county.organ, now).await.expect("an act");
            send(&mut act, Letter::new("sign-saved", vec![To::Account(account)])).await.expect("sent");
            act.commit().await.expect("kept");
            app.live().wake();
            b.until("document.querySelector('[data-bell]').textContent === '1'").await;
            assert_eq!(b.text("a[href='/notices'] [data-bell]").await, "1");
        }).await;
    }

    /// What was typed survives the end of the session: the form, sent too late, leads to sign-in and back, with the
    /// words still in it; sent again it is done, and the draft is gone.
    async fn a_draft_outlives_the_session(test: TestDb) {
        test.county().await;
        let (site, _) = serve(&test).await;
        let clock = test.clock.clone();
        browse("draft", &site, Screen::DESK, async move |b| {
            let enter = async |path: &str| {
                b.fill("#f-name", "clerk").await;
                b.fill("#f-password", PASSWORD).await;
                b.click("main form button[type=submit]").await;
                b.find("#f-title").await;
                assert_eq!(b.path().await, path);
            };
            b.open("/paper").await;
            enter("/paper").await;
            b.fill("#f-title", "修路").await;
            b.until("document.querySelector('[data-saved]').textContent").await;
            clock.set(clock.now().plus_seconds(kernel::session::LASTS + 1));
            b.click("main form button[type=submit]").await;
            b.find("#f-password").await;
            enter("/paper").await;
            b.until("document.querySelector('#f-title').value === '修路'").await;
            b.click("main form button[type=submit]").await;
            b.find(".note.good").await;
            b.until("document.querySelector('#f-title').value === ''").await;
            b.script("document.activeElement.blur(); return null").await;
            b.until("document.activeElement === document.body").await;
            let slash = "document.dispatchEvent(new KeyboardEvent('keydown', {key: '/', bubbles: true})); return null";
            b.script(slash).await;
            b.until("document.activeElement.name === 'q'").await;
        }).await;
    }
}
