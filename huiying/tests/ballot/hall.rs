//! A standing committee in its hall: members with their devices, a clerk at the desk, a meeting with all of them present;
//! and the program, driven as their devices drive it.

use std::sync::Arc;

use kernel::Kernel;
use kernel::access::Role;
use kernel::clock::Clock;
use kernel::db::sql;
use kernel::id::Id;
use kernel::person::{self, NewPerson, NewPost};
use kernel::{account, procedures};
use meetings::actions::body::{Joining, NewBody};
use meetings::actions::{self, Entry};
use meetings::kind::EventKind;
use meetings::model::body::{BodyKind, Duty};
use reqwest::{Client, StatusCode};
use serde_json::Value;
use testkit::{Program, TestDb, system_act};

use crate::areas;

pub const HUIYING: &str = env!("CARGO_BIN_EXE_huiying");

/// The migrations of every room.
pub fn rooms() -> Vec<kernel::db::Migrations> {
    let parts = frame::parts(&mut areas::all());
    let own = parts.into_iter().filter_map(|part| part.migrations);
    std::iter::once(kernel::MIGRATIONS).chain(own).collect()
}

/// Somebody with a device that is signed in.
#[derive(Debug, Clone)]
pub struct Seat {
    pub person: Id,
    pub name: String,
    /// The cookie's secret and the token of its forms.
    pub cookie: String,
    pub csrf: String,
}

pub struct Hall {
    pub db: TestDb,
    pub clerk: Seat,
    pub members: Vec<Seat>,
    pub meeting: Id,
}

impl Hall {
    /// A committee of so many members, all of them present at a meeting of today.
    pub async fn new(db: TestDb, members: usize) -> Hall {
        Hall::of(db, members, BodyKind::StandingCommittee).await
    }

    /// A body of so many members, all of them present at a meeting of today.
    pub async fn of(db: TestDb, members: usize, kind: BodyKind) -> Hall {
        let county = db.county().await;
        let parts = frame::parts(&mut areas::all());
        let kernel = Kernel::new(db.reopen().await, Clock::System, &db.folder, parts);
        let kernel = Arc::new(kernel.expect("a kernel"));
        let now = kernel.now();
        let mut act = system_act(&kernel.db, county.organ, now)
            .await
            .expect("an act");
        let kinds: Vec<_> = kernel.kinds().cloned().collect();
        procedures::install(&mut act, county.organ, &kinds)
            .await
            .expect("procedures");
        let hash = account::hash_password(testkit::PASSWORD)
            .await
            .expect("a hash");
        let since = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date");
        let mut people = Vec::new();
        for n in 0..members {
            let name = format!("委员{n:02}号");
            let new = NewPerson {
                name: name.clone(),
                ..NewPerson::default()
            };
            let person = person::add(&mut act, new).await.expect("a person");
            let post = NewPost {
                person,
                unit: None,
                role: Role::Deputy,
                title: "",
                term: Some(18),
                from_on: since,
                to_on: None,
            };
            person::appoint(&mut act, post).await.expect("a post");
            let called = format!("member{n}");
            let account = account::create(&mut act, &called, &hash, Some(person), &[], false).await;
            people.push((person, name, account.expect("an account")));
        }
        act.commit().await.expect("committed");
        let actor = account::actor_of(&kernel.db, county.account("clerk"), now.day());
        let actor = actor.await.expect("the clerk");
        let new = NewBody {
            kind,
            name: "青川县人大常委会".to_owned(),
            seats: members as i64 + 2,
            from_on: since,
        };
        let body = actions::body::add(&kernel, &actor, new)
            .await
            .expect("a body");
        for (person, ..) in &people {
            let joining = Joining {
                person: *person,
                duty: Duty::Member,
                from_on: since,
                to_on: None,
            };
            actions::body::join(&kernel, &actor, body, joining)
                .await
                .expect("a member");
        }
        let entry = Entry {
            kind: EventKind::Meeting,
            title: "县第十八届人大常委会第三十一次会议".to_owned(),
            from_on: now.day(),
            to_on: now.day(),
            place: "常委会会议厅".to_owned(),
            note: String::new(),
            confidential: false,
            body: Some(body),
            at_time: "09:00".to_owned(),
        };
        let meeting = actions::enter(&kernel, &actor, entry)
            .await
            .expect("a meeting");
        let lines: Vec<(Id,)> = sql("SELECT id FROM meeting_attendee WHERE meeting_id = $1")
            .bind(meeting)
            .all(&kernel.db)
            .await
            .expect("the roll");
        let present: Vec<Id> = lines.into_iter().map(|(id,)| id).collect();
        actions::roll::attend(&kernel, &actor, meeting, &present)
            .await
            .expect("present");
        let clerk = seat(&kernel, county.account("clerk"), "李文静", actor.person).await;
        let mut seats = Vec::new();
        for (person, name, account) in people {
            seats.push(seat(&kernel, account, &name, Some(person)).await);
        }
        kernel.db.close().await;
        Hall {
            db,
            clerk,
            members: seats,
            meeting,
        }
    }

    /// The program on this data, from now on.
    pub fn serve(&self) -> Program {
        let data = self.db.folder.to_string_lossy().into_owned();
        let url = self.db.url();
        Program::serve(
            HUIYING,
            &["serve", "--data", &data, "--database", &url],
            &self.db.folder,
        )
    }

    pub fn today(&self) -> String {
        Clock::System.today().to_string()
    }

    /// The ballot that was asked for on a matter.
    pub async fn asked(&self, matter: &str) -> String {
        let db = self.db.reopen().await;
        let all = ballot::of_matter(&db, matter.parse().expect("an id")).await;
        db.close().await;
        all.expect("the ballots")[0].id.to_string()
    }

    /// How many papers of a ballot still say something.
    pub async fn said(&self, ballot: &str) -> i64 {
        let id: Id = ballot.parse().expect("an id");
        let db = self.db.reopen().await;
        let said = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot_paper WHERE ballot_id = $1 AND choices <> ''")
            .bind(id)
            .count(&db)
            .await;
        db.close().await;
        said.expect("counted")
    }

    /// What was written of a ballot, read past the program.
    pub async fn outcome(&self, ballot: &str) -> Value {
        let id: Id = ballot.parse().expect("an id");
        let db = self.db.reopen().await;
        let found: Option<(Option<String>,)> = sql("SELECT outcome FROM ballot WHERE id = $1")
            .bind(id)
            .optional(&db)
            .await
            .expect("the ballot");
        db.close().await;
        let text = found.and_then(|(o,)| o).expect("an outcome");
        serde_json::from_str(&text).expect("JSON")
    }
}

async fn seat(kernel: &Kernel, account: Id, name: &str, person: Option<Id>) -> Seat {
    let begun = kernel
        .sessions
        .begin(&kernel.db, account, true, "127.0.0.1", "test", kernel.now())
        .await;
    let cookie = begun.expect("a session");
    let rows: Vec<(String,)> = sql("SELECT csrf FROM session WHERE account_id = $1")
        .bind(account)
        .all(&kernel.db)
        .await
        .expect("the session");
    Seat {
        person: person.expect("a person"),
        name: name.to_owned(),
        cookie,
        csrf: rows[0].0.clone(),
    }
}

impl Seat {
    /// Sends a form with this seat's session; the answer's status, where it leads, and its body.
    pub async fn post(
        &self,
        site: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let mut fields = fields.to_vec();
        fields.push(("_csrf", &self.csrf));
        let answer = client
            .post(format!("{site}{path}"))
            .header(
                "cookie",
                format!("huiying={}; huiying_lang=zh", self.cookie),
            )
            .form(&fields)
            .send()
            .await
            .expect("an answer");
        let status = answer.status();
        let to = answer
            .headers()
            .get("location")
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        (status, to, answer.text().await.unwrap_or_default())
    }

    /// A page or a file, as this seat gets it.
    pub async fn get(&self, site: &str, path: &str) -> (StatusCode, Vec<u8>) {
        let cookie = format!("huiying={}; huiying_lang=zh", self.cookie);
        let asked = Client::new().get(format!("{site}{path}"));
        let answer = asked.header("cookie", cookie).send().await;
        let answer = answer.expect("an answer");
        let status = answer.status();
        (status, answer.bytes().await.expect("a body").to_vec())
    }

    /// What the form of an act carries: the revision it was made of and the step.
    pub async fn form(&self, site: &str, path: &str) -> (String, String) {
        let (_, body) = self.get(site, path).await;
        let body = String::from_utf8_lossy(&body).into_owned();
        let value = |name: &str| {
            let at = body.find(&format!("name=\"{name}\""))?;
            let from = at + body[at..].find("value=\"")? + 7;
            let to = from + body[from..].find('"')?;
            Some(body[from..to].to_owned())
        };
        let rev = value("rev").unwrap_or_else(|| panic!("no form at {path}: {body}"));
        (rev, value("task").unwrap_or_default())
    }

    /// Does a step of the desk that must be done.
    pub async fn does(&self, site: &str, path: &str, fields: &[(&str, &str)]) -> String {
        let (status, to, body) = self.post(site, path, fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {body}");
        to
    }

    /// A trial ballot at the desk; its id.
    pub async fn asks(&self, site: &str, meeting: Id, how: &str) -> String {
        let path = format!("/meetings/{meeting}/ballots");
        let to = self
            .does(site, &path, &[("act", "trial"), ("how", how)])
            .await;
        to.rsplit('/').next().expect("an id").to_owned()
    }

    /// Takes this member's paper.
    pub async fn takes(&self, site: &str, ballot: &str) -> String {
        let (status, _, body) = self.post(site, &format!("/vote/{ballot}/paper"), &[]).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let told: Value = serde_json::from_str(&body).expect("JSON");
        told["paper"].as_str().expect("a paper").to_owned()
    }
}

/// Puts a paper in, as a device does: without any session. No answer at all is an error.
pub async fn cast(
    site: &str,
    ballot: &str,
    paper: &str,
    choice: &str,
) -> reqwest::Result<StatusCode> {
    let fields = [("ballot", ballot), ("paper", paper), ("choices", choice)];
    let answer = Client::new()
        .post(format!("{site}/ballot-box"))
        .form(&fields)
        .send()
        .await?;
    Ok(answer.status())
}

/// Puts a paper in with whatever stands on it, as a device does.
pub async fn put(site: &str, ballot: &str, paper: &str, fields: &[(&str, &str)]) -> StatusCode {
    let mut all = vec![("ballot", ballot), ("paper", paper)];
    all.extend(fields);
    let sent = Client::new().post(format!("{site}/ballot-box")).form(&all);
    sent.send().await.expect("an answer").status()
}
