//! What every test of this area starts from: a county with its procedures and a standing committee, and signed-in clients.

use std::sync::Arc;

use axum::http::StatusCode;
use frame::Settings;
use kernel::Kernel;
use kernel::db::Migrations;
use kernel::import::{self, Options, Report};
use kernel::procedures;
use testkit::{Client, County, TestDb, system_act};

pub fn rooms() -> [Migrations; 3] {
    [kernel::MIGRATIONS, ballot::MIGRATIONS, meetings::MIGRATIONS]
}

pub struct Room {
    pub kernel: Arc<Kernel>,
    pub county: County,
    pub db: TestDb,
    site: axum::Router,
}

impl Room {
    pub async fn new(db: TestDb) -> Room {
        Room::of(db, vec![meetings::area()]).await
    }

    /// A county in which these areas and the ballot box run.
    pub async fn of(db: TestDb, mut areas: Vec<frame::Area>) -> Room {
        let county = db.county().await;
        let mut parts = frame::parts(&mut areas);
        parts.push(ballot::part());
        let kernel = Kernel::new(db.db.clone(), db.clock.clone(), &db.folder, parts).unwrap();
        let kernel = Arc::new(kernel);
        let mut act = system_act(&db.db, county.organ, db.now()).await.unwrap();
        let kinds: Vec<_> = kernel.kinds().cloned().collect();
        procedures::install(&mut act, county.organ, &kinds)
            .await
            .unwrap();
        act.commit().await.unwrap();
        let site = frame::router(kernel.clone(), Settings::default(), areas).0;
        Room {
            kernel,
            county,
            db,
            site,
        }
    }

    /// Somebody signed in, reading English.
    pub async fn client(&self, who: &str) -> Client {
        let secret = self.db.session(&self.county, who).await;
        Client::new(self.site.clone())
            .with("accept-language", "en")
            .with_cookie("huiying", &secret)
    }

    /// Turns the clock to a day, at nine.
    pub fn turn(&self, day: &str) {
        let day = day.parse().expect("a day");
        self.db.clock.set(kernel::clock::Instant::at(day, 9));
    }

    pub async fn import(&self, kind: &str, file: &str, bytes: &[u8]) -> Report {
        let clerk = self.county.actor(&self.db, "clerk").await;
        import::run(
            &self.kernel,
            &clerk,
            kind,
            file,
            bytes.to_vec(),
            Options::default(),
            &mut |_| {},
        )
        .await
        .unwrap()
    }

    /// A standing committee of seven seats with five members: 吴建平 in the chair, 钱卫东, three deputies. Its id.
    pub async fn committee(&self) -> String {
        let table = "机构,姓名,职务,任职日期,定数\n\
            县人大常委会,吴建平,主任,2022-01-10,7\n\
            县人大常委会,钱卫东,副主任,2022-01-10,7\n\
            县人大常委会,张桂英,委员,2022-01-10,7\n\
            县人大常委会,刘德福,委员,2022-01-10,7\n\
            县人大常委会,何秀兰,委员,2022-01-10,7\n";
        let report = self
            .import("members", "组成人员.csv", table.as_bytes())
            .await;
        assert!(
            report.rows.iter().all(|r| !r.is_refused()),
            "{:?}",
            report.rows
        );
        let mut clerk = self.client("clerk").await;
        let all = clerk.get("/api/v1/meetings/bodies").await.value();
        all["items"][0]["id"].as_str().expect("a body").to_owned()
    }

    /// Enters a meeting of a body; its address.
    pub async fn meeting(&self, clerk: &mut Client, body: &str, title: &str, day: &str) -> String {
        clerk.get("/meetings/new").await.expect(StatusCode::OK);
        let fields = [
            ("kind", "meeting"),
            ("title", title),
            ("from_on", day),
            ("body", body),
            ("at_time", "09:00"),
            ("place", "常委会会议厅"),
        ];
        let entered = clerk.post("/meetings/new", &fields).await;
        entered
            .location()
            .unwrap_or_else(|| panic!("{}", entered.words()))
            .to_owned()
    }
}

/// Does an act of the procedure on a matter; the answer.
pub async fn does(
    client: &mut Client,
    meeting: &str,
    act: &str,
    fields: &[(&str, &str)],
) -> testkit::Page {
    let id = meeting.rsplit('/').next().expect("an id");
    let at = format!("/matters/{id}/acts/{act}");
    let form = client.get(&at).await;
    let rev = form
        .attribute("input[name=rev]", "value")
        .unwrap_or_default();
    let task = form.attribute("input[name=task]", "value");
    let mut all = fields.to_vec();
    all.push(("rev", rev.as_str()));
    if let Some(task) = &task {
        all.push(("task", task));
    }
    client.post(&at, &all).await
}

/// Puts an item on an agenda; its address.
pub async fn item(client: &mut Client, meeting: &str, kind: &str, title: &str) -> String {
    let at = format!("{meeting}/items/new");
    client.get(&at).await.expect(StatusCode::OK);
    let fields = [
        ("kind", kind),
        ("title", title),
        ("rapporteur", "王局长"),
        ("minutes", "20"),
    ];
    client
        .post(&at, &fields)
        .await
        .expect(StatusCode::SEE_OTHER);
    let agenda = client
        .get(&format!("/api/v1{meeting}/agenda"))
        .await
        .value();
    let all = agenda["items"].as_array().expect("items").clone();
    let found = all.iter().find(|i| i["title"] == title).expect("the item");
    format!("{meeting}/items/{}", found["id"].as_str().expect("an id"))
}
