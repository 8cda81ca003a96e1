//! Working days: a changed day is previewed with what it moves, then put in force; passed dates stay.

use axum::http::StatusCode;
use chrono::NaiveDate;
use kernel::id::Id;
use kernel::matter::listing::{self, Reader};
use kernel::matter::{Matter, load, settle};
use testkit::{County, TestDb};
use workday::{Calendar, Clock, Limit};

use crate::desk::signed_in;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A running matter with a clock of its own.
async fn matter(
    test: &TestDb,
    county: &County,
    title: &str,
    from: &str,
    days: u16,
    confidentiality: &str,
) -> Id {
    let clock = Clock::new(day(from), Limit::WorkingDays(days));
    let dates = settle::dates(&clock, &Calendar::shipped()).expect("dates");
    let id = Id::new(test.now());
    let matter = Matter {
        id,
        organ_id: county.organ,
        kind: "proposal".into(),
        number: None,
        number_sort: String::new(),
        title: title.into(),
        state: "handle".into(),
        procedure: "proposal".into(),
        procedure_version: 1,
        confidentiality: confidentiality.into(),
        lead_unit: None,
        category: None,
        session: None,
        proposer: None,
        key_leader: None,
        received_on: day(from),
        due_on: dates.due_on,
        amber_on: dates.amber_on,
        red_on: dates.red_on,
        closed_on: None,
        clock: Some(serde_json::to_string(&clock).expect("JSON")),
        term: true,
        open: true,
        historic: false,
        rev: 1,
        events: 0,
        head: Vec::new(),
        created_by: None,
        created_at: test.now().0,
        updated_at: test.now().0,
    };
    let mut act = testkit::system_act(&test.db, county.organ, test.now())
        .await
        .expect("begun");
    load::insert(&mut act, &[matter]).await.expect("inserted");
    let reader = Reader {
        principal: county.organ,
        why: 0,
        wide: true,
    };
    listing::refresh(&mut act, id, &[reader])
        .await
        .expect("readers");
    act.commit().await.expect("kept");
    id
}

async fn due(test: &TestDb, id: Id) -> Option<NaiveDate> {
    let found = load::matters(&test.db, &[id]).await.expect("read");
    found[0].due_on
}

testkit::on_both! { &[kernel::MIGRATIONS];
    /// A day becomes a day off: the running matter across it moves, one whose date has passed does not, and one that
    /// is confidential moves without being named.
    async fn a_day_off_moves_what_runs_across_it(db: TestDb) {
        let county = db.county().await;
        let running = matter(&db, &county, "修缮东干渠", "2025-03-03", 10, "open").await;
        let passed = matter(&db, &county, "已经逾期", "2025-02-05", 5, "open").await;
        let hidden = matter(&db, &county, "人事事项", "2025-03-03", 10, "confidential").await;
        assert_eq!(due(&db, running).await, Some(day("2025-03-17")));
        let late = due(&db, passed).await;
        let mut leader = signed_in(&db, &county, "officeleader").await;
        let year = leader.get("/office/calendars/2025").await.expect(StatusCode::OK);
        assert_eq!(year.texts("table.month").len(), 12);
        assert!(year.texts("td.off span").iter().all(|w| w == "休") && year.has("td.makeup"));
        let here = "/office/calendars/2025/days/2025-03-10";
        leader.get(here).await.expect(StatusCode::OK);
        leader.post(here, &[("kind", "off")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let preview = leader.post(here, &[("kind", "off"), ("occasion", "建县纪念日")]).await.expect(StatusCode::OK);
        let words = preview.words();
        assert!(words.contains("1件在办事项") && words.contains("修缮东干渠"), "{words}");
        assert!(!words.contains("人事事项") && !words.contains("已经逾期"), "{words}");
        // Nothing has changed yet.
        assert_eq!(due(&db, running).await, Some(day("2025-03-17")));
        let rev = preview.attribute("input[name=rev]", "value").expect("a revision");
        let text = preview.attribute("input[name=definition]", "value").expect("the year");
        let form = [("rev", rev.as_str()), ("definition", text.as_str())];
        let done = leader.act("/office/calendars/2025", &form).await.expect(StatusCode::OK);
        assert!(done.body().contains("建县纪念日"));
        assert_eq!(due(&db, running).await, Some(day("2025-03-18")));
        assert_eq!(due(&db, hidden).await, Some(day("2025-03-18")));
        assert_eq!(due(&db, passed).await, late);
        let read = kernel::history::of_matter(&db.db, &county.actor(&db, "clerk").await, running, None, 10).await;
        assert_eq!(read.expect("read").rows[0].kind, "calendar_moved");
        // The same preview a second time was made from an earlier revision.
        leader.post("/office/calendars/2025", &form).await.expect(StatusCode::CONFLICT);
        leader.act("/office/calendars/2025/reset", &[]).await.expect(StatusCode::OK);
        assert_eq!(due(&db, running).await, Some(day("2025-03-17")));
        let report = kernel::history::verify(&db.db, |_| {}).await.expect("verified");
        assert!(report.broken.is_none(), "{report:?}");
    }

    /// A year nobody has published is warned of; its notice is typed in; a text with faults is kept with them.
    async fn a_year_without_a_notice_is_said(db: TestDb) {
        let county = db.county().await;
        let last = Calendar::shipped().years().last().expect("a year").year();
        db.clock.set(kernel::clock::Instant::at(NaiveDate::from_ymd_opt(last, 11, 20).expect("a day"), 9));
        let mut admin = signed_in(&db, &county, "sysadmin").await;
        let list = admin.get("/office/calendars").await.expect(StatusCode::OK);
        let next = last + 1;
        assert!(list.words().contains(&format!("还没有{next}年的放假安排")), "{}", list.words());
        let text = format!("/office/calendars/{next}/text");
        admin.get(&text).await.expect(StatusCode::OK);
        let page = admin.post(&text, &[("definition", "format = 1")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.text("textarea"), "format = 1");
        let year = format!("format = 1\nyear = {next}\nnotices = [\"国办发明电〔{last}〕1号\"]\n[[occasion]]\nname = \"元旦\"\noff = [{next}-01-01]\n");
        let preview = admin.post(&text, &[("definition", &year)]).await.expect(StatusCode::OK);
        let rev = preview.attribute("input[name=rev]", "value").expect("a revision");
        let full = preview.attribute("input[name=definition]", "value").expect("the year");
        let here = format!("/office/calendars/{next}");
        let page = admin.act(&here, &[("rev", &rev), ("definition", &full)]).await.expect(StatusCode::OK);
        assert!(page.words().contains(&format!("国办发明电〔{last}〕1号")), "{}", page.words());
        let list = admin.get("/office/calendars").await.expect(StatusCode::OK);
        assert!(!list.words().contains(&format!("还没有{next}年的放假安排")));
        let mut clerk = signed_in(&db, &county, "clerk").await;
        clerk.get(&here).await.expect(StatusCode::OK);
        clerk.get(&text).await.expect(StatusCode::FORBIDDEN);
        clerk.post(&here, &[("rev", "1"), ("definition", &full)]).await.expect(StatusCode::FORBIDDEN);
        clerk.post(&format!("{here}/reset"), &[]).await.expect(StatusCode::FORBIDDEN);
    }

    /// The calendar is that of all organs: one that has another above it reads it, and its system administrator or the
    /// organ at the top changes it.
    async fn the_calendar_is_kept_at_the_top(db: TestDb) {
        let county = db.county().await;
        db.other_county().await;
        db.raw("UPDATE organ SET parent_id = (SELECT id FROM organ WHERE code = '510000') WHERE code <> '510000'").await;
        let below = kernel::account::account_named(&db.db, "other-officeleader").await.expect("asked").expect("there");
        let secret = kernel::session::Sessions::default()
            .begin(&db.db, below.id, true, "127.0.0.1", "test", db.now()).await.expect("a session");
        let mut leader = crate::desk::guest(&db).with_cookie("huiying", &secret);
        let page = leader.get("/office/calendars/2025").await.expect(StatusCode::OK);
        assert!(!page.has("a[href*='/days/']"), "nothing to press: {}", page.words());
        let here = "/office/calendars/2025/days/2025-03-10";
        let refused = leader.post(here, &[("kind", "off"), ("occasion", "建县纪念日")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.words().contains("由最上级机关或者系统管理员维护"), "{}", refused.words());
        leader.post("/office/calendars/2025/reset", &[]).await.expect(StatusCode::FORBIDDEN);
        let table = ("file", "放假安排.csv", "日期,类型,节日,通知\n2031-01-01,放假,元旦,国办发明电〔2030〕1号\n".as_bytes());
        leader.get("/office/imports").await.expect(StatusCode::OK);
        let sent = leader.upload("/office/imports", &[("kind", "workdays")], &[table]).await;
        assert!(sent.location().is_none() && sent.words().contains("由最上级机关"), "{}", sent.words());
        let mut top = signed_in(&db, &county, "officeleader").await;
        top.get(here).await.expect(StatusCode::OK);
    }

    /// The next year's notice comes in as a table: what runs across New Year moves with it.
    async fn an_imported_year_moves_what_runs_across_it(db: TestDb) {
        let county = db.county().await;
        let last = Calendar::shipped().years().last().expect("a year").year();
        let december = NaiveDate::from_ymd_opt(last, 12, 25).expect("a day");
        db.clock.set(kernel::clock::Instant::at(december, 9));
        let from = december.to_string();
        let running = matter(&db, &county, "跨年事项", &from, 10, "open").await;
        let before = due(&db, running).await.expect("a date");
        let next = last + 1;
        let first = NaiveDate::from_ymd_opt(next, 1, 1).expect("a day");
        // The first working day of the year, whatever weekday the first of January is.
        let off = first.iter_days().find(|d| Calendar::shipped().is_working(*d)).expect("a day");
        let table = format!("日期,类型,节日,通知\n{off},放假,元旦,国办发明电〔{last}〕1号\n");
        let mut clerk = signed_in(&db, &county, "clerk").await;
        clerk.get("/office/imports").await.expect(StatusCode::OK);
        let file = ("file", "放假安排.csv", table.as_bytes());
        let sent = clerk.upload("/office/imports", &[("kind", "workdays")], &[file]).await;
        let address = sent.location().expect("the preview").to_owned();
        clerk.get(&address).await.expect(StatusCode::OK);
        assert_eq!(due(&db, running).await, Some(before));
        clerk.act(&format!("{address}/commit"), &[]).await.expect(StatusCode::OK);
        let after = due(&db, running).await.expect("a date");
        assert!(after > before, "{before} {after}");
    }
}
