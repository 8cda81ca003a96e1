//! Photos with their captions, a manuscript's own files, and outlets told of a correction one by one.

use axum::http::StatusCode;
use kernel::file;
use kernel::id::Id;
use kernel::matter::{Request, Standing, perform};
use publicity::kind::Held;
use testkit::TestDb;

use super::asked::room;
use super::room::{Room, rooms};
use super::walk::{does, ready};

/// The smallest PNG: one pixel.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, 0x49, 0x44, 0x41, 0x54, 8,
    0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, 0x49, 0x45,
    0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

pub async fn acts(room: &Room, who: &str, id: Id, request: Request) -> kernel::error::Result<()> {
    let actor = room.county.actor(&room.db, who).await;
    let standing = Standing::read(&room.kernel, &actor, id).await?;
    let request = request.rev(standing.matter.rev);
    perform(&room.kernel, &actor, id, request).await.map(|_| ())
}

testkit::on_both! { &rooms();
    /// Two photos with a line of caption each; what is no photo is refused with its name; a caption changed, a photo taken
    /// away; another file beside them.
    async fn photos_have_captions_and_a_manuscript_its_files(db: TestDb) {
        let room = room(db).await;
        ready(&room).await;
        let mut author = room.client("correspondent").await;
        author.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = author.post("/publicity/manuscripts/new", &[("title", "鱼回来了"), ("genre", "photo"), ("event_on", "")]).await;
        let place = begun.location().expect("begun").to_owned();
        let id: Id = place.split('/').nth(3).expect("its id").parse().expect("an id");
        author.get(&format!("/matters/{id}/acts/add_photos")).await.expect(StatusCode::OK);
        let note = file::receive(&room.kernel, "说明.txt", "不是照片".as_bytes().to_vec()).await.expect("kept");
        let refused = acts(&room, "correspondent", id, Request::new("add_photos").paper(note.clone())).await;
        assert!(format!("{refused:?}").contains("publicity-not-a-photo"), "{refused:?}");
        let mut add = Request::new("add_photos").field("caption", "清水河边\n村民放鱼苗");
        for name in ["a.png", "b.png"] {
            add = add.paper(file::receive(&room.kernel, name, PNG.to_vec()).await.expect("kept"));
        }
        acts(&room, "correspondent", id, add).await.expect("added");
        acts(&room, "correspondent", id, Request::new("add_paper").paper(note)).await.expect("added");
        let shown = format!("/publicity/manuscripts/{id}");
        let page = author.get(&shown).await.expect(StatusCode::OK);
        assert_eq!(page.texts(".photos figcaption"), ["清水河边", "村民放鱼苗"]);
        assert!(page.words().contains("说明.txt") && page.words().contains("2 photos"), "{}", page.words());
        let picture = page.attribute(".photos img", "src").expect("an address");
        let bytes = author.get(&picture).await.expect(StatusCode::OK);
        assert_eq!(bytes.bytes, PNG);
        // Nobody else's before it is sent in.
        room.client("clerk").await.get(&picture).await.expect(StatusCode::NOT_FOUND);
        let photo = picture.rsplit('/').next().expect("its id").to_owned();
        does(&mut author, &id.to_string(), "caption", &[("photo", &photo), ("caption", "清水河边的白鹭")]).await;
        assert_eq!(author.get(&shown).await.expect(StatusCode::OK).texts(".photos figcaption"), ["清水河边的白鹭", "村民放鱼苗"]);
        let actor = room.county.actor(&room.db, "correspondent").await;
        does(&mut author, &id.to_string(), "drop_photo", &[("photo", &photo)]).await;
        let page = author.get(&shown).await.expect(StatusCode::OK);
        assert_eq!(page.texts(".photos figcaption"), ["村民放鱼苗"]);
        author.get(&picture).await.expect(StatusCode::NOT_FOUND);
        let standing = Standing::read(&room.kernel, &actor, id).await.unwrap();
        assert_eq!(Held::of(&standing).unwrap().piece.paper.photos, 1);
    }

    /// A correction makes every outlet that has the piece one to be told; each is ticked off with how, and only then is quiet.
    async fn outlets_are_told_of_a_correction_one_by_one(db: TestDb) {
        let room = room(db).await;
        let (_, outlets) = ready(&room).await;
        let mut author = room.client("correspondent").await;
        author.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = author.post("/publicity/manuscripts/new", &[("title", "清水河"), ("genre", "news"), ("event_on", "")]).await;
        let place = begun.location().expect("begun").to_owned();
        author.post(&place, &[("version", "0"), ("title", "清水河"), ("content", "正文。")]).await.expect(StatusCode::SEE_OTHER);
        let id = place.split('/').nth(3).expect("its id").to_owned();
        does(&mut author, &id, "submit", &[]).await;
        let score = [("lively", "20"), ("deep", "20"), ("solid", "20"), ("note", "")];
        does(&mut room.client("grouplead").await, &id, "pass", &score).await;
        does(&mut room.client("officeleader").await, &id, "pass", &score).await;
        does(&mut room.client("leader").await, &id, "release", &score).await;
        let mut clerk = room.client("clerk").await;
        does(&mut clerk, &id, "send_out", &[("outlets", &outlets[0]), ("outlets", &outlets[1])]).await;
        let act = format!("/matters/{id}/acts/tell_outlet");
        assert!(clerk.get(&act).await.expect(StatusCode::OK).words().contains("No outlet has to be told"));
        does(&mut clerk, &id, "correct", &[("title", "清水江"), ("content", "正文。更正。"), ("note", "河名有误")]).await;
        let form = clerk.get(&act).await.expect(StatusCode::OK);
        let waiting = form.attributes("input[name=corrected]", "value");
        assert_eq!(waiting.len(), 2);
        does(&mut clerk, &id, "tell_outlet", &[("corrected", &waiting[0]), ("note", "电话告知周记者")]).await;
        let page = clerk.get(&format!("/publicity/manuscripts/{id}")).await.expect(StatusCode::OK).words();
        assert!(page.contains("Told of version 2") && page.contains("电话告知周记者"), "{page}");
        assert_eq!(page.matches("they have to be told").count(), 1, "{page}");
        let detail = clerk.get(&format!("/api/v1/matters/{id}")).await.expect(StatusCode::OK).value();
        let told: Vec<i64> = detail["detail"]["submissions"].as_array().expect("sent").iter().map(|s| s["told_version"].as_i64().expect("a version")).collect();
        assert_eq!(told.iter().sum::<i64>(), 2, "{detail}");
        does(&mut clerk, &id, "tell_outlet", &[("corrected", &waiting[1]), ("note", "")]).await;
        assert!(clerk.get(&act).await.expect(StatusCode::OK).words().contains("No outlet has to be told"));
    }
}
