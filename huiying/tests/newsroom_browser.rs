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
                "/publicity/briefings",
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

/// Puts a value into a field of the page's form: types it, chooses it, or ticks what has it as value or in its label.
async fn put(browser: &Browser, name: &str, value: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('main form [name=\"{name}\"]:not([type=hidden])')];
         const one = all[0];
         if (!one) return 'no field';
         if (one.type === 'radio' || one.type === 'checkbox') {{
           const it = all.find(e => e.value === '{value}')
             || all.find(e => e.closest('label').innerText.includes('{value}'));
           if (!it) return 'nothing to tick';
           if (!it.checked) it.click();
         }} else {{
           if (one.tagName === 'SELECT') {{
             const o = [...one.options].find(o => o.value === '{value}' || o.text.includes('{value}'));
             if (!o) return 'nothing to choose';
             one.value = o.value;
           }} else one.value = '{value}';
           for (const e of ['input', 'change']) one.dispatchEvent(new Event(e, {{bubbles: true}}));
         }}
         return true"
    );
    let done = browser.script(&script).await;
    assert_eq!(done, true, "{name} = {value} at {}", browser.path().await);
}

/// Sends the page's form and waits for the page that follows.
async fn send(browser: &Browser) {
    let here = browser.path().await;
    browser
        .click("main :is(form.form, form.stack)[method=post] button[type=submit]")
        .await;
    browser
        .until(&format!(
            "location.pathname + location.search !== {} && document.readyState === 'complete'",
            json!(here)
        ))
        .await;
}

/// Somebody does an act on a matter by its form.
async fn does(browser: &Browser, who: &str, id: &str, act: &str, fields: &[(&str, &str)]) {
    sign_in(browser, who).await;
    browser.open(&format!("/matters/{id}/acts/{act}")).await;
    for (name, value) in fields {
        put(browser, name, value).await;
    }
    send(browser).await;
}

async fn last(browser: &Browser, at: usize) -> String {
    let path = browser.path().await;
    let part = path.split(['/', '?']).nth(at);
    part.unwrap_or_else(|| panic!("{path}")).to_owned()
}

/// A day so many days before today, as the program counts days.
async fn ago(browser: &Browser, days: i64) -> String {
    let script = format!(
        "return new Date(Date.now() + 8 * 3600e3 - {days} * 86400e3).toISOString().slice(0, 10)"
    );
    let day = browser.script(&script).await;
    day.as_str().expect("a day").to_owned()
}

async fn says_page(browser: &Browser, words: &[&str]) {
    let text = browser.text("main").await;
    for said in words {
        assert!(text.contains(said), "{said}: {text}");
    }
}

/// From the topic planned for a meeting to the number in the speech: two authors, discussion, a return, three reviews, two
/// outlets, an adoption with its scan, the board, a settlement, a correction made good in the next one, the briefing.
#[tokio::test]
async fn a_topic_goes_from_the_plan_to_the_speech() {
    let folder = tempfile::tempdir().expect("a folder");
    let scan = folder.path().join("剪报.png");
    // A picture of one point.
    let png: [u8; 67] = [
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0,
        0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0a, 0x49, 0x44,
        0x41, 0x54, 0x78, 0x9c, 0x63, 0, 1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0,
        0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
    ];
    std::fs::write(&scan, png).expect("a scan");
    let scan = scan.to_str().expect("a path").to_owned();
    let program = Program::serve(HUIYING, &["demo", "--matters", "4"], folder.path());
    browse("newsroom-chain", &program.site, Screen::DESK, |browser| async move {
        let b = &browser;
        sign_in(b, "clerk").await;
        // The clock of a browser test can't be turned: what appeared is entered for a day that can be settled today.
        let (event, on, to) = (ago(b, 3).await, ago(b, 2).await, ago(b, 0).await);
        b.open("/meetings/new").await;
        put(b, "kind", "meeting").await;
        put(b, "title", "物业管理专题询问会").await;
        put(b, "from_on", &event).await;
        send(b).await;
        b.check().await;
        b.press("策划选题").await;
        b.until("location.pathname === '/publicity/topics/new'").await;
        b.check().await;
        put(b, "title", "专题询问怎么问出实招").await;
        put(b, "due_on", &to).await;
        put(b, "group", "综合组").await;
        put(b, "brief", "写出问和答的交锋").await;
        send(b).await;
        let topic = last(b, 3).await;
        b.check().await;
        says_page(b, &["物业管理专题询问会", "综合组", "写出问和答的交锋", "还没有稿件"]).await;
        b.open("/publicity/coverage").await;
        b.check().await;
        says_page(b, &["物业管理专题询问会", "已定选题"]).await;

        // The piece, begun from the topic, with two authors.
        sign_in(b, "correspondent").await;
        b.open(&format!("/publicity/topics/{topic}")).await;
        b.press("写新稿件").await;
        b.until("location.pathname === '/publicity/manuscripts/new'").await;
        send(b).await;
        let id = last(b, 3).await;
        types(b, "常委会组成人员现场发问，职能部门当场作答。").await;
        b.until(&says("已自动保存")).await;
        send(b).await;
        says_page(b, &["专题询问怎么问出实招"]).await;
        b.open(&format!("/matters/{id}/acts/share")).await;
        b.check().await;
        b.script("for (const e of document.querySelectorAll('main [name=authors]'))
            if (!e.checked && e.closest('label').innerText.includes('施')) { e.click(); break }").await;
        put(b, "parts", "2、1").await;
        send(b).await;
        does(b, "grouplead", &id, "remark", &[("note", "缺少群众的声音")]).await;
        says_page(b, &["缺少群众的声音"]).await;
        does(b, "correspondent", &id, "submit", &[]).await;
        does(b, "grouplead", &id, "return", &[("reason", "structure"), ("note", "补一段群众的话")]).await;
        sign_in(b, "correspondent").await;
        b.open(&format!("/publicity/manuscripts/{id}/write")).await;
        types(b, "“问到了我们心坎上。”旁听的居民说。").await;
        b.until(&says("已自动保存")).await;
        send(b).await;
        does(b, "correspondent", &id, "submit", &[]).await;
        let judged = [("lively", "22"), ("deep", "18"), ("solid", "24")];
        does(b, "grouplead", &id, "pass", &judged).await;
        does(b, "officeleader", &id, "pass", &judged).await;
        does(b, "leader", &id, "release", &judged).await;
        b.check().await;
        says_page(b, &["补一段群众的话", "投稿"]).await;

        // Two outlets; one takes it, with a clipping as proof; the board of that week has one more.
        does(b, "clerk", &id, "send_out", &[("outlets", "中国人大网"), ("outlets", "市日报")]).await;
        let week = format!("/publicity/board?week={on}");
        b.open(&week).await;
        let before = b.text("main").await;
        b.open(&format!("/publicity/ledger/new?manuscript={id}")).await;
        put(b, "outlet", "中国人大网").await;
        put(b, "on_date", &on).await;
        put(b, "size", "large_block").await;
        let file = b.find("main input[type=file]").await;
        file.send_keys(&scan).await.expect("the scan is chosen");
        b.check().await;
        send(b).await;
        b.open(&format!("/publicity/manuscripts/{id}")).await;
        b.check().await;
        says_page(b, &["中国人大网", "扫描件", "剪报.png", "专题询问怎么问出实招"]).await;
        b.open(&week).await;
        b.check().await;
        assert_ne!(b.text("main").await, before, "the week's board counts it");
        b.open("/publicity/coverage").await;
        assert!(!b.text("main").await.contains("物业管理专题询问会"), "it is covered");

        // Settled up to that day; then it turns out not to have appeared, and the next settlement makes it good.
        b.open("/publicity/settlements/new").await;
        put(b, "to", &on).await;
        b.press("试结算").await;
        b.until("document.querySelector('main [name=title]')").await;
        b.check().await;
        put(b, "title", "本期结算").await;
        send(b).await;
        b.check().await;
        let paid = b.text("main").await;
        b.open(&format!("/publicity/manuscripts/{id}")).await;
        b.press("撤销采用记录").await;
        b.until("location.pathname.endsWith('/strike')").await;
        put(b, "why", "查明当日未刊发").await;
        send(b).await;
        let yesterday = ago(b, 1).await;
        b.open("/publicity/settlements/new").await;
        put(b, "to", &yesterday).await;
        b.press("试结算").await;
        b.until("document.querySelector('main [name=title]')").await;
        says_page(b, &["本期结算", "补差"]).await;
        put(b, "title", "下期结算").await;
        send(b).await;
        b.check().await;
        // Two parts to one, exact to the fen; whose name is pressed is told why.
        says_page(b, &["张稿", "-66.67", "施笔", "-33.33"]).await;
        b.press("张稿").await;
        b.until("location.pathname.includes('/people/')").await;
        b.check().await;
        says_page(b, &["本期结算", "-66.67"]).await;
        b.open("/publicity/incentives").await;
        b.press("本期结算").await;
        b.until("location.pathname.includes('/settlements/')").await;
        let locked = b.text("main").await;
        let figures = |text: &str| -> Vec<String> {
            text.lines().filter(|l| l.contains('.')).take(3).map(str::to_owned).collect()
        };
        assert_eq!(figures(&locked), figures(&paid), "what was settled stays as it was");
        assert!(locked.contains("在“下期结算”中补差 -66.67"), "{locked}");

        // The speech: every number opens its rows; a number typed by hand is marked.
        b.open("/publicity/briefings").await;
        b.check().await;
        send(b).await;
        b.check().await;
        says_page(b, &["宣传稿件被各级媒体采用", "比去年同期"]).await;
        let place = b.path().await;
        b.click("main .prose a").await;
        b.until("location.pathname.startsWith('/statistics/') && document.readyState === 'complete'").await;
        b.check().await;
        b.open(&format!("{place}/edit")).await;
        b.check().await;
        b.script("const t = document.querySelector('main textarea');
            t.value = t.value.replace(/采用(\\d+)篇次/, '采用8888篇次');
            t.dispatchEvent(new Event('input', {bubbles: true}))").await;
        send(b).await;
        b.check().await;
        assert_eq!(b.text("main .prose mark").await, "8888");
        says_page(b, &["这些数字被改动或删去了"]).await;
    })
    .await;
    drop(program);
}
