//! Units: last year's question gets last year's answer.

use axum::http::StatusCode;
use testkit::TestDb;

use crate::desk::{sheet, signed_in};

testkit::on_both! { &[kernel::MIGRATIONS];
    /// A unit is renamed and another ended; the list of an earlier day shows both as they were.
    async fn a_past_day_shows_past_names(db: TestDb) {
        let county = db.county().await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        let water = format!("/office/units/{}", county.unit("water"));
        admin.get(&format!("{water}/rename")).await.expect(StatusCode::OK);
        let fields = [("name", "水务局"), ("from_on", "2025年1月1日")];
        let page = admin.act(&format!("{water}/rename"), &fields).await.expect(StatusCode::OK);
        assert_eq!(page.text("h1"), "水务局");
        assert!(page.words().contains("水利局"), "{}", page.words());
        let chengguan = format!("/office/units/{}/end", county.unit("chengguan"));
        admin.act(&chengguan, &[("to_on", "2024-12-31")]).await.expect(StatusCode::OK);

        let now = admin.get("/office/units").await.expect(StatusCode::OK).words();
        assert!(now.contains("水务局（") || now.contains("水务局"), "{now}");
        assert!(!now.contains("城关镇"), "{now}");
        let then = admin.get("/office/units?on=2024-06-30").await.expect(StatusCode::OK);
        let names = then.texts("td.lead a, th.lead a, .lead a");
        assert!(names.iter().any(|n| n == "水利局"), "{names:?}");
        assert!(names.iter().any(|n| n == "城关镇"), "{names:?}");
        assert!(!names.iter().any(|n| n == "水务局"), "{names:?}");

        let json = admin.get("/api/v1/office/units?on=2024-06-30").await.expect(StatusCode::OK).value();
        let items = json["items"].as_array().expect("items");
        let unit = items.iter().find(|u| u["name"] == "水利局").expect("the unit then");
        assert_eq!(unit["former_names"][0]["to_on"], "2024-12-31");
        assert_eq!(items.iter().find(|u| u["name"] == "河道管理科").expect("its section")["depth"], 1);
    }

    /// The export holds what the filters leave, with days as days.
    async fn the_export_holds_what_is_shown(db: TestDb) {
        let county = db.county().await;
        let mut clerk = signed_in(&db, &county, "clerk").await;
        let book = clerk.get("/office/units.xlsx?kind=section").await.expect(StatusCode::OK);
        let rows = sheet(&book.bytes);
        assert_eq!(rows[0][0], "单位");
        assert_eq!(rows[1][0], "单位名称");
        let names: Vec<&str> = rows[2..].iter().map(|r| r[0].as_str()).collect();
        assert_eq!(names, ["河道管理科", "公路科"]);
        assert!(rows[2][3].starts_with("20"), "{:?}", rows[2]);
        clerk.get("/office/units.xlsx?colour=red").await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    }

    /// Faults stand beside the form with what was typed; nothing is under itself; a bureau with sections stays.
    async fn a_wrong_unit_is_refused(db: TestDb) {
        let county = db.county().await;
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        admin.get("/office/units/new").await.expect(StatusCode::OK);
        let page = admin
            .post("/office/units", &[("name", ""), ("kind", "bureau"), ("short_name", "林业"), ("from_on", "昨天")])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.attribute("input[name=short_name]", "value").as_deref(), Some("林业"));
        let water = county.unit("water").to_string();
        let rivers = county.unit("rivers").to_string();
        let page = admin
            .post(&format!("/office/units/{water}/edit"), &[("kind", "bureau"), ("parent", &rivers)])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("上级单位不能是"), "{}", page.words());
        let page = admin
            .post(&format!("/office/units/{water}/end"), &[("to_on", "2025-03-05")])
            .await
            .expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("河道管理科"), "{}", page.words());
        let done = admin
            .act("/office/units", &[("name", "林业局"), ("kind", "bureau"), ("from_on", "2025-3-1")])
            .await
            .expect(StatusCode::OK);
        assert_eq!(done.text("h1"), "林业局");
    }

    /// Who only registers reads; who handles doesn't even read; another county's units don't exist.
    async fn units_are_the_system_administrators(db: TestDb) {
        let county = db.county().await;
        let other = db.other_county().await;
        let mut clerk = signed_in(&db, &county, "clerk").await;
        let water = format!("/office/units/{}", county.unit("water"));
        let page = clerk.get(&water).await.expect(StatusCode::OK);
        assert!(page.words().contains("单位和人员须由系统管理员维护"), "{}", page.words());
        clerk.get("/office/units/new").await.expect(StatusCode::FORBIDDEN);
        clerk.post(&format!("{water}/rename"), &[("name", "x"), ("from_on", "2025-01-01")]).await
            .expect(StatusCode::FORBIDDEN);
        let mut deputy = signed_in(&db, &county, "deputy").await;
        deputy.get("/office").await.expect(StatusCode::FORBIDDEN);
        deputy.get("/office/units").await.expect(StatusCode::FORBIDDEN);
        deputy.get("/api/v1/office/units").await.expect(StatusCode::FORBIDDEN);
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        let theirs = format!("/office/units/{}", other.unit("water"));
        admin.get(&theirs).await.expect(StatusCode::NOT_FOUND);
        admin.get(&format!("{theirs}/edit")).await.expect(StatusCode::NOT_FOUND);
    }
}
