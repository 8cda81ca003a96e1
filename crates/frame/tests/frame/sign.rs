//! Signing in and one's own account.

use axum::http::{Method, StatusCode};
use kernel::account;
use testkit::{Client, PASSWORD, TestDb, on_both};

use crate::site::{client, signed_in};

const OK: StatusCode = StatusCode::OK;
const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// The code an authenticator app would show for a secret at the test's time (RFC 6238).
fn code(secret: &str, test: &TestDb) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("a base-32 secret");
    let totp = totp_rs::Builder::new()
        .with_secret(secret)
        .with_account_name("clerk")
        .build()
        .expect("a code generator");
    totp.generate(test.now().0 as u64 / 1_000_000).to_string()
}

fn later(test: &TestDb, seconds: i64) {
    test.clock.set(test.now().plus_seconds(seconds));
}

async fn try_in(client: &mut Client, name: &str, password: &str) -> testkit::Page {
    client.get("/sign-in").await;
    client
        .post("/sign-in", &[("name", name), ("password", password)])
        .await
}

on_both! { &[kernel::MIGRATIONS];
    /// Whoever asks for a page signs in and is led to it; signing out ends the session on the server.
    async fn one_comes_to_the_page_one_wanted(test: TestDb) {
        test.county().await;
        let mut c = client(&test);
        let away = c.get("/paper?q=%E6%B0%B4").await.expect(StatusCode::SEE_OTHER);
        assert_eq!(away.location(), Some("/sign-in?next=%2Fpaper%3Fq%3D%25E6%25B0%25B4"));
        let page = c.get("/sign-in?next=%2Fpaper%3Fq%3D%25E6%25B0%25B4").await.expect(OK);
        let next = page.attribute("input[name=next]", "value").unwrap();
        let fields = [("name", "clerk"), ("password", PASSWORD), ("next", &next)];
        let done = c.post("/sign-in", &fields).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(done.location(), Some("/paper?q=%E6%B0%B4"));
        let cookie = done.headers.get_all("set-cookie").iter().next().unwrap().to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let paper = c.get("/paper").await.expect(OK);
        assert_eq!(paper.texts("nav.nav a"), ["Workbench", "Notices"]);
        assert_eq!(paper.text(".organ"), "青川县人大常委会");
        let before = c.clone();
        c.act("/sign-out", &[]).await.expect(OK);
        let mut stolen = before;
        stolen.get("/paper").await.expect(StatusCode::SEE_OTHER);
        let elsewhere = c.get("/sign-in?next=https%3A%2F%2Fevil.example").await;
        assert_eq!(elsewhere.attribute("input[name=next]", "value").as_deref(), Some("/"));
    }

    /// Name and password read alike when wrong; five failures lock the account for a quarter of an hour, and the
    /// page says for how long.
    async fn five_failures_lock_the_account(test: TestDb) {
        test.county().await;
        let mut c = client(&test);
        let nobody = try_in(&mut c, "nobody", PASSWORD).await.expect(REFUSED);
        for _ in 1..account::MOST_FAILURES {
            let wrong = try_in(&mut c, "clerk", "wrong").await.expect(REFUSED);
            assert_eq!(wrong.text("[role=alert] li"), nobody.text("[role=alert] li"));
            assert!(!wrong.body().contains("value=\"wrong\""));
        }
        try_in(&mut c, "clerk", "wrong").await.expect(REFUSED);
        let locked = try_in(&mut c, "clerk", PASSWORD).await.expect(REFUSED);
        assert!(locked.text("[role=alert] li").contains("16 minutes") || locked.text("[role=alert] li").contains("15 minutes"), "{}", locked.words());
        later(&test, account::LOCKED_SECONDS + 1);
        assert_eq!(try_in(&mut c, "clerk", PASSWORD).await.location(), Some("/"));
    }

    /// Guessing at many accounts from one address is stopped; a quarter of an hour later it may go on.
    async fn one_address_may_not_guess_for_ever(test: TestDb) {
        test.county().await;
        let mut c = client(&test);
        for i in 0..30 {
            try_in(&mut c, &format!("nobody{i}"), "wrong").await.expect(REFUSED);
        }
        try_in(&mut c, "clerk", PASSWORD).await.expect(StatusCode::TOO_MANY_REQUESTS);
        later(&test, 601);
        assert_eq!(try_in(&mut c, "clerk", PASSWORD).await.location(), Some("/"));
    }

    /// The second factor: enrolled with a code, asked for at the next sign-in, each code once, switched off with
    /// the password.
    async fn the_second_factor_is_asked_for(test: TestDb) {
        test.county().await;
        let mut c = client(&test);
        signed_in(&mut c, "clerk").await;
        let page = c.get("/account/factor").await.expect(OK);
        assert!(page.has("svg[role=img] path"));
        let secret = page.attribute("input[name=secret]", "value").unwrap();
        let shown: String = page.text("code.secret").split(' ').collect();
        assert_eq!(shown, secret);
        let wrong = c.post("/account/factor", &[("secret", &secret), ("code", "000000")]).await.expect(REFUSED);
        assert_eq!(wrong.attribute("input[name=secret]", "value"), Some(secret.clone()));
        let now = code(&secret, &test);
        let on = c.act("/account/factor", &[("secret", &secret), ("code", &now)]).await.expect(OK);
        assert!(on.words().contains("is on"), "{}", on.words());

        let mut c = client(&test);
        let done = try_in(&mut c, "clerk", PASSWORD).await;
        assert_eq!(done.location(), Some("/sign-in/code"));
        assert_eq!(c.get("/paper").await.location(), Some("/sign-in/code?next=%2Fpaper"));
        c.get("/sign-in/code?next=%2Fpaper").await.expect(OK);
        c.post("/sign-in/code", &[("code", "123456")]).await.expect(REFUSED);
        later(&test, 60);
        let now = code(&secret, &test);
        let half = c.clone();
        let done = c.post("/sign-in/code", &[("code", &now), ("next", "/paper")]).await;
        assert_eq!(done.location(), Some("/paper"));
        c.get("/paper").await.expect(OK);
        let mut half = half;
        half.get("/paper").await.expect(StatusCode::SEE_OTHER);

        let mut again = client(&test);
        try_in(&mut again, "clerk", PASSWORD).await;
        again.get("/sign-in/code").await;
        again.post("/sign-in/code", &[("code", &now)]).await.expect(REFUSED);

        c.get("/account/factor").await;
        c.post("/account/factor/off", &[("password", "wrong")]).await.expect(REFUSED);
        c.act("/account/factor/off", &[("password", PASSWORD)]).await.expect(OK);
        let mut c = client(&test);
        assert_eq!(try_in(&mut c, "clerk", PASSWORD).await.location(), Some("/"));
    }

    /// Who owes a new password sees no other page; changing it ends the other sessions.
    async fn a_new_password_is_owed_and_ends_other_sessions(test: TestDb) {
        let county = test.county().await;
        let mut other = client(&test);
        signed_in(&mut other, "clerk").await;
        let mut act = testkit::system_act(&test.db, county.organ, test.now()).await.unwrap();
        let hash = account::hash_password("Reset-by-admin-1").await.unwrap();
        account::set_password(&mut act, county.account("clerk"), &hash, true, None).await.unwrap();
        act.commit().await.unwrap();
        other.get("/paper").await.expect(StatusCode::SEE_OTHER);

        let mut c = client(&test);
        c.get("/sign-in").await;
        let fields = [("name", "clerk"), ("password", "Reset-by-admin-1"), ("next", "/paper")];
        assert_eq!(c.post("/sign-in", &fields).await.location(), Some("/account/password?next=%2Fpaper"));
        assert_eq!(c.get("/paper").await.location(), Some("/account/password?next=%2Fpaper"));
        c.get("/account/password?next=%2Fpaper").await.expect(OK);
        let change = |current, password, again| {
            [("current", current), ("password", password), ("again", again), ("next", "/paper")]
        };
        for bad in [
            change("wrong", "Wenxin-2024", "Wenxin-2024"),
            change("Reset-by-admin-1", "short", "short"),
            change("Reset-by-admin-1", "Wenxin-2024", "Wenxin-2025"),
            change("Reset-by-admin-1", "Reset-by-admin-1", "Reset-by-admin-1"),
        ] {
            c.post("/account/password", &bad).await.expect(REFUSED);
        }
        let good = change("Reset-by-admin-1", "Wenxin-2024", "Wenxin-2024");
        assert_eq!(c.post("/account/password", &good).await.location(), Some("/paper"));
        c.get("/paper").await.expect(OK);
        let mut c = client(&test);
        assert_eq!(try_in(&mut c, "clerk", "Wenxin-2024").await.location(), Some("/"));
    }

    /// One sees where one is signed in, ends one or all others, and never those of somebody else.
    async fn sessions_are_listed_and_ended(test: TestDb) {
        test.county().await;
        let (mut here, mut there, mut third) = (client(&test), client(&test).with("user-agent", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"), client(&test));
        let mut stranger = client(&test);
        signed_in(&mut here, "clerk").await;
        signed_in(&mut there, "clerk").await;
        signed_in(&mut third, "clerk").await;
        signed_in(&mut stranger, "unit").await;
        let page = here.get("/account/sessions").await.expect(OK);
        assert_eq!(page.texts("tbody tr").len(), 3);
        assert_eq!(page.texts("td .tag"), ["This one"]);
        assert!(page.words().contains("Firefox · Windows"));
        let ids = page.attributes("td input[name=id]", "value");
        stranger.get("/account/sessions").await;
        for id in &ids {
            stranger.act("/account/sessions/end", &[("id", id)]).await.expect(OK);
        }
        there.get("/paper").await.expect(OK);
        here.get("/account/sessions").await;
        here.act("/account/sessions/end-others", &[]).await.expect(OK);
        there.get("/paper").await.expect(StatusCode::SEE_OTHER);
        third.get("/paper").await.expect(StatusCode::SEE_OTHER);
        here.get("/paper").await.expect(OK);
        stranger.get("/paper").await.expect(OK);
    }

    /// A token is shown once, acts as its owner until it is revoked, and opens no page.
    async fn a_token_is_shown_once_and_revoked(test: TestDb) {
        test.county().await;
        let mut c = client(&test);
        signed_in(&mut c, "clerk").await;
        c.get("/account/tokens").await.expect(OK);
        c.post("/account/tokens", &[("title", "台账"), ("scope", "all"), ("days", "30")]).await.expect(REFUSED);
        let made = c.post("/account/tokens", &[("title", "台账"), ("scope", "read"), ("days", "30")]).await.expect(OK);
        let secret = made.text("code.secret");
        let list = c.get("/account/tokens").await.expect(OK);
        assert!(!list.body().contains(&secret));
        let mut script = client(&test).with("authorization", &format!("Bearer {secret}"));
        script.get("/api/v1/me").await.expect(OK);
        script.get("/account").await.expect(StatusCode::SEE_OTHER);
        let id = list.attribute("td input[name=id]", "value").unwrap();
        c.act("/account/tokens/revoke", &[("id", &id)]).await.expect(OK);
        script.get("/api/v1/me").await.expect(StatusCode::UNAUTHORIZED);
    }

    /// The language chosen once is that of the account, on the next machine as well.
    async fn the_language_is_remembered(test: TestDb) {
        test.county().await;
        let mut c = client(&test);
        signed_in(&mut c, "clerk").await;
        let page = c.get("/account?lang=zh").await.expect(OK);
        assert_eq!(page.attribute("html", "lang").as_deref(), Some("zh-CN"));
        let mut next = client(&test);
        signed_in(&mut next, "clerk").await;
        let page = next.get("/account").await.expect(OK);
        assert_eq!(page.text("h1"), "我的账号");
        let page = next.act("/account/language", &[("lang", "en")]).await.expect(OK);
        assert_eq!(page.text("h1"), "My account");
        c.post("/account/language", &[("lang", "fr")]).await.expect(REFUSED);
    }

    /// A form sent after its session ended: the answer offers sign-in and leads back to the form, and tells the
    /// browser to hold the draft. A form of an older session, or one from another site, changes nothing.
    async fn a_form_outlives_its_session(test: TestDb) {
        test.county().await;
        let mut c = client(&test);
        signed_in(&mut c, "clerk").await;
        let page = c.get("/paper").await.expect(OK);
        assert!(page.attribute("form.form", "data-keep").unwrap().ends_with(":paper"));
        let old = c.csrf.clone().unwrap();
        later(&test, kernel::session::LASTS + 1);
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let from = ("referer", "http://127.0.0.1:7100/paper?draft=1");
        let body = format!("_csrf={old}&title=%E6%B0%B4").into_bytes();
        let page = c.send(Method::POST, "/paper", &[kind, from], body.clone()).await;
        let page = page.expect(StatusCode::UNAUTHORIZED);
        assert!(page.has("body[data-hold]"));
        assert_eq!(page.attribute("input[name=next]", "value").as_deref(), Some("/paper?draft=1"));
        let fields = [("name", "clerk"), ("password", PASSWORD), ("next", "/paper?draft=1")];
        assert_eq!(c.post("/sign-in", &fields).await.location(), Some("/paper?draft=1"));
        let stale = c.send(Method::POST, "/paper", &[kind], body.clone()).await;
        assert!(stale.expect(StatusCode::FORBIDDEN).has("body[data-hold]"));
        c.get("/paper").await;
        let token = c.csrf.clone().unwrap();
        let body = format!("_csrf={token}&title=%E6%B0%B4").into_bytes();
        let evil = ("origin", "https://evil.example");
        c.send(Method::POST, "/paper", &[kind, evil], body.clone()).await.expect(StatusCode::FORBIDDEN);
        c.send(Method::POST, "/paper", &[kind], body).await.expect(StatusCode::SEE_OTHER);
        let page = c.get("/paper").await;
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }

    /// A refused form keeps what was typed and names each field in its summary; an unknown page answers calmly.
    async fn refusals_are_calm(test: TestDb) {
        test.county().await;
        let mut c = client(&test);
        signed_in(&mut c, "clerk").await;
        let page = c.post("/paper", &[("title", "")]).await.expect(REFUSED);
        assert_eq!(page.texts("[role=alert] a"), ["Title: Fill this in"]);
        assert!(page.has("input[aria-invalid=true]"));
        let lost = c.get("/nowhere").await.expect(StatusCode::NOT_FOUND);
        assert_eq!(lost.text("h1"), "Not found");
        c.send(Method::DELETE, "/paper", &[], Vec::new()).await.expect(StatusCode::METHOD_NOT_ALLOWED);
    }
}
