//! What a closed ballot says, keeps, tells, and to whom it exists.

use ballot::Choice::{Abstain, No, Yes};
use ballot::State;
use kernel::history;
use testkit::TestDb;
use threshold::Electorate;

use crate::room::{Room, refusal, rooms, votes};

testkit::on_both! { &rooms();
    /// 27 seats, 25 members in office, 20 of them present, 12 for: most of those present, and not adopted.
    async fn most_of_those_present_is_not_enough(db: TestDb) {
        let room = Room::new(db, 20).await;
        let all = Electorate { seats: 27, members: 25, present: 20 };
        for (yes, passed) in [(12, false), (13, true)] {
            let (id, _) = room.opened(false).await;
            for n in 0..20 {
                let choice = if n < yes { Yes } else if n % 2 == 0 { No } else { Abstain };
                votes(&room.kernel, &room.member(n), id, None, choice).await.expect("voted");
            }
            let frozen = ballot::close(&room.kernel, &room.clerk, id, all, "").await.expect("closed");
            let line = &frozen.outcome.lines[0];
            assert_eq!((line.yes as usize, line.needed, line.passed), (yes, 13, passed));
            assert_eq!(frozen.base, 25);
            assert!(frozen.source.article.contains("五十一"), "{:?}", frozen.source);
        }
    }

    /// Nothing of a result exists before the close; after it the matter's history has numbers and no names.
    async fn nothing_is_told_before_the_close(db: TestDb) {
        let room = Room::new(db, 3).await;
        let (id, papers) = room.opened(true).await;
        votes(&room.kernel, &room.clerk, id, Some(&papers[2]), No).await.expect("voted");
        let running = ballot::by_id(&room.kernel.db, id).await.expect("a ballot");
        assert!(running.frozen().is_none());
        assert_eq!(ballot::progress(&room.kernel.db, &running).await.expect("progress").voted, 1);
        ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await.expect("closed");
        let page = history::of_matter(&room.kernel.db, &room.clerk, room.matter, None, 50).await.expect("history");
        let kinds: Vec<&str> = page.rows.iter().map(|e| e.kind.as_str()).collect();
        for kind in ["ballot_dealing", "ballot_opened", "ballot_closed"] {
            assert_eq!(kinds.iter().filter(|k| **k == kind).count(), 1, "{kinds:?}");
        }
        for entry in &page.rows {
            let data = entry.data().to_string();
            for (person, name) in &room.roll {
                assert!(!data.contains(name) && !data.contains(&person.to_string()), "{data}");
            }
            assert!(entry.kind == "ballot_closed" || !data.contains("outcome"));
        }
    }

    /// Whoever asked refuses the result: the ballot stays open, nothing of the close is there.
    async fn a_close_that_is_not_heard_does_not_happen(db: TestDb) {
        let room = Room::new(db, 3).await;
        let id = room.ask(false, &["draft"], "fails", None).await;
        room.open(id, false).await;
        let closed = ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await;
        assert_eq!(refusal(closed), "invalid-missing");
        let still = ballot::by_id(&room.kernel.db, id).await.expect("a ballot");
        assert_eq!(still.state, State::Open);
        votes(&room.kernel, &room.member(0), id, None, Yes).await.expect("votes go on");
    }

    async fn an_election_has_as_many_winners_as_seats(db: TestDb) {
        let room = Room::new(db, 5).await;
        let id = room.ask(true, &["甲", "乙", "丙"], "majority", Some(2)).await;
        let papers = room.open(id, true).await;
        let cast = |n: usize, choices: [ballot::Choice; 3]| {
            let paper = papers[n].clone();
            let kernel = room.kernel.clone();
            async move { ballot::paper::cast(&kernel, id, &paper, &choices).await }
        };
        assert_eq!(refusal(cast(0, [Yes, Yes, Yes]).await), "ballot-paper-too-many");
        for (n, choices) in [[Yes, Yes, No], [Yes, Yes, No], [Yes, No, Yes], [No, Yes, Yes], [Yes, No, Yes]].into_iter().enumerate() {
            cast(n, choices).await.expect("voted");
        }
        let frozen = ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await.expect("closed");
        // 甲 4, 乙 3, 丙 3 of 5: 乙 and 丙 are tied for the second seat and voted on again.
        let passed: Vec<bool> = frozen.outcome.lines.iter().map(|l| l.passed).collect();
        assert_eq!(passed, [true, false, false]);
        assert_eq!(frozen.tied, ["乙", "丙"]);
    }

    /// A trial leaves neither result for anybody who asked, nor history, nor votes.
    async fn a_trial_leaves_nothing_behind(db: TestDb) {
        let room = Room::new(db, 2).await;
        let before = history::of_matter(&room.kernel.db, &room.clerk, room.matter, None, 50).await.expect("history").rows.len();
        let id = ballot::trial(&room.kernel, &room.clerk, room.matter, "试投", "设备可用", "standing_committee", true).await.expect("a trial");
        let papers = room.open(id, true).await;
        votes(&room.kernel, &room.clerk, id, Some(&papers[0]), Yes).await.expect("voted");
        ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await.expect("closed");
        assert_eq!(room.heard(), 0);
        let after = history::of_matter(&room.kernel.db, &room.clerk, room.matter, None, 50).await.expect("history").rows.len();
        assert_eq!(after, before);
        assert!(ballot::of_matter(&room.kernel.db, room.matter).await.expect("ballots").is_empty());
        assert!(ballot::frozen_roll(&room.kernel.db, id).await.expect("a roll").is_empty());
    }

    /// Whoever is not on the roll, or does not see the matter, is told that there is no ballot.
    async fn a_ballot_does_not_exist_for_others(db: TestDb) {
        let room = Room::new(db, 3).await;
        let other = room.db.other_county().await;
        let stranger = other.actor(&room.db, "clerk").await;
        let deputy = room.county.actor(&room.db, "deputy").await;
        let (id, _) = room.opened(false).await;
        assert_eq!(refusal(ballot::vote(&room.kernel, &deputy, id, &[Yes]).await), "not-found");
        assert_eq!(refusal(ballot::close(&room.kernel, &stranger, id, room.everybody(), "").await), "not-found");
        assert_eq!(refusal(ballot::cancel(&room.kernel, &deputy, id, "x").await), "not-found");
    }
}
