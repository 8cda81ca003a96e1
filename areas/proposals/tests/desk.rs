//! What waits for somebody is at hand: papers to sign on the workbench, several to approve on one sheet.

mod site;

use axum::http::StatusCode;
use site::{ROOMS, Site};
use testkit::TestDb;

testkit::on_both! { &ROOMS;
    /// Whoever is asked to sign finds it on the workbench, a tap from the form, until he answered; nobody else does.
    async fn an_invitation_stands_on_the_workbench(db: TestDb) {
        let site = Site::new(db).await;
        let asked = site.county.person("deputy2").to_string();
        let more = [("form", "joint"), ("cosigners", asked.as_str())];
        let id = site.brought_in("deputy", &more, &[]).await;
        let sign = format!("/matters/{id}/acts/sign");
        let bench = site.client("deputy2").await.get("/").await;
        assert!(bench.attributes("#t-asked a", "href").contains(&sign), "{}", bench.words());
        assert!(bench.text("#t-asked tbody").contains("张桂英"), "who asks: {}", bench.words());
        for who in ["deputy", "deputy3", "clerk"] {
            assert!(!site.client(who).await.get("/").await.has("#t-asked"), "{who} is not asked");
        }
        site.client("deputy2").await.get(&sign).await.expect(StatusCode::OK);
        site.does("deputy2", id, "sign", &[], &[]).await;
        assert!(!site.client("deputy2").await.get("/").await.has("#t-asked"), "answered");
    }

    /// A leader who reads only what he holds ticks several on one sheet and agrees to them at once.
    async fn a_leader_signs_off_several(db: TestDb) {
        let site = Site::new(db).await;
        let mut ids = Vec::new();
        for title in ["关于修复滨河路路灯的建议", "关于疏通滨河路边沟的建议", "关于补种滨河路行道树的建议"] {
            let id = site.brought_in("deputy", &[("title", title)], &[]).await;
            site.assigned(id).await;
            let rivers = site.county.unit("rivers").to_string();
            site.does("unit", id, "accept", &[("section", &rivers)], &[]).await;
            let today = site.db.now().day().to_string();
            let contact = [("way", "visit"), ("on_date", today.as_str()), ("contact_note", "到现场与代表面商")];
            site.does("section", id, "record_contact", &contact, &[]).await;
            let draft = [("class", "A"), ("gist", "已逐盏检修，全部点亮"), ("letter", "您提出的建议收悉，现答复如下。")];
            site.does("section", id, "save_draft", &draft, &[]).await;
            for (who, act) in [("section", "submit_draft"), ("unitdeputy", "pass"), ("unitprincipal", "approve")] {
                site.does(who, id, act, &[], &[]).await;
            }
            ids.push(id.to_string());
        }
        let mut leader = site.client("countyleader").await;
        let bench = leader.get("/").await;
        let sheet = "/proposals/bulk?act=agree";
        assert!(bench.attributes("a", "href").contains(&sheet.to_owned()), "{}", bench.words());
        let page = leader.get(sheet).await.expect(StatusCode::OK);
        let offered = page.attributes("input[name=id]", "value");
        assert!(ids.iter().all(|id| offered.contains(id)), "{offered:?}");
        assert!(page.words().contains("水利局"), "{}", page.words());
        let ticked = [("act", "agree"), ("id", ids[0].as_str()), ("id", ids[1].as_str())];
        let confirm = leader.post("/proposals/bulk", &ticked).await.expect(StatusCode::OK);
        let seen = confirm.attributes("form input[name=id]", "value");
        assert_eq!(seen.len(), 2, "{}", confirm.words());
        let agreed = [("act", "agree"), ("id", seen[0].as_str()), ("id", seen[1].as_str()), ("note", "同意")];
        let done = leader.post("/proposals/bulk", &agreed).await.expect(StatusCode::OK);
        assert!(done.words().contains("已办理2件"), "{}", done.words());
        let left = leader.get(sheet).await.attributes("input[name=id]", "value");
        assert_eq!(left, [ids[2].clone()], "what was left");
        let other = site.client("unitprincipal").await.get("/proposals/bulk?act=agree").await;
        assert!(!other.has("input[name=id]"), "not his act: {}", other.words());
    }
}
