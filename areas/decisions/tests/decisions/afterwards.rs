//! A published text that is corrected, earlier decisions that are alike, the list as a file.

use axum::http::StatusCode;
use testkit::TestDb;

use crate::room::{Room, TEXT, rooms};

testkit::on_both! { &rooms();
    /// The adopted text stays; the correction stands beside it on the open page, in the document and in the history.
    async fn a_published_text_is_corrected_beside_it(db: TestDb) {
        let room = Room::new(db).await;
        let unpublished = room.adopted().await;
        let early = room.client("clerk").await.get(&format!("/decisions/{unpublished}/correct")).await;
        assert!(early.status.is_client_error() && early.words().contains("没有公布"), "{}", early.words());

        let id = room.published(&[]).await;
        let address = format!("/decisions/{id}/correct");
        assert_eq!(room.status("unit", &address).await, StatusCode::FORBIDDEN);
        let mut clerk = room.client("clerk").await;
        let form = clerk.get(&address).await.expect(StatusCode::OK);
        assert!(form.words().contains("划定水源保护区"), "the text is at hand: {}", form.words());
        let not_there = [("wrong", "设立界碑"), ("right", "设立界标"), ("reason", "笔误")];
        let refused = clerk.post(&address, &not_there).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.words().contains("没有这段文字"), "{}", refused.words());
        clerk.get(&address).await;
        let wrong = [("wrong", "设立界标"), ("right", "设立界桩"), ("reason", "排印有误，表决稿为界桩")];
        clerk.post(&address, &wrong).await.expect(StatusCode::SEE_OTHER);

        let open = room.guest().get(&format!("/public/decisions/{id}")).await.expect(StatusCode::OK).words();
        assert!(open.contains("将“设立界标”更正为“设立界桩”") && open.contains("表决稿为界桩"), "{open}");
        assert!(open.contains("划定水源保护区，设立界标"), "what was adopted stays: {open}");
        let own = room.words("clerk", &format!("/decisions/{id}")).await;
        assert!(own.contains("更正公布的文本") && own.contains("设立界桩"), "{own}");
        let told = clerk.get(&format!("/api/v1/matters/{id}")).await;
        assert!(told.body().contains("设立界桩"), "{}", told.body());
        let word = room.guest().get(&format!("/public/decisions/{id}/text.docx")).await.expect(StatusCode::OK);
        assert!(word.bytes.starts_with(b"PK"));
    }

    /// Whoever enters something like it is shown what became of the first, once; so is whoever decides on it.
    async fn earlier_decisions_that_are_alike_are_shown(db: TestDb) {
        let room = Room::new(db).await;
        let first = room.published(&[]).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/decisions/new").await.expect(StatusCode::OK);
        let today = room.db.now().day().to_string();
        let fields = [
            ("title", "关于进一步加强饮用水水源保护的决定"), ("form", "decision"), ("subject", "environment"),
            ("body", "standing_committee"), ("brought_by", "chairpersons"), ("bringer", "主任会议"),
            ("received_on", today.as_str()), ("reason", "近年水质下降，群众反映集中。"), ("draft", TEXT),
        ];
        let asked = clerk.post("/decisions/new", &fields).await.expect(StatusCode::OK);
        let words = asked.words();
        assert!(words.contains("以前议过的相似事项") && words.contains("有效"), "{words}");
        assert!(asked.has(&format!("a[href$='/{first}']")), "{words}");
        assert_eq!(asked.attribute("[name=title]", "value").as_deref(), Some("关于进一步加强饮用水水源保护的决定"));
        let mut again = fields.to_vec();
        again.push(("seen", "yes"));
        let done = clerk.post("/decisions/new", &again).await.expect(StatusCode::SEE_OTHER);
        let id = done.location().and_then(|l| l.rsplit('/').next().map(str::to_owned)).expect("an id");
        let admit = room.words("clerk", &format!("/matters/{id}/acts/admit")).await;
        assert!(admit.contains("以前议过的相似事项"), "{admit}");
        // What nobody has brought in before is entered at once.
        let other = room.entered(&[("title", "关于批准县级决算的决议"), ("reason", "依法审查批准。"), ("seen", "")]).await;
        assert_ne!(other, first);
    }

    /// The list as Excel and WPS read it, narrowed as on the page; nothing for whoever may not read the list.
    async fn the_list_is_taken_as_a_file(db: TestDb) {
        let room = Room::new(db).await;
        room.entered(&[]).await;
        room.entered(&[("title", "关于批准县级决算的决议"), ("subject", "budget")]).await;
        let list = room.client("clerk").await.get("/decisions").await.expect(StatusCode::OK);
        assert!(list.has("a[href^='/decisions.xlsx']"), "{}", list.words());
        let csv = room.client("clerk").await.get("/decisions.csv").await.expect(StatusCode::OK).body();
        assert!(csv.contains("饮用水水源保护") && csv.contains("县级决算"), "{csv}");
        let csv = room.client("clerk").await.get("/decisions.csv?subject=budget").await.body();
        assert!(!csv.contains("饮用水水源保护") && csv.contains("县级决算"), "{csv}");
        let book = room.client("clerk").await.get("/decisions.xlsx").await.expect(StatusCode::OK);
        assert!(book.bytes.starts_with(b"PK"));
        assert_eq!(room.status("sysadmin", "/decisions.xlsx").await, StatusCode::FORBIDDEN);
    }
}
