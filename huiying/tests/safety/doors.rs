//! What every answer bears, and what two people meet who act on one matter at the same moment.

use axum::http::{Method, StatusCode};
use frame::Settings;
use kernel::Kernel;
use testkit::{Client, TestDb};

use crate::areas;
use crate::world::{World, rooms};

const POLICY: [&str; 4] = [
    "default-src 'none'",
    "script-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
];

testkit::on_both! { &rooms();
    /// Pages, refusals, files, probes: each with the strict policy; over https each cookie is bound to it.
    async fn every_answer_bears_the_headers(db: TestDb) {
        let county = db.county().await;
        let mut areas = areas::all();
        let parts = frame::parts(&mut areas);
        let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, parts).expect("a kernel");
        let public = Some("https://renda.example.gov.cn".to_owned());
        let settings = Settings { public, ..Settings::default() };
        let (router, app) = frame::router(std::sync::Arc::new(kernel), settings, areas);
        let secret = db.session(&county, "clerk").await;
        let signed_in = Client::new(router.clone()).with_cookie("__Host-huiying", &secret);
        for mut client in [Client::new(router.clone()), signed_in] {
            for route in app.routes() {
                let path = route.path.replace(['{', '}'], "");
                let page = match route.method {
                    "GET" => client.get(&format!("{path}?lang=en")).await,
                    _ => client.post(&path, &[]).await,
                };
                let policy = page.header("content-security-policy").unwrap_or_default();
                assert!(
                    POLICY.iter().all(|p| policy.contains(p)) && !policy.contains("unsafe"),
                    "{} {path}: {policy}", route.method
                );
                for (name, value) in [
                    ("x-content-type-options", "nosniff"),
                    ("x-frame-options", "DENY"),
                    ("referrer-policy", "same-origin"),
                    ("strict-transport-security", "max-age=31536000"),
                ] {
                    assert_eq!(page.header(name), Some(value), "{} {path}: {name}", route.method);
                }
                for cookie in page.headers.get_all("set-cookie") {
                    let cookie = cookie.to_str().expect("ASCII");
                    for flag in ["; HttpOnly", "; SameSite=Lax", "; Secure"] {
                        assert_eq!(cookie.matches(flag).count(), 1, "{} {path}: {cookie}", route.method);
                    }
                }
            }
        }
    }

    /// Of two who act on what they both saw, one wins; the other is told what changed and keeps what he typed.
    async fn of_two_who_act_at_once_one_is_told_what_changed(db: TestDb) {
        let world = World::new(db).await;
        let rev = world.rev(&world.at.running).await.to_string();
        let form = format!("/matters/{}/acts/urge", world.at.running);
        let (mut one, mut other) = (world.client("leader").await, world.client("chief").await);
        one.get(&form).await.expect(StatusCode::OK);
        other.get(&form).await.expect(StatusCode::OK);
        let typed = |note| [("rev", rev.as_str()), ("note", note)];
        let (first, second) = (typed("请抓紧办理"), typed("请本周办结"));
        let (first, second) = tokio::join!(one.post(&form, &first), other.post(&form, &second));
        let mut statuses = [first.status, second.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
        let (lost, note) = match first.status {
            StatusCode::CONFLICT => (&first, "请抓紧办理"),
            _ => (&second, "请本周办结"),
        };
        assert!(lost.body().contains(note), "what was typed is kept: {}", lost.words());
        assert!(lost.words().contains("催办"), "what changed is told: {}", lost.words());

        let now = world.rev(&world.at.running).await;
        let seen = format!("\"{now}\"");
        let address = format!("/api/v1/matters/{}/acts/urge", world.at.running);
        let mut one = Client::new(world.router.clone()).with("authorization", &format!("Bearer {}", world.token("leader", true).await));
        let mut other = Client::new(world.router.clone()).with("authorization", &format!("Bearer {}", world.token("chief", true).await));
        let body = serde_json::json!({"fields": {"note": "请加快"}});
        let tag = [("if-match", seen.as_str())];
        let (first, second) = tokio::join!(
            one.json(Method::POST, &address, &tag, &body),
            other.json(Method::POST, &address, &tag, &body)
        );
        let mut statuses = [first.status, second.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::PRECONDITION_FAILED]);
        let lost = if first.status == StatusCode::OK { &second } else { &first };
        let problem = lost.value();
        assert_eq!(problem["rev"], now + 1);
        assert_eq!(problem["since"].as_array().map(Vec::len), Some(1), "{problem}");
        assert_eq!(world.rev(&world.at.running).await, now + 1, "only one was done");
    }
}
