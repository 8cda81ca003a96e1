//! The whole way of a suggestion by the pages alone, in a real browser, with the real program and its demo: a deputy
//! submits on a phone, two co-sign, the office registers and assigns, the unit contacts and drafts, two reviewers
//! return it once each and approve, the reply goes out, the deputy is dissatisfied, it is handled again, rated, filed.

use testkit::{Browser, Program, Screen, browse};

const HUIYING: &str = env!("CARGO_BIN_EXE_huiying");

/// One person at the browser.
struct Seat<'a> {
    browser: &'a Browser,
    matter: String,
}

impl Seat<'_> {
    async fn sign_in(&self, account: &str) {
        let browser = self.browser;
        browser
            .window
            .delete_all_cookies()
            .await
            .expect("cookies are gone");
        browser.open("/sign-in").await;
        browser.fill("main [name=name]", account).await;
        browser.fill("main [name=password]", "huiying-demo").await;
        browser.click("main form button[type=submit]").await;
        browser.until("location.pathname === '/'").await;
    }

    /// Signs in, opens the matter and one of its acts by its words.
    async fn begins(&self, account: &str, act: &str) {
        self.sign_in(account).await;
        self.goes_on(act).await;
    }

    async fn goes_on(&self, act: &str) {
        self.browser
            .open(&format!("/proposals/{}", self.matter))
            .await;
        self.browser.until("document.querySelector('.acts')").await;
        let pressed = self
            .browser
            .script(&format!(
                "for (const a of document.querySelectorAll('.acts a.button'))
                   if (a.innerText.trim() === '{act}') {{ a.click(); return true }}
                 return false"
            ))
            .await;
        assert_eq!(
            pressed,
            true,
            "{act} is offered; the page says: {}",
            self.acts().await
        );
        self.browser
            .until("location.pathname.includes('/acts/')")
            .await;
    }

    async fn acts(&self) -> String {
        self.browser.text(".acts").await
    }

    /// Ticks what is called so in a list of choices.
    async fn tick(&self, name: &str, words: &str) {
        let ticked = self
            .browser
            .script(&format!(
                "for (const i of document.querySelectorAll('main [name=\"{name}\"]')) {{
                   const label = i.closest('label') || document.querySelector('label[for=\"' + i.id + '\"]');
                   if (label && label.innerText.includes('{words}')) {{ i.click(); return true }}
                 }}
                 return false"
            ))
            .await;
        assert_eq!(ticked, true, "{name} offers {words}");
    }

    /// Sends the form and comes back to a page that is no form of an act.
    async fn sends(&self) {
        self.browser.click("main form button[type=submit]").await;
        let leaves = "!location.pathname.includes('/acts/') || document.querySelector('.fault, .faults, [aria-invalid=true]')";
        self.browser.until(leaves).await;
        let stuck = self
            .browser
            .script("return location.pathname.includes('/acts/') ? document.querySelector('main').innerText : ''")
            .await;
        assert_eq!(stuck, "", "the act was taken");
    }

    /// An act that asks for nothing, or only for what may be left out.
    async fn does(&self, account: &str, act: &str) {
        self.begins(account, act).await;
        self.sends().await;
    }

    async fn state(&self) -> String {
        self.browser
            .open(&format!("/proposals/{}", self.matter))
            .await;
        self.browser.text(".answers").await
    }
}

async fn handle(seat: &Seat<'_>, class: &str) {
    seat.begins("unit", "签收并分办").await;
    seat.tick("section", "河道管理").await;
    seat.sends().await;
    seat.begins("section", "登记与提出人的联系").await;
    seat.tick("way", "走访").await;
    let today = "document.querySelector('main [name=on_date]').value = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)";
    seat.browser.script(today).await;
    seat.browser
        .fill(
            "main [name=contact_note]",
            "到现场与代表面商，代表同意分两期实施。",
        )
        .await;
    seat.sends().await;
    seat.goes_on("起草答复").await;
    seat.tick("class", class).await;
    seat.browser
        .fill(
            "main [name=gist]",
            "已完成选址和可行性研究，列入今年重点工程。",
        )
        .await;
    seat.browser
        .fill(
            "main [name=letter]",
            "您提出的建议收悉。经研究，现答复如下：已完成选址，年内开工。",
        )
        .await;
    if class == "B" {
        seat.browser
            .fill(
                "main [name=promises]",
                "开工 2099-06-30 泵站主体开工\n投入使用 2099-12-30 通水运行",
            )
            .await;
    }
    seat.sends().await;
    seat.goes_on("送审").await;
    seat.sends().await;
}

async fn review(seat: &Seat<'_>, strict: bool) {
    if strict {
        for who in ["unitdeputy", "unitprincipal"] {
            if who == "unitprincipal" {
                seat.does("unitdeputy", "审核通过").await;
            }
            seat.begins(who, "退回修改").await;
            seat.browser
                .script("const s = document.querySelector('main select[name=reason]'); s.selectedIndex = 1;")
                .await;
            seat.browser
                .fill("main [name=note]", "请写明资金来源。")
                .await;
            seat.sends().await;
            seat.begins("section", "送审").await;
            seat.sends().await;
        }
    }
    seat.does("unitdeputy", "审核通过").await;
    seat.does("unitprincipal", "审定通过").await;
    seat.does("countyleader", "同意答复").await;
    seat.does("unit", "印发答复").await;
}

async fn rate(seat: &Seat<'_>, words: &str, why: &str) {
    seat.begins("deputy", "评价").await;
    seat.tick("result", words).await;
    if !why.is_empty() {
        seat.browser.fill("main [name=why]", why).await;
    }
    seat.sends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_goes_its_whole_way_by_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::serve(HUIYING, &["demo", "--data", "data"], folder.path());
    let site = program.site.clone();
    browse("whole-way", &site, Screen::PHONE, |browser| async move {
        let mut seat = Seat {
            browser: &browser,
            matter: String::new(),
        };
        // On a phone: submit, and two sign.
        seat.sign_in("deputy").await;
        browser.check().await;
        browser.open("/proposals/new/suggestion").await;
        browser.check().await;
        browser
            .fill("main [name=title]", "关于加快城东排涝泵站建设的建议")
            .await;
        browser
            .fill(
                "main [name=background]",
                "城东片区地势低洼，近三年汛期五次内涝，现有泵站建于1986年，排涝能力不足设计的一半。",
            )
            .await;
        browser
            .fill("main [name=demand]", "建议今年完成新泵站立项，明年汛前投入使用。")
            .await;
        seat.tick("form", "联名提出").await;
        seat.tick("cosigners", "刘德福").await;
        seat.tick("cosigners", "何秀兰").await;
        browser.click("main form button[type=submit]").await;
        // Doubts about the paper are said once; it is sent all the same.
        browser.until("document.querySelector('main [name=seen]')").await;
        browser.click("main form button[type=submit]").await;
        browser
            .until("/^\\/proposals\\/[0-9a-z]{13}$/.test(location.pathname)")
            .await;
        let path = browser.path().await;
        seat.matter = path.trim_start_matches("/proposals/").to_owned();
        browser.check().await;
        seat.does("deputy2", "同意联名").await;
        seat.does("deputy3", "同意联名").await;
        seat.does("deputy", "提交").await;
        assert!(seat.state().await.contains("登记"));

        // At a desk: registered, assigned to one that leads and one that helps.
        browser.resize(Screen::DESK).await;
        seat.begins("clerk", "登记并拟办").await;
        seat.tick_or_choose("category", "城乡建设").await;
        seat.sends().await;
        seat.goes_on("交办").await;
        browser.check().await;
        seat.tick("unit-lead", "水利局").await;
        seat.tick("unit-co", "交通运输局").await;
        seat.sends().await;
        seat.begins("unit2", "提出会办意见").await;
        browser.fill("main [name=opinion]", "道路配套由我局负责。").await;
        seat.sends().await;
        handle(&seat, "B").await;
        review(&seat, true).await;
        rate(&seat, "不满意", "泵站仍未立项。").await;
        assert!(seat.state().await.contains("交办"), "it is handled again");
        browser.check().await;

        seat.begins("clerk", "交办").await;
        seat.tick("unit-lead", "水利局").await;
        seat.sends().await;
        handle(&seat, "A").await;
        review(&seat, false).await;
        rate(&seat, "基本满意", "").await;
        seat.begins("clerk", "总结并归档").await;
        browser.fill("main [name=lesson]", "先面商，后起草。").await;
        seat.sends().await;
        assert!(seat.state().await.contains("归档"));
        browser.check().await;
        browser.open("/proposals").await;
        browser.check().await;
    })
    .await;
    drop(program);
}

impl Seat<'_> {
    async fn tick_or_choose(&self, name: &str, words: &str) {
        let select = self.browser.has(&format!("main select[name={name}]")).await;
        if select {
            self.browser
                .script(&format!(
                    "const s = document.querySelector('main select[name={name}]');
                     for (const o of s.options) if (o.text.includes('{words}')) s.value = o.value;"
                ))
                .await;
        } else {
            self.tick(name, words).await;
        }
    }
}
