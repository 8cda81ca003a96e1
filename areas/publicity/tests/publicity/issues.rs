//! Bulletins and the journal: chosen, ordered, edited, previewed, released with numbers without gaps, sent, signed for,
//! taken over by a superior; the journal's dates and pages.

use axum::http::{Method, StatusCode};
use kernel::history;
use kernel::id::Id;
use serde_json::json;
use testkit::{Client, TestDb};

use super::asked::{room, told};
use super::room::{Room, rooms};
use super::walk::{does, state};

/// A bulletin of which seven issues were out before this year's third, a journal of four pages, two addressees.
pub async fn ready(room: &Room) -> (String, String) {
    let mut clerk = room.client("clerk").await;
    clerk.get("/publicity/series").await.expect(StatusCode::OK);
    let bulletin = [
        ("shape", "bulletin"),
        ("name", "云岭人大简讯"),
        ("issuer", "县人大常委会办公室"),
        ("secrecy", "内部资料"),
        ("columns", ""),
        ("pages", "0"),
        ("page_characters", "616"),
        ("this_year", "2"),
        ("total", "7"),
    ];
    clerk
        .post("/publicity/series", &bulletin)
        .await
        .expect(StatusCode::SEE_OTHER);
    let again = clerk
        .post("/publicity/series", &bulletin)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.words().contains("There is one of this name already"));
    let journal = [
        ("shape", "journal"),
        ("name", "云岭人大"),
        ("issuer", "研究室"),
        ("secrecy", ""),
        ("columns", "要闻\n代表风采"),
        ("pages", "4"),
        ("page_characters", "100"),
        ("this_year", "0"),
        ("total", "0"),
    ];
    clerk
        .post("/publicity/series", &journal)
        .await
        .expect(StatusCode::SEE_OTHER);
    let water = room.county.unit("water").to_string();
    clerk
        .get("/publicity/addressees")
        .await
        .expect(StatusCode::OK);
    for fields in [
        [("name", "市人大常委会办公室"), ("way", "up"), ("unit", "")],
        [
            ("name", "县水务局"),
            ("way", "down"),
            ("unit", water.as_str()),
        ],
    ] {
        clerk
            .post("/publicity/addressees", &fields)
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let page = clerk
        .get("/publicity/issues/new")
        .await
        .expect(StatusCode::OK);
    let ids = page.attributes("input[name=series]", "value");
    assert_eq!(ids.len(), 2);
    // Bulletins stand first.
    (ids[0].clone(), ids[1].clone())
}

/// Values of the choices of a form's field, by a word beside each.
pub async fn choice(client: &mut Client, at: &str, field: &str, word: &str) -> String {
    let page = client.get(at).await.expect(StatusCode::OK);
    let label = format!("label:has(input[name={field}])");
    let all = page.attributes(&format!("input[name={field}]"), "value");
    let words = page.texts(&label);
    all.into_iter()
        .zip(words)
        .find(|(_, said)| said.contains(word))
        .map(|(value, _)| value)
        .unwrap_or_else(|| panic!("{word} in {field}: {}", page.words()))
}

pub async fn begun(
    clerk: &mut Client,
    series: &str,
    title: &str,
    content: &str,
    out_on: &str,
) -> String {
    clerk
        .get("/publicity/issues/new")
        .await
        .expect(StatusCode::OK);
    let fields = [
        ("series", series),
        ("out_on", out_on),
        ("title", title),
        ("content", content),
    ];
    let made = clerk.post("/publicity/issues/new", &fields).await;
    let place = made
        .location()
        .unwrap_or_else(|| panic!("{}", made.words()))
        .to_owned();
    place.split('/').nth(3).expect("an issue").to_owned()
}

testkit::on_both! { &rooms();
    /// From the first item to a superior's adoption: what each may see and do on the way.
    async fn a_bulletin_is_compiled_released_sent_signed_for_and_taken_over(db: TestDb) {
        let room = room(db).await;
        let (series, _) = ready(&room).await;
        let mut clerk = room.client("clerk").await;
        let today = room.db.clock.today().to_string();
        let id = begun(&mut clerk, &series, "白石乡建起代表联络站", "站里天天有代表。", &today).await;
        let place = format!("/publicity/issues/{id}");

        // Edited on one page: a second item first, the first one renamed; nothing typed is lost where a title is missing.
        let page = clerk.get(&format!("{place}/compose")).await.expect(StatusCode::OK);
        let rev = page.attribute("input[name=rev]", "value").expect("the revision");
        let mut fields = vec![
            ("rev", rev.as_str()), ("n", "2"), ("at-0", "2"), ("title-0", "白石乡建起联络站"), ("content-0", "站里天天有代表。\n# 不是标题"),
            ("sender-0", "白石乡人大"), ("source-0", ""), ("at-1", "1"), ("title-1", ""), ("content-1", "水清了。"), ("sender-1", ""), ("source-1", ""),
        ];
        let wrong = clerk.post(&format!("{place}/compose"), &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.words().contains("Give it a title") && wrong.words().contains("水清了。"));
        fields[8] = ("title-1", "代表视察河道");
        let saved = clerk.post(&format!("{place}/compose"), &fields).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(saved.location(), Some(place.as_str()));
        let late = clerk.post(&format!("{place}/compose"), &fields).await.expect(StatusCode::CONFLICT);
        assert!(late.words().contains("Somebody else saved this issue"));
        let paper = clerk.get(&format!("{place}/paper")).await.expect(StatusCode::OK).words();
        for said in ["云岭人大简讯", "第　期", "内部资料", "本期要目", "# 不是标题", "（白石乡人大）"] {
            assert!(paper.contains(said), "{said}: {paper}");
        }
        assert!(paper.find("代表视察河道") < paper.find("白石乡建起联络站"));

        // Released by the office's head: the third of this year, the eighth in all. A unit sees nothing before it is sent.
        does(&mut clerk, &id, "submit", &[]).await;
        let mut unit = room.client("unit").await;
        unit.get(&place).await.expect(StatusCode::NOT_FOUND);
        let mut head = room.client("officeleader").await;
        does(&mut head, &id, "return", &[("note", "标题再短一些")]).await;
        assert_eq!(state(&room, "clerk", &id).await, "compile");
        does(&mut clerk, &id, "submit", &[]).await;
        does(&mut head, &id, "issue", &[("note", "")]).await;
        let page = clerk.get(&place).await.expect(StatusCode::OK).words();
        assert!(page.contains("No. 3 of") && page.contains("No. 8 in all"), "{page}");
        clerk.get(&format!("{place}/compose")).await.expect(StatusCode::CONFLICT);

        // Sent up and down; the unit opens it and signs, the office enters the other receipt.
        let form = format!("/matters/{id}/acts/send");
        let (up, down) = (choice(&mut clerk, &form, "addressees", "市人大").await, choice(&mut clerk, &form, "addressees", "水务").await);
        does(&mut clerk, &id, "send", &[("addressees", &up), ("addressees", &down), ("copies", "60")]).await;
        let notices = unit.get("/notices").await.expect(StatusCode::OK);
        assert!(notices.words().contains("please sign for it"), "{}", notices.words());
        let seen = unit.get(&place).await.expect(StatusCode::OK).words();
        assert!(seen.contains("代表视察河道") && !seen.contains("市人大常委会办公室"), "whom else it went to is the office's: {seen}");
        let before = clerk.get(&format!("/api/v1/matters/{id}")).await.expect(StatusCode::OK).value();
        let receipt = |v: &serde_json::Value, to: &str| {
            let all = v["detail"]["sent"].as_array().expect("receipts").clone();
            all.into_iter().find(|s| s["to"] == to).expect("it was sent there")
        };
        assert!(receipt(&before, "县水务局")["read_at"].is_string(), "{before}");
        assert!(receipt(&before, "县水务局")["received_at"].is_null());
        assert!(receipt(&before, "市人大常委会办公室")["read_at"].is_null());
        does(&mut unit, &id, "receive", &[]).await;
        let receipts = choice(&mut clerk, &format!("/matters/{id}/acts/received"), "receipts", "市人大").await;
        does(&mut clerk, &id, "received", &[("receipts", &receipts), ("receiver", "王收发")]).await;
        let page = clerk.get(&place).await.expect(StatusCode::OK).words();
        assert!(page.contains("王收发") && !page.contains("Not signed for"), "{page}");
        let list = clerk.get("/publicity/issues").await.expect(StatusCode::OK).words();
        assert!(list.contains("2 of 2 signed"), "{list}");
        let docx = clerk.get(&format!("{place}/paper.docx")).await.expect(StatusCode::OK);
        assert!(docx.bytes.starts_with(b"PK"));
        let pdf = clerk.get(&format!("{place}/paper.pdf")).await;
        let offered = clerk.get(&place).await.has("a[href$='/paper.pdf']");
        assert_eq!(offered, frame::PDF);
        match frame::PDF {
            true => assert!(pdf.expect(StatusCode::OK).bytes.starts_with(b"%PDF-")),
            false => assert_eq!(pdf.status, StatusCode::NOT_FOUND),
        }
        let paper = unit.get(&format!("{place}/paper")).await.expect(StatusCode::OK).words();
        assert!(paper.contains("报：市人大常委会办公室。") && paper.contains("发：县水务局。") && paper.contains("第3期（总第8期）"), "{paper}");

        // Taken over by the city's bulletin: an entry of the ledger that counts, told on the issue.
        let outlet = [("name", "市人大信息"), ("level", "city"), ("medium", "internal"), ("outward", ""), ("note", "")];
        let made = clerk.post("/publicity/outlets", &outlet).await;
        let outlet = made.location().expect("an outlet").rsplit('/').next().expect("its id").to_owned();
        let page = clerk.get(&place).await.expect(StatusCode::OK);
        let enter = page.attributes("a[href*='ledger/new?item=']", "href").pop().expect("an item can be entered");
        let form = clerk.get(&enter).await.expect(StatusCode::OK);
        assert_eq!(form.attribute("input[name=authors]", "value").as_deref(), Some("白石乡人大"));
        let item = form.attribute("input[name=item]", "value").expect("the item");
        let title = form.attribute("input[name=title]", "value").expect("its title");
        let entry = [("item", item.as_str()), ("title", &title), ("authors", "白石乡人大"), ("genre", "briefing"), ("outlet", &outlet), ("on_date", &today)];
        clerk.post("/publicity/ledger/new", &entry).await.expect(StatusCode::SEE_OTHER);
        let page = clerk.get(&place).await.expect(StatusCode::OK).words();
        assert!(page.contains("Taken over by a superior") && page.contains("市人大信息"), "{page}");
        assert_eq!(told(&room, "clerk", "publicity.taken", &["level"]).await.0, [("city".to_owned(), 1)]);
        assert_eq!(told(&room, "clerk", "publicity.adoptions", &["genre"]).await.0, [("briefing".to_owned(), 1)]);
        assert_eq!(told(&room, "clerk", "publicity.issues", &["shape"]).await.0, [("bulletin".to_owned(), 1)]);

        does(&mut clerk, &id, "file", &[("note", "")]).await;
        let actor = room.county.actor(&room.db, "clerk").await;
        let history = history::of_matter(&room.db.db, &actor, id.parse::<Id>().unwrap(), None, 100).await.unwrap();
        let kinds: Vec<&str> = history.rows.iter().rev().map(|e| e.kind.as_str()).collect();
        assert_eq!(kinds, ["opened", "compose", "submit", "return", "submit", "issue", "send", "receive", "received", "item_taken", "file"]);
    }

    /// Two drafts, one given up: the numbers of those released have no gap.
    async fn numbers_have_no_gaps(db: TestDb) {
        let room = room(db).await;
        let (series, _) = ready(&room).await;
        let (mut clerk, mut head) = (room.client("clerk").await, room.client("officeleader").await);
        let today = room.db.clock.today().to_string();
        let mut ids = Vec::new();
        for n in 0..3 {
            ids.push(begun(&mut clerk, &series, &format!("第{n}件"), "正文。", &today).await);
        }
        does(&mut clerk, &ids[1], "discard", &[("note", "已过时")]).await;
        for n in [2, 0] {
            does(&mut clerk, &ids[n], "submit", &[]).await;
            does(&mut head, &ids[n], "issue", &[("note", "")]).await;
        }
        for (n, said) in [(2, "No. 3 of"), (0, "No. 4 of")] {
            let page = clerk.get(&format!("/publicity/issues/{}", ids[n])).await.expect(StatusCode::OK);
            assert!(page.words().contains(said), "{}", page.words());
        }
        // An issue of nothing, or of a title without a text, is not sent for release.
        let blank = begun(&mut clerk, &series, "只有标题", "", &today).await;
        let refused = clerk.get(&format!("/matters/{blank}/acts/submit")).await.expect(StatusCode::OK);
        assert!(refused.words().contains("Some items have a title and no text"), "{}", refused.words());
    }

    /// The journal's days are counted back from the day it is out, its pages planned; a manuscript not released, and what a
    /// reader may not see, don't get in.
    async fn a_journal_has_its_dates_and_pages(db: TestDb) {
        let room = room(db).await;
        let (_, series) = ready(&room).await;
        let mut clerk = room.client("clerk").await;
        let id = begun(&mut clerk, &series, "代表风采录", &"字".repeat(150), "2025-04-30").await;
        let place = format!("/publicity/issues/{id}");
        let page = clerk.get(&place).await.expect(StatusCode::OK).words();
        // 30 April 2025, a Wednesday; the 27th, a Sunday, was worked: 3, 6 and 11 working days before.
        for said in ["27 April 2025", "23 April 2025", "16 April 2025", "Empty", "100% filled"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        does(&mut clerk, &id, "schedule", &[("out_on", "2025-05-30"), ("note", "")]).await;
        let page = clerk.get(&place).await.expect(StatusCode::OK).words();
        assert!(page.contains("27 May 2025") && !page.contains("27 April 2025"), "{page}");

        // As text: a column and a page for each; the plan says what does not fit.
        let text = format!("# 甲\n> 栏目：要闻\n> 版：1\n{}\n# 乙\n> 版：2\n短\n", "字".repeat(130));
        does(&mut clerk, &id, "compose", &[("content", &text)]).await;
        let page = clerk.get(&place).await.expect(StatusCode::OK).words();
        assert!(page.contains("30 characters too many") && page.contains("要闻"), "{page}");

        // A draft of somebody's own is no source, whether it exists for the clerk or not.
        let mut writer = room.client("correspondent").await;
        writer.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = writer.post("/publicity/manuscripts/new", &[("title", "还没审定的稿子"), ("genre", "news"), ("event_on", "")]).await;
        let draft = begun.location().expect("begun").split('/').nth(3).expect("its id").to_owned();
        let new = clerk.get("/publicity/issues/new").await.expect(StatusCode::OK);
        assert!(!new.words().contains("还没审定的稿子"));
        let fields = [("series", series.as_str()), ("out_on", "2025-05-30"), ("sources", draft.as_str())];
        let refused = clerk.post("/publicity/issues/new", &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains("can’t be found"), "{}", refused.words());
        let mut page = clerk.get(&format!("/matters/{id}/acts/compose")).await.expect(StatusCode::OK);
        let rev = page.attribute("input[name=rev]", "value").expect("the revision");
        let named = format!("# 甲\n> 来源：{draft}\n正文\n");
        page = clerk.post(&format!("/matters/{id}/acts/compose"), &[("rev", &rev), ("content", &named)]).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.words().contains("can’t be found"), "{}", page.words());
        for who in ["correspondent", "leader"] {
            room.client(who).await.get("/publicity/issues/new").await.expect(StatusCode::FORBIDDEN);
        }
        room.client("unit").await.get("/publicity/issues").await.expect(StatusCode::FORBIDDEN);
    }

    /// Another organ in the same program is sent an issue: its office reads and signs there, and sees no more than that.
    async fn another_organ_reads_and_signs_for_what_it_was_sent(db: TestDb) {
        let room = room(db).await;
        let (series, _) = ready(&room).await;
        let other = room.db.other_county().await;
        let mut clerk = room.client("clerk").await;
        let today = room.db.clock.today().to_string();
        let organ = other.organ.to_string();
        let water = room.county.unit("water").to_string();
        let both = [("name", "邻县人大"), ("way", "across"), ("unit", water.as_str()), ("other", organ.as_str())];
        clerk.get("/publicity/addressees").await.expect(StatusCode::OK);
        clerk.post("/publicity/addressees", &both).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("name", "邻县人大"), ("way", "across"), ("unit", ""), ("other", organ.as_str())];
        clerk.post("/publicity/addressees", &fields).await.expect(StatusCode::SEE_OTHER);
        let id = begun(&mut clerk, &series, "联络站经验", "站里天天有代表。", &today).await;
        let place = format!("/publicity/issues/{id}");
        does(&mut clerk, &id, "submit", &[]).await;
        does(&mut room.client("officeleader").await, &id, "issue", &[("note", "内部的话")]).await;
        let mut there = room.client_of(&other, "clerk").await;
        there.get(&place).await.expect(StatusCode::NOT_FOUND);
        let form = format!("/matters/{id}/acts/send");
        let (up, across) = (choice(&mut clerk, &form, "addressees", "市人大").await, choice(&mut clerk, &form, "addressees", "邻县").await);
        does(&mut clerk, &id, "send", &[("addressees", &up), ("addressees", &across), ("copies", "")]).await;
        assert!(there.get("/notices").await.expect(StatusCode::OK).words().contains("please sign for it"));
        let page = there.get(&place).await.expect(StatusCode::OK).words();
        assert!(page.contains("站里天天有代表") && page.contains("邻县人大") && !page.contains("市人大常委会办公室"), "{page}");
        there.get(&format!("{place}/paper.docx")).await.expect(StatusCode::OK);
        for act in ["send", "received", "file"] {
            let refused = there.get(&format!("/matters/{id}/acts/{act}")).await.expect(StatusCode::OK).words();
            assert!(refused.contains("is for the office"), "{act}: {refused}");
        }
        assert!(there.get(&format!("{place}/compose")).await.status.is_client_error());
        does(&mut there, &id, "receive", &[]).await;
        let again = there.get(&format!("/matters/{id}/acts/receive")).await.expect(StatusCode::OK);
        assert!(again.has("form"), "{}", again.words());
        let list = clerk.get("/publicity/issues").await.expect(StatusCode::OK).words();
        assert!(list.contains("1 of 2 signed"), "{list}");
        // What is theirs alone is not in the other's lists.
        assert!(!there.get("/publicity/series").await.expect(StatusCode::OK).words().contains("云岭人大简讯"));
    }

    /// A program begins an issue: from a released piece with its text and byline, each fault in a sentence.
    async fn a_program_begins_an_issue_of_what_is_released(db: TestDb) {
        let room = room(db).await;
        let (series, _) = ready(&room).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/").await.expect(StatusCode::OK);
        let outlet = [("name", "省人大网"), ("level", "province"), ("medium", "web"), ("outward", ""), ("note", "")];
        let made = clerk.post("/publicity/outlets", &outlet).await;
        let outlet = made.location().expect("an outlet").rsplit('/').next().expect("its id").to_owned();
        let entry = [("title", "联络站里的一天"), ("authors", "王芳"), ("genre", "feature"), ("outlet", &outlet), ("on_date", "2025-03-01")];
        let piece = clerk.post("/publicity/ledger/new", &entry).await;
        let piece = piece.location().expect("a piece").rsplit('/').next().expect("its id").to_owned();
        let all = clerk.get("/api/v1/publicity/series").await.expect(StatusCode::OK).value();
        assert!(all["items"].as_array().expect("series").iter().any(|s| s["id"] == series.as_str()), "{all}");
        let today = room.db.clock.today().to_string();
        let mut new = json!({"series": series, "out_on": today, "sources": [piece], "title": "另一条", "content": "正文。"});
        let begun = clerk.json(Method::POST, "/api/v1/publicity/issues", &[], &new).await.expect(StatusCode::CREATED).value();
        let id = begun["id"].as_str().expect("its matter").to_owned();
        let matter = clerk.get(&format!("/api/v1/matters/{id}")).await.expect(StatusCode::OK).value();
        let items = matter["detail"]["items"].as_array().expect("items");
        assert_eq!(items.len(), 2, "{matter}");
        assert_eq!((&items[0]["title"], &items[0]["sender"], &items[0]["source"]), (&"联络站里的一天".into(), &"王芳".into(), &piece.as_str().into()));
        assert_eq!(items[1]["content"], "正文。");
        for (field, value) in [("series", json!("x")), ("sources", json!(["0000000000001"])), ("out_on", json!("2025-01-01")), ("title", json!(""))] {
            let good = new[field].clone();
            new[field] = value;
            let refused = clerk.json(Method::POST, "/api/v1/publicity/issues", &[], &new).await.expect(StatusCode::UNPROCESSABLE_ENTITY).value();
            assert!(refused.to_string().contains(field), "{field}: {refused}");
            new[field] = good;
        }
        let mut writer = room.client("correspondent").await;
        writer.get("/").await.expect(StatusCode::OK);
        writer.json(Method::POST, "/api/v1/publicity/issues", &[], &new).await.expect(StatusCode::FORBIDDEN);
    }
}
