//! The newsroom in a real browser: a text written with the network cut and in two windows loses nothing, and its pages
//! are looked at on a phone and at a desk, in both languages.

use serde_json::json;
use testkit::{Browser, Program, Screen, browse};

const HUIYING: &str = env!("CARGO_BIN_EXE_huiying");

async fn sign_in(browser: &Browser, account: &str) {
    let gone = browser.window.delete_all_cookies().await;
    gone.expect("cookies are gone");
    browser.open("/sign-in").await;
    browser.fill("main [name=name]", account).await;
    browser.fill("main [name=password]", "huiying-demo").await;
    browser.click("main form button[type=submit]").await;
    browser.until("location.pathname === '/'").await;
}

/// Cuts the network of the window, or joins it again.
async fn cut(browser: &Browser, offline: bool) {
    let rate = if offline { 0 } else { -1 };
    browser.devtools("Network.enable", json!({})).await;
    browser
        .devtools(
            "Network.emulateNetworkConditions",
            json!({"offline": offline, "latency": 0, "downloadThroughput": rate, "uploadThroughput": rate}),
        )
        .await;
}

async fn types(browser: &Browser, words: &str) {
    let area = browser.find("main textarea[name=content]").await;
    area.send_keys(words).await.expect("it is typed");
}

fn says(words: &str) -> String {
    format!("document.querySelector('[data-autosaved]').textContent.includes('{words}')")
}

#[tokio::test]
async fn a_text_survives_a_cut_network_and_a_second_window() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::serve(HUIYING, &["demo", "--matters", "4"], folder.path());
    let site = program.site.clone();
    let place = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let told = place.clone();
    browse("newsroom-cut", &site, Screen::PHONE, |browser| async move {
        sign_in(&browser, "correspondent").await;
        browser.open("/publicity/manuscripts/new").await;
        browser.check().await;
        browser.fill("main [name=title]", "网断也不丢").await;
        browser.click("main form button[type=submit]").await;
        browser.until("location.pathname.endsWith('/write')").await;
        browser.check().await;
        types(&browser, "第一句话。").await;
        browser.until(&says("已自动保存")).await;
        cut(&browser, true).await;
        types(&browser, "断网时写的第二句话。").await;
        browser.until(&says("没有连上服务器")).await;
        cut(&browser, false).await;
        browser.until(&says("已自动保存")).await;
        // The window closed and opened again: everything is there, and said to be no version yet.
        let path = browser.path().await;
        browser.open("/").await;
        browser.open(&path).await;
        let kept = browser
            .script("return document.querySelector('main textarea').value")
            .await;
        assert_eq!(kept, "第一句话。断网时写的第二句话。");
        browser.click("main form.form button[type=submit]").await;
        browser.until("!location.pathname.endsWith('/write')").await;
        *told.lock().expect("the place") = path;
    })
    .await;
    let path = place.lock().expect("the place").clone();
    // The group's lead writes from the same version in a second window while the author keeps another.
    let (one, two) = (path.clone(), path);
    browse("newsroom-two", &site, Screen::DESK, |browser| async move {
        sign_in(&browser, "grouplead").await;
        browser.open(&one).await;
        types(&browser, "组长加的一句。").await;
        browser.until(&says("已自动保存")).await;
        sign_in(&browser, "correspondent").await;
        browser.open(&one).await;
        browser.until(&says("也在写这篇稿件")).await;
        types(&browser, "作者加的一句。").await;
        browser.until(&says("已自动保存")).await;
        browser.click("main form.form button[type=submit]").await;
        browser.until("!location.pathname.endsWith('/write')").await;
        sign_in(&browser, "grouplead").await;
        browser.open(&two).await;
        let kept = browser
            .script("return document.querySelector('main textarea').value")
            .await;
        assert!(
            kept.as_str().is_some_and(|t| t.contains("组长加的一句。")),
            "{kept}"
        );
        browser.click("main form.form button[type=submit]").await;
        browser.until("document.querySelector('ins')").await;
        let logged = browser.errors().await;
        assert!(
            logged.iter().any(|l| l.contains("409")),
            "it is told as a conflict: {logged:?}"
        );
        browser.click("main form.form button[type=submit]").await;
        browser.until("!location.pathname.endsWith('/write')").await;
        let versions = two.replace("/write", "/versions");
        browser.open(&versions).await;
        browser.check().await;
        let all = browser.text("main").await;
        assert!(all.contains("第 3 版") && all.contains("第 1 版"), "{all}");
    })
    .await;
    drop(program);
}

#[tokio::test]
async fn the_pages_of_the_newsroom_are_fit_to_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::serve(HUIYING, &["demo", "--matters", "4"], folder.path());
    let screens = [
        ("phone", Screen::PHONE),
        ("desk", Screen::DESK.in_english()),
    ];
    for (name, screen) in screens {
        browse(name, &program.site, screen, |browser| async move {
            sign_in(&browser, "clerk").await;
            for page in [
                "/publicity",
                "/publicity/board",
                "/publicity/board/wall",
                "/publicity/quotas",
                "/meetings",
                "/meetings/new",
                "/publicity/topics",
                "/publicity/topics/new",
                "/publicity/coverage",
                "/publicity/campaigns",
                "/publicity/campaigns/new",
                "/publicity/manuscripts",
                "/publicity/ledger",
                "/publicity/ledger/new",
                "/publicity/outlets",
                "/publicity/outlets/new",
                "/publicity/groups",
                "/publicity/incentives",
                "/publicity/incentives/rules",
                "/publicity/settlements/new",
            ] {
                browser.open(page).await;
                browser.check().await;
            }
            for link in ["topics", "campaigns", "outlets", "groups", "settlements"] {
                let list = if link == "settlements" {
                    "incentives"
                } else {
                    link
                };
                browser.open(&format!("/publicity/{list}")).await;
                let css = format!("main a[href^='/publicity/{link}/']:not([href$='new'])");
                browser.click(&css).await;
                browser.until("document.readyState === 'complete'").await;
                browser.check().await;
            }
        })
        .await;
    }
    drop(program);
}
