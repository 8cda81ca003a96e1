//! At the same moment: late votes against the close, two closings, one member many times, two servers.

use std::sync::Arc;

use ballot::Choice::{No, Yes};
use kernel::Kernel;
use testkit::TestDb;

use crate::room::{Room, refusal, rooms, votes};

/// Votes and the close race; what was acknowledged is counted, what was refused is not.
async fn late_votes(room: &Room, secret: bool, pause: u64) {
    let (id, papers) = room.opened(secret).await;
    let other = room.second().await;
    let voters: Vec<_> = (0..room.roll.len())
        .map(|n| {
            let kernel: Arc<Kernel> = if n % 2 == 0 {
                room.kernel.clone()
            } else {
                other.clone()
            };
            let (member, paper) = (room.member(n), papers.get(n).cloned());
            let choice = if n % 3 == 0 { No } else { Yes };
            tokio::spawn(async move {
                let done = votes(&kernel, &member, id, paper.as_deref(), choice).await;
                (choice, done)
            })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_micros(pause)).await;
    let frozen = ballot::close(&other, &room.clerk, id, room.everybody(), "")
        .await
        .expect("closed");
    let (mut yes, mut no) = (0, 0);
    for voter in voters {
        let (choice, done) = voter.await.expect("a voter");
        match (choice, done) {
            (Yes, Ok(())) => yes += 1,
            (_, Ok(())) => no += 1,
            (_, refused) => assert_eq!(refusal(refused), "ballot-is-closed"),
        }
    }
    let line = &frozen.outcome.lines[0];
    assert_eq!((line.yes, line.no), (yes, no), "acknowledged and counted");
    assert_eq!(line.not_voted, room.roll.len() as u32 - yes - no);
}

testkit::on_both! { &rooms();
    async fn late_votes_are_counted_or_refused(db: TestDb) {
        let room = Room::new(db, 24).await;
        for pause in [0, 300, 2_000, 9_000] {
            late_votes(&room, false, pause).await;
            late_votes(&room, true, pause).await;
        }
    }

    async fn of_two_closings_one_closes(db: TestDb) {
        let room = Room::new(db, 3).await;
        let other = room.second().await;
        for _ in 0..5 {
            let (id, _) = room.opened(false).await;
            votes(&room.kernel, &room.member(0), id, None, Yes).await.expect("voted");
            let before = room.heard();
            let (a, b) = tokio::join!(
                ballot::close(&room.kernel, &room.clerk, id, room.everybody(), ""),
                ballot::close(&room.kernel, &room.other_clerk, id, room.everybody(), ""),
            );
            let (closed, refused) = if a.is_ok() { (a, b) } else { (b, a) };
            assert_eq!(closed.expect("one closes").outcome.lines[0].yes, 1);
            assert_eq!(refusal(refused), "ballot-is-closed");
            assert_eq!(room.heard() - before, 1);
            let late = ballot::close(&other, &room.clerk, id, room.everybody(), "").await;
            assert_eq!(refusal(late), "ballot-is-closed");
        }
    }

    /// Double clicks, retries and a change of mind, on two servers at once: the first vote stands and is counted once.
    async fn one_person_has_one_vote(db: TestDb) {
        let room = Room::new(db, 8).await;
        let other = room.second().await;
        for secret in [false, true] {
            let (id, papers) = room.opened(secret).await;
            let mut sent = Vec::new();
            for n in 0..room.roll.len() {
                for (k, choice) in [Yes, Yes, No, Yes, No].into_iter().enumerate() {
                    let kernel = if k % 2 == 0 { room.kernel.clone() } else { other.clone() };
                    let (member, paper) = (room.member(n), papers.get(n).cloned());
                    sent.push(tokio::spawn(async move {
                        (n, choice, votes(&kernel, &member, id, paper.as_deref(), choice).await)
                    }));
                }
            }
            let mut stood = vec![None; room.roll.len()];
            for one in sent {
                let (n, choice, done) = one.await.expect("sent");
                match done {
                    Ok(()) => assert_eq!(*stood[n].get_or_insert(choice), choice, "two votes of one"),
                    refused => assert_eq!(refusal(refused), "ballot-voted-otherwise"),
                }
            }
            let frozen = ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await.expect("closed");
            let line = &frozen.outcome.lines[0];
            let of = |c| stood.iter().filter(|s| **s == Some(c)).count() as u32;
            assert_eq!((line.yes, line.no, line.not_voted), (of(Yes), of(No), 0));
        }
    }

    /// Members ask two servers for papers at once, and again: each has one paper, and no more votes than papers.
    async fn a_member_takes_one_paper_of_all_servers(db: TestDb) {
        let room = Room::new(db, 10).await;
        let other = room.second().await;
        let id = room.ask(true, &["draft"], "majority", None).await;
        ballot::deal(&room.kernel, &room.clerk, id, &room.roll).await.expect("dealt");
        let asked: Vec<_> = (0..room.roll.len() * 4)
            .map(|k| {
                let kernel = if k % 2 == 0 { room.kernel.clone() } else { other.clone() };
                let member = room.member(k / 4);
                tokio::spawn(async move { (k / 4, ballot::booth::take(&kernel, &member, id).await) })
            })
            .collect();
        let mut papers = vec![None; room.roll.len()];
        for one in asked {
            let (n, got) = one.await.expect("asked");
            match got {
                Ok((paper, _)) => assert_eq!(*papers[n].get_or_insert(paper.clone()), paper, "two papers of one"),
                refused => assert_eq!(refusal(refused), "ballot-taken-elsewhere"),
            }
        }
        assert!(papers.iter().all(Option::is_some), "everybody has one");
        ballot::open(&room.kernel, &room.clerk, id, &[]).await.expect("opened");
        for paper in papers.iter().flatten() {
            votes(&other, &room.clerk, id, Some(paper), Yes).await.expect("voted");
        }
        let frozen = ballot::close(&room.kernel, &room.clerk, id, room.everybody(), "").await.expect("closed");
        assert_eq!((frozen.sheet.electronic, frozen.sheet.electronic_in), (10, 10));
        assert_eq!(frozen.outcome.lines[0].yes, 10);
    }
}
