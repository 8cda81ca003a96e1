//! A county's office as a site: everybody signed in, acts done by their forms.
#![allow(dead_code)]

use std::sync::Arc;

use axum::http::StatusCode;
use frame::Settings;
use kernel::id::Id;
use kernel::{Kernel, procedures};
use testkit::{Client, County, Page, TestDb, Upload, system_act};

/// The rooms of the database these tests need.
pub const ROOMS: [kernel::db::Migrations; 2] = [kernel::MIGRATIONS, proposals::MIGRATIONS];

pub struct Site {
    pub router: axum::Router,
    pub county: County,
    pub db: TestDb,
}

impl Site {
    pub async fn new(db: TestDb) -> Site {
        let county = db.county().await;
        let mut areas = vec![proposals::area()];
        let parts = frame::parts(&mut areas);
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
        let (router, _) = frame::router(Arc::new(kernel), Settings::default(), areas);
        Site { router, county, db }
    }

    pub async fn client(&self, who: &str) -> Client {
        let secret = self.db.session(&self.county, who).await;
        let mut client = Client::new(self.router.clone())
            .with("accept-language", "zh")
            .with_cookie("huiying", &secret);
        client.get("/").await;
        client
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
                (
                    name,
                    form.attribute(&format!("input[name={name}]"), "value"),
                )
            })
            .collect();
        for (name, value) in &hidden {
            all.extend(value.as_deref().map(|value| (*name, value)));
        }
        client.upload(&address, &all, files).await
    }

    pub async fn does(
        &self,
        who: &str,
        id: Id,
        act: &str,
        fields: &[(&str, &str)],
        files: &[Upload<'_>],
    ) {
        let done = self.sends(who, id, act, fields, files).await;
        assert!(
            done.location().is_some(),
            "{who} does {act}: {}",
            done.words()
        );
    }

    /// The page of a matter as somebody sees it.
    pub async fn page(&self, who: &str, id: Id) -> Page {
        let mut client = self.client(who).await;
        client.get(&format!("/proposals/{id}")).await
    }

    /// What somebody gets at an address.
    pub async fn status(&self, who: &str, address: &str) -> StatusCode {
        self.client(who).await.get(address).await.status
    }

    /// A matter brought in with these files.
    pub async fn brought_in(&self, who: &str, more: &[(&str, &str)], files: &[Upload<'_>]) -> Id {
        let mut client = self.client(who).await;
        let given = |name: &str| more.iter().any(|(n, _)| *n == name);
        let mut fields: Vec<(&str, &str)> =
            paper().into_iter().filter(|(n, _)| !given(n)).collect();
        fields.extend_from_slice(more);
        let done = client
            .upload("/proposals/new/suggestion", &fields, files)
            .await;
        let to = done
            .location()
            .unwrap_or_else(|| panic!("{}", done.words()));
        let id = to.rsplit('/').next().expect("an id");
        id.parse().expect("an id")
    }

    pub async fn assigned(&self, id: Id) {
        self.does("clerk", id, "register", &[("category", "urban")], &[])
            .await;
        let water = self.county.unit("water").to_string();
        self.does("clerk", id, "assign", &[("unit-lead", &water)], &[])
            .await;
    }
}

/// What is typed into the form of a new paper.
pub fn paper() -> [(&'static str, &'static str); 5] {
    [
        ("title", "关于修复滨河路路灯的建议"),
        (
            "background",
            "滨河路自南桥至北桥共四十二盏路灯，去冬以来有十七盏不亮，夜间行人不便，老人儿童多次跌倒，群众反映强烈，多次报修没有结果，去年冬天以来已有三起事故。",
        ),
        (
            "demand",
            "建议一个月内逐盏检修，安装节能灯，并建立报修电话。",
        ),
        ("form", "single"),
        ("seen", "yes"),
    ]
}

impl Site {
    /// From the assignment to the reply that left, by the water bureau.
    pub async fn replied(&self, id: Id, draft: &[(&str, &str)]) {
        let rivers = self.county.unit("rivers").to_string();
        self.does("unit", id, "accept", &[("section", &rivers)], &[])
            .await;
        let today = self.db.now().day().to_string();
        let contact = [
            ("way", "visit"),
            ("on_date", today.as_str()),
            ("contact_note", "到现场与代表面商"),
        ];
        self.does("section", id, "record_contact", &contact, &[])
            .await;
        self.does("section", id, "save_draft", draft, &[]).await;
        for (who, act) in [
            ("section", "submit_draft"),
            ("unitdeputy", "pass"),
            ("unitprincipal", "approve"),
            ("countyleader", "agree"),
            ("unit", "issue_reply"),
        ] {
            self.does(who, id, act, &[], &[]).await;
        }
    }
}
