//! A body with its members, a matter to vote on, and one server or two.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ballot::{Ask, BallotClosed, Choice, NewLine};
use kernel::access::{Act, Actor};
use kernel::error::{Error, Result};
use kernel::event::Subscriber;
use kernel::id::Id;
use kernel::matter::kind::Work;
use kernel::person::{self, NewPerson};
use kernel::{Kernel, procedures};
use meetings::kind::EventKind;
use testkit::{County, Engine, TestDb, system_act};
use threshold::Electorate;

/// The rooms of the database these tests need.
pub fn rooms() -> Vec<kernel::db::Migrations> {
    vec![kernel::MIGRATIONS, ballot::MIGRATIONS, meetings::MIGRATIONS]
}

/// How often somebody heard that a ballot closed.
#[derive(Default)]
pub struct Heard(pub AtomicUsize);

fn hear<'a>(kernel: &'a Kernel, _: &'a mut Act, closed: &'a BallotClosed) -> Work<'a, ()> {
    Box::pin(async move {
        if closed.outcome.majority == "fails" {
            return Err(Error::refused("invalid-missing"));
        }
        kernel.memory.of::<Heard>().0.fetch_add(1, Ordering::SeqCst);
        Ok(())
    })
}

pub struct Room {
    pub db: TestDb,
    pub county: County,
    pub kernel: Arc<Kernel>,
    pub clerk: Actor,
    pub other_clerk: Actor,
    pub matter: Id,
    pub roll: Vec<(Id, String)>,
}

impl Room {
    /// A body of `members`.
    pub async fn new(db: TestDb, members: usize) -> Room {
        let county = db.county().await;
        let kernel = server(&db).await;
        let mut act = system_act(&db.db, county.organ, db.now())
            .await
            .expect("an act");
        let kinds: Vec<_> = kernel.kinds().cloned().collect();
        procedures::install(&mut act, county.organ, &kinds)
            .await
            .expect("procedures");
        let mut roll = Vec::new();
        for n in 0..members {
            let name = format!("委员{n}");
            let new = NewPerson {
                name: name.clone(),
                ..NewPerson::default()
            };
            roll.push((person::add(&mut act, new).await.expect("a person"), name));
        }
        act.commit().await.expect("committed");
        let clerk = county.actor(&db, "clerk").await;
        let other_clerk = county.actor(&db, "clerk2").await;
        let matter = matter(&kernel, &clerk).await;
        Room {
            db,
            county,
            kernel,
            clerk,
            other_clerk,
            matter,
            roll,
        }
    }

    /// Another server on the same data; on SQLite, which one server has to itself, the same one.
    pub async fn second(&self) -> Arc<Kernel> {
        match self.db.engine {
            Engine::Sqlite => self.kernel.clone(),
            Engine::Postgres => server(&self.db).await,
        }
    }

    /// The member of that place on the roll.
    pub fn member(&self, n: usize) -> Actor {
        Actor {
            person: Some(self.roll[n].0),
            name: self.roll[n].1.clone(),
            posts: Vec::new(),
            ..self.clerk.clone()
        }
    }

    pub fn everybody(&self) -> Electorate {
        let n = self.roll.len() as u32;
        Electorate {
            seats: n,
            members: n,
            present: n,
        }
    }

    /// A ballot asked for on the matter.
    pub async fn ask(
        &self,
        secret: bool,
        lines: &[&str],
        majority: &str,
        at_most: Option<u32>,
    ) -> Id {
        let ask = Ask {
            matter: self.matter,
            title: "关于批准2025年财政预算调整方案的决定".to_owned(),
            body: "standing_committee".to_owned(),
            secret,
            majority: majority.to_owned(),
            lines: lines
                .iter()
                .map(|l| NewLine {
                    code: (*l).to_owned(),
                    title: (*l).to_owned(),
                })
                .collect(),
            at_most,
            write_ins: at_most.is_some(),
        };
        let word = kernel::access::Permission::Register;
        let mut act = self.kernel.act(&self.clerk, word).await.expect("an act");
        let id = ballot::ask(&mut act, ask).await.expect("asked");
        act.commit().await.expect("committed");
        id
    }

    /// A ballot that is open, its papers dealt where it is secret: the ballot and each member's paper.
    pub async fn opened(&self, secret: bool) -> (Id, Vec<String>) {
        let id = self.ask(secret, &["draft"], "majority", None).await;
        let papers = self.open(id, secret).await;
        (id, papers)
    }

    pub async fn open(&self, id: Id, secret: bool) -> Vec<String> {
        let mut papers = Vec::new();
        if secret {
            ballot::deal(&self.kernel, &self.clerk, id, &self.roll)
                .await
                .expect("dealt");
            for n in 0..self.roll.len() {
                let paper = ballot::booth::take(&self.kernel, &self.member(n), id).await;
                papers.push(paper.expect("a paper").0);
            }
        }
        ballot::open(&self.kernel, &self.clerk, id, &self.roll)
            .await
            .expect("opened");
        papers
    }

    pub fn heard(&self) -> usize {
        self.kernel.memory.of::<Heard>().0.load(Ordering::SeqCst)
    }
}

/// One server over the test's data.
pub async fn server(db: &TestDb) -> Arc<Kernel> {
    let listener = kernel::Part {
        name: "listener",
        hears: vec![Subscriber::new(hear)],
        ..kernel::Part::default()
    };
    let parts = vec![ballot::part(), meetings::area().part, listener];
    Arc::new(Kernel::new(db.reopen().await, db.clock.clone(), &db.folder, parts).expect("a kernel"))
}

/// A matter to vote on.
async fn matter(kernel: &Kernel, clerk: &Actor) -> Id {
    let entry = meetings::actions::Entry {
        kind: EventKind::Activity,
        title: "财政预算调整".to_owned(),
        from_on: clerk.today,
        to_on: clerk.today,
        place: String::new(),
        note: String::new(),
        confidential: false,
        body: None,
        at_time: String::new(),
    };
    meetings::actions::enter(kernel, clerk, entry)
        .await
        .expect("a matter")
}

/// Votes, whichever kind of ballot it is.
pub async fn votes(
    kernel: &Kernel,
    member: &Actor,
    ballot: Id,
    paper: Option<&str>,
    choice: Choice,
) -> Result<()> {
    match paper {
        Some(paper) => ballot::paper::cast(kernel, ballot, paper, &[choice]).await,
        None => ballot::vote(kernel, member, ballot, &[choice]).await,
    }
}

/// The key of a refusal.
pub fn refusal<T: std::fmt::Debug>(done: Result<T>) -> String {
    match done {
        Err(Error::Refused(m)) => m.key,
        Err(Error::Invalid(faults)) => faults[0].message.key.clone(),
        Err(Error::NotFound) => "not-found".to_owned(),
        other => panic!("not refused: {other:?}"),
    }
}
