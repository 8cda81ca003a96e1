//! The program is killed while votes come in: what was acknowledged is counted, once; and while papers are dealt: they are
//! dealt anew.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::StatusCode;
use testkit::TestDb;

use crate::hall::{Hall, cast, rooms};

const MEMBERS: usize = 24;

testkit::on_both! { &rooms();
    async fn a_kill_in_the_middle_loses_no_acknowledged_vote(db: TestDb) {
        let hall = Hall::new(db, MEMBERS).await;
        let program = hall.serve();
        let first = program.site.clone();
        let ballot = hall.clerk.asks(&first, hall.meeting, "secret").await;
        hall.clerk.does(&first, &format!("/ballots/{ballot}/deal"), &[]).await;
        let mut papers = Vec::new();
        for member in &hall.members {
            papers.push(member.takes(&first, &ballot).await);
        }
        hall.clerk.does(&first, &format!("/ballots/{ballot}/open"), &[]).await;
        // Devices repeat a vote, at whatever address the program has then, until it is acknowledged.
        let site = Arc::new(Mutex::new(first));
        let devices: Vec<_> = papers
            .into_iter()
            .enumerate()
            .map(|(n, paper)| {
                let (site, ballot) = (site.clone(), ballot.clone());
                let choice = if n % 3 == 0 { "no" } else { "yes" };
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(40 * n as u64)).await;
                    loop {
                        let at = site.lock().expect("the address").clone();
                        match cast(&at, &ballot, &paper, choice).await {
                            Ok(StatusCode::OK) => {
                                // Acknowledged; some devices lose the answer and send once more.
                                if n % 4 == 0 {
                                    let _ = cast(&at, &ballot, &paper, choice).await;
                                }
                                return choice;
                            }
                            Ok(other) => panic!("refused: {other}"),
                            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                        }
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(450)).await;
        drop(program);
        let program = hall.serve();
        site.lock().expect("the address").clone_from(&program.site);
        let (mut yes, mut no) = (0, 0);
        for device in devices {
            match device.await.expect("a device") {
                "yes" => yes += 1,
                _ => no += 1,
            }
        }
        assert_eq!(yes + no, MEMBERS, "every device was answered");
        hall.clerk.does(&program.site, &format!("/ballots/{ballot}/close"), &[]).await;
        let outcome = hall.outcome(&ballot).await;
        let line = &outcome["outcome"]["lines"][0];
        assert_eq!((line["yes"].as_u64(), line["no"].as_u64()), (Some(yes as u64), Some(no as u64)));
        assert_eq!(line["not_voted"], 0);
    }

    async fn a_kill_while_papers_are_dealt_deals_anew(db: TestDb) {
        let hall = Hall::new(db, 3).await;
        let program = hall.serve();
        let ballot = hall.clerk.asks(&program.site, hall.meeting, "secret").await;
        hall.clerk.does(&program.site, &format!("/ballots/{ballot}/deal"), &[]).await;
        let old = hall.members[0].takes(&program.site, &ballot).await;
        drop(program);
        let program = hall.serve();
        let new = hall.members[0].takes(&program.site, &ballot).await;
        assert_ne!(old, new);
        hall.clerk.does(&program.site, &format!("/ballots/{ballot}/open"), &[]).await;
        let refused = cast(&program.site, &ballot, &old, "yes").await.expect("an answer");
        assert_eq!(refused, StatusCode::CONFLICT);
        let taken = cast(&program.site, &ballot, &new, "yes").await.expect("an answer");
        assert_eq!(taken, StatusCode::OK);
    }
}
