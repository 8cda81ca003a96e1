//! Sound and film of a manuscript: what is kept, how long it is, and that a player gets the part it asks for.

use axum::http::StatusCode;
use kernel::file;
use kernel::id::Id;
use kernel::matter::Request;
use publicity::store::recording;
use testkit::TestDb;

use super::asked::room;
use super::photos::acts;
use super::room::rooms;
use super::walk::{does, ready};

/// So many seconds of silence: 8-bit sound, a thousand samples a second.
fn wav(seconds: u32) -> Vec<u8> {
    let size = seconds * 1000;
    let mut out = Vec::new();
    out.extend(b"RIFF");
    out.extend((36 + size).to_le_bytes());
    out.extend(b"WAVEfmt ");
    out.extend(16u32.to_le_bytes());
    out.extend(1u16.to_le_bytes());
    out.extend(1u16.to_le_bytes());
    out.extend(1000u32.to_le_bytes());
    out.extend(1000u32.to_le_bytes());
    out.extend(1u16.to_le_bytes());
    out.extend(8u16.to_le_bytes());
    out.extend(b"data");
    out.extend(size.to_le_bytes());
    out.extend((0..size).map(|n| n as u8));
    out
}

/// The head of a film that says nothing of its length.
fn webm() -> Vec<u8> {
    let mut out = vec![0x1a, 0x45, 0xdf, 0xa3, 0x8b, 0x42, 0x82, 0x84];
    out.extend(b"webm");
    out.resize(400, 0);
    out
}

testkit::on_both! { &rooms();
    /// A recording's length is read from its file, or typed where the file is silent; the piece lasts as long as they do
    /// together, until somebody says otherwise; the history and the API tell of them.
    async fn a_piece_lasts_what_its_recordings_do(db: TestDb) {
        let room = room(db).await;
        ready(&room).await;
        let mut author = room.client("correspondent").await;
        author.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = author.post("/publicity/manuscripts/new", &[("title", "河边的声音"), ("genre", "audio_video"), ("event_on", "")]).await;
        let id: Id = begun.location().expect("begun").split('/').nth(3).expect("its id").parse().expect("an id");
        let shown = format!("/publicity/manuscripts/{id}");
        let note = file::receive(&room.kernel, "说明.txt", "不是录音".as_bytes().to_vec()).await.expect("kept");
        let refused = acts(&room, "correspondent", id, Request::new("add_recordings").paper(note)).await;
        assert!(format!("{refused:?}").contains("publicity-not-a-recording"), "{refused:?}");

        let sound = file::receive(&room.kernel, "采访.wav", wav(75)).await.expect("kept");
        let film = file::receive(&room.kernel, "现场.webm", webm()).await.expect("kept");
        let add = Request::new("add_recordings").field("caption", "村民谈河道变化\n放鱼苗现场");
        acts(&room, "correspondent", id, add.paper(sound).paper(film)).await.expect("added");
        let page = author.get(&shown).await.expect(StatusCode::OK);
        assert!(page.has(".players audio[controls]") && page.has(".players video[controls]"));
        let captions = page.texts(".players figcaption").join(" ");
        assert!(captions.contains("村民谈河道变化1 min 15 s"), "{captions}");
        assert!(captions.contains("放鱼苗现场The file doesn’t say"), "{captions}");

        let all = recording::of_matter(&room.db.db, id).await.expect("read");
        let (sound, film) = (all[0].file_id.to_string(), all[1].file_id.to_string());
        does(&mut author, &id.to_string(), "describe_recording", &[("recording", &film), ("minutes", "2"), ("seconds", "5")]).await;
        let detail = author.get(&format!("/api/v1/matters/{id}")).await.expect(StatusCode::OK).value();
        assert_eq!(detail["detail"]["seconds"], 200, "{detail}");
        assert_eq!(detail["detail"]["recordings"][1]["seconds"], 125);
        assert_eq!(detail["detail"]["recordings"][0]["media_type"], "audio/wav");
        assert_eq!(detail["detail"]["recordings"][1]["caption"], "放鱼苗现场");
        does(&mut author, &id.to_string(), "drop_recording", &[("recording", &film)]).await;
        let lasts = author.get(&format!("/api/v1/matters/{id}")).await.value()["detail"]["seconds"].clone();
        assert_eq!(lasts, 75);
        // Typed by hand, a length stays whatever is added.
        does(&mut author, &id.to_string(), "describe", &[("genre", "audio_video"), ("minutes", "1"), ("seconds", "0")]).await;
        let more = file::receive(&room.kernel, "备用.wav", wav(9)).await.expect("kept");
        acts(&room, "correspondent", id, Request::new("add_recordings").paper(more)).await.expect("added");
        let page = author.get(&shown).await.expect(StatusCode::OK).words();
        assert!(page.contains("1 min 0 s") && page.contains("2:05") && page.contains("Files taken away: 现场.webm"), "{page}");
        room.client("clerk").await.get(&format!("/matters/{id}/files/{sound}")).await.expect(StatusCode::NOT_FOUND);
    }

    /// A player asks for parts: it gets those bytes and no others, and is told where there is no such part.
    async fn a_player_gets_the_part_it_asks_for(db: TestDb) {
        let room = room(db).await;
        ready(&room).await;
        let mut author = room.client("correspondent").await;
        author.get("/publicity/manuscripts/new").await.expect(StatusCode::OK);
        let begun = author.post("/publicity/manuscripts/new", &[("title", "录音"), ("genre", "audio_video"), ("event_on", "")]).await;
        let id: Id = begun.location().expect("begun").split('/').nth(3).expect("its id").parse().expect("an id");
        let bytes = wav(200);
        let sound = file::receive(&room.kernel, "长录音.wav", bytes.clone()).await.expect("kept");
        acts(&room, "correspondent", id, Request::new("add_recordings").paper(sound)).await.expect("added");
        let all = recording::of_matter(&room.db.db, id).await.expect("read");
        for place in [format!("/matters/{id}/files/{}", all[0].file_id), format!("/api/v1/matters/{id}/files/{}", all[0].file_id)] {
            let whole = author.get(&place).await.expect(StatusCode::OK);
            assert_eq!(whole.bytes, bytes);
            assert_eq!(whole.header("accept-ranges"), Some("bytes"));
            assert_eq!(whole.header("content-type"), Some("audio/wav"));
            let tag = whole.header("etag").expect("a tag").to_owned();
            let part = room.client("correspondent").await.with("range", "bytes=100000-170000").get(&place).await;
            let part = part.expect(StatusCode::PARTIAL_CONTENT);
            assert_eq!(part.bytes, bytes[100_000..=170_000]);
            assert_eq!(part.header("content-range"), Some(format!("bytes 100000-170000/{}", bytes.len()).as_str()));
            let last = room.client("correspondent").await.with("range", "bytes=-10").with("if-range", &tag).get(&place).await;
            assert_eq!(last.expect(StatusCode::PARTIAL_CONTENT).bytes, bytes[bytes.len() - 10..]);
            let other = room.client("correspondent").await.with("range", "bytes=-10").with("if-range", "\"other\"").get(&place).await;
            assert_eq!(other.expect(StatusCode::OK).bytes.len(), bytes.len());
            let none = room.client("correspondent").await.with("range", "bytes=9000000-").get(&place).await;
            none.expect(StatusCode::RANGE_NOT_SATISFIABLE);
        }
    }
}
