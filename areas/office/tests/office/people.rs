//! People: found by initials, posts with dates, substitutes, and who may give which post.

use axum::http::StatusCode;
use testkit::TestDb;

use crate::desk::{sheet, signed_in};

testkit::on_both! { &[kernel::MIGRATIONS];
    /// A person is added, given a post, found by initials and by unit, and leaves it again.
    async fn a_post_has_its_days(db: TestDb) {
        let county = db.county().await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        admin.get("/office/people/new").await.expect(StatusCode::OK);
        let page = admin
            .act("/office/people", &[("name", "单雄信"), ("number", "901"), ("phone", "0871-1234567"), ("gender", "male")])
            .await
            .expect(StatusCode::OK);
        assert_eq!(page.text("h1"), "单雄信");
        let href = page.attributes("a.button", "href").into_iter().find(|h| h.ends_with("/edit")).expect("its address");
        let here = href.trim_end_matches("/edit").to_owned();
        let transport = county.unit("transport").to_string();
        let post = [("role", "unit_liaison"), ("unit", transport.as_str()), ("title", "办公室主任"), ("from_on", "2025-02-01")];
        let page = admin.act(&format!("{here}/posts"), &post).await.expect(StatusCode::OK);
        assert!(page.words().contains("办公室主任（承办单位联络员）"), "{}", page.words());

        for query in ["q=sxx", "q=dx", "q=901", "q=%E9%9B%84"] {
            let found = admin.get(&format!("/office/people?{query}")).await.expect(StatusCode::OK);
            assert_eq!(found.texts(".lead a"), ["单雄信"], "{query}");
        }
        let there = format!("/office/people?unit={transport}&role=unit_liaison");
        let found = admin.get(&there).await.expect(StatusCode::OK).texts(".lead a");
        assert_eq!(found, ["单雄信", "卫兰"]);
        // Before the post began he was not there.
        let found = admin.get(&format!("{there}&on=2025-01-31")).await.expect(StatusCode::OK).texts(".lead a");
        assert_eq!(found, ["卫兰"]);

        let end = admin.get(&here).await.attributes("td a", "href").into_iter()
            .find(|h| h.starts_with("/office/posts/")).expect("a way to end it");
        let early = admin.post(&end, &[("to_on", "2025-01-15")]).await;
        early.expect(StatusCode::UNPROCESSABLE_ENTITY);
        admin.act(&end, &[("to_on", "2025-03-04")]).await.expect(StatusCode::OK);
        let found = admin.get(&there).await.expect(StatusCode::OK).texts(".lead a");
        assert_eq!(found, ["卫兰"]);
        let rows = sheet(&admin.get("/office/people.xlsx?q=sxx&on=2025-03-01").await.bytes);
        assert_eq!(rows[2][..3], ["单雄信", "901", "交通运输局"]);
    }

    /// Two people can't share a number; a fault keeps what was typed.
    async fn a_number_is_one_persons(db: TestDb) {
        let county = db.county().await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        admin.get("/office/people/new").await;
        admin.act("/office/people", &[("name", "甲"), ("number", "7")]).await.expect(StatusCode::OK);
        let page = admin
            .post("/office/people", &[("name", "乙"), ("number", "7"), ("email", "not an address")])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("这个编号已属于甲"), "{}", page.words());
        assert_eq!(page.attribute("input[name=name]", "value").as_deref(), Some("乙"));
    }

    /// Posts with rights over matters are given by the security administrator, others by the system
    /// administrator, and nobody crosses over.
    async fn rights_are_given_by_another_hand(db: TestDb) {
        let county = db.county().await;
        let here = format!("/office/people/{}/posts", county.person("unit3"));
        let office = county.unit("office").to_string();
        let leader = [("role", "office_leader"), ("unit", office.as_str()), ("from_on", "2025-03-05")];
        let deputy = [("role", "deputy"), ("unit", office.as_str()), ("from_on", "2025-03-05")];
        let mut sys = signed_in(&db, &county, "sysadmin").await;
        let form = sys.get(&here).await.expect(StatusCode::OK);
        assert!(!form.has("option[value=office_leader]"));
        sys.post(&here, &leader).await.expect(StatusCode::FORBIDDEN);
        let mut sec = signed_in(&db, &county, "secadmin").await;
        let form = sec.get(&here).await.expect(StatusCode::OK);
        assert!(form.has("option[value=office_leader]"));
        sec.post(&here, &deputy).await.expect(StatusCode::FORBIDDEN);
        sec.act(&here, &leader).await.expect(StatusCode::OK);
        // It takes effect at once: the liaison now configures.
        let mut person = signed_in(&db, &county, "unit3").await;
        person.get("/office/sessions/new").await.expect(StatusCode::OK);
    }

    /// While somebody is away the substitute may do what he may; not before, not after, and never by his own hand.
    async fn a_substitute_acts_for_the_absent(db: TestDb) {
        let county = db.county().await;
        let here = format!("/office/people/{}", county.person("officeleader"));
        let by = county.person("unit3").to_string();
        let days = [("by", by.as_str()), ("from_on", "2025-03-05"), ("to_on", "2025-03-10"), ("reason", "外出学习")];
        let mut sys = signed_in(&db, &county, "sysadmin").await;
        sys.get(&here).await.expect(StatusCode::OK);
        // The office leader's post carries rights.
        sys.post(&format!("{here}/substitutes"), &days).await.expect(StatusCode::FORBIDDEN);
        let mut stand_in = signed_in(&db, &county, "unit3").await;
        stand_in.get("/office/sessions/new").await.expect(StatusCode::FORBIDDEN);
        let mut sec = signed_in(&db, &county, "secadmin").await;
        sec.get(&here).await.expect(StatusCode::OK);
        let page = sec.act(&format!("{here}/substitutes"), &days).await.expect(StatusCode::OK);
        assert!(page.words().contains("目前由杨书代行职务，至2025年3月10日"), "{}", page.words());
        stand_in.get("/office/sessions/new").await.expect(StatusCode::OK);
        let end = page.attributes("td a", "href").into_iter()
            .find(|h| h.starts_with("/office/substitutes/")).expect("a way to end it");
        sec.act(&end, &[]).await.expect(StatusCode::OK);
        db.clock.set(db.now().plus_seconds(86_400));
        let mut next_day = signed_in(&db, &county, "unit3").await;
        next_day.get("/office/sessions/new").await.expect(StatusCode::FORBIDDEN);
    }
}
