//! Sheets of paper: two tellers, and everything that went out is accounted for.

use ballot::Choice::{Abstain, No, Yes};
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
        // Who was handed a paper may have a sheet in its place while they are dealt; the paper is worth nothing then.
        gives(4, true).await.expect("exchanged");
        assert_eq!(refusal(ballot::booth::take(kernel, &room.member(4), id).await), "ballot-has-paper");
        gives(4, false).await.expect("given back");
        let again = ballot::booth::take(kernel, &room.member(4), id).await.expect("another paper").0;
        assert_ne!(again, papers[4]);
        let old = std::mem::replace(&mut papers[4], again);
        for n in 5..8 {
            gives(n, true).await.expect("noted");
        }
        assert_eq!(refusal(ballot::booth::take(kernel, &room.member(5), id).await), "ballot-has-paper");
        ballot::open(kernel, clerk, id, &[]).await.expect("opened");
        assert_eq!(refusal(gives(0, true).await), "ballot-has-electronic");
        assert_eq!(refusal(votes(kernel, clerk, id, Some(&old), Yes).await), "ballot-paper-unknown");
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

    /// An election of one: a name written in on devices and on sheets, counted together, elected; nothing of it stands on a
    /// paper after the close.
    async fn names_written_in_are_counted_together(db: TestDb) {
        let room = Room::new(db, 5).await;
        let (kernel, clerk) = (&room.kernel, &room.clerk);
        let id = room.ask(true, &["甲某", "乙某"], "election", Some(1)).await;
        ballot::deal(kernel, clerk, id, &room.roll).await.expect("dealt");
        let mut papers = Vec::new();
        for n in 0..3 {
            papers.push(ballot::booth::take(kernel, &room.member(n), id).await.expect("a paper").0);
        }
        for n in 3..5 {
            ballot::mark_paper(kernel, clerk, id, room.roll[n].0, "", true).await.expect("noted");
        }
        ballot::open(kernel, clerk, id, &[]).await.expect("opened");
        let elect = async |n: usize, choices: [ballot::Choice; 2], names: &[&str]| {
            let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
            ballot::paper::elect(kernel, id, &papers[n], &choices, &names).await
        };
        assert_eq!(refusal(elect(0, [Yes, No], &["丁某"]).await), "ballot-paper-too-many");
        assert_eq!(refusal(elect(0, [No, No], &["丁某", "戊某"]).await), "ballot-paper-too-many");
        assert_eq!(refusal(elect(0, [Abstain, Abstain], &["丁某"]).await), "ballot-write-in-not-against");
        assert_eq!(refusal(elect(0, [No, No], &["乙 某"]).await), "ballot-write-in-candidate");
        elect(0, [No, No], &["丁 某"]).await.expect("voted");
        elect(0, [No, No], &["丁某"]).await.expect("the same again");
        assert_eq!(refusal(elect(0, [No, No], &["戊某"]).await), "ballot-voted-otherwise");
        elect(1, [No, No], &["丁某"]).await.expect("voted");
        elect(2, [Yes, No], &[]).await.expect("voted");
        let sheets = |written: &[(&str, u32)]| count::Sheets {
            returned: 2,
            lines: vec![marks(1, 1, 0, 0), marks(0, 2, 0, 0)],
            written: written.iter().map(|(n, v)| ((*n).to_owned(), *v)).collect(),
        };
        let enter = async |who: &kernel::access::Actor, written: &[(&str, u32)]| {
            count::enter_sheets(kernel, who, id, sheets(written)).await
        };
        // Two sheets choose two at most: one for a candidate, one name.
        assert_eq!(refusal(enter(clerk, &[("丁某", 2)]).await), "ballot-count-chosen-over");
        assert_eq!(refusal(enter(clerk, &[("甲某", 1)]).await), "ballot-write-in-candidate");
        enter(clerk, &[("丁某", 1)]).await.expect("entered");
        enter(&room.other_clerk, &[("丁 其", 1)]).await.expect("entered");
        let closed = ballot::close(kernel, clerk, id, room.everybody(), "").await;
        assert_eq!(refusal(closed), "ballot-counts-differ");
        enter(&room.other_clerk, &[("丁 某", 1)]).await.expect("counted again");
        let frozen = ballot::close(kernel, clerk, id, room.everybody(), "").await.expect("closed");
        let written = &frozen.outcome.written[0];
        assert_eq!((written.title.as_str(), written.yes, written.needed, written.passed), ("丁某", 3, 3, true));
        assert!(frozen.outcome.lines.iter().all(|l| !l.passed));
        for line in &frozen.outcome.lines {
            let all = line.yes + line.no + line.abstain + line.invalid + frozen.sheet.missing();
            assert_eq!(all, frozen.sheet.out(), "papers add up");
        }
        let left: Vec<(Option<String>,)> = kernel::db::sql("SELECT choices FROM ballot_paper WHERE ballot_id = $1")
            .bind(id).all(&room.kernel.db).await.expect("rows");
        assert!(left.iter().all(|(said,)| said.as_deref() == Some("")), "{left:?}");
    }

    /// A ballot that is no election takes no name, and a draft has none written in.
    async fn no_name_is_written_in_where_nobody_is_elected(db: TestDb) {
        let room = Room::new(db, 2).await;
        let (id, papers) = room.opened(true).await;
        let named = ballot::paper::elect(&room.kernel, id, &papers[0], &[No], &["丁某".to_owned()]).await;
        assert_eq!(refusal(named), "ballot-no-write-ins");
    }
}
