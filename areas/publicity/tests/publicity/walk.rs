//! A piece from the first line to the ledger: two authors, discussion, a return, three reviews, two outlets, a
//! rejection, an adoption, a correction, the file.

use axum::http::StatusCode;
use kernel::file;
use kernel::history;
use kernel::id::Id;
use kernel::matter::{Request, Standing, perform};
use publicity::kind::Held;
use testkit::{Client, TestDb};

use super::asked::{room, told, total};
use super::room::{Room, rooms};

/// A group led by the lead, with the correspondent in it, and two outlets.
pub async fn ready(room: &Room) -> (Id, Vec<String>) {
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
        clerk
            .post(&format!("{group}/members"), &fields)
            .await
            .expect(StatusCode::SEE_OTHER);
    }
    let mut outlets = Vec::new();
    for (name, level) in [("省人大网", "province"), ("市日报", "city")] {
        let fields = [
            ("name", name),
            ("level", level),
            ("medium", "web"),
            ("outward", ""),
            ("note", ""),
        ];
        let made = clerk.post("/publicity/outlets", &fields).await;
        outlets.push(
            made.location()
                .unwrap()
                .rsplit('/')
                .next()
                .unwrap()
                .to_owned(),
        );
    }
    (group.rsplit('/').next().unwrap().parse().unwrap(), outlets)
}

/// Does an act by its form, as a person would.
pub async fn does(client: &mut Client, id: &str, act: &str, fields: &[(&str, &str)]) {
    let page = client
        .get(&format!("/matters/{id}/acts/{act}"))
        .await
        .expect(StatusCode::OK);
    let rev = page
        .attribute("input[name=rev]", "value")
        .expect("the form knows the revision");
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

pub async fn state(room: &Room, who: &str, id: &str) -> String {
    let actor = room.county.actor(&room.db, who).await;
    let standing = Standing::read(&room.kernel, &actor, id.parse().unwrap())
        .await
        .unwrap();
    standing.matter.state
}

testkit::on_both! { &rooms();
    /// Everything a piece goes through, each step by the page of whoever does it.
    async fn a_piece_goes_from_the_first_line_to_the_ledger(db: TestDb) {
        let room = room(db).await;
        let (_, outlets) = ready(&room).await;
        let mut author = room.client("correspondent").await;
        author.get("/publicity/manuscripts").await.expect(StatusCode::OK);
        author.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = author.post("/publicity/manuscripts/new", &[("title", "代表视察河道"), ("genre", "news"), ("event_on", "2025-03-04")]).await;
        let place = begun.location().expect("it is written at once").to_owned();
        let id = place.split('/').nth(3).unwrap().to_owned();
        // Nothing is sent before anything is written; the staff see nothing of it yet.
        let offers = author.get(&format!("/publicity/manuscripts/{id}")).await.expect(StatusCode::OK);
        assert!(offers.words().contains("There is no text to be reviewed yet"), "{}", offers.words());
        room.client("clerk").await.get(&format!("/publicity/manuscripts/{id}")).await.expect(StatusCode::NOT_FOUND);
        let page = author.get(&place).await.expect(StatusCode::OK);
        assert!(page.has("form[data-autosave]"));
        let first = "3月4日，县人大代表视察了清水河治理工程。代表们沿河察看，听取了汇报。";
        author.post(&place, &[("version", "0"), ("title", "代表视察河道"), ("content", first)]).await.expect(StatusCode::SEE_OTHER);

        // Two authors, two parts to one; the group's lead remarks beside the text.
        let (one, two) = (room.county.person("correspondent").to_string(), room.county.person("grouplead").to_string());
        does(&mut author, &id, "share", &[("authors", &one), ("authors", &two), ("parts", "2、1")]).await;
        let mut lead = room.client("grouplead").await;
        does(&mut lead, &id, "remark", &[("note", "缺少群众的声音"), ("quote", "听取了汇报")]).await;
        does(&mut author, &id, "submit", &[]).await;
        assert_eq!(state(&room, "grouplead", &id).await, "group_review");
        does(&mut lead, &id, "return", &[("reason", "structure"), ("note", "补充沿河群众的话")]).await;
        assert_eq!(state(&room, "correspondent", &id).await, "draft");
        let second = "3月4日，县人大代表视察了清水河治理工程。“水清了，鱼也回来了。”沿河的村民说。";
        author.post(&place, &[("version", "1"), ("title", "清水河的鱼回来了"), ("content", second)]).await.expect(StatusCode::SEE_OTHER);
        let versions = author.get(&format!("/publicity/manuscripts/{id}/versions")).await.expect(StatusCode::OK);
        assert!(versions.has("del") && versions.has("ins"));
        assert!(versions.words().contains("代表们沿河察看"), "what is gone can still be read");
        does(&mut author, &id, "submit", &[]).await;

        // Three reviews with their score: fast is computed, the others are judged.
        does(&mut lead, &id, "pass", &[("lively", "22"), ("deep", "18"), ("solid", "24"), ("note", "")]).await;
        let mut office = room.client("officeleader").await;
        does(&mut office, &id, "pass", &[("lively", "20"), ("deep", "20"), ("solid", "23"), ("note", "可发")]).await;
        let mut leader = room.client("leader").await;
        does(&mut leader, &id, "release", &[("lively", "21"), ("deep", "20"), ("solid", "24"), ("note", "")]).await;
        assert_eq!(state(&room, "clerk", &id).await, "placing");
        let mut clerk = room.client("clerk").await;
        let page = clerk.get(&format!("/publicity/manuscripts/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("89 (fast 25, lively 22, deep 18, solid 24)"), "{}", page.words());
        for said in ["缺少群众的声音", "补充沿河群众的话", "张稿 2、施笔 1"] {
            assert!(page.words().contains(said), "{said}: {}", page.words());
        }

        // Two outlets: one declines, the other takes it.
        does(&mut clerk, &id, "send_out", &[("outlets", &outlets[0]), ("outlets", &outlets[1])]).await;
        let submission = {
            let actor = room.county.actor(&room.db, "clerk").await;
            let standing = Standing::read(&room.kernel, &actor, id.parse().unwrap()).await.unwrap();
            let held = Held::of(&standing).unwrap();
            assert_eq!(held.piece.submissions.len(), 2);
            held.piece.submissions.iter().find(|s| s.outlet == "市日报").unwrap().id.to_string()
        };
        does(&mut clerk, &id, "not_taken", &[("submission", &submission), ("note", "同题已有报道")]).await;
        let adopted: Vec<(&str, &str)> = vec![("manuscript", &id), ("outlet", &outlets[0]), ("on_date", "2025-03-05"), ("link", "https://example.org/1")];
        clerk.get(&format!("/publicity/ledger/new?manuscript={id}")).await.expect(StatusCode::OK);
        clerk.post("/publicity/ledger/new", &adopted).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(total(&room, "correspondent").await, 1);
        let shares = told(&room, "clerk", "publicity.bylines", &["person"]).await.0;
        assert_eq!(shares.len(), 2);

        // A correction says which outlets have to be told.
        let third = second.replace("清水河", "清水江");
        does(&mut clerk, &id, "correct", &[("title", "清水江的鱼回来了"), ("content", &third), ("note", "河名有误")]).await;
        let page = clerk.get(&format!("/publicity/manuscripts/{id}")).await.expect(StatusCode::OK);
        for said in ["清水江的鱼回来了", "Corrected since it was sent", "Not taken", "Adopted", "河名有误（省人大网）"] {
            assert!(page.words().contains(said), "{said}: {}", page.words());
        }
        does(&mut clerk, &id, "file", &[("note", "")]).await;
        assert_eq!(state(&room, "correspondent", &id).await, "filed");

        let actor = room.county.actor(&room.db, "correspondent").await;
        let history = history::of_matter(&room.db.db, &actor, id.parse().unwrap(), None, 100).await.unwrap();
        let kinds: Vec<&str> = history.rows.iter().rev().map(|e| e.kind.as_str()).collect();
        assert_eq!(kinds, ["opened", "write", "share", "remark", "submit", "return", "write", "submit", "pass", "pass",
            "release", "send_out", "not_taken", "adopted", "correct", "file"]);
        assert!(file::of_matter(&room.db.db, &actor, id.parse().unwrap()).await.unwrap().is_empty());
    }

    /// What is typed is kept for its writer alone, said to the other, and survives a version kept meanwhile.
    async fn two_who_write_at_once_lose_nothing(db: TestDb) {
        let room = room(db).await;
        ready(&room).await;
        let mut one = room.client("correspondent").await;
        one.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = one.post("/publicity/manuscripts/new", &[("title", "两个人写"), ("genre", "commentary"), ("event_on", "")]).await;
        let place = begun.location().unwrap().to_owned();
        let typing = place.replace("/write", "/typing");
        one.post(&place, &[("version", "0"), ("title", "两个人写"), ("content", "第一稿。")]).await.expect(StatusCode::SEE_OTHER);
        // The group's lead writes too, and is seen.
        let mut two = room.client("grouplead").await;
        two.get(&place).await.expect(StatusCode::OK);
        let kept = two.post(&typing, &[("version", "1"), ("title", "两个人写"), ("content", "第一稿，组长改。")]).await.expect(StatusCode::OK).value();
        assert!(kept["said"].as_str().unwrap().contains("8 of 2000 characters"), "{kept}");
        let seen = one.get(&typing).await.expect(StatusCode::OK).value();
        assert!(seen["said"].as_str().unwrap().contains("施笔"), "{seen}");
        assert!(!one.get(&place).await.expect(StatusCode::OK).words().contains("组长改"), "what is typed is its writer's own");
        // Half a form is kept as it is; the window closed, it is there again.
        two.post(&typing, &[("version", "1"), ("title", ""), ("content", "第一稿，组长又改。")]).await.expect(StatusCode::OK);
        let again = two.get(&place).await.expect(StatusCode::OK);
        assert!(again.words().contains("组长又改"));
        // One keeps a version; the other is shown both, and what he keeps then is the newest.
        one.post(&place, &[("version", "1"), ("title", "两个人写"), ("content", "第一稿，作者改。")]).await.expect(StatusCode::SEE_OTHER);
        let meanwhile = two.post(&place, &[("version", "1"), ("title", "两个人写"), ("content", "第一稿，组长又改。")]).await.expect(StatusCode::CONFLICT);
        for said in ["nothing is lost", "作者", "组长又"] {
            assert!(meanwhile.words().contains(said), "{said}: {}", meanwhile.words());
        }
        assert_eq!(meanwhile.attribute("input[name=version]", "value").as_deref(), Some("2"));
        two.post(&place, &[("version", "2"), ("title", "两个人写"), ("content", "第一稿，都改了。")]).await.expect(StatusCode::SEE_OTHER);
        let id: Id = place.split('/').nth(3).unwrap().parse().unwrap();
        let versions = two.get(&format!("/publicity/manuscripts/{id}/versions")).await.expect(StatusCode::OK);
        assert!(versions.words().contains("Version 3") && versions.words().contains("Version 1"));
        let one_back = two.get(&place).await.expect(StatusCode::OK);
        assert!(!one_back.words().contains("did not keep"), "kept as a version, nothing is left over");
        // Who may not write keeps nothing; who does not see it finds nothing.
        let clerk = room.county.actor(&room.db, "clerk").await;
        let refused = perform(&room.kernel, &clerk, id, Request::new("write")).await;
        assert!(refused.is_err());
        let mut clerk = room.client("clerk").await;
        clerk.get(&place).await.expect(StatusCode::NOT_FOUND);
        clerk.get(&typing).await.expect(StatusCode::NOT_FOUND);
    }
}
