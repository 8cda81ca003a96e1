//! The life of one-time papers.

use ballot::Choice::{Abstain, No, Yes};
use ballot::booth;
use kernel::db::sql;
use testkit::TestDb;

use crate::room::{Room, refusal, rooms, server, votes};

async fn papers_in_the_box(room: &Room, id: kernel::id::Id) -> i64 {
    sql("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot_paper WHERE ballot_id = $1")
        .bind(id)
        .count(&room.kernel.db)
        .await
        .expect("counted")
}

testkit::on_both! { &rooms();
    async fn no_paper_is_taken_before_dealing_ends_and_none_given_after(db: TestDb) {
        let room = Room::new(db, 4).await;
        let id = room.ask(true, &["draft"], "majority", None).await;
        assert_eq!(refusal(booth::take(&room.kernel, &room.member(0), id).await), "not-found");
        ballot::deal(&room.kernel, &room.clerk, id, &room.roll).await.expect("dealt");
        let (paper, round) = booth::take(&room.kernel, &room.member(0), id).await.expect("a paper");
        assert_eq!(booth::take(&room.kernel, &room.member(0), id).await.expect("again"), (paper.clone(), round));
        let early = votes(&room.kernel, &room.clerk, id, Some(&paper), Yes).await;
        assert_eq!(refusal(early), "ballot-being-dealt");
        assert_eq!(papers_in_the_box(&room, id).await, 4 + ballot::paper::SPARE as i64);
        ballot::open(&room.kernel, &room.clerk, id, &[]).await.expect("opened");
        // What nobody took is destroyed.
        assert_eq!(papers_in_the_box(&room, id).await, 1);
        assert_eq!(refusal(booth::take(&room.kernel, &room.member(1), id).await), "ballot-dealing-over");
        assert_eq!(refusal(booth::take(&room.kernel, &room.member(0), id).await), "ballot-dealing-over");
        let unknown = votes(&room.kernel, &room.clerk, id, Some(&"0".repeat(32)), Yes).await;
        assert_eq!(refusal(unknown), "ballot-paper-unknown");
        votes(&room.kernel, &room.clerk, id, Some(&paper), Yes).await.expect("voted");
        let with_a_name = ballot::vote(&room.kernel, &room.member(1), id, &[Yes]).await;
        assert_eq!(refusal(with_a_name), "ballot-is-secret");
    }

    /// Who holds which paper was known to memory alone: after a crash all papers are dealt anew, the old worth nothing.
    async fn a_server_that_starts_deals_anew(db: TestDb) {
        let room = Room::new(db, 3).await;
        let id = room.ask(true, &["draft"], "majority", None).await;
        ballot::deal(&room.kernel, &room.clerk, id, &room.roll).await.expect("dealt");
        let (old, _) = booth::take(&room.kernel, &room.member(0), id).await.expect("a paper");
        let again = server(&room.db).await;
        ballot::restarted(&again).await.expect("restarted");
        let (new, round) = booth::take(&again, &room.member(0), id).await.expect("another paper");
        assert!(new != old && round == 2);
        ballot::open(&again, &room.clerk, id, &[]).await.expect("opened");
        assert_eq!(refusal(votes(&again, &room.clerk, id, Some(&old), Yes).await), "ballot-paper-unknown");
        votes(&again, &room.clerk, id, Some(&new), No).await.expect("voted");
        // A start while the vote runs changes nothing.
        ballot::restarted(&*server(&room.db).await).await.expect("restarted");
        let frozen = ballot::close(&again, &room.clerk, id, room.everybody(), "").await.expect("closed");
        assert_eq!((frozen.outcome.lines[0].no, frozen.sheet.electronic), (1, 1));
    }

    /// The answer was lost, the ballot has ended: the same paper is acknowledged still, another is refused.
    async fn a_paper_repeated_after_the_end_is_acknowledged(db: TestDb) {
        let room = Room::new(db, 3).await;
        let (id, papers) = room.opened(true).await;
        votes(&room.kernel, &room.clerk, id, Some(&papers[0]), Abstain).await.expect("voted");
        ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await.expect("closed");
        votes(&room.kernel, &room.clerk, id, Some(&papers[0]), Abstain).await.expect("acknowledged");
        assert_eq!(refusal(votes(&room.kernel, &room.clerk, id, Some(&papers[1]), Yes).await), "ballot-is-closed");
        // What the papers said is gone.
        let left: Vec<(Option<String>,)> = sql("SELECT choices FROM ballot_paper WHERE ballot_id = $1")
            .bind(id).all(&room.kernel.db).await.expect("rows");
        assert_eq!(left, [(Some(String::new()),)]);
    }

    /// Nothing that may stand beside a person changes while papers are put in.
    async fn a_vote_writes_its_paper_and_nothing_else(db: TestDb) {
        let room = Room::new(db, 5).await;
        let (id, papers) = room.opened(true).await;
        let secret = room.db.session(&room.county, "clerk").await;
        let everything = || async {
            let mut out = Vec::new();
            for table in ["session", "ballot_roll", "event", "notice", "account", "matter", "ballot", "api_token"] {
                let text = format!("SELECT COUNT(*), CAST(COALESCE(SUM({}), 0) AS BIGINT) FROM {table}", match table {
                    "session" => "seen_at % 1000000007",
                    "matter" | "ballot" => if table == "matter" { "rev" } else { "version" },
                    _ => "1",
                });
                let row: (i64, i64) = sql(text).one(&room.kernel.db).await.expect("a row");
                out.push((table, row));
            }
            out
        };
        let before = everything().await;
        for paper in &papers {
            // Minutes later a session would be noted as seen.
            room.db.clock.set(room.db.now().plus_seconds(400));
            let found = room.kernel.sessions.find(&room.kernel.db, &secret, room.db.now()).await.expect("looked up");
            assert!(found.is_some());
            votes(&room.kernel, &room.clerk, id, Some(paper), Yes).await.expect("voted");
            assert_eq!(everything().await, before);
        }
        ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await.expect("closed");
        let found = room.kernel.sessions.find(&room.kernel.db, &secret, room.db.now()).await.expect("looked up");
        assert!(found.is_some());
        let after = everything().await;
        assert_ne!(after[0], before[0], "once the ballot is over sessions are noted again");
    }
}
