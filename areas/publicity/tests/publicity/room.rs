//! What every test of this area starts from: a county with its procedures, and signed-in clients.

use std::sync::Arc;

use axum::http::StatusCode;
use frame::Settings;
use kernel::Kernel;
use kernel::db::Migrations;
use kernel::import::{self, Options, Report};
use kernel::procedures;
use testkit::{Client, County, TestDb, system_act};

pub fn rooms() -> [Migrations; 2] {
    [kernel::MIGRATIONS, publicity::MIGRATIONS]
}

pub struct Room {
    pub kernel: Arc<Kernel>,
    pub county: County,
    pub db: TestDb,
    site: axum::Router,
}

impl Room {
    pub async fn new(db: TestDb) -> Room {
        let county = db.county().await;
        let mut areas = vec![publicity::area(), office::area()];
        let parts = frame::parts(&mut areas);
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
}

/// A sample file, where a folder of them stands beside the checkout.
pub fn sample(name: &str) -> Option<Vec<u8>> {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|folder| std::fs::read(folder.join("shared/data").join(name)).ok())
}

/// Somebody who keeps no newsroom is told that it is kept by the office.
pub async fn refuses(room: &Room, who: &str, path: &str, fields: &[(&str, &str)]) {
    let mut client = room.client(who).await;
    client.get("/").await.expect(StatusCode::OK);
    let page = client
        .post(path, fields)
        .await
        .expect(StatusCode::FORBIDDEN);
    assert!(
        page.words().contains("kept by the office"),
        "{}",
        page.words()
    );
}
