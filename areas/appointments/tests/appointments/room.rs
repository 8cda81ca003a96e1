//! What every test of this area starts from: a county with its procedures, and signed-in clients.

use std::io::Read;
use std::sync::Arc;

use axum::http::StatusCode;
use frame::Settings;
use kernel::Kernel;
use kernel::db::Migrations;
use kernel::{person, procedures};
use testkit::{Client, County, Page, TestDb, system_act};

pub const NAME: &str = "慕容知白";
pub const OFFICE: &str = "县教育局局长";

pub fn rooms() -> [Migrations; 3] {
    [
        kernel::MIGRATIONS,
        ballot::MIGRATIONS,
        appointments::MIGRATIONS,
    ]
}

pub struct Room {
    pub kernel: Arc<Kernel>,
    pub county: County,
    pub db: TestDb,
    site: axum::Router,
}

impl Room {
    pub async fn of(db: TestDb) -> Room {
        let county = db.county().await;
        let mut areas = vec![appointments::area()];
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
        let mut client = self.guest().with_cookie("huiying", &secret);
        client.get("/account").await;
        client
    }

    pub fn guest(&self) -> Client {
        Client::new(self.site.clone()).with("accept-language", "en")
    }

    /// A case opened by its page: the clerk keeps it, the chief is of the party group and the chairpersons' meeting.
    pub async fn opened(&self, clerk: &mut Client) -> String {
        clerk.get("/appointments/new").await.expect(StatusCode::OK);
        let chief = self.county.person("chief").to_string();
        let fields = [
            ("name", NAME),
            ("gender", "female"),
            ("present", "县教育局副局长"),
            ("about", "历任教师、校长、副局长"),
            ("action1", "appoint"),
            ("class1", "government"),
            ("office1", OFFICE),
            ("party", chief.as_str()),
        ];
        let made = clerk.post("/appointments/new", &fields).await;
        let at = made.location().expect("it is opened").to_owned();
        let id = at.rsplit('/').next().unwrap().to_owned();
        does(
            clerk,
            &id,
            "name_reader",
            &[("person", &chief), ("capacity", "chair")],
        )
        .await;
        does(
            clerk,
            &id,
            "name_reader",
            &[("person", &chief), ("capacity", "party")],
        )
        .await;
        id
    }

    /// An election entered by its page.
    pub async fn election(
        &self,
        clerk: &mut Client,
        title: &str,
        office: &str,
        post: &str,
        seats: &str,
        turnover: bool,
    ) -> String {
        let page = clerk.get("/appointments/elections/new").await;
        page.expect(StatusCode::OK);
        let mut fields = vec![
            ("title", title),
            ("office", office),
            ("class", "head"),
            ("post", post),
            ("seats", seats),
        ];
        if turnover {
            fields.push(("turnover", "1"));
        }
        let made = clerk.post("/appointments/elections/new", &fields).await;
        let at = made.location().expect("entered").to_owned();
        at.rsplit('/').next().unwrap().to_owned()
    }

    /// A file of the checklist, sent with its act.
    pub async fn paper(&self, clerk: &mut Client, id: &str, kind: &str) {
        let address = format!("/matters/{id}/acts/file_paper");
        let page = clerk.get(&address).await.expect(StatusCode::OK);
        let rev = page.attribute("input[name=rev]", "value").unwrap();
        let task = page.attribute("input[name=task]", "value").unwrap();
        let fields = [
            ("rev", rev.as_str()),
            ("task", task.as_str()),
            ("paper_kind", kind),
        ];
        let bytes = b"%PDF-1.7\n%%EOF\n";
        let sent = clerk
            .upload(&address, &fields, &[("papers", "考察材料.pdf", bytes)])
            .await;
        sent.expect(StatusCode::SEE_OTHER);
    }

    /// A file on a case that stands with the party group.
    pub async fn kept(&self, clerk: &mut Client, id: &str) {
        let address = format!("/matters/{id}/acts/agree");
        let page = clerk.get(&address).await.expect(StatusCode::OK);
        let rev = page.attribute("input[name=rev]", "value").unwrap();
        let task = page.attribute("input[name=task]", "value").unwrap();
        let fields = [
            ("rev", rev.as_str()),
            ("task", task.as_str()),
            ("on_date", "2025-03-03"),
        ];
        let bytes = b"%PDF-1.7\n%%EOF\n";
        let sent = clerk
            .upload(&address, &fields, &[("papers", "党组纪要.pdf", bytes)])
            .await;
        sent.expect(StatusCode::SEE_OTHER);
    }

    pub async fn stands_in(&self, absent: &str, by: &str) {
        let mut act = system_act(&self.db.db, self.county.organ, self.db.now())
            .await
            .unwrap();
        let today = self.db.now().day();
        let (absent, by) = (self.county.person(absent), self.county.person(by));
        person::stand_in(&mut act, absent, by, today, today, "外出")
            .await
            .unwrap();
        act.commit().await.unwrap();
    }

    /// The rule pack of a province, as if it had been picked.
    pub async fn pack(&self, name: &str) {
        let leader = self.county.actor(&self.db, "officeleader").await;
        let mut act = self
            .kernel
            .act(&leader, kernel::access::Permission::Configure)
            .await
            .unwrap();
        let text = procedure::RulePack::shipped_text(name).expect("it ships");
        procedures::pick_pack(&mut act, text, "本省的规定")
            .await
            .unwrap();
        act.commit().await.unwrap();
    }

    /// Questions whose right answer is always the second.
    pub async fn bank(&self, clerk: &mut Client, n: usize) {
        clerk
            .get("/appointments/questions")
            .await
            .expect(StatusCode::OK);
        for i in 0..n {
            let asked = format!("第{i}题：地方组织法规定的是哪一项？");
            let fields = [
                ("subject", "地方组织法"),
                ("asked", asked.as_str()),
                ("choices", "甲\n乙\n丙"),
                ("answer", "b"),
            ];
            let added = clerk.post("/appointments/questions", &fields).await;
            added.expect(StatusCode::SEE_OTHER);
        }
    }

    /// The code of the paper that waits, as the case shows it to those named.
    pub async fn exam_code(&self, clerk: &mut Client, id: &str) -> String {
        let page = clerk
            .get(&format!("/appointments/{id}"))
            .await
            .expect(StatusCode::OK);
        let links = page.attributes("a[href^='/exam/']", "href");
        let link = links.into_iter().next().expect("the paper's address");
        link.rsplit('/').next().unwrap().to_owned()
    }
}

/// Tries an act by its form, as a person would.
pub async fn tries(client: &mut Client, id: &str, act: &str, fields: &[(&str, &str)]) -> Page {
    let address = format!("/matters/{id}/acts/{act}");
    let page = client.get(&address).await.expect(StatusCode::OK);
    let Some(rev) = page.attribute("input[name=rev]", "value") else {
        return page;
    };
    let mut all: Vec<(&str, &str)> = vec![("rev", &rev)];
    let task = page.attribute("input[name=task]", "value");
    if let Some(task) = &task {
        all.push(("task", task));
    }
    all.extend(fields);
    client.post(&address, &all).await
}

/// Does an act by its form.
pub async fn does(client: &mut Client, id: &str, act: &str, fields: &[(&str, &str)]) {
    let done = tries(client, id, act, fields).await;
    assert_eq!(
        done.status,
        StatusCode::SEE_OTHER,
        "{act}: {}",
        done.words()
    );
}

/// The words of a document for Word.
pub fn word(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a docx");
    let mut text = String::new();
    zip.by_name("word/document.xml")
        .expect("its text")
        .read_to_string(&mut text)
        .expect("read");
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}
