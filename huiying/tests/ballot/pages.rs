//! A vote by the pages alone, in a real browser: the member's phone, the clerk's desk, the screen of the hall.

use testkit::{Browser, Screen, TestDb, browse};

use crate::hall::{Hall, Seat, rooms};

pub async fn as_seat(browser: &Browser, seat: &Seat) {
    browser.open("/sign-in").await;
    let script = format!(
        "document.cookie = 'huiying={}; path=/'; return true",
        seat.cookie
    );
    browser
        .window
        .delete_all_cookies()
        .await
        .expect("no cookies");
    browser.script(&script).await;
}

pub async fn picture(browser: &Browser, name: &str) {
    // For looking at, where somebody asks for it.
    if let Some(folder) = std::env::var_os("HUIYING_PICTURES") {
        browser
            .picture(&std::path::Path::new(&folder).join(format!("{name}.png")))
            .await;
    }
}

testkit::on_both! { &rooms();
    /// A secret ballot: the phone takes its paper by itself, votes, keeps its acknowledgement after a reload; the result
    /// comes by itself.
    async fn a_member_votes_on_his_phone(db: TestDb) {
        let hall = Hall::new(db, 5).await;
        let program = hall.serve();
        let site = program.site.clone();
        let ballot = hall.clerk.asks(&site, hall.meeting, "secret").await;
        browse("ballot-phone", &site, Screen::PHONE, |browser| {
            let (hall, site, ballot) = (&hall, site.clone(), ballot.clone());
            async move {
                as_seat(&browser, &hall.members[0]).await;
                browser.open("/vote").await;
                browser.until("document.querySelector('[data-vote]').dataset.ballot === ''").await;
                picture(&browser, "phone-idle").await;
                hall.clerk.does(&site, &format!("/ballots/{ballot}/deal"), &[]).await;
                browser.until("document.querySelector('[data-vote-said].good')").await;
                picture(&browser, "phone-dealt").await;
                let others: Vec<String> = {
                    let mut all = Vec::new();
                    for member in &hall.members[1..4] {
                        all.push(member.takes(&site, &ballot).await);
                    }
                    all
                };
                hall.clerk.does(&site, &format!("/ballots/{ballot}/open"), &[]).await;
                browser.until("document.querySelector('[data-ballot-form]')?.hidden === false").await;
                browser.check().await;
                browser.script("document.querySelector('input[value=no]').click(); return true").await;
                picture(&browser, "phone-open").await;
                browser.script("document.querySelector('[data-vote-send]').click(); return true").await;
                browser.until("document.querySelector('[data-vote-confirm]').open").await;
                picture(&browser, "phone-confirm").await;
                browser.script("document.querySelector('[data-vote-answer=yes]').click(); return true").await;
                browser.until("document.querySelector('[data-vote-done]').hidden === false").await;
                picture(&browser, "phone-done").await;
                browser.open("/vote").await;
                browser.until("document.querySelector('[data-vote-done]').hidden === false").await;
                for paper in &others {
                    crate::hall::cast(&site, &ballot, paper, "yes").await.expect("voted");
                }
                hall.clerk.does(&site, &format!("/ballots/{ballot}/close"), &[]).await;
                browser.until("document.querySelector('.result .verdict')").await;
                picture(&browser, "phone-result").await;
                browser.check().await;
            }
        })
        .await;
        let outcome = hall.outcome(&ballot).await;
        let line = &outcome["outcome"]["lines"][0];
        assert_eq!((line["yes"].as_u64(), line["no"].as_u64(), line["not_voted"].as_u64()), (Some(3), Some(1), Some(1)));
    }

    /// The desk and the screen of the hall follow by themselves.
    async fn desk_and_screen_follow(db: TestDb) {
        let hall = Hall::new(db, 23).await;
        let program = hall.serve();
        let site = program.site.clone();
        let ballot = hall.clerk.asks(&site, hall.meeting, "open").await;
        browse("ballot-screen", &site, Screen::DESK, |browser| {
            let (hall, site, ballot) = (&hall, site.clone(), ballot.clone());
            async move {
                as_seat(&browser, &hall.clerk).await;
                browser.open(&format!("/meetings/{}/ballots", hall.meeting)).await;
                picture(&browser, "desk-of-meeting").await;
                browser.open(&format!("/ballots/{ballot}")).await;
                picture(&browser, "desk-asked").await;
                browser.open(&format!("/ballots/{ballot}/open")).await;
                picture(&browser, "desk-question").await;
                browser.open(&format!("/meetings/{}/screen", hall.meeting)).await;
                browser.until("document.querySelector('.screen-wait')").await;
                hall.clerk.does(&site, &format!("/ballots/{ballot}/open"), &[]).await;
                browser.until("document.querySelector('.screen-state')").await;
                for (n, member) in hall.members.iter().take(20).enumerate() {
                    let choice = ["yes", "yes", "no", "yes", "abstain"][n % 5];
                    let (status, _, body) = member.post(&site, &format!("/vote/{ballot}"), &[("choices", choice)]).await;
                    assert!(status.is_success(), "{body}");
                }
                browser.until("document.querySelector('[data-n=voted]').textContent === '20'").await;
                picture(&browser, "screen-open").await;
                browser.check().await;
                browser.open(&format!("/ballots/{ballot}")).await;
                picture(&browser, "desk-open").await;
                browser.check().await;
                browser.open(&format!("/meetings/{}/screen", hall.meeting)).await;
                browser.until("document.querySelector('.screen-state')").await;
                hall.clerk.does(&site, &format!("/ballots/{ballot}/close"), &[]).await;
                browser.until("document.querySelector('.seats circle')").await;
                picture(&browser, "screen-result").await;
                browser.check().await;
                browser.open(&format!("/ballots/{ballot}")).await;
                picture(&browser, "desk-result").await;
                browser.check().await;
            }
        })
        .await;
    }
}
