//! The congress elects, in the real program: candidates, a secret ballot on phones and on sheets, a name written in on both,
//! the count of two tellers, and what follows by itself: the result, the report, the notice for anybody.

use reqwest::StatusCode;
use testkit::{Screen, TestDb, browse};

use crate::hall::{Hall, rooms};
use crate::pages::{as_seat, picture};

const WRITTEN: &str = "东方未明";

/// Does an act of a matter's procedure at the desk.
async fn act(hall: &Hall, site: &str, id: &str, name: &str, fields: &[(&str, &str)]) {
    let path = format!("/matters/{id}/acts/{name}");
    let (rev, task) = hall.clerk.form(site, &path).await;
    let mut all = vec![("rev", rev.as_str()), ("task", task.as_str())];
    all.extend(fields);
    hall.clerk.does(site, &path, &all).await;
}

testkit::on_both! { &rooms();
    /// 7 deputies, 5 on devices and 2 on sheets; 4 write in the same name and elect it.
    async fn a_name_written_in_is_elected(db: TestDb) {
        let hall = Hall::of(db, 7, meetings::model::body::BodyKind::Congress).await;
        let program = hall.serve();
        let site = program.site.clone();
        let entered = [("title", "选举县人民法院院长"), ("office", "县人民法院院长"), ("class", "head"), ("post", "head"), ("seats", "1")];
        let to = hall.clerk.does(&site, "/appointments/elections/new", &entered).await;
        let id = to.rsplit('/').next().expect("an id").to_owned();
        for name in ["甲某", "乙某"] {
            act(&hall, &site, &id, "add_candidate", &[("name", name), ("nominated_by", "presidium")]).await;
        }
        act(&hall, &site, &id, "fix", &[]).await;
        act(&hall, &site, &id, "ask_ballot", &[]).await;
        let ballot = hall.asked(&id).await;
        let meeting = hall.meeting.to_string();
        let item = [("kind", "appointment"), ("title", "选举县人民法院院长"), ("matter", id.as_str())];
        hall.clerk.does(&site, &format!("/meetings/{meeting}/items/new"), &item).await;
        act(&hall, &site, &meeting, "call", &[]).await;
        act(&hall, &site, &meeting, "convene", &[]).await;
        let on = [("act", "put_on"), ("ballot", ballot.as_str())];
        hall.clerk.does(&site, &format!("/meetings/{}/ballots", hall.meeting), &on).await;
        hall.clerk.does(&site, &format!("/ballots/{ballot}/deal"), &[]).await;
        let mut papers = Vec::new();
        for member in &hall.members[1..6] {
            papers.push(member.takes(&site, &ballot).await);
        }
        // One lost his device before the vote began: the desk gives him a sheet, and his paper is worth nothing.
        let lost = papers.pop().expect("a paper");
        for sheet in &hall.members[5..7] {
            let person = sheet.person.to_string();
            hall.clerk.does(&site, &format!("/ballots/{ballot}/paper"), &[("person", &person)]).await;
        }
        browse("ballot-election", &site, Screen::PHONE, |browser| {
            let (hall, site, ballot, papers, lost, id) =
                (&hall, site.clone(), ballot.clone(), papers.clone(), lost.clone(), id.clone());
            async move {
                as_seat(&browser, &hall.members[0]).await;
                browser.open("/vote").await;
                browser.until("document.querySelector('[data-vote-said].good')").await;
                // The tab is closed while papers are dealt: another one of the same browser has the paper.
                browser.script("sessionStorage.clear(); return true").await;
                hall.clerk.does(&site, &format!("/ballots/{ballot}/open"), &[]).await;
                browser.open("/vote").await;
                browser.until("document.querySelector('[data-ballot-form]')?.hidden === false").await;
                assert_eq!(browser.script("return document.querySelector('[data-vote-names]').hidden").await, true);
                browser.script("for (const el of document.querySelectorAll('input[value=no]')) el.click(); return true").await;
                assert_eq!(browser.script("return document.querySelector('[data-vote-names]').hidden").await, false);
                let write = format!(
                    "const el = document.querySelector('[data-name]'); el.value = '东方 未明'; el.dispatchEvent(new Event('input', {{bubbles: true}})); return '{WRITTEN}'"
                );
                browser.script(&write).await;
                picture(&browser, "phone-election").await;
                browser.check().await;
                browser.script("document.querySelector('[data-vote-send]').click(); return true").await;
                browser.until("document.querySelector('[data-vote-confirm]').open").await;
                picture(&browser, "phone-election-confirm").await;
                browser.script("document.querySelector('[data-vote-answer=yes]').click(); return true").await;
                browser.until("document.querySelector('[data-vote-done]').hidden === false").await;
                let left = browser.script("return Object.entries(localStorage).filter(([k, v]) => k.startsWith('huiying:paper:') && v.includes('paper\"')).length").await;
                assert_eq!(left, 0, "a paper that was put in is kept nowhere");

                let names = [("choices", "no,no"), ("names", WRITTEN)];
                assert_eq!(crate::hall::put(&site, &ballot, &lost, &names).await, StatusCode::CONFLICT, "exchanged for a sheet");
                let both = [("choices", "yes,no"), ("names", WRITTEN)];
                assert_eq!(crate::hall::put(&site, &ballot, &papers[0], &both).await, StatusCode::CONFLICT, "one seat, two chosen");
                let candidate = [("choices", "no,no"), ("names", "甲 某")];
                assert_eq!(crate::hall::put(&site, &ballot, &papers[0], &candidate).await, StatusCode::CONFLICT);
                assert_eq!(crate::hall::put(&site, &ballot, &papers[0], &names).await, StatusCode::OK);
                assert_eq!(crate::hall::put(&site, &ballot, &papers[0], &names).await, StatusCode::OK, "acknowledged again");
                let other = [("choices", "no,no"), ("names", "另一人")];
                assert_eq!(crate::hall::put(&site, &ballot, &papers[0], &other).await, StatusCode::CONFLICT);
                for paper in &papers[1..] {
                    let plain = [("choices", "yes,no")];
                    assert_eq!(crate::hall::put(&site, &ballot, paper, &plain).await, StatusCode::OK);
                }

                // Both sheets have the name; one teller reads one of them otherwise at first.
                let count = |written: &'static str| [
                    ("returned", "2"),
                    ("yes-0", "0"), ("no-0", "2"), ("abstain-0", "0"), ("invalid-0", "0"),
                    ("yes-1", "0"), ("no-1", "2"), ("abstain-1", "0"), ("invalid-1", "0"),
                    ("written", written),
                ];
                let path = format!("/ballots/{ballot}/count");
                let (status, _, body) = hall.clerk.post(&site, &path, &count("东方未明 3")).await;
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
                hall.clerk.does(&site, &path, &count("东方未明 2")).await;
                hall.members[1].does(&site, &path, &count("东方未明 1\n东方末明 1")).await;
                let (status, _, body) = hall.clerk.post(&site, &format!("/ballots/{ballot}/close"), &[]).await;
                assert!(status != StatusCode::SEE_OTHER && body.contains("不一致"), "{body}");
                hall.members[1].does(&site, &path, &count("东方未明：2")).await;
                as_seat(&browser, &hall.clerk).await;
                browser.open(&path).await;
                picture(&browser, "phone-count").await;
                browser.check().await;
                hall.clerk.does(&site, &format!("/ballots/{ballot}/close"), &[]).await;
                browser.open(&format!("/ballots/{ballot}/report")).await;
                picture(&browser, "phone-election-report").await;
                browser.check().await;
                assert!(browser.text("main").await.contains(WRITTEN));
                browser.open(&format!("/appointments/elections/{id}")).await;
                picture(&browser, "phone-election-page").await;
                browser.check().await;
                act(hall, &site, &id, "certify", &[("on_date", &hall.today()), ("meeting", "某县第十八届人民代表大会第五次会议")]).await;
                browser.open(&format!("/public/appointments/{id}")).await;
                assert!(browser.text("main").await.contains(&format!("{WRITTEN}为县人民法院院长")));
                picture(&browser, "phone-notice").await;
                browser.check().await;
            }
        })
        .await;
        let outcome = hall.outcome(&ballot).await;
        let written = &outcome["outcome"]["written"][0];
        assert_eq!((written["title"].as_str(), written["yes"].as_u64(), written["passed"].as_bool()), (Some(WRITTEN), Some(4), Some(true)));
        let first = &outcome["outcome"]["lines"][0];
        assert_eq!((first["yes"].as_u64(), first["no"].as_u64(), first["not_voted"].as_u64()), (Some(3), Some(4), Some(0)));
        assert_eq!(hall.said(&ballot).await, 0, "what the papers said is wiped, names with it");
        let (status, bytes) = hall.clerk.get(&site, &format!("/ballots/{ballot}/report.docx")).await;
        assert!(status.is_success() && bytes.len() > 4_000, "{status}");
    }
}
