//! Quotas, the board of a week, who is away, and the reminder.

use axum::http::StatusCode;
use chrono::NaiveDate;
use kernel::notice;
use publicity::actions::quota::{Weeks, remind};
use publicity::model::quota::Standing;
use testkit::TestDb;

use super::asked::{refuses, room};
use super::room::rooms;

testkit::on_both! { &rooms();
    /// A quota from a week on; a piece by two counts once for the group and for each; days away are taken off.
    async fn a_week_owes_what_was_set_less_the_days_away(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/groups").await.expect(StatusCode::OK);
        let made = clerk.post("/publicity/groups", &[("name", "一组")]).await;
        let place = made.location().unwrap().to_owned();
        let group = place.rsplit('/').next().unwrap().to_owned();
        let who = |name: &str| room.county.person(name).to_string();
        for (name, lead) in [("grouplead", "1"), ("correspondent", ""), ("committee", "")] {
            let person = who(name);
            clerk.post(&format!("{place}/members"), &[("person", &person), ("lead", lead), ("from_on", "2025-01-01")]).await.expect(StatusCode::SEE_OTHER);
        }
        clerk.get("/publicity/quotas").await.expect(StatusCode::OK);
        let quota: &[(&str, &str)] = &[("group", &group), ("from_on", "2025-02-26"), ("per_week", "3"), ("each", "1"), ("counts", "adopted")];
        clerk.post("/publicity/quotas", quota).await.expect(StatusCode::SEE_OTHER);
        let wrong = [("group", group.as_str()), ("from_on", ""), ("per_week", "3"), ("each", "1"), ("counts", "adopted")];
        clerk.post("/publicity/quotas", &wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        // The committee's member is away the whole week; the test's day is the Wednesday.
        let away = who("committee");
        clerk.post("/publicity/away", &[("person", &away), ("from_on", "2025-03-03"), ("to_on", "2025-03-02"), ("why", "培训")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        clerk.post("/publicity/away", &[("person", &away), ("from_on", "2025-03-01"), ("to_on", "2025-03-09"), ("why", "培训")]).await.expect(StatusCode::SEE_OTHER);
        let table = "刊发日期,标题,体裁,作者,宣传小组,媒体,级别,类别\n\
            2025-03-03,周一的稿,消息,张稿、施笔,一组,省人大网,省级,网络\n\
            2025-03-04,周一的稿,消息,张稿、施笔,一组,市日报,市级,报刊\n\
            2025-02-27,上周的稿,消息,张稿,一组,市日报,市级,报刊\n";
        assert_eq!(room.import("manuscripts", "台账.csv", table.as_bytes()).await.counts.written, 3);

        let day = |m, d| NaiveDate::from_ymd_opt(2025, m, d).unwrap();
        let weeks = Weeks::read(&room.kernel, room.county.organ, day(2, 17), day(3, 3)).await.unwrap();
        assert!(weeks.board(day(2, 17)).is_empty(), "the quota holds from its week on");
        let before = &weeks.board(day(2, 24))[0];
        assert_eq!((before.group.owed, before.group.done), (3, 1));
        let now = &weeks.board(day(3, 3))[0];
        assert_eq!((now.group.owed, now.group.done, now.group.standing), (2, 1, Standing::Short(1)));
        let line = |name: &str| now.members.iter().find(|l| l.name == name).unwrap();
        assert_eq!((line("张稿").owed, line("张稿").done), (1, 1));
        assert_eq!(line("施笔").standing, Standing::Met);
        assert!(line("孙立").away && line("孙立").owed == 0);

        let page = clerk.get("/publicity/board").await.expect(StatusCode::OK);
        for said in ["1 / 2", "1 missing", "Away", "一组"] {
            assert!(page.words().contains(said), "{said}: {}", page.words());
        }
        clerk.get("/publicity/board?week=2025-02-26").await.expect(StatusCode::OK);
        let wall = room.client("correspondent").await.get("/publicity/board/wall").await.expect(StatusCode::OK);
        assert!(wall.has("body.wall") && wall.words().contains("张稿"));
        refuses(&room, "grouplead", "/publicity/quotas", quota).await;
        let back = clerk.get("/publicity/quotas").await.expect(StatusCode::OK).attribute("form[action*='/away/']", "action").unwrap();
        clerk.post(&back, &[]).await.expect(StatusCode::SEE_OTHER);
        let weeks = Weeks::read(&room.kernel, room.county.organ, day(3, 3), day(3, 3)).await.unwrap();
        assert_eq!(weeks.board(day(3, 3))[0].group.owed, 3);
    }

    /// On the last working day but one, whoever is short is told, and nobody else; on other days nobody.
    async fn who_is_short_is_told_before_the_week_ends(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/groups").await.expect(StatusCode::OK);
        let made = clerk.post("/publicity/groups", &[("name", "一组")]).await;
        let place = made.location().unwrap().to_owned();
        let group = place.rsplit('/').next().unwrap().to_owned();
        for name in ["grouplead", "correspondent"] {
            let person = room.county.person(name).to_string();
            clerk.post(&format!("{place}/members"), &[("person", &person), ("from_on", "2025-01-01")]).await.expect(StatusCode::SEE_OTHER);
        }
        clerk.post("/publicity/quotas", &[("group", &group), ("from_on", "2025-03-03"), ("per_week", "2"), ("each", "1"), ("counts", "adopted")]).await.expect(StatusCode::SEE_OTHER);
        let table = "刊发日期,标题,体裁,作者,宣传小组,媒体,级别,类别\n2025-03-04,一稿,消息,张稿,一组,省人大网,省级,网络\n";
        room.import("manuscripts", "台账.csv", table.as_bytes()).await;
        assert_eq!(remind(&room.kernel, room.db.now()).await.unwrap(), 0, "it is Wednesday");
        let thursday = kernel::clock::Instant::at(NaiveDate::from_ymd_opt(2025, 3, 6).unwrap(), 9);
        room.db.clock.set(thursday);
        assert_eq!(remind(&room.kernel, thursday).await.unwrap(), 1);
        let lead = room.county.actor(&room.db, "grouplead").await;
        let told = notice::list(&room.db.db, &lead, false, None, 10).await.unwrap();
        assert!(told.rows.iter().any(|n| n.kind == "notice-quota-short"));
    }
}
