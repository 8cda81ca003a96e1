//! For whom a ballot exists, asked by HTTP: one on a hidden matter for those named on it and, once it is dealt, for those
//! on its roll; and what the pages tell before it is closed.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use ballot::{Ask, NewLine};
use frame::Settings;
use kernel::Kernel;
use kernel::access::Permission;
use kernel::id::Id;
use meetings::actions::{self, Entry};
use meetings::kind::EventKind;
use testkit::{Client, TestDb};

use crate::room::{Room, rooms};

const TITLE: &str = "关于任命王远山为县水利局局长的议案";

struct Site {
    room: Room,
    router: Router,
}

impl Site {
    async fn new(db: TestDb) -> Site {
        let room = Room::new(db, 2).await;
        let mut areas = vec![meetings::area()];
        let mut parts = frame::parts(&mut areas);
        parts.push(ballot::part());
        let kernel = Kernel::new(
            room.db.reopen().await,
            room.db.clock.clone(),
            &room.db.folder,
            parts,
        );
        let (router, _) = frame::router(
            Arc::new(kernel.expect("a kernel")),
            Settings::default(),
            areas,
        );
        Site { room, router }
    }

    async fn as_one(&self, who: &str) -> Client {
        let secret = self.room.db.session(&self.room.county, who).await;
        Client::new(self.router.clone())
            .with("accept-language", "zh")
            .with_cookie("huiying", &secret)
    }

    async fn answers(&self, who: &str, path: &str) -> StatusCode {
        self.as_one(who).await.get(path).await.status
    }

    /// A ballot on a matter only the office sees.
    async fn hidden(&self) -> Id {
        let (kernel, clerk) = (&self.room.kernel, &self.room.clerk);
        let entry = Entry {
            kind: EventKind::Activity,
            title: TITLE.to_owned(),
            from_on: clerk.today,
            to_on: clerk.today,
            place: String::new(),
            note: String::new(),
            confidential: true,
            body: None,
            at_time: String::new(),
        };
        let matter = actions::enter(kernel, clerk, entry)
            .await
            .expect("a matter");
        let ask = Ask {
            matter,
            title: TITLE.to_owned(),
            body: "standing_committee".to_owned(),
            secret: true,
            majority: "majority".to_owned(),
            lines: vec![NewLine {
                code: "person".to_owned(),
                title: "王远山".to_owned(),
            }],
            at_most: None,
            write_ins: false,
        };
        let mut act = kernel
            .act(clerk, Permission::Register)
            .await
            .expect("an act");
        let id = ballot::ask(&mut act, ask).await.expect("asked");
        act.commit().await.expect("committed");
        id
    }
}

testkit::on_both! { &rooms();
    async fn a_hidden_matter_has_no_ballot_for_others(db: TestDb) {
        let site = Site::new(db).await;
        let id = site.hidden().await;
        let addresses = [
            format!("/ballots/{id}"),
            format!("/ballots/{id}/deal"),
            format!("/ballots/{id}/count"),
            format!("/ballots/{id}/report"),
            format!("/api/v1/ballots/{id}"),
        ];
        for who in ["committee", "leader", "deputy", "unit", "sysadmin", "auditor"] {
            for address in &addresses {
                let status = site.answers(who, address).await;
                assert_eq!(status, StatusCode::NOT_FOUND, "{who} at {address}");
            }
        }
        assert_eq!(site.answers("clerk", &addresses[0]).await, StatusCode::OK);
        assert_eq!(site.answers("clerk", &addresses[4]).await, StatusCode::OK);

        // The deputy stands on the roll: once papers are dealt the ballot is his to see; nobody else's.
        let deputy = site.room.county.person("deputy");
        let roll = [(deputy, "代表".to_owned()), site.room.roll[0].clone()];
        ballot::deal(&site.room.kernel, &site.room.clerk, id, &roll).await.expect("dealt");
        let page = site.as_one("deputy").await.get("/vote").await.expect(StatusCode::OK);
        assert!(page.body().contains("王远山"));
        assert_eq!(site.answers("deputy", &addresses[4]).await, StatusCode::OK);
        for who in ["committee", "leader", "unit"] {
            assert_eq!(site.answers(who, &addresses[0]).await, StatusCode::NOT_FOUND, "{who}");
            let page = site.as_one(who).await.get("/vote").await.expect(StatusCode::OK);
            assert!(!page.body().contains("王远山"), "{who}");
        }
    }

    /// Before the close pages and API tell how many have voted and nothing else, whoever asks.
    async fn a_running_ballot_tells_how_many_and_not_what(db: TestDb) {
        let site = Site::new(db).await;
        let (room, kernel) = (&site.room, &site.room.kernel);
        let (id, papers) = room.opened(true).await;
        ballot::paper::cast(kernel, id, &papers[0], &[ballot::Choice::No]).await.expect("voted");
        let mut clerk = site.as_one("clerk").await;
        let told = clerk.get(&format!("/api/v1/ballots/{id}")).await.expect(StatusCode::OK);
        let told: serde_json::Value = serde_json::from_str(&told.body()).expect("JSON");
        assert_eq!(told["progress"]["voted"], 1);
        assert!(told.get("outcome").is_none() && told.get("sheet").is_none());
        let report = clerk.get(&format!("/ballots/{id}/report")).await;
        assert_eq!(report.status, StatusCode::NOT_FOUND);
        ballot::close(kernel, &room.clerk, id, room.everybody(), "").await.expect("closed");
        let report = clerk.get(&format!("/ballots/{id}/report")).await.expect(StatusCode::OK);
        assert!(report.body().contains("反对"));
        let told = clerk.get(&format!("/api/v1/ballots/{id}")).await.expect(StatusCode::OK);
        let told: serde_json::Value = serde_json::from_str(&told.body()).expect("JSON");
        assert_eq!(told["outcome"]["lines"][0]["no"], 1);
    }
}
