//! Earlier matters like a new one are shown where somebody decides, with what became of them (H11).

mod site;

use axum::http::StatusCode;
use kernel::Kernel;
use kernel::import::{self, Options};
use kernel::matter::load;
use site::{ROOMS, Site, paper};
use testkit::TestDb;

testkit::on_both! { &ROOMS;
    /// The office is shown the reply given then, what it promised and what was kept of that, and merges only into what
    /// runs; who asks for the unit reads why one is put first. Nobody is shown what he may not read.
    async fn the_office_sees_what_became_of_earlier_ones(db: TestDb) {
        let site = Site::new(db).await;
        let earlier = site.brought_in("deputy2", &[], &[]).await;
        site.assigned(earlier).await;
        let draft = [
            ("class", "B"),
            ("gist", "已列入今年路灯改造计划，分两批更换节能灯"),
            ("promises", "开工 2099-06-30 第一批更换\n投入使用 2099-12-30 全部点亮"),
            ("letter", "您提出的关于修复滨河路路灯的建议收悉，现答复如下。"),
        ];
        site.replied(earlier, &draft).await;
        let number = site.page("clerk", earlier).await.text(".eyebrow");
        let number = number.split_whitespace().last().expect("a number").to_owned();

        let id = site.brought_in("deputy", &[("title", "关于尽快修复滨河路路灯的建议")], &[]).await;
        let page = site.client("clerk").await.get(&format!("/matters/{id}/acts/register")).await;
        let words = page.words();
        for said in ["相似的以往事项", number.as_str(), "水利局", "B类", "分两批更换节能灯", "承诺2项，已兑现0项"] {
            assert!(words.contains(said), "{said} in {words}");
        }
        let merge = format!("/matters/{id}/acts/merge?into={earlier}");
        assert!(page.attributes("a", "href").contains(&merge));
        let form = site.client("clerk").await.get(&merge).await.expect(StatusCode::OK);
        assert!(form.has(&format!("input[name=into][value='{earlier}'][checked]")), "the one looked at is filled in");
        assert!(form.words().contains("B类"));
        let register = site.client("clerk").await.get(&format!("/matters/{id}/acts/register")).await;
        assert!(register.words().contains("相似的以往事项"));
        let found = site.client("clerk").await.get(&format!("/api/v1/proposals/{id}/similar")).await.value();
        assert_eq!(found["items"][0]["number"], number);
        assert_eq!((found["items"][0]["promised"].as_i64(), found["items"][0]["class"].as_str()), (Some(2), Some("B")));

        // The deputy reads his own only.
        assert!(!site.page("deputy", id).await.words().contains(&number));
        let own = site.client("deputy").await.get(&format!("/api/v1/proposals/{id}/similar")).await.value();
        assert_eq!(own["items"].as_array().map(Vec::len), Some(0));

        site.does("clerk", id, "register", &[("category", "urban")], &[]).await;
        let assign = site.client("clerk").await.get(&format!("/matters/{id}/acts/assign")).await;
        let first = assign.texts("#f-unit-lead label").first().cloned().unwrap_or_default();
        assert!(first.contains("水利局") && first.contains("近三年办过同类1件"), "{first}");
        let offered = assign.texts("#f-unit-lead label");
        let place = |name: &str| offered.iter().position(|o| o.contains(name)).unwrap_or_else(|| panic!("{name} in {offered:?}"));
        assert!(place("教育局") < place("城关镇") && place("城关镇") < place("农业与农村委员会"), "{offered:?}");
        assert!(!site.page("clerk", id).await.words().contains("相似的以往事项"), "once registered it is out of the way");
    }

    /// Whoever brings in what was brought in before is asked once whether he has seen it, with everything typed kept.
    async fn whoever_submits_it_again_is_asked_once(db: TestDb) {
        let site = Site::new(db).await;
        let first = site.brought_in("deputy", &[], &[]).await;
        let secret = [("confidentiality", "confidential"), ("proposer", &*site.county.person("deputy2").to_string())];
        site.brought_in("clerk", &secret, &[]).await;
        let again: Vec<(&str, &str)> = paper().into_iter().filter(|(name, _)| *name != "seen").collect();
        let mut client = site.client("deputy").await;
        let asked = client.post("/proposals/new/suggestion", &again).await.expect(StatusCode::OK);
        assert!(asked.words().contains("以前有过相似的事项"), "{}", asked.words());
        assert!(asked.attributes("a", "href").contains(&format!("/matters/{first}")));
        assert_eq!(asked.texts("tbody tr").len(), 1, "what he may not read is not shown");
        assert_eq!(asked.attribute("input[name=title]", "value").as_deref(), Some(paper()[0].1));
        let seen = asked.attribute("input[name=seen]", "value").expect("said once");
        let sent: Vec<(&str, &str)> = again.into_iter().chain([("seen", seen.as_str())]).collect();
        assert!(client.post("/proposals/new/suggestion", &sent).await.location().is_some());
    }

    /// A row of an earlier year brings the reply given then: on its own page, and beside what is like it.
    async fn an_imported_reply_is_the_reply_given_then(db: TestDb) {
        let site = Site::new(db).await;
        let part = proposals::area().part;
        let kernel = Kernel::new(site.db.db.clone(), site.db.clock.clone(), &site.db.folder, vec![part]).expect("a kernel");
        let clerk = site.county.actor(&site.db, "clerk").await;
        let table = "建议编号,标题,领衔代表,提交日期,承办单位,内容,答复类别,答复日期,满意度\n\
            7,关于修复滨河路路灯的建议,刘德福,2023年1月8日,水利局,滨河路路灯多年失修。,A,2023-04-02,满意\n";
        let report = import::run(&kernel, &clerk, "proposals", "旧.csv", table.into(), Options::default(), &mut |_| {}).await;
        assert_eq!(report.expect("a report").counts.written, 1);
        let number = "2023年第7号";
        let old = load::numbered(&site.db.db, site.county.organ, "suggestion", "2023", number).await.expect("asked").expect("there");
        let page = site.page("clerk", old).await;
        for said in ["当时的答复", "A 已经解决", "2023年4月2日", "当时的评价", "满意"] {
            assert!(page.words().contains(said), "{said} in {}", page.words());
        }
        let id = site.brought_in("deputy", &[], &[]).await;
        let page = site.client("clerk").await.get(&format!("/matters/{id}/acts/register")).await;
        for said in [number, "A类，2023年4月2日", "水利局"] {
            assert!(page.words().contains(said), "{said} in {}", page.words());
        }
    }
}
