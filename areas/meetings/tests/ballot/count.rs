//! Sheets of paper: two tellers, and everything that went out is accounted for.

use ballot::Choice::{No, Yes};
use ballot::tally::Marks;
use ballot::{Taken, count};
use testkit::TestDb;

use crate::room::{Room, refusal, rooms, votes};

fn marks(yes: u32, no: u32, abstain: u32, invalid: u32) -> Marks {
    Marks {
        yes,
        no,
        abstain,
        invalid,
    }
}

testkit::on_both! { &rooms();
    /// 9 on the roll: 5 vote on devices, one of them not; 3 sheets of paper go out, 2 come back.
    async fn what_went_out_is_accounted_for(db: TestDb) {
        let room = Room::new(db, 9).await;
        let (kernel, clerk) = (&room.kernel, &room.clerk);
        let id = room.ask(true, &["draft"], "majority", None).await;
        ballot::deal(kernel, clerk, id, &room.roll).await.expect("dealt");
        let mut papers = Vec::new();
        for n in 0..5 {
            papers.push(ballot::booth::take(kernel, &room.member(n), id).await.expect("a paper").0);
        }
        let gives = |n: usize, took| ballot::mark_paper(kernel, clerk, id, room.roll[n].0, "", took);
        assert_eq!(refusal(gives(0, true).await), "ballot-has-electronic");
        for n in 5..8 {
            gives(n, true).await.expect("noted");
        }
        assert_eq!(refusal(ballot::booth::take(kernel, &room.member(5), id).await), "ballot-has-paper");
        ballot::open(kernel, clerk, id, &[]).await.expect("opened");
        for (paper, choice) in papers.iter().zip([Yes, Yes, No, Yes]) {
            votes(kernel, clerk, id, Some(paper), choice).await.expect("voted");
        }
        let close = |why: &'static str| ballot::close(kernel, clerk, id, room.everybody(), why);
        assert_eq!(refusal(close("").await), "ballot-counts-missing");
        let wrong = count::enter(kernel, clerk, id, 2, &[marks(1, 1, 1, 0)]).await;
        assert_eq!(refusal(wrong), "ballot-count-does-not-add-up");
        count::enter(kernel, clerk, id, 2, &[marks(1, 0, 0, 1)]).await.expect("entered");
        assert_eq!(refusal(close("").await), "ballot-counts-missing");
        count::enter(kernel, &room.other_clerk, id, 2, &[marks(2, 0, 0, 0)]).await.expect("entered");
        assert_eq!(refusal(close("").await), "ballot-counts-differ");
        count::enter(kernel, &room.other_clerk, id, 2, &[marks(1, 0, 0, 1)]).await.expect("counted again");
        let third = room.county.actor(&room.db, "officeleader").await;
        assert_eq!(refusal(count::enter(kernel, &third, id, 2, &[marks(1, 0, 0, 1)]).await), "ballot-two-tellers");
        assert_eq!(refusal(close("").await), "ballot-explain");
        let frozen = close("一名委员携票离场").await.expect("closed");
        let (line, sheet) = (&frozen.outcome.lines[0], &frozen.sheet);
        assert_eq!((line.yes, line.no, line.abstain, line.invalid), (4, 1, 0, 1));
        assert_eq!((sheet.out(), sheet.back(), sheet.missing(), sheet.not_taken), (8, 6, 2, 1));
        assert_eq!(line.yes + line.no + line.abstain + line.invalid + sheet.missing(), sheet.out());
        assert_eq!(line.not_voted, 3);
        assert!(!line.passed, "4 of 9 are not more than half");
        let roll = ballot::frozen_roll(&kernel.db, id).await.expect("the roll");
        let of = |taken| roll.iter().filter(|e| e.taken == taken).count();
        assert_eq!((of(Taken::Electronic), of(Taken::Paper), of(Taken::Nothing)), (5, 3, 1));
        assert!(roll.iter().all(|e| e.choices.is_empty()));
    }

    /// More came back than went out: the ballot counts for nothing and can only be declared void.
    async fn a_box_with_too_many_papers_is_void(db: TestDb) {
        let room = Room::new(db, 4).await;
        let (id, _) = room.opened(false).await;
        ballot::mark_paper(&room.kernel, &room.clerk, id, room.roll[0].0, "", true).await.expect("noted");
        for teller in [&room.clerk, &room.other_clerk] {
            count::enter(&room.kernel, teller, id, 2, &[marks(2, 0, 0, 0)]).await.expect("entered");
        }
        let closed = ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await;
        assert_eq!(refusal(closed), "ballot-overfull");
        ballot::cancel(&room.kernel, &room.clerk, id, "收回的票多于发出的票").await.expect("void");
        assert_eq!(room.heard(), 0);
        let voted = votes(&room.kernel, &room.member(1), id, None, Yes).await;
        assert_eq!(refusal(voted), "ballot-is-void");
    }

    /// Everybody votes by hand or on paper: no device at all.
    async fn a_ballot_may_be_of_paper_alone(db: TestDb) {
        let room = Room::new(db, 3).await;
        let (id, _) = room.opened(false).await;
        for (person, name) in &room.roll {
            ballot::mark_paper(&room.kernel, &room.clerk, id, *person, name, true).await.expect("noted");
        }
        assert_eq!(refusal(votes(&room.kernel, &room.member(0), id, None, Yes).await), "ballot-has-paper");
        for teller in [&room.clerk, &room.other_clerk] {
            count::enter(&room.kernel, teller, id, 3, &[marks(2, 1, 0, 0)]).await.expect("entered");
        }
        let frozen = ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await.expect("closed");
        assert!(frozen.outcome.lines[0].passed);
        assert_eq!(room.heard(), 1);
    }
}
