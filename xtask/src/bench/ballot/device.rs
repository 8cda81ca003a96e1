//! A member's device: its page is open, it takes its paper, votes at a moment of its own, and repeats until it is answered.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::Value;
use tokio::task::JoinHandle;

use super::VOTING;
use super::hall::Member;
use super::wire;

/// Where the servers are; one that was killed comes back elsewhere.
pub struct Sites(Mutex<Vec<String>>);

impl Sites {
    pub fn new(all: impl Iterator<Item = String>) -> Sites {
        Sites(Mutex::new(all.collect()))
    }

    /// The server of the nth device.
    pub fn of(&self, n: usize) -> String {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all[n % all.len()].clone()
    }

    pub fn moved(&self, server: usize, to: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)[server] = to;
    }
}

/// A vote that was acknowledged, and how long that took from the first time it was sent.
#[derive(Debug, Clone, Copy)]
pub struct Vote {
    pub choice: &'static str,
    pub took: Duration,
}

#[derive(Default)]
struct Known {
    listens: bool,
    paper: Option<String>,
    open: bool,
    vote: Option<Vote>,
    result: Option<Instant>,
    trouble: Option<String>,
}

pub struct Device {
    known: Arc<Mutex<Known>>,
    tasks: Vec<JoinHandle<()>>,
}

struct Going {
    n: usize,
    member: Member,
    sites: Arc<Sites>,
    ballot: String,
    secret: bool,
    known: Arc<Mutex<Known>>,
}

impl Device {
    /// Opens the page.
    pub fn open(
        n: usize,
        member: Member,
        sites: Arc<Sites>,
        ballot: String,
        secret: bool,
    ) -> Device {
        let known = Arc::new(Mutex::new(Known::default()));
        let going = Arc::new(Going {
            n,
            member,
            sites,
            ballot,
            secret,
            known: known.clone(),
        });
        let (ear, hand) = (going.clone(), going);
        let tasks = vec![
            tokio::spawn(async move { ear.listen().await }),
            tokio::spawn(async move { hand.act().await }),
        ];
        Device { known, tasks }
    }

    fn known<T>(&self, ask: impl Fn(&Known) -> T) -> T {
        ask(&self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn listens(&self) -> bool {
        self.known(|k| k.listens)
    }

    pub fn has_paper(&self) -> bool {
        self.known(|k| k.paper.is_some())
    }

    pub fn vote(&self) -> Option<Vote> {
        self.known(|k| k.vote)
    }

    /// When the result stood on the page.
    pub fn result(&self) -> Option<Instant> {
        self.known(|k| k.result)
    }

    pub fn trouble(&self) -> Option<String> {
        self.known(|k| k.trouble.clone())
    }

    pub fn ends(self) {
        for task in self.tasks {
            task.abort();
        }
    }
}

impl Going {
    fn know(&self, change: impl FnOnce(&mut Known)) {
        change(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn asks<T>(&self, ask: impl Fn(&Known) -> T) -> T {
        ask(&self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Moments that differ from device to device.
    fn moment(&self, within: Duration) -> Duration {
        let n = (self.n as u64).wrapping_mul(2_654_435_761) % 10_007;
        within.mul_f64(n as f64 / 10_007.0)
    }

    /// The page's stream, opened again as often as it breaks.
    async fn listen(&self) {
        tokio::time::sleep(self.moment(Duration::from_secs(5))).await;
        loop {
            if let Err(e) = self.stream().await {
                self.know(|k| k.trouble = Some(format!("the stream: {e}")));
            }
            tokio::time::sleep(
                Duration::from_millis(200) + self.moment(Duration::from_millis(800)),
            )
            .await;
        }
    }

    async fn stream(&self) -> Result<()> {
        let site = self.sites.of(self.n);
        let page = wire::get(&site, "/vote", &self.member.cookie).await?;
        if page.status != 200 {
            bail!("the page answers {}", page.status);
        }
        let mut lines = wire::stream(&site, "/vote/live", &self.member.cookie).await?;
        self.know(|k| k.listens = true);
        while let Some(line) = lines.next_line().await? {
            let Some(data) = line.strip_prefix("data:") else {
                continue;
            };
            let told: Value = serde_json::from_str(data.trim())?;
            if told["id"] != self.ballot.as_str() {
                continue;
            }
            match told["state"].as_str() {
                Some("open") => self.know(|k| k.open = true),
                Some("closed") if told["html"].is_string() => {
                    self.know(|k| k.result = k.result.or(Some(Instant::now())));
                }
                Some("dealing") if self.secret => self.take().await,
                _ => {}
            }
        }
        bail!("ended")
    }

    /// Takes the paper, spread as the page spreads it.
    async fn take(&self) {
        if self.asks(|k| k.paper.is_some()) {
            return;
        }
        tokio::time::sleep(self.moment(Duration::from_millis(1_500))).await;
        for _ in 0..100 {
            let site = self.sites.of(self.n);
            let fields = [("_csrf", self.member.csrf.as_str())];
            let path = format!("/vote/{}/paper", self.ballot);
            match wire::post(&site, &path, Some(&self.member.cookie), &fields).await {
                Ok(answer) if answer.status == 200 => {
                    let told: Value = serde_json::from_str(&answer.body).unwrap_or_default();
                    let paper = told["paper"].as_str().map(str::to_owned);
                    self.know(|k| k.paper = paper);
                    return;
                }
                Ok(answer) => self.know(|k| k.trouble = Some(answer.body)),
                Err(e) => self.know(|k| k.trouble = Some(format!("the paper: {e}"))),
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }

    /// Votes once the vote is open.
    async fn act(&self) {
        while !self.asks(|k| k.open) {
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        tokio::time::sleep(self.moment(VOTING)).await;
        let choice = ["yes", "yes", "no", "yes", "abstain"][self.n % 5];
        let began = Instant::now();
        loop {
            match self.send(choice).await {
                Ok(200) => break,
                Ok(other) => self.know(|k| k.trouble = Some(format!("a vote is answered {other}"))),
                Err(e) => self.know(|k| k.trouble = Some(format!("a vote: {e}"))),
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        let took = began.elapsed();
        self.know(|k| k.vote = Some(Vote { choice, took }));
    }

    async fn send(&self, choice: &str) -> Result<u16> {
        let site = self.sites.of(self.n);
        let answer = match self.secret {
            true => {
                let paper = self.asks(|k| k.paper.clone()).unwrap_or_default();
                let fields = [
                    ("ballot", self.ballot.as_str()),
                    ("paper", &paper),
                    ("choices", choice),
                ];
                wire::post(&site, "/ballot-box", None, &fields).await?
            }
            false => {
                let fields = [("_csrf", self.member.csrf.as_str()), ("choices", choice)];
                let path = format!("/vote/{}", self.ballot);
                wire::post(&site, &path, Some(&self.member.cookie), &fields).await?
            }
        };
        Ok(answer.status)
    }
}
