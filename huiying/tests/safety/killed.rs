//! The real binary, killed at any moment while people act: nothing that was acknowledged is lost, nothing half done
//! stays, and every chain is whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use testkit::{Program, TestDb, run_program};
use tokio::task::JoinHandle;

use crate::world::rooms;

const HUIYING: &str = env!("CARGO_BIN_EXE_huiying");
/// How often it is killed, each time a little later after its start.
const KILLS: u64 = 6;
const WRITERS: usize = 3;
/// Acts acknowledged before a kill, at least.
const EACH: usize = 4;

/// What a command printed that must succeed.
fn done(folder: &Path, args: &[&str]) -> String {
    let output = run_program(HUIYING, args, folder);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {said}{complained}");
    said
}

/// One act, sent as programs do; its note, and what came back. No answer at all is an error.
async fn urge(site: &str, token: &str, matter: &str, note: &str) -> reqwest::Result<StatusCode> {
    let client = Client::new();
    let address = format!("{site}/api/v1/matters/{matter}");
    loop {
        let seen: Value = client
            .get(&address)
            .bearer_auth(token)
            .send()
            .await?
            .json()
            .await?;
        let answer = client
            .post(format!("{address}/acts/urge"))
            .bearer_auth(token)
            .header("if-match", format!("\"{}\"", seen["rev"]))
            .header("idempotency-key", note)
            .json(&json!({"fields": {"note": note}}))
            .send()
            .await?;
        // Another writer was quicker: look again.
        if answer.status() != StatusCode::PRECONDITION_FAILED {
            return Ok(answer.status());
        }
    }
}

testkit::on_both! { &rooms();
    async fn what_was_acknowledged_outlives_a_kill(db: TestDb) {
        let data = db.folder.to_string_lossy().into_owned();
        let url = db.url();
        let on = ["--data", &data, "--database", &url];
        let with = |args: &[&str]| -> Vec<String> {
            on.iter().chain(args).map(|a| (*a).to_owned()).collect()
        };
        let run = |args: &[&str]| {
            let args = with(args);
            done(&db.folder, &args.iter().map(String::as_str).collect::<Vec<_>>())
        };
        run(&["seed", "--matters", "8", "--seed", "3"]);
        let token = run(&["admin", "token", "leader"]).split_whitespace().last().expect("a token").to_owned();
        let serve = with(&["serve"]);
        let serve: Vec<&str> = serve.iter().map(String::as_str).collect();

        let mut acknowledged: Vec<(String, String)> = Vec::new();
        let mut sent: BTreeMap<String, usize> = BTreeMap::new();
        let mut matters: Vec<String> = Vec::new();
        for kill in 0..KILLS {
            let program = Program::serve(HUIYING, &serve, &db.folder);
            let site = program.site.clone();
            if matters.is_empty() {
                let list = Client::new().get(format!("{site}/api/v1/matters?open=yes&limit=200")).bearer_auth(&token);
                let list: Value = list.send().await.expect("a list").json().await.expect("JSON");
                let items = list["items"].as_array().expect("items").iter();
                let urged = items.filter(|m| m["kind"] == "proposal" || m["kind"] == "suggestion");
                matters = urged.filter_map(|m| m["id"].as_str()).map(str::to_owned).collect();
                assert!(matters.len() > 1, "running matters to act on");
            }
            let answered = Arc::new(AtomicUsize::new(0));
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let (site, token, matters) = (site.clone(), token.clone(), matters.clone());
                    let answered = answered.clone();
                    tokio::spawn(async move {
                        let (mut told, mut tried) = (Vec::new(), Vec::new());
                        for n in 0.. {
                            let note = format!("kill {kill} writer {writer} act {n} end");
                            let matter = matters[(n + writer) % matters.len()].clone();
                            tried.push(note.clone());
                            match urge(&site, &token, &matter, &note).await {
                                Ok(StatusCode::OK) => {
                                    told.push((matter, note));
                                    answered.fetch_add(1, Ordering::Relaxed);
                                }
                                Ok(other) => panic!("{note}: {other}"),
                                Err(_) => break,
                            }
                        }
                        (told, tried)
                    })
                })
                .collect();
            tokio::time::sleep(Duration::from_millis(400 + 137 * kill)).await;
            // A busy machine answers slowly; a kill before anything was acknowledged would prove nothing.
            while answered.load(Ordering::Relaxed) < EACH {
                assert!(!writers.iter().all(JoinHandle::is_finished), "the writers write");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            drop(program);
            for writer in writers {
                let (told, tried) = writer.await.expect("a writer");
                acknowledged.extend(told);
                sent.extend(tried.into_iter().map(|note| (note, 0)));
            }
        }

        run(&["verify"]);
        let program = Program::serve(HUIYING, &serve, &db.folder);
        for matter in &matters {
            let mut next = format!("{}/api/v1/matters/{matter}/history?limit=200", program.site);
            let first = next.clone();
            loop {
                let page: Value = Client::new().get(&next).bearer_auth(&token).send().await.expect("history").json().await.expect("JSON");
                for event in page["items"].as_array().expect("items") {
                    for (note, times) in &mut sent {
                        *times += usize::from(event.to_string().contains(note.as_str()));
                    }
                }
                match page["next_cursor"].as_str() {
                    Some(cursor) => next = format!("{first}&cursor={cursor}"),
                    None => break,
                }
            }
        }
        for (matter, note) in &acknowledged {
            assert_eq!(sent[note], 1, "{note} on {matter} was acknowledged");
        }
        // The one that was under way when the power failed is there whole, or not at all.
        assert!(sent.values().all(|times| *times <= 1), "an act stands twice");
    }
}
