//! Work and its coverage through HTTP, meetings and newsroom together: a topic planned before a meeting, its pieces in
//! several genres, the board of what nobody reports, a campaign; and what is not public stays unseen.

#[path = "../../areas/publicity/tests/publicity/room.rs"]
#[allow(dead_code, reason = "what the newsroom's own tests bring in as well")]
mod room;

use axum::http::StatusCode;
use kernel::db::Migrations;
use testkit::{Client, TestDb};

use room::Room;

fn rooms() -> [Migrations; 3] {
    let [kernel, publicity] = room::rooms();
    [kernel, meetings::MIGRATIONS, publicity]
}

async fn house(db: TestDb) -> Room {
    Room::of(
        db,
        vec![meetings::area(), publicity::area(), office::area()],
    )
    .await
}

/// A group led by the lead, with the correspondent in it, and an outlet.
async fn ready(room: &Room) -> (String, String) {
    let mut clerk = room.client("clerk").await;
    clerk.get("/publicity/groups").await.expect(StatusCode::OK);
    let made = clerk.post("/publicity/groups", &[("name", "第一组")]).await;
    let group = made.location().unwrap().to_owned();
    for (who, lead) in [("grouplead", "1"), ("correspondent", "")] {
        let person = room.county.person(who).to_string();
        let fields = [
            ("person", person.as_str()),
            ("lead", lead),
            ("from_on", "2025-01-01"),
        ];
        let joined = clerk.post(&format!("{group}/members"), &fields).await;
        joined.expect(StatusCode::SEE_OTHER);
    }
    let fields = [("name", "市日报"), ("level", "city"), ("medium", "print")];
    let outlet = clerk.post("/publicity/outlets", &fields).await;
    let last = |at: &str| at.rsplit('/').next().unwrap().to_owned();
    (last(&group), last(outlet.location().unwrap()))
}

/// Enters an event; its id.
async fn enters(clerk: &mut Client, kind: &str, title: &str, day: &str, secret: bool) -> String {
    clerk.get("/meetings/new").await.expect(StatusCode::OK);
    let mut fields = vec![("kind", kind), ("title", title), ("from_on", day)];
    if secret {
        fields.push(("confidential", "1"));
    }
    let entered = clerk.post("/meetings/new", &fields).await;
    let at = entered.location().expect("it is entered").to_owned();
    at.rsplit('/').next().unwrap().to_owned()
}

/// Does an act by its form, as a person would.
async fn does(client: &mut Client, id: &str, act: &str, fields: &[(&str, &str)]) {
    let page = client.get(&format!("/matters/{id}/acts/{act}")).await;
    let page = page.expect(StatusCode::OK);
    let rev = page.attribute("input[name=rev]", "value").unwrap();
    let mut all: Vec<(&str, &str)> = vec![("rev", &rev)];
    let task = page.attribute("input[name=task]", "value");
    if let Some(task) = &task {
        all.push(("task", task));
    }
    all.extend(fields);
    let done = client
        .post(&format!("/matters/{id}/acts/{act}"), &all)
        .await;
    done.expect(StatusCode::SEE_OTHER);
}

async fn words(client: &mut Client, path: &str) -> String {
    client.get(path).await.expect(StatusCode::OK).words()
}

/// The coverage of a piece of work as the board's API tells it; none where it is not on the board.
async fn covered(client: &mut Client, id: &str) -> Option<String> {
    let path = "/api/v1/publicity/coverage?show=all";
    let all = client.get(path).await.expect(StatusCode::OK).value();
    let items = all["items"].as_array().unwrap().clone();
    let of = items.iter().find(|i| i["id"] == id)?;
    Some(of["coverage"].as_str().unwrap().to_owned())
}

/// Begins a piece from a topic, writes it and brings it through the reviews.
async fn writes(room: &Room, topic: &str, genre: &str, title: &str) -> String {
    let mut author = room.client("correspondent").await;
    let form = format!("/publicity/manuscripts/new?topic={topic}");
    author.get(&form).await.expect(StatusCode::OK);
    let fields = [("topic", topic), ("title", title), ("genre", genre)];
    let begun = author.post("/publicity/manuscripts/new", &fields).await;
    let at = begun.location().expect("it is begun").to_owned();
    let id = at.split('/').nth(3).unwrap().to_owned();
    let fields = [
        ("version", "0"),
        ("title", title),
        ("content", "会议听取了报告。"),
    ];
    author
        .post(&at, &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    does(&mut author, &id, "submit", &[]).await;
    let judged = [("lively", "20"), ("deep", "20"), ("solid", "20")];
    for (who, act) in [
        ("grouplead", "pass"),
        ("officeleader", "pass"),
        ("leader", "release"),
    ] {
        does(&mut room.client(who).await, &id, act, &judged).await;
    }
    id
}

testkit::on_both! { &rooms();
    /// Planned before the meeting, written in two genres, sent, taken: the board follows, and the topic ends by itself.
    async fn a_meeting_is_planned_written_and_covered(db: TestDb) {
        let room = house(db).await;
        let (group, outlet) = ready(&room).await;
        let mut clerk = room.client("clerk").await;
        let meeting = enters(&mut clerk, "meeting", "县人大常委会第三十次会议", "2025-03-20", false).await;
        let past = enters(&mut clerk, "activity", "代表视察清水河", "2025-02-27", false).await;
        does(&mut clerk, &past, "held", &[("note", "二十三名代表参加")]).await;
        let off = enters(&mut clerk, "meeting", "改期的座谈会", "2025-03-10", false).await;
        does(&mut clerk, &off, "cancel", &[("note", "改到下月")]).await;
        let board = words(&mut clerk, "/publicity/coverage").await;
        for said in ["县人大常委会第三十次会议", "代表视察清水河", "No topic"] {
            assert!(board.contains(said), "{said}: {board}");
        }
        assert!(!board.contains("改期的座谈会"), "what was called off needs no report");
        // It ended on its own day, not on that on which it was entered.
        let page = words(&mut clerk, &format!("/meetings/{past}")).await;
        assert!(page.contains("27 February 2025") && page.contains("二十三名代表参加"), "{page}");
        let soon = clerk.get(&format!("/matters/{meeting}/acts/held")).await;
        assert!(soon.words().contains("Its day has not come yet"), "{}", soon.words());

        let form = clerk.get(&format!("/publicity/topics/new?matter={meeting}")).await.expect(StatusCode::OK);
        assert!(form.words().contains("县人大常委会第三十次会议"));
        assert_eq!(form.attribute("input[name=event_on]", "value").as_deref(), Some("2025-03-20"));
        let wrong = clerk.post("/publicity/topics/new", &[("matter", &meeting), ("title", "会议怎么报"), ("due_on", "2025-03-01")]).await;
        let wrong = wrong.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.words().contains("Choose at least one genre") && wrong.body().contains("会议怎么报"), "{}", wrong.words());
        let fields = [
            ("matter", meeting.as_str()), ("title", "常委会会议怎么报"), ("genres", "news"), ("genres", "commentary"),
            ("event_on", "2025-03-20"), ("due_on", "2025-03-21"), ("group", group.as_str()), ("brief", "写出审议的交锋"),
        ];
        let planned = clerk.post("/publicity/topics/new", &fields).await;
        let at = planned.location().expect("it is planned").to_owned();
        let topic = at.rsplit('/').next().unwrap().to_owned();
        assert_eq!(covered(&mut clerk, &meeting).await.as_deref(), Some("planned"));
        // It is the lead's turn, by the day it is owed.
        let mut lead = room.client("grouplead").await;
        let desk = words(&mut lead, "/").await;
        assert!(desk.contains("常委会会议怎么报"), "{desk}");
        let page = words(&mut lead, &at).await;
        for said in ["写出审议的交锋", "News", "Commentary", "第一组", "21 March 2025", "县人大常委会第三十次会议"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let told = lead.get(&format!("/matters/{topic}/acts/conclude")).await.words();
        assert!(told.contains("No piece of it was sent"), "{told}");

        let news = writes(&room, &topic, "news", "三十次会议开了").await;
        assert_eq!(covered(&mut clerk, &meeting).await.as_deref(), Some("writing"));
        does(&mut clerk, &news, "send_out", &[("outlets", &outlet)]).await;
        assert_eq!(covered(&mut clerk, &meeting).await.as_deref(), Some("sent"));
        let board = words(&mut clerk, "/publicity/coverage").await;
        assert!(!board.contains("县人大常委会第三十次会议") && board.contains("代表视察清水河"), "{board}");
        clerk.get("/publicity/ledger/new").await.expect(StatusCode::OK);
        let adopted = [("manuscript", news.as_str()), ("outlet", outlet.as_str()), ("on_date", "2025-03-05"), ("link", "https://example.org/1")];
        clerk.post("/publicity/ledger/new", &adopted).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(covered(&mut clerk, &meeting).await.as_deref(), Some("adopted"));
        let by = clerk.get("/api/v1/statistics/publicity.adoptions?by=topic").await.expect(StatusCode::OK).value();
        assert_eq!(by["rows"][0]["keys"]["topic"]["code"], "常委会会议怎么报");
        let rate = clerk.get("/api/v1/statistics/publicity.submissions?by=outlet,topic").await.expect(StatusCode::OK).value();
        assert_eq!((rate["total"]["value"]["num"].as_i64(), rate["total"]["value"]["den"].as_i64()), (Some(1), Some(1)));

        // One genre is left: the topic stays until that appeared too, then ends by itself, in the system's name.
        assert_eq!(publicity::actions::topic::conclude(&room.kernel, room.db.now()).await.unwrap(), 0);
        let comment = writes(&room, &topic, "commentary", "审议要有辣味").await;
        let again = [("manuscript", comment.as_str()), ("outlet", outlet.as_str()), ("on_date", "2025-03-05"), ("link", "https://example.org/2")];
        clerk.post("/publicity/ledger/new", &again).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(publicity::actions::topic::conclude(&room.kernel, room.db.now()).await.unwrap(), 1);
        let page = words(&mut clerk, &at).await;
        for said in ["Covered", "三十次会议开了", "审议要有辣味", "A piece was begun", "A piece was adopted", "Every genre appeared"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let refused = room.client("correspondent").await.get(&format!("/publicity/manuscripts/new?topic={topic}")).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.words());
        // The piece names its topic, and the meeting what reports it.
        assert!(words(&mut clerk, &format!("/publicity/manuscripts/{news}")).await.contains("常委会会议怎么报"));
        assert!(words(&mut clerk, &format!("/meetings/{meeting}")).await.contains("Topic: 常委会会议怎么报"));

        // Not to be reported, with the reason: it leaves the board.
        let fields = [("matter", past.as_str()), ("title", "视察不报"), ("genres", "news"), ("due_on", "2025-03-06")];
        let none = clerk.post("/publicity/topics/new", &fields).await.location().unwrap().rsplit('/').next().unwrap().to_owned();
        does(&mut clerk, &none, "drop", &[("note", "同类活动上周已报")]).await;
        assert_eq!(covered(&mut clerk, &past).await.as_deref(), Some("dropped"));
        let board = words(&mut clerk, "/publicity/coverage").await;
        assert!(board.contains("Everything is reported"), "{board}");
    }

    /// A piece written without a topic is put to one later; a piece has one topic.
    async fn a_piece_is_put_to_a_topic(db: TestDb) {
        let room = house(db).await;
        ready(&room).await;
        let mut author = room.client("correspondent").await;
        author.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = author.post("/publicity/manuscripts/new", &[("title", "先写的稿"), ("genre", "news")]).await;
        let piece = begun.location().unwrap().split('/').nth(3).unwrap().to_owned();
        author.get("/publicity/topics/new").await.expect(StatusCode::OK);
        let fields = [("title", "后定的题"), ("genres", "news"), ("due_on", "2025-03-07")];
        let topic = author.post("/publicity/topics/new", &fields).await.location().unwrap().to_owned();
        let form = format!("{topic}/manuscripts");
        author.get(&topic).await.expect(StatusCode::OK);
        author.post(&form, &[("manuscript", &piece)]).await.expect(StatusCode::SEE_OTHER);
        assert!(words(&mut author, &topic).await.contains("先写的稿"));
        let again = author.post(&form, &[("manuscript", &piece)]).await;
        assert_ne!(again.status, StatusCode::SEE_OTHER);
        // The staff see that something is written, not what: it was not sent in yet.
        let seen = words(&mut room.client("committee").await, &topic).await;
        assert!(seen.contains("Being written") && !seen.contains("先写的稿"), "{seen}");
        let other = room.client("committee").await.post(&form, &[("manuscript", &piece)]).await;
        assert_ne!(other.status, StatusCode::SEE_OTHER);
    }

    /// A meeting that is not public, its topic and its piece exist for those named alone.
    async fn what_is_not_public_is_nowhere_on_the_board(db: TestDb) {
        let room = house(db).await;
        let (_, outlet) = ready(&room).await;
        let mut clerk = room.client("clerk").await;
        let secret = enters(&mut clerk, "meeting", "党组会议讨论玄鸟人选", "2025-03-10", true).await;
        let person = room.county.person("correspondent").to_string();
        let fields = [
            ("matter", secret.as_str()), ("title", "玄鸟一题"), ("genres", "news"), ("due_on", "2025-03-12"), ("person", person.as_str()),
        ];
        let form = clerk.get(&format!("/publicity/topics/new?matter={secret}")).await.expect(StatusCode::OK);
        assert!(form.words().contains("is not public yet"), "{}", form.words());
        let at = clerk.post("/publicity/topics/new", &fields).await.location().unwrap().to_owned();
        let topic = at.rsplit('/').next().unwrap().to_owned();
        let piece = writes(&room, &topic, "news", "玄鸟一稿").await;
        does(&mut clerk, &piece, "send_out", &[("outlets", &outlet)]).await;
        assert_eq!(covered(&mut clerk, &secret).await.as_deref(), Some("sent"));
        // The writer sees his topic and his piece, not what they report.
        let mut author = room.client("correspondent").await;
        let own = words(&mut author, &at).await;
        assert!(own.contains("玄鸟一题") && !own.contains("党组会议"), "{own}");
        author.get(&format!("/meetings/{secret}")).await.expect(StatusCode::NOT_FOUND);
        author.get(&format!("/publicity/topics/new?matter={secret}")).await.expect(StatusCode::NOT_FOUND);
        for who in ["committee", "chief"] {
            let mut other = room.client(who).await;
            for path in [
                "/publicity/coverage?show=all&kind=every", "/publicity/topics", "/publicity/manuscripts", "/publicity/campaigns",
                "/search?q=%E4%BA%BA%E9%80%89", "/search?q=%E4%B8%80%E9%A2%98", "/search?q=%E4%B8%80%E7%A8%BF", "/api/v1/publicity/coverage?show=all&kind=every", "/api/v1/publicity/topics", "/meetings",
            ] {
                let page = other.get(path).await;
                assert!(!page.body().contains("玄鸟"), "{who} {path}");
            }
            for path in [at.clone(), format!("/meetings/{secret}"), format!("/publicity/manuscripts/{piece}"), format!("/matters/{topic}")] {
                other.get(&path).await.expect(StatusCode::NOT_FOUND);
            }
            if who == "committee" {
                other.get("/publicity/topics/new").await.expect(StatusCode::OK);
                let sent = other.post("/publicity/topics/new", &[("title", "偷看"), ("genres", "news"), ("due_on", "2025-03-12"), ("subject", secret.as_str())]).await;
                assert_eq!(sent.status, StatusCode::NOT_FOUND);
            }
        }
    }

    /// A campaign shows its plan, its events with their coverage, its topics and what appeared, in one page.
    async fn a_campaign_stands_in_one_page(db: TestDb) {
        let room = house(db).await;
        let (group, outlet) = ready(&room).await;
        let mut clerk = room.client("clerk").await;
        let day = enters(&mut clerk, "activity", "宪法进集市", "2025-03-04", false).await;
        clerk.get("/publicity/campaigns/new").await.expect(StatusCode::OK);
        let fields = [("title", "代表法颁布纪念宣传"), ("theme", "anniversary"), ("from_on", "2025-03-01"), ("to_on", "2025-04-03"), ("goal", "家喻户晓")];
        let at = clerk.post("/publicity/campaigns/new", &fields).await.location().expect("it is planned").to_owned();
        let id = at.rsplit('/').next().unwrap().to_owned();
        clerk.get(&at).await.expect(StatusCode::OK);
        clerk.post(&format!("{at}/events"), &[("events", &day)]).await.expect(StatusCode::SEE_OTHER);
        // A topic of the event, and one of the campaign itself.
        let mut topics = Vec::new();
        for (matter, title) in [(&day, "集市上的宪法"), (&id, "三十年回望")] {
            let fields = [("matter", matter.as_str()), ("title", title), ("genres", "news"), ("due_on", "2025-03-20"), ("group", group.as_str())];
            let made = clerk.post("/publicity/topics/new", &fields).await;
            topics.push(made.location().unwrap().rsplit('/').next().unwrap().to_owned());
        }
        let piece = writes(&room, &topics[0], "news", "赶集路上学宪法").await;
        clerk.get("/publicity/ledger/new").await.expect(StatusCode::OK);
        let adopted = [("manuscript", piece.as_str()), ("outlet", outlet.as_str()), ("on_date", "2025-03-05"), ("link", "https://example.org/1")];
        clerk.post("/publicity/ledger/new", &adopted).await.expect(StatusCode::SEE_OTHER);
        let page = words(&mut clerk, &at).await;
        for said in ["家喻户晓", "Anniversary", "宪法进集市", "Adopted", "集市上的宪法", "三十年回望", "赶集路上学宪法", "市日报"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        does(&mut clerk, &id, "conclude", &[("note", "办了一场活动，发稿一篇")]).await;
        assert!(words(&mut clerk, "/publicity/campaigns").await.contains("Summed up"));
        // Who keeps no newsroom reads, and plans none.
        let mut lead = room.client("committee").await;
        assert!(words(&mut lead, &at).await.contains("宪法进集市"));
        lead.get("/publicity/campaigns/new").await.expect(StatusCode::FORBIDDEN);
    }
}
