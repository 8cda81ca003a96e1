//! The network of correspondents and liaisons, training; the calendar with the media and the columns' next items.

use axum::http::StatusCode;
use kernel::history;
use testkit::TestDb;

use super::asked::{refuses, room};
use super::room::rooms;

testkit::on_both! { &rooms();
    /// Gaps close as people are named; what is asked stands beside what was done; training is kept with who came.
    async fn every_unit_has_somebody_and_it_shows(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        let before = clerk.get("/api/v1/publicity/network").await.expect(StatusCode::OK).value();
        let gaps = before["gaps"].as_array().expect("gaps").len();
        let water = room.county.unit("water").to_string();
        assert!(before["gaps"].as_array().expect("gaps").iter().any(|g| g["unit"] == water.as_str()), "{before}");
        let page = clerk.get("/publicity/network").await.expect(StatusCode::OK);
        assert!(page.has(&format!("a[href='/publicity/network/new?unit={water}']")), "a gap is a step from naming somebody");
        let person = room.county.person("correspondent").to_string();
        clerk.get(&format!("/publicity/network/new?unit={water}")).await.expect(StatusCode::OK);
        let mut fields = vec![("unit", water.as_str()), ("person", &person), ("duty", "correspondent"), ("asked", "2"), ("asked_taken", "3"), ("from_on", "2025-01-01")];
        let wrong = clerk.post("/publicity/network/new", &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.words().contains("No more pieces can be taken"), "{}", wrong.words());
        fields[4] = ("asked_taken", "1");
        clerk.post("/publicity/network/new", &fields).await.expect(StatusCode::SEE_OTHER);
        let twice = clerk.post("/publicity/network/new", &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(twice.words().contains("has this duty there already"));

        // The 5th of March: two thirds of the quarter are over, so one of two pieces is due.
        let told = clerk.get("/api/v1/publicity/network").await.expect(StatusCode::OK).value();
        assert_eq!(told["gaps"].as_array().expect("gaps").len(), gaps - 1);
        assert_eq!(told["items"][0]["course"], "behind", "{told}");
        let outlet = [("name", "省人大网"), ("level", "province"), ("medium", "web"), ("outward", ""), ("note", "")];
        let made = clerk.post("/publicity/outlets", &outlet).await;
        let outlet = made.location().expect("an outlet").rsplit('/').next().expect("its id").to_owned();
        let mut writer = room.client("correspondent").await;
        writer.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = writer.post("/publicity/manuscripts/new", &[("title", "水库除险"), ("genre", "news"), ("event_on", "")]).await;
        let place = begun.location().expect("begun").to_owned();
        writer.post(&place, &[("version", "0"), ("title", "水库除险"), ("content", "正文。")]).await.expect(StatusCode::SEE_OTHER);
        let id = place.split('/').nth(3).expect("its id").to_owned();
        crate::walk::does(&mut writer, &id, "submit", &[]).await;
        let told = clerk.get("/api/v1/publicity/network").await.expect(StatusCode::OK).value();
        assert_eq!((&told["items"][0]["sent"], &told["items"][0]["course"]), (&1.into(), &"on".into()), "{told}");
        let entry = [("manuscript", id.as_str()), ("outlet", &outlet), ("on_date", "2025-03-04")];
        clerk.post("/publicity/ledger/new", &entry).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get("/publicity/network").await.expect(StatusCode::OK).words();
        assert!(page.contains("1 / 2") && page.contains("1 / 1"), "{page}");
        let id = told["items"][0].clone();
        assert_eq!(id["unit_name"].as_str().map(|n| n.contains('水')), Some(true));

        // Training: planned, held, who came.
        clerk.get("/publicity/trainings").await.expect(StatusCode::OK);
        let session = |day: &'static str| [("title", "新闻写作"), ("on_date", day), ("place", "县委党校"), ("note", "")];
        let ahead = clerk.post("/publicity/trainings", &session("2025-04-01")).await;
        let ahead = ahead.location().expect("planned").to_owned();
        let page = clerk.get(&ahead).await.expect(StatusCode::OK);
        assert!(page.words().contains("still ahead") && !page.has("select"));
        let came = format!("came-{person}");
        clerk.post(&ahead, &[(came.as_str(), "present")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let held = clerk.post("/publicity/trainings", &session("2025-03-01")).await;
        let held = held.location().expect("held").to_owned();
        clerk.post(&held, &[(came.as_str(), "excused")]).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get("/publicity/trainings").await.expect(StatusCode::OK).words();
        assert!(page.contains("0 of 1 came") && page.contains("Ahead"), "{page}");
        let page = clerk.get("/publicity/network").await.expect(StatusCode::OK).words();
        assert!(page.contains("0 / 1"), "{page}");
        let book = clerk.get("/publicity/network.xlsx").await.expect(StatusCode::OK);
        assert!(book.bytes.starts_with(b"PK"));

        // Who left opens the gap again; all of it stands in the settings history.
        let page = clerk.get("/publicity/network").await.expect(StatusCode::OK);
        let edit = page.attributes("#network a[href^='/publicity/network/']", "href").into_iter()
            .find(|h| !h.ends_with("xlsx")).expect("somebody can be edited");
        clerk.get(&edit).await.expect(StatusCode::OK);
        clerk.post(&edit, &[("asked", "2"), ("asked_taken", "1"), ("to_on", "2025-03-04")]).await.expect(StatusCode::SEE_OTHER);
        let told = clerk.get("/api/v1/publicity/network").await.expect(StatusCode::OK).value();
        assert_eq!(told["gaps"].as_array().expect("gaps").len(), gaps);
        let auditor = room.county.actor(&room.db, "auditor").await;
        let settings = history::of_settings(&room.db.db, &auditor, None, 50).await.unwrap();
        let kinds: Vec<&str> = settings.rows.iter().map(|e| e.kind.as_str()).filter(|k| !k.starts_with("outlet")).collect();
        assert_eq!(kinds[..5], ["correspondent.edited", "training.attended", "training.added", "training.added", "correspondent.named"]);
        refuses(&room, "correspondent", "/publicity/network/new", &fields).await;
        room.client("unit").await.get("/publicity/network").await.expect(StatusCode::FORBIDDEN);
    }

    /// A column without a next item is a gap until one is planned; whoever goes is told; what is over asks for its outcome.
    async fn columns_have_a_next_item_and_the_calendar_goes_along(db: TestDb) {
        let room = room(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/publicity/media").await.expect(StatusCode::OK);
        let outlet = [("name", "县融媒体中心"), ("level", "county"), ("medium", "new_media"), ("outward", ""), ("note", "")];
        let made = clerk.post("/publicity/outlets", &outlet).await;
        let place = made.location().expect("an outlet").to_owned();
        clerk.post(&format!("{place}/columns"), &[("name", "代表风采"), ("every_days", "14"), ("ended_on", "")]).await.expect(StatusCode::SEE_OTHER);
        let columns = clerk.get("/api/v1/publicity/columns").await.expect(StatusCode::OK).value();
        assert_eq!(columns["items"][0]["state"], "gap", "{columns}");
        let column = columns["items"][0]["id"].as_str().expect("its id").to_owned();
        let page = clerk.get("/publicity/media").await.expect(StatusCode::OK);
        assert!(page.words().contains("Nothing planned"));

        // An appearance in the column sets its rhythm: due a fortnight later; planned after that is late.
        let outlet = place.rsplit('/').next().expect("its id").to_owned();
        let entry = [("title", "老代表新故事"), ("authors", "王芳"), ("genre", "feature"), ("outlet", &outlet), ("column", &column), ("on_date", "2025-03-01")];
        clerk.post("/publicity/ledger/new", &entry).await.expect(StatusCode::SEE_OTHER);
        let new = format!("/publicity/media/new?kind=column&column={column}&on_date=2025-03-15");
        let form = clerk.get(&new).await.expect(StatusCode::OK);
        assert_eq!(form.attribute("input[name=on_date]", "value").as_deref(), Some("2025-03-15"));
        let person = room.county.person("correspondent").to_string();
        let mut plan = vec![("kind", "column"), ("title", "代表风采第六期"), ("on_date", "2025-03-20"), ("at_time", "25:00"), ("place", ""), ("outlet", ""), ("column", column.as_str()), ("people", &person), ("note", "")];
        let wrong = clerk.post("/publicity/media/new", &plan).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.words().contains("Write the time like 9:30"));
        plan[3] = ("at_time", "9：30");
        clerk.post("/publicity/media/new", &plan).await.expect(StatusCode::SEE_OTHER);
        let columns = clerk.get("/api/v1/publicity/columns").await.expect(StatusCode::OK).value();
        assert_eq!((&columns["items"][0]["due_on"], &columns["items"][0]["state"]), (&"2025-03-15".into(), &"late".into()), "{columns}");
        let mut writer = room.client("correspondent").await;
        let notices = writer.get("/notices").await.expect(StatusCode::OK).words();
        assert!(notices.contains("代表风采第六期"), "{notices}");

        // An interview needs somebody; moved to the column's day, it is on time again.
        let nobody = [("kind", "interview"), ("title", "采访联络站"), ("on_date", "2025-03-10"), ("at_time", "")];
        let refused = clerk.post("/publicity/media/new", &nobody).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains("An interview needs somebody"));
        let calendar = clerk.get("/api/v1/publicity/calendar").await.expect(StatusCode::OK).value();
        let id = calendar["items"][0]["id"].as_str().expect("its id").to_owned();
        let shown = format!("/publicity/media/{id}");
        let edit = format!("{shown}/edit");
        let form = clerk.get(&edit).await.expect(StatusCode::OK);
        assert!(form.has(&format!("input[name=people][value='{person}'][checked]")));
        let moved = [("title", "代表风采第六期"), ("on_date", "2025-03-15"), ("at_time", "09:30"), ("place", ""), ("outlet", ""), ("column", column.as_str()), ("people", &person), ("note", "")];
        clerk.post(&edit, &moved).await.expect(StatusCode::SEE_OTHER);
        let columns = clerk.get("/api/v1/publicity/columns").await.expect(StatusCode::OK).value();
        assert_eq!(columns["items"][0]["state"], "planned");
        let ics = writer.get("/publicity/media/calendar.ics").await.expect(StatusCode::OK).body();
        assert!(ics.contains("BEGIN:VCALENDAR") && ics.contains("20250315") && ics.contains("STATUS:CONFIRMED"), "{ics}");

        // It can't be done before its day, nor called off without a reason; closed it stays.
        let close = format!("{shown}/close");
        let early = clerk.post(&close, &[("state", "done"), ("outcome", "")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.words().contains("still ahead"));
        clerk.post(&close, &[("state", "cancelled"), ("outcome", "")]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        clerk.post(&close, &[("state", "cancelled"), ("outcome", "版面调整")]).await.expect(StatusCode::SEE_OTHER);
        clerk.post(&edit, &moved).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let page = writer.get(&shown).await.expect(StatusCode::OK).words();
        assert!(page.contains("版面调整") && page.contains("Called off"), "{page}");
        let ics = writer.get("/publicity/media/calendar.ics").await.expect(StatusCode::OK).body();
        assert!(ics.contains("STATUS:CANCELLED"), "{ics}");
        refuses(&room, "correspondent", "/publicity/media/new", &plan).await;
    }
}
