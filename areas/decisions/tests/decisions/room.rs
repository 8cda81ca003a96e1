//! A county's office with this area and the ballot box: everybody signed in, acts done by their forms.

use std::sync::Arc;

use axum::http::StatusCode;
use ballot::Choice;
use decisions::store::instruction;
use frame::Settings;
use kernel::access::Actor;
use kernel::db::Migrations;
use kernel::id::Id;
use kernel::matter::Standing;
use kernel::statistics::{self, Question, Value};
use kernel::{Kernel, procedures, search};
use testkit::{Client, County, Page, TestDb, Upload, system_act};
use threshold::Electorate;

/// The rooms of the database these tests need.
pub fn rooms() -> [Migrations; 3] {
    [
        kernel::MIGRATIONS,
        ballot::MIGRATIONS,
        decisions::MIGRATIONS,
    ]
}

pub struct Room {
    pub kernel: Arc<Kernel>,
    pub router: axum::Router,
    pub county: County,
    pub db: TestDb,
}

impl Room {
    pub async fn new(db: TestDb) -> Room {
        let county = db.county().await;
        let mut areas = vec![decisions::area()];
        let mut parts = frame::parts(&mut areas);
        parts.push(ballot::part());
        let kernel =
            Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, parts).expect("a kernel");
        let mut act = system_act(&db.db, county.organ, db.now())
            .await
            .expect("an act");
        let kinds: Vec<_> = kernel.kinds().cloned().collect();
        procedures::install(&mut act, county.organ, &kinds)
            .await
            .expect("procedures");
        act.commit().await.expect("committed");
        let kernel = Arc::new(kernel);
        let (router, _) = frame::router(kernel.clone(), Settings::default(), areas);
        Room {
            kernel,
            router,
            county,
            db,
        }
    }

    pub async fn client(&self, who: &str) -> Client {
        let secret = self.db.session(&self.county, who).await;
        let mut client = self.guest().with_cookie("huiying", &secret);
        client.get("/").await;
        client
    }

    /// Nobody signed in.
    pub fn guest(&self) -> Client {
        Client::new(self.router.clone()).with("accept-language", "zh")
    }

    pub async fn actor(&self, who: &str) -> Actor {
        self.county.actor(&self.db, who).await
    }

    /// Somebody does an act by its form, with files; the answer.
    pub async fn sends(
        &self,
        who: &str,
        id: Id,
        act: &str,
        fields: &[(&str, &str)],
        files: &[Upload<'_>],
    ) -> Page {
        let mut client = self.client(who).await;
        let address = format!("/matters/{id}/acts/{act}");
        let form = client.get(&address).await.expect(StatusCode::OK);
        let mut all = fields.to_vec();
        let hidden: Vec<(&str, Option<String>)> = ["rev", "task"]
            .into_iter()
            .map(|name| {
                let value = form.attribute(&format!("input[name={name}]"), "value");
                (name, value)
            })
            .collect();
        for (name, value) in &hidden {
            all.extend(value.as_deref().map(|value| (*name, value)));
        }
        client.upload(&address, &all, files).await
    }

    pub async fn does(&self, who: &str, id: Id, act: &str, fields: &[(&str, &str)]) {
        let done = self.sends(who, id, act, fields, &[]).await;
        assert!(
            done.location().is_some(),
            "{who} does {act}: {}",
            done.words()
        );
    }

    /// Whoever tries is told why not.
    pub async fn refused(&self, who: &str, id: Id, act: &str, fields: &[(&str, &str)]) -> String {
        let done = self.sends(who, id, act, fields, &[]).await;
        assert!(done.location().is_none(), "{who} does {act}");
        done.words()
    }

    /// What somebody reads at an address.
    pub async fn words(&self, who: &str, address: &str) -> String {
        let page = self.client(who).await.get(address).await;
        page.expect(StatusCode::OK).words()
    }

    pub async fn status(&self, who: &str, address: &str) -> StatusCode {
        self.client(who).await.get(address).await.status
    }

    pub async fn state(&self, id: Id) -> String {
        let standing = Standing::read(&self.kernel, &self.actor("clerk").await, id).await;
        standing
            .unwrap_or_else(|e| panic!("{e}"))
            .matter
            .state
            .clone()
    }

    /// A proposal of the chairpersons' meeting, entered by the clerk.
    pub async fn entered(&self, more: &[(&str, &str)]) -> Id {
        let mut client = self.client("clerk").await;
        client.get("/decisions/new").await.expect(StatusCode::OK);
        let today = self.db.now().day().to_string();
        let usual = [
            ("title", "关于加强饮用水水源保护的决定"),
            ("form", "decision"),
            ("subject", "environment"),
            ("body", "standing_committee"),
            ("brought_by", "chairpersons"),
            ("bringer", "县人大常委会主任会议"),
            ("received_on", today.as_str()),
            ("reason", "近年水质下降，群众反映集中。"),
            // What is alike was looked at.
            ("seen", "yes"),
        ];
        let mut fields: Vec<(&str, &str)> = usual
            .into_iter()
            .filter(|(name, _)| !more.iter().any(|(n, _)| n == name))
            .collect();
        fields.extend_from_slice(more);
        let done = client.post("/decisions/new", &fields).await;
        let to = done
            .location()
            .unwrap_or_else(|| panic!("{}", done.words()));
        to.rsplit('/')
            .next()
            .and_then(|id| id.parse().ok())
            .expect("an id")
    }

    /// Taken up and drafted.
    pub async fn drafted(&self) -> Id {
        let id = self.entered(&[]).await;
        self.does("clerk", id, "admit", &[]).await;
        let text = [("stage", "draft"), ("content", TEXT)];
        self.does("committee", id, "save_version", &text).await;
        id
    }

    /// Before the members, and put to the vote; the ballot.
    pub async fn put(&self, id: Id) -> Id {
        self.does("committee", id, "submit", &[]).await;
        self.does("clerk", id, "put_to_vote", &[]).await;
        self.asked(id).await
    }

    /// The ballot that waits for a meeting.
    pub async fn asked(&self, id: Id) -> Id {
        let all = ballot::of_matter(&self.kernel.db, id)
            .await
            .expect("ballots");
        let waits = all.iter().rfind(|b| b.state == ballot::State::Asked);
        waits.expect("a ballot was asked for").id
    }

    /// The members vote on their devices, so many for it and so many against; the clerk closes the ballot.
    pub async fn votes(&self, ballot: Id, yes: usize, no: usize, members: u32, present: u32) {
        let clerk = self.actor("clerk").await;
        let voters = ["deputy", "deputy2", "deputy3", "leader", "chief"];
        let roll: Vec<(Id, String)> = voters
            .iter()
            .map(|v| (self.county.person(v), (*v).to_owned()))
            .collect();
        let kernel = &self.kernel;
        ballot::open(kernel, &clerk, ballot, &roll)
            .await
            .unwrap_or_else(|e| panic!("opened: {e:?}"));
        for (n, who) in voters.iter().enumerate().take(yes + no) {
            let choice = match n < yes {
                true => Choice::Yes,
                false => Choice::No,
            };
            let member = self.actor(who).await;
            ballot::vote(kernel, &member, ballot, &[choice])
                .await
                .unwrap_or_else(|e| panic!("{who} votes: {e:?}"));
        }
        let electorate = Electorate {
            seats: members,
            members,
            present,
        };
        ballot::close(kernel, &clerk, ballot, electorate, "")
            .await
            .unwrap_or_else(|e| panic!("closed: {e:?}"));
    }

    /// Adopted by three of five.
    pub async fn adopted(&self) -> Id {
        let id = self.drafted().await;
        let ballot = self.put(id).await;
        self.votes(ballot, 3, 1, 5, 5).await;
        id
    }

    /// Numbered and published today.
    pub async fn published(&self, more: &[(&str, &str)]) -> Id {
        let id = self.adopted().await;
        self.does("clerk", id, "number", &[("code_word", "青川人大常")])
            .await;
        let today = self.db.now().day().to_string();
        let mut fields = vec![
            ("on_date", today.as_str()),
            ("where", "县人大网站"),
            ("checked", "1"),
        ];
        fields.extend_from_slice(more);
        self.does("clerk", id, "publish", &fields).await;
        id
    }

    /// The titles somebody finds by a word.
    pub async fn finds(&self, who: &str, word: &str) -> Vec<String> {
        let actor = self.actor(who).await;
        let found = search::find(&self.db.db, &actor, word, None, None, 50).await;
        let hits = found.expect("it is searched").hits;
        hits.iter().map(search::Hit::plain_title).collect()
    }

    /// A figure as the clerk is told it, split by a dimension: the whole, and the first key's code.
    pub async fn figure(&self, name: &str, by: &str) -> (Value, String) {
        let question = Question {
            by: vec![by.to_owned()],
            ..Question::default()
        };
        let clerk = self.actor("clerk").await;
        let told = statistics::evaluate(&self.kernel, &clerk, name, &question).await;
        let told = told.unwrap_or_else(|e| panic!("{name}: {e}"));
        let first = told.rows.first();
        let code = first.map(|row| row.keys[by].code.clone());
        (told.total.value, code.unwrap_or_default())
    }

    /// What a decision demands, by its words.
    pub async fn demand(&self, decision: Id, what: &str) -> Id {
        let all = instruction::of_source(&self.db.db, decision).await;
        let all = all.expect("demands");
        let found = all.iter().find(|d| d.title == what);
        found
            .unwrap_or_else(|| panic!("no demand {what}"))
            .matter_id
    }
}

/// A short text with two articles.
pub const TEXT: &str =
    "一、划定水源保护区，设立界标。\n二、县人民政府每年向常务委员会报告水质情况。";
