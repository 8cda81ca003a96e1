//! Every piece on one page, what machines ask, and what a page weighs.

use axum::http::{Method, StatusCode};
use frame::Settings;
use testkit::{Client, TestDb, on_both};

use crate::site::{client, signed_in, site_with};

/// What a browser loads for a page: HTML, style and script, compressed, in bytes.
const MOST: usize = 60 * 1024;

on_both! { &[kernel::MIGRATIONS];
    /// Each piece renders in both languages, without a key in place of words, an inline style or a second use of
    /// an id; without the setting there is no such page.
    async fn every_piece_renders(test: TestDb) {
        test.county().await;
        let mut plain = client(&test);
        signed_in(&mut plain, "clerk").await;
        plain.get("/gallery").await.expect(StatusCode::NOT_FOUND);
        let settings = Settings { gallery: true, ..Settings::default() };
        let mut c = Client::new(site_with(&test, settings).0);
        signed_in(&mut c, "clerk").await;
        for lang in ["zh", "en"] {
            let page = c.get(&format!("/gallery?lang={lang}")).await.expect(StatusCode::OK);
            for piece in [
                ".rail li.now[aria-current=step]", ".acts .button.main", ".act-no", ".tabs a[aria-current]", ".note.bad",
                ".lamp.red svg", ".lamp.amber svg", ".lamp.green svg", ".lamp.none svg", "a.figure b", "details.filters form",
                ".set a", "table.as-cards th.lead", "form.columns-list input[name=column]", ".bulk button", "[data-copy]", ".pager a[rel=next]",
                "[role=alert] a[href='#f-title']", "input[aria-invalid=true]", ".card input[checked]", "[data-pick] input[checked]",
                "textarea[data-count]", "input[type=date]", "input[type=file]", ".facts dt", ".history li.grave blockquote",
                ".history del", "figure.chart svg .today", "figure.chart table", ".empty h2", "progress", "[data-dialog-part] .button.grave",
                "form[data-keep]", ".print-head", "nav.trail",
            ] {
                assert!(page.has(piece), "{lang}: no {piece}");
            }
            let body = page.body();
            for raw in ["frame-", "gallery-", "sign-", "role-"] {
                assert!(!page.words().contains(raw) && !body.contains(&format!("=\"{raw}")), "{lang}: a key {raw}… stands in place of words");
            }
            assert!(!body.contains(" style=") && !body.contains("<style") && !body.contains("onclick"));
            let mut ids = page.attributes("[id]", "id");
            ids.sort();
            let all = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), all, "an id is used twice");
        }
    }

    /// A page with its style and script stays under 60 KB on the wire.
    async fn a_page_is_light(test: TestDb) {
        test.county().await;
        let mut c = client(&test).with("accept-encoding", "gzip");
        c.csrf = None;
        let page = c.send(Method::GET, "/sign-in", &[], Vec::new()).await.expect(StatusCode::OK);
        assert_eq!(page.header("content-encoding"), Some("gzip"));
        let mut plain = client(&test);
        let read = plain.get("/sign-in").await;
        let mut weight = page.bytes.len();
        for href in [read.attribute("link[rel=stylesheet]", "href"), read.attribute("script", "src")] {
            let asset = c.get(&href.expect("an asset")).await.expect(StatusCode::OK);
            assert!(asset.header("cache-control").is_some_and(|v| v.contains("immutable")));
            weight += asset.bytes.len();
        }
        assert!(weight < MOST, "{weight} bytes");
    }

    /// Probes answer without sign-in; metrics only on this machine, and they count jobs and requests by route.
    async fn machines_are_answered(test: TestDb) {
        test.county().await;
        frame::collect_metrics();
        let mut c = client(&test);
        c.get("/healthz").await.expect(StatusCode::OK);
        c.get("/readyz").await.expect(StatusCode::OK);
        let page = c.get("/paper").await.expect(StatusCode::SEE_OTHER);
        assert_eq!(page.header("x-request-id").map(str::len), Some(13));
        let told = c.get("/metrics").await.expect(StatusCode::OK).body();
        for line in ["http_requests_total{method=\"GET\",route=\"/paper\",status=\"303\"}", "http_request_seconds", "jobs{state=\"waiting\"}", "database_connections_open"] {
            assert!(told.contains(line), "no {line}");
        }
        let outside = [("x-forwarded-for", "10.0.0.9")];
        c.send(Method::GET, "/metrics", &outside, Vec::new()).await.expect(StatusCode::NOT_FOUND);
    }
}
