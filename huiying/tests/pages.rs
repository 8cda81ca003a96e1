//! Every page of the navigation and the main forms, as the people of the demo meet them: on a phone and at a desk, in
//! both languages, with what axe finds, what is wider than the window, what moves while it loads, and what it weighs.

use testkit::{Browser, Program, Screen, browse};

const HUIYING: &str = env!("CARGO_BIN_EXE_huiying");
/// What a page may weigh on the wire with its style and script, unless it draws charts (design: 60 KB).
const WEIGHT: i64 = 60 * 1024;

async fn sign_in(browser: &Browser, account: &str) {
    let gone = browser.window.delete_all_cookies().await;
    gone.expect("cookies are gone");
    browser.open("/sign-in").await;
    browser.fill("main [name=name]", account).await;
    browser.fill("main [name=password]", "huiying-demo").await;
    browser.click("main form button[type=submit]").await;
    browser.until("location.pathname === '/'").await;
}

/// What may move while a page loads: half of what Core Web Vitals call good (0.1), for a busy machine.
const STILL: f64 = 0.05;

/// Opens a page and holds it against everything a page must be. axe, which takes longest, looks at the phone in Chinese
/// and the desk in English: both layouts and both languages; the other two must still fit their windows.
async fn look(browser: &Browser, path: &str) {
    browser.open(path).await;
    let axe = browser
        .script("return (innerWidth < 600) === (document.documentElement.lang === 'zh-CN')")
        .await;
    match axe == true {
        true => browser.check().await,
        false => browser.fits().await,
    }
    let weight = browser
        .script(
            "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
             return document.querySelector('.chart') ? 0 : all.reduce((sum, e) => sum + e.encodedBodySize, 0)",
        )
        .await;
    let weight = weight.as_i64().expect("a number of bytes");
    assert!(weight <= WEIGHT, "{path} weighs {weight} bytes");
    let moved = browser
        .window
        .execute_async(
            "const done = arguments[arguments.length - 1];
             let sum = 0;
             new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value })
               .observe({type: 'layout-shift', buffered: true});
             setTimeout(() => done(sum), 50);",
            Vec::new(),
        )
        .await
        .expect("shifts are told");
    assert!(
        moved.as_f64().unwrap_or(1.0) < STILL,
        "{path} moves while it loads: {moved}"
    );
}

/// The addresses of the links that match.
async fn links(browser: &Browser, css: &str) -> Vec<String> {
    let found = browser
        .script(&format!(
            "return [...document.querySelectorAll('{css}')].map(a => a.getAttribute('href'))"
        ))
        .await;
    let all = found.as_array().into_iter().flatten();
    all.filter_map(|l| l.as_str().map(str::to_owned)).collect()
}

/// The first matters of a list, each with the forms of the acts it offers.
async fn matters(browser: &Browser, list: &str, most: usize) {
    look(browser, list).await;
    for matter in links(browser, "table .lead a").await.into_iter().take(most) {
        look(browser, &matter).await;
        for act in links(browser, ".acts a.button").await.into_iter().take(3) {
            look(browser, &act).await;
        }
    }
}

async fn walk(browser: &Browser) {
    sign_in(browser, "clerk").await;
    for path in [
        "/",
        "/notices",
        "/search?q=道路",
        "/statistics",
        "/statistics/snapshots",
        "/statistics/proposals.replied",
        "/proposals/new",
        "/proposals/new/suggestion",
        "/office/imports",
        "/account",
        "/appointments/new",
        "/appointments/questions",
        "/appointments/register",
        "/appointments/register/new",
        "/public/appointments",
    ] {
        look(browser, path).await;
    }
    matters(browser, "/appointments", 4).await;
    matters(browser, "/proposals?sort=-updated", 3).await;
    sign_in(browser, "countyleader").await;
    matters(browser, "/", 1).await;
    sign_in(browser, "deputy").await;
    look(browser, "/").await;
    look(browser, "/proposals/new/bill").await;
    sign_in(browser, "sysadmin").await;
    look(browser, "/office").await;
    for path in links(browser, ".tabs a, main table a").await {
        look(browser, &path).await;
    }
    for path in [
        "/office/units/new",
        "/office/people/new",
        "/office/accounts/new",
        "/office/sessions/new",
        "/office/calendars/2026",
        "/office/rules/pack",
    ] {
        look(browser, path).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_stands_on_a_phone_and_at_a_desk_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::serve(HUIYING, &["demo", "--data", "data"], folder.path());
    for (mark, screen) in [
        ("pages-phone-zh", Screen::PHONE),
        ("pages-desk-zh", Screen::DESK),
        ("pages-phone-en", Screen::PHONE.in_english()),
        ("pages-desk-en", Screen::DESK.in_english()),
    ] {
        browse(mark, &program.site, screen, async |browser| {
            walk(&browser).await;
        })
        .await;
    }
    drop(program);
}

/// Without the script the pages read and submit all the same: a deputy submits, the office finds it in the list, a
/// leader agrees to a reply.
#[tokio::test(flavor = "multi_thread")]
async fn it_works_without_the_script() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::serve(HUIYING, &["demo", "--data", "data"], folder.path());
    let site = program.site.clone();
    browse("no-script", &site, Screen::PHONE, |browser| async move {
        let off = serde_json::json!({ "value": true });
        browser
            .devtools("Emulation.setScriptExecutionDisabled", off)
            .await;
        let enter = async |account: &str| {
            let gone = browser.window.delete_all_cookies().await;
            gone.expect("cookies are gone");
            browser.open("/sign-in").await;
            browser.fill("main [name=name]", account).await;
            browser.fill("main [name=password]", "huiying-demo").await;
            browser.click("main form button[type=submit]").await;
            browser.find(".nav a[aria-current]").await;
        };
        let title = "关于城南小学门口增设信号灯的建议";
        enter("deputy").await;
        browser.open("/proposals/new/suggestion").await;
        browser.fill("main [name=title]", title).await;
        let reason =
            "城南小学门口车流量大，上下学时段人车混行，去年以来已发生三起擦碰事故，家长反映强烈。";
        browser.fill("main [name=background]", reason).await;
        let demand = "建议由公安局在年内增设信号灯并划设斑马线，上下学时段安排执勤。";
        browser.fill("main [name=demand]", demand).await;
        browser.click("main form button[type=submit]").await;
        // Doubts about the paper are said once; it is sent all the same.
        if browser.has("main [name=seen]").await {
            browser.click("main form button[type=submit]").await;
        }
        browser.find(".rail").await;
        assert!(browser.text("h1").await.contains(title));
        enter("clerk").await;
        browser.open("/proposals?sort=-updated").await;
        assert!(browser.text("table").await.contains(title));
        enter("countyleader").await;
        // What is his to do, not the sitting he is called to.
        browser
            .click("#t-late .lead a, #t-due .lead a, #t-mine .lead a")
            .await;
        browser.click(".acts a.button.main").await;
        browser.click("main form button[type=submit]").await;
        browser.find(".note.good").await;
    })
    .await;
    drop(program);
}

/// The page as it would be printed: as wide as A4 less its margins, no table beyond the edge, no part over another, and
/// the grounds of its dates readable.
async fn fits_on_paper(browser: &Browser) {
    let paper = serde_json::json!({ "media": "print" });
    browser.devtools("Emulation.setEmulatedMedia", paper).await;
    let width = serde_json::json!({ "width": 658, "height": 1000, "deviceScaleFactor": 1, "mobile": false });
    browser
        .devtools("Emulation.setDeviceMetricsOverride", width)
        .await;
    let wrong = browser
        .script(
            "const wrong = [], box = e => e.getBoundingClientRect();
             for (const t of document.querySelectorAll('table, dl, h1, h2'))
               if (box(t).width && box(t).right > 659) wrong.push('beyond the edge: ' + t.innerText.slice(0, 40));
             const parts = [...document.querySelectorAll('.panel')].filter(p => box(p).height);
             for (let i = 1; i < parts.length; i++)
               for (const t of parts[i - 1].querySelectorAll('table'))
                 if (box(t).bottom > box(parts[i]).top + 1) wrong.push('over one another: ' + t.innerText.slice(0, 40));
             if (document.querySelector('.acts')?.offsetHeight) wrong.push('buttons on paper');
             if (!document.querySelector('.print-head')?.offsetHeight) wrong.push('no head');
             return wrong;",
        )
        .await;
    assert_eq!(wrong, serde_json::json!([]));
}

/// The keys of a keyboard, as WebDriver names them.
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const SPACE: &str = "\u{E00D}";
const DOWN: &str = "\u{E015}";

/// Presses a key where the focus is.
async fn key(browser: &Browser, key: &str) {
    let at = browser.window.active_element().await.expect("a focus");
    at.send_keys(key).await.expect("the key is pressed");
}

/// Tabs on until the focus is on what matches, at most so many times; wherever it stands on the way it can be seen.
async fn tab_to(browser: &Browser, css: &str, most: usize) {
    for _ in 0..most {
        let found = browser
            .script(&format!(
                "const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
                 const label = at.closest('label') || at;
                 const marked = [at, label, at.nextElementSibling || at].some(e => {{ const s = getComputedStyle(e);
                   return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'; }});
                 return [at.matches('{css}'), at === document.body || marked && box.bottom >= 0 && box.top <= innerHeight,
                   at.outerHTML.slice(0, 120)];"
            ))
            .await;
        assert_eq!(found[1], true, "the focus can be seen on {}", found[2]);
        if found[0] == true {
            return;
        }
        key(browser, TAB).await;
    }
    panic!(
        "{css} was not reached by {most} tabs on {}",
        browser.path().await
    );
}

/// A deputy signs in, skips to the content, opens what waits, rates it and is told so, with Tab, Enter, Space and the
/// arrows alone; the focus can be seen at every step.
#[tokio::test(flavor = "multi_thread")]
async fn the_main_flow_needs_no_mouse() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = ["demo", "--data", "data", "--matters", "4"];
    let program = Program::serve(HUIYING, &demo, folder.path());
    let site = program.site.clone();
    browse("keyboard", &site, Screen::DESK, |browser| async move {
        browser.open("/sign-in").await;
        tab_to(&browser, "[name=name]", 12).await;
        key(&browser, "deputy").await;
        tab_to(&browser, "[name=password]", 3).await;
        key(&browser, "huiying-demo").await;
        key(&browser, ENTER).await;
        browser.until("location.pathname === '/'").await;

        key(&browser, TAB).await;
        tab_to(&browser, ".skip", 1).await;
        key(&browser, ENTER).await;
        browser.until("location.hash === '#main'").await;
        key(&browser, TAB).await;
        let inside = browser
            .script("return document.querySelector('#main').contains(document.activeElement)")
            .await;
        assert_eq!(inside, true, "the link skips to the content");

        tab_to(&browser, "#t-due a[href*=proposals]", 30).await;
        // The first that is due is to be rated, or gathers names: go on to one to be rated.
        for _ in 0..6 {
            let row = browser
                .script("return document.activeElement.closest('tr').innerText")
                .await;
            if row.as_str().is_some_and(|r| r.contains("征询意见")) {
                break;
            }
            key(&browser, TAB).await;
            tab_to(&browser, "#t-due a[href*=proposals]", 10).await;
        }
        key(&browser, ENTER).await;
        browser.until("!!document.querySelector('.rail')").await;
        tab_to(&browser, ".acts a.button[href*=rate]", 30).await;
        key(&browser, ENTER).await;
        browser
            .until("!!document.querySelector('[name=result]')")
            .await;
        tab_to(&browser, "[name=result]", 40).await;
        key(&browser, SPACE).await;
        key(&browser, DOWN).await;
        let chosen = browser
            .script("return document.querySelector('[name=result]:checked')?.value")
            .await;
        assert_eq!(chosen, "basically", "the arrow moves to the next answer");
        tab_to(&browser, "form:has([name=result]) button[type=submit]", 12).await;
        key(&browser, ENTER).await;
        browser
            .until("!!document.querySelector('.note.good')")
            .await;
        assert!(browser.text("main").await.contains("基本满意"));
        fits_on_paper(&browser).await;
    })
    .await;
    drop(program);
}
