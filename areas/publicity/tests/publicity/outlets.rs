//! Outlets and groups on their pages.

use axum::http::StatusCode;
use kernel::history;
use testkit::TestDb;

use super::asked::{refuses, room};
use super::room::rooms;

testkit::on_both! { &rooms();
    /// An outlet with its reporter and column, changed, its table imported; everything in the settings history.
    async fn an_outlet_is_kept_with_its_reporters_and_columns(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/outlets").await.expect(StatusCode::OK);
        clerk.get("/publicity/outlets/new").await.expect(StatusCode::OK);
        let entry: &[(&str, &str)] = &[("name", "省人大工作"), ("level", "province"), ("medium", "print"), ("outward", ""), ("note", "")];
        let made = clerk.post("/publicity/outlets", entry).await;
        let place = made.location().expect("it is shown").to_owned();
        let taken = clerk.post("/publicity/outlets", entry).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(taken.words().contains("There is one of this name already"));
        clerk.post(&format!("{place}/reporters"), &[("name", "王记者"), ("phone", "13900000001"), ("from_on", "2024-01-01")]).await.expect(StatusCode::SEE_OTHER);
        clerk.post(&format!("{place}/columns"), &[("name", "代表风采"), ("every_days", "14"), ("ended_on", "")]).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(&place).await.expect(StatusCode::OK);
        for said in ["王记者", "代表风采", "14", "Outward"] {
            assert!(page.words().contains(said), "{said}: {}", page.words());
        }
        let end = page.attribute("form[action*='/reporters/']", "action").expect("a reporter can be ended");
        clerk.post(&end, &[]).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(&place).await.expect(StatusCode::OK);
        assert!(!page.has("form[action*='/reporters/']"));
        clerk.get(&format!("{place}/edit")).await.expect(StatusCode::OK);
        let edited: &[(&str, &str)] = &[("name", "省人大工作"), ("level", "province"), ("medium", "print"), ("outward", "inward"), ("major", "1"), ("note", "双月刊"), ("ended_on", "")];
        clerk.post(&format!("{place}/edit"), edited).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get("/publicity/outlets").await.expect(StatusCode::OK);
        assert!(page.words().contains("Inward") && page.words().contains("Major"));
        let book = clerk.get("/publicity/outlets.xlsx").await.expect(StatusCode::OK);
        assert!(book.bytes.starts_with(b"PK"));

        let table = "媒体名称,级别,类别,对内对外,重点媒体,联系记者,联系电话,专栏,备注\n\
            省人大工作,省级,报刊,对内,是,,,,双月刊\n\
            县广播站,县级,广播,,,李播,0839-1234567,早间新闻、政策问答,\n\
            某网,几级,网络,,,,,,\n";
        let report = room.import("outlets", "名录.csv", table.as_bytes()).await;
        assert_eq!((report.counts.same, report.counts.fresh, report.counts.refused), (1, 1, 1));
        let table = table.replace("几级", "国家级");
        assert_eq!(room.import("outlets", "名录.csv", table.as_bytes()).await.counts.written, 2);
        assert_eq!(room.import("outlets", "名录.csv", table.as_bytes()).await.counts.same, 3);
        let page = clerk.get("/publicity/outlets").await.expect(StatusCode::OK);
        assert!(page.words().contains("早间新闻") && page.words().contains("政策问答"));

        let auditor = room.county.actor(&room.db, "auditor").await;
        let told = history::of_settings(&room.db.db, &auditor, None, 50).await.unwrap();
        let kinds: Vec<&str> = told.rows.iter().map(|e| e.kind.as_str()).filter(|k| k.starts_with("outlet.")).collect();
        assert_eq!(kinds, ["outlet.edited", "outlet.reporter_ended", "outlet.column", "outlet.reporter", "outlet.added"]);
        for who in ["correspondent", "leader", "unit"] {
            refuses(&room, who, "/publicity/outlets", entry).await;
        }
        room.client("unit").await.get("/publicity/outlets").await.expect(StatusCode::FORBIDDEN);
        room.client("correspondent").await.get(&place).await.expect(StatusCode::OK);
    }

    /// Who joins another group leaves the one before, and the past keeps its groups.
    async fn a_group_has_a_lead_and_members_with_dates(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/groups").await.expect(StatusCode::OK);
        let mut places = Vec::new();
        for name in ["第一组", "第二组"] {
            let made = clerk.post("/publicity/groups", &[("name", name)]).await;
            places.push(made.location().expect("it is shown").to_owned());
        }
        clerk.post("/publicity/groups", &[("name", "第一组")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let lead = room.county.person("grouplead").to_string();
        let writer = room.county.person("correspondent").to_string();
        let members = format!("{}/members", places[0]);
        clerk.post(&members, &[("person", &lead), ("lead", "1"), ("from_on", "2024-01-01")]).await.expect(StatusCode::SEE_OTHER);
        clerk.post(&members, &[("person", &writer), ("from_on", "2024-01-01")]).await.expect(StatusCode::SEE_OTHER);
        clerk.post(&members, &[("person", &writer), ("from_on", "2024-01-01")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        clerk.post(&format!("{}/members", places[1]), &[("person", &writer), ("from_on", "2024-02-01")]).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(&places[0]).await.expect(StatusCode::OK);
        assert!(page.words().contains("31 January 2024") && page.words().contains("施笔"), "{}", page.words());
        assert!(clerk.get("/publicity/groups").await.expect(StatusCode::OK).words().contains("张稿"));
        let end = page.attribute("form[action*='/members/']", "action").expect("a membership can be ended");
        clerk.post(&end, &[]).await.expect(StatusCode::SEE_OTHER);
        assert!(!clerk.get(&places[0]).await.expect(StatusCode::OK).has("form[action*='/members/']"));
        clerk.post(&places[0], &[("name", "综合组"), ("ended_on", "")]).await.expect(StatusCode::SEE_OTHER);
        assert!(clerk.get("/publicity/groups").await.expect(StatusCode::OK).words().contains("综合组"));
        refuses(&room, "grouplead", &members, &[("person", &writer), ("from_on", "2024-03-01")]).await;
    }
}
