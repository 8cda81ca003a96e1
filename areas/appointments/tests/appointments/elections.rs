//! Elections by the congress, from the nomination to the public notice, the certificates and the register.

use axum::http::StatusCode;
use testkit::TestDb;

use crate::room::{self, Room, does, rooms};
use crate::state;

testkit::on_both! { &rooms();
    /// An election: nominated by enough deputies, as many candidates as the article asks, the last seat voted on again.
    async fn the_congress_elects(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        let id = room.election(&mut clerk, "选举县人大常委会副主任", "县人大常委会副主任", "vice", "2", true).await;
        let nine = [("name", "甲某"), ("nominated_by", "joint"), ("signers", "9")];
        let refused = room::tries(&mut clerk, &id, "add_candidate", &nine).await;
        assert!(refused.words().contains("at least 10 deputies"), "{}", refused.words());
        for (name, by, signers) in [("甲某", "joint", "10"), ("乙某", "presidium", "0")] {
            let fields = [("name", name), ("nominated_by", by), ("signers", signers)];
            does(&mut clerk, &id, "add_candidate", &fields).await;
        }
        let refused = room::tries(&mut clerk, &id, "fix", &[]).await;
        assert!(refused.words().contains("two days"), "{}", refused.words());
        room.db.clock.set(room.db.now().plus_seconds(2 * 86_400));
        let mut clerk = room.client("clerk").await;
        let refused = room::tries(&mut clerk, &id, "fix", &[]).await;
        assert!(refused.words().contains("fewer candidates"), "two for two seats: {}", refused.words());
        does(&mut clerk, &id, "add_candidate", &[("name", "丙某"), ("nominated_by", "presidium")]).await;
        does(&mut clerk, &id, "fix", &[]).await;
        // All three are over half of 182; two of them are equal on the second seat.
        for (n, yes) in [("1", "150"), ("2", "100"), ("3", "100")] {
            let votes = [("uncounted", n), ("members", "182"), ("yes", yes), ("no", "5"), ("abstain", "0")];
            does(&mut clerk, &id, "enter_votes", &votes).await;
        }
        assert_eq!(state(&room, "clerk", &id).await, "ballot");
        does(&mut clerk, &id, "revote", &[]).await;
        for (n, yes) in [("2", "91"), ("3", "92")] {
            let votes = [("uncounted", n), ("members", "182"), ("yes", yes), ("no", "5"), ("abstain", "0")];
            does(&mut clerk, &id, "enter_votes", &votes).await;
        }
        assert_eq!(state(&room, "clerk", &id).await, "certificate");
        let known = clerk.get(&format!("/matters/{id}/acts/certify")).await.expect(StatusCode::OK);
        let session = known.attribute("input[name=meeting]", "value").expect("a name is offered");
        assert!(session.contains("人民代表大会"), "{session}");
        let meeting = "青川县第十八届人民代表大会第四次会议";
        let mut guest = room.guest();
        guest.get(&format!("/public/appointments/{id}")).await.expect(StatusCode::NOT_FOUND);
        does(&mut clerk, &id, "certify", &[("on_date", "2025-03-07"), ("meeting", meeting)]).await;
        let notice = clerk.get(&format!("/appointments/elections/{id}/notice.docx")).await.expect(StatusCode::OK);
        let words = room::word(&notice.bytes);
        assert!(words.contains("甲某、丙某为县人大常委会副主任") && words.contains("主席团"), "{words}");
        let certificate = clerk.get(&format!("/appointments/elections/{id}/certificates/3")).await.expect(StatusCode::OK);
        let words = room::word(&certificate.bytes);
        assert!(words.contains("丙某同志") && words.contains(meeting) && words.contains("20250002"), "{words}");
        clerk.get(&format!("/appointments/elections/{id}/certificates/2")).await.expect(StatusCode::NOT_FOUND);
        let page = guest.get(&format!("/public/appointments/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("甲某、丙某为县人大常委会副主任") && !page.words().contains("乙某"), "{}", page.words());
        let page = guest.get("/public/appointments").await.expect(StatusCode::OK);
        assert!(page.words().contains("丙某当选为县人大常委会副主任"), "{}", page.words());
        let held = clerk.get("/api/v1/office-holders").await.value();
        let names: Vec<&str> = held["items"].as_array().unwrap().iter().map(|h| h["name"].as_str().unwrap()).collect();
        assert!(names.len() == 2 && names.contains(&"甲某") && names.contains(&"丙某"), "{held}");
        let page = clerk.get(&format!("/appointments/elections/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("Not elected") && page.words().contains("公告〔2025〕1号"), "{}", page.words());
        clerk.get("/appointments/elections").await.expect(StatusCode::OK);
    }

    /// Somebody no candidate who is written in by over half of all deputies is elected like any other; at the change of
    /// terms the office ends for those who held it.
    async fn whoever_is_written_in_by_over_half_is_elected(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        clerk.get("/appointments/register/new").await.expect(StatusCode::OK);
        let before = [("name", "前任某"), ("office", "县监察委员会主任"), ("class", "head"), ("from_on", "2020-01-10")];
        clerk.post("/appointments/register", &before).await.expect(StatusCode::SEE_OTHER);
        let id = room.election(&mut clerk, "选举县监察委员会主任", "县监察委员会主任", "head", "1", true).await;
        does(&mut clerk, &id, "add_candidate", &[("name", "甲某"), ("nominated_by", "presidium")]).await;
        room.db.clock.set(room.db.now().plus_seconds(2 * 86_400));
        let mut clerk = room.client("clerk").await;
        does(&mut clerk, &id, "fix", &[]).await;
        let same = room::tries(&mut clerk, &id, "enter_written", &[("name", "甲某"), ("members", "182"), ("yes", "92")]).await;
        assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY, "a candidate is not written in");
        does(&mut clerk, &id, "enter_written", &[("name", "丁某"), ("members", "182"), ("yes", "92")]).await;
        does(&mut clerk, &id, "enter_votes", &[("uncounted", "1"), ("members", "182"), ("yes", "80"), ("no", "95"), ("abstain", "2")]).await;
        assert_eq!(state(&room, "clerk", &id).await, "certificate");
        does(&mut clerk, &id, "certify", &[("on_date", "2025-03-07"), ("meeting", "某次会议")]).await;
        let held = clerk.get("/api/v1/office-holders").await.value();
        let all = held["items"].as_array().unwrap();
        assert!(all.len() == 1 && all[0]["name"] == "丁某", "{held}");
    }

    /// More candidates than the law allows: votes of the primary settle who stands, level ones are ranked once more, and
    /// whoever comes after it has all of them ranked anew.
    async fn a_primary_settles_who_stands(db: TestDb) {
        let room = Room::of(db).await;
        let mut clerk = room.client("clerk").await;
        let id = room.election(&mut clerk, "选举县人民法院院长", "县人民法院院长", "head", "1", false).await;
        for name in ["甲某", "乙某"] {
            does(&mut clerk, &id, "add_candidate", &[("name", name), ("nominated_by", "presidium")]).await;
        }
        let refused = room::tries(&mut clerk, &id, "ask_primary", &[]).await;
        assert!(refused.words().contains("no primary is needed"), "{}", refused.words());
        does(&mut clerk, &id, "add_candidate", &[("name", "丙某"), ("nominated_by", "presidium")]).await;
        let refused = room::tries(&mut clerk, &id, "fix", &[]).await;
        assert!(refused.words().contains("a primary comes first"), "{}", refused.words());
        for (n, yes) in [("1", "120"), ("2", "60"), ("3", "60")] {
            does(&mut clerk, &id, "enter_primary", &[("unranked", n), ("yes", yes)]).await;
        }
        // Two are level on the second place.
        for (n, yes) in [("2", "81"), ("3", "80")] {
            does(&mut clerk, &id, "enter_primary", &[("unranked", n), ("yes", yes)]).await;
        }
        let page = clerk.get(&format!("/appointments/elections/{id}")).await.expect(StatusCode::OK);
        assert!(page.words().contains("预选落选，得80票"), "{}", page.words());
        does(&mut clerk, &id, "fix", &[]).await;
        assert_eq!(state(&room, "clerk", &id).await, "ballot");
        does(&mut clerk, &id, "ask_ballot", &[]).await;
        let matter: kernel::id::Id = id.parse().unwrap();
        let asked = ballot::of_matter(&room.db.db, matter).await.unwrap();
        assert_eq!(ballot::lines(&room.db.db, asked[0].id).await.unwrap().len(), 2);
        // Broken off, it may be asked for once more.
        let keeper = room.county.actor(&room.db, "clerk").await;
        ballot::cancel(&room.kernel, &keeper, asked[0].id, "投票设备故障").await.unwrap();
        does(&mut clerk, &id, "ask_ballot", &[]).await;
    }
}
